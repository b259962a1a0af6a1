"""Grains of stone and what is poured: asphalt, concrete, plaster, worktop stone, glazed ceramic."""

from __future__ import annotations

import numpy as np

from environments.modelling.grains.field import (
    Surface,
    blurred,
    cells,
    coordinates,
    each,
    mixed,
    noise,
    step,
    toned,
)


def asphalt() -> Surface:
    """Stones of two sizes in tar, polished where wheels run, patched with damp and dust."""
    coarse, fine = cells(201, 62, 62), cells(202, 118, 118)
    big = step(0.52 - coarse.nearest, 0.0, 0.22) * (each(203, coarse.which, 0.0, 1.0) > 0.45)
    small = step(0.60 - fine.nearest, 0.0, 0.3)
    wear = noise(204, 1, 7, 1.2)
    dust = noise(205, 4, 70, 0.8)
    tone = 0.20 * each(206, fine.which) * small - 0.20 * (1.0 - small)
    tone = np.where(big > 0.2, tone * 0.4 + big * each(207, coarse.which, -0.10, 0.42), tone)
    tone += 0.07 * wear + 0.05 * dust
    warm = each(208, coarse.which, -0.04, 0.04) * big
    height = 1.0 * small + 1.1 * big
    return Surface(
        toned(tone) * toned(warm, 1.0, 0.0, -1.0),
        blurred(height, 0.7),
        1.0 - 0.07 * wear + 0.06 * (1.0 - small),
    )


def concrete() -> Surface:
    """Cloudy, with pores where air was caught and streaks where rain ran down."""
    cloud = noise(211, 1, 40, 1.15)
    grit = noise(212, 70, 230, 0.0)
    air = cells(213, 26, 26)
    size = each(214, air.which, -0.25, 0.16)
    pore = step(size - air.nearest, 0.0, 0.05)
    rain = noise(215, 5, 60, 0.7, v=9)
    stain = step(noise(216, 1, 9, 1.0), 0.6, 2.2)
    tone = 0.055 * cloud + 0.025 * grit + 0.022 * rain - 0.45 * pore - 0.07 * stain
    height = 0.16 * grit + 0.3 * cloud - 1.8 * blurred(pore, 0.7)
    return Surface(toned(tone, 0.97, 1.0, 1.04), height, 1.0 + 0.05 * cloud - 0.08 * stain)


def plaster() -> Surface:
    """Rolled paint on a wall: a fine orange-peel relief, hardly any colour."""
    peel = noise(221, 26, 110, 0.5)
    trowel = noise(222, 2, 16, 1.2)
    tone = 0.008 * peel + 0.012 * trowel
    return Surface(toned(tone), 0.2 * peel + 0.4 * trowel, 1.0 + 0.025 * peel + 0.02 * trowel)


def stone() -> Surface:
    """Speckled worktop stone, polished: crystals of three kinds and now and then a bright one."""
    u, v = coordinates()
    bend = 0.004 * noise(231, 10, 90, 0.5)
    crystals = cells(232, 96, 96, u + bend, v - bend)
    large = cells(233, 40, 40, u - bend, v + bend)
    kind = each(234, crystals.which, 0.0, 1.0)
    tone = 0.14 * noise(235, 2, 60, 0.7) + each(236, crystals.which, -0.12, 0.12)
    tone = np.where(kind < 0.2, tone - 0.42, np.where(kind > 0.86, tone + 0.34, tone))
    tone = np.where(each(237, large.which, 0.0, 1.0) < 0.10, tone - 0.30, tone)
    tone = blurred(tone, 0.6)
    warm = each(238, crystals.which, -0.04, 0.04)
    rough = 1.0 + 0.22 * (kind - 0.5) + 0.05 * noise(239, 2, 12, 1.0)
    return Surface(toned(tone) * toned(warm, 1.0, 0.2, -1.0), 0.05 * noise(240, 4, 40, 1.0), rough)


def ceramic() -> Surface:
    """Glaze that ran and set: barely uneven, with a few specks of iron."""
    flow = noise(241, 2, 20, 1.3)
    specks = cells(242, 34, 34)
    speck = step(0.10 - specks.nearest, 0.0, 0.05) * (each(243, specks.which, 0.0, 1.0) > 0.72)
    tone = 0.014 * flow - 0.14 * speck
    return Surface(
        mixed(toned(tone), toned(tone, 0.8, 1.0, 1.2), speck),
        0.55 * flow,
        1.0 + 0.08 * noise(244, 3, 30, 1.0),
    )
