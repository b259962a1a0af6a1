"""A visit's parts behind guards: whatever one of them throws, the loop goes on and the patient is safe.

Each guard hands what was thrown to `failed`, which shows the safe room before anything else, and goes on with
the least there is: a patient of whom nothing is seen, or a session that has ended with a fault.
"""

from collections.abc import Callable, Sequence
from typing import Final

from environments.stage.tick import Headset, Input, Panel, Session
from therapy.commands import Command
from therapy.directives import CloseStage, Directive, ShowSafeRoom
from therapy.events import Ending, Event, FaultRecorded, Output, SafeRoomEntered, VisitEnded
from therapy.observations import Observation
from therapy.sample import NOTHING, TICKS_PER_S, Sample

Failed = Callable[[str, Exception], None]
"""Takes the part that failed and what it threw."""


class GuardedPatient:
    """Headset and controls of one patient. After the first failure nothing is seen and nothing is asked."""

    def __init__(self, headset: Headset, panel: Panel, failed: Failed) -> None:
        self._headset, self._panel, self._failed = headset, panel, failed
        self.blind = False

    def poll(self, tick: int) -> Sample:
        """What the patient does, or nothing."""
        if self.blind:
            return NOTHING
        try:
            return self._headset.poll(tick)
        except Exception as error:
            return self._lost("headset", error)

    def notice(self) -> Sequence[Observation]:
        """What else became known, or nothing."""
        if self.blind:
            return ()
        try:
            return self._headset.notice()
        except Exception as error:
            self._lost("headset", error)
            return ()

    def step(self, tick: int, sample: Sample) -> Sequence[Command | Observation]:
        """What the patient asks for, or nothing."""
        if self.blind:
            return ()
        try:
            return self._panel.step(tick, sample)
        except Exception as error:
            self._lost("panel", error)
            return ()

    def obey(self, output: Output) -> None:
        """Let the controls know."""
        try:
            self._panel.obey(output)
        except Exception as error:
            self._lost("panel", error)

    def see(self, outputs: Sequence[Output]) -> None:
        """Let the patient see."""
        try:
            self._headset.see(outputs)
        except Exception as error:
            self._lost("headset", error)

    def _lost(self, part: str, error: Exception) -> Sample:
        if not self.blind:
            self.blind = True
            self._failed(part, error)
        return NOTHING


class GuardedSession:
    """A session that ends the visit with the little that needs no session, should the real one throw."""

    def __init__(self, session: Session, failed: Failed) -> None:
        self._session, self._failed = session, failed
        self._tick: Final = session.tick
        self._numbered = 0
        self._steps = 0

    @property
    def tick(self) -> int:
        """Ticks stepped so far, the one that failed among them."""
        return self._tick + self._steps

    def step(self, sample: Sample, inputs: Sequence[Input]) -> list[Output]:
        """One tick of the real session."""
        self._steps += 1
        try:
            outputs = self._session.step(sample, inputs)
        except Exception as error:
            self._failed("session", error)
            return self._last_words(error)
        if outputs:
            self._numbered = outputs[-1].number
        return outputs

    def _last_words(self, error: Exception) -> list[Output]:
        tick = self.tick
        minutes = tick / TICKS_PER_S / 60
        last: tuple[Event | Directive, ...] = (
            FaultRecorded(what=described("session", error)),
            ShowSafeRoom(why="fault"),
            SafeRoomEntered(why="fault"),
            VisitEnded(ending=Ending.FAULT, verdict=None, minutes=minutes, completed=False),
            CloseStage(),
        )
        return [Output(self._numbered + n, tick, what) for n, what in enumerate(last, start=1)]


def described(part: str, error: Exception) -> str:
    """How a fault stands in the record."""
    return f"{part}: {type(error).__name__}: {error}"
