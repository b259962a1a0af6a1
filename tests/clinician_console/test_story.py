"""What a therapist reads of a visit, from its events."""

from typing import Any

from clinician_console.story import clock, sentences, story
from tests.clinician_console.visits import briefing


def step(name: str, number: int, warm_up: bool = False) -> dict[str, Any]:
    """A step is entered."""
    return {"kind": "step_entered", "step": name, "number": number, "warm_up": warm_up, "rule": "ready"}


def suds(value: int) -> dict[str, Any]:
    """A rating of distress."""
    return {"kind": "rating_given", "scale": "suds", "value": value}


def decided(move: str, sentence: str, because: str = "", carried_out: bool = True) -> dict[str, Any]:
    """A decision of the engine."""
    return {
        "kind": "decision_taken", "move": move, "sentence": sentence, "inputs": {},
        "because": because, "carried_out": carried_out,
    }  # fmt: skip


def test_steps_ratings_and_decisions_come_together() -> None:
    """Each stay has its own SUDS and what was decided in it."""
    of = briefing()
    first = of.protocol.steps[0]
    told = story(
        of,
        [
            (1, {"kind": "phase_entered", "phase": "baseline"}),
            (900, suds(15)),
            (5_400, step(first.id, 1)),
            (10_000, suds(60)),
            (20_000, suds(30)),
            (20_001, decided("stay", "Not yet.")),
            (20_002, decided("up", "Halved.")),
            (30_000, step("unknown", 2)),
            (
                40_000,
                {
                    "kind": "visit_ended",
                    "ending": "completed",
                    "minutes": 7.5,
                    "completed": True,
                    "verdict": None,
                },
            ),
        ],
    )
    assert [(stay.number, stay.title, stay.suds) for stay in told.stays] == [
        (None, "Before going in", [15]),
        (1, first.title, [60, 30]),
        (2, "unknown", []),
    ]
    assert [timed.said.sentence for timed in told.stays[1].said] == ["One step up:", "Halved."]
    assert (told.ending, told.minutes, told.completed) == ("completed", 7.5, True)
    assert (told.highest_suds, told.last_suds) == (60, 30)


def test_why_somebody_stays_is_told_once_and_last() -> None:
    """Of many reasons to stay the last one is told; a reason given twice stands with what it decided."""
    gate = {"kind": "gate_opened", "gate": "time", "sentence": "A minute has passed.", "inputs": {}}
    of = briefing()
    entered = (1, step(of.protocol.steps[0].id, 1))
    stayed = story(of, [entered, (2, decided("stay", "Not yet.")), (3, decided("stay", "Still not."))])
    assert [timed.said.sentence for timed in stayed.stays[0].said] == ["Stay:", "Still not."]
    went = story(
        of, [entered, (2, decided("stay", "Not yet.")), (3, gate), (4, decided("up", "A minute has passed."))]
    )
    assert [timed.said.sentence for timed in went.stays[0].said] == ["One step up:", "A minute has passed."]


def test_a_record_that_breaks_off_has_no_ending() -> None:
    """Nothing is made up where the end is missing."""
    assert story(briefing(), [(1, {"kind": "phase_entered", "phase": "baseline"})]).ending is None


def test_what_was_not_carried_out_says_why() -> None:
    """A proposal that a rule held back is told with that reason."""
    told = sentences(decided("up", "Halved.", "From 80 on nothing rises.", carried_out=False))
    assert [said.sentence for said in told] == ["One step up:", "Halved.", "From 80 on nothing rises."]


def test_a_stop_is_told_once() -> None:
    """The rule that carries a stop out adds nothing to the stop itself."""
    stop = {"kind": "stopped", "via": "left_hand"}
    rule = {
        "kind": "rule_applied",
        "binding": True,
        "verdict": {"rule": "stop", "sentence": "x", "inputs": {}},
    }
    assert [said.sentence for event in (stop, rule) for said in sentences(event)] == [
        "The patient stopped with the left hand."
    ]


def test_time_is_minutes_and_seconds() -> None:
    """Ninety ticks are a second."""
    assert clock(90 * 61) == "1:01"
