"""Who and what moves in the town: cars and a bus on their laps, people on pavements and at cafés, gulls.

Every lap goes round one block and keeps right, so no two share a lane or cross; on one lap all have one speed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from environments.behaviours import Behaviour, ByParameter, Channel, Curve, Loop
from environments.heights.model_city_pavement import seats
from environments.heights.model_city_plan import (
    ACROSS,
    HALF_X_M,
    HALF_Z_M,
    HOME,
    KERB_M,
    PARK,
    lap,
    lap_m,
)
from environments.modelling import people, town, vehicles
from environments.modelling.facades import Surfaces, by_material
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Rgb
from environments.modelling.model import Parts
from environments.placement import Vec3
from environments.scene import Clip, Node

WALKERS_M, PEOPLE_M = 58.0, 36.0
"""From farther away nobody who walks, and nobody who keeps still, is seen."""
_WALK_IN_M = 2.0
"""Walkers keep this far from the kerb."""
_FEATHERS = Material("gull_feathers", two_sided=True)


class _Lap(NamedTuple):
    block: tuple[float, float]
    speed_mps: float
    drivers: tuple[str, ...]
    """Bodies, in order and evenly apart; with an asterisk, those who stay away while there is little traffic."""


_LAPS = (
    _Lap(HOME, 6.4, ("saloon", "taxi*", "hatch*", "estate")),
    _Lap(ACROSS, 6.0, ("bus", "hatch", "van*", "taxi")),
    _Lap(PARK, 6.8, ("estate*", "saloon")),
    _Lap((-64.0, -38.65), 6.2, ("hatch*", "saloon")),
)
_BODIES = {
    "saloon": vehicles.SALOON, "taxi": vehicles.SALOON, "hatch": vehicles.HATCH, "estate": vehicles.ESTATE,
    "van": vehicles.VAN,
}  # fmt: skip
_TINTS: tuple[Rgb, ...] = tuple(
    linear(html)
    for html in (
        "8b2f2c",
        "d9dadb",
        "35506e",
        "b9bdc0",
        "4a6b5a",
        "e4e0d6",
        "2f3338",
        "d3d6d2",
        "5a7fa0",
        "b8b2a4",
    )
)
_RINGS: tuple[tuple[tuple[float, float], int], ...] = (
    (ACROSS, 6), (PARK, 3), ((-64.0, -38.65), 2), ((-64.0, 19.35), 1),
)  # fmt: skip
_WALKERS = (3, 11, 27, 42, 58, 64)
_SITTING = (5, 19, 33, 47)
_STANDING = (
    (8, -6.6, 2.0, 120.0),
    (22, -7.4, 1.6, -50.0),
    (31, 5.9, -2.6, 30.0),
    (16, -9.2, -16.4, 180.0),
    (39, -11.2, -16.2, 170.0),
)
"""Seed, x, z and turn of those who talk, post a letter or wait for the bus."""


def nodes() -> list[Node]:
    """Under "city"."""
    made: list[Node] = []
    number = 0
    for k, way in enumerate(_LAPS):
        for i, driver in enumerate(way.drivers):
            number += 1
            long = driver == "bus"
            drive = Loop(
                path=lap(*way.block),
                speed_mps=way.speed_mps,
                turn_m=5.0 if long else 2.6,
                start_m=lap_m() * i / len(way.drivers) + 23.0 * k,
            )
            also: list[Behaviour] = [drive]
            if driver.endswith("*"):
                few = Curve(parameter="traffic", points=((0.15, 0.0), (0.3, 1.0)))
                also.append(ByParameter(channel=Channel.OPACITY, curve=few))
            made.append(
                Node(
                    id=f"car_{number}",
                    mesh=f"car_{number}",
                    parent="city",
                    casts_shadow=False,
                    behaviours=tuple(also),
                )
            )
    number = 0
    for block, count in _RINGS:
        for i in range(count):
            seed = _WALKERS[number % len(_WALKERS)]
            path = _ring(block)
            walk = Loop(
                path=path,
                speed_mps=people.speed_mps(seed),
                turn_m=0.7,
                start_m=184.0 * (i + 0.3 * (number % 3)) / count,
            )
            number += 1
            made.append(
                Node(
                    id=f"walker_{number}",
                    mesh=f"walker_{seed}",
                    parent="city",
                    casts_shadow=False,
                    clip="walk",
                    clip_start=(number * 0.37) % 1.0,
                    within_m=WALKERS_M,
                    behaviours=(walk,),
                )
            )
    for name in ("sitting", "standing"):
        made.append(Node(id=f"city_{name}", mesh=f"city_{name}", parent="city", within_m=PEOPLE_M))
    for i, (radius_m, height_m) in enumerate(((30.0, 24.0), (42.0, 34.0), (55.0, 45.0))):
        circle = Loop(path=_circle(radius_m, height_m), speed_mps=6.5 + i, start_m=60.0 * i, turn_m=6.0)
        made.append(
            Node(id=f"gull_{i + 1}", mesh="gull", parent="city", casts_shadow=False, behaviours=(circle,))
        )
    return made


def meshes() -> dict[str, Parts]:
    made: dict[str, Parts] = {"gull": ((town.bird(), _FEATHERS),)}
    number = 0
    for way in _LAPS:
        for driver in way.drivers:
            number += 1
            kind = driver.rstrip("*")
            if kind == "bus":
                made[f"car_{number}"] = vehicles.bus(linear("e8e4da"), linear("a83a32"))
            else:
                rgb = vehicles.TAXI if kind == "taxi" else _TINTS[number % len(_TINTS)]
                made[f"car_{number}"] = vehicles.car(_BODIES[kind], rgb, kind == "taxi")
    made |= {f"walker_{seed}": people.walker(seed) for seed in _WALKERS}
    made["city_sitting"] = _sitting()
    made["city_standing"] = _standing()
    return made


def clips() -> tuple[Clip, ...]:
    """What the town's people do."""
    return (people.CLIPS["walk"],)


def _sitting() -> Parts:
    """Two in three seats of the cafés are taken."""
    figures = [people.person(seed, "far", "sitting") for seed in _SITTING]
    made: Surfaces = []
    for n, (x, z, turn) in enumerate(seats()):
        if n % 5 in (1, 4):
            continue
        for mesh, material in figures[n % len(figures)]:
            made.append((mesh.turned("y", turn).moved(x, KERB_M, z), material))
    return by_material(made)


def _standing() -> Parts:
    made: Surfaces = []
    for seed, x, z, turn in _STANDING:
        for mesh, material in people.person(seed, "far", "standing"):
            made.append((mesh.turned("y", turn).moved(x, KERB_M, z), material))
    return by_material(made)


def _ring(block: tuple[float, float]) -> tuple[Vec3, ...]:
    """The way round a block on its pavement."""
    x, z = HALF_X_M - _WALK_IN_M, HALF_Z_M - _WALK_IN_M
    corners = ((x, z), (-x, z), (-x, -z), (x, -z))
    return tuple((block[0] + dx, KERB_M, block[1] + dz) for dx, dz in corners)


def _circle(radius_m: float, height_m: float) -> tuple[Vec3, ...]:
    """Eight points around a place in front of the terrace."""
    angles = np.arange(8) * np.pi / 4
    return tuple(
        (round(float(radius_m * np.cos(a)), 3), height_m, round(float(radius_m * np.sin(a)) - 62.0, 3))
        for a in angles
    )
