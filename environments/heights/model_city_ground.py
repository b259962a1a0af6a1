"""What the town stands on: carriageways worn by wheels, their markings, kerbs, pavements, lawns."""

from __future__ import annotations

import numpy as np

from environments.heights.model_city_plan import (
    CORNER_M,
    DRIVEN_M,
    HALF_ROAD_M,
    HALF_X_M,
    HALF_Z_M,
    HOME,
    KERB_M,
    LANE_M,
    PARK,
    PAVEMENT_M,
    STREETS_X_M,
    STREETS_Z_M,
    TOWER_FRONT_Z_M,
    Block,
    blocks,
)
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Floats, Mesh, Rgb, _grid, floor, merged
from environments.modelling.model import Parts
from environments.modelling.repeat import patch, plates, varied

ASPHALT = Material("asphalt", roughness=0.92, grain="asphalt", grain_m=2.0)
PAVING = Material("paving", roughness=0.85, grain="paving", grain_m=2.4)
KERBSTONE = Material("kerbstone", roughness=0.8, grain="concrete", grain_m=1.5)
PAINT = Material("road_paint", roughness=0.7, grain="asphalt", grain_m=2.0)
LAWN = Material("lawn", roughness=0.95, grain="grass", grain_m=2.5)
GRAVEL = Material("gravel", roughness=0.95, grain="roofing", grain_m=1.6)
_ROAD, _SLABS, _STONE = linear("6a6a6b"), linear("b5aea2"), linear("c3beb4")
_WHITE, _GRASS = linear("dcdcd6"), linear("7f9a52")
_ACROSS_M = (-5.45, -5.1, -4.6, -3.4, -3.1, -2.75, -2.4, -1.95, -1.5, -1.1, -0.75, -0.4, 0.0)
"""Where a carriageway's colour may change, from its middle to a kerb."""
_WORN = (0.52, 0.72, 0.93, 1.02, 1.02, 0.94, 0.8, 0.96, 1.06, 0.96, 0.8, 0.94, 1.05)
"""How light it is there: dirt in the gutter, oil in the parking bays, two tracks that tyres made darker."""


def pieces() -> dict[str, tuple[Parts, float | None]]:
    """Meshes by name, each with the distance within which it is drawn."""
    made: dict[str, tuple[Parts, float | None]] = {}
    for i, block in enumerate(blocks()):
        made[f"ground_{i}"] = (_pavement(block), None)
    for i, x in enumerate(STREETS_X_M):
        for j in range(len(STREETS_Z_M) - 1):
            middle_z = (STREETS_Z_M[j] + STREETS_Z_M[j + 1]) / 2
            made[f"road_x_{i}_{j}"] = (_road(x, middle_z, HALF_Z_M, True), None)
    for j, z in enumerate(STREETS_Z_M):
        for i in range(len(STREETS_X_M) - 1):
            made[f"road_z_{i}_{j}"] = (
                _road((STREETS_X_M[i] + STREETS_X_M[i + 1]) / 2, z, HALF_X_M, False),
                None,
            )
    made["crossroads"] = (_crossroads(), None)
    made["outskirts"] = (_outskirts(), None)
    return made


def _road(x: float, z: float, half_m: float, along_z: bool) -> Parts:
    """A carriageway between two crossroads."""
    near = abs(x) < 100.0 and z > -70.0
    step_m = 2.2 if near and abs(x) < 50.0 and z > -20.0 else 6.0 if near else 2.0 * half_m
    random = np.random.default_rng(int(3700 + x * 3 - z * 7))
    across = np.array([*_ACROSS_M, *(-m for m in reversed(_ACROSS_M[:-1]))])
    worn = np.array([*_WORN, *reversed(_WORN[:-1])])
    if not near:
        across, worn = across[[0, 12, 24]], np.array([0.85, 0.95, 0.85])
    along = np.linspace(-half_m, half_m, max(2, round(2.0 * half_m / step_m) + 1))
    a, b = np.meshgrid(across, along, indexing="ij")
    noise = 0.09 * random.normal(size=a.shape) * (near * 1.0)
    slow = np.interp(along, np.linspace(-half_m, half_m, 6), 1.0 + 0.07 * random.normal(size=6))
    light = np.clip(worn[:, None] * slow[None] * (1.0 + 0.5 * noise), 0.3, 1.3)
    flat = np.zeros_like(a)
    positions = np.stack([x + a, flat, z + b] if along_z else [x + b, flat, z + a], axis=-1)
    surface = patch(positions, np.array(_ROAD) * light.ravel()[:, None]).boxed("z")
    parts = [(surface, ASPHALT)]
    if abs(x) < 130.0 and z > -190.0:
        parts.append((_markings(x, z, half_m, along_z, near), PAINT))
    return tuple(parts)


