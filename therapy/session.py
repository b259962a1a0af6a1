"""One visit as a deterministic state machine: a tick's sample and inputs go in, events and directives come out.

`Session` holds no clock, file, socket, thread or unseeded random number. Everything it decides follows from its
briefing, its environment and what it was fed, so that a stored record replays to the same bytes.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from therapy import safety
from therapy.briefing import Briefing
from therapy.calibration import Calibrator
from therapy.climb import Climb, Presence
from therapy.commands import (
    AcknowledgeFlag,
    Actor,
    AddNote,
    AskSuds,
    Calm,
    Command,
    ConfirmSupport,
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
    Stop,
    StopVia,
    TriggerEvent,
    Undo,
)
from therapy.conversation import FINISH, READY, YES, Conversation, Purpose
from therapy.directives import CloseStage, Directive, LoadEnvironment, Say, ShowSafeRoom
from therapy.errors import WrongState
from therapy.events import (
    AdaptationSet,
    AdverseEventReported,
    Calibrated,
    CommandRefused,
    Ending,
    Event,
    FaultRecorded,
    FlagAcknowledged,
    FlagRaised,
    Held,
    IntensityReached,
    NoteTaken,
    Output,
    Paused,
    PhaseEntered,
    RatingGiven,
    RatingMissed,
    Resumed,
    RuleApplied,
    SafeRoomEntered,
    Stopped,
    SupportConfirmed,
    Verdict,
    VisitEnded,
)
from therapy.observations import (
    Answered,
    Decision,
    EnvironmentLoaded,
    HeartRate,
    InstrumentAnswered,
    LinkHeard,
    LinkSilent,
    Observation,
    RoomKnown,
    Scale,
    Shown,
    StageFailed,
)
from therapy.ports import Environment
from therapy.protocol import Phase
from therapy.protocol import Purpose as Plan
from therapy.safety import Envelope, Facts, Response
from therapy.sample import TICKS_PER_S, Pose, Sample
from therapy.words import N_

BASELINE_LEAST_S = 30
CALM_S = 180
"""Three calm minutes close a recovery when SUDS does not halve before (rule 5)."""
RECOVERY_SUDS_S, PAUSE_SICKNESS_S, DEBRIEF_MOST_S = 60, 60, 60
COMPLETED_SHARE = 0.8
"""A visit stopped after this share of its minutes still counts as done: stopping is never punished."""

LEADS_TO: Final[dict[Phase, frozenset[Phase]]] = {
    Phase.BRIEFING: frozenset({Phase.BASELINE, Phase.DEBRIEF, Phase.ENDED}),
    Phase.BASELINE: frozenset({Phase.STEPS, Phase.DEBRIEF}),
    Phase.STEPS: frozenset({Phase.RECOVERY}),
    Phase.RECOVERY: frozenset({Phase.STEPS, Phase.DEBRIEF}),
    Phase.DEBRIEF: frozenset({Phase.ENDED}),
    Phase.ENDED: frozenset(),
}
"""Which phase may follow which."""

MAY_ASK: Final[dict[Actor, tuple[type[Any], ...]]] = {
    Actor.PATIENT: (Stop, Ready, Previous, Calm, EndVisit, ReportAdverseEvent),
    Actor.THERAPIST: (
        *(
            Stop,
            Next,
            Previous,
            Hold,
            Release,
            Calm,
            Resume,
            AskSuds,
            SetParameter,
            TriggerEvent,
            SetAdaptation,
        ),
        *(Undo, ConfirmSupport, AcknowledgeFlag, AddNote, ReportAdverseEvent, EndVisit),
    ),
    Actor.ENGINE: (Stop,),
    Actor.HOST: (Stop, EndVisit),
}
"""Who may ask for what. The engine asks for nothing but a stop: it answers questions."""

BEGIN_TEXT = N_("You are in your safe room. You can come back here at any moment. Shall we begin?")
SUPPORT_TEXT = N_("You will stand up for this. Is somebody with you who can help?")
GO_IN_TEXT = N_("When you are ready, we go in. You can stop whenever you want.")
RECOVERY_TEXT = N_("You are in the safe room. Breathe with the light, in your own time.")
PAUSE_TEXT = N_("We take a break. There is no hurry.")
GO_BACK_IN_TEXT = N_("If you like, we go on a little easier than before.")
DEBRIEF_TEXT = N_("You have done something that takes courage. Well done.")
DONE_TEXT = N_("That was all for today. You can take the headset off.")


class Session:
    """One visit. `step` is called once a tick (1/90 s of session time) until `ended`."""

    def __init__(
        self, briefing: Briefing, environment: Environment, rules: Sequence[safety.Rule] = safety.RULES
    ) -> None:
        self.briefing, self._environment, self._rules = briefing, environment, rules
        self.phase = Phase.BRIEFING
        self._facts = Facts(briefing, environment.spec)
        self._out: list[Output] = []
        self._numbers = 0
        self._conversation = Conversation(self._put, briefing.protocol.ratings.answer_within_s)
        self._climb = Climb(briefing, environment, self._facts, self._conversation, self._put, rules)
        rehabilitation = briefing.protocol.purpose is Plan.REHABILITATION
        self._rehabilitation = rehabilitation
        side, previous = briefing.prescription.side, briefing.calibration
        self._calibrator = Calibrator(side=side, reach=rehabilitation, previous=previous)
        self._binding: dict[tuple[str, str], Verdict] = {}
        self._envelope = Envelope()
        self._loaded = False
        self._phase_tick = 0
        self._calm_tick = 0
        self._recovery_suds: int | None = None
        self._ending: Ending | None = None
        self._ending_verdict: Verdict | None = None
        self._last_head_y_m: float | None = None
        self._pause_asked_by: Actor | None = None
        self._handlers: dict[type[Any], Callable[[Any], object]] = {
            Stop: self._stop,
            Ready: self._ready,
            Next: self._next,
            Previous: self._previous,
            Hold: lambda command: self._hold(command.by, holding=True),
            Release: lambda command: self._hold(command.by, holding=False),
            Calm: self._calm,
            Resume: self._resume,
            AskSuds: lambda _: self._conversation.ask(Scale.SUDS),
            SetParameter: lambda command: self._inside(command, self._climb.set_parameter),
            TriggerEvent: lambda command: self._inside(command, self._climb.trigger),
            SetAdaptation: self._set_adaptation,
            Undo: lambda command: self._inside(command, lambda asked: self._climb.undo(asked.by)),
            ConfirmSupport: self._confirm_support,
            AcknowledgeFlag: self._acknowledge,
            AddNote: lambda command: self._put(NoteTaken(text=command.text, who=command.who)),
            ReportAdverseEvent: self._adverse_event,
            EndVisit: self._end_visit,
            Answered: self._answered,
            InstrumentAnswered: self._instrument_answered,
            EnvironmentLoaded: self._environment_loaded,
            Shown: lambda seen: self._climb.shown(seen.output),
            StageFailed: lambda failed: self._fault(failed.what),
            LinkSilent: self._link_silent,
            LinkHeard: lambda _: self._link_silent(LinkSilent(seconds=0)),
            RoomKnown: self._room_known,
            HeartRate: lambda _: None,
            Decision: lambda decision: self._guard(lambda: self._climb.decided(decision)),
        }

    # What the host may look at

    @property
    def tick(self) -> int:
        """Ticks stepped so far."""
        return self._facts.tick

    @property
    def ended(self) -> bool:
        """Whether the visit is over."""
        return self.phase is Phase.ENDED

    @property
    def exposed(self) -> bool:
        """Whether the patient is in the exposure."""
        return self._facts.exposed

    @property
    def intensity(self) -> float:
        """Intensity of what the patient is in, 0-10; 0 outside the exposure."""
        return self._climb.intensity

    @property
    def values(self) -> dict[str, float]:
        """Every parameter's value at this tick."""
        return dict(self._climb.live.values)

    @property
    def minutes_left(self) -> float:
        """Minutes until this visit's time is over."""
        return max(0.0, safety.visit_minutes(self.briefing) - self._facts.minutes)

    # One tick

    def step(self, sample: Sample, inputs: Sequence[Command | Observation] = ()) -> list[Output]:
        """Advance by one tick. Raises WrongState after the end."""
        if self.ended:
            raise WrongState("step", "a visit that has not ended", self.phase.value)
        out: list[Output] = []
        self._out = out
        facts = self._facts
        facts.tick += 1
        facts.stop = None
        if facts.tick == 1:
            self._first_tick()
        self._look_at(sample)
        for given in inputs:
            if not self.ended:
                self._handle(given)
        if not self.ended:
            self._heed_rules()
            self._go_on(sample)
        return out

    def _handle(self, given: Command | Observation) -> None:
        by = getattr(given, "by", None)
        if by is not None and not isinstance(given, MAY_ASK[by]):
            self._refuse(given, Verdict(rule="order", inputs={}, sentence=N_("This is not theirs to ask.")))
            return
        self._heed_again()
        self._handlers[type(given)](given)

    def _first_tick(self) -> None:
        self._put(PhaseEntered(phase=Phase.BRIEFING, left=None))
        self._put(ShowSafeRoom(why="start"))
        self._put(LoadEnvironment(environment=self._environment.spec.id))
        envelope = safety.begin(self._facts, self._rules)
        if envelope.response is Response.END:
            for _, verdict in envelope.verdicts:
                self._put(RuleApplied(verdict=verdict, binding=True))
            self._finish(Ending.REFUSED, envelope.verdicts[0][1])
            self._enter(Phase.ENDED)

    def _look_at(self, sample: Sample) -> None:
        """Take from the sample what the rules look at."""
        facts = self._facts
        self._climb.see(sample)
        facts.worn = sample.worn
        head: Pose | None = sample.head
        if head is None:
            facts.head_lost_ticks += 1
            self._last_head_y_m = None
            return
        facts.head_lost_ticks = 0
        last, self._last_head_y_m = self._last_head_y_m, head[1]
        falling = last is not None and (last - head[1]) * TICKS_PER_S > safety.FALLING_MPS
        facts.falling_ticks = facts.falling_ticks + 1 if falling else 0
        room = facts.room
        outside = room is not None and (abs(head[0]) > room.width_m / 2 or abs(head[2]) > room.depth_m / 2)
        facts.outside_ticks = facts.outside_ticks + 1 if outside else 0

    def _heed_rules(self) -> None:
        """Ask every rule about this tick and do what the strictest demands."""
        facts = self._facts
        facts.phase = self.phase
        envelope = self._envelope = self._climb.envelope = safety.watch(facts, self._rules)
        if envelope.verdicts or self._binding:
            self._tell(envelope)
        if envelope.response is Response.NONE:
            return
        verdict = next(verdict for response, verdict in envelope.verdicts if response is envelope.response)
        if envelope.response is Response.END:
            self._end_exposure(verdict)
        elif envelope.response is Response.PAUSE or not self._climb.step_down(verdict):
            self._pause(Actor.HOST, verdict)

    def _tell(self, envelope: Envelope) -> None:
        now = {(verdict.rule, verdict.sentence): verdict for _, verdict in envelope.verdicts}
        for key, verdict in now.items():
            if key not in self._binding:
                self._put(RuleApplied(verdict=verdict, binding=True))
        for key, verdict in self._binding.items():
            if key not in now:
                self._put(RuleApplied(verdict=verdict, binding=False))
        self._binding = now

    def _go_on(self, sample: Sample) -> None:
        """What this phase does in a tick."""
        given_up = self._conversation.step(self._facts.tick)
        if given_up is not None:
            self._facts.missed_run += 1
            run = self._facts.missed_run
            self._put(RatingMissed(scale=given_up.scale, question=given_up.number, in_a_row=run))
        match self.phase:
            case Phase.BRIEFING:
                self._brief(sample)
            case Phase.BASELINE:
                self._baseline()
            case Phase.STEPS:
                self._steps()
            case Phase.RECOVERY:
                self._recover()
            case _:
                self._debrief()

    # Phases

    def _enter(self, phase: Phase) -> None:
        if phase not in LEADS_TO[self.phase]:
            expected = " or ".join(sorted(before.value for before, after in LEADS_TO.items() if phase in after))
            raise WrongState(f"enter {phase.value}", expected, self.phase.value)
        left, self.phase = self.phase, phase
        self._facts.phase = phase
        self._phase_tick = self._facts.tick
        self._put(PhaseEntered(phase=phase, left=left))

    def _brief(self, sample: Sample) -> None:
        if self._calibrator.result is None:
            for directive in self._calibrator.step(sample):
                self._put(directive)
            if self._calibrator.result is not None:
                result, measured = self._calibrator.result, self._calibrator.measured
                self._put(Calibrated(calibration=result, measured=measured))
                self._guard(lambda: self._climb.prepare(result))
        elif self._facts.needs_support and not self._facts.support_confirmed:
            if self._facts.home and self._conversation.offering is None:
                self._conversation.offer(Purpose.SUPPORT, SUPPORT_TEXT, YES)
        elif self._conversation.offering is None:
            self._conversation.offer(Purpose.BEGIN, BEGIN_TEXT, READY)

    def _baseline(self) -> None:
        rested = self._facts.tick - self._phase_tick >= BASELINE_LEAST_S * TICKS_PER_S
        ready = rested and self._loaded and not self._conversation.asking
        if ready and self._conversation.offering is None and self._envelope.response < Response.PAUSE:
            self._conversation.offer(Purpose.GO_IN, GO_IN_TEXT, READY)

    def _steps(self) -> None:
        facts = self._facts
        if self._climb.presence is Presence.IN:
            self._guard(self._climb.step)
        elif self._climb.presence is Presence.PAUSED:
            facts.paused_ticks += 1
            settled = self._envelope.response < Response.PAUSE or facts.missed_run >= 2
            may_offer = facts.home or self._pause_asked_by is not Actor.THERAPIST
            if settled and may_offer and facts.worn and self._conversation.offering is None:
                self._conversation.offer(Purpose.GO_BACK_IN, GO_BACK_IN_TEXT, READY)

    def _recover(self) -> None:
        peak, now = self._climb.peak_suds, self._recovery_suds
        halved = peak is not None and now is not None and now <= peak / 2
        calm = self._facts.tick - self._calm_tick >= CALM_S * TICKS_PER_S
        if halved or calm:
            self._leave_recovery()

    def _leave_recovery(self) -> None:
        self._conversation.hush()
        self._enter(Phase.DEBRIEF)
        self._put(Say(text=DEBRIEF_TEXT))
        self._conversation.ask(Scale.SICKNESS)
        if self._rehabilitation:
            self._conversation.ask(Scale.PAIN)
            self._conversation.ask(Scale.FATIGUE)

    def _debrief(self) -> None:
        over = self._facts.tick - self._phase_tick >= DEBRIEF_MOST_S * TICKS_PER_S
        if over:
            self._close()
        elif not self._conversation.asking and self._conversation.offering is None:
            self._conversation.offer(Purpose.DONE, DONE_TEXT, FINISH)

    def _close(self) -> None:
        self._conversation.hush()
        self._finish(self._ending or Ending.COMPLETED, self._ending_verdict)
        self._enter(Phase.ENDED)

    def _finish(self, ending: Ending, verdict: Verdict | None) -> None:
        minutes = round(self._facts.minutes, 4)
        prescribed = safety.visit_minutes(self.briefing)
        stayed = ending is not Ending.REFUSED and minutes >= COMPLETED_SHARE * prescribed
        completed = ending is Ending.COMPLETED or stayed
        self._put(VisitEnded(ending=ending, verdict=verdict, minutes=minutes, completed=completed))
        self._put(CloseStage())

    # Out of the exposure

    def _end_exposure(self, verdict: Verdict) -> None:
        """Safe room now; recovery where there was something to recover from, else debrief."""
        if self.phase is Phase.STEPS:
            if self._ending is None:
                natural = verdict.rule == "time" and self._facts.paused_ticks == 0
                self._ending = Ending.COMPLETED if natural else Ending.ENDED_BY_RULE
                self._ending_verdict = None if natural else verdict
            self._to_recovery(verdict.rule)
        elif self.phase in (Phase.BRIEFING, Phase.BASELINE):
            self._ending = self._ending or Ending.ENDED_BY_RULE
            self._ending_verdict = self._ending_verdict or verdict
            self._conversation.hush()
            self._safe_room(verdict.rule)
            self._leave_recovery()

    def _to_recovery(self, why: str) -> None:
        self._climb.come_out(back_to_start=True)
        self._safe_room(why)
        self._facts.paused_ticks = 0
        self._enter(Phase.RECOVERY)
        self._calm_tick, self._recovery_suds = self._facts.tick, None
        self._put(Say(text=RECOVERY_TEXT))
        self._conversation.every(Scale.SUDS, RECOVERY_SUDS_S, self._facts.tick + RECOVERY_SUDS_S * TICKS_PER_S)

    def _safe_room(self, why: str) -> None:
        self._put(ShowSafeRoom(why=why))
        self._put(SafeRoomEntered(why=why))
        self._put(IntensityReached(intensity=0.0))

    def _pause(self, by: Actor, verdict: Verdict, *, back_to_start: bool = False) -> None:
        if self._climb.presence is not Presence.IN:
            return
        back_to_start = back_to_start or verdict.rule == "stop"
        self._climb.pause(back_to_start=back_to_start)
        self._pause_asked_by = by
        self._safe_room(verdict.rule)
        self._put(Paused(by=by, verdict=verdict))
        self._put(Say(text=PAUSE_TEXT))
        if verdict.rule == "sickness":
            first = self._facts.tick + PAUSE_SICKNESS_S * TICKS_PER_S
            self._conversation.every(Scale.SICKNESS, PAUSE_SICKNESS_S, first)

    def _go_in(self, by: Actor, *, ready: bool) -> Verdict | None:
        """Into the exposure: the first time, after a pause, or after a stop the therapist and patient got over."""
        if self._envelope.response >= Response.PAUSE:
            return self._envelope.verdicts[0][1]
        resuming = self._climb.presence is Presence.PAUSED or self.phase is Phase.RECOVERY
        self._conversation.hush()
        refused: list[Verdict] = []
        self._guard(lambda: refused.extend(filter(None, [self._climb.go_in(by, ready=ready)])))
        if refused:
            return refused[0]
        if self._climb.presence is not Presence.IN:
            return None
        self._facts.paused_ticks, self._facts.too_fast_mps = 0, None
        if self.phase is not Phase.STEPS:
            self._enter(Phase.STEPS)
        if resuming:
            self._put(Resumed(by=by))
        intervals = self.briefing.protocol.ratings
        tick = self._facts.tick
        self._conversation.every(Scale.SICKNESS, intervals.sickness_s, tick + int(intervals.sickness_s * TICKS_PER_S))
        if self._rehabilitation:
            pain_s = intervals.pain_s or intervals.suds_s
            self._conversation.every(Scale.PAIN, pain_s, tick + int(pain_s * TICKS_PER_S))
        return None

    # Commands

    def _stop(self, command: Stop) -> None:
        self._put(Stopped(by=command.by, who=command.who, via=command.via))
        facts = self._facts
        if facts.stop is None or facts.stop.via is StopVia.HEADSET_OFF:
            facts.stop = command
        if self.phase is Phase.DEBRIEF:
            if command.via is not StopVia.HEADSET_OFF:
                self._close()
        elif self.phase in (Phase.STEPS, Phase.RECOVERY) and command.via is not StopVia.HEADSET_OFF:
            self._ending = Ending.FAULT if command.via is StopVia.FAULT else Ending.STOPPED
            self._ending_verdict = None
        elif command.via is not StopVia.HEADSET_OFF:
            self._ending = Ending.STOPPED

    def _ready(self, command: Ready) -> None:
        purpose = self._conversation.offered
        if purpose is None:
            self._refuse(command, _order(N_("Nothing is being offered.")))
            return
        self._facts.missed_run = 0
        self._heed_again()
        self._conversation.withdraw()
        match purpose:
            case Purpose.SUPPORT:
                self._confirm_support(ConfirmSupport(by=Actor.PATIENT))
            case Purpose.BEGIN:
                self._enter(Phase.BASELINE)
                self._conversation.ask(Scale.SUDS)
                self._conversation.ask(Scale.SICKNESS)
                if self._rehabilitation:
                    self._conversation.ask(Scale.PAIN)
            case Purpose.GO_IN | Purpose.GO_BACK_IN:
                self._answer_to(command, self._go_in(Actor.PATIENT, ready=True))
            case Purpose.NEXT:
                self._guard(lambda: self._answer_to(command, self._climb.accepted_next()))
            case Purpose.FINISH:
                self._ending = self._ending or Ending.COMPLETED
                self._to_recovery("finished")
            case Purpose.DONE:
                self._close()

    def _heed_again(self) -> None:
        """Look at the rules with what this tick has already changed (an answered offer ends a silence)."""
        self._envelope = self._climb.envelope = safety.watch(self._facts, self._rules)

    def _next(self, command: Next) -> None:
        if self.phase is Phase.BASELINE and self._loaded:
            self._answer_to(command, self._go_in(command.by, ready=False))
        elif self._rehabilitation and self._climb.presence is Presence.IN:
            self._climb.offer_next(command.by)
        else:
            self._inside(command, lambda asked: self._climb.next(asked.by, ready=False))

    def _previous(self, command: Previous) -> None:
        def lower(asked: Previous) -> Verdict | None:
            words = N_("{by} asked for a step down.")
            moved = self._climb.previous(asked.by, "word", words, {"by": asked.by.value})
            return None if moved else _order(N_("This is the lowest step of the ladder."))

        self._inside(command, lower)

    def _hold(self, by: Actor, *, holding: bool) -> None:
        self._climb.holding = holding
        self._put(Held(holding=holding, by=by))

    def _calm(self, command: Calm) -> None:
        words = N_("{by} asked for a rest in the safe room.")
        verdict = Verdict(rule="word", inputs={"by": command.by.value}, sentence=words)
        if self._climb.presence is Presence.IN:
            self._pause(command.by, verdict)
        else:
            self._refuse(command, self._wrong_moment())

    def _resume(self, command: Resume) -> None:
        stopped = self.phase is Phase.RECOVERY and self._ending is Ending.STOPPED
        if self._climb.presence is not Presence.PAUSED and not stopped:
            self._refuse(command, self._wrong_moment())
            return
        refused = self._go_in(command.by, ready=False)
        if refused is None and stopped:
            self._ending, self._ending_verdict = None, None
        self._answer_to(command, refused)

    def _inside(self, command: Any, do: Callable[[Any], Verdict | None]) -> None:
        """Carry out what only makes sense inside the exposure."""
        if self._climb.presence is not Presence.IN:
            self._refuse(command, self._wrong_moment())
            return
        self._guard(lambda: self._answer_to(command, do(command)))

    def _set_adaptation(self, command: SetAdaptation) -> None:
        self._facts.adaptation = command.adaptation
        self._put(AdaptationSet(adaptation=command.adaptation.value, by=command.by))

    def _confirm_support(self, command: ConfirmSupport) -> None:
        self._facts.support_confirmed = True
        self._put(SupportConfirmed(by=command.by, who=command.who))

    def _acknowledge(self, command: AcknowledgeFlag) -> None:
        if command.flag in self._facts.open_flags:
            self._facts.open_flags.remove(command.flag)
        self._put(FlagAcknowledged(flag=command.flag, who=command.who))

    def _adverse_event(self, command: ReportAdverseEvent) -> None:
        self._put(AdverseEventReported(text=command.text, severity=command.severity, by=command.by, who=command.who))
        sentence = N_("An adverse event was reported: {severity}.")
        self._flag("adverse_event", sentence, severity=command.severity.value)

    def _end_visit(self, command: EndVisit) -> None:
        match self.phase:
            case Phase.STEPS:
                self._ending = self._ending or Ending.COMPLETED
                self._to_recovery("end_visit")
            case Phase.RECOVERY:
                sentence = N_("The visit was closed before distress had halved or three calm minutes had passed.")
                self._flag("not_settled", sentence)
                self._leave_recovery()
            case Phase.DEBRIEF:
                self._close()
            case _:
                words = N_("{by} ended the visit before the exposure.")
                verdict = Verdict(rule="word", inputs={"by": command.by.value}, sentence=words)
                self._ending = self._ending or Ending.STOPPED
                self._end_exposure(verdict)

    # Observations

    def _answered(self, answer: Answered) -> None:
        facts, climb = self._facts, self._climb
        self._conversation.heard(answer)
        facts.missed_run = 0
        inside = climb.presence is Presence.IN and climb.rung is not None
        step = climb.rung.step.id if inside and climb.rung is not None else None
        self._put(
            RatingGiven(scale=answer.scale, value=answer.value, question=answer.question, via=answer.via, step=step)
        )
        if answer.scale is Scale.SUDS:
            facts.suds = answer.value
            extreme = answer.value >= safety.EXTREME_SUDS and inside
            facts.suds_extreme_run = facts.suds_extreme_run + 1 if extreme else 0
            facts.stepped_down_at_run = min(facts.stepped_down_at_run, facts.suds_extreme_run)
            if self.phase is Phase.RECOVERY:
                self._recovery_suds = answer.value
        elif answer.scale is Scale.SICKNESS:
            if facts.sickness_baseline is None:
                facts.sickness_baseline = answer.value
            facts.sickness = answer.value
        elif answer.scale is Scale.PAIN:
            if facts.pain_baseline is None:
                facts.pain_baseline = answer.value
            facts.pain = answer.value
        if inside:
            self._heed_again()
            self._guard(lambda: climb.heard(answer))

    def _instrument_answered(self, answer: InstrumentAnswered) -> None:
        if not answer.risk:
            return
        flag = f"{answer.instrument}:{answer.item}"
        if flag not in self._facts.open_flags:
            self._facts.open_flags.append(flag)
        sentence = N_("{instrument}, question {item}, was answered in a way that needs to be looked at first.")
        self._flag(flag, sentence, instrument=answer.instrument, item=answer.item)

    def _environment_loaded(self, loaded: EnvironmentLoaded) -> None:
        self._loaded = self._loaded or loaded.environment == self._environment.spec.id

    def _link_silent(self, silent: LinkSilent) -> None:
        self._facts.link_silent_s = silent.seconds

    def _room_known(self, known: RoomKnown) -> None:
        self._facts.room = known.room

    # How it is said

    def _put(self, what: Event | Directive) -> int:
        self._numbers += 1
        self._out.append(Output(self._numbers, self._facts.tick, what))
        return self._numbers

    def _refuse(self, command: Any, verdict: Verdict) -> None:
        self._put(CommandRefused(command=command.kind, by=command.by, verdict=verdict))

    def _answer_to(self, command: Any, refused: Verdict | None) -> None:
        if refused is not None:
            self._refuse(command, refused)

    def _wrong_moment(self) -> Verdict:
        inputs = {"phase": self.phase.value, "presence": self._climb.presence.value}
        words = N_("This needs the patient to be in the exposure; the visit is in {phase}, the patient {presence}.")
        return Verdict(rule="order", inputs=dict(inputs), sentence=words)

    def _flag(self, flag: str, sentence: str, **inputs: str | int) -> None:
        self._put(FlagRaised(flag=flag, sentence=sentence, inputs=dict(inputs)))

    def _guard(self, do: Callable[[], object]) -> None:
        """Run a part of the environment; whatever it throws, the patient ends up in the safe room (rule 2)."""
        try:
            do()
        except WrongState:
            raise
        except Exception as thrown:
            self._fault(f"{type(thrown).__name__}: {thrown}")

    def _fault(self, what: str) -> None:
        self._put(FaultRecorded(what=what))
        self._ending, self._ending_verdict = Ending.FAULT, None
        words = N_("Something in the software failed; the exposure is over.")
        verdict = Verdict(rule="fault", inputs={}, sentence=words)
        if self.phase is Phase.STEPS:
            self._climb.abandon()
        self._end_exposure(verdict)


def _order(sentence: str) -> Verdict:
    return Verdict(rule="order", inputs={}, sentence=sentence)
