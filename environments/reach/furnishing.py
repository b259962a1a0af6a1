"""How the kitchen is fitted out: units along the front wall, dresser, chairs, radiator, and what stands about."""

from __future__ import annotations

import numpy as np

from environments.modelling import crockery, food, kitchen
from environments.modelling.material import linear
from environments.modelling.mesh import (
    Floats,
    Mesh,
    Rgb,
    box,
    cylinder,
    lathe,
    merged,
    quad,
    quads,
    rounded_box,
)
from environments.modelling.model import Parts
from environments.modelling.surface import curve, fluted, framed, hung, tube
from environments.reach import finishes
from environments.reach.shell import BACK_Z_M, FRONT_Z_M, FRONT_WINDOW, HALF_WIDTH_M, LEFT_WINDOW

OAK = linear("b08455")
SEAT = linear("9fae9c")
SINK = (-0.29, 0.29, 0.11, 0.49)
UNITS_END_M = 1.68
"""Where the units along the front wall end and the fridge stands."""
BACKS = FRONT_Z_M + 0.01


def cupboards() -> Parts:
    """Base units, wall unit and extractor of the front wall; and what one pulls."""
    painted, pulled = [], []
    units = (
        (-2.4, -1.8, 1, 1),
        (-1.8, -1.2, 3, 0),
        (-1.2, -0.45, 1, 2),
        (-0.45, 0.45, 1, 2),
        (0.45, 1.05, 3, 0),
    )
    for start, end, drawers, doors in units:
        unit, grips = kitchen.base_unit(end - start, drawers, doors)
        painted.append(unit.moved((start + end) / 2, 0.0, BACKS))
        pulled.append(grips.moved((start + end) / 2, 0.0, BACKS))
    side = (
        kitchen.slab(kitchen.DEEP_M, 0.76)
        .turned("y", 90)
        .moved(UNITS_END_M - 0.02, 0.484, BACKS + kitchen.DEEP_M / 2)
    )
    plinth = (
        framed(0.63, 0.1, [(0.0, 0.0)])
        .moved(1.365, 0.05, BACKS + kitchen.DEEP_M - 0.06)
        .coloured(kitchen.DARK)
    )
    hung_unit, knobs = kitchen.wall_unit(1.24, 0.68)
    painted += [side, plinth, hung_unit.moved(-1.66, 1.56, BACKS), kitchen.hood().moved(1.365, 1.56, BACKS)]
    pulled.append(knobs.moved(-1.66, 1.56, BACKS))
    return (merged(painted).finer(0.6), finishes.PAINT), (merged(pulled), finishes.BRASS)


def worktop() -> Mesh:
    return kitchen.worktop(-HALF_WIDTH_M, UNITS_END_M, hole=SINK).moved(z=BACKS).finer(0.3)


def oven() -> Parts:
    """Below the hob: an enamelled door with a dark window, a rail with a towel over it, knobs above."""
    x, z = 1.365, BACKS + kitchen.DEEP_M
    door = (
        framed(0.6, 0.56, [(0.0, 0.0), (0.0, 0.018), (0.004, 0.022), (0.075, 0.022), (0.08, 0.016)])
        .moved(x, 0.4, z)
        .coloured(linear("e4dcc9"))
    )
    glass = framed(0.43, 0.39, [(0.0, 0.0)]).moved(x, 0.4, z + 0.0185).coloured(linear("22262a"))
    panel = kitchen.slab(0.6, 0.13, linear("e4dcc9")).moved(x, 0.755, z)
    gap = box(0.62, 0.764, 0.002).moved(x, 0.482, z - 0.001).coloured(kitchen.GAP)
    knobs = [
        cylinder(0.019, 0.026, 16, 0.005).turned("x", 90).moved(x + at, 0.755, z + 0.02)
        for at in (-0.2, -0.1, 0.1, 0.2)
    ]
    rail = kitchen.handle(0.46).stretched(1.0, 1.3, 1.5).moved(x, 0.64, z + 0.018)
    return (merged([door, glass, panel, gap]), finishes.ENAMEL), (merged([rail, *knobs]), finishes.STEEL)


def towel() -> Mesh:
    """A striped tea towel over the oven's rail."""
    x, z = 1.27, BACKS + kitchen.DEEP_M + 0.058
    rows = []
    wide = np.linspace(-0.12, 0.12, 17)
    drape = [
        (0.007, -0.22),
        (0.0055, -0.1),
        (0.002, 0.0),
        (0.004, 0.012),
        (0.0, 0.0175),
        (-0.004, 0.012),
        (-0.005, -0.1),
        (-0.01, -0.2),
        (-0.012, -0.3),
    ]
    for i, (away, y) in enumerate(drape):
        fold = 0.004 + 0.006 * max(0.0, -y) / 0.3
        spread = 1.0 + 0.1 * max(0.0, -y)
        wave = fold * np.sin(wide * 62.0 + 0.7) if i not in (3, 4, 5) else 0.0 * wide
        rows.append(
            np.stack(
                [
                    x + wide * spread,
                    np.full_like(wide, 0.64 + y),
                    z - away + wave + (0.004 if i > 5 else -0.004),
                ],
                axis=1,
            )
        )
    cloth = hung(np.array(rows)).coloured(linear("eee6d6"))
    v = cloth.positions[:, 1] - 0.64
    stripe = (np.abs(v + 0.245) < 0.03) | (np.abs(v + 0.19) < 0.012)
    cloth.colours[:, :3] = np.where(stripe[:, None], np.array(linear("a9563f")), cloth.colours[:, :3])
    return cloth


