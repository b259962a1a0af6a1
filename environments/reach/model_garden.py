"""The garden round the kitchen: lawn, terrace, hedge, trees and far hills. Real, so that it moves as it should."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from environments.modelling import vegetation
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, Rgb, merged
from environments.modelling.surface import framed, surface
from environments.reach.model_shell import BACK_Z_M

GROUND_M = -0.14
STEPS = 90
"""Of the line of hills, all round."""
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
    around = np.linspace(0.0, 2 * np.pi, STEPS + 1)
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
    far = np.repeat([0.0, 0.35, 1.0, 1.0], STEPS + 1)[:, None]
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


def trees() -> tuple[tuple[Mesh, Material], tuple[Mesh, Material]]:
    """Crowns and trunks: fruit trees in the garden, taller ones behind the hedge."""
    random = np.random.default_rng(22)
    # Place, height, and how finely it is made: what stands near a window is seen leaf by leaf.
    places = (
        (-3.6, -8.6, 3.4, 2), (3.9, -9.2, 3.0, 2), (-7.2, -3.6, 3.2, 2), (4.4, 9.0, 3.3, 1),
        (-4.0, -19.0, 7.0, 1), (5.5, -18.0, 8.5, 1), (9.0, 20.0, 8.0, 1),
    )  # fmt: skip
    grown = []
    for x, z, tall, detail in places:
        (trunk, _), (crown, _) = vegetation.tree(random, tall, detail, _green(random))
        grown.append((trunk.moved(x, GROUND_M, z), _uneven(crown, tall / 7.0).moved(x, GROUND_M, z)))
    trunks, crowns = (merged(list(part)) for part in zip(*grown, strict=True))
    # From indoors they are seen against the light: their dark insides would fall apart into balls.
    middle = crowns.colours[:, :3].mean(axis=0)
    crowns.colours[:, :3] = 0.45 * crowns.colours[:, :3] + 0.6 * middle
    return (crowns, vegetation.LEAVES), (trunks, vegetation.BARK)


def _uneven(crown: Mesh, scale: float) -> Mesh:
    """Pushed about along waves a branch long: its round parts close up and are no balls any more."""
    x, y, z = (crown.positions / scale).T
    push = np.stack(
        [np.sin(4.1 * y + 2.3 * z), 0.7 * np.sin(3.7 * x + 2.9 * z), np.sin(4.3 * y - 2.6 * x)], axis=1
    )
    closer = np.array([0.9, 0.94, 0.9])
    middle = np.array([0.0, 4.4 * scale, 0.0])
    at = middle + (crown.positions - middle) * closer + push * 0.17 * scale
    # A few leaves turn over on the way: they face as their normals still say.
    a, b, c = (at[corner] for corner in crown.triangles.T)
    over = (np.cross(b - a, c - a) * crown.normals[crown.triangles].sum(axis=1)).sum(axis=1) < 0.0
    triangles = np.where(over[:, None], crown.triangles[:, ::-1], crown.triangles)
    return replace(crown, positions=at, triangles=triangles)


def _green(random: np.random.Generator) -> Rgb:
    r, g, b = np.array(linear("7c9a52")) * (0.85 + 0.3 * random.random())
    return (float(r), float(g), float(b))


def _mottled(mesh: Mesh, random: np.random.Generator, share: float) -> Mesh:
    light = 1.0 + share * random.standard_normal(len(mesh.positions))[:, None]
    mesh.colours[:, :3] = np.clip(mesh.colours[:, :3] * light, 0.0, 1.0)
    return mesh
