"""What a kitchen is fitted with: cupboards, worktop, sink and tap, fridge, extractor, shelves, windows.

Units stand with their backs at z = 0 and look along +z; each is centred in x on its origin, on the floor unless
its docstring says otherwise. Fronts have bevelled edges and gaps that stay dark.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import (
    Mesh,
    Rgb,
    box,
    lathe,
    merged,
    quads,
    rounded_box,
)
from environments.modelling.surface import curve, framed, surface, tube

SAGE = linear("7d9180")
GAP = linear("39413a")
DARK = linear("2b2e30")
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
        8,
    )
    bar = tube(way, 0.0055, 6)
    return bar.turned("z", 90) if upright else bar


def knob() -> Mesh:
    """20 mm across."""
    turned = lathe(
        [(0.006, 0.0), (0.006, 0.012), (0.014, 0.018), (0.0155, 0.024), (0.011, 0.029), (0.0, 0.03)], 10, 50.0
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
    rows = [[(x, yy, zz) for x in (start_m, end_m)] for yy, zz in [*edge, (y - THICK_M, deep_m + 0.012)]]
    under = framed(end_m - start_m, 0.04, [(0.0, 0.0)]).turned("x", 90)
    parts.append(under.moved((start_m + end_m) / 2, y - THICK_M, deep_m - 0.008))
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
        16,
        50.0,
    )
    a = np.linspace(0.0, np.pi * 1.02, 12)
    neck = [
        (0.0, 0.05, 0.0),
        (0.0, 0.2, 0.0),
        *[(0.0, 0.27 + 0.085 * float(np.sin(t)), 0.085 - 0.085 * float(np.cos(t))) for t in a],
        (0.0, 0.225, 0.171),
    ]
    spout = tube(neck, [0.0115] * (len(neck) - 1) + [0.0125], 9)
    lever = tube(
        curve([(0.016, 0.04, 0.0), (0.045, 0.046, 0.0), (0.075, 0.075, 0.01)], 8),
        [0.007, 0.007, 0.006, 0.006, 0.0055, 0.0055, 0.006, 0.006],
        8,
    )
    return merged([foot, spout, lever])


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
    for low, high in pairwise(rows):
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


def shelf(width_m: float, deep_m: float = 0.24) -> Mesh:
    """A thick board on two sawn brackets; its origin is the middle of its underside, at the wall."""
    board = rounded_box(width_m, 0.032, deep_m, 0.007, 2).moved(0.0, 0.016, deep_m / 2).boxed("x")
    brackets = []
    reach, tall, half = deep_m - 0.035, 0.17, 0.011
    angle = np.linspace(0.0, np.pi / 2, 7)
    # From the foot at the wall to the tip under the board, in a hollow curve.
    hollow = np.stack(
        [0.022 + (reach - 0.022) * (1.0 - np.cos(angle)), -tall + (tall - 0.016) * np.sin(angle)], axis=1
    )
    faces = []
    for (z0, y0), (z1, y1) in pairwise(hollow.tolist()):
        faces.append([(-half, y0, z0), (half, y0, z0), (half, y1, z1), (-half, y1, z1)])
        for x, way in ((half, 1), (-half, -1)):
            flat = [(x, y0, z0), (x, y0, 0.0), (x, y1, 0.0), (x, y1, z1)]
            faces.append(flat[::way])
    faces.append([(-half, -tall, 0.0), (half, -tall, 0.0), (half, -tall, 0.022), (-half, -tall, 0.022)])
    faces.append([(-half, -0.016, reach), (half, -0.016, reach), (half, 0.0, reach), (-half, 0.0, reach)])
    for x, way in ((half, 1), (-half, -1)):
        top = [(x, -0.016, reach), (x, -0.016, 0.0), (x, 0.0, 0.0), (x, 0.0, reach)]
        faces.append(top[::way])
    bracket = quads(np.array(faces), np.ones((len(faces), 3))).boxed("y")
    for x in (-width_m / 2 + 0.14, width_m / 2 - 0.14):
        brackets.append(bracket.moved(x=x))
    return merged([board, *brackets])


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
