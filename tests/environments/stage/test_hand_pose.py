"""What a headset tracks of a hand moves the bones of the hand that is shown."""

import math

import numpy as np
import pytest

from environments.modelling import hands
from environments.stage.hand_pose import TRACKED, bones_of
from therapy.sample import Pose

RESTING = hands.model().clips["left_rest.clip"][0].astype(np.float32)
BONE_OF_JOINT = {
    1: "hand", 2: "thumb_01", 3: "thumb_02", 4: "thumb_03", 7: "index_01", 8: "index_02", 9: "index_03",
    12: "middle_01", 13: "middle_02", 14: "middle_03", 17: "ring_01", 18: "ring_02", 19: "ring_03",
    22: "pinky_01", 23: "pinky_02", 24: "pinky_03",
}  # fmt: skip


def as_tracked(bone: str) -> Pose:
    """The pose of a bone at rest."""
    matrix = RESTING[hands.BONES.index(bone)]
    turned = matrix[:, :3].T
    x, y, z = (-turned @ matrix[:, 3]).tolist()
    w = math.sqrt(max(0.0, 1.0 + np.trace(turned))) / 2.0
    axis = np.array([turned[2, 1] - turned[1, 2], turned[0, 2] - turned[2, 0], turned[1, 0] - turned[0, 1]])
    qx, qy, qz = (axis / (4.0 * w)).tolist()
    return Pose(x, y, z, qx, qy, qz, w)


def at_rest() -> list[Pose]:
    """26 joints of a hand that lies as ours does at rest."""
    return [as_tracked(BONE_OF_JOINT.get(joint, "hand")) for joint in range(TRACKED)]


def test_a_hand_tracked_as_ours_rests_is_left_as_it_is() -> None:
    """Every bone's matrix is the identity."""
    matrices = bones_of(at_rest(), RESTING)
    assert matrices == pytest.approx(np.tile(np.eye(3, 4), (len(hands.BONES), 1, 1)), abs=2e-3)


def test_one_joint_moves_its_bone_alone() -> None:
    """The end of the little finger moves when joint 24 does, and nothing else."""
    joints = at_rest()
    joints[24] = joints[24]._replace(x_m=joints[24].x_m + 0.02)
    moved = bones_of(joints, RESTING)[:, :, 3] - bones_of(at_rest(), RESTING)[:, :, 3]
    expected = np.zeros((len(hands.BONES), 3))
    expected[hands.BONES.index("pinky_03"), 0] = 0.02
    assert moved == pytest.approx(expected, abs=1e-5)


def test_a_shift_moves_the_whole_hand() -> None:
    """An amplified hand is shown elsewhere, its fingers bent as they are."""
    matrices = bones_of(at_rest(), RESTING, (0.0, 0.1, 0.0))
    assert matrices[:, 1, 3] == pytest.approx(bones_of(at_rest(), RESTING)[:, 1, 3] + 0.1, abs=1e-5)


def test_a_hand_has_26_joints() -> None:
    """Other numbers are refused."""
    with pytest.raises(ValueError, match="26"):
        bones_of(at_rest()[:-1], RESTING)
