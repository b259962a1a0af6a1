"""Grains: how a surface's colour, relief and roughness vary, as square pictures that repeat without a seam.

A grain's colours multiply the material's and the vertices' (their mean is near 1), so one grain of wood serves oak
and walnut. All grains of a scene have the same size and lie in one array on the graphics card, so that surfaces of
different grains are drawn together.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SIZE = 512
"""Pixels along each side."""
BRIGHTEST = 2.0
"""Colours are written as a share of this, so that a grain can also lighten."""


@dataclass(frozen=True)
class Grain:
    """Two pictures (SIZE, SIZE, ...) of 8 bits a channel, first row at the bottom of a surface that stands."""

    colour: npt.NDArray[np.uint8]
    """Red, green, blue: the square root of linear factor / BRIGHTEST, times 255."""
    relief: npt.NDArray[np.uint8]
    """Normal x, y, z as glTF writes them (OpenGL: green points up), then roughness as a factor, 128 for 1."""


@functools.cache
def grain(name: str) -> Grain:
    """A grain by its name. KeyError for one that there is not."""
    factor, height, rough = _MAKERS[name]()
    return _painted(factor, height, rough)


def _painted(
    factor: npt.NDArray[np.float64], height: npt.NDArray[np.float64], rough: npt.NDArray[np.float64]
) -> Grain:
    """`factor` (S, S, 3) linear around 1, `height` (S, S) in pixels, `rough` (S, S) around 1."""
    colour = np.sqrt(np.clip(factor / BRIGHTEST, 0.0, 1.0))
    across = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / 2.0
    up = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / 2.0
    normal = np.stack([-across, -up, np.ones_like(height)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    relief = np.concatenate([normal * 0.5 + 0.5, np.clip(rough * 0.5, 0.0, 1.0)[..., None]], axis=-1)
    return Grain(np.round(colour * 255).astype(np.uint8), np.round(relief * 255).astype(np.uint8))


def _plain() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    one = np.ones((SIZE, SIZE))
    return np.ones((SIZE, SIZE, 3)), one * 0.0, one


_MAKERS = {"plain": _plain}


def names() -> tuple[str, ...]:
    return tuple(_MAKERS)
