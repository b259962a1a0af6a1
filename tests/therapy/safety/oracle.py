"""Watches a session from outside and knows nothing of its rules: what may never be seen, by the numbers alone."""

import math
from typing import Any

from tests.therapy.practice import TOWER, Tower
from therapy.briefing import Briefing
from therapy.commands import Actor, ConfirmRemote, Ready, RemoteCheck, Stop, StopVia
from therapy.directives import ChangeParameter, ShowEnvironment, ShowSafeRoom
from therapy.events import EventTriggered, Output, Resumed, StepEntered
from therapy.observations import Answered, LinkHeard, LinkSilent, Scale
from therapy.parameter import Gentle
from therapy.prescription import Mode
from therapy.protocol import Phase
from therapy.sample import TICKS_PER_S, Sample
from therapy.session import Session

PARAMETERS = {parameter.name: parameter for parameter in TOWER.parameters}
TINY = 1e-6


def harder(name: str, old: float, new: float) -> bool:
    """Whether a parameter leaves its gentle side."""
    gentle = PARAMETERS[name].gentle
    return new > old + TINY if gentle is Gentle.LOWER else gentle is Gentle.HIGHER and new < old - TINY


class Oracle:
    """Follows one visit by what goes in and what comes out."""

    def __init__(self, session: Session, brief: Briefing, levels: list[float]) -> None:
        self.session, self.brief = session, brief
        self.home = brief.prescription.mode is Mode.HOME
        self.levels = sorted(levels)
        self.intensity = Tower().intensity
        self.goal: dict[str, float] = dict(session.values)
        self.inside = session.exposed
        self.held = self.intensity(self.goal) if self.inside else 0.0
        """Highest level the patient may be put at without a new rise."""
        self.risen_tick = -10_000
        self.suds: int | None = None
        self.calmest: int | None = None
        self.link_silent_s = self.liveliest = 0.0
        self.flashes: list[int] = []
        self.ready_tick = -10_000
        self.unchecked: set[RemoteCheck] = set()
        """What a therapist elsewhere has not made sure of; nobody goes in meanwhile."""

    def copy_to(self, session: Session) -> "Oracle":
        """This oracle's knowledge, for a copy of the session."""
        other = Oracle.__new__(Oracle)
        other.__dict__ = {
            **self.__dict__,
            "session": session,
            "goal": dict(self.goal),
            "flashes": list(self.flashes),
            "unchecked": set(self.unchecked),
        }
        return other

    def check(self, sample: Sample, inputs: list[Any], outputs: list[Output]) -> None:
        """One tick. AssertionError where something was seen that may never be."""
        # Within one tick only the session knows the order: a rise is wrong if no moment of the tick allowed it.
        self.calmest, self.liveliest = self.suds, self.link_silent_s
        for given in inputs:
            self._hear(given)
        before = self.intensity(self.goal) if self.inside else 0.0
        entering = False
        changed = False
        for _, tick, what in outputs:
            if isinstance(what, ShowSafeRoom):
                self.inside = False
            elif isinstance(what, ShowEnvironment):
                self.inside = entering = True
            elif isinstance(what, ChangeParameter):
                self._ramp(what, tick)
                changed = True
            elif isinstance(what, EventTriggered):
                self._event(what, tick)
            elif isinstance(what, StepEntered | Resumed):
                continue
        assert not (self.inside and self.unchecked), f"inside without {self.unchecked}"
        self._stops(sample, inputs, outputs)
        if changed and self.inside:
            self._level(before, entering=entering)
        assert not self.session.exposed or self.session.phase is Phase.STEPS, "exposed outside the steps"
        self._values()

    def _hear(self, given: Any) -> None:
        if isinstance(given, Answered) and given.scale is Scale.SUDS:
            self.suds = given.value
            self.calmest = None if self.calmest is None else min(self.calmest, self.suds)
        elif isinstance(given, LinkSilent):
            self.link_silent_s = given.seconds
        elif isinstance(given, LinkHeard):
            self.link_silent_s = self.liveliest = 0.0
        elif isinstance(given, ConfirmRemote) and given.by is Actor.THERAPIST:
            self.unchecked.discard(given.check)
        elif isinstance(given, Ready):
            self.ready_tick = self.session.tick

    def _ramp(self, change: ChangeParameter, tick: int) -> None:
        parameter = PARAMETERS[change.name]
        rail = parameter.guardrail
        assert rail.lowest <= change.end <= rail.highest, f"{change} passes a hard limit"
        if harder(change.name, change.start, change.end):
            seconds = (change.end_tick - change.start_tick) / TICKS_PER_S
            size = abs(change.end - change.start)
            assert seconds >= 2, f"{change} rises in less than two seconds"
            assert 1.5 * size / seconds <= parameter.largest_rate_per_s + TINY, f"{change} is too fast"
            if parameter.moves_patient:
                assert 6 * size / seconds**2 <= 0.2 + TINY, f"{change} accelerates the patient too much"
        assert change.start_tick == (tick - 1 if change.end_tick > tick else tick)
        self.goal[change.name] = change.end

    def _level(self, before: float, *, entering: bool) -> None:
        tick, now = self.session.tick, self.intensity(self.goal)
        if entering:
            # Back in: never above one rung under where the patient was; from nothing: the first rung.
            assert now <= self.held + TINY or now <= self.levels[0] + TINY, (
                f"went in at {now}, held was {self.held}"
            )
            self.held, self.risen_tick = now, tick
        elif now > before + TINY:
            above = [level for level in self.levels if level > before + TINY]
            assert above, f"rose to {now} above the top of the ladder"
            assert now <= above[0] + TINY, f"rose from {before} to {now}, one rung is {above[0]}"
            assert tick - self.risen_tick >= 60 * TICKS_PER_S, "rose twice within a minute"
            assert self.calmest is None or self.calmest < 80, f"rose at SUDS {self.suds}"
            assert self.home or self.liveliest < 0.5, "rose without the therapist's link"
            assert not self.home or self.ready_tick == tick, "rose at home without the patient's ready"
            self.risen_tick = tick
        self.held = now

    def _event(self, event: EventTriggered, tick: int) -> None:
        declared = next(one for one in TOWER.events if one.name == event.name)
        assert not declared.sudden or self.brief.prescription.sudden_events, (
            f"{event.name} came without consent"
        )
        self.flashes = [flash for flash in self.flashes if tick - flash < TICKS_PER_S] + [
            tick
        ] * declared.flashes
        assert len(self.flashes) <= 3, "more than three flashes in a second"

    def _stops(self, sample: Sample, inputs: list[Any], outputs: list[Output]) -> None:
        stopped = [given for given in inputs if isinstance(given, Stop)]
        if stopped or not sample.worn or (not self.home and self.link_silent_s >= 10):
            assert not self.session.exposed, f"still exposed after {stopped or 'the headset came off'}"
            assert not self.inside, "the safe room was not shown"
            assert self.session.intensity == 0
        if any(stop.via is not StopVia.HEADSET_OFF for stop in stopped):
            self.held = 0.0
        if not self.session.exposed:
            assert not self.inside, "the environment is still shown"
        if any(isinstance(what, ShowSafeRoom) for _, _, what in outputs) and not stopped:
            # A pause: the way back leads at most one rung under where the patient was.
            below = [level for level in self.levels if level < self.held - TINY]
            self.held = below[-1] if below else 0.0
        if not sample.worn:
            self.held = 0.0

    def _values(self) -> None:
        for name, value in self.session.values.items():
            rail = PARAMETERS[name].guardrail
            assert rail.lowest <= value <= rail.highest, f"{name} is {value}"
            assert math.isfinite(value)
