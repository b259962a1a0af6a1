"""What is seen of somebody: skin, clothes and shoes as pieces of the body's surface, cut where clothes end.

Lines are drawn on the neutral body (heights in metres from its middle, as in its file) and hold on every body.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from environments.modelling.mesh import Floats, Indices
from environments.modelling.people_base import NAMES, base, joints_of, picture
from environments.modelling.people_patch import Patch, normals_of, piece, smoothed

COUNTS = {
    "near": {
        "head": 2300, "hands": 620, "arms": 300, "calves": 260, "top": 900, "coat": 900, "trousers": 620, "skirt": 320,
        "shoes": 320, "scalp": 560,
    },
    "far": {
        "head": 130, "hands": 40, "arms": 32, "calves": 32, "top": 150, "coat": 150, "trousers": 130, "skirt": 70,
        "shoes": 44, "scalp": 60,
    },
}  # fmt: skip
"""Triangles of each piece."""


@dataclass(frozen=True)
class Garment:
    """A piece of a smoothed, pushed-out surface."""

    patch: Patch
    group: str
    smooth: int
    out_m: float


@functools.cache
def garment(name: str, level: str, style: str = "") -> Garment:
    """A piece of clothing or skin by its name; `style` chooses sleeves of a top and skin of arms."""
    groups = base().groups
    group, smooth, out_m, field = _CUTS[name](style)
    patch = piece(groups[group], field)
    worth = _dear() if name == "head" else None
    count = COUNTS[level][name]
    if len(patch.triangles) > count:
        patch = patch.reduced(base().positions, count, worth)
    return Garment(patch, group, smooth, out_m)


def surface(body: Floats, group: str, smooth: int, out_m: float) -> Floats:
    """All vertices (N, 3), those of the group smoothed and pushed out."""
    triangles = base().groups[group]
    positions = smoothed(body, triangles, smooth) if smooth else body
    if out_m == 0.0:
        return positions
    return positions + out_m * normals_of(positions, triangles)


def outlines(positions: Floats, group: str) -> Floats:
    """Normals (N, 3) of a group's surface."""
    return normals_of(positions, base().groups[group])


@functools.cache
def _joint(name: str) -> Floats:
    return np.asarray(joints_of(base().positions)[NAMES.index(name)])


@functools.cache
def _along_arm() -> tuple[Floats, Floats]:
    """How far down the upper arm and the forearm each vertex lies, as shares of their lengths; -9 off the arms."""
    positions = base().positions
    found = []
    for first, second, reach in (("upperarm", "lowerarm", 0.12), ("lowerarm", "hand", 0.24)):
        shares = np.full(len(positions), -9.0)
        for side, out in (("l", -1.0), ("r", 1.0)):
            start, end = _joint(f"{first}_{side}"), _joint(f"{second}_{side}")
            here = positions[:, 0] * out > reach
            bone = end - start
            shares[here] = ((positions - start) @ bone / (bone @ bone))[here]
        found.append(shares)
    return found[0], found[1]


def _sleeve(style: str, longer: float = 0.0) -> Floats:
    """Positive before a sleeve's end."""
    upper, fore = _along_arm()
    return (0.93 + longer - fore) * 0.25 if style != "short" else (0.62 + longer - upper) * 0.25


def _neck(front_m: float, back_m: float, vee_m: float = 0.0) -> Floats:
    """Positive below a neckline; `vee_m` is how far its middle hangs lower in front."""
    x, y, z = base().positions.T
    ahead = np.clip((0.02 - z) / 0.1, 0.0, 1.0)
    line = (
        back_m
        + (front_m - back_m) * ahead
        - vee_m * np.clip(1.0 - np.abs(x) / 0.07, 0.0, 1.0) * (ahead > 0.4)
    )
    return np.where(np.abs(x) < 0.16, line - y, 0.1)


def _top(style: str) -> tuple[str, int, float, Floats]:
    y = base().positions[:, 1]
    field = np.minimum.reduce([y + 0.0, _sleeve(style), _neck(0.525, 0.572)])
    return "helper-tights", 5, 0.013, field


def _coat(_: str) -> tuple[str, int, float, Floats]:
    x, y, z = base().positions.T
    opening = np.where(z < 0.02, np.abs(x) - 0.045 - 0.02 * np.clip((0.35 - y) / 0.4, 0.0, 1.0), 0.1)
    opening = np.where(y > 0.44, np.maximum(opening, 0.0) + np.abs(x) * 0.0 + opening * 0.0, opening)
    field = np.minimum.reduce([y + 0.09, _sleeve("long", 0.04), _neck(0.565, 0.6), opening])
    return "helper-tights", 7, 0.024, field


