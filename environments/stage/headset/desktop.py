"""A session without a headset: the window shows what the eyes see, mouse and keys move a head and one hand.

Move the mouse to point with the right hand, hold its right button and drag to look around, turn its wheel to reach out
or draw back. Left button: choose or grasp. W A S D: lean. Space or Escape: stop. Enter: I'm ready. Digits: answer, in
tenths of the scale. H: raise the hand to stop. M: captions are spoken or not.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

from environments.panel import Pointing
from environments.stage.headset.motion import facing_pose
from environments.stopping import RAISED_ABOVE_EYES_M
from therapy.directives import Ask
from therapy.events import Output
from therapy.observations import Observation
from therapy.sample import NOTHING, TICKS_PER_S, Button, Sample

EYES_M: Final = (0.0, 1.2, 0.0)
LEAN_M: Final = 0.35
"""Furthest lean, and how fast it goes a second."""
LEAN_MPS: Final = 0.4
TURN_RAD: Final = 1.6
"""Turn of the head for a drag across half of the window."""
HIGHEST_RAD: Final = 1.5
REACHES_M: Final = (0.20, 0.70)
WHEEL_M: Final = 0.04
BELOW_RAISED_M: Final = 0.05
"""Pointing up never lifts the hand so far that it would mean stop."""

_LEANS: Final = {"w": (0.0, -1.0), "s": (0.0, 1.0), "a": (-1.0, 0.0), "d": (1.0, 0.0)}
_BUTTONS: Final = {
    "space": Button.STOP,
    "escape": Button.STOP,
    "enter": Button.READY,
    "mouse1": Button.SELECT,
}
KEYS: Final = (*_LEANS, *_BUTTONS, "h", "mouse3")


class Desk:
    """What mouse and keys make of the body. Knows no window, so that it can be tried without one."""

    def __init__(self) -> None:
        self._held: set[str] = set()
        self._fresh: set[str] = set()
        """Pressed since the last tick: a press that was over before anybody looked still counts."""
        self._yaw = self._pitch = 0.0
        self._lean = (0.0, 0.0)
        self._cursor = (0.0, -0.3)
        self._reach_m = 0.45
        self._aspect = 16 / 9

    def down(self, key: str) -> None:
        """A key or mouse button of KEYS goes down."""
        self._held.add(key)
        self._fresh.add(key)

    def up(self, key: str) -> None:
        """It comes up again."""
        self._held.discard(key)

    def release(self) -> None:
        """Nothing is held any more: another window has the keyboard."""
        self._held.clear()

    def wheel(self, turns: int) -> None:
        """Reach out (positive) or draw back."""
        self._reach_m = min(max(self._reach_m + turns * WHEEL_M, REACHES_M[0]), REACHES_M[1])

    def point(self, across: float, up: float, aspect: float) -> None:
        """The mouse is here: -1 to 1 from left to right and from bottom to top, in a window of this aspect."""
        self._aspect = aspect
        if "mouse3" in self._held:
            self._yaw -= (across - self._cursor[0]) * TURN_RAD
            self._pitch += (up - self._cursor[1]) * TURN_RAD / aspect
            self._pitch = min(max(self._pitch, -HIGHEST_RAD), HIGHEST_RAD)
        self._cursor = (across, up)

    def sample(self) -> Sample:
        """The next tick's."""
        down = self._held | self._fresh
        self._fresh = set()
        step = LEAN_MPS / TICKS_PER_S
        x, z = self._lean
        for key, (right, back) in _LEANS.items():
            if key in down:
                cos, sin = math.cos(self._yaw), math.sin(self._yaw)
                x, z = x + step * (right * cos + back * sin), z + step * (back * cos - right * sin)
        out = math.sqrt(x * x + z * z)
        if out > LEAN_M:
            x, z = x * LEAN_M / out, z * LEAN_M / out
        self._lean = (x, z)
        eyes = (EYES_M[0] + x, EYES_M[1], EYES_M[2] + z)
        head = facing_pose(eyes, self._yaw, self._pitch)
        yaw, pitch = self._ray()
        if "h" in down:
            hand = facing_pose(
                (eyes[0] + 0.15, eyes[1] + RAISED_ABOVE_EYES_M + 0.1, eyes[2] - 0.1), self._yaw, 1.2
            )
        else:
            reach = self._reach_m
            highest = RAISED_ABOVE_EYES_M - BELOW_RAISED_M
            if reach * math.sin(pitch) > highest:
                reach = highest / math.sin(pitch)
            level = reach * math.cos(pitch)
            place = (
                eyes[0] - level * math.sin(yaw),
                eyes[1] + reach * math.sin(pitch),
                eyes[2] - level * math.cos(yaw),
            )
            hand = facing_pose(place, yaw, pitch)
        buttons = Button.NONE
        for key, button in _BUTTONS.items():
            if key in down:
                buttons |= button
        press = 1.0 if "mouse1" in down else 0.0
        return Sample(head, None, hand, None, 0.0, press, int(buttons), True)

    def _ray(self) -> tuple[float, float]:
        """Yaw and pitch of the line from the eyes through the mouse; the window is 90 degrees wide."""
        across, up = self._cursor[0], self._cursor[1] / self._aspect
        cos, sin = math.cos(self._pitch), math.sin(self._pitch)
        y, ahead = up * cos + sin, cos - up * sin
        level = math.sqrt(across * across + ahead * ahead)
        return self._yaw - math.atan2(across, ahead), math.atan2(y, level)


