"""How a soft ball falls, bounces a few times, rolls on and lies still: closed forms, as everything that moves."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar, Literal, NamedTuple

from pydantic import Field

from environments.motion import GRAVITY_MPS2, Begun, Slot, carried
from environments.placement import NodeState, Poses, multiply
from therapy.arithmetic import cos, sin
from therapy.parameter import Values

SPRING, SOFTENS_MPS = 0.5, 40.0
"""A bounce gives back SPRING of a slow ball's speed, and half of that at SOFTENS_MPS: hard blows deform it more."""
LEAST_MPS = 0.5
"""A slower bounce is none: the ball rolls from there on."""
ROLLS_OUT_MPS2 = 0.4
"""How a rolling ball slows down on paving."""


class _Hop(NamedTuple):
    begun_s: float
    """After the ball first touched the ground."""
    up_mps: float


class Bounce(Begun):
    """Falls from rest where it is, meets the ground at `floor_y_m` in the parent's space, hops lower and lower while it
    goes aside, then rolls out. The heights are those of its middle."""

    kind: Literal["bounce"] = "bounce"
    slot: ClassVar[Slot] = Slot.MOTION
    floor_y_m: float
    radius_m: float = Field(gt=0.0)
    aside_mps: tuple[float, float] = (0.0, 0.0)
    """Along x and z, from the first touch on: no ground is quite even."""

    def lands_after_s(self, start_y_m: float) -> float:
        """Seconds until it first touches the ground; 0 at or below it."""
        return math.sqrt(2.0 * max(0.0, start_y_m - self.floor_y_m) / GRAVITY_MPS2)

    def rests_after_s(self, start_y_m: float) -> float:
        """Seconds until it lies still."""
        return self.lands_after_s(start_y_m) + self._hops_s(start_y_m) + self._speed_mps / ROLLS_OUT_MPS2

    @property
    def settles_at_s(self) -> float:
        return self.begun_s + (self.rests_after_s(self.carries.position[1]) if self.carries else 600.0)

    def state(self, under: NodeState, elapsed_s: float, values: Values, poses: Poses) -> NodeState:
        start = carried(self, under)
        x, y, z = start.position
        since_s = elapsed_s - self.lands_after_s(y)
        if since_s < 0.0:
            return start._replace(position=(x, y - GRAVITY_MPS2 / 2.0 * elapsed_s * elapsed_s, z))
        above_m = 0.0
        for hop in self._hops(y):
            in_hop_s = since_s - hop.begun_s
            if in_hop_s >= 0.0:
                above_m = max(0.0, in_hop_s * (hop.up_mps - GRAVITY_MPS2 / 2.0 * in_hop_s))
        gone_m = self._gone_m(since_s, self._hops_s(y))
        if gone_m == 0.0:
            return start._replace(position=(x, min(y, self.floor_y_m) + above_m, z))
        dx, dz = (part / self._speed_mps for part in self.aside_mps)
        half = gone_m / self.radius_m / 2.0
        turned = (dz * sin(half), 0.0, -dx * sin(half), cos(half))
        return start._replace(
            position=(x + dx * gone_m, min(y, self.floor_y_m) + above_m, z + dz * gone_m),
            rotation=multiply(turned, start.rotation),
        )

    def mixed(self, carried: NodeState, state: NodeState, share: float) -> NodeState:
        return state  # it starts where it was let go: easing would hold it back

    @property
    def _speed_mps(self) -> float:
        x, z = self.aside_mps
        return math.sqrt(x * x + z * z)

    def _gone_m(self, since_s: float, hops_s: float) -> float:
        """How far aside: evenly while it hops, then slower and slower."""
        speed = self._speed_mps
        rolls_s = min(max(0.0, since_s - hops_s), speed / ROLLS_OUT_MPS2)
        return speed * (min(since_s, hops_s) + rolls_s) - ROLLS_OUT_MPS2 / 2.0 * rolls_s * rolls_s

    def _hops(self, start_y_m: float) -> Iterator[_Hop]:
        begun_s = 0.0
        speed = self.lands_after_s(start_y_m) * GRAVITY_MPS2
        while True:
            speed = speed * SPRING / (1.0 + speed / SOFTENS_MPS)
            if speed < LEAST_MPS:
                return
            yield _Hop(begun_s, speed)
            begun_s += 2.0 * speed / GRAVITY_MPS2

    def _hops_s(self, start_y_m: float) -> float:
        return math.fsum(2.0 * hop.up_mps / GRAVITY_MPS2 for hop in self._hops(start_y_m))
