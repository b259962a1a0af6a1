"""What is seen of somebody: skin, clothes and shoes as pieces of the body's surface, cut where clothes end.

Lines are drawn on the neutral body (heights in metres from its middle, as in its file) and hold on every body.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from environments.modelling.mesh import Floats, Indices
from environments.modelling.people_base import JOINTS, NAMES, base, joints_of, picture
from environments.modelling.people_patch import Patch, normals_of, smoothed, whole

COUNTS = {
    "near": {
        "head": 1320, "hands": 400, "arms": 180, "calves": 150, "shoes": 190, "scalp": 340,
        "top": 400, "coat": 480, "panel": 80, "trousers": 330, "skirt": 240,
    },
    "far": {
        "head": 150, "hands": 48, "arms": 32, "calves": 32, "shoes": 40, "scalp": 60,
        "top": 140, "coat": 165, "panel": 24, "trousers": 130, "skirt": 70,
    },
}  # fmt: skip
"""Triangles of each piece."""


@dataclass(frozen=True)
class Garment:
    """A piece of a smoothed, pushed-out surface."""

    patch: Patch
    group: str
    smooth: int
    out_m: Floats | float


@functools.cache
def garment(name: str, level: str, style: str = "") -> Garment:
    """A piece of clothing or skin by its name; `style` chooses sleeves of a top and skin of arms."""
    groups = base().groups
    group, smooth, out_m, *fields = _CUTS[name](style)
    patch = whole(groups[group])
    for field in fields:
        patch = patch.kept(field)
    worth = _dear() if name == "head" else None
    count = COUNTS[level][name]
    if len(patch.triangles) > count:
        neutral = smoothed(base().positions, groups[group], smooth) if smooth else base().positions
        patch = patch.reduced(neutral, count, worth)
    return Garment(patch, group, smooth, out_m)


def surface(body: Floats, group: str, smooth: int, out_m: Floats | float) -> Floats:
    """All vertices (N, 3), those of the group smoothed and pushed out."""
    triangles = base().groups[group]
    positions = smoothed(body, triangles, smooth) if smooth else body
    out = np.broadcast_to(out_m, len(positions))[:, None]
    return positions + out * normals_of(positions, triangles)


def outlines(positions: Floats, group: str) -> Floats:
    """Normals (N, 3) of a group's surface."""
    return normals_of(positions, base().groups[group])


@functools.cache
def _neutral(group: str, smooth: int) -> Floats:
    """The neutral body as a garment is smoothed: lines drawn on it stay straight."""
    return smoothed(base().positions, base().groups[group], smooth)


_Cut: TypeAlias = "tuple[str, int, Floats | float, *tuple[Floats, ...]]"
"""A group of triangles, how often it is smoothed, how far it is pushed out, and fields positive where it is kept."""


@functools.cache
def _joint(name: str) -> Floats:
    return np.asarray(joints_of(base().positions)[NAMES.index(name)])


_ARM = ("upperarm", "lowerarm", "hand")


@functools.cache
def _along_arm(smooth: int = 0) -> tuple[Floats, Floats]:
    """How far down the upper arm and the forearm each vertex lies, as shares of their lengths; -9 off the arms."""
    positions = _neutral("helper-tights", smooth) if smooth else base().positions
    arms = [number for number, name in enumerate(NAMES) if number >= len(JOINTS) or name[:-2] in _ARM]
    found = []
    for first, second in (("upperarm", "lowerarm"), ("lowerarm", "hand")):
        shares = np.full(len(positions), -9.0)
        for side, out in (("l", -1.0), ("r", 1.0)):
            start, end = _joint(f"{first}_{side}"), _joint(f"{second}_{side}")
            here = (positions[:, 0] * out > 0.1) & (base().shares[:, arms].sum(axis=1) > 0.25)
            bone = end - start
            shares[here] = ((positions - start) @ bone / (bone @ bone))[here]
        found.append(shares)
    return found[0], found[1]


def _sleeve(style: str, smooth: int, longer: float = 0.0) -> Floats:
    """Positive before a sleeve's end."""
    upper, fore = _along_arm(smooth)
    return (0.93 + longer - fore) * 0.25 if style != "short" else (0.62 + longer - upper) * 0.25


