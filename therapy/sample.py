"""What the headset saw in one tick: head, hands, gaze and buttons, at exactly the precision that is stored.

The session only ever sees samples that went through `Sample.from_counts`, and the record stores those counts.
So a replay sees the same floats, bit for bit: count / scale is one correctly rounded division everywhere.
"""

import enum
from collections.abc import Sequence
from typing import NamedTuple

TICKS_PER_S = 90
"""Ticks of session time in a second."""

POSITION_PER_M = 10_000
"""Counts in a metre: positions are stored to 0.1 mm, ten times finer than a hand tracker is accurate."""
UNIT_SCALE = 100_000
"""Counts in 1.0 of a quaternion or direction component: about 0.001 degree."""
PRESS_SCALE = 100
"""Counts of a fully pressed trigger."""


class Pose(NamedTuple):
    """Where something is. OpenXR axes: right-handed, y up, -z forward; metres; unit quaternion x y z w."""

    x_m: float
    y_m: float
    z_m: float
    qx: float = 0.0
    qy: float = 0.0
    qz: float = 0.0
    qw: float = 1.0


class Direction(NamedTuple):
    """A unit vector in the same axes as Pose."""

    x: float
    y: float
    z: float


class Button(enum.IntFlag):
    """Buttons a patient can press; either hand's controller sends the same ones."""

    NONE = 0
    STOP = 1
    """The dedicated stop: menu or B/Y of either controller, Escape or Space on a desktop."""
    SELECT = 2
    """Choose what is pointed at: either trigger or pinch."""
    READY = 4
    """One-button patients: says what the panel offers."""


class Tracked(enum.IntFlag):
    """What the headset could see in this tick."""

    NONE = 0
    HEAD = 1
    LEFT = 2
    RIGHT = 4
    GAZE = 8
    WORN = 16


CHANNELS: tuple[str, ...] = (
    *(f"head_{part}" for part in ("x", "y", "z", "qx", "qy", "qz", "qw")),
    *(f"left_{part}" for part in ("x", "y", "z", "qx", "qy", "qz", "qw")),
    *(f"right_{part}" for part in ("x", "y", "z", "qx", "qy", "qz", "qw")),
    *(f"gaze_{part}" for part in ("x", "y", "z")),
    "left_press",
    "right_press",
    "buttons",
    "tracked",
)
"""Names of the counts of one stored sample, in order."""
SCALES: tuple[int, ...] = (
    *((POSITION_PER_M,) * 3 + (UNIT_SCALE,) * 4) * 3,
    *(UNIT_SCALE,) * 3,
    *(PRESS_SCALE,) * 2,
    1,
    1,
)
"""Counts per unit of each channel, in the order of CHANNELS."""

Counts = tuple[int, ...]


class Sample(NamedTuple):
    """One tick of what the patient did. A pose is None when it was not tracked; never a stale one."""

    head: Pose | None
    left: Pose | None
    right: Pose | None
    gaze: Direction | None
    left_press: float
    """0 open .. 1 fully pressed or pinched."""
    right_press: float
    buttons: int
    """Bits of Button."""
    worn: bool

    def counts(self) -> Counts:
        """This sample at the stored precision, one integer a channel. Out-of-range positions are clipped to 100 m."""
        tracked = 0  # bits of Tracked; plain numbers, for this runs in every tick
        out: list[int] = []
        for pose, flag in ((self.head, 1), (self.left, 2), (self.right, 4)):
            if pose is None:
                out += (0, 0, 0, 0, 0, 0, 0)
                continue
            tracked |= flag
            out += (_position(pose[0]), _position(pose[1]), _position(pose[2]))
            out += (round(pose[3] * 100_000), round(pose[4] * 100_000))
            out += (round(pose[5] * 100_000), round(pose[6] * 100_000))
        if self.gaze is None:
            out += (0, 0, 0)
        else:
            tracked |= 8
            out += (
                round(self.gaze[0] * 100_000),
                round(self.gaze[1] * 100_000),
                round(self.gaze[2] * 100_000),
            )
        if self.worn:
            tracked |= 16
        out += (round(self.left_press * 100), round(self.right_press * 100), int(self.buttons), int(tracked))
        return tuple(out)

    @classmethod
    def from_counts(cls, counts: Sequence[int]) -> "Sample":
        """The sample that these stored counts mean; what session and replay both see."""
        tracked = counts[27]
        return cls(
            _pose(counts, 0) if tracked & 1 else None,
            _pose(counts, 7) if tracked & 2 else None,
            _pose(counts, 14) if tracked & 4 else None,
            Direction(counts[21] / 100_000, counts[22] / 100_000, counts[23] / 100_000)
            if tracked & 8
            else None,
            counts[24] / 100,
            counts[25] / 100,
            counts[26],
            bool(tracked & 16),
        )


NOTHING = Sample(None, None, None, None, 0.0, 0.0, 0, False)
"""A headset that lies on the table."""


def _position(metres: float) -> int:
    return max(-1_000_000, min(1_000_000, round(metres * 10_000)))


def _pose(counts: Sequence[int], at: int) -> Pose:
    return Pose(
        counts[at] / 10_000,
        counts[at + 1] / 10_000,
        counts[at + 2] / 10_000,
        counts[at + 3] / 100_000,
        counts[at + 4] / 100_000,
        counts[at + 5] / 100_000,
        counts[at + 6] / 100_000,
    )
