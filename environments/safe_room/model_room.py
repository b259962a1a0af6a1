"""The shell of the safe room: boards, plastered walls, beams, and the door behind."""

from __future__ import annotations

from typing import Final

from environments.modelling.cloth import draped, flat
from environments.modelling.furniture import block, plank
from environments.modelling.material import MATT, Material, linear
from environments.modelling.mesh import Mesh, Rgb, bar, box, cylinder, merged, sphere
from environments.modelling.model import Parts

WIDTH_M: Final = 4.8
DEPTH_M: Final = 5.2
HEIGHT_M: Final = 2.6
FRONT_Z_M: Final = -2.8
BACK_Z_M: Final = FRONT_Z_M + DEPTH_M
HALF_M: Final = WIDTH_M / 2.0
WALL_M: Final = 0.22
"""Thickness: a deep wall keeps the weather out."""
WINDOW_M: Final = 2.9
SILL_M: Final = 0.5
LINTEL_M: Final = 2.25
DOOR_M: Final = (0.88, 2.1)
"""Width and height of the way out."""
DOOR_X_M: Final = 0.9

PLASTER: Final = linear("f2ebdf")
PAINT: Final = linear("f4f0e8")
OAK: Final = linear("b79c78")
DARK_OAK: Final = linear("6b4a33")
DOOR_GREEN: Final = linear("6f8a80")
BRASS_RGB: Final = linear("c9a25e")

BOARDS = Material("floor boards", roughness=0.5, grain="boards", grain_m=1.2)
PLASTERED = Material("plaster", roughness=0.92, grain="plaster", grain_m=1.6)
PAINTED = Material("painted wood", roughness=0.45)
OILED = Material("oiled wood", roughness=0.5, grain="wood", grain_m=0.9)
BRASS = Material("brass", metallic=0.85, roughness=0.32)
WOOLLEN = Material("wool", roughness=0.95, grain="wool", grain_m=0.35, two_sided=True)


def floor() -> Parts:
    boards = flat((-HALF_M, 0.0, BACK_Z_M), (WIDTH_M, 0.0, 0.0), (0.0, 0.0, -DEPTH_M), 0.24)
    return ((boards.coloured(OAK), BOARDS),)


def ceiling() -> Parts:
    """Whitewashed between three beams."""
    white = flat((-HALF_M, HEIGHT_M, FRONT_Z_M), (WIDTH_M, 0.0, 0.0), (0.0, 0.0, DEPTH_M), 0.3)
    return ((white.coloured(PAINT), PLASTERED),)


def beams() -> Parts:
    beam = bar(WIDTH_M + 0.06, 0.15, 0.13, 0.014).coloured(DARK_OAK)
    cut = [beam.moved(0.0, HEIGHT_M - 0.055, z) for z in (-1.75, -0.15, 1.45)]
    return ((merged(cut), OILED),)


def left_wall() -> Parts:
    wall = flat((-HALF_M, 0.0, BACK_Z_M), (0.0, 0.0, -DEPTH_M), (0.0, HEIGHT_M, 0.0), 0.18)
    return ((wall.coloured(PLASTER), PLASTERED),)


def right_wall() -> Parts:
    wall = flat((HALF_M, 0.0, FRONT_Z_M), (0.0, 0.0, DEPTH_M), (0.0, HEIGHT_M, 0.0), 0.18)
    return ((wall.coloured(PLASTER), PLASTERED),)


def back_wall() -> Parts:
    wall = flat((HALF_M, 0.0, BACK_Z_M), (-WIDTH_M, 0.0, 0.0), (0.0, HEIGHT_M, 0.0), 0.18)
    return ((wall.coloured(PLASTER), PLASTERED),)


def front_wall() -> Parts:
    """Around the window, with the depth of the wall at its sides and above."""
    half, side = WINDOW_M / 2.0, HALF_M - WINDOW_M / 2.0
    tall = LINTEL_M - SILL_M
    outer = FRONT_Z_M - WALL_M
    pieces = [
        flat((-HALF_M, 0.0, FRONT_Z_M), (side, 0.0, 0.0), (0.0, HEIGHT_M, 0.0), 0.18),
        flat((half, 0.0, FRONT_Z_M), (side, 0.0, 0.0), (0.0, HEIGHT_M, 0.0), 0.18),
        flat((-half, LINTEL_M, FRONT_Z_M), (WINDOW_M, 0.0, 0.0), (0.0, HEIGHT_M - LINTEL_M, 0.0), 0.18),
        flat((-half, 0.3, FRONT_Z_M), (WINDOW_M, 0.0, 0.0), (0.0, SILL_M - 0.3, 0.0), 0.18),
        flat((-half, SILL_M, FRONT_Z_M), (0.0, 0.0, -WALL_M), (0.0, tall, 0.0), 0.1),
        flat((half, SILL_M, outer), (0.0, 0.0, WALL_M), (0.0, tall, 0.0), 0.1),
        flat((-half, LINTEL_M, outer), (WINDOW_M, 0.0, 0.0), (0.0, 0.0, WALL_M), 0.11),
    ]
    return ((merged(pieces).coloured(PLASTER), PLASTERED),)


def skirting() -> Parts:
    middle, door_left = FRONT_Z_M + DEPTH_M / 2.0, DOOR_X_M - DOOR_M[0] / 2.0 - 0.09
    door_right = DOOR_X_M + DOOR_M[0] / 2.0 + 0.09
    parts = [
        plank((0.018, 0.116, DEPTH_M), (-HALF_M + 0.009, -0.006, middle), PAINT, 0.006).boxed("z"),
        plank((0.018, 0.116, DEPTH_M), (HALF_M - 0.009, -0.006, middle), PAINT, 0.006).boxed("z"),
        _behind(-HALF_M, door_left),
        _behind(door_right, HALF_M),
    ]
    return ((merged(parts), PAINTED),)


