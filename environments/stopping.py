"""How a patient stops: a raised hand, a button, a stop mark, or taking the headset off.

Every way works alone, at any time, and asks nothing back. The stop marks are two round signs low at either side,
so that one is near for either hand and for a neck that turns one way only. They follow the body slowly and wait
while they are looked at. One gives way while a reach target is in front of it; the other one stays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from environments.controls import Control, ControlKind, ahead, level_ahead
from environments.placement import Vec3, facing, multiply
from therapy.arithmetic import cos, radians, sin
from therapy.commands import Actor, Stop, StopVia
from therapy.directives import Begin
from therapy.sample import TICKS_PER_S, Button, Pose, Sample
from therapy.words import N_

MARK_S: Final = 1.0
"""Seconds of head pointing at a stop mark that stop."""
TOUCH_S: Final = 0.5
"""Seconds of touching a stop mark that stop."""
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
NAMES: Final = ("stop_left", "stop_right")
CLEAR_DEG: Final = 25.0
"""A mark nearer to a reach target than this, as the eyes see them, gives way."""
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
_CLEAR_COS = cos(radians(CLEAR_DEG))
_GONE = 180  # a mark comes back two seconds after the target went
_GRACE = 18  # a look may stray for 0.2 s
_FOLLOW = 1.0 / 180.0  # a time constant of two seconds
_SELDOM = 9
_DRIFT = _SELDOM / 10_800.0  # two minutes: a glance aside is no turn
_TURNED = 180  # two seconds aside are a turn of the body
_TURN_COS, _TURN_SIN = cos(radians(0.5)), sin(radians(0.5))  # 45 degrees a second
_ARRIVED_COS2 = cos(radians(10.0)) * cos(radians(10.0))
_OUT = MARK_DISTANCE_M * cos(radians(MARK_BELOW_EYES_DEG))
_DOWN = MARK_DISTANCE_M * sin(radians(MARK_BELOW_EYES_DEG))
_AHEAD, _ASIDE = _OUT * cos(radians(MARK_ASIDE_DEG)), _OUT * sin(radians(MARK_ASIDE_DEG))

_STOPS = {via: Stop(by=Actor.PATIENT, via=via) for via in StopVia}


class StopMarks:
    """The round signs that always stop: left and right of the body, not of the head."""

    __slots__ = (
        "_ahead",
        "_aside",
        "_aside_ticks",
        "_at",
        "_body",
        "_drifts",
        "_turning",
        "centres",
        "present",
        "shown",
    )

    def __init__(self, eyes: Sequence[float]) -> None:
        self._body = (0.0, -1.0)
        self._turning = False
        self._drifts = self._aside_ticks = 0
        self.shown = False
        """Whether there is an exposure to stop."""
        self.present = [True, True]
        """Which of the two, left and right, is there; at least one always is."""
        self._at = (eyes[0], eyes[1], eyes[2])
        self._place()

    def show(self, shown: bool, eyes: Pose) -> None:
        """Appear beside where the body faces now, or go."""
        self.shown = shown
        self.present = [True, True]
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
        """One tick of keeping up with a body: with a turn beyond 60 degrees once it lasts, with others in minutes."""
        ax, ay, az = self._at
        self._at = (
            ax + (eyes[0] - ax) * _FOLLOW,
            ay + (eyes[1] - ay) * _FOLLOW,
            az + (eyes[2] - az) * _FOLLOW,
        )
        bx, bz = self._body
        x, _, z = looks
        level2 = x * x + z * z
        if level2 > 0.1:  # nobody's body turns by looking at the floor
            along = bx * x + bz * z
            if self._turning:
                self._turning = along < 0.0 or along * along < _ARRIVED_COS2 * level2
            elif along < 0.0 or 4.0 * along * along < level2:
                self._aside_ticks += 1
                self._turning = self._aside_ticks >= _TURNED
            else:
                self._aside_ticks = 0
            self._drifts += 1
            if self._turning:
                turn = _TURN_SIN if bx * z - bz * x > 0.0 else -_TURN_SIN
                self._face(bx * _TURN_COS - bz * turn, bx * turn + bz * _TURN_COS)
            elif self._drifts >= _SELDOM:
                self._drifts = 0
                self._face(bx + (x - bx) * _DRIFT, bz + (z - bz) * _DRIFT)
        self._move()

    def give_way(self, eyes: Sequence[float], target: Vec3 | None) -> None:
        """Let the mark behind a reach target go for as long as the target is there."""
        self.present = [
            target is None or not _one_sight(eyes, centre, target, _CLEAR_COS) for centre in self.centres
        ]
        if not any(self.present):
            self.present = [True, True]

    def _face(self, x: float, z: float) -> None:
        length = math.sqrt(x * x + z * z)
        self._body = (x / length, z / length)
        self._place()

    def _place(self) -> None:
        bx, bz = self._body
        self._ahead = (_AHEAD * bx, _AHEAD * bz)
        self._aside = (-_ASIDE * bz, _ASIDE * bx)
        self._move()

    def _move(self) -> None:
        x, y, z = self._at
        x, y, z = x + self._ahead[0], y - _DOWN, z + self._ahead[1]
        out_x, out_z = self._aside
        self.centres = ((x - out_x, y, z - out_z), (x + out_x, y, z + out_z))

    def controls(self, eyes: Sequence[float], progress: Sequence[float]) -> list[Control]:
        """The marks as they are to be drawn, facing these eyes."""
        return [
            _sign(name, centre, eyes, share)
            for name, centre, share, there in zip(NAMES, self.centres, progress, self.present, strict=True)
            if there
        ]


def _sign(name: str, centre: Vec3, eyes: Sequence[float], progress: float) -> Control:
    x, y, z = centre[0] - eyes[0], centre[1] - eyes[1], centre[2] - eyes[2]
    level = math.sqrt(x * x + z * z)
    distance = math.sqrt(level * level + y * y)
    # Half of the angle by which the sight line falls, by the half-angle formulas.
    cosine = level / distance if distance > 0.0 else 1.0
    down = math.copysign(math.sqrt(max(0.0, (1.0 - cosine) / 2.0)), y)
    tilt = (down, 0.0, 0.0, math.sqrt((1.0 + cosine) / 2.0))
    pose = Pose(*centre, *multiply(facing((x, 0.0, z)), tilt))
    size = 2.0 * MARK_RADIUS_M
    return Control(name, N_("Stop"), pose, size, size, ControlKind.STOP, progress, progress > 0.0, False)


class Stops:
    """Watches every way to stop; `step` names the first that happened in a tick."""

    def __init__(self, marks: StopMarks) -> None:
        self._marks = marks
        self._worn = False
        self._above_m = marks.centres[0][1] + _DOWN + RAISED_ABOVE_EYES_M
        self._held = 0
        self._left_raised = self._right_raised = 0
        self._target: Vec3 | None = None
        self._target_shown = False
        self._looks_again = 0
        self._gone_ticks = 0
        self.clear()
        self._met = [False, False]
        """Whether head and hands were off each mark since it appeared: coming up under a look is no stop."""

    @property
    def progress(self) -> tuple[float, float]:
        """How far pointing at or touching each mark has come, 0 to 1."""
        left, right = (
            min(1.0, max(looked / _MARK, touched / _TOUCH))
            for looked, touched in zip(self._looked, self._touched, strict=True)
        )
        return left, right

    def clear(self) -> None:
        """Begin to count anew."""
        self._looked, self._away, self._touched = [0, 0], [0, 0], [0, 0]

    def leave(self) -> None:
        """Another place: what was there to reach for is not there any more."""
        self.clear()
        self._met = [False, False]
        self._target_shown = False
        self._gone_ticks = _GONE

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
            if self._target_shown and tint[3] <= 0.0:
                self._gone_ticks = 0
            self._target_shown = tint[3] > 0.0
        self._looks_again = 0

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
        return self._at_marks(sample, left_pressed, right_pressed) if self._marks.shown else None

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

    def _at_marks(self, sample: Sample, left_pressed: bool, right_pressed: bool) -> Stop | None:
        marks = self._marks
        head, left, right = sample.head, sample.left, sample.right
        looks = None
        if head is not None:
            self._looks_again -= 1
            if self._looks_again <= 0:
                self._looks_again = _SELDOM
                self._gone_ticks += _SELDOM
                # Eyes and hand stay for a moment where a target was.
                around = self._target_shown or self._gone_ticks < _GONE
                marks.give_way(head, self._target if around else None)
            looks = ahead(head)
        near = False
        missed2 = math.inf
        for at, centre in enumerate(marks.centres):
            if not marks.present[at]:
                self._looked[at] = self._touched[at] = 0
                self._met[at] = False
                continue
            if head is not None and looks is not None:
                missed2 = _missed2(head, looks, centre)
                near = near or missed2 < _WAIT_M2
                if self._met[at] and self._looks(at, missed2):
                    return _STOPS[StopVia.HEAD_POINTING]
            on_left = left is not None and _apart2(left, centre) <= _TOUCH_M2
            touching = on_left or (right is not None and _apart2(right, centre) <= _TOUCH_M2)
            if not self._met[at]:
                self._met[at] = missed2 > _STAY_M2 and not touching
            elif touching:
                self._touched[at] += 1
                if self._touched[at] == _TOUCH:
                    return _STOPS[StopVia.LEFT_HAND if on_left else StopVia.RIGHT_HAND]
            elif self._touched[at]:
                self._touched[at] = max(0, min(self._touched[at], _TOUCH) - 3)
            if left_pressed and left is not None and _points_at(left, centre):
                return _STOPS[StopVia.LEFT_HAND]
            if right_pressed and right is not None and _points_at(right, centre):
                return _STOPS[StopVia.RIGHT_HAND]
            if self._looked[at] and (left_pressed or right_pressed):
                return _STOPS[StopVia.HEAD_POINTING]
        if head is not None and looks is not None and not near:
            marks.follow(head, looks)
        return None

    def _looks(self, at: int, missed2: float) -> bool:
        """One tick of the head on or off a mark; True once it has been on it for long enough."""
        looked = self._looked[at]
        if missed2 <= (_STAY_M2 if looked else _ON_M2):
            self._looked[at], self._away[at] = looked + 1, 0
        elif looked:
            self._away[at] += 1
            if self._away[at] > _GRACE:
                self._looked[at] = max(0, looked - 3)
        if self._looked[at] < _MARK:
            return False
        self._looked[at] = 0
        return True


def _apart2(a: Sequence[float], b: Vec3) -> float:
    x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return x * x + y * y + z * z


def _one_sight(eyes: Sequence[float], a: Vec3, b: Vec3, cosine: float) -> bool:
    """Whether two points are seen under an angle with at least this cosine."""
    ax, ay, az = a[0] - eyes[0], a[1] - eyes[1], a[2] - eyes[2]
    bx, by, bz = b[0] - eyes[0], b[1] - eyes[1], b[2] - eyes[2]
    lengths = math.sqrt((ax * ax + ay * ay + az * az) * (bx * bx + by * by + bz * bz))
    return ax * bx + ay * by + az * bz >= cosine * lengths


def _missed2(origin: Sequence[float], direction: Vec3, centre: Vec3) -> float:
    """Square of the distance by which a ray misses a point, m^2; infinite for one behind it."""
    x, y, z = centre[0] - origin[0], centre[1] - origin[1], centre[2] - origin[2]
    along = x * direction[0] + y * direction[1] + z * direction[2]
    return x * x + y * y + z * z - along * along if along > 0.0 else math.inf


def _points_at(hand: Pose, centre: Vec3) -> bool:
    return _missed2(hand, ahead(hand), centre) <= _STAY_M2
