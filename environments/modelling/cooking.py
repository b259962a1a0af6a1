"""What a cook leaves out: hob and pans, kettle, toaster, wooden spoons, knives in their block, ladles on a rail.

Each stands on its origin. Several are handed over in parts of different materials.
"""

from __future__ import annotations

import numpy as np

from environments.modelling.crockery import wooden_spoon
from environments.modelling.material import linear
from environments.modelling.mesh import (
    Mesh,
    Rgb,
    box,
    cylinder,
    lathe,
    merged,
    rounded_box,
    torus,
)
from environments.modelling.surface import curve, tube

CREAM = linear("d9d2bf")
STONEWARE = linear("c7b89c")
DARK = linear("2b2e30")


def hob(width_m: float = 0.56, deep_m: float = 0.48) -> tuple[Mesh, Mesh]:
    """A dark glass plate with four rings on the worktop, centred; and its knobs. Origin on the worktop."""
    plate = rounded_box(width_m, 0.008, deep_m, 0.003, 1).moved(0.0, 0.004, 0.0).coloured(linear("17191b"))
    rings = [
        torus(r, 0.0016, 20, 3).stretched(1.0, 0.5, 1.0).moved(x, 0.0085, z).coloured(linear("777c80"))
        for x, z, r in ((-0.14, 0.08, 0.075), (0.14, 0.09, 0.09), (-0.14, -0.12, 0.09), (0.14, -0.12, 0.07))
    ]
    knobs = [
        cylinder(0.016, 0.018, 14, 0.004).moved(x, 0.008, deep_m / 2 - 0.035) for x in (-0.05, 0.0, 0.05)
    ]
    return merged([plate, *rings]), merged(knobs)


def saucepan(radius_m: float = 0.1, height_m: float = 0.11, lid: bool = True) -> tuple[Mesh, Mesh]:
    """Steel body with a rolled rim; black handle to +x. Metal, then what is black."""
    r, h = radius_m, height_m
    body = lathe(
        [
            (0.0, 0.0),
            (r - 0.006, 0.0),
            (r, 0.006),
            (r, h - 0.003),
            (r + 0.004, h),
            (r - 0.003, h),
            (r - 0.004, 0.01),
            (0.0, 0.008),
        ],
        18,
        50.0,
    )
    metal = [body]
    black = [
        tube(
            curve([(r, h - 0.022, 0.0), (r + 0.06, h - 0.012, 0.0), (r + 0.17, h + 0.006, 0.0)], 6),
            [0.006, 0.0085, 0.0095, 0.0095, 0.0095, 0.007],
            7,
        )
    ]
    if lid:
        metal.append(
            lathe(
                [(r + 0.001, h + 0.002), (r - 0.008, h + 0.009), (r * 0.5, h + 0.022), (0.0, h + 0.026)],
                18,
                50.0,
            )
        )
        black.append(
            lathe(
                [
                    (0.009, h + 0.025),
                    (0.008, h + 0.035),
                    (0.017, h + 0.043),
                    (0.013, h + 0.05),
                    (0.0, h + 0.051),
                ],
                16,
                50.0,
            )
        )
    return merged(metal), merged(black).coloured(DARK)


def kettle() -> tuple[Mesh, Mesh]:
    """A whistling kettle, spout to -x. Metal, then what is black."""
    body = lathe(
        [
            (0.0, 0.0),
            (0.088, 0.0),
            (0.098, 0.008),
            (0.1, 0.03),
            (0.09, 0.075),
            (0.068, 0.115),
            (0.046, 0.135),
            (0.044, 0.14),
        ],
        22,
        50.0,
    )
    lid = lathe([(0.046, 0.137), (0.04, 0.145), (0.02, 0.152), (0.0, 0.154)], 22, 50.0)
    spout = tube(
        curve([(-0.075, 0.06, 0.0), (-0.105, 0.085, 0.0), (-0.125, 0.12, 0.0), (-0.14, 0.135, 0.0)], 7),
        np.linspace(0.024, 0.0115, 7).tolist(),
        10,
    )
    knob_ = lathe([(0.008, 0.152), (0.0075, 0.16), (0.015, 0.168), (0.011, 0.175), (0.0, 0.176)], 14, 50.0)
    bow = tube(
        curve(
            [
                (-0.062, 0.118, 0.0),
                (-0.07, 0.175, 0.0),
                (-0.03, 0.222, 0.0),
                (0.04, 0.222, 0.0),
                (0.078, 0.175, 0.0),
                (0.07, 0.112, 0.0),
            ],
            14,
        ),
        0.0085,
        7,
    )
    return merged([body, lid, spout]), merged([knob_, bow]).coloured(DARK)


