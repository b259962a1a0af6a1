"""What stands and hangs where people eat: table, chairs, a lamp over them, a clock."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import (
    Floats,
    Mesh,
    Rgb,
    cylinder,
    lathe,
    merged,
    quads,
    rounded_box,
)
from environments.modelling.surface import curve, framed, surface, tube

DARK = linear("2b2e30")


def chair(rgb: Rgb, seat: Rgb) -> tuple[Mesh, Mesh]:
    """A kitchen chair that looks along -z: turned legs, a curved back, and a woven seat as the second part."""
    legs = []
    for x in (-0.18, 0.18):
        legs.append(
            tube(
                [(x, 0.0, -0.18), (x * 0.99, 0.25, -0.175), (x * 0.97, 0.44, -0.17)], [0.013, 0.019, 0.018], 7
            )
        )
        legs.append(
            tube(
                curve(
                    [(x * 1.02, 0.0, 0.215), (x, 0.44, 0.175), (x * 0.98, 0.7, 0.2), (x * 0.95, 0.94, 0.26)],
                    7,
                ),
                np.interp(np.linspace(0, 1, 7), [0, 0.5, 1], [0.013, 0.019, 0.013]).tolist(),
                7,
            )
        )
    rungs = [
        tube([(-0.178, y, z), (0.0, y, z), (0.178, y, z)], [0.008, 0.011, 0.008], 5)
        for y, z in ((0.16, -0.177), (0.22, 0.2))
    ]
    rungs += [
        tube([(x, y, -0.177), (x, y, 0.0), (x, y, 0.198)], [0.008, 0.011, 0.008], 5)
        for x in (-0.18, 0.18)
        for y in (0.19,)
    ]
    slats = []
    for y, z in ((0.62, 0.19), (0.74, 0.21), (0.86, 0.238)):
        across = np.linspace(-0.172, 0.172, 7)
        bow = 0.022 * (1.0 - (across / 0.172) ** 2)
        rows = []
        for dy, dz in (
            (-0.03, 0.0),
            (-0.032, 0.006),
            (-0.03, 0.012),
            (0.03, 0.012),
            (0.032, 0.006),
            (0.03, 0.0),
        ):
            rows.append(np.stack([across, np.full_like(across, y + dy), z - 0.006 + dz + bow], axis=1))
        slats.append(surface(np.transpose(np.array(rows), (1, 0, 2))))
    frame = rounded_box(0.4, 0.028, 0.4, 0.01, 1).moved(0.0, 0.44, 0.0)
    cushion = rounded_box(0.385, 0.036, 0.385, 0.016, 1).moved(0.0, 0.466, 0.0).coloured(seat)
    return merged([part.coloured(rgb) for part in (*legs, *rungs, *slats, frame.boxed("z"))]), cushion


def table(width_m: float, near_z_m: float, far_z_m: float, leg_m: float = 0.86) -> tuple[Mesh, Mesh]:
    """Its top at y = 0, the grain along it; then legs and apron. The legs suit a table this high."""
    deep, middle = near_z_m - far_z_m, (near_z_m + far_z_m) / 2
    oak, top_oak = linear("a98562"), linear("b8997a")
    edge = [(0.0, -0.034), (0.0, -0.011), (0.0015, -0.0055), (0.0055, -0.0015), (0.011, 0.0)]
    top = framed(width_m, deep, edge).turned("x", -90).moved(z=middle).coloured(top_oak).boxed("x")
    parts = [
        framed(width_m, deep, [(0.0, 0.0)]).turned("x", 90).moved(0.0, -0.034, middle).finer(0.5).boxed("x")
    ]
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
    for low, high in pairwise(points):
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
        32,
        50.0,
    ).coloured(linear("5f6f66"))
    face = lathe([(r - 0.013, 0.012), (0.0, 0.012)], 32).coloured(linear("f2ecdc"))
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
    shade = lathe([(0.192, -0.172), *outside], 28, 60.0).moved(y=-cord_m).coloured(linear("4f6a5d"))
    inside = lathe(
        [(0.03, -0.02), (0.076, -0.036), (0.145, -0.094), (0.184, -0.152), (0.19, -0.172)][::-1], 28, 60.0
    )
    inside = (
        Mesh(inside.positions, -inside.normals, inside.colours, inside.triangles[:, ::-1])
        .moved(y=-cord_m)
        .coloured(linear("9a9079"))
    )
    bulb = (
        lathe(
            [(0.0, -0.13), (0.022, -0.122), (0.032, -0.1), (0.028, -0.075), (0.014, -0.05), (0.013, -0.03)],
            14,
            60.0,
        )
        .moved(y=-cord_m)
        .coloured(linear("fff0d0"))
    )
    cord = merged(
        [cylinder(0.0035, cord_m, 6).moved(y=-cord_m), cylinder(0.045, 0.022, 24, 0.008).moved(y=-0.022)]
    ).coloured(DARK)
    return merged([shade, cord]), inside, bulb
