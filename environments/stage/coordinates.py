"""The one place that turns OpenXR axes into Ursina's and back.

OpenXR and glTF are right-handed with -z forward, Ursina is left-handed with +z forward; both have x right and y up,
in metres. So z is mirrored, and a rotation (w, x, y, z) becomes (w, -x, -y, z): its axis is mirrored and, as the
handedness changed, its sense is turned round. Both ways are the same mirror, so one function serves both.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Vec3: TypeAlias = tuple[float, float, float]
Quaternion: TypeAlias = tuple[float, float, float, float]
"""x, y, z, w."""


def mirrored_point(point: Vec3) -> Vec3:
    """A point or direction of one world as the other names it."""
    return (point[0], point[1], -point[2])


def mirrored_rotation(rotation: Quaternion) -> Quaternion:
    """A rotation (x, y, z, w) of one world as the other names it, in the same order."""
    return (-rotation[0], -rotation[1], rotation[2], rotation[3])


def engine_quaternion(rotation: Quaternion) -> Quaternion:
    """An OpenXR rotation (x, y, z, w) as the four numbers of Panda's LQuaternion, which wants w first."""
    x, y, z, w = rotation
    return (w, -x, -y, z)


def mirrored_points(points: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Many points or normals (N x 3) at once. Triangles keep their order: mirror and handedness cancel out."""
    return points * np.array((1.0, 1.0, -1.0), np.float32)
