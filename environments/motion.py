"""What began on a node, and the five ways to move it: stay, glide, fall, go round, be held.

`Begun` is what all behaviours share (see environments.behaviours): when it began, and the state it eases away from.
"""

from __future__ import annotations

import enum
import math
from abc import abstractmethod
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from environments.placement import (
    ORIGIN,
    CheckedPlacement,
    NodeState,
    Placement,
    Poses,
    Vec3,
    add,
    distance_m,
    facing,
    mix_rotation,
    mix_vector,
    multiply,
    rotate,
    smoothstep,
    subtract,
)
from therapy.frozen import Frozen
from therapy.parameter import Values

GRAVITY_MPS2 = 9.80665
"""Standard gravity (BIPM, third CGPM 1901)."""


class Slot(enum.IntEnum):
    """The place of a behaviour in a node's chain. A node has one of each, but one ADDED for each channel."""

    MOTION = 0
    TINT = 1
    ADDED = 2


class Begun(Frozen):
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

    @abstractmethod
    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        """The chain's state after this behaviour; `under` is what the chain made of the node below it."""

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

    def continuing(self, old: Begun, elapsed_s: float) -> Begun:
        """This behaviour, going on at the phase that one of the same kind had reached."""
        return self


class Still(Begun):
    """Stays where it is: where it was when this began, or in its resting place."""

    kind: Literal["still"] = "still"
    slot: ClassVar[Slot] = Slot.MOTION

    @property
    def settles_at_s(self) -> float:
        return self.begun_s

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        return carried(self, under)


class Glide(Begun):
    """Goes to a placement in `ease_s` seconds, slow at both ends."""

    kind: Literal["glide"] = "glide"
    slot: ClassVar[Slot] = Slot.MOTION
    to: CheckedPlacement
    ease_s: float = Field(default=1.0, ge=0.0, le=600.0)

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        return NodeState(*self.to, under.tint, under.visible)


class Fall(Begun):
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
        start = carried(self, under)
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


class Loop(Begun):
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

    def continuing(self, old: Begun, elapsed_s: float) -> Loop:
        if not isinstance(old, Loop) or old.path != self.path:
            return self
        return self.model_copy(update={"start_m": old.start_m + old.speed_mps * elapsed_s})


class Hold(Begun):
    """Is carried by a hand: `offset` is its placement as the hand sees it. The node must have no parent.

    Where the hand was never tracked it stays where it was.
    """

    kind: Literal["hold"] = "hold"
    slot: ClassVar[Slot] = Slot.MOTION
    ever_moving: ClassVar[bool] = True
    hand: Literal["left", "right"]
    offset: CheckedPlacement = Placement()

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        start = carried(self, under)
        pose = poses.get(self.hand)
        if pose is None:
            return start
        turn = (pose.qx, pose.qy, pose.qz, pose.qw)
        position = add((pose.x_m, pose.y_m, pose.z_m), rotate(turn, self.offset.position))
        return start._replace(position=position, rotation=multiply(turn, self.offset.rotation))


def carried(behaviour: Begun, under: NodeState) -> NodeState:
    """The placement a behaviour goes on from, with the looks of the chain below."""
    start = behaviour.carries
    return under if start is None else NodeState(*start[:3], under.tint, under.visible)
