"""The body that a simulated patient moves: a head that sways a little, and whichever hands there are."""

import math
from collections.abc import Sequence
from typing import Final, Literal

from environments.placement import Vec3
from environments.stage.headset.motion import Mover, angles, apart, facing_pose, towards
from therapy.arithmetic import TAU, Draws
from therapy.sample import TICKS_PER_S, Button, Pose, Sample

Side = Literal["left", "right"]

SHOULDER_OUT_M: Final = 0.18
SHOULDER_DOWN_M: Final = 0.25
REST: Final = {"left": (-0.17, -0.52, -0.28), "right": (0.17, -0.52, -0.28)}
"""Where hands rest in a lap, from the eyes."""
_STILL = 9
"""Ticks for which a resting hand keeps its pose."""
_TREMOR_M = 0.0008
_SWAY_M, _SWAY_RAD = 0.004, 0.006


class Hand:
    """One hand: where it is, where it points, and how firmly it presses."""

    def __init__(self, side: Side, eyes: Vec3, reach_m: float, phase: float) -> None:
        self.side: Side = side
        self.reach_m = reach_m
        x, y, z = REST[side]
        self._rest = (eyes[0] + x, eyes[1] + y, eyes[2] + z)
        out = -SHOULDER_OUT_M if side == "left" else SHOULDER_OUT_M
        self.shoulder: Vec3 = (eyes[0] + out, eyes[1] - SHOULDER_DOWN_M, eyes[2])
        self._mover = Mover((*self._rest, 0.0, -0.3))
        self._phase = phase
        self._pose: Pose | None = None
        self._until = 0
        self.press = 0.0

    def pose(self, tick: int) -> Pose:
        """Where it is now."""
        mover = self._mover
        if tick < mover.ends:
            x, y, z, yaw, pitch = mover.at(tick)
            self._pose = None
            return facing_pose((x, y, z), yaw, pitch)
        if self._pose is None or tick >= self._until:
            x, y, z, yaw, pitch = mover.end
            shake = _TREMOR_M * math.sin(tick * 0.06 + self._phase)
            self._pose = facing_pose((x + shake, y + 0.5 * shake, z), yaw, pitch)
            self._until = tick + _STILL
        return self._pose

    @property
    def place(self) -> tuple[float, ...]:
        """Where it is going to be."""
        return self._mover.end[:3]

    def go(self, to: Sequence[float], tick: int, seconds: float, point: Sequence[float] | None = None) -> int:
        """Move there, no further than the arm is long, pointing at `point` or along the arm. Ticks it takes."""
        place = towards(self.shoulder, to, self.reach_m)
        yaw, pitch = angles(self.shoulder, place) if point is None else angles(place, point)
        ticks = max(1, round(seconds * TICKS_PER_S))
        self._mover.go((*place, yaw, pitch), tick, ticks)
        return ticks

    def rest(self, tick: int, seconds: float) -> int:
        """Back into the lap."""
        ticks = max(1, round(seconds * TICKS_PER_S))
        self._mover.go((*self._rest, 0.0, -0.3), tick, ticks)
        return ticks

    @property
    def resting(self) -> bool:
        return apart(self.place, self._rest) < 0.01


class Body:
    """Head, hands and buttons of one seated person; `sample` is what a headset would see of it."""

    def __init__(self, draws: Draws, *, left: bool, right: bool) -> None:
        self.eyes: Vec3 = (draws.uniform(-0.02, 0.02), draws.uniform(1.12, 1.27), draws.uniform(-0.02, 0.02))
        reach_m = draws.uniform(0.56, 0.66)
        self.hands: dict[Side, Hand] = {}
        for side, there in (("left", left), ("right", right)):
            if there:
                name: Side = "left" if side == "left" else "right"
                self.hands[name] = Hand(name, self.eyes, reach_m, draws.uniform(0.0, TAU))
        self._left, self._right = self.hands.get("left"), self.hands.get("right")
        self.head = Mover(self.eyes)
        self.gaze = Mover((0.0, 0.0))
        """Yaw and pitch of the head."""
        self._phases = [draws.uniform(0.0, TAU) for _ in range(3)]
        self.buttons = int(Button.NONE)
        self.wears = True

    def sample(self, tick: int) -> Sample:
        """What is seen of it in this tick."""
        x, y, z = self.head.at(tick)
        yaw, pitch = self.gaze.at(tick)
        a, b, c = self._phases
        slow = math.sin(tick * 0.021 + a)
        head = facing_pose(
            (x + _SWAY_M * slow, y + 0.3 * _SWAY_M * slow, z + _SWAY_M * math.sin(tick * 0.013 + b)),
            yaw + _SWAY_RAD * math.sin(tick * 0.027 + c),
            pitch + 0.7 * _SWAY_RAD * slow,
        )
        left, right = self._left, self._right
        return Sample(
            head,
            left.pose(tick) if left is not None else None,
            right.pose(tick) if right is not None else None,
            None,
            left.press if left is not None else 0.0,
            right.press if right is not None else 0.0,
            self.buttons,
            True,
        )

    def look(self, yaw: float, pitch: float, tick: int, speed_rad_per_s: float = 1.6) -> int:
        """Turn the head there. Ticks it takes."""
        old_yaw, old_pitch = self.gaze.at(tick)
        turn = max(abs(yaw - old_yaw), abs(pitch - old_pitch))
        ticks = round((0.2 + turn / speed_rad_per_s) * TICKS_PER_S)
        self.gaze.go((yaw, pitch), tick, ticks)
        return ticks

    def look_at(self, point: Sequence[float], tick: int) -> int:
        """Turn the head so that it faces a point. Ticks it takes."""
        return self.look(*angles(self.head.at(tick), point), tick)

    def lean(self, x: float, z: float, tick: int, seconds: float) -> int:
        """Move the head on the level, from where it sits; a little down as the back bends. Ticks it takes."""
        ticks = round(seconds * TICKS_PER_S)
        down = 0.15 * math.sqrt(x * x + z * z)
        self.head.go((self.eyes[0] + x, self.eyes[1] - down, self.eyes[2] + z), tick, ticks)
        return ticks
