"""Speed from tracked positions, the same wherever it is needed: live, in a trial, from stored telemetry.

At each tick a straight line is fitted to the seven positions around it (least squares; the first derivative
of Savitzky and Golay, Anal. Chem. 36, 1964), 67 ms in all. Positions stored to 0.1 mm then cost 0.5 mm/s of
noise where differences of neighbours would cost 4 mm/s, a reach of half a second loses 1 % of its peak
speed, and movement at 7.6 Hz still counts with 71 %. Near both ends the window shrinks to what is there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from therapy.sample import TICKS_PER_S

Point = tuple[float, float, float]
"""A position in metres, OpenXR axes."""

REACH_TICKS: Final = 3
"""Positions on each side of a tick that its speed is fitted to."""
MOVING_MPS: Final = 0.05
"""A hand at least this fast is moving. The project's own threshold, 100 times the noise of stored positions."""
_WEIGHT_SUM = (0, 1, 5, 14)  # 1, 1 + 4, 1 + 4 + 9


def speeds_mps(positions: Sequence[Point]) -> list[float]:
    """Speed at each of these positions, one a tick; 0 where there is only one."""
    last = len(positions) - 1
    return [speed_at_mps(positions, at, min(REACH_TICKS, at, last - at)) for at in range(last + 1)]


def speed_at_mps(positions: Sequence[Point], at: int, reach: int) -> float:
    """Speed at position `at` from `reach` positions on each side; with none, from the only neighbour."""
    if reach == 0:
        if len(positions) < 2:
            return 0.0
        (ax, ay, az), (bx, by, bz) = positions[at - 1 if at else 1], positions[at]
        dx, dy, dz = bx - ax, by - ay, bz - az
        return TICKS_PER_S * math.sqrt(dx * dx + dy * dy + dz * dz)
    dx = dy = dz = 0.0
    for k in range(1, reach + 1):
        ax, ay, az = positions[at - k]
        bx, by, bz = positions[at + k]
        dx += k * (bx - ax)
        dy += k * (by - ay)
        dz += k * (bz - az)
    return TICKS_PER_S / (2 * _WEIGHT_SUM[reach]) * math.sqrt(dx * dx + dy * dy + dz * dz)


def bridged(positions: Sequence[Point | None]) -> list[Point]:
    """These positions with each gap in tracking bridged by a straight, even line.

    Before the first and after the last tracked position that one is repeated. Empty when nothing was tracked.
    """
    out: list[Point] = []
    before: Point | None = None
    gap = 0
    for position in positions:
        if position is None:
            gap += 1
            continue
        ax, ay, az = before or position
        bx, by, bz = position
        for missing in range(1, gap + 1):
            share = missing / (gap + 1)
            out.append((ax + share * (bx - ax), ay + share * (by - ay), az + share * (bz - az)))
        out.append(position)
        before = position
        gap = 0
    return out if before is None else out + [before] * gap


@dataclass(slots=True)
class ActiveTime:
    """How long a hand moved, fed with its position at every tick; it knows three ticks late."""

    active_ticks: int = 0
    recent: list[Point] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.recent = [(x, y, z) for x, y, z in self.recent]

    def sample(self, position: Point | None) -> bool:
        """Whether the hand was moving three ticks ago. A tick without tracking starts the window anew."""
        if position is None:
            self.recent.clear()
            return False
        recent = self.recent
        recent.append(position)
        if len(recent) <= 2 * REACH_TICKS:
            return False
        moving = speed_at_mps(recent, REACH_TICKS, REACH_TICKS) >= MOVING_MPS
        del recent[0]
        self.active_ticks += moving
        return moving

    @property
    def active_min(self) -> float:
        """Minutes in motion."""
        return self.active_ticks / (60 * TICKS_PER_S)
