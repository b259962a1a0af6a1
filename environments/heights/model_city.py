"""The town around the tower, in its own space: y is 0 on the road, the tower's front stands at TOWER_FRONT_Z_M.

Streets run along x and z between blocks; a plaza lies below the terrace, a street beyond it, a park to the right.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from environments.behaviours import ByParameter, Channel, Curve, Loop
from environments.modelling.material import MATT, SATIN, Material, linear
from environments.modelling.mesh import Mesh, Rgb, box, cylinder, floor, merged, quads
from environments.modelling.model import Parts
from environments.modelling.people import LOOKS, far_away
from environments.modelling.town import (
    BRICK,
    CAR_COLOURS,
    OFFICE,
    STONE,
    STYLES,
    TOWER,
    Generator,
    bird,
    building,
    car,
    tree,
)
from environments.placement import Placement, Vec3
from environments.scene import Anchor, Light, Node

KERB_M = 0.14
TOWER_FRONT_Z_M = 3.62
TOWER_HEIGHT_M = 84.0
STREETS_X_M = (-160.0, -96.0, -32.0, 32.0, 96.0, 160.0)
STREETS_Z_M = (30.0, -22.0, -74.0, -126.0, -178.0, -230.0)
LANE_M = 1.9
"""A lane's middle from the middle of the street; cars keep right."""
PARK = (64.0, -48.0)
LIFT_X_M = 4.3
STREET_Y_M = -0.2
"""Where the road lies at height 0: its pavements then end just below the terrace."""
_ROWS = ((4.0, "beside"), (-48.0, "near"), (-100.0, "second"), (-152.0, "third"), (-204.0, "far"))
_SIDES = ((-1, "left"), (0, "middle"), (1, "right"))
_CAR_TINTS: tuple[Rgb, ...] = (*CAR_COLOURS, linear("a3b4bd"))

_BLOCKS_X_M = (-128.0, -64.0, 0.0, 64.0, 128.0)
_BLOCKS_Z_M = (4.0, -48.0, -100.0, -152.0, -204.0)
_LOWEST_HIGHEST_M = {
    4.0: (12.0, 34.0),
    -48.0: (9.0, 24.0),
    -100.0: (14.0, 42.0),
    -152.0: (22.0, 64.0),
    -204.0: (28.0, 84.0),
}
_ROAD, _PAVING, _PLAZA = linear("5c5e60"), linear("b3ada2"), linear("c6bba8")
_LINES, _GRASS = linear("dcdcd4"), linear("86a066")


def ground() -> Mesh:
    """Roads with their markings, pavements, the plaza and the park's lawn."""
    parts = [floor(900.0, 900.0).moved(z=-150.0).coloured(_ROAD)]
    for x in _BLOCKS_X_M:
        for z in _BLOCKS_Z_M:
            parts.append(box(52.0, KERB_M, 40.0).standing().moved(x, KERB_M / 2, z).coloured(_PAVING))
    plaza = [
        (x, z, _PLAZA if (i + j) % 2 else linear("bdb19d"))
        for i, x in enumerate(np.arange(-21.0, 22.0, 6.0))
        for j, z in enumerate(np.arange(-11.0, 3.0, 6.0))
    ]
    parts.append(_patches([(x, z, 6.0, 6.0, rgb) for x, z, rgb in plaza], KERB_M + 0.03))
    parts.append(_patches([(PARK[0], PARK[1], 46.0, 34.0, _GRASS)], KERB_M + 0.04))
    paths = [(PARK[0], PARK[1], 46.0, 2.6, linear("cbbf9f")), (PARK[0], PARK[1], 2.6, 34.0, linear("cbbf9f"))]
    parts.append(_patches(paths, KERB_M + 0.09))
    parts.append(_patches(list(_markings()), 0.04))
    return merged(parts)


def _patches(patches: list[tuple[float, float, float, float, Rgb]], y: float) -> Mesh:
    """Level rectangles: centre x, centre z, width, depth, colour."""
    corners = [
        [
            (x - w / 2, y, z + d / 2),
            (x + w / 2, y, z + d / 2),
            (x + w / 2, y, z - d / 2),
            (x - w / 2, y, z - d / 2),
        ]
        for x, z, w, d, _ in patches
    ]
    return quads(np.array(corners), np.array([patch[4] for patch in patches]))


def _markings() -> Iterator[tuple[float, float, float, float, Rgb]]:
    """Dashed middle lines of the near streets, and zebra crossings at the near corners."""
    for z in STREETS_Z_M[1:3]:
        yield from (
            (x, z, 2.2, 0.18, _LINES) for x in np.arange(-90.0, 91.0, 6.0) if abs(abs(x) - 32.0) > 8.0
        )
    for x in STREETS_X_M[1:5]:
        yield from (
            (x, z, 0.18, 2.2, _LINES) for z in np.arange(-120.0, 24.0, 6.0) if abs((z + 22.0) % 52.0) > 9.0
        )
    for x in (-32.0, 32.0):
        for side in (-8.2, 8.2):
            yield from ((x + side, -22.0 + i * 1.0, 2.6, 0.5, _LINES) for i in range(-5, 6))
            yield from ((x + i * 1.0, -22.0 + side, 0.5, 2.6, _LINES) for i in range(-5, 6))


