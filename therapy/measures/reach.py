"""Reach by direction and distance, repetitions, and how many of the last trials succeeded."""

import enum
import math
from dataclasses import dataclass, field
from typing import Final

from therapy import arithmetic
from therapy.arithmetic import length

NEAR_SHARE: Final = 0.5
FAR_SHARE: Final = 0.8
"""Near is up to half the calibrated reach, far from four fifths on: this project's own bins."""
WINDOW_TRIALS: Final = 20
"""How many trials a success share looks back on; the field guide's window for changing difficulty."""


class Toward(enum.StrEnum):
    """Direction from the shoulder as the patient sees it, in the plane across the body."""

    RIGHT = "right"
    UP_RIGHT = "up_right"
    UP = "up"
    UP_LEFT = "up_left"
    LEFT = "left"
    DOWN_LEFT = "down_left"
    DOWN = "down"
    DOWN_RIGHT = "down_right"


class Range(enum.StrEnum):
    """Distance from the shoulder as a share of the calibrated reach."""

    NEAR = "near"
    MID = "mid"
    FAR = "far"


_TOWARD = tuple(Toward)


def toward(right_m: float, up_m: float) -> Toward:
    """The nearest of eight directions. Straight ahead has none of its own and counts as RIGHT."""
    eighths = arithmetic.atan2(up_m, right_m) * (4.0 / arithmetic.PI)
    return _TOWARD[math.floor(eighths + 0.5) % 8]


def in_range(distance_m: float, reach_m: float) -> Range:
    """Which bin a distance from the shoulder falls in. ValueError unless the reach is above 0."""
    if not reach_m > 0.0:
        raise ValueError(f"expected a calibrated reach above 0 m, got {reach_m}")
    share = distance_m / reach_m
    return Range.NEAR if share <= NEAR_SHARE else Range.MID if share < FAR_SHARE else Range.FAR


@dataclass(slots=True)
class ReachMap:
    """Trials by direction and range of their target, seen from the shoulder with this calibrated reach."""

    reach_m: float
    attempted: dict[str, int] = field(default_factory=dict)
    """Trials by cell, "up_left far" and so on; cells without one are absent, here and below."""
    hit: dict[str, int] = field(default_factory=dict)
    best_m: dict[str, float] = field(default_factory=dict)
    """Furthest the hand got from the shoulder in the direction of a target."""

    def add(self, target_m: tuple[float, float, float], hit: bool, furthest_m: float) -> str:
        """One finished trial; returns its cell.

        The target is (right, up, forward) of the shoulder as the patient faces; `furthest_m` is how far the
        hand got from the shoulder in that direction during the trial.
        """
        cell = self.cell(target_m)
        self.attempted[cell] = self.attempted.get(cell, 0) + 1
        self.hit[cell] = self.hit.get(cell, 0) + hit
        self.best_m[cell] = max(self.best_m.get(cell, 0.0), furthest_m)
        return cell

    def cell(self, target_m: tuple[float, float, float]) -> str:
        """The cell of a target."""
        right, up, ahead = target_m
        return f"{toward(right, up)} {in_range(length(right, up, ahead), self.reach_m)}"

    @property
    def repetitions(self) -> int:
        """Trials in all."""
        return sum(self.attempted.values())  # whole numbers

    @property
    def success_share(self) -> float | None:
        """Share of hits among all trials; None before the first."""
        return sum(self.hit.values()) / self.repetitions if self.attempted else None  # whole numbers


@dataclass(slots=True)
class SuccessWindow:
    """Hits and misses of the last trials."""

    size: int = WINDOW_TRIALS
    hits: list[bool] = field(default_factory=list)

    def add(self, hit: bool) -> None:
        """One finished trial; the oldest beyond the window is forgotten."""
        self.hits.append(hit)
        del self.hits[: -self.size]

    def clear(self) -> None:
        """Start anew, for example after the difficulty changed."""
        self.hits.clear()

    @property
    def full(self) -> bool:
        """Whether there are enough trials to judge."""
        return len(self.hits) >= self.size

    @property
    def share(self) -> float | None:
        """Share of hits; None before the first trial."""
        return sum(self.hits) / len(self.hits) if self.hits else None  # whole numbers