def _markings(x: float, z: float, half_m: float, along_z: bool, near: bool) -> Mesh:
    """A dashed middle, bays for parked cars, stop lines and zebra crossings, scuffed where wheels go over them."""
    rows: list[tuple[float, ...]] = []
    for at in np.arange(-half_m + 10.5, half_m - 11.0, 6.0):
        rows.append((-0.06, 0.06, at, at + 3.0))
    for side in (-1.0, 1.0):
        # Traffic keeps right: a stop line lies across the lane that comes to this end.
        lane = (0.15, LANE_M) if (side < 0.0) == along_z else (-LANE_M, -0.15)
        stop = side * (half_m - 8.4)
        rows.append((*lane, stop - 0.2, stop + 0.2))
        for stripe in np.arange(-HALF_ROAD_M + 0.55, HALF_ROAD_M - 0.4, 1.0):
            rows.append((stripe, stripe + 0.5, *sorted((side * (half_m - 4.6), side * (half_m - 7.6)))))
    if near:
        edge = LANE_M + 0.05
        for side in (-1.0, 1.0):
            for at in np.arange(-half_m + 9.5, half_m - 9.0, 5.6):
                rows.append((*sorted((side * edge, side * (HALF_ROAD_M - 0.35))), at, at + 0.09))
            rows.append((*sorted((side * edge, side * (edge + 0.09))), -half_m + 9.5, half_m - 9.5))
    cells: list[tuple[float, ...]] = []
    for a0, a1, b0, b1 in rows:  # in short pieces, each worn differently
        count = max(1, round((b1 - b0) / 1.0)) if near else 1
        edges = np.linspace(b0, b1, count + 1)
        cells += [(a0, a1, edges[i], edges[i + 1]) for i in range(count)]
    table = np.array(cells)
    random = np.random.default_rng(int(1900 + x - z))
    tracks = np.abs(np.abs(table[:, :2].mean(axis=1)) - DRIVEN_M) < 0.9
    scuffed = np.clip(0.9 - 0.22 * random.random(len(table)) - 0.12 * tracks, 0.0, 1.0)
    colours = np.array(_WHITE)[None] * scuffed[:, None]
    height = 0.016 if near else 0.05
    if along_z:
        return plates((x + table[:, 0], x + table[:, 1]), (z + table[:, 2], z + table[:, 3]), height, colours)
    return plates((x + table[:, 2], x + table[:, 3]), (z + table[:, 0], z + table[:, 1]), height, colours)


def _crossroads() -> Parts:
    """Where streets cross: the whole square, darker in the middle."""
    parts = []
    random = np.random.default_rng(41)
    half = HALF_ROAD_M
    for x in STREETS_X_M:
        for z in STREETS_Z_M:
            near = abs(x) < 40.0 and z > -70.0
            count = 9 if near else 2
            line = np.linspace(-half, half, count)
            a, b = np.meshgrid(line, line, indexing="ij")
            positions = np.stack([x + a, np.zeros_like(a), z + b], axis=-1)
            light = 0.86 + 0.05 * random.normal(size=a.shape) * near
            parts.append(patch(positions, np.array(_ROAD) * light.ravel()[:, None]))
            for sx in (-1, 1):  # between the square and the rounded kerbs
                for sz in (-1, 1):
                    arc = np.linspace(0.0, np.pi / 2, 6)
                    cx, cz = x + sx * (half + CORNER_M), z + sz * (half + CORNER_M)
                    px, pz = cx - sx * CORNER_M * np.cos(arc), cz - sz * CORNER_M * np.sin(arc)
                    fan = np.stack([px, np.zeros(6), pz], axis=1)
                    tip = np.broadcast_to((x + sx * half, 0.0, z + sz * half), fan.shape)
                    parts.append(patch(np.stack([fan, tip]), _dark(_ROAD, 0.7)))
    return ((merged(parts).boxed("z"), ASPHALT),)


