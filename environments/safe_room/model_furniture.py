"""What stands in the safe room to sit in, to set things down on and to keep warm by."""

from __future__ import annotations

from typing import Final

import numpy as np

from environments.modelling.cloth import cushion, draped, sheet
from environments.modelling.furniture import block, plank
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, Rgb, box, cylinder, lathe, merged, rounded_box, sphere
from environments.modelling.model import Parts
from environments.safe_room.model_room import (
    BRASS,
    BRASS_RGB,
    HALF_M,
    HEIGHT_M,
    OAK,
    OILED,
    WOOLLEN,
)

LAMP_PLACE: Final = (2.02, 1.5, -1.95)
"""The middle of the reading lamp's shade."""
SMALL_LAMP_PLACE: Final = (-1.5, 1.12, 2.12)
TABLE_PLACE: Final = (-0.6, 0.0, -1.62)
TABLE_M: Final = 0.5

WALNUT: Final = linear("70492f")
IRON_RGB: Final = linear("55565a")
UPHOLSTERY: Final = linear("74877c")

WOVEN = Material("upholstery", roughness=0.95, grain="wool", grain_m=0.5)
SHADE = Material("lamp shade", roughness=0.9, emissive=(0.95, 0.62, 0.32), grain="linen", grain_m=0.1)
IRON = Material("cast iron", roughness=0.55, metallic=0.2, grain="steel", grain_m=0.8)
EMBER = Material("embers", roughness=0.3, emissive=(0.8, 0.27, 0.06))
BEHIND_GLASS = Material("stove glass", roughness=0.15, emissive=(0.075, 0.018, 0.005))
RUG = Material("rug", roughness=1.0, grain="wool", grain_m=0.3)
SLATE = Material("hearth", roughness=0.7, grain="stone", grain_m=0.7)
BARK = Material("logs", roughness=0.95, grain="bark", grain_m=0.4)


def rug() -> Parts:
    """A round woollen rug to stand on, in rings of undyed and dyed yarn."""
    rings: tuple[tuple[float, str], ...] = (
        (0.0, "d9c6a4"), (0.3, "d9c6a4"), (0.32, "b06a4c"), (0.42, "b06a4c"), (0.44, "e0d0b2"), (0.78, "dccba9"),
        (0.8, "7f8d7f"), (0.92, "7f8d7f"), (0.94, "ddcdae"), (1.2, "dccba9"), (1.22, "a96349"), (1.34, "a96349"),
    )  # fmt: skip
    around = np.linspace(0.0, 2.0 * np.pi, 37)
    radii = np.array([max(radius, 0.004) for radius, _ in rings])
    a, r = np.meshgrid(around, radii, indexing="ij")
    uneven = r * (1.0 + 0.008 * np.sin(a * 5.0 + 1.0))
    height = 0.011 + 0.0015 * np.sin(a * 9.0 + r * 14.0)
    top = sheet(np.stack([uneven * np.cos(a), height, uneven * np.sin(a)], axis=-1))
    colours = np.ones((len(top.positions), 4))
    colours[:, :3] = np.tile(np.array([linear(html) for _, html in rings]), (len(around), 1))
    edge = np.stack([uneven[:, -1:], uneven[:, -1:] + 0.008], axis=-1)[:, 0]
    level = np.stack([height[:, -1], np.full(len(around), 0.0)], axis=-1)
    ring = np.stack([edge * np.cos(around)[:, None], level, edge * np.sin(around)[:, None]], axis=-1)
    side = sheet(ring).coloured(linear("a96349"))
    whole = merged([Mesh(top.positions, top.normals, colours, top.triangles), side])
    return ((whole.boxed("x").moved(0.05, 0.0, -0.45), RUG),)


