"""What is heard in rooms: near-silence, a fridge, a clock far away, rain behind glass, a slow warm chord."""

from __future__ import annotations

import numpy as np

from environments.modelling.mesh import Floats
from environments.modelling.sound import (
    RATE_HZ,
    at_level,
    knock,
    laid,
    noise,
    swell,
    times,
    wide_noise,
    wide_swell,
)


def room_tone() -> Floats:
    """The near-silence of a quiet kitchen."""
    return at_level(wide_noise(8.0, 140.0, 900.0, 0.9, 31), -36.0)


def fridge() -> Floats:
    """A fridge that hums: the mains, its overtones, and a breath of air."""
    seconds = 8.0
    time = times(seconds)
    hum = np.zeros_like(time)
    for i, (hertz, share) in enumerate(((100, 0.5), (200, 1.0), (300, 0.55), (400, 0.3), (600, 0.12))):
        hum += (
            share * np.sin(2 * np.pi * hertz * time + 0.9 * i) * swell(seconds, ((1 + i % 3, 0.12, i / 7),))
        )
    return at_level(hum + 1.4 * noise(seconds, 180.0, 1100.0, 0.6, 32), -30.0)


def clock() -> Floats:
    """A wall clock in the next room: one soft tick a second, every other one a little lower."""
    loop = np.zeros(8 * RATE_HZ)
    for second in range(8):
        low = 0.86 if second % 2 else 1.0
        tick = knock(((1450.0 * low, 0.012, 1.0), (2350.0 * low, 0.007, 0.5)), 0.12, 0.35, 33, attack_s=0.003)
        laid(loop, (0.85 if second % 2 else 1.0) * tick, second + 0.4)
    return at_level(loop, -44.0)


def warm_tone() -> Floats:
    """A very quiet, slow chord in a warm room (A major in the natural scale, A = 220 Hz)."""
    seconds = 12.0
    time = times(seconds)
    chord = np.zeros((len(time), 2))
    for i, ratio in enumerate((1.0, 1.25, 1.5, 2.0)):
        cycles = round(220.0 * ratio * seconds)
        breath = wide_swell(seconds, ((1 + i % 2, 0.35, i * 0.27),))
        chord += breath * (np.sin(2 * np.pi * cycles / seconds * time) / (1.0 + i))[:, None]
    return at_level(chord / 4.0 + 0.12 * wide_noise(seconds, 150.0, 600.0, 0.8, 41), -34.0)


def rain() -> Floats:
    """Soft, even rain behind a closed window: the glass keeps the highs outside."""
    seconds = 12.0
    fall = noise(seconds, 350.0, 1700.0, 0.7, 51) * swell(seconds, ((1, 0.12, 0.1), (3, 0.06, 0.5)))
    random = np.random.default_rng(52)
    drops = np.zeros_like(fall)
    for at_s in np.sort(random.random(70)) * seconds:
        hertz = 520.0 + 700.0 * random.random()
        laid(drops, knock(((hertz, 0.016, 1.0),), 0.12, 0.05, 53, attack_s=0.006), at_s)
    return at_level(fall / np.sqrt(np.mean(fall**2)) + 0.9 * drops / np.abs(drops).max(), -34.0)
