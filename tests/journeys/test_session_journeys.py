"""Whole visits without a picture: each phase in its order, and what becomes of a visit that does not go as planned."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.journeys.tasks import Practice, Shaky, failing_in
from tests.therapy.moments import DOCTOR, HOST, PATIENT, at, up, visit
from tests.therapy.practice import QuietTask, Walk, briefing, protocol, sample
from therapy.commands import (
    Actor,
    AskSuds,
    Calm,
    Command,
    EndVisit,
    Hold,
    Next,
    Previous,
    Ready,
    Release,
    ReportAdverseEvent,
    Resume,
    SetAdaptation,
    SetParameter,
    Severity,
    Stop,
    StopVia,
    TriggerEvent,
    Undo,
)
from therapy.directives import (
    Ask,
    AskEngine,
    ChangeParameter,
    Dismiss,
    Offer,
    Say,
    ShowEnvironment,
    ShowSafeRoom,
)
from therapy.errors import WrongState
from therapy.events import (
    AdaptationSet,
    AdverseEventReported,
    CommandRefused,
    DecisionTaken,
    Ending,
    EventTriggered,
    FaultRecorded,
    FlagRaised,
    GateOpened,
    Happened,
    Held,
    IntensityReached,
    MeasureTaken,
    ParameterApplied,
    ParameterChanged,
    Paused,
    PhaseEntered,
    RatingAsked,
    RatingGiven,
    Resumed,
    SafeRoomEntered,
    StepEntered,
    Stopped,
    VisitEnded,
)
from therapy.ladder import Ladder
from therapy.observations import (
    Answered,
    AnswerVia,
    Decision,
    LinkHeard,
    LinkSilent,
    Move,
    Scale,
    Shown,
    StageFailed,
)
from therapy.prescription import Adaptation, Mode
from therapy.protocol import (
    Bounds,
    ExpectancyGate,
    HabituationGate,
    Limits,
    Phase,
    Purpose,
    SuccessBandGate,
    TimeGate,
)
from therapy.sample import TICKS_PER_S

HOME = {"mode": Mode.HOME}


def told(walk: Walk, kind: type[Any]) -> list[Any]:
    """Everything of a kind that was put out so far."""
    return [what for _, _, what in walk.outputs if isinstance(what, kind)]


def refused(walk: Walk, command: Command) -> str | None:
    """The sentence with which a command is refused, or None."""
    verdicts = [what.verdict for _, _, what in walk.tick(command) if isinstance(what, CommandRefused)]
    assert len(verdicts) <= 1
    return verdicts[0].plain if verdicts else None


def suds(value: int) -> Answered:
    """Told to the therapist."""
    return Answered(question=0, scale=Scale.SUDS, value=value, via=AnswerVia.THERAPIST)


def steps(walk: Walk) -> list[int]:
    """Numbers of the steps entered so far."""
    return [entered.number for entered in told(walk, StepEntered)]


# The way through


def test_home_visit_from_start_to_end() -> None:
    """A patient at home who says ready climbs to the top, finishes, calms down and is done; every phase in order."""
    walk = Walk(briefing(plan=HOME), ratings={Scale.SUDS: 20})
    walk.until(Phase.ENDED, most_s=1800)
    assert [entered.phase for entered in told(walk, PhaseEntered)] == list(Phase)
    assert steps(walk) == [1, 2, 3, 4, 5, 6]
    assert {entered.by for entered in told(walk, StepEntered)} == {PATIENT}
    ended = walk.last(VisitEnded)
    assert (ended.ending, ended.verdict, ended.completed) == (Ending.COMPLETED, None, True)
    assert walk.kinds()[-3:] == ["visit_ended", "close_stage", "phase_entered"]


def test_supervised_visit_waits_for_the_therapist() -> None:
    """With a therapist who says nothing the patient stays on the first step until the time is over."""
    walk = Walk(briefing(plan={"adaptation": Adaptation.ADVISE}), ratings={Scale.SUDS: 20})
    walk.until(Phase.RECOVERY, most_s=1800)
    assert steps(walk) == [1]
    assert told(walk, GateOpened)
    assert told(walk, AskEngine)
    walk.until(Phase.ENDED)
    assert walk.last(VisitEnded).ending is Ending.COMPLETED


def test_baseline_takes_its_time() -> None:
    """Going in is offered when baseline ratings are given and half a minute has passed, not before."""
    walk = visit().until(Phase.BASELINE)
    start, walk.ready = walk.session.tick, False
    while walk.session._visit.conversation.offered is None:
        walk.tick()
    assert walk.session.tick - start == pytest.approx(30 * TICKS_PER_S, abs=2)
    assert {given.scale for given in told(walk, RatingGiven)} == {Scale.SUDS, Scale.SICKNESS}
    assert all(given.step is None for given in told(walk, RatingGiven))


def test_a_patient_who_says_nothing_at_all() -> None:
    """Without a single answer or Ready a visit still comes to its end, and nobody is taken into the exposure."""
    walk = visit(answers=False, ready=False).until(Phase.ENDED, most_s=1800)
    assert not told(walk, ShowEnvironment)
    assert walk.last(VisitEnded).ending is Ending.ENDED_BY_RULE
    assert not walk.last(VisitEnded).completed


# Recovery


def test_recovery_ends_when_distress_has_halved() -> None:
    """A SUDS of half the peak closes recovery at once."""
    walk = at("third_rung")
    walk.tick(suds(70))
    walk.tick(EndVisit(by=DOCTOR))
    walk.ratings[Scale.SUDS] = 36
    walk.wait(70)
    assert walk.last(PhaseEntered).phase is Phase.RECOVERY
    walk.tick(suds(35))
    assert walk.session.phase is Phase.DEBRIEF


def test_recovery_ends_after_three_calm_minutes() -> None:
    """A SUDS that does not halve closes recovery after three minutes in the safe room."""
    walk = at("third_rung")
    walk.tick(EndVisit(by=DOCTOR))
    began = walk.session.tick
    walk.until(Phase.DEBRIEF)
    assert walk.session.tick - began == 180 * TICKS_PER_S
    assert "not_settled" not in [raised.flag for raised in told(walk, FlagRaised)]


def test_a_second_recovery_starts_anew() -> None:
    """A rating of an earlier recovery does not close the one after a second stop."""
    walk = at("third_rung")
    walk.tick(Stop(by=PATIENT, via=StopVia.BUTTON))
    walk.tick(suds(25))
    walk.tick(Resume(by=DOCTOR))
    walk.wait(5)
    walk.tick(suds(80))
    walk.tick(Stop(by=PATIENT, via=StopVia.BUTTON))
    walk.wait(30)
    assert walk.session.phase is Phase.RECOVERY


def test_recovery_cut_short_is_flagged() -> None:
    """Who ends recovery before it has done its work leaves a flag for the therapist."""
    walk = at("recovery")
    walk.tick(EndVisit(by=PATIENT))
    assert walk.session.phase is Phase.DEBRIEF
    assert walk.last(FlagRaised).flag == "not_settled"


def test_debrief_waits_a_minute_at_most() -> None:
    """A patient who walks off during the last questions does not keep the visit open."""
    walk = at("debrief")
    walk.answers, began = False, walk.session.tick
    walk.until(Phase.ENDED)
    assert walk.session.tick - began <= 60 * TICKS_PER_S


# Pauses


@pytest.mark.parametrize("mode", list(Mode))
def test_pause_and_return_one_rung_lower(mode: Mode) -> None:
    """Who rests goes back in by an own Ready, one rung below, and climbs on from there."""
    walk = at("paused", mode=mode)
    assert walk.last(Paused).by is PATIENT
    walk.wait(2)
    assert walk.last(Offer).text == "If you like, we go on a little easier than before."
    assert refused(walk, Ready(by=PATIENT)) is None
    assert walk.session.exposed
    assert walk.last(Resumed).by is PATIENT
    assert steps(walk) == [1, 2, 3, 2]


def test_the_way_back_follows_what_was_met() -> None:
    """A step that was made easier by hand is left from there: the way back is not harder than the way out."""
    walk = at("third_rung")
    walk.tick(SetParameter(by=DOCTOR, name="height_m", value=1))
    walk.tick(Calm(by=PATIENT))
    walk.tick()
    walk.tick(Ready(by=PATIENT))
    assert walk.session.exposed
    assert steps(walk)[-1] == 1


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("by_command", [True, False])
def test_headset_off_and_on_again(mode: Mode, by_command: bool) -> None:
    """A headset that comes off pauses; put on again it finds the safe room, and a way back from the bottom."""
    walk = at("third_rung", mode=mode)
    walk.sample = sample(worn=False)
    walk.tick(*([Stop(by=HOST, via=StopVia.HEADSET_OFF)] if by_command else []))
    assert walk.session.phase is Phase.STEPS
    walk.wait(20)
    assert walk.session._visit.conversation.offering is None
    walk.sample = sample()
    walk.wait(1)
    assert refused(walk, Ready(by=PATIENT)) is None
    assert walk.session.exposed
    assert steps(walk)[-1] == 1


def test_nothing_is_offered_to_an_empty_headset() -> None:
    """While the headset is off no way back is offered, not even to break a silence."""
    walk = at("third_rung")
    walk.sample, walk.answers = sample(worn=False), False
    walk.tick()
    for _ in range(2):
        walk.tick(AskSuds(by=DOCTOR))
        walk.wait(31)
    walk.wait(5)
    assert walk.session._visit.facts.missed_run == 2
    assert walk.session._visit.conversation.offering is None


def test_the_therapists_pause_is_theirs_to_end() -> None:
    """A pause by the therapist offers the patient no way back; the therapist resumes."""
    walk = at("third_rung")
    walk.tick(Calm(by=DOCTOR))
    walk.wait(30)
    assert refused(walk, Ready(by=PATIENT)) == "Nothing is being offered."
    assert refused(walk, Resume(by=DOCTOR)) is None
    assert walk.last(Resumed).by is DOCTOR
    assert steps(walk)[-1] == 2


def test_the_therapist_takes_a_pause_over() -> None:
    """A patient's own pause becomes the therapist's when they ask for calm too: the offer goes, and stays away."""
    walk = at("paused")
    walk.wait(1)
    assert refused(walk, Calm(by=DOCTOR)) is None
    assert walk.last(Paused).by is DOCTOR
    assert refused(walk, Ready(by=PATIENT)) == "Nothing is being offered."
    assert isinstance(walk.outputs[-1].what, CommandRefused)
    assert refused(walk, Resume(by=DOCTOR)) is None


@pytest.mark.parametrize("mode", list(Mode))
def test_a_pause_in_distress_has_a_way_back(mode: Mode) -> None:
    """Paused at a SUDS of 90, the patient is asked again, and offered a way back once it has fallen, not before."""
    walk = at("third_rung", mode=mode)
    walk.tick(suds(90))
    walk.tick(Calm(by=PATIENT))
    walk.ratings[Scale.SUDS] = 85
    walk.wait(61)
    assert walk.last(RatingGiven).value == 85
    assert walk.session._visit.conversation.offering is None
    walk.ratings[Scale.SUDS] = 50
    walk.wait(61)
    assert refused(walk, Ready(by=PATIENT)) is None
    assert walk.session.exposed


def test_a_hand_that_was_too_fast_may_come_back() -> None:
    """A pause for too much speed ends like any other: what was too fast is over."""
    hasty = failing_in("step")
    hasty.step = lambda self, moment: (  # type: ignore[method-assign]
        (Happened(name="speed_ceiling", inputs={"speed_mps": 2.5}),) if moment.tick == 12_000 else ()
    )
    walk = visit(briefing(Purpose.REHABILITATION), task=hasty).on_the_ladder()
    while not told(walk, Paused):
        walk.tick()
    assert walk.last(Paused).verdict.plain == "The hand moved at 2.5 m/s, faster than prescribed; a pause."
    walk.wait(1)
    assert refused(walk, Ready(by=PATIENT)) is None
    assert walk.session.exposed


def test_silence_is_broken_by_a_ready() -> None:
    """A patient who left two questions unanswered is paused, and may come back by saying ready."""
    walk = at("third_rung")
    walk.answers = False
    while not told(walk, Paused):
        walk.tick()
    assert walk.last(Paused).verdict.rule == "distress"
    assert (
        refused(walk, Resume(by=DOCTOR))
        == "2 questions in a row were not answered; a pause in the safe room."
    )
    walk.wait(1)
    assert refused(walk, Ready(by=PATIENT)) is None
    assert walk.session.exposed


def test_a_pause_that_takes_too_long() -> None:
    """After five minutes of pause the visit goes to its end, by rule; it is not counted as done."""
    walk = at("paused")
    walk.until(Phase.RECOVERY, most_s=310)
    walk.ready = True
    walk.until(Phase.ENDED)
    ended = walk.last(VisitEnded)
    assert ended.ending is Ending.ENDED_BY_RULE
    assert ended.verdict is not None
    assert ended.verdict.plain == "The pause took more than 5 minutes; the visit ends."
    assert not ended.completed


def test_time_that_runs_out_in_a_pause() -> None:
    """A visit whose time is over while the patient rests has come to its natural end."""
    walk = visit(ready=True).until(Phase.STEPS)
    walk.ready = False
    walk.wait(20 * 60)
    walk.tick(Calm(by=PATIENT))
    walk.until(Phase.RECOVERY, most_s=200)
    walk.ready = True
    walk.until(Phase.ENDED)
    ended = walk.last(VisitEnded)
    assert (ended.ending, ended.verdict, ended.completed) == (Ending.COMPLETED, None, True)


def test_short_pauses_do_not_put_off_the_question_of_sickness() -> None:
    """However often the patient pauses, sickness is asked within its interval and half a minute."""
    walk = at("first_rung")
    asked, last = [], 0
    for _ in range(12):
        walk.wait(50)
        walk.tick(Calm(by=PATIENT))
        walk.tick()
        walk.tick(Ready(by=PATIENT))
        assert walk.session.exposed
    for _, tick, what in walk.outputs:
        if isinstance(what, Ask) and what.scale is Scale.SICKNESS:
            asked.append((tick - last) / TICKS_PER_S)
            last = tick
    assert len(asked) >= 3
    assert max(asked[1:]) <= 240 + 31


# Stops


def test_after_a_stop_the_ladder_begins_at_the_bottom() -> None:
    """The therapist can lead a patient back in after a stop, from the first step."""
    walk = at("recovery")
    assert refused(walk, Resume(by=DOCTOR)) is None
    assert walk.session.exposed
    assert steps(walk)[-1] == 1
    walk.wait(70)
    walk.tick(EndVisit(by=DOCTOR))
    walk.ready = True
    walk.until(Phase.ENDED)
    assert walk.last(VisitEnded).ending is Ending.COMPLETED


def test_at_home_nobody_leads_back_in_after_a_stop() -> None:
    """At home a stop is the end of the exposure."""
    walk = at("recovery", mode=Mode.HOME)
    assert refused(walk, Resume(by=DOCTOR)) == "At home it becomes harder only after the patient says ready."
    walk.ready = True
    walk.until(Phase.ENDED)
    assert walk.last(VisitEnded).ending is Ending.STOPPED
    assert [what.via for what in told(walk, Stopped)] == [StopVia.BUTTON]


@pytest.mark.parametrize("minutes", [1, 21])
def test_stopping_is_never_punished(minutes: int) -> None:
    """A visit stopped near its end counts as done; one stopped at its start does not, and says it was stopped."""
    walk = visit(ready=True).until(Phase.STEPS)
    walk.ready = False
    walk.wait(60 * minutes - 45)
    walk.tick(Stop(by=PATIENT, via=StopVia.BUTTON))
    walk.ready = True
    walk.until(Phase.ENDED)
    ended = walk.last(VisitEnded)
    assert ended.ending is Ending.STOPPED
    assert ended.completed == (minutes == 21)


# What the therapist may do


def test_next_and_previous() -> None:
    """One step up and one down, each recorded with who asked and why."""
    walk = at("third_rung")
    assert refused(walk, Next(by=DOCTOR)) is None
    entered = walk.last(StepEntered)
    assert (entered.number, entered.by, entered.rule) == (4, DOCTOR, "word")
    assert (
        entered.sentence.format(**entered.inputs)
        == "One step up, decided by therapist before its gate was open."
    )
    assert refused(walk, Next(by=DOCTOR)) == "The last change is still under way."
    assert refused(walk, Previous(by=DOCTOR)) is None
    assert walk.last(StepEntered).number == 3
    assert walk.session.values["height_m"] == 8


def test_the_ends_of_the_ladder() -> None:
    """There is nothing below the first step and nothing above the last."""
    walk = at("first_rung")
    assert refused(walk, Previous(by=DOCTOR)) == "This is the lowest step of the ladder."
    short = visit(briefing(plan={"highest_step": "step-1"})).on_the_ladder()
    assert refused(short, Next(by=DOCTOR)) == "This is the highest step of the ladder."


def test_hold_and_release() -> None:
    """Held, nothing rises, neither by word nor by hand; going down stays open; released, it goes on."""
    walk = at("third_rung")
    walk.tick(Hold(by=DOCTOR))
    assert walk.last(Held).holding
    assert refused(walk, Next(by=DOCTOR)) == "The therapist holds this level."
    rise = SetParameter(by=DOCTOR, name="rail_height_m", value=1.0)
    assert refused(walk, rise) == "The therapist holds this level."
    assert refused(walk, Previous(by=DOCTOR)) is None
    walk.wait(90)
    walk.tick(Release(by=DOCTOR))
    assert not walk.last(Held).holding
    assert refused(walk, Next(by=DOCTOR)) is None


@pytest.mark.parametrize("moment", ["briefing", "baseline", "recovery", "debrief", "paused"])
@pytest.mark.parametrize(
    "command",
    [
        Previous(by=DOCTOR),
        Previous(by=PATIENT),
        SetParameter(by=DOCTOR, name="height_m", value=1),
        TriggerEvent(by=DOCTOR, name="ball"),
        Undo(by=DOCTOR),
        Calm(by=PATIENT),
    ],
    ids=lambda command: f"{command.kind}-{command.by}",
)
def test_outside_the_exposure(moment: str, command: Command) -> None:
    """What is meant for the exposure is refused outside it, with the phase and where the patient is."""
    walk = at(moment)
    phase, presence = walk.session.phase.value, "paused" if moment == "paused" else "out"
    assert refused(walk, command) == (
        f"This needs the patient to be in the exposure. The visit is at: {phase}; the patient is {presence}."
    )
    assert not walk.session.exposed


@pytest.mark.parametrize("moment", ["briefing", "debrief", "baseline"])
def test_nothing_to_resume(moment: str) -> None:
    """There is no way in but through baseline, and no way back but from a pause or a stop."""
    walk = at(moment)
    assert refused(walk, Resume(by=DOCTOR)) is not None
    assert not walk.session.exposed


def test_set_parameter() -> None:
    """A hand's change is weighed like a step: gentle at once, harder in time, too far or unknown not at all."""
    walk = at("third_rung")
    assert refused(walk, SetParameter(by=DOCTOR, name="rail_height_m", value=1.3)) is None
    assert walk.session.values["rail_height_m"] == 1.3
    assert refused(walk, SetParameter(by=DOCTOR, name="height_m", value=61)) == (
        "height_m may be 0 to 60; 61 was asked for."
    )
    assert refused(walk, SetParameter(by=DOCTOR, name="width_m", value=1)) == (
        "There is no parameter width_m here; there are height_m, rail_height_m, time_of_day."
    )
    assert "Intensity may rise one step" in (
        refused(walk, SetParameter(by=DOCTOR, name="height_m", value=40)) or ""
    )
    walk.wait(61)
    assert refused(walk, SetParameter(by=DOCTOR, name="height_m", value=8.5)) is None
    assert 8 < walk.session.values["height_m"] < 8.001, "it has begun"
    changed = walk.last(ParameterChanged)
    assert (changed.old, changed.new, changed.by, changed.rule) == (8, 8.5, DOCTOR, "by_hand")
    walk.wait(30)
    assert walk.session.values["height_m"] == 8.5


