"""Ratings of distress over a visit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.measures.suds import TICKS_PER_MIN, Rating, Suds, between_visits


def climb() -> Suds:
    """A patient on two steps: comes down on the first, is still at the peak of the second."""
    suds = Suds()
    suds.rate_baseline(20)
    for minute, value, step in [(1, 40, "ground"), (2, 60, "ground"), (4, 30, "ground"), (6, 70, "balcony")]:
        suds.rate(minute * TICKS_PER_MIN, value, step)
    return suds


def test_peak_and_current_leave_the_baseline_out() -> None:
    """A high baseline is not a peak of the exposure."""
    suds = Suds(baseline=95)
    assert (suds.peak(), suds.current(), suds.halved()) == (None, None, False)
    suds.rate(0, 30)
    assert (suds.peak(), suds.current()) == (30, 30)


def test_peak_and_current_of_a_step_and_of_the_visit() -> None:
    """Each step has its own, the visit has the overall ones."""
    suds = climb()
    assert (suds.peak(), suds.current()) == (70, 70)
    assert (suds.peak("ground"), suds.current("ground")) == (60, 30)
    assert suds.peak("roof") is None


@pytest.mark.parametrize(
    ("values", "halved"), [([61, 31], False), ([61, 30], True), ([50], False), ([0], True), ([], False)]
)
def test_halved_means_at_most_half_the_peak(values: list[int], halved: bool) -> None:
    """Thirty is half of sixty-one at most, thirty-one is not."""
    suds = Suds()
    for tick, value in enumerate(values):
        suds.rate(tick, value)
    assert suds.halved() is halved


def test_habituation_within_a_step() -> None:
    """From the peak of the step to its last rating."""
    assert climb().habituation("ground") == 30
    assert climb().habituation("balcony") == 0
    assert climb().habituation("roof") is None


def test_habituation_between_visits_compares_peaks_of_the_same_step() -> None:
    """The second visit peaks at 45 where the first peaked at 60."""
    second = Suds()
    second.rate(0, 45, "ground")
    assert between_visits(climb(), second, "ground") == 15
    assert between_visits(second, climb(), "ground") == -15
    assert between_visits(climb(), second, "balcony") is None


def test_slope_is_the_least_squares_line_in_points_a_minute() -> None:
    """Minutes 1, 2, 4 with 40, 60, 30: the hand-computed slope is -5."""
    assert climb().slope_per_min("ground") == pytest.approx(-5.0)
    assert climb().slope_per_min("balcony") is None


@given(st.integers(-5, 5), st.integers(2, 9))
def test_slope_of_a_straight_line_is_its_own(per_min: int, count: int) -> None:
    """Whatever the level, an even rise comes back as it went in."""
    suds = Suds()
    for minute in range(count):
        suds.rate(minute * TICKS_PER_MIN, 50 + per_min * minute, "step")
    assert suds.slope_per_min() == pytest.approx(per_min, abs=1e-12)


def test_mean_by_step_keeps_the_order_of_steps() -> None:
    """In the order climbed."""
    assert list(climb().mean_by_step().items()) == [("ground", pytest.approx(130 / 3)), ("balcony", 70.0)]


@pytest.mark.parametrize("value", [-1, 101, True, 50.0])
def test_anything_but_a_whole_number_of_the_scale_is_refused(value: int) -> None:
    """The error names the scale and what came."""
    with pytest.raises(ValueError, match=r"from 0 to 100, got"):
        Suds().rate(0, value)


def test_ratings_come_in_order_of_time() -> None:
    """A rating from before the last one is a fault of the caller; one in the same tick is not."""
    suds = Suds()
    suds.rate(100, 10)
    suds.rate(100, 12)
    with pytest.raises(ValueError, match="at least 100, got 99"):
        suds.rate(99, 10)
    assert suds.ratings == [Rating(100, 10, None), Rating(100, 12, None)]
