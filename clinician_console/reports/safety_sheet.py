"""Puts into words what concerned safety in a visit, adverse events first, also where there were none."""

from clinician_console.names import named
from clinician_console.reports import chart
from clinician_console.reports.model import Mark, VisitReport
from clinician_console.reports.sheet import Block, Column, Heading, Table, Words, at, words
from clinician_console.reports.vocabulary import SCALES
from therapy.observations import HIGHEST, Scale
from therapy.translation import translate
from therapy.words import N_


def safety(report: VisitReport) -> list[Block]:
    """Counts, a line for everything that happened, and how the patient felt in the body."""
    adverse = report.of_kind("adverse")
    flags = report.of_kind("flag")
    seen = [flag for flag in flags if flag.acknowledged_by is not None]
    count = translate(N_("Adverse events: {count}."), count=len(adverse))
    if not adverse:
        count += " " + translate(N_("None was reported."))
    summary = translate(
        N_(
            "Stops: {stops}. Pauses: {pauses}. Rules that held or ended something: {rules}. "
            "Flags: {flags}, acknowledged in this visit: {seen}. Software faults: {faults}. "
            "Questions without an answer: {missed}."
        ),
        stops=len(report.of_kind("stop")), pauses=len(report.of_kind("pause")),
        rules=len(report.of_kind("rule")), flags=len(flags), seen=len(seen),
        faults=len(report.of_kind("fault")), missed=report.missed,
    )  # fmt: skip
    blocks: list[Block] = [
        Heading(words=translate(N_("Safety"))),
        Words(words=count, strong=True),
        Words(words=summary),
    ]
    if any(mark.kind != "missed" for mark in report.marks):
        columns = (
            Column(translate(N_("At")), right=True),
            Column(translate(N_("What"))),
            Column(translate(N_("In words")), share=1),
        )
        pauses = [(mark.at_s, mark.said) for mark in report.of_kind("pause")]
        rows = tuple(
            (at(mark.at_s), chart.label(mark), in_words(mark))
            for mark in report.marks
            if mark.kind != "missed"  # counted above; two in a row are a pause
            if mark.kind != "rule" or (mark.at_s, mark.said) not in pauses  # the pause says it
        )
        blocks.append(Table(columns=columns, rows=rows))
    for scale in (Scale.SICKNESS, Scale.PAIN, Scale.FATIGUE):
        answers = [one for one in report.ratings if one.scale is scale]
        if answers or scale is Scale.SICKNESS:
            rated = N_("{value} at {clock}")
            told = ", ".join(translate(rated, value=one.value, clock=at(one.at_s)) for one in answers)
            told = told or translate(N_("not rated"))
            template = N_("{scale}, 0 to {highest}: {ratings}.")
            name = translate(SCALES[scale])
            blocks.append(Words(words=translate(template, scale=name, highest=HIGHEST[scale], ratings=told)))
    return blocks


def in_words(mark: Mark) -> str:
    """What a mark means, who was there, and what became of it."""
    told = [words(mark.said)]
    if mark.severity is not None:
        severity = translate(str(named("severity", mark.severity)))
        told.insert(0, translate(N_("Severity: {severity}."), severity=severity))
    if mark.kind == "flag":
        if mark.acknowledged_by is None:
            told.append(translate(N_("Not acknowledged in this visit.")))
        elif mark.acknowledged_by:
            told.append(translate(N_("Acknowledged by {who}."), who=mark.acknowledged_by))
        else:
            told.append(translate(N_("Acknowledged.")))
    if mark.who:
        told.append(f"({mark.who})")
    return " ".join(told)
