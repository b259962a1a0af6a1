"""What a kitchen is fitted with: cupboards, worktop, sink and tap, hob, kettle, toaster, fridge, shelves.

Units stand with their backs at z = 0 and look along +z; each is centred in x on its origin, on the floor unless
its docstring says otherwise. Fronts have rounded or bevelled edges and gaps that stay dark.
"""

from __future__ import annotations

import numpy as np

from environments.modelling.crockery import wooden_spoon
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
    torus,
)
from environments.modelling.surface import curve, framed, surface, tube

SAGE = linear("7d9180")
GAP = linear("39413a")
DARK = linear("2b2e30")
BRASS = linear("b08d4f")
DEEP_M = 0.56
WORKTOP_M = 0.9
THICK_M = 0.036


def front(width_m: float, height_m: float, rgb: Rgb = SAGE) -> Mesh:
    """A shaker front, centred, 20 mm thick, on the plane z = 0: a frame round a panel that lies 7 mm back."""
    rail = min(0.062, height_m * 0.3)
    rings = [
        (0.0, 0.0),
        (0.0, 0.017),
        (0.003, 0.02),
        (rail, 0.02),
        (rail + 0.004, 0.0185),
        (rail + 0.009, 0.012),
    ]
    return framed(width_m, height_m, rings).coloured(rgb).boxed("y")


def slab(width_m: float, height_m: float, rgb: Rgb = SAGE) -> Mesh:
    """A plain drawer front, centred, with bevelled edges."""
    rings = [(0.0, 0.0), (0.0, 0.016), (0.004, 0.02)]
    return framed(width_m, height_m, rings).coloured(rgb).boxed("x")


def handle(length_m: float = 0.13, upright: bool = False) -> Mesh:
    """A bowed bar, 28 mm proud."""
    half = length_m / 2
    way = curve(
        [
            (-half, 0.0, 0.0),
            (-half + 0.006, 0.0, 0.022),
            (-half * 0.5, 0.0, 0.028),
            (half * 0.5, 0.0, 0.028),
            (half - 0.006, 0.0, 0.022),
            (half, 0.0, 0.0),
        ],
        12,
    )
    bar = tube(way, 0.0055, 6)
    return bar.turned("z", 90) if upright else bar


def knob() -> Mesh:
    """20 mm across."""
    turned = lathe(
        [(0.006, 0.0), (0.006, 0.012), (0.014, 0.018), (0.0155, 0.024), (0.011, 0.029), (0.0, 0.03)], 14, 50.0
    )
    return turned.turned("x", 90)


def base_unit(width_m: float, drawers: int, doors: int) -> tuple[Mesh, Mesh]:
    """A base cupboard under a worktop, and its handles. With drawers on top of its doors, or only drawers."""
    low, high = 0.1, WORKTOP_M - THICK_M
    parts = [
        box(width_m, high - low, 0.002).moved(0.0, (high + low) / 2, DEEP_M).coloured(GAP),
        framed(width_m, low, [(0.0, 0.0)]).moved(0.0, low / 2, DEEP_M - 0.06).coloured(DARK),
    ]
    grips = []
    gap = 0.004
    y = high - gap
    heights = [0.15] * drawers if doors else [0.15, 0.27, 0.32][:drawers]
    for tall in heights:
        parts.append(slab(width_m - gap, tall).moved(0.0, y - tall / 2, DEEP_M))
        grips.append(handle().moved(0.0, y - tall / 2 + 0.01, DEEP_M + 0.02))
        y -= tall + gap
    for i in range(doors):
        wide = width_m / doors
        x = -width_m / 2 + wide * (i + 0.5)
        parts.append(front(wide - gap, y - low - gap).moved(x, (y + low) / 2, DEEP_M))
        inner = 1.0 if i < doors / 2 else -1.0
        at = x + inner * (wide / 2 - 0.035) if doors > 1 else x + wide / 2 - 0.035
        grips.append(handle(upright=True).moved(at, y - 0.13, DEEP_M + 0.02))
    return merged(parts), merged(grips)


