"""Triangle meshes as numpy arrays, and the rounded, human-sized shapes that rooms and cities are made of.

Right-handed, y up, -z forward, metres; triangles wind counter-clockwise seen from outside. Every shape is
made around its own origin and returns a new `Mesh`; moving, turning, colouring return new ones too. Colours
are linear.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = npt.NDArray[np.int64]
Rgb: TypeAlias = tuple[float, float, float]
_AXES = {"x": 0, "y": 1, "z": 2}
_WIDTHS = {"windows": 7, "uv": 2, "baked": 4, "joints": 8, "bend": 1}
"""Numbers of what a vertex may have besides place, normal and colour."""


@dataclass(frozen=True)
class Mesh:
    """N vertices: positions and unit normals (N, 3), colours (N, 4); M triangles (M, 3)."""

    positions: Floats
    normals: Floats
    colours: Floats
    triangles: Indices
    windows: Floats | None = None
    """(N, 7), drawn on the face: place in windows across and up, share of glass both ways (0: none), and how
    much of the wall's red, green and blue the glass sends back."""
    uv: Floats | None = None
    """(N, 2), metres along the surface, for the grain of its material; None: `boxed` when it is written."""
    baked: Floats | None = None
    """(N, 4): light that fixed lamps and windows bring here (linear), then the share of the open sky that is seen."""
    joints: Floats | None = None
    """(N, 8): four joints of a `Clip` that carry the vertex, and how much of it each (together 1)."""

    bend: Floats | None = None
    """(N, 1): metres that a strong wind moves it to and fro: 0 at a tree's foot, most at its twigs."""

    def boxed(self, grain_from: str | None = None) -> Mesh:
        """With `uv` laid flat on each face from the side it faces most, in metres; `grain_from` names the axis along
        which the grain runs (the second coordinate), None for the longest side that there is."""
        spans = np.ptp(self.positions, axis=0)
        along = int(np.argmax(spans)) if grain_from is None else _AXES[grain_from]
        facing = np.argmax(np.abs(self.normals), axis=1)
        uv = np.empty((len(self.positions), 2))
        for axis in range(3):
            rest = [a for a in range(3) if a != axis]
            up = along if along in rest else rest[1]
            across = next(a for a in rest if a != up)
            here = facing == axis
            uv[here] = self.positions[here][:, [across, up]]
        return replace(self, uv=uv)

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Mesh:
        return replace(self, positions=self.positions + np.array([x, y, z]))

    def turned(self, axis: str, degrees: float) -> Mesh:
        """Turned about a coordinate axis, counter-clockwise seen from its positive end."""
        cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        turn = np.eye(3)
        b, c = ((_AXES[axis] + step) % 3 for step in (1, 2))
        turn[b, b], turn[b, c], turn[c, b], turn[c, c] = cosine, -sine, sine, cosine
        return replace(self, positions=self.positions @ turn.T, normals=self.normals @ turn.T)

    def stretched(self, x: float, y: float, z: float) -> Mesh:
        """Scaled along the axes by positive factors."""
        factors = np.array([x, y, z])
        return replace(self, positions=self.positions * factors, normals=_unit(self.normals / factors))

    def coloured(self, rgb: Rgb) -> Mesh:
        colours = np.ones((len(self.positions), 4))
        colours[:, :3] = rgb
        return replace(self, colours=colours)

    def shaded(self, bottom: float, low_m: float, high_m: float) -> Mesh:
        """Colours darkened to `bottom` at and below a height and full from another on: shade near a floor."""
        share = np.clip((self.positions[:, 1] - low_m) / (high_m - low_m), 0.0, 1.0)
        colours = self.colours.copy()
        colours[:, :3] *= (bottom + (1.0 - bottom) * share)[:, None]
        return replace(self, colours=colours)

    def standing(self) -> Mesh:
        """Without faces that look down: nobody sees them of what stands on the ground."""
        corner = self.positions[self.triangles]
        facing = _unit(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]))
        triangles = self.triangles[facing[:, 1] > -0.6]
        kept, corners = np.unique(triangles, return_inverse=True)
        return Mesh(
            self.positions[kept],
            self.normals[kept],
            self.colours[kept],
            corners.reshape(-1, 3),
            **{name: None if more is None else more[kept] for name, more in self._more().items()},
        )

    def finer(self, edge_m: float) -> Mesh:
        """With triangles split until no edge is longer: baked light is as fine as the corners it is kept at.

        Neighbours split the edge between them alike, so that no gap opens. Not for what has joints.
        """
        if self.joints is not None:
            raise ValueError("expected a mesh without joints: halfway between two joints is no joint")
        mesh = self
        while (halved := _halved(mesh, edge_m)) is not None:
            mesh = halved
        return mesh

    def _more(self) -> dict[str, Floats | None]:
        """What a vertex may have besides, by its name."""
        return {name: getattr(self, name) for name in _WIDTHS}


