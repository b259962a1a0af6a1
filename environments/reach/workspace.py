"""Where one patient works: which hands, where their shoulders are, where a hand rests, how far it reaches."""

import math
from collections.abc import Sequence
from typing import Final, Literal

from environments.placement import Vec3
from therapy.briefing import Calibration
from therapy.calibration import CAUTIOUS_REACH_M, shoulder
from therapy.prescription import Side
from therapy.sample import Pose, Sample

Hand = Literal["left", "right"]

PAD_M: Final = 0.12
"""How near to the middle of the pad a hand rests on it."""
OFF_PAD_M: Final = 0.18
"""How far from it a hand has left it."""
PAD_AHEAD_M: Final = 0.24
PAD_SHARE: Final = 0.6
"""The pad is never further from a shoulder than this share of the calibrated reach."""


def usable_hands(calibration: Calibration, prescribed: Side, chosen: str) -> tuple[Hand, ...]:
    """The prescribed hand; where either may be used the chosen one, or every hand whose reach is known."""
    side = prescribed.value if prescribed is not Side.EITHER else chosen
    if side == "left":
        return ("left",)
    if side == "right":
        return ("right",)
    reach_m = {"right": calibration.right_reach_m, "left": calibration.left_reach_m}
    known: list[Hand] = [hand for hand in ("right", "left") if reach_m[hand] is not None]
    return tuple(known) or ("right", "left")


class Workspace:
    """Fixed for one stay in a step. The calibrated eye height stands over where the head was when it began."""

    def __init__(
        self, calibration: Calibration, hands: tuple[Hand, ...], head: Pose | None, table_height_m: float
    ) -> None:
        self.hands = hands
        x, z = (0.0, 0.0) if head is None else (head.x_m, head.z_m)
        self.place = Pose(x, calibration.eye_height_m, z)
        """Where the head is when nobody leans."""
        self.reach_m: dict[Hand, float] = {
            "left": calibration.left_reach_m or CAUTIOUS_REACH_M,
            "right": calibration.right_reach_m or CAUTIOUS_REACH_M,
        }
        self.pad = self._pad(table_height_m)

    def shoulder(self, hand: Hand) -> Pose:
        """Where the shoulder of this hand is."""
        return shoulder(self.place, hand)

    def on_pad(self, position: Sequence[float]) -> bool:
        """Whether a hand rests on the pad."""
        return apart_m(position, self.pad) <= PAD_M

    def lean_m(self, head: Pose) -> float:
        """How far the head is from its place, seen from above: a proxy for what the trunk does."""
        x, z = head.x_m - self.place.x_m, head.z_m - self.place.z_m
        return math.sqrt(x * x + z * z)

    def _pad(self, table_height_m: float) -> Vec3:
        """On the table ahead, or nearer along the same line for whoever does not reach that far."""
        x = self.place.x_m if len(self.hands) > 1 else (self.place.x_m + self.shoulder(self.hands[0]).x_m) / 2
        pad = (x, table_height_m, self.place.z_m - PAD_AHEAD_M)
        for hand in self.hands:
            from_x, from_y, from_z = self.shoulder(hand)[:3]
            far_m, most_m = apart_m(pad, (from_x, from_y, from_z)), PAD_SHARE * self.reach_m[hand]
            if far_m > most_m:
                share = most_m / far_m
                pad = (
                    from_x + share * (pad[0] - from_x),
                    from_y + share * (pad[1] - from_y),
                    from_z + share * (pad[2] - from_z),
                )
        return pad


def hand_pose(sample: Sample, hand: Hand) -> Pose | None:
    """The pose of this hand; None while it is not tracked."""
    return sample.left if hand == "left" else sample.right


def apart_m(a: Sequence[float], b: Sequence[float]) -> float:
    """Metres between two points (or poses)."""
    x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return math.sqrt(x * x + y * y + z * z)
