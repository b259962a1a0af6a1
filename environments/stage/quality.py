"""How much a picture may cost: numbers for processors, for graphics cards and for what a headset carries."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Measure:
    """What a quality spends."""

    detail: bool
    """Whether light is worked out at each pixel, with the relief of grains; if not, at the corners of triangles."""
    grain_px: int
    """Pixels along the side of a grain."""
    anisotropy: int
    """Directions in which grains are read at a slant; 1 wherever a processor draws."""
    samples: int
    """Samples a pixel; 0: edges as they fall."""
    shadow_px: int
    """Pixels along each side of the two squares of the sun's map."""
    shadow_taps: int
    """Places of it that are looked up: 1, 5 or 9."""
    shadows_outdoors: bool
    """Whether the sun throws shadows out there too, where so much more stands in its way; indoors walls always do."""
    within: float
    """Share of a node's `within_m` from which it is drawn."""
    joined: float
    """Corners less than this share of their distance apart are joined, half of it in rooms; 0: none are."""


class Quality(enum.StrEnum):
    """How much a picture may cost."""

    SOFTWARE = "software"
    """For processors: drawn straight into the window's buffer, edges as they fall."""
    HEADSET = "headset"
    """For the chips that headsets carry."""
    DESKTOP = "desktop"
    """For graphics cards: every light at every pixel, edges smoothed fourfold in a buffer of our own."""

    @property
    def measure(self) -> Measure:
        return _MEASURES[self]


_MEASURES = {
    Quality.SOFTWARE: Measure(False, 256, 1, 0, 768, 1, False, 0.3, 0.02),
    Quality.HEADSET: Measure(True, 512, 4, 4, 1536, 5, True, 0.65, 0.0),
    Quality.DESKTOP: Measure(True, 512, 8, 4, 3072, 9, True, 1.0, 0.0),
}
_DRAWN_BY_PROCESSOR = ("llvmpipe", "softpipe", "swrast", "software", "basic render")


def is_processor(driver: str) -> bool:
    """Whether the graphics driver of this name draws with the processor."""
    return any(name in driver.lower() for name in _DRAWN_BY_PROCESSOR)


def measured(quality: Quality | None, driver: str) -> Measure:
    """What may be spent with the graphics driver of this name, at a quality or at the best that it can afford.

    Reading at a slant costs a processor hundreds of times as much (8 directions, Mesa 22.3), so there it never does.
    """
    slow = is_processor(driver)
    measure = (quality or (Quality.SOFTWARE if slow else Quality.DESKTOP)).measure
    return replace(measure, anisotropy=1) if slow else measure