def _outline(block: Block, inset_m: float) -> Floats:
    """Points (N, 2) around a block, `inset_m` inside its kerb; the corners are rounded."""
    points = []
    for quarter, (sx, sz) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        angles = np.radians(90.0 * quarter + np.linspace(0.0, 90.0, 6))
        centre = np.array([block.x + sx * (HALF_X_M - CORNER_M), block.z + sz * (HALF_Z_M - CORNER_M)])
        points.append(centre + (CORNER_M - inset_m) * np.stack([np.cos(angles), np.sin(angles)], axis=1))
    corners = np.concatenate(points)
    step_m = 2.4 if abs(block.x) < 40 and block.z > -50 else 12.0
    # The number of pieces comes from the outermost line, so that all insets have equally many points.
    filled = []
    reference = corners if inset_m == 0.0 else _corners(block)
    for i in range(len(corners)):
        j = (i + 1) % len(corners)
        count = max(1, round(float(np.linalg.norm(reference[j] - reference[i])) / step_m))
        filled.append(corners[i] + (corners[j] - corners[i]) * (np.arange(count) / count)[:, None])
    line = np.concatenate(filled)
    return np.concatenate([line, line[:1]])


def _corners(block: Block) -> Floats:
    points = []
    for quarter, (sx, sz) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        angles = np.radians(90.0 * quarter + np.linspace(0.0, 90.0, 6))
        centre = np.array([block.x + sx * (HALF_X_M - CORNER_M), block.z + sz * (HALF_Z_M - CORNER_M)])
        points.append(centre + CORNER_M * np.stack([np.cos(angles), np.sin(angles)], axis=1))
    return np.concatenate(points)


def _ring(block: Block, insets_m: tuple[float, ...], rgb: Rgb, worn: tuple[float, ...], seed: int) -> Mesh:
    lines = np.stack([_outline(block, inset) for inset in insets_m], axis=1)
    positions = np.stack([lines[..., 0], np.full(lines.shape[:2], KERB_M), lines[..., 1]], axis=-1)
    random = np.random.default_rng(seed)
    light = np.array(worn)[None] * (1.0 + 0.05 * random.normal(size=lines.shape[:2]))
    return patch(positions, np.array(rgb) * light.ravel()[:, None])


def _pavement(block: Block) -> Parts:
    """Kerb, slabs, and what lies inside: a yard, the square before the tower, or the park's lawn."""
    seed = int(2300 + block.x - 3 * block.z)
    line = _outline(block, 0.0)
    outward = line - np.array([block.x, block.z])
    face = np.stack(
        [np.stack([line[:, 0], np.full(len(line), y), line[:, 1]], axis=1) for y in (0.0, KERB_M)], axis=1
    )
    side = np.stack([outward[:, 0], np.zeros(len(line)), outward[:, 1]], axis=1)
    tangent = np.gradient(line, axis=0)
    normal = np.stack([tangent[:, 1], np.zeros(len(line)), -tangent[:, 0]], axis=1)
    normal *= np.sign((normal * side).sum(axis=1, keepdims=True))
    kerb_face = _grid(face, np.repeat(normal[:, None], 2, axis=1)).coloured(_dark(_STONE, 0.7))
    kerb = merged([kerb_face, _ring(block, (0.0, 0.2), _STONE, (0.88, 1.0), seed)]).boxed("z")
    slabs = _ring(block, (0.2, 1.4, 2.6, PAVEMENT_M), _SLABS, (0.9, 1.02, 1.0, 0.84), seed + 1).boxed("z")
    parts: list[tuple[Mesh, Material]] = [(kerb, KERBSTONE), (slabs, PAVING)]
    wide, deep = 2.0 * (HALF_X_M - PAVEMENT_M), 2.0 * (HALF_Z_M - PAVEMENT_M)
    inside = floor(wide, deep).moved(block.x, KERB_M, block.z)
    if (block.x, block.z) == PARK:
        parts.append((inside.coloured(_GRASS).boxed("z"), LAWN))
        parts.append((_paths(block), GRAVEL))
    elif (block.x, block.z) == HOME:
        parts.append((_square(block).boxed("z"), PAVING))
    else:
        parts.append((inside.coloured(linear("9b968c")).boxed("z"), KERBSTONE))
    return tuple(parts)


