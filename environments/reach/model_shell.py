"""The kitchen's shell: plastered walls with deep window openings, ceiling, floor boards, tiles, skirting.

Walls have an inner and an outer face, so that the sun comes in through windows alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from environments.modelling import kitchen
from environments.modelling.material import linear
from environments.modelling.mesh import Mesh, bar, box, cylinder, merged, quads, rounded_box
from environments.modelling.surface import framed

HALF_WIDTH_M, FRONT_Z_M, BACK_Z_M, HEIGHT_M = 2.4, -2.7, 2.2, 2.6
THICK_M = 0.24
WALL = linear("efe9de")
SILL_PAINT = linear("f4efe4")
BOARD = linear("a98660")


class Opening(NamedTuple):
    """A hole in a wall, along it and up, in metres from the wall's left end as seen from inside."""

    start: float
    end: float
    low: float
    high: float


FRONT_WINDOW = Opening(HALF_WIDTH_M - 0.86, HALF_WIDTH_M + 0.86, 1.15, 2.14)
LEFT_WINDOW = Opening(2.3, 3.95, 0.92, 2.14)
"""Of the left wall, whose left end seen from inside is at the back."""
GARDEN_DOOR = Opening(0.5, 2.7, 0.03, 2.14)


def cells(
    holes: Sequence[Opening], length_m: float, edge_m: float
) -> list[tuple[float, float, float, float]]:
    """A wall round its openings in cells of one grid, (start, end, low, high): light changes evenly across them."""
    along = _cuts([0.0, length_m, *(edge for hole in holes for edge in (hole.start, hole.end))], edge_m)
    up = _cuts([0.0, HEIGHT_M, *(edge for hole in holes for edge in (hole.low, hole.high))], edge_m)
    return [
        (start, end, low, high)
        for start, end in pairwise(along)
        for low, high in pairwise(up)
        if not any(
            hole.start <= start and end <= hole.end and hole.low <= low and high <= hole.high
            for hole in holes
        )
    ]


def _cuts(edges: Sequence[float], edge_m: float) -> list[float]:
    """The edges, and between them as many more as leave no step longer."""
    wanted = sorted(set(edges))
    made = [wanted[0]]
    for start, end in pairwise(wanted):
        count = max(1, round((end - start) / edge_m))
        made += [start + (end - start) * k / count for k in range(1, count + 1)]
    return made


def wall(length_m: float, holes: Sequence[Opening], edge_m: float = 0.26) -> Mesh:
    """From (0, 0, 0) along +x, its inner face at z = 0 towards +z, with reveals round its openings."""
    inner, outer = [], []
    for start, end, low, high in cells(holes, length_m, edge_m):
        inner.append([(start, low, 0.0), (end, low, 0.0), (end, high, 0.0), (start, high, 0.0)])
    for start, end, low, high in cells(holes, length_m, 9.0):
        a = (
            start - THICK_M if start == 0.0 else start
        )  # the outer faces meet at the corners, and reach the roof
        b = end + THICK_M if end == length_m else end
        top = high + 0.12 if high == HEIGHT_M else high
        outer.append([(b, low, -THICK_M), (a, low, -THICK_M), (a, top, -THICK_M), (b, top, -THICK_M)])
    reveals = []
    for hole in holes:
        a, b, low, high = hole
        front, back = 0.0, -THICK_M
        reveals += [
            [(a, low, back), (a, high, back), (a, high, front), (a, low, front)],
            [(b, low, front), (b, high, front), (b, high, back), (b, low, back)],
            [(a, high, back), (b, high, back), (b, high, front), (a, high, front)],
            [(a, low, front), (b, low, front), (b, low, back), (a, low, back)],
        ]
    parts = [_faces(inner)] + ([_faces(reveals).finer(edge_m)] if reveals else [])
    return merged([*parts, _faces(outer)]).coloured(WALL).boxed("y")


def _faces(corners: list[list[tuple[float, float, float]]]) -> Mesh:
    return quads(np.array(corners), np.ones((len(corners), 3)))


