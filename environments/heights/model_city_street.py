"""What stands in the streets around the terrace: trees, lamps, benches, a café, a bus stop, parked cars, road works."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from environments.heights import model_city_park
from environments.heights import model_city_pavement as pavement
from environments.heights.model_city_pavement import FAR_KERB_Z_M, NEAR_KERB_Z_M, placed
from environments.heights.model_city_plan import (
    HALF_ROAD_M,
    HALF_X_M,
    HALF_Z_M,
    KERB_M,
    LANE_M,
    MAIN_Z_M,
)
from environments.modelling import street, vegetation, vehicles
from environments.modelling.facades import Surfaces, by_material
from environments.modelling.material import linear
from environments.modelling.mesh import Rgb
from environments.modelling.model import Parts
from environments.modelling.repeat import copies
from environments.scene import Light, LightKind

FINE_M = 75.0
"""From farther away nobody misses chairs and covers."""
CARS_M, FAR_CARS_M = 110.0, 80.0
SMALL_M = 50.0
"""From farther away nobody misses what stands on the pavements."""
_LAMPS: tuple[tuple[float, float, float], ...] = (
    (-6.4, NEAR_KERB_Z_M + 0.5, 0.0), (6.4, NEAR_KERB_Z_M + 0.5, 0.0), (-21.0, NEAR_KERB_Z_M + 0.5, 0.0),
    (21.0, NEAR_KERB_Z_M + 0.5, 0.0), (-14.2, FAR_KERB_Z_M - 0.5, 180.0), (0.4, FAR_KERB_Z_M - 0.5, 180.0),
    (14.2, FAR_KERB_Z_M - 0.5, 180.0), (-38.0, -1.5, -90.0), (38.0, -1.5, 90.0), (-38.0, -17.8, -90.0),
    (38.0, -17.8, 90.0), (-52.0, FAR_KERB_Z_M - 0.5, 180.0), (52.0, FAR_KERB_Z_M - 0.5, 180.0),
    (-26.0, -32.0, 90.0), (26.0, -32.0, -90.0),
)  # fmt: skip
"""x, z and turn of each lamp; its arm points over the road."""
_TREES: tuple[tuple[float, float, float, int], ...] = (
    (-9.6, -3.3, 6.6, 2), (9.8, -3.3, 7.2, 2), (-17.6, -3.3, 7.6, 2), (17.8, -3.3, 6.4, 2),
    (-21.5, -16.3, 7.4, 1), (-7.2, -16.3, 6.8, 2), (7.4, -16.3, 7.6, 2), (21.0, -16.3, 7.0, 1),
    (-25.2, -25.0, 7.0, 1), (-25.2, -38.0, 7.8, 1), (-25.2, -51.0, 7.0, 1), (25.2, -25.0, 7.4, 1),
    (25.2, -38.0, 6.9, 1), (25.2, -51.0, 7.2, 1), (-44.0, -16.3, 7.2, 1), (-56.0, -16.3, 6.6, 1),
    (-68.0, -16.3, 7.4, 1), (-80.0, -16.3, 7.0, 1), (-45.0, -3.2, 7.0, 1), (-58.0, -3.2, 7.4, 1),
    (-71.0, -3.2, 6.8, 1), (45.0, -3.2, 7.3, 1), (58.0, -3.2, 6.7, 1), (71.0, -3.2, 7.1, 1), (84.0, -3.2, 7.2, 1),
)  # fmt: skip
_LEAVES_M = 57.0
"""Trees farther along the street have no leaves of their own."""
BODIES = (vehicles.HATCH, vehicles.SALOON, vehicles.ESTATE, vehicles.HATCH, vehicles.SALOON, vehicles.VAN)
_STOP_X_M = (-13.0, -2.0)
"""Where buses stop on the far side: nobody parks there."""


def pieces() -> dict[str, tuple[Parts, float | None]]:
    """Meshes by name, each with the distance within which it is drawn."""
    return {
        "lamps": (_lamps(), None),
        "trees_near": (_trees(2), None),
        "trees_left": (_trees(1, -1.0), None),
        "trees_right": (_trees(1, 1.0), None),
        "parked_middle": (_parked(lambda x, z: abs(x) < 27.0 and z > -20.0, True), CARS_M),
        "parked_left": (_parked(lambda x, z: -62.0 < x < -27.0 and z > -66.0, False), CARS_M),
        "parked_right": (_parked(lambda x, z: 27.0 < x < 62.0 and z > -66.0, False), CARS_M),
        "parked_left_end": (_parked(lambda x, z: -100.0 < x <= -62.0 and z > -66.0, False), FAR_CARS_M),
        "parked_right_end": (_parked(lambda x, z: 62.0 <= x < 100.0 and z > -66.0, False), FAR_CARS_M),
        "parked_beyond": (_parked(lambda x, z: abs(x) < 100.0 and z < -66.0, False), CARS_M),
        "road_marks": (_road_marks(), FINE_M + 20.0),
        "near_pavement": (pavement.near_side(), SMALL_M),
        "far_pavement": (pavement.far_side(), SMALL_M),
        "corners": (_corners(), FINE_M),
        **model_city_park.pieces(),
    }


def lights() -> tuple[Light, ...]:
    """The street's lamps; their light is baked."""
    made = []
    for i, (x, z, turn) in enumerate(_LAMPS):
        angle = np.radians(turn)
        out = street.LAMP_REACH_M
        at = (
            x - out * float(np.sin(angle)),
            KERB_M + street.LAMP_HIGH_M - 0.4,
            z - out * float(np.cos(angle)),
        )
        made.append(
            Light(
                id=f"street_lamp_{i + 1}",
                kind=LightKind.POINT,
                colour=linear("ffcf8a"),
                intensity=16.0,
                position=(round(at[0], 3), round(at[1], 3), round(at[2], 3)),
                node="city",
                fixed=True,
            )
        )
    return tuple(made)