def wall_unit(width_m: float, height_m: float, doors: int = 2, deep_m: float = 0.33) -> tuple[Mesh, Mesh]:
    """A cupboard that hangs: its origin is the middle of its underside, at the wall. And its knobs."""
    body = (
        rounded_box(width_m, height_m, deep_m, 0.004, 1).moved(0.0, height_m / 2, deep_m / 2).coloured(SAGE)
    )
    shadow = (
        framed(width_m - 0.02, height_m - 0.02, [(0.0, 0.0)])
        .moved(0.0, height_m / 2, deep_m + 0.001)
        .coloured(GAP)
    )
    cornice = (
        rounded_box(width_m + 0.03, 0.03, deep_m + 0.035, 0.008, 2)
        .moved(0.0, height_m + 0.013, deep_m / 2 + 0.01)
        .coloured(SAGE)
    )
    parts, knobs = [body, shadow, cornice], []
    for i in range(doors):
        wide = width_m / doors
        x = -width_m / 2 + wide * (i + 0.5)
        parts.append(front(wide - 0.004, height_m - 0.006).moved(x, height_m / 2, deep_m))
        at = x + (1.0 if i < doors / 2 else -1.0) * (wide / 2 - 0.03)
        knobs.append(knob().moved(at, 0.09, deep_m + 0.02))
    return merged(parts), merged(knobs)


def worktop(
    start_m: float, end_m: float, deep_m: float = 0.61, hole: tuple[float, float, float, float] | None = None
) -> Mesh:
    """From x to x, its top at 0.9 m; `hole` is (x from, x to, z from, z to) for a sink."""
    pieces = [(start_m, end_m, 0.0, deep_m)]
    if hole is not None:
        x0, x1, z0, z1 = hole
        pieces = [
            (start_m, x0, 0.0, deep_m),
            (x1, end_m, 0.0, deep_m),
            (x0, x1, 0.0, z0),
            (x0, x1, z1, deep_m),
        ]
    y = WORKTOP_M
    parts = []
    for x0, x1, z0, z1 in pieces:
        top = framed(x1 - x0, z1 - z0, [(0.0, 0.0)]).turned("x", -90)
        parts.append(top.moved((x0 + x1) / 2, y, (z0 + z1) / 2))
    angle = np.linspace(0.0, np.pi / 2, 5)
    edge = [
        (y - 0.012 + 0.012 * float(np.cos(a)), deep_m - 0.012 + 0.012 * float(np.sin(a)) + 0.012)
        for a in angle
    ]
    rows = [
        [(x, yy, zz) for x in (start_m, end_m)]
        for yy, zz in [*edge, (y - THICK_M, deep_m + 0.012), (y - THICK_M, deep_m - 0.05)]
    ]
    nosing = surface(np.array(rows), closed=False)
    parts.append(nosing)
    for x, way in ((start_m, -90), (end_m, 90)):
        side = framed(deep_m, THICK_M, [(0.0, 0.0)]).turned("y", way).moved(x, y - THICK_M / 2, deep_m / 2)
        parts.append(side)
    return merged([part.boxed() for part in parts])


def sink(hole: tuple[float, float, float, float]) -> Mesh:
    """A steel basin with a rounded rim and a waste, in a worktop's hole."""
    x0, x1, z0, z1 = hole
    w, d = x1 - x0, z1 - z0
    rings = [
        (-0.018, 0.001),
        (-0.014, 0.004),
        (-0.002, 0.004),
        (0.006, 0.0),
        (0.012, -0.02),
        (0.02, -0.14),
        (0.04, -0.16),
        (0.09, -0.165),
    ]
    basin = framed(w, d, rings).turned("x", -90)
    waste = lathe([(0.035, -0.1645), (0.03, -0.162), (0.02, -0.164), (0.0, -0.166)], 20).coloured(
        linear("8f9294")
    )
    return merged([basin, waste]).moved((x0 + x1) / 2, WORKTOP_M, (z0 + z1) / 2)


