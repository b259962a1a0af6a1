"""Soft and curved surfaces: sheets over a grid of points, cushions, leaves, cloth that hangs or lies.

All lie around their own origin; `uv` follows the surface, so that a weave keeps its size over every fold.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from environments.modelling.mesh import Floats, Mesh, merged


def sheet(points: Floats) -> Mesh:
    """A smooth surface through a grid of points (A, B, 3), seen from the side where B runs counter-clockwise from A.

    The grain runs along B."""
    along, across = np.gradient(points, axis=0), np.gradient(points, axis=1)
    normals = np.cross(along, across)
    # At a point where the surface comes together, its neighbours say where it looks.
    length = np.linalg.norm(normals, axis=-1, keepdims=True)
    normals = np.where(length > 1e-12, normals, normals.mean(axis=(0, 1)))
    normals = normals / np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-12)
    rows, columns = points.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]))
    triangles = np.stack([a, b, c, a, c, d], axis=1).reshape(-1, 3)
    flat, facing = points.reshape(-1, 3), normals.reshape(-1, 3)
    corner = flat[triangles]
    cross = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    right = (cross * facing[triangles].sum(axis=1)).sum(axis=1) > 1e-12
    uv = np.stack([_way(points, 0), _way(points, 1)], axis=-1).reshape(-1, 2)
    return Mesh(flat, facing, np.ones((len(flat), 4)), triangles[right], uv=uv)


def flat(
    corner: tuple[float, float, float],
    along: tuple[float, float, float],
    across: tuple[float, float, float],
    step_m: float,
) -> Mesh:
    """A flat rectangle in steps, fine enough for light to lie on it; it looks along `along` x `across`."""
    a, b = np.array(along, dtype=float), np.array(across, dtype=float)
    rows, columns = (max(1, round(float(np.linalg.norm(side)) / step_m)) for side in (a, b))
    s, t = np.meshgrid(np.linspace(0.0, 1.0, rows + 1), np.linspace(0.0, 1.0, columns + 1), indexing="ij")
    return sheet(np.array(corner, dtype=float) + s[..., None] * a + t[..., None] * b)


def cushion(width_m: float, height_m: float, depth_m: float, steps: int = 8, seed: int = 1) -> Mesh:
    """A filled cushion that lies on the origin: full in the middle, its corners pulled out a little."""
    random = np.random.default_rng(seed)
    side = np.sin(np.linspace(-np.pi / 2, np.pi / 2, steps + 1))
    x, z = np.meshgrid(side, side, indexing="ij")
    full = ((1.0 - np.abs(x) ** 3.0) * (1.0 - np.abs(z) ** 3.0)) ** 0.45
    dents = 1.0 + 0.06 * np.sin(x * 3.1 + random.random() * 6.0) * np.cos(z * 2.7 + random.random() * 6.0)
    pulled = 1.0 - 0.07 * (1.0 - np.abs(x * z))
    flat_x, flat_z = x * pulled * width_m / 2.0, z * pulled * depth_m / 2.0
    top = np.stack([flat_x, height_m / 2.0 * (1.0 + full * dents), flat_z], axis=-1)
    bottom = np.stack([flat_x, height_m / 2.0 * (1.0 - full), flat_z], axis=-1)
    return merged([sheet(top.transpose(1, 0, 2)), sheet(bottom)])


def hanging(width_m: float, height_m: float, folds: float, depth_m: float, seed: int = 1) -> Mesh:
    """A curtain whose hem is at the origin's height, in soft uneven folds; seen from both sides, it looks along +z."""
    random = np.random.default_rng(seed)
    across, up = np.linspace(0.0, 1.0, round(folds * 6) + 1), np.linspace(0.0, 1.0, 7)
    a, u = np.meshgrid(across, up, indexing="ij")
    uneven = a + 0.018 * np.sin(a * 17.0 + random.random() * 6.0) + 0.01 * np.sin(u * 2.4 + a * 9.0)
    swing = np.sin(uneven * 2.0 * np.pi * folds + 0.5 * np.sin(3.0 * u + seed))
    reach = 0.55 + 0.45 * (1.0 - u) + 0.2 * np.sin(a * 11.0 + seed)
    wider = 1.0 + 0.07 * (1.0 - u)
    return sheet(
        np.stack([(a - 0.5) * width_m * wider, u * height_m, swing * reach * depth_m / 2.0], axis=-1)
    )


def draped(path: Sequence[tuple[float, float]], width_m: float, seed: int = 1, fold_m: float = 0.012) -> Mesh:
    """Cloth that lies over a path of (z, y) points, `width_m` wide along x; it faces away from the path's left."""
    random = np.random.default_rng(seed)
    corners = np.array(path, dtype=float)
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    count = max(6, round(steps[-1] / 0.07))
    at = np.linspace(0.0, steps[-1], count)
    z, y = (np.interp(at, steps, corners[:, i]) for i in (0, 1))
    for _ in range(3):
        z[1:-1], y[1:-1] = ((line[:-2] + 2.0 * line[1:-1] + line[2:]) / 4.0 for line in (z, y))
    out = np.stack([np.gradient(z), np.gradient(y)], axis=-1)
    out /= np.maximum(np.linalg.norm(out, axis=-1, keepdims=True), 1e-9)
    x = np.linspace(-width_m / 2.0, width_m / 2.0, 11)
    shift = random.random(2) * 6.0
    wave = fold_m * (np.sin(x[:, None] * 19.0 + shift[0] + at * 2.0) + 1.0)
    skew = 0.03 * np.sin(at * 3.0 + shift[1])
    points = np.stack(
        [x[:, None] + skew[None], y[None] + wave * out[None, :, 0], z[None] - wave * out[None, :, 1]], axis=-1
    )
    return sheet(points[::-1])


def leaf(length_m: float, width_m: float, arch_deg: float = 50.0, steps: int = 4) -> Mesh:
    """A leaf that grows from the origin along +z and sinks in an arch; it faces up."""
    s = np.linspace(0.0, 1.0, steps + 1)
    bend = np.radians(arch_deg) * s
    ahead = np.concatenate([[0.0], np.cumsum(np.cos((bend[:-1] + bend[1:]) / 2.0))]) * length_m / steps
    sunk = np.concatenate([[0.0], np.cumsum(np.sin((bend[:-1] + bend[1:]) / 2.0))]) * length_m / steps
    wide = width_m / 2.0 * (np.sin(np.pi * np.clip(s * 0.93 + 0.05, 0.0, 1.0)) ** 0.75)
    side = np.array([-1.0, 0.0, 1.0])
    x = side[:, None] * wide[None]
    fold = np.abs(side)[:, None] * wide[None] * 0.28
    points = np.stack([x, fold - sunk[None] + 0.0 * x, np.broadcast_to(ahead[None], x.shape)], axis=-1)
    return sheet(points[::-1])


def _way(points: Floats, axis: int) -> Floats:
    """Metres along the surface from its first point, on the average line of an axis."""
    steps = np.linalg.norm(np.diff(points, axis=axis), axis=-1).mean(axis=1 - axis)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    shape: Floats = np.broadcast_to(way[:, None] if axis == 0 else way[None, :], points.shape[:2])
    return shape
