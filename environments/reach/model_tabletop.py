"""What the hand meets: the things on the table, the coaster to rest on, the target and what is not to be touched."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from environments.modelling import crockery, dining, food
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, lathe, merged, rounded_box
from environments.modelling.model import Parts
from environments.modelling.surface import framed
from environments.reach import model_finishes as finishes
from environments.reach import table

TARGET = Material("target", roughness=0.62, emissive=(0.06, 0.022, 0.004))
BAND = Material("band", roughness=0.4, emissive=(0.42, 0.38, 0.28))
BLOCK = Material("block", roughness=0.6, grain="wood", grain_m=2.0)


def things() -> Mapping[str, Parts]:
    """Each thing by the id of its node."""
    fruit = [
        food.apple(linear("8f9a3c"), linear("c9b45a"), 4, 0.75).turned("z", 14).moved(-0.048, 0.034, 0.018),
        food.apple(linear("a8402f"), linear("cfa552"), 2, 0.75).turned("x", -12).moved(0.02, 0.034, 0.052),
        food.orange(detail=0.75).moved(0.045, 0.034, -0.022),
        food.lemon(detail=0.7).turned("y", 50).moved(-0.02, 0.04, -0.058),
    ]
    bread = [food.loaf().turned("y", 6).moved(-0.01, 0.018, -0.02)]
    slice_ = food.toast().turned("y", 20).moved(0.1, 0.018, 0.055)
    board = crockery.cutting_board(0.32, 0.21)
    biscuits = [
        food.biscuit().turned("y", 40 * i).moved(x, 0.0066 + y, z)
        for i, (x, y, z) in enumerate(
            ((-0.03, 0.0, 0.01), (0.031, 0.0, 0.02), (0.005, 0.0, -0.036), (0.004, 0.0078, 0.004))
        )
    ]
    return {
        "mug": ((crockery.mug(linear("5f8496")), finishes.GLAZE),),
        "glass": ((crockery.tumbler(), finishes.CLEAR),),
        "apple": ((food.apple(), finishes.WAXED),),
        "orange": ((food.orange(), finishes.PEEL),),
        "plate": ((crockery.plate(), finishes.GLAZE), (merged(biscuits), finishes.CRUST)),
        "bowl": ((crockery.bowl(), finishes.GLAZE), (merged(fruit), finishes.WAXED)),
        "bread": ((board, finishes.WOOD), (merged([*bread, slice_]), finishes.CRUST)),
        "jar": (
            (crockery.storage_jar(linear("8fa48f")), finishes.GLAZE),
            (crockery.storage_lid(), finishes.WOOD),
        ),
        "tin": ((crockery.tin(), finishes.ENAMEL),),
        "bottle": ((crockery.bottle(), finishes.ENAMEL),),
        "banana": ((food.banana(), finishes.WAXED),),
        "book": ((crockery.book(), finishes.COVER),),
        "lemon": ((food.lemon(), finishes.PEEL),),
    }


def contact_shade() -> Mesh:
    """A disc of radius 1 that is dark under a thing and clear at its edge."""
    disc = lathe([(1.0, 0.0), (0.86, 0.0), (0.7, 0.0), (0.55, 0.0), (0.0, 0.0)], 20).coloured(
        (0.02, 0.012, 0.006)
    )
    radius = np.hypot(disc.positions[:, 0], disc.positions[:, 2])
    disc.colours[:, 3] = np.interp(radius, [0.0, 0.55, 0.7, 0.86, 1.0], [0.6, 0.5, 0.3, 0.1, 0.0])
    return disc


def table_parts() -> Parts:
    top, legs = dining.table(table.WIDTH_M, table.NEAR_Z_M, table.FAR_Z_M)
    return (top.finer(0.11), finishes.TABLE_TOP), (legs, finishes.WOOD)


def coaster() -> Parts:
    return ((crockery.coaster(), finishes.COVER),)


def target() -> Parts:
    """A paper lantern of radius 1: ribs, dark caps, and a pale band round its middle that glows softly between dark
    edges, so that size and middle can be seen without colour."""
    angle = np.radians(np.linspace(-80.0, 80.0, 49))
    rib = 0.985 + 0.015 * np.abs(np.sin(np.linspace(0.0, 8 * np.pi, 49)))
    shape = [(float(r * np.cos(a)), float(r * np.sin(a))) for r, a in zip(rib, angle, strict=True)]
    paper = lathe(shape, 24, 100.0)
    height = np.abs(paper.positions[:, 1:2])
    warm, deep = (np.array(linear(c)) for c in ("e08426", "b8521a"))
    shade = np.clip(height / 0.95, 0.0, 1.0) ** 1.5
    paper.colours[:, :3] = (warm * (1 - shade) + deep * shade) * np.where(height < 0.29, 0.35, 1.0)
    caps = []
    for way in (0, 180):
        cap = lathe(
            [(0.235, 0.955), (0.245, 0.985), (0.21, 1.01), (0.13, 1.015), (0.12, 0.99), (0.0, 0.985)],
            20,
            50.0,
        )
        caps.append(cap.turned("x", way).coloured(linear("5a3a22")))
    around = np.radians(np.linspace(-11.5, 11.5, 7))
    band = lathe([(1.006 * float(np.cos(a)), 1.006 * float(np.sin(a))) for a in around], 36, 100.0)
    return (merged([paper, *caps]), TARGET), (band.coloured(linear("fff3d6")), BAND)


def distractor() -> Mesh:
    """A painted wooden block with a lighter face mark: corners where a target is round, cool where it is warm."""
    block = rounded_box(1.5, 1.5, 1.5, 0.16, 1).coloured(linear("5d7896")).boxed("y")
    marks = []
    for axis, degrees in (("y", 0), ("y", 90), ("y", 180), ("y", 270), ("x", 90), ("x", -90)):
        mark = framed(0.72, 0.16, [(0.0, 0.0)]).moved(z=0.756)
        marks.append(mark.turned(axis, degrees).coloured(linear("c3d0da")))
    return merged([block, *marks])
