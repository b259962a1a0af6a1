"""One reach: from the target's appearance to the end, fed with the hand's position at every tick.

Reaction is the time to the onset of movement, movement time from there to the first arrival at the target
(or to the end of a miss). Path ratio is the path over the straight distance between those two positions; 1
is straight.
"""

import math
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from therapy import arithmetic
from therapy.measures.smoothness import finished, sparc_in_parts
from therapy.measures.speed import MOVING_MPS, Point, bridged, speeds_mps
from therapy.sample import TICKS_PER_S

ONSET_TICKS: Final = 4
"""Movement has begun when speed stays at MOVING_MPS this long (44 ms): this project's own rule."""
LONGEST_SMOOTH_TICKS: Final = 512
"""5.7 s; smoothness of longer movements is left to the analysis of the stored telemetry."""


class TrialMeasures(NamedTuple):
    """What one trial came to.

    None where it could not be told: nothing moved, or it moved before it was asked to.
    """

    hit: bool
    duration_s: float
    """From the target's appearance to the end."""
    reaction_s: float | None
    movement_s: float | None
    peak_speed_mps: float | None
    mean_speed_mps: float | None
    path_m: float | None
    path_ratio: float | None
    smoothness: float | None
    """Spectral arc length of the movement."""
    hold_s: float
    """Longest stay at the target."""
    tracked_share: float
    """Share of ticks with a tracked hand; gaps are bridged in a straight line."""

    def figures(self) -> dict[str, float]:
        """The measures that are known, by name; without `hit`."""
        return {name: value for name, value in self._asdict().items() if name != "hit" and value is not None}


@dataclass(slots=True)
class Trial:
    """The hand's positions since the target appeared, one a tick, and when it was at the target."""

    positions: list[Point | None] = field(default_factory=list)
    arrived_at: int | None = None
    """Index of the first position at the target."""
    stay_ticks: int = 0
    longest_stay_ticks: int = 0

    def __post_init__(self) -> None:
        self.positions = [
            None if position is None else (position[0], position[1], position[2])
            for position in self.positions
        ]

    def sample(self, position: Point | None, at_target: bool = False) -> None:
        """The hand in this tick; None while it is not tracked, which ends a stay at the target."""
        if at_target and position is not None:
            if self.arrived_at is None:
                self.arrived_at = len(self.positions)
            self.stay_ticks += 1
            self.longest_stay_ticks = max(self.longest_stay_ticks, self.stay_ticks)
        else:
            self.stay_ticks = 0
        self.positions.append(position)

    @property
    def hold_s(self) -> float:
        """How long the hand has been at the target without a break."""
        return self.stay_ticks / TICKS_PER_S

    def measures(self, hit: bool) -> TrialMeasures:
        """Everything about the trial, now that it is over."""
        return finished(self.measures_in_parts(hit))

    def measures_in_parts(self, hit: bool) -> Generator[None, None, TrialMeasures]:
        """The same in about ten parts, yielding between them: take one a tick, and no frame waits."""
        positions = bridged(self.positions)
        speeds = speeds_mps(positions)
        onset = _onset(speeds)
        end = len(speeds) - 1 if self.arrived_at is None else self.arrived_at
        reaction_s = movement_s = peak = mean = path = ratio = smoothness = None
        if onset is not None and onset < end:
            yield
            moving = speeds[onset : end + 1]
            movement_s = (end - onset) / TICKS_PER_S
            # At onset 0 the hand was on its way already: there is no reaction to be timed.
            reaction_s = onset / TICKS_PER_S if onset else None
            peak = max(moving)
            # The trapezoid rule: half of each end, or a short movement would come out too long or too short.
            path = math.fsum([*moving, -0.5 * moving[0], -0.5 * moving[-1]]) / TICKS_PER_S
            mean = path / movement_s
            (ax, ay, az), (bx, by, bz) = positions[onset], positions[end]
            straight = arithmetic.length(bx - ax, by - ay, bz - az)
            # Smoothing shortens a straight path by a hair; less than straight there is not.
            ratio = max(1.0, path / straight) if straight > 0.0 else None
            if len(moving) <= LONGEST_SMOOTH_TICKS:
                smoothness = yield from sparc_in_parts(moving)
        tracked = sum(position is not None for position in self.positions)
        return TrialMeasures(
            hit=hit,
            duration_s=len(self.positions) / TICKS_PER_S,
            reaction_s=reaction_s,
            movement_s=movement_s,
            peak_speed_mps=peak,
            mean_speed_mps=mean,
            path_m=path,
            path_ratio=ratio,
            smoothness=smoothness,
            hold_s=self.longest_stay_ticks / TICKS_PER_S,
            tracked_share=tracked / len(self.positions) if self.positions else 0.0,
        )


def _onset(speeds: list[float]) -> int | None:
    """First tick from which the speed stays at MOVING_MPS for ONSET_TICKS."""
    run = 0
    for at, speed in enumerate(speeds):
        run = run + 1 if speed >= MOVING_MPS else 0
        if run == ONSET_TICKS:
            return at - ONSET_TICKS + 1
    return None