def _square(block: Block) -> Mesh:
    """Before the tower: larger slabs in two tones, in bands."""
    random = np.random.default_rng(77)
    low_x, high_x = block.x - HALF_X_M + PAVEMENT_M, block.x + HALF_X_M - PAVEMENT_M
    from_z = block.z - HALF_Z_M + PAVEMENT_M
    xs = np.arange(low_x, high_x + 0.01, (high_x - low_x) / 19)
    zs = np.array([from_z, (from_z + TOWER_FRONT_Z_M) / 2, TOWER_FRONT_Z_M])
    x0, z0 = (m.ravel() for m in np.meshgrid(xs[:-1], zs[:-1], indexing="ij"))
    x1, z1 = (m.ravel() for m in np.meshgrid(xs[1:], zs[1:], indexing="ij"))
    front = plates((x0, x1), (z0, z1), KERB_M, varied(linear("c2b7a2"), random, len(x0), 0.06))
    rest = plates(
        ([low_x], [high_x]),
        ([TOWER_FRONT_Z_M], [block.z + HALF_Z_M - PAVEMENT_M]),
        KERB_M,
        linear("8f8b83"),
    )
    return merged([front, rest])


def _paths(block: Block) -> Mesh:
    """Gravel ways across the lawn, and a round place in its middle."""
    wide, deep = HALF_X_M - PAVEMENT_M, HALF_Z_M - PAVEMENT_M
    angle = np.linspace(0.0, 2 * np.pi, 25)
    ring = np.stack([np.cos(angle), np.zeros(25), np.sin(angle)], axis=1)
    parts = [patch(np.stack([ring * 0.0, ring * 6.0]), linear("cbbd9c")).moved(y=0.055)]
    for sx, sz in ((1, 1), (1, -1)):
        length = 2.0 * np.hypot(wide, deep)
        turn = np.degrees(np.arctan2(deep * sz, wide * sx))
        parts.append(floor(length - 1.0, 2.4).turned("y", float(turn)).moved(y=0.035 if sz > 0 else 0.045))
    return merged(parts).moved(block.x, KERB_M, block.z).coloured(linear("cbbd9c")).boxed("z")


def _outskirts() -> Parts:
    """Ground out to the haze around the streets that are drawn."""
    low_x, high_x = STREETS_X_M[0] - HALF_ROAD_M, STREETS_X_M[-1] + HALF_ROAD_M
    low_z, high_z = STREETS_Z_M[-1] - HALF_ROAD_M, STREETS_Z_M[0] + HALF_ROAD_M
    ground = plates(
        ([-900.0, high_x, low_x, low_x], [low_x, 900.0, high_x, high_x]),
        ([-1100.0, -1100.0, -1100.0, high_z], [500.0, 500.0, low_z, 500.0]),
        -0.02,
        _dark(_ROAD, 1.15),
    )
    return ((ground, ASPHALT),)


def _dark(rgb: Rgb, by: float) -> Rgb:
    return (min(1.0, rgb[0] * by), min(1.0, rgb[1] * by), min(1.0, rgb[2] * by))
