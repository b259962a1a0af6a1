"""How a simulated body moves: smooth reaches and turns, and poses made of them.

A movement is the minimum-jerk one of Flash and Hogan (J Neurosci 1985): a closed form of the time since it
began, so that any tick can be asked for and an idle limb costs nothing.
"""

import math
from collections.abc import Sequence

from environments.placement import Vec3
from therapy.sample import Pose


class Mover:
    """Numbers on their way from where they were to where they are to be, in ticks."""

    __slots__ = ("_begins", "_change", "_ends", "_start", "end")

    def __init__(self, at: Sequence[float]) -> None:
        self._start = self.end = tuple(at)
        self._change: tuple[float, ...] = tuple(0.0 for _ in at)
        self._begins = self._ends = 0

    @property
    def ends(self) -> int:
        """The tick from which it rests."""
        return self._ends

    def at(self, tick: int) -> tuple[float, ...]:
        """Where it is."""
        if tick >= self._ends:
            return self.end
        if tick <= self._begins:
            return self._start
        t = (tick - self._begins) / (self._ends - self._begins)
        share = t * t * t * (10.0 - t * (15.0 - 6.0 * t))
        return tuple([a + share * b for a, b in zip(self._start, self._change, strict=True)])

    def go(self, to: Sequence[float], tick: int, ticks: int) -> None:
        """Set out from where it is now; it arrives `ticks` later."""
        self._start = self.at(tick)
        self.end = tuple(to)
        self._change = tuple(b - a for a, b in zip(self._start, self.end, strict=True))
        self._begins, self._ends = tick, tick + max(1, ticks)


def facing_pose(position: Sequence[float], yaw: float, pitch: float) -> Pose:
    """A pose turned left by `yaw` and then up by `pitch`, radians."""
    cy, sy = math.cos(0.5 * yaw), math.sin(0.5 * yaw)
    cp, sp = math.cos(0.5 * pitch), math.sin(0.5 * pitch)
    return Pose(position[0], position[1], position[2], cy * sp, sy * cp, -sy * sp, cy * cp)


def angles(origin: Sequence[float], point: Sequence[float]) -> tuple[float, float]:
    """Yaw and pitch, radians, that face a point from another."""
    x, y, z = point[0] - origin[0], point[1] - origin[1], point[2] - origin[2]
    return math.atan2(-x, -z), math.atan2(y, math.sqrt(x * x + z * z))


def apart(a: Sequence[float], b: Sequence[float]) -> float:
    """Metres between two positions."""
    return math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2)


def towards(origin: Sequence[float], point: Sequence[float], most_m: float) -> Vec3:
    """The point, or as far towards it as `most_m` goes."""
    distance = apart(origin, point)
    share = 1.0 if distance <= most_m else most_m / distance
    return (
        origin[0] + share * (point[0] - origin[0]),
        origin[1] + share * (point[1] - origin[1]),
        origin[2] + share * (point[2] - origin[2]),
    )
