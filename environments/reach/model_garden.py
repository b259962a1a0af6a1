"""The garden round the kitchen: lawn, terrace, hedge, trees and far hills. Real, so that it moves as it should."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import Floats, Mesh, Rgb, merged, sphere
from environments.modelling.surface import framed, surface, tube
from environments.reach.model_shell import BACK_Z_M

GROUND_M = -0.14
HEDGE = linear("5f7a48")


def lawn() -> Mesh:
    """As far as the hedge and under it; the house stands in its middle."""
    flat = framed(60.0, 60.0, [(0.0, 0.0)]).turned("x", -90).moved(0.0, GROUND_M, 0.0)
    return flat.coloured(linear("86a05a")).boxed()


def terrace() -> Mesh:
    """Slabs before the garden door."""
    slabs = framed(4.4, 2.6, [(0.0, -0.06), (0.0, 0.0), (0.015, 0.015)]).turned("x", -90)
    return slabs.moved(0.7, GROUND_M + 0.045, BACK_Z_M + 1.62).coloured(linear("b9ad9a")).boxed()


def hills() -> Mesh:
    """A soft line of woods and fields far off, all round: the horizon, at rest."""
    around = np.linspace(0.0, 2 * np.pi, 121)
    rows = []
    for radius, low, high, seed in (
        (30.0, GROUND_M, GROUND_M, 0.0),
        (62.0, 0.2, 1.5, 0.6),
        (110.0, 3.4, 7.2, 2.1),
        (160.0, 2.0, 3.0, 0.3),
    ):
        wave = (
            0.5
            + 0.25 * np.sin(3 * around + seed)
            + 0.15 * np.sin(7 * around + 2.3 * seed)
            + 0.1 * np.sin(17 * around + seed)
        )
        height = low + (high - low) * wave
        rows.append(np.stack([radius * np.sin(around), height, -radius * np.cos(around)], axis=1))
    land = surface(np.array(rows), closed=False)
    far = np.repeat([0.0, 0.35, 1.0, 1.0], 121)[:, None]
    woods = 0.85 + 0.15 * np.sin(np.tile(around, 4) * 41.0)[:, None]
    land.colours[:, :3] = (np.array(linear("86a05a")) * (1 - far) + np.array(linear("6f8f73")) * far) * woods
    return land


def hedge() -> Mesh:
    """A clipped hedge round the garden, its faces uneven."""
    random = np.random.default_rng(21)
    corners = np.array([(-9.5, -11.5), (9.5, -11.5), (9.5, 13.0), (-9.5, 13.0), (-9.5, -11.5)])
    parts = []
    for (x0, z0), (x1, z1) in pairwise(corners):
        length = float(np.hypot(x1 - x0, z1 - z0))
        along = np.linspace(0.0, 1.0, int(length / 0.7) + 1)
        way = np.array([(x1 - x0) / length, (z1 - z0) / length])
        inward = np.array([-way[1], way[0]])  # the garden lies to its right seen from above
        rows = []
        for y, depth in ((GROUND_M, 0.0), (0.4, 0.02), (0.85, 0.0), (1.22, 0.05), (1.38, 0.3), (1.4, 0.75)):
            bump = 0.07 * random.standard_normal(len(along))
            base = np.outer(along * length, way) + np.array([x0, z0]) - np.outer(depth + bump, inward)
            rise = y + (0.045 * random.standard_normal(len(along)) if y > 0.3 else 0.0)
            rows.append(np.stack([base[:, 0], np.broadcast_to(rise, along.shape), base[:, 1]], axis=1))
        side = surface(np.array(rows), closed=False)
        parts.append(side)
    grown = merged(parts).coloured(HEDGE).shaded(0.6, GROUND_M, 1.2)
    return _mottled(grown, random, 0.16)


def trees() -> tuple[Mesh, Mesh]:
    """Crowns and trunks: fruit trees in the garden, taller ones behind the hedge."""
    random = np.random.default_rng(22)
    crowns, trunks = [], []
    for x, z, tall in (
        *(
            (-3.6, -8.6, 3.4),
            (3.9, -9.2, 3.0),
            (-13.5, -17.0, 8.0),
            (-4.0, -19.0, 7.0),
            (5.5, -18.0, 8.5),
            (14.0, -16.0, 7.5),
        ),
        *(
            (-7.2, -3.6, 3.2),
            (-16.0, -6.0, 8.0),
            (-15.0, 4.0, 7.0),
            (4.4, 9.0, 3.3),
            (-3.0, 10.0, 3.0),
            (9.0, 20.0, 8.0),
        ),
        *((-9.0, 19.0, 7.5), (0.5, 22.0, 8.5)),
    ):
        crown, trunk = _tree(tall, random)
        crowns.append(crown.moved(x, GROUND_M, z))
        trunks.append(trunk.moved(x, GROUND_M, z))
    return merged(crowns), merged(trunks)


def _tree(tall_m: float, random: np.random.Generator) -> tuple[Mesh, Mesh]:
    stem = tall_m * 0.36
    trunk = tube(
        [(0.0, 0.0, 0.0), (0.03, stem * 0.5, 0.02), (0.0, stem, 0.0), (0.05, tall_m * 0.6, 0.0)],
        np.array([0.05, 0.037, 0.032, 0.01]) * tall_m * 0.75,
        6,
    )
    leaves = []
    green = np.array(linear("6d8c4c")) * (0.85 + 0.3 * random.random())
    near = tall_m < 4.0
    for i in range(13 if near else 8):
        angle, out = 2.4 * i + random.random(), tall_m * (0.0 if i == 0 else 0.13 + 0.11 * random.random())
        size = tall_m * (0.2 if i == 0 else 0.115 + 0.06 * random.random())
        up = tall_m * (0.8 if i == 0 else 0.47 + 0.36 * (i / 12.0 if near else i / 7.0))
        blob = _lumpy(sphere(size, 11, 7), random, 0.2).stretched(1.1, 0.9, 1.1)
        shade = green * (0.85 + 0.3 * random.random())
        rgb: Rgb = (float(shade[0]), float(shade[1]), float(shade[2]))
        leaves.append(blob.coloured(rgb).moved(float(np.cos(angle)) * out, up, float(np.sin(angle)) * out))
    crown = merged(leaves).shaded(0.62, tall_m * 0.35, tall_m * 0.95)
    return _mottled(crown, random, 0.1), trunk.coloured(linear("6f5a45"))


def _lumpy(ball: Mesh, random: np.random.Generator, share: float) -> Mesh:
    """Pushed in and out along waves that close on themselves; its normals stay those of a ball, which foliage suits."""
    p: Floats = ball.positions / np.linalg.norm(ball.positions, axis=1).max()
    a, b, c = random.uniform(2.0, 4.5, 3)
    wave = (
        np.sin(a * p[:, 0] + 1.7 * b * p[:, 1])
        + np.sin(b * p[:, 2] - 1.3 * c * p[:, 0])
        + 0.6 * np.sin(2.3 * c * p[:, 1] + a * p[:, 2])
    )
    return Mesh(
        ball.positions * (1.0 + share * wave / 1.8)[:, None], ball.normals, ball.colours, ball.triangles
    )


def _mottled(mesh: Mesh, random: np.random.Generator, share: float) -> Mesh:
    light = 1.0 + share * random.standard_normal(len(mesh.positions))[:, None]
    mesh.colours[:, :3] = np.clip(mesh.colours[:, :3] * light, 0.0, 1.0)
    return mesh
