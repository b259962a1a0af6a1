"""Puts the report of one visit into words, part by part."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from clinician_console.names import named
from clinician_console.reports import chart, measures_sheet, safety_sheet
from clinician_console.reports.model import Note, StepReport, VisitReport
from clinician_console.reports.precision import rounded
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
    lasting,
    words,
)
from clinician_console.reports.vocabulary import (
    CLAIM,
    GATES,
    HEADSETS,
    MODES,
    NONE,
    PAGE,
    PRACTICE,
    SCALES,
)
from clinician_console.summary import HOW_IT_ENDED
from therapy.observations import HIGHEST, Scale
from therapy.translation import locale_in_use, translate
from therapy.words import N_

_OPEN: Final = N_("The record is still open: the visit is under way, or it broke off just now.")


def sheet(report: VisitReport) -> Sheet:
    """The whole report in the language in use."""
    seal = report.seal
    blocks: list[Block] = [
        *_in_short(report),
        *_climb(report),
        *_decided(report),
        *safety_sheet.safety(report),
        *measures_sheet.measures(report),
        *_notes(report.notes),
        *_record(report),
    ]
    return Sheet(
        title=translate(N_("Report of visit {session}"), session=seal.session_id),
        about=translate(N_("Patient {alias}, visit {session}"), alias=report.alias, session=seal.session_id),
        practice=translate(PRACTICE) if report.practice else "",
        claim=translate(CLAIM),
        page=translate(PAGE),
        language=locale_in_use(),
        day=report.started_at[:10],
        blocks=tuple(blocks),
    )


def minutes(value: float) -> str:
    """Minutes to a tenth, as they are counted."""
    return rounded(value, 1)


def adherence_words(report: VisitReport) -> str:
    """Done over prescribed."""
    done = report.adherence
    if done is None:
        return translate(N_("This version cannot tell: the prescription has another version's form."))
    template = N_(
        "{done} of {due} visits due by {day} are completed, of {visits} prescribed; "
        "{minutes_done} of {minutes_due} minutes."
    )
    words = translate(
        template, done=done.visits_done, due=done.visits_due, day=done.on, visits=done.visits_prescribed,
        minutes_done=minutes(done.minutes_done), minutes_due=plain(done.minutes_due),
    )  # fmt: skip
    if not done.visits_unrecorded:
        return words
    elsewhere = translate(
        N_("Made elsewhere and not recorded here: {visits}."), visits=done.visits_unrecorded
    )
    return f"{words} {elsewhere}"


def how_it_ended(report: VisitReport) -> str:
    """The ending in whole sentences, and whether the visit counts."""
    ending = HOW_IT_ENDED.get(report.ending, HOW_IT_ENDED[None])
    told = [translate(_OPEN if report.ending is None and report.seal.state == "open" else ending)]
    if report.ended_by is not None:
        told.append(words(report.ended_by))
    if report.completed:
        told.append(translate(N_("It counts as a completed visit.")))
    elif report.ending != "refused":
        told.append(translate(N_("It does not count as a completed visit; its minutes count.")))
    return " ".join(told)


def _in_short(report: VisitReport) -> list[Block]:
    plan, order, suds = report.plan, report.ordered, report.values(Scale.SUDS)
    started = datetime.fromisoformat(report.started_at)
    ordered = translate(
        N_("{id}, version {version}: {visits} visits, {week} a week, {minutes} minutes each; by {who} on {day}"),
        id=order.id, version=order.version, visits=order.visits, week=order.visits_a_week,
        minutes=plain(order.minutes), who=order.prescribed_by, day=order.prescribed_on,
    )  # fmt: skip
    plan_words = translate(
        N_("{title} ({id}), version {version}"), title=plan.title, id=plan.id, version=plan.version
    )
    if suds:
        rated = translate(
            N_("first {first}, highest {peak}, last {last} (0 to 100, {count} ratings)"),
            first=suds[0], peak=max(suds), last=suds[-1], count=len(suds),
        )  # fmt: skip
    else:
        rated = translate(N_("not rated"))
    highest = max((stay.step for stay in report.stays), default=None)
    top = (
        translate(N_("{step} of {steps}"), step=highest, steps=order.highest_step or plan.steps)
        if highest is not None
        else translate(N_("none was entered"))
    )
    rows = [
        (N_("Patient"), report.alias),
        (N_("Visit"), report.seal.session_id),
        (N_("Began"), f"{started:%Y-%m-%d %H:%M} (UTC{_offset(started)})"),
        (N_("Plan"), plan_words),
        (N_("Prescription"), ordered),
        (N_("Mode"), translate(MODES.get(order.mode, order.mode))),
        (N_("Engine"), str(translate(str(named("adaptation", order.adaptation))))),
        (
            N_("In the headset"),
            translate(
                N_("{minutes} of {prescribed} minutes prescribed"),
                minutes=minutes(report.minutes),
                prescribed=plain(order.minutes),
            ),
        ),
        (N_("Ending"), how_it_ended(report)),
        (N_("SUDS"), rated),
        (N_("Highest step"), top),
        (N_("Stops and pauses"), _stops(report)),
        (N_("Adverse events"), str(len(report.of_kind("adverse")))),
        (N_("Adherence"), adherence_words(report)),
    ]
    return [
        Heading(words=translate(N_("In short"))),
        Facts(rows=tuple((translate(name), value) for name, value in rows)),
    ]


def _stops(report: VisitReport) -> str:
    return translate(
        N_("stops: {stops}, pauses: {pauses}"),
        stops=len(report.of_kind("stop")),
        pauses=len(report.of_kind("pause")),
    )


def _climb(report: VisitReport) -> list[Block]:
    if not report.stays and not report.values(Scale.SUDS):
        words = translate(N_("No step was entered, and SUDS was not rated."))
        return [Heading(words=translate(N_("SUDS and the ladder"))), Words(words=words)]
    caption = translate(
        N_(
            "SUDS as the patient gave it, each value drawn on until the next; below, the step that was shown. "
            "Where no step is drawn, the patient was in the safe room."
        )
    )
    picture = Picture(svg=chart.chart(report), alternative=chart.alternative(report), caption=caption)
    blocks: list[Block] = [Heading(words=translate(N_("SUDS and the ladder"))), picture]
    blocks.append(Heading(words=translate(N_("Step by step"))))
    if not report.steps:
        return [*blocks, Words(words=translate(N_("No step was entered.")))]
    belief = any(step.expectancy for step in report.steps)
    practice = any(step.trials for step in report.steps)
    columns = [
        Column(translate(N_("Step")), share=5),
        Column(translate(N_("Entered at")), share=3),
        Column(translate(N_("Times")), right=True, share=2),
        Column(translate(N_("Time in it")), right=True, share=2),
        Column(translate(N_("SUDS first, highest, last")), share=3),
    ]
    if belief:
        columns.append(Column(translate(N_("Belief before, after")), share=2))
    if practice:
        columns.append(Column(translate(N_("Reaches, touched")), share=2))
    columns.append(Column(translate(N_("Way to the next step, and how it opened")), share=8))
    rows = []
    for step in report.steps:
        row = [
            f"{step.number}. {translate(step.title)}",
            ", ".join(at(moment) for moment in step.entered_s[:4])
            + (" …" if len(step.entered_s) > 4 else ""),
            str(len(step.entered_s)),
            lasting(step.seconds),
            f"{step.suds[0]}, {max(step.suds)}, {step.suds[-1]}" if step.suds else NONE,
        ]
        if belief:
            row.append(_belief(step))
        if practice:
            row.append(f"{step.trials}, {step.hits}" if step.trials else NONE)
        rows.append((*row, _opened(step)))
    blocks.append(Table(columns=tuple(columns), rows=tuple(rows)))
    if belief:
        blocks.append(Words(words=translate(N_("Belief in the feared outcome is rated from 0 to 100."))))
    return blocks


def _belief(step: StepReport) -> str:
    if not step.expectancy:
        return NONE
    after = str(step.expectancy[-1]) if len(step.expectancy) > 1 else NONE
    return f"{step.expectancy[0]}, {after}"


def _opened(step: StepReport) -> str:
    gate = translate(GATES.get(step.gate, step.gate))
    gate = gate[:1].upper() + gate[1:]
    if not step.opened:
        return translate(N_("{gate}: did not open."), gate=gate)
    last = step.opened[-1]
    return translate(N_("{gate}, at {time}: {why}"), gate=gate, time=at(last.at_s), why=words(last.why))


def _decided(report: VisitReport) -> list[Block]:
    moves = [one.move for one in report.proposals]
    told = translate(
        N_(
            "The engine decided {all} times: to stay {stay} times, to go up {up} times, to go down {down} times. "
            "Going up is only offered: the patient or the therapist takes the step. "
            "Of going down, {carried} were carried out at once."
        ),
        all=len(moves), stay=moves.count("stay"), up=moves.count("up"), down=moves.count("down"),
        carried=sum(one.carried_out for one in report.proposals if one.move == "down"),  # whole numbers
    )  # fmt: skip
    columns = (
        Column(translate(N_("From")), right=True),
        Column(translate(N_("Step")), share=3),
        Column(translate(N_("What was decided, and why")), share=8),
    )
    rows = tuple(
        (
            at(part.at_s),
            f"{part.step}. {translate(part.title)}" if part.step is not None else translate(part.title),
            " ".join(words(said) for said in part.said) or NONE,
        )
        for part in report.decided
        if part.said or part.step is not None
    )
    blocks: list[Block] = [Heading(words=translate(N_("What was decided, and why")))]
    if report.proposals:
        blocks.append(Words(words=told))
    return [*blocks, Table(columns=columns, rows=rows)] if rows else blocks


def _notes(notes: Sequence[Note]) -> list[Block]:
    blocks: list[Block] = [Heading(words=translate(N_("Notes for the report")))]
    if not notes:
        return [*blocks, Words(words=translate(N_("None.")))]
    columns = (
        Column(translate(N_("At")), right=True),
        Column(translate(N_("By"))),
        Column(translate(N_("Note")), share=1),
    )
    rows = tuple((at(note.at_s), note.who or NONE, note.text) for note in notes)
    return [*blocks, Table(columns=columns, rows=rows)]


def _record(report: VisitReport) -> list[Block]:
    seal = report.seal
    suds = translate(N_("{scale}, 0 to {highest}, whole points as the patient answered"),
                     scale=translate(SCALES[Scale.SUDS]), highest=HIGHEST[Scale.SUDS])  # fmt: skip
    rows = [
        (N_("Visit"), seal.session_id),
        (N_("Deciding code"), translate(N_("version {version}"), version=seal.core_version)),
        (N_("Headset"), translate(HEADSETS.get(seal.headset, seal.headset))),
        (N_("Entries in the record"), str(seal.entries)),
        (N_("Head of the hash chain"), seal.head or NONE),
        (N_("Verify with"), f"stepladder replay {seal.session_id} --verify"),
        (N_("SUDS"), suds),
        (N_("Times"), translate(N_("session time in minutes and seconds from the start of the visit"))),
    ]
    blocks: list[Block] = [
        Heading(words=translate(N_("About this record"))),
        Facts(rows=tuple((translate(name), value) for name, value in rows)),
    ]
    if seal.compressed:
        blocks.append(
            Words(
                words=translate(N_("Session time ran faster than the clock, as no person was in a headset."))
            )
        )
    if report.ending is None:
        blocks.append(Words(words=how_it_ended(report), strong=True))
    return blocks


def plain(value: float) -> str:
    """A prescribed figure as it was prescribed."""
    return f"{value:g}"


def _offset(moment: datetime) -> str:
    return f"{moment:%z}"[:3] + ":" + f"{moment:%z}"[3:5]
