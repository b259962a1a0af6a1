"""Gates: when the way to the next step opens, and the sentence that says why."""

from typing import Any

import pytest

from therapy.gates import StepSoFar, judge
from therapy.protocol import ExpectancyGate, Gate, HabituationGate, SuccessBandGate, TherapistGate, TimeGate
from therapy.sample import TICKS_PER_S

HALF = HabituationGate(at_most=30, share_of_peak=0.5, least_ratings=2)
BELIEF = ExpectancyGate(feared_outcome="I will fall.", drop=20, at_most=20)
BAND = SuccessBandGate(lowest=0.6, highest=0.8, window=5)


def seen(**what: Any) -> StepSoFar:
    """A step that began at tick 900."""
    step = StepSoFar(900)
    for name, value in what.items():
        setattr(step, name, value)
    return step


@pytest.mark.parametrize(
    ("gate", "step", "is_open", "sentence"),
    [
        (HALF, {"suds": []}, False, "SUDS was rated 0 of 2 times on this step."),
        (HALF, {"suds": [10]}, False, "SUDS was rated 1 of 2 times on this step."),
        (HALF, {"suds": [60, 30]}, True, "SUDS is 30, at most 30."),
        (
            HALF,
            {"suds": [60, 31]},
            False,
            "SUDS is 31; the next step opens at 30, or at 50% of the peak of 60.",
        ),
        (HALF, {"suds": [40, 80, 40]}, True, "SUDS fell from its peak of 80 to 40, to 50% or less."),
        (
            HALF,
            {"suds": [40, 80, 41]},
            False,
            "SUDS is 41; the next step opens at 30, or at 50% of the peak of 80.",
        ),
        (
            HALF,
            {"suds": [80, 40, 70]},
            False,
            "SUDS is 70; the next step opens at 30, or at 50% of the peak of 80.",
        ),
        (HALF, {"suds": [0, 0]}, True, "SUDS is 0, at most 30."),
        (
            BELIEF,
            {"expectancy": []},
            False,
            "Belief in the feared outcome was rated 0 of 2 times.",
        ),
        (
            BELIEF,
            {"expectancy": [80]},
            False,
            "Belief in the feared outcome was rated 1 of 2 times.",
        ),
        (BELIEF, {"expectancy": [80, 60]}, True, "Belief in the feared outcome went from 80 to 60."),
        (
            BELIEF,
            {"expectancy": [80, 61]},
            False,
            "Belief in the feared outcome is 61, it was 80; the next step opens at 20, or 20 lower.",
        ),
        (BELIEF, {"expectancy": [30, 20]}, True, "Belief in the feared outcome went from 30 to 20."),
        (BELIEF, {"expectancy": [80, 90, 55]}, True, "Belief in the feared outcome went from 80 to 55."),
        (BAND, {"hits": [True] * 4}, False, "4 of 5 reaches were made on this step."),
        (
            BAND,
            {"hits": [True] * 4 + [False]},
            True,
            "4 of the last 5 reaches touched their target; the next step opens at 80%.",
        ),
        (
            BAND,
            {"hits": [True] * 9 + [False] * 2},
            False,
            "3 of the last 5 reaches touched their target; the next step opens at 80%.",
        ),
        (
            BAND,
            {"hits": [False] * 9 + [True] * 5},
            True,
            "5 of the last 5 reaches touched their target; the next step opens at 80%.",
        ),
        (TherapistGate(), {"suds": [0, 0]}, False, "The therapist decides when to go on."),
    ],
)
def test_gates(gate: Gate, step: dict[str, Any], is_open: bool, sentence: str) -> None:
    """Each gate opens exactly at its threshold and says what it looked at."""
    state = judge(gate, seen(**step), 90_000)
    assert state.sentence.format(**state.inputs) == sentence
    assert state.open is is_open


@pytest.mark.parametrize(
    ("ticks", "is_open", "sentence"),
    [
        (60 * TICKS_PER_S - 1, False, "59 of 60 seconds on this step have passed."),
        (60 * TICKS_PER_S, True, "60 of 60 seconds on this step have passed."),
        (90 * TICKS_PER_S, True, "90 of 60 seconds on this step have passed."),
    ],
)
def test_time_gate(ticks: int, is_open: bool, sentence: str) -> None:
    """A time gate counts from when the step was reached."""
    state = judge(TimeGate(seconds=60), seen(), 900 + ticks)
    assert state.sentence.format(**state.inputs) == sentence
    assert state.open is is_open


@pytest.mark.parametrize("percent", range(1, 101))
def test_a_share_is_met_exactly(percent: int) -> None:
    """A rating at exactly the share of the peak opens a gate, for every share: rounding shuts none."""
    gate = HabituationGate(at_most=0, share_of_peak=percent / 100)
    assert judge(gate, seen(suds=[100, percent]), 0).open
    if percent < 100:
        assert not judge(gate, seen(suds=[100, percent + 1]), 0).open


@pytest.mark.parametrize("hits", range(1, 21))
def test_a_share_of_hits_is_met_exactly(hits: int) -> None:
    """Exactly the share of hits opens a gate, one hit fewer does not."""
    gate = SuccessBandGate(lowest=0.0, highest=hits / 20, window=20)
    assert judge(gate, seen(hits=[True] * hits + [False] * (20 - hits)), 0).open
    assert not judge(gate, seen(hits=[True] * (hits - 1) + [False] * (21 - hits)), 0).open
