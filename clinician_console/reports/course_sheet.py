"""Puts the report of a course into words."""

from clinician_console.names import ENDINGS, named
from clinician_console.reports import course_chart
from clinician_console.reports.model import CourseReport, VisitLine
from clinician_console.reports.sheet import (
    Block,
    Column,
    Facts,
    Heading,
    Picture,
    Sheet,
    Table,
    Words,
    at,
    words,
)
from clinician_console.reports.visit_sheet import minutes, plain
from clinician_console.reports.vocabulary import CLAIM, MODES, NONE, PAGE, PRACTICE
from therapy.translation import locale_in_use, translate
from therapy.words import N_


def sheet(report: CourseReport) -> Sheet:
    """The whole report in the language in use."""
    blocks: list[Block] = [
        *_in_short(report),
        *_prescriptions(report),
        *_chart(report),
        *_visits(report),
        *_weeks(report),
        *_adverse(report),
        *_notes(report),
        *_record(report),
    ]
    return Sheet(
        title=translate(N_("Report of the course of {alias}"), alias=report.alias),
        about=translate(N_("Patient {alias}, course up to {day}"), alias=report.alias, day=report.on),
        practice=translate(PRACTICE) if report.practice else "",
        claim=translate(CLAIM),
        page=translate(PAGE),
        language=locale_in_use(),
        day=report.on,
        blocks=tuple(blocks),
    )


def _in_short(report: CourseReport) -> list[Block]:
    visits, done = report.visits, report.adherence
    count = translate(
        N_("{all} ({completed} completed, {elsewhere} made earlier or elsewhere)"),
        all=len(visits),
        completed=sum(visit.completed for visit in visits),  # whole numbers
        elsewhere=sum(not visit.recorded for visit in visits),  # whole numbers
    )
    rows = [
        (N_("Patient"), report.alias),
        (N_("Up to"), report.on),
        (N_("Visits"), count),
        (N_("Adverse events"), str(len(report.adverse))),
    ]
    if done is not None:
        adherence = translate(
            N_("{done} of {due} visits due are completed, of {visits} prescribed; {some} of {all} minutes"),
            done=done.visits_done, due=done.visits_due, visits=done.visits_prescribed,
            some=minutes(done.minutes_done), all=plain(done.minutes_due),
        )  # fmt: skip
        rows.append((N_("Adherence"), adherence))
        rows.append((N_("Next visit due"), report.next_due or translate(N_("none, all are done"))))
    return [
        Heading(words=translate(N_("In short"))),
        Facts(rows=tuple((translate(name), value) for name, value in rows)),
    ]


def _prescriptions(report: CourseReport) -> list[Block]:
    blocks: list[Block] = [Heading(words=translate(N_("Prescriptions")))]
    if not report.ordered:
        return [*blocks, Words(words=translate(N_("Nothing was prescribed by this day.")))]
    columns = (
        Column(translate(N_("Prescription"))),
        Column(translate(N_("Version")), right=True),
        Column(translate(N_("Visits")), right=True),
        Column(translate(N_("A week")), right=True),
        Column(translate(N_("Minutes")), right=True),
        Column(translate(N_("Mode")), share=1),
        Column(translate(N_("Prescribed"))),
    )
    rows = tuple(
        (
            one.id, str(one.version), str(one.visits), str(one.visits_a_week), plain(one.minutes),
            translate(MODES.get(one.mode, one.mode)), f"{one.prescribed_on}, {one.prescribed_by}",
        )
        for one in report.ordered
    )  # fmt: skip
    return [*blocks, Table(columns=columns, rows=rows)]


def _chart(report: CourseReport) -> list[Block]:
    heading = Heading(words=translate(N_("SUDS and the ladder, visit by visit")))
    if not report.visits:
        return [heading, Words(words=translate(N_("No visit was made by this day.")))]
    caption = translate(N_("Highest and last SUDS of each visit; below, the highest step that was entered."))
    picture = Picture(
        svg=course_chart.chart(report), alternative=course_chart.alternative(report), caption=caption
    )
    return [heading, picture]


