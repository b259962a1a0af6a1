"""Share of time looking down, and away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.arithmetic import cos, radians, sin
from therapy.measures.gaze import GazeShares, GazeSource, forward


def pitched(down_deg: float, length: float = 1.0) -> tuple[float, float, float]:
    """Ahead, and this far below the horizon."""
    angle = radians(down_deg)
    return 0.0, -length * sin(angle), -length * cos(angle)


def test_only_directions_steeper_than_the_angle_count_as_down() -> None:
    """Thirty degrees by default; straight down counts, up does not."""
    gaze = GazeShares(GazeSource.EYES)
    for angle in (0.0, 29.0, 31.0, 90.0, -60.0):
        gaze.sample(pitched(angle))
    assert gaze.down_share == 2 / 5


@given(st.floats(0.1, 10.0), st.floats(-89, 89))
def test_length_of_the_direction_does_not_matter(length: float, angle: float) -> None:
    """Only where it points."""
    one, other = GazeShares(GazeSource.HEAD), GazeShares(GazeSource.HEAD)
    one.sample(pitched(angle))
    other.sample(pitched(angle, length))
    assert abs(angle - 30.0) < 1e-6 or one == other


def test_away_counts_only_while_there_is_a_stimulus() -> None:
    """One tick without one, then 29 degrees off it, 31 degrees off, and straight away from it."""
    gaze = GazeShares(GazeSource.EYES)
    gaze.sample(pitched(0.0))
    assert gaze.away_share is None
    for angle in (29.0, 31.0, 180.0):
        gaze.sample(pitched(angle), to_stimulus=(0.0, 0.0, -7.0))
    assert gaze.away_share == 2 / 3
    assert gaze.ticks == 4


def test_a_tick_without_a_direction_counts_nowhere() -> None:
    """Eyes closed or lost are not eyes up."""
    gaze = GazeShares(GazeSource.EYES)
    gaze.sample(None, (1.0, 0.0, 0.0))
    gaze.sample((0.0, 0.0, 0.0), (1.0, 0.0, 0.0))
    assert (gaze.ticks, gaze.down_share, gaze.away_share) == (0, None, None)


def test_a_narrower_angle_can_be_asked_for() -> None:
    """A head turns down less than eyes do."""
    gaze = GazeShares(GazeSource.HEAD, down_deg=20.0)
    gaze.sample(pitched(25.0))
    assert gaze.down_share == 1.0


@pytest.mark.parametrize(
    ("quaternion", "expected"),
    [
        ((0.0, 0.0, 0.0, 1.0), (0.0, 0.0, -1.0)),
        ((0.0, 0.7071067811865476, 0.0, 0.7071067811865476), (-1.0, 0.0, 0.0)),
        ((-0.7071067811865476, 0.0, 0.0, 0.7071067811865476), (0.0, -1.0, 0.0)),
        ((0.0, 0.0, 0.7071067811865476, 0.7071067811865476), (0.0, 0.0, -1.0)),
    ],
)
def test_forward_of_a_turned_head(
    quaternion: tuple[float, float, float, float], expected: tuple[float, float, float]
) -> None:
    """Ahead, a quarter turn to the left, bent straight down, tilted sideways."""
    assert forward(*quaternion) == pytest.approx(expected, abs=1e-12)
