"""Where things are: vectors, rotations and placements, as plain tuples and pure functions.

Right-handed, y up, -z forward, metres; rotations are unit quaternions (x, y, z, w). Only + - * / and square
roots, so that every machine computes the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, NamedTuple, TypeAlias

from pydantic import AfterValidator

from therapy.sample import Pose, Sample

Vec3: TypeAlias = tuple[float, float, float]
Quaternion: TypeAlias = tuple[float, float, float, float]
Colour: TypeAlias = tuple[float, float, float, float]
"""Linear red, green, blue and opacity, each 0 to 1."""

Poses: TypeAlias = Mapping[str, Pose]
"""The last tracked pose of "head", "left" and "right" on the patient's floor; absent until first tracked."""

NO_ROTATION: Quaternion = (0.0, 0.0, 0.0, 1.0)
WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
ONE: Vec3 = (1.0, 1.0, 1.0)
ORIGIN: Vec3 = (0.0, 0.0, 0.0)


class Placement(NamedTuple):
    """Position in metres, rotation and scale, in the space of the parent node or else the floor."""

    position: Vec3 = ORIGIN
    rotation: Quaternion = NO_ROTATION
    scale: Vec3 = ONE


class NodeState(NamedTuple):
    """How a node is drawn at one moment. `tint` multiplies the material; its fourth number is the opacity."""

    position: Vec3
    rotation: Quaternion
    scale: Vec3
    tint: Colour
    visible: bool

    @property
    def placement(self) -> Placement:
        return Placement(self.position, self.rotation, self.scale)


def _finite(placement: Placement) -> Placement:
    if not all(math.isfinite(x) for part in placement for x in part):
        raise ValueError(f"expected finite numbers in a placement, got {placement}")
    norm = math.sqrt(math.fsum(x * x for x in placement.rotation))
    if abs(norm - 1.0) > 1e-6:
        raise ValueError(
            f"expected a unit quaternion (x, y, z, w), got {placement.rotation} of length {norm:.6f}"
        )
    return placement


CheckedPlacement = Annotated[Placement, AfterValidator(_finite)]


def poses_after(poses: Poses, sample: Sample) -> dict[str, Pose]:
    """The last tracked poses once a sample has come in: what is out of sight stays where it was last seen."""
    seen = {"head": sample.head, "left": sample.left, "right": sample.right}
    return {**poses, **{name: pose for name, pose in seen.items() if pose is not None}}


def smoothstep(share: float) -> float:
    """0 at 0 and below, 1 at 1 and above, level at both ends."""
    if share <= 0.0:
        return 0.0
    if share >= 1.0:
        return 1.0
    return share * share * (3.0 - 2.0 * share)


def add(a: Vec3, b: Vec3) -> Vec3:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def subtract(a: Vec3, b: Vec3) -> Vec3:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def distance_m(a: Vec3, b: Vec3) -> float:
    x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return math.sqrt(x * x + y * y + z * z)


def multiply(a: Quaternion, b: Quaternion) -> Quaternion:
    """The rotation that turns by b first and then by a."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def inverse(q: Quaternion) -> Quaternion:
    return (-q[0], -q[1], -q[2], q[3])


def rotate(q: Quaternion, v: Vec3) -> Vec3:
    x, y, z, w = q
    tx, ty, tz = 2.0 * (y * v[2] - z * v[1]), 2.0 * (z * v[0] - x * v[2]), 2.0 * (x * v[1] - y * v[0])
    return (
        v[0] + w * tx + y * tz - z * ty,
        v[1] + w * ty + z * tx - x * tz,
        v[2] + w * tz + x * ty - y * tx,
    )


def normalised(q: Quaternion) -> Quaternion:
    norm = math.sqrt(math.fsum(x * x for x in q))
    if norm < 1e-12:
        return NO_ROTATION
    return (q[0] / norm, q[1] / norm, q[2] / norm, q[3] / norm)


def facing(direction: Vec3) -> Quaternion:
    """The turn about the vertical that makes -z look along `direction`; its height is ignored."""
    x, z = direction[0], direction[2]
    length = math.sqrt(x * x + z * z)
    if length < 1e-9:
        return NO_ROTATION
    cosine = max(-1.0, min(1.0, -z / length))
    half_sine = math.sqrt((1.0 - cosine) / 2.0)
    return (0.0, -half_sine if x > 0.0 else half_sine, 0.0, math.sqrt((1.0 + cosine) / 2.0))


def mix_vector(a: Vec3, b: Vec3, share: float) -> Vec3:
    """a at share 0 and b at share 1, exactly."""
    if share <= 0.0:
        return a
    if share >= 1.0:
        return b
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def mix_colour(a: Colour, b: Colour, share: float) -> Colour:
    """a at share 0 and b at share 1, exactly."""
    if share <= 0.0:
        return a
    if share >= 1.0:
        return b
    red, green, blue, opacity = (x + (y - x) * share for x, y in zip(a, b, strict=True))
    return (red, green, blue, opacity)


def mix_rotation(a: Quaternion, b: Quaternion, share: float) -> Quaternion:
    """Turns the short way round from a to b (normalised linear interpolation)."""
    if share <= 0.0:
        return a
    if share >= 1.0:
        return b
    sign = -1.0 if math.fsum(x * y for x, y in zip(a, b, strict=True)) < 0.0 else 1.0
    x, y, z, w = (p + (sign * q - p) * share for p, q in zip(a, b, strict=True))
    return normalised((x, y, z, w))


def within(parent: Placement, child: Placement) -> Placement:
    """The child's placement in the space its parent is placed in; a turned child is not sheared."""
    sx, sy, sz = parent.scale
    px, py, pz = child.position
    cx, cy, cz = child.scale
    return Placement(
        add(parent.position, rotate(parent.rotation, (px * sx, py * sy, pz * sz))),
        multiply(parent.rotation, child.rotation),
        (sx * cx, sy * cy, sz * cz),
    )


def from_horizontal_segment_m(point: Vec3, start: Vec3, end: Vec3) -> float:
    """Distance on the floor plan from a point to a segment; heights are ignored."""
    sx, sz = end[0] - start[0], end[2] - start[2]
    px, pz = point[0] - start[0], point[2] - start[2]
    length_squared = sx * sx + sz * sz
    share = 0.0 if length_squared == 0.0 else max(0.0, min(1.0, (px * sx + pz * sz) / length_squared))
    dx, dz = px - share * sx, pz - share * sz
    return math.sqrt(dx * dx + dz * dz)


def inside(x: float, z: float, corners: tuple[tuple[float, float], ...]) -> bool:
    """Whether a point of the floor plan lies in a polygon of (x, z) corners (even-odd rule)."""
    within_it = False
    for (ax, az), (bx, bz) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (az > z) != (bz > z) and x < ax + (z - az) / (bz - az) * (bx - ax):
            within_it = not within_it
    return within_it


def amplified(position: Vec3, about: Vec3, gain: float) -> Vec3:
    """A point `gain` times as far from `about`, in the same direction: where an amplified hand is shown and counts."""
    x, y, z = about
    return x + gain * (position[0] - x), y + gain * (position[1] - y), z + gain * (position[2] - z)
