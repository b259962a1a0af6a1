"""What becomes of each command of the therapist: heard, and then shown, refused or overtaken.

"Shown" is told with the first frame in which the change can be seen; a command that changes no picture is
answered with the next frame. Times are host time, nanoseconds of the monotonic clock, so that whoever asked can
tell where the time went.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from therapy.commands import Actor, Calm, Command, SetParameter, Stop
from therapy.directives import ChangeParameter, ShowEnvironment, ShowSafeRoom
from therapy.events import CommandRefused, Output

Answer = dict[str, Any]


class _Waiting(NamedTuple):
    n: int
    heard_ns: int
    safe_room: bool
    """Waits for the safe room and not for the exposure."""
    pictures: set[int]
    """Outputs of which the first to be seen answers it; empty: the next frame does."""


class Answers:
    """Follows every command from the line to the picture."""

    def __init__(self, now_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._now_ns = now_ns
        self._heard: list[tuple[int, Command, int]] = []
        self._waiting: list[_Waiting] = []
        self._moving: dict[str, int] = {}
        """The last change of each parameter that was not seen yet."""

    def hear(self, n: int, command: Command) -> None:
        """A command came in; it goes into the next tick."""
        self._heard.append((n, command, self._now_ns()))

    def ticked(self, tick: int, outputs: Sequence[Output]) -> list[Answer]:
        """The tick's outputs; what was heard before it was part of it."""
        answers: list[Answer] = []
        if outputs:
            answers += self._overtake(tick, outputs)
        if self._heard:
            answers += self._take_in(tick, outputs)
        return answers

    def drawn(self, tick: int, shown: Sequence[int]) -> list[Answer]:
        """A frame was drawn in which these outputs are seen for the first time."""
        if not self._waiting:
            return []
        drawn_ns = self._now_ns()
        seen = [one for one in self._waiting if not one.pictures or one.pictures.intersection(shown)]
        self._waiting = [one for one in self._waiting if one not in seen]
        return [{"n": one.n, "shown": tick, "heard_ns": one.heard_ns, "drawn_ns": drawn_ns} for one in seen]

    def _take_in(self, tick: int, outputs: Sequence[Output]) -> list[Answer]:
        heard, self._heard = self._heard, []
        refusals = [
            what for _, _, what in outputs if isinstance(what, CommandRefused) and what.by is Actor.THERAPIST
        ]
        answers: list[Answer] = []
        for n, command, heard_ns in heard:
            answers.append({"n": n, "heard": tick})
            refused = next((one for one in refusals if one.command == command.kind), None)
            if refused is not None:
                refusals.remove(refused)
                verdict = refused.verdict
                why = {"sentence": verdict.sentence, "inputs": verdict.inputs}
                answers.append({"n": n, "refused": why})
                continue
            calms = isinstance(command, Stop | Calm)
            pictures = {number for number, _, what in outputs if _answers(command, what)}
            self._waiting.append(_Waiting(n, heard_ns, calms, pictures))
        return answers

    def _overtake(self, tick: int, outputs: Sequence[Output]) -> list[Answer]:
        """What a newer output makes invisible: an exposure that was left, a change that another one replaces."""
        for number, _, what in outputs:
            if isinstance(what, ChangeParameter):
                older = self._moving.get(what.name)
                self._moving[what.name] = number
                for one in self._waiting:
                    if older in one.pictures:
                        one.pictures.add(number)
        if not any(isinstance(what, ShowSafeRoom) for _, _, what in outputs):
            return []
        self._moving.clear()
        gone = [one for one in self._waiting if one.pictures and not one.safe_room]
        self._waiting = [one for one in self._waiting if one not in gone]
        return [{"n": one.n, "overtaken": tick} for one in gone]


def _answers(command: Command, what: object) -> bool:
    """Whether seeing this output is seeing what was asked for."""
    if isinstance(command, Stop | Calm):
        return isinstance(what, ShowSafeRoom)
    if isinstance(command, SetParameter):
        return isinstance(what, ChangeParameter) and what.name == command.name
    return isinstance(what, ChangeParameter | ShowEnvironment)