def merged(meshes: Iterable[Mesh]) -> Mesh:
    """One mesh of all. Where only some have uv, the others are `boxed` as they lie; other gaps are filled with 0."""
    parts = list(meshes)
    if any(part.uv is not None for part in parts):
        parts = [part if part.uv is not None else part.boxed() for part in parts]
    starts = np.cumsum([0, *(len(part.positions) for part in parts)])
    more: dict[str, Floats | None] = {}
    for name, width in _WIDTHS.items():
        columns = [getattr(part, name) for part in parts]
        more[name] = None
        if any(column is not None for column in columns):
            gap = [np.zeros((len(part.positions), width)) for part in parts]
            more[name] = np.concatenate(
                [gap[i] if column is None else column for i, column in enumerate(columns)]
            )
    return Mesh(
        np.concatenate([part.positions for part in parts]),
        np.concatenate([part.normals for part in parts]),
        np.concatenate([part.colours for part in parts]),
        np.concatenate([part.triangles + start for part, start in zip(parts, starts, strict=False)]),
        **more,
    )


def _halved(mesh: Mesh, edge_m: float) -> Mesh | None:
    """With every edge longer than `edge_m` cut in the middle once; None where there is none."""
    ends = np.stack([mesh.triangles, np.roll(mesh.triangles, -1, axis=1)], axis=-1)
    away = mesh.positions[ends[..., 0]] - mesh.positions[ends[..., 1]]
    long = np.linalg.norm(away, axis=-1) > edge_m
    if not long.any():
        return None
    cut, which = np.unique(np.sort(ends[long], axis=-1), axis=0, return_inverse=True)
    middle = np.full(mesh.triangles.shape, -1)
    middle[long] = len(mesh.positions) + which.ravel()
    count = long.sum(axis=1)
    # Turned so that a single cut comes first and, of two cuts, the whole edge comes last.
    first = np.where(
        count == 1, np.argmax(long, axis=1), np.where(count == 2, np.argmin(long, axis=1) + 1, 0)
    )
    turned = (first[:, None] + np.arange(3)) % 3
    (a, b, c), (ab, bc, ca) = (np.take_along_axis(t, turned, 1).T for t in (mesh.triangles, middle))
    pieces = {
        0: [(a, b, c)],
        1: [(a, ab, c), (ab, b, c)],
        2: [(ab, b, bc), (a, ab, bc), (a, bc, c)],
        3: [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)],
    }
    rows = [
        (np.nonzero(count == cuts)[0], np.stack(piece, axis=-1)[count == cuts])
        for cuts, made in pieces.items()
        for piece in made
    ]
    owner = np.concatenate([row for row, _ in rows])
    triangles = np.concatenate([piece for _, piece in rows])[np.argsort(owner, kind="stable")]
    columns = {
        name: np.concatenate([column, (column[cut[:, 0]] + column[cut[:, 1]]) / 2.0])
        for name, column in {
            "positions": mesh.positions, "normals": mesh.normals, "colours": mesh.colours, **mesh._more()
        }.items()
        if column is not None
    }  # fmt: skip
    columns["normals"] = _unit(columns["normals"])
    return replace(mesh, triangles=triangles, **columns)


def quad(corners: Sequence[Sequence[float]] | Sequence[Floats]) -> Mesh:
    """A flat four-sided face; corners counter-clockwise seen from its front."""
    points = np.array(corners, dtype=float)
    normal = _unit(np.cross(points[1] - points[0], points[3] - points[0])[None])
    return Mesh(points, np.repeat(normal, 4, axis=0), np.ones((4, 4)), np.array([[0, 1, 2], [0, 2, 3]]))


