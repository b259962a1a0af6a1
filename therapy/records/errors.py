"""What can go wrong with a record, and what the person in front of it can do."""

import errno
import sqlite3
from pathlib import Path
from typing import Final

from therapy.errors import StepladderError
from therapy.words import N_


class RecordsError(StepladderError):
    """The records could not be read or written."""


class RecordMissingError(RecordsError):
    """There is no database at this place."""


class NotARecordError(RecordsError):
    """The file is something else than our database."""


class NewerRecordError(RecordsError):
    """A newer version of the program has changed the database."""


class RecordBusyError(RecordsError):
    """Another process keeps the database locked."""


class DiskFullError(RecordsError):
    """There is no room to write."""


class ReadOnlyRecordError(RecordsError):
    """The database may not be written here."""


class DiskFailedError(RecordsError):
    """The operating system could not read or write."""


class DamagedRecordError(RecordsError):
    """What is stored is not what was written, or something is missing; the error names the place."""


class UnknownSessionError(RecordsError):
    """No visit has this id."""


class SessionExistsError(RecordsError):
    """A visit with this id is already recorded."""


class AliasError(RecordsError):
    """This cannot be a patient's alias."""


class UnknownPatientError(RecordsError):
    """No patient has this alias."""


class PatientExistsError(RecordsError):
    """A patient with this alias, or one that reads the same, is there already."""


class EarlierVisitExistsError(RecordsError):
    """A visit with this id is there already and says something else."""


class OlderRecordError(RecordsError):
    """An older version wrote the database, and it cannot be brought up to date where it lies."""


class PrescriptionExistsError(RecordsError):
    """This version of a prescription is stored with other contents."""


_MEANS: Final = {
    errno.EACCES: "SQLITE_READONLY",
    errno.EPERM: "SQLITE_READONLY",
    errno.EROFS: "SQLITE_READONLY",
    errno.ENOSPC: "SQLITE_FULL",
    errno.EDQUOT: "SQLITE_FULL",
}
"""What SQLite calls the errors of the operating system that we may meet before it does."""


def explained(error: sqlite3.Error | OSError, path: Path) -> RecordsError:
    """The error a person can act on, for one that SQLite or the system raised on the database at `path`."""
    if isinstance(error, OSError):
        code = _MEANS.get(error.errno or 0, "")
    else:
        code = getattr(error, "sqlite_errorname", None) or ""
    file = str(path)
    if code == "SQLITE_NOTADB":
        return NotARecordError(
            N_("{file} is not a Stepladder record."),
            N_("Choose another file, or another folder with --data."),
            file=file,
        )
    if code == "SQLITE_FULL":
        return DiskFullError(
            N_("The disk that holds {file} is full."),
            N_("Free some space. What could not be written is kept and taken in at the next start."),
            file=file,
        )
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return RecordBusyError(
            N_("Another program keeps {file} locked."),
            N_("Close other programs that have the records open, then try again."),
            file=file,
        )
    if code.startswith("SQLITE_READONLY"):
        return ReadOnlyRecordError(
            N_("{file} cannot be written."),
            N_("Check that you may write to this folder, or choose another one with --data."),
            file=file,
        )
    if code.startswith("SQLITE_CANTOPEN"):
        return DiskFailedError(
            N_("{file} could not be opened."),
            N_("Check that the folder exists and that you may use it."),
            file=file,
        )
    if code.startswith("SQLITE_CORRUPT"):
        return DamagedRecordError(
            N_("{file} is damaged ({why})."),
            N_("Keep the file as it is, copy it to a safe place and restore the last backup."),
            file=file,
            why=str(error),
        )
    return DiskFailedError(
        N_("{file} could not be read or written ({why})."),
        N_("Check the disk. What could not be written is kept and taken in at the next start."),
        file=file,
        why=str(error),
    )
