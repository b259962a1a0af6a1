"""The database of a clinic or a home: its patients, what was prescribed to them, and their visits."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, cast

from sqlite_utils import Database

from therapy.briefing import Consent, Screening
from therapy.clock import now
from therapy.course import DoneVisit
from therapy.frozen import Frozen
from therapy.prescription import Prescription
from therapy.records.database import changing, connect, explaining
from therapy.records.done import earlier, earlier_body, open_flags, told_by_events
from therapy.records.errors import EarlierVisitExistsError, PrescriptionExistsError, UnknownSessionError
from therapy.records.patients import PatientRow, add_patient, expect_patient, patient_rows
from therapy.records.stored import SessionRow, StoredSession
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
        return [row.alias for row in self.patient_rows()]

    def patient_rows(self) -> list[PatientRow]:
        """Every patient, in the order in which they came."""
        with explaining(self.path):
            return patient_rows(self.db)

    def patient(self, alias: str) -> PatientRow | None:
        """The patient of this alias, spelled exactly so."""
        with explaining(self.path):
            return next(iter(patient_rows(self.db, alias)), None)

    def expect_patient(self, alias: str) -> PatientRow:
        """The patient of this alias. UnknownPatientError names those who came last."""
        with explaining(self.path):
            return expect_patient(self.db, alias)

    def add_patient(self, alias: str, *, practice: bool = False) -> None:
        """Somebody new; `practice` holds for good.

        AliasError unless it is 1 to 40 letters, digits and single signs between them; PatientExistsError also
        where only capital letters differ.
        """
        with explaining(self.path), changing(self.db):
            add_patient(self.db, alias, practice=practice)

    def sign_screening(self, alias: str, screening: Screening) -> None:
        """Add a signed screening; all earlier ones stay. UnknownPatientError."""
        self._sign("screenings", alias, screening)

    def screening(self, alias: str) -> Screening | None:
        """The screening signed last."""
        body = self._signed("screenings", alias)
        return None if body is None else Screening.model_validate_json(body)

    def sign_consent(self, alias: str, consent: Consent) -> None:
        """Add a signed consent; all earlier ones stay. UnknownPatientError."""
        self._sign("consents", alias, consent)

    def consent(self, alias: str) -> Consent | None:
        """The consent signed last."""
        body = self._signed("consents", alias)
        return None if body is None else Consent.model_validate_json(body)

    def prescribe(self, alias: str, prescription: Prescription) -> None:
        """Store one version. The same again changes nothing; PrescriptionExistsError where it differs.

        UnknownPatientError for somebody who was not added: a misspelled alias is no new patient.
        """
        with explaining(self.path), changing(self.db):
            expect_patient(self.db, alias)
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

    def report_earlier(self, alias: str, visit: DoneVisit) -> None:
        """Add a visit made before this record began, or elsewhere. The same again changes nothing.

        UnknownPatientError; EarlierVisitExistsError where its id has another visit. ValueError for a time
        without offset or minutes below 0.
        """
        body = earlier_body(visit)
        with explaining(self.path), changing(self.db):
            expect_patient(self.db, alias)
            there = self._all(
                "SELECT body FROM earlier_visits WHERE alias = ? AND id = ? "
                "UNION ALL SELECT NULL FROM sessions WHERE id = ?",
                alias,
                visit.session_id,
                visit.session_id,
            )
            if there == [(body,)]:
                return
            if there:
                raise EarlierVisitExistsError(
                    N_("Visit {session} of {alias} is there already and says something else."),
                    N_("Give the other visit another id."),
                    session=visit.session_id,
                    alias=alias,
                )
            self.db.execute(
                "INSERT INTO earlier_visits (alias, id, stored_at, body) VALUES (?, ?, ?, ?)",
                (alias, visit.session_id, now().isoformat(), body),
            )

    def done_visits(self, alias: str) -> list[DoneVisit]:
        """A patient's visits by when they began: recorded ones as their own events tell them, and earlier ones."""
        reported = self._all("SELECT body FROM earlier_visits WHERE alias = ? ORDER BY number", alias)
        visits = [earlier(body) for (body,) in reported]
        visits += [told_by_events(stored) for stored in self._stored(alias)]
        return sorted(visits, key=lambda visit: visit.started)

    def open_flags(self, alias: str) -> tuple[str, ...]:
        """Risk flags raised in a patient's visits that nobody has acknowledged since, oldest first."""
        return open_flags(self._stored(alias))

    def _stored(self, alias: str) -> Iterator[StoredSession]:
        for (number,) in self._all("SELECT number FROM sessions WHERE alias = ? ORDER BY number", alias):
            yield StoredSession(self.db, number, self.path)

    def _sign(self, table: str, alias: str, form: Frozen) -> None:
        with explaining(self.path), changing(self.db):
            expect_patient(self.db, alias)
            self.db.execute(
                f"INSERT INTO {table} (alias, stored_at, body) VALUES (?, ?, ?)",
                (alias, now().isoformat(), form.canonical()),
            )

    def _signed(self, table: str, alias: str) -> bytes | None:
        for (body,) in self._all(
            f"SELECT body FROM {table} WHERE alias = ? ORDER BY number DESC LIMIT 1", alias
        ):
            return cast(bytes, body)
        return None

    def _all(self, sql: str, *values: str | int | None) -> list[tuple[Any, ...]]:
        with explaining(self.path):
            return self.db.execute(sql, values).fetchall()
