"""Writes a model as one GLB file (glTF 2.0 binary): the same model gives the same bytes.

Positions are rounded to 0.01 mm and normals to 0.0001, so that a machine whose sine differs in the last bit
writes the same file; corners that come out alike are written once. Every scene node becomes a plain glTF node
of the same name, so that any viewer shows the scene at rest, though without the windows drawn on walls;
behaviours, lights and sounds stay in the scene description.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import numpy.typing as npt

from environments.modelling.material import Material
from environments.modelling.mesh import Mesh
from environments.modelling.model import Model
from environments.placement import Placement

_FLOAT, _UINT32, _UINT16 = 5126, 5125, 5123
_VERTICES, _TRIANGLES = 34962, 34963
_KINDS = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}


def glb_bytes(model: Model) -> bytes:
    writer = _Writer()
    mesh_index = {name: writer.mesh(name, model.meshes[name]) for name in sorted(model.meshes)}
    node_index = {node.id: i for i, node in enumerate(model.scene.nodes)}
    nodes: list[dict[str, Any]] = []
    for node in model.scene.nodes:
        entry: dict[str, Any] = {"name": node.id, **_transform(node.placement)}
        if node.mesh is not None:
            entry["mesh"] = mesh_index[node.mesh]
        nodes.append(entry)
        if node.parent is not None:
            nodes[node_index[node.parent]].setdefault("children", []).append(node_index[node.id])
    roots = [node_index[node.id] for node in model.scene.nodes if node.parent is None]
    return writer.finished(nodes, roots)


class _Writer:
    def __init__(self) -> None:
        self.binary = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []
        self.meshes: list[dict[str, Any]] = []
        self.materials: list[Material] = []

    def mesh(self, name: str, parts: tuple[tuple[Mesh, Material], ...]) -> int:
        primitives = [self.primitive(mesh, material) for mesh, material in parts]
        self.meshes.append({"name": name, "primitives": primitives})
        return len(self.meshes) - 1

    def primitive(self, mesh: Mesh, material: Material) -> dict[str, Any]:
        positions = np.round(mesh.positions, 5).astype("<f4") + np.float32(0.0)
        normals = np.round(mesh.normals, 4).astype("<f4") + np.float32(0.0)
        colours = np.round(np.clip(mesh.colours, 0.0, 1.0) * 65535).astype("<u2")
        columns = [positions, normals, colours]
        if mesh.windows is not None:
            windows = np.round(mesh.windows, 4).astype("<f4") + np.float32(0.0)
            columns.append(windows)
        if material.grain is not None:
            along = mesh.uv if mesh.uv is not None else mesh.boxed().uv
            assert along is not None  # `boxed` gives it
            uv = np.round(along / material.grain_m, 4).astype("<f4") + np.float32(0.0)
            columns.append(uv)
        if mesh.baked is not None:
            baked = np.round(mesh.baked, 4).astype("<f4") + np.float32(0.0)
            columns.append(baked)
        if mesh.joints is not None:
            joints = np.round(mesh.joints, 4).astype("<f4") + np.float32(0.0)
            columns.append(joints)
        if mesh.bend is not None:
            bend = np.round(mesh.bend, 4).astype("<f4") + np.float32(0.0)
            columns.append(bend)
        kept, corners = _once(columns)
        positions, normals, colours = positions[kept], normals[kept], colours[kept]
        attributes = {
            "POSITION": self.accessor(positions, _FLOAT, _VERTICES, bounds=True),
            "NORMAL": self.accessor(normals, _FLOAT, _VERTICES),
        }
        if not np.all(mesh.colours == 1.0):
            attributes["COLOR_0"] = self.accessor(colours, _UINT16, _VERTICES, normalized=True)
        if mesh.windows is not None:
            attributes["_WINDOWS"] = self.accessor(windows[kept, :4], _FLOAT, _VERTICES)
            attributes["_GLASS"] = self.accessor(windows[kept, 4:], _FLOAT, _VERTICES)
        if material.grain is not None:
            attributes["TEXCOORD_0"] = self.accessor(uv[kept], _FLOAT, _VERTICES)
        if mesh.baked is not None:
            attributes["_BAKED"] = self.accessor(baked[kept], _FLOAT, _VERTICES)
        if mesh.joints is not None:
            attributes["_JOINTS"] = self.accessor(joints[kept, :4], _FLOAT, _VERTICES)
            attributes["_WEIGHTS"] = self.accessor(joints[kept, 4:], _FLOAT, _VERTICES)
        if mesh.bend is not None:
            attributes["_BEND"] = self.accessor(bend[kept, 0], _FLOAT, _VERTICES)
        small = len(kept) <= 65535
        triangles = corners[mesh.triangles.ravel()].astype("<u2" if small else "<u4")
        if material not in self.materials:
            self.materials.append(material)
        return {
            "attributes": attributes,
            "indices": self.accessor(triangles, _UINT16 if small else _UINT32, _TRIANGLES),
            "material": self.materials.index(material),
        }

    def accessor(
        self,
        array: npt.NDArray[Any],
        component: int,
        target: int,
        bounds: bool = False,
        normalized: bool = False,
    ) -> int:
        self.binary += b"\0" * (-len(self.binary) % 4)
        data = np.ascontiguousarray(array).tobytes()
        self.views.append(
            {"buffer": 0, "byteOffset": len(self.binary), "byteLength": len(data), "target": target}
        )
        self.binary += data
        width = 1 if array.ndim == 1 else array.shape[1]
        entry: dict[str, Any] = {
            "bufferView": len(self.views) - 1,
            "componentType": component,
            "count": len(array),
            "type": _KINDS[width],
        }
        if normalized:
            entry["normalized"] = True
        if bounds:
            entry["min"] = [float(x) for x in array.min(axis=0)]
            entry["max"] = [float(x) for x in array.max(axis=0)]
        self.accessors.append(entry)
        return len(self.accessors) - 1

    def finished(self, nodes: list[dict[str, Any]], roots: list[int]) -> bytes:
        self.binary += b"\0" * (-len(self.binary) % 4)
        grains = sorted({material.grain for material in self.materials if material.grain is not None})
        document = {
            "asset": {"version": "2.0", "generator": "Stepladder"},
            "scene": 0,
            "scenes": [{"nodes": roots}],
            "nodes": nodes,
            "meshes": self.meshes,
            "materials": [_material(material, grains) for material in self.materials],
            **_textures(grains),
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": [{"byteLength": len(self.binary)}],
        }
        text = json.dumps(document, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        total = 12 + 8 + len(text) + 8 + len(self.binary)
        return b"".join(
            [
                struct.pack("<4sII", b"glTF", 2, total),
                struct.pack("<I4s", len(text), b"JSON"),
                text,
                struct.pack("<I4s", len(self.binary), b"BIN\0"),
                bytes(self.binary),
            ]
        )


def _once(columns: list[npt.NDArray[Any]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The first of all vertices alike in every column, in their order, and which of them each vertex is."""
    rows = np.concatenate([np.ascontiguousarray(column).view(np.uint8) for column in columns], axis=1)
    whole = np.ascontiguousarray(rows).view(f"V{rows.shape[1]}").ravel()
    _, first, which = np.unique(whole, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order], place[which.ravel()]


