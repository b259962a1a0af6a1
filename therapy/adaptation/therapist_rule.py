"""The rule most therapists use: on once distress has halved or is low, back when it stays too high.

"Halved or at most 30" is the rule of published clinic and patient guides for graded exposure (see the
protocols' references); "at least 90 twice" is safety rule 5, proposed before the session must enforce it.
"""

from collections.abc import Generator, Mapping
from typing import Any

from therapy.directives import AskEngine
from therapy.observations import Decision, Fact, Move, Scale
from therapy.words import N_

LOW = 30
"""SUDS at or under which the level has become easy."""
OVERWHELMING = 90
"""SUDS at or over which two ratings in a row mean the level is too hard."""
ROSE_BY = 20
"""How far SUDS may rise over the first rating of the step ..."""
HIGH = 70
"""... before it is this high, and the step counts as getting harder instead of easier."""

Choice = tuple[Move, str, str, dict[str, Fact]]


class TherapistRule:
    """Up when the gate is open, as distress has halved or is low; down when it overwhelms or keeps rising.

    In practice, where success is counted, up and down go by the success band.
    """

    name = "therapist_rule"

    def decide(self, question: int, asked: AskEngine) -> Generator[None, None, Decision]:
        """The first of its rules that fits, the cautious ones first."""
        yield
        move, rule, sentence, inputs = _choose(asked)
        return Decision(
            question=question, move=move, engine=self.name, rule=rule, inputs=inputs, sentence=sentence
        )


def _choose(asked: AskEngine) -> Choice:
    suds = [rating.value for rating in asked.ratings if rating.scale is Scale.SUDS]
    if len(suds) >= 2:
        before, last = suds[-2], suds[-1]
        if before >= OVERWHELMING and last >= OVERWHELMING:
            sentence = N_("SUDS was {before} and then {last}, both at least {limit}.")
            return (
                Move.DOWN,
                "overwhelming_twice",
                sentence,
                {"before": before, "last": last, "limit": OVERWHELMING},
            )
        if last >= HIGH and last - suds[0] >= ROSE_BY:
            sentence = N_("SUDS rose from {first} to {last} on this step.")
            return Move.DOWN, "distress_rose", sentence, {"first": suds[0], "last": last, "limit": HIGH}
    if _misses_too_often(asked.gate_inputs):
        sentence = N_("{hits} of the last {trials} reaches touched their target, fewer than {lowest:.0%}.")
        return Move.DOWN, "misses_too_often", sentence, dict(asked.gate_inputs)
    if not asked.gate_open:
        return Move.STAY, "gate_shut", asked.gate_sentence, dict(asked.gate_inputs)
    if not asked.may_rise:
        return Move.STAY, "may_not_rise", N_("A safety rule holds this level for now."), {}
    if "hits" in asked.gate_inputs:  # practice goes on because it succeeds, not because nothing frightens
        return Move.UP, "success", asked.gate_sentence, dict(asked.gate_inputs)
    if suds and suds[-1] <= LOW:
        sentence = N_("SUDS is {last}, at most {limit}.")
        return Move.UP, "distress_low", sentence, {"last": suds[-1], "limit": LOW}
    if suds and 2 * suds[-1] <= max(suds):
        sentence = N_("SUDS has halved, from {highest} to {last}.")
        return Move.UP, "distress_halved", sentence, {"highest": max(suds), "last": suds[-1]}
    return Move.UP, "gate_open", asked.gate_sentence, dict(asked.gate_inputs)


def _misses_too_often(gate: Mapping[str, Any]) -> bool:
    """Whether practice fails below its success band, seen over a whole window of trials."""
    return (
        "hits" in gate and gate["trials"] >= gate["window"] and gate["hits"] / gate["trials"] < gate["lowest"]
    )