def tower() -> Mesh:
    """The tower the terrace hangs on, its low neighbours, and the rails of the other lift."""
    random = np.random.default_rng(21)
    body = building((22.0, TOWER_HEIGHT_M, 18.0), OFFICE, random, "+x-x-z").moved(z=TOWER_FRONT_Z_M + 9.0)
    neighbours = [
        building((11.5, 9.5, 15.0), style, random, "-z+x-x").moved(x, KERB_M, 14.0)
        for x, style in ((-17.2, STONE), (17.2, BRICK))
    ]
    rails = [
        box(0.12, TOWER_HEIGHT_M, 0.16).moved(x, TOWER_HEIGHT_M / 2, TOWER_FRONT_Z_M - 0.1)
        for x in (LIFT_X_M - 0.7, LIFT_X_M + 0.7)
    ]
    return merged([body, *neighbours, *(rail.coloured(linear("6f777b")) for rail in rails)])


def blocks(row_z_m: float, side: int) -> Mesh:
    """The buildings of one row on the left (-1), in the middle (0) or on the right (1)."""
    random = np.random.default_rng(1000 + int(-row_z_m) * 10 + side + 1)
    columns = {-1: (-128.0, -64.0), 0: (0.0,), 1: (64.0, 128.0)}[side]
    return merged(
        [
            house
            for x in columns
            if (x, row_z_m) not in {PARK, (0.0, 4.0)}
            for house in _block(x, row_z_m, random)
        ]
    )


def _block(x: float, z: float, random: Generator) -> Iterator[Mesh]:
    """Two rows of three lots; two neighbouring lots sometimes make one building."""
    low, high = _LOWEST_HIGHEST_M[z]
    inner = "" if x == 0.0 else "-x" if x > 0 else "+x"
    for row in (0, 1):
        lots = [15.2, 15.2, 15.2]
        if random.random() < 0.35:
            lots = [30.6, 15.2] if random.random() < 0.5 else [15.2, 30.6]
        left = x - 23.0
        for width in lots:
            height = low + (high - low) * float(random.random()) ** 1.6
            if row == 1:
                height = min(high * 1.1, height * 1.3)
            choice = STYLES if height < 32.0 else (OFFICE, TOWER, STONE)
            style = choice[int(random.random() * len(choice))]
            faces = inner + ("-z" if z > 0.0 else "+z") + ("+x-x" if x == 0.0 else "")
            house = building((width - 0.1, height, 16.4), style, random, faces, z > -150.0)
            yield house.moved(
                left + width / 2, KERB_M, z + (8.5 if row == 0 else -8.5) * (1.0 if z <= 0.0 else -1.0)
            )
            left += width + 0.2


def trees() -> Mesh:
    """Along the near streets, on the plaza and in the park."""
    random = np.random.default_rng(33)
    places = [(x, -29.6) for x in np.arange(-24.0, 25.0, 8.0)]
    places += [(x, -14.4) for x in (-22.0, -14.0, 14.0, 22.0)]
    places += [(x, -29.6) for x in (-84.0, -74.0, -64.0, -54.0, -44.0, 42.0, 52.0, 76.0, 86.0)]
    places += [(sign * 24.6, z) for sign in (-1, 1) for z in (-38.0, -48.0, -58.0)]
    places += [
        (PARK[0] + 40 * (random.random() - 0.5), PARK[1] + 28 * (random.random() - 0.5)) for _ in range(12)
    ]
    return merged([tree(random).turned("y", 360 * random.random()).moved(x, KERB_M, z) for x, z in places])


def parked_cars() -> Mesh:
    random = np.random.default_rng(34)
    parts = []
    for z, towards in ((-17.2, 90.0), (-26.8, -90.0)):
        for x in np.arange(-61.6, 62.0, 5.6):
            if abs(abs(x) - 32.0) < 12.0 or random.random() < 0.5:
                continue
            rgb = CAR_COLOURS[int(random.random() * len(CAR_COLOURS))]
            parts.append(car(rgb).turned("y", -towards).moved(x, 0.0, z))
    return merged(parts)