def tap() -> Mesh:
    """A swan-neck tap that bends over +z; stands on its origin."""
    foot = lathe(
        [
            (0.0, 0.0),
            (0.026, 0.0),
            (0.027, 0.006),
            (0.019, 0.012),
            (0.0165, 0.05),
            (0.014, 0.056),
            (0.0, 0.056),
        ],
        20,
        50.0,
    )
    a = np.linspace(0.0, np.pi * 1.02, 16)
    neck = [
        (0.0, 0.05, 0.0),
        (0.0, 0.2, 0.0),
        *[(0.0, 0.27 + 0.085 * float(np.sin(t)), 0.085 - 0.085 * float(np.cos(t))) for t in a],
        (0.0, 0.225, 0.171),
    ]
    spout = tube(neck, [0.0115] * (len(neck) - 1) + [0.0125], 12)
    lever = tube(
        curve([(0.016, 0.04, 0.0), (0.045, 0.046, 0.0), (0.075, 0.075, 0.01)], 8),
        [0.007, 0.007, 0.006, 0.006, 0.0055, 0.0055, 0.006, 0.006],
        8,
    )
    return merged([foot, spout, lever])


def hob(width_m: float = 0.56, deep_m: float = 0.48) -> tuple[Mesh, Mesh]:
    """A dark glass plate with four rings on the worktop, centred; and its knobs. Origin on the worktop."""
    plate = rounded_box(width_m, 0.008, deep_m, 0.003, 1).moved(0.0, 0.004, 0.0).coloured(linear("17191b"))
    rings = [
        torus(r, 0.0016, 24, 3).stretched(1.0, 0.5, 1.0).moved(x, 0.0085, z).coloured(linear("777c80"))
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
        24,
        50.0,
    )
    metal = [body]
    black = [
        tube(
            curve([(r, h - 0.022, 0.0), (r + 0.06, h - 0.012, 0.0), (r + 0.17, h + 0.006, 0.0)], 8),
            [0.006, 0.0075, 0.009, 0.0095, 0.0095, 0.0095, 0.009, 0.007],
            8,
        )
    ]
    if lid:
        metal.append(
            lathe(
                [(r + 0.001, h + 0.002), (r - 0.008, h + 0.009), (r * 0.5, h + 0.022), (0.0, h + 0.026)],
                24,
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
        28,
        50.0,
    )
    lid = lathe([(0.046, 0.137), (0.04, 0.145), (0.02, 0.152), (0.0, 0.154)], 28, 50.0)
    spout = tube(
        curve([(-0.075, 0.06, 0.0), (-0.105, 0.085, 0.0), (-0.125, 0.12, 0.0), (-0.14, 0.135, 0.0)], 10),
        np.linspace(0.024, 0.0115, 10).tolist(),
        12,
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
            18,
        ),
        0.0085,
        10,
    )
    return merged([body, lid, spout]), merged([knob_, bow]).coloured(DARK)


def toaster(rgb: Rgb = linear("d9d2bf")) -> tuple[Mesh, Mesh]:
    """A two-slice toaster, its lever to +x: enamel with black slots, and its metal."""
    body = rounded_box(0.27, 0.165, 0.16, 0.045, 3).moved(0.0, 0.0975, 0.0).coloured(rgb)
    feet = [
        cylinder(0.012, 0.018, 8).moved(x, 0.0, z).coloured(DARK)
        for x in (-0.09, 0.09)
        for z in (-0.05, 0.05)
    ]
    slots = [
        rounded_box(0.15, 0.002, 0.022, 0.0009, 1).moved(0.0, 0.1805, z).coloured(DARK)
        for z in (-0.026, 0.026)
    ]
    slit = rounded_box(0.002, 0.085, 0.01, 0.0009, 1).moved(0.135, 0.1, 0.0).coloured(DARK)
    lever = rounded_box(0.03, 0.012, 0.036, 0.005, 2).moved(0.148, 0.13, 0.0).coloured(DARK)
    band = rounded_box(0.276, 0.012, 0.165, 0.005, 1).moved(0.0, 0.026, 0.0)
    return merged([body, *feet, *slots, slit, lever]), band


