"""Baked light: what lamps, windows and the open sky bring to each corner of what rests, kept beside the model.

`scripts/bake_light.py` computes it and writes `light.npz` into the environment's folder; `lit` puts it on the meshes
it was made for. A mesh that has changed since stays without, and `stale` names it.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

import environments
from environments.behaviours import ByParameter
from environments.modelling.mesh import Floats, Mesh
from environments.modelling.model import Parts
from environments.placement import Placement, within
from environments.scene import Node, RoomLight, Scene

Bytes: TypeAlias = npt.NDArray[np.uint8]
BRIGHTEST = 4.0
"""Light from here on is cut off: a byte holds the square root of light / BRIGHTEST."""
_FIT_M = 0.002
"""How far moments of a mesh may be off: less than a corner moved by a millimetre or two, more than rounding."""


@dataclass(frozen=True)
class Shape:
    """What tells whether light was made for a mesh as it is now."""

    corners: int
    triangles: int
    moments: Floats
    """Mean, deviation, and mean weighted by the order of the corners (x, y, z each), where the mesh rests."""

    def fits(self, other: Shape) -> bool:
        return (
            (self.corners, self.triangles) == (other.corners, other.triangles)
            and bool(np.abs(self.moments - other.moments).max() <= _FIT_M)
        )  # fmt: skip


@dataclass(frozen=True)
class BakedLight:
    """All that is baked of an environment: light by part ("mesh/0"), and the room's for what moves."""

    shapes: Mapping[str, Shape] = field(default_factory=dict)
    light: Mapping[str, Bytes] = field(default_factory=dict)
    """(corners, 4) by part: red, green, blue as roots, then the share of the open sky."""
    faces: Floats | None = None
    """(6, 3): what a white surface shows that faces +x, -x, +y, -y, +z, -z; None outdoors."""
    around: Bytes | None = None
    """(height, width, 3): the panorama of the room, roots of light, first row at the bottom."""


def lit(
    environment_id: str, scene: Scene, meshes: Mapping[str, Parts]
) -> tuple[Scene, dict[str, Parts], dict[str, Bytes]]:
    """The scene with its room's light, the meshes with theirs where it fits, and the pictures the scene then names."""
    kept = kept_light(environment_id)
    shapes = shapes_of(scene, meshes)
    made: dict[str, Parts] = {}
    for name, parts in meshes.items():
        made[name] = tuple(
            (_with_light(mesh, kept, f"{name}/{i}", shapes), material)
            for i, (mesh, material) in enumerate(parts)
        )
    if kept.faces is None or kept.around is None:
        return scene, made, {}
    picture = f"{environment_id}_around.png"
    px, nx, py, ny, pz, nz = (_rgb(face) for face in kept.faces)
    room = RoomLight(faces=(px, nx, py, ny, pz, nz), picture=picture)
    return scene.model_copy(update={"room": room}), made, {picture: kept.around}


def stale(environment_id: str, scene: Scene, meshes: Mapping[str, Parts]) -> tuple[str, ...]:
    """Parts whose baked light is missing or was made for another shape, and light of parts that are gone."""
    kept, now = kept_light(environment_id), shapes_of(scene, meshes)
    changed = {
        part for part, shape in now.items() if part not in kept.shapes or not kept.shapes[part].fits(shape)
    }
    return tuple(sorted(changed | (set(kept.shapes) - set(now))))


def kept_light(environment_id: str) -> BakedLight:
    """What was baked of an environment; nothing where there is no file."""
    path = path_of(environment_id)
    return read(path.read_bytes()) if path.exists() else BakedLight()


def path_of(environment_id: str) -> Path:
    return Path(environments.__path__[0]) / environment_id / "light.npz"


def shapes_of(scene: Scene, meshes: Mapping[str, Parts]) -> dict[str, Shape]:
    """The shape, where it rests, of each part that light is baked for."""
    places = {name: _rest(scene, node) if node else Placement() for name, node in alone(scene).items()}
    return {
        f"{name}/{i}": _shape(mesh, places[name])
        for name, parts in meshes.items()
        for i, (mesh, _) in enumerate(parts)
        if mesh.joints is None and name in places
    }


