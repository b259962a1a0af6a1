"""Where the patient looks: share of time downward, and away from the stimulus.

The share of looking down told people with high fear of heights from those with low fear where heart rate
did not (Hong et al., Cyberpsychol Behav Soc Netw 20, 2017, 753-761). Without an eye tracker the head's
direction stands in, and the measure says so.
"""

import enum
import functools
from dataclasses import dataclass
from typing import Final

from therapy import arithmetic
from therapy.arithmetic import length

Vector = tuple[float, float, float]

DOWN_DEG: Final = 30.0
"""Looking down means further than this below the horizon: this project's own threshold."""
AWAY_DEG: Final = 30.0
"""Looking away means further than this from the direction of the stimulus: this project's own threshold."""


class GazeSource(enum.StrEnum):
    """What the direction was taken from."""

    EYES = "eyes"
    HEAD = "head"
    """The head's forward direction, a proxy: eyes also look down on their own."""


@dataclass(slots=True)
class GazeShares:
    """Ticks seen, and how many of them downward or away from the stimulus."""

    source: GazeSource
    down_deg: float = DOWN_DEG
    away_deg: float = AWAY_DEG
    ticks: int = 0
    down_ticks: int = 0
    stimulus_ticks: int = 0
    away_ticks: int = 0

    def __post_init__(self) -> None:
        self.source = GazeSource(self.source)

    def sample(self, direction: Vector | None, to_stimulus: Vector | None = None) -> None:
        """One tick: where the gaze points, and the way from the head to the stimulus where there is one.

        Neither needs unit length; y is up. A tick without a direction, or with one of length zero, counts
        nowhere.
        """
        if direction is None:
            return
        x, y, z = direction
        size = length(x, y, z)
        if size == 0.0:
            return
        self.ticks += 1
        if -y > size * _sine(self.down_deg):
            self.down_ticks += 1
        if to_stimulus is None:
            return
        sx, sy, sz = to_stimulus
        distance = length(sx, sy, sz)
        if distance > 0.0:
            self.stimulus_ticks += 1
            if x * sx + y * sy + z * sz < size * distance * _cosine(self.away_deg):
                self.away_ticks += 1

    @property
    def down_share(self) -> float | None:
        """Share of time downward, 0..1; None before the first tick."""
        return self.down_ticks / self.ticks if self.ticks else None

    @property
    def away_share(self) -> float | None:
        """Share of time away from the stimulus while there was one, 0..1; None while there was none."""
        return self.away_ticks / self.stimulus_ticks if self.stimulus_ticks else None


def forward(qx: float, qy: float, qz: float, qw: float) -> Vector:
    """The forward direction (-z) of something turned by this unit quaternion."""
    return -2.0 * (qx * qz + qw * qy), -2.0 * (qy * qz - qw * qx), 2.0 * (qx * qx + qy * qy) - 1.0


@functools.lru_cache(maxsize=64)
def _sine(angle_deg: float) -> float:
    return arithmetic.sin(arithmetic.radians(angle_deg))


@functools.lru_cache(maxsize=64)
def _cosine(angle_deg: float) -> float:
    return arithmetic.cos(arithmetic.radians(angle_deg))
