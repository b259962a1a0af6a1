"""Turns the primitives of a GLB file into what the engine draws, piece by piece.

A piece is one draw call's worth of triangles in one node's space. Static nodes are baked into their carrier (the
nearest node above them that can move), so that a whole street costs a few draw calls; a member of such a piece can
still be taken out again when something begins on it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    InternalName,
    LVecBase4f,
    NodePath,
    RenderState,
    TransparencyAttrib,
)

from environments.placement import Colour, Placement
from environments.stage.coordinates import mirrored_points

Floats = npt.NDArray[np.float32]
LARGEST_PIECE = 12_000
"""Vertices in one piece: small enough to be left out when it lies behind the patient, and made in 2 ms."""
SMALL_PIECE = 1_200
"""Vertices that a processor draws in the time of another draw call."""
CELL_M = 90.0
"""Side of the squares in which static things are drawn together: another draw call costs as much as 500 vertices."""
_PLAIN, _WINDOWS, _JOINTS = 21, 7, 8
"""Numbers a vertex has, and those more that windows or joints take."""
FINE_CELL_M = 24.0
"""Side of the squares for what is drawn only from near."""


class Surface(Protocol):
    """What geometry needs of a material."""

    @property
    def colour(self) -> Colour: ...
    @property
    def metallic(self) -> float: ...
    @property
    def roughness(self) -> float: ...
    @property
    def grain(self) -> str | None: ...
    @property
    def emissive(self) -> tuple[float, float, float]: ...
    @property
    def blend(self) -> bool: ...
    @property
    def two_sided(self) -> bool: ...


class Primitive(Protocol):
    """What geometry needs of a primitive: arrays in OpenXR axes, linear colours."""

    @property
    def positions(self) -> Floats: ...
    @property
    def normals(self) -> Floats: ...
    @property
    def colours(self) -> Floats | None: ...
    @property
    def triangles(self) -> npt.NDArray[np.uint32]: ...
    @property
    def material(self) -> Surface: ...
    @property
    def windows(self) -> Floats | None: ...
    @property
    def uv(self) -> Floats | None: ...
    @property
    def baked(self) -> Floats | None: ...
    @property
    def joints(self) -> Floats | None: ...
    @property
    def bend(self) -> Floats | None: ...


class Member(NamedTuple):
    """Where a static node's triangles lie inside a piece."""

    piece: NodePath
    first: int
    corners: int
    """How many corners of triangles, from `first` on."""

    def take_out(self) -> None:
        """Nothing of the node is drawn by this piece any more: its triangles shrink to points."""
        node = self.piece.node()
        if not isinstance(node, GeomNode):
            raise TypeError(f"expected a piece of geometry, got {node}")
        triangles = node.modify_geom(0).modify_primitive(0)
        corners = np.frombuffer(triangles.get_vertices().get_handle().get_data(), np.uint32).copy()
        corners[self.first : self.first + self.corners] = 0
        triangles.modify_vertices().modify_handle().copy_data_from(corners.tobytes())


class Kind(NamedTuple):
    """What decides how a mesh is drawn; only equal ones can be drawn together."""

    blend: bool = False
    """Whether it lets through what is behind it."""
    windows: bool = False
    joints: bool = False
    bend: bool = False


class Mesh(NamedTuple):
    """Vertices as the engine wants them, in the axes of the engine."""

    vertices: Floats
    """N x 21: position, normal, linear red green blue opacity, roughness metallic glow bend, grain across up layer,
    baked red green blue sky; then 7 more of windows or 8 of joints."""
    triangles: npt.NDArray[np.uint32]
    kind: Kind

    def placed(self, placement: Placement, tint: Colour) -> Mesh:
        """This mesh in its carrier's space, tinted (`placement` in OpenXR axes)."""
        if placement == Placement() and tint == (1.0, 1.0, 1.0, 1.0):
            return self
        turn = _rotation(placement)
        scale = np.array(placement.scale, np.float32)
        vertices = self.vertices.copy()
        mirror = np.array((1.0, 1.0, -1.0), np.float32)
        at = np.array(placement.position, np.float32)
        vertices[:, 0:3] = ((self.vertices[:, 0:3] * mirror * scale) @ turn.T + at) * mirror
        vertices[:, 3:6] = (self.vertices[:, 3:6] * mirror / scale) @ turn.T * mirror
        vertices[:, 6:10] *= np.array(tint, np.float32)
        return Mesh(vertices, self.triangles, self.kind)


