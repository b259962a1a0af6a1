"""The space a hand has visited, from stored positions: furthest by direction, area across the body, volume.

Nothing is filled in between: no convex hull, which would count places the hand never came near. Bins are
this project's own.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from therapy.measures.reach import Toward

Floats = npt.NDArray[np.float64]

SECTORS: Final = 24
"""Sectors of the area across the body, 15 degrees each."""
CUBE_M: Final = 0.05
"""Edge of the cubes whose visits make up the volume."""


@dataclass(frozen=True)
class Workspace:
    """What one hand reached about its shoulder."""

    furthest_m: dict[Toward, float]
    """Largest distance across the body (right and up; depth left out) in each of the eight directions."""
    area_m2: float
    """Area across the body, each sector out to the furthest point in it."""
    volume_m3: float
    """Volume of the cubes the hand has been in."""


def about_shoulder(positions: npt.ArrayLike, shoulder: npt.ArrayLike, facing: npt.ArrayLike) -> Floats:
    """Positions, shape (n, 3) in OpenXR axes, as (right, up, forward) of a shoulder, metres.

    `facing` is the (x, z) direction the patient's chest faces, of any length above 0; ValueError at 0.
    """
    away = np.asarray(positions, dtype=np.float64) - np.asarray(shoulder, dtype=np.float64)
    fx, fz = np.asarray(facing, dtype=np.float64)
    size = float(np.hypot(fx, fz))
    if size == 0.0:
        raise ValueError("expected a direction the patient faces, got one of length 0")
    x, y, z = away.T
    return np.stack([(fx * z - fz * x) / size, y, (fx * x + fz * z) / size], axis=1)


def workspace(reached: Floats) -> Workspace:
    """The workspace of these (right, up, forward) positions about a shoulder, shape (n, 3), metres."""
    across = np.hypot(reached[:, 0], reached[:, 1])
    turns = np.arctan2(reached[:, 1], reached[:, 0]) / (2.0 * np.pi)
    eighths = _furthest(across, np.floor(8.0 * turns + 0.5), 8)
    sectors = _furthest(across, np.floor(SECTORS * turns), SECTORS)
    cubes = np.unique(np.floor(reached / CUBE_M), axis=0)
    return Workspace(
        furthest_m=dict(zip(Toward, eighths.tolist(), strict=True)),
        area_m2=float(np.pi / SECTORS * (sectors * sectors).sum()),
        volume_m3=len(cubes) * CUBE_M * CUBE_M * CUBE_M,
    )


def _furthest(distances: Floats, bins: Floats, count: int) -> Floats:
    furthest = np.zeros(count)
    np.maximum.at(furthest, bins.astype(np.int64) % count, distances)
    return furthest
