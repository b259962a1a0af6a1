"""What stands about in the kitchen: dresser, bench, chairs, radiator, rug, lamp."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from environments.modelling import crockery, dining, food, kitchen
from environments.modelling.material import linear
from environments.modelling.mesh import (
    Mesh,
    Rgb,
    box,
    cylinder,
    merged,
    quads,
    rounded_box,
)
from environments.modelling.model import Parts
from environments.modelling.surface import curve, fluted, framed, tube
from environments.reach import model_finishes as finishes
from environments.reach.model_shell import BACK_Z_M, HALF_WIDTH_M, LEFT_WINDOW

OAK = linear("a9825c")
SEAT = linear("9fae9c")


def dresser() -> Parts:
    """Along the right wall: a low unit with an oak top, two shelves of crockery above it."""
    painted, wood, glazed, brass = [], [], [], []
    for i in (-1.0, 1.0):
        unit, grips = kitchen.base_unit(0.8, 1, 2)
        painted.append(unit.stretched(1.0, 0.96, 0.72).moved(i * 0.4))
        brass.append(grips.stretched(1.0, 0.96, 1.0).moved(i * 0.4, 0.0, -0.28 * kitchen.DEEP_M))
    for i in (-1.0, 1.0):
        painted.append(kitchen.slab(0.4, 0.73).turned("y", 90 * i).moved(i * 0.79, 0.465, 0.2))
    wood.append(rounded_box(1.66, 0.034, 0.46, 0.01, 2).moved(0.0, 0.846, 0.23).boxed("x"))
    for y in (1.3, 1.66):
        wood.append(kitchen.shelf(1.5, 0.22).moved(0.0, y, 0.0))
    dish = crockery.plate(segments=16)
    for x in (-0.56, -0.33, -0.1):
        glazed.append(dish.turned("x", 76).moved(x, 1.332 + 0.103, 0.055))
    for i, rgb in enumerate(("6d8794", "c9a06a", "8fa08a")):
        glazed.append(
            crockery.mug(linear(rgb), 12).turned("y", 40 + 25 * i).moved(0.16 + 0.17 * i, 1.332, 0.11)
        )
    for i in range(2):
        glazed.append(crockery.bowl(radius_m=0.1, segments=15).moved(-0.45, 1.692 + 0.023 * i, 0.115))
    glazed.append(crockery.storage_jar(linear("bf8a5f"), 16).stretched(1.3, 1.5, 1.3).moved(0.5, 1.692, 0.11))
    wood.append(crockery.storage_lid(14).stretched(1.3, 1.5, 1.3).moved(0.5, 1.692, 0.11))
    glazed.append(
        crockery.bottle(16).stretched(1.1, 1.1, 1.1).coloured(linear("7f9a92")).moved(0.3, 1.692, 0.1)
    )
    lean, x = 7.0, -0.08
    for i, rgb in enumerate(("a85d48", "5f7a80", "d0b47c", "7c8a68", "54606e")):
        book: Rgb = linear(rgb)
        tall = 0.2 + 0.013 * ((i * 7) % 4)
        wood.append(
            box(0.026 + 0.004 * (i % 3), tall, 0.15)
            .turned("z", lean if i == 4 else 0.0)
            .moved(x + 0.036 * i, 1.692 + tall / 2, 0.1)
            .coloured(book)
        )
    glazed.append(crockery.bowl(linear("cfd6cc"), 0.15, 20).moved(0.42, 0.863, 0.23))
    for x, z, rgb in ((0.38, 0.22, "a8352c"), (0.46, 0.26, "9a8f3a"), (0.44, 0.17, "b8452f")):
        glazed.append(food.apple(linear(rgb), detail=0.5).moved(x, 0.915, z))
    wood = [part if part.colours.min() < 0.95 else part.coloured(OAK) for part in wood]

    def place(part: Mesh) -> Mesh:
        return part.turned("y", -90).moved(HALF_WIDTH_M - 0.005, 0.0, -0.55)

    return (
        (place(merged(painted)).finer(0.6), finishes.PAINT),
        (place(merged(wood)), finishes.WOOD),
        (place(merged(glazed)), finishes.GLAZE),
        (place(merged(brass)), finishes.BRASS),
    )


def sideboard() -> Parts:
    """At the back wall beside the garden door: a bench with a cushion, a picture above it."""
    bench = [
        rounded_box(1.5, 0.04, 0.42, 0.012, 2).moved(0.0, 0.44, 0.22).boxed("x"),
        *(rounded_box(0.05, 0.42, 0.38, 0.01, 1).moved(x, 0.21, 0.22).boxed("y") for x in (-0.66, 0.66)),
        rounded_box(1.28, 0.1, 0.024, 0.006, 1).moved(0.0, 0.33, 0.38).boxed("x"),
    ]
    cushion = rounded_box(1.42, 0.07, 0.4, 0.03, 3).moved(0.0, 0.495, 0.22).coloured(SEAT)
    frame = framed(
        0.72, 0.54, [(0.0, 0.0), (0.0, 0.02), (0.006, 0.026), (0.03, 0.022), (0.034, 0.012)], filled=False
    ).moved(0.0, 1.5, 0.0)
    mount = framed(0.66, 0.48, [(0.0, 0.0)]).moved(0.0, 1.5, 0.013).coloured(linear("efe8da"))
    scene = _still_life().moved(0.0, 1.5, 0.015)

    def turn(part: Mesh) -> Mesh:
        return part.turned("y", 180).moved(-1.38, 0.0, BACK_Z_M - 0.01)

    wood = merged([*bench, frame]).coloured(OAK)
    return (
        (turn(wood), finishes.WOOD),
        (turn(cushion), finishes.CLOTH),
        (turn(merged([mount, scene])), finishes.TRIM),
    )


def _still_life() -> Mesh:
    """A quiet landscape in flat colours: sky, hills, a field."""
    w, h = 0.48, 0.32
    bands = []
    x = np.linspace(-w / 2, w / 2, 13)
    edges = [
        np.full_like(x, h / 2),
        0.03 + 0.03 * np.sin(9 * x),
        -0.01 + 0.025 * np.sin(7 * x + 2),
        -0.08 + 0.015 * np.sin(12 * x),
        np.full_like(x, -h / 2),
    ]
    edges = [edges[0], *(np.minimum(low, top - 0.004) for top, low in pairwise(edges))]
    for i, (top, low, rgb) in enumerate(
        zip(edges, edges[1:], ("c3d3d6", "93aaa6", "7f9472", "c9b27a"), strict=False)
    ):
        corners = np.stack(
            [
                np.stack([x[:-1], low[:-1], 0 * x[:-1]], 1),
                np.stack([x[1:], low[1:], 0 * x[1:]], 1),
                np.stack([x[1:], top[1:], 0 * x[1:]], 1),
                np.stack([x[:-1], top[:-1], 0 * x[:-1]], 1),
            ],
            axis=1,
        )
        bands.append(quads(corners, np.tile(linear(rgb), (len(corners), 1))).moved(z=0.0002 * i))
    return merged(bands)


def radiator() -> Mesh:
    """Under the left window."""
    middle = BACK_Z_M - (LEFT_WINDOW.start + LEFT_WINDOW.end) / 2
    sheet = fluted(1.3, 0.56, 26, 0.022, 4).moved(y=0.14, z=0.09)
    back = box(1.3, 0.56, 0.01).moved(0.0, 0.42, 0.06)
    top = rounded_box(1.32, 0.014, 0.09, 0.004, 1).moved(0.0, 0.706, 0.075)
    ends = [rounded_box(0.014, 0.58, 0.09, 0.004, 1).moved(x, 0.42, 0.075) for x in (-0.655, 0.655)]
    pipe = tube(
        curve([(0.6, 0.17, 0.07), (0.68, 0.165, 0.07), (0.69, 0.1, 0.07), (0.69, 0.0, 0.07)], 10), 0.009, 8
    )
    valve = cylinder(0.019, 0.06, 14, 0.006).turned("z", -90).moved(0.66, 0.17, 0.07)
    heater = merged([sheet, back, top, *ends, pipe, valve]).coloured(linear("efebe0"))
    return heater.turned("y", 90).moved(-HALF_WIDTH_M, 0.0, middle)


def chairs() -> Parts:
    """One at the far side of the table, two drawn up at its ends, not quite straight."""
    wood, seats = [], []
    for x, z, way in ((0.06, -1.32, 176), (-1.18, -0.6, -97), (1.2, -0.52, 84)):
        frame, cushion = dining.chair(OAK, SEAT)
        wood.append(frame.turned("y", way).moved(x, 0.0, z))
        seats.append(cushion.turned("y", way).moved(x, 0.0, z))
    return (merged(wood), finishes.WOOD), (merged(seats), finishes.CLOTH)


def rug() -> Mesh:
    """Woven, striped at its ends, 9 mm thick, under the table."""
    w, d = 2.5, 1.75
    mat = framed(w, d, [(0.0, -0.008), (0.0, -0.002), (0.004, 0.0)]).turned("x", -90).finer(0.35)
    base, dark, warm = (np.array(linear(c)) for c in ("b9ab92", "6f7f78", "a8735a"))
    mat.colours[:, :3] = base
    strips = []
    for at, wide, rgb in ((0.1, 0.035, dark), (0.17, 0.09, warm), (0.27, 0.035, dark)):
        for side in (-1.0, 1.0):
            strip = (
                framed(wide, d - 0.012, [(0.0, 0.0)]).turned("x", -90).moved(side * (w / 2 - at), 0.004, 0.0)
            )
            strip.colours[:, :3] = rgb
            strips.append(strip)
    return merged([mat, *strips]).moved(0.0, 0.009, -0.42).boxed("z")


def lamp() -> Parts:
    shade, inside, bulb = dining.pendant(0.5)
    return (shade, finishes.ENAMEL), (inside, finishes.LACQUER), (bulb, finishes.GLOWING)
