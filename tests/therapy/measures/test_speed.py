"""Speed from positions, gaps in tracking, time in motion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.therapy.measures.movements import reach, stored
from therapy.arithmetic import Draws
from therapy.measures.speed import MOVING_MPS, ActiveTime, Point, bridged, speeds_mps
from therapy.sample import TICKS_PER_S


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(-2, 2), st.integers(2, 40))
def test_even_motion_has_its_own_speed_everywhere(x: float, y: float, z: float, count: int) -> None:
    """Also at both ends, where the window shrinks."""
    path = [(x * n / TICKS_PER_S, y * n / TICKS_PER_S, z * n / TICKS_PER_S) for n in range(count)]
    assert speeds_mps(path) == pytest.approx([(x * x + y * y + z * z) ** 0.5] * count, abs=1e-9)


@pytest.mark.parametrize("count", [0, 1])
def test_without_a_neighbour_there_is_no_speed(count: int) -> None:
    """No position, or a single one."""
    assert speeds_mps([(1.0, 2.0, 3.0)] * count) == [0.0] * count


def test_a_hand_at_rest_stays_far_below_the_threshold() -> None:
    """Half a millimetre of tracking noise on every axis, stored to 0.1 mm, never looks like movement."""
    draws = Draws(1, "tremble")
    path = [
        (stored(draws.normal(0, 5e-4)), stored(draws.normal(0, 5e-4)), stored(draws.normal(0, 5e-4)))
        for _ in range(900)
    ]
    assert max(speeds_mps(path)[3:-3]) < MOVING_MPS


def test_the_peak_of_a_fast_reach_is_kept() -> None:
    """A reach of 40 cm in half a second peaks at 1.5 m/s; smoothing takes less than 2 %."""
    peak = max(speeds_mps(reach((0.4, 0.0, 0.0), 0.5)))
    assert 0.98 * 1.5 < peak <= 1.5


def test_gaps_are_bridged_by_an_even_line() -> None:
    """In the middle straight across, at both ends the nearest position."""
    a, b = (0.0, 0.0, 0.0), (3.0, 6.0, -3.0)
    expected: list[Point] = [a, a, (1.0, 2.0, -1.0), (2.0, 4.0, -2.0), b, b]
    assert bridged([None, a, None, None, b, None]) == expected
    assert bridged([None, None]) == []
    assert bridged([a, b]) == [a, b]


def test_active_time_counts_ticks_in_motion() -> None:
    """Two seconds at 10 cm/s, then two at rest; the window's ends cost a tick or two."""
    active = ActiveTime()
    moving = [(0.1 * tick / TICKS_PER_S, 0.0, 0.0) for tick in range(180)]
    for position in moving + [moving[-1]] * 180:
        active.sample(position)
    assert active.active_ticks == pytest.approx(180, abs=4)
    assert active.active_min == active.active_ticks / 5400


def test_a_jump_across_a_gap_in_tracking_is_no_motion() -> None:
    """The hand is lost at one place and found at another."""
    active = ActiveTime()
    there: list[Point | None] = [(0.0, 0.0, 0.0)] * 20
    for position in [*there, None, *[(1.0, 0.0, 0.0)] * 20]:
        active.sample(position)
    assert active.active_ticks == 0


def test_active_time_agrees_with_the_speeds_of_the_whole_path() -> None:
    """Told tick by tick or all at once, the same ticks are in motion."""
    path = reach((0.3, 0.1, -0.2), 0.9, wait_s=0.5, stay_s=0.5)
    active = ActiveTime()
    told = [active.sample(position) for position in path]
    assert told[6:] == [speed >= MOVING_MPS for speed in speeds_mps(path)[3:-3]]
