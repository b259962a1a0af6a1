"""Many of a thing at once: boxes, cards and copies as arrays, so that a street takes milliseconds to make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from environments.modelling.mesh import Floats, Mesh, Rgb, _grid, quads

Numbers: TypeAlias = npt.NDArray[Any] | Sequence[float] | float
_UNIT_FACES = np.array(
    [
        [(-1, -1, 1), (1, -1, 1), (1, 1, 1), (-1, 1, 1)],
        [(1, -1, -1), (-1, -1, -1), (-1, 1, -1), (1, 1, -1)],
        [(-1, -1, -1), (-1, -1, 1), (-1, 1, 1), (-1, 1, -1)],
        [(1, -1, 1), (1, -1, -1), (1, 1, -1), (1, 1, 1)],
        [(-1, 1, 1), (1, 1, 1), (1, 1, -1), (-1, 1, -1)],
        [(-1, -1, -1), (1, -1, -1), (1, -1, 1), (-1, -1, 1)],
    ],
    dtype=float,
)
_FACE_NAMES = ("+z", "-z", "-x", "+x", "+y", "-y")
STANDING = "+z-z-x+x+y"
"""Faces of a box on the ground; nobody sees its bottom."""
ON_A_WALL = "+z-x+x+y-y"
"""Faces of a box on a wall that faces +z."""


def boxes(
    low: Floats | Sequence[Sequence[float]],
    high: Floats | Sequence[Sequence[float]],
    colours: Floats | Sequence[Rgb] | Rgb,
    faces: str = STANDING,
) -> Mesh:
    """Boxes between corners `low` and `high` (K, 3), with a colour each or one for all."""
    lows, highs = np.atleast_2d(np.asarray(low, float)), np.atleast_2d(np.asarray(high, float))
    named = [i for i, name in enumerate(_FACE_NAMES) if name in faces]
    middle, half = (lows + highs) / 2, (highs - lows) / 2
    corners = middle[:, None, None] + half[:, None, None] * _UNIT_FACES[named][None]
    painted = np.broadcast_to(np.asarray(colours, float).reshape(-1, 3), (len(lows), 3))
    return quads(corners.reshape(-1, 4, 3), np.repeat(painted, len(named), axis=0))


def cards(
    x: Sequence[Numbers],
    y: Sequence[Numbers],
    z: Numbers,
    colours: Floats | Rgb,
) -> Mesh:
    """Upright rectangles that face +z, each from x[0] to x[1] and y[0] to y[1]."""
    x0, x1, y0, y1, at = np.broadcast_arrays(*(np.asarray(v, float) for v in (*x, *y, z)))
    corners = np.stack(
        [np.stack([a, b, at], axis=-1) for a, b in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))], axis=1
    )
    return quads(corners, np.broadcast_to(np.asarray(colours, float).reshape(-1, 3), (len(corners), 3)))


def plates(
    x: Sequence[Numbers],
    z: Sequence[Numbers],
    y: Numbers,
    colours: Floats | Sequence[Rgb] | Rgb,
) -> Mesh:
    """Level rectangles that face up, each from x[0] to x[1] and z[0] to z[1] (rising)."""
    x0, x1, z0, z1, at = np.broadcast_arrays(*(np.asarray(v, float) for v in (*x, *z, y)))
    corners = np.stack(
        [np.stack([a, at, b], axis=-1) for a, b in ((x0, z1), (x1, z1), (x1, z0), (x0, z0))], axis=1
    )
    return quads(corners, np.broadcast_to(np.asarray(colours, float).reshape(-1, 3), (len(corners), 3)))


def copies(
    mesh: Mesh,
    at: npt.NDArray[Any] | Sequence[Sequence[float]],
    turn_deg: Numbers = 0.0,
    size: Numbers = 1.0,
    tint: Floats | Sequence[Rgb] | None = None,
) -> Mesh:
    """One mesh at each place (K, 3), turned about y, scaled evenly and tinted."""
    places = np.asarray(at, float).reshape(-1, 3)
    count, each = len(places), len(mesh.positions)
    angle = np.radians(np.broadcast_to(np.asarray(turn_deg, float), (count,)))
    turn = np.zeros((count, 3, 3))
    turn[:, 0, 0] = turn[:, 2, 2] = np.cos(angle)
    turn[:, 0, 2], turn[:, 2, 0] = np.sin(angle), -np.sin(angle)
    turn[:, 1, 1] = 1.0
    sizes = np.broadcast_to(np.asarray(size, float), (count,))
    positions = np.einsum("kij,nj->kni", turn, mesh.positions) * sizes[:, None, None] + places[:, None]
    normals = np.einsum("kij,nj->kni", turn, mesh.normals)
    colours = np.broadcast_to(mesh.colours, (count, each, 4)).copy()
    if tint is not None:
        colours[:, :, :3] *= np.asarray(tint, float)[:, None, :]
    triangles = mesh.triangles[None] + (np.arange(count) * each)[:, None, None]
    rest = {
        name: None if more is None else np.tile(more, (count, 1))
        for name, more in (("uv", mesh.uv), ("bend", mesh.bend), ("windows", mesh.windows))
    }
    return replace(
        mesh,
        positions=positions.reshape(-1, 3),
        normals=normals.reshape(-1, 3),
        colours=np.clip(colours.reshape(-1, 4), 0.0, 1.0),
        triangles=triangles.reshape(-1, 3),
        **rest,
    )


def varied(rgb: Rgb, random: np.random.Generator, count: int, by: float = 0.12) -> Floats:
    """`count` colours around one, lighter and darker by a share and a little warmer or colder."""
    light = 1.0 + by * (2.0 * random.random((count, 1)) - 1.0)
    warm = 1.0 + 0.25 * by * (2.0 * random.random((count, 1)) - 1.0)
    colours: Floats = np.clip(np.array(rgb) * light * np.hstack([warm, np.ones_like(warm), 1 / warm]), 0, 1)
    return colours


def patch(positions: Floats, rgb: Rgb | Floats, up: Sequence[float] = (0.0, 1.0, 0.0)) -> Mesh:
    """A surface through a grid of points (A, B, 3) that faces `up`; triangles of no area are left out."""
    surface = _grid(positions, np.broadcast_to(np.asarray(up, float), positions.shape))
    corner = surface.positions[surface.triangles]
    area = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1)
    colours = np.ones((len(surface.positions), 4))
    colours[:, :3] = np.clip(np.asarray(rgb, float).reshape(-1, 3), 0.0, 1.0)
    return replace(surface, colours=colours, triangles=surface.triangles[area > 1e-7])
