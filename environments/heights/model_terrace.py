"""The terrace a patient stands on: a lift platform on a tower's face, with a slab that slides to bring the edge nearer.

In the slab's space z is 0 at the edge and the void is at -z; x is 0 in the middle. Floors are level with y = 0.
"""

from __future__ import annotations

import numpy as np

from environments.modelling.furniture import CHARCOAL, CLAY, OAK, block
from environments.modelling.material import GLASS, MATT, METAL, SATIN, Material, linear
from environments.modelling.mesh import (
    Mesh,
    Rgb,
    box,
    capsule,
    cylinder,
    merged,
    quads,
    rounded_box,
    sphere,
    torus,
)
from environments.modelling.model import Parts

HALF_WIDTH_M = 3.0
SLAB_DEPTH_M = 2.9
FIXED_FROM_Z_M = 0.72
DOOR_WALL_Z_M = 3.4
GATE_M = 1.6
"""Width of the part of the front rail that opens where a plank goes out."""

STEEL = linear("5b6368")
_WARM_STONE = linear("cbbfac")
_PAINTED = Material("painted", roughness=0.45, metallic=0.1)
_SIGN = Material("sign", colour=(0.1, 0.42, 0.24, 1.0), emissive=(0.05, 0.28, 0.14))


def fixed_floor() -> Mesh:
    """Stone slabs between the door and the sliding part, and the side walls' feet."""
    depth = DOOR_WALL_Z_M - FIXED_FROM_Z_M
    parts = []
    random = np.random.default_rng(2)
    for i in range(6):
        for j in range(3):
            shade = 0.92 + 0.12 * random.random()
            rgb: Rgb = (_WARM_STONE[0] * shade, _WARM_STONE[1] * shade, _WARM_STONE[2] * shade)
            at = (-2.5 + i, -0.12, FIXED_FROM_Z_M + depth * (j + 0.5) / 3)
            tile = box(0.99, 0.12, depth / 3 - 0.01).moved(at[0], at[1] + 0.06, at[2])
            parts.append(tile.coloured(rgb))
    parts.append(box(5.96, 0.14, depth - 0.04).moved(0.0, -0.19, FIXED_FROM_Z_M + depth / 2).coloured(STEEL))
    return merged(parts)


def door_wall() -> Parts:
    """The wall behind the patient with the lift door and a small roof over it."""
    wall = linear("d8cfc0")
    z = DOOR_WALL_Z_M
    side = HALF_WIDTH_M - 0.8
    walls = merged(
        [
            box(side, 2.75, 0.2).moved(-HALF_WIDTH_M + side / 2, 1.375, z + 0.1).coloured(wall),
            box(side, 2.75, 0.2).moved(HALF_WIDTH_M - side / 2, 1.375, z + 0.1).coloured(wall),
            box(1.6, 0.6, 0.2).moved(0.0, 2.45, z + 0.1).coloured(wall),
            block((6.2, 0.14, 1.4), (0.0, 2.75, z - 0.4), linear("b9b0a1"), 0.03),
        ]
    ).shaded(0.75, 0.0, 1.0)
    frame = merged(
        [
            block((0.09, 2.15, 0.26), (-0.76, 0.0, z + 0.07), STEEL, 0.015),
            block((0.09, 2.15, 0.26), (0.76, 0.0, z + 0.07), STEEL, 0.015),
            block((1.6, 0.09, 0.26), (0.0, 2.1, z + 0.07), STEEL, 0.015),
            block((0.13, 0.2, 0.02), (1.05, 1.05, z - 0.01), CHARCOAL, 0.008),
        ]
    )
    return ((walls, MATT), (frame, SATIN))


def lift_door() -> Parts:
    leaves = [
        block((0.71, 2.08, 0.04), (x, 0.0, DOOR_WALL_Z_M + 0.08), linear("b7bcc0"), 0.01)
        for x in (-0.36, 0.36)
    ]
    return ((merged(leaves), METAL),)


