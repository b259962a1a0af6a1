"""What the safety rules look at and what they tighten: the facts of a visit, a change asked for, and the envelope."""

import enum

from therapy.briefing import Briefing
from therapy.commands import Actor, RemoteCheck, Stop
from therapy.events import Verdict
from therapy.ladder import SAME
from therapy.ports import EnvironmentEvent, EnvironmentSpec
from therapy.prescription import Mode
from therapy.protocol import Phase, Purpose
from therapy.sample import TICKS_PER_S, Sample

FALLING_MPS = 1.5
"""A head that moves down faster than this is falling, not nodding (the project's own threshold)."""


class Presence(enum.Enum):
    """Where the patient is with respect to the exposure."""

    OUT = "out"
    IN = "in"
    PAUSED = "paused"


class Response(enum.IntEnum):
    """What a rule demands, mildest first; the strictest demand of all rules is carried out."""

    NONE = 0
    STEP_DOWN = 1
    PAUSE = 2
    """Safe room now; the visit may go on later."""
    END = 3
    """Safe room now; then recovery and debrief."""


class Envelope:
    """What is allowed, as tightened so far. Only tightening methods exist."""

    __slots__ = ("may_change", "may_rise", "refused", "response", "verdicts")

    def __init__(self) -> None:
        self.response = Response.NONE
        self.may_rise = True
        self.may_change = True
        self.refused: Verdict | None = None
        self.verdicts: list[tuple[Response, Verdict]] = []

    @property
    def strictest(self) -> Verdict | None:
        """The verdict behind the strictest demand."""
        return next((verdict for response, verdict in self.verdicts if response is self.response), None)

    def respond(self, response: Response, verdict: Verdict) -> None:
        """Demand at least `response`; nothing may rise meanwhile."""
        self.response = max(self.response, response)
        self.may_rise = False
        self.may_change = self.may_change and response < Response.PAUSE
        self.verdicts.append((response, verdict))

    def no_rise(self, verdict: Verdict) -> None:
        """Nothing may become more intense."""
        self.may_rise = False
        self.verdicts.append((Response.NONE, verdict))

    def no_change(self, verdict: Verdict) -> None:
        """Nothing may change but towards calm."""
        self.may_change = False
        self.no_rise(verdict)

    def refuse(self, verdict: Verdict) -> None:
        """Turn the change down; the first reason is the one that is told."""
        self.refused = self.refused or verdict


class Change:
    """A change somebody asks for, with what it would lead to. Falling and equal intensity are not rises."""

    __slots__ = ("by", "ceiling", "enters", "event", "explained", "new", "old", "ready", "steps", "targets")

    def __init__(
        self,
        by: Actor,
        *,
        old: float = 0.0,
        new: float = 0.0,
        ceiling: float = 0.0,
        targets: dict[str, tuple[float, float, float]] | None = None,
        event: EnvironmentEvent | None = None,
        ready: bool = False,
        steps: int = 0,
        explained: bool = True,
        enters: bool = False,
    ) -> None:
        self.by = by
        self.old = old
        self.new = new
        self.ceiling = ceiling
        self.targets = targets or {}
        """By parameter: asked value, lowest and highest allowed."""
        self.event = event
        self.ready = ready
        """The patient said ready for it."""
        self.steps = steps
        """Rungs it moves, signed."""
        self.explained = explained
        self.enters = enters
        """It takes the patient into the exposure, which is a rise however easy the first step is."""

    @property
    def rises(self) -> bool:
        """Whether the patient would meet more intensity than now."""
        return self.enters or self.new > self.old + SAME


class Facts:
    """What the rules look at. The session keeps it; no rule changes it."""

    def __init__(self, briefing: Briefing, spec: EnvironmentSpec) -> None:
        self.briefing = briefing
        self.spec = spec
        self.home = briefing.prescription.mode is Mode.HOME
        self.adaptation = briefing.prescription.adaptation
        self.room = briefing.room
        self.phase = Phase.BRIEFING
        self.tick = 0
        self.exposed = False
        self.rising = False
        self.level_tick = 0
        """Tick since which the patient has been at this level, arrival of the last ramp included."""
        self.paused_ticks = 0
        self.stop: Stop | None = None
        self.worn = True
        self.head_lost_ticks = 0
        self.outside_ticks = 0
        self.falling_ticks = 0
        self.too_fast_mps: float | None = None
        self.link_silent_s = 0.0
        self.suds: int | None = None
        self.suds_extreme_run = 0
        self.stepped_down_at_run = 0
        self.missed_run = 0
        self.sickness: int | None = None
        self.sickness_baseline: int | None = None
        self.pain: int | None = None
        self.pain_baseline: int | None = None
        self.flash_ticks: list[int] = []
        self.open_flags: list[str] = list(briefing.history.open_risk_flags)
        plan, standing = briefing.protocol.purpose, not briefing.prescription.seated
        careful = spec.floor.near_edge or plan is Purpose.REHABILITATION
        self.needs_support = standing and (careful or briefing.prescription.support_present_needed)
        """Whether somebody must stand by before this exposure."""
        self.support_confirmed = False
        remote = briefing.prescription.mode is Mode.REMOTE
        self.unchecked: list[RemoteCheck] = list(RemoteCheck) if remote else []
        """What a therapist who is not in the room has still to make sure of."""
        self._last_head_y_m: float | None = None

    def look_at(self, sample: Sample) -> None:
        """Take from this tick's sample what the rules look at."""
        self.worn = sample.worn
        head = sample.head
        if head is None:
            if sample.worn:  # a headset that nobody wears has lost nobody
                self.head_lost_ticks += 1
            self._last_head_y_m, self.falling_ticks = None, 0
            return
        self.head_lost_ticks = 0
        last, self._last_head_y_m = self._last_head_y_m, head[1]
        falling = last is not None and (last - head[1]) * TICKS_PER_S > FALLING_MPS
        self.falling_ticks = self.falling_ticks + 1 if falling else 0
        room = self.room
        outside = room is not None and (abs(head[0]) > room.width_m / 2 or abs(head[2]) > room.depth_m / 2)
        self.outside_ticks = self.outside_ticks + 1 if outside else 0

    @property
    def minutes(self) -> float:
        """Minutes in the headset so far."""
        return self.tick / (60 * TICKS_PER_S)