def fridge(width_m: float = 0.6, height_m: float = 1.82, deep_m: float = 0.62) -> tuple[Mesh, Mesh]:
    """A rounded cream fridge with a freezer door above; and its handles."""
    cream = linear("e6dfcb")
    body = rounded_box(width_m, height_m - 0.05, deep_m - 0.05, 0.03, 2).moved(
        0.0, height_m / 2 + 0.02, deep_m / 2 - 0.03
    )
    feet = box(width_m - 0.08, 0.06, deep_m - 0.12).moved(0.0, 0.03, deep_m / 2 - 0.04).coloured(DARK)
    split = height_m * 0.7
    doors = [
        rounded_box(width_m, split - 0.07, 0.055, 0.022, 2).moved(
            0.0, (split + 0.05) / 2 + 0.005, deep_m - 0.03
        ),
        rounded_box(width_m, height_m - split - 0.01, 0.055, 0.022, 2).moved(
            0.0, (height_m + split) / 2, deep_m - 0.03
        ),
    ]
    grips = [
        handle(0.34, upright=True)
        .stretched(1.5, 1.0, 1.5)
        .moved(-width_m / 2 + 0.06, split - 0.28, deep_m - 0.004),
        handle(0.2, upright=True)
        .stretched(1.5, 1.0, 1.5)
        .moved(-width_m / 2 + 0.06, split + 0.16, deep_m - 0.004),
    ]
    badge = rounded_box(0.09, 0.016, 0.005, 0.002, 1).moved(0.08, height_m - 0.12, deep_m - 0.001)
    return merged([part.coloured(cream) for part in (body, *doors)] + [feet]), merged([*grips, badge])


def hood(width_m: float = 0.6) -> Mesh:
    """A plain extractor of painted boards; its origin is the middle of its underside, at the wall."""
    rows = [
        [(x, y, z) for x, z in ((-w / 2, 0.0), (-w / 2, d), (w / 2, d), (w / 2, 0.0))]
        for y, w, d in (
            (0.0, width_m, 0.46),
            (0.06, width_m, 0.46),
            (0.075, width_m - 0.03, 0.445),
            (0.34, 0.3, 0.3),
            (0.7, 0.3, 0.3),
        )
    ]
    faces = []
    for low, high in zip(rows, rows[1:], strict=False):
        for i in range(3):
            faces.append([low[i], low[i + 1], high[i + 1], high[i]])
    sides = quads(np.array(faces), np.ones((len(faces), 3))).coloured(SAGE)
    under = (
        framed(width_m, 0.46, [(0.0, 0.0), (0.03, 0.0), (0.032, -0.012)])
        .turned("x", 90)
        .moved(0.0, 0.0, 0.23)
        .coloured(linear("9aa19b"))
    )
    lip = (
        rounded_box(width_m + 0.02, 0.022, 0.475, 0.006, 1)
        .moved(0.0, 0.065, 0.235)
        .coloured(linear("b08a5c"))
    )
    return merged([sides.boxed("y"), under, lip])