def screen() -> Parts:
    """Closes in front of the door when the way out is not to be in view."""
    panel = block((1.9, 2.4, 0.05), (0.0, 0.0, DOOR_WALL_Z_M - 0.06), linear("c4b9a8"), 0.015)
    return ((panel, SATIN),)


def exit_sign() -> Parts:
    plate = rounded_box(0.46, 0.17, 0.04, 0.015, 1)
    arrow = merged(
        [
            box(0.028, 0.1, 0.01).moved(0.0, 0.012, -0.024),
            box(0.075, 0.028, 0.01).turned("z", -45).moved(-0.022, -0.022, -0.024),
            box(0.075, 0.028, 0.01).turned("z", 45).moved(0.022, -0.022, -0.024),
        ]
    )
    white = Material("sign_arrow", emissive=(0.75, 0.8, 0.76))
    place = (0.0, 2.42, DOOR_WALL_Z_M - 0.04)
    return ((plate.moved(*place), _SIGN), (arrow.moved(*place), white))


def frame() -> Mesh:
    """Steel beams of the sliding slab: what shows through glass, and gives it scale."""
    parts = [
        block((6.0, 0.2, 0.1), (0.0, -0.24, 0.06), STEEL, 0.02),
        block((6.0, 0.2, 0.1), (0.0, -0.24, SLAB_DEPTH_M - 0.06), STEEL, 0.02),
    ]
    for x in (-2.95, -1.5, 0.0, 1.5, 2.95):
        parts.append(box(0.08, 0.18, SLAB_DEPTH_M).moved(x, -0.15, SLAB_DEPTH_M / 2).coloured(STEEL))
    parts.append(block((6.0, 0.1, 0.06), (0.0, -0.2, SLAB_DEPTH_M / 2), STEEL, 0.015))
    for x in (-2.9, -1.5, 0.0, 1.5, 2.9):
        for z in (0.06, SLAB_DEPTH_M / 2, SLAB_DEPTH_M - 0.06):
            parts.append(cylinder(0.022, 0.012, 5).moved(x, -0.042, z).coloured(linear("a9adb0")))
    return merged(parts)


def boards() -> Parts:
    """The wooden deck over the glass, which fades to show it."""
    random = np.random.default_rng(4)
    parts = []
    count = 20
    width = SLAB_DEPTH_M / count
    for i in range(count):
        shade = 0.8 + 0.3 * random.random()
        rgb: Rgb = (OAK[0] * shade, OAK[1] * shade, OAK[2] * shade)
        at = (0.0, -0.018, width * (i + 0.5))
        parts.append(box(6.0, 0.028, width - 0.008).moved(*at).coloured(rgb))
    return ((merged(parts), SATIN),)


def glass_floor() -> Parts:
    """Eight panes with green edges and a line of dots along them, as walkable glass has."""
    panes, rims, dots = [], [], []
    for i in range(4):
        for j in range(2):
            x, z = -2.25 + 1.5 * i, SLAB_DEPTH_M * (0.25 + 0.5 * j)
            width, depth = 1.42, SLAB_DEPTH_M / 2 - 0.08
            panes.append(box(width, 0.016, depth).moved(x, -0.045, z).coloured((0.85, 1.0, 0.97)))
            for dx in (-width / 2, width / 2):
                rims.append(box(0.016, 0.018, depth).moved(x + dx, -0.045, z))
            for dz in (-depth / 2, depth / 2):
                rims.append(box(width, 0.018, 0.016).moved(x, -0.045, z + dz))
            for k in range(9):
                dots.append((x - 0.6 + 0.15 * k, z - depth / 2 + 0.07))
                dots.append((x - 0.6 + 0.15 * k, z + depth / 2 - 0.07))
    corners = [
        [
            (x - 0.02, -0.035, z + 0.02),
            (x + 0.02, -0.035, z + 0.02),
            (x + 0.02, -0.035, z - 0.02),
            (x - 0.02, -0.035, z - 0.02),
        ]
        for x, z in dots
    ]
    frit = quads(np.array(corners), np.tile([0.75, 0.78, 0.78], (len(dots), 1)))
    return (
        (merged(rims).coloured(linear("3f9a86")), SATIN),
        (frit, MATT),
        (merged(panes), GLASS),
    )


