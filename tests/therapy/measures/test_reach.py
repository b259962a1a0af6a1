"""Reach by direction, and success over the last trials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.arithmetic import cos, radians, sin
from therapy.measures.reach import Range, ReachMap, SuccessWindow, Toward, in_range, toward


@pytest.mark.parametrize(("number", "direction"), list(enumerate(Toward)))
@pytest.mark.parametrize("off_deg", [-22.0, 0.0, 22.0])
def test_each_direction_has_an_eighth_of_the_circle(number: int, direction: Toward, off_deg: float) -> None:
    """Counter-clockwise from the right, 22 degrees to either side of its middle."""
    angle = radians(45.0 * number + off_deg)
    assert toward(cos(angle), sin(angle)) is direction


def test_straight_ahead_counts_as_right() -> None:
    """The documented tie."""
    assert toward(0.0, 0.0) is Toward.RIGHT


@pytest.mark.parametrize(
    ("distance_m", "bin_"),
    [
        (0.0, Range.NEAR),
        (0.3, Range.NEAR),
        (0.303, Range.MID),
        (0.47, Range.MID),
        (0.48, Range.FAR),
        (0.9, Range.FAR),
    ],
)
def test_ranges_are_shares_of_the_calibrated_reach(distance_m: float, bin_: Range) -> None:
    """Half and four fifths of 60 cm."""
    assert in_range(distance_m, 0.6) is bin_


@pytest.mark.parametrize("reach_m", [0.0, -1.0, float("nan")])
def test_a_reach_of_nothing_is_refused(reach_m: float) -> None:
    """There would be no shares of it."""
    with pytest.raises(ValueError, match="above 0 m"):
        in_range(0.1, reach_m)


def test_a_map_counts_attempts_hits_and_the_best_distance_by_cell() -> None:
    """Two trials up to the left and far, one near and straight down."""
    reached = ReachMap(reach_m=0.6)
    assert reached.success_share is None
    assert reached.add((-0.3, 0.3, 0.3), hit=True, furthest_m=0.52) == "up_left far"
    reached.add((-0.3, 0.3, 0.3), hit=False, furthest_m=0.41)
    reached.add((0.0, -0.2, 0.0), hit=False, furthest_m=0.1)
    assert reached.attempted == {"up_left far": 2, "down near": 1}
    assert reached.hit == {"up_left far": 1, "down near": 0}
    assert reached.best_m == {"up_left far": 0.52, "down near": 0.1}
    assert reached.repetitions == 3
    assert reached.success_share == 1 / 3


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 20))
def test_a_window_knows_the_last_trials_only(hits: list[bool], size: int) -> None:
    """The share is that of the last `size` trials."""
    window = SuccessWindow(size)
    for hit in hits:
        window.add(hit)
    last = hits[-size:]
    assert window.share == (sum(last) / len(last) if last else None)
    assert window.full is (len(hits) >= size)


def test_a_window_can_start_anew() -> None:
    """After a change of difficulty the old trials say nothing."""
    window = SuccessWindow(2, [True, True])
    window.clear()
    assert (window.share, window.full) == (None, False)
