"""Opens the database file with everything that durability needs, and refuses files that are not ours."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from therapy.records.errors import (
    DiskFailedError,
    NewerRecordError,
    NotARecordError,
    OlderRecordError,
    ReadOnlyRecordError,
    RecordMissingError,
    explained,
)
from therapy.records.schema import APPLICATION_ID, known_migrations, migrations
from therapy.words import N_

BUSY_S: Final = 2.0
"""How long a statement waits for another process before it gives up."""


def connect(path: Path, *, read_only: bool = False) -> Database:
    """Open `path`, creating and migrating it unless `read_only`. RecordsError where that cannot be."""
    if read_only and not (path.is_file() and path.stat().st_size):
        raise RecordMissingError(
            N_("There is no record at {file}."),
            N_("Make a visit first, or say with --data where the records lie."),
            file=str(path),
        )
    with explaining(path):
        db = _opened(path, read_only)
        try:
            _check_ours(db, path)
            if not read_only:
                _prepare(db)
            elif migrations.pending(db):
                _bring_up_to_date(path)
        except BaseException:
            db.close()
            raise
        return db


@contextmanager
def changing(db: Database) -> Iterator[None]:
    """A short transaction that may write from its first statement on, waiting for another process's to end.

    One that reads first and writes later would fail, without waiting, where somebody else wrote between.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()
        raise


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise about `path` into errors that a person can act on."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise explained(error, path) from error


def _opened(path: Path, read_only: bool) -> Database:
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A record of a patient is nobody else's to read.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    uri = path.absolute().as_uri() + ("?mode=ro" if read_only else "?mode=rw")
    if read_only and not os.access(path.parent, os.W_OK) and not _log_of(path).exists():
        uri += "&immutable=1"  # a finished record on a medium that takes no log beside it
    db = Database(sqlite3.connect(uri, uri=True, timeout=BUSY_S), execute_plugins=False)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _check_ours(db: Database, path: Path) -> None:
    (marked,) = db.execute("PRAGMA application_id").fetchone()
    if marked != APPLICATION_ID and db.table_names():
        raise NotARecordError(
            N_("{file} is another program's database."),
            N_("Choose another file, or another folder with --data."),
            file=str(path),
        )
    newer = {migration.name for migration in migrations.applied(db)} - known_migrations()
    if newer:
        raise NewerRecordError(
            N_("{file} was changed by a newer version of Stepladder ({changes})."),
            N_("Update Stepladder, then open it again."),
            file=str(path),
            changes=", ".join(sorted(newer)),
        )


def _prepare(db: Database) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    # With NORMAL, a power cut can take back what was acknowledged; with FULL it cannot.
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA fullfsync = ON")  # macOS: past the drive's own cache
    if not migrations.pending(db):
        return
    # Two processes may find a new file at the same moment: the second waits here, then has nothing to do.
    with changing(db):
        migrations.apply(db)


def _bring_up_to_date(path: Path) -> None:
    """Whoever only wants to read a database of an older version still needs its new tables."""
    try:
        connect(path).close()
    except (ReadOnlyRecordError, DiskFailedError) as error:
        raise OlderRecordError(
            N_("{file} was written by an older version of Stepladder and cannot be changed where it lies."),
            N_("Copy it to a folder you may write to, and open it there."),
            file=str(path),
        ) from error


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
