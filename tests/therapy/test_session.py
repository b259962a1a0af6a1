"""The session: who may ask for what, in every phase; stops before all else; and no move that it does not know."""

from typing import Any

import pytest

from tests.therapy import one_of_each
from tests.therapy.moments import DOCTOR, HOST, MOMENTS, PATIENT, at, visit
from tests.therapy.practice import LOOKING, Walk, briefing
from therapy.commands import (
    Actor,
    Calm,
    Command,
    EndVisit,
    Next,
    Ready,
    Resume,
    SetParameter,
    Stop,
    StopVia,
    TriggerEvent,
)
from therapy.directives import ShowEnvironment, ShowSafeRoom
from therapy.errors import WrongState
from therapy.events import (
    CommandRefused,
    Ending,
    EventTriggered,
    FlagRaised,
    RatingGiven,
    StepEntered,
    Stopped,
    VisitEnded,
)
from therapy.observations import (
    Answered,
    AnswerVia,
    Decision,
    EnvironmentLoaded,
    InstrumentAnswered,
    LinkSilent,
    Move,
    Scale,
)
from therapy.prescription import Mode
from therapy.protocol import Phase
from therapy.session import MAY_ASK, Session

ALLOWED: dict[Actor, set[str]] = {
    Actor.PATIENT: {"stop", "ready", "previous", "calm", "end_visit", "report_adverse_event"},
    Actor.THERAPIST: {str(command.kind) for command in one_of_each.COMMANDS} - {"ready"},
    Actor.ENGINE: {"stop"},
    Actor.HOST: {"stop", "end_visit"},
}
"""Written down a second time, on purpose: who may ask for what is not changed by accident."""


def refusals(walk: Walk, *inputs: Any) -> list[CommandRefused]:
    """What is refused of these inputs in one tick."""
    return [what for _, _, what in walk.tick(*inputs) if isinstance(what, CommandRefused)]


def answered(scale: Scale, value: int, question: int = 0) -> Answered:
    """Told to the therapist."""
    return Answered(question=question, scale=scale, value=value, via=AnswerVia.THERAPIST)


@pytest.mark.parametrize("by", list(Actor))
@pytest.mark.parametrize("command", one_of_each.COMMANDS, ids=lambda command: command.kind)
def test_authority(command: Command, by: Actor) -> None:
    """Everybody may ask for what is theirs and is told so of everything else, whatever the moment."""
    assert (type(command) in MAY_ASK[by]) == (command.kind in ALLOWED[by])
    for moment in MOMENTS:
        walk = at(moment)
        asked = command.model_copy(update={"by": by})
        refused = refusals(walk, asked)
        not_theirs = [one for one in refused if one.verdict.plain == "This is not theirs to ask."]
        assert bool(not_theirs) == (command.kind not in ALLOWED[by])
        assert all(one.command == command.kind and one.by is by for one in refused)


@pytest.mark.parametrize("via", list(StopVia))
@pytest.mark.parametrize("by", list(Actor))
@pytest.mark.parametrize("moment", MOMENTS)
def test_stop_is_never_refused(moment: str, by: Actor, via: StopVia) -> None:
    """From anybody, by any way, in any phase, a stop is carried out in its own tick."""
    walk = at(moment)
    outputs = walk.tick(Stop(by=by, via=via))
    assert any(isinstance(what, Stopped) and what.by is by and what.via is via for _, _, what in outputs)
    assert not any(isinstance(what, CommandRefused) for _, _, what in outputs)
    assert not walk.session.exposed
    assert walk.session.intensity == 0
    if moment in ("first_rung", "third_rung"):
        assert any(isinstance(what, ShowSafeRoom) for _, _, what in outputs)


