"""The wall behind the patient: stone panels, a lift with sliding doors and a lit cabin, a roof, lamps, signs."""

from __future__ import annotations

import numpy as np

from environments.heights.model_terrace import (
    BRUSHED,
    DOOR_WALL_Z_M,
    PAINTED,
    PLAIN,
    POLISHED,
    STONE,
    grained,
    parts,
    plate,
)
from environments.modelling.material import Material
from environments.modelling.mesh import Mesh, Rgb, box, capsule, cylinder, merged, quad, rounded_box, sphere
from environments.modelling.model import Parts

HEIGHT_M = 2.8
DOOR_HALF_M, DOOR_M = 0.78, 2.1
"""Half the doorway's width, and its height."""
LAMPS = ((-1.75, 2.05, DOOR_WALL_Z_M - 0.09), (1.75, 2.05, DOOR_WALL_Z_M - 0.09))
"""Where the wall lamps hang."""
_Z = DOOR_WALL_Z_M
_LIT = Material("lamp_lit", (1.0, 0.93, 0.8, 1.0), emissive=(1.5, 1.2, 0.8))
_CABIN = Material("cabin_wall", (0.5, 0.4, 0.3, 1.0), emissive=(0.5, 0.38, 0.25), grain="wood", grain_m=0.6)
_CABIN_LAMP = Material("cabin_lamp", (1.0, 1.0, 1.0, 1.0), emissive=(1.4, 1.25, 1.0))
_CABIN_FLOOR = Material("cabin_floor", (0.2, 0.17, 0.15, 1.0), emissive=(0.08, 0.06, 0.045))
_GREEN = Material("sign", (0.02, 0.25, 0.11, 1.0), roughness=0.4, emissive=(0.01, 0.26, 0.11))
_WHITE = Material("sign_white", (0.8, 0.85, 0.82, 1.0), roughness=0.4, emissive=(0.62, 0.7, 0.65))
_AMBER = Material("indicator", (0.3, 0.15, 0.02, 1.0), emissive=(1.0, 0.5, 0.08))
_DARK = Material("dark_glass", (0.02, 0.022, 0.025, 1.0), roughness=0.1)


def wall() -> Parts:
    """Panels of stone with open joints, the roof over the landing, the doorway's frame, lamps and the call button."""
    return parts(*_stone(), *_roof(), *_doorway(), *_lamps(), *_call(), *_cabin())


def _stone() -> list[tuple[Mesh, Material]]:
    random = np.random.default_rng(12)
    panels = []
    columns = ((-3.0, -2.27), (-2.27, -1.53), (-1.53, -0.9), (0.9, 1.53), (1.53, 2.27), (2.27, 3.0))
    rows = ((0.0, 0.7), (0.7, 1.4), (1.4, 2.1), (2.1, HEIGHT_M))
    for x0, x1 in columns:
        for y0, y1 in rows:
            panels.append(_panel(x0, x1, y0, y1, 0.94 + 0.1 * float(random.random())))
    panels += [_panel(a, b, DOOR_M + 0.12, HEIGHT_M, 1.0) for a, b in ((-0.9, 0.0), (0.0, 0.9))]
    back = [box(2.1, HEIGHT_M, 0.12).moved(s * 1.95, HEIGHT_M / 2, _Z + 0.12) for s in (-1, 1)]
    back.append(box(1.8, 0.6, 0.12).moved(0.0, HEIGHT_M - 0.3, _Z + 0.12))
    return [(merged(panels), STONE), (merged(back).coloured((0.08, 0.08, 0.08)), PLAIN)]


def _panel(x0: float, x1: float, y0: float, y1: float, shade: float) -> Mesh:
    width, height = x1 - x0 - 0.008, y1 - y0 - 0.008
    panel = grained(plate(width, height, 0.004).turned("x", -90), "y", 3.1 * x0 + 1.7 * y0)
    rgb: Rgb = (0.52 * shade, 0.47 * shade, 0.4 * shade)
    return panel.moved((x0 + x1) / 2, (y0 + y1) / 2, _Z + 0.01).coloured(rgb)


