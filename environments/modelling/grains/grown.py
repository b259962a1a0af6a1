"""Grains of what grew: wood, boards, bark, leather, a crust of bread, leaves, grass."""

from __future__ import annotations

import numpy as np

from environments.modelling.grains.field import (
    SIZE,
    Field,
    Surface,
    blurred,
    cells,
    coordinates,
    dabs,
    each,
    mixed,
    noise,
    step,
    toned,
)


def _timber(seed: int) -> tuple[Field, Field]:
    """Tone of straight-grown wood whose grain runs up, and how deep its pores are."""
    u, _ = coordinates()
    sway = noise(seed, 0.8, 5, 1.4, v=3.5)
    rings = np.sin(2 * np.pi * (7 * u + 0.34 * sway))
    rings = 0.55 * rings + 0.45 * np.sin(2 * np.pi * (19 * u + 0.62 * sway) + 1.3)
    fibres = noise(seed + 1, 22, 190, 0.35, v=34)
    broad = noise(seed + 2, 3, 24, 0.8, v=14)
    pores = step(noise(seed + 3, 60, 200, 0.0, v=11), 1.5, 2.6)
    return 0.050 * rings + 0.030 * fibres + 0.035 * broad - 0.14 * pores, pores


def wood() -> Surface:
    tone, pores = _timber(11)
    height = 2.2 * tone - 0.35 * pores
    return Surface(toned(tone, 0.85, 1.0, 1.25), height, 1.0 - 1.3 * tone + 0.15 * pores)


def boards() -> Surface:
    """Eight floor boards side by side, each of two pieces cut somewhere and laid end to end."""
    tone, pores = _timber(23)
    u, v = coordinates()
    draw = np.random.default_rng(24)
    board = np.minimum((u * 8).astype(np.int64), 7)
    cut = draw.permutation(8) / 8.0 + draw.uniform(0.0, 0.08, 8)
    along = (v - cut[board]) % 1.0
    half = draw.uniform(0.42, 0.58, 8)[board]
    piece = board * 2 + (along > half)
    shift = draw.integers(0, SIZE, (2, 16))
    row = (np.arange(SIZE)[:, None] + shift[0][piece]) % SIZE
    column = (np.arange(SIZE)[None, :] + shift[1][piece]) % SIZE
    tone, pores = tone[row, column], pores[row, column]
    side = np.abs(u * 8 - np.round(u * 8)) * SIZE / 8
    end = np.minimum(np.minimum(along, 1.0 - along), np.abs(along - half)) * SIZE
    gap = 1.0 - step(np.minimum(side, end), 0.2, 1.5)
    bevel = -1.1 * (1.0 - step(np.minimum(side, end), 0.4, 4.0))
    shade = each(25, piece, -0.11, 0.11)
    warmth = each(26, piece, -0.05, 0.05)
    colour = toned(tone + shade, 0.9, 1.0, 1.2) * toned(warmth, 1.0, 0.0, -1.0)
    colour = mixed(colour, colour * 0.33, gap)
    return Surface(colour, 2.0 * tone - 0.3 * pores + bevel, 1.0 - 1.0 * tone - 0.3 * shade + 0.5 * gap)


def bark() -> Surface:
    """Ridges that run up, parted by deep furrows."""
    u, v = coordinates()
    bend = noise(31, 1, 10, 1.2, v=2.5)
    made = cells(32, 12, 3, u + 0.016 * bend, v + 0.02 * noise(33, 1, 9, 1.2))
    ridge = step(made.inside, 0.02, 0.5)
    rough = noise(34, 6, 150, 0.9, v=2.5)
    tone = -0.75 * (1.0 - ridge) + 0.16 * rough + each(35, made.which, -0.16, 0.16)
    return Surface(toned(tone, 0.95, 1.0, 1.1), 6.0 * ridge + 0.6 * rough, 1.0 + 0.06 * rough)


def leather() -> Surface:
    """Small pebbles between creases, rubbed smooth on top."""
    u, v = coordinates()
    bend = 0.006 * noise(41, 4, 40, 0.8)
    fine = cells(42, 58, 58, u + bend, v - bend)
    pebble = step(fine.inside, 0.02, 0.42)
    worn = noise(43, 1, 9, 1.2)
    tone = -0.16 * (1.0 - pebble) + 0.03 * worn + 0.02 * each(44, fine.which)
    return Surface(toned(tone, 0.9, 1.0, 1.1), 1.2 * blurred(pebble, 0.8), 1.1 - 0.16 * pebble + 0.04 * worn)


def crust() -> Surface:
    """Baked unevenly, with small blisters, cracks and a breath of flour."""
    u, v = coordinates()
    baked = noise(51, 1.5, 22, 1.1)
    bend = 0.02 * noise(52, 3, 30, 1.0)
    cracked = cells(53, 15, 15, u + bend, v + np.roll(bend, 99, 0))
    crack = 1.0 - step(cracked.inside, 0.0, 0.07)
    fine = noise(54, 20, 160, 0.6)
    flour = step(noise(55, 3, 60, 0.6) + 0.5 * fine, 1.2, 2.6)
    colour = toned(0.21 * baked + 0.06 * fine, 0.75, 1.0, 1.45)
    colour = mixed(colour, np.array([1.05, 1.15, 1.3]) * colour, crack)
    colour = mixed(colour, np.array([1.25, 1.5, 1.95]), 0.45 * flour)
    return Surface(colour, 0.7 * baked + 0.32 * fine - 1.2 * crack, 1.0 - 0.08 * baked + 0.3 * flour)


def leaf() -> Surface:
    """Leaves one over the other: what a hedge or a crown shows."""
    which, along, aside = dabs(61, 1100, (13, 25), (5, 10))
    some = which >= 0
    index = np.where(some, which, 0)
    vein = 1.0 - step(np.abs(aside), 0.02, 0.14)
    lit = each(62, index, -0.5, 0.34) + 0.10 * (1.0 - np.abs(aside)) + 0.12 * vein - 0.10 * np.abs(along)
    hue = each(63, index, -0.14, 0.14)
    tone = np.where(some, lit, -1.3)
    tone += 0.12 * noise(64, 1, 7, 1.0)
    tilt = each(65, index, -1.0, 1.0) * along * 3.0 + each(66, index, -1.0, 1.0) * aside * 1.6
    height = np.where(some, 1.6 * (1.0 - np.abs(aside)) + tilt, -1.5)
    return Surface(
        toned(tone) * toned(hue, 1.0, 0.15, -0.6), blurred(height, 0.9), 1.0 + 0.12 * each(67, index)
    )


def grass() -> Surface:
    """A lawn from above: short blades that lean every way, thinner and drier in places."""
    which, along, aside = dabs(71, 4200, (8, 17), (1.1, 2.2))
    some = which >= 0
    index = np.where(some, which, 0)
    dry = noise(72, 1, 9, 0.9)
    tone = each(73, index, -0.42, 0.34) + 0.16 * along * each(74, index) - 0.1 * np.abs(aside)
    tone = np.where(some, tone, -0.9) + 0.07 * dry
    hue = each(75, index, -0.16, 0.16) + 0.06 * dry
    height = np.where(some, each(76, index, 0.0, 2.0) + along * each(77, index, -1.5, 1.5), -1.0)
    return Surface(toned(tone) * toned(hue, 1.0, 0.2, -0.5), blurred(height, 0.8), 1.0 + 0.05 * dry)
