"""Curved surfaces from grids of points: tubes along a path, and panels whose edges step in and out.

For what is neither a box nor turned on a lathe: handles, taps, bananas, cupboard doors, basins.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from environments.modelling.mesh import Floats, Mesh, merged, quads

Point = tuple[float, float, float]


def surface(points: Floats, closed: bool = True) -> Mesh:
    """A smooth skin over points (rows, columns, 3); `closed` joins the last column to the first.

    Faces away from the middle of each row, or up where the rows are open.
    """
    rows = len(points)
    if closed:
        ahead, behind = np.roll(points, -1, axis=1), np.roll(points, 1, axis=1)
        across = ahead - behind
    else:
        across = np.gradient(points, axis=1)
    along = np.gradient(points, axis=0)
    if closed:  # at a pole all points of a row are one: take the way round from the next row
        for pole, inner in ((0, 1), (rows - 1, rows - 2)):
            if np.ptp(points[pole], axis=0).max() < 1e-9:
                across[pole] = across[inner]
    normals = np.cross(along, across)
    outward = points - points.mean(axis=1, keepdims=True) if closed else np.array([0.0, 1.0, 0.0])
    if float((normals * outward).sum()) < 0.0:
        normals = -normals
    if closed:
        points = np.concatenate([points, points[:, :1]], axis=1)
        normals = np.concatenate([normals, normals[:, :1]], axis=1)
    length = np.linalg.norm(np.diff(points, axis=1), axis=2)
    around = np.concatenate([np.zeros((rows, 1)), np.cumsum(length, axis=1)], axis=1)
    widest = around[int(np.argmax(around[:, -1]))]
    step = np.linalg.norm(np.diff(points, axis=0), axis=2).mean(axis=1)
    up = np.concatenate([[0.0], np.cumsum(step)])
    uv = np.stack(np.broadcast_arrays(widest[None, :], up[:, None]), axis=-1)
    return _skin(points, normals, uv)


def tube(path: Sequence[Point] | Floats, radius_m: float | Sequence[float] | Floats, sides: int = 10) -> Mesh:
    """A round bar along a path, closed at both ends; `radius_m` may differ from point to point."""
    points = np.asarray(path, dtype=float)
    radii = np.broadcast_to(np.asarray(radius_m, dtype=float), (len(points),))
    ahead = np.gradient(points, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    first = np.eye(3)[int(np.argmin(np.abs(ahead[0])))]
    sideways = first - ahead[0] * float(first @ ahead[0])
    rings = [np.repeat(points[:1], sides, axis=0)]
    angle = np.linspace(0.0, 2 * np.pi, sides, endpoint=False)
    for point, radius, way in zip(points, radii, ahead, strict=True):
        sideways = sideways - way * float(sideways @ way)
        sideways /= np.linalg.norm(sideways)
        other = np.cross(way, sideways)
        rings.append(point + radius * (np.cos(angle)[:, None] * sideways + np.sin(angle)[:, None] * other))
    rings.append(np.repeat(points[-1:], sides, axis=0))
    return surface(np.stack(rings))


def curve(points: Sequence[Point], count: int = 12) -> Floats:
    """`count` points on a smooth line through the given ones (Catmull-Rom)."""
    p = np.asarray(points, dtype=float)
    p = np.concatenate([[2 * p[0] - p[1]], p, [2 * p[-1] - p[-2]]])
    at = np.linspace(0.0, len(points) - 1.0, count)
    i = np.minimum(at.astype(int), len(points) - 2)
    t = (at - i)[:, None]
    a, b, c, d = (p[i + k] for k in range(4))
    line: Floats = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    return line


def framed(
    width_m: float, height_m: float, rings: Sequence[tuple[float, float]], filled: bool = True
) -> Mesh:
    """A centred rectangle that faces +z, of rings inside each other: (how far in from the edge, z) each.

    A cupboard door is a few rings: round the edge, over the frame, down to the panel.
    """
    corners = []
    for inset, z in rings:
        x, y = width_m / 2 - inset, height_m / 2 - inset
        corners.append([(-x, -y, z), (x, -y, z), (x, y, z), (-x, y, z)])
    faces = []
    for outer, inner in pairwise(corners):
        for i in range(4):
            j = (i + 1) % 4
            faces.append([outer[i], outer[j], inner[j], inner[i]])
    if filled:
        faces.append(corners[-1])
    return quads(np.array(faces), np.ones((len(faces), 3)))


def fluted(width_m: float, height_m: float, waves: int, deep_m: float, steps: int = 5) -> Mesh:
    """An upright sheet that faces +z with round flutes from its foot (y = 0) to its top."""
    x = np.linspace(-width_m / 2, width_m / 2, waves * steps + 1)
    phase = 2 * np.pi * waves * (x / width_m + 0.5)
    z = deep_m * np.abs(np.sin(phase / 2)) ** 0.6
    slope = np.gradient(z, x)
    grid = np.stack([np.stack([x, np.full_like(x, y), z], axis=1) for y in (0.0, height_m)])
    normals = np.stack([np.stack([-slope, np.zeros_like(x), np.ones_like(x)], axis=1)] * 2)
    uv = grid[..., :2].copy()
    return _skin(grid, normals, uv)


def hung(points: Floats) -> Mesh:
    """A cloth of points (rows, columns, 3), seen from both sides."""
    front = surface(points, closed=False)
    back = Mesh(front.positions, -front.normals, front.colours, front.triangles[:, ::-1], uv=front.uv)
    return merged([front, back])


def _skin(points: Floats, normals: Floats, uv: Floats) -> Mesh:
    rows, columns = points.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]))
    triangles = np.stack([a, b, c, a, c, d], axis=1).reshape(-1, 3)
    flat = points.reshape(-1, 3)
    unit = normals.reshape(-1, 3)
    unit = unit / np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-15)
    corner = flat[triangles]
    facing = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    with_it = (facing * unit[triangles].sum(axis=1)).sum(axis=1)
    triangles[with_it < 0.0] = triangles[with_it < 0.0][:, ::-1]
    triangles = triangles[np.linalg.norm(facing, axis=1) > 1e-10]
    return Mesh(flat, unit, np.ones((len(flat), 4)), triangles, uv=uv.reshape(-1, 2))
