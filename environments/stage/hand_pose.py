"""From what a headset tracks of a hand to the bones of the hand that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from therapy.sample import Pose

Floats = npt.NDArray[np.float32]
PALM: Final = 0
TRACKED: Final = 26
"""Joints of a hand as OpenXR counts them (XR_EXT_hand_tracking): palm, wrist, then each finger from root to tip."""
_JOINT_OF_BONE = np.array([1, 2, 3, 4, 7, 8, 9, 12, 13, 14, 17, 18, 19, 22, 23, 24])
"""The tracked joint that each of our bones starts at: the wrist, then thumb to little finger."""


def bones_of(joints: Sequence[Pose], resting: Floats, shift: Sequence[float] = (0.0, 0.0, 0.0)) -> Floats:
    """(bones, 3, 4): what carries the resting hand to where it is tracked, moved by `shift` (metres).

    `resting` (bones, 3, 4) brings points of the resting hand into each bone's own axes. ValueError unless there are
    26 joints.
    """
    if len(joints) != TRACKED:
        raise ValueError(f"expected {TRACKED} joints of a hand, got {len(joints)}")
    poses = np.array(joints, np.float32)[_JOINT_OF_BONE]
    x, y, z, w = poses[:, 3:].T
    turned = np.empty((len(poses), 3, 3), np.float32)
    turned[:, 0, 0], turned[:, 0, 1], turned[:, 0, 2] = (
        1 - 2 * (y * y + z * z),
        2 * (x * y - z * w),
        2 * (x * z + y * w),
    )
    turned[:, 1, 0], turned[:, 1, 1], turned[:, 1, 2] = (
        2 * (x * y + z * w),
        1 - 2 * (x * x + z * z),
        2 * (y * z - x * w),
    )
    turned[:, 2, 0], turned[:, 2, 1], turned[:, 2, 2] = (
        2 * (x * z - y * w),
        2 * (y * z + x * w),
        1 - 2 * (x * x + y * y),
    )
    carried = turned @ resting
    carried[:, :, 3] += poses[:, :3] + np.array(shift, np.float32)
    return carried
