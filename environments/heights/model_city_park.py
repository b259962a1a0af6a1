"""The small park to the right: lawn under trees, a hedge around it, beds, benches along its ways."""

from __future__ import annotations

import numpy as np

from environments.heights.model_city_plan import HALF_X_M, HALF_Z_M, KERB_M, PARK, PAVEMENT_M
from environments.modelling import street, vegetation
from environments.modelling.facades import Surfaces, by_material
from environments.modelling.material import linear
from environments.modelling.mesh import lathe
from environments.modelling.model import Parts
from environments.modelling.repeat import copies

_LEAVES_M = 68.0
"""Trees farther from the terrace have no leaves of their own."""


def pieces() -> dict[str, tuple[Parts, float | None]]:
    """Meshes by name, each with the distance within which it is drawn."""
    return {"park_trees": (_trees(), None), "park": (_fine(), 52.0)}


def _trees() -> Parts:
    random = np.random.default_rng(81)
    made: Surfaces = []
    places: list[tuple[float, float]] = []
    while len(places) < 22:
        x, z = (random.random(2) * 2.0 - 1.0) * np.array([HALF_X_M - 6.0, HALF_Z_M - 6.0])
        on_way = abs(abs(z / x) - HALF_Z_M / HALF_X_M) * abs(x) < 3.4 or np.hypot(x, z) < 8.5
        if on_way or any(np.hypot(x - a, z - b) < 4.4 for a, b in places):
            continue
        places.append((float(x), float(z)))
    for x, z in places:
        for mesh, material in vegetation.tree(
            random,
            6.5 + 3.0 * float(random.random()),
            int(float(np.hypot(PARK[0] + x, PARK[1] + z)) < _LEAVES_M),
        ):
            made.append((mesh.moved(PARK[0] + x, KERB_M, PARK[1] + z), material))
    return by_material(made)


def _fine() -> Parts:
    random = np.random.default_rng(82)
    made: Surfaces = []
    wide, deep = HALF_X_M - PAVEMENT_M, HALF_Z_M - PAVEMENT_M
    for sx in (-1.0, 1.0):
        for length, at in ((wide - 4.0, 0.55),):
            for sz in (-1.0, 1.0):
                hedge = vegetation.hedge(length, 0.9, 0.7, random, 0.55)
                made.append(
                    (
                        hedge.moved(PARK[0] + sx * wide * at, KERB_M, PARK[1] + sz * (deep - 0.5)),
                        vegetation.LEAVES,
                    )
                )
        hedge = vegetation.hedge(2 * deep - 14.0, 0.9, 0.7, random, 0.55).turned("y", 90.0)
        made.append((hedge.moved(PARK[0] + sx * (wide - 0.5), KERB_M, PARK[1]), vegetation.LEAVES))
    timber, iron = street.bench()
    angle = np.arange(6) * 60.0 + 30.0
    around = np.stack(
        [
            PARK[0] + 5.4 * np.sin(np.radians(angle)),
            np.full(6, KERB_M + 0.05),
            PARK[1] + 5.4 * np.cos(np.radians(angle)),
        ],
        axis=1,
    )
    made += [(copies(timber, around, angle), street.TIMBER), (copies(iron, around, angle), street.CAST_IRON)]
    basin = lathe(
        [
            (2.2, 0.0),
            (2.2, 0.5),
            (1.9, 0.5),
            (1.9, 0.36),
            (0.3, 0.36),
            (0.2, 1.1),
            (0.7, 1.25),
            (0.75, 1.32),
            (0.0, 1.3),
        ],
        20,
    )
    made.append((basin.coloured(linear("b5aea2")).moved(PARK[0], KERB_M + 0.05, PARK[1]), street.STONEWORK))
    for a in (0.0, 90.0, 180.0, 270.0):
        for mesh, material in vegetation.flower_bed(3.6, 1.2, random, 3.5):
            made.append((mesh.moved(z=8.2).turned("y", a).moved(PARK[0], KERB_M + 0.03, PARK[1]), material))
    return by_material(made)