def _posts(xs: tuple[float, ...], z: float) -> Mesh:
    """Posts 1 m tall, to be stretched to the rail's height."""
    return merged([block((0.05, 1.0, 0.05), (x, 0.0, z), STEEL, 0.012) for x in xs])


def front_posts() -> Parts:
    return ((_posts((-2.95, -1.9, -0.82, 0.82, 1.9, 2.95), 0.05), _PAINTED),)


def front_panels() -> Parts:
    """Between the posts, 1 m tall, to be stretched; solid or glass by the node's opacity."""
    panels = [
        box(width, 0.9, 0.014).moved(x, 0.5, 0.05)
        for x, width in ((-2.42, 0.98), (-1.36, 1.0), (1.36, 1.0), (2.42, 0.98))
    ]
    return ((merged(panels).coloured(linear("b9c4c4")), SATIN),)


def gate_panel() -> Parts:
    panel = box(GATE_M - 0.06, 0.9, 0.014).moved(0.0, 0.5, 0.05)
    return ((panel.coloured(linear("b9c4c4")), SATIN),)


def _bar(from_x: float, to_x: float) -> Mesh:
    length = to_x - from_x
    round_bar = capsule(0.032, length, 12, 3).turned("z", -90).moved(from_x, 0.0, 0.05)
    return round_bar.coloured(linear("6b5140"))


def handrail() -> Parts:
    """Two wooden bars with the gate's gap between them; y = 0 is their middle."""
    half = GATE_M / 2
    return ((merged([_bar(-3.0, -half), _bar(half, 3.0)]), SATIN),)


def gate_bar() -> Parts:
    return ((_bar(-GATE_M / 2, GATE_M / 2), SATIN),)


def side_rails() -> Parts:
    """Along both sides of slab and terrace; these keep their height."""
    bars, panes = [], []
    for x in (-2.98, 2.98):
        bars += [box(0.05, 1.08, 0.05).moved(x, 0.54, z).coloured(STEEL) for z in (0.05, 1.0, 1.95, 2.85)]
        bar = capsule(0.032, SLAB_DEPTH_M, 12, 3).turned("x", 90).moved(x, 1.1, 0.0)
        bars.append(bar.coloured(linear("6b5140")))
        panes += [box(0.012, 0.9, 0.86).moved(x, 0.55, z) for z in (0.525, 1.475, 2.4)]
    return ((merged(bars), _PAINTED), (merged(panes), GLASS))


def fixed_side_rails() -> Parts:
    bars, panes = [], []
    for x in (-3.06, 3.06):
        bars += [box(0.05, 1.08, 0.05).moved(x, 0.54, z).coloured(STEEL) for z in (1.0, 2.1, 3.3)]
        bar = capsule(0.032, 2.5, 12, 3).turned("x", 90).moved(x, 1.1, 0.9)
        bars.append(bar.coloured(linear("6b5140")))
        panes += [box(0.012, 0.9, 1.0).moved(x, 0.55, z) for z in (1.55, 2.7)]
    return ((merged(bars), _PAINTED), (merged(panes), GLASS))


def plank() -> Parts:
    """1 m by 1 m of boards from z = 0 to -1, to be stretched to its width and length."""
    boards_ = [
        rounded_box(0.325, 0.05, 1.0, 0.012, 1).moved(x, -0.03, -0.5).coloured(rgb)
        for x, rgb in ((-0.335, OAK), (0.0, linear("a87f55")), (0.335, OAK))
    ]
    return ((merged(boards_), SATIN),)


def mark() -> Parts:
    """Where to stand: a ring on the floor."""
    ring = torus(0.3, 0.012, 32, 5).stretched(1.0, 0.25, 1.0).coloured(linear("e4b36a"))
    return ((ring, SATIN),)


