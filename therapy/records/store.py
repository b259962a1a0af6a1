"""The database of a clinic or a home: its patients, what was prescribed to them, and their visits."""

from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from sqlite_utils import Database

from therapy.clock import now
from therapy.course import DoneVisit
from therapy.events import Ending
from therapy.prescription import Prescription
from therapy.protocol import Purpose
from therapy.records.database import connect, explaining
from therapy.records.entry import Role
from therapy.records.errors import PrescriptionExistsError, UnknownSessionError
from therapy.records.sessions import know_patient
from therapy.records.stored import SessionRow, StoredSession
from therapy.safety import Sickness
from therapy.words import N_

LAST: Final = "last"
"""Stands for the visit that began last, wherever a session id is asked for."""


class Store:
    """An open database. Close it, or use it as a context manager. One thread's own."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db: Final = db
        self.path: Final = path

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open the database at `path`, creating and migrating it unless `read_only`.

        RecordsError, with advice, where it is missing, not ours, newer than this program, locked or damaged.
        """
        return cls(connect(path, read_only=read_only), path)

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def sessions(self, alias: str | None = None) -> list[SessionRow]:
        """All visits, or one patient's, the newest first."""
        return [
            SessionRow(*row)
            for row in self._all(
                f"SELECT {', '.join(SessionRow._fields)} FROM sessions WHERE alias = coalesce(?, alias) "
                "ORDER BY number DESC",
                alias,
            )
        ]

    def session(self, session_id: str) -> StoredSession:
        """The visit with this id; for "last" the one that began last. UnknownSessionError names some."""
        for (number,) in self._all(
            "SELECT number FROM sessions WHERE ? IN (id, ?) ORDER BY number DESC LIMIT 1", session_id, LAST
        ):
            return StoredSession(self.db, number, self.path)
        newest = [row.id for row in self.sessions()[:3]]
        if not newest:
            raise UnknownSessionError(
                N_("No visit is recorded in {file}."),
                N_("Make a visit first, or say with --data where the records lie."),
                file=str(self.path),
            )
        raise UnknownSessionError(
            N_("No visit has the id {session}."),
            N_("The newest ones are {newest}; the word last stands for the newest."),
            session=session_id,
            newest=", ".join(newest),
        )

    def patients(self) -> list[str]:
        """The alias of every patient, in the order in which they came."""
        return [alias for (alias,) in self._all("SELECT alias FROM patients ORDER BY rowid")]

    def prescribe(self, alias: str, prescription: Prescription) -> None:
        """Store one version. The same again changes nothing; PrescriptionExistsError where it differs."""
        with explaining(self.path), self.db.atomic():
            know_patient(self.db, alias)
            there = self.prescription(alias, prescription.id, prescription.version)
            if there is not None and there != prescription:
                raise PrescriptionExistsError(
                    N_("Version {version} of prescription {prescription} is stored and says something else."),
                    N_("Give the changed prescription the next version number."),
                    version=prescription.version,
                    prescription=prescription.id,
                )
            self.db.execute(
                "INSERT OR IGNORE INTO prescriptions (alias, id, version, stored_at, body) VALUES (?, ?, ?, ?, ?)",
                (alias, prescription.id, prescription.version, now().isoformat(), prescription.canonical()),
            )

    def prescription(
        self, alias: str, prescription_id: str | None = None, version: int | None = None
    ) -> Prescription | None:
        """What was prescribed: the one asked for, or the one stored last."""
        for (body,) in self._all(
            """SELECT body FROM prescriptions
            WHERE alias = ? AND id = coalesce(?, id) AND version = coalesce(?, version)
            ORDER BY rowid DESC LIMIT 1""",
            alias,
            prescription_id,
            version,
        ):
            return Prescription.model_validate_json(body)
        return None

    def prescriptions(self, alias: str) -> list[Prescription]:
        """Every version of everything prescribed to a patient, oldest first."""
        return [
            Prescription.model_validate_json(body)
            for (body,) in self._all("SELECT body FROM prescriptions WHERE alias = ? ORDER BY rowid", alias)
        ]

    def done_visits(self, alias: str) -> list[DoneVisit]:
        """A patient's visits, oldest first, as their own events tell them.

        One that broke off has no ending; its minutes are the session time on the disk.
        """
        numbers = self._all("SELECT number FROM sessions WHERE alias = ? ORDER BY number", alias)
        return [_done(StoredSession(self.db, number, self.path)) for (number,) in numbers]

    def _all(self, sql: str, *values: str | int | None) -> list[tuple[Any, ...]]:
        with explaining(self.path):
            return self.db.execute(sql, values).fetchall()


def _done(stored: StoredSession) -> DoneVisit:
    step: str | None = None
    minutes, completed, sick = stored.minutes, False, False
    ending: Ending | None = None
    for entry in stored.entries(role=Role.EVENT):
        if entry.kind == "step_entered":
            step = entry.fields["step"]
        elif entry.kind == "visit_ended":
            said = entry.fields
            minutes, completed, ending = said["minutes"], said["completed"], Ending(said["ending"])
            rule = said["verdict"]["rule"] if said["verdict"] else None
            sick = ending is Ending.ENDED_BY_RULE and rule == Sickness.name
    return DoneVisit(
        session_id=stored.id,
        started_at=stored.started_at,
        protocol_id=stored.protocol_id,
        minutes=minutes,
        completed=completed,
        ending=ending,
        last_step=step,
        sick=sick,
        exposure=stored.briefing_fields["protocol"]["purpose"] == Purpose.EXPOSURE,
    )
