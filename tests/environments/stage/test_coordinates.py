"""OpenXR's axes and the engine's."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panda3d.core import LQuaterniond, LQuaternionf, LVecBase3d, LVecBase3f

from environments.placement import Quaternion, Vec3, multiply, normalised, rotate
from environments.stage.coordinates import (
    engine_quaternion,
    mirrored_point,
    mirrored_points,
    mirrored_rotation,
)

HALF = math.sqrt(0.5)
QUARTERS: list[Quaternion] = [(0.0, 0.0, 0.0, 1.0), (HALF, 0.0, 0.0, HALF), (0.0, HALF, 0.0, HALF)]
numbers = st.floats(-1.0, 1.0)
quaternions = (
    st.tuples(numbers, numbers, numbers, numbers).filter(lambda q: math.hypot(*q) > 0.1).map(normalised)
)
points = st.tuples(st.floats(-50.0, 50.0), st.floats(-50.0, 50.0), st.floats(-50.0, 50.0))


def axis_rotations() -> list[Quaternion]:
    """The 24 rotations that carry the axes onto the axes, made of quarter turns about x and y."""
    found: list[Quaternion] = []
    for turns in itertools.product(QUARTERS, repeat=5):
        whole = QUARTERS[0]
        for turn in turns:
            whole = multiply(whole, turn)
        if all(abs(sum(a * b for a, b in zip(whole, known, strict=True))) < 0.99 for known in found):
            found.append(whole)
    return found


def left_handed(rotation: Quaternion, point: Vec3) -> Vec3:
    """Panda's formula for turning a vector, which is the same arithmetic in any axes."""
    x, y, z = LQuaterniond(*engine_quaternion(rotation)).xform(LVecBase3d(*point))
    return (x, y, z)


def test_there_are_24_axis_rotations() -> None:
    """The generator of the next test's cases finds every one."""
    assert len(axis_rotations()) == 24


@pytest.mark.parametrize("rotation", axis_rotations())
def test_an_axis_rotation_means_the_same_turn_in_both_worlds(rotation: Quaternion) -> None:
    """Turn, then name in the engine's axes: the same as naming, then turning there."""
    for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)):
        expected = mirrored_point(rotate(rotation, axis))
        assert left_handed(rotation, mirrored_point(axis)) == pytest.approx(expected, abs=1e-9)


@given(quaternions, points)
def test_any_turn_means_the_same_in_both_worlds(rotation: Quaternion, point: Vec3) -> None:
    """The same for random turns of random points."""
    expected = mirrored_point(rotate(rotation, point))
    assert left_handed(rotation, mirrored_point(point)) == pytest.approx(expected, abs=1e-6)


@given(quaternions, quaternions, points)
def test_there_and_back_changes_nothing_and_turns_follow_each_other(
    a: Quaternion, b: Quaternion, point: Vec3
) -> None:
    """The mirror is its own inverse, and two turns in a row stay two turns in a row."""
    assert mirrored_rotation(mirrored_rotation(a)) == a
    assert mirrored_point(mirrored_point(point)) == point
    both = mirrored_rotation(multiply(a, b))
    assert multiply(mirrored_rotation(a), mirrored_rotation(b)) == pytest.approx(both, abs=1e-9)


def test_looking_left_by_30_degrees_is_a_yaw_of_minus_30_in_the_engine() -> None:
    """A head turn stays a head turn: about the vertical, the other way round, with no roll."""
    left = (0.0, math.sin(math.radians(15.0)), 0.0, math.cos(math.radians(15.0)))
    ahead = LQuaternionf(*engine_quaternion(left)).xform(LVecBase3f(0.0, 0.0, 1.0))
    assert tuple(ahead) == pytest.approx((-0.5, 0.0, math.cos(math.radians(30.0))), abs=1e-6)


def test_many_points_at_once_are_mirrored_as_one_by_one() -> None:
    """The array form agrees with the plain one."""
    points = np.array([(1.0, 2.0, 3.0), (-4.0, 5.0, -6.0)], np.float32)
    expected = [mirrored_point(tuple(point)) for point in points.tolist()]
    assert mirrored_points(points).tolist() == [list(point) for point in expected]