def test_a_change_counts_as_applied_when_it_was_drawn() -> None:
    """The first frame that shows a change is recorded under the change's number, once."""
    walk = at("third_rung")
    walk.tick(SetParameter(by=DOCTOR, name="rail_height_m", value=1.3))
    output = walk.last(ParameterChanged).output
    number = next(one.number for one in reversed(walk.outputs) if isinstance(one.what, ChangeParameter))
    assert output == number
    walk.tick(Shown(output=output), Shown(output=output))
    assert told(walk, ParameterApplied) == [ParameterApplied(name="rail_height_m", output=output)]


def test_trigger_event() -> None:
    """An event is carried out and recorded; one that does not exist is refused with those that do."""
    walk = at("third_rung")
    assert refused(walk, TriggerEvent(by=DOCTOR, name="ball")) is None
    assert walk.last(EventTriggered).name == "ball"
    assert refused(walk, TriggerEvent(by=DOCTOR, name="storm")) == (
        "There is no event storm here; there are ball, gust, strobe."
    )


def test_ask_suds_now() -> None:
    """The therapist may ask at any time; asked twice it is one question."""
    walk = at("third_rung")
    walk.answers = False
    walk.tick(AskSuds(by=DOCTOR), AskSuds(by=DOCTOR))
    walk.tick(AskSuds(by=DOCTOR))
    last_two = [what for _, _, what in walk.outputs[-3:] if isinstance(what, RatingAsked)]
    assert [one.scale for one in last_two] == [Scale.SUDS]


