"""A course of treatment so far: visits and minutes done over those prescribed, and what is due next.

Days are counted where the visit took place: each time carries its own offset, `today` is a calendar day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import fsum
from typing import Final

from therapy.briefing import History
from therapy.events import Ending
from therapy.prescription import Prescription

WEEK_DAYS: Final = 7
SICK_FOR: Final = timedelta(hours=24)
"""How long motion sickness keeps somebody from a visit at home (field guide rule 6)."""


@dataclass(frozen=True, slots=True)
class DoneVisit:
    """One visit as it is on record."""

    session_id: str
    started_at: str
    """ISO 8601 with offset."""
    protocol_id: str
    minutes: float
    """Minutes in the headset."""
    completed: bool
    ending: Ending | None
    """None where the record breaks off."""
    last_step: str | None = None
    sick: bool = False
    """Motion sickness ended it."""
    exposure: bool = True
    """Whether it was exposure and not rehabilitation."""
    recorded: bool = True
    """Whether a record of it is kept here; earlier visits, and those made elsewhere, have none."""

    @property
    def started(self) -> datetime:
        """When it began, with offset. ValueError for a time without one."""
        started = datetime.fromisoformat(self.started_at)
        if started.tzinfo is None:
            raise ValueError(f"expected a time with its offset, got {self.started_at!r}")
        return started

    @property
    def ended(self) -> datetime:
        """When it was over."""
        return self.started + timedelta(minutes=self.minutes)

    @property
    def tolerated(self) -> bool:
        """Whether it came to its end in order and without sickness."""
        return self.completed and not self.sick


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of a course, counted from the day of prescription."""

    first_day: date
    visits_prescribed: int
    visits_done: int
    minutes_prescribed: float
    minutes_done: float


@dataclass(frozen=True, slots=True)
class Course:
    """How far one prescription was followed by a certain day."""

    visits_prescribed: int
    visits_done: int
    visits_unrecorded: int
    """Of the completed ones, those made elsewhere, of which there is no record here."""
    visits_due: int
    """Completed visits there should be by now."""
    minutes_done: float
    minutes_due: float
    weeks: tuple[Week, ...]
    """Up to the week that is under way, which counts what falls into it as a whole."""
    next_due: date | None
    """The day the next visit is meant for: today where it is overdue, None when all are done."""

    @property
    def visit_adherence(self) -> float | None:
        """Completed over prescribed visits to date; None before the first is due; above 1 when ahead."""
        return self.visits_done / self.visits_due if self.visits_due else None

    @property
    def minute_adherence(self) -> float | None:
        """Minutes done over minutes prescribed to date; None before the first visit is due."""
        return self.minutes_done / self.minutes_due if self.minutes_due else None


def began_on(prescription: Prescription, versions: Iterable[Prescription]) -> date:
    """The day on which the first of its `versions` was ordered: a changed prescription goes on with its course."""
    ours = [version.prescribed_on for version in versions if version.id == prescription.id]
    return date.fromisoformat(min([prescription.prescribed_on, *ours]))


def course(
    prescription: Prescription, done: Iterable[DoneVisit], today: date, versions: Iterable[Prescription] = ()
) -> Course:
    """What was done of `prescription` by `today`. Visits of other plans, or before it, do not count.

    With its earlier `versions` the course counts from the day of the first one.

    The visits of a week are spread evenly over its days and each is due when its share of the week is over,
    so nobody is behind on the first morning. A visit that ended early counts only with its minutes.
    """
    start = began_on(prescription, versions)
    ours = [
        visit
        for visit in done
        if visit.protocol_id == prescription.protocol_id and start <= visit.started.date() <= today
    ]
    completed = sum(visit.completed for visit in ours)  # whole numbers
    days = max(0, (today - start).days)
    due = min(prescription.visits, days * prescription.visits_a_week // WEEK_DAYS)
    return Course(
        visits_prescribed=prescription.visits,
        visits_done=completed,
        visits_unrecorded=sum(visit.completed and not visit.recorded for visit in ours),  # whole numbers
        visits_due=due,
        minutes_done=fsum(visit.minutes for visit in ours),
        minutes_due=due * prescription.minutes,
        weeks=tuple(_week(prescription, ours, start, number) for number in range(days // WEEK_DAYS + 1)),
        next_due=_next_due(prescription, ours, completed, start, today),
    )


def history(
    prescription: Prescription, done: Iterable[DoneVisit], now: datetime, open_risk_flags: Sequence[str] = ()
) -> History:
    """What all visits up to `now` mean for the next one under `prescription`.

    How long a headset is tolerated, and how much of today is used up, depends on the visits of all plans.
    """
    before = sorted((visit for visit in done if visit.started <= now), key=lambda visit: visit.ended)
    today = [visit for visit in before if visit.started.astimezone(now.tzinfo).date() == now.date()]
    # Who was not let in, or left before the first frame, has nothing to rest from.
    worn = [visit for visit in before if visit.minutes > 0]
    rested = (now - worn[-1].ended).total_seconds() / 60 if worn else None
    return History(
        visits_done=sum(
            v.completed for v in before if v.protocol_id == prescription.protocol_id
        ),  # whole numbers
        longest_tolerated_min=max((v.minutes for v in before if v.tolerated), default=0.0),
        minutes_today=fsum(v.minutes for v in today),
        exposures_today=sum(v.exposure and v.minutes > 0 for v in today),  # whole numbers
        minutes_since_last_visit=None if rested is None else max(0.0, rested),
        sick_within_24_h=any(v.sick and now - v.ended < SICK_FOR for v in before),
        open_risk_flags=tuple(open_risk_flags),
    )


def _week(prescription: Prescription, ours: Sequence[DoneVisit], start: date, number: int) -> Week:
    first = start + timedelta(days=WEEK_DAYS * number)
    after = first + timedelta(days=WEEK_DAYS)
    inside = [visit for visit in ours if first <= visit.started.date() < after]
    left = prescription.visits - prescription.visits_a_week * number
    visits = max(0, min(prescription.visits_a_week, left))
    return Week(
        first_day=first,
        visits_prescribed=visits,
        visits_done=sum(visit.completed for visit in inside),  # whole numbers
        minutes_prescribed=visits * prescription.minutes,
        minutes_done=fsum(visit.minutes for visit in inside),
    )


def _next_due(
    prescription: Prescription, ours: Sequence[DoneVisit], completed: int, start: date, today: date
) -> date | None:
    if completed >= prescription.visits:
        return None
    meant = start + timedelta(days=int(Fraction(completed * WEEK_DAYS, prescription.visits_a_week)))
    tomorrow = today + timedelta(days=1)
    used_up = sum(visit.started.date() == today for visit in ours) >= prescription.exposures_a_day
    return max(meant, tomorrow if used_up else today)