def _transform(placement: Placement) -> dict[str, list[float]]:
    entry: dict[str, list[float]] = {}
    if placement.position != (0.0, 0.0, 0.0):
        entry["translation"] = list(placement.position)
    if placement.rotation != (0.0, 0.0, 0.0, 1.0):
        entry["rotation"] = list(placement.rotation)
    if placement.scale != (1.0, 1.0, 1.0):
        entry["scale"] = list(placement.scale)
    return entry


def _textures(grains: list[str]) -> dict[str, Any]:
    """Two pictures a grain, in files beside this one: its colours, then its normals and roughness."""
    if not grains:
        return {}
    return {
        "samplers": [{"wrapS": 10497, "wrapT": 10497, "minFilter": 9987, "magFilter": 9729}],
        "images": [{"uri": name} for grain in grains for name in grain_files(grain)],
        "textures": [{"source": i, "sampler": 0} for i in range(2 * len(grains))],
    }


def grain_files(grain: str) -> tuple[str, str]:
    """Names of the files with a grain's colours, and with its normals and roughness."""
    return f"grain_{grain}_colour.png", f"grain_{grain}_relief.png"


def _material(material: Material, grains: list[str]) -> dict[str, Any]:
    surface: dict[str, Any] = {
        "baseColorFactor": list(material.colour),
        "metallicFactor": material.metallic,
        "roughnessFactor": material.roughness,
    }
    entry: dict[str, Any] = {"name": material.name, "pbrMetallicRoughness": surface}
    if material.grain is not None:
        first = 2 * grains.index(material.grain)
        surface["baseColorTexture"] = {"index": first}
        entry["normalTexture"] = {"index": first + 1}
        entry["extras"] = {"grain_m": material.grain_m}
    if any(material.emissive):
        entry["emissiveFactor"] = list(material.emissive)
    if material.blend:
        entry["alphaMode"] = "BLEND"
    if material.two_sided:
        entry["doubleSided"] = True
    return entry