def _lamps() -> Parts:
    iron, glass = street.lamp()
    at = np.array([(x, KERB_M, z) for x, z, _ in _LAMPS])
    turn = np.array([turn for _, _, turn in _LAMPS])
    return ((copies(iron, at, turn), street.CAST_IRON), (copies(glass, at, turn), street.LAMP_GLASS))


def _trees(detail: int, side: float = 0.0) -> Parts:
    random = np.random.default_rng(330 + detail + int(side))
    made: Surfaces = []
    for x, z, high, level in _TREES:
        if level != detail or (side and x * side < 0.0):
            continue
        for mesh, material in vegetation.tree(random, high, detail if abs(x) < _LEAVES_M else 0):
            made.append((mesh.turned("y", 360.0 * random.random()).moved(x, KERB_M, z), material))
        iron, soil = street.tree_pit()
        made += [(iron.moved(x, KERB_M, z), street.CAST_IRON), (soil.moved(x, KERB_M, z), vegetation.SOIL)]
    return by_material(made)


def _bays() -> Iterator[tuple[float, float, float]]:
    """x, z and turn of the places along the kerbs, at the marked bays."""
    side = LANE_M + 1.1
    for block_x in (-64.0, 0.0, 64.0):
        for z in (MAIN_Z_M, MAIN_Z_M - 58.0):
            for x in np.arange(block_x - HALF_X_M + 9.5 + 2.8, block_x + HALF_X_M - 11.0, 5.6):
                yield float(x), z + side, -90.0
                yield float(x), z - side, 90.0
    for block_z in (19.35, -38.65):
        for x in (-96.0, -32.0, 32.0, 96.0):
            for z in np.arange(block_z - HALF_Z_M + 9.5 + 2.8, block_z + HALF_Z_M - 11.0, 5.6):
                yield x - side, float(z), 180.0
                yield x + side, float(z), 0.0


def _parked(here: Callable[[float, float], bool], full: bool) -> Parts:
    random = np.random.default_rng(34)
    made: Surfaces = []
    for x, z, turn in _bays():
        taken, body, paint, shift = random.random(4)
        at_stop = abs(z - (MAIN_Z_M - LANE_M - 1.1)) < 0.1 and _STOP_X_M[0] - 3 < x < _STOP_X_M[1]
        if taken > 0.72 or at_stop or not here(x, z) or (x, z) == (32.0, 0.0):
            continue
        rgb: Rgb = vehicles.PAINTS[int(paint * len(vehicles.PAINTS))]
        along = 0.7 * (shift - 0.5)
        dx, dz = (along, 0.0) if abs(turn) == 90.0 else (0.0, along)
        for mesh, material in vehicles.car(BODIES[int(body * len(BODIES))], rgb, plain=not full):
            made.append((mesh.turned("y", turn + 2.0 * (shift - 0.5)).moved(x + dx, 0.0, z + dz), material))
    return by_material(made)


