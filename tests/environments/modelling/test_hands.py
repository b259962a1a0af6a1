"""Hands have their thumbs on the right side, point ahead, and close as they are pressed."""

import numpy as np
import pytest

from environments.modelling import hands
from environments.modelling.mesh import Floats

OUTWARDS = {"left": -1.0, "right": 1.0}


def tip(side: str, finger: str, frame: int) -> Floats:
    """Where the end of a finger is, at a frame of closing."""
    mesh = hands.model().meshes[side][0][0]
    assert mesh.joints is not None
    bone = hands.BONES.index(f"{finger}_03")
    hangs = (mesh.joints[:, :4] == bone) & (mesh.joints[:, 4:] > 0.95)
    points = mesh.positions[hangs.any(axis=1)]
    farthest = points[np.argsort(np.linalg.norm(points, axis=1))[-8:]].mean(axis=0)
    matrix = hands.model().clips[f"{side}_closing.clip"][frame][bone]
    return np.asarray(matrix[:, :3] @ farthest + matrix[:, 3])


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_hand_lies_as_its_pose_points(side: str) -> None:
    """Open, the index finger points ahead, the thumb is on the inner side and the palm's middle at the origin."""
    index, thumb, little = (tip(side, finger, 0) for finger in ("index", "thumb", "pinky"))
    assert index[2] < -0.09
    assert abs(index[0]) < 0.07
    assert abs(index[1]) < 0.07
    assert thumb[0] * OUTWARDS[side] < -0.04
    assert little[0] * OUTWARDS[side] > thumb[0] * OUTWARDS[side]
    assert little[1] < index[1]


@pytest.mark.parametrize("side", ["left", "right"])
def test_closing_brings_the_fingers_to_the_palm(side: str) -> None:
    """Each finger bends ever more once it was straight, the index furthest; closed, its end is nearer to the palm."""
    closing = hands.model().clips[f"{side}_closing.clip"]
    bends = {}
    for finger in ("index", "middle", "ring", "pinky"):
        turned = closing[:, hands.BONES.index(f"{finger}_03"), :, :3]
        bent = np.degrees(np.arccos(np.clip((np.trace(turned, axis1=1, axis2=2) - 1.0) / 2.0, -1.0, 1.0)))
        bends[finger] = float(bent[-1])
        assert bent[-1] > 60.0
        assert np.all(np.diff(bent[7:]) > 0.0)
        assert np.linalg.norm(tip(side, finger, -1)) < 0.85 * np.linalg.norm(tip(side, finger, 0))
    assert max(bends, key=lambda finger: bends[finger]) == "index"


def test_both_hands_are_as_many_triangles_as_may_be() -> None:
    """Five thousand and a few for both."""
    parts = [mesh for parts in hands.model().meshes.values() for mesh, _ in parts]
    assert sum(len(mesh.triangles) for mesh in parts) < 4_600


@pytest.mark.parametrize("side", ["left", "right"])
def test_resting_bones_have_axes_as_openxr_counts_them(side: str) -> None:
    """-z runs along the bone away from the wrist, y to the back of the hand; no axis is mirrored."""
    resting = hands.model().clips[f"{side}_rest.clip"][0]
    assert np.linalg.det(resting[:, :, :3]) == pytest.approx(np.ones(len(hands.BONES)), abs=1e-9)
    middle, index = (resting[hands.BONES.index(name)][:, :3] for name in ("middle_01", "index_01"))
    assert (middle @ (0.0, 0.0, -1.0))[2] < -0.8
    assert (index @ (0.0, 1.0, 0.0))[1] > 0.5
