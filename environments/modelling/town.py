"""A town to look down on: buildings with windows, trees and cars, cheap enough to have hundreds.

Facades are cut into wall and window faces that never overlap, so nothing flickers however far away it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import (
    Floats,
    Mesh,
    Rgb,
    box,
    cylinder,
    lathe,
    merged,
    quads,
    rounded_box,
    sphere,
)

Generator: TypeAlias = np.random.Generator


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


def facade(
    width_m: float, height_m: float, style: Style, random: Generator, fine: bool
) -> tuple[Floats, Floats]:
    """Corners (K, 4, 2) from (0, 0) to (width, height) and colours (K, 3) of a wall with its windows.

    `fine` cuts single windows; otherwise each floor has one band of glass.
    """
    floors = max(1, round(height_m / style.floor_m))
    step = height_m / floors
    corners: list[tuple[float, float, float, float]] = []
    colours: list[Rgb] = []

    def face(x0: float, y0: float, x1: float, y1: float, rgb: Rgb) -> None:
        corners.append((x0, y0, x1, y1))
        colours.append(rgb)

    def shade(rgb: Rgb, y: float, least: float = 0.62) -> Rgb:
        light = least + (1.0 - least) * min(1.0, y / 14.0)
        return (rgb[0] * light, rgb[1] * light, rgb[2] * light)

    tall = step * style.glass_high
    lower = (step - tall) * 0.55
    bays = max(1, round(width_m / style.bay_m))
    bay = width_m / bays
    pane = bay * style.glass_wide
    below = 0.0
    for floor_number in range(floors):
        y = floor_number * step
        low, high = y + lower, y + lower + tall
        face(0.0, below, width_m, low, shade(style.wall, y))
        below = high
        if not fine:
            glass = shade(_between(style.wall, style.glass, 0.35 + 0.65 * style.glass_wide), y)
            face(0.0, low, width_m, high, glass)
            continue
        wall = shade(style.wall, y + step / 2)
        beside = 0.0
        for i in range(bays):
            left = i * bay + (bay - pane) / 2
            face(beside, low, left, high, wall)
            beside = left + pane
            bright = 0.7 + 0.6 * random.random()
            glass = (style.glass[0] * bright, style.glass[1] * bright, style.glass[2] * bright)
            if random.random() < 0.1:
                glass = linear("d8c9a0")
            face(left, low, beside, high, shade(glass, y, 0.8))
        face(beside, low, width_m, high, wall)
    face(0.0, below, width_m, height_m, shade(style.wall, height_m))
    edges = np.array(corners)
    flat = np.stack([edges[:, [0, 1]], edges[:, [2, 1]], edges[:, [2, 3]], edges[:, [0, 3]]], axis=1)
    return flat, np.array(colours)


def building(
    size_m: tuple[float, float, float], style: Style, random: Generator, fine: bool, faces: str = "+z-z+x-x"
) -> Mesh:
    """Width, height and depth around the origin; only the walls named in `faces` are made."""
    width, height, depth = size_m
    parts = []
    for name, wide, turn, out in (
        ("+z", width, 0.0, depth / 2),
        ("-x", depth, -90.0, width / 2),
        ("-z", width, 180.0, depth / 2),
        ("+x", depth, 90.0, width / 2),
    ):
        if name not in faces:
            continue
        flat, colours = facade(wide, height, style, random, fine)
        corners = np.zeros((len(flat), 4, 3))
        corners[..., 0], corners[..., 1] = flat[..., 0] - wide / 2, flat[..., 1]
        parts.append(quads(corners, colours).moved(z=out).turned("y", turn))
    return merged([*parts, _roof(width, height, depth, style.wall, random, fine)])


def _roof(width: float, height: float, depth: float, wall: Rgb, random: Generator, fine: bool) -> Mesh:
    """A parapet around a sunken grey roof, with a machine house and sometimes a water tank."""
    rim, low = 0.5, height - 0.7
    x, z = width / 2, depth / 2
    outer = np.array([(-x, z), (x, z), (x, -z), (-x, -z)])
    inner = outer * np.array([(x - rim) / x, (z - rim) / z])
    corners, colours = [], []
    grey = _between(linear("9a978f"), linear("77797a"), float(random.random()))
    pale = _between(wall, linear("d8d4ca"), 0.55)
    for i in range(4):
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
    house = rounded_box(house_w, 2.4, house_d, 0.1, 1) if fine else box(house_w, 2.4, house_d)
    parts.append(house.moved(at_x, low + 1.2, at_z).coloured(pale))
    if random.random() < 0.3:
        tank = lathe([(0.0, 1.6), (1.3, 1.6), (1.35, 3.9), (1.4, 3.9), (0.0, 4.7)], 12)
        parts.append(tank.moved(-at_x, low, -at_z).coloured(linear("8a6a50")))
    return merged(parts)


def tree(random: Generator) -> Mesh:
    """A street tree of 5 to 8 m."""
    size = 0.8 + 0.4 * random.random()
    shade = 0.8 + 0.4 * random.random()
    green = _between(linear("6f9a5c"), linear("8a9a55"), float(random.random()))
    parts = [cylinder(0.16, 2.6, 5).coloured(linear("6d5a48"))]
    for i in range(3):
        angle = 2.1 * i + random.random()
        radius = 1.35 + 0.5 * random.random()
        crown = sphere(radius, 6, 4).stretched(1.0, 0.86, 1.0)
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
    lower = rounded_box(1.8, 0.62, 4.4, 0.22, 1).moved(y=0.56).coloured(rgb)
    glass = linear("2d363c")
    cabin = _tapered(1.66, 1.36, 2.5, 1.75, 0.56).moved(0.0, 0.85, 0.25).coloured(glass)
    roof = box(1.38, 0.05, 1.77).moved(0.0, 1.43, 0.25).coloured(rgb)
    wheels = [
        cylinder(0.31, 0.2, 7).turned("z", 90).moved(x + 0.1, 0.31, z).coloured(linear("26282a"))
        for x in (-0.8, 0.8)
        for z in (-1.35, 1.35)
    ]
    lamps = [box(0.3, 0.12, 0.04).moved(x, 0.62, -2.19).coloured(linear("efe9d8")) for x in (-0.6, 0.6)]
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