def walls() -> dict[str, Mesh]:
    """The four walls by their names, where they stand."""
    deep = BACK_Z_M - FRONT_Z_M
    front = wall(2 * HALF_WIDTH_M, [FRONT_WINDOW]).moved(-HALF_WIDTH_M, 0.0, FRONT_Z_M)
    back = wall(2 * HALF_WIDTH_M, [GARDEN_DOOR]).turned("y", 180).moved(HALF_WIDTH_M, 0.0, BACK_Z_M)
    left = wall(deep, [LEFT_WINDOW]).turned("y", 90).moved(-HALF_WIDTH_M, 0.0, BACK_Z_M)
    right = wall(deep, []).turned("y", -90).moved(HALF_WIDTH_M, 0.0, FRONT_Z_M)
    return {"wall_front": front, "wall_back": back, "wall_left": left, "wall_right": right}


def floor() -> Mesh:
    deep, middle = BACK_Z_M - FRONT_Z_M, (BACK_Z_M + FRONT_Z_M) / 2
    flat = framed(2 * HALF_WIDTH_M, deep, [(0.0, 0.0)]).turned("x", -90).moved(0.0, 0.0, middle)
    return flat.finer(0.36).coloured(BOARD).boxed("x")


def ceiling() -> Mesh:
    """With a plain cove along the walls; seen from above it is the roof that keeps the sun out."""
    deep, middle = BACK_Z_M - FRONT_Z_M, (BACK_Z_M + FRONT_Z_M) / 2
    flat = framed(2 * HALF_WIDTH_M, deep, [(0.0, 0.0)]).turned("x", 90).moved(0.0, HEIGHT_M, middle)
    roof = (
        framed(2 * HALF_WIDTH_M + 0.6, deep + 0.6, [(0.0, 0.0)])
        .turned("x", -90)
        .moved(0.0, HEIGHT_M + 0.1, middle)
    )
    return merged([flat.finer(0.5), roof]).coloured(linear("f3efe6")).boxed()


def trim() -> Mesh:
    """Skirting, cove, sills: what is painted white."""
    deep, middle = BACK_Z_M - FRONT_Z_M, (BACK_Z_M + FRONT_Z_M) / 2
    wide = 2 * HALF_WIDTH_M
    skirting = [(0.0, 0.018), (0.085, 0.018), (0.098, 0.01), (0.1, 0.0)]
    cove = [(HEIGHT_M - 0.06, 0.0), (HEIGHT_M - 0.04, 0.012), (HEIGHT_M - 0.012, 0.04), (HEIGHT_M, 0.06)]
    parts = []
    for profile in (skirting, cove):
        parts.append(_moulding(profile, deep).turned("y", 90).moved(-HALF_WIDTH_M, 0.0, middle))
        parts.append(_moulding(profile, deep).turned("y", -90).moved(HALF_WIDTH_M, 0.0, middle))
    parts.append(_moulding(cove, wide).moved(z=FRONT_Z_M))
    parts.append(_moulding(cove, wide).turned("y", 180).moved(z=BACK_Z_M))
    door_left, door_right = HALF_WIDTH_M - GARDEN_DOOR.end, HALF_WIDTH_M - GARDEN_DOOR.start
    for start, end in ((-HALF_WIDTH_M, door_left), (door_right, HALF_WIDTH_M)):
        strip = _moulding(skirting, end - start).turned("y", 180)
        parts.append(strip.moved((start + end) / 2, 0.0, BACK_Z_M))
    a, b, low, _ = FRONT_WINDOW
    board = rounded_box(b - a + 0.12, 0.034, 0.34, 0.012, 1)
    parts.append(board.moved((a + b) / 2 - HALF_WIDTH_M, low + 0.004, FRONT_Z_M - 0.06))
    a, b, low, _ = LEFT_WINDOW
    board = rounded_box(0.36, 0.034, b - a + 0.12, 0.012, 1)
    parts.append(board.moved(-HALF_WIDTH_M - 0.06, low + 0.004, BACK_Z_M - (a + b) / 2))
    return merged([part.boxed() for part in parts]).coloured(SILL_PAINT)


