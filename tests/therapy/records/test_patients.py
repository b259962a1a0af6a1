"""Who a record is about, and what they signed."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.made_up_visit import briefing
from therapy.briefing import Condition, Consent, Screening
from therapy.records import Recorder, Store
from therapy.records.batch import Handed
from therapy.records.database import changing
from therapy.records.errors import (
    AliasError,
    PatientExistsError,
    RecordBusyError,
    UnknownPatientError,
)

SCREENING = Screening(
    signed_by="Dr Example",
    signed_on="2026-03-02",
    present=(Condition.MIGRAINE,),
    reasons={Condition.MIGRAINE: "None for two years."},
)
CONSENT = Consent(signed_by="amber", signed_on="2026-03-02", raw_traces=False)


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An open database without anybody in it."""
    with Store.open(path) as opened:
        yield opened


def test_patients_are_listed_in_the_order_in_which_they_came(store: Store) -> None:
    """Each with the day since when they are known, and whether they are there for practice."""
    store.add_patient("Zoe")
    store.add_patient("amber-2", practice=True)
    rows = store.patient_rows()
    assert [(row.alias, row.practice) for row in rows] == [("Zoe", False), ("amber-2", True)]
    assert all(datetime.fromisoformat(row.since).tzinfo for row in rows)
    assert store.patient("amber-2") == rows[1]
    assert store.patient("zoe") is None


@pytest.mark.parametrize("alias", ["a", "Ölrün 7", "2026.03_b-x", "x" * 40, "明子"])
def test_an_alias_may_have_letters_digits_and_signs_between(store: Store, alias: str) -> None:
    """Up to forty characters of any script."""
    store.add_patient(alias)
    assert store.patients() == [alias]


@pytest.mark.parametrize(
    "alias", ["", "x" * 41, " amber", "amber ", ".", "..", "a/b", "a\nb", "<b>", "a?b", "-a"]
)
def test_another_alias_is_refused_with_advice(store: Store, alias: str) -> None:
    """Nothing that would break a list, a file name or an address, and nobody is added."""
    with pytest.raises(AliasError, match=r"Choose a short one|Begin and end with a letter"):
        store.add_patient(alias)
    assert store.patients() == []


@pytest.mark.parametrize("alias", ["amber", "Amber", "AMBER"])
def test_two_patients_never_read_the_same(store: Store, alias: str) -> None:
    """An alias that is taken, or differs only by capitals, is refused and names the one there is."""
    store.add_patient("amber")
    with pytest.raises(PatientExistsError, match=r"called amber already\. Choose another"):
        store.add_patient(alias)
    assert store.patients() == ["amber"]


@pytest.mark.parametrize(
    ("headset", "practice"), [("simulated", True), ("desktop", False), ("openxr", False)]
)
def test_who_a_recorder_meets_first_in_a_simulated_headset_is_there_for_practice(
    path: Path, headset: str, practice: bool
) -> None:
    """The recorder adds whom it does not know."""
    Recorder(path, briefing().model_copy(update={"headset": headset})).close(None)
    with Store.open(path, read_only=True) as store:
        assert [(row.alias, row.practice) for row in store.patient_rows()] == [("amber", practice)]


def test_the_form_signed_last_counts_and_all_stay(store: Store) -> None:
    """A new screening or consent takes the place of the old one, which is kept."""
    store.add_patient("amber")
    assert (store.screening("amber"), store.consent("amber")) == (None, None)
    later = SCREENING.model_copy(update={"signed_on": "2026-06-02", "present": (), "reasons": {}})
    for screening in (SCREENING, later):
        store.sign_screening("amber", screening)
        assert store.screening("amber") == screening
    store.sign_consent("amber", CONSENT)
    assert store.consent("amber") == CONSENT
    assert store.db.execute("SELECT count(*) FROM screenings").fetchone() == (2,)


def test_nothing_is_signed_for_somebody_unknown(store: Store) -> None:
    """Neither form nor prescription makes a patient out of a misspelled alias; the error names who there is."""
    with pytest.raises(UnknownPatientError, match=r"nobody else yet\. Add the patient first"):
        store.sign_consent("amber", CONSENT)
    store.add_patient("amber")
    with pytest.raises(UnknownPatientError, match="check the spelling; the newest are amber"):
        store.sign_screening("ambre", SCREENING)
    with pytest.raises(UnknownPatientError, match="no patient called ambre"):
        store.prescribe("ambre", briefing().prescription)
    assert store.patients() == ["amber"]


@pytest.mark.parametrize("table", ["patients", "screenings", "consents"])
@pytest.mark.parametrize("change", ["UPDATE {} SET alias = 'birch'", "DELETE FROM {}"])
def test_what_was_signed_stays(store: Store, table: str, change: str) -> None:
    """Neither a form nor whom it belongs to can be changed or deleted afterwards."""
    store.add_patient("amber")
    store.sign_screening("amber", SCREENING)
    store.sign_consent("amber", CONSENT)
    with pytest.raises(sqlite3.IntegrityError, match=r"never (changed|deleted)"):
        store.db.execute(change.format(table))


def test_reading_does_not_wait_for_a_writer(store: Store, path: Path) -> None:
    """While one process writes, another reads what was there before; a second writer is told who waits for whom."""
    store.add_patient("amber")
    with Store.open(path) as other:
        other.db.execute("PRAGMA busy_timeout = 0")
        with changing(store.db):
            store.db.execute("INSERT INTO patients (alias, since) VALUES ('birch', 'now')")
            assert other.patients() == ["amber"]
            with pytest.raises(RecordBusyError, match="Close other programs"):
                other.add_patient("cedar")
        assert other.patients() == ["amber", "birch"]


def test_a_form_is_signed_while_a_visit_is_being_recorded(path: Path, made_up_visit: list[Handed]) -> None:
    """The recorder and the console write the same file at the same time, and neither loses anything."""
    recorder = Recorder(path, briefing())
    signed = 20

    def sign() -> None:
        with Store.open(path) as store:
            for _ in range(signed):
                store.sign_screening("amber", SCREENING)

    console = threading.Thread(target=sign)
    console.start()
    for handed in made_up_visit:
        recorder.tick(*handed)
        if handed.tick % 50 == 0:
            assert recorder.wait_acknowledged(handed.tick)
    console.join()
    recorder.close(None)
    assert recorder.failed is None
    with Store.open(path, read_only=True) as store:
        assert store.db.execute("SELECT count(*) FROM screenings").fetchone() == (signed,)
        assert len(list(store.session("last").ticks())) == len(made_up_visit)
