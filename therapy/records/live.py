"""Tells a visit that is being written from one that was left open: a writer's lock dies with its process."""

import os
import sys
from pathlib import Path
from typing import Final

_SUFFIX: Final = ".live"


class LiveMark:
    """A locked file beside the database for as long as a visit is being written. Holds no data."""

    def __init__(self, database: Path, session_id: str) -> None:
        self._path = live_mark_path(database, session_id)
        self._file: int | None = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(self._file):
            os.close(self._file)
            raise RuntimeError(
                f"expected {self._path.name} to be free, but another process writes this visit"
            )

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
    finally:
        os.close(file)
    path.unlink(missing_ok=True)
    return False


def live_mark_path(database: Path, session_id: str) -> Path:
    """Where the mark of a visit lies."""
    return database.with_name(f"{database.name}.{session_id}{_SUFFIX}")


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
