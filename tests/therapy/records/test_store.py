"""Opening a database, and what is kept about patients, prescriptions and visits."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from benchmarks.made_up_visit import briefing
from therapy.commands import Actor
from therapy.course import DoneVisit
from therapy.events import Ending, Output, StepEntered, Verdict, VisitEnded
from therapy.prescription import Prescription
from therapy.records import Recorder, Store, repair
from therapy.records.database import explaining
from therapy.records.errors import (
    DamagedRecordError,
    DiskFailedError,
    DiskFullError,
    NewerRecordError,
    NotARecordError,
    PrescriptionExistsError,
    ReadOnlyRecordError,
    RecordMissingError,
    RecordsError,
    UnknownSessionError,
)
from therapy.records.schema import migrations
from therapy.sample import NOTHING

TABLES = {
    "consents",
    "earlier_visits",
    "entries",
    "patients",
    "prescriptions",
    "repairs",
    "screenings",
    "sessions",
    "telemetry",
}


@pytest.fixture
def prescription() -> Prescription:
    """The first version of a prescription."""
    return briefing().prescription


def test_a_new_database_is_made_durable_strict_and_private(path: Path) -> None:
    """WAL, synchronous FULL and foreign keys are on, every table of ours is STRICT, and nobody else may read it."""
    with Store.open(path / "deeper.db") as store:
        assert store.db.journal_mode == "wal"
        assert store.db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert store.db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert set(store.db.table_names()) - {"_sqlite_migrations"} == TABLES
        assert all(store.db.table(name).strict for name in TABLES)
    assert (path / "deeper.db").stat().st_mode & 0o077 == 0


def test_opening_again_changes_nothing(recorded: Path) -> None:
    """Migrations that were applied are not applied again, and the visits stay."""
    with Store.open(recorded) as store:
        before = store.db.schema, [row.name for row in migrations.applied(store.db)], store.sessions()
    with Store.open(recorded) as store:
        assert (
            store.db.schema,
            [row.name for row in migrations.applied(store.db)],
            store.sessions(),
        ) == before
        assert not migrations.pending(store.db)


def test_a_missing_record_says_where_it_was_looked_for(path: Path) -> None:
    """Looking creates nothing."""
    with pytest.raises(RecordMissingError, match=r"There is no record at .*records\.db\. Make a visit first"):
        Store.open(path, read_only=True)
    assert not path.exists()


@pytest.mark.parametrize("read_only", [True, False])
def test_another_file_is_not_taken_for_a_record(path: Path, read_only: bool) -> None:
    """A text file stays as it is."""
    path.write_text("Dear diary, this is no database at all. " * 20)
    with pytest.raises(NotARecordError, match="is not a Stepladder record"):
        Store.open(path, read_only=read_only)
    assert path.read_text().startswith("Dear diary")


def test_another_programs_database_is_left_alone(path: Path) -> None:
    """An SQLite file with tables of somebody else gets none of ours."""
    with Database(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(NotARecordError, match="another program's database"):
        Store.open(path)
    with Database(path) as other:
        assert other.table_names() == ["recipes"]


def test_a_newer_schema_is_not_touched(recorded: Path) -> None:
    """A change that this program does not know names itself and asks for an update."""
    with Store.open(recorded) as store:
        store.db.table("_sqlite_migrations").insert(
            {"migration_set": migrations.name, "name": "holograms", "applied_at": "2031-01-01"}
        )
    with pytest.raises(
        NewerRecordError, match=r"newer version of Stepladder \(holograms\)\. Update Stepladder"
    ):
        Store.open(recorded)


def test_a_damaged_file_says_so(recorded: Path) -> None:
    """A database whose pages were overwritten is named, with what to do."""
    with recorded.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    with pytest.raises(DamagedRecordError, match="restore the last backup"):
        repair(recorded)


def test_looking_cannot_write(recorded: Path, prescription: Prescription) -> None:
    """A connection opened for reading refuses to change anything."""
    with (
        Store.open(recorded, read_only=True) as store,
        pytest.raises(ReadOnlyRecordError, match="cannot be written"),
    ):
        store.prescribe("amber", prescription)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EACCES, ReadOnlyRecordError),
        (errno.EROFS, ReadOnlyRecordError),
        (errno.ENOSPC, DiskFullError),
        (errno.EIO, DiskFailedError),
    ],
)
def test_what_the_system_refuses_is_explained_like_what_sqlite_refuses(
    path: Path, number: int, kind: type[RecordsError]
) -> None:
    """A full disk is a full disk, whoever meets it first."""
    with pytest.raises(kind), explaining(path):
        raise OSError(number, os.strerror(number))


def test_last_is_the_visit_that_began_last(recorded: Path) -> None:
    """The word last finds the newest visit; an unknown id names what there is."""
    Recorder(recorded, briefing("made-up-visit-2")).close(None)
    with Store.open(recorded, read_only=True) as store:
        assert store.session("last").id == "made-up-visit-2"
        assert store.session("made-up-visit-1").id == "made-up-visit-1"
        assert [row.id for row in store.sessions()] == ["made-up-visit-2", "made-up-visit-1"]
        assert store.sessions("nobody") == []
        with pytest.raises(UnknownSessionError, match="newest ones are made-up-visit-2, made-up-visit-1"):
            store.session("made-up-visit-9")


def test_an_empty_database_has_no_last_visit(path: Path) -> None:
    """Asking for the last visit of none says what to do first."""
    with Store.open(path) as store, pytest.raises(UnknownSessionError, match="Make a visit first"):
        store.session("last")


def test_every_version_of_a_prescription_stays(path: Path, prescription: Prescription) -> None:
    """The newest is found unless another is asked for, and a version never changes."""
    second = prescription.model_copy(update={"version": 2, "minutes": 20.0})
    with Store.open(path) as store:
        store.add_patient("amber")
        assert store.prescription("amber") is None
        for version in (prescription, second, second):
            store.prescribe("amber", version)
        assert store.patients() == ["amber"]
        assert store.prescription("amber") == second
        assert store.prescription("amber", prescription.id, version=1) == prescription
        assert store.prescriptions("amber") == [prescription, second]
        with pytest.raises(PrescriptionExistsError, match="Version 2 of prescription amber-heights"):
            store.prescribe("amber", second.model_copy(update={"minutes": 30.0}))
        assert store.prescription("amber") == second
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            store.db.execute("UPDATE prescriptions SET version = 7")


def test_what_was_done_is_told_by_the_visits_own_events(path: Path) -> None:
    """Minutes, completion, ending, last step and sickness come from the events; a visit without an end has none."""
    entered = StepEntered(step="step-4", number=4, by=Actor.THERAPIST, rule="therapist", sentence="Up.")
    sickness = Verdict(
        rule="sickness", inputs={"sickness": 16}, sentence="Motion sickness is {sickness} of 20."
    )
    for session_id, ending, verdict in (
        ("visit-number-1", Ending.STOPPED, None),
        ("visit-number-2", Ending.ENDED_BY_RULE, sickness),
        ("visit-number-3", Ending.REFUSED, sickness),
    ):
        ended = VisitEnded(ending=ending, verdict=verdict, minutes=12.5, completed=False)
        recorder = Recorder(path, briefing(session_id))
        recorder.tick(0, NOTHING.counts(), [], [Output(1, 0, entered), Output(2, 0, ended)])
        recorder.close(ending)
    broken_off = Recorder(path, briefing("visit-number-4"))
    for tick in range(90 * 6):
        broken_off.tick(tick, NOTHING.counts(), [], [])
    broken_off.close(None)
    began, plan = briefing().started_at, "graded-heights"
    with Store.open(path, read_only=True) as store:
        assert store.done_visits("amber") == [
            DoneVisit("visit-number-1", began, plan, 12.5, False, Ending.STOPPED, "step-4"),
            DoneVisit("visit-number-2", began, plan, 12.5, False, Ending.ENDED_BY_RULE, "step-4", sick=True),
            DoneVisit("visit-number-3", began, plan, 12.5, False, Ending.REFUSED, "step-4"),
            DoneVisit("visit-number-4", began, plan, 0.1, False, None),
        ]
        assert store.done_visits("birch") == []
