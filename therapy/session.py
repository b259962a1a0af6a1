"""One visit as a deterministic state machine: a tick's sample and inputs go in, events and directives come out.

`Session` holds no clock, file, socket, thread or unseeded random number. Everything it decides follows from its
briefing, its environment and what it was fed, so that a stored record replays to the same bytes.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from therapy import safety
from therapy.briefing import Briefing
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
from therapy.conversation import Purpose
from therapy.directives import LoadEnvironment, ShowSafeRoom
from therapy.envelope import Presence, Response
from therapy.errors import WrongState
from therapy.events import (
    AdaptationSet,
    AdverseEventReported,
    Ending,
    FlagAcknowledged,
    Held,
    NoteTaken,
    Output,
    PhaseEntered,
    RatingGiven,
    Stopped,
    SupportConfirmed,
    Verdict,
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
from therapy.phases import Phases
from therapy.ports import Environment
from therapy.protocol import Phase
from therapy.sample import Sample
from therapy.visit import Visit
from therapy.words import N_

MAY_ASK: Final[dict[Actor, tuple[type[Any], ...]]] = {
    Actor.PATIENT: (Stop, Ready, Previous, Calm, EndVisit, ReportAdverseEvent),
    Actor.THERAPIST: (
        *(Stop, Next, Previous, Hold, Release, Calm, Resume, AskSuds, SetParameter, TriggerEvent),
        *(SetAdaptation, Undo, ConfirmSupport, AcknowledgeFlag, AddNote, ReportAdverseEvent, EndVisit),
    ),
    Actor.ENGINE: (Stop,),
    Actor.HOST: (Stop, EndVisit),
}
"""Who may ask for what. The engine asks for nothing but a stop: it answers questions."""


class Session:
    """One visit. `step` is called once a tick (1/90 s of session time) until `ended`."""

    def __init__(
        self, briefing: Briefing, environment: Environment, rules: Sequence[safety.Rule] = safety.RULES
    ) -> None:
        self.briefing = briefing
        self._visit = Visit(briefing, environment, rules)
        self._phases = Phases(self._visit)
        self._handlers: dict[type[Any], Callable[[Any], object]] = {
            Stop: self._stop,
            Ready: self._ready,
            Next: self._next,
            Previous: self._previous,
            Hold: lambda command: self._hold(command.by, holding=True),
            Release: lambda command: self._hold(command.by, holding=False),
            Calm: self._calm,
            Resume: self._resume,
            AskSuds: lambda _: self._visit.conversation.ask(Scale.SUDS),
            SetParameter: lambda command: self._inside(command, self._visit.climb.set_parameter),
            TriggerEvent: lambda command: self._inside(command, self._visit.climb.trigger),
            SetAdaptation: self._set_adaptation,
            Undo: lambda command: self._inside(command, lambda asked: self._visit.climb.undo(asked.by)),
            ConfirmSupport: self._confirm_support,
            AcknowledgeFlag: self._acknowledge,
            AddNote: lambda command: self._visit.put(NoteTaken(text=command.text, who=command.who)),
            ReportAdverseEvent: self._adverse_event,
            EndVisit: self._end_visit,
            Answered: self._answered,
            InstrumentAnswered: self._instrument_answered,
            EnvironmentLoaded: self._environment_loaded,
            Shown: lambda seen: self._visit.climb.shown(seen.output),
            StageFailed: lambda failed: self._visit.fault(failed.what),
            LinkSilent: self._link_silent,
            LinkHeard: lambda _: self._link_silent(LinkSilent(seconds=0)),
            RoomKnown: self._room_known,
            HeartRate: lambda _: None,
            Decision: lambda decision: self._visit.guard(
                lambda: self._visit.climb.progress.decided(decision)
            ),
        }

    # What the host may look at

    @property
    def tick(self) -> int:
        """Ticks stepped so far."""
        return self._visit.facts.tick

    @property
    def ended(self) -> bool:
        """Whether the visit is over."""
        return self._visit.phase is Phase.ENDED

    @property
    def exposed(self) -> bool:
        """Whether the patient is in the exposure."""
        return self._visit.facts.exposed

    @property
    def intensity(self) -> float:
        """Intensity of what the patient is in, 0-10; 0 outside the exposure."""
        return self._visit.climb.intensity

    @property
    def values(self) -> dict[str, float]:
        """Every parameter's value at this tick."""
        return dict(self._visit.climb.live.values)

    @property
    def minutes_left(self) -> float:
        """Minutes until this visit's time is over."""
        return max(0.0, safety.visit_minutes(self.briefing) - self._visit.facts.minutes)

    # One tick

    def step(self, sample: Sample, inputs: Sequence[Command | Observation] = ()) -> list[Output]:
        """Advance by one tick. Raises WrongState after the end."""
        if self.ended:
            raise WrongState("step", "a visit that has not ended", self._visit.phase.value)
        visit = self._visit
        out: list[Output] = []
        visit.out = out
        visit.facts.tick += 1
        visit.facts.stop = None
        if visit.facts.tick == 1:
            self._first_tick()
        visit.facts.look_at(sample)
        visit.climb.see(sample)
        for given in inputs:
            if not self.ended:
                self._handle(given)
        if not self.ended:
            visit.heed_rules()
            self._phases.go_on(sample)
        return out

    def _handle(self, given: Command | Observation) -> None:
        by = getattr(given, "by", None)
        if by is not None and not isinstance(given, MAY_ASK[by]):
            self._visit.refuse(
                given, Verdict(rule="order", inputs={}, sentence=N_("This is not theirs to ask."))
            )
            return
        self._visit.heed_again()
        self._handlers[type(given)](given)

    def _first_tick(self) -> None:
        visit = self._visit
        visit.put(PhaseEntered(phase=Phase.BRIEFING, left=None))
        visit.put(ShowSafeRoom(why="start"))
        visit.put(LoadEnvironment(environment=visit.environment.spec.id))
        envelope = safety.begin(visit.facts, visit.rules)
        if envelope.response is Response.END:
            visit.refuse_to_begin(envelope)

    # Commands

    def _stop(self, command: Stop) -> None:
        self._visit.put(Stopped(by=command.by, who=command.who, via=command.via))
        facts = self._visit.facts
        if facts.stop is None or facts.stop.via is StopVia.HEADSET_OFF:
            facts.stop = command
        if self._visit.phase is Phase.DEBRIEF:
            if command.via is not StopVia.HEADSET_OFF:
                self._visit.close()
        elif self._visit.phase in (Phase.STEPS, Phase.RECOVERY) and command.via is not StopVia.HEADSET_OFF:
            self._visit.ending = Ending.FAULT if command.via is StopVia.FAULT else Ending.STOPPED
            self._visit.ending_verdict = None
        elif command.via is not StopVia.HEADSET_OFF:
            self._visit.ending = Ending.STOPPED

    def _ready(self, command: Ready) -> None:
        purpose = self._visit.conversation.offered
        if purpose is None:
            self._visit.refuse(command, _order(N_("Nothing is being offered.")))
            return
        self._visit.facts.missed_run = 0
        self._visit.heed_again()
        self._visit.conversation.withdraw()
        match purpose:
            case Purpose.SUPPORT:
                self._confirm_support(ConfirmSupport(by=Actor.PATIENT))
            case Purpose.BEGIN:
                self._visit.enter(Phase.BASELINE)
                self._visit.conversation.ask(Scale.SUDS)
                self._visit.conversation.ask(Scale.SICKNESS)
                if self._visit.rehabilitation:
                    self._visit.conversation.ask(Scale.PAIN)
            case Purpose.GO_IN | Purpose.GO_BACK_IN:
                self._visit.answer_to(command, self._visit.go_in(Actor.PATIENT, ready=True))
            case Purpose.NEXT:
                self._visit.guard(lambda: self._visit.answer_to(command, self._visit.climb.accepted_next()))
            case Purpose.FINISH:
                self._visit.ending = self._visit.ending or Ending.COMPLETED
                self._visit.to_recovery("finished")
            case Purpose.DONE:
                self._visit.close()

    def _next(self, command: Next) -> None:
        if self._visit.phase is Phase.BASELINE and self._visit.loaded:
            self._visit.answer_to(command, self._visit.go_in(command.by, ready=False))
        elif self._visit.rehabilitation and self._visit.climb.presence is Presence.IN:
            self._visit.climb.offer_next(command.by)
        else:
            self._inside(command, lambda asked: self._visit.climb.next(asked.by, ready=False))

    def _previous(self, command: Previous) -> None:
        def lower(asked: Previous) -> Verdict | None:
            words = N_("{by} asked for a step down.")
            moved = self._visit.climb.previous(asked.by, "word", words, {"by": asked.by.value})
            return None if moved else _order(N_("This is the lowest step of the ladder."))

        self._inside(command, lower)

    def _hold(self, by: Actor, *, holding: bool) -> None:
        self._visit.climb.holding = holding
        self._visit.put(Held(holding=holding, by=by))

    def _calm(self, command: Calm) -> None:
        words = N_("{by} asked for a rest in the safe room.")
        verdict = Verdict(rule="word", inputs={"by": command.by.value}, sentence=words)
        if self._visit.climb.presence is Presence.IN:
            self._visit.pause(command.by, verdict)
        else:
            self._visit.refuse(command, self._visit.wrong_moment())

    def _resume(self, command: Resume) -> None:
        stopped = self._visit.phase is Phase.RECOVERY and self._visit.ending is Ending.STOPPED
        if self._visit.climb.presence is not Presence.PAUSED and not stopped:
            self._visit.refuse(command, self._visit.wrong_moment())
            return
        refused = self._visit.go_in(command.by, ready=False)
        if refused is None and stopped:
            self._visit.ending, self._visit.ending_verdict = None, None
        self._visit.answer_to(command, refused)

    def _inside(self, command: Any, do: Callable[[Any], Verdict | None]) -> None:
        """Carry out what only makes sense inside the exposure."""
        if self._visit.climb.presence is not Presence.IN:
            self._visit.refuse(command, self._visit.wrong_moment())
            return
        self._visit.guard(lambda: self._visit.answer_to(command, do(command)))

    def _set_adaptation(self, command: SetAdaptation) -> None:
        self._visit.facts.adaptation = command.adaptation
        self._visit.put(AdaptationSet(adaptation=command.adaptation.value, by=command.by))

    def _confirm_support(self, command: ConfirmSupport) -> None:
        self._visit.facts.support_confirmed = True
        self._visit.put(SupportConfirmed(by=command.by, who=command.who))

    def _acknowledge(self, command: AcknowledgeFlag) -> None:
        if command.flag in self._visit.facts.open_flags:
            self._visit.facts.open_flags.remove(command.flag)
        self._visit.put(FlagAcknowledged(flag=command.flag, who=command.who))

    def _adverse_event(self, command: ReportAdverseEvent) -> None:
        self._visit.put(
            AdverseEventReported(text=command.text, severity=command.severity, by=command.by, who=command.who)
        )
        sentence = N_("An adverse event was reported: {severity}.")
        self._visit.flag("adverse_event", sentence, severity=command.severity.value)

    def _end_visit(self, command: EndVisit) -> None:
        match self._visit.phase:
            case Phase.STEPS:
                self._visit.ending = self._visit.ending or Ending.COMPLETED
                self._visit.to_recovery("end_visit")
            case Phase.RECOVERY:
                sentence = N_(
                    "The visit was closed before distress had halved or three calm minutes had passed."
                )
                self._visit.flag("not_settled", sentence)
                self._visit.debrief()
            case Phase.DEBRIEF:
                self._visit.close()
            case _:
                words = N_("{by} ended the visit before the exposure.")
                verdict = Verdict(rule="word", inputs={"by": command.by.value}, sentence=words)
                self._visit.ending = self._visit.ending or Ending.STOPPED
                self._visit.end_exposure(verdict)

    # Observations

    def _answered(self, answer: Answered) -> None:
        facts, climb = self._visit.facts, self._visit.climb
        self._visit.conversation.heard(answer)
        facts.missed_run = 0
        inside = climb.presence is Presence.IN and climb.rung is not None
        step = climb.rung.step.id if inside and climb.rung is not None else None
        self._visit.put(
            RatingGiven(
                scale=answer.scale, value=answer.value, question=answer.question, via=answer.via, step=step
            )
        )
        if answer.scale is Scale.SUDS:
            facts.suds = answer.value
            extreme = answer.value >= safety.EXTREME_SUDS and inside
            facts.suds_extreme_run = facts.suds_extreme_run + 1 if extreme else 0
            facts.stepped_down_at_run = min(facts.stepped_down_at_run, facts.suds_extreme_run)
            if self._visit.phase is Phase.RECOVERY:
                self._visit.recovery_suds = answer.value
        elif answer.scale is Scale.SICKNESS:
            if facts.sickness_baseline is None:
                facts.sickness_baseline = answer.value
            facts.sickness = answer.value
        elif answer.scale is Scale.PAIN:
            if facts.pain_baseline is None:
                facts.pain_baseline = answer.value
            facts.pain = answer.value
        if inside:
            self._visit.heed_again()
            self._visit.guard(lambda: climb.heard(answer))

    def _instrument_answered(self, answer: InstrumentAnswered) -> None:
        if not answer.risk:
            return
        flag = f"{answer.instrument}:{answer.item}"
        if flag not in self._visit.facts.open_flags:
            self._visit.facts.open_flags.append(flag)
        sentence = N_(
            "{instrument}, question {item}, was answered in a way that needs to be looked at first."
        )
        self._visit.flag(flag, sentence, instrument=answer.instrument, item=answer.item)

    def _environment_loaded(self, loaded: EnvironmentLoaded) -> None:
        self._visit.loaded = self._visit.loaded or loaded.environment == self._visit.environment.spec.id

    def _link_silent(self, silent: LinkSilent) -> None:
        self._visit.facts.link_silent_s = silent.seconds

    def _room_known(self, known: RoomKnown) -> None:
        self._visit.facts.room = known.room

    # How it is said


def _order(sentence: str) -> Verdict:
    return Verdict(rule="order", inputs={}, sentence=sentence)