def test_adverse_event() -> None:
    """A report is recorded and flagged; the patient may make it too."""
    walk = at("third_rung")
    walk.tick(ReportAdverseEvent(by=PATIENT, text="My neck hurts.", severity=Severity.MODERATE))
    assert walk.last(AdverseEventReported).text == "My neck hurts."
    assert walk.last(FlagRaised).inputs == {"severity": "moderate"}


def test_next_before_the_environment_is_there() -> None:
    """A therapist who wants to go in too early reads what is being waited for."""
    walk = visit(ready=True)
    walk.session.step(walk.sample)
    for _ in range(300):
        walk.session.step(walk.sample, [Ready(by=PATIENT)] if walk.session.phase is Phase.BRIEFING else [])
    assert walk.session.phase is Phase.BASELINE
    assert refused(walk, Next(by=DOCTOR)) == "The environment is still being made ready."


# The engine


def decision(walk: Walk, move: Move, sentence: str = "Because of {last}.") -> Decision:
    """An answer to the last question that the engine was asked."""
    number = next(one.number for one in reversed(walk.outputs) if isinstance(one.what, AskEngine))
    return Decision(question=number, move=move, engine="e", rule="r", inputs={"last": 20}, sentence=sentence)


def asked_engine(adaptation: Adaptation, mode: Mode = Mode.SUPERVISED) -> Walk:
    """On the third rung with the gate open, the engine just asked."""
    walk = at("third_rung", mode=mode, adaptation=Adaptation.OFF)
    walk.tick(SetAdaptation(by=DOCTOR, adaptation=adaptation))
    assert walk.last(AdaptationSet).adaptation == adaptation.value
    walk.tick(suds(20))
    return walk


