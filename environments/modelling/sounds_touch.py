"""What hands do: signals that answer a touch, and things that are taken, set down, knocked and dropped."""

from __future__ import annotations

import numpy as np

from environments.modelling.mesh import Floats
from environments.modelling.sound import at_level, knock, laid, noise, notes, times


def touch_chime() -> Floats:
    return at_level(notes(((0.0, 659.26, 0.16), (0.05, 987.77, 0.2)), 0.9, 0.006), -20.0)


def gentle_cue() -> Floats:
    return at_level(notes(((0.0, 440.0, 0.3), (0.28, 554.37, 0.4)), 1.6, 0.03), -22.0)


def soft_miss() -> Floats:
    """Says "not this time" without scolding."""
    return at_level(notes(((0.0, 293.66, 0.15), (0.12, 261.63, 0.2)), 0.8, 0.02), -24.0)


def take() -> Floats:
    """Fingers that close around something: skin, then a small shift on the wood."""
    rub = noise(0.35, 500.0, 2600.0, 0.5, 61) * np.sin(np.pi * times(0.35) / 0.35) ** 2
    laid(rub, 0.25 * knock(((310.0, 0.02, 1.0),), 0.15, 0.3, 62, attack_s=0.006), 0.1)
    return at_level(rub, -32.0)


def set_down() -> Floats:
    """Something with some weight set down gently on wood."""
    wood = ((190.0, 0.045, 1.0), (305.0, 0.035, 0.7), (520.0, 0.02, 0.35), (840.0, 0.012, 0.15))
    return at_level(knock(wood, 0.5, 0.35, 63, attack_s=0.004), -24.0)


def ceramic() -> Floats:
    """A mug that touches another."""
    mug = ((1120.0, 0.06, 1.0), (1870.0, 0.045, 0.6), (2960.0, 0.03, 0.3), (4200.0, 0.02, 0.12))
    return at_level(knock(mug, 0.5, 0.15, 64), -26.0)


def glass() -> Floats:
    """A glass that is touched: it rings a little."""
    bowl = ((1690.0, 0.16, 1.0), (2730.0, 0.12, 0.5), (4480.0, 0.08, 0.2))
    return at_level(knock(bowl, 0.8, 0.1, 65), -28.0)


def paper() -> Floats:
    """A page, or the cover of a book."""
    time = times(0.5)
    strokes = np.exp(-(((time - 0.16) / 0.07) ** 2)) + 0.6 * np.exp(-(((time - 0.33) / 0.06) ** 2))
    return at_level(noise(0.5, 900.0, 4200.0, 0.5, 66) * strokes, -30.0)


def drop() -> Floats:
    """Something that falls on wood and bounces twice, each time less."""
    fallen = np.zeros(int(1.1 * 44_100))
    wood = ((165.0, 0.05, 1.0), (270.0, 0.04, 0.7), (610.0, 0.02, 0.3))
    for i, (at_s, strength) in enumerate(((0.0, 1.0), (0.26, 0.42), (0.42, 0.18))):
        laid(fallen, strength * knock(wood, 0.4, 0.4, 67 + i, attack_s=0.004), at_s)
    return at_level(fallen, -24.0)
