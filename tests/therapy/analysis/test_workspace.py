"""The space a hand has visited."""

import numpy as np
import pytest

from therapy.analysis.workspace import CUBE_M, about_shoulder, workspace
from therapy.measures.reach import Toward


def test_positions_are_seen_from_the_shoulder() -> None:
    """Facing -z, right is +x; facing +x, right is +z."""
    position = [[1.0, 2.0, -3.0]]
    assert about_shoulder(position, [0.5, 1.0, 0.0], [0.0, -1.0]) == pytest.approx(
        np.array([[0.5, 1.0, 3.0]])
    )
    assert about_shoulder(position, [0.5, 1.0, 0.0], [2.0, 0.0]) == pytest.approx(
        np.array([[-3.0, 1.0, 0.5]])
    )


def test_facing_nowhere_is_refused() -> None:
    """There would be no right and left."""
    with pytest.raises(ValueError, match="length 0"):
        about_shoulder([[0.0, 0.0, 0.0]], [0.0, 0.0, 0.0], [0.0, 0.0])


def test_a_circle_has_its_own_area_and_radius_in_every_direction() -> None:
    """Half a metre all round."""
    angles = np.linspace(-np.pi, np.pi, 2000)
    circle = np.stack([0.5 * np.cos(angles), 0.5 * np.sin(angles), np.full(2000, 0.2)], axis=1)
    space = workspace(circle)
    assert space.area_m2 == pytest.approx(np.pi / 4)
    assert list(space.furthest_m.values()) == pytest.approx([0.5] * 8)


def test_places_never_visited_do_not_count() -> None:
    """Straight up and straight down, nothing between, makes two thin sectors and no reach to the sides."""
    space = workspace(np.array([[0.001, 0.6, 0.0], [0.001, -0.4, 0.0]]))
    assert space.furthest_m[Toward.UP] == pytest.approx(0.6, abs=1e-3)
    assert space.furthest_m[Toward.DOWN] == pytest.approx(0.4, abs=1e-3)
    assert space.furthest_m[Toward.LEFT] == space.furthest_m[Toward.UP_RIGHT] == 0.0
    assert space.area_m2 == pytest.approx(np.pi / 24 * (0.36 + 0.16), rel=1e-3)
    assert space.volume_m3 == pytest.approx(2 * CUBE_M**3)


def test_a_cube_swept_in_full_has_its_volume() -> None:
    """Twenty centimetres on each side, every two centimetres."""
    steps = np.arange(0.01, 0.2, 0.02)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    assert workspace(grid).volume_m3 == pytest.approx(0.008)


def test_a_hand_that_was_never_seen_has_no_workspace() -> None:
    """No positions at all."""
    space = workspace(np.zeros((0, 3)))
    assert (space.area_m2, space.volume_m3, max(space.furthest_m.values())) == (0.0, 0.0, 0.0)
