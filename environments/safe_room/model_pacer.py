"""The light to breathe with: a paper lantern that fills its ring with each breath in and leaves it with each out."""

from __future__ import annotations

from typing import Final

from environments.behaviours import Breathe
from environments.modelling.material import Material, linear
from environments.modelling.mesh import cylinder, merged, sphere, torus
from environments.modelling.model import Parts
from environments.safe_room.model_room import BRASS, BRASS_RGB, HEIGHT_M

PLACE: Final = (-0.6, 1.2, -1.62)
"""Above the small table, level with the eyes of who sits."""
FULL_M: Final = 0.23
"""Radius of the lantern after a breath in."""
BREATH: Final = Breathe(breaths_per_min=6.0, in_share=0.4, small=0.5, large=1.0)

CORE = Material("lantern light", roughness=0.9, emissive=(1.05, 0.56, 0.22))
PAPER = Material("lantern paper", roughness=0.95, emissive=(0.9, 0.42, 0.14), blend=True)


def lantern() -> Parts:
    """Layers of paper around a light, each letting the next one through."""
    core = sphere(FULL_M * 0.55, 16, 8).coloured(linear("fff0d8"))
    layers = []
    # From the inside out, as they are drawn: each a little thinner, so that the light ends softly.
    for share, opacity in ((0.66, 0.36), (0.76, 0.31), (0.85, 0.25), (0.93, 0.19), (1.0, 0.14)):
        layer = sphere(FULL_M * share, 18, 7).coloured(linear("ffe0b4"))
        layer.colours[:, 3] = opacity
        layers.append(layer)
    return ((core, CORE), (merged(layers), PAPER))


def ring() -> Parts:
    """Hangs still around the lantern: what a full breath fills, and the cord that holds it."""
    x, y, z = PLACE
    hoop = torus(FULL_M + 0.014, 0.006, 38, 5).turned("x", 90)
    cord = cylinder(0.003, HEIGHT_M - y - FULL_M - 0.02, 6).moved(y=FULL_M + 0.02)
    rose = cylinder(0.045, 0.02, 20, 0.006).moved(y=HEIGHT_M - y - 0.02)
    return ((merged([hoop, cord, rose]).coloured(BRASS_RGB).moved(x, y, z), BRASS),)
