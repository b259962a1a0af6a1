"""What a node does by itself: closed forms of the time since they began, parameter values and tracked poses.

Nothing here remembers anything, so session, stage, mirror and replay agree on every node at every moment. A
behaviour that takes over from another carries the state it goes on from and eases away from it over `ease_s`,
so nothing jumps. `begin` computes what to carry; the result travels in a directive as plain JSON.

A node's behaviours form a chain in the order of their slots: what moves it, its tint, then what is added.
"""

from __future__ import annotations

import enum
import math
from functools import cached_property
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Protocol, TypeAlias

from pydantic import AfterValidator, Field, TypeAdapter, model_validator

from environments.placement import (
    ORIGIN,
    CheckedPlacement,
    Colour,
    NodeState,
    Placement,
    Poses,
    Vec3,
    add,
    distance_m,
    facing,
    inverse,
    mix_colour,
    mix_rotation,
    mix_vector,
    multiply,
    normalised,
    rotate,
    smoothstep,
    subtract,
)
from therapy.arithmetic import cos, sin
from therapy.frozen import Frozen
from therapy.parameter import Values

GRAVITY_MPS2 = 9.80665
"""Standard gravity (BIPM, third CGPM 1901)."""
FLASHES_PER_S = 3.0
"""WCAG 2.3.1: nothing may flash more than three times in any second."""
TWO_PI = 6.283185307179586
NO_POSES: Poses = {}