def armchair() -> Parts:
    """Deep and soft, turned to the window and the room, with a cushion and a throw over one arm."""
    rgb = UPHOLSTERY
    soft = [
        _soft((0.74, 0.2, 0.74), (0.0, 0.12, 0.0), _shade(rgb, 0.85), 0.05),
        _soft((0.6, 0.17, 0.66), (0.0, 0.29, -0.06), rgb, 0.075),
        _soft((0.66, 0.62, 0.2), (0.0, 0.0, 0.0), rgb, 0.095).turned("x", 13).moved(0.0, 0.37, 0.28),
        _soft((0.16, 0.44, 0.78), (-0.39, 0.13, 0.0), _shade(rgb, 0.94), 0.078),
        _soft((0.16, 0.44, 0.78), (0.39, 0.13, 0.0), _shade(rgb, 0.94), 0.078),
    ]
    pillow = cushion(0.42, 0.16, 0.42, 8, 4).moved(y=-0.08).turned("x", 76).moved(0.05, 0.63, 0.14)
    legs = [
        lathe([(0.0, 0.0), (0.017, 0.0), (0.026, 0.13), (0.0, 0.13)], 10).moved(x, 0.0, z).coloured(WALNUT)
        for x in (-0.34, 0.34)
        for z in (-0.31, 0.31)
    ]
    path = [
        (-0.135, 0.16), (-0.13, 0.5), (-0.12, 0.585), (-0.07, 0.612), (0.07, 0.612), (0.12, 0.585), (0.13, 0.5),
        (0.15, 0.2),
    ]  # fmt: skip
    throw = draped(path, 0.44, 6, 0.011).turned("y", -90).moved(-0.39, 0.0, -0.05)
    turn, at = 40.0, (1.5, 0.0, -1.3)
    return (
        (merged([*soft, pillow.coloured(linear("bf8a4a"))]).turned("y", turn).moved(*at), WOVEN),
        (merged(legs).turned("y", turn).moved(*at), OILED),
        (throw.turned("y", turn).moved(*at), WOOLLEN),
    )


def _soft(size: tuple[float, float, float], at: tuple[float, float, float], rgb: Rgb, radius: float) -> Mesh:
    """A padded block: its faces swell a little."""
    width, height, depth = size
    made = rounded_box(width, height, depth, radius, 2).boxed("y")
    half = np.array(size) / 2.0
    share = made.positions / half
    swell = np.prod(1.0 - np.minimum(np.abs(share), 1.0)[:, :, None] ** np.array([6.0]), axis=2)
    full = (swell.sum(axis=1) - swell.min(axis=1))[:, None] * 0.006
    bulged = Mesh(
        made.positions + made.normals * full, made.normals, made.colours, made.triangles, uv=made.uv
    )
    return bulged.moved(at[0], at[1] + height / 2.0, at[2]).coloured(rgb)


def table() -> Parts:
    """Small and round, on three legs."""
    top = lathe(
        [(0.0, TABLE_M - 0.028), (0.35, TABLE_M - 0.028), (0.365, TABLE_M - 0.018), (0.365, TABLE_M - 0.008),
         (0.356, TABLE_M), (0.0, TABLE_M)], 40,
    )  # fmt: skip
    top = top.boxed("z").coloured(OAK).finer(0.2)
    legs = []
    for i in range(3):
        leg = lathe([(0.0, 0.0), (0.014, 0.0), (0.024, 0.48), (0.0, 0.48)], 10)
        legs.append(leg.boxed("y").turned("z", 11).moved(x=0.27).turned("y", 120 * i + 20).coloured(WALNUT))
    stretcher = lathe([(0.0, 0.44), (0.2, 0.44), (0.2, 0.475), (0.0, 0.475)], 20).coloured(WALNUT)
    return ((merged([top, *legs, stretcher]).moved(*TABLE_PLACE), OILED),)


def stool() -> Parts:
    """A knitted footstool."""
    profile = [(0.0, 0.0), (0.2, 0.0), (0.245, 0.05), (0.26, 0.15), (0.24, 0.26), (0.18, 0.32), (0.0, 0.335)]
    stool = lathe(profile, 22, 90).boxed("y").coloured(linear("c9b79a"))
    return ((stool.moved(0.98, 0.0, -1.98), WOOLLEN),)


def lamp() -> Parts:
    """A reading lamp behind the armchair; its shade glows evenly."""
    x, y, z = LAMP_PLACE
    stand = merged(
        [
            lathe([(0.0, 0.0), (0.15, 0.0), (0.15, 0.012), (0.03, 0.03), (0.012, 0.06), (0.0, 0.06)], 18),
            cylinder(0.011, y + 0.18, 10),
            sphere(0.02, 10, 6).moved(y=y + 0.19),
        ]
    )
    cone = lathe([(0.235, -0.17), (0.155, 0.16), (0.148, 0.16), (0.228, -0.17)], 30).moved(y=y)
    return (
        (stand.coloured(BRASS_RGB).moved(x, 0.0, z), BRASS),
        (cone.coloured(linear("f3dfbd")).moved(x, 0.0, z), SHADE),
    )


