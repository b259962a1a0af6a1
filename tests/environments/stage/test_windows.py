"""Windows drawn on a wall: there when near, an even tone when far away, and never in between."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from environments.assets import Built
from environments.modelling.mesh import quad
from environments.modelling.model import Model
from environments.stage.eye import FIELD_OF_VIEW_DEG
from tests.environments.stage import magenta
from tests.environments.stage.conftest import Theatre


@pytest.fixture
def windows() -> float:
    """How many windows the wall has across and up."""
    return 4.0


@pytest.fixture
def files(files: dict[str, Built | Exception], windows: float) -> dict[str, Built | Exception]:
    """The magenta wall with windows of black glass."""
    made = magenta.model()
    wall = quad([(-1.2, -0.8, 0.0), (1.2, -0.8, 0.0), (1.2, 0.8, 0.0), (-1.2, 0.8, 0.0)])
    drawn = np.zeros((4, 7))
    drawn[:, :2] = windows * np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
    drawn[:, 2:4] = 0.5
    meshes = {**made.meshes, "wall": ((replace(wall, windows=drawn), magenta.MAGENTA),)}
    plain = files["magenta"]
    assert isinstance(plain, Built)
    return files | {"magenta": magenta.built(plain.folder, Model(made.scene, meshes, made.sounds))}


def red_of_the_wall(theatre: Theatre) -> npt.NDArray[np.float64]:
    """Of the upper windows at its left, where nothing stands before it."""
    theatre.go_in()
    red = theatre.stage.picture()[:, :, 0].astype(float)
    rows, columns = red.shape
    pixels_per_m = columns / 2 / math.tan(math.radians(FIELD_OF_VIEW_DEG) / 2) / 3.0
    left, right = (columns // 2 - int(x_m * pixels_per_m) for x_m in (1.15, 0.65))
    high, low = (rows // 2 - int(y_m * pixels_per_m) for y_m in (0.77, 0.03))
    return red[high:low, left:right]


def test_near_windows_have_glass_and_wall_with_sharp_edges(theatre: Theatre) -> None:
    """Black glass shows only some sky, wall and frames are bright, and few pixels are neither.

    Of each window's half, frames take 0.045 on every side and a bar of 0.045 in the middle.
    """
    red = red_of_the_wall(theatre)
    glass, wall = float(np.mean(red < 100.0)), float(np.mean(red > 205.0))
    panes = 2 * (0.365 * 0.6) * (0.41 * 0.4) / (0.5 * 0.74)
    assert glass == pytest.approx(panes, abs=0.05)
    assert wall == pytest.approx(1.0 - panes, abs=0.05)
    assert glass + wall > 0.94  # edges are a pixel wide: a processor mixes glass and wall as they are shown


@pytest.mark.parametrize("windows", [171.3, 2_000.0])
def test_windows_smaller_than_a_pixel_are_an_even_tone(theatre: Theatre) -> None:
    """Nothing is left that could shimmer when the head moves: no pixel stands out or has the colour of the wall."""
    red = red_of_the_wall(theatre)
    assert np.ptp(red) <= 16.0  # of the 150 between glass and wall
    assert red.mean() == pytest.approx(206.5, abs=2.0)  # the wall alone has 236, and a fifth of it is glass