@pytest.mark.parametrize("adaptation", [Adaptation.OFF, Adaptation.LOCKED])
def test_a_silent_engine(adaptation: Adaptation) -> None:
    """Off or locked, the engine is not even asked."""
    walk = asked_engine(adaptation)
    walk.wait(30)
    assert not told(walk, AskEngine)


def test_an_advising_engine() -> None:
    """Its advice is heard and recorded; the therapist decides."""
    walk = asked_engine(Adaptation.ADVISE)
    assert walk.last(AskEngine).gate_open
    assert walk.last(AskEngine).may_rise
    walk.tick(decision(walk, Move.UP))
    taken = walk.last(DecisionTaken)
    assert (taken.carried_out, taken.because) == (False, "The therapist decides.")
    walk.wait(5)
    assert not told(walk, Offer)[-1].text.startswith("You have stayed")
    assert steps(walk) == [1, 2, 3]


def test_an_advising_engine_at_home_keeps_nobody_waiting() -> None:
    """At home nobody reads an advice, so the gate decides and the patient says when."""
    walk = at("third_rung", mode=Mode.HOME, adaptation=Adaptation.ADVISE)
    walk.tick(suds(20))
    walk.wait(2)
    assert refused(walk, Ready(by=PATIENT)) is None
    assert steps(walk)[-1] == 4


