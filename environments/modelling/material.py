"""Materials: the few numbers that decide how a surface answers light (glTF 2.0 metallic-roughness)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Material:
    """Colours are linear and multiply the vertex colours."""

    name: str
    colour: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    metallic: float = 0.0
    roughness: float = 0.8
    emissive: tuple[float, float, float] = (0.0, 0.0, 0.0)
    blend: bool = False
    """Always lets what is behind it through. What fades at times is solid here and blended by its node."""
    two_sided: bool = False
    grain: str | None = None
    """Name of the grain (see environments.modelling.grain) that its colour and roughness vary by; None: even."""
    grain_m: float = 1.0
    """Metres of surface after which the grain repeats."""


MATT = Material("matt", roughness=0.9)
SATIN = Material("satin", roughness=0.5)
GLOSS = Material("gloss", roughness=0.2)
METAL = Material("metal", colour=(0.55, 0.57, 0.6, 1.0), metallic=0.8, roughness=0.4)
GLASS = Material("glass", colour=(0.75, 0.9, 0.88, 0.16), roughness=0.08, blend=True, two_sided=True)


def linear(html: str) -> tuple[float, float, float]:
    """The linear colour of an sRGB colour written as six hexadecimal digits (IEC 61966-2-1)."""
    red, green, blue = (_linear(int(html[i : i + 2], 16) / 255.0) for i in (0, 2, 4))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
