"""The picture follows the head, and nothing but the head."""

import math

import numpy as np
import numpy.typing as npt

from environments.placement import multiply
from tests.environments.stage import magenta
from tests.environments.stage.conftest import AHEAD, Theatre
from therapy.sample import NOTHING, Pose


def turned(yaw_deg: float = 0.0, pitch_deg: float = 0.0) -> Pose:
    """A head at the resting place that is turned to its left and then nods up."""
    yaw, pitch = math.radians(yaw_deg) / 2.0, math.radians(pitch_deg) / 2.0
    rotation = multiply(
        (0.0, math.sin(yaw), 0.0, math.cos(yaw)), (math.sin(pitch), 0.0, 0.0, math.cos(pitch))
    )
    return AHEAD._replace(qx=rotation[0], qy=rotation[1], qz=rotation[2], qw=rotation[3])


def pole_columns(theatre: Theatre) -> npt.NDArray[np.float64]:
    """Middle of the green pole in every row that shows it apart from the beam, in pixels from the left."""
    green = magenta.green(theatre.stage.picture())
    rows = [np.flatnonzero(row) for row in green if 0 < row.sum() < 12]
    return np.array([row.mean() for row in rows])


def beam_rows(theatre: Theatre) -> npt.NDArray[np.float64]:
    """Middle of the green beam in every column that shows it apart from the pole, in pixels from the top."""
    green = magenta.green(theatre.stage.picture()).T
    columns = [np.flatnonzero(column) for column in green if 0 < column.sum() < 12]
    return np.array([column.mean() for column in columns])


def straight(places: npt.NDArray[np.float64]) -> bool:
    """Whether nearly all lie on one line along the picture's edge (not where pole and beam or boxes cross)."""
    return float(np.mean(np.abs(places - np.median(places)) <= 1.0)) > 0.9


def test_turning_the_head_by_30_degrees_moves_the_picture_sideways_and_never_rolls_it(
    theatre: Theatre,
) -> None:
    """A pole straight ahead goes to where the lens says, stays upright, and the beam stays at eye level."""
    theatre.go_in()
    width = theatre.stage.picture().shape[1]
    for yaw_deg in (30.0, 0.0, -30.0):
        theatre.head = turned(yaw_deg=yaw_deg)
        theatre.draw()
        columns = pole_columns(theatre)
        assert len(columns) > 40
        expected = (
            width / 2.0 * (1.0 + math.tan(math.radians(yaw_deg)))
        )  # 90 degrees wide: half a width is tan 45
        assert abs(np.median(columns) - expected) < 2.0
        assert straight(columns)
        assert abs(np.median(beam_rows(theatre)) - theatre.stage.picture().shape[0] / 2.0) < 3.0


def test_nodding_moves_the_picture_up_and_down_only(theatre: Theatre) -> None:
    """Looking down makes the beam rise, and it stays level."""
    theatre.go_in()
    theatre.head = turned(pitch_deg=-15.0)
    theatre.draw()
    rows = beam_rows(theatre)
    width, height = theatre.stage.picture().shape[1], theatre.stage.picture().shape[0]
    assert abs(np.median(rows) - (height / 2.0 - width / 2.0 * math.tan(math.radians(15.0)))) < 3.0
    assert straight(rows)


def test_leaning_to_the_right_moves_what_is_near_to_the_left(theatre: Theatre) -> None:
    """Steps of the head are steps in the world: 0.3 m at a distance of 2.9 m."""
    theatre.go_in()
    theatre.head = AHEAD._replace(x_m=0.3)
    theatre.draw()
    width = theatre.stage.picture().shape[1]
    assert abs(np.median(pole_columns(theatre)) - width / 2.0 * (1.0 - 0.3 / 2.9)) < 2.0


def test_a_head_that_is_lost_leaves_the_picture_where_it_was(theatre: Theatre) -> None:
    """Without tracking nothing swings or jumps."""
    theatre.go_in()
    theatre.head = turned(yaw_deg=20.0)
    theatre.draw(1)
    before = theatre.stage.picture()
    theatre.stage.draw(theatre.tick, NOTHING)
    assert np.array_equal(theatre.stage.picture(), before)
