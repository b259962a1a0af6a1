"""A database outlives the program that wrote it."""

import sqlite3
from pathlib import Path

import pytest

from benchmarks.made_up_visit import briefing
from therapy.briefing import Consent
from therapy.records import PatientRow, Recorder, Store

ALIASES = ["amber", "birch", "cedar", "dill"]
FIRST_TABLES = Path(__file__).with_name("first_tables.sql")
"""Written by the program that had the first migration only: visits of amber (with a person), birch (simulated)
and cedar (once simulated, once with a person), and prescriptions of amber and dill, who had no visit."""


@pytest.fixture
def old(path: Path) -> Path:
    """A database that has the first tables and nothing else."""
    db = sqlite3.connect(path)
    db.executescript(FIRST_TABLES.read_text(encoding="utf-8"))
    db.close()
    return path


def test_an_old_database_keeps_everything_and_gets_the_new_tables(old: Path) -> None:
    """Visits and prescriptions of the first version are read as before, and forms can be signed from now on."""
    with Store.open(old) as store:
        assert store.patients() == ALIASES
        assert [row.id for row in store.sessions("cedar")] == ["first-schema-4", "first-schema-3"]
        assert len(list(store.session("first-schema-1").ticks())) == 1
        assert [(done.minutes, done.recorded) for done in store.done_visits("amber")] == [(12.5, True)]
        assert store.prescription("dill") == briefing().prescription
        assert store.screening("amber") is None
        consent = Consent(signed_by="amber", signed_on="2026-03-02")
        store.sign_consent("amber", consent)
        assert store.consent("amber") == consent
        assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_only_those_met_by_simulated_patients_alone_are_taken_for_practice(old: Path) -> None:
    """One visit with a person, or none at all, keeps somebody a patient."""
    with Store.open(old) as store:
        assert {row.alias for row in store.patient_rows() if row.practice} == {"birch"}


def test_a_reader_brings_an_old_database_up_to_date(old: Path) -> None:
    """Somebody who only looks finds the new tables too, and cannot write for all that."""
    with Store.open(old, read_only=True) as store:
        assert store.patient("birch") == PatientRow("birch", "2026-11-24T09:24:56+00:00", True)
        assert store.open_flags("amber") == ()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store.db.execute("DELETE FROM consents")


def test_the_recorder_goes_on_in_an_old_database(old: Path) -> None:
    """A stage that meets the old tables first brings them up to date and records its visit."""
    Recorder(old, briefing("visit-number-5", "dill")).close(None)
    with Store.open(old, read_only=True) as store:
        assert [row.id for row in store.sessions("dill")] == ["visit-number-5"]
        known = store.patient("dill")
        assert known is not None
        assert not known.practice  # who is known stays as they are