def mesh_of(primitive: Primitive, layers: Mapping[str, int] | None = None) -> Mesh:
    """A primitive with its material in its vertices; `layers` say where each grain lies, 0 is for none."""
    count = len(primitive.positions)
    more = [extra for extra in (primitive.windows, primitive.joints) if extra is not None]
    if len(more) > 1:
        raise ValueError("expected windows or joints on a mesh, got both")
    vertices = np.zeros((count, _PLAIN + sum(extra.shape[1] for extra in more)), np.float32)
    vertices[:, 0:3] = mirrored_points(primitive.positions)
    vertices[:, 3:6] = mirrored_points(primitive.normals)
    material = primitive.material
    vertices[:, 6:10] = np.array(material.colour, np.float32)
    if primitive.colours is not None:
        vertices[:, 6:10] *= primitive.colours
    glow = max(material.emissive)
    if glow > 0.0:
        vertices[:, 6:9] = np.array(material.emissive, np.float32) / glow
    vertices[:, 10:13] = (material.roughness, material.metallic, glow)
    bend = primitive.bend
    if bend is not None:
        vertices[:, 13:14] = bend
    if primitive.uv is not None and material.grain is not None:
        vertices[:, 14:16] = primitive.uv
        vertices[:, 16] = (layers or {}).get(material.grain, 0)
    vertices[:, 17:21] = (0.0, 0.0, 0.0, 1.0) if primitive.baked is None else primitive.baked
    if more:
        vertices[:, _PLAIN:] = more[0]
    kind = Kind(
        material.blend,
        primitive.windows is not None,
        primitive.joints is not None,
        bend is not None and bool(np.any(bend)),
    )
    mesh = Mesh(vertices, primitive.triangles, kind)
    return _both_sides(mesh) if material.two_sided else mesh


def _both_sides(mesh: Mesh) -> Mesh:
    """With a back that is lit as what it is, so that every triangle can be drawn from its front only.

    The backs come first: of what is seen through, the far side is drawn before the near one.
    """
    back = mesh.vertices.copy()
    back[:, 3:6] *= -1.0
    triangles = mesh.triangles.reshape(-1, 3)
    turned = triangles[:, ::-1]
    return Mesh(
        np.concatenate([back, mesh.vertices]),
        np.concatenate([turned, triangles + np.uint32(len(back))]),
        mesh.kind,
    )


@dataclass
class Batch:
    """Collects the meshes of one draw call."""

    carrier: str
    """Node in whose space they lie; '' for the root."""
    kind: Kind
    casts: bool = True
    """Whether they throw shadows."""
    within_m: float | None = None
    """From how near they are drawn; None: from everywhere."""
    meshes: list[Mesh] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, owner: str, mesh: Mesh) -> None:
        self.meshes.append(mesh)
        self.owners.append(owner)
        self.size += len(mesh.vertices)

    def piece(self, parent: NodePath) -> tuple[NodePath, list[tuple[str, Member]]]:
        """Make the piece under `parent`; says which triangles are whose.

        What is near the place where the patient stands is drawn first, so that less is painted over.
        """
        vertices, corners, owned = [], [], []
        first_vertex = first_corner = 0
        for i in sorted(range(len(self.meshes)), key=lambda i: _away_m(self.meshes[i])):
            mesh = self.meshes[i]
            corners.append(mesh.triangles.reshape(-1) + np.uint32(first_vertex))
            owned.append((self.owners[i], first_corner, mesh.triangles.size))
            vertices.append(mesh.vertices)
            first_vertex += len(mesh.vertices)
            first_corner += mesh.triangles.size
        path = attach(parent, Mesh(np.concatenate(vertices), np.concatenate(corners), self.kind))
        return path, [(owner, Member(path, first, count)) for owner, first, count in owned]