@pytest.mark.parametrize(
    "others",
    [
        [TriggerEvent(by=DOCTOR, name="ball")],
        [Next(by=DOCTOR)],
        [SetParameter(by=DOCTOR, name="rail_height_m", value=1.0)],
        [Resume(by=DOCTOR)],
        [Ready(by=PATIENT), Ready(by=PATIENT)],
        [Calm(by=PATIENT), Resume(by=DOCTOR)],
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_nothing_happens_in_the_tick_of_a_stop(others: list[Command], last: bool) -> None:
    """Whatever arrived in the tick of a stop, before or after it, the patient meets nothing of it."""
    walk = at("third_rung")
    stop = Stop(by=PATIENT, via=StopVia.BUTTON)
    outputs = [what for _, _, what in walk.tick(*([*others, stop] if last else [stop, *others]))]
    assert not any(isinstance(what, ShowEnvironment | EventTriggered | StepEntered) for what in outputs)
    assert walk.session.phase is Phase.RECOVERY
    assert len([what for what in outputs if isinstance(what, CommandRefused)]) == len(others)


@pytest.mark.parametrize(
    "trouble", [LinkSilent(seconds=10), answered(Scale.SICKNESS, 16), answered(Scale.SICKNESS, 11)], ids=str
)
def test_nothing_happens_in_the_tick_a_rule_takes_the_patient_out(trouble: Any) -> None:
    """Once a rule has found reason for the safe room, no event is made to happen on the way there."""
    walk = at("third_rung")
    outputs = [what for _, _, what in walk.tick(trouble, TriggerEvent(by=DOCTOR, name="ball"))]
    assert not walk.session.exposed
    assert not any(isinstance(what, EventTriggered) for what in outputs)


def test_the_strictest_of_two_stops_counts() -> None:
    """A headset that comes off in the tick of a pressed button does not turn the stop into a pause."""
    for order in (1, -1):
        walk = at("third_rung")
        stops = [Stop(by=HOST, via=StopVia.HEADSET_OFF), Stop(by=PATIENT, via=StopVia.BUTTON)][::order]
        walk.tick(*stops)
        assert walk.session.phase is Phase.RECOVERY


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_stop_by_fault_ends_as_a_fault(moment: str) -> None:
    """What was stopped because software failed is not filed as the patient's wish, unless the exposure was over."""
    walk = at(moment)
    walk.tick(Stop(by=HOST, via=StopVia.FAULT))
    walk.ready = True
    walk.until(Phase.ENDED)
    over = moment in ("recovery", "debrief")
    assert walk.last(VisitEnded).ending is (Ending.STOPPED if over else Ending.FAULT)


def test_a_stop_in_recovery_changes_nothing_that_is_true() -> None:
    """A visit that came to its natural end stays completed when the patient stops in the safe room afterwards."""
    walk = at("third_rung")
    walk.tick(EndVisit(by=DOCTOR))
    assert walk.session.phase is Phase.RECOVERY
    walk.tick(Stop(by=PATIENT, via=StopVia.LEFT_HAND))
    assert [one.verdict.rule for one in refusals(walk, Resume(by=DOCTOR))] == ["order"]
    walk.ready = True
    walk.until(Phase.ENDED)
    assert walk.last(VisitEnded).ending is Ending.COMPLETED


def test_the_window_is_closed() -> None:
    """A closed window takes a visit to its end in order, from wherever it is, in three inputs."""
    for moment in MOMENTS:
        walk = at(moment)
        end = EndVisit(by=HOST)
        walk.tick(Stop(by=HOST, via=StopVia.WINDOW_CLOSED), end, end)
        assert walk.session.ended, f"{moment}: {walk.session.phase.value}"
        assert isinstance(walk.last(VisitEnded), VisitEnded)


def test_no_step_after_the_end() -> None:
    """A session that has ended says so, naming what it was asked and what it is."""
    walk = at("debrief")
    walk.tick(EndVisit(by=HOST))
    assert walk.session.ended
    with pytest.raises(WrongState, match="step: expected a visit that has not ended, but the state is ended"):
        walk.session.step(LOOKING)


def test_nobody_is_offered_anything() -> None:
    """A Ready that answers no offer is refused, with the reason."""
    walk = at("third_rung")
    assert [one.verdict.plain for one in refusals(walk, Ready(by=PATIENT))] == ["Nothing is being offered."]


@pytest.mark.parametrize("mode", list(Mode))
def test_an_offer_is_answered_once(mode: Mode) -> None:
    """Two Readys in one tick take one step; the second finds nothing on offer."""
    walk = visit(briefing(plan={"mode": mode}), ready=False).wait(3)
    refused = refusals(walk, Ready(by=PATIENT), Ready(by=PATIENT))
    assert walk.session.phase is Phase.BASELINE
    assert [one.verdict.plain for one in refused] == ["Nothing is being offered."]
    assert len(refusals(walk, Ready(by=PATIENT))) == 1


def test_a_late_answer_counts() -> None:
    """A rating given after its question was taken away is a rating: recorded under its question, silence broken."""
    walk = at("first_rung")
    walk.answers = False
    while "rating_missed" not in walk.kinds():
        walk.wait(1)
    missed = [what for _, _, what in walk.outputs if what.kind == "rating_missed"]
    walk.tick(answered(Scale.SUDS, 85, missed[0].question))
    assert walk.last(RatingGiven).question == missed[0].question
    refused = refusals(walk, Next(by=DOCTOR))
    assert [one.verdict.rule for one in refused] == ["distress"]
    walk.wait(200)
    in_a_row = [what.in_a_row for _, _, what in walk.outputs if what.kind == "rating_missed"]
    assert in_a_row[:3] == [1, 1, 2]


def test_a_sickness_felt_before_is_a_baseline_and_only_then() -> None:
    """Sickness first rated inside counts from nothing: it may be the exposure's."""
    walk = visit(ratings={Scale.SICKNESS: 5}).on_the_ladder()
    walk.tick(answered(Scale.SICKNESS, 9))
    assert walk.session.phase is Phase.STEPS
    silent = visit(answers=False).until(Phase.STEPS)
    silent.tick(answered(Scale.SICKNESS, 9))
    assert silent.session.phase is Phase.RECOVERY


def test_risk_answers_are_flagged_once() -> None:
    """A risk answer raises its flag at once; what is no risk raises none."""
    walk = at("third_rung")
    walk.tick(InstrumentAnswered(instrument="phq-9", item=1, value=3, risk=False))
    assert "flag_raised" not in walk.kinds()
    walk.tick(InstrumentAnswered(instrument="phq-9", item=9, value=1, risk=True))
    raised = walk.last(FlagRaised)
    assert raised.sentence.format(**raised.inputs) == (
        "Question 9 of phq-9 was answered in a way that somebody has to look at first."
    )


def test_what_the_host_may_look_at() -> None:
    """Tick, phase, values and time left are those of the visit."""
    walk = at("third_rung")
    session = walk.session
    assert session.tick == len({tick for _, tick, _ in walk.outputs} | set(range(1, session.tick + 1)))
    assert session.values == {"height_m": 8, "rail_height_m": 1.1, "time_of_day": 11}
    assert session.minutes_left == pytest.approx(25 - session.tick / 5400)
    session.values["height_m"] = 60.0
    assert session.values["height_m"] == 8
    assert session.exposed


def test_outputs_are_numbered_in_order() -> None:
    """Numbers run from one without a gap, ticks never go back."""
    walk = at("debrief")
    assert [number for number, _, _ in walk.outputs] == list(range(1, len(walk.outputs) + 1))
    ticks = [tick for _, tick, _ in walk.outputs]
    assert ticks == sorted(ticks)


def test_an_answer_of_the_engine_to_no_question() -> None:
    """A decision nobody asked for, or one to an old question, changes nothing and is not taken."""
    walk = at("third_rung")
    stray = Decision(question=1, move=Move.DOWN, engine="e", rule="r", inputs={}, sentence="Because.")
    before = walk.session.intensity
    assert walk.tick(stray) == []
    assert walk.session.intensity == before


def test_another_environment_is_not_this_one() -> None:
    """That some other environment was loaded lets nobody in."""
    session = Session(briefing(), Walk().session._visit.environment)
    session.step(LOOKING, [EnvironmentLoaded(environment="cellar")])
    for _ in range(200):
        session.step(LOOKING)
    session.step(LOOKING, [Ready(by=PATIENT)])
    assert session.phase is Phase.BASELINE
    refused = [what for _, _, what in session.step(LOOKING, [Next(by=DOCTOR)])]
    assert [what.verdict.plain for what in refused if isinstance(what, CommandRefused)] == [
        "The environment is still being made ready."
    ]
