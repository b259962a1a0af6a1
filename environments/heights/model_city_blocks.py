"""The town's houses: with depth around the terrace, simpler and taller towards the horizon."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from environments.heights.model_city_plan import (
    ACROSS,
    HALF_X_M,
    HALF_Z_M,
    HOME,
    KERB_M,
    LIFT_X_M,
    PARK,
    PAVEMENT_M,
    TOWER_FRONT_Z_M,
    TOWER_HEIGHT_M,
    TOWER_WIDTH_M,
    Block,
    blocks,
)
from environments.modelling import facades
from environments.modelling.buildings import House, far_house, house
from environments.modelling.facades import Generator, Surfaces, by_material
from environments.modelling.material import METAL, SATIN, linear
from environments.modelling.mesh import Mesh, merged
from environments.modelling.model import Parts
from environments.modelling.repeat import boxes
from environments.modelling.shops import entrance

NEAR_M, FINE_M = 41.0, 46.0
"""From farther away, sills, cornices and roof machines are left out; window frames and railings sooner."""
_FINE = (facades.FRAME, facades.RAILING)
LIT_WINDOWS = "lit_windows"
"""The piece that shows only when it is dark."""
_WIDE_M, _DEEP_M = 2.0 * (HALF_X_M - PAVEMENT_M), 2.0 * (HALF_Z_M - PAVEMENT_M)
_ROW_M = 16.0
_HIGH_M = {
    19.35: (12.0, 30.0),
    -38.65: (12.0, 26.0),
    -96.65: (16.0, 46.0),
    -154.65: (22.0, 70.0),
    -212.65: (30.0, 96.0),
}
_FLOORS = {
    ACROSS: (4, 6, 3, 5),
    (-64.0, -38.65): (5, 3, 7, 4),
    (-64.0, 19.35): (5, 7, 4, 6),
    (64.0, 19.35): (6, 4, 7, 5),
}
_LOOKS = {
    ACROSS: (0, 3, 2, 1),
    (-64.0, -38.65): (7, 4, 8, 5),
    (-64.0, 19.35): (3, 5, 1, 0),
    (64.0, 19.35): (8, 7, 4, 6),
}


def pieces() -> dict[str, tuple[Parts, float | None]]:
    """Meshes by name, each with the distance within which it is drawn."""
    made: dict[str, tuple[Parts, float | None]] = {}
    lit: Surfaces = []
    for i, block in enumerate(blocks()):
        if (block.x, block.z) == PARK:
            continue
        if (block.x, block.z) == HOME:
            always, near = _home()
        elif (block.x, block.z) in _FLOORS:
            always, near = _deep(block)
        else:
            always, near = [(_far(block), SATIN)], []
        lit += [part for part in always if part[1] in facades.LIT]
        always = [part for part in always if part[1] not in facades.LIT]
        made[f"block_{i}"] = (by_material(always), None)
        if near:
            fine = [part for part in near if part[1] in _FINE]
            made[f"block_{i}_fine"] = (by_material(fine), FINE_M)
            made[f"block_{i}_near"] = (by_material([part for part in near if part[1] not in _FINE]), NEAR_M)
    made[LIT_WINDOWS] = (by_material(lit), None)
    made["horizon"] = (((_horizon(), SATIN),), None)
    return made


def _deep(block: Block) -> tuple[Surfaces, Surfaces]:
    """A row of four houses along the main street with depth, and simpler ones behind."""
    random = np.random.default_rng(int(5000 + 10 * block.x - block.z))
    ahead = block.z < 0.0
    street, back = ("+z", "-z") if ahead else ("-z", "+z")
    sign = 1.0 if ahead else -1.0
    toward = "+x" if block.x < 0 else "-x"
    widths = np.array([10.2, 12.4, 9.6, 12.9]) * (_WIDE_M / 45.1)
    if block.x < 0:
        widths = widths[::-1]
    always: Surfaces = []
    near: Surfaces = []
    left = block.x - _WIDE_M / 2
    for n, (wide, floors, look) in enumerate(zip(widths, _FLOORS[block], _LOOKS[block], strict=True)):
        ends = {0: "-x", 3: "+x"}.get(n)
        fronts: tuple[str, ...] = (street,)
        blank = tuple(side for side in ("-x", "+x") if side != ends)
        if ends is not None and (ends == toward or block.x == 0.0):
            fronts = (street, ends)
        style = facades.STYLES[look]
        what = House(
            float(wide) - 0.02, _ROW_M, floors, style, fronts, (street,), () if ahead else (back,), blank,
            things=6, escape=look in (0, 4),
        )  # fmt: skip
        a, b = house(what, random)
        at = (left + wide / 2, KERB_M, block.z + sign * (_DEEP_M - _ROW_M) / 2)
        always += facades.moved(a, 0.0, *at)
        near += facades.moved(b, 0.0, *at)
        left += float(wide)
    # Behind them.
    low, high = _HIGH_M[block.z]
    for n in range(3):
        wide = _WIDE_M / 3
        faces = "+z" + ("+x" if block.x <= 0 else "") + ("-x" if block.x >= 0 else "")
        tall = low + (high - low) * float(random.random())
        rear = far_house(wide - 0.05, _ROW_M, tall + 5.0, random, faces, True)
        always.append(
            (rear.moved(block.x + (n - 1) * wide, KERB_M, block.z - sign * (_DEEP_M - _ROW_M) / 2), SATIN)
        )
    return always, near


def _home() -> tuple[Surfaces, Surfaces]:
    """The tower that carries the terrace, and its low neighbours."""
    random = np.random.default_rng(21)
    half = TOWER_WIDTH_M / 2
    always: Surfaces = []
    near: Surfaces = []
    storeys = int((TOWER_HEIGHT_M - 5.2) / 3.2)
    style = facades.CURTAIN_WALL
    front, trims = facades.wall(TOWER_WIDTH_M, storeys, style, random, 4.2, 1.0)
    always += facades.moved(front, 180.0, 0.0, KERB_M, TOWER_FRONT_Z_M)
    near += facades.moved(trims, 180.0, 0.0, KERB_M, TOWER_FRONT_Z_M)
    doors, more = entrance(TOWER_WIDTH_M, style, random, 7)
    always += facades.moved(doors, 180.0, 0.0, KERB_M, TOWER_FRONT_Z_M)
    frames = [part for part in more if part[1] is facades.FRAME]  # no step where the terrace may lie
    near += facades.moved(frames, 180.0, 0.0, KERB_M, TOWER_FRONT_Z_M)
    shaft = boxes(
        [(-half, 0.0, TOWER_FRONT_Z_M + 0.5)],
        [(half, TOWER_HEIGHT_M, TOWER_FRONT_Z_M + 18.0)],
        style.wall,
        "-x+x+y+z",
    )
    always.append((shaft.boxed("y"), facades.PANE))
    rails = boxes(
        [(x - 0.06, 0.0, TOWER_FRONT_Z_M - 0.22) for x in (LIFT_X_M - 0.7, LIFT_X_M + 0.7)],
        [(x + 0.06, TOWER_HEIGHT_M, TOWER_FRONT_Z_M - 0.06) for x in (LIFT_X_M - 0.7, LIFT_X_M + 0.7)],
        linear("6f777b"),
        "-z-x+x",
    )
    always.append((rails, METAL))
    wide = _WIDE_M / 2 - half - 0.1
    for sign, look, floors in ((-1.0, 1, 2), (1.0, 0, 3)):
        side = "-x" if sign < 0 else "+x"
        what = House(wide, 15.0, floors, facades.STYLES[look], ("-z", side), ("-z",), (), (), things=5)
        a, b = house(what, random)
        at = (sign * (half + 0.05 + wide / 2), KERB_M, TOWER_FRONT_Z_M + 7.5)
        always += facades.moved(a, 0.0, *at)
        near += facades.moved(b, 0.0, *at)
    return always, near


def _far(block: Block) -> Mesh:
    """Two rows of lots; two neighbouring lots sometimes make one house."""
    random = np.random.default_rng(int(9000 + 11 * block.x - 3 * block.z))
    low, high = _HIGH_M[block.z]
    faces = "+z" if block.z < 0 else "-z"
    faces += ("+x" if block.x <= 0 else "") + ("-x" if block.x >= 0 else "")
    return merged(list(_lots(block, low, high, faces, random)))


def _lots(block: Block, low: float, high: float, faces: str, random: Generator) -> Iterator[Mesh]:
    parapet = block.z > -110.0
    for row in (0, 1):
        cuts = np.array([0.3, 0.36, 0.34]) if random.random() < 0.6 else np.array([0.55, 0.45])
        left = block.x - _WIDE_M / 2
        for wide in (cuts[::-1] if random.random() < 0.5 else cuts) * _WIDE_M:
            height = low + (high - low) * float(random.random()) ** 1.8
            if row == 1:
                height = min(high * 1.1, height * 1.3)
            made = far_house(float(wide) - 0.1, 18.0, height, random, faces, parapet)
            yield made.moved(left + float(wide) / 2, KERB_M, block.z + (10.3 if row == 0 else -9.4))
            left += float(wide)


def _horizon() -> Mesh:
    """Roofs beyond the streets, ever paler, so that the town does not end."""
    random = np.random.default_rng(61)
    parts = []
    for ring, count in enumerate((34, 30, 26)):
        for k in range(count):
            angle = np.radians(-100.0 + 200.0 * (k + 0.5 + 0.3 * (random.random() - 0.5)) / count)
            away = 265.0 + 85.0 * ring + 40.0 * random.random()
            x, z = away * np.sin(angle), -away * np.cos(angle) + 20.0
            if abs(x) < 175.0 and z > -255.0:
                continue
            wide = 22.0 + 26.0 * random.random()
            tall = 12.0 + (70.0 + 30.0 * ring) * random.random() ** 2.2
            faces = "+z" + ("+x" if x < 0 else "-x")
            parts.append(far_house(wide, wide * 0.8, tall, random, faces, False).moved(x, 0.0, z))
    return merged(parts)
