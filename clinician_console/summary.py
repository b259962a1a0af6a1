"""A visit's story and what was done of the prescription, as a therapist reads it in the terminal."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from clinician_console.replay import Verified
from clinician_console.story import Said, Stay, Story, clock
from protocols.problem import Problem
from therapy.course import Course
from therapy.records import SessionRow
from therapy.translation import translate
from therapy.words import N_

ENDINGS = {
    "completed": N_("The visit was completed."),
    "stopped": N_("The visit was stopped, and then brought to its end in order."),
    "ended_by_rule": N_("A safety rule ended the visit."),
    "refused": N_("A safety rule did not let the visit begin."),
    "fault": N_("The software failed; the patient was brought to the safe room."),
    None: N_("The record breaks off before the visit's end."),
}


def show_story(console: Console, story: Story) -> None:
    """Step by step: when, SUDS, what was decided and why."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column(translate(N_("Step")), ratio=3)
    table.add_column(translate(N_("From")), justify="right", no_wrap=True)
    table.add_column(translate(N_("SUDS")), ratio=1)
    table.add_column(translate(N_("What was decided, and why")), ratio=5)
    for stay in story.stays:
        table.add_row(_title(stay), clock(stay.from_tick), _suds(stay), _said(stay))
    console.print(table)
    console.print(translate(ENDINGS.get(story.ending, ENDINGS[None])), end=" ")
    console.print(translate(N_("It took {minutes:.1f} minutes."), minutes=story.minutes), end=" ")
    if story.highest_suds is not None:
        words = N_("Distress was {highest} at its highest and {last} at the end.")
        console.print(translate(words, highest=story.highest_suds, last=story.last_suds), end="")
    console.print()


def show_adherence(console: Console, course: Course, today: date) -> None:
    """One line: visits and minutes done over prescribed."""
    words = N_(
        "Of the prescription: {done} of {visits} visits done ({due} due by now), {minutes:.0f} minutes."
    )
    console.print(
        translate(
            words,
            done=course.visits_done,
            visits=course.visits_prescribed,
            due=course.visits_due,
            minutes=course.minutes_done,
        ),
        end=" ",
    )
    if course.visit_adherence is not None:
        words = N_("Adherence: {visits:.0%} of the visits and {minutes:.0%} of the minutes due.")
        console.print(
            translate(words, visits=course.visit_adherence, minutes=course.minute_adherence or 0.0), end=" "
        )
    if course.next_due is not None:
        words = N_("The next visit is due today.") if course.next_due <= today else N_("Next visit: {day}.")
        console.print(translate(words, day=course.next_due.isoformat()), end="")
    console.print()


def show_verified(console: Console, session_id: str, found: Verified) -> None:
    """Whether the replay was the same, or where it was not."""
    if found.difference is None:
        words = N_("Visit {session}: {outputs} outputs over {ticks} ticks replayed to the same bytes.")
        console.print(
            translate(words, session=session_id, outputs=found.outputs, ticks=found.ticks), style="green"
        )
        if found.failed_then is not None:
            console.print(translate(N_("The session failed in the visit, and fails there again.")))
        return
    difference = found.difference
    words = N_(
        "Visit {session}: the replay differs from the record at {time} (tick {tick}, output {number})."
    )
    told = translate(
        words,
        session=session_id,
        time=clock(difference.tick),
        tick=difference.tick,
        number=difference.number or "-",
    )
    console.print(told, style="bold red")
    nothing = translate(N_("nothing"))
    console.print(translate(N_("Recorded: {what}"), what=difference.recorded or nothing), markup=False)
    console.print(translate(N_("Replayed: {what}"), what=difference.replayed or nothing), markup=False)


def show_problems(console: Console, file: Path, problems: Sequence[Problem]) -> None:
    """What is wrong with a plan's file and what to do, each with its place."""
    for problem in problems:
        where = f"{problem.file}:{problem.line}: {problem.field}"
        console.print(where, style="bold red", highlight=False, markup=False, soft_wrap=True)
        for words in (problem.expected, problem.advice):
            console.print(f"  {translate(words, **problem.inputs)}", highlight=False, markup=False)
    if not problems:
        console.print(translate(N_("{file} is a plan that may be used."), file=str(file)), highlight=False)


def show_sessions(console: Console, rows: Sequence[SessionRow]) -> None:
    """A line a visit."""
    if not rows:
        console.print(translate(N_("No visit is recorded here yet.")))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in (N_("Visit"), N_("Patient"), N_("Began"), N_("Plan"), N_("Ending")):
        table.add_column(translate(title))
    for row in rows:
        ending = row.ending or row.state
        table.add_row(row.id, row.alias, row.started_at[:16].replace("T", " "), row.protocol_id, ending)
    console.print(table)


def words_of(said: Said) -> str:
    """A sentence in the reader's language, its figures filled in."""
    return translate(said.sentence, **said.inputs)


def _title(stay: Stay) -> Text:
    title = translate(stay.title)
    return Text(f"{stay.number}  {title}") if stay.number is not None else Text(title, style="italic")


def _suds(stay: Stay) -> str:
    return " ".join(str(value) for value in stay.suds)


def _said(stay: Stay) -> str:
    return " ".join(words_of(timed.said) for timed in stay.said)