def quads(corners: Floats, colours: Floats) -> Mesh:
    """K flat faces at once: corners (K, 4, 3) counter-clockwise seen from their fronts, colours (K, 3)."""
    count = len(corners)
    normals = _unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]))
    painted = np.ones((count * 4, 4))
    painted[:, :3] = np.repeat(colours, 4, axis=0)
    starts = 4 * np.arange(count)[:, None, None]
    triangles = (starts + np.array([[0, 1, 2], [0, 2, 3]])).reshape(-1, 3)
    return Mesh(corners.reshape(-1, 3), np.repeat(normals, 4, axis=0), painted, triangles)


def floor(width_m: float, depth_m: float) -> Mesh:
    """A level rectangle around the origin that faces up."""
    x, z = width_m / 2, depth_m / 2
    return quad([(-x, 0, z), (x, 0, z), (x, 0, -z), (-x, 0, -z)])


def box(width_m: float, height_m: float, depth_m: float) -> Mesh:
    """A sharp box, centred: for what is far away or never seen from near."""
    faces = []
    half = np.array([width_m, height_m, depth_m]) / 2
    for axis in range(3):
        for side in (-1.0, 1.0):
            normal, across = np.zeros(3), np.zeros(3)
            normal[axis], across[(axis + 1) % 3] = side, 1.0
            up = np.cross(normal, across)
            signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
            faces.append(quad([(normal + a * across + b * up) * half for a, b in signs]))
    return merged(faces)


def rounded_box(
    width_m: float, height_m: float, depth_m: float, radius_m: float = 0.01, steps: int = 2
) -> Mesh:
    """A centred box whose edges are rounded: they catch the light as real furniture does."""
    half = np.array([width_m, height_m, depth_m]) / 2
    radius_m = min(radius_m, float(half.min()) * 0.999)
    faces = []
    bend = radius_m * np.tan(np.linspace(0.0, np.pi / 4, steps + 1))
    for axis in range(3):
        for side in (-1.0, 1.0):
            normal, across = np.zeros(3), np.zeros(3)
            normal[axis], across[(axis + 1) % 3] = side, 1.0
            up = np.cross(normal, across)
            lines = [
                np.concatenate([-(flat + bend[::-1]), flat + bend])
                for flat in (float(np.abs(direction) @ half) - radius_m for direction in (across, up))
            ]
            a, b = np.meshgrid(*lines, indexing="ij")
            surface = a[..., None] * across + b[..., None] * up + normal * half
            core = np.clip(surface, radius_m - half, half - radius_m)
            outward = _unit(surface - core)
            faces.append(_grid(core + outward * radius_m, outward))
    return merged(faces)


def bar(
    length_m: float, height_m: float, depth_m: float, bevel_m: float = 0.008, step_m: float = 0.4
) -> Mesh:
    """A centred beam along x with bevelled edges, cut across every `step_m` so that baked light can change along it.

    Its ends are flat.
    """
    y, z = height_m / 2, depth_m / 2
    b = min(bevel_m, 0.45 * min(height_m, depth_m))
    round_it = [(y, z - b, 1, 0), (y, b - z, 1, 0), (y - b, -z, 0, -1), (b - y, -z, 0, -1), (-y, b - z, -1, 0),
                (-y, z - b, -1, 0), (b - y, z, 0, 1), (y - b, z, 0, 1), (y, z - b, 1, 0)]  # fmt: skip
    profile = np.array(round_it, dtype=float)
    x = np.linspace(-length_m / 2, length_m / 2, max(1, round(length_m / step_m)) + 1)
    around = np.broadcast_to(profile[:, None], (len(profile), len(x), 4))
    along = np.broadcast_to(x, around.shape[:2])
    sides = _grid(
        np.stack([along, around[..., 0], around[..., 1]], axis=-1),
        np.stack([np.zeros_like(along), around[..., 2], around[..., 3]], axis=-1),
    )
    caps = []
    for end in (-1.0, 1.0):
        corners = [
            (end * length_m / 2, sy * (y - b * 0.3), sz * (z - b * 0.3))
            for sy, sz in ((-1, 1), (-1, -1), (1, -1), (1, 1))
        ]
        caps.append(quad(corners if end > 0 else corners[::-1]))
    return merged([sides, *caps]).boxed("x")


