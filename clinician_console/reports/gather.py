"""Reads one visit, or a patient's course, from the record into a report. Adds nothing, judges nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from pydantic import ValidationError

from clinician_console.reports.happened import Happened
from clinician_console.reports.model import (
    Adherence,
    CourseReport,
    Decided,
    Ordered,
    Plan,
    Seal,
    Sentence,
    VisitLine,
    VisitReport,
    WeekLine,
)
from clinician_console.story import Event, Story, told_of
from therapy.course import Course, DoneVisit, began_on, course
from therapy.observations import Scale
from therapy.prescription import Prescription
from therapy.protocol import Purpose
from therapy.records import Role, Store, StoredSession
from therapy.sample import TICKS_PER_S

SIMULATED: Final = "simulated"
_TOLD_ELSEWHERE: Final = ("note_taken", "report_note_taken", "adverse_event_reported")
"""Working notes are nobody's but the therapist's; the others have a part of the report to themselves."""


def visit_report(store: Store, session_id: str) -> VisitReport:
    """The report of one visit ("last": the one that began last). RecordsError, with advice, where it is damaged."""
    stored = store.session(session_id)
    prescription = _prescription(stored.briefing_fields["prescription"])
    started = datetime.fromisoformat(stored.started_at)
    adherence = None
    if prescription is not None:
        # What came later belongs to later reports: this one says the same whenever it is made.
        until_then = [visit for visit in store.done_visits(stored.alias) if visit.started <= started]
        day, versions = started.date(), store.prescriptions(stored.alias)
        adherence = _adherence(course(prescription, until_then, day, versions), day)
    return _visit(store, stored, adherence)


def course_report(store: Store, alias: str, on: date) -> CourseReport:
    """All visits of a patient up to the end of a day. RecordsError where nobody is called so."""
    patient = store.expect_patient(alias)
    prescriptions = [order for order in store.prescriptions(alias) if order.prescribed_on <= on.isoformat()]
    done = [visit for visit in store.done_visits(alias) if visit.started.date() <= on]
    latest = prescriptions[-1] if prescriptions else None
    reports = {
        visit.session_id: _visit(store, store.session(visit.session_id), None)
        for visit in done
        if visit.recorded
    }
    progress = None if latest is None else course(latest, done, on, prescriptions)
    ladders = {report.plan.id: report.plan for report in reports.values()}
    return CourseReport(
        alias=alias,
        practice=patient.practice,
        on=on.isoformat(),
        ordered=tuple(_ordered(order.model_dump(mode="json"), {}) for order in prescriptions),
        plan_titles={plan.id: plan.title for plan in ladders.values()},
        steps=max((plan.steps for plan in ladders.values()), default=0),
        weeks=_weeks(progress),
        adherence=None if progress is None else _adherence(progress, on),
        next_due=None if progress is None or progress.next_due is None else progress.next_due.isoformat(),
        visits=tuple(_line(visit, reports.get(visit.session_id), latest, prescriptions) for visit in done),
    )


def _visit(store: Store, stored: StoredSession, adherence: Adherence | None) -> VisitReport:
    fields = stored.briefing_fields
    plan, order = fields["protocol"], fields["prescription"]
    numbers = {step["id"]: number for number, step in enumerate(plan["steps"], 1)}
    happened = Happened(plan["steps"])
    events: list[tuple[int, Event]] = []
    entries, head = 0, b""
    for entry in stored.entries():
        entries, head = entry.seq, entry.chain
        if entry.role == Role.EVENT:
            event = entry.fields
            happened.hear(entry.tick, event)
            if entry.kind not in _TOLD_ELSEWHERE:
                events.append((entry.tick, event))
    happened.close()
    story = told_of({step["id"]: step["title"] for step in plan["steps"]}, events)
    patient = store.patient(stored.alias)
    return VisitReport(
        alias=stored.alias,
        practice=stored.row.headset == SIMULATED or (patient is not None and patient.practice),
        started_at=stored.started_at,
        plan=Plan(
            id=plan["id"],
            version=plan["version"],
            title=plan["title"],
            exposure=plan["purpose"] == Purpose.EXPOSURE,
            steps=len(plan["steps"]),
        ),
        ordered=_ordered(order, numbers),
        minutes=round(story.minutes, 1) if story.ending is not None else round(stored.minutes, 1),
        ending=story.ending,
        ended_by=None if story.ended_by is None else Sentence.of(story.ended_by),
        completed=story.completed,
        ratings=tuple(happened.ratings),
        missed=happened.missed,
        stays=tuple(happened.stays),
        steps=happened.steps(),
        decided=_decided(story),
        proposals=tuple(happened.proposals),
        marks=tuple(happened.marks),
        notes=tuple(happened.notes),
        adherence=adherence,
        seal=Seal(
            session_id=stored.id,
            core_version=stored.core_version,
            headset=stored.row.headset,
            entries=entries,
            head=head.hex()[:16],
            state=stored.state,
            compressed=bool(fields.get("compressed_time", False)),
        ),
    )


def _decided(story: Story) -> tuple[Decided, ...]:
    return tuple(
        Decided(
            at_s=round(stay.from_tick / TICKS_PER_S, 2),
            title=stay.title,
            step=stay.number,
            said=tuple(Sentence.of(timed.said) for timed in stay.said),
        )
        for stay in story.stays
    )


def _prescription(fields: Mapping[str, Any]) -> Prescription | None:
    try:
        return Prescription.model_validate(fields)
    except ValidationError:
        return (
            None  # another version's form: its figures are told, and how it counts is that version's to say
        )


def _ordered(order: Mapping[str, Any], numbers: Mapping[str, int]) -> Ordered:
    return Ordered(
        id=order["id"],
        version=order["version"],
        mode=order["mode"],
        visits=order["visits"],
        visits_a_week=order["visits_a_week"],
        minutes=order["minutes"],
        adaptation=order["adaptation"],
        prescribed_by=order["prescribed_by"],
        prescribed_on=order["prescribed_on"],
        highest_step=numbers.get(order.get("highest_step") or ""),
    )


def _adherence(progress: Course, on: date) -> Adherence:
    return Adherence(
        on=on.isoformat(),
        visits_done=progress.visits_done,
        visits_unrecorded=progress.visits_unrecorded,
        visits_due=progress.visits_due,
        visits_prescribed=progress.visits_prescribed,
        minutes_done=round(progress.minutes_done, 1),
        minutes_due=round(progress.minutes_due, 1),
    )


def _weeks(progress: Course | None) -> tuple[WeekLine, ...]:
    return tuple(
        WeekLine(
            first_day=week.first_day.isoformat(),
            visits_done=week.visits_done,
            visits_prescribed=week.visits_prescribed,
            minutes_done=round(week.minutes_done, 1),
            minutes_prescribed=round(week.minutes_prescribed, 1),
        )
        for week in (progress.weeks if progress is not None else ())
    )


def _line(
    visit: DoneVisit, report: VisitReport | None, order: Prescription | None, versions: Sequence[Prescription]
) -> VisitLine:
    ours = order is not None and visit.protocol_id == order.protocol_id
    line = VisitLine(
        session_id=visit.session_id,
        recorded=visit.recorded,
        started_at=visit.started_at,
        plan_id=visit.protocol_id,
        counts=ours and order is not None and visit.started.date() >= began_on(order, versions),
        minutes=round(visit.minutes, 1),
        ending=visit.ending,
        completed=visit.completed,
    )
    if report is None:
        return line
    suds, sickness = report.values(Scale.SUDS), report.values(Scale.SICKNESS)
    return line.model_copy(
        update={
            "highest_step": max((stay.step for stay in report.stays), default=None),
            "suds_peak": max(suds, default=None),
            "suds_last": suds[-1] if suds else None,
            "sickness_peak": max(sickness, default=None),
            "stops": len(report.of_kind("stop")),
            "adverse": tuple(report.of_kind("adverse")),
            "notes": report.notes,
        }
    )
