"""How much session time passes in one frame: as much as on the clock, or as much as the machine can do."""

import time
from collections.abc import Callable, Iterator
from typing import Protocol

from therapy.sample import TICKS_PER_S

_NS_PER_S = 1_000_000_000
MOST_TICKS_A_FRAME = 9
"""A tenth of a second. After a longer hitch the session goes on where it was rather than rush to catch up."""
FRAME_BUDGET_NS = 20_000_000
"""Host time for the ticks of one frame in compressed time: frames still come at 15 a second or more."""


class Pace(Protocol):
    """Hands out the ticks of one frame."""

    def ticks(self) -> Iterator[None]:
        """Yield once for every tick that belongs in this frame; at least once."""
        ...


class RealTime:
    """One tick every 1/90 s of a clock that never goes back; what a slow frame lost is dropped."""

    def __init__(
        self, now_ns: Callable[[], int] = time.monotonic_ns, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._now_ns = now_ns
        self._sleep = sleep
        self._started_ns: int | None = None
        self._given = 0
        self.dropped = 0
        """Ticks' worth of clock time that the session never saw."""

    def ticks(self) -> Iterator[None]:
        """The ticks that fell due since the last frame, waiting for the next one if there is none."""
        if self._started_ns is None:
            self._started_ns = self._now_ns()
        due = self._due(self._started_ns)
        while due < 1:
            next_ns = self._started_ns + -(-(self._given + self.dropped + 1) * _NS_PER_S // TICKS_PER_S)
            self._sleep(max(0, next_ns - self._now_ns()) / _NS_PER_S)
            due = self._due(self._started_ns)
        if due > MOST_TICKS_A_FRAME:
            self.dropped += due - MOST_TICKS_A_FRAME
            due = MOST_TICKS_A_FRAME
        for _ in range(due):
            self._given += 1
            yield

    def _due(self, started_ns: int) -> int:
        return (self._now_ns() - started_ns) * TICKS_PER_S // _NS_PER_S - self._given - self.dropped


class Compressed:
    """As many ticks as fit the frame's budget. Only where nobody wears a real headset."""

    def __init__(
        self, budget_ns: int = FRAME_BUDGET_NS, now_ns: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self._budget_ns = budget_ns
        self._now_ns = now_ns

    def ticks(self) -> Iterator[None]:
        """Ticks until the budget is spent."""
        end_ns = self._now_ns() + self._budget_ns
        yield
        while self._now_ns() < end_ns:
            yield
