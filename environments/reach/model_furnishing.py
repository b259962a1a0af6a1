"""The kitchen's front wall: units under a stone worktop, oven and hob, fridge, and what a cook leaves out."""

from __future__ import annotations

import numpy as np

from environments.modelling import cooking, crockery, kitchen
from environments.modelling.material import linear
from environments.modelling.mesh import (
    Mesh,
    box,
    cylinder,
    merged,
)
from environments.modelling.model import Parts
from environments.modelling.surface import framed, hung
from environments.reach import model_finishes as finishes
from environments.reach.model_shell import FRONT_Z_M, HALF_WIDTH_M

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
    return (
        kitchen.worktop(-HALF_WIDTH_M, UNITS_END_M, hole=SINK)
        .moved(z=BACKS)
        .finer(0.3)
        .coloured(linear("7b7870"))
    )


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
    return (merged([door, glass, panel, gap]), finishes.LACQUER), (merged([rail, *knobs]), finishes.POLISHED)


def towel() -> Mesh:
    """A striped tea towel over the oven's rail."""
    x, z = 1.27, BACKS + kitchen.DEEP_M + 0.058
    rows = []
    wide = np.linspace(-0.12, 0.12, 13)
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
    fine = np.linspace(0.0, len(drape) - 1.0, 22)
    away_m, down_m = (np.interp(fine, range(9), column) for column in np.array(drape).T)
    drape = list(zip(away_m.tolist(), down_m.tolist(), strict=True))
    for i, (away, y) in enumerate(drape):
        fold = 0.004 + 0.006 * max(0.0, -y) / 0.3
        spread = 1.0 + 0.1 * max(0.0, -y)
        wave = fold * np.sin(wide * 62.0 + 0.7) if y < -0.03 else 0.0 * wide
        rows.append(
            np.stack(
                [
                    x + wide * spread,
                    np.full_like(wide, 0.64 + y),
                    z - away + wave + (0.004 if i > 11 else -0.004),
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
    plate, knobs = cooking.hob(0.54, 0.46)
    dark.append(plate.moved(1.365, y, z + 0.3))
    steel.append(knobs.moved(1.365, y, z + 0.3))
    for x, dz, r, h, lid, way in (
        (1.225, 0.38, 0.095, 0.1, True, 205),
        (1.505, 0.19, 0.08, 0.13, False, -35),
    ):
        pot, grip = cooking.saucepan(r, h, lid)
        steel.append(pot.turned("y", way).moved(x, y + 0.01, z + dz))
        dark.append(grip.turned("y", way).moved(x, y + 0.01, z + dz))
    kettle, grip = cooking.kettle()
    steel.append(kettle.turned("y", -25).moved(0.78, y, z + 0.27))
    dark.append(grip.turned("y", -25).moved(0.78, y, z + 0.27))
    toaster, band = cooking.toaster()
    glazed.append(toaster.turned("y", 12).moved(-0.66, y, z + 0.22))
    steel.append(band.turned("y", 12).moved(-0.66, y, z + 0.22))
    steel.append(cooking.hanging(0.72).moved(-1.66, 1.46, z))
    for x, size, rgb in ((-2.2, 1.5, "d9cbb0"), (-2.05, 1.25, "c9b48f"), (-1.93, 1.05, "a9b39d")):
        glazed.append(crockery.storage_jar(linear(rgb), 18).stretched(size, size, size).moved(x, y, z + 0.17))
        wood.append(crockery.storage_lid(14).stretched(size, size, size).moved(x, y, z + 0.17))
    pot, spoons = cooking.crock()
    glazed.append(pot.moved(0.52, y, z + 0.16))
    wood.append(spoons.moved(0.52, y, z + 0.16))
    wood.append(cooking.knife_block().turned("y", 15).moved(-1.34, y, z + 0.2))
    leaning = crockery.cutting_board(0.3, 0.42).turned("x", 78).moved(-1.02, y + 0.206, z + 0.06)
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
    return (body.moved(x, 0.0, BACKS), finishes.LACQUER), (grips.moved(x, 0.0, BACKS), finishes.POLISHED)