def joined(meshes: Sequence[Mesh]) -> Mesh:
    """Meshes of one kind as one, in their order."""
    if len(meshes) == 1:
        return meshes[0]
    starts = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)]).astype(np.uint32)
    return Mesh(
        np.concatenate([mesh.vertices for mesh in meshes]),
        np.concatenate(
            [mesh.triangles.reshape(-1, 3) + start for mesh, start in zip(meshes, starts, strict=False)]
        ),
        meshes[0].kind,
    )


def _away_m(mesh: Mesh) -> float:
    """How far a mesh's middle is from the middle of the floor, seen from above."""
    across, along = _middle(mesh)
    return math.hypot(across, along)


def _middle(mesh: Mesh) -> tuple[float, float]:
    low, high = mesh.vertices[:, 0:3].min(axis=0), mesh.vertices[:, 0:3].max(axis=0)
    across, _, along = ((low + high) / 2).tolist()
    return across, along


def attach(parent: NodePath, mesh: Mesh) -> NodePath:
    """Draw a mesh under `parent`. ValueError where a triangle has a corner that is not there: drivers do not look."""
    if mesh.triangles.size and int(mesh.triangles.max()) >= len(mesh.vertices):
        raise ValueError(f"expected corners below {len(mesh.vertices)}, got {int(mesh.triangles.max())}")
    data = GeomVertexData("piece", _vertex_format(mesh.kind), GeomEnums.UH_static)
    data.unclean_set_num_rows(len(mesh.vertices))
    data.modify_array_handle(0).copy_data_from(np.ascontiguousarray(mesh.vertices).tobytes())
    triangles = GeomTriangles(GeomEnums.UH_static)
    triangles.set_index_type(GeomEnums.NT_uint32)
    corners = triangles.modify_vertices()
    corners.unclean_set_num_rows(mesh.triangles.size)
    corners.modify_handle().copy_data_from(np.ascontiguousarray(mesh.triangles, np.uint32).tobytes())
    geom = Geom(data)
    geom.add_primitive(triangles)
    node = GeomNode("piece")
    node.add_geom(geom, RenderState.make_empty())
    path = parent.attach_new_node(node)
    if mesh.kind.blend:
        see_through(path)
    return path


def see_through(path: NodePath) -> None:
    """Blend with what is behind; drawn after everything solid, hiding nothing."""
    path.set_transparency(TransparencyAttrib.M_alpha)
    path.set_depth_write(False)


def tint(path: NodePath, colour: Colour) -> None:
    """Multiply the colours below `path` (linear)."""
    path.set_color_scale(LVecBase4f(*colour))


def cell_of(mesh: Mesh, within_m: float | None = None) -> tuple[int, int]:
    """The square of the floor plan in which a mesh's middle lies; smaller for what is drawn only from near."""
    cell_m = CELL_M if within_m is None else max(FINE_CELL_M, min(CELL_M, within_m))
    across, along = _middle(mesh)
    half = cell_m / 2  # the patient stands in the middle of a square
    return (int((across + half) // cell_m), int((along + half) // cell_m))


@functools.cache
def _vertex_format(kind: Kind) -> GeomVertexFormat:
    array = GeomVertexArrayFormat()
    array.add_column(InternalName.get_vertex(), 3, GeomEnums.NT_float32, GeomEnums.C_point)
    array.add_column(InternalName.get_normal(), 3, GeomEnums.NT_float32, GeomEnums.C_normal)
    more = [("surface", 4), ("answer", 4), ("grain", 3), ("baked", 4)]
    if kind.windows:
        more += [("window", 4), ("glass", 3)]
    if kind.joints:
        more += [("joint", 4), ("weight", 4)]
    for name, width in more:
        array.add_column(InternalName.make(name), width, GeomEnums.NT_float32, GeomEnums.C_other)
    return GeomVertexFormat.register_format(GeomVertexFormat(array))


def _rotation(placement: Placement) -> Floats:
    x, y, z, w = placement.rotation
    return np.array(
        (
            (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
            (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
            (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
        ),
        np.float32,
    )
