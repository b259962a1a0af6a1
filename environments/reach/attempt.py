"""One target and what the hand makes of it."""

import math
from collections.abc import Generator
from typing import Final

from environments.placement import Vec3, amplified
from environments.reach.targets import Target
from environments.reach.workspace import Hand, Workspace, apart_m
from therapy.arithmetic import Draws
from therapy.measures.trial import Trial, TrialMeasures
from therapy.sample import TICKS_PER_S, Pose

HAND_M: Final = 0.04
"""Half a hand's width: a target is touched when the middle of the hand is this near to its surface."""
APART_M: Final = 0.15
"""Distance between a distractor and the target, and twice their radius more."""

Finishing = Generator[None, None, TrialMeasures]


class Attempt:
    """The hand's way to one target. Distances are the real hand's; `gain` only moves what counts as a touch."""

    def __init__(
        self, target: Target, lures: list[Vec3], size_m: float, hand: Hand, where: Workspace
    ) -> None:
        self.target, self.lures, self.hand = target, lures, hand
        self._where = where
        self._from = from_x, from_y, from_z = where.shoulder(hand)[:3]
        x, y, z = target.position
        far_m = target.distance_m
        self._toward = ((x - from_x) / far_m, (y - from_y) / far_m, (z - from_z) / far_m)
        """From the shoulder to the target, one metre long."""
        self._touch_m = size_m / 2 + HAND_M
        self._trial = Trial()
        self._wrong_touches = 0
        self._on_lure = False
        self.furthest_m = 0.0
        """How far the hand got from its shoulder in the direction of the target."""
        self.lean_m = 0.0
        """The furthest the head went from its place."""

    def sample(self, position: Vec3 | None, head: Pose | None, gain: float) -> None:
        """One tick."""
        if head is not None:
            self.lean_m = max(self.lean_m, self._where.lean_m(head))
        if position is None:
            self._trial.sample(None)
            return
        x, y, z = position
        from_x, from_y, from_z = self._from
        ahead_x, ahead_y, ahead_z = self._toward
        reached_m = (x - from_x) * ahead_x + (y - from_y) * ahead_y + (z - from_z) * ahead_z
        if reached_m > self.furthest_m:
            self.furthest_m = reached_m
        shown = position if gain == 1.0 else amplified(position, self._where.pad, gain)
        self._trial.sample(position, apart_m(shown, self.target.position) <= self._touch_m)
        if self.lures:
            on_lure = any(apart_m(shown, lure) <= self._touch_m for lure in self.lures)
            self._wrong_touches += on_lure and not self._on_lure
            self._on_lure = on_lure

    def held(self, hold_s: float) -> bool:
        """Whether the hand has been at the target for so long, at least for a tick."""
        ticks = self._trial.stay_ticks
        return ticks > 0 and ticks >= hold_s * TICKS_PER_S

    def seen_from_shoulder(self) -> Vec3:
        """The target as (right, up, ahead) of the shoulder."""
        x, y, z = self._toward
        far_m = self.target.distance_m
        return x * far_m, y * far_m, -z * far_m

    def measures_in_parts(self, hit: bool) -> Finishing:
        """The trial's measures; see `Trial.measures_in_parts`."""
        return self._trial.measures_in_parts(hit)

    def figures(self) -> dict[str, float]:
        """What the trial's measures do not say: the target, how far the hand got, leaning, wrong touches."""
        return {
            "target_azimuth_deg": self.target.azimuth_deg,
            "target_elevation_deg": self.target.elevation_deg,
            "target_distance_m": self.target.distance_m,
            "furthest_m": self.furthest_m,
            "lean_cm": 100.0 * self.lean_m,
            "wrong_touches": float(self._wrong_touches),
        }


def lures(target: Target, count: int, size_m: float, draws: Draws) -> list[Vec3]:
    """Up to four places for distractors: the corners of a square round the target, in random order."""
    side = (APART_M + size_m) * math.sqrt(0.5)
    x, y, z = target.position
    corners = [(x + across, y + up, z) for across in (side, -side) for up in (side, -side)]
    return draws.shuffled(corners)[:count]
