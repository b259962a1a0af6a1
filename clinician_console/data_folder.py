"""Where everything lies on this machine: the records, the built environments, what a failed stage printed."""

import contextlib
import shutil
from pathlib import Path

from platformdirs import user_cache_path, user_data_path


class DataFolder:
    """A folder of this user's, or the one that --data names; created when first used."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_data_path("stepladder", appauthor=False)

    def create(self) -> None:
        """Make it, readable by this user alone."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def records(self) -> Path:
        """The database."""
        return self.path / "records.db"

    @property
    def environments(self) -> Path:
        """Built environments are the same for all data of this user: they are named by what they were built from."""
        return user_cache_path("stepladder", appauthor=False)

    def running(self, session_id: str) -> Path:
        """A folder for the beats and messages of one running visit."""
        folder = self.path / "running" / session_id
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def tidy(self, session_id: str) -> None:
        """The visit ended in order: what its processes printed is of no use any more."""
        shutil.rmtree(self.path / "running" / session_id, ignore_errors=True)
        with contextlib.suppress(OSError):
            (self.path / "running").rmdir()
