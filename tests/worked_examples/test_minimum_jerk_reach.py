"""The minimum-jerk reach of Flash and Hogan (J. Neurosci. 5, 1985, 1688-1703), measured by a trial."""

import pytest

from tests.therapy.measures.movements import reach
from therapy.measures.trial import Trial, TrialMeasures


def measured(duration_s: float, distance_m: float, wait_s: float = 0.4) -> TrialMeasures:
    """A reach straight ahead that nobody cut short."""
    return Trial([*reach((0.0, 0.0, -distance_m), duration_s, wait_s)]).measures(hit=True)


@pytest.mark.parametrize("distance_m", [0.2, 0.5])
@pytest.mark.parametrize("duration_s", [0.8, 1.5])
def test_peak_speed_is_1_875_times_the_average(duration_s: float, distance_m: float) -> None:
    """The published ratio of a minimum-jerk movement, whatever its length and duration."""
    peak = measured(duration_s, distance_m).peak_speed_mps
    assert peak == pytest.approx(1.875 * distance_m / duration_s, rel=0.01)


@pytest.mark.parametrize("duration_s", [0.5, 1.0, 2.0])
def test_smoothness_is_near_the_value_of_a_smooth_movement(duration_s: float) -> None:
    """About -1.4 (Balasubramanian et al., 2015); positions stored to 0.1 mm do not disturb it."""
    assert measured(duration_s, 0.4).smoothness == pytest.approx(-1.4, abs=0.05)


@pytest.mark.parametrize("wait_s", [0.2, 0.4, 0.9])
def test_a_longer_wait_changes_the_reaction_and_nothing_else(wait_s: float) -> None:
    """The movement is the same, only later."""
    soon, late = measured(1.0, 0.4, 0.2), measured(1.0, 0.4, wait_s)
    assert soon.reaction_s is not None
    assert late.reaction_s == pytest.approx(soon.reaction_s + wait_s - 0.2, abs=1e-9)
    assert late.movement_s == soon.movement_s
    assert late.peak_speed_mps == pytest.approx(soon.peak_speed_mps)
    assert late.smoothness == pytest.approx(soon.smoothness, abs=1e-6)
