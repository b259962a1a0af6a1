"""The therapist's line into a running visit: commands in, an answer to each, and a beat that says it lives.

A socket on this machine's loopback only, one JSON object a line. The first line must be {"token": ...}. Then
{"beat": true} at least every 0.2 s, and {"n": 7, "command": {...}} for a command, answered by
{"n": 7, "tick": ...} once the session has heard it, or {"n": 7, "refused": why} when it is no command of
a therapist. Whether the session carried it out is in its events. Nothing here waits: the frame loop calls
`poll` once a frame.
"""

import hmac
import json
import socket
import time
from collections.abc import Callable
from typing import Any, Final

from pydantic import ValidationError

from therapy.commands import COMMANDS, Actor, Command
from therapy.observations import LinkHeard, LinkSilent, Observation

SILENCES_S: Final = (0.5, 3.0, 10.0)
"""Host time without a line after which the session is told: field guide rule 3."""
LONGEST_LINE: Final = 64 * 1024


class LinkWatch:
    """Turns the times at which a line was heard into what the session is told. Host time."""

    def __init__(self, now_s: float) -> None:
        self._heard_s = now_s
        self._told = 0

    def heard(self, now_s: float) -> list[Observation]:
        """A line came in."""
        self._heard_s = now_s
        back = self._told > 0
        self._told = 0
        return [LinkHeard()] if back else []

    def look(self, now_s: float) -> list[Observation]:
        """Tell each threshold once, with the whole silence so far."""
        silent_s = now_s - self._heard_s
        passed = sum(silent_s >= threshold for threshold in SILENCES_S)
        if passed <= self._told:
            return []
        self._told = passed
        return [LinkSilent(seconds=round(silent_s, 3))]


class Link:
    """One therapist's console at a time; a new one that knows the token replaces the last."""

    def __init__(self, token: str, now_s: Callable[[], float] = time.monotonic) -> None:
        self._token = token.encode()
        self._now_s = now_s
        self._door = socket.create_server(("127.0.0.1", 0), backlog=4)
        self._door.setblocking(False)
        self._waiting: list[_Line] = []
        self._console: _Line | None = None
        self._unanswered: list[tuple[_Line, int]] = []
        self._watch = LinkWatch(now_s())

    @property
    def port(self) -> int:
        """Where it listens, on the loopback address."""
        port: int = self._door.getsockname()[1]
        return port

    def poll(self) -> list[Command | Observation]:
        """What came in since the last frame, in order, and what the silence means."""
        self._let_in()
        heard: list[Command | Observation] = []
        if self._console is not None:
            for line in self._console.read():
                heard += self._watch.heard(self._now_s())
                command = self._command(self._console, line)
                if command is not None:
                    heard.append(command)
            if self._console.closed:
                self._console = None
        return heard + list(self._watch.look(self._now_s()))

    def heard_at(self, tick: int) -> None:
        """The commands of the last poll went into the session at this tick."""
        for line, number in self._unanswered:
            line.write({"n": number, "tick": tick})
        self._unanswered.clear()

    def close(self) -> None:
        """Hang up."""
        for line in (self._console, *self._waiting):
            if line is not None:
                line.close()
        self._door.close()

    def _let_in(self) -> None:
        try:
            while True:
                caller, _ = self._door.accept()
                self._waiting.append(_Line(caller))
        except BlockingIOError:
            pass
        for line in tuple(self._waiting):
            first = next(iter(line.read(1)), None)
            if first is None and not line.closed:
                continue
            self._waiting.remove(line)
            token = first.get("token") if first is not None else None
            if isinstance(token, str) and hmac.compare_digest(token.encode(), self._token):
                if self._console is not None:
                    self._console.close()
                self._console = line
            else:
                line.close()

    def _command(self, line: "_Line", said: dict[str, Any]) -> Command | None:
        if "command" not in said:
            return None
        number = said.get("n")
        if not isinstance(number, int):
            line.write({"n": None, "refused": "expected a number n beside the command"})
            return None
        try:
            command = COMMANDS.validate_python(said["command"])
        except ValidationError as error:
            line.write({"n": number, "refused": str(error.errors()[0]["msg"])})
            return None
        if command.by is not Actor.THERAPIST:
            line.write(
                {"n": number, "refused": f"expected a command by the therapist, got one by {command.by}"}
            )
            return None
        self._unanswered.append((line, number))
        return command


class _Line:
    """One connection, never waited for."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._connection.setblocking(False)
        self._half = b""
        self.closed = False

    def read(self, most: int | None = None) -> list[dict[str, Any]]:
        """The whole lines that have arrived, at most `most`; nonsense closes the line."""
        self._receive()
        lines: list[dict[str, Any]] = []
        while b"\n" in self._half and len(lines) != most:
            line, self._half = self._half.split(b"\n", 1)
            try:
                said = json.loads(line)
            except ValueError:
                said = None
            if not isinstance(said, dict):
                self.close()
                break
            lines.append(said)
        return lines

    def _receive(self) -> None:
        while not self.closed and len(self._half) <= LONGEST_LINE:
            try:
                part = self._connection.recv(LONGEST_LINE)
            except BlockingIOError:
                return
            except OSError:
                part = b""
            if not part:
                self.close()
            self._half += part
        if len(self._half) > LONGEST_LINE:
            self.close()

    def write(self, answer: dict[str, Any]) -> None:
        """One line back; a console that does not read is hung up on."""
        try:
            self._connection.sendall(json.dumps(answer).encode() + b"\n")
        except OSError:
            self.close()

    def close(self) -> None:
        """Hang up."""
        if not self.closed:
            self.closed = True
            self._connection.close()