def toaster(rgb: Rgb = CREAM) -> tuple[Mesh, Mesh]:
    """A two-slice toaster, its lever to +x: enamel with black slots, and its metal."""
    body = rounded_box(0.27, 0.165, 0.16, 0.045, 2).moved(0.0, 0.0975, 0.0).coloured(rgb)
    feet = [
        cylinder(0.012, 0.018, 8).moved(x, 0.0, z).coloured(DARK)
        for x in (-0.09, 0.09)
        for z in (-0.05, 0.05)
    ]
    slots = [box(0.15, 0.002, 0.022).moved(0.0, 0.1805, z).coloured(DARK) for z in (-0.026, 0.026)]
    slit = box(0.002, 0.085, 0.01).moved(0.135, 0.1, 0.0).coloured(DARK)
    lever = rounded_box(0.03, 0.012, 0.036, 0.005, 2).moved(0.148, 0.13, 0.0).coloured(DARK)
    band = rounded_box(0.276, 0.012, 0.165, 0.005, 1).moved(0.0, 0.026, 0.0)
    return merged([body, *feet, *slots, slit, lever]), band


def crock(rgb: Rgb = STONEWARE) -> tuple[Mesh, Mesh]:
    """A crock with wooden spoons in it: glaze, then wood."""
    r, h = 0.055, 0.15
    pot = lathe(
        [
            (0.0, 0.0),
            (r * 0.9, 0.0),
            (r, 0.01),
            (r, h - 0.01),
            (r * 1.04, h),
            (r * 0.94, h),
            (r * 0.92, 0.03),
            (0.0, 0.028),
        ],
        20,
        50.0,
    ).coloured(rgb)
    spoons = []
    for i, (lean, way) in enumerate(((9, 20), (-8, 75), (11, 140), (7, 250))):
        spoons.append(wooden_spoon(0.27 + 0.02 * i).turned("z", lean).turned("y", way).moved(0.0, 0.03, 0.0))
    return pot, merged(spoons)


def knife_block() -> Mesh:
    """A slanting beech block with five dark handles."""
    wood = linear("a9784a")
    block = rounded_box(0.1, 0.2, 0.13, 0.008, 1).coloured(wood).boxed("y")
    handles = []
    for i, (x, z, tall) in enumerate(
        (
            (-0.028, -0.035, 0.1),
            (0.0, -0.035, 0.1),
            (0.028, -0.035, 0.1),
            (-0.018, 0.02, 0.08),
            (0.02, 0.02, 0.08),
        )
    ):
        handles.append(
            box(0.016, tall, 0.024).moved(x, 0.1 + tall / 2, z).coloured(DARK if i % 2 else linear("33302c"))
        )
    return merged([block, *handles]).turned("x", -18).moved(y=0.115, z=0.02)


def hanging(length_m: float) -> Mesh:
    """A rail with a ladle, a slice and a whisk on hooks; its origin is the middle of the rail, at z = 0.035."""
    rail = tube([(-length_m / 2, 0.0, 0.035), (0.0, 0.0, 0.035), (length_m / 2, 0.0, 0.035)], 0.005, 8)
    ends = [
        tube([(x, 0.0, 0.0), (x, 0.0, 0.02), (x, 0.0, 0.036)], 0.006, 8)
        for x in (-length_m / 2 + 0.02, length_m / 2 - 0.02)
    ]
    parts = [rail, *ends]
    places = np.linspace(-length_m / 2 + 0.09, length_m / 2 - 0.09, 4)
    for i, x in enumerate(places.tolist()):
        parts.append(
            tube(
                curve([(x, 0.006, 0.035), (x, 0.002, 0.043), (x, -0.012, 0.045), (x, -0.02, 0.04)], 5),
                0.0022,
                4,
            )
        )
        stem = tube([(x, -0.012, 0.042), (x, -0.1, 0.041), (x, -0.2, 0.038)], [0.005, 0.004, 0.0045], 6)
        if i % 2 == 0:
            head = lathe(
                [
                    (0.0, 0.0),
                    (0.022, 0.004),
                    (0.036, 0.018),
                    (0.04, 0.036),
                    (0.037, 0.036),
                    (0.03, 0.014),
                    (0.0, 0.006),
                ],
                14,
                60.0,
            ).moved(x, -0.235, 0.05)
        else:
            head = rounded_box(0.066, 0.1, 0.003, 0.0014, 1).moved(x, -0.245, 0.038)
        parts += [stem, head]
    return merged(parts)