def _road_marks() -> Parts:
    """Covers, drains, patches, cracks and oil on the main street and the corners beside it."""
    random = np.random.default_rng(71)
    covers = [
        (-1.4, -8.7),
        (2.2, -13.0),
        (9.5, -11.4),
        (-12.6, -8.2),
        (19.0, -7.9),
        (-21.0, -11.6),
        (32.0, -9.6),
        (-32.0, -10.4),
        (-30.5, -22.0),
        (33.0, -26.0),
        (-47.0, -9.8),
        (46.0, -9.1),
    ]
    drains = [(x, z) for x in (-16.0, -5.0, 6.6, 18.2) for z in (NEAR_KERB_Z_M - 0.24, FAR_KERB_Z_M + 0.24)]
    patches = [
        (4.6, -8.1, 1.5, 2.6),
        (-6.8, -11.3, 2.6, 1.2),
        (-3.2, -7.4, 1.0, 1.0),
        (14.2, -9.4, 3.6, 0.7),
        (-17.0, -8.8, 2.0, 2.2),
        (11.6, -5.6, 1.2, 0.9),
        (0.9, -11.9, 0.9, 1.6),
        (24.0, -11.0, 2.2, 1.8),
        (-26.0, -8.0, 3.0, 1.0),
        (-33.5, -20.0, 1.4, 3.0),
        (30.0, -24.0, 2.2, 1.4),
    ]
    cracks = [
        (-8.0, -9.9, 7.0),
        (6.0, -10.2, 5.0),
        (-0.5, -6.6, 4.0),
        (17.0, -12.6, 6.0),
        (-20.0, -6.8, 4.0),
        (1.0, -9.2, 3.2),
    ]
    oil = [
        (x + 0.4 * random.normal(), z + 0.3 * random.normal())
        for x, z, turn in _bays()
        if abs(x) < 26 and z > -20
    ]
    made: Surfaces = [
        (copies(street.cover(), [(x, 0.004, z) for x, z in covers]), street.CAST_IRON),
        (copies(street.drain(), [(x, 0.004, z) for x, z in drains]), street.CAST_IRON),
        (street.stains(oil, random), vehicles.SHADE),
    ]
    for x, z, wide, long in patches:
        made.append((street.road_patch(wide, long, random).moved(x, 0.0, z).boxed("z"), street.ROAD_DECAL))
    for x, z, long in cracks:
        made.append(
            (
                street.crack(long, random).turned("y", 20.0 * random.normal()).moved(x, 0.0, z),
                street.ROAD_DECAL,
            )
        )
    pits = [(4.4, 1.4), (-4.6, -2.2), (12.5, -2.4), (-13.0, 0.6), (3.0, -16.6), (-10.0, -17.0)]
    made.append((copies(street.cover(0.26), [(x, KERB_M, z) for x, z in pits]), street.CAST_IRON))
    return by_material(made)


def _corners() -> Parts:
    """Traffic lights, and paving with studs where people cross, at the two crossroads beside the terrace."""
    made: Surfaces = []
    pole, green = street.traffic_light()
    near_z, far_z = NEAR_KERB_Z_M, FAR_KERB_Z_M
    for x in (-32.0, 32.0):
        west, east = x - HALF_ROAD_M, x + HALF_ROAD_M
        # Each stands at the right of a stop line and faces those who come.
        lights_at = [
            (west - 8.6, near_z + 0.5, 90.0),
            (east + 8.6, far_z - 0.5, -90.0),
            (east + 0.5, near_z + 8.6, 180.0),
            (west - 0.5, far_z - 8.6, 0.0),
        ]
        made += [placed(pole, street.CAST_IRON, lights_at), placed(green, street.LAMP_GLASS, lights_at)]
        for kerb_z, out in ((near_z, 1.0), (far_z, -1.0)):
            for side in (west - 6.1, east + 6.1):
                made.append(
                    (street.tactile(3.0, 0.8).moved(side, KERB_M, kerb_z + 0.62 * out), street.STONEWORK)
                )
        for kerb_x, out in ((west, -1.0), (east, 1.0)):
            for at_z in (near_z + 6.1, far_z - 6.1):
                made.append(
                    (
                        street.tactile(3.0, 0.8).turned("y", 90.0).moved(kerb_x + 0.62 * out, KERB_M, at_z),
                        street.STONEWORK,
                    )
                )
    return by_material(made)
