"""The data dictionary of a report's table: a line for every column, and for every name that the table uses."""

from typing import Final, NamedTuple

from clinician_console.reports.model import CourseReport, Report
from clinician_console.reports.precision import METHODS, UNKNOWN_SOURCE
from clinician_console.reports.tables import as_csv, rows
from therapy.translation import translate
from therapy.words import N_


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


_ONE: Final = N_("whole, exact")
_TICK: Final = N_("0.01 s; a tick is 0.011 s")
_COLUMNS: Final = (
    ("alias", N_("the patient's alias"), "text", ""),
    ("practice", N_("1 where a simulated patient made it, or a practice patient"), "0 or 1", ""),
    ("visit", N_("the visit's id"), "text", ""),
    ("started_at", N_("when the visit began, with its offset from UTC"), "ISO 8601", N_("1 s")),
    ("at", N_("when it happened, by the clock; empty where session time ran faster"), "ISO 8601", N_("1 s")),
    ("session_s", N_("when it happened or began, from the start of the visit"), "number", _TICK),
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
_TENTH: Final = N_("0.1 min")
_POINT: Final = N_("1 point, as answered")
_NAMES: Final[dict[tuple[str, str], tuple[str, str, str]]] = {
    ("visit", "minutes"): (N_("time in the headset"), "number", _TENTH),
    ("visit", "minutes_prescribed"): (N_("time in the headset that was prescribed for a visit"), "number", ""),
    ("visit", "ending"): (N_("how the visit ended; empty where the record breaks off"), "text", ""),
    ("visit", "completed"): (N_("1 where it counts as a completed visit"), "0 or 1", _ONE),
    ("visit", "recorded"): (N_("0 for a visit made earlier or elsewhere, not recorded here"), "0 or 1", _ONE),
    ("visit", "plan"): (N_("the plan that was followed, and its version"), "text", ""),
    ("visit", "prescription"): (N_("the prescription, and its version"), "text", ""),
    ("visit", "mode"): (N_("who was with the patient"), "text", ""),
    ("visit", "headset"): (N_("kind of headset"), "text", ""),
    ("visit", "core_version"): (N_("version of the deciding code"), "text", ""),
    ("visit", "entries"): (N_("entries in the record"), "whole number", _ONE),
    ("visit", "chain_head"): (N_("first 16 hexadecimal digits of the last link of the hash chain"), "text", ""),
    ("visit", "stops"): (N_("how often the exposure was stopped"), "whole number", _ONE),
    ("visit", "pauses"): (N_("how often it was left for the safe room for a while"), "whole number", _ONE),
    ("visit", "unanswered"): (N_("questions that stayed without an answer"), "whole number", _ONE),
    ("visit", "adverse_events"): (N_("adverse events reported"), "whole number", _ONE),
    ("visit", "highest_step"): (N_("number of the highest step entered"), "whole number", _ONE),
    ("visit", "suds_peak"): (N_("highest SUDS of the visit"), "0 to 100", _POINT),
    ("visit", "suds_last"): (N_("last SUDS of the visit"), "0 to 100", _POINT),
    ("visit", "sickness_peak"): (N_("highest rating of the fast motion sickness scale"), "0 to 20", _POINT),
    ("stay", "seconds"): (N_("one stay on a step, from entering to leaving it"), "number", _TICK),
    ("step", "repetitions"): (N_("how often the step was entered"), "whole number", _ONE),
    ("step", "seconds"): (N_("time in the step, over all stays"), "number", _TICK),
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
    ("decision", "stay"): (N_("the engine decided to stay; 1 where that changed something by itself"), "0 or 1", _ONE),
    ("decision", "up"): (N_("the engine decided to go up; 1 where that was carried out by itself"), "0 or 1", _ONE),
    ("decision", "down"): (N_("the engine decided to go down; 1 where that was carried out by itself"), "0 or 1", _ONE),
    ("safety", "stop"): (N_("the exposure was stopped"), "text", ""),
    ("safety", "pause"): (N_("a pause in the safe room; the value is how long"), "number", _TICK),
    ("safety", "rule"): (N_("a safety rule began to hold or end something"), "text", ""),
    ("safety", "flag"): (N_("something to look at; 1 where it was acknowledged in the visit"), "0 or 1", _ONE),
    ("safety", "fault"): (N_("the software failed"), "text", ""),
    ("safety", "missed"): (N_("a question was not answered"), "text", ""),
    ("safety", "remote"): (N_("the therapist, elsewhere, made sure of something"), "text", ""),
    ("safety", "support"): (N_("somebody who can help stood by"), "text", ""),
    ("safety", "adverse"): (N_("an adverse event; the value is its severity"), "mild, moderate or severe", ""),
    ("note", "report"): (N_("a note that the therapist wants in the report"), "text", ""),
    ("adherence", "visits_done"): (N_("completed visits up to the day"), "whole number", _ONE),
    ("adherence", "visits_unrecorded"): (
        N_("of them, made elsewhere: reported, with no record here"),
        "whole number",
        _ONE,
    ),
    ("adherence", "visits_due"): (N_("visits that were due by the day"), "whole number", _ONE),
    ("adherence", "visits_prescribed"): (N_("visits prescribed in all"), "whole number", _ONE),
    ("adherence", "minutes_done"): (N_("minutes in the headset up to the day"), "number", _TENTH),
    ("adherence", "minutes_due"): (N_("minutes that were due by the day"), "number", _TENTH),
    ("week", "visits_done"): (N_("completed visits in the seven days from the day"), "whole number", _ONE),
    ("week", "visits_prescribed"): (N_("visits prescribed for these days"), "whole number", _ONE),
    ("week", "minutes_done"): (N_("minutes in the headset in these days"), "number", _TENTH),
    ("week", "minutes_prescribed"): (N_("minutes prescribed for these days"), "number", _TENTH),
}  # fmt: skip


def dictionary(report: Report) -> bytes:
    """The dictionary as CSV."""
    return as_csv(Meaning._fields, meanings(report))


def meanings(report: Report) -> list[Meaning]:
    """A line for every column, and for every name that the report uses."""
    told = [
        Meaning(
            "column", name, translate(meaning), "s" if name == "session_s" else "", kind, translate(precision)
        )
        for name, meaning, kind, precision in _COLUMNS
    ]
    sources = _sources(report)
    for item, name, unit in dict.fromkeys((row.item, row.name, row.unit) for row in rows(report)):
        if item == "measure":
            told.append(_measure(name, unit, sources.get(name, UNKNOWN_SOURCE)))
        else:
            meaning, kind, precision = _NAMES[item, name]
            source = translate(N_("the record"))
            told.append(Meaning(item, name, translate(meaning), unit, kind, translate(precision), source))
    return told


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
