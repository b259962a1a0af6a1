"""What has been seen on one step, and whether its gate is open."""

from typing import NamedTuple

from therapy.observations import Fact
from therapy.protocol import ExpectancyGate, Gate, HabituationGate, SuccessBandGate, TherapistGate, TimeGate
from therapy.sample import TICKS_PER_S
from therapy.words import N_


class StepSoFar:
    """Ratings, trials and time of one stay on a step."""

    def __init__(self, tick: int) -> None:
        self.entered_tick = tick
        self.suds: list[int] = []
        self.expectancy: list[int] = []
        self.hits: list[bool] = []


class GateState(NamedTuple):
    """Whether a gate is open, in one sentence (a template over the inputs)."""

    open: bool
    sentence: str
    inputs: dict[str, Fact]


def judge(gate: Gate, seen: StepSoFar, tick: int) -> GateState:
    """Look at one gate. The therapist's word is never heard here: it moves the ladder itself."""
    match gate:
        case HabituationGate():
            return _habituation(gate, seen)
        case ExpectancyGate():
            return _expectancy(gate, seen)
        case TimeGate():
            seconds = (tick - seen.entered_tick) // TICKS_PER_S
            sentence = N_("{seconds} of {needed:.0f} seconds on this step have passed.")
            return GateState(seconds >= gate.seconds, sentence, {"seconds": seconds, "needed": gate.seconds})
        case TherapistGate():
            return GateState(False, N_("The therapist decides when to go on."), {})
        case SuccessBandGate():
            return _success_band(gate, seen)


def _habituation(gate: HabituationGate, seen: StepSoFar) -> GateState:
    ratings = len(seen.suds)
    if ratings < gate.least_ratings:
        sentence = N_("SUDS was rated {ratings} of {needed} times on this step.")
        return GateState(False, sentence, {"ratings": ratings, "needed": gate.least_ratings})
    last, peak = seen.suds[-1], max(seen.suds)
    inputs: dict[str, Fact] = {
        "last": last,
        "peak": peak,
        "at_most": gate.at_most,
        "share": gate.share_of_peak,
    }
    if last <= gate.at_most:
        return GateState(True, N_("SUDS is {last}, at most {at_most}."), inputs)
    if last / peak <= gate.share_of_peak:  # a quotient of whole numbers is exact where a product is not
        return GateState(
            True, N_("SUDS fell from its peak of {peak} to {last}, to {share:.0%} or less."), inputs
        )
    return GateState(
        False,
        N_("SUDS is {last}; the next step opens at {at_most}, or at {share:.0%} of the peak of {peak}."),
        inputs,
    )


def _expectancy(gate: ExpectancyGate, seen: StepSoFar) -> GateState:
    if len(seen.expectancy) < 2:
        sentence = N_("Belief in the feared outcome was rated {ratings} of 2 times.")
        return GateState(False, sentence, {"ratings": len(seen.expectancy)})
    before, after = seen.expectancy[0], seen.expectancy[-1]
    inputs: dict[str, Fact] = {"before": before, "after": after, "drop": gate.drop, "at_most": gate.at_most}
    if after <= gate.at_most or before - after >= gate.drop:
        return GateState(True, N_("Belief in the feared outcome went from {before} to {after}."), inputs)
    sentence = N_(
        "Belief in the feared outcome is {after}, it was {before}; the next step opens at {at_most}, or {drop} lower."
    )
    return GateState(False, sentence, inputs)


def _success_band(gate: SuccessBandGate, seen: StepSoFar) -> GateState:
    window = seen.hits[-gate.window :]
    hits = len([hit for hit in window if hit])
    inputs: dict[str, Fact] = {"hits": hits, "trials": len(window), "window": gate.window}
    inputs |= {"lowest": gate.lowest, "highest": gate.highest}
    if len(window) < gate.window:
        return GateState(False, N_("{trials} of {window} reaches were made on this step."), inputs)
    sentence = N_(
        "{hits} of the last {trials} reaches touched their target; the next step opens at {highest:.0%}."
    )
    return GateState(hits / gate.window >= gate.highest, sentence, inputs)
