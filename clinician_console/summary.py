"""A visit's story and what was done of the prescription, as a therapist reads it in the terminal."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from clinician_console.names import ENDINGS, named
from clinician_console.replay import Verified
from clinician_console.story import Said, Stay, Story, clock
from protocols.problem import Problem
from therapy.course import Course
from therapy.records import SessionRow
from therapy.safety import FIRST_VISIT_MIN, MORE_A_VISIT_MIN
from therapy.sample import TICKS_PER_S
from therapy.translation import translate
from therapy.words import N_

HOW_IT_ENDED = {
    "completed": N_("The visit came to its planned end."),
    "stopped": N_("The visit was stopped, and then brought to its end in order."),
    "ended_by_rule": N_("A safety rule ended the exposure."),
    "refused": N_("A safety rule did not let the visit begin."),
    "fault": N_("The software failed; the patient was brought to the safe room."),
    None: N_("The record breaks off before the visit's end."),
}

NO_TITLES: Final[Mapping[str, str]] = {}
_TITLED: Final = ("name", "event", "known")
"""Inputs that name parameters or events of the environment, or list them."""


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
    told = [translate(HOW_IT_ENDED.get(story.ending, HOW_IT_ENDED[None]))]
    told_before = [timed.said for stay in story.stays for timed in stay.said]
    if story.ended_by is not None and story.ended_by not in told_before:
        told.append(words_of(story.ended_by))
    if story.ending is None:
        told.append(translate(N_("It covers {minutes:.1f} minutes."), minutes=story.minutes))
    elif story.ending != "refused":
        told.append(translate(N_("It took {minutes:.1f} minutes."), minutes=story.minutes))
        if not story.completed:
            told.append(translate(N_("It does not count as a completed visit; its minutes count.")))
    if story.highest_suds is not None:
        words = N_("SUDS was {highest} at its highest; the last rating was {last}.")
        told.append(translate(words, highest=story.highest_suds, last=story.last_suds))
    console.print(" ".join(told), highlight=False)


def show_adherence(console: Console, course: Course, today: date) -> None:
    """Visits and minutes done over those prescribed, and when the next visit is."""
    words = N_("Prescription: {done} of {visits} visits are completed.")
    told = [translate(words, done=course.visits_done, visits=course.visits_prescribed)]
    visits, minutes = course.visit_adherence, course.minute_adherence or 0.0
    if visits is not None:
        words = N_(
            "Adherence so far: {done} of {due} visits due ({visits:.0%}) and "
            "{minutes_done:.0f} of {minutes_due:.0f} minutes ({minutes:.0%})."
        )
        told.append(
            translate(
                words,
                done=course.visits_done,
                due=course.visits_due,
                visits=visits,
                minutes_done=course.minutes_done,
                minutes_due=course.minutes_due,
                minutes=minutes,
            )
        )
        if max(visits, minutes) > 1:
            told.append(translate(N_("More was done than was due by now.")))
        if minutes < visits:
            words = N_(
                "First visits are short on purpose: {first:.0f} minutes, then {more:.0f} more each time."
            )
            told.append(translate(words, first=FIRST_VISIT_MIN, more=MORE_A_VISIT_MIN))
    if course.next_due is not None:
        words = N_("The next visit is due today.") if course.next_due <= today else N_("Next visit: {day}.")
        told.append(translate(words, day=course.next_due.isoformat()))
    console.print(" ".join(told), highlight=False)


def show_verified(console: Console, session_id: str, found: Verified) -> None:
    """Whether the replay was the same, or where it was not."""
    if found.difference is None:
        words = N_(
            "The record holds: visit {session}, replayed, is the same byte for byte "
            "({minutes:.1f} minutes, {ticks} ticks, {outputs} outputs)."
        )
        told = translate(
            words,
            session=session_id,
            minutes=found.ticks / TICKS_PER_S / 60,
            ticks=found.ticks,
            outputs=found.outputs,
        )
        console.print(told, style="green", highlight=False)
        if found.failed_then is not None:
            console.print(translate(N_("The session failed in the visit, and fails there again.")))
        return
    difference = found.difference
    words = N_(
        "The record does not hold: visit {session}, replayed, differs at {time} (tick {tick}, output {number})."
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
    table.add_column(translate(N_("Visit")), no_wrap=True, min_width=max(len(row.id) for row in rows))
    for title in (N_("Patient"), N_("Began"), N_("Plan"), N_("Ending")):
        table.add_column(translate(title), overflow="fold")
    for row in rows:
        ending = row.ending or row.state
        ended = translate(ENDINGS.get(ending, ending))
        table.add_row(row.id, row.alias, day_and_time(row.started_at), row.protocol_id, ended)
    console.print(table, highlight=False)


def day_and_time(started_at: str) -> str:
    """Day and minute of an ISO time, where the visit took place."""
    return f"{datetime.fromisoformat(started_at):%Y-%m-%d %H:%M}"


def words_of(said: Said, titles: Mapping[str, str] = NO_TITLES) -> str:
    """One sentence in the reader's language, what it names and its figures filled in.

    `titles`: what an environment's parameters and events are called, by their names.
    """
    inputs = {name: _title_of(name, given, titles) for name, given in said.inputs.items()}
    words = translate(said.sentence, **inputs)
    return words[:1].upper() + words[1:]


def _title_of(name: str, given: object, titles: Mapping[str, str]) -> object:
    if name in _TITLED and isinstance(given, str) and titles:
        known = (translate(titles.get(part, part)) for part in given.split(", "))
        return ", ".join(translate(N_("“{title}”"), title=title) for title in known)
    return named(name, given)


def _title(stay: Stay) -> Text:
    title = translate(stay.title)
    return Text(f"{stay.number}  {title}") if stay.number is not None else Text(title, style="italic")


def _suds(stay: Stay) -> str:
    return " ".join(str(value) for value in stay.suds)


def _said(stay: Stay) -> str:
    return " ".join(words_of(timed.said) for timed in stay.said)
