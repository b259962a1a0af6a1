"""Tasks of an environment that fail or misbehave, to see that the patient does not feel it."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.therapy.practice import QuietTask, Tower
from therapy.directives import Directive
from therapy.events import Event, TrialEnded
from therapy.parameter import Values
from therapy.ports import Moment
from therapy.protocol import Step


def failing_in(
    method: str, error: Callable[[], Exception] = lambda: ValueError("no such thing")
) -> type[QuietTask]:
    """A task that throws whenever this of its methods is called."""

    def fail(self: QuietTask, *_: Any) -> Any:
        raise error()

    return type("FailingTask", (QuietTask,), {method: fail})


class Practice(QuietTask):
    """A movement task: a trial every three seconds, a hit as often as `hits` says."""

    def __init__(self, hits: float = 1.0) -> None:
        self._hits, self._trials, self._next_tick = hits, 0, 0

    def enter(self, step: Step, moment: Moment) -> Sequence[Event | Directive]:
        """The first trial ends in three seconds."""
        self._next_tick = moment.tick + 270
        return ()

    def step(self, moment: Moment) -> Sequence[Event | Directive]:
        """A trial, when its time has come."""
        if moment.tick < self._next_tick:
            return ()
        self._next_tick += 270
        self._trials += 1
        hit = int(self._trials * self._hits) > int((self._trials - 1) * self._hits)
        return (TrialEnded(number=self._trials, hit=hit, measures={"error_m": 0.01}),)


class Shaky(Tower):
    """A tower that can no longer say how intense it is, from when it is told to fail."""

    def __init__(self) -> None:
        super().__init__()
        self.failing = False

    def intensity(self, values: Values) -> float:
        """The tower's, or nothing."""
        if self.failing:
            raise ZeroDivisionError("float division by zero")
        return super().intensity(values)
