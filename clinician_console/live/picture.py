"""What the patient sees, for the pages that look: pulled from the stage one frame at a time, and only when asked."""

import asyncio
import json
import struct
from collections.abc import Callable
from typing import Final, cast

from clinician_console.live.line import CONNECT_WITHIN_S, HOST, without_delay

_LENGTH: Final = struct.Struct(">I")
_TICK_BYTES: Final = 8
LARGEST: Final = 8 * 1024 * 1024
AGAIN_S: Final = 0.3
"""After a connection broke."""


class Picture:
    """The mirror of one stage. However many pages look, one pull at a time is under way."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._mirror: _Mirror | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._looking: list[asyncio.Future[bytes]] = []
        self._closed = False

    async def newest(self) -> bytes:
        """The next frame that the stage gives: 8 bytes of tick and a JPEG. Waits while there is no connection."""
        frame: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._looking.append(frame)
        self._pull()
        try:
            return await frame
        finally:
            if frame in self._looking:
                self._looking.remove(frame)

    def close(self) -> None:
        """No more frames; who waits goes on waiting, until the page goes."""
        self._closed = True
        if self._connecting is not None:
            self._connecting.cancel()
        if self._mirror is not None:
            self._mirror.hang_up()

    def _pull(self) -> None:
        if self._closed or not self._looking:
            return
        if self._mirror is not None:
            self._mirror.pull()
        elif self._connecting is None:
            self._connecting = asyncio.get_running_loop().create_task(self._connect(), name="mirror")

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        while self._looking and not self._closed:
            try:
                async with asyncio.timeout(CONNECT_WITHIN_S):
                    _, self._mirror = await loop.create_connection(
                        lambda: _Mirror(self._token, self._got, self._broke), HOST, self._port
                    )
                break
            except OSError:
                await asyncio.sleep(AGAIN_S)
        self._connecting = None
        self._pull()

    def _got(self, frame: bytes) -> None:
        looking, self._looking = self._looking, []
        for waiting in looking:
            if not waiting.done():
                waiting.set_result(frame)

    def _broke(self) -> None:
        self._mirror = None
        if not self._closed:
            asyncio.get_running_loop().call_later(AGAIN_S, self._pull)


class _Mirror(asyncio.Protocol):
    """One connection: a request out, a frame back."""

    def __init__(self, token: str, got: Callable[[bytes], None], broke: Callable[[], None]) -> None:
        self._token, self._got, self._broke = token, got, broke
        self._transport: asyncio.Transport | None = None
        self._bytes = bytearray()
        self._pulling = False

    def pull(self) -> None:
        """Ask for a frame, unless one is on its way already."""
        if not self._pulling and self._transport is not None:
            self._pulling = True
            self._transport.write(b'{"next": true}\n')

    def hang_up(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        without_delay(transport)
        self._transport.write(json.dumps({"token": self._token, "mirror": True}).encode() + b"\n")

    def data_received(self, data: bytes) -> None:
        self._bytes += data
        while len(self._bytes) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._bytes)
            end = _LENGTH.size + _TICK_BYTES + length
            if length > LARGEST:
                self.hang_up()
                return
            if len(self._bytes) < end:
                return
            frame = bytes(self._bytes[_LENGTH.size : end])
            del self._bytes[:end]
            self._pulling = False
            self._got(frame)

    def connection_lost(self, error: Exception | None) -> None:
        self._broke()
