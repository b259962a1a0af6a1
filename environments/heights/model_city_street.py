"""What stands in the streets around the terrace: trees, lamps, benches, a café, a bus stop, parked cars, road works."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from environments.heights import model_city_park
from environments.heights.model_city_plan import (
    DRIVEN_M,
    HALF_ROAD_M,
    HALF_X_M,
    HALF_Z_M,
    KERB_M,
    LANE_M,
    MAIN_Z_M,
    STREET_Y_M,
)
from environments.modelling import street, vegetation, vehicles
from environments.modelling.facades import Generator, Surfaces, by_material
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, Rgb, merged
from environments.modelling.model import Parts
from environments.modelling.repeat import copies
from environments.scene import Light, LightKind

FINE_M = 75.0
"""From farther away nobody misses chairs and covers."""
CARS_M = 150.0
NEAR_KERB_Z_M, FAR_KERB_Z_M = MAIN_Z_M + HALF_ROAD_M, MAIN_Z_M - HALF_ROAD_M
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
        "parked_left": (_parked(lambda x, z: -100.0 < x < -27.0 and z > -66.0, False), CARS_M),
        "parked_right": (_parked(lambda x, z: 27.0 < x < 100.0 and z > -66.0, False), CARS_M),
        "parked_beyond": (_parked(lambda x, z: abs(x) < 100.0 and z < -66.0, False), CARS_M),
        "road_marks": (_road_marks(), FINE_M + 20.0),
        "near_pavement": (_near_pavement(), FINE_M),
        "far_pavement": (_far_pavement(), FINE_M),
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
                intensity=9.0,
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
        for mesh, material in vegetation.tree(random, high, detail):
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


def _placed(
    mesh: Mesh, material: Material, places: Sequence[tuple[float, float, float]]
) -> tuple[Mesh, Material]:
    """Copies on the pavement at (x, z, turn)."""
    at = np.array([(x, KERB_M, z) for x, z, _ in places])
    return copies(mesh, at, np.array([turn for _, _, turn in places])), material


def _cafe(x: float, z: float, tables: Sequence[tuple[float, float]], rgb: Rgb, random: Generator) -> Surfaces:
    """Tables with chairs around them, every other one under a parasol."""
    made: Surfaces = []
    places, chairs = [], []
    for n, (dx, dz) in enumerate(tables):
        places.append((x + dx, z + dz, 40.0 * n))
        for k in range(2 + n % 2):
            angle = 2.1 * k + n
            chairs.append(
                (
                    x + dx + 0.55 * np.sin(angle),
                    z + dz + 0.55 * np.cos(angle),
                    float(np.degrees(angle)) + 8 * random.normal(),
                )
            )
    made.append(_placed(street.table(), street.ENAMEL, places))
    made.append(_placed(street.chair(linear("b98d54")), street.TIMBER, chairs))
    cloth, pole = street.parasol(rgb)
    shaded = [(px, pz, 22.0 * i) for i, (px, pz, _) in enumerate(places[::2])]
    made += [_placed(cloth, street.CANVAS, shaded), _placed(pole, street.TIMBER, shaded)]
    return made


CAFE_NEAR = (8.2, 0.6)
CAFE_FAR = (4.6, -18.05)
_NEAR_TABLES = ((-1.6, -0.9), (0.6, -1.0), (2.6, -0.7), (-1.4, 1.1), (0.8, 1.2), (2.9, 1.3))
_FAR_TABLES = ((-1.8, 0.0), (0.3, 0.1), (2.4, 0.0), (4.4, 0.05))


def seats() -> list[tuple[float, float, float]]:
    """Where people may sit at the cafés: x, z and the turn of their chair, two at a table."""
    made = []
    for (x, z), tables in ((CAFE_NEAR, _NEAR_TABLES), (CAFE_FAR, _FAR_TABLES)):
        for n, (dx, dz) in enumerate(tables):
            for k in range(2):
                angle = 2.1 * k + n
                made.append(
                    (
                        x + dx + 0.55 * float(np.sin(angle)),
                        z + dz + 0.55 * float(np.cos(angle)),
                        float(np.degrees(angle)),
                    )
                )
    return made


def _near_pavement() -> Parts:
    random = np.random.default_rng(72)
    z = NEAR_KERB_Z_M
    timber, iron = street.bench()
    benches = [(-7.6, 0.9, 0.0), (-12.5, -2.2, 0.0), (13.6, -2.2, 0.0), (-7.6, -1.9, 180.0)]
    made: Surfaces = [
        _placed(timber, street.TIMBER, benches),
        _placed(iron, street.CAST_IRON, benches),
        _placed(
            street.bin_(linear("3f4a44")),
            street.CAST_IRON,
            [(-6.2, 1.0, 0.0), (12.3, -2.3, 0.0), (-14.0, -2.3, 0.0)],
        ),
        _placed(street.post_box(), street.ENAMEL, [(5.4, z + 0.7, 0.0)]),
        _placed(street.hydrant(), street.ENAMEL, [(-12.0, z + 0.5, 0.0), (15.4, z + 0.5, 0.0)]),
        _placed(street.bicycle_stands(4), street.CAST_IRON, [(-5.6, z + 1.0, 0.0)]),
        _placed(street.cabinet(), street.ENAMEL, [(-19.6, z + 0.5, 0.0)]),
        _placed(
            street.bollard(),
            street.CAST_IRON,
            [(x, z + 0.4, 0.0) for x in (7.6, 8.5, 11.2, 12.1, -7.6, -8.5, -11.0)],
        ),
    ]
    for i, dx in enumerate((-1.35, -0.4, 1.2)):
        bike = vehicles.bicycle((linear("3f6f8f"), linear("a03a32"), linear("4f5a45"))[i])
        made.append((bike.turned("y", 4.0 * i).moved(-5.6 + dx, KERB_M, z + 1.0), street.ENAMEL))
    for kind, x in ((0, -3.9), (1, 18.9), (2, -16.0)):
        pole, plate = street.sign_post(kind)
        made += [
            _placed(pole, street.CAST_IRON, [(x, z + 0.45, -90.0)]),
            _placed(plate, street.ENAMEL, [(x, z + 0.45, -90.0)]),
        ]
    made += _cafe(*CAFE_NEAR, _NEAR_TABLES, linear("b8553a"), random)
    for x, pz in ((5.0, -1.4), (5.0, 2.4), (11.9, -1.4), (-10.6, 1.4), (-4.9, 1.6)):
        stone, green = street.planter(random)
        made += [
            (stone.turned("y", 90.0).moved(x, KERB_M, pz), street.STONEWORK),
            (green.turned("y", 90.0).moved(x, KERB_M, pz), vegetation.LEAVES),
        ]
    for x in (-16.2, 15.9):
        for mesh, material in vegetation.flower_bed(3.2, 1.3, random):
            made.append((mesh.moved(x, KERB_M + 0.02, 1.4), material))
    birds = [
        (-2.0 - random.random() * 4, -0.5 + 2.0 * random.random(), 360 * random.random()) for _ in range(9)
    ]
    made.append(_placed(street.pigeon(), street.CANVAS, [(x - 2.5, bz, t) for x, bz, t in birds]))
    tufts = np.array(
        [
            (x + 0.5 * s, KERB_M, -3.3 + 0.5 * t)
            for x in (-9.6, 9.8, -17.6, 17.8)
            for s in (-1, 1)
            for t in (-0.8, 0.6)
        ]
    )
    made.append((vegetation.grass_tufts(tufts, random).boxed("y"), vegetation.LEAVES))
    return by_material(made)


def _far_pavement() -> Parts:
    random = np.random.default_rng(73)
    z = FAR_KERB_Z_M
    timber, iron = street.bench()
    benches = [(14.8, z - 1.0, 180.0), (-18.0, z - 1.0, 180.0)]
    made: Surfaces = [
        _placed(timber, street.TIMBER, benches),
        _placed(iron, street.CAST_IRON, benches),
        _placed(
            street.bin_(linear("3f4a44")), street.CAST_IRON, [(16.2, z - 1.0, 0.0), (-5.6, z - 1.1, 0.0)]
        ),
        _placed(street.hydrant(), street.ENAMEL, [(10.4, z - 0.5, 0.0)]),
        _placed(street.bicycle_stands(3), street.CAST_IRON, [(18.6, z - 1.0, 0.0)]),
        _placed(vehicles.bicycle(linear("c9a23f")), street.ENAMEL, [(18.3, z - 1.0, 3.0)]),
        _placed(street.bollard(), street.CAST_IRON, [(x, z - 0.4, 0.0) for x in np.arange(2.0, 13.0, 1.8)]),
    ]
    shelter = street.shelter()
    for mesh, material in zip(
        shelter, (street.CAST_IRON, street.CLEAR, street.TIMBER, street.ENAMEL), strict=True
    ):
        made.append((mesh.turned("y", 180.0).moved(-10.4, KERB_M, z - 0.95), material))
    for kind, x in ((2, -6.4), (0, 12.6), (1, 20.0)):
        pole, plate = street.sign_post(kind)
        made += [
            _placed(pole, street.CAST_IRON, [(x, z - 0.45, 90.0)]),
            _placed(plate, street.ENAMEL, [(x, z - 0.45, 90.0)]),
        ]
    made += _cafe(*CAFE_FAR, _FAR_TABLES, linear("3f7a63"), random)
    for x in (1.6, 10.2, -15.4):
        stone, green = street.planter(random)
        made += [
            (stone.moved(x, KERB_M, z - 3.1), street.STONEWORK),
            (green.moved(x, KERB_M, z - 3.1), vegetation.LEAVES),
        ]
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
        made += [_placed(pole, street.CAST_IRON, lights_at), _placed(green, street.LAMP_GLASS, lights_at)]
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


__all__ = ["BODIES", "DRIVEN_M", "STREET_Y_M", "lights", "merged", "pieces", "seats"]