def on_the_worktop() -> Parts:
    """Sink, tap, hob, pots, kettle, toaster, jars, block and board: what a cook leaves out."""
    y, z = kitchen.WORKTOP_M, BACKS
    steel, dark, glazed, wood = [], [], [], []
    steel += [kitchen.sink(SINK).moved(z=z), kitchen.tap().moved(0.0, y, z + 0.055)]
    plate, knobs = kitchen.hob(0.54, 0.46)
    dark.append(plate.moved(1.365, y, z + 0.3))
    steel.append(knobs.moved(1.365, y, z + 0.3))
    for x, dz, r, h, lid, way in (
        (1.225, 0.38, 0.095, 0.1, True, 205),
        (1.505, 0.19, 0.08, 0.13, False, -35),
    ):
        pot, grip = kitchen.saucepan(r, h, lid)
        steel.append(pot.turned("y", way).moved(x, y + 0.01, z + dz))
        dark.append(grip.turned("y", way).moved(x, y + 0.01, z + dz))
    kettle, grip = kitchen.kettle()
    steel.append(kettle.turned("y", -25).moved(0.78, y, z + 0.27))
    dark.append(grip.turned("y", -25).moved(0.78, y, z + 0.27))
    toaster, band = kitchen.toaster()
    glazed.append(toaster.turned("y", 12).moved(-0.78, y, z + 0.22))
    steel.append(band.turned("y", 12).moved(-0.78, y, z + 0.22))
    steel.append(kitchen.hanging(0.72).moved(-1.66, 1.46, z))
    for x, size, rgb in ((-2.2, 1.5, "d9cbb0"), (-2.05, 1.25, "c9b48f"), (-1.93, 1.05, "a9b39d")):
        glazed.append(crockery.storage_jar(linear(rgb), 20).stretched(size, size, size).moved(x, y, z + 0.17))
        wood.append(crockery.storage_lid(18).stretched(size, size, size).moved(x, y, z + 0.17))
    pot, spoons = kitchen.crock()
    glazed.append(pot.moved(0.52, y, z + 0.16))
    wood.append(spoons.moved(0.52, y, z + 0.16))
    wood.append(kitchen.knife_block().turned("y", 15).moved(-1.22, y, z + 0.2))
    leaning = crockery.cutting_board(0.3, 0.42).turned("x", 78).moved(-0.5, y + 0.206, z + 0.06)
    wood.append(leaning)
    return (
        (merged(steel), finishes.STEEL),
        (merged(dark), finishes.ENAMEL),
        (merged(glazed), finishes.GLAZE),
        (merged(wood), finishes.WOOD),
    )


def fridge() -> Parts:
    body, grips = kitchen.fridge()
    x = 2.04
    return (body.moved(x, 0.0, BACKS), finishes.ENAMEL), (grips.moved(x, 0.0, BACKS), finishes.STEEL)


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
        board, brackets = kitchen.shelf(1.5, 0.22)
        wood.append(board.moved(0.0, y, 0.0))
        brass.append(brackets.moved(0.0, y, 0.0))
    dish = crockery.plate(segments=22)
    for x in (-0.56, -0.33, -0.1):
        glazed.append(dish.turned("x", 76).moved(x, 1.332 + 0.103, 0.055))
    for i, rgb in enumerate(("6d8794", "c9a06a", "8fa08a")):
        glazed.append(
            crockery.mug(linear(rgb), 16).turned("y", 40 + 25 * i).moved(0.16 + 0.17 * i, 1.332, 0.11)
        )
    for i in range(2):
        glazed.append(crockery.bowl(radius_m=0.1, segments=18).moved(-0.45, 1.692 + 0.023 * i, 0.115))
    glazed.append(crockery.storage_jar(linear("bf8a5f"), 18).stretched(1.3, 1.5, 1.3).moved(0.5, 1.692, 0.11))
    glazed.append(
        crockery.bottle().stretched(1.1, 1.1, 1.1).coloured(linear("7f9a92")).moved(0.3, 1.692, 0.1)
    )
    lean, x = 7.0, -0.08
    for i, rgb in enumerate(("a85d48", "5f7a80", "d0b47c", "7c8a68", "54606e")):
        book: Rgb = linear(rgb)
        tall = 0.2 + 0.013 * ((i * 7) % 4)
        wood.append(
            rounded_box(0.026 + 0.004 * (i % 3), tall, 0.15, 0.003, 1)
            .turned("z", lean if i == 4 else 0.0)
            .moved(x + 0.036 * i, 1.692 + tall / 2, 0.1)
            .coloured(book)
        )
    glazed.append(crockery.bowl(linear("cfd6cc"), 0.15, 24).moved(0.42, 0.863, 0.23))
    for x, z, rgb in ((0.38, 0.22, "a8352c"), (0.46, 0.26, "9a8f3a"), (0.44, 0.17, "b8452f")):
        glazed.append(food.apple(linear(rgb), detail=0.6).moved(x, 0.895, z))
    wood = [part if part.colours.min() < 0.95 else part.coloured(OAK) for part in wood]
    place = lambda part: part.turned("y", -90).moved(HALF_WIDTH_M - 0.005, 0.0, -0.55)  # noqa: E731
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
    turn = lambda part: part.turned("y", 180).moved(-1.38, 0.0, BACK_Z_M - 0.01)  # noqa: E731
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
    edges = [edges[0], *(np.minimum(low, top - 0.004) for top, low in zip(edges, edges[1:], strict=False))]
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
    sheet = fluted(1.3, 0.56, 26, 0.022).moved(y=0.14, z=0.09)
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
        frame, cushion = kitchen.chair(OAK, SEAT)
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


