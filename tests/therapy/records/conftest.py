"""What the tests of the records share: a made-up visit, and a database with it."""

from pathlib import Path

import pytest

from benchmarks.made_up_visit import briefing, visit
from therapy.events import Ending
from therapy.records import Recorder
from therapy.records.batch import Handed

TICKS = 1000


@pytest.fixture(scope="session")
def made_up_visit() -> list[Handed]:
    """Eleven seconds of a busy visit."""
    return list(visit(seed=3, ticks=TICKS))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of a test lies."""
    return tmp_path / "records.db"


@pytest.fixture
def recorded(path: Path, made_up_visit: list[Handed]) -> Path:
    """A database with the whole made-up visit, closed in order."""
    recorder = Recorder(path, briefing())
    for handed in made_up_visit:
        recorder.tick(*handed)
    recorder.close(Ending.COMPLETED)
    assert recorder.failed is None
    return path