def lathe(profile: Sequence[tuple[float, float]], segments: int = 24, crease_deg: float = 40.0) -> Mesh:
    """A profile of (radius, height) points, bottom to top along the outside, turned about the y axis.

    Bends sharper than `crease_deg` keep a sharp edge.
    """
    points = np.array(profile, dtype=float)
    leaning = np.diff(points, axis=0)
    across = _unit(np.stack([leaning[:, 1], -leaning[:, 0]], axis=1))
    bands = []
    for i in range(len(leaning)):
        ends = []
        for end, neighbour in ((i, i - 1), (i + 1, i + 1)):
            normal = across[i]
            if 0 <= neighbour < len(across) and across[i] @ across[neighbour] > np.cos(
                np.radians(crease_deg)
            ):
                normal = _unit((across[i] + across[neighbour])[None])[0]
            ends.append((points[end], normal))
        bands.append(ends)
    angles = np.linspace(0.0, 2 * np.pi, segments + 1)
    around = np.stack([np.cos(angles), np.zeros_like(angles), -np.sin(angles)], axis=1)
    parts = []
    for ends in bands:
        positions, normals = [], []
        for (radius_m, height_m), (out, up) in ends:
            positions.append(around * radius_m + np.array([0.0, height_m, 0.0]))
            normals.append(around * out + np.array([0.0, up, 0.0]))
        parts.append(_grid(np.stack(positions, axis=1), np.stack(normals, axis=1)))
    return _without_slivers(merged(parts))


def cylinder(radius_m: float, height_m: float, segments: int = 16, bevel_m: float = 0.0) -> Mesh:
    """Stands on the origin; its rims are bevelled."""
    rim = min(bevel_m, radius_m * 0.5, height_m * 0.5)
    profile = [(0.0, 0.0), (radius_m - rim, 0.0)]
    profile += [(radius_m, rim), (radius_m, height_m - rim)] if rim else [(radius_m, height_m)]
    profile += [(radius_m - rim, height_m)] if rim else []
    return lathe([*profile, (0.0, height_m)], segments)


def sphere(radius_m: float, segments: int = 20, rings: int = 12) -> Mesh:
    angles = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)
    profile = [(radius_m * float(np.cos(a)), radius_m * float(np.sin(a))) for a in angles]
    profile[0], profile[-1] = (0.0, -radius_m), (0.0, radius_m)
    return lathe(profile, segments, crease_deg=90.0)


def capsule(radius_m: float, height_m: float, segments: int = 12, rings: int = 4) -> Mesh:
    """Stands on the origin, `height_m` tall with its round ends: limbs and bodies."""
    angles = np.linspace(0.0, np.pi / 2, rings + 1)
    top = [(radius_m * float(np.cos(a)), height_m - radius_m + radius_m * float(np.sin(a))) for a in angles]
    top[-1] = (0.0, height_m)
    bottom = [(r, height_m - y) for r, y in reversed(top)]
    return lathe([*bottom, *top], segments, crease_deg=90.0)


def torus(radius_m: float, thickness_m: float, segments: int = 32, sides: int = 10) -> Mesh:
    """A ring that lies level around the origin."""
    around, tube = np.linspace(0.0, 2 * np.pi, segments + 1), np.linspace(0.0, 2 * np.pi, sides + 1)
    a, t = np.meshgrid(around, tube, indexing="ij")
    normals = np.stack([np.cos(a) * np.cos(t), np.sin(t), -np.sin(a) * np.cos(t)], axis=-1)
    centres = np.stack([np.cos(a), np.zeros_like(a), -np.sin(a)], axis=-1) * radius_m
    return _grid(centres + normals * thickness_m, normals)


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return unit


def _grid(positions: Floats, normals: Floats) -> Mesh:
    """A grid of points (A, B, 3) joined by triangles that face the way their normals point."""
    rows, columns = positions.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]))
    triangles = np.stack([a, b, c, a, c, d], axis=1).reshape(
        -1, 3
    )  # neighbours follow each other: fast to draw
    flat, directions = positions.reshape(-1, 3), _unit(normals.reshape(-1, 3))
    corner = flat[triangles]
    facing = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    backwards = (facing * directions[triangles].sum(axis=1)).sum(axis=1) < 0
    triangles[backwards] = triangles[backwards][:, ::-1]
    return Mesh(flat, directions, np.ones((len(flat), 4)), triangles)


def _without_slivers(mesh: Mesh) -> Mesh:
    """Without triangles of no area, as poles of a lathe make them."""
    corner = mesh.positions[mesh.triangles]
    area = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1)
    return replace(mesh, triangles=mesh.triangles[area > 1e-10])
