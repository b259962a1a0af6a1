"""Reads the GLB files this project writes, mesh by mesh, so that a stage can load between frames.

Reads what `glb` writes (one buffer, float positions and normals, 16-bit colours, textures only as the names of
grains) and refuses the rest.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from environments.modelling.material import Material

_DTYPES = {5126: "<f4", 5125: "<u4", 5123: "<u2"}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}


@dataclass(frozen=True)
class Primitive:
    """One drawable piece: N positions, normals and colours (None: all white), M triangles."""

    positions: npt.NDArray[np.float32]
    normals: npt.NDArray[np.float32]
    colours: npt.NDArray[np.float32] | None
    triangles: npt.NDArray[np.uint32]
    material: Material
    windows: npt.NDArray[np.float32] | None = None
    """As `Mesh` in `mesh` has them; None: no windows."""
    uv: npt.NDArray[np.float32] | None = None
    """In repetitions of the material's grain; None: it has no grain."""
    baked: npt.NDArray[np.float32] | None = None
    joints: npt.NDArray[np.float32] | None = None
    bend: npt.NDArray[np.float32] | None = None
    """All three as `Mesh` has them."""


@dataclass(frozen=True)
class Glb:
    document: dict[str, Any]
    binary: bytes

    @property
    def meshes(self) -> tuple[str, ...]:
        return tuple(mesh["name"] for mesh in self.document["meshes"])

    def primitives(self, mesh: str) -> Iterator[Primitive]:
        """The pieces of a mesh, one at a time. Raises KeyError for an unknown name."""
        for entry in self.document["meshes"]:
            if entry["name"] == mesh:
                break
        else:
            raise KeyError(f"expected one of the meshes {self.meshes}, got {mesh}")
        for primitive in entry["primitives"]:
            attributes = primitive["attributes"]
            colours: npt.NDArray[np.float32] | None = None
            if "COLOR_0" in attributes:
                colours = self.array(attributes["COLOR_0"]).astype(np.float32) / np.float32(65535.0)
            yield Primitive(
                self.array(attributes["POSITION"]),
                self.array(attributes["NORMAL"]),
                colours,
                self.array(primitive["indices"]).astype(np.uint32).reshape(-1, 3),
                self.material(primitive["material"]),
                self._beside(attributes, "_WINDOWS", "_GLASS"),
                self._beside(attributes, "TEXCOORD_0"),
                self._beside(attributes, "_BAKED"),
                self._beside(attributes, "_JOINTS", "_WEIGHTS"),
                self._beside(attributes, "_BEND"),
            )

    def _beside(self, attributes: dict[str, int], *names: str) -> npt.NDArray[np.float32] | None:
        """What a vertex may have besides, the named attributes side by side; None where it has not."""
        if names[0] not in attributes:
            return None
        columns = [self.array(attributes[name]) for name in names]
        return np.concatenate([c if c.ndim == 2 else c[:, None] for c in columns], axis=1)

    def array(self, index: int) -> npt.NDArray[Any]:
        accessor = self.document["accessors"][index]
        view = self.document["bufferViews"][accessor["bufferView"]]
        width = _WIDTHS[accessor["type"]]
        flat = np.frombuffer(
            self.binary,
            dtype=_DTYPES[accessor["componentType"]],
            count=accessor["count"] * width,
            offset=view["byteOffset"],
        )
        return flat if width == 1 else flat.reshape(-1, width)

    def material(self, index: int) -> Material:
        entry = self.document["materials"][index]
        surface = entry["pbrMetallicRoughness"]
        red, green, blue, opacity = surface["baseColorFactor"]
        glow = entry.get("emissiveFactor", (0.0, 0.0, 0.0))
        grain = None
        if "baseColorTexture" in surface:
            texture = self.document["textures"][surface["baseColorTexture"]["index"]]
            file = self.document["images"][texture["source"]]["uri"]
            grain = file.removeprefix("grain_").removesuffix("_colour.png")
        return Material(
            name=entry["name"],
            colour=(red, green, blue, opacity),
            metallic=surface["metallicFactor"],
            roughness=surface["roughnessFactor"],
            emissive=(glow[0], glow[1], glow[2]),
            blend=entry.get("alphaMode") == "BLEND",
            two_sided=entry.get("doubleSided", False),
            grain=grain,
            grain_m=entry.get("extras", {}).get("grain_m", 1.0),
        )


def read(path: Path) -> Glb:
    """Raises ValueError where the file is not whole glTF 2.0 binary."""
    data = path.read_bytes()
    magic, version, total = struct.unpack_from("<4sII", data) if len(data) >= 12 else (b"", 0, 0)
    if magic != b"glTF" or version != 2 or total != len(data):
        raise ValueError(f"{path.name}: expected a whole glTF 2 binary, got {len(data)} bytes of {magic!r}")
    text_size, text_kind = struct.unpack_from("<I4s", data, 12)
    binary_size, binary_kind = struct.unpack_from("<I4s", data, 20 + text_size)
    if text_kind != b"JSON" or binary_kind != b"BIN\0":
        raise ValueError(
            f"{path.name}: expected a JSON and a BIN chunk, got {text_kind!r} and {binary_kind!r}"
        )
    start = 28 + text_size
    return Glb(json.loads(data[20 : 20 + text_size]), data[start : start + binary_size])
