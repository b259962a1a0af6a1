"""How much session time passes in one frame: as much as on the clock, or as much as the machine can do."""

import math
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from therapy.sample import TICKS_PER_S

_NS_PER_S = 1_000_000_000
MOST_TICKS_A_FRAME = 9
"""A tenth of a second. After a longer hitch the session goes on where it was rather than rush to catch up."""
FASTEST = 16.0
"""Times the clock at which somebody can still follow a practice visit."""
FRAME_BUDGET_NS = 20_000_000
"""Host time for the ticks of one frame in compressed time: frames still come at 15 a second or more."""


class Pace(Protocol):
    """Hands out the ticks of one frame."""

    def ticks(self) -> Iterator[None]:
        """Yield once for every tick that belongs in this frame; at least once."""
        ...


class RealTime:
    """One tick every 1/90 s of a clock that never goes back; what a slow frame lost is dropped.

    `wait` sleeps for so many seconds and says True where it was cut short because something came in: the next
    tick is then given at once, up to a tick early, and the one after it is on time again. A `speed` other than 1,
    session time over the clock's, is for simulated patients alone.
    """

    def __init__(
        self,
        now_ns: Callable[[], int] = time.monotonic_ns,
        sleep: Callable[[float], None] = time.sleep,
        *,
        wait: Callable[[float], bool] | None = None,
        speed: float = 1.0,
    ) -> None:
        self._now_ns = now_ns
        self._sleep = sleep
        self._wait = wait
        self._speed = self._wanted = speed
        self._started_ns: int | None = None
        self._given = 0
        self.dropped = 0
        """Ticks' worth of clock time that the session never saw."""

    @property
    def speed(self) -> float:
        """Session time over the clock's; a new one holds from the next frame on."""
        return self._wanted

    @speed.setter
    def speed(self, speed: float) -> None:
        self._wanted = min(max(speed, 1.0), FASTEST)

    def ticks(self) -> Iterator[None]:
        """The ticks that fell due since the last frame, waiting for the next one if there is none."""
        if self._started_ns is None or self._wanted != self._speed:
            self._speed, self._started_ns, self._given, self.dropped = self._wanted, self._now_ns(), 0, 0
        due = self._due(self._started_ns)
        while due < 1:
            ticks = self._given + self.dropped + 1
            next_ns = self._started_ns + math.ceil(ticks * _NS_PER_S / (TICKS_PER_S * self._speed))
            rest_s = max(0, next_ns - self._now_ns()) / _NS_PER_S
            # One tick early is enough: lines that keep coming must not drive the clock.
            if self._wait is None or due < 0:
                self._sleep(rest_s)
            elif self._wait(rest_s):
                due = 1
                break
            due = self._due(self._started_ns)
        most = math.ceil(MOST_TICKS_A_FRAME * self._speed)
        if due > most:
            self.dropped += due - most
            due = most
        for _ in range(due):
            self._given += 1
            yield

    def _due(self, started_ns: int) -> int:
        passed = int((self._now_ns() - started_ns) * TICKS_PER_S * self._speed) // _NS_PER_S
        return passed - self._given - self.dropped


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
