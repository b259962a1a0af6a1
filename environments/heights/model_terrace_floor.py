"""The floor: a landing of stone by the lift, and the slab, a steel frame that holds fifteen panes of thick glass.

Under the panes' surface lie, from above: wood, which goes first as the floor clears, the frit, then a milky layer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from environments.heights.model_terrace import (
    DOOR_WALL_Z_M,
    FIXED_FROM_Z_M,
    GLASS_EDGE,
    PAINTED,
    PLAIN,
    POLISHED,
    RUBBER,
    SLAB_DEPTH_M,
    SLAB_TOP_M,
    bolt,
    grained,
    parts,
    plate,
)
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Floats, Mesh, box, floor, merged, quad, quads, rounded_box, torus
from environments.modelling.model import Parts

BEAMS_X_M = (-2.95, -2.25, -0.75, 0.75, 2.25, 2.95)
BEAMS_Z_M = (0.05, 1.12, 2.2, 2.85)
FLANGE_M = 0.1
FRIT_M, MILK_M, PANE_M = SLAB_TOP_M - 0.004, SLAB_TOP_M - 0.01, SLAB_TOP_M - 0.006
"""Heights of what lies within the glass. Wood lies at SLAB_TOP_M."""
GLASS_M = 0.04
"""How thick a pane is."""

DECK = Material("deck", roughness=0.62, grain="boards", grain_m=1.0)
MILK = Material("milk", (*linear("dfe9e6"), 1.0), roughness=0.3)
PANE = Material("pane", (0.36, 0.47, 0.44, 0.1), roughness=0.07, blend=True, grain="ceramic", grain_m=0.9)
PAVING = Material("landing_stone", roughness=0.7, grain="concrete", grain_m=1.1)
FRIT = Material("frit", (*linear("dfe6e4"), 1.0), roughness=0.55)


def _panes() -> Iterator[tuple[float, float, float, float]]:
    """Centre x, centre z, width and depth of each pane."""
    for z0, z1 in pairwise(BEAMS_Z_M):
        for x0, x1 in pairwise(BEAMS_X_M):
            yield (x0 + x1) / 2, (z0 + z1) / 2, x1 - x0 - FLANGE_M, z1 - z0 - FLANGE_M


def landing() -> Parts:
    """Stone slabs between the lift's door and the sliding part, with a steel nosing, on two cantilevers."""
    random = np.random.default_rng(2)
    depth = DOOR_WALL_Z_M - FIXED_FROM_Z_M
    stones = []
    for i in range(8):
        for j in range(4):
            shade = 0.92 + 0.1 * float(random.random())
            stone = grained(plate(0.746, (depth - 0.06) / 4 - 0.004, 0.002), "x", 0.31 * (4 * i + j))
            x, z = -2.625 + 0.75 * i, FIXED_FROM_Z_M + 0.06 + (depth - 0.06) * (j + 0.5) / 4
            stones.append(stone.moved(x, 0.0, z).coloured((0.56 * shade, 0.5 * shade, 0.43 * shade)))
    bed = box(5.98, 0.004, depth - 0.01).moved(0.0, -0.009, FIXED_FROM_Z_M + depth / 2)
    nosing = rounded_box(6.0, 0.011, 0.06, 0.004, 1).moved(0.0, -0.0055, FIXED_FROM_Z_M + 0.03)
    grips = [box(5.9, 0.003, 0.006).moved(0.0, 0.0005, FIXED_FROM_Z_M + z) for z in (0.018, 0.03, 0.042)]
    beams = []
    for x in (-2.6, -0.4, 0.4, 2.6):
        for y in (-0.36, -0.66):
            beams.append(box(0.16, 0.02, 2.9).moved(x, y, 2.17))
        beams.append(box(0.014, 0.3, 2.9).moved(x, -0.51, 2.17))
    return parts(
        (merged(stones), PAVING),
        (merged([bed, *grips]), RUBBER),
        (nosing, POLISHED),
        (merged(beams), PAINTED),
    )


def frame() -> Parts:
    """Beams of the slab with their flanges between the panes, bolted, and the channel along the front edge."""
    steel: list[Mesh] = []
    bolts: list[Mesh] = []
    middle, top = SLAB_DEPTH_M / 2, SLAB_TOP_M
    for x in BEAMS_X_M:
        steel.append(plate(FLANGE_M, SLAB_DEPTH_M).moved(x, top, middle))
        steel.append(box(0.012, 0.2, SLAB_DEPTH_M - 0.02).moved(x, top - 0.11, middle))
        steel.append(box(0.1, 0.014, SLAB_DEPTH_M - 0.02).moved(x, top - 0.213, middle))
        bolts += [bolt(x, top, z) for z in (0.35, 0.75, 1.4, 1.9)]
    for z in BEAMS_Z_M:
        for x0, x1 in pairwise(BEAMS_X_M):
            x, width = (x0 + x1) / 2, x1 - x0 - FLANGE_M
            steel.append(plate(width, FLANGE_M).moved(x, top, z))
            steel.append(box(width + 0.06, 0.15, 0.01).moved(x, top - 0.09, z))
            steel.append(box(width + 0.06, 0.012, 0.08).moved(x, top - 0.17, z))
    for x in BEAMS_X_M:
        for z in BEAMS_Z_M[1:3]:
            bolts += [bolt(x + dx, top, z + dz, 0.011) for dx in (-0.03, 0.03) for dz in (-0.03, 0.03)]
    for x in np.arange(-2.6, 2.7, 0.4):
        bolts.append(bolt(float(x), top, 0.075, 0.011))
    channel = [
        rounded_box(6.0, 0.24, 0.016, 0.005, 1).moved(0.0, top - 0.12, 0.008),
        box(5.98, 0.016, 0.09).moved(0.0, top - 0.23, 0.045),
    ]
    ribs = [box(0.012, 0.21, 0.08).moved(x, top - 0.12, 0.05) for x in BEAMS_X_M]
    sides = [box(0.016, 0.24, SLAB_DEPTH_M).moved(x, top - 0.12, middle) for x in (-2.992, 2.992)]
    return parts((merged([*steel, *channel, *ribs, *sides]), PAINTED), (merged(bolts), POLISHED))


