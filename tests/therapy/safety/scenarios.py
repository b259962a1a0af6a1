"""For every rule, what a patient must never meet. Each scenario fails when its rule is gone (see test_rules.py)."""

from collections.abc import Callable, Sequence

from tests.therapy.practice import Walk, briefing, sample
from therapy import safety
from therapy.briefing import Condition, Consent, History, Room, Screening
from therapy.commands import (
    Actor,
    Calm,
    ConfirmRemote,
    ConfirmSupport,
    Next,
    RemoteCheck,
    Resume,
    SetParameter,
    Stop,
    StopVia,
    TriggerEvent,
)
from therapy.directives import AskEngine, ShowSafeRoom
from therapy.events import (
    CommandRefused,
    DecisionTaken,
    Ending,
    FlagRaised,
    Happened,
    Paused,
    StepEntered,
    VisitEnded,
)
from therapy.observations import Answered, AnswerVia, Decision, InstrumentAnswered, LinkSilent, Move, Scale
from therapy.ports import Moment
from therapy.prescription import Adaptation, Mode
from therapy.protocol import Phase, Purpose

Rules = Sequence[safety.Rule]
Scenario = Callable[[Rules], None]
DOCTOR = Actor.THERAPIST


def refused_to_begin(rules: Rules, **changes: object) -> None:
    """The visit ends in its first tick."""
    plan = changes.pop("plan", None)
    walk = Walk(briefing(plan=plan, **changes), rules=rules)  # type: ignore[arg-type]
    walk.tick()
    assert walk.session.ended
    assert walk.last(VisitEnded).ending is Ending.REFUSED


def inside(rules: Rules, **options: object) -> Walk:
    """On the first rung, ready for the next."""
    return Walk(rules=rules, **options).on_the_ladder()  # type: ignore[arg-type]


def higher(rules: Rules, **options: object) -> Walk:
    """On the second rung, long enough for the third."""
    walk = inside(rules, **options)
    walk.tick(Next(by=DOCTOR))
    return walk.wait(90)


def distressed(suds: int) -> Answered:
    """A rating given unasked, told to the therapist."""
    return Answered(question=0, scale=Scale.SUDS, value=suds, via=AnswerVia.THERAPIST)


def no_screening(rules: Rules) -> None:
    """Rule 1: without a screening nobody starts."""
    refused_to_begin(rules, screening=None)


def no_consent(rules: Rules) -> None:
    """Rule 1: without consent nobody starts."""
    refused_to_begin(rules, consent=None)


def old_screening(rules: Rules) -> None:
    """Rule 1: a screening of 91 days ago is too old."""
    refused_to_begin(rules, screening=Screening(signed_by="Dr Example", signed_on="2025-12-01"))


def epilepsy(rules: Rules) -> None:
    """Rule 1: a hard finding blocks whatever reason is written beside it."""
    reasons = {Condition.EPILEPSY: "They insist."}
    screening = Screening(
        signed_by="Dr Example", signed_on="2026-03-01", present=(Condition.EPILEPSY,), reasons=reasons
    )
    refused_to_begin(rules, screening=screening)


def migraine_without_reason(rules: Rules) -> None:
    """Rule 1: a conditional finding needs a clinician's reason."""
    screening = Screening(signed_by="Dr Example", signed_on="2026-03-01", present=(Condition.MIGRAINE,))
    refused_to_begin(rules, screening=screening)


def stop_by_button(rules: Rules) -> None:
    """Rule 2: a stop shows the safe room in the same tick and leaves intensity 0."""
    walk = higher(rules)
    outputs = walk.tick(Stop(by=Actor.PATIENT, via=StopVia.BUTTON))
    assert any(isinstance(what, ShowSafeRoom) for _, _, what in outputs)
    assert walk.session.intensity == 0
    assert not walk.session.exposed


def headset_off(rules: Rules) -> None:
    """Rule 2: taking the headset off is a stop, even if nothing but the sample says so."""
    walk = higher(rules)
    walk.sample = sample(worn=False)
    walk.tick()
    assert not walk.session.exposed


