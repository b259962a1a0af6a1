"""The therapist's rule: each move, and the reason it gives."""

from typing import Any

import pytest

from therapy.adaptation.therapist_rule import TherapistRule
from therapy.directives import AskEngine, RatingHeard
from therapy.observations import Decision, Move, Scale
from therapy.ports import Engine


def asked(*suds: int, **changes: Any) -> AskEngine:
    """A question in the third of ten steps, gate open, rising allowed."""
    ratings = tuple(
        RatingHeard(scale=Scale.SUDS, value=value, tick=9_000 * n) for n, value in enumerate(suds)
    )
    return AskEngine(
        step="balcony", step_number=3, steps=10, tick=40_000, entered_tick=9_000, ratings=ratings,
        gate_open=True, gate_sentence="The gate is {state}.", gate_inputs={"state": "here"}, may_rise=True,
    ).model_copy(update=changes)  # fmt: skip


def practised(hits: int, trials: int = 20, *suds: int, **changes: Any) -> AskEngine:
    """A question in practice whose success band is 60 to 80 % of 20."""
    counted = {"hits": hits, "trials": trials, "window": 20, "lowest": 0.6, "highest": 0.8}
    return asked(*suds, gate_inputs=counted, gate_open=hits >= 16, **changes)


def decision(question: AskEngine) -> Decision:
    """The answer, after as many frames as it takes."""
    engine: Engine = TherapistRule()
    thinking = engine.decide(7, question)
    while True:
        try:
            next(thinking)
        except StopIteration as done:
            answer: Decision = done.value
            return answer


@pytest.mark.parametrize(
    ("question", "move", "rule"),
    [
        (asked(60, 30), Move.UP, "distress_low"),
        (asked(30), Move.UP, "distress_low"),
        (asked(80, 60, 40), Move.UP, "distress_halved"),
        (asked(60, 50), Move.UP, "gate_open"),
        (asked(), Move.UP, "gate_open"),
        (asked(60, 30, gate_open=False), Move.STAY, "gate_shut"),
        (asked(60, 30, may_rise=False), Move.STAY, "may_not_rise"),
        (asked(95, 90), Move.DOWN, "overwhelming_twice"),
        (asked(95, 90, may_rise=False), Move.DOWN, "overwhelming_twice"),
        (asked(85, 95), Move.UP, "gate_open"),
        (asked(50, 60, 70), Move.DOWN, "distress_rose"),
        (asked(20, 50), Move.UP, "gate_open"),
        (asked(60, 75, gate_open=False), Move.STAY, "gate_shut"),
        (practised(16, 20, 10), Move.UP, "success"),
        (practised(15, 20, 10), Move.STAY, "gate_shut"),
        (practised(12, 20, 10), Move.STAY, "gate_shut"),
        (practised(11, 20, 10), Move.DOWN, "misses_too_often"),
        (practised(5, 10, 10), Move.STAY, "gate_shut"),
        (practised(20, 20, 10, may_rise=False), Move.STAY, "may_not_rise"),
    ],
)
def test_moves_with_a_reason(question: AskEngine, move: Move, rule: str) -> None:
    """Every situation has one move and one rule that names why."""
    answer = decision(question)
    assert (answer.move, answer.rule) == (move, rule)
    assert (answer.question, answer.engine) == (7, "therapist_rule")


def test_sentences_can_be_said() -> None:
    """A sentence's placeholders are all among its inputs."""
    said = decision(asked(80, 60, 40))
    assert said.sentence.format(**said.inputs) == "SUDS has halved, from 80 to 40."
    said = decision(practised(11))
    assert (
        said.sentence.format(**said.inputs)
        == "11 of the last 20 reaches touched their target, fewer than 60%."
    )
    said = decision(asked(60, 50))
    assert said.sentence.format(**said.inputs) == "The gate is here."


def test_other_scales_are_not_distress() -> None:
    """Sickness of 20 is not a low SUDS."""
    sick = (RatingHeard(scale=Scale.SICKNESS, value=10, tick=1),)
    assert decision(asked(ratings=sick)).rule == "gate_open"