class DesktopHeadset:
    """Reads mouse and keys of the stage's window; start it once the engine runs."""

    name = "desktop"
    real_time_only = True

    def __init__(self, pointing: Pointing) -> None:
        self._pointing = pointing
        self._desk = Desk()
        self._base: Any = None
        self._events: Any = None

    def start(self) -> None:
        """Listen to the window. RuntimeError before the engine was started."""
        from direct.showbase.DirectObject import DirectObject
        from direct.showbase.ShowBase import ShowBase
        from ursina import application  # type: ignore[import-untyped]

        base = getattr(application, "base", None)
        if not isinstance(base, ShowBase):
            raise RuntimeError(f"expected a running engine before the desktop headset starts, got {base!r}")
        self._base, self._events = base, DirectObject()
        desk = self._desk
        for key in KEYS:
            self._on(key, desk.down, key)
            self._on(f"{key}-up", desk.up, key)
        self._on("wheel_up", desk.wheel, 1)
        self._on("wheel_down", desk.wheel, -1)
        for digit in range(10):
            self._on(str(digit), self.answer, digit)

    def _on(self, event: str, does: Callable[..., None], what: object) -> None:
        self._events.accept(event, does, [what])
        if not event.endswith("-up"):
            # A held Shift or Control changes the event's name, never what the key means here.
            for modifier in ("shift", "control", "alt"):
                self._events.accept(f"{modifier}-{event}", does, [what])

    def answer(self, digit: int) -> None:
        """Answer the open question with this many tenths of its scale."""
        board = self._pointing.board
        if board is not None and isinstance(board.asked, Ask):
            self._pointing.answer_typed(round(digit * board.asked.highest / 10))

    def begin_frame(self) -> None:
        """Where the mouse is now; keys came in as events with the last frame."""
        base = self._base
        if base is None or not base.mouseWatcherNode:
            return
        properties = getattr(base.win, "get_properties", None)
        if properties is not None and not properties().get_foreground():
            self._desk.release()
        watcher = base.mouseWatcherNode
        if watcher.has_mouse():
            place = watcher.get_mouse()
            self._desk.point(place.x, place.y, base.get_aspect_ratio())

    def poll(self, tick: int) -> Sample:
        """The body as mouse and keys hold it; nobody is there before `start`."""
        return self._desk.sample() if self._base is not None else NOTHING

    def notice(self) -> Sequence[Observation]:
        """A screen knows nothing else of whoever sits at it."""
        return ()

    def see(self, outputs: Sequence[Output]) -> None:
        """The person in front of the window sees it."""

    def stop(self) -> None:
        """Listen no longer."""
        if self._events is not None:
            self._events.ignore_all()
        self._events = self._base = None