def test_an_acting_engine_goes_up_when_the_patient_is_ready() -> None:
    """Up is an offer to the patient; taken, the step carries the engine's reason."""
    walk = asked_engine(Adaptation.ACT)
    walk.tick(decision(walk, Move.UP))
    assert walk.last(DecisionTaken).because == "The patient says when."
    walk.wait(1)
    assert steps(walk) == [1, 2, 3]
    assert refused(walk, Ready(by=PATIENT)) is None
    entered = walk.last(StepEntered)
    assert (entered.number, entered.by, entered.rule) == (4, Actor.ENGINE, "r")
    assert entered.sentence.format(**entered.inputs) == "Because of 20."


def test_an_acting_engine_goes_down_at_once_and_can_be_undone() -> None:
    """Down is carried out with its reason; the therapist takes it back when the level has been held long enough."""
    walk = asked_engine(Adaptation.ACT)
    walk.tick(decision(walk, Move.DOWN))
    assert walk.last(DecisionTaken).carried_out
    assert steps(walk)[-1] == 2
    assert (refused(walk, Undo(by=DOCTOR)) or "").startswith("The patient has been at this level for")
    walk.wait(61)
    assert refused(walk, Undo(by=DOCTOR)) is None
    assert steps(walk)[-1] == 3
    assert refused(walk, Undo(by=DOCTOR)) == "The engine has changed nothing that could be undone."


def test_undo_takes_back_only_what_the_engine_did_last() -> None:
    """Once somebody has moved the patient by word, there is nothing of the engine's left to undo."""
    walk = asked_engine(Adaptation.ACT)
    walk.tick(decision(walk, Move.UP))
    walk.tick()
    walk.tick(Ready(by=PATIENT))
    assert steps(walk)[-1] == 4
    undone = walk.copy()
    assert refused(undone, Undo(by=DOCTOR)) is None
    assert undone.last(StepEntered).rule == "undo"
    assert steps(undone)[-1] == 3
    walk.tick(Previous(by=DOCTOR))
    assert refused(walk, Undo(by=DOCTOR)) == "The engine has changed nothing that could be undone."


def test_an_engine_at_the_bottom() -> None:
    """Down from the first step is not claimed to have been done."""
    walk = at("first_rung", adaptation=Adaptation.ACT)
    walk.tick(suds(95))
    walk.tick(decision(walk, Move.DOWN))
    taken = walk.last(DecisionTaken)
    assert (taken.carried_out, taken.because) == (False, "This is the lowest step of the ladder.")


