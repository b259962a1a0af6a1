"""Furniture and small things of a home, human-sized, with rounded edges and calm colours. Each stands
on its origin.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import (
    Mesh,
    Rgb,
    bar,
    capsule,
    cylinder,
    lathe,
    merged,
    rounded_box,
    sphere,
    torus,
)

OAK = linear("b48a5e")
WALNUT = linear("7a5a42")
LINEN = linear("e6dccb")
SAGE = linear("8fa08a")
CLAY = linear("bf7f5f")
LEAF = linear("5f8a55")
CREAM = linear("f0e8da")
DUSK = linear("6d8794")
CHARCOAL = linear("4a4c4e")


def block(
    size: tuple[float, float, float], at: tuple[float, float, float], rgb: Rgb, radius: float = 0.015
) -> Mesh:
    """A rounded box of (width, height, depth) whose underside is centred at `at`."""
    width, height, depth = size
    return (
        rounded_box(width, height, depth, radius, 1 if radius < 0.035 else 3)
        .moved(at[0], at[1] + height / 2, at[2])
        .coloured(rgb)
    )


def plank(
    size: tuple[float, float, float],
    at: tuple[float, float, float],
    rgb: Rgb,
    radius: float = 0.008,
    step_m: float = 0.4,
) -> Mesh:
    """Like `block`, cut across its longest side so that baked light can change along it; its grain runs along it."""
    width, height, depth = size
    longest = max(size)
    if width == longest:
        made = bar(width, height, depth, radius, step_m)
    elif height == longest:
        made = bar(height, width, depth, radius, step_m).turned("z", 90)
    else:
        made = bar(depth, height, width, radius, step_m).turned("y", 90)
    return made.moved(at[0], at[1] + height / 2, at[2]).coloured(rgb)


def armchair(rgb: Rgb = SAGE) -> Mesh:
    """Looks along -z; the seat is 0.42 m high."""
    darker: Rgb = (rgb[0] * 0.85, rgb[1] * 0.85, rgb[2] * 0.85)
    feet = [
        cylinder(0.025, 0.12, 10).moved(x, 0.0, z).coloured(WALNUT)
        for x in (-0.32, 0.32)
        for z in (-0.3, 0.3)
    ]
    return merged(
        [
            block((0.8, 0.2, 0.76), (0.0, 0.1, 0.0), darker, 0.05),
            block((0.56, 0.14, 0.6), (0.0, 0.28, -0.05), rgb, 0.06),
            block((0.6, 0.6, 0.18), (0.0, 0.34, 0.0), rgb, 0.08).turned("x", 10).moved(z=0.24),
            block((0.14, 0.46, 0.72), (-0.37, 0.12, 0.0), darker, 0.065),
            block((0.14, 0.46, 0.72), (0.37, 0.12, 0.0), darker, 0.065),
            block((0.4, 0.3, 0.14), (0.02, 0.43, 0.0), CLAY, 0.065).turned("x", 16).moved(z=0.08),
            *feet,
        ]
    ).shaded(0.6, 0.0, 0.5)


def side_table(radius_m: float = 0.24, height_m: float = 0.45) -> Mesh:
    legs = []
    for i in range(3):
        leg = cylinder(0.016, height_m, 10).turned("z", 9).moved(x=radius_m * 0.7 + 0.02)
        legs.append(leg.turned("y", 120 * i + 30).coloured(WALNUT))
    top = cylinder(radius_m, 0.03, 32, 0.01).moved(y=height_m - 0.03).coloured(OAK)
    return merged([top, *legs])


def floor_lamp() -> tuple[Mesh, Mesh]:
    """Stand and shade; the shade glows by its material."""
    stand = merged(
        [
            cylinder(0.14, 0.025, 24, 0.008).coloured(CHARCOAL),
            cylinder(0.012, 1.4, 10).coloured(CHARCOAL),
        ]
    )
    shade = lathe([(0.2, 1.28), (0.13, 1.6), (0.125, 1.6), (0.195, 1.28)], 28).coloured(linear("ffe3b8"))
    return stand, shade


def potted_plant(height_m: float = 0.9, leaves: int = 16, seed: int = 3) -> Mesh:
    """Long arching leaves in a clay pot."""
    random = np.random.default_rng(seed)
    pot = lathe(
        [(0.0, 0.0), (0.12, 0.0), (0.16, 0.26), (0.165, 0.29), (0.14, 0.29), (0.13, 0.25), (0.0, 0.25)], 24
    )
    parts = [pot.coloured(CLAY)]
    for i in range(leaves):
        lean, length = 12 + 46 * random.random(), height_m * (0.5 + 0.35 * random.random())
        blade = capsule(0.035, length, 8, 3).stretched(1.0, 1.0, 0.18)
        shade = 0.75 + 0.4 * random.random()
        green: Rgb = (LEAF[0] * shade, LEAF[1] * shade, LEAF[2] * shade)
        parts.append(blade.turned("x", lean).moved(y=0.24).turned("y", 137.5 * i).coloured(green))
    return merged(parts).shaded(0.55, 0.2, 0.7)


def round_rug(radius_m: float, rings: Sequence[Rgb]) -> Mesh:
    """Concentric bands, the first outermost, 8 mm thick."""
    step = radius_m / len(rings)
    parts = []
    for i, rgb in enumerate(rings):
        outer = radius_m - i * step
        inner = max(0.0, outer - step)
        profile = (
            [(outer, 0.0), (outer - 0.004, 0.008), (inner, 0.008)]
            if i == 0
            else [(outer, 0.008), (inner, 0.008)]
        )
        parts.append(lathe(profile, 48).coloured(rgb))
    return merged(parts)


def bookshelf(width_m: float = 1.0, height_m: float = 1.6, seed: int = 5) -> Mesh:
    """Open shelves with books and a bowl; its front looks along +z."""
    random = np.random.default_rng(seed)
    depth = 0.28
    parts = [
        block((0.03, height_m, depth), (-width_m / 2, 0.0, 0.0), OAK, 0.006),
        block((0.03, height_m, depth), (width_m / 2, 0.0, 0.0), OAK, 0.006),
        block((width_m, height_m, 0.012), (0.0, 0.0, -depth / 2), LINEN, 0.004),
    ]
    shelves = round(height_m / 0.36)
    spines = (SAGE, CLAY, DUSK, CREAM, linear("c9a66b"), linear("7d6b7a"), linear("5f7a7a"))
    for i in range(shelves + 1):
        y = i * (height_m - 0.03) / shelves
        parts.append(block((width_m, 0.03, depth), (0.0, y, 0.0), OAK, 0.006))
        x = -width_m / 2 + 0.05
        end = width_m * (0.1 + 0.35 * random.random())
        while i < shelves and x < end:
            thick, tall = 0.022 + 0.03 * random.random(), 0.19 + 0.08 * random.random()
            spine = spines[int(random.random() * len(spines))]
            parts.append(block((thick, tall, 0.17), (x + thick / 2, y + 0.03, 0.02), spine, 0.003))
            x += thick + 0.002
    return merged(parts)


def bowl(radius_m: float = 0.13, rgb: Rgb = CREAM) -> Mesh:
    r = radius_m
    outside = [(0.0, 0.0), (r * 0.45, 0.0), (r * 0.85, r * 0.3), (r, r * 0.65)]
    return lathe([*outside, (r * 0.95, r * 0.65), (r * 0.8, r * 0.33), (0.0, r * 0.12)], 32).coloured(rgb)


def mug(rgb: Rgb = DUSK) -> Mesh:
    """A mug of 0.3 litres, its handle towards +z."""
    body = lathe(
        [
            (0.0, 0.0),
            (0.034, 0.0),
            (0.04, 0.006),
            (0.042, 0.095),
            (0.038, 0.095),
            (0.036, 0.012),
            (0.0, 0.01),
        ],
        32,
    )
    handle = torus(0.028, 0.006, 24, 8).turned("z", 90).stretched(1.0, 1.0, 0.85).moved(0.0, 0.05, 0.046)
    return merged([body, handle]).coloured(rgb)


def apple(rgb: Rgb) -> Mesh:
    r = 0.04
    skin = lathe(
        [
            (0.0, 0.006),
            (r * 0.5, 0.0),
            (r * 0.92, r * 0.5),
            (r, r),
            (r * 0.8, r * 1.55),
            (r * 0.35, r * 1.72),
            (0.0, r * 1.5),
        ],
        20,
        90,
    )
    stalk = cylinder(0.003, 0.022, 6).moved(y=r * 1.5).coloured(WALNUT)
    return merged([skin.coloured(rgb), stalk])


def chair() -> Mesh:
    """A kitchen chair that looks along -z."""
    legs = [
        block((0.035, 0.44, 0.035), (x, 0.0, z), OAK, 0.008) for x in (-0.19, 0.19) for z in (-0.19, 0.19)
    ]
    backs = [block((0.035, 0.46, 0.03), (x, 0.44, 0.19), OAK, 0.008) for x in (-0.19, 0.19)]
    slats = [block((0.38, 0.07, 0.02), (0.0, y, 0.19), OAK, 0.008) for y in (0.58, 0.7, 0.82)]
    return merged([block((0.43, 0.035, 0.43), (0.0, 0.43, 0.0), OAK, 0.012), *legs, *backs, *slats])


def jar(rgb: Rgb, height_m: float = 0.16) -> Mesh:
    r = height_m * 0.38
    body = lathe(
        [
            (0.0, 0.0),
            (r * 0.9, 0.0),
            (r, r * 0.12),
            (r, height_m * 0.8),
            (r * 0.8, height_m * 0.9),
            (0.0, height_m * 0.9),
        ],
        24,
    )
    lid = cylinder(r * 0.85, height_m * 0.12, 24, 0.004).moved(y=height_m * 0.89)
    return merged([body.coloured(rgb), lid.coloured(OAK)])


def pendant_lamp(cord_m: float) -> tuple[Mesh, Mesh]:
    """Cord and shade hang down from the origin; the shade glows by its material."""
    cord = cylinder(0.004, cord_m, 6).moved(y=-cord_m).coloured(CHARCOAL)
    shade = lathe([(0.16, -0.16), (0.05, 0.0), (0.045, 0.0), (0.155, -0.16)], 28).moved(y=-cord_m)
    bulb = sphere(0.035, 14, 8).moved(y=-cord_m - 0.08).coloured(linear("fff0d0"))
    return merged([cord, shade.coloured(SAGE)]), bulb
