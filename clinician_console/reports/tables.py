"""A report as one long table, a figure a row. The data dictionary says what every column and name in it means.

CSV as in RFC 4180: commas, double quotes, CRLF. UTF-8 with a byte order mark, as a spreadsheet on a clinic's
desktop takes a file without one for its old code page, and pandas, R's readr and LibreOffice skip the mark.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from clinician_console.reports.model import CourseReport, Mark, Note, Report, VisitReport
from clinician_console.reports.precision import rounded
from clinician_console.reports.sheet import words

MARK_OF_UTF8: Final = b"\xef\xbb\xbf"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula."""
_STEP_FIGURES: Final = (
    "repetitions", "seconds", "suds_first", "suds_peak", "suds_last", "belief_before", "belief_after", "trials", "hits",
)  # fmt: skip


class Row(NamedTuple):
    """One figure or one happening. Empty where there is nothing to say."""

    alias: str
    practice: str
    visit: str
    started_at: str
    at: str = ""
    session_s: str = ""
    step: str = ""
    item: str = ""
    name: str = ""
    value: str = ""
    unit: str = ""
    words: str = ""
    who: str = ""


def rows(report: Report) -> list[Row]:
    """The report, a figure a row."""
    return list(_visit(report) if isinstance(report, VisitReport) else _course(report))


def table(report: Report) -> bytes:
    """The rows as CSV."""
    return as_csv(Row._fields, rows(report))


def _visit(report: VisitReport) -> Iterator[Row]:
    seal, order, plan = report.seal, report.ordered, report.plan
    base = Row(report.alias, str(int(report.practice)), seal.session_id, report.started_at)
    began = None if seal.compressed else datetime.fromisoformat(report.started_at)

    def at(seconds: float) -> dict[str, str]:
        by_clock = "" if began is None else (began + timedelta(seconds=round(seconds))).isoformat()
        return {"session_s": rounded(seconds, 2), "at": by_clock}

    whole = {
        "minutes": (rounded(report.minutes, 1), "min"),
        "minutes_prescribed": (f"{order.minutes:g}", "min"),
        "ending": (report.ending or "", ""),
        "completed": (str(int(report.completed)), ""),
        "plan": (f"{plan.id} {plan.version}", ""),
        "prescription": (f"{order.id} {order.version}", ""),
        "mode": (order.mode, ""),
        "headset": (seal.headset, ""),
        "core_version": (seal.core_version, ""),
        "entries": (str(seal.entries), ""),
        "chain_head": (seal.head, ""),
        "stops": (str(len(report.of_kind("stop"))), ""),
        "pauses": (str(len(report.of_kind("pause"))), ""),
        "unanswered": (str(report.missed), ""),
        "adverse_events": (str(len(report.of_kind("adverse"))), ""),
    }
    for name, (value, unit) in whole.items():
        yield base._replace(item="visit", name=name, value=value, unit=unit)
    if report.adherence is not None:
        yield from _adherence(base, report.adherence.model_dump())
    for step in report.steps:
        suds, belief = step.suds, step.expectancy
        figures = (
            len(step.entered_s), rounded(step.seconds, 2), *((suds[0], max(suds), suds[-1]) if suds else ("",) * 3),
            belief[0] if belief else "", belief[-1] if len(belief) > 1 else "",
            *((step.trials, step.hits) if step.trials else ("", "")),
        )  # fmt: skip
        for name, value in zip(_STEP_FIGURES, figures, strict=True):
            if value != "":
                unit = "s" if name == "seconds" else ""
                yield base._replace(
                    step=str(step.number), item="step", name=name, value=str(value), unit=unit
                )
        for opened in step.opened:
            row = base._replace(step=str(step.number), item="gate", name="opened", **at(opened.at_s))
            yield row._replace(value=step.gate, words=words(opened.why))
    for stay in report.stays:
        here = base._replace(step=str(stay.step), **at(stay.from_s))
        yield here._replace(item="stay", name="seconds", value=rounded(stay.seconds, 2), unit="s")
        for one in stay.figures:
            yield here._replace(item="measure", name=one.name, value=one.text, unit=one.unit)
    for rating in report.ratings:
        row = base._replace(
            step=_or_empty(rating.step), item="rating", name=rating.scale.value, **at(rating.at_s)
        )
        yield row._replace(value=str(rating.value))
    for decision in report.proposals:
        row = base._replace(
            step=_or_empty(decision.step), item="decision", name=decision.move, **at(decision.at_s)
        )
        told = f"{words(decision.why)} {words(decision.because)}"
        yield row._replace(value=str(int(decision.carried_out)), words=told, who=decision.engine)
    for mark in report.marks:
        yield _mark(base._replace(**at(mark.at_s)), mark)
    for note in report.notes:
        yield _note(base._replace(**at(note.at_s)), note)