def test_an_engine_that_offers_what_no_rule_allows() -> None:
    """An engine that wants up at a SUDS of 80 is heard, and nothing is offered."""
    walk = asked_engine(Adaptation.ACT)
    walk.tick(suds(80))
    walk.tick(decision(walk, Move.UP))
    taken = walk.last(DecisionTaken)
    assert not taken.carried_out
    assert taken.because == "SUDS was {suds}; from 80 on nothing rises."
    walk.wait(2)
    assert walk.session._visit.conversation.offering is None


@pytest.mark.parametrize(
    "change", [SetAdaptation(by=DOCTOR, adaptation=Adaptation.LOCKED), Hold(by=DOCTOR), suds(85)], ids=str
)
def test_an_offer_is_taken_back_when_it_would_come_to_nothing(change: Any) -> None:
    """A patient is not left with an offer that a lock, a hold or a rule has made empty."""
    walk = asked_engine(Adaptation.ACT)
    walk.tick(decision(walk, Move.UP))
    walk.wait(1)
    assert walk.session._visit.conversation.offered is not None
    walk.tick(change)
    walk.wait(1.1)
    assert walk.session._visit.conversation.offering is None
    assert isinstance(
        [what for what in (one.what for one in walk.outputs) if isinstance(what, Offer | Dismiss)][-1],
        Dismiss,
    )


def test_an_answer_for_a_step_that_was_left() -> None:
    """What the engine makes of a step means nothing once the patient is out of it."""
    walk = asked_engine(Adaptation.ACT)
    answer = decision(walk, Move.DOWN)
    walk.tick(Calm(by=PATIENT))
    before = len(told(walk, DecisionTaken))
    walk.tick(answer)
    assert len(told(walk, DecisionTaken)) == before


def test_an_engine_that_never_answers_is_asked_again() -> None:
    """A question without an answer is put anew, not for ever waited for."""
    walk = asked_engine(Adaptation.ACT)
    walk.wait(70)
    assert len(told(walk, AskEngine)) >= 2


# Gates


def test_expectancy_is_asked_before_and_after() -> None:
    """A step that tests a belief asks it on arriving and after its time, and opens when belief has fallen."""
    gate = ExpectancyGate(feared_outcome="I will fall.", after_s=90, drop=20, at_most=10)
    plan = tuple(step.model_copy(update={"gate": gate}) for step in protocol().steps)
    walk = visit(briefing(protocol=protocol(steps=plan), plan=HOME), ratings={Scale.EXPECTANCY: 80})
    walk.on_the_ladder()
    questions = [what for what in told(walk, Ask) if what.scale is Scale.EXPECTANCY]
    assert [one.prompt.format(**one.inputs) for one in questions] == [
        "How sure are you that this will happen: I will fall."
    ]
    assert not told(walk, GateOpened)
    walk.ratings[Scale.EXPECTANCY] = 55
    walk.wait(30)
    opened = walk.last(GateOpened)
    assert opened.sentence.format(**opened.inputs) == "Belief in the feared outcome went from 80 to 55."


def test_an_open_question_of_belief_is_left_behind() -> None:
    """On the next step the question is put anew with that step's own fear, and an answer counts there."""
    steps_of = protocol().steps
    fears = ["I will fall.", "The rail will break.", "I will jump.", "It sways.", "I faint.", "I scream."]
    plan = tuple(
        step.model_copy(update={"gate": ExpectancyGate(feared_outcome=fear)})
        for step, fear in zip(steps_of, fears, strict=True)
    )
    walk = visit(briefing(protocol=protocol(steps=plan))).until(Phase.STEPS)
    walk.answers = False
    walk.wait(100)
    walk.tick(suds(30))
    while walk.session._visit.conversation.open_scale is not Scale.EXPECTANCY:
        walk.tick()
    assert walk.last(Ask).inputs == {"feared_outcome": fears[0]}
    assert refused(walk, Next(by=DOCTOR)) is None
    walk.tick()
    assert walk.session._visit.conversation.open_scale is Scale.EXPECTANCY
    assert walk.last(Ask).inputs == {"feared_outcome": fears[1]}


def test_rehabilitation_rests_between_steps() -> None:
    """After a good run of trials the next step is offered as a rest; only the patient's Ready ends it."""
    band = SuccessBandGate(window=5)
    plan = tuple(step.model_copy(update={"gate": band}) for step in protocol(Purpose.REHABILITATION).steps)
    brief = briefing(Purpose.REHABILITATION, protocol=protocol(Purpose.REHABILITATION, steps=plan), plan=HOME)
    walk = visit(brief, task=Practice).on_the_ladder()
    assert walk.last(GateOpened).gate == "success_band"
    assert walk.last(Offer).text == "Well done. Rest as long as you like; we go on when you say so."
    assert steps(walk) == [1]
    assert refused(walk, Ready(by=PATIENT)) is None
    assert steps(walk) == [1, 2]
    poor = visit(brief, task=lambda: Practice(0.5)).on_the_ladder()
    poor.wait(60)
    assert not told(poor, GateOpened)


def test_in_rehabilitation_the_therapists_next_is_an_offer() -> None:
    """The therapist proposes, the patient ends the rest; what a rule forbids is not even proposed."""
    walk = visit(briefing(Purpose.REHABILITATION), task=Practice).on_the_ladder()
    assert refused(walk, Next(by=DOCTOR)) is None
    walk.wait(1)
    assert steps(walk) == [1]
    assert refused(walk, Ready(by=PATIENT)) is None
    assert (steps(walk), walk.last(StepEntered).by) == ([1, 2], DOCTOR)
    assert refused(walk, Next(by=DOCTOR)) == "The last change is still under way."