def _moulding(profile: Sequence[tuple[float, float]], length_m: float) -> Mesh:
    """Along x, at a wall in the plane z = 0: a profile of (height, how far out), bottom to top."""
    x = np.linspace(-length_m / 2, length_m / 2, max(2, round(length_m / 0.5) + 1))
    faces = []
    for (y0, z0), (y1, z1) in pairwise(profile):
        for x0, x1 in pairwise(x.tolist()):
            faces.append([(x0, y0, z0), (x1, y0, z0), (x1, y1, z1), (x0, y1, z1)])
    return quads(np.array(faces), np.ones((len(faces), 3)))


def windows() -> tuple[Mesh, Mesh, Mesh]:
    """Painted wood of the windows and of the garden door, their glass, and the door's handle."""
    wood: list[Mesh] = []
    glass: list[Mesh] = []
    for hole, columns, rows in ((FRONT_WINDOW, 3, 1), (LEFT_WINDOW, 3, 1)):
        w, h = hole.end - hole.start, hole.high - hole.low
        frame, pane = kitchen.panes(w, h, columns, rows, 0.05)
        at = (hole.start + hole.end) / 2, (hole.low + hole.high) / 2
        for made, part in ((wood, frame), (glass, pane)):
            if hole is FRONT_WINDOW:
                made.append(part.moved(at[0] - HALF_WIDTH_M, at[1], FRONT_Z_M - 0.14))
            else:
                made.append(part.turned("y", 90).moved(-HALF_WIDTH_M - 0.14, at[1], BACK_Z_M - at[0]))
    hole = GARDEN_DOOR
    leaf = (hole.end - hole.start) / 2
    for i in range(2):
        frame, pane = kitchen.panes(leaf - 0.004, hole.high - hole.low, 2, 4, 0.026, 0.085)
        x = HALF_WIDTH_M - hole.start - leaf * (i + 0.5)
        wood.append(frame.moved(x, (hole.high + hole.low) / 2, BACK_Z_M + 0.12))
        glass.append(pane.turned("y", 180).moved(x, (hole.high + hole.low) / 2, BACK_Z_M + 0.12))
    middle, inside = HALF_WIDTH_M - (hole.start + hole.end) / 2, BACK_Z_M + 0.085
    wood.append(
        box(0.046, hole.high - hole.low - 0.02, 0.016).boxed("y").moved(middle, 1.085, inside - 0.005)
    )
    plate = rounded_box(0.034, 0.19, 0.008, 0.003, 1).moved(middle - 0.052, 1.02, inside - 0.004)
    neck = cylinder(0.009, 0.045, 8).turned("x", -90).moved(middle - 0.052, 1.06, inside - 0.004)
    lever = bar(0.125, 0.018, 0.014, 0.005, 1.0).moved(middle - 0.105, 1.06, inside - 0.05)
    return merged(wood).coloured(SILL_PAINT), merged(glass), merged([plate, neck, lever])


def tiles() -> Mesh:
    """White tiles between worktop and shelves, a skin of 8 mm on the front wall round its window."""
    low, high, z = kitchen.WORKTOP_M, 1.56, FRONT_Z_M + 0.008
    a, b, sill, _ = FRONT_WINDOW
    left, right = a - HALF_WIDTH_M - 0.06, b - HALF_WIDTH_M + 0.06
    faces = []
    for x0, x1, y0, y1 in (
        (-HALF_WIDTH_M, left, low, high),
        (right, HALF_WIDTH_M, low, high),
        (left, right, low, sill - 0.013),
    ):
        faces.append([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)])
    for x0, x1 in ((-HALF_WIDTH_M, left), (right, HALF_WIDTH_M)):  # their upper edge
        faces.append([(x0, high, z), (x1, high, z), (x1, high, z - 0.008), (x0, high, z - 0.008)])
    for x, way in ((left, 1), (right, -1)):  # and the edges towards the window
        edge = [(x, sill - 0.013, z), (x, sill - 0.013, z - 0.008), (x, high, z - 0.008), (x, high, z)]
        faces.append(edge if way > 0 else edge[::-1])
    skin = quads(np.array(faces), np.ones((len(faces), 3))).finer(0.25)
    return skin.coloured(linear("e9e6dc")).boxed("y")
