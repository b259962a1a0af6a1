"""The patient on the ladder: going in, up, down and out, and everything that can change while inside."""

from collections.abc import Callable, Sequence

from therapy import safety
from therapy.briefing import Briefing, Calibration
from therapy.commands import Actor, SetParameter, TriggerEvent, Undo
from therapy.conversation import READY, Conversation, Purpose
from therapy.directives import ChangeParameter, Directive, Say, SetChoice, ShowEnvironment
from therapy.envelope import Change, Envelope, Facts, Presence
from therapy.events import (
    Event,
    EventTriggered,
    Happened,
    IntensityReached,
    ParameterApplied,
    ParameterChanged,
    StepEntered,
    TrialEnded,
    Verdict,
)
from therapy.ladder import SAME, Ladder, Rung
from therapy.live_parameters import LiveParameters
from therapy.observations import Answered, Decision, Fact, Move, Scale
from therapy.parameter import Gentle
from therapy.ports import Environment, Moment, Task
from therapy.progress import Progress
from therapy.protocol import ExpectancyGate
from therapy.protocol import Purpose as Plan
from therapy.sample import NOTHING, TICKS_PER_S, Sample
from therapy.words import N_

FIRST_SUDS_S = 30
"""Seconds after arriving on a step before SUDS is asked: the peak is early, the question must not be the trigger."""

NEXT_TEXT = N_("You have stayed with it. Whenever you want, we go on to the next step.")
REST_TEXT = N_("Well done. Rest as long as you like; we go on when you say so.")
GROUND_TEXT = N_("We go a step back. Feel your feet on the floor, and let your breath go out slowly.")


