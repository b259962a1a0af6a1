"""How a patient answers: pointing with the head, either hand or one button at what stands in the world.

Pressing chooses at once. Pointing alone, for whoever cannot press, takes two steps: stay on a choice, then on the
"Yes" that appears. Heads rest on things while they look around, and no rating and no "I'm ready" may happen by that.

`Pointing` sees every sample before the session does and turns it into the patient's commands and answers.
It knows only what a person could see: the session's outputs. A pointer that trembles, leaves for a moment
or is lost keeps its place; nothing needs two hands, and no way of pointing has to work for another one to
work.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from environments.controls import (
    Board,
    Choice,
    Control,
    ControlKind,
    Place,
    Words,
    ahead,
    board_for,
    choice_at,
    place_before,
    point_on,
)
from environments.stopping import StopMarks, Stops
from therapy.commands import Actor, Command, Ready
from therapy.directives import (
    Ask,
    Begin,
    CloseStage,
    Dismiss,
    Offer,
    Say,
    ShowEnvironment,
    ShowSafeRoom,
)
from therapy.events import Output
from therapy.observations import Answered, AnswerVia, Observation
from therapy.sample import TICKS_PER_S, Button, Pose, Sample

CHOOSE_S: Final = 1.2
"""Seconds of pointing that choose a number or an offer, which a "Yes" then confirms."""
CONFIRM_S: Final = 0.8
"""Seconds of pointing at that "Yes"."""
CONFIRM_WITHIN_S: Final = 8.0
"""Seconds after which an unconfirmed choice is forgotten."""
SCAN_S: Final = 1.2
"""Seconds that one-button scanning stays on a number."""
READING_S: Final = 1.0
"""Seconds in which a new board is only read: pointing does not count yet."""
HAND_RAISED_BELOW_EYES_M: Final = 0.40
"""A hand lower than this rests; its ray chooses by pressing, never by staying."""

_CHOOSE = round(CHOOSE_S * TICKS_PER_S)
_CONFIRM = round(CONFIRM_S * TICKS_PER_S)
_CONFIRM_WITHIN = round(CONFIRM_WITHIN_S * TICKS_PER_S)
_SCAN = round(SCAN_S * TICKS_PER_S)
_READING = round(READING_S * TICKS_PER_S)
_SETTLE = 27  # a press in the first 0.3 s was meant for what was there before
_GRACE = 18  # a pointer may leave a control for 0.2 s and still be on it
_HEAD_FIRM = 27  # a press chooses what the head points at only after 0.3 s: a glance while pressing is none
_CLOSING = 45  # an answered board shows what was chosen for half a second
_SCAN_ROUNDS = 2
_PRESS, _RELEASE = 0.6, 0.4

Asked = tuple[Command | Observation, ...]
_NONE: Asked = ()
_READY = Ready(by=Actor.PATIENT)


class _Pointer:
    """What one way of pointing is on, and for how long."""

    __slots__ = ("away", "entered", "first", "held", "on", "since", "via")

    def __init__(self, via: AnswerVia) -> None:
        self.via = via
        self.clear()

    def clear(self) -> None:
        self.on: Choice | None = None
        self.held = self.away = self.since = 0
        self.first = True
        self.entered = False
        """False while it still is where it happened to be when the board appeared: that chooses nothing."""

    def see(self, choice: Choice | None, counts: bool) -> int:
        """One tick; the ticks it has stayed."""
        if choice is None:
            self.away += 1
            if self.away > _GRACE or self.first:
                self.on, self.held, self.since, self.entered = None, 0, 0, True
        elif choice is self.on:
            self.away = 0
            self.since += 1
            if counts and self.entered:
                self.held += 1
        else:
            self.entered = not self.first
            self.on, self.held, self.away, self.since = choice, 0, 0, 0
        self.first = False
        return self.held

    def stay(self) -> None:
        """What it is on was chosen: it must leave and come back before it chooses again."""
        self.held, self.entered = 0, False


class Pointing:
    """Everything a patient can choose now, and what was chosen. One object a visit, stepped once a tick."""

    def __init__(self, eye_height_m: float = 1.2) -> None:
        self.board: Board | None = None
        self.place: Place | None = None
        """Where the board stands; None until the head was seen."""
        self.caption: Words | None = None
        self.version = 0
        """Changes whenever board, caption or the presence of the stop marks changed."""
        self._eyes = Pose(0.0, eye_height_m, 0.0)
        self._head = _Pointer(AnswerVia.HEAD_POINTING)
        self._left = _Pointer(AnswerVia.LEFT_HAND)
        self._right = _Pointer(AnswerVia.RIGHT_HAND)
        self._pointers = (self._head, self._left, self._right)
        self._marks = StopMarks(self._eyes)
        self._stops = Stops(self._marks)
        self._left_pressed = self._right_pressed = False
        self._buttons = 0
        self._tick = self._opened = self._caption_ends = 0
        self._closes: int | None = None
        self._chosen: Choice | None = None
        self._typed: Choice | None = None
        self._picked: Choice | None = None
        """Chosen by pointing, not confirmed yet."""
        self._picked_until = 0
        self._within_reach: tuple[Choice, ...] = ()
        """What can be pointed at: the choices, and "Yes" while something waits for it."""
        self._scan_began: int | None = None
        self._hears: dict[type, Callable[[Output, Any], None]] = {
            Ask: self._open,
            Offer: self._open,
            Dismiss: lambda output, what: self._dismiss(),
            Say: self._say,
            ShowEnvironment: lambda output, what: self._expose(True),
            ShowSafeRoom: lambda output, what: self._expose(False),
            CloseStage: lambda output, what: self._expose(False),
            Begin: lambda output, what: self._stops.notice(what),
        }

    @property
    def exposed(self) -> bool:
        """Whether an environment is shown, and with it the stop marks."""
        return self._marks.shown

    def obey(self, output: Output) -> None:
        """Take in one output of the session; most mean nothing here."""
        hear = self._hears.get(type(output.what))
        if hear is not None:
            hear(output, output.what)

    def answer_typed(self, value: int) -> bool:
        """Answer the open question from a keyboard with the nearest number offered; False if none is open."""
        board = self.board
        if board is None or self._closes is not None or not isinstance(board.asked, Ask):
            return False
        self._typed = min(board.choices, key=lambda choice: (abs(choice.value - value), choice.value))
        return True

    def controls(self) -> list[Control]:
        """What is to be drawn now, with how far each choice has come; for one frame."""
        shown: list[Control] = []
        if self._marks.shown:
            shown += self._marks.controls(self._eyes, self._stops.progress)
        board, place = self.board, self.place
        if board is None or place is None:
            return shown
        scanned = self._scanned(board, self._tick)
        for choice in self._within_reach:
            held = max((p.held for p in self._pointers if p.on is choice), default=None)
            chosen, picked = choice is self._chosen, choice is self._picked
            lit = self._closes is None and (held is not None or choice is scanned)
            progress = min(1.0, (held or 0) / (_CONFIRM if choice is board.confirm else _CHOOSE))
            progress = 1.0 if chosen or picked else progress
            shown.append(board.control(choice, place, progress, lit or chosen or picked, chosen))
        return shown

    def step(self, tick: int, sample: Sample) -> Asked:
        """What the patient asks for or answers in this tick; a stop comes alone, before anything else."""
        self._tick = tick
        head = sample.head
        if head is not None:
            self._eyes = head
        buttons = sample.buttons
        pressed = buttons & ~self._buttons
        self._buttons = buttons
        left = sample.left_press >= (_RELEASE if self._left_pressed else _PRESS)
        right = sample.right_press >= (_RELEASE if self._right_pressed else _PRESS)
        left_pressed, right_pressed = left and not self._left_pressed, right and not self._right_pressed
        self._left_pressed, self._right_pressed = left, right
        if pressed & Button.SELECT and not (left or right):
            # The runtime did not say which hand: whichever points at something.
            left_pressed = right_pressed = True

        stop = self._stops.step(sample, pressed, left_pressed, right_pressed)
        if stop is not None:
            self._stops.clear()
            for pointer in self._pointers:
                pointer.clear()
            return (stop,)
        if tick >= self._caption_ends and self.caption is not None:
            self.caption = None
            self.version += 1
        if self.board is None:
            return _NONE
        return self._choose(self.board, tick, sample, pressed, left_pressed, right_pressed)

    def _choose(
        self, board: Board, tick: int, sample: Sample, pressed: int, left_pressed: bool, right_pressed: bool
    ) -> Asked:
        if self._closes is not None:
            if tick >= self._closes:
                self._close()
            return _NONE
        place = self.place
        if place is None:
            if sample.head is None and tick - self._opened < _READING:
                return _NONE
            # Without a tracked head it stands before where the head last was: hands and button still answer.
            self.place = place = place_before(self._eyes)
            self._opened = tick
            self.version += 1
        if self._typed is not None:
            return self._answer(board, self._typed, AnswerVia.KEYBOARD)
        if self._picked is not None and tick >= self._picked_until:
            self._pick(board, None)
        counts = tick - self._opened >= _READING
        raised_above = self._eyes[1] - HAND_RAISED_BELOW_EYES_M
        poses = (sample.head, sample.left, sample.right)
        for pointer, pose in zip(self._pointers, poses, strict=True):
            if pose is None:
                # Not seen: it is where it was, and time does not count.
                pointer.away += 1
                if pointer.away > _GRACE:
                    pointer.see(None, False)
                continue
            met = point_on(place, pose, ahead(pose))
            choice = choice_at(self._within_reach, *met, pointer.on) if met is not None else None
            held = pointer.see(choice, counts and (pointer is self._head or pose[1] >= raised_above))
            if held >= _CONFIRM and choice is board.confirm:
                return self._answer(board, choice, pointer.via)
            if held >= _CHOOSE and choice is not None:
                pointer.stay()
                self._pick(board, choice)
        if tick - self._opened < _SETTLE:
            return _NONE
        if left_pressed and self._left.on is not None:
            return self._answer(board, self._left.on, AnswerVia.LEFT_HAND)
        if right_pressed and self._right.on is not None:
            return self._answer(board, self._right.on, AnswerVia.RIGHT_HAND)
        if (left_pressed or right_pressed) and self._head.on is not None and self._head.since >= _HEAD_FIRM:
            return self._answer(board, self._head.on, AnswerVia.HEAD_POINTING)
        if pressed & Button.READY:
            return self._button(board, tick)
        return _NONE

    def _button(self, board: Board, tick: int) -> Asked:
        if isinstance(board.asked, Offer):
            return self._answer(board, board.choices[0], AnswerVia.BUTTON)
        scanned = self._scanned(board, tick)
        if scanned is None:
            self._scan_began = tick
            return _NONE
        return self._answer(board, scanned, AnswerVia.BUTTON)

    def _scanned(self, board: Board, tick: int) -> Choice | None:
        """The number that one-button scanning is on."""
        if self._scan_began is None:
            return None
        at = (tick - self._scan_began) // _SCAN
        return board.choices[at % len(board.choices)] if at < _SCAN_ROUNDS * len(board.choices) else None

    def _pick(self, board: Board, choice: Choice | None) -> None:
        """Let this choice wait for a "Yes"; None forgets it."""
        self._picked = choice
        self._picked_until = self._tick + _CONFIRM_WITHIN
        self._within_reach = board.choices if choice is None else (*board.choices, board.confirm)
        self.version += 1

    def _answer(self, board: Board, choice: Choice, via: AnswerVia) -> Asked:
        if choice is board.confirm:
            if self._picked is None:
                return _NONE
            choice = self._picked
        self._within_reach, self._picked = board.choices, None
        self._chosen, self._closes = choice, self._tick + _CLOSING
        asked = board.asked
        if isinstance(asked, Offer):
            return (_READY,)
        return (Answered(question=board.output, scale=asked.scale, value=choice.value, via=via),)

    def _open(self, output: Output, asked: Ask | Offer) -> None:
        self._close()
        self.board = board_for(output.number, asked)
        self._opened = output.tick
        self._within_reach = self.board.choices

    def _dismiss(self) -> None:
        if self._closes is None:  # else it goes by itself, once the choice was seen
            self._close()

    def _close(self) -> None:
        self.board = self.place = self._closes = self._chosen = self._typed = self._picked = (
            self._scan_began
        ) = None
        self.version += 1
        for pointer in self._pointers:
            pointer.clear()

    def _say(self, output: Output, said: Say) -> None:
        self.caption = Words(said.text, said.inputs)
        # Four seconds, or what a slow reader needs: 12 characters a second.
        self._caption_ends = output.tick + math.ceil(max(4.0, 2.0 + len(said.text) / 12.0) * TICKS_PER_S)
        self.version += 1

    def _expose(self, exposed: bool) -> None:
        if exposed != self._marks.shown:
            self._marks.show(exposed, self._eyes)
            self._stops.leave()
            self.version += 1


__all__ = [
    "CHOOSE_S",
    "CONFIRM_S",
    "READING_S",
    "SCAN_S",
    "Asked",
    "Control",
    "ControlKind",
    "Pointing",
    "Words",
]
