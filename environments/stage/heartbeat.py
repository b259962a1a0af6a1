"""The beat of the frame loop, in memory another process watches: is it alive, can exposure be seen?"""

import enum
import mmap
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

_SIZE = 64
_EXPOSED, _STATE, _FRAMES = 0, 1, 8
"""Lowest bit of each part of the one word that is a beat."""


class State(enum.IntEnum):
    """What the watcher may expect of the beat."""

    STARTING = 0
    """Nothing yet: importing and building take as long as they take."""
    BEATING = 1
    """Every frame beats."""
    LEAVING = 2
    """The visit has ended in order; no more beats will come."""


class Beat(NamedTuple):
    """One reading."""

    frames: int
    state: State
    exposed: bool
    """Whether exposure may be on the display. Set before the first such frame, cleared after the last."""


class _Page:
    """One small memory-mapped file. A beat is one aligned word of it: nobody ever reads half a beat.

    (`struct.pack_into` clears what it writes to first; a watcher that looked at that moment saw a stage that had
    never begun to beat, and ended it.)
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("r+b")
        self._page = mmap.mmap(self._file.fileno(), _SIZE)
        self._words = memoryview(self._page).cast("Q")

    def close(self) -> None:
        """Let go of the memory; the file stays."""
        self._words.release()
        self._page.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()


class Heart(_Page):
    """The frame loop's side. Costs under a microsecond a beat."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._frames = 0
        self._state = State.STARTING
        self._exposed = False

    def beat(self) -> None:
        """Another frame begins."""
        self._frames += 1
        self._state = State.BEATING
        self._write()

    def exposing(self, exposed: bool) -> None:
        """Exposure may be in the next frame, or is gone from the last one."""
        if exposed != self._exposed:
            self._exposed = exposed
            self._write()

    def leave(self) -> None:
        """No more beats: the frame loop ends in order."""
        self._state = State.LEAVING
        self._exposed = False
        self._write()

    def _write(self) -> None:
        self._words[0] = self._frames << _FRAMES | self._state << _STATE | self._exposed << _EXPOSED


class Pulse(_Page):
    """The watcher's side. Makes the file, so it must exist before the Heart does."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(_SIZE))
        super().__init__(path)

    def read(self) -> Beat:
        """What the frame loop last wrote."""
        word = self._words[0]
        return Beat(word >> _FRAMES, State(word >> _STATE & 0b11), bool(word >> _EXPOSED & 1))
