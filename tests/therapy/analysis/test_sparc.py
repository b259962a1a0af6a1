"""The numpy forms agree with the portable ones."""

import numpy as np
import pytest

from tests.therapy.measures.movements import bell, reach
from therapy.analysis import sparc as by_numpy
from therapy.analysis import speed
from therapy.arithmetic import Draws
from therapy.measures import smoothness
from therapy.measures import speed as portable_speed


@pytest.mark.parametrize("count", [2, 3, 17, 64, 65, 135, 300])
def test_spectral_arc_length_agrees_on_random_movements(count: int) -> None:
    """Ten random movements of each length, from two samples on, to a billionth."""
    draws = Draws(count, "movements")
    for _ in range(10):
        speeds = [draws.uniform() * draws.uniform() for _ in range(count)]
        assert by_numpy.sparc(speeds) == pytest.approx(smoothness.sparc(speeds), abs=1e-9)


def test_spectral_arc_length_agrees_on_smooth_reaches() -> None:
    """Where the spectrum ends early."""
    for duration_s in (0.4, 1.0, 2.5):
        speeds = bell(duration_s)
        assert by_numpy.sparc(speeds) == pytest.approx(smoothness.sparc(speeds), abs=1e-9)


def test_without_movement_there_is_no_smoothness() -> None:
    """As in the portable form."""
    assert by_numpy.sparc([]) is None
    assert by_numpy.sparc(np.zeros(30)) is None


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 7, 8, 72])
def test_speeds_agree_with_the_portable_ones(count: int) -> None:
    """Also where the window shrinks, for any number of positions."""
    path = reach((0.3, 0.2, -0.3), 0.8)[:count]
    assert speed.speeds_mps(np.reshape(path, (count, 3))) == pytest.approx(portable_speed.speeds_mps(path))


def test_a_whole_movement_agrees_from_positions_to_smoothness() -> None:
    """What a trial found live can be found again in its telemetry."""
    path = reach((0.3, 0.2, -0.3), 1.1, wait_s=0.2)
    live = smoothness.sparc(portable_speed.speeds_mps(path))
    assert by_numpy.sparc(speed.speeds_mps(path)) == pytest.approx(live, abs=1e-9)
