"""Simple standing figures: recognisable as people, with no face that could be misread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import Mesh, Rgb, capsule, lathe, merged, sphere


@dataclass(frozen=True)
class Looks:
    top: Rgb
    trousers: Rgb
    skin: Rgb
    hair: Rgb
    height_m: float = 1.72


LOOKS = (
    Looks(linear("5f7f95"), linear("3f4654"), linear("c99a78"), linear("3a2c24"), 1.76),
    Looks(linear("b5654f"), linear("4d5a52"), linear("8a5d43"), linear("1f1a18"), 1.64),
    Looks(linear("cdb583"), linear("39404d"), linear("e3bc9f"), linear("80603c"), 1.8),
    Looks(linear("6f8f72"), linear("5a4b45"), linear("d6a98a"), linear("a8a39c"), 1.68),
    Looks(linear("8b7a9c"), linear("444b57"), linear("a97852"), linear("2b211d"), 1.72),
)


def standing(looks: Looks, lean_deg: float = 0.0) -> Mesh:
    """Stands on the origin and looks along -z; `lean_deg` bends the upper body forward, arms on a rail."""
    hips_m = 0.88
    legs = [capsule(0.078, 0.9, 8, 2).moved(x, 0.02, 0.0).coloured(looks.trousers) for x in (-0.095, 0.095)]
    shoes = [
        sphere(0.06, 8, 5).stretched(0.85, 0.8, 2.2).moved(x, 0.046, -0.045).coloured(linear("3b3634"))
        for x in (-0.095, 0.095)
    ]
    coat = lathe(
        [
            (0.0, 0.0),
            (0.15, 0.0),
            (0.165, 0.08),
            (0.15, 0.24),
            (0.185, 0.44),
            (0.16, 0.54),
            (0.06, 0.59),
            (0.0, 0.6),
        ],
        12,
        70,
    )
    torso = coat.stretched(1.1, 1.0, 0.72).coloured(looks.top)
    neck = capsule(0.05, 0.16, 8, 2).moved(y=0.54).coloured(looks.skin)
    head = sphere(0.105, 14, 9).stretched(0.86, 1.16, 1.0).moved(0.0, 0.77, -0.015).coloured(looks.skin)
    hair = _cap().moved(0.0, 0.775, -0.012).coloured(looks.hair)
    reach = 52.0 if lean_deg else 4.0
    arms, hands = [], []
    for x, out in ((-0.198, -6.0), (0.198, 6.0)):
        arm = capsule(0.048, 0.6, 7, 2).moved(y=-0.6).turned("x", reach).turned("z", out)
        hand = sphere(0.05, 7, 5).moved(y=-0.62).turned("x", reach).turned("z", out)
        arms.append(arm.moved(x, 0.54, 0.0).coloured(looks.top))
        hands.append(hand.moved(x, 0.54, 0.0).coloured(looks.skin))
    upper = merged([torso, neck, head, hair, *arms, *hands]).turned("x", -lean_deg).moved(y=hips_m - 0.02)
    figure = merged([*legs, *shoes, upper])
    size = looks.height_m / 1.79  # as modelled, sole to crown
    return figure.stretched(size, size, size).shaded(0.7, 0.0, 0.5)


def _cap() -> Mesh:
    """Hair: part of a ball around the head, its edge higher in front."""
    angles = np.radians(np.linspace(-18.0, 90.0, 8))
    profile = [(0.112 * float(np.cos(a)), 0.112 * float(np.sin(a))) for a in angles]
    profile[-1] = (0.0, 0.112)
    return lathe(profile, 14, 90).turned("x", 34).stretched(0.88, 1.14, 1.02)


def far_away(looks: Looks) -> Mesh:
    """A figure for a street seen from above: about a hundred triangles."""
    leg = lathe([(0.06, 0.0), (0.1, 0.95)], 5)
    legs = [leg.moved(x, 0.0, 0.0).coloured(looks.trousers) for x in (-0.09, 0.09)]
    coat = lathe([(0.17, 0.75), (0.2, 1.3), (0.14, 1.45), (0.0, 1.48)], 7, 70).stretched(1.0, 1.0, 0.65)
    head = sphere(0.11, 6, 4).stretched(0.9, 1.15, 1.0).moved(y=1.58)
    crown = sphere(0.115, 6, 3).standing().stretched(0.9, 0.8, 1.0).moved(0.0, 1.64, 0.02)
    return merged([*legs, coat.coloured(looks.top), head.coloured(looks.skin), crown.coloured(looks.hair)])
