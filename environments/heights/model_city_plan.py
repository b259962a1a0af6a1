"""The town's plan, in its own space: y is 0 on the road, the tower's front stands at TOWER_FRONT_Z_M.

Streets run along x and z in a grid. The terrace hangs over the pavement of the street that runs along x right below.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from environments.placement import Vec3

KERB_M = 0.12
STREET_Y_M = -0.18
"""Where the road lies at height 0: its pavements then end just below the terrace."""
LANE_M = 3.25
PARKING_M = 2.2
HALF_ROAD_M = LANE_M + PARKING_M
"""From the middle of a street to its kerbs: a lane each way, and cars parked along both sides."""
DRIVEN_M = LANE_M / 2
"""From the middle of a street to the middle of a lane; cars keep right."""
PAVEMENT_M = 4.0
CORNER_M = 4.0
"""Radius of the kerb at street corners."""
MAIN_Z_M = -9.65
STREETS_X_M = (-160.0, -96.0, -32.0, 32.0, 96.0, 160.0)
STREETS_Z_M = (48.35, MAIN_Z_M, -67.65, -125.65, -183.65, -241.65)
BLOCK_X_M, BLOCK_Z_M = 64.0, 58.0
HALF_X_M, HALF_Z_M = BLOCK_X_M / 2 - HALF_ROAD_M, BLOCK_Z_M / 2 - HALF_ROAD_M
"""From the middle of a block to its kerbs."""
HOME = (0.0, 19.35)
ACROSS = (0.0, -38.65)
PARK = (64.0, -38.65)
TOWER_FRONT_Z_M = 3.62
TOWER_HEIGHT_M = 84.0
TOWER_WIDTH_M = 22.0
LIFT_X_M = 4.3
BELOW_X_M, BELOW_Z_M = 3.6, -4.0
"""What the deck and a plank may lie on at height 0: nothing on the pavement stands up within."""


class Block(NamedTuple):
    x: float
    z: float

    @property
    def near(self) -> bool:
        """Whether its near side is seen from so near that walls need depth."""
        return abs(self.x) < 70.0 and -40.0 < self.z < 30.0


def blocks() -> Iterator[Block]:
    for x in (-128.0, -64.0, 0.0, 64.0, 128.0):
        for z in (19.35, -38.65, -96.65, -154.65, -212.65):
            yield Block(x, z)


def lap(centre_x_m: float, centre_z_m: float, columns: int = 1, rows: int = 1) -> tuple[Vec3, ...]:
    """The way round blocks, keeping right, with the blocks on the right; the centre is theirs together."""
    x, z = columns * BLOCK_X_M / 2 - DRIVEN_M, rows * BLOCK_Z_M / 2 - DRIVEN_M
    corners = ((x, z), (-x, z), (-x, -z), (x, -z))
    return tuple((centre_x_m + dx, 0.0, centre_z_m + dz) for dx, dz in corners)


def lap_m(columns: int = 1, rows: int = 1) -> float:
    """Length of a lap."""
    return 2.0 * (columns * BLOCK_X_M + rows * BLOCK_Z_M - 4.0 * DRIVEN_M)