def test_rehabilitation_asks_for_pain_and_tiredness() -> None:
    """A movement visit asks for pain before, during and after, and for tiredness at the end."""
    walk = visit(briefing(Purpose.REHABILITATION, plan=HOME), task=Practice)
    walk.until(Phase.ENDED, most_s=1800)
    asked = [what.scale for what in told(walk, Ask)]
    assert asked.count(Scale.PAIN) >= 4
    assert asked[-2:] == [Scale.PAIN, Scale.FATIGUE]


# The prescription


def test_warm_up() -> None:
    """Steps before the one where work begins take a minute each, and say that they are a warm-up."""
    walk = visit(briefing(plan={**HOME, "start_step": "step-3"}), ratings={Scale.SUDS: 60})
    walk.until(Phase.RECOVERY, most_s=1800)
    entered = told(walk, StepEntered)
    assert [(one.number, one.warm_up) for one in entered] == [(1, True), (2, True), (3, False)]
    assert [one.gate for one in told(walk, GateOpened)] == ["time", "time"]


def test_the_highest_step_is_the_top() -> None:
    """Where the ladder was cut the patient is offered to finish."""
    walk = visit(briefing(plan={**HOME, "highest_step": "step-2"}), ratings={Scale.SUDS: 20})
    walk.until(Phase.ENDED, most_s=1800)
    assert steps(walk) == [1, 2]
    assert "You have reached the top of your ladder. Finish whenever you like." in [
        what.text for what in told(walk, Offer)
    ]
    assert walk.last(VisitEnded).completed


def test_prescribed_limits_hold_whoever_asks() -> None:
    """No step and no hand leads past a prescribed limit; the ladder is shorter by what it made equal."""
    limits = {"height_m": Bounds(highest=6), "rail_height_m": Bounds(lowest=1.1)}
    walk = visit(briefing(plan={**HOME, "limits": limits}), ratings={Scale.SUDS: 20})
    walk.until(Phase.STEPS)
    walk.wait(70)
    assert refused(walk, SetParameter(by=DOCTOR, name="height_m", value=7)) == (
        "height_m may be 0 to 6; 7 was asked for."
    )
    walk.until(Phase.ENDED, most_s=1800)
    assert steps(walk) == [1, 2, 3]
    ends = [what.end for what in told(walk, ChangeParameter) if what.name == "height_m"]
    assert max(ends) == 6


# Software that fails


@pytest.mark.parametrize("error", [lambda: ValueError("no such thing"), lambda: WrongState("a", "b", "c")])
@pytest.mark.parametrize(
    ("method", "trouble"),
    [
        ("enter", []),
        ("step", []),
        ("trigger", [TriggerEvent(by=DOCTOR, name="ball")]),
        ("leave", [Next(by=DOCTOR)]),
        ("leave", [Calm(by=PATIENT)]),
        ("leave", [Stop(by=PATIENT, via=StopVia.BUTTON)]),
        ("leave", [Stop(by=HOST, via=StopVia.HEADSET_OFF)]),
        ("leave", [EndVisit(by=DOCTOR)]),
        ("leave", [LinkSilent(seconds=10)]),
    ],
)
def test_a_task_that_fails(method: str, trouble: Sequence[Any], error: Any) -> None:
    """Whatever part of a task throws, and whenever: safe room, fault recorded, visit ended in order, never back in."""
    walk = visit(task=failing_in(method, error))
    walk.until(Phase.STEPS if trouble else Phase.RECOVERY)
    walk.ready = False
    walk.wait(70)
    if trouble:
        assert walk.session.exposed
        outputs = walk.tick(*trouble)
        assert any(isinstance(one.what, ShowSafeRoom) for one in outputs)
    assert len(told(walk, FaultRecorded)) == 1
    assert walk.last(FaultRecorded).what.startswith(type(error()).__name__)
    assert walk.session.phase is Phase.RECOVERY
    assert not walk.session.exposed
    assert refused(walk, Resume(by=DOCTOR)) is not None
    shown = len(told(walk, ShowEnvironment))
    walk.ready = True
    walk.until(Phase.ENDED)
    assert len(told(walk, ShowEnvironment)) == shown
    assert walk.last(VisitEnded).ending is Ending.FAULT


def test_a_task_that_fails_when_a_rule_leads_down() -> None:
    """A step down for too much distress that fails becomes the safe room."""

    class Third(QuietTask):
        times = 0

        def enter(self, step: Any, moment: Any) -> tuple[()]:
            self.times += 1
            if self.times == 3:
                raise ValueError("no way down")
            return ()

    walk = up(visit(task=Third).on_the_ladder())
    assert walk.session.exposed
    walk.tick(suds(95))
    walk.tick(suds(95))
    assert walk.session.phase is Phase.RECOVERY
    assert len(told(walk, FaultRecorded)) == 1


def test_a_fault_after_a_stop_is_still_a_fault() -> None:
    """A resume into a task that fails ends as a fault, not as if nothing had been."""

    class SecondTime(failing_in("step")):  # type: ignore[misc]
        times = 0

        def enter(self, step: Any, moment: Any) -> tuple[()]:
            self.times += 1
            if self.times > 1:
                raise OSError("gone")
            return ()

        def step(self, moment: Any) -> tuple[()]:
            return ()

    walk = visit(task=SecondTime).on_the_ladder()
    walk.tick(Stop(by=PATIENT, via=StopVia.BUTTON))
    walk.tick(Resume(by=DOCTOR))
    assert walk.last(FaultRecorded).what == "OSError: gone"
    walk.ready = True
    walk.until(Phase.ENDED)
    assert walk.last(VisitEnded).ending is Ending.FAULT