def headset_off_while_resting(rules: Rules) -> None:
    """Rule 2: a headset that comes off during a pause leads back to the bottom of the ladder, as any stop does."""
    walk = higher(rules)
    walk.tick(Next(by=DOCTOR))
    walk.wait(90)
    walk.tick(Calm(by=DOCTOR))
    walk.sample = sample(worn=False)
    walk.tick()
    walk.sample = sample()
    walk.tick(Resume(by=DOCTOR))
    assert walk.last(StepEntered).number == 1


def link_cut(rules: Rules) -> None:
    """Rule 3: ten seconds without the therapist's link end in the safe room."""
    walk = higher(rules)
    walk.tick(LinkSilent(seconds=10))
    assert not walk.session.exposed


def link_quiet(rules: Rules) -> None:
    """Rule 3: half a second without a beat, and nothing rises."""
    walk = higher(rules)
    walk.tick(LinkSilent(seconds=0.5))
    walk.tick(Next(by=DOCTOR))
    assert walk.last(CommandRefused).verdict.rule == "watchdog"
    assert walk.session.exposed


def link_quiet_in_distress(rules: Rules) -> None:
    """Rule 3: at a SUDS of 80 a silent link means the safe room at once."""
    walk = higher(rules)
    walk.tick(distressed(80))
    walk.tick(LinkSilent(seconds=0.5))
    assert not walk.session.exposed


def tracking_lost(rules: Rules) -> None:
    """Rule 3: half a second without tracking pauses."""
    walk = higher(rules)
    walk.sample = sample(tracked=False)
    walk.wait(0.6)
    assert not walk.session.exposed


def two_steps_at_once(rules: Rules) -> None:
    """Rule 4: a parameter set by hand may not lead more than one rung up."""
    walk = inside(rules)
    walk.tick(SetParameter(by=DOCTOR, name="height_m", value=20))
    assert walk.last(CommandRefused).verdict.rule == "step_limiter"
    assert walk.session.values["height_m"] == 0


def past_the_hard_limit(rules: Rules) -> None:
    """Rule 4: no value passes a hard limit."""
    walk = inside(rules)
    walk.tick(SetParameter(by=DOCTOR, name="time_of_day", value=99))
    walk.wait(60)
    assert walk.session.values["time_of_day"] <= 21


def too_soon(rules: Rules) -> None:
    """Rule 4: a minute lies between two rises."""
    walk = inside(rules)
    walk.tick(Next(by=DOCTOR))
    walk.wait(30)
    walk.tick(Next(by=DOCTOR))
    assert walk.last(CommandRefused).verdict.rule == "step_limiter"


def gust_without_consent(rules: Rules) -> None:
    """Rule 4: what comes without warning needs consent given before."""
    walk = inside(rules)
    walk.tick(TriggerEvent(by=DOCTOR, name="gust"))
    assert walk.last(CommandRefused).verdict.rule == "step_limiter"


def home_without_ready(rules: Rules) -> None:
    """Rule 4: at home nobody but the patient's own ready leads up."""
    walk = Walk(briefing(plan={"mode": Mode.HOME}), rules=rules).on_the_ladder()
    walk.tick(Next(by=DOCTOR))
    assert walk.last(CommandRefused).verdict.rule == "step_limiter"


def silent_patient(rules: Rules) -> None:
    """Rule 5: two questions without an answer lead to the safe room."""
    walk = inside(rules)
    walk.answers = False
    walk.wait(400)
    assert walk.last(Paused).verdict.rule == "distress"


def distress_80(rules: Rules) -> None:
    """Rule 5: at SUDS 80 nothing rises."""
    walk = inside(rules)
    walk.tick(distressed(80))
    walk.tick(Next(by=DOCTOR))
    assert walk.last(CommandRefused).verdict.rule == "distress"


def distress_90_twice(rules: Rules) -> None:
    """Rule 5: SUDS 90 twice leads one step down."""
    walk = higher(rules)
    before = walk.session.intensity
    walk.ratings[Scale.SUDS] = 95
    walk.wait(300)
    assert walk.session.intensity < before
    assert walk.last(StepEntered).rule == "distress"