def _visits(report: CourseReport) -> list[Block]:
    if not report.visits:
        return []
    columns = (
        Column(translate(N_("No.")), right=True),
        Column(translate(N_("Day"))),
        Column(translate(N_("Plan")), share=3),
        Column(translate(N_("Minutes")), right=True, share=2),
        Column(translate(N_("Ending")), share=3),
        Column(translate(N_("Highest step")), right=True, share=2),
        Column(translate(N_("SUDS highest, last")), right=True, share=2),
        Column(translate(N_("Sickness")), right=True, share=2),
        Column(translate(N_("Adverse events")), right=True, share=2),
        Column(translate(N_("Visit"))),
    )
    rows = tuple(_row(number, visit, report) for number, visit in enumerate(report.visits, 1))
    told = N_(
        "Sickness is the highest rating on the fast motion sickness scale, 0 to 20. A visit marked with * is of "
        "another plan or from before the prescription and does not count for adherence."
    )
    return [
        Heading(words=translate(N_("Visits"))),
        Table(columns=columns, rows=rows),
        Words(words=translate(told)),
    ]


def _row(number: int, visit: VisitLine, report: CourseReport) -> tuple[str, ...]:
    ending = translate(ENDINGS.get(visit.ending or "interrupted", visit.ending or ""))
    if not visit.completed and visit.ending == "completed":
        ending = translate(N_("{ending}, does not count"), ending=ending)
    plan = translate(report.plan_titles.get(visit.plan_id, visit.plan_id))
    known = visit.suds_peak is not None
    return (
        str(number),
        visit.started_at[:10],
        plan if visit.counts else f"{plan} *",
        minutes(visit.minutes),
        ending,
        _figure(visit.highest_step),
        f"{visit.suds_peak}, {visit.suds_last}" if known else NONE,
        _figure(visit.sickness_peak),
        str(len(visit.adverse)) if visit.recorded else NONE,
        visit.session_id if visit.recorded else translate(N_("not recorded here")),
    )


def _figure(value: int | None) -> str:
    return NONE if value is None else str(value)


def _weeks(report: CourseReport) -> list[Block]:
    if not report.weeks:
        return []
    columns = (
        Column(translate(N_("Week from"))),
        Column(translate(N_("Visits done")), right=True),
        Column(translate(N_("prescribed")), right=True),
        Column(translate(N_("Minutes done")), right=True),
        Column(translate(N_("prescribed")), right=True),
    )
    rows = tuple(
        (
            week.first_day, str(week.visits_done), str(week.visits_prescribed),
            minutes(week.minutes_done), plain(week.minutes_prescribed),
        )
        for week in report.weeks
    )  # fmt: skip
    return [
        Heading(words=translate(N_("Adherence, week by week"))),
        Table(columns=columns, rows=rows),
        Words(words=translate(N_("The week that is under way counts as a whole."))),
    ]


def _adverse(report: CourseReport) -> list[Block]:
    count = translate(N_("Adverse events: {count}."), count=len(report.adverse))
    if not report.adverse:
        count += " " + translate(N_("None was reported."))
    blocks: list[Block] = [
        Heading(words=translate(N_("Adverse events"))),
        Words(words=count, strong=True),
    ]
    if not report.adverse:
        return blocks
    columns = (
        Column(translate(N_("Day"))),
        Column(translate(N_("Visit"))),
        Column(translate(N_("At")), right=True),
        Column(translate(N_("Severity"))),
        Column(translate(N_("In words")), share=1),
        Column(translate(N_("Reported by"))),
    )
    rows = tuple(
        (
            visit.started_at[:10], visit.session_id, at(mark.at_s),
            translate(str(named("severity", mark.severity))), words(mark.said), mark.who or NONE,
        )
        for visit, mark in report.adverse
    )  # fmt: skip
    return [*blocks, Table(columns=columns, rows=rows)]


def _notes(report: CourseReport) -> list[Block]:
    blocks: list[Block] = [Heading(words=translate(N_("Notes for the report")))]
    rows = tuple(
        (visit.started_at[:10], visit.session_id, at(note.at_s), note.who or NONE, note.text)
        for visit in report.visits
        for note in visit.notes
    )
    if not rows:
        return [*blocks, Words(words=translate(N_("None.")))]
    columns = (
        Column(translate(N_("Day"))),
        Column(translate(N_("Visit"))),
        Column(translate(N_("At")), right=True),
        Column(translate(N_("By"))),
        Column(translate(N_("Note")), share=1),
    )
    return [*blocks, Table(columns=columns, rows=rows)]


def _record(report: CourseReport) -> list[Block]:
    told = N_(
        "Made from the records of the visits named above. Each has a report of its own with all its figures, "
        "and can be verified with: {command}"
    )
    return [
        Heading(words=translate(N_("About this report"))),
        Words(words=translate(told, command="stepladder replay ID --verify")),
    ]
