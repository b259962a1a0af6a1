"""One connection of the therapist's line: JSON objects, one a line each way, and never a wait."""

import json
import socket
from typing import Any, Final

LONGEST_LINE: Final = 64 * 1024
MOST_UNREAD: Final = 8 * 1024 * 1024
"""Bytes kept for a console that does not read; beyond them it is hung up on. A whole visit's events are less."""


class Line:
    """Reads and writes what the socket takes now; the rest waits for the next look."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection: Final = connection
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._half = b""
        self._unsent = bytearray()
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
                part = self.connection.recv(LONGEST_LINE)
            except BlockingIOError:
                return
            except OSError:
                part = b""
            if not part:
                self.close()
            self._half += part
        if len(self._half) > LONGEST_LINE:
            self.close()

    def write(self, *lines: bytes) -> None:
        """Whole lines, each with its end. Whoever does not read is hung up on."""
        if self.closed:
            return
        self._unsent += b"".join(lines)
        self.flush()

    def flush(self) -> None:
        """Send what waits, as far as the socket takes it."""
        try:
            while self._unsent and not self.closed:
                del self._unsent[: self.connection.send(self._unsent)]
        except BlockingIOError:
            if len(self._unsent) > MOST_UNREAD:
                self.close()
        except OSError:
            self.close()

    def release(self) -> bytes:
        """Give the connection to somebody else, with what has arrived and was not read."""
        self.closed = True
        return self._half

    def close(self) -> None:
        """Hang up."""
        if not self.closed:
            self.closed = True
            self.connection.close()


def encoded(said: dict[str, Any]) -> bytes:
    """One line."""
    return json.dumps(said).encode() + b"\n"
