"""Nearness to an edge, hands on a rail."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.measures.edge import EdgeApproach, Ledge, RailHold, distance_to_rail_m

SQUARE = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
FRONT = [0]
"""The side toward -z."""


@pytest.mark.parametrize(
    ("x", "z", "all_sides", "front"),
    [
        (0.0, 0.0, 1.0, 1.0),
        (0.9, 0.0, 0.1, 1.0),
        (0.0, -0.75, 0.25, 0.25),
        (0.0, -1.5, -0.5, -0.5),
        (2.0, -2.0, -math.sqrt(2), -math.sqrt(2)),
        (0.5, 0.5, 0.5, 1.5),
    ],
)
def test_distance_is_to_the_nearest_drop_and_negative_beyond(
    x: float, z: float, all_sides: float, front: float
) -> None:
    """A platform with drops all round, and the same with only its front open."""
    assert Ledge(SQUARE).distance_m(x, z) == pytest.approx(all_sides)
    assert Ledge(SQUARE, FRONT).distance_m(x, z) == pytest.approx(front)


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_order_of_the_corners_does_not_matter(x: float, z: float) -> None:
    """Clockwise or not."""
    assert Ledge(SQUARE).distance_m(x, z) == pytest.approx(Ledge(SQUARE[::-1]).distance_m(x, z))


@given(st.floats(-0.99, 0.99), st.floats(-0.99, 0.99))
def test_a_square_seen_from_inside(x: float, z: float) -> None:
    """The distance to the nearest side in closed form."""
    assert Ledge(SQUARE).distance_m(x, z) == pytest.approx(1.0 - max(abs(x), abs(z)))


def test_slanted_sides() -> None:
    """A right-angled triangle: near its long side, and on either side of it."""
    triangle = Ledge([(0.0, 1.0), (2.0, 1.0), (0.0, 3.0)])
    assert triangle.distance_m(0.9, 1.9) == pytest.approx(0.1 * math.sqrt(2))
    assert triangle.distance_m(1.3, 2.3) == pytest.approx(-0.3 * math.sqrt(2))
    assert triangle.distance_m(0.1, 2.5) == pytest.approx(0.1)


def test_a_floor_with_a_plank() -> None:
    """Concave outlines work: on the plank the drop is at both sides, beside it there is no floor."""
    plank = Ledge([(-1, 1), (-1, 0), (-0.2, 0), (-0.2, -3), (0.2, -3), (0.2, 0), (1, 0), (1, 1)])
    assert plank.distance_m(0.0, -1.5) == pytest.approx(0.2)
    assert plank.distance_m(0.5, -1.5) == pytest.approx(-0.3)
    assert plank.holds(0.0, 0.5)


@pytest.mark.parametrize(
    ("corners", "drops"), [(SQUARE[:2], None), (SQUARE, [4]), (SQUARE, []), (SQUARE, [-1])]
)
def test_an_impossible_floor_is_refused(corners: list[tuple[float, float]], drops: list[int] | None) -> None:
    """Too few corners, or sides that do not exist."""
    with pytest.raises(ValueError, match="expected"):
        Ledge(corners, drops)


def test_an_approach_is_timed_and_the_closest_point_kept() -> None:
    """Ten ticks on the way, one lost, then near, beyond, and back."""
    approach = EdgeApproach()
    for distance in [1.0] * 10 + [None, 0.5, -0.02, 0.8]:
        approach.sample(distance)
    assert approach.closest_m == -0.02
    assert approach.approach_after_s == 11 / 90


def test_without_an_approach_there_is_no_time() -> None:
    """Staying back is not an approach after zero seconds."""
    approach = EdgeApproach()
    approach.sample(0.6)
    approach.sample(None)
    assert approach.closest_m == 0.6
    assert approach.approach_after_s is None


@pytest.mark.parametrize(
    ("hand", "distance"),
    [((0.5, 1.0, 0.1), 0.1), ((1.3, 1.4, 0.0), 0.5), ((-3.0, 1.0, 4.0), 5.0)],
)
def test_distance_to_a_rail(hand: tuple[float, float, float], distance: float) -> None:
    """Beside it, and beyond either end."""
    assert distance_to_rail_m(hand, (0.0, 1.0, 0.0), (1.0, 1.0, 0.0)) == pytest.approx(distance)


def test_a_rail_without_length_is_a_point() -> None:
    """A post."""
    assert distance_to_rail_m((0.0, 3.0, 4.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)) == 5.0


def test_time_and_grips_on_the_rail() -> None:
    """Held, let go, lost from tracking, held again."""
    hold = RailHold()
    shares = [hold.held_share]
    for nearest in [0.05, 0.08, 0.081, None, 0.02, 0.02]:
        hold.sample(nearest)
    shares.append(hold.held_share)
    assert (hold.held_s, hold.grips, shares) == (4 / 90, 2, [None, 4 / 6])
