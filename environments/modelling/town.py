"""A town to look down on: buildings with windows, trees and cars, cheap enough to have hundreds.

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
    floor,
    lathe,
    merged,
    quad,
    quads,
    rounded_box,
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


def tree(random: Generator) -> Mesh:
    """A street tree of 5 to 8 m."""
    size = 0.8 + 0.4 * random.random()
    shade = 0.8 + 0.4 * random.random()
    green = _between(linear("6f9a5c"), linear("8a9a55"), float(random.random()))
    parts = [lathe([(0.16, 0.0), (0.14, 2.6)], 4).coloured(linear("6d5a48"))]
    for i in range(3):
        angle = 2.1 * i + random.random()
        radius = 1.35 + 0.5 * random.random()
        crown = sphere(radius, 6, 4).stretched(1.0, 0.86, 1.0).standing()
        light = shade * (0.85 + 0.15 * i)
        rgb: Rgb = (green[0] * light, green[1] * light, green[2] * light)
        crown = crown.moved(0.8 * np.cos(angle), 3.3 + 0.9 * i, 0.8 * np.sin(angle)).coloured(rgb)
        parts.append(crown.shaded(0.55, 2.4, 5.4))
    return merged(parts).stretched(size, size, size)


CAR_COLOURS = tuple(
    linear(html) for html in ("b9bdc1", "6b7f92", "9c4f44", "e6e3dc", "4d5358", "7d8f7b", "c7a76a")
)


def car(rgb: Rgb) -> Mesh:
    """4.4 m long, its front towards -z."""
    lower = rounded_box(1.8, 0.62, 4.4, 0.22, 1).standing().moved(y=0.56).coloured(rgb)
    glass = linear("2d363c")
    cabin = _tapered(1.66, 1.36, 2.5, 1.75, 0.56).moved(0.0, 0.85, 0.25).coloured(glass)
    roof = floor(1.38, 1.77).moved(0.0, 1.45, 0.25).coloured(rgb)
    wheel = lathe([(0.31, 0.0), (0.0, 0.0)], 8).coloured(linear("26282a"))
    wheels = [
        wheel.turned("z", -90.0 * side).moved(0.91 * side, 0.31, z) for side in (-1, 1) for z in (-1.35, 1.35)
    ]
    lamp = floor(0.3, 0.12).turned("x", -90).coloured(linear("efe9d8"))
    lamps = [lamp.moved(x, 0.62, -2.21) for x in (-0.6, 0.6)]
    return merged([lower, cabin, roof, *wheels, *lamps])


def _tapered(width: float, top_width: float, depth: float, top_depth: float, height: float) -> Mesh:
    """A box narrower at its top, on the origin; the bottom is left out."""
    x, z, u, w = width / 2, depth / 2, top_width / 2, top_depth / 2
    low = [(-x, 0, z), (x, 0, z), (x, 0, -z), (-x, 0, -z)]
    high = [(-u, height, w), (u, height, w), (u, height, -w), (-u, height, -w)]
    faces = [[low[i], low[(i + 1) % 4], high[(i + 1) % 4], high[i]] for i in range(4)]
    faces.append(high)
    return quads(np.array(faces, dtype=float), np.ones((5, 3)))


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