class Climb:
    """The exposure of one visit. Every rise goes through `safety.weigh`; every fall is immediate."""

    def __init__(
        self,
        briefing: Briefing,
        environment: Environment,
        facts: Facts,
        conversation: Conversation,
        put: Callable[[Event | Directive], int],
        rules: Sequence[safety.Rule],
    ) -> None:
        self._briefing, self._environment, self._facts = briefing, environment, facts
        self._conversation, self._put, self._rules = conversation, put, rules
        self.ladder = Ladder(environment, briefing.protocol, briefing.prescription)
        self.live = LiveParameters(self.ladder.parameters, self.ladder.gentlest())
        self.presence = Presence.OUT
        self.envelope = Envelope()
        """What the rules found in this tick; the session renews it."""
        self.holding = False
        self.peak_suds: int | None = None
        self.reached = 0
        """Number of the highest rung the patient has been on."""
        self._return_to = 0
        self._rung: Rung | None = None
        self._task: Task | None = None
        self._choices: dict[str, str] = {}
        self._on_step = False
        self._sample = NOTHING
        self.progress = Progress(self, facts, conversation, put)
        self._next_by = Actor.PATIENT
        self._engine_moved: Move | None = None
        self._changes: dict[int, str] = {}

    @property
    def intensity(self) -> float:
        """Intensity of what the patient is in, 0 when out of it."""
        return self.ladder.intensity(self.live.values) if self.presence is Presence.IN else 0.0

    @property
    def rung(self) -> Rung | None:
        """The rung the patient is on, or was last on."""
        return self._rung

    # Going in and out

    def prepare(self, calibration: Calibration) -> None:
        """Set up the environment's task once the patient was measured."""
        self._task = self._environment.task(self._briefing, calibration)

    def may_go_in(self, by: Actor, *, ready: bool) -> Verdict | None:
        """Why the patient may not go in now, or None. In is a rise, however easy the first step is."""
        rung = self.ladder.rungs[self._return_to]
        targets = self._asked(rung.values)
        return self._weigh(
            Change(by, new=rung.intensity, ceiling=rung.intensity, targets=targets, ready=ready, enters=True)
        )

    def go_in(self, by: Actor) -> None:
        """Show the environment: on the first rung, or one below where a pause began."""
        rung = self.ladder.rungs[self._return_to]
        self.presence, self._facts.exposed = Presence.IN, True
        self.live.place(self.ladder.gentlest())
        tick = self._facts.tick
        for name, value in self.live.values.items():
            self._put(ChangeParameter(name=name, start=value, end=value, start_tick=tick, end_tick=tick))
        self._put(ShowEnvironment(environment=self._environment.spec.id))
        self._arrive(rung, by, "start", N_("The patient goes in on step {number}."), {"number": rung.number})

    def come_out(self, *, back_to_start: bool) -> None:
        """Leave for the safe room. Whoever calls shows it; here the exposure is taken off the books."""
        self._put_all(self._leave_step())
        if back_to_start:
            self._return_to = 0
        elif self.presence is Presence.IN:
            # By what the patient met, not by the step's name: a parameter may have been lowered by hand.
            lower = self.ladder.below(self.intensity)
            self._return_to = 0 if lower is None else lower.number - 1
        self.presence, self._facts.exposed = Presence.OUT, False
        self.live.place(self.ladder.gentlest())
        # Too fast was then; it must not bar the way back.
        self._facts.rising, self._facts.too_fast_mps = False, None
        self.progress.forget()
        self._conversation.hush()

    def pause(self, *, back_to_start: bool = False) -> None:
        """Come out for now."""
        self.come_out(back_to_start=back_to_start)
        self.presence = Presence.PAUSED
        self._facts.paused_ticks = 0

    def start_over(self) -> None:
        """From now on the way back in begins at the bottom of the ladder."""
        self._return_to = 0

    def abandon(self) -> None:
        """Come out without asking the task anything: it may be what failed."""
        self._task, self._on_step = None, False
        self.come_out(back_to_start=True)

    # Moving on the ladder

    def next(self, by: Actor, *, ready: bool, explained: Decision | None = None) -> Verdict | None:
        """Go one rung up, if every rule lets it. The refusal, or None."""
        rung = self.ladder.above(self.level())
        refused = self.why_not_up(by, ready=ready)
        if rung is None or refused is not None:
            return refused
        if explained is not None:
            self._arrive(rung, by, explained.rule, explained.sentence, explained.inputs)
            self._engine_moved = Move.UP
        else:
            through, before = (
                N_("One step up, decided by {by}; its gate was open."),
                N_("One step up, decided by {by} before its gate was open."),
            )
            words = through if self.progress.gate().open else before
            self._arrive(rung, by, "word", words, {"by": by.value})
        return None

    def previous(self, by: Actor, rule: str, sentence: str, inputs: dict[str, Fact]) -> bool:
        """Go one rung down at once; False at the bottom."""
        rung = self.ladder.below(self.level())
        if rung is None:
            return False
        self._arrive(rung, by, rule, sentence, inputs)
        return True

    def offer_next(self, by: Actor) -> Verdict | None:
        """Offer the next step to the patient, whose Ready carries it out for `by`. Why not, or None."""
        refused = self.why_not_up(by, ready=True)
        if refused is None and self._conversation.offering is not Purpose.NEXT:
            rehabilitation = self._briefing.protocol.purpose is Plan.REHABILITATION
            self._next_by = by
            self._conversation.offer(Purpose.NEXT, REST_TEXT if rehabilitation else NEXT_TEXT, READY)
        return refused

    def take_back_offer(self) -> None:
        """Take an offer of the next step away whose Ready would come to nothing, or whose gate has shut again."""
        if self._conversation.offering is Purpose.NEXT:
            shut = self._next_by is Actor.PATIENT and not self.progress.gate().open
            if shut or self.why_not_up(self._next_by, ready=True) is not None:
                self._conversation.withdraw()

    def accepted_next(self) -> Verdict | None:
        """The patient took the offer."""
        by = self._next_by
        return self.next(by, ready=True, explained=self.progress.proposal if by is Actor.ENGINE else None)

    def set_parameter(self, command: SetParameter) -> Verdict | None:
        """Change one parameter by hand."""
        parameter = self.ladder.parameters.get(command.name)
        if parameter is None:
            known = ", ".join(self.ladder.parameters)
            words = N_("There is no parameter {name} here; there are {known}.")
            return Verdict(rule="order", inputs={"name": command.name, "known": known}, sentence=words)
        goal = {**self.live.goal(), command.name: command.value}
        rail = parameter.guardrail
        asked = {command.name: (command.value, rail.prescribed_lowest, rail.prescribed_highest)}
        inside = rail.clamp(command.value) == command.value
        new = self.ladder.intensity(goal) if inside else self.level()
        change = Change(
            command.by, old=self.level(), new=new, ceiling=self.ladder.ceiling(self.level()), targets=asked
        )
        refused = self._weigh(change)
        if refused is None and self.holding and change.rises:
            refused = Verdict(rule="hold", inputs={}, sentence=N_("The therapist holds this level."))
        if refused is None:
            words = N_("Set by hand to {value:g}.")
            self._engine_moved = None
            self._set_out(
                {command.name: command.value}, command.by, "by_hand", words, {"value": command.value}
            )
        return refused

    def trigger(self, command: TriggerEvent) -> Verdict | None:
        """Let something happen in the environment."""
        event = next((event for event in self._environment.spec.events if event.name == command.name), None)
        if event is None or self._task is None:
            known = ", ".join(event.name for event in self._environment.spec.events)
            words = N_("There is no event {name} here; there are {known}.")
            return Verdict(rule="order", inputs={"name": command.name, "known": known}, sentence=words)
        refused = self._weigh(Change(command.by, old=self.level(), new=self.level(), event=event))
        if refused is not None:
            return refused
        tick = self._facts.tick
        recent = [flash for flash in self._facts.flash_ticks if tick - flash < TICKS_PER_S]
        self._facts.flash_ticks = recent + [tick] * event.flashes
        self._put(EventTriggered(name=event.name, by=command.by))
        self._put_all(self._task.trigger(event.name, self._moment()))
        return None

    def undo(self, command: Undo) -> Verdict | None:
        """Take back the engine's last move."""
        if self._engine_moved is Move.UP:
            self.previous(
                command.by, "undo", N_("One step down: the engine's last step up was taken back."), {}
            )
            return None
        if self._engine_moved is Move.DOWN:
            return self.next(command.by, ready=False)
        return Verdict(
            rule="order", inputs={}, sentence=N_("The engine has changed nothing that could be undone.")
        )

    # Every tick inside

    def see(self, sample: Sample) -> None:
        """What the patient does in this tick."""
        self._sample = sample

    def step(self) -> None:
        """One tick of exposure: parameters move, the task goes on, gates and engine are looked at."""
        facts = self._facts
        if self.live.moving and self.live.advance(facts.tick):
            facts.rising = False
            facts.level_tick = facts.tick
            self.progress.arrived()
            self._put(IntensityReached(intensity=round(self.intensity, 4)))
        if self._task is not None:
            happenings = self._task.step(self._moment())
            if happenings:
                self._put_all(happenings)
        if facts.tick % TICKS_PER_S == 0:
            self.progress.look_ahead()

    def heard(self, answer: Answered) -> None:
        """A rating was given inside."""
        if answer.scale is Scale.SUDS:
            self.peak_suds = max(answer.value, self.peak_suds or 0)
        self.progress.heard(answer)

    def shown(self, output: int) -> None:
        """The first frame with a change was drawn."""
        name = self._changes.pop(output, None)
        if name is not None:
            self._put(ParameterApplied(name=name, output=output))

    def step_down(self, verdict: Verdict) -> bool:
        """Rule 5's step down; False where there is nothing lower to go to."""
        if self.presence is not Presence.IN:
            return False
        self._facts.stepped_down_at_run = self._facts.suds_extreme_run
        self._put(Say(text=GROUND_TEXT))
        return self.previous(Actor.HOST, verdict.rule, verdict.sentence, verdict.inputs)

    def level(self) -> float:
        """Intensity where everything under way will arrive; 0 outside."""
        return self.ladder.intensity(self.live.goal()) if self.presence is Presence.IN else 0.0

    def why_not_up(self, by: Actor, *, ready: bool) -> Verdict | None:
        """Why nobody could go one rung up now for `by`, or None."""
        rung = self.ladder.above(self.level())
        if rung is None:
            return Verdict(rule="order", inputs={}, sentence=N_("This is the highest step of the ladder."))
        refused = self._weigh(self._change_to(rung, by, ready=ready, steps=1))
        if refused is None and self.holding:
            refused = Verdict(rule="hold", inputs={}, sentence=N_("The therapist holds this level."))
        return refused

    def may_rise(self) -> bool:
        """Whether a patient who says ready could go one rung up now."""
        return self.why_not_up(Actor.PATIENT, ready=True) is None

    def engine_down(self, decision: Decision) -> Verdict | None:
        """Carry out an engine's step down. The refusal, or None."""
        change = Change(Actor.ENGINE, old=self.level(), steps=-1, explained=bool(decision.sentence))
        refused = self._weigh(change)
        if refused is not None:
            return refused
        if not self.previous(Actor.ENGINE, decision.rule, decision.sentence, decision.inputs):
            return Verdict(rule="order", inputs={}, sentence=N_("This is the lowest step of the ladder."))
        self._engine_moved = Move.DOWN
        return None

    # How it is done

    def _asked(self, values: dict[str, float]) -> dict[str, tuple[float, float, float]]:
        rails = {name: parameter.guardrail for name, parameter in self.ladder.parameters.items()}
        return {
            name: (value, rails[name].prescribed_lowest, rails[name].prescribed_highest)
            for name, value in values.items()
        }

    def _change_to(self, rung: Rung, by: Actor, *, ready: bool, steps: int) -> Change:
        level = self.level()
        return Change(
            by,
            old=level,
            new=rung.intensity,
            ceiling=self.ladder.ceiling(level),
            targets=self._asked(rung.values),
            ready=ready,
            steps=steps,
        )

    def _weigh(self, change: Change) -> Verdict | None:
        return safety.weigh(change, self._facts, self.envelope, self._rules)

    def _arrive(self, rung: Rung, by: Actor, rule: str, sentence: str, inputs: dict[str, Fact]) -> None:
        self._put_all(self._leave_step())
        self._conversation.withdraw()
        self._rung, self._engine_moved = rung, None
        self.progress.begin(rung)
        self.reached = max(self.reached, rung.number)
        self._put(
            StepEntered(
                step=rung.step.id,
                number=rung.number,
                by=by,
                rule=rule,
                sentence=sentence,
                inputs=inputs,
                warm_up=rung.warm_up,
            )
        )
        self._choose(rung)
        self._set_out(rung.values, by, rule, sentence, inputs)
        if rung.step.patient_text:
            self._put(Say(text=rung.step.patient_text))
        arrival = max((ramp.end_tick for ramp in self.live.ramps()), default=self._facts.tick)
        intervals = self._briefing.protocol.ratings
        self._conversation.every(Scale.SUDS, intervals.suds_s, arrival + FIRST_SUDS_S * TICKS_PER_S)
        gate = rung.step.gate
        # An answer to the last step's question says nothing about this one.
        self._conversation.no_longer(Scale.EXPECTANCY)
        if isinstance(gate, ExpectancyGate):
            self._conversation.ask(Scale.EXPECTANCY, feared_outcome=gate.feared_outcome)
            again = arrival + int(gate.after_s * TICKS_PER_S)
            self._conversation.every(
                Scale.EXPECTANCY, gate.after_s, again, feared_outcome=gate.feared_outcome
            )
        if self._task is not None:
            self._on_step = True
            self._put_all(self._task.enter(rung.step, self._moment()))

    def _choose(self, rung: Rung) -> None:
        for name, option in rung.choices.items():
            if self._choices.get(name) != option:
                self._choices[name] = option
                self._put(SetChoice(name=name, option=option))

    def _set_out(
        self, targets: dict[str, float], by: Actor, rule: str, sentence: str, inputs: dict[str, Fact]
    ) -> None:
        tick, before = self._facts.tick, self.level()
        for name, ramp in self.live.set_out(targets, tick).items():
            parameter = self.ladder.parameters[name]
            lowers = parameter.gentle is not Gentle.NEUTRAL and not parameter.harder(ramp.start, ramp.end)
            number = self._put(
                ChangeParameter(
                    name=name,
                    start=ramp.start,
                    end=ramp.end,
                    start_tick=ramp.start_tick,
                    end_tick=ramp.end_tick,
                    blink=parameter.moves_patient and lowers,
                )
            )
            self._changes[number] = name
            self._put(
                ParameterChanged(
                    name=name,
                    old=ramp.start,
                    new=ramp.end,
                    by=by,
                    rule=rule,
                    sentence=sentence,
                    inputs=inputs,
                    output=number,
                )
            )
        self._facts.rising = self.live.moving
        if abs(self.level() - before) > SAME or self._facts.rising:
            self._facts.level_tick = tick
        if not self.live.moving:
            self._put(IntensityReached(intensity=round(self.intensity, 4)))

    def _leave_step(self) -> Sequence[Event | Directive]:
        if not self._on_step or self._task is None:
            return ()
        self._on_step = False
        return self._task.leave(self._moment())

    def _moment(self) -> Moment:
        return Moment(self._facts.tick, self._sample, self.live.values, self._choices)

    def _put_all(self, happenings: Sequence[Event | Directive]) -> None:
        for what in happenings:
            self._put(what)
            if isinstance(what, TrialEnded):
                self.progress.tried(hit=what.hit)
            elif isinstance(what, Happened) and what.name == "speed_ceiling":
                self._facts.too_fast_mps = float(what.inputs.get("speed_mps") or 0.0)
