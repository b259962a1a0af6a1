"""A report as one long table, a figure a row, and the data dictionary that says what every column and name means.

CSV as in RFC 4180: commas, double quotes, CRLF. UTF-8 with a byte order mark, as a spreadsheet on a clinic's
desktop takes a file without one for its old code page, and pandas, R's readr and LibreOffice skip the mark.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from clinician_console.reports.model import CourseReport, Mark, Note, Report, VisitReport
from clinician_console.reports.precision import METHODS, UNKNOWN_SOURCE, rounded
from clinician_console.reports.sheet import words
from therapy.translation import translate
from therapy.words import N_

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


class Meaning(NamedTuple):
    """One line of the data dictionary."""

    describes: str
    """"column", or the item whose name it is."""
    name: str
    meaning: str
    unit: str = ""
    type: str = "text"
    precision: str = ""
    source: str = ""


_COLUMNS: Final = (
    ("alias", N_("the patient's alias"), "text", ""),
    ("practice", N_("1 where a simulated patient made it, or a practice patient"), "0 or 1", ""),
    ("visit", N_("the visit's id"), "text", ""),
    ("started_at", N_("when the visit began, with its offset from UTC"), "ISO 8601", N_("1 s")),
    ("at", N_("when it happened, by the clock; empty where session time ran faster"), "ISO 8601", N_("1 s")),
    ("session_s", N_("when it happened or began, from the start of the visit"), "number", N_("0.01 s; a tick is 0.011 s")),
    ("step", N_("number of the step in the plan; empty outside any"), "whole number", ""),
    ("item", N_("what the row is about"), "text", ""),
    ("name", N_("which figure of the item, see the lines of this dictionary that describe it"), "text", ""),
    ("value", N_("the figure, or a word that stands for it"), "as its name says", N_("as its name says")),
    ("unit", N_("unit of the value; empty for counts, scales and words"), "text", ""),
    (
        "words",
        N_("the same as a sentence; with an apostrophe in front where a spreadsheet would read a formula"),
        "text",
        "",
    ),
    ("who", N_("the person who said or did it, where known"), "text", ""),
)  # fmt: skip
_ONE: Final = N_("whole, exact")
_TENTH: Final = N_("0.1 min")
_POINT: Final = N_("1 point, as answered")
_NAMES: Final[dict[tuple[str, str], tuple[str, str, str]]] = {
    ("visit", "minutes"): (N_("time in the headset"), "number", _TENTH),
    ("visit", "minutes_prescribed"): (N_("time in the headset that was prescribed for a visit"), "number", ""),
    ("visit", "ending"): (N_("how the visit ended; empty where the record breaks off"), "text", ""),
    ("visit", "completed"): (N_("1 where it counts as a completed visit"), "0 or 1", _ONE),
    ("visit", "recorded"): (N_("0 for a visit made earlier or elsewhere, of which there is no record here"), "0 or 1", _ONE),
    ("visit", "plan"): (N_("the plan that was followed, and its version"), "text", ""),
    ("visit", "prescription"): (N_("the prescription, and its version"), "text", ""),
    ("visit", "mode"): (N_("who was with the patient"), "text", ""),
    ("visit", "headset"): (N_("kind of headset"), "text", ""),
    ("visit", "core_version"): (N_("version of the deciding code"), "text", ""),
    ("visit", "entries"): (N_("entries in the record"), "whole number", _ONE),
    ("visit", "chain_head"): (N_("first 16 hexadecimal digits of the last link of the record's hash chain"), "text", ""),
    ("visit", "stops"): (N_("how often the exposure was stopped"), "whole number", _ONE),
    ("visit", "pauses"): (N_("how often it was left for the safe room for a while"), "whole number", _ONE),
    ("visit", "unanswered"): (N_("questions that stayed without an answer"), "whole number", _ONE),
    ("visit", "adverse_events"): (N_("adverse events reported"), "whole number", _ONE),
    ("visit", "highest_step"): (N_("number of the highest step entered"), "whole number", _ONE),
    ("visit", "suds_peak"): (N_("highest SUDS of the visit"), "0 to 100", _POINT),
    ("visit", "suds_last"): (N_("last SUDS of the visit"), "0 to 100", _POINT),
    ("visit", "sickness_peak"): (N_("highest rating of the fast motion sickness scale"), "0 to 20", _POINT),
    ("stay", "seconds"): (N_("one stay on a step, from entering to leaving it"), "number", N_("0.01 s; a tick is 0.011 s")),
    ("step", "repetitions"): (N_("how often the step was entered"), "whole number", _ONE),
    ("step", "seconds"): (N_("time in the step, over all stays"), "number", N_("0.01 s; a tick is 0.011 s")),
    ("step", "suds_first"): (N_("first SUDS on the step"), "0 to 100", _POINT),
    ("step", "suds_peak"): (N_("highest SUDS on the step"), "0 to 100", _POINT),
    ("step", "suds_last"): (N_("last SUDS on the step"), "0 to 100", _POINT),
    ("step", "belief_before"): (N_("belief in the feared outcome, first rating on the step"), "0 to 100", _POINT),
    ("step", "belief_after"): (N_("belief in the feared outcome, last rating on the step"), "0 to 100", _POINT),
    ("step", "trials"): (N_("reaches tried on the step"), "whole number", _ONE),
    ("step", "hits"): (N_("of these, targets touched"), "whole number", _ONE),
    ("rating", "suds"): (N_("SUDS, subjective units of distress (Wolpe, 1969)"), "0 to 100", _POINT),
    ("rating", "fms"): (N_("FMS, fast motion sickness scale (Keshavarz and Hecht, 2011)"), "0 to 20", _POINT),
    ("rating", "expectancy"): (N_("Belief that the feared outcome will happen"), "0 to 100", _POINT),
    ("rating", "pain"): (N_("Pain"), "0 to 10", _POINT),
    ("rating", "fatigue"): (N_("Fatigue"), "0 to 10", _POINT),
    ("gate", "opened"): (N_("the gate out of the step opened, and why"), "text", ""),
    ("decision", "stay"): (N_("the engine decided to stay; the value is 1 where it was carried out by itself"), "0 or 1", _ONE),
    ("decision", "up"): (N_("the engine decided to go up; the value is 1 where it was carried out by itself"), "0 or 1", _ONE),
    ("decision", "down"): (N_("the engine decided to go down; the value is 1 where it was carried out by itself"), "0 or 1", _ONE),
    ("safety", "stop"): (N_("the exposure was stopped"), "text", ""),
    ("safety", "pause"): (N_("a pause in the safe room; the value is how long"), "number", N_("0.01 s; a tick is 0.011 s")),
    ("safety", "rule"): (N_("a safety rule began to hold or end something"), "text", ""),
    ("safety", "flag"): (N_("something to look at; the value is 1 where it was acknowledged in the visit"), "0 or 1", _ONE),
    ("safety", "fault"): (N_("the software failed"), "text", ""),
    ("safety", "missed"): (N_("a question was not answered"), "text", ""),
    ("safety", "remote"): (N_("the therapist, elsewhere, made sure of something"), "text", ""),
    ("safety", "support"): (N_("somebody who can help stood by"), "text", ""),
    ("safety", "adverse"): (N_("an adverse event; the value is its severity"), "mild, moderate or severe", ""),
    ("note", "report"): (N_("a note that the therapist wants in the report"), "text", ""),
    ("adherence", "visits_done"): (N_("completed visits up to the day"), "whole number", _ONE),
    ("adherence", "visits_due"): (N_("visits that were due by the day"), "whole number", _ONE),
    ("adherence", "visits_prescribed"): (N_("visits prescribed in all"), "whole number", _ONE),
    ("adherence", "minutes_done"): (N_("minutes in the headset up to the day"), "number", _TENTH),
    ("adherence", "minutes_due"): (N_("minutes that were due by the day"), "number", _TENTH),
    ("week", "visits_done"): (N_("completed visits in the seven days from the day"), "whole number", _ONE),
    ("week", "visits_prescribed"): (N_("visits prescribed for these days"), "whole number", _ONE),
    ("week", "minutes_done"): (N_("minutes in the headset in these days"), "number", _TENTH),
    ("week", "minutes_prescribed"): (N_("minutes prescribed for these days"), "number", _TENTH),
}  # fmt: skip


def rows(report: Report) -> list[Row]:
    """The report, a figure a row."""
    return list(_visit(report) if isinstance(report, VisitReport) else _course(report))


def table(report: Report) -> bytes:
    """The rows as CSV."""
    return _csv(Row._fields, rows(report))


def dictionary(report: Report) -> bytes:
    """What every column and every name in the table means, as CSV."""
    return _csv(Meaning._fields, meanings(report))


def meanings(report: Report) -> list[Meaning]:
    """A line for every column, and for every name that the report uses."""
    told = [
        Meaning("column", name, translate(meaning), "s" if name == "session_s" else "", kind, translate(precision))
        for name, meaning, kind, precision in _COLUMNS
    ]
    sources = _sources(report)
    for item, name, unit in dict.fromkeys((row.item, row.name, row.unit) for row in rows(report)):
        if item == "measure":
            told.append(_measure(name, unit, sources.get(name, UNKNOWN_SOURCE)))
        else:
            meaning, kind, precision = _NAMES[item, name]
            told.append(Meaning(item, name, translate(meaning), unit, kind, translate(precision), translate(N_("the record"))))
    return told  # fmt: skip


def _measure(name: str, unit: str, source: str) -> Meaning:
    method = METHODS.get(name)
    title = method.title if method is not None else name.replace("_", " ")
    decimals = method.decimals if method is not None else 0
    precision = f"{10**-decimals:g} {unit}".strip()
    return Meaning("measure", name, translate(title), unit, "number", precision, translate(source))


def _sources(report: Report) -> dict[str, str]:
    if isinstance(report, CourseReport):
        return {}
    return {figure.name: figure.source for stay in report.stays for figure in stay.figures}


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
                yield base._replace(step=str(step.number), item="step", name=name, value=str(value), unit=unit)
        for opened in step.opened:
            row = base._replace(step=str(step.number), item="gate", name="opened", **at(opened.at_s))
            yield row._replace(value=step.gate, words=words(opened.why))
    for stay in report.stays:
        here = base._replace(step=str(stay.step), **at(stay.from_s))
        yield here._replace(item="stay", name="seconds", value=rounded(stay.seconds, 2), unit="s")
        for one in stay.figures:
            yield here._replace(item="measure", name=one.name, value=one.text, unit=one.unit)
    for rating in report.ratings:
        row = base._replace(step=_or_empty(rating.step), item="rating", name=rating.scale.value, **at(rating.at_s))
        yield row._replace(value=str(rating.value))
    for decision in report.proposals:
        row = base._replace(step=_or_empty(decision.step), item="decision", name=decision.move, **at(decision.at_s))
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
    return base._replace(item="safety", name=mark.kind, value=value, unit=unit, words=words(mark.said), who=who)


def _note(base: Row, note: Note) -> Row:
    return base._replace(item="note", name="report", words=note.text, who=note.who or "")


def _or_empty(step: int | None) -> str:
    return "" if step is None else str(step)


def _csv(columns: tuple[str, ...], table: Iterable[tuple[str, ...]]) -> bytes:
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