def glass_edges() -> Parts:
    """What makes clear panes seen: seals, green edges, dots of frit, lines that keep feet from slipping."""
    seals, rims, dots, lines = [], [], [], []
    for x, z, width, depth in _panes():
        seals.append(_ring(x, z, width, depth, PANE_M + 0.001, 0.007))
        rims.append(_ring(x, z, width - 0.014, depth - 0.014, PANE_M - 0.001, 0.011))
        rims += _walls(x, z, width - 0.014, depth - 0.014)
        if z < BEAMS_Z_M[2]:
            dots += _frit(x, z, width, depth)
        if width > 1.0:
            lines += [
                floor(width - 0.36, 0.012).moved(x, FRIT_M, z + dz) for dz in (-0.24, -0.12, 0.0, 0.12, 0.24)
            ]
    return parts((merged(seals), RUBBER), (merged(rims), GLASS_EDGE), (merged([*dots, *lines]), FRIT))


def panes() -> Parts:
    """The glass itself."""
    return ((_laid(PANE_M), PANE),)


def milk() -> Parts:
    """What clouds the glass."""
    return ((_laid(MILK_M), MILK),)


def wood() -> Parts:
    """Boards flush with the frame, to be faded."""
    random = np.random.default_rng(4)
    laid = []
    for x, z, width, depth in _panes():
        shade = 0.92 + 0.16 * float(random.random())
        field = replace(
            floor(width, depth),
            uv=np.array([[-depth, -width], [-depth, width], [depth, width], [depth, -width]]) / 2,
        )
        assert field.uv is not None
        field = replace(field, uv=field.uv + np.array([z, 1.3 * x + 2.7 * z]))
        laid.append(field.moved(x, SLAB_TOP_M, z).coloured((0.36 * shade, 0.235 * shade, 0.14 * shade)))
    return ((merged(laid), DECK),)


def mark() -> Parts:
    """Where to stand: a ring on the floor."""
    ring = torus(0.3, 0.012, 40, 4).stretched(1.0, 0.2, 1.0).coloured(linear("e4b36a"))
    return ((ring, PLAIN),)


def _laid(y: float) -> Mesh:
    return merged([floor(width, depth).moved(x, y, z) for x, z, width, depth in _panes()])


def _ring(x: float, z: float, width: float, depth: float, y: float, wide: float) -> Mesh:
    """A level frame along the inside of a rectangle."""
    return merged(
        [
            *(floor(width, wide).moved(x, y, z + s * (depth - wide) / 2) for s in (-1, 1)),
            *(floor(wide, depth - 2 * wide).moved(x + s * (width - wide) / 2, y, z) for s in (-1, 1)),
        ]
    )


def _walls(x: float, z: float, width: float, depth: float) -> list[Mesh]:
    """The four edges of a pane as they are seen through it, turned inwards."""
    w, d, y0, y1 = width / 2, depth / 2, PANE_M - GLASS_M, PANE_M - 0.001
    corners = [(-w, -d), (-w, d), (w, d), (w, -d)]
    return [
        quad([(x + a, y0, z + b), (x + c, y0, z + e), (x + c, y1, z + e), (x + a, y1, z + b)])
        for (a, b), (c, e) in zip(corners[1:] + corners[:1], corners, strict=True)
    ]


def _frit(x: float, z: float, width: float, depth: float) -> list[Mesh]:
    """Two rows of white dots along a pane's edges, the inner ones smaller."""
    found = []
    for inset, size, sides, apart in ((0.05, 0.011, 6, 0.07), (0.085, 0.007, 4, 0.14)):
        w, d = width / 2 - inset, depth / 2 - inset
        across, along = round(2 * w / apart), round(2 * d / apart)
        places = [(-w + 2 * w * i / across, s * d) for i in range(across + 1) for s in (-1, 1)]
        places += [(s * w, -d + 2 * d * i / along) for i in range(1, along) for s in (-1, 1)]
        found.append(_dots(np.array(places) + np.array([x, z]), size, sides))
    return found


def _dots(places: Floats, radius_m: float, sides: int) -> Mesh:
    """Small level polygons with 4 or 6 corners."""
    turn = 2.0 * np.pi * np.arange(sides) / sides
    ring = np.stack([np.cos(turn), np.zeros(sides), -np.sin(turn)], axis=1) * radius_m
    centres = np.stack([places[:, 0], np.full(len(places), FRIT_M), places[:, 1]], axis=1)
    halves = [[0, 1, 2, 3]] if sides == 4 else [[0, 1, 2, 3], [0, 3, 4, 5]]
    corners = np.concatenate([centres[:, None] + ring[half][None] for half in halves])
    return quads(corners, np.ones((len(corners), 3)))
