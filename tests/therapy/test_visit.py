"""What can become of a visit: every move between phases there is, and no other."""

from typing import Any

import pytest

from tests.therapy.moments import DOCTOR, MOMENTS, PATIENT, at
from tests.therapy.practice import LOOKING, Tower, briefing
from therapy import safety
from therapy.commands import Next
from therapy.envelope import Presence
from therapy.errors import WrongState
from therapy.events import (
    CommandRefused,
    Ending,
    FaultRecorded,
    PhaseEntered,
    RuleApplied,
    Verdict,
    VisitEnded,
)
from therapy.observations import LinkHeard, LinkSilent
from therapy.protocol import Phase
from therapy.session import Session
from therapy.visit import LEADS_TO, Visit


def visit() -> Visit:
    """A visit that has not begun."""
    return Visit(briefing(), Tower(), safety.RULES)


@pytest.mark.parametrize("left", list(Phase))
@pytest.mark.parametrize("entered", list(Phase))
def test_moves_between_phases(left: Phase, entered: Phase) -> None:
    """A phase follows only where it may; a wrong move names what was expected and what is."""
    moving = visit()
    moving.phase = left
    if entered in LEADS_TO[left]:
        moving.enter(entered)
        assert moving.out[-1].what == PhaseEntered(phase=entered, left=left)
        assert moving.facts.phase is entered
        return
    with pytest.raises(WrongState) as caught:
        moving.enter(entered)
    before = " or ".join(sorted(one.value for one, after in LEADS_TO.items() if entered in after))
    assert str(caught.value) == f"enter {entered.value}: expected {before}, but the state is {left.value}"
    assert moving.phase is left
    assert moving.out == []


def test_every_phase_is_reached_and_left() -> None:
    """From the briefing every phase can be reached, and from every phase the end."""
    reached = {Phase.BRIEFING}
    for _ in Phase:
        reached |= {after for phase in reached for after in LEADS_TO[phase]}
    assert reached == set(Phase)
    for phase in Phase:
        ahead = {phase}
        for _ in Phase:
            ahead |= {after for one in ahead for after in LEADS_TO[one]}
        assert Phase.ENDED in ahead
    assert LEADS_TO[Phase.ENDED] == frozenset()


@pytest.mark.parametrize("moment", MOMENTS)
def test_exposure_belongs_to_steps(moment: str) -> None:
    """Nobody is exposed in any phase but the steps, and whoever is, is in."""
    walk = at(moment)
    inside = walk.session._visit.climb.presence is Presence.IN
    assert walk.session.exposed is inside
    assert not inside or walk.session.phase is Phase.STEPS
    assert inside or walk.session.intensity == 0


def test_rules_are_told_when_they_begin_and_when_they_end() -> None:
    """A rule that binds is recorded once when it begins and once when it no longer does."""
    walk = at("third_rung")
    walk.tick(LinkSilent(seconds=0.6))
    walk.tick(LinkSilent(seconds=0.7))
    walk.tick(LinkHeard())
    walk.tick()
    told = [
        what
        for _, _, what in walk.outputs
        if isinstance(what, RuleApplied) and what.verdict.rule == "watchdog"
    ]
    assert [one.binding for one in told] == [True, False]
    assert told[0].verdict.plain == "The therapist's link has been silent for 0.6 s; nothing rises."


def test_what_a_guard_catches() -> None:
    """Whatever is thrown is recorded with its name, and the visit is a fault's."""
    guarding = visit()

    def fail() -> None:
        raise RuntimeError("out of order")

    guarding.guard(fail)
    assert guarding.phase is Phase.DEBRIEF
    assert FaultRecorded(what="RuntimeError: out of order") in [one.what for one in guarding.out]
    assert guarding.ending is Ending.FAULT
    guarding.close()
    ended = [one.what for one in guarding.out if isinstance(one.what, VisitEnded)]
    assert [(one.ending, one.completed) for one in ended] == [(Ending.FAULT, False)]


def test_a_refusal_says_what_and_why() -> None:
    """A refused command is recorded with its kind, who asked, and the verdict."""
    walk = at("briefing")
    refused = [what for _, _, what in walk.tick(Next(by=DOCTOR)) if isinstance(what, CommandRefused)]
    assert [(one.command, one.by, one.verdict.rule) for one in refused] == [("next", DOCTOR, "order")]


def test_a_pause_outside_the_exposure_is_none() -> None:
    """Pausing who is not in changes nothing."""
    resting = visit()
    resting.pause(PATIENT, Verdict(rule="word", inputs={}, sentence="A rest."))
    assert resting.out == []
    paused = at("paused")
    before = paused.session._visit.numbers
    paused.session._visit.pause(PATIENT, Verdict(rule="word", inputs={}, sentence="A rest."))
    assert paused.session._visit.numbers == before


@pytest.mark.parametrize(
    "changes",
    [{"screening": None}, {"consent": None}, {"plan": {"seated": False}}],
    ids=["no screening", "no consent", "standing in an unknown room"],
)
def test_a_visit_that_may_not_begin(changes: dict[str, Any]) -> None:
    """A refused visit ends in its first tick, in the safe room, with every reason on record, and is not counted."""
    session = Session(briefing(**changes), Tower())
    outputs = [what for _, _, what in session.step(LOOKING)]
    ended = next(what for what in outputs if isinstance(what, VisitEnded))
    assert session.ended
    assert (ended.ending, ended.completed) == (Ending.REFUSED, False)
    assert ended.verdict is not None
    assert ended.verdict in [what.verdict for what in outputs if isinstance(what, RuleApplied)]
    kinds = [what.kind for what in outputs]
    assert kinds[:3] == ["phase_entered", "show_safe_room", "load_environment"]
    assert kinds[-2:] == ["close_stage", "phase_entered"]
