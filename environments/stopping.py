"""How a patient stops: a raised hand, a button, the stop mark, or taking the headset off.

Every way works alone, at any time, and asks nothing back. The stop mark is a round sign low at the side,
where no reach target is and nothing else to look at; it follows the body slowly and waits while it is
looked at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from environments.controls import Control, ControlKind, ahead, level_ahead
from environments.placement import Vec3, facing, multiply
from therapy.arithmetic import cos, radians, sin
from therapy.briefing import Calibration
from therapy.commands import Actor, Stop, StopVia
from therapy.directives import Begin
from therapy.sample import TICKS_PER_S, Button, Pose, Sample
from therapy.words import N_

MARK_S: Final = 1.0
"""Seconds of head pointing at the stop mark that stop."""
TOUCH_S: Final = 0.5
"""Seconds of touching the stop mark that stop."""
RAISED_S: Final = 0.7
"""Seconds of a hand above the head that stop."""
RAISED_ABOVE_EYES_M: Final = 0.20
"""How far above the eyes a hand is above the head."""
HELD_S: Final = 2.0
"""Seconds of holding the one button that stop."""
MARK_DISTANCE_M: Final = 1.0
MARK_BELOW_EYES_DEG: Final = 40.0
MARK_ASIDE_DEG: Final = 45.0
MARK_RADIUS_M: Final = 0.12
"""Seen under 14 degrees."""
TARGET_RADIUS_M: Final = 0.25
"""A hand this near a shown reach target is at work, not raised to stop."""

_MARK = round(MARK_S * TICKS_PER_S)
_TOUCH = round(TOUCH_S * TICKS_PER_S)
_RAISED = round(RAISED_S * TICKS_PER_S)
_HELD = round(HELD_S * TICKS_PER_S)
_ON_M2 = MARK_RADIUS_M * MARK_RADIUS_M
_STAY_M2 = 1.5625 * _ON_M2  # once on it, a quarter more
_TOUCH_M2 = (MARK_RADIUS_M + 0.04) * (MARK_RADIUS_M + 0.04)
_WAIT_M2 = 0.2  # a ray within 0.45 m: the patient is looking for it, so it stays where it is
_TARGET_M2 = TARGET_RADIUS_M * TARGET_RADIUS_M
_RELAXED_M = 0.05  # once raised, a hand may sink this far
_FOLLOW = 1.0 / 180.0  # a time constant of two seconds
_SELDOM = 9
_DRIFT = _SELDOM / 2700.0  # half a minute
_TURN_COS, _TURN_SIN = cos(radians(0.5)), sin(radians(0.5))  # 45 degrees a second
_ARRIVED_COS2 = cos(radians(10.0)) * cos(radians(10.0))
_OUT = MARK_DISTANCE_M * cos(radians(MARK_BELOW_EYES_DEG))
_DOWN = MARK_DISTANCE_M * sin(radians(MARK_BELOW_EYES_DEG))
_AHEAD, _ASIDE = _OUT * cos(radians(MARK_ASIDE_DEG)), _OUT * sin(radians(MARK_ASIDE_DEG))

_STOPS = {via: Stop(by=Actor.PATIENT, via=via) for via in StopVia}


class StopMark:
    """The round sign that always stops. It keeps its side of the body, not of the head."""

    __slots__ = ("_at", "_body", "_drifts", "_offset", "_side", "_turning", "centre", "shown")

    def __init__(self, eyes: Sequence[float]) -> None:
        self._side = 1.0
        self._body = (0.0, -1.0)
        self._turning = False
        self._drifts = 0
        self.shown = False
        self._at = (eyes[0], eyes[1], eyes[2])
        self._place()

    def suit(self, calibration: Calibration) -> None:
        """Stand at the side of the only hand that is used; otherwise at the right."""
        only_left = calibration.right_reach_m is None and calibration.left_reach_m is not None
        self._side = -1.0 if only_left else 1.0
        self._place()

    def show(self, shown: bool, eyes: Pose) -> None:
        """Appear beside where the body faces now, or go."""
        self.shown = shown
        if shown:
            # The seat faces -z. Where the head happens to look is taken for the body only if no body turns that far.
            x, _, z = level_ahead(eyes)
            bx, bz = self._body
            length = math.sqrt(x * x + z * z)
            if length > 0.1 and 2.0 * (bx * x + bz * z) < length:
                self._body = (x / length, z / length)
            self._turning = False
            self._at = (eyes[0], eyes[1], eyes[2])
            self._place()

    def follow(self, eyes: Sequence[float], looks: Vec3) -> None:
        """One tick of keeping up with a body: with turns beyond 60 degrees soon, with others in half a minute."""
        ax, ay, az = self._at
        ax += (eyes[0] - ax) * _FOLLOW
        ay += (eyes[1] - ay) * _FOLLOW
        az += (eyes[2] - az) * _FOLLOW
        self._at = (ax, ay, az)
        bx, bz = self._body
        x, _, z = looks
        level2 = x * x + z * z
        if level2 > 0.1:  # nobody's body turns by looking at the floor
            along = bx * x + bz * z
            if self._turning:
                self._turning = along < 0.0 or along * along < _ARRIVED_COS2 * level2
            else:
                self._turning = along < 0.0 or 4.0 * along * along < level2
            if self._turning:
                turn = _TURN_SIN if bx * z - bz * x > 0.0 else -_TURN_SIN
                bx, bz = bx * _TURN_COS - bz * turn, bx * turn + bz * _TURN_COS
            else:
                self._drifts += 1
                if self._drifts >= _SELDOM:
                    self._drifts = 0
                    bx, bz = bx + (x - bx) * _DRIFT, bz + (z - bz) * _DRIFT
            if self._turning or not self._drifts:
                length = math.sqrt(bx * bx + bz * bz)
                self._body = (bx / length, bz / length)
                self._place()
                return
        ox, oy, oz = self._offset
        self.centre = (ax + ox, ay + oy, az + oz)

    def _place(self) -> None:
        bx, bz = self._body
        aside = self._side * _ASIDE
        self._offset = (_AHEAD * bx - aside * bz, -_DOWN, _AHEAD * bz + aside * bx)
        self.centre = (
            self._at[0] + self._offset[0],
            self._at[1] + self._offset[1],
            self._at[2] + self._offset[2],
        )

    def control(self, eyes: Sequence[float], progress: float) -> Control:
        """The mark as it is to be drawn, facing these eyes."""
        x, y, z = self.centre[0] - eyes[0], self.centre[1] - eyes[1], self.centre[2] - eyes[2]
        level = math.sqrt(x * x + z * z)
        distance = math.sqrt(level * level + y * y)
        # Half of the angle by which the sight line falls, by the half-angle formulas.
        cosine = level / distance if distance > 0.0 else 1.0
        tilt = (
            math.copysign(math.sqrt(max(0.0, (1.0 - cosine) / 2.0)), y),
            0.0,
            0.0,
            math.sqrt((1.0 + cosine) / 2.0),
        )
        pose = Pose(*self.centre, *multiply(facing((x, 0.0, z)), tilt))
        size = 2.0 * MARK_RADIUS_M
        lit = progress > 0.0
        return Control("stop", N_("Stop"), pose, size, size, ControlKind.STOP, progress, lit, False)


class Stops:
    """Watches every way to stop; `step` names the first that happened in a tick."""

    def __init__(self, mark: StopMark) -> None:
        self._mark = mark
        self._worn = False
        self._above_m = math.inf
        self._held = 0
        self._left_raised = self._right_raised = 0
        self._left_touching = self._right_touching = 0
        self._target: Vec3 | None = None
        self._target_shown = False
        self._looked = self._away = 0

    @property
    def progress(self) -> float:
        """How far pointing at or touching the stop mark has come, 0 to 1."""
        touching = max(self._left_touching, self._right_touching)
        return min(1.0, max(self._looked / _MARK, touching / _TOUCH))

    def clear(self) -> None:
        """Begin to count anew: the stop mark appeared or went."""
        self._looked = self._away = self._left_touching = self._right_touching = 0
        self._target_shown = False

    def notice(self, begun: Begin) -> None:
        """Know where a reach target is, so that reaching high for it is not taken for a raised hand."""
        if begun.node != "target":
            return
        to, tint = begun.behaviour.get("to"), begun.behaviour.get("tint")
        if to is not None:
            x, y, z = to[0]
            self._target = (x, y, z)
            self._target_shown = True
        if tint is not None:
            self._target_shown = tint[3] > 0.0

    def step(self, sample: Sample, pressed: int, left_pressed: bool, right_pressed: bool) -> Stop | None:
        """One tick; the stop that was asked for in it, if any."""
        worn = sample.worn
        if worn is not self._worn:
            self._worn = worn
            if not worn:
                return _STOPS[StopVia.HEADSET_OFF]
        if pressed & Button.STOP:
            return _STOPS[StopVia.BUTTON]
        if sample.buttons & Button.READY:
            self._held += 1
            if self._held == _HELD:
                return _STOPS[StopVia.BUTTON]
        else:
            self._held = 0
        if sample.head is not None:
            self._above_m = sample.head[1] + RAISED_ABOVE_EYES_M
        raised = self._left_raised
        self._left_raised = self._raised(raised, sample.left)
        if self._left_raised >= _RAISED > raised:
            return _STOPS[StopVia.LEFT_HAND]
        raised = self._right_raised
        self._right_raised = self._raised(raised, sample.right)
        if self._right_raised >= _RAISED > raised:
            return _STOPS[StopVia.RIGHT_HAND]
        return self._at_mark(sample, left_pressed, right_pressed) if self._mark.shown else None

    def _raised(self, ticks: int, hand: Pose | None) -> int:
        """Ticks that this hand has been up; short dips cost a little, a hand at work counts as down."""
        if hand is None:
            # Lost from sight while above the head: most likely still there.
            return ticks + 1 if 0 < ticks < _RAISED else ticks
        up = hand[1] >= (self._above_m - _RELAXED_M if ticks else self._above_m)
        if up and self._target_shown and self._target is not None:
            up = _apart2(hand, self._target) >= _TARGET_M2
        if up:
            return ticks + 1
        return max(0, min(ticks, _RAISED) - 3) if ticks else 0

    def _at_mark(self, sample: Sample, left_pressed: bool, right_pressed: bool) -> Stop | None:
        mark = self._mark
        head, left, right = sample.head, sample.left, sample.right
        near = False
        if head is not None:
            looks = ahead(head)
            missed2 = _missed2(head, looks, mark.centre)
            near = missed2 < _WAIT_M2
            if not near:
                mark.follow(head, looks)
            if missed2 <= (_STAY_M2 if self._looked else _ON_M2):
                self._looked += 1
                self._away = 0
                if self._looked >= _MARK:
                    self._looked = 0
                    return _STOPS[StopVia.HEAD_POINTING]
            elif self._looked:
                self._away += 1
                self._looked = self._looked if self._away <= 18 else max(0, self._looked - 3)
        if left is not None:
            self._left_touching = _touching(self._left_touching, left, mark.centre)
            if self._left_touching == _TOUCH or (left_pressed and _points_at(left, mark.centre)):
                return _STOPS[StopVia.LEFT_HAND]
        if right is not None:
            self._right_touching = _touching(self._right_touching, right, mark.centre)
            if self._right_touching == _TOUCH or (right_pressed and _points_at(right, mark.centre)):
                return _STOPS[StopVia.RIGHT_HAND]
        if self._looked and (left_pressed or right_pressed):
            return _STOPS[StopVia.HEAD_POINTING]
        return None


def _apart2(a: Sequence[float], b: Vec3) -> float:
    x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return x * x + y * y + z * z


def _touching(ticks: int, hand: Pose, centre: Vec3) -> int:
    return ticks + 1 if _apart2(hand, centre) <= _TOUCH_M2 else max(0, min(ticks, _TOUCH) - 3)


def _missed2(origin: Sequence[float], direction: Vec3, centre: Vec3) -> float:
    """Square of the distance by which a ray misses a point, m^2; infinite for one behind it."""
    x, y, z = centre[0] - origin[0], centre[1] - origin[1], centre[2] - origin[2]
    along = x * direction[0] + y * direction[1] + z * direction[2]
    return x * x + y * y + z * z - along * along if along > 0.0 else math.inf


def _points_at(hand: Pose, centre: Vec3) -> bool:
    return _missed2(hand, ahead(hand), centre) <= _STAY_M2
