"""Draws what is said, as text before the patient's eyes.

A caption stands still in the world and comes along only when the eyes have gone elsewhere; nothing is ever glued
to the head.
"""

from __future__ import annotations

import math
from typing import Final

from panda3d.core import NodePath

from environments.controls import Words, ahead
from environments.placement import facing, multiply, rotate
from environments.stage import signs
from environments.stage.signs import LIGHT_TEXT, PLATE
from therapy.sample import Pose
from therapy.translation import translate

DISTANCE_M: Final = 1.5
BELOW_GAZE_DEG: Final = 13.0
"""A caption stands this far below where the eyes rest."""
ABOVE_GAZE_DEG: Final = 17.0
"""Where a board is asked something at the same time, it stands above the eyes instead."""
FOLLOW_DEG: Final = 32.0
"""The eyes may wander this far aside, up or down before the caption comes along."""
STEEPEST_DEG: Final = 60.0
LINE_M: Final = 0.062
"""Height of a line: 2.4 degrees, more than twice what large print asks for."""
WIDE_M: Final = 1.25


class CaptionView:
    """The caption under `overlay`, which is drawn over the world."""

    def __init__(self, overlay: NodePath) -> None:
        self._strip = overlay.attach_new_node("caption")
        self._shown: Words | None = None
        self._placed: tuple[float, float, bool] | None = None

    def update(self, caption: Words | None, head: Pose, above: bool) -> None:
        """Show these words to this head: below its gaze, or above it where a board is below."""
        if caption != self._shown:
            self._strip.get_children().detach()
            self._shown, self._placed = caption, None
            if caption is not None:
                said = translate(caption.text, **caption.inputs)
                signs.words(self._strip, said, LINE_M, LIGHT_TEXT, WIDE_M, backing=(0.0, PLATE))
        if caption is None:
            return
        turned_deg, raised_deg = _gaze(head)
        if self._placed is not None:
            was_turned_deg, was_raised_deg, was_above = self._placed
            aside_deg = abs((turned_deg - was_turned_deg + 180.0) % 360.0 - 180.0)
            if was_above == above and max(aside_deg, abs(raised_deg - was_raised_deg)) < FOLLOW_DEG:
                return
        self._placed = (turned_deg, raised_deg, above)
        signs.move(self._strip, _place(head, ABOVE_GAZE_DEG if above else -BELOW_GAZE_DEG))


def _gaze(head: Pose) -> tuple[float, float]:
    """Which way the head is turned (to its left) and how far it is raised, degrees."""
    x, y, z = ahead(head)
    return math.degrees(math.atan2(-x, -z)), math.degrees(math.asin(max(-1.0, min(1.0, y))))


def _place(head: Pose, by_deg: float) -> Pose:
    """Before the eyes, this much above where they look, upright and turned to them."""
    pitch = math.radians(max(-STEEPEST_DEG, min(STEEPEST_DEG, _gaze(head)[1] + by_deg)))
    rotation = multiply(facing(ahead(head)), (math.sin(pitch / 2), 0.0, 0.0, math.cos(pitch / 2)))
    x, y, z = rotate(rotation, (0.0, 0.0, -DISTANCE_M))
    return Pose(head.x_m + x, head.y_m + y, head.z_m + z, *rotation)
