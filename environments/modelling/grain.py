"""Grains: how a surface's colour, relief and roughness vary, as square pictures that repeat without a seam.

A grain's colours multiply the material's and the vertices' (their mean is near 1), so one grain of wood serves oak
and walnut. All grains of a scene have the same size and lie in one array on the graphics card, so that surfaces of
different grains are drawn together.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from environments.modelling.grains import grown, laid, made, mineral
from environments.modelling.grains.field import SIZE as SIZE  # noqa: PLC0414
from environments.modelling.grains.field import Field, Surface

BRIGHTEST = 2.0
"""Colours are written as a share of this, so that a grain can also lighten."""


@dataclass(frozen=True)
class Grain:
    """Two pictures (SIZE, SIZE, ...) of 8 bits a channel, first row at the bottom of a surface that stands."""

    colour: npt.NDArray[np.uint8]
    """Red, green, blue: the square root of linear factor / BRIGHTEST, times 255."""
    relief: npt.NDArray[np.uint8]
    """Normal x, y, z as glTF writes them (OpenGL: green points up), then roughness as a factor, 128 for 1."""


_MAKERS: Mapping[str, Callable[[], Surface]] = {
    maker.__name__: maker
    for maker in (
        *(made.plain, grown.wood, grown.boards, laid.tile, laid.brick, mineral.asphalt, laid.paving),
        *(mineral.concrete, mineral.plaster, mineral.stone, made.linen, made.wool, grown.leaf, grown.grass),
        *(laid.roofing, made.steel, grown.leather, grown.bark, grown.crust, mineral.ceramic, made.carpaint),
        made.water,
    )
}


def names() -> tuple[str, ...]:
    return tuple(_MAKERS)


@functools.cache
def grain(name: str) -> Grain:
    """A grain by its name. KeyError for one that there is not."""
    factor, height, rough = _MAKERS[name]()
    across = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / 2.0
    up = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / 2.0
    normal = np.stack([-across, -up, np.ones_like(height)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    relief = np.concatenate([normal * 0.5 + 0.5, np.clip(rough * 0.5, 0.0, 1.0)[..., None]], axis=-1)
    colour = np.sqrt(_even(factor) / BRIGHTEST)
    return Grain(np.round(colour * 255).astype(np.uint8), np.round(relief * 255).astype(np.uint8))


def _even(factor: Field) -> Field:
    """Brought to a mean of 1 in each channel, so that a material's colour stays what it says."""
    for _ in range(3):  # what is cut off above moves the mean a little
        factor = np.clip(factor / factor.mean(axis=(0, 1)), 0.0, BRIGHTEST)
    return factor
