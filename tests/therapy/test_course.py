"""What was prescribed, what was done, and what that means for the next visit."""

from datetime import date, datetime, timedelta, timezone

import pytest

from therapy.course import DoneVisit, Week, began_on, course, history
from therapy.events import Ending
from therapy.prescription import Adaptation, Mode, Prescription

CET = timezone(timedelta(hours=1))


def prescription(visits: int = 6, visits_a_week: int = 2, exposures_a_day: int = 1) -> Prescription:
    return Prescription(
        id="p-1",
        protocol_id="graded_heights",
        mode=Mode.SUPERVISED,
        visits=visits,
        visits_a_week=visits_a_week,
        minutes=20,
        adaptation=Adaptation.OFF,
        exposures_a_day=exposures_a_day,
        prescribed_by="Dr Example",
        prescribed_on="2026-03-02",
    )


def visit(
    started_at: str,
    minutes: float = 20,
    *,
    completed: bool = True,
    protocol_id: str = "graded_heights",
    sick: bool = False,
    exposure: bool = True,
) -> DoneVisit:
    ending = Ending.COMPLETED if completed else Ending.STOPPED
    return DoneVisit(started_at, started_at, protocol_id, minutes, completed, ending, None, sick, exposure)


def test_a_changed_prescription_goes_on() -> None:
    """The second version counts from the day of the first; another prescription begins on its own day."""
    first = prescription()
    changed = first.model_copy(update={"version": 2, "prescribed_on": "2026-03-20", "minutes": 10.0})
    other = first.model_copy(update={"id": "other", "prescribed_on": "2026-01-01"})
    assert began_on(changed, [first, changed, other]).isoformat() == first.prescribed_on
    today = date(2026, 4, 1)
    assert course(changed, [], today, [first, changed]).visits_due == course(first, [], today).visits_due
    assert course(changed, [], today).visits_due < course(first, [], today).visits_due


def test_nothing_is_due_on_the_day_of_prescription() -> None:
    """Nobody is behind, and adherence has no value, before the first visit is due."""
    now = course(prescription(), [], date(2026, 3, 2))
    assert (now.visits_due, now.visit_adherence, now.minute_adherence) == (0, None, None)
    assert now.next_due == date(2026, 3, 2)


def test_adherence_is_completed_over_prescribed_visits_and_minutes() -> None:
    """Three of four visits due after two weeks were completed; the stopped one counts with its minutes."""
    done = [
        visit("2026-03-03T10:00:00+01:00"),
        visit("2026-03-06T10:00:00+01:00", 10, completed=False),
        visit("2026-03-10T10:00:00+01:00"),
        visit("2026-03-13T10:00:00+01:00", 18),
    ]
    now = course(prescription(), done, date(2026, 3, 16))
    assert (now.visits_done, now.visits_due) == (3, 4)
    assert now.visit_adherence == 0.75
    assert now.minute_adherence == 68 / 80


def test_visits_of_a_week_fall_due_evenly() -> None:
    """Of two visits a week one is due after half of it, and none is ever due beyond the prescription."""
    start = date(2026, 3, 2)
    due = [course(prescription(visits=3), [], start + timedelta(days=n)).visits_due for n in range(29)]
    assert due[:8] == [0, 0, 0, 0, 1, 1, 1, 2]
    assert due[-1] == 3


def test_other_plans_and_earlier_visits_do_not_count() -> None:
    """A visit of another plan, or before the day of prescription, is not part of this course."""
    done = [
        visit("2026-03-01T10:00:00+01:00"),
        visit("2026-03-03T10:00:00+01:00", protocol_id="upper_limb_reach"),
    ]
    now = course(prescription(), done, date(2026, 3, 9))
    assert (now.visits_done, now.minutes_done) == (0, 0)


