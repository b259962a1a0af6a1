"""Herbs in clay pots on the sills."""

from __future__ import annotations

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import (
    Floats,
    Mesh,
    lathe,
    merged,
    quad,
)
from environments.modelling.model import Parts
from environments.reach import model_finishes as finishes
from environments.reach.model_shell import BACK_Z_M, FRONT_WINDOW, FRONT_Z_M, HALF_WIDTH_M, LEFT_WINDOW


def sill() -> Parts:
    """Herbs in pots on the front window's sill, a plant on the left one."""
    pots, leaves = [], []
    y, z = FRONT_WINDOW.low + 0.021, FRONT_Z_M - 0.03
    random = np.random.default_rng(31)
    for x, size, rgb in (
        (-0.62, 1.0, "b8714d"),
        (-0.42, 0.85, "c98d66"),
        (0.47, 0.9, "c07a54"),
        (0.66, 1.05, "a9694a"),
    ):
        pots.append(_pot(size).coloured(linear(rgb)).moved(x, y, z))
        leaves.append(_herb(size, random).moved(x, y + 0.085 * size, z))
    middle = BACK_Z_M - (LEFT_WINDOW.start + LEFT_WINDOW.end) / 2
    at = (-HALF_WIDTH_M - 0.04, LEFT_WINDOW.low + 0.021)
    pots.append(_pot(1.7).coloured(linear("d8cfba")).moved(at[0], at[1], middle - 0.5))
    leaves.append(_herb(2.1, random).moved(at[0], at[1] + 0.15, middle - 0.5))
    return (merged(pots), finishes.GLAZE), (merged(leaves), finishes.LEAVES)


def _pot(size: float) -> Mesh:
    profile = [
        (0.0, 0.0),
        (0.038, 0.0),
        (0.05, 0.078),
        (0.056, 0.08),
        (0.057, 0.096),
        (0.05, 0.096),
        (0.047, 0.082),
        (0.0, 0.082),
    ]
    return lathe([(r * size, h * size) for r, h in profile], 18, 40.0)


def _herb(size: float, random: np.random.Generator) -> Mesh:
    """Small leaves on stems that lean out of the pot."""
    parts = []
    green = np.array(linear("5c8a45"))
    for i in range(11):
        angle, lean = 2.4 * i, 0.1 + 0.5 * random.random()
        tall = size * (0.07 + 0.07 * random.random())
        tip = np.array(
            [np.cos(angle) * np.sin(lean) * tall, np.cos(lean) * tall, np.sin(angle) * np.sin(lean) * tall]
        )
        for j in range(5):
            root = tip * (0.3 + 0.175 * j)
            way, wide, long = angle + 2.1 * j + random.random(), size * 0.011, size * (0.03 - 0.002 * j)
            out = np.array([np.cos(way), 0.35 - 0.12 * j, np.sin(way)])
            side = np.array([-np.sin(way), 0.0, np.cos(way)]) * wide
            mid = root + out * long * 0.5 + np.array([0.0, 0.004 * size, 0.0])
            end = root + out * long
            leaf = _leaf(root, mid - side, end, mid + side)
            shade = green * (0.75 + 0.5 * random.random())
            parts.append(leaf.coloured((float(shade[0]), float(shade[1]), float(shade[2]))))
    return merged(parts)


def _leaf(root: Floats, left: Floats, tip: Floats, right: Floats) -> Mesh:
    one = quad([root, left, tip, right])
    if one.normals[0, 1] < 0.0:
        one = quad([root, right, tip, left])
    return one