def chest() -> Parts:
    """Drawers by the way out, with a small lamp and a bowl."""
    x, z = -1.45, 2.4 - 0.23
    body = [
        plank((0.9, 0.72, 0.4), (x, 0.06, z), WALNUT, 0.01),
        plank((0.96, 0.03, 0.44), (x, 0.78, z), OAK, 0.01),
    ]
    for y in (0.1, 0.32, 0.54):
        body.append(plank((0.82, 0.2, 0.02), (x, y, z - 0.2), _shade(WALNUT, 1.15), 0.006))
    body += [
        box(0.05, 0.08, 0.05).moved(x + dx, 0.04, z + dz).coloured(WALNUT)
        for dx in (-0.4, 0.4)
        for dz in (-0.15, 0.15)
    ]
    knobs = [
        sphere(0.016, 7, 3).moved(x + dx, y + 0.1, z - 0.222)
        for y in (0.1, 0.32, 0.54)
        for dx in (-0.22, 0.22)
    ]
    lx, ly, lz = SMALL_LAMP_PLACE
    foot = lathe(
        [(0.0, 0.81), (0.07, 0.81), (0.085, 0.86), (0.06, 0.95), (0.016, 1.0), (0.012, 1.06), (0.0, 1.06)],
        18,
        60,
    )
    shade = lathe([(0.15, -0.09), (0.1, 0.1), (0.095, 0.1), (0.144, -0.09)], 24).moved(y=ly)
    pot = Material("glazed", roughness=0.25, grain="ceramic", grain_m=0.5)
    bowl = lathe(
        [(0.0, 0.0), (0.05, 0.0), (0.1, 0.035), (0.12, 0.06), (0.113, 0.06), (0.095, 0.04), (0.0, 0.012)], 20
    )
    glazed = [
        foot.moved(lx, 0.0, lz).coloured(linear("4f6d74")),
        bowl.moved(x + 0.25, 0.81, z).coloured(linear("d8cdb8")),
    ]
    return (
        (merged([part.boxed("x") for part in body]), OILED),
        (merged(knobs).coloured(BRASS_RGB), BRASS),
        (merged(glazed), pot),
        (shade.moved(lx, 0.0, lz).coloured(linear("f3dfbd")), SHADE),
    )


def stove() -> Parts:
    """An iron stove whose embers glow without a flicker, on a slab of slate, logs beside it."""
    x, z = -HALF_M + 0.42, 0.75
    slab = block((0.84, 0.03, 0.98), (-HALF_M + 0.43, 0.0, z), linear("6d6a66"), 0.01)
    body = [
        block((0.42, 0.6, 0.52), (x, 0.15, z), IRON_RGB, 0.03),
        block((0.5, 0.035, 0.6), (x, 0.75, z), IRON_RGB, 0.012),
        block((0.02, 0.4, 0.4), (x + 0.215, 0.26, z), _shade(IRON_RGB, 0.8), 0.008),
        block((0.014, 0.03, 0.36), (x + 0.222, 0.19, z), _shade(IRON_RGB, 0.7), 0.006),
        lathe([(0.075, 0.0), (0.075, 0.03), (0.062, 0.04), (0.062, HEIGHT_M - 0.785)], 18).moved(
            x - 0.08, 0.785, z
        ),
        *(
            box(0.05, 0.13, 0.05).moved(x + dx, 0.095, z + dz).coloured(IRON_RGB)
            for dx in (-0.15, 0.15)
            for dz in (-0.2, 0.2)
        ),
    ]
    body[4] = body[4].coloured(IRON_RGB)
    glass = block((0.012, 0.24, 0.29), (x + 0.2225, 0.34, z), linear("3a1d10"), 0.006)
    handle = cylinder(0.011, 0.14, 10, 0.004).moved(x + 0.25, 0.38, z + 0.175).coloured(OAK)
    random = np.random.default_rng(5)
    logs, ends, embers = [], [], []
    for i in range(13):
        size = float(random.uniform(0.012, 0.024))
        at_z, at_y = z - 0.12 + 0.02 * i, 0.356 + 0.03 * float(random.random()) + size * 0.4
        embers.append(sphere(size, 6, 3).stretched(0.12, 0.8, 1.2).moved(x + 0.229, at_y, at_z))
    for row in range(3):
        for i in range(4 - row):
            radius = 0.05 + 0.012 * float(random.random())
            at = (
                -HALF_M + 0.24 + 0.03 * float(random.random()),
                0.085 + 0.094 * row,
                z + 0.62 + 0.112 * i + 0.056 * row,
            )
            log = cylinder(radius, 0.3, 8).moved(y=-0.15).turned("z", 90).moved(*at)
            logs.append(log.boxed("x").coloured(linear("7d6248")))
            cut = cylinder(radius * 0.9, 0.304, 7).moved(y=-0.152).turned("z", 90).moved(*at)
            ends.append(cut.boxed("x").coloured(linear("cda874")))
    return (
        (slab, SLATE),
        (merged(body), IRON),
        (glass, BEHIND_GLASS),
        (merged(embers), EMBER),
        (merged([handle, *ends]), OILED),
        (merged(logs), BARK),
    )


def _shade(rgb: Rgb, by: float) -> Rgb:
    return (min(1.0, rgb[0] * by), min(1.0, rgb[1] * by), min(1.0, rgb[2] * by))