def _roof() -> list[tuple[Mesh, Material]]:
    """A thin slab on brackets with boards below and a lit line along the wall."""
    soffit = [
        grained(box(0.196, 0.012, 1.36), "z", 0.7 * i).moved(-2.9 + 0.2 * i, HEIGHT_M + 0.006, _Z - 0.66)
        for i in range(30)
    ]
    steel = [
        rounded_box(6.2, 0.14, 0.03, 0.01, 1).moved(0.0, HEIGHT_M + 0.07, _Z - 1.36),
        *(
            rounded_box(0.03, 0.14, 1.4, 0.01, 1).moved(s * 3.085, HEIGHT_M + 0.07, _Z - 0.68)
            for s in (-1, 1)
        ),
        box(6.14, 0.1, 1.5).moved(0.0, HEIGHT_M + 0.08, _Z - 0.62),
    ]
    timber = Material("soffit", (0.36, 0.235, 0.14, 1.0), roughness=0.6, grain="wood", grain_m=0.5)
    return [(merged(soffit), timber), (merged(steel), PAINTED)]


def _doorway() -> list[tuple[Mesh, Material]]:
    jambs = [
        grained(rounded_box(0.12, DOOR_M + 0.12, 0.16, 0.008, 1), "y", s).moved(
            s * (DOOR_HALF_M + 0.06), DOOR_M / 2 + 0.06, _Z + 0.05
        )
        for s in (-1.0, 1.0)
    ]
    head = grained(rounded_box(1.8, 0.12, 0.16, 0.008, 1), "x").moved(0.0, DOOR_M + 0.06, _Z + 0.05)
    sill = grained(rounded_box(1.56, 0.012, 0.2, 0.003, 1), "x").moved(0.0, -0.003, _Z + 0.06)
    display = rounded_box(0.26, 0.075, 0.012, 0.004, 1).moved(0.0, DOOR_M + 0.06, _Z - 0.034)
    figure = [
        box(0.008, 0.03, 0.002).moved(x, DOOR_M + 0.06 + y, _Z - 0.041)
        for x, y in ((0.05, -0.008), (0.02, 0.008))
    ]
    arrow = quad(
        [
            (-0.03, DOOR_M + 0.075, _Z - 0.0415),
            (-0.018, DOOR_M + 0.05, _Z - 0.0415),
            (-0.03, DOOR_M + 0.05, _Z - 0.0415),
            (-0.042, DOOR_M + 0.05, _Z - 0.0415),
        ]
    )
    return [
        (merged([*jambs, head, sill]), BRUSHED),
        (display, _DARK),
        (merged([arrow, *figure]), _AMBER),
    ]


def _lamps() -> list[tuple[Mesh, Material]]:
    """Round lamps that shine up and down the wall."""
    bodies, lit = [], []
    for x, y, z in LAMPS:
        bodies.append(cylinder(0.045, 0.24, 20, 0.006).moved(x, y - 0.12, z))
        bodies.append(rounded_box(0.05, 0.1, 0.05, 0.006, 1).moved(x, y, z + 0.06))
        lit += [
            cylinder(0.036, 0.006, 16).moved(x, y - 0.125, z),
            cylinder(0.036, 0.006, 16).moved(x, y + 0.119, z),
        ]
    return [(merged(bodies), PAINTED), (merged(lit), _LIT)]


def _call() -> list[tuple[Mesh, Material]]:
    """The call button's plate on the right of the doors."""
    plate = grained(rounded_box(0.1, 0.22, 0.014, 0.005, 1), "y").moved(1.12, 1.08, _Z + 0.005)
    ring = [
        cylinder(0.022, 0.008, 20, 0.002).turned("x", -90).moved(1.12, y, _Z - 0.001) for y in (1.04, 1.12)
    ]
    glow = [cylinder(0.009, 0.004, 12).turned("x", -90).moved(1.12, y, _Z - 0.007) for y in (1.04, 1.12)]
    return [(plate, BRUSHED), (merged(ring), POLISHED), (merged(glow), _AMBER)]


