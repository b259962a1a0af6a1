"""What people use on the pavements below the terrace: cafés, benches, bins, bicycles, a bus shelter, planters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from environments.heights.model_city_plan import HALF_ROAD_M, KERB_M, MAIN_Z_M
from environments.modelling import street, vegetation, vehicles
from environments.modelling.facades import Generator, Surfaces, by_material
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, Rgb
from environments.modelling.model import Parts
from environments.modelling.repeat import copies

NEAR_KERB_Z_M, FAR_KERB_Z_M = MAIN_Z_M + HALF_ROAD_M, MAIN_Z_M - HALF_ROAD_M
CAFE_NEAR = (8.2, 0.6)
CAFE_FAR = (4.6, -18.05)
_NEAR_TABLES = ((-1.6, -0.9), (0.6, -1.0), (2.6, -0.7), (-1.4, 1.1), (0.8, 1.2), (2.9, 1.3))
_FAR_TABLES = ((-1.8, 0.0), (0.3, 0.1), (2.4, 0.0), (4.4, 0.05))


def placed(
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
    made.append(placed(street.table(), street.ENAMEL, places))
    made.append(placed(street.chair(linear("b98d54")), street.TIMBER, chairs))
    cloth, pole = street.parasol(rgb)
    shaded = [(px, pz, 22.0 * i) for i, (px, pz, _) in enumerate(places[::2])]
    made += [placed(cloth, street.CANVAS, shaded), placed(pole, street.TIMBER, shaded)]
    return made


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


def near_side() -> Parts:
    random = np.random.default_rng(72)
    z = NEAR_KERB_Z_M
    timber, iron = street.bench()
    benches = [(-7.6, 0.9, 0.0), (-12.5, -2.2, 0.0), (13.6, -2.2, 0.0), (-7.6, -1.9, 180.0)]
    made: Surfaces = [
        placed(timber, street.TIMBER, benches),
        placed(iron, street.CAST_IRON, benches),
        placed(
            street.bin_(linear("3f4a44")),
            street.CAST_IRON,
            [(-6.2, 1.0, 0.0), (12.3, -2.3, 0.0), (-14.0, -2.3, 0.0)],
        ),
        placed(street.post_box(), street.ENAMEL, [(5.4, z + 0.7, 0.0)]),
        placed(street.hydrant(), street.ENAMEL, [(-12.0, z + 0.5, 0.0), (15.4, z + 0.5, 0.0)]),
        placed(street.bicycle_stands(4), street.CAST_IRON, [(-5.6, z + 1.0, 0.0)]),
        placed(street.cabinet(), street.ENAMEL, [(-19.6, z + 0.5, 0.0)]),
        placed(
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
            placed(pole, street.CAST_IRON, [(x, z + 0.45, -90.0)]),
            placed(plate, street.ENAMEL, [(x, z + 0.45, -90.0)]),
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
    made.append(placed(street.pigeon(), street.CANVAS, [(x - 2.5, bz, t) for x, bz, t in birds]))
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


def far_side() -> Parts:
    random = np.random.default_rng(73)
    z = FAR_KERB_Z_M
    timber, iron = street.bench()
    benches = [(14.8, z - 1.0, 180.0), (-18.0, z - 1.0, 180.0)]
    made: Surfaces = [
        placed(timber, street.TIMBER, benches),
        placed(iron, street.CAST_IRON, benches),
        placed(street.bin_(linear("3f4a44")), street.CAST_IRON, [(16.2, z - 1.0, 0.0), (-5.6, z - 1.1, 0.0)]),
        placed(street.hydrant(), street.ENAMEL, [(10.4, z - 0.5, 0.0)]),
        placed(street.bicycle_stands(3), street.CAST_IRON, [(18.6, z - 1.0, 0.0)]),
        placed(vehicles.bicycle(linear("c9a23f")), street.ENAMEL, [(18.3, z - 1.0, 3.0)]),
        placed(street.bollard(), street.CAST_IRON, [(x, z - 0.4, 0.0) for x in np.arange(2.0, 13.0, 1.8)]),
    ]
    shelter = street.shelter()
    for mesh, material in zip(
        shelter, (street.CAST_IRON, street.CLEAR, street.TIMBER, street.ENAMEL), strict=True
    ):
        made.append((mesh.turned("y", 180.0).moved(-10.4, KERB_M, z - 0.95), material))
    for kind, x in ((2, -6.4), (0, 12.6), (1, 20.0)):
        pole, plate = street.sign_post(kind)
        made += [
            placed(pole, street.CAST_IRON, [(x, z - 0.45, 90.0)]),
            placed(plate, street.ENAMEL, [(x, z - 0.45, 90.0)]),
        ]
    made += _cafe(*CAFE_FAR, _FAR_TABLES, linear("3f7a63"), random)
    for x in (1.6, 10.2, -15.4):
        stone, green = street.planter(random)
        made += [
            (stone.moved(x, KERB_M, z - 3.1), street.STONEWORK),
            (green.moved(x, KERB_M, z - 3.1), vegetation.LEAVES),
        ]
    return by_material(made)