def _rising(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    inputs = [point[0] for point in points]
    if any(a >= b for a, b in pairwise(inputs)):
        raise ValueError(f"expected the first number of each point to rise, got {inputs}")
    return points


Points: TypeAlias = Annotated[tuple[tuple[float, float], ...], Field(min_length=1), AfterValidator(_rising)]


class Curve(Frozen):
    """A piecewise-linear function of one named parameter, level outside its (value, result) points."""

    parameter: str
    points: Points

    def at(self, values: Values) -> float:
        try:
            x = values[self.parameter]
        except KeyError:
            raise KeyError(
                f"expected a value for parameter {self.parameter}, got only {sorted(values)}"
            ) from None
        x0, y0 = self.points[0]
        if x <= x0:
            return y0
        for x1, y1 in self.points:
            if x <= x1:
                return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
            x0, y0 = x1, y1
        return y0


class Slot(enum.IntEnum):
    """The place of a behaviour in a node's chain. A node has one of each, but one ADDED for each channel."""

    MOTION = 0
    TINT = 1
    ADDED = 2


class _Behaviour(Frozen):
    begun_s: float = 0.0
    """When it began, in seconds of session time; before that it stands at its first moment."""
    ease_s: float = Field(default=0.3, ge=0.0, le=600.0)
    """Seconds to ease away from the carried state. 0 puts the node there at once: for what is hidden."""
    carries: NodeState | None = None
    """The state of the chain at this slot when it began; None for what a scene begins with."""

    slot: ClassVar[Slot]
    ever_moving: ClassVar[bool] = False
    """Whether it goes on changing with time or poses for ever."""

    @property
    def place(self) -> str:
        """The place it fills in the chain; beginning another with the same place replaces it."""
        return self.slot.name

    @property
    def settles_at_s(self) -> float:
        """Session time from which only parameters change it; infinite where it never settles."""
        if self.ever_moving:
            return math.inf
        return self.begun_s + self.ease_s if self.carries is not None else self.begun_s

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        """The chain's state after this behaviour; `under` is what the chain made of the node below it."""
        raise NotImplementedError

    def eased(self, under: NodeState, t_s: float, values: Values, poses: Poses) -> NodeState:
        elapsed_s = t_s - self.begun_s
        if elapsed_s < 0.0:
            elapsed_s = 0.0
        state = self.state(under, elapsed_s, values, poses)
        if self.carries is None or elapsed_s >= self.ease_s:
            return state
        return self.mixed(self.carries, state, smoothstep(elapsed_s / self.ease_s))

    def mixed(self, carried: NodeState, state: NodeState, share: float) -> NodeState:
        return state._replace(
            position=mix_vector(carried.position, state.position, share),
            rotation=mix_rotation(carried.rotation, state.rotation, share),
            scale=mix_vector(carried.scale, state.scale, share),
        )

    def continuing(self, old: Behaviour, elapsed_s: float) -> _Behaviour:
        """This behaviour, going on at the phase that one of the same kind had reached."""
        return self


class Still(_Behaviour):
    """Stays where it is: where it was when this began, or in its resting place."""

    kind: Literal["still"] = "still"
    slot: ClassVar[Slot] = Slot.MOTION

    @property
    def settles_at_s(self) -> float:
        return self.begun_s

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        return _carried(self, under)


class Glide(_Behaviour):
    """Goes to a placement in `ease_s` seconds, slow at both ends."""

    kind: Literal["glide"] = "glide"
    slot: ClassVar[Slot] = Slot.MOTION
    to: CheckedPlacement
    ease_s: float = Field(default=1.0, ge=0.0, le=600.0)

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        return NodeState(*self.to, under.tint, under.visible)


class Fall(_Behaviour):
    """Flies freely from where it is and stays where it meets the floor, `floor_y_m` in the parent's space."""

    kind: Literal["fall"] = "fall"
    slot: ClassVar[Slot] = Slot.MOTION
    velocity_mps: Vec3 = ORIGIN
    floor_y_m: float

    def lands_after_s(self, start_y_m: float) -> float:
        """Seconds until a start at this height meets the floor; 0 at or below it."""
        height_m = start_y_m - self.floor_y_m
        if height_m <= 0.0:
            return 0.0
        up_mps = self.velocity_mps[1]
        return (up_mps + math.sqrt(up_mps * up_mps + 2.0 * GRAVITY_MPS2 * height_m)) / GRAVITY_MPS2

    @property
    def settles_at_s(self) -> float:
        return self.begun_s + (self.lands_after_s(self.carries.position[1]) if self.carries else 600.0)

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        start = _carried(self, under)
        x, y, z = start.position
        landing_s = self.lands_after_s(y)
        if elapsed_s >= landing_s:
            elapsed_s, y = landing_s, min(y, self.floor_y_m)
        else:
            y += self.velocity_mps[1] * elapsed_s - GRAVITY_MPS2 / 2.0 * elapsed_s * elapsed_s
        vx, _, vz = self.velocity_mps
        return start._replace(position=(x + vx * elapsed_s, y, z + vz * elapsed_s))

    def mixed(self, carried: NodeState, state: NodeState, share: float) -> NodeState:
        return state  # it starts where it was let go: easing would hold it back


class Loop(_Behaviour):
    """Goes round a closed path for ever, looking ahead along it; corners are rounded within `turn_m`."""

    kind: Literal["loop"] = "loop"
    slot: ClassVar[Slot] = Slot.MOTION
    ever_moving: ClassVar[bool] = True
    path: tuple[Vec3, ...] = Field(min_length=2)
    speed_mps: float = Field(ge=0.0, le=60.0)
    start_m: float = 0.0
    """Where on the path it begins, in metres from the first point."""
    turn_m: float = Field(default=1.0, gt=0.0)

    @cached_property
    def legs(self) -> tuple[tuple[Vec3, Vec3, float], ...]:
        """Start, end and length in metres of each straight piece."""
        return tuple((a, b, distance_m(a, b)) for a, b in pairwise((*self.path, self.path[0])))

    @cached_property
    def length_m(self) -> float:
        return math.fsum(length_m for _, _, length_m in self.legs)

    @model_validator(mode="after")
    def _has_length(self) -> Loop:
        if self.length_m < 4.0 * self.turn_m:
            raise ValueError(
                f"expected a path of four times turn_m or more, got {self.length_m} m and {self.turn_m} m"
            )
        return self

    def _point(self, along_m: float) -> Vec3:
        along_m -= math.floor(along_m / self.length_m) * self.length_m
        for a, b, leg_m in self.legs:
            if along_m < leg_m:
                return mix_vector(a, b, along_m / leg_m)
            along_m -= leg_m
        return self.path[0]

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        along_m = self.start_m + self.speed_mps * elapsed_s
        behind, ahead = self._point(along_m - self.turn_m), self._point(along_m + self.turn_m)
        return under._replace(
            position=mix_vector(behind, ahead, 0.5), rotation=facing(subtract(ahead, behind))
        )

    def continuing(self, old: Behaviour, elapsed_s: float) -> Loop:
        if not isinstance(old, Loop) or old.path != self.path:
            return self
        return self.model_copy(update={"start_m": old.start_m + old.speed_mps * elapsed_s})


class Hold(_Behaviour):
    """Is carried by a hand: `offset` is its placement as the hand sees it. The node must have no parent.

    Where the hand was never tracked it stays where it was.
    """

    kind: Literal["hold"] = "hold"
    slot: ClassVar[Slot] = Slot.MOTION
    ever_moving: ClassVar[bool] = True
    hand: Literal["left", "right"]
    offset: CheckedPlacement = Placement()

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        start = _carried(self, under)
        pose = poses.get(self.hand)
        if pose is None:
            return start
        turn = (pose.qx, pose.qy, pose.qz, pose.qw)
        position = add((pose.x_m, pose.y_m, pose.z_m), rotate(turn, self.offset.position))
        return start._replace(position=position, rotation=multiply(turn, self.offset.rotation))


class Tint(_Behaviour):
    """Takes on a colour and opacity; opacity 0 hides the node."""

    kind: Literal["tint"] = "tint"
    slot: ClassVar[Slot] = Slot.TINT
    tint: Colour

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        return under._replace(tint=self.tint)

    def mixed(self, carried: NodeState, state: NodeState, share: float) -> NodeState:
        return state._replace(tint=mix_colour(carried.tint, state.tint, share))


class Channel(enum.StrEnum):
    """What a parameter moves: X, Y, Z add metres; the others multiply."""

    X = "x"
    Y = "y"
    Z = "z"
    SCALE = "scale"
    SCALE_X = "scale_x"
    SCALE_Y = "scale_y"
    SCALE_Z = "scale_z"
    OPACITY = "opacity"


class ByParameter(_Behaviour):
    """Shifts, stretches or fades with a parameter. Ramps of the parameter make it smooth, not easing here."""

    kind: Literal["by_parameter"] = "by_parameter"
    slot: ClassVar[Slot] = Slot.ADDED
    channel: Channel
    curve: Curve

    @property
    def place(self) -> str:
        return f"{self.slot.name} {self.channel.value} {self.curve.parameter}"

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        amount = self.curve.at(values)
        x, y, z = under.position
        sx, sy, sz = under.scale
        match self.channel:
            case Channel.X:
                return under._replace(position=(x + amount, y, z))
            case Channel.Y:
                return under._replace(position=(x, y + amount, z))
            case Channel.Z:
                return under._replace(position=(x, y, z + amount))
            case Channel.SCALE:
                return under._replace(scale=(sx * amount, sy * amount, sz * amount))
            case Channel.SCALE_X:
                return under._replace(scale=(sx * amount, sy, sz))
            case Channel.SCALE_Y:
                return under._replace(scale=(sx, sy * amount, sz))
            case Channel.SCALE_Z:
                return under._replace(scale=(sx, sy, sz * amount))
            case Channel.OPACITY:
                return _fainter(under, amount)

    def mixed(self, carried: NodeState, state: NodeState, share: float) -> NodeState:
        mixed = super().mixed(carried, state, share)
        return mixed._replace(tint=mix_colour(carried.tint, state.tint, share))


class Sway(_Behaviour):
    """Moves to and fro as a leaf in the wind: two sines whose phases come from the seed."""

    kind: Literal["sway"] = "sway"
    slot: ClassVar[Slot] = Slot.ADDED
    ever_moving: ClassVar[bool] = True
    shift_m: Vec3 = ORIGIN
    tilt_deg: float = Field(default=0.0, ge=-30.0, le=30.0)
    """Largest lean about z."""
    per_s: float = Field(default=0.2, gt=0.0, le=FLASHES_PER_S / 2.0)
    seed: int = Field(default=0, ge=0)
    amount: Curve | None = None
    """Share of the full sway by a parameter; None for all of it."""

    @property
    def place(self) -> str:
        return f"{self.slot.name} sway"

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        amount = 1.0 if self.amount is None else self.amount.at(values)
        if amount == 0.0:
            return under
        turns = self.seed * 0.6180339887498949  # golden ratio: neighbouring seeds lie far apart on the circle
        slow = sin(TWO_PI * (self.per_s * elapsed_s + turns))
        quick = sin(TWO_PI * (self.per_s * 1.7320508 * elapsed_s + turns * 1.4142136))
        lean = amount * (0.7 * slow + 0.3 * quick)
        sx, sy, sz = self.shift_m
        position = add(under.position, (sx * lean, sy * lean, sz * lean))
        if self.tilt_deg == 0.0:
            return under._replace(position=position)
        half = self.tilt_deg * lean * TWO_PI / 720.0
        return under._replace(
            position=position, rotation=multiply(under.rotation, (0.0, 0.0, sin(half), cos(half)))
        )


class Breathe(_Behaviour):
    """Grows with each breath in and shrinks with each breath out: a pacer to breathe with."""

    kind: Literal["breathe"] = "breathe"
    slot: ClassVar[Slot] = Slot.ADDED
    ever_moving: ClassVar[bool] = True
    breaths_per_min: float = Field(default=6.0, ge=3.0, le=15.0)
    in_share: float = Field(default=0.4, ge=0.2, le=0.8)
    """Share of a breath spent breathing in."""
    small: float = Field(default=0.6, gt=0.0)
    large: float = Field(default=1.0, gt=0.0)
    phase: float = Field(default=0.0, ge=0.0, lt=1.0)
    """Share of a breath done when it began; 0 is empty, `in_share` is full."""

    @property
    def place(self) -> str:
        return f"{self.slot.name} breathe"

    def phase_after(self, elapsed_s: float) -> float:
        breaths = self.phase + self.breaths_per_min / 60.0 * elapsed_s
        return breaths - math.floor(breaths)

    def fullness(self, elapsed_s: float) -> float:
        """0 with empty lungs, 1 with full ones."""
        phase = self.phase_after(elapsed_s)
        if phase < self.in_share:
            return smoothstep(phase / self.in_share)
        return 1.0 - smoothstep((phase - self.in_share) / (1.0 - self.in_share))

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        size = self.small + (self.large - self.small) * self.fullness(elapsed_s)
        x, y, z = under.scale
        return under._replace(scale=(x * size, y * size, z * size))

    def continuing(self, old: Behaviour, elapsed_s: float) -> Breathe:
        if not isinstance(old, Breathe):
            return self
        phase = old.phase_after(elapsed_s)
        if phase < old.in_share:
            phase = phase / old.in_share * self.in_share
        else:
            phase = self.in_share + (phase - old.in_share) / (1.0 - old.in_share) * (1.0 - self.in_share)
        return self.model_copy(update={"phase": 0.0 if phase >= 1.0 else phase})


class Pulse(_Behaviour):
    """Fades a little and comes back, again and again: a gentle cue, never fast enough to be a flash."""

    kind: Literal["pulse"] = "pulse"
    slot: ClassVar[Slot] = Slot.ADDED
    ever_moving: ClassVar[bool] = True
    per_s: float = Field(default=0.5, gt=0.0, le=FLASHES_PER_S)
    faintest: float = Field(default=0.5, ge=0.0, le=1.0)
    phase: float = Field(default=0.0, ge=0.0, lt=1.0)

    @property
    def place(self) -> str:
        return f"{self.slot.name} pulse"

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        faint = (1.0 - cos(TWO_PI * (self.phase + self.per_s * elapsed_s))) / 2.0
        return _fainter(under, 1.0 - (1.0 - self.faintest) * faint)

    def mixed(self, carried: NodeState, state: NodeState, share: float) -> NodeState:
        return state._replace(tint=mix_colour(carried.tint, state.tint, share))

    def continuing(self, old: Behaviour, elapsed_s: float) -> Pulse:
        if not isinstance(old, Pulse):
            return self
        turns = old.phase + old.per_s * elapsed_s
        return self.model_copy(update={"phase": turns - math.floor(turns)})


Behaviour: TypeAlias = Annotated[
    Still | Glide | Fall | Loop | Hold | Tint | ByParameter | Sway | Breathe | Pulse,
    Field(discriminator="kind"),
]
BEHAVIOUR: TypeAdapter[Behaviour] = TypeAdapter(Behaviour)
"""Reads a behaviour back from the plain JSON of a directive: `BEHAVIOUR.validate_python(data)`."""


class Behaving(Protocol):
    """What `evaluate` needs of a node."""

    @property
    def rest(self) -> NodeState: ...

    @property
    def behaviours(self) -> tuple[Behaviour, ...]: ...


def evaluate(node: Behaving, t_s: float, values: Values, poses: Poses = NO_POSES) -> NodeState:
    """The node at session time `t_s`, in its parent's space; not `visible` where nothing would be seen."""
    state = node.rest
    for behaviour in node.behaviours:
        state = behaviour.eased(state, t_s, values, poses)
    if state.visible and (state.tint[3] < 0.004 or min(state.scale) < 1e-4):
        return state._replace(visible=False)
    return state


def begin(
    node: Behaving, behaviour: Behaviour, t_s: float, values: Values, poses: Poses = NO_POSES
) -> Behaviour:
    """`behaviour` as it is sent to begin on `node` at `t_s`: with the state and phase it goes on from."""
    state = node.rest
    for old in node.behaviours:
        if old.place == behaviour.place:
            elapsed_s = max(0.0, t_s - old.begun_s)
            state = old.eased(state, t_s, values, poses)
            behaviour = behaviour.continuing(old, elapsed_s)  # type: ignore[assignment]
            break
        if old.slot > behaviour.slot:
            break
        state = old.eased(state, t_s, values, poses)
    return behaviour.model_copy(update={"begun_s": t_s, "carries": state})


def hold(
    node: Behaving, hand: Literal["left", "right"], t_s: float, values: Values, poses: Poses
) -> Behaviour:
    """The behaviour by which a tracked hand takes `node` exactly as it lies in the hand now."""
    state = evaluate(node, t_s, values, poses)
    pose = poses[hand]
    back = inverse((pose.qx, pose.qy, pose.qz, pose.qw))
    offset = rotate(back, subtract(state.position, (pose.x_m, pose.y_m, pose.z_m)))
    taken = Hold(hand=hand, offset=Placement(offset, normalised(multiply(back, state.rotation))), ease_s=0.0)
    return begin(node, taken, t_s, values, poses)


def _carried(behaviour: _Behaviour, under: NodeState) -> NodeState:
    """The placement a behaviour goes on from, with the looks of the chain below."""
    start = behaviour.carries
    return under if start is None else NodeState(*start[:3], under.tint, under.visible)


def _fainter(state: NodeState, share: float) -> NodeState:
    red, green, blue, opacity = state.tint
    return state._replace(tint=(red, green, blue, opacity * share))