def sill() -> Parts:
    """Herbs in pots on the front window's sill, a plant on the left one."""
    pots, leaves = [], []
    y, z = FRONT_WINDOW.low + 0.021, FRONT_Z_M - 0.03
    random = np.random.default_rng(31)
    for x, size, rgb in (
        (-0.62, 1.0, "b8714d"),
        (-0.42, 0.85, "c98d66"),
        (0.47, 0.9, "c07a54"),
        (0.66, 1.05, "a9694a"),
    ):
        pots.append(_pot(size).coloured(linear(rgb)).moved(x, y, z))
        leaves.append(_herb(size, random).moved(x, y + 0.085 * size, z))
    middle = BACK_Z_M - (LEFT_WINDOW.start + LEFT_WINDOW.end) / 2
    at = (-HALF_WIDTH_M - 0.04, LEFT_WINDOW.low + 0.021)
    pots.append(_pot(1.7).coloured(linear("d8cfba")).moved(at[0], at[1], middle - 0.5))
    leaves.append(_herb(2.1, random).moved(at[0], at[1] + 0.15, middle - 0.5))
    return (merged(pots), finishes.GLAZE), (merged(leaves), finishes.LEAVES)


def _pot(size: float) -> Mesh:
    profile = [
        (0.0, 0.0),
        (0.038, 0.0),
        (0.05, 0.078),
        (0.056, 0.08),
        (0.057, 0.096),
        (0.05, 0.096),
        (0.047, 0.082),
        (0.0, 0.082),
    ]
    return lathe([(r * size, h * size) for r, h in profile], 26, 40.0)


def _herb(size: float, random: np.random.Generator) -> Mesh:
    """Small leaves on stems that lean out of the pot."""
    parts = []
    green = np.array(linear("5c8a45"))
    for i in range(11):
        angle, lean = 2.4 * i, 0.1 + 0.5 * random.random()
        tall = size * (0.07 + 0.07 * random.random())
        tip = np.array(
            [np.cos(angle) * np.sin(lean) * tall, np.cos(lean) * tall, np.sin(angle) * np.sin(lean) * tall]
        )
        for j in range(5):
            root = tip * (0.3 + 0.175 * j)
            way, wide, long = angle + 2.1 * j + random.random(), size * 0.011, size * (0.03 - 0.002 * j)
            out = np.array([np.cos(way), 0.35 - 0.12 * j, np.sin(way)])
            side = np.array([-np.sin(way), 0.0, np.cos(way)]) * wide
            mid = root + out * long * 0.5 + np.array([0.0, 0.004 * size, 0.0])
            end = root + out * long
            leaf = _leaf(root, mid - side, end, mid + side)
            shade = green * (0.75 + 0.5 * random.random())
            parts.append(leaf.coloured((float(shade[0]), float(shade[1]), float(shade[2]))))
    return merged(parts)


def _leaf(root: Floats, left: Floats, tip: Floats, right: Floats) -> Mesh:
    one = quad([root, left, tip, right])
    if one.normals[0, 1] < 0.0:
        one = quad([root, right, tip, left])
    other = quad([one.positions[0], one.positions[3], one.positions[2], one.positions[1]])
    return merged([one, other])


def lamp() -> Parts:
    shade, inside, bulb = kitchen.pendant(0.5)
    return (shade, finishes.ENAMEL), (merged([inside, bulb]), finishes.GLOWING)
