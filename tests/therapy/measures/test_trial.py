"""What one reach comes to."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.therapy.measures.movements import reach
from therapy.arithmetic import Draws
from therapy.measures.speed import MOVING_MPS, Point, speeds_mps
from therapy.measures.trial import LONGEST_SMOOTH_TICKS, Trial, TrialMeasures
from therapy.sample import TICKS_PER_S

TARGET = (0.3, 0.2, -0.3)
DISTANCE_M = math.sqrt(0.22)


def tried(path: list[Point], target: Point = TARGET, radius_m: float = 0.03) -> Trial:
    """A trial in which the hand follows this path."""
    trial = Trial()
    for position in path:
        trial.sample(position, at_target=math.dist(position, target) <= radius_m)
    return trial


def test_a_smooth_straight_reach_has_the_measures_of_its_model() -> None:
    """Half a second of waiting, then a minimum-jerk reach of 0.8 s whose every measure is known."""
    measures = tried(reach(TARGET, 0.8, wait_s=0.5, stay_s=0.3)).measures(hit=True)
    # 50 mm/s are passed 0.043 s after the start, and 3 cm are left after 0.63 s, by the model's own formula.
    assert measures.reaction_s == pytest.approx(0.543, abs=0.015)
    assert measures.movement_s == pytest.approx(0.63 - 0.043, abs=0.02)
    assert measures.peak_speed_mps == pytest.approx(1.875 * DISTANCE_M / 0.8, rel=0.01)
    assert measures.path_m == pytest.approx(DISTANCE_M - 0.03, abs=0.006)
    assert measures.path_ratio == pytest.approx(1.0, abs=0.005)
    assert measures.mean_speed_mps == pytest.approx((measures.path_m or 0) / (measures.movement_s or 1))
    # Cut at 3 cm before the target the bell lacks its tail, which costs a little smoothness.
    assert measures.smoothness == pytest.approx(-1.45, abs=0.1)
    assert measures.duration_s == pytest.approx(1.6, abs=0.02)
    assert measures.tracked_share == 1.0
    assert measures.hit


def test_a_detour_shows_in_the_path_ratio() -> None:
    """Out along one side of a right angle and on along the other: the sides over the diagonal."""
    first = reach((0.3, 0.0, 0.0), 0.6)
    second = [(0.3, y, 0.0) for _, y, _ in reach((0.0, 0.3, 0.0), 0.6)]
    measures = tried(first + second, target=(0.3, 0.3, 0.0), radius_m=0.005).measures(hit=True)
    assert measures.path_ratio == pytest.approx(math.sqrt(2), rel=0.03)


def test_a_hesitating_reach_is_less_smooth() -> None:
    """Two halves with a stop between them."""
    half = reach((0.15, 0.1, -0.15), 0.5)
    halting = half + [(x + 0.15, y + 0.1, z - 0.15) for x, y, z in half]
    smooth = tried(reach(TARGET, 1.0)).measures(hit=True).smoothness
    rough = tried(halting).measures(hit=True).smoothness
    assert smooth is not None
    assert rough is not None
    assert rough < smooth - 0.2


def test_a_hand_that_does_not_move_has_no_reaction() -> None:
    """A miss without any movement, in spite of half a millimetre of tremble."""
    draws = Draws(2, "tremble")
    path = [(draws.normal(0, 5e-4), draws.normal(0, 5e-4), draws.normal(0, 5e-4)) for _ in range(180)]
    measures = tried(path).measures(hit=False)
    assert measures.figures() == {"duration_s": 2.0, "hold_s": 0.0, "tracked_share": 1.0}


def test_a_hand_already_on_its_way_has_no_reaction_but_the_rest() -> None:
    """There is nothing to time a reaction from."""
    path = [(0.005 * tick, 0.0, 0.0) for tick in range(60)]
    measures = tried(path, target=(0.29, 0.0, 0.0)).measures(hit=True)
    assert measures.reaction_s is None
    assert measures.mean_speed_mps == pytest.approx(0.45)


def test_a_glitch_of_tracking_is_not_the_onset_of_movement() -> None:
    """A single position 8 mm off lifts speed over the threshold, but only for two ticks at a time."""
    path = reach(TARGET, 0.8, wait_s=0.5)
    calm = Trial([*path]).measures(hit=False)
    path[10] = (0.008, 0.0, 0.0)
    assert sum(speed >= MOVING_MPS for speed in speeds_mps(path[:30])) == 4
    assert Trial([*path]).measures(hit=False).reaction_s == calm.reaction_s


def test_a_miss_is_measured_to_its_end() -> None:
    """Short of the target, the movement runs until time is up."""
    measures = tried(reach((0.15, 0.1, -0.15), 0.6, wait_s=0.2)).measures(hit=False)
    assert not measures.hit
    assert measures.path_m == pytest.approx(DISTANCE_M / 2, abs=0.002)
    assert measures.hold_s == 0.0


def test_hold_is_the_longest_stay_without_a_break() -> None:
    """Twenty ticks, a lost hand, ten ticks."""
    trial = Trial()
    for tick in range(31):
        trial.sample(None if tick == 20 else TARGET, at_target=True)
    assert trial.hold_s == 10 / TICKS_PER_S
    assert trial.measures(hit=True).hold_s == 20 / TICKS_PER_S


def test_a_short_loss_of_tracking_is_bridged_and_told() -> None:
    """Three ticks of eighty are missing in mid-movement; the measures hardly change."""
    path: list[Point | None] = list(reach(TARGET, 0.8))
    whole, broken = Trial(list(path)), Trial([None if 35 <= at < 38 else p for at, p in enumerate(path)])
    a, b = whole.measures(hit=False), broken.measures(hit=False)
    assert b.tracked_share == pytest.approx(1 - 3 / 73)
    assert b.path_m == pytest.approx(a.path_m, rel=0.01)
    assert b.peak_speed_mps == pytest.approx(a.peak_speed_mps, rel=0.02)


def test_a_trial_without_a_tracked_hand_measures_nothing() -> None:
    """Lost from beginning to end, or over before it began."""
    assert Trial([None] * 90).measures(hit=False).figures() == {
        "duration_s": 1.0,
        "hold_s": 0.0,
        "tracked_share": 0.0,
    }
    assert Trial().measures(hit=False).figures() == {"duration_s": 0.0, "hold_s": 0.0, "tracked_share": 0.0}


def test_smoothness_of_very_long_movements_is_left_to_the_analysis() -> None:
    """It would hold up a frame; everything else is there."""
    measures = tried([(0.001 * tick, 0.0, 0.0) for tick in range(LONGEST_SMOOTH_TICKS + 10)]).measures(
        hit=False
    )
    assert measures.smoothness is None
    assert measures.path_ratio == pytest.approx(1.0)


def test_a_straight_reach_too_quick_for_the_window_is_still_straight() -> None:
    """Smoothing shortens the path of a movement of a tenth of a second, which cannot make it more than straight."""
    assert tried(reach(TARGET, 0.12, wait_s=0.2), radius_m=0.001).measures(hit=True).path_ratio == 1.0


@given(st.integers(0, 10_000))
def test_the_path_is_never_shorter_than_straight(seed: int) -> None:
    """Whatever the hand does."""
    draws = Draws(seed, "wander")
    x = y = z = 0.0
    trial = Trial()
    for _ in range(40):
        x, y, z = x + draws.normal(0, 0.01), y + draws.normal(0, 0.01), z + draws.normal(0, 0.01)
        trial.sample((x, y, z))
    ratio = trial.measures(hit=False).path_ratio
    assert ratio is None or ratio >= 1.0


def test_figures_are_the_known_measures_by_name() -> None:
    """As an event of the record carries them."""
    figures = tried(reach(TARGET, 0.8, wait_s=0.5)).measures(hit=True).figures()
    assert set(figures) == set(TrialMeasures._fields) - {"hit"}
