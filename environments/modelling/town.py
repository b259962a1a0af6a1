"""A town to look over: buildings with windows, cheap enough to have hundreds, and the gulls above it.

A facade is one face, and whoever draws it draws its windows on it: cheap, and nothing flickers however far away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import (
    Mesh,
    Rgb,
    box,
    lathe,
    merged,
    quad,
    quads,
    sphere,
)

Generator: TypeAlias = np.random.Generator
_SHADE_M = 14.0
"""As high as that, a wall is the darker the lower: streets are narrow."""


@dataclass(frozen=True)
class Style:
    """Colours of wall and glass, metres a floor and a window axis, and the share of glass each way."""

    wall: Rgb
    glass: Rgb
    floor_m: float
    bay_m: float
    glass_high: float
    glass_wide: float


BRICK = Style(linear("a86a52"), linear("3d474e"), 3.3, 2.6, 0.5, 0.42)
STONE = Style(linear("cfc0a2"), linear("4a5459"), 3.4, 2.8, 0.52, 0.42)
OFFICE = Style(linear("c3c6c6"), linear("4f626d"), 3.6, 3.2, 0.55, 0.84)
TOWER = Style(linear("7f8c93"), linear("5a707c"), 3.7, 3.0, 0.74, 0.88)
PLASTER = Style(linear("d9c7b5"), linear("55606a"), 3.1, 2.7, 0.5, 0.45)
STYLES = (BRICK, STONE, OFFICE, TOWER, PLASTER)


def facade(width_m: float, height_m: float, style: Style) -> Mesh:
    """A wall on the ground that faces +z, with whole windows drawn on it and shade towards the street."""
    bays, floors = max(1, round(width_m / style.bay_m)), max(1, round(height_m / style.floor_m))
    bays_before = round(10.0 * width_m + 7.0 * height_m) % 64  # so that two walls' curtains differ
    across, up = np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0, 1.0])
    levels = [0.0, min(_SHADE_M, height_m), *([height_m] if height_m > _SHADE_M else [])]
    parts = []
    for low, high in pairwise(levels):
        y = low + up * (high - low)
        face = quad([*np.stack([(across - 0.5) * width_m, y, np.zeros(4)], axis=1)]).coloured(style.wall)
        windows = np.empty((4, 7))
        windows[:, 0], windows[:, 1] = bays_before + across * bays, y / height_m * floors
        windows[:, 2:4] = style.glass_wide, style.glass_high
        windows[:, 4:7] = np.array(style.glass) / np.array(style.wall)
        parts.append(replace(face, windows=windows))
    return merged(parts).shaded(0.62, 0.0, _SHADE_M)


def building(
    size_m: tuple[float, float, float], style: Style, random: Generator, faces: str, parapet: bool = True
) -> Mesh:
    """Width, height and depth around the origin; only the walls named in `faces`, such as "+z-x", are made.

    Without a `parapet` the roof is flat: for what is so far away that nobody can tell.
    """
    width, height, depth = size_m
    parts = []
    for name, wide, turn, out in (
        ("+z", width, 0.0, depth / 2),
        ("-x", depth, -90.0, width / 2),
        ("-z", width, 180.0, depth / 2),
        ("+x", depth, 90.0, width / 2),
    ):
        if name in faces:
            parts.append(facade(wide, height, style).moved(z=out).turned("y", turn))
    return merged([*parts, _roof(width, height, depth, style.wall, random, parapet)])


def _roof(width: float, height: float, depth: float, wall: Rgb, random: Generator, parapet: bool) -> Mesh:
    """A parapet around a sunken grey roof, with a machine house and sometimes a water tank."""
    rim, low = (0.5, height - 0.7) if parapet else (0.0, height)
    x, z = width / 2, depth / 2
    outer = np.array([(-x, z), (x, z), (x, -z), (-x, -z)])
    inner = outer * np.array([(x - rim) / x, (z - rim) / z])
    corners, colours = [], []
    grey = _between(linear("9a978f"), linear("77797a"), float(random.random()))
    pale = _between(wall, linear("d8d4ca"), 0.55)
    for i in range(4 if parapet else 0):
        j = (i + 1) % 4
        (ax, az), (bx, bz) = outer[i], outer[j]
        (cx, cz), (dx, dz) = inner[j], inner[i]
        corners.append([(ax, height, az), (bx, height, bz), (cx, height, cz), (dx, height, dz)])
        colours.append(pale)
        corners.append([(cx, low, cz), (dx, low, dz), (dx, height, dz), (cx, height, cz)])
        colours.append((pale[0] * 0.62, pale[1] * 0.62, pale[2] * 0.62))
    corners.append([(px, low, pz) for px, pz in inner])
    colours.append(grey)
    parts = [quads(np.array(corners, dtype=float), np.array(colours))]
    house_w, house_d = width * (0.18 + 0.2 * random.random()), depth * (0.2 + 0.2 * random.random())
    at_x, at_z = (random.random() - 0.5) * width * 0.45, (random.random() - 0.5) * depth * 0.45
    parts.append(box(house_w, 2.4, house_d).standing().moved(at_x, low + 1.2, at_z).coloured(pale))
    if random.random() < 0.3:
        tank = lathe([(1.3, 1.6), (1.35, 3.9), (1.4, 3.9), (0.0, 4.7)], 9)
        parts.append(tank.moved(-at_x, low, -at_z).coloured(linear("8a6a50")))
    return merged(parts)


def bird() -> Mesh:
    """A gull of 1.2 m span gliding towards -z."""
    wing = np.array(
        [
            [(-0.6, 0.1, 0.14), (-0.06, 0.0, 0.12), (-0.06, 0.0, -0.08), (-0.6, 0.1, 0.06)],
            [(0.06, 0.0, 0.12), (0.6, 0.1, 0.14), (0.6, 0.1, 0.06), (0.06, 0.0, -0.08)],
        ]
    )
    body = sphere(0.1, 8, 6).stretched(0.7, 0.6, 2.6)
    return merged([quads(wing, np.ones((2, 3))), body]).coloured(linear("f0efea"))


def _between(a: Rgb, b: Rgb, share: float) -> Rgb:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)
