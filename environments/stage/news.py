"""Tells the launcher what happens, one JSON object a line, without ever making a frame wait for it."""

import json
import os
import queue
import sys
import threading
from typing import Any

MOST_WAITING = 10_000
"""Lines kept for a launcher that does not read; later ones are dropped, the record has them all."""


class News:
    """Writes to the standard output this process started with.

    Standard output itself is pointed at standard error from then on: engine and drivers print, and a stray
    line would break the stream.
    """

    def __init__(self) -> None:
        sys.stdout.flush()
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="news", daemon=True)
        self._writer.start()

    def tell(self, kind: str, **what: Any) -> None:
        """One line. Takes microseconds, whatever the launcher does."""
        if self._waiting.qsize() < MOST_WAITING:
            self._waiting.put(json.dumps({"kind": kind, **what}).encode() + b"\n")

    def close(self) -> None:
        """Send what waits, for at most a second."""
        self._waiting.put(None)
        self._writer.join(1.0)

    def _write(self) -> None:
        while (line := self._waiting.get()) is not None:
            try:
                while line:
                    line = line[os.write(self._out, line) :]
            except OSError:
                return  # nobody is there to read: the leash notices that
        os.close(self._out)