def _course(report: CourseReport) -> Iterator[Row]:
    person = Row(report.alias, str(int(report.practice)), "", "")
    if report.adherence is not None:
        yield from _adherence(person, report.adherence.model_dump())
    for week in report.weeks:
        for name in ("visits_done", "visits_prescribed", "minutes_done", "minutes_prescribed"):
            value = getattr(week, name)
            shown = str(value) if name.startswith("visits") else rounded(value, 1)
            unit = "" if name.startswith("visits") else "min"
            yield person._replace(at=week.first_day, item="week", name=name, value=shown, unit=unit)
    for visit in report.visits:
        base = person._replace(visit=visit.session_id, started_at=visit.started_at)
        figures: dict[str, str | int | None] = {
            "recorded": int(visit.recorded),
            "plan": visit.plan_id,
            "minutes": rounded(visit.minutes, 1),
            "ending": visit.ending or "",
            "completed": int(visit.completed),
        }
        if visit.recorded:
            figures |= {
                "highest_step": visit.highest_step,
                "suds_peak": visit.suds_peak,
                "suds_last": visit.suds_last,
                "sickness_peak": visit.sickness_peak,
                "stops": visit.stops,
                "adverse_events": len(visit.adverse),
            }
        for name, figure in figures.items():
            if figure is not None:
                unit = "min" if name == "minutes" else ""
                yield base._replace(item="visit", name=name, value=str(figure), unit=unit)
        for mark in visit.adverse:
            yield _mark(base._replace(session_s=rounded(mark.at_s, 2)), mark)
        for note in visit.notes:
            yield _note(base._replace(session_s=rounded(note.at_s, 2)), note)


def _adherence(base: Row, figures: dict[str, str | int | float]) -> Iterator[Row]:
    for name, value in figures.items():
        if name != "on":
            minutes = name.startswith("minutes")
            shown = rounded(float(value), 1) if minutes else str(value)
            row = base._replace(at=str(figures["on"]), item="adherence", name=name, value=shown)
            yield row._replace(unit="min" if minutes else "")


def _mark(base: Row, mark: Mark) -> Row:
    value, unit = mark.severity or "", ""
    if mark.kind == "flag":
        value = str(int(mark.acknowledged_by is not None))
    elif mark.lasted_s is not None:
        value, unit = rounded(mark.lasted_s, 2), "s"
    elif mark.kind == "pause":
        unit = "s"
    who = mark.who or mark.acknowledged_by or ""
    return base._replace(
        item="safety", name=mark.kind, value=value, unit=unit, words=words(mark.said), who=who
    )


def _note(base: Row, note: Note) -> Row:
    return base._replace(item="note", name="report", words=note.text, who=note.who or "")


def _or_empty(step: int | None) -> str:
    return "" if step is None else str(step)


def as_csv(columns: tuple[str, ...], table: Iterable[tuple[str, ...]]) -> bytes:
    """These rows under a head of column names."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(columns)
    number = columns.index("value") if "value" in columns else -1
    for row in table:
        writer.writerow(cell if at == number else harmless(cell) for at, cell in enumerate(row))
    return MARK_OF_UTF8 + written.getvalue().encode("utf-8")


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it."""
    return f"'{text}" if text.startswith(FORMULA) else text