def _collar(wide: float, smooth: int) -> Floats:
    """Positive outside a ring around the neck; `wide` times as wide as the neck is."""
    x, y, z = _neutral("helper-tights" if smooth else "body", smooth).T
    ring = np.sqrt((x / 0.062) ** 2 + ((z + 0.017) / 0.066) ** 2)
    return np.where(y > np.where(z > 0.0, 0.53, 0.42), (ring - wide) * 0.06, 0.3)


def _top(style: str) -> _Cut:
    y = _neutral("helper-tights", 5)[:, 1]
    out = 0.012 + 0.006 * np.clip((0.12 - y) / 0.08, 0.0, 1.0)
    return "helper-tights", 5, out, y - 0.035, _sleeve(style, 5), _collar(1.16, 5)


def _coat(_: str) -> _Cut:
    x, y, z = _neutral("helper-tights", 7).T
    gap = 0.03 + 0.035 * np.clip((y - 0.1) / 0.4, 0.0, 1.0)
    opening = np.where(z < 0.0, np.abs(x) - gap, 0.3)
    return "helper-tights", 7, 0.023, y - 0.02, _sleeve("long", 7, 0.04), _collar(1.22, 7), opening


def _panel(_: str) -> _Cut:
    """What shows of a top in the opening of a coat."""
    x, y, z = _neutral("helper-tights", 5).T
    return "helper-tights", 5, 0.004, 0.11 - np.abs(x), y - 0.03, -0.01 - z, _collar(1.16, 5)


def _trousers(_: str) -> _Cut:
    y = _neutral("helper-tights", 5)[:, 1]
    wider = 0.009 + 0.013 * np.clip((-0.4 - y) / 0.3, 0.0, 1.0) - 0.008 * np.clip((y + 0.03) / 0.05, 0.0, 1.0)
    return "helper-tights", 5, wider, 0.085 - y, y + 0.765


def _skirt(_: str) -> _Cut:
    y = _neutral("helper-skirt", 2)[:, 1]
    return "helper-skirt", 2, 0.001 - 0.009 * np.clip(y / 0.07, 0.0, 1.0), y + 0.4, 0.075 - y


def _shoes(_: str) -> _Cut:
    return "helper-tights", 6, 0.009, -0.735 - _neutral("helper-tights", 6)[:, 1]


def _head(style: str) -> _Cut:
    y = base().positions[:, 1]
    field = np.where(y > 0.45, np.maximum(y - 0.565, -_collar(1.5, 0)), -0.1)
    return "body", 7 if style == "far" else 0, 0.0, field


def _hands(style: str) -> _Cut:
    return (
        "body",
        2 if style == "far" else 0,
        0.0,
        (_along_arm()[1] - 0.74) * 0.25,
    )


def _arms(style: str) -> _Cut:
    upper, fore = _along_arm()
    return "body", 1, 0.0, (upper - 0.45) * 0.25, (0.86 - fore) * 0.25


def _calves(_: str) -> _Cut:
    y = _neutral("helper-tights", 1)[:, 1]
    return "helper-tights", 1, 0.0, -0.385 - y, y + 0.76


HAIRLINE = {
    "short": ((0, 39), (28, 39), (48, 33), (64, 20), (76, -4), (86, -12), (100, 0), (118, -14), (140, -32), (180, -38)),
    "crop": ((0, 38), (28, 38), (48, 32), (64, 20), (78, 2), (90, -4), (102, 4), (120, -8), (140, -26), (180, -32)),
    "receding": ((0, 50), (18, 56), (40, 52), (60, 26), (78, 2), (90, -8), (102, 4), (140, -28), (180, -34)),
    "bun": ((0, 40), (28, 39), (48, 33), (64, 20), (80, 4), (95, 4), (105, 2), (120, -10), (140, -30), (180, -36)),
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


def _scalp(style: str) -> _Cut:
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
    worth[picture("inside-mouth") > 0.98] = 0.02
    return worth


_CUTS = {
    "top": _top,
    "coat": _coat,
    "panel": _panel,
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
