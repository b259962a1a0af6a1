"""What a node does by itself: closed forms of the time since they began, parameter values and tracked poses.

Nothing here remembers anything, so session, stage, mirror and replay agree on every node at every moment. A
behaviour that takes over from another carries the state it goes on from and eases away from it over `ease_s`,
so nothing jumps. `begin` computes what to carry; the result travels in a directive as plain JSON.

A node's behaviours form a chain in the order of their slots: what moves it, its tint, then what is added.
"""

from __future__ import annotations

import enum
import math
from typing import Annotated, ClassVar, Literal, Protocol, TypeAlias

from pydantic import Field, TypeAdapter

from environments.bounce import Bounce
from environments.curve import Curve
from environments.motion import GRAVITY_MPS2, Begun, Fall, Glide, Hold, Loop, Slot, Still
from environments.placement import (
    ORIGIN,
    Colour,
    NodeState,
    Placement,
    Poses,
    Vec3,
    add,
    inverse,
    mix_colour,
    multiply,
    normalised,
    rotate,
    smoothstep,
    subtract,
)
from therapy.arithmetic import cos, sin
from therapy.parameter import Values

__all__ = [
    "BEHAVIOUR",
    "GRAVITY_MPS2",
    "Begun",
    "Behaving",
    "Behaviour",
    "Bounce",
    "Breathe",
    "ByParameter",
    "Channel",
    "Curve",
    "Fall",
    "Glide",
    "Hold",
    "Loop",
    "Pulse",
    "Slot",
    "Still",
    "Sway",
    "Tint",
    "begin",
    "evaluate",
    "hold",
]

FLASHES_PER_S = 3.0
"""WCAG 2.3.1: nothing may flash more than three times in any second."""
TWO_PI = 6.283185307179586
NO_POSES: Poses = {}


class Tint(Begun):
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


class ByParameter(Begun):
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


class Sway(Begun):
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


class Breathe(Begun):
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

    def continuing(self, old: Begun, elapsed_s: float) -> Breathe:
        if not isinstance(old, Breathe):
            return self
        phase = old.phase_after(elapsed_s)
        if phase < old.in_share:
            phase = phase / old.in_share * self.in_share
        else:
            phase = self.in_share + (phase - old.in_share) / (1.0 - old.in_share) * (1.0 - self.in_share)
        return self.model_copy(update={"phase": 0.0 if phase >= 1.0 else phase})


class Pulse(Begun):
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

    def continuing(self, old: Begun, elapsed_s: float) -> Pulse:
        if not isinstance(old, Pulse):
            return self
        turns = old.phase + old.per_s * elapsed_s
        return self.model_copy(update={"phase": turns - math.floor(turns)})


Behaviour: TypeAlias = Annotated[
    Still | Glide | Fall | Bounce | Loop | Hold | Tint | ByParameter | Sway | Breathe | Pulse,
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


def _fainter(state: NodeState, share: float) -> NodeState:
    red, green, blue, opacity = state.tint
    return state._replace(tint=(red, green, blue, opacity * share))
