"""The console's line to the stage that runs a visit: JSON lines over loopback TCP, never waited for."""

import asyncio
import json
import socket
import time
from collections.abc import Callable
from typing import Any, Final, cast

HOST: Final = "127.0.0.1"
FIRST_WAIT_S, LONGEST_WAIT_S = 0.02, 0.5
"""Before calling a stage again that hung up; doubled each time."""
CONNECT_WITHIN_S: Final = 2.0

Heard = Callable[[dict[str, Any]], None]


class Line:
    """Keeps one connection to one stage. Refused means that nobody listens there any more: the stage is gone."""

    def __init__(self, port: int, token: str, *, heard: Heard, changed: Callable[[], None]) -> None:
        """`heard` takes each line, `changed` is told when the line comes up, breaks, or is gone for good."""
        self._port, self._token = port, token
        self._heard, self._changed = heard, changed
        self._talk: _Talk | None = None
        self._keeping: asyncio.Task[None] | None = None
        self.gone = False
        """The stage does not exist any more."""

    @property
    def up(self) -> bool:
        """Whether something said now reaches the stage."""
        return self._talk is not None

    def open(self) -> None:
        """Call the stage, and again whenever the connection breaks, until `close`."""
        self._keeping = asyncio.get_running_loop().create_task(self._keep(), name="line to the stage")

    def say(self, line: dict[str, Any]) -> bool:
        """Write one line at once; False where there is no connection."""
        if self._talk is None:
            return False
        self._talk.write(line)
        return True

    def say_now_or_never(self, line: dict[str, Any]) -> None:
        """Write a line that would be untrue later, such as a beat; dropped where the stage does not read."""
        if self._talk is not None and not self._talk.stuck:
            self._talk.write(line)

    def close(self) -> None:
        """Hang up for good."""
        if self._keeping is not None:
            self._keeping.cancel()
        if self._talk is not None:
            self._talk.hang_up()
        self._talk = None

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        wait_s = FIRST_WAIT_S
        while True:
            began_s = loop.time()
            try:
                async with asyncio.timeout(CONNECT_WITHIN_S):
                    _, talk = await loop.create_connection(
                        lambda: _Talk(self._token, self._heard), HOST, self._port
                    )
            except ConnectionRefusedError:
                self.gone = True
                self._changed()
                return
            except OSError:  # a time-out is one too
                pass
            else:
                self._talk = talk
                self._changed()
                await talk.broken.wait()
                self._talk = None
                self._changed()
            lasted = loop.time() - began_s > 2 * LONGEST_WAIT_S
            wait_s = FIRST_WAIT_S if lasted else min(2 * wait_s, LONGEST_WAIT_S)
            await asyncio.sleep(wait_s)


class _Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, token: str, heard: Heard) -> None:
        self._token, self._heard = token, heard
        self._half = b""
        self._transport: asyncio.Transport | None = None
        self.broken = asyncio.Event()

    @property
    def stuck(self) -> bool:
        """Whether what was said before still waits to be taken."""
        return self._transport is None or self._transport.get_write_buffer_size() > 0

    def write(self, line: dict[str, Any]) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(json.dumps(line).encode() + b"\n")

    def hang_up(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        without_delay(transport)
        self.write({"token": self._token})

    def data_received(self, data: bytes) -> None:
        *lines, self._half = (self._half + data).split(b"\n")
        for line in lines:
            try:
                said = json.loads(line)
            except ValueError:
                self.hang_up()  # half a line of a stage that was killed while it wrote
                return
            said["ns"] = time.monotonic_ns()
            self._heard(said)

    def connection_lost(self, error: Exception | None) -> None:
        self.broken.set()


def without_delay(transport: asyncio.BaseTransport) -> None:
    """Send small lines at once: Nagle's algorithm would hold a command back for the answer to the last one."""
    transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