def shelf(width_m: float, deep_m: float = 0.24) -> tuple[Mesh, Mesh]:
    """A thick board on two brackets; its origin is the middle of its underside, at the wall."""
    board = rounded_box(width_m, 0.032, deep_m, 0.007, 2).moved(0.0, 0.016, deep_m / 2).boxed("x")
    brackets = []
    for x in (-width_m / 2 + 0.14, width_m / 2 - 0.14):
        way = curve([(x, -0.16, 0.006), (x, -0.05, 0.012), (x, -0.012, 0.06), (x, -0.005, deep_m - 0.03)], 10)
        brackets.append(tube(way, 0.006, 6))
        brackets.append(rounded_box(0.024, 0.2, 0.006, 0.002, 1).moved(x, -0.1, 0.003))
    return board, merged(brackets)


def crock(rgb: Rgb = linear("c7b89c")) -> tuple[Mesh, Mesh]:
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
        28,
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
            rounded_box(0.016, tall, 0.024, 0.006, 1)
            .moved(x, 0.1 + tall / 2, z)
            .coloured(DARK if i % 2 else linear("33302c"))
        )
    return merged([block, *handles]).turned("x", -18).moved(y=0.115, z=0.02)


def hanging(length_m: float) -> Mesh:
    """A rail with a ladle, a slice and a whisk on hooks; its origin is the middle of the rail, which is at z = 0.035."""
    rail = tube([(-length_m / 2, 0.0, 0.035), (0.0, 0.0, 0.035), (length_m / 2, 0.0, 0.035)], 0.005, 8)
    ends = [
        tube([(x, 0.0, 0.0), (x, 0.0, 0.02), (x, 0.0, 0.036)], 0.006, 8)
        for x in (-length_m / 2 + 0.02, length_m / 2 - 0.02)
    ]
    parts = [rail, *ends]
    places = np.linspace(-length_m / 2 + 0.09, length_m / 2 - 0.09, 4)
    for i, x in enumerate(places):
        x = float(x)
        parts.append(
            tube(
                curve([(x, 0.006, 0.035), (x, 0.002, 0.043), (x, -0.012, 0.045), (x, -0.02, 0.04)], 6),
                0.0022,
                6,
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
                20,
                60.0,
            ).moved(x, -0.235, 0.05)
        else:
            head = rounded_box(0.066, 0.1, 0.003, 0.0014, 1).moved(x, -0.245, 0.038)
        parts += [stem, head]
    return merged(parts)


def panes(
    width_m: float, height_m: float, columns: int, rows: int, bar_m: float = 0.028, frame_m: float = 0.055
) -> tuple[Mesh, Mesh]:
    """A window seen from both sides, centred: its painted wood, and its glass."""
    parts = [_beam(width_m, frame_m, 0.07, 0.0, side * (height_m - frame_m) / 2) for side in (-1.0, 1.0)]
    upright = height_m - 2 * frame_m
    parts += [_beam(frame_m, upright, 0.07, side * (width_m - frame_m) / 2, 0.0) for side in (-1.0, 1.0)]
    inner_w, inner_h = width_m - 2 * frame_m, height_m - 2 * frame_m
    for i in range(1, columns):
        parts.append(_beam(bar_m, upright, 0.045, -inner_w / 2 + inner_w * i / columns, 0.0))
    for j in range(1, rows):
        for i in range(columns):
            wide = inner_w / columns - (bar_m if columns > 1 else 0.0)
            parts.append(
                _beam(
                    wide,
                    bar_m,
                    0.04,
                    -inner_w / 2 + inner_w * (i + 0.5) / columns,
                    -inner_h / 2 + inner_h * j / rows,
                )
            )
    return merged(parts), framed(inner_w, inner_h, [(0.0, 0.0)])


def _beam(width_m: float, height_m: float, deep_m: float, x: float, y: float) -> Mesh:
    return box(width_m, height_m, deep_m).moved(x, y, 0.0).boxed()


def chair(rgb: Rgb, seat: Rgb) -> tuple[Mesh, Mesh]:
    """A kitchen chair that looks along -z: turned legs, a curved back, and a woven seat as the second part."""
    legs = []
    for x in (-0.18, 0.18):
        legs.append(
            tube(
                [(x, 0.0, -0.18), (x * 0.99, 0.25, -0.175), (x * 0.97, 0.44, -0.17)], [0.013, 0.019, 0.018], 8
            )
        )
        legs.append(
            tube(
                curve(
                    [(x * 1.02, 0.0, 0.215), (x, 0.44, 0.175), (x * 0.98, 0.7, 0.2), (x * 0.95, 0.94, 0.26)],
                    9,
                ),
                np.interp(np.linspace(0, 1, 9), [0, 0.5, 1], [0.013, 0.019, 0.013]).tolist(),
                8,
            )
        )
    rungs = [
        tube([(-0.178, y, z), (0.0, y, z), (0.178, y, z)], [0.008, 0.011, 0.008], 6)
        for y, z in ((0.16, -0.177), (0.22, 0.2))
    ]
    rungs += [
        tube([(x, y, -0.177), (x, y, 0.0), (x, y, 0.198)], [0.008, 0.011, 0.008], 6)
        for x in (-0.18, 0.18)
        for y in (0.19,)
    ]
    slats = []
    for y, z in ((0.62, 0.19), (0.74, 0.21), (0.86, 0.238)):
        x = np.linspace(-0.172, 0.172, 7)
        bow = 0.022 * (1.0 - (x / 0.172) ** 2)
        rows = []
        for dy, dz in (
            (-0.03, 0.0),
            (-0.032, 0.006),
            (-0.03, 0.012),
            (0.03, 0.012),
            (0.032, 0.006),
            (0.03, 0.0),
        ):
            rows.append(np.stack([x, np.full_like(x, y + dy), z - 0.006 + dz + bow], axis=1))
        slats.append(surface(np.transpose(np.array(rows), (1, 0, 2))))
    frame = rounded_box(0.4, 0.028, 0.4, 0.01, 1).moved(0.0, 0.44, 0.0)
    cushion = rounded_box(0.385, 0.036, 0.385, 0.016, 2).moved(0.0, 0.466, 0.0).coloured(seat)
    return merged([part.coloured(rgb) for part in (*legs, *rungs, *slats, frame.boxed("z"))]), cushion


def table(width_m: float, near_z_m: float, far_z_m: float, leg_m: float = 0.86) -> tuple[Mesh, Mesh]:
    """Its top at y = 0, the grain along it; then legs and apron. The legs are long enough for a table of this height."""
    deep, middle = near_z_m - far_z_m, (near_z_m + far_z_m) / 2
    oak, top_oak = linear("b58a57"), linear("c49a66")
    edge = [(0.0, -0.034), (0.0, -0.011), (0.0015, -0.0055), (0.0055, -0.0015), (0.011, 0.0)]
    board = framed(width_m, deep, edge).turned("x", -90).moved(z=middle)
    under = framed(width_m, deep, [(0.0, 0.0)]).turned("x", 90).moved(0.0, -0.034, middle)
    top = merged([board, under]).coloured(top_oak).boxed("x")
    parts = []
    for z in (near_z_m - 0.085, far_z_m + 0.085):
        parts.append(rounded_box(width_m - 0.2, 0.085, 0.022, 0.004, 1).moved(0.0, -0.0765, z).boxed("x"))
    for x in (-width_m / 2 + 0.085, width_m / 2 - 0.085):
        parts.append(rounded_box(0.022, 0.085, deep - 0.2, 0.004, 1).moved(x, -0.0765, middle).boxed("z"))
        for z in (near_z_m - 0.08, far_z_m + 0.08):
            w = 0.033
            rows = []
            for y, half in ((-0.034, w), (-0.13, w), (-0.16, w * 0.98), (-leg_m, w * 0.66)):
                c = 0.006
                rows.append(
                    [
                        (
                            x + sx * half - (sx * c if i % 2 else 0.0),
                            y,
                            z + sz * half - (sz * c if not i % 2 else 0.0),
                        )
                        for i, (sx, sz) in enumerate(
                            ((1, 1), (1, 1), (-1, 1), (-1, 1), (-1, -1), (-1, -1), (1, -1), (1, -1))
                        )
                    ]
                )
            leg = _faceted(np.array(rows))
            parts.append(leg.boxed("y"))
    return top, merged(parts).coloured(oak)


def _faceted(points: Floats) -> Mesh:
    """Flat faces between rows of points (rows, columns, 3), closed round."""
    faces = []
    for low, high in zip(points, points[1:], strict=False):
        for i in range(len(low)):
            j = (i + 1) % len(low)
            faces.append([low[i], low[j], high[j], high[i]])
    made = quads(np.array(faces), np.ones((len(faces), 3)))
    middle = points.mean(axis=(0, 1))
    away = made.positions - np.array([middle[0], 0.0, middle[2]])
    away[:, 1] = 0.0
    if float((away * made.normals).sum()) < 0.0:
        made = Mesh(made.positions, -made.normals, made.colours, made.triangles[:, ::-1])
    return made


def clock() -> Mesh:
    """A wall clock that faces +z, ten past ten."""
    r = 0.14
    rim = lathe(
        [
            (r - 0.012, 0.0),
            (r, 0.0),
            (r + 0.004, 0.02),
            (r - 0.004, 0.034),
            (r - 0.012, 0.03),
            (r - 0.014, 0.012),
        ],
        48,
        50.0,
    ).coloured(linear("5f6f66"))
    face = lathe([(r - 0.013, 0.012), (0.0, 0.012)], 48).coloured(linear("f2ecdc"))
    marks = [
        framed(0.004 if i % 3 else 0.008, 0.018 if i % 3 else 0.024, [(0.0, 0.0)])
        .turned("x", -90)
        .moved(0.0, 0.0138, -(r - 0.034))
        .turned("y", 30 * i)
        for i in range(12)
    ]
    hands = [
        rounded_box(0.007, 0.002, 0.07, 0.0009, 1).moved(0.0, 0.016, -0.026).turned("y", 56),
        rounded_box(0.005, 0.002, 0.1, 0.0009, 1).moved(0.0, 0.019, -0.04).turned("y", -60),
        cylinder(0.008, 0.006, 12, 0.001).moved(y=0.014),
    ]
    return merged([rim, face, *(part.coloured(DARK) for part in (*marks, *hands))]).turned("x", 90)


def pendant(cord_m: float) -> tuple[Mesh, Mesh, Mesh]:
    """Hangs from its origin: enamelled shade, its white inside and bulb, cord."""
    outside = [
        (0.19, -0.17),
        (0.187, -0.15),
        (0.15, -0.09),
        (0.08, -0.03),
        (0.04, -0.012),
        (0.03, 0.02),
        (0.018, 0.03),
    ]
    shade = lathe([(0.192, -0.172), *outside], 36, 60.0).moved(y=-cord_m).coloured(linear("4f6a5d"))
    inside = lathe(
        [(0.03, -0.02), (0.076, -0.036), (0.145, -0.094), (0.184, -0.152), (0.19, -0.172)][::-1], 40, 60.0
    )
    inside = (
        Mesh(inside.positions, -inside.normals, inside.colours, inside.triangles[:, ::-1])
        .moved(y=-cord_m)
        .coloured(linear("fff4dd"))
    )
    bulb = (
        lathe(
            [(0.0, -0.13), (0.022, -0.122), (0.032, -0.1), (0.028, -0.075), (0.014, -0.05), (0.013, -0.03)],
            20,
            60.0,
        )
        .moved(y=-cord_m)
        .coloured(linear("fff0d0"))
    )
    cord = merged(
        [cylinder(0.0035, cord_m, 6).moved(y=-cord_m), cylinder(0.045, 0.022, 24, 0.008).moved(y=-0.022)]
    ).coloured(DARK)
    return merged([shade, cord]), inside, bulb
