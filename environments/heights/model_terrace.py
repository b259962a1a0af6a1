"""What the terrace is made of: its sizes, its materials, and the few shapes that all its parts share.

The terrace hangs on a tower's face: a fixed landing before a lift's door, and a slab that slides out from under it so
that the edge comes nearer. In the slab's space z is 0 at the edge and the void is at -z; x is 0 in the middle. One
stands at y = 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, Rgb, capsule, lathe, merged, quads, rounded_box
from environments.modelling.model import Parts

HALF_WIDTH_M = 3.0
SLAB_DEPTH_M = 2.9
FIXED_FROM_Z_M = 0.72
DOOR_WALL_Z_M = 3.4
GATE_M = 1.6
"""Width of the part of the front rail that opens where a plank goes out."""
RAIL_IN_M = 0.05
"""The front rail's middle stands this far behind the edge."""
SIDE_RAIL_X_M, SIDE_RAIL_M = 2.98, 1.1
SLAB_TOP_M = -0.012
"""The slab passes under the landing's plate."""
BAR_RADIUS_M = 0.024

PAINTED = Material("painted_steel", (*linear("575754"), 1.0), metallic=0.0, roughness=0.55)
BRUSHED = Material("brushed_steel", (0.6, 0.59, 0.57, 1.0), 0.85, 0.4, grain="steel", grain_m=0.6)
POLISHED = Material("polished_steel", (0.6, 0.61, 0.62, 1.0), metallic=1.0, roughness=0.2)
BRASS = Material("brass", (*linear("c79a4a"), 1.0), metallic=1.0, roughness=0.3)
TEAK = Material("teak", roughness=0.42, grain="wood", grain_m=0.5)
STONE = Material("wall_stone", roughness=0.8, grain="concrete", grain_m=1.4)
PLAIN = Material("plain", roughness=0.6)
RUBBER = Material("rubber", (*linear("26282a"), 1.0), roughness=0.85)
CLEAR = Material("clear_glass", (0.32, 0.46, 0.42, 0.09), roughness=0.06, blend=True, two_sided=True)
GLASS_EDGE = Material("glass_edge", (*linear("37917c"), 1.0), roughness=0.25)
WARM = linear("7c5840")


def parts(*pieces: tuple[Mesh, Material]) -> Parts:
    """The pieces with those of one material joined, in the order in which materials first come."""
    by_material: dict[Material, list[Mesh]] = {}
    for mesh, material in pieces:
        by_material.setdefault(material, []).append(mesh)
    return tuple((merged(meshes), material) for material, meshes in by_material.items())


def of(material: Material, meshes: Iterable[Mesh]) -> tuple[Mesh, Material]:
    return merged(list(meshes)), material


def grained(mesh: Mesh, along: str, shift_m: float = 0.0) -> Mesh:
    """The grain runs along an axis, and begins elsewhere than on the neighbouring piece."""
    boxed = mesh.boxed(along)
    assert boxed.uv is not None
    return replace(boxed, uv=boxed.uv + np.array([0.37 * shift_m, shift_m]))


def bar(length_m: float, shift_m: float = 0.0, radius_m: float = BAR_RADIUS_M) -> Mesh:
    """A round wooden bar along x around the origin, its highest line at y = 0."""
    upright = grained(capsule(radius_m, length_m, 16, 3), "y", shift_m).coloured(WARM)
    return upright.moved(y=-length_m / 2).turned("z", -90).moved(y=-radius_m)


def bolt(x: float, y: float, z: float, radius_m: float = 0.014) -> Mesh:
    """The round head of a bolt that stands on a level face."""
    return lathe([(radius_m, 0.0), (radius_m * 0.7, 0.007), (0.0, 0.008)], 7, crease_deg=50.0).moved(x, y, z)


def plate(width_m: float, depth_m: float, bevel_m: float = 0.003) -> Mesh:
    """The top of a level plate around the origin: its face at y = 0 and the bevels along its edges, without sides."""
    x, z, b = width_m / 2, depth_m / 2, bevel_m
    inner = [(-x + b, 0.0, z - b), (x - b, 0.0, z - b), (x - b, 0.0, -z + b), (-x + b, 0.0, -z + b)]
    outer = [(-x, -b, z), (x, -b, z), (x, -b, -z), (-x, -b, -z)]
    faces = [inner]
    for i in range(4):
        j = (i + 1) % 4
        faces.append([outer[i], outer[j], inner[j], inner[i]])
    return quads(np.array(faces), np.ones((5, 3)))


def slat(
    size: tuple[float, float, float], at: tuple[float, float, float], rgb: Rgb, along: str = "x"
) -> Mesh:
    """A piece of timber with softened edges, centred, with its grain along an axis."""
    piece = grained(rounded_box(*size, 0.006, 1), along, at[0] * 1.7 + at[1] * 5.1 + at[2] * 3.3)
    return piece.moved(*at).coloured(rgb)