def _trousers(_: str) -> tuple[str, int, float, Floats]:
    y = base().positions[:, 1]
    return "helper-tights", 4, 0.01, np.minimum(0.05 - y, y + 0.772)


def _skirt(_: str) -> tuple[str, int, float, Floats]:
    y = base().positions[:, 1]
    return "helper-skirt", 2, 0.006, np.minimum(y + 0.44, 0.16 - y)


def _shoes(_: str) -> tuple[str, int, float, Floats]:
    y = base().positions[:, 1]
    return "helper-tights", 8, 0.011, -0.738 - y


def _head(_: str) -> tuple[str, int, float, Floats]:
    x, y, _z = base().positions.T
    field = np.minimum(y - 0.47, 0.17 - np.abs(x))
    return "body", 0, 0.0, np.where(picture("inside-mouth") > 0.6, -0.01, field)


def _hands(_: str) -> tuple[str, int, float, Floats]:
    return "body", 0, 0.0, (_along_arm()[1] - 0.84) * 0.25


def _arms(_: str) -> tuple[str, int, float, Floats]:
    upper, fore = _along_arm()
    return "body", 0, 0.0, np.minimum((upper - 0.45) * 0.25, (0.86 - fore) * 0.25)


def _calves(_: str) -> tuple[str, int, float, Floats]:
    y = base().positions[:, 1]
    return "helper-tights", 1, 0.0, np.minimum(-0.36 - y, y + 0.76)


HAIRLINE = {
    "short": ((0, 52), (30, 50), (52, 38), (68, 24), (78, -4), (88, -12), (100, 0), (118, -14), (140, -32), (180, -38)),
    "crop": ((0, 50), (30, 48), (52, 38), (68, 24), (80, 2), (90, -4), (102, 4), (120, -8), (140, -26), (180, -32)),
    "receding": ((0, 66), (22, 74), (45, 66), (66, 32), (80, 2), (90, -8), (102, 4), (140, -28), (180, -32)),
    "bun": ((0, 52), (30, 49), (52, 38), (68, 24), (80, 6), (95, 4), (105, 2), (120, -10), (140, -30), (180, -36)),
}  # fmt: skip
"""Where hair begins: (degrees from straight ahead, degrees above the middle of the head)."""
_MIDDLE = np.array([0.0, 0.745, -0.057])


@functools.cache
def hairline(style: str) -> Floats:
    """How far each vertex of the body lies inside the hair, radians on the head; negative outside."""
    towards = base().positions - _MIDDLE
    towards = towards / np.maximum(np.linalg.norm(towards, axis=1, keepdims=True), 1e-9)
    above = np.degrees(np.arcsin(np.clip(towards[:, 1], -1.0, 1.0)))
    around = np.degrees(np.abs(np.arctan2(towards[:, 0], -towards[:, 2])))
    line = HAIRLINE.get(style, HAIRLINE["bun"])
    start = np.interp(around, [a for a, _ in line], [e for _, e in line])
    field = np.radians(above - start)
    far = np.linalg.norm((base().positions - _MIDDLE) / (0.1, 0.13, 0.125), axis=1) > 1.25
    ears = np.clip(picture("ears") * 3.0, 0.0, 1.0)
    return np.where(far, -1.0, np.minimum(field, 0.4) - 0.8 * ears)


def _scalp(style: str) -> tuple[str, int, float, Floats]:
    return "body", 0, 0.0, hairline(style) - 0.03


@functools.cache
def _dear() -> Floats:
    """What is looked at most keeps most triangles: eyes, mouth and nose."""
    x, y, z = base().positions.T
    worth = np.full(len(x), 0.6)
    face = (z < -0.07) & (y > 0.6) & (y < 0.8)
    worth[face] = 2.0
    for at, wide in (
        ((0.031, 0.728), 0.022),
        ((-0.031, 0.728), 0.022),
        ((0.0, 0.66), 0.03),
        ((0.0, 0.69), 0.02),
    ):
        near = np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / wide**2) * (z < -0.08)
        worth += 9.0 * near
    return worth


_CUTS = {
    "top": _top,
    "coat": _coat,
    "trousers": _trousers,
    "skirt": _skirt,
    "shoes": _shoes,
    "head": _head,
    "hands": _hands,
    "arms": _arms,
    "calves": _calves,
    "scalp": _scalp,
}


def triangles_of(group: str) -> Indices:
    return base().groups[group]
