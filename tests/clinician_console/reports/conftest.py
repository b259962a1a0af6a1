"""One database for all tests of reports; nobody writes to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinician_console.reports.gather import course_report, visit_report
from clinician_console.reports.model import CourseReport, VisitReport
from tests.clinician_console.reports import on_record
from therapy.records import Store


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mara's course on record."""
    path = tmp_path_factory.mktemp("reports") / "records.db"
    on_record.make(path)
    return path


@pytest.fixture
def store(records: Path) -> Iterator[Store]:
    """It, open for reading."""
    with Store.open(records, read_only=True) as opened:
        yield opened


@pytest.fixture
def eventful(store: Store) -> VisitReport:
    """The visit in which everything took place."""
    return visit_report(store, on_record.EVENTFUL)


@pytest.fixture
def rehearsed(store: Store) -> VisitReport:
    """The visit that a simulated patient really made."""
    return visit_report(store, on_record.REHEARSED)


@pytest.fixture
def course(store: Store) -> CourseReport:
    """All of it."""
    return course_report(store, on_record.ALIAS, on_record.LATEST_DAY)