def people() -> Mesh:
    """Small figures on plaza, pavements and park paths, and benches to tell their size by."""
    random = np.random.default_rng(35)
    places = [
        (-7.0, -5.0),
        (-6.2, -4.6),
        (4.0, -9.0),
        (9.0, -3.0),
        (-13.0, -10.5),
        (1.5, -13.6),
        (15.0, -8.0),
    ]
    places += [
        (-20.0, -30.4),
        (-3.0, -30.6),
        (-2.2, -30.5),
        (8.0, -30.3),
        (19.0, -30.8),
        (40.0, -48.0),
        (64.5, -40.0),
    ]
    places += [(58.0, -48.4), (-38.0, -14.6), (38.0, -29.9), (-9.0, -14.9)]
    parts = []
    for i, (x, z) in enumerate(places):
        figure = far_away(LOOKS[i % len(LOOKS)]).turned("y", 360 * random.random())
        parts.append(figure.moved(x, KERB_M + 0.03, z))
    for x, z in ((-11.0, -6.0), (11.0, -6.0), (-4.0, -11.5), (6.0, -11.5)):
        parts.append(box(1.8, 0.1, 0.5).standing().moved(x, KERB_M + 0.48, z).coloured(linear("9a7a58")))
        parts.append(box(1.5, 0.42, 0.3).standing().moved(x, KERB_M + 0.24, z).coloured(linear("7f8284")))
    for x, z in ((-16.0, -3.0), (16.0, -3.0)):
        parts.append(cylinder(2.0, 0.5, 16, 0.08).standing().moved(x, KERB_M, z).coloured(linear("a9a399")))
        parts.append(tree(random).moved(x, KERB_M + 0.3, z))
    return merged(parts)


def lap(centre_x_m: float, centre_z_m: float) -> tuple[Vec3, ...]:
    """The way round a block, keeping right, with the block on the right."""
    x, z = 32.0 - LANE_M, 26.0 - LANE_M
    corners = ((x, z), (-x, z), (-x, -z), (x, -z))
    return tuple((centre_x_m + dx, 0.0, centre_z_m + dz) for dx, dz in corners)


def nodes() -> list[Node]:
    """The town's nodes under "city", which sinks as the terrace rises."""
    sinks = ByParameter(
        channel=Channel.Y, curve=Curve(parameter="height_m", points=((0.0, 0.0), (60.0, -60.0)))
    )
    made = [Node(id="city", placement=Placement((0.0, STREET_Y_M, 0.0)), behaviours=(sinks,))]
    for mesh in ("ground", "tower", "trees", "parked", "passers_by"):
        made.append(Node(id=f"city_{mesh}", mesh=mesh, parent="city", casts_shadow=mesh != "ground"))
    for z, row in _ROWS:
        for side, name in _SIDES:
            if (z, side) != (4.0, 0):
                made.append(Node(id=f"city_{row}_{name}", mesh=f"city_{row}_{name}", parent="city"))
    laps = ((0.0, -48.0, 5.6, 3), (0.0, 4.0, 5.0, 3), (-64.0, -48.0, 6.2, 2))
    number = 0
    for x, z, speed_mps, cars in laps:
        for i in range(cars):
            start_m = i * 216.8 / cars + 11.0 * number
            drive = Loop(path=lap(x, z), speed_mps=speed_mps, start_m=start_m, turn_m=2.6)
            number += 1
            red, green, blue = _CAR_TINTS[number - 1]
            made.append(
                Node(
                    id=f"car_{number}",
                    mesh="car",
                    parent="city",
                    tint=(red, green, blue, 1.0),
                    behaviours=(drive,),
                )
            )
    for i, (radius_m, height_m) in enumerate(((34.0, 30.0), (46.0, 38.0), (58.0, 47.0))):
        circle = Loop(path=_ring(radius_m, height_m), speed_mps=7.0 + i, start_m=60.0 * i, turn_m=6.0)
        made.append(
            Node(id=f"gull_{i + 1}", mesh="gull", parent="city", casts_shadow=False, behaviours=(circle,))
        )
    return made


def meshes() -> dict[str, Parts]:
    made: dict[str, Parts] = {
        "ground": ((ground(), MATT),),
        "tower": ((tower(), SATIN),),
        "trees": ((trees(), MATT),),
        "parked": ((parked_cars(), SATIN),),
        "passers_by": ((people(), MATT),),
        "car": ((car((1.0, 1.0, 1.0)), SATIN),),
        "gull": ((bird(), Material("feathers", two_sided=True)),),
    }
    for z, row in _ROWS:
        for side, name in _SIDES:
            if (z, side) != (4.0, 0):
                made[f"city_{row}_{name}"] = ((blocks(z, side), SATIN),)
    return made


def anchors() -> tuple[Anchor, ...]:
    return (
        Anchor(id="look_down_target", node="city", placement=Placement((1.5, 0.2, -13.6))),
        Anchor(id="ground", node="city", placement=Placement((0.0, KERB_M, -6.0))),
    )


def lights() -> tuple[Light, ...]:
    """Lamps of the street near enough to be told apart; their light is baked."""
    return ()


def _ring(radius_m: float, height_m: float) -> tuple[Vec3, ...]:
    """Eight points around a place in front of the terrace."""
    half = radius_m * 0.70710678
    plan = ((radius_m, 0.0), (half, half), (0.0, radius_m), (-half, half))
    ring = [*plan, *((-x, -z) for x, z in plan)]
    return tuple((x, height_m, z - 62.0) for x, z in ring)