def test_weeks_are_counted_from_the_day_of_prescription() -> None:
    """Each week says what was meant for it and what was done in it; the last one holds only what is left."""
    done = [visit("2026-03-08T23:30:00+01:00"), visit("2026-03-09T08:00:00+01:00", 15, completed=False)]
    now = course(prescription(visits=3), done, date(2026, 3, 17))
    assert now.weeks == (
        Week(date(2026, 3, 2), 2, 1, 40, 20),
        Week(date(2026, 3, 9), 1, 0, 20, 15),
        Week(date(2026, 3, 16), 0, 0, 0, 0),
    )


@pytest.mark.parametrize(
    ("done", "today", "expected"),
    [
        ([], date(2026, 3, 20), date(2026, 3, 20)),
        (["2026-03-02T09:00:00+01:00"], date(2026, 3, 2), date(2026, 3, 5)),
        (["2026-03-02T09:00:00+01:00", "2026-03-20T09:00:00+01:00"], date(2026, 3, 20), date(2026, 3, 21)),
        ([f"2026-03-{day:02}T09:00:00+01:00" for day in (2, 5, 9, 12, 16, 19)], date(2026, 3, 20), None),
    ],
    ids=["overdue is today", "on time waits its turn", "not twice a day", "all done"],
)
def test_next_due(done: list[str], today: date, expected: date | None) -> None:
    """The next visit is due in its share of the week, today when overdue, and never when all are done."""
    assert course(prescription(), map(visit, done), today).next_due == expected


def test_history_of_nobody() -> None:
    """Before the first visit nothing is tolerated yet and there is nothing to rest from."""
    new = history(prescription(), [], datetime(2026, 3, 2, 9, tzinfo=CET))
    assert (new.visits_done, new.longest_tolerated_min, new.minutes_since_last_visit) == (0, 0, None)


def test_only_a_visit_in_order_and_without_sickness_shows_what_is_tolerated() -> None:
    """The longest tolerated visit leaves out one that was stopped and one that made the patient sick."""
    done = [
        visit("2026-03-02T10:00:00+01:00", 5),
        visit("2026-03-05T10:00:00+01:00", 8, protocol_id="upper_limb_reach"),
        visit("2026-03-09T10:00:00+01:00", 11, completed=False),
        visit("2026-03-12T10:00:00+01:00", 12, sick=True),
    ]
    now = history(prescription(), done, datetime(2026, 3, 13, 9, tzinfo=CET))
    assert now.longest_tolerated_min == 8
    assert now.visits_done == 2
    assert now.sick_within_24_h
    assert not history(prescription(), done, datetime(2026, 3, 13, 10, 12, tzinfo=CET)).sick_within_24_h


def test_today_is_the_day_where_the_patient_is() -> None:
    """A visit late in the evening belongs to that evening's day whatever the offset it was stored with."""
    done = [
        visit("2026-03-04T22:30:00+00:00", 10),
        visit("2026-03-05T08:00:00+01:00", 12, exposure=False),
    ]
    now = history(prescription(), done, datetime(2026, 3, 5, 9, 0, tzinfo=CET), ["phq9.9"])
    assert (now.minutes_today, now.exposures_today) == (12, 0)
    assert now.minutes_since_last_visit == 48
    assert now.open_risk_flags == ("phq9.9",)


def test_nobody_rests_from_a_visit_they_were_not_let_into() -> None:
    """The break is counted from the last minutes in the headset, not from a visit the rules refused."""
    noon = datetime(2026, 3, 3, 12, tzinfo=CET)
    refused = visit("2026-03-03T11:58:00+01:00", 0, completed=False)
    assert history(prescription(), [refused], noon).minutes_since_last_visit is None
    worn = visit("2026-03-03T11:00:00+01:00", 20)
    assert history(prescription(), [worn, refused], noon).minutes_since_last_visit == 40


def test_a_time_without_offset_is_refused() -> None:
    """A stored time that does not say where it was is not guessed at."""
    with pytest.raises(ValueError, match="expected a time with its offset"):
        course(prescription(), [visit("2026-03-04T22:30:00")], date(2026, 3, 9))
