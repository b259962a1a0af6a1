"""Leaves out of a mesh what falls together in a picture of few pixels, for processors: they pay for each triangle.

Corners that are seen from the patient's place less than about a pixel apart become one of them. Those that face
another way or have another colour stay apart, so that edges stay edges.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from environments.behaviours import Behaviour, ByParameter, Channel, Pulse, Tint
from environments.motion import Loop
from environments.placement import Placement, Vec3
from environments.scene import Node
from environments.stage.geometry import Floats, Mesh

PLACE_M = (0.0, 1.2, 0.0)
"""Where a scene is seen from."""
LEANS_M = 0.7
"""How far from there a head may come."""
_WHOLE_M = 5.0
"""What comes nearer is left as it is: faces, and what is touched."""
_TOUCHING_M = 1e-3
_COLOUR_STEPS = 6.0
_SOFT = 2.0
"""Leaves and people are joined over so much more: they have no straight edges that would show it."""
_RINGS_M = (14.0, 70.0)
_SECTORS = 6
_MIXED = tuple(
    np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
)


def coarse(mesh: Mesh, share: float, away_m: Floats | float) -> Mesh:
    """The mesh with corners joined that are less than `share` of their distance `away_m` apart."""
    if share <= 0.0 or mesh.kind.windows or not len(mesh.vertices):
        return mesh
    soft = mesh.kind.bend or mesh.kind.joints
    which, kept = _joined(mesh.vertices, share * (_SOFT if soft else 1.0), away_m, 0.7 if soft else 1.2)
    corners = kept[which[mesh.triangles.reshape(-1)]].reshape(-1, 3)
    a, b, c = corners.T
    whole = corners[(a != b) & (b != c) & (c != a)]
    used, renumbered = np.unique(whole, return_inverse=True)
    triangles = renumbered.reshape(-1, 3).astype(np.uint32)
    return Mesh(np.ascontiguousarray(mesh.vertices[used]), triangles, mesh.kind)


def away_m(mesh: Mesh, nodes: Mapping[str, Node], above: str, moves: bool) -> Floats | float:
    """How near each corner of a mesh comes to the patient's place, or all of them; 0 where nobody can tell.

    The mesh lies in the space of the node `above` ('' for the scene's), which may rise, sink or go round. One that
    `moves` is taken as a whole.
    """
    flat = mesh.vertices[:, 0:3].copy()
    if not above:
        return _lengths(flat - np.array(PLACE_M, np.float32))
    flat[:, 1] = 0.0
    x = z = 0.0
    loop: Loop | None = None
    node: Node | None = nodes[above]
    while node is not None:
        loops = [one for one in node.behaviours if isinstance(one, Loop)]
        if loops and loop is None:
            loop = loops[0]
        elif loops or any(not _stays(one) for one in node.behaviours):
            return 0.0
        else:
            x, z = x + node.placement.position[0], z - node.placement.position[2]
        turned = node.placement.rotation != Placement().rotation or node.placement.scale != Placement().scale
        if turned and node.id != above:
            return 0.0
        moves |= turned
        node = nodes[node.parent] if node.parent else None
    radius_m = float(_lengths(flat).max())
    if loop is not None:
        return max(0.0, min(_from_leg_m(x, z, a, b) for a, b, _ in loop.legs) - radius_m)
    if moves:
        return max(0.0, math.hypot(x, z) - radius_m)
    return _lengths(flat + np.array((x, 0.0, z), np.float32))


def _lengths(points: Floats) -> Floats:
    lengths: Floats = np.sqrt((points * points).sum(axis=1))
    return lengths


def pieces_of(
    mesh: Mesh, seen_at: tuple[float, float] = PLACE_M[::2]
) -> Iterator[tuple[tuple[int, int], Mesh]]:
    """A mesh in parts that lie in one direction from `seen_at`, about as far away, each with where that is.

    A patient looks one way: what lies in another is left out as a whole, and what is nearer hides what is further.
    """
    middles = mesh.vertices[mesh.triangles.reshape(-1, 3)][:, :, 0:3:2].mean(axis=1) - np.array(
        seen_at, np.float32
    )
    ring = np.searchsorted(_RINGS_M, np.hypot(middles[:, 0], middles[:, 1]))
    sector = np.floor((np.arctan2(middles[:, 0], middles[:, 1]) / (2.0 * math.pi) + 0.5) * _SECTORS).astype(
        int
    )
    where = ring * _SECTORS + sector % _SECTORS
    for number in np.unique(where):
        used, corners = np.unique(mesh.triangles.reshape(-1, 3)[where == number], return_inverse=True)
        part = Mesh(mesh.vertices[used], corners.reshape(-1, 3).astype(np.uint32), mesh.kind)
        yield divmod(int(number), _SECTORS), part


def _stays(behaviour: Behaviour) -> bool:
    """Whether it leaves a node where it is, seen from above."""
    if isinstance(behaviour, ByParameter):
        return behaviour.channel in (Channel.Y, Channel.OPACITY)
    return isinstance(behaviour, Tint | Pulse)


def _from_leg_m(x: float, z: float, a: Vec3, b: Vec3) -> float:
    """How near a leg of a loop comes to the middle of the floor, for a loop whose own middle is at x, z."""
    from_x, from_z = x + a[0], z - a[2]
    along_x, along_z = b[0] - a[0], a[2] - b[2]
    long = along_x * along_x + along_z * along_z
    share = max(0.0, min(1.0, -(from_x * along_x + from_z * along_z) / long)) if long else 0.0
    return math.hypot(from_x + share * along_x, from_z + share * along_z)


def _joined(
    vertices: Floats, share: float, away_m: Floats | float, faces: float
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """For each corner the number of its group, and for each group the first of its corners."""
    at = vertices[:, 0:3]
    far_m = np.broadcast_to(np.asarray(away_m, np.float32), len(at))
    # Sides of cells are powers of two, so that neighbours nearly as far away share their cells.
    level = np.floor(np.log2(share * np.where(far_m < _WHOLE_M, _TOUCHING_M, far_m - LEANS_M)))
    cell = np.floor(at / np.exp2(level)[:, None]).astype(np.int64)
    facing = np.round(vertices[:, 3:6] * faces).astype(np.int64) @ np.array([1, 4, 16])
    colour = np.round(np.sqrt(np.clip(vertices[:, 6:9], 0.0, 1.0)) * _COLOUR_STEPS).astype(np.int64)
    look = (
        colour @ np.array([1, 16, 256]) + 4096 * vertices[:, 16].astype(np.int64) + (1 << 20) * (facing + 21)
    )
    look += (level.astype(np.int64) + 32) << 32
    key = look.astype(np.uint64) * _MIXED[3]
    for axis in range(3):
        key ^= cell[:, axis].astype(np.uint64) * _MIXED[axis]
        key ^= key >> np.uint64(29)
        key *= _MIXED[3]
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return which.reshape(-1), first
