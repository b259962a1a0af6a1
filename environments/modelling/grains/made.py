"""Grains of what is woven, brushed or sprayed, of water, and of nothing in particular."""

from __future__ import annotations

import numpy as np

from environments.modelling.grains.field import (
    SIZE,
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


def plain() -> Surface:
    one = np.ones((SIZE, SIZE))
    return Surface(np.ones((SIZE, SIZE, 3)), one * 0.0, one)


def linen(threads: int = 64) -> Surface:
    """Plain weave: threads over and under each other, thick and thin by turns as flax is."""
    u, v = coordinates()
    x = u * threads + 0.10 * noise(301, 2, 24, 0.9, v=2)
    y = v * threads + 0.10 * noise(302, 2, 24, 0.9, u=2)
    column, row = np.floor(x).astype(np.int64) % threads, np.floor(y).astype(np.int64) % threads
    round_up, round_across = np.sin(np.pi * (x % 1.0)), np.sin(np.pi * (y % 1.0))
    over = np.cos(np.pi * (np.floor(x) + np.floor(y))) > 0  # the upright thread lies on top here
    thick_up = 0.16 * noise(303, 1.2, 70, 0.5, v=28)
    thick_across = 0.16 * noise(304, 1.2, 70, 0.5, u=28)
    shade_up = np.random.default_rng(305).uniform(-0.05, 0.05, threads)[column] + 0.3 * thick_up
    shade_across = np.random.default_rng(306).uniform(-0.05, 0.05, threads)[row] + 0.3 * thick_across
    arch = np.where(over, round_up * (0.55 + 0.45 * round_across), round_across * (0.55 + 0.45 * round_up))
    tone = np.where(over, shade_up, shade_across) - 0.34 * (1.0 - arch) + 0.02 * noise(307, 1, 8, 1.0)
    height = 2.0 * arch + np.where(over, thick_up, thick_across)
    return Surface(toned(tone, 0.95, 1.0, 1.08), blurred(height, 0.7), 1.05 - 0.08 * arch)


def wool() -> Surface:
    """A short pile seen from above: tufts that lean, and threads among them."""
    u, v = coordinates()
    bend = 0.006 * noise(311, 6, 50, 0.6)
    tufts = cells(312, 66, 66, u + bend, v - bend)
    tuft = step(0.72 - tufts.nearest, 0.0, 0.6)
    which, along, aside = dabs(313, 3600, (6, 13), (0.8, 1.6))
    hair = np.where(which >= 0, each(314, np.maximum(which, 0), -0.16, 0.16) - 0.08 * np.abs(aside), 0.0)
    walked = noise(315, 1, 9, 1.1)
    tone = -0.34 * (1.0 - tuft) + each(316, tufts.which, -0.07, 0.07) + 0.8 * hair + 0.035 * walked
    height = 2.0 * tuft + 3.0 * hair + 0.2 * along
    return Surface(toned(tone, 0.95, 1.0, 1.06), blurred(height, 0.9), 1.0 + 0.03 * walked)


def steel() -> Surface:
    """Brushed upward: hair-fine scratches that stretch a highlight, and a trace of fingers."""
    fine = noise(321, 30, 250, 0.0, v=60)
    long = noise(322, 4, 60, 0.6, v=40)
    smear = noise(323, 1, 9, 1.2)
    tone = 0.022 * fine + 0.022 * long
    return Surface(toned(tone), 0.16 * fine + 0.10 * long, 1.0 + 0.09 * fine + 0.07 * long + 0.07 * smear)


def carpaint() -> Surface:
    """Nearly even: flakes too small to count and the faint orange peel of lacquer."""
    flakes = cells(331, 170, 170)
    peel = noise(332, 12, 50, 0.8)
    dust = step(noise(333, 1, 30, 0.9), 0.3, 2.6)
    tone = 0.022 * each(334, flakes.which) - 0.01 * dust
    return Surface(mixed(toned(tone), np.ones(3) * toned(tone), dust), 0.10 * peel, 1.0 + 0.3 * dust)


def water() -> Surface:
    """Ripples before a light wind, longer than they are wide."""
    swell = noise(341, 2, 14, 1.5, u=0.55, v=1.3)
    ripple = noise(342, 9, 60, 1.3, u=0.5, v=1.4)
    height = 1.5 * swell + 0.5 * ripple
    return Surface(toned(0.02 * swell), blurred(height, 1.0), 1.0 + 0.05 * swell)
