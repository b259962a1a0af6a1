"""What can become of a visit: its phases and the moves between them, in, out and to the end."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from therapy import safety
from therapy.briefing import Briefing
from therapy.climb import FIRST_SUDS_S, Climb
from therapy.commands import Actor
from therapy.conversation import Conversation
from therapy.directives import CloseStage, Directive, Say, ShowSafeRoom
from therapy.envelope import Envelope, Facts, Presence, Response
from therapy.errors import WrongState
from therapy.events import (
    CommandRefused,
    Ending,
    Event,
    FaultRecorded,
    FlagRaised,
    IntensityReached,
    Output,
    Paused,
    PhaseEntered,
    Resumed,
    RuleApplied,
    SafeRoomEntered,
    Verdict,
    VisitEnded,
)
from therapy.grounding import OUT_OF_FEAR, Grounding
from therapy.observations import Scale
from therapy.ports import Environment
from therapy.protocol import Phase, Purpose
from therapy.sample import TICKS_PER_S
from therapy.words import N_

RECOVERY_SUDS_S, PAUSE_RATING_S = 60, 60
COMPLETED_SHARE = 0.8
"""A visit stopped after this share of its minutes still counts as done: stopping is never punished. One in which the
patient never went in does not."""

LEADS_TO: Final[dict[Phase, frozenset[Phase]]] = {
    Phase.BRIEFING: frozenset({Phase.BASELINE, Phase.DEBRIEF, Phase.ENDED}),
    Phase.BASELINE: frozenset({Phase.STEPS, Phase.DEBRIEF}),
    Phase.STEPS: frozenset({Phase.RECOVERY}),
    Phase.RECOVERY: frozenset({Phase.STEPS, Phase.DEBRIEF}),
    Phase.DEBRIEF: frozenset({Phase.ENDED}),
    Phase.ENDED: frozenset(),
}
"""Which phase may follow which."""

RECOVERY_TEXT = N_("You are in the safe room. Breathe with the light, in your own time.")
PAUSE_TEXT = N_("We take a break. There is no hurry.")
DEBRIEF_TEXT = N_("You have done something that takes courage. Well done.")
PRACTISED_TEXT = N_("You have worked hard with your arm today. Well done.")


class Visit:
    """The state of one visit that commands, observations and rules act on. Owned and stepped by `Session`."""

    def __init__(self, briefing: Briefing, environment: Environment, rules: Sequence[safety.Rule]) -> None:
        self.briefing, self.environment, self.rules = briefing, environment, rules
        self.phase = Phase.BRIEFING
        self.facts = Facts(briefing, environment.spec)
        self.envelope = Envelope()
        self.out: list[Output] = []
        self.numbers = 0
        self.conversation = Conversation(self.put, briefing.protocol.ratings.answer_within_s)
        self.climb = Climb(briefing, environment, self.facts, self.conversation, self.put, rules)
        self.grounding = Grounding()
        self.rehabilitation = briefing.protocol.purpose is Purpose.REHABILITATION
        self.binding: dict[tuple[str, str], Verdict] = {}
        self.phase_tick = 0
        self.calm_tick = 0
        self.recovery_suds: int | None = None
        self.ending: Ending | None = None
        self.ending_verdict: Verdict | None = None
        self.pause_asked_by: Actor | None = None
        self.loaded = False

    def enter(self, phase: Phase) -> None:
        """Begin a phase. Raises WrongState where the visit cannot go there from here."""
        if phase not in LEADS_TO[self.phase]:
            expected = " or ".join(
                sorted(before.value for before, after in LEADS_TO.items() if phase in after)
            )
            raise WrongState(f"enter {phase.value}", expected, self.phase.value)
        left, self.phase = self.phase, phase
        self.facts.phase = phase
        self.phase_tick = self.facts.tick
        self.put(PhaseEntered(phase=phase, left=left))

    def heed_rules(self) -> None:
        """Ask every rule about this tick and do what the strictest demands."""
        facts = self.facts
        facts.phase = self.phase
        envelope = self.envelope = self.climb.envelope = safety.watch(facts, self.rules)
        if envelope.verdicts or self.binding:
            self._tell(envelope)
        verdict = envelope.strictest
        if envelope.response is Response.NONE or verdict is None:
            return
        if envelope.response is Response.END:
            self.end_exposure(verdict)
        elif envelope.response is Response.PAUSE:
            self.pause(Actor.HOST, verdict)
        else:
            self.guard(lambda: self._step_down(verdict))

    def _step_down(self, verdict: Verdict) -> None:
        if not self.climb.step_down(verdict):
            self.pause(Actor.HOST, verdict)

    def heed_again(self) -> None:
        """Look at the rules with what this tick has already changed (an answered offer ends a silence)."""
        self.envelope = self.climb.envelope = safety.watch(self.facts, self.rules)

    def _tell(self, envelope: Envelope) -> None:
        now = {(verdict.rule, verdict.sentence): verdict for _, verdict in envelope.verdicts}
        for key, verdict in now.items():
            if key not in self.binding:
                self.put(RuleApplied(verdict=verdict, binding=True))
        for key, verdict in self.binding.items():
            if key not in now:
                self.put(RuleApplied(verdict=verdict, binding=False))
        self.binding = now

    def end_exposure(self, verdict: Verdict) -> None:
        """Safe room now; recovery where there was something to recover from, else debrief."""
        if self.phase is Phase.STEPS:
            if self.ending is None:
                # A pause that took too long is the time rule's too, but not the visit's natural end.
                over = self.facts.tick >= safety.exposure_minutes(self.briefing) * 60 * TICKS_PER_S
                natural = verdict.rule == "time" and over
                self.ending = Ending.COMPLETED if natural else Ending.ENDED_BY_RULE
                self.ending_verdict = None if natural else verdict
            self.to_recovery(verdict.rule)
        elif self.phase in (Phase.BRIEFING, Phase.BASELINE):
            self.ending = self.ending or Ending.ENDED_BY_RULE
            self.ending_verdict = self.ending_verdict or verdict
            self.conversation.hush()
            self._safe_room(verdict.rule)
            self.debrief()

    def to_recovery(self, why: str) -> None:
        """Safe room now, calm until distress has settled."""
        self.guard(lambda: self.climb.come_out(back_to_start=True))
        if self.phase is not Phase.STEPS:
            return  # The task failed as the patient left: that is recorded, and recovery has begun.
        self._safe_room(why)
        self.facts.paused_ticks = 0
        self.enter(Phase.RECOVERY)
        self.calm_tick, self.recovery_suds = self.facts.tick, None
        self.put(Say(text=RECOVERY_TEXT))
        self._ground(why)
        self.conversation.every(Scale.SUDS, RECOVERY_SUDS_S, self.facts.tick + RECOVERY_SUDS_S * TICKS_PER_S)

    def _ground(self, why: str) -> None:
        if why in OUT_OF_FEAR and not self.rehabilitation:
            self.grounding.begin()
        else:
            self.grounding.end()

    def debrief(self) -> None:
        """The last questions."""
        self.conversation.hush()
        self.grounding.end()
        self.enter(Phase.DEBRIEF)
        self.put(Say(text=PRACTISED_TEXT if self.rehabilitation else DEBRIEF_TEXT))
        self.conversation.ask(Scale.SICKNESS)
        if self.rehabilitation:
            self.conversation.ask(Scale.PAIN)
            self.conversation.ask(Scale.FATIGUE)

    def _safe_room(self, why: str) -> None:
        self.put(ShowSafeRoom(why=why))
        self.put(SafeRoomEntered(why=why))
        self.put(IntensityReached(intensity=0.0))

    def pause(self, by: Actor, verdict: Verdict) -> None:
        """Safe room now, with a way back in; after a stop that way begins at the bottom of the ladder."""
        if not self.facts.exposed:
            if verdict.rule == "stop":
                self.climb.start_over()  # the headset came off while resting: that is a stop too
            return
        self.guard(lambda: self.climb.pause(back_to_start=verdict.rule == "stop"))
        if self.climb.presence is not Presence.PAUSED:
            return  # The task failed as the patient left: no way back into that.
        self.pause_asked_by = by
        self._safe_room(verdict.rule)
        self.put(Paused(by=by, verdict=verdict))
        self.put(Say(text=PAUSE_TEXT))
        self._ground(verdict.rule)
        # What keeps the patient out is asked again, or there would be no way back.
        first = self.facts.tick + PAUSE_RATING_S * TICKS_PER_S
        if (self.facts.sickness or 0) >= safety.SICK_PAUSE:
            self.conversation.every(Scale.SICKNESS, PAUSE_RATING_S, first)
        if (self.facts.suds or 0) >= safety.HIGH_SUDS:
            self.conversation.every(Scale.SUDS, PAUSE_RATING_S, first)

    def keep_out(self, verdict: Verdict) -> None:
        """Make somebody else's pause the therapist's: only they end it now."""
        self.pause_asked_by = Actor.THERAPIST
        self.conversation.withdraw()
        self.put(Paused(by=Actor.THERAPIST, verdict=verdict))

    def go_in(self, by: Actor, *, ready: bool) -> Verdict | None:
        """Into the exposure: the first time, after a pause, or after a stop the therapist and patient got over."""
        refused = self.envelope.strictest if self.envelope.response >= Response.PAUSE else None
        refused = refused or self.climb.may_go_in(by, ready=ready)
        if refused is not None:
            return refused
        resuming = self.climb.presence is Presence.PAUSED or self.phase is Phase.RECOVERY
        self.conversation.hush()
        self.grounding.end()
        self.facts.paused_ticks = 0
        if self.phase is not Phase.STEPS:
            self.enter(Phase.STEPS)
        if resuming:
            self.put(Resumed(by=by))
        self.guard(lambda: self.climb.go_in(by))
        if self.climb.presence is not Presence.IN:
            return None
        intervals = self.briefing.protocol.ratings
        self._every(Scale.SICKNESS, intervals.sickness_s)
        if self.rehabilitation:
            self._every(Scale.PAIN, intervals.pain_s or intervals.suds_s)
        return None

    def _every(self, scale: Scale, interval_s: float) -> None:
        """Ask at least so often: many short pauses must not put a question off for ever."""
        tick = self.facts.tick
        due = self.conversation.asked_ticks.get(scale, tick) + int(interval_s * TICKS_PER_S)
        self.conversation.every(scale, interval_s, max(due, tick + FIRST_SUDS_S * TICKS_PER_S))

    def close(self) -> None:
        """The end, in order."""
        self.conversation.hush()
        self._finish(self.ending or Ending.COMPLETED, self.ending_verdict)
        self.enter(Phase.ENDED)

    def refuse_to_begin(self, envelope: Envelope) -> None:
        """Rules do not let this visit start."""
        for _, verdict in envelope.verdicts:
            self.put(RuleApplied(verdict=verdict, binding=True))
        self._finish(Ending.REFUSED, envelope.strictest)
        self.enter(Phase.ENDED)

    def _finish(self, ending: Ending, verdict: Verdict | None) -> None:
        minutes = round(self.facts.minutes, 4)
        prescribed = safety.visit_minutes(self.briefing)
        stayed = minutes >= COMPLETED_SHARE * prescribed
        completed = self.climb.reached > 0 and (ending is Ending.COMPLETED or stayed)
        self.put(VisitEnded(ending=ending, verdict=verdict, minutes=minutes, completed=completed))
        self.put(CloseStage())

    def fault(self, what: str) -> None:
        """Software failed: safe room, recorded, and the visit goes to its end in order."""
        self.put(FaultRecorded(what=what))
        self.ending, self.ending_verdict = Ending.FAULT, None
        words = N_("Something in the software failed; the exposure is over.")
        verdict = Verdict(rule="fault", inputs={}, sentence=words)
        if self.climb.presence is not Presence.OUT:
            self.climb.abandon()
        self.end_exposure(verdict)

    def guard(self, do: Callable[[], object]) -> None:
        """Run a part of the environment; whatever it throws, the patient ends up in the safe room (rule 2)."""
        try:
            do()
        except Exception as thrown:
            self.fault(f"{type(thrown).__name__}: {thrown}")

    def refuse(self, command: Any, verdict: Verdict) -> None:
        """Record that a command was not carried out, and why."""
        self.put(CommandRefused(command=command.kind, by=command.by, verdict=verdict))

    def answer_to(self, command: Any, refused: Verdict | None) -> None:
        """Record a refusal, if there is one."""
        if refused is not None:
            self.refuse(command, refused)

    def wrong_moment(self) -> Verdict:
        """Why a command for the exposure makes no sense outside it."""
        inputs = {"phase": self.phase.value, "presence": self.climb.presence.value}
        words = N_(
            "This needs the patient to be in the exposure. The visit is at: {phase}; the patient is {presence}."
        )
        return Verdict(rule="order", inputs=dict(inputs), sentence=words)

    def flag(self, flag: str, sentence: str, **inputs: str | int) -> None:
        """Raise something the therapist must see."""
        self.put(FlagRaised(flag=flag, sentence=sentence, inputs=dict(inputs)))

    def put(self, what: Event | Directive) -> int:
        """Put out an event or a directive; its number in the visit."""
        self.numbers += 1
        self.out.append(Output(self.numbers, self.facts.tick, what))
        return self.numbers