def distress_90_three_times_at_home(rules: Rules) -> None:
    """Rule 5: a third SUDS of 90 ends a visit at home."""
    brief = briefing(plan={"mode": Mode.HOME})
    walk = Walk(brief, rules=rules)
    walk.until(Phase.STEPS).wait(250)
    walk.ready = False
    walk.ratings[Scale.SUDS] = 95
    walk.wait(500)
    assert walk.session.phase in (Phase.RECOVERY, Phase.DEBRIEF, Phase.ENDED)
    walk.until(Phase.ENDED)
    assert walk.last(VisitEnded).ending is Ending.ENDED_BY_RULE


def sick_10(rules: Rules) -> None:
    """Rule 6: a sickness of 10 pauses."""
    walk = Walk(rules=rules, ratings={Scale.SICKNESS: 6}).on_the_ladder()
    walk.ratings[Scale.SICKNESS] = 10
    walk.wait(245)
    assert walk.last(Paused).verdict.rule == "sickness"


def sick_rise_of_8(rules: Rules) -> None:
    """Rule 6: a rise of 8 ends the visit."""
    walk = inside(rules)
    walk.ratings[Scale.SICKNESS] = 8
    walk.wait(245)
    assert walk.session.phase is not Phase.STEPS


def sick_yesterday(rules: Rules) -> None:
    """Rule 6: no visit at home within a day of sickness."""
    refused_to_begin(rules, plan={"mode": Mode.HOME}, history=History(sick_within_24_h=True))


def first_visit_is_short(rules: Rules) -> None:
    """Rule 7: the first time takes five minutes in all."""
    walk = Walk(briefing(history=History()), rules=rules)
    walk.until(Phase.RECOVERY, most_s=5 * 60)


def thirty_minutes(rules: Rules) -> None:
    """Rule 7: a second exposure on one day is one too many."""
    refused_to_begin(rules, history=History(exposures_today=1, longest_tolerated_min=20))


def no_break(rules: Rules) -> None:
    """Rule 7: ten minutes of break lie between visits."""
    refused_to_begin(rules, history=History(minutes_since_last_visit=4))


def strobe(rules: Rules) -> None:
    """Rule 8: no more than three flashes in a second."""
    walk = inside(rules)
    walk.tick(TriggerEvent(by=DOCTOR, name="strobe"))
    walk.tick(TriggerEvent(by=DOCTOR, name="strobe"))
    assert walk.last(CommandRefused).verdict.rule == "light"


def pain(rules: Rules) -> None:
    """Rule 11: pain of 7 ends a movement task."""
    walk = Walk(briefing(Purpose.REHABILITATION), rules=rules).on_the_ladder()
    walk.ratings[Scale.PAIN] = 7
    walk.wait(300)
    assert walk.session.phase is not Phase.STEPS


def fall(rules: Rules) -> None:
    """Rule 11: a head that drops as in a fall ends the exposure."""
    walk = inside(rules)
    for step in range(15):
        walk.sample = sample(y_m=1.2 - 0.03 * step)
        walk.tick()
    assert not walk.session.exposed


class HastyTask:
    """A task whose patient moves faster than prescribed."""

    def __init__(self) -> None:
        self.hasty = False

    def enter(self, step: object, moment: Moment) -> tuple[()]:
        """Nothing."""
        return ()

    def step(self, moment: Moment) -> Sequence[Happened]:
        """Too fast a minute after the start."""
        if self.hasty or moment.tick < 9000:
            return ()
        self.hasty = True
        return (Happened(name="speed_ceiling", inputs={"speed_mps": 2.5}),)

    def trigger(self, event: str, moment: Moment) -> tuple[()]:
        """Nothing."""
        return ()

    def leave(self, moment: Moment) -> tuple[()]:
        """Nothing."""
        return ()


def too_fast(rules: Rules) -> None:
    """Rule 11: a hand over its speed ceiling pauses the task."""
    from tests.therapy.practice import Tower

    walk = Walk(briefing(Purpose.REHABILITATION), environment=Tower(HastyTask), rules=rules).on_the_ladder()
    walk.wait(10)
    assert walk.last(Paused).verdict.rule == "movement"


def risk_at_home(rules: Rules) -> None:
    """Rule 14: an unreviewed risk answer blocks exposure at home."""
    refused_to_begin(rules, plan={"mode": Mode.HOME}, history=History(open_risk_flags=("phq-9:9",)))