def test_an_environment_that_cannot_say_how_intense_it_is() -> None:
    """An intensity that throws inside ends in the safe room."""
    tower = Shaky()
    walk = Walk(environment=tower).on_the_ladder()
    tower.failing = True
    walk.tick(Next(by=DOCTOR))
    assert walk.session.phase is Phase.RECOVERY
    assert walk.last(FaultRecorded).what == "ZeroDivisionError: float division by zero"
    assert walk.session.intensity == 0
    walk.ready = True
    walk.until(Phase.ENDED)
    assert walk.last(VisitEnded).ending is Ending.FAULT


def test_an_environment_that_cannot_be_prepared() -> None:
    """A task that cannot even be made ends the visit before any exposure."""

    def none() -> Any:
        raise MemoryError("too big")

    walk = visit(task=none).until(Phase.ENDED)
    assert not told(walk, ShowEnvironment)
    assert walk.last(VisitEnded).ending is Ending.FAULT


@pytest.mark.parametrize("moment", ["briefing", "baseline", "third_rung", "paused", "recovery", "debrief"])
def test_a_stage_that_fails(moment: str) -> None:
    """A stage that fails at any moment: no exposure any more, and the end is a fault's."""
    walk = at(moment)
    walk.tick(StageFailed(what="OSError: gone"))
    assert not walk.session.exposed
    shown = len(told(walk, ShowEnvironment))
    walk.ready = True
    walk.until(Phase.ENDED)
    assert len(told(walk, ShowEnvironment)) == shown
    assert walk.last(VisitEnded).ending is Ending.FAULT


# What holds everywhere


def test_a_link_that_comes_back() -> None:
    """A silent link holds the level, then pauses; heard again, the patient may go on."""
    walk = at("third_rung")
    walk.tick(LinkSilent(seconds=3))
    assert (refused(walk, SetParameter(by=DOCTOR, name="time_of_day", value=12)) or "").endswith(
        "everything holds."
    )
    walk.tick(LinkSilent(seconds=10))
    assert not walk.session.exposed
    walk.wait(2)
    assert walk.session._visit.conversation.offering is None
    walk.tick(LinkHeard())
    walk.wait(1)
    assert refused(walk, Ready(by=PATIENT)) is None
    assert walk.session.exposed


def test_intensity_is_zero_whenever_the_safe_room_is_shown() -> None:
    """Each time the safe room is entered the record says that intensity is 0."""
    walk = at("third_rung")
    walk.tick(Calm(by=PATIENT))
    entered = [number for number, _, what in walk.outputs if isinstance(what, SafeRoomEntered)]
    for number in entered:
        after = walk.outputs[number].what
        assert isinstance(after, IntensityReached)
        assert after.intensity == 0


def test_measures_are_handed_in_before_a_step_is_left() -> None:
    """What a task measured on a step is recorded before the next step begins, and before the safe room."""

    class Measuring(failing_in("trigger")):  # type: ignore[misc]
        def leave(self, moment: Any) -> tuple[MeasureTaken]:
            return (MeasureTaken(name="gaze_share", value=0.5, unit="1"),)

    walk = visit(task=Measuring).on_the_ladder()
    up(walk)
    walk.tick(Calm(by=PATIENT))
    order = [kind for kind in walk.kinds() if kind in ("step_entered", "measure_taken", "safe_room_entered")]
    assert order == ["step_entered", "measure_taken", "step_entered", "measure_taken", "safe_room_entered"]


def test_suds_goes_on_through_steps() -> None:
    """On every step SUDS is asked half a minute after arriving, and then at its interval."""
    walk = at("first_rung")
    up(walk)
    walk.wait(150)
    arrived = [tick for _, tick, what in walk.outputs if isinstance(what, IntensityReached)][-1]
    asked = [tick for _, tick, what in walk.outputs if isinstance(what, Ask) and what.scale is Scale.SUDS]
    assert [tick - arrived for tick in asked if tick > arrived] == [30 * TICKS_PER_S, 150 * TICKS_PER_S]


def test_the_plan_limits_the_minutes() -> None:
    """A short plan ends exposure so that recovery and debrief still fit."""
    walk = visit(briefing(protocol=protocol(limits=Limits(minutes=6))), ready=True).until(Phase.STEPS)
    walk.until(Phase.RECOVERY, most_s=360)
    assert walk.session.tick == pytest.approx(5 * 60 * TICKS_PER_S, abs=2)
    assert all(isinstance(step.gate, HabituationGate) for step in protocol().steps)


def test_a_rung_of_the_ladder_is_what_is_shown() -> None:
    """The values on a step are the rung's, and the intensity recorded is the environment's."""
    walk = at("third_rung")
    brief = walk.session.briefing
    rung = Ladder(walk.session._visit.environment, brief.protocol, brief.prescription).rungs[2]
    assert walk.session.values == rung.values
    assert walk.session.intensity == rung.intensity
    assert walk.last(IntensityReached).intensity == round(rung.intensity, 4)
    assert walk.last(Say).text == rung.step.patient_text
    assert not isinstance(rung.step.gate, TimeGate)
