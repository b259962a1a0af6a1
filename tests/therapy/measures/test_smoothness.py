"""Portable spectral arc length."""

import cmath
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.therapy.measures.movements import bell
from therapy.arithmetic import Draws
from therapy.measures.smoothness import sparc, sparc_in_parts


def by_definition(speeds: list[float], rate_hz: float) -> float:
    """The published definition, written down plainly: every bin summed, the arc added up."""
    size = 2 ** (math.ceil(math.log2(len(speeds))) + 4)
    bins = [k for k in range(size) if k * rate_hz / size <= 20.0]
    spectrum = [
        abs(sum(v * cmath.exp(-2j * math.pi * k * n / size) for n, v in enumerate(speeds))) for k in bins
    ]
    spectrum = [magnitude / spectrum[0] for magnitude in spectrum]
    while spectrum[-1] < 0.05:
        spectrum.pop()
    count = len(spectrum) - 1
    return -sum(math.hypot(1 / count, spectrum[k + 1] - spectrum[k]) for k in range(count))


@pytest.mark.parametrize("duration_s", [0.3, 0.7])
def test_agrees_with_the_definition_on_a_smooth_reach(duration_s: float) -> None:
    """Bin by bin the same sum."""
    speeds = bell(duration_s)
    assert sparc(speeds) == pytest.approx(by_definition(speeds, 90.0), abs=1e-9)


def test_agrees_with_the_definition_on_a_rough_movement() -> None:
    """Noise brings the highest frequencies into play; another rate moves the bins."""
    draws = Draws(4, "rough")
    speeds = [draws.uniform() for _ in range(41)]
    assert sparc(speeds) == pytest.approx(by_definition(speeds, 90.0), abs=1e-9)
    assert sparc(speeds, 60.0) == pytest.approx(by_definition(speeds, 60.0), abs=1e-9)


@pytest.mark.parametrize("duration_s", [0.5, 0.8, 1.0, 1.5, 3.0])
def test_one_smooth_reach_is_about_minus_1_4_however_long(duration_s: float) -> None:
    """The value published for minimum-jerk movements; not to depend on duration is what it was made for."""
    assert sparc(bell(duration_s)) == pytest.approx(-1.4, abs=0.02)


def test_each_further_piece_makes_a_movement_less_smooth() -> None:
    """One to four submovements end to end."""
    values = [sparc(bell(0.4) * pieces) for pieces in (1, 2, 3, 4)]
    assert all(value is not None for value in values)
    assert values == sorted(values, key=lambda value: -(value or 0.0))
    assert len(set(values)) == 4


@given(st.integers(0, 1000), st.floats(1e-3, 1e3))
def test_size_does_not_matter(seed: int, scale: float) -> None:
    """The same movement, larger or smaller, is as smooth."""
    draws = Draws(seed, "movement")
    speeds = [draws.uniform(0.0, 1.0) for _ in range(20)]
    assert sparc([scale * speed for speed in speeds]) == pytest.approx(sparc(speeds), abs=1e-9)


@pytest.mark.parametrize("speeds", [[], [1.0], [0.0] * 50])
def test_without_movement_there_is_no_smoothness(speeds: list[float]) -> None:
    """Nothing to measure is not perfect smoothness."""
    assert sparc(speeds) is None


def test_two_samples_are_enough() -> None:
    """The shortest movement there is."""
    assert sparc([1.0, 1.0]) == pytest.approx(by_definition([1.0, 1.0], 90.0), abs=1e-12)


def test_every_bit_is_the_same_everywhere() -> None:
    """A platform on which one bit differs could not replay a record."""
    draws = Draws(9, "bits")
    speeds = [speed * draws.uniform(0.5, 1.0) for speed in bell(1.2)]
    assert (sparc(speeds) or 0.0).hex() == "-0x1.66a8062e4993bp+0"


def test_the_work_can_be_spread_over_frames() -> None:
    """Nine parts, and the same result at the end."""
    parts = sparc_in_parts(bell(0.5))
    for _ in range(9):
        next(parts)
    with pytest.raises(StopIteration) as end:
        next(parts)
    assert end.value.value == sparc(bell(0.5))
