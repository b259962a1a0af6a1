"""A therapist's console for tests: the stage's line, kept alive by beats, and ways to lose it."""

import contextlib
import json
import select
import socket
import threading
import time
from typing import Any, Self

from therapy.commands import Actor, Command

BEAT_S = 0.15


class Therapist:
    """One console on the stage's line, or on what stands before it. Beats until told otherwise."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._say({"token": token})
        self._beating = threading.Event()
        self._beating.set()
        self._gone = False
        self.heard: list[dict[str, Any]] = []
        """Every line the stage said, oldest first."""
        threading.Thread(target=self._beat, daemon=True).start()
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, n: int, command: Command) -> None:
        """Send one command."""
        assert command.by is Actor.THERAPIST
        self._say({"n": n, "command": command.model_dump(mode="json")})

    def answer(self, n: int, kind: str, within_s: float = 60.0) -> dict[str, Any]:
        """Wait for an answer of this kind to command `n`."""
        until_s = time.monotonic() + within_s
        while time.monotonic() < until_s:
            for line in list(self.heard):
                if line.get("n") == n and kind in line:
                    return line
            time.sleep(0.01)
        raise AssertionError(f"expected {kind} for {n}, heard {[line for line in self.heard if 'n' in line]}")

    def freeze(self) -> None:
        """Say nothing any more, with the line open."""
        self._beating.clear()

    def close(self) -> None:
        """Hang up."""
        self._gone = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    def _say(self, line: dict[str, Any]) -> None:
        self.connection.sendall(json.dumps(line).encode() + b"\n")

    def _beat(self) -> None:
        with contextlib.suppress(OSError):
            while not self._gone:
                if self._beating.wait(0.1):
                    self._say({"beat": True})
                    time.sleep(BEAT_S)

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in self.connection.makefile("rb"):
                self.heard.append(json.loads(line))


class Cable:
    """Stands between console and stage and carries bytes both ways, until it is cut: then neither side hears of it."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self._cut = False
        threading.Thread(target=self._carry, daemon=True).start()

    @property
    def port(self) -> int:
        """Where the console plugs in."""
        return int(self._door.getsockname()[1])

    def cut(self) -> None:
        """From now on nothing arrives anywhere, and nobody hangs up."""
        self._cut = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cut = True
        for end in (*self._ends, self._door):
            end.close()

    def _carry(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            console, _ = self._door.accept()
            stage = socket.create_connection(("127.0.0.1", self._to))
            self._ends = [console, stage]
            other = {console: stage, stage: console}
            while not self._cut:
                for end in select.select(self._ends, (), (), 0.05)[0]:
                    part = end.recv(65536)
                    if not part:
                        return
                    if not self._cut:
                        other[end].sendall(part)