def risk_before_all_else(rules: Rules) -> None:
    """Rule 14: with a therapist, nothing rises until a risk answer was seen."""
    walk = inside(rules)
    walk.tick(InstrumentAnswered(instrument="phq-9", item=9, value=2, risk=True))
    assert walk.last(FlagRaised).flag == "phq-9:9"
    walk.tick(Next(by=DOCTOR))
    assert walk.last(CommandRefused).verdict.rule == "risk"


def engine_without_reason(rules: Rules) -> None:
    """Rule 15: an engine that gives no reason changes nothing."""
    walk = Walk(briefing(plan={"adaptation": Adaptation.ACT}), rules=rules)
    walk.until(Phase.STEPS)
    walk.ready = False
    walk.wait(70)
    walk.tick(Next(by=DOCTOR))
    walk.wait(60)
    question = next(number for number, _, what in reversed(walk.outputs) if isinstance(what, AskEngine))
    decision = Decision(question=question, move=Move.DOWN, engine="e", rule="r", inputs={}, sentence="")
    walk.tick(decision)
    assert not walk.last(DecisionTaken).carried_out


def small_room(rules: Rules) -> None:
    """Rule 17: the free floor must be big enough."""
    refused_to_begin(rules, room=Room(width_m=0.8, depth_m=3))


def out_of_bounds(rules: Rules) -> None:
    """Rule 17: a patient who leaves the free floor is paused."""
    walk = Walk(briefing(room=Room(width_m=2, depth_m=2)), rules=rules).on_the_ladder()
    walk.sample = sample(x_m=1.05)
    walk.wait(0.3)
    assert not walk.session.exposed


def standing_alone(rules: Rules) -> None:
    """Rule 17: standing near an edge needs somebody there."""
    brief = briefing(plan={"seated": False}, room=Room(width_m=3, depth_m=3))
    walk = Walk(brief, rules=rules)
    walk.wait(200)
    walk.tick(Next(by=DOCTOR))
    assert walk.session.phase is Phase.BASELINE
    walk.tick(ConfirmSupport(by=DOCTOR))
    walk.until(Phase.STEPS)


def nobody_to_call(rules: Rules) -> None:
    """A therapist elsewhere goes in with nobody before voice, place and emergency contact are confirmed."""
    walk = Walk(briefing(plan={"mode": Mode.REMOTE}), rules=rules)
    walk.wait(200)
    for check in RemoteCheck:
        walk.tick(Next(by=DOCTOR))
        assert walk.session.phase is Phase.BASELINE
        walk.tick(ConfirmRemote(by=DOCTOR, check=check))
    walk.tick(Next(by=DOCTOR))
    walk.until(Phase.STEPS)


def consented(rules: Rules) -> None:
    """Rule 1 lets everyone else begin: a reason given, a form of 90 days ago."""
    screening = Screening(
        signed_by="Dr Example",
        signed_on="2025-12-02",
        present=(Condition.MIGRAINE,),
        reasons={Condition.MIGRAINE: "Rare, and never from screens."},
    )
    walk = Walk(
        briefing(screening=screening, consent=Consent(signed_by="Heron", signed_on="2025-01-01")), rules=rules
    )
    walk.tick()
    assert walk.session.phase is Phase.BRIEFING


SCENARIOS: dict[str, tuple[Scenario, ...]] = {
    "screening": (no_screening, no_consent, old_screening, epilepsy, migraine_without_reason),
    "stop": (stop_by_button, headset_off, headset_off_while_resting),
    "watchdog": (link_cut, link_quiet, link_quiet_in_distress, tracking_lost),
    "step_limiter": (
        two_steps_at_once,
        past_the_hard_limit,
        too_soon,
        gust_without_consent,
        home_without_ready,
    ),
    "distress": (silent_patient, distress_80, distress_90_twice, distress_90_three_times_at_home),
    "sickness": (sick_10, sick_rise_of_8, sick_yesterday),
    "time": (first_visit_is_short, thirty_minutes, no_break),
    "light": (strobe,),
    "movement": (pain, fall, too_fast),
    "risk": (risk_at_home, risk_before_all_else),
    "engine_bounds": (engine_without_reason,),
    "room_and_falls": (small_room, out_of_bounds, standing_alone),
    "remote": (nobody_to_call,),
}
"""Scenarios by the name of the rule they need."""
