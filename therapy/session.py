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
    ConfirmRemote,
    ConfirmSupport,
    EndVisit,
    Hold,
    Next,
    Previous,
    Ready,
    Release,
    ReportAdverseEvent,
    ReportNote,
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
    RemoteConfirmed,
    ReportNoteTaken,
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
        *(SetAdaptation, Undo, ConfirmSupport, ConfirmRemote, AcknowledgeFlag),
        *(AddNote, ReportNote, ReportAdverseEvent, EndVisit),
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

    # What the host may look at

    @property
    def tick(self) -> int:
        """Ticks stepped so far."""
        return self._visit.facts.tick

    @property
    def phase(self) -> Phase:
        """Phase of the visit."""
        return self._visit.phase

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
        # A stop before all else, whatever reached the session earlier in this tick.
        for given in sorted(inputs, key=_behind_a_stop):
            if not self.ended:
                self._handle(given)
        if not self.ended:
            visit.heed_rules()
            self._phases.go_on(sample)
        return out

    def _handle(self, given: Command | Observation) -> None:
        """One input. The rules are asked anew, because an earlier input of this tick may have changed the facts."""
        self._visit.heed_again()
        by: Actor | None = getattr(given, "by", None)
        if by is None:
            self._notice(given)  # type: ignore[arg-type]  # whatever has no `by` is an observation
        elif isinstance(given, MAY_ASK[by]):
            self._obey(given)
        else:
            self._visit.refuse(given, _order(N_("This is not theirs to ask.")))

    def _obey(self, command: Command) -> None:
        climb = self._visit.climb
        match command:
            case Stop():
                self._stop(command)
            case Ready():
                self._ready(command)
            case Next():
                self._next(command)
            case Previous():
                self._inside(command, self._lower)
            case Hold() | Release():
                climb.holding = isinstance(command, Hold)
                self._visit.put(Held(holding=climb.holding, by=command.by))
            case Calm():
                self._calm(command)
            case Resume():
                self._resume(command)
            case AskSuds():
                self._visit.conversation.ask(Scale.SUDS)
            case SetParameter():
                self._inside(command, climb.set_parameter)
            case TriggerEvent():
                self._inside(command, climb.trigger)
            case SetAdaptation():
                self._visit.facts.adaptation = command.adaptation
                self._visit.put(AdaptationSet(adaptation=command.adaptation.value, by=command.by))
            case Undo():
                self._inside(command, climb.undo)
            case ConfirmSupport():
                self._confirm_support(command)
            case ConfirmRemote():
                self._confirm_remote(command)
            case AcknowledgeFlag():
                self._acknowledge(command)
            case AddNote():
                self._visit.put(NoteTaken(text=command.text, who=command.who))
            case ReportNote():
                self._visit.put(ReportNoteTaken(text=command.text, who=command.who))
            case ReportAdverseEvent():
                self._adverse_event(command)
            case EndVisit():
                self._end_visit(command)

    def _notice(self, observation: Observation) -> None:
        visit = self._visit
        match observation:
            case Answered():
                self._answered(observation)
            case InstrumentAnswered():
                self._instrument_answered(observation)
            case EnvironmentLoaded():
                visit.loaded = visit.loaded or observation.environment == visit.environment.spec.id
            case Shown():
                visit.climb.shown(observation.output)
            case StageFailed():
                visit.fault(observation.what)
            case LinkSilent():
                visit.facts.link_silent_s = observation.seconds
            case LinkHeard():
                visit.facts.link_silent_s = 0.0
            case RoomKnown():
                visit.facts.room = observation.room
            case HeartRate():
                pass
            case Decision():
                visit.guard(lambda: visit.climb.progress.decided(observation))

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
        phase, off = self._visit.phase, command.via is StopVia.HEADSET_OFF
        if phase is Phase.DEBRIEF and not off:
            self._visit.close()
            return
        # In recovery the exposure is over, and how it ended stays true.
        if phase not in (Phase.RECOVERY, Phase.DEBRIEF) and not off:
            self._visit.ending = Ending.FAULT if command.via is StopVia.FAULT else Ending.STOPPED
            self._visit.ending_verdict = None
        self._visit.heed_rules()

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
                suds_s = self.briefing.protocol.ratings.suds_s
                self._visit.conversation.every(Scale.SUDS, suds_s, self.tick)
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
        if self._visit.phase is Phase.BASELINE and not self._visit.loaded:
            self._visit.refuse(command, _order(N_("The environment is still being made ready.")))
        elif self._visit.phase is Phase.BASELINE:
            self._visit.answer_to(command, self._visit.go_in(command.by, ready=False))
        elif self._visit.rehabilitation and self._visit.climb.presence is Presence.IN:
            self._inside(command, lambda asked: self._visit.climb.offer_next(asked.by))
        else:
            self._inside(command, lambda asked: self._visit.climb.next(asked.by, ready=False))

    def _lower(self, command: Previous) -> Verdict | None:
        words = N_("One step down, asked for by {by}.")
        moved = self._visit.climb.previous(command.by, "word", words, {"by": command.by.value})
        return None if moved else _order(N_("This is the lowest step of the ladder."))

    def _calm(self, command: Calm) -> None:
        words = N_("A rest in the safe room, asked for by {by}.")
        verdict = Verdict(rule="word", inputs={"by": command.by.value}, sentence=words)
        if self._visit.climb.presence is Presence.IN:
            self._visit.pause(command.by, verdict)
        elif self._visit.climb.presence is Presence.PAUSED and command.by is Actor.THERAPIST:
            self._visit.keep_out(verdict)
        else:
            self._visit.refuse(command, self._visit.wrong_moment())

    def _resume(self, command: Resume) -> None:
        stopped = self._visit.phase is Phase.RECOVERY and self._visit.ending is Ending.STOPPED
        if self._visit.climb.presence is not Presence.PAUSED and not stopped:
            self._visit.refuse(command, self._visit.wrong_moment())
            return
        refused = self._visit.go_in(command.by, ready=False)
        if stopped and self._visit.climb.presence is Presence.IN:
            self._visit.ending, self._visit.ending_verdict = None, None
        self._visit.answer_to(command, refused)

    def _inside(self, command: Any, do: Callable[[Any], Verdict | None]) -> None:
        """Carry out what only makes sense inside the exposure."""
        if self._visit.climb.presence is not Presence.IN:
            self._visit.refuse(command, self._visit.wrong_moment())
            return
        self._visit.guard(lambda: self._visit.answer_to(command, do(command)))

    def _confirm_support(self, command: ConfirmSupport) -> None:
        self._visit.facts.support_confirmed = True
        self._visit.put(SupportConfirmed(by=command.by, who=command.who))

    def _confirm_remote(self, command: ConfirmRemote) -> None:
        if command.check in self._visit.facts.unchecked:
            self._visit.facts.unchecked.remove(command.check)
        self._visit.put(RemoteConfirmed(check=command.check, who=command.who))

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
                sentence = N_("The visit was closed before SUDS had halved or three calm minutes had passed.")
                self._visit.flag("not_settled", sentence)
                self._visit.debrief()
            case Phase.DEBRIEF:
                self._visit.close()
            case _:
                words = N_("The visit was ended before the exposure, by {by}.")
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
            # Only what was felt before going in is a baseline; without one, every rise counts from nothing.
            if facts.sickness_baseline is None and self._visit.phase in (Phase.BRIEFING, Phase.BASELINE):
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
            "Question {item} of {instrument} was answered in a way that somebody has to look at first."
        )
        self._visit.flag(flag, sentence, instrument=answer.instrument, item=answer.item)


def _behind_a_stop(given: Command | Observation) -> bool:
    return not isinstance(given, Stop)


def _order(sentence: str) -> Verdict:
    return Verdict(rule="order", inputs={}, sentence=sentence)