def alone(scene: Scene) -> dict[str, Node | None]:
    """Each mesh and the node that rests with it, whose surroundings light it; None: it only shades itself.

    What follows parameters rests. What a hand may take, what breathes or walks, and what stands in several places
    does not have one light.
    """
    owners: dict[str, list[Node]] = {}
    for node in scene.nodes:
        if node.mesh is not None:
            owners.setdefault(node.mesh, []).append(node)
    return {
        mesh: nodes[0] if len(nodes) == 1 and rests(scene, nodes[0]) else None
        for mesh, nodes in owners.items()
    }


def rests(scene: Scene, node: Node) -> bool:
    """Whether a node stays where its surroundings are, at least until something happens to it."""
    touched = {touched.node for touched in scene.interactables}
    above: Node | None = node
    while above is not None:
        if above.id in touched or above.clip is not None or not above.visible or above.tint[3] < 1.0:
            return False
        if not all(isinstance(behaviour, ByParameter) for behaviour in above.behaviours):
            return False
        above = scene.by_id[above.parent] if above.parent else None
    return True


def written(light: BakedLight) -> bytes:
    """The file's bytes; the same light gives the same bytes."""
    parts = sorted(light.shapes)
    shapes = [light.shapes[part] for part in parts]
    columns = {
        "parts": np.array(parts, dtype="U"),
        "corners": np.array([shape.corners for shape in shapes], np.int32),
        "triangles": np.array([shape.triangles for shape in shapes], np.int32),
        "moments": np.array([shape.moments for shape in shapes], np.float32).reshape(-1, 9),
    }
    whole = np.concatenate([light.light[part] for part in parts]) if parts else np.zeros((0, 4), np.uint8)
    columns |= {channel: whole[:, i] for i, channel in enumerate("rgba")}  # one after another: smaller
    columns |= {
        name: array for name, array in (("faces", light.faces), ("around", light.around)) if array is not None
    }
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **columns)
    return file.getvalue()


@functools.lru_cache(maxsize=4)
def read(data: bytes) -> BakedLight:
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        columns = {name: file[name] for name in file.files}
    parts = [str(part) for part in columns["parts"]]
    whole = np.stack([columns[channel] for channel in "rgba"], axis=1)
    starts = np.cumsum([0, *columns["corners"]])
    return BakedLight(
        {
            part: Shape(int(columns["corners"][i]), int(columns["triangles"][i]), columns["moments"][i])
            for i, part in enumerate(parts)
        },
        {part: whole[starts[i] : starts[i + 1]] for i, part in enumerate(parts)},
        columns.get("faces"),
        columns.get("around"),
    )


def coded(light: Floats) -> Bytes:
    """Linear light as bytes: roots of its share of BRIGHTEST."""
    return np.round(np.sqrt(np.clip(light / BRIGHTEST, 0.0, 1.0)) * 255).astype(np.uint8)


def _with_light(mesh: Mesh, kept: BakedLight, part: str, shapes: Mapping[str, Shape]) -> Mesh:
    if part not in kept.shapes or part not in shapes or not kept.shapes[part].fits(shapes[part]):
        return mesh
    share = kept.light[part] / 255.0
    return replace(mesh, baked=np.concatenate([share[:, :3] ** 2 * BRIGHTEST, share[:, 3:]], axis=1))


def _shape(mesh: Mesh, place: Placement) -> Shape:
    at = placed(mesh.positions, place)
    order = np.linspace(-1.0, 1.0, len(at))[:, None]
    moments = np.concatenate([at.mean(axis=0), at.std(axis=0), (at * order).mean(axis=0)])
    return Shape(len(at), len(mesh.triangles), moments)


def placed(points: Floats, place: Placement) -> Floats:
    """Points of a node's space on the floor, given where the node is."""
    return np.asarray((points * np.array(place.scale)) @ turned(place).T + np.array(place.position))


def turned(place: Placement) -> Floats:
    """A placement's rotation as a matrix for columns."""
    x, y, z, w = place.rotation
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def _rest(scene: Scene, node: Node) -> Placement:
    place = node.placement
    above = node.parent
    while above is not None:
        place = within(scene.by_id[above].placement, place)
        above = scene.by_id[above].parent
    return place


def _rgb(face: Floats) -> tuple[float, float, float]:
    red, green, blue = (round(float(channel), 4) for channel in face)
    return red, green, blue
