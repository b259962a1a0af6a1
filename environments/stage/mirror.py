"""Shows the therapist what the patient sees: the newest frame, whenever the console asks for one.

Pulling is what keeps it fresh: a console that is slow gets fewer frames, never old ones. The frame loop only hands
over pixels; a thread of its own makes and sends the JPEG.
"""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import simplejpeg  # type: ignore[import-untyped]

HEAD: Final = struct.Struct(">IQ")
"""Before each JPEG: its length in bytes and the tick it shows."""
WIDEST: Final = 960
"""Pixels; wider pictures are halved."""
QUALITY: Final = 70
LEAST_S: Final = 1 / 15
"""Host time between two pictures."""

Picture = npt.NDArray[np.uint8]


class Mirror:
    """One console at a time; a new one replaces the last."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._asked = False
        self._next_s = 0.0
        self._connection: socket.socket | None = None
        self._newest: tuple[int, Picture] | None = None
        self._given = threading.Event()

    @property
    def wanted(self) -> bool:
        """Whether the next frame is to be shown."""
        return self._asked and self._now_s() >= self._next_s

    def serve(self, connection: socket.socket, read_already: bytes) -> None:
        """Answer every line of this connection with a picture from now on."""
        self._hang_up()
        connection.setblocking(True)
        self._connection = connection
        threading.Thread(
            target=self._answer, args=(connection, read_already.count(b"\n")), name="mirror", daemon=True
        ).start()

    def show(self, tick: int, picture: Picture) -> None:
        """The frame of this tick: height x width x 3, red green blue, top row first. Not changed afterwards."""
        self._asked = False
        self._next_s = self._now_s() + LEAST_S
        self._newest = tick, picture
        self._given.set()

    def close(self) -> None:
        """Hang up."""
        self._hang_up()
        self._given.set()

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _answer(self, connection: socket.socket, asked: int) -> None:
        with contextlib.suppress(OSError):
            while connection is self._connection:
                if not asked:
                    asked = connection.recv(4096).count(b"\n")
                    if not asked:
                        return
                asked -= 1
                self._given.clear()
                self._asked = True
                self._given.wait()
                if connection is self._connection and self._newest is not None:
                    tick, picture = self._newest
                    jpeg = encoded(picture)
                    connection.sendall(HEAD.pack(len(jpeg), tick) + jpeg)


def encoded(picture: Picture) -> bytes:
    """The picture as a JPEG, at most `WIDEST` pixels wide."""
    while picture.shape[1] > WIDEST:
        wide = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2].astype(np.uint16)
        picture = ((wide[::2, ::2] + wide[1::2, ::2] + wide[::2, 1::2] + wide[1::2, 1::2]) // 4).astype(
            np.uint8
        )
    jpeg: bytes = simplejpeg.encode_jpeg(np.ascontiguousarray(picture), quality=QUALITY)
    return jpeg