def _cabin() -> list[tuple[Mesh, Material]]:
    """What is glimpsed of the lit cabin through the doors' glass: back wall, lamp, floor, a bar to hold."""
    z = _Z + 0.205
    back = grained(box(1.7, DOOR_M + 0.1, 0.01), "y").moved(0.0, DOOR_M / 2, z)
    lamp = box(1.5, 0.12, 0.012).moved(0.0, DOOR_M - 0.08, z - 0.01)
    low = box(1.7, 0.3, 0.012).moved(0.0, 0.1, z - 0.01)
    rail = capsule(0.018, 1.6, 8, 2).turned("z", -90).moved(-0.8, 0.95, z - 0.03)
    return [(back, _CABIN), (lamp, _CABIN_LAMP), (low, _CABIN_FLOOR), (rail, POLISHED)]


def lift_doors() -> Parts:
    """Two leaves of brushed steel, each with a tall strip of glass."""
    leaves, seams, glass = [], [], []
    for s in (-1.0, 1.0):
        z = _Z + 0.11
        for x, width in ((0.14, 0.27), (0.585, 0.38)):
            leaf = grained(rounded_box(width, DOOR_M, 0.04, 0.005, 1), "y", x * s)
            leaves.append(leaf.moved(s * (x + 0.001), DOOR_M / 2, z))
        for y, height in ((0.225, 0.45), (DOOR_M - 0.1, 0.2)):
            leaf = grained(box(0.13, height, 0.036), "y", x * s)
            leaves.append(leaf.moved(s * 0.335, y, z))
        seams.append(box(0.004, DOOR_M, 0.03).moved(s * 0.003, DOOR_M / 2, z))
        glass.append(
            quad(
                [
                    (s * 0.335 + 0.065, 0.45, z),
                    (s * 0.335 - 0.065, 0.45, z),
                    (s * 0.335 - 0.065, 1.9, z),
                    (s * 0.335 + 0.065, 1.9, z),
                ]
            )
        )
    pane = Material("door_glass", (0.5, 0.55, 0.55, 0.18), roughness=0.05, blend=True)
    return parts((merged(leaves), BRUSHED), (merged(seams), _DARK), (merged(glass), pane))


def screen() -> Parts:
    """Slides in front of the doors when the way out is not to be in view: boards like the wall's."""
    boards = [
        grained(rounded_box(0.186, 2.36, 0.03, 0.004, 1), "y", 1.3 * i).moved(
            -0.855 + 0.19 * i, 1.18, _Z - 0.1
        )
        for i in range(10)
    ]
    timber = Material("screen", (0.4, 0.29, 0.19, 1.0), roughness=0.6, grain="wood", grain_m=0.5)
    return ((merged(boards), timber),)


def exit_sign() -> Parts:
    """A lit sign over the doors: somebody who walks to a door."""
    y, z = DOOR_M + 0.34, _Z - 0.03
    case = rounded_box(0.5, 0.2, 0.05, 0.012, 1).moved(0.0, y, z)
    plate = quad(
        [
            (0.24, y - 0.09, z - 0.026),
            (-0.24, y - 0.09, z - 0.026),
            (-0.24, y + 0.09, z - 0.026),
            (0.24, y + 0.09, z - 0.026),
        ]
    )
    front = z - 0.028
    limbs: tuple[tuple[float, float, float, float], ...] = (
        (0.02, 0.018, -14.0, 0.06), (0.035, -0.035, -40.0, 0.05), (0.062, -0.058, -78.0, 0.04),
        (0.0, -0.035, 30.0, 0.055), (-0.018, -0.07, 8.0, 0.04),
        (0.045, 0.02, 52.0, 0.045), (-0.012, 0.012, -52.0, 0.042),
    )  # fmt: skip
    man = [
        capsule(0.011, long, 8, 2)
        .moved(y=-long / 2)
        .stretched(1.0, 1.0, 0.1)
        .turned("z", -lean)
        .moved(-0.09 - dx, y + dy, front)
        for dx, dy, lean, long in limbs
    ]
    head = sphere(0.014, 10, 6).stretched(1.0, 1.0, 0.1).moved(-0.122, y + 0.062, front)
    door = [box(0.006, 0.14, 0.002).moved(x, y, front) for x in (0.03, 0.11)]
    door += [
        box(0.08, 0.006, 0.002).moved(0.07, y + 0.07, front),
        box(0.06, 0.13, 0.002).moved(0.07, y, front),
    ]
    return parts((case, PAINTED), (plate, _GREEN), (merged([*man, head, *door]), _WHITE))