def _behind(start_x_m: float, end_x_m: float) -> Mesh:
    middle = (start_x_m + end_x_m) / 2.0
    return plank((end_x_m - start_x_m, 0.116, 0.018), (middle, -0.006, BACK_Z_M - 0.009), PAINT, 0.006).boxed(
        "x"
    )


def shell() -> Parts:
    """What nobody sees: the outside of walls and roof, which keeps the sun where it belongs."""
    middle, t = FRONT_Z_M + DEPTH_M / 2.0, WALL_M
    side = HALF_M - WINDOW_M / 2.0
    front = FRONT_Z_M - t / 2.0 - 0.01
    walls = [
        box(t, HEIGHT_M + 0.4, DEPTH_M + 2 * t).moved(-HALF_M - t / 2 - 0.02, HEIGHT_M / 2, middle),
        box(t, HEIGHT_M + 0.4, DEPTH_M + 2 * t).moved(HALF_M + t / 2 + 0.02, HEIGHT_M / 2, middle),
        box(WIDTH_M + 2 * t, HEIGHT_M + 0.4, t).moved(0.0, HEIGHT_M / 2, BACK_Z_M + t / 2 + 0.12),
        box(side + t - 0.02, HEIGHT_M + 0.4, t - 0.02).moved(-HALF_M + side / 2 - t / 2, HEIGHT_M / 2, front),
        box(side + t - 0.02, HEIGHT_M + 0.4, t - 0.02).moved(HALF_M - side / 2 + t / 2, HEIGHT_M / 2, front),
        box(WINDOW_M + 0.04, HEIGHT_M - LINTEL_M + 0.2, t - 0.02).moved(
            0.0, (HEIGHT_M + LINTEL_M + 0.24) / 2, front
        ),
        box(WINDOW_M + 0.04, SILL_M + 0.1, t - 0.02).moved(0.0, (SILL_M - 0.14) / 2 - 0.01, front),
        box(WIDTH_M + 4 * t, 0.2, DEPTH_M + 4 * t).moved(0.0, HEIGHT_M + 0.13, middle),
    ]
    return ((merged(walls).coloured(linear("8a8276")), MATT),)


def door() -> Parts:
    """A panelled door in sight of whoever turns round, never locked; its handle is brass."""
    width, height = DOOR_M
    leaf = [plank((width - 0.01, height - 0.01, 0.04), (0.0, 0.005, -0.012), DOOR_GREEN, 0.006)]
    for y, tall in ((0.16, 0.62), (0.9, 0.3), (1.32, 0.64)):
        for x in (-0.19, 0.19):
            leaf.append(plank((0.28, tall, 0.02), (x, y, -0.034), _lighter(DOOR_GREEN, 1.08), 0.009))
    frame = [
        plank((0.09, height + 0.09, 0.05), (x, 0.0, -0.02), PAINT, 0.008).boxed("y")
        for x in (-width / 2 - 0.045, width / 2 + 0.045)
    ]
    frame.append(plank((width + 0.18, 0.09, 0.05), (0.0, height, -0.019), PAINT, 0.008).boxed("x"))
    plate = block((0.045, 0.2, 0.008), (-0.39, 0.95, -0.035), BRASS_RGB, 0.003)
    neck = cylinder(0.011, 0.05, 10).turned("x", -90).moved(-0.39, 1.07, -0.035)
    lever = cylinder(0.01, 0.12, 10, 0.004).turned("z", -90).moved(-0.395, 1.07, -0.083)
    at = (DOOR_X_M, 0.0, BACK_Z_M)
    wood = merged([part.boxed("y") for part in leaf] + frame).moved(*at)
    metal = merged([plate, neck.coloured(BRASS_RGB), lever.coloured(BRASS_RGB)]).moved(*at)
    return ((wood, PAINTED), (metal, BRASS))


def hooks() -> Parts:
    """A board of hooks beside the door, with a scarf and a coat: whoever lives here comes back."""
    x, z = -0.12, BACK_Z_M
    board = block((0.62, 0.1, 0.02), (x, 1.62, z - 0.01), OAK, 0.006).boxed("x")
    pegs = [
        merged([cylinder(0.012, 0.07, 8).coloured(OAK), sphere(0.018, 8, 4).moved(y=0.07).coloured(OAK)])
        .turned("x", -80)
        .moved(x + dx, 1.67, z - 0.02)
        for dx in (-0.22, 0.0, 0.22)
    ]
    path = [(-0.035, -0.62), (-0.03, -0.1), (-0.012, 0.0), (0.012, 0.0), (0.03, -0.12), (0.03, -0.5)]
    scarf = draped(path, 0.17, 4, 0.014).coloured(linear("b5654a"))
    coat_path = [(-0.1, -0.95), (-0.085, -0.4), (-0.05, -0.04), (0.0, 0.0), (0.02, -0.05), (0.03, -0.9)]
    coat = draped(coat_path, 0.4, 9, 0.03).coloured(linear("56646b"))
    cloth = [scarf.moved(x + 0.22, 1.71, z - 0.075), coat.moved(x - 0.18, 1.71, z - 0.07)]
    return ((merged([board, *pegs]), OILED), (merged(cloth), WOOLLEN))


def _lighter(rgb: Rgb, by: float) -> Rgb:
    return (rgb[0] * by, rgb[1] * by, rgb[2] * by)
