"""What a patient's visits come to, recorded here or not."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.made_up_visit import briefing
from therapy.course import DoneVisit, course
from therapy.events import Ending, Event, FlagAcknowledged, FlagRaised, Output, VisitEnded
from therapy.records import Recorder, Store
from therapy.records.errors import EarlierVisitExistsError, UnknownPatientError
from therapy.sample import NOTHING

EARLIER = DoneVisit(
    session_id="before-1",
    started_at="2026-01-08T16:00:00+01:00",
    protocol_id="graded-heights",
    minutes=10.5,
    completed=True,
    ending=Ending.COMPLETED,
    last_step="step-2",
)


def record(path: Path, session_id: str, *events: Event) -> None:
    """A visit of amber in which this happened, on 12 January at nine."""
    recorder = Recorder(path, briefing(session_id))
    recorder.tick(0, NOTHING.counts(), [], [Output(number, 0, what) for number, what in enumerate(events, 1)])
    recorder.close(Ending.COMPLETED)
    assert recorder.failed is None


def raised(flag: str) -> FlagRaised:
    return FlagRaised(flag=flag, sentence="Look at this first.", inputs={})


def seen(flag: str) -> FlagAcknowledged:
    return FlagAcknowledged(flag=flag, who="Anna")


def test_earlier_visits_stand_among_the_recorded_ones_by_their_start(path: Path) -> None:
    """Whichever was reported when, and whatever its offset; only recorded ones say that they are."""
    record(
        path,
        "visit-here",
        VisitEnded(ending=Ending.COMPLETED, verdict=None, minutes=20.0, completed=True),
    )
    after = replace(EARLIER, session_id="after-1", started_at="2026-01-12T05:00:00-05:00")
    with Store.open(path) as store:
        store.report_earlier("amber", after)
        store.report_earlier("amber", EARLIER)
        store.report_earlier("amber", EARLIER)
        done = store.done_visits("amber")
    assert [visit.session_id for visit in done] == ["before-1", "visit-here", "after-1"]
    assert [visit.recorded for visit in done] == [False, True, False]
    assert done[0] == replace(EARLIER, recorded=False)


def test_adherence_counts_earlier_visits_like_recorded_ones(path: Path) -> None:
    """A visit made elsewhere is done over prescribed, with its minutes."""
    record(
        path,
        "visit-here",
        VisitEnded(ending=Ending.COMPLETED, verdict=None, minutes=20.0, completed=True),
    )
    with Store.open(path) as store:
        store.report_earlier("amber", EARLIER)
        now = course(briefing().prescription, store.done_visits("amber"), date(2026, 1, 20))
    assert (now.visits_done, now.visits_due, now.visit_adherence) == (2, 2, 1.0)
    assert (now.minutes_done, now.minute_adherence) == (30.5, 0.61)


def test_an_earlier_visit_is_reported_once(path: Path) -> None:
    """Its id cannot come to mean another visit, nor a recorded one be counted twice."""
    record(path, "visit-here")
    with Store.open(path) as store:
        store.report_earlier("amber", EARLIER)
        for other in (replace(EARLIER, minutes=11.0), replace(EARLIER, session_id="visit-here")):
            with pytest.raises(EarlierVisitExistsError, match="Give the other visit another id"):
                store.report_earlier("amber", other)
        for change in ("UPDATE earlier_visits SET id = 'x'", "DELETE FROM earlier_visits"):
            with pytest.raises(sqlite3.IntegrityError, match="an earlier visit is never"):
                store.db.execute(change)
        with pytest.raises(UnknownPatientError):
            store.report_earlier("birch", EARLIER)
        assert len(store.done_visits("amber")) == 2


@pytest.mark.parametrize(
    "wrong", [{"started_at": "2026-01-08T16:00:00"}, {"minutes": -1.0}, {"minutes": float("nan")}]
)
def test_a_senseless_earlier_visit_is_a_mistake_of_the_program(path: Path, wrong: dict[str, object]) -> None:
    """A start without offset, or minutes that are none, never reach the record."""
    with Store.open(path) as store:
        store.add_patient("amber")
        with pytest.raises(ValueError, match="expected"):
            store.report_earlier("amber", replace(EARLIER, **wrong))  # type: ignore[arg-type]
        assert store.done_visits("amber") == []


def test_a_risk_flag_stays_open_until_somebody_has_seen_it(path: Path) -> None:
    """In the visit that raised it or a later one; what was raised again is open again."""
    record(
        path, "visit-number-1", raised("phq9:9"), raised("pcl5:3"), raised("adverse_event"), seen("pcl5:3")
    )
    with Store.open(path) as store:
        assert store.open_flags("amber") == ("phq9:9",)
    record(path, "visit-number-2", seen("phq9:9"))
    with Store.open(path) as store:
        assert store.open_flags("amber") == ()
    record(path, "visit-number-3", raised("pcl5:3"), raised("phq9:9"))
    with Store.open(path) as store:
        assert store.open_flags("amber") == ("pcl5:3", "phq9:9")
        assert store.open_flags("birch") == ()
