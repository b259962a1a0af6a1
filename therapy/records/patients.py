"""Who a record is about: patients by alias, and which of them are there for practice only."""

import unicodedata
from typing import Final, NamedTuple

from sqlite_utils import Database

from therapy.clock import now
from therapy.records.errors import AliasError, PatientExistsError, RecordsError, UnknownPatientError
from therapy.words import N_

LONGEST_ALIAS: Final = 40
_BETWEEN: Final = frozenset(" -_.")
"""What an alias may have besides letters and digits: it stands in lists, file names and addresses."""


class PatientRow(NamedTuple):
    """A patient as a list shows them."""

    alias: str
    since: str
    """When the record began to know them, ISO 8601 with offset."""
    practice: bool
    """Met by simulated patients only, and by no person ever."""


def patient_rows(db: Database, alias: str | None = None) -> list[PatientRow]:
    """Everybody, or the one with this alias, in the order in which they came."""
    found = db.execute(
        "SELECT alias, since, practice FROM patients WHERE alias = coalesce(?, alias) ORDER BY rowid",
        (alias,),
    ).fetchall()
    return [PatientRow(name, since, bool(practice)) for name, since, practice in found]


def know_patient(db: Database, alias: str, *, practice: bool) -> None:
    """Make sure that there is a patient of this alias. Somebody who is there already stays as they are."""
    db.execute(
        "INSERT OR IGNORE INTO patients (alias, since, practice) VALUES (?, ?, ?)",
        (alias, now().isoformat(), int(practice)),
    )


def add_patient(db: Database, alias: str, *, practice: bool) -> None:
    """Add somebody new, inside the caller's transaction. AliasError; PatientExistsError."""
    if not 1 <= len(alias) <= LONGEST_ALIAS:
        raise AliasError(
            N_("An alias has 1 to {most} characters; this one has {length}."),
            N_("Choose a short one that means something to you and nothing to others."),
            most=LONGEST_ALIAS,
            length=len(alias),
        )
    if not (alias[0].isalnum() and alias[-1].isalnum()) or not all(
        letter.isalnum() or letter in _BETWEEN for letter in alias
    ):
        raise AliasError(
            N_(
                "The alias {alias} is more than letters and digits with spaces, hyphens, dots or _ between them."
            ),
            N_("Begin and end with a letter or a digit, and leave out all other signs."),
            alias=alias,
        )
    for row in patient_rows(db):
        if _alike(row.alias) == _alike(alias):
            # Two that differ by a capital letter only would be taken for each other sooner or later.
            raise PatientExistsError(
                N_("There is a patient called {alias} already."),
                N_("Choose another alias, or go on with that patient."),
                alias=row.alias,
            )
    know_patient(db, alias, practice=practice)


def expect_patient(db: Database, alias: str) -> PatientRow:
    """The patient of this alias. UnknownPatientError names those who came last."""
    rows = patient_rows(db, alias)
    if not rows:
        raise _unknown(db, alias)
    return rows[0]


def _unknown(db: Database, alias: str) -> RecordsError:
    newest = [row.alias for row in patient_rows(db)[:-4:-1]]
    if not newest:
        return UnknownPatientError(
            N_("There is no patient called {alias}, and nobody else yet."),
            N_("Add the patient first."),
            alias=alias,
        )
    return UnknownPatientError(
        N_("There is no patient called {alias}."),
        N_("Add the patient first, or check the spelling; the newest are {newest}."),
        alias=alias,
        newest=", ".join(newest),
    )


def _alike(alias: str) -> str:
    return unicodedata.normalize("NFKC", alias).casefold()