def ball_stand() -> Mesh:
    """The ball lies in the ring on top, its middle 1.02 m up."""
    return merged(
        [
            cylinder(0.16, 0.03, 24, 0.01).coloured(CHARCOAL),
            cylinder(0.025, 0.86, 10).coloured(STEEL),
            cylinder(0.13, 0.03, 24, 0.01).moved(y=0.85).coloured(OAK),
            torus(0.07, 0.012, 24, 6).moved(y=0.892).coloured(CHARCOAL),
        ]
    )


def ball() -> Parts:
    """A soft ball of 22 cm with a light band."""
    body = sphere(0.11, 18, 12)
    colours = body.colours.copy()
    band = np.abs(body.positions[:, 1]) < 0.03
    colours[:, :3] = np.where(band[:, None], np.array(linear("f1e4cf")), np.array(linear("c9604c")))
    return ((Mesh(body.positions, body.normals, colours, body.triangles), SATIN),)


def keepsake() -> Parts:
    """A small cloth bear."""
    fur, pale = linear("b98d62"), linear("e3cba6")
    body = sphere(0.07, 14, 8).stretched(0.9, 1.1, 0.8).coloured(fur)
    tummy = sphere(0.045, 12, 8).moved(0.0, -0.005, 0.026).coloured(pale)
    head = sphere(0.055, 14, 8).moved(y=0.115).coloured(fur)
    muzzle = sphere(0.022, 8, 5).moved(0.0, 0.105, 0.046).coloured(pale)
    nose = sphere(0.008, 8, 6).moved(0.0, 0.112, 0.067).coloured(CHARCOAL)
    ears = [sphere(0.02, 8, 5).moved(x, 0.16, 0.0).coloured(fur) for x in (-0.042, 0.042)]
    eyes = [sphere(0.007, 8, 6).moved(x, 0.127, 0.05).coloured(CHARCOAL) for x in (-0.02, 0.02)]
    arms = [
        sphere(0.028, 8, 5).stretched(1.0, 1.7, 1.0).turned("z", a).moved(x, 0.03, 0.012).coloured(fur)
        for x, a in ((-0.072, -35), (0.072, 35))
    ]
    feet = [
        sphere(0.032, 8, 5).stretched(1.0, 0.9, 1.4).moved(x, -0.066, 0.036).coloured(fur)
        for x in (-0.042, 0.042)
    ]
    scarf = torus(0.042, 0.013, 18, 6).moved(y=0.068).coloured(CLAY)
    return (
        (
            merged([body, tummy, head, muzzle, nose, *ears, *eyes, *arms, *feet, scarf]),
            SATIN,
        ),
    )


def bracket() -> Parts:
    """A small tray held out past the edge; the keepsake's middle is 0.12 m above its origin."""
    tray = merged(
        [
            box(0.04, 0.05, 0.4).moved(0.0, -0.03, 0.16).coloured(STEEL),
            cylinder(0.1, 0.02, 24, 0.006).coloured(OAK),
        ]
    )
    return ((tray, SATIN),)


def pennant() -> Parts:
    """A small flag that shows the wind; the pole's foot is the origin."""
    pole = cylinder(0.014, 0.9, 8).coloured(STEEL)
    cloth = rounded_box(0.36, 0.2, 0.008, 0.003, 1).moved(0.19, 0.76, 0.0).coloured(linear("d9a25a"))
    return ((merged([pole, cloth]), SATIN),)


def lift_cabin() -> Parts:
    """The other lift: a glass cabin that rides along the tower's face."""
    body = merged(
        [
            block((1.3, 0.16, 1.2), (0.0, 0.0, 0.0), linear("8d6f57"), 0.03),
            block((1.3, 0.16, 1.2), (0.0, 2.2, 0.0), linear("8d6f57"), 0.03),
            *[
                box(0.06, 2.1, 0.06).moved(x, 1.17, z).coloured(STEEL)
                for x in (-0.6, 0.6)
                for z in (-0.55, 0.55)
            ],
        ]
    )
    glass = merged(
        [
            box(1.14, 2.0, 0.012).moved(0.0, 1.18, -0.55),
            *(box(0.012, 2.0, 1.04).moved(x, 1.18, 0.0) for x in (-0.6, 0.6)),
        ]
    )
    return ((body, SATIN), (glass, GLASS))
