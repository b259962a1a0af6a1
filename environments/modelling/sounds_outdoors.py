"""What is heard on a terrace over a city: two layers of wind, leaves, traffic near and far, birds, what passes."""

from __future__ import annotations

import numpy as np

from environments.modelling.mesh import Floats
from environments.modelling.sound import (
    at_level,
    fading,
    knock,
    laid,
    noise,
    swell,
    times,
    wide_noise,
    wide_swell,
)

LOOP_S = 12.0


def wind() -> Floats:
    """The body of the wind: air that rolls along a facade."""
    body = wide_noise(LOOP_S, 170.0, 480.0, 0.5, 11)
    return at_level(body * wide_swell(LOOP_S, ((1, 0.3, 0.1), (3, 0.18, 0.6))), -20.0)


def whistle() -> Floats:
    """What a strong wind adds high up: edges and wires that sing a little, and air."""
    total = 0.5 * wide_noise(LOOP_S, 1200.0, 3600.0, 0.6, 21) * wide_swell(LOOP_S, ((2, 0.4, 0.3),))
    for i, (hertz, waves) in enumerate(
        ((640.0, ((2, 0.6, 0.35),)), (910.0, ((3, 0.65, 0.1),)), (1290.0, ((5, 0.5, 0.7),)))
    ):
        tone = wide_noise(LOOP_S, hertz * 0.96, hertz * 1.04, 0.0, 24 + i)
        total += tone * wide_swell(LOOP_S, waves) / (1.0 + i)
    return at_level(total, -22.0)


def leaves() -> Floats:
    """Trees along the street in a breeze."""
    rustle = wide_noise(LOOP_S, 1500.0, 5200.0, 0.8, 31)
    return at_level(rustle * wide_swell(LOOP_S, ((2, 0.4, 0.0), (5, 0.25, 0.3), (11, 0.15, 0.7))), -24.0)


def street() -> Floats:
    """The street right below: tyres and engines, and single cars that come by from one side to the other."""
    total = 0.5 * wide_noise(LOOP_S, 160.0, 1400.0, 0.7, 41) * wide_swell(LOOP_S, ((1, 0.15, 0.2),))
    time = times(5.0)
    for i, (at_s, rightwards) in enumerate(((0.5, True), (4.7, False), (8.3, True))):
        passing = noise(5.0, 180.0, 1700.0, 0.5, 45 + i) * np.exp(-(((time - 2.5) / 0.8) ** 2))
        right = 0.5 + 0.4 * np.tanh((time - 2.5) / 0.8) * (1.0 if rightwards else -1.0)
        ears = np.stack((np.sqrt(1.0 - right), np.sqrt(right)), axis=1) * fading(passing, 0.3, 0.3)[:, None]
        _turn(total, ears, at_s)
    return at_level(total, -21.0)


def _turn(loop: Floats, ears: Floats, at_s: float) -> None:
    laid(loop, ears[:, 0], at_s, right=0.0)
    laid(loop, ears[:, 1], at_s, left=0.0)


def city() -> Floats:
    """A whole city far away: a hum without any detail."""
    return at_level(
        wide_noise(LOOP_S, 150.0, 360.0, 0.6, 51) * wide_swell(LOOP_S, ((1, 0.18, 0.0), (2, 0.12, 0.4))),
        -20.0,
    )


def birds(seed: int = 61, calls: int = 9, seconds: float = 16.0) -> Floats:
    """Small birds in trees some way off, each from its own side; long pauses between them."""
    random = np.random.default_rng(seed)
    loop = np.zeros((int(seconds * 44_100), 2))
    for i in range(calls):
        at_s = seconds * (i + 0.6 * random.random()) / calls
        right = 0.15 + 0.7 * random.random()
        base_hz, faint = 2300.0 + 900.0 * random.random(), 0.4 + 0.6 * random.random()
        for n in range(int(random.integers(2, 5))):
            laid(loop, _chirp(base_hz * (1.0 + 0.06 * (n % 2)), faint), at_s + 0.19 * n, 1.0 - right, right)
    return at_level(loop, -34.0)


def _chirp(hertz: float, loud: float) -> Floats:
    time = times(0.14)
    slide = hertz * time + 260.0 * 0.05 * (1.0 - np.exp(-time / 0.05))
    chirped: Floats = loud * np.sin(np.pi * np.minimum(time / 0.14, 1.0)) ** 2 * np.sin(2 * np.pi * slide)
    return chirped


def bird_call() -> Floats:
    """Two soft falling notes of a bird that passes."""
    time = times(1.2)
    call = np.zeros_like(time)
    for start_s, low_hz in ((0.0, 1750.0), (0.42, 1600.0)):
        since = np.maximum(time - start_s, 0.0)
        risen = np.sin(np.pi * np.minimum(since / 0.34, 1.0)) ** 2
        call += risen * np.sin(2 * np.pi * (low_hz * since + 35.0 * (1.0 - np.exp(-since / 0.12))))
    return at_level(call, -26.0)


def gust() -> Floats:
    """One gust that comes and goes in four seconds."""
    share = times(4.0) / 4.0
    rise = np.sin(np.pi * share**0.7) ** 2
    air = wide_noise(4.0, 220.0, 900.0, 0.4, 71) + 0.3 * wide_noise(4.0, 900.0, 2600.0, 0.4, 72)
    return at_level(air * rise[:, None], -20.0)


def lift_hum() -> Floats:
    """The motor of a slow lift, and air; it comes and goes over twenty seconds."""
    seconds = 20.0
    time = times(seconds)
    motor = sum(
        np.sin(2 * np.pi * hertz * time + i) / (1.0 + i) for i, hertz in enumerate((120, 240, 360, 480))
    )
    moved = 0.4 * motor * swell(seconds, ((9, 0.1, 0.0),)) + 0.8 * noise(seconds, 220.0, 900.0, 0.6, 81)
    return at_level(fading(moved, 2.5, 5.0), -24.0)


def thud() -> Floats:
    """A ball that lands far below."""
    time = times(0.7)
    body = np.sin(2 * np.pi * (150.0 * time + 6.0 * (1.0 - np.exp(-time / 0.03)))) * np.exp(-time / 0.08)
    slap = noise(0.7, 250.0, 1500.0, 0.5, 91) * np.exp(-time / 0.025)
    edges = np.minimum(time / 0.004, 1.0) * np.minimum((0.7 - time) / 0.05, 1.0)
    return at_level((body + 0.6 * slap) * edges, -20.0)


def ball_take() -> Floats:
    """A rubber ball that a hand closes around."""
    return at_level(knock(((210.0, 0.03, 1.0), (420.0, 0.02, 0.3)), 0.3, 0.5, 92, attack_s=0.008), -28.0)
