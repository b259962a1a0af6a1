"""How near the patient goes to an edge, and how long a hand holds on to the rail."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from therapy.sample import TICKS_PER_S

Point = tuple[float, float, float]
FloorPoint = tuple[float, float]
"""x and z of a point on the floor, metres."""

APPROACH_M: Final = 0.5
"""An approach is a head within this of the edge: this project's own threshold."""
RAIL_M: Final = 0.08
"""A hand this near to the middle of a rail holds it: own threshold, a palm and the error of tracking."""


class Ledge:
    """A floor to stand on: a simple polygon of (x, z) corners in order, some of its sides ending in a drop."""

    __slots__ = ("_corners", "_drops")

    def __init__(self, corners: Sequence[FloorPoint], drops: Sequence[int] | None = None) -> None:
        """`drops` names sides by their first corner; without it all drop. ValueError below three corners."""
        if len(corners) < 3:
            raise ValueError(f"expected at least 3 corners, got {len(corners)}")
        sides = range(len(corners)) if drops is None else drops
        if not sides or not all(0 <= side < len(corners) for side in sides):
            raise ValueError(f"expected sides from 0 to {len(corners) - 1}, got {list(sides)}")
        self._corners = [(corners[at - 1], corners[at]) for at in range(len(corners))]
        self._drops = [(corners[side], corners[(side + 1) % len(corners)]) for side in sides]

    def distance_m(self, x_m: float, z_m: float) -> float:
        """Distance from a point of the floor to the nearest drop; negative beyond the floor."""
        nearest = min([_squared_to_segment(x_m, z_m, a, b) for a, b in self._drops])
        return math.sqrt(nearest) if self.holds(x_m, z_m) else -math.sqrt(nearest)

    def holds(self, x_m: float, z_m: float) -> bool:
        """Whether there is floor under this point: a ray from it crosses the outline oddly often."""
        inside = False
        for (ax, az), (bx, bz) in self._corners:
            if (az > z_m) != (bz > z_m) and x_m < ax + (z_m - az) * (bx - ax) / (bz - az):
                inside = not inside
        return inside


def _squared_to_segment(x: float, z: float, a: FloorPoint, b: FloorPoint) -> float:
    ax, az = a
    along_x, along_z = b[0] - ax, b[1] - az
    x -= ax
    z -= az
    squared = along_x * along_x + along_z * along_z
    if squared > 0.0:
        share = (x * along_x + z * along_z) / squared
        share = 0.0 if share < 0.0 else 1.0 if share > 1.0 else share
        x -= share * along_x
        z -= share * along_z
    return x * x + z * z


def distance_to_rail_m(hand: Point, start: Point, end: Point) -> float:
    """Distance from a hand to the straight rail between two points."""
    x, y, z = hand[0] - start[0], hand[1] - start[1], hand[2] - start[2]
    dx, dy, dz = end[0] - start[0], end[1] - start[1], end[2] - start[2]
    squared = dx * dx + dy * dy + dz * dz
    share = (x * dx + y * dy + z * dz) / squared if squared > 0.0 else 0.0
    share = 0.0 if share < 0.0 else 1.0 if share > 1.0 else share
    x, y, z = x - share * dx, y - share * dy, z - share * dz
    return math.sqrt(x * x + y * y + z * z)


@dataclass(slots=True)
class EdgeApproach:
    """Closest distance to the edge, and the time from the first tick to the first approach."""

    approach_m: float = APPROACH_M
    ticks: int = 0
    closest_m: float | None = None
    """Negative when the head was beyond the edge."""
    approached_at: int | None = None

    def sample(self, distance_m: float | None) -> None:
        """One tick: the head's distance to the edge (`Ledge.distance_m`), None while it is not tracked."""
        if distance_m is not None:
            if self.closest_m is None or distance_m < self.closest_m:
                self.closest_m = distance_m
            if self.approached_at is None and distance_m <= self.approach_m:
                self.approached_at = self.ticks
        self.ticks += 1

    @property
    def approach_after_s(self) -> float | None:
        """Time until the first approach; None without one."""
        return None if self.approached_at is None else self.approached_at / TICKS_PER_S


@dataclass(slots=True)
class RailHold:
    """How long, and how often, at least one hand held the rail."""

    ticks: int = 0
    held_ticks: int = 0
    grips: int = 0
    holding: bool = False

    def sample(self, nearest_m: float | None) -> None:
        """One tick: the nearest hand's distance to the rail, None while no hand is tracked."""
        holding = nearest_m is not None and nearest_m <= RAIL_M
        self.ticks += 1
        self.held_ticks += holding
        self.grips += holding and not self.holding
        self.holding = holding

    @property
    def held_s(self) -> float:
        """Seconds with a hand on the rail."""
        return self.held_ticks / TICKS_PER_S

    @property
    def held_share(self) -> float | None:
        """Share of time with a hand on the rail; None before the first tick."""
        return self.held_ticks / self.ticks if self.ticks else None
