"""Grains of what is laid in rows: tiles, bricks, paving, roofing."""

from __future__ import annotations

import numpy as np

from environments.modelling.grains.field import (
    SIZE,
    Field,
    Surface,
    Whole,
    blurred,
    cells,
    coordinates,
    each,
    mixed,
    noise,
    step,
    toned,
)


def _rows(across: int, up: int, shifted: float = 0.0) -> tuple[Whole, Field, Field, Field]:
    """Which piece, place in it (-0.5 to 0.5 both ways) and pixels to its nearest edge; every other row `shifted`."""
    u, v = coordinates()
    row = np.minimum((v * up).astype(np.int64), up - 1)
    x = u * across + shifted * (row % 2)
    column = np.floor(x).astype(np.int64)
    right, above = x - column - 0.5, v * up - row - 0.5
    edge = np.minimum((0.5 - np.abs(right)) * SIZE / across, (0.5 - np.abs(above)) * SIZE / up)
    return row * across + column % across, right, above, edge


def tile() -> Surface:
    """Five by five glazed tiles: the glaze pools and waves a little, no two lie quite flat, the joints are light."""
    which, right, above, edge = _rows(5, 5)
    wobble = 0.10 * noise(101, 14, 60, 0.6)
    glazed = step(edge + wobble, 1.2, 2.3)
    pillow = step(edge, 1.0, 7.0)
    wave = noise(102, 2, 16, 1.4)
    tilt = each(103, which) * right + each(104, which) * above
    pool = noise(105, 3, 30, 1.0)
    tone = each(106, which, -0.022, 0.022) + 0.008 * pool - 0.015 * (1.0 - pillow)
    colour = mixed(np.array([0.80, 0.79, 0.76]) * toned(0.03 * noise(107, 20, 200, 0.2)), toned(tone), glazed)
    height = 1.7 * pillow * glazed + 0.45 * wave * glazed + 1.1 * tilt * glazed
    rough = np.where(glazed > 0.5, 1.0 + 0.10 * pool, 1.95)
    return Surface(colour, blurred(height, 0.6), blurred(rough, 0.6))


def brick() -> Surface:
    """Twelve courses of four bricks in running bond: a repetition is a metre of wall."""
    which, _, _, edge = _rows(4, 12, 0.5)
    ragged = 0.55 * noise(111, 24, 130, 0.3) + 0.5 * noise(112, 6, 30, 0.8)
    face = step(edge + ragged, 2.0, 3.6)
    fired = noise(113, 2, 40, 0.9)
    grit = noise(114, 50, 220, 0.1)
    tone = each(115, which, -0.26, 0.20) + 0.07 * fired + 0.055 * grit
    dark = step(each(116, which, 0.0, 1.0), 0.88, 0.93)  # here and there one lay nearer the fire
    colour = toned(tone - 0.28 * dark, 0.9, 1.05, 1.1) * toned(each(117, which, -0.08, 0.08), 1.0, -0.2, -1.0)
    mortar = np.array([1.06, 1.42, 1.62]) * toned(0.06 * noise(118, 8, 160, 0.4))
    height = 2.6 * step(edge + ragged, 1.4, 4.2) + 0.32 * grit * face + 0.5 * fired * face
    colour = mixed(mortar, colour, face)
    return Surface(colour, blurred(height, 0.6), 1.0 + 0.04 * fired + 0.10 * (1.0 - face))


def paving(across: int = 4) -> Surface:
    """Four by four slabs with sanded joints, each a little lighter or darker, worn and stained."""
    which, right, above, edge = _rows(across, across)
    ragged = 0.5 * noise(121, 20, 120, 0.4)
    slab = step(edge + ragged, 1.2, 2.8)
    grit = noise(122, 60, 230, 0.0)
    cloud = noise(123, 1.5, 30, 1.0)
    spots = step(noise(124, 40, 150, 0.2), 1.7, 2.6)
    tone = each(125, which, -0.10, 0.10) + 0.05 * cloud + 0.05 * grit - 0.16 * spots
    tone -= 0.05 * (1.0 - step(edge, 2.0, 14.0))  # dirt gathers along the joints
    colour = toned(tone) * toned(each(126, which, -0.018, 0.018), 1.0, 0.0, -1.0)
    colour = mixed(np.array([0.50, 0.47, 0.43]) * toned(0.12 * grit), colour, slab)
    tilt = each(127, which) * right + each(128, which) * above
    height = 2.0 * step(edge + ragged, 1.0, 4.5) + 0.28 * grit + 0.9 * tilt * slab
    return Surface(colour, blurred(height, 0.5), 1.0 + 0.05 * cloud + 0.1 * (1.0 - slab))


def roofing() -> Surface:
    """Felt under gravel, in sheets that overlap, with stains where water stood."""
    stones = cells(131, 74, 74)
    round_ = step(0.62 - stones.nearest, 0.0, 0.45)
    _, v = coordinates()
    lap = np.abs(v * 4 - np.round(v * 4)) * SIZE / 4
    seam = 1.0 - step(lap + 0.6 * noise(132, 4, 40, 0.6), 0.6, 2.4)
    stain = noise(133, 1, 12, 1.1)
    tone = each(134, stones.which, -0.3, 0.3) * round_ - 0.34 * (1.0 - round_) + 0.10 * stain - 0.30 * seam
    hue = each(135, stones.which, -0.05, 0.05)
    height = 1.6 * round_ - 1.2 * seam
    return Surface(toned(tone) * toned(hue, 1.0, 0.0, -1.0), height, 1.0 - 0.05 * stain)
