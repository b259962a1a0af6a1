"""Tells a visit that is being written from one that was left open: a writer's lock dies with its process."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_SUFFIX: Final = ".live"
_TRIES: Final = 50
_BETWEEN_TRIES_S: Final = 0.01


class LiveMark:
    """A locked file beside the database for as long as a visit is being written. Holds no data."""

    def __init__(self, database: Path, session_id: str) -> None:
        self._path = live_mark_path(database, session_id)
        for _ in range(_TRIES):
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            if _lock(file) and _is_at(file, self._path):
                self._file: int | None = file
                return
            os.close(file)
            time.sleep(_BETWEEN_TRIES_S)  # somebody may just be looking at it, or clearing it away
        raise RuntimeError(f"expected {self._path.name} to be free, but another process writes this visit")

    def release(self) -> None:
        """The visit is no longer being written."""
        if self._file is None:
            return
        os.close(self._file)
        self._file = None
        self._path.unlink(missing_ok=True)


def is_being_written(database: Path, session_id: str) -> bool:
    """Whether a living process writes this visit now; the mark of a dead one is taken away."""
    path = live_mark_path(database, session_id)
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        if not _lock(file):
            return True
        if sys.platform != "win32":
            path.unlink(missing_ok=True)  # still under the lock, so that nobody's new mark is taken away
    finally:
        os.close(file)
    if sys.platform == "win32":
        with suppress(OSError):  # Windows keeps a file that somebody has open
            path.unlink()
    return False


def live_mark_path(database: Path, session_id: str) -> Path:
    """Where the mark of a visit lies."""
    return database.with_name(f"{database.name}.{session_id}{_SUFFIX}")


def marked_sessions(database: Path) -> list[str]:
    """The ids of all visits that have a mark, living or dead."""
    start = f"{database.name}."
    return [path.name[len(start) : -len(_SUFFIX)] for path in database.parent.glob(f"{start}*{_SUFFIX}")]


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
