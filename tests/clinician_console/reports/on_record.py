"""Visits on record for tests of reports: one that was really rehearsed, and some put together event by event."""

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from clinician_console.demo import demo_visit
from protocols import catalogue
from tests.clinician_console.visits import WHEN
from tests.journeys import visits_told
from therapy.briefing import Briefing
from therapy.commands import Actor, Severity, StopVia
from therapy.course import DoneVisit
from therapy.events import (
    AdverseEventReported,
    DecisionTaken,
    Ending,
    Event,
    FaultRecorded,
    FlagAcknowledged,
    FlagRaised,
    GateOpened,
    MeasureTaken,
    NoteTaken,
    Output,
    Paused,
    PhaseEntered,
    RatingGiven,
    ReportNoteTaken,
    Resumed,
    RuleApplied,
    SafeRoomEntered,
    StepEntered,
    Stopped,
    Verdict,
    VisitEnded,
)
from therapy.observations import AnswerVia, Move, Scale
from therapy.protocol import Phase
from therapy.records import Recorder, Store
from therapy.sample import NOTHING, TICKS_PER_S
from therapy.twin.traits import Kind

Said = list[tuple[float, Event]]
"""What happened, each with its second."""

ALIAS: Final = "mara"
REHEARSED, EVENTFUL, REFUSED, BROKEN, SILENT = (
    "20260302-1000-0000",
    "20260305-1000-0001",
    "20260306-1000-0002",
    "20260307-1000-0003",
    "20260309-1000-0004",
)
LATEST_DAY: Final = date(2026, 3, 10)
WORKING_NOTE: Final = "Nobody but me should read this."
NOTE: Final = "Looked over the rail.\nAsked, by herself, to stay."
FORMULA: Final = "=1+1 is no formula here"


def rating(scale: Scale, value: int, step: str | None = None) -> RatingGiven:
    """An answer of the patient."""
    return RatingGiven(scale=scale, value=value, question=1, via=AnswerVia.BUTTON, step=step)


def entered(step: str, number: int) -> StepEntered:
    """A step is entered."""
    return StepEntered(step=step, number=number, by=Actor.PATIENT, rule="start", sentence="In.")


def ended(ending: Ending, minutes: float, completed: bool, verdict: Verdict | None = None) -> VisitEnded:
    """The visit is over."""
    return VisitEnded(ending=ending, verdict=verdict, minutes=minutes, completed=completed)


REFUSING: Final = Verdict(
    rule="screening", inputs={"days": 120}, sentence="The screening is {days} days old."
)
OUTSIDE: Final = Verdict(rule="room", inputs={}, sentence="The patient left the free floor.")

HAPPENED: Final[Said] = [
    (0, PhaseEntered(phase=Phase.BASELINE, left=None)),
    (2, rating(Scale.SICKNESS, 1)),
    (4, rating(Scale.SUDS, 15)),
    (6, PhaseEntered(phase=Phase.STEPS, left=Phase.BASELINE)),
    (6, entered("street_level", 1)),
    (10, rating(Scale.SUDS, 55, "street_level")),
    (20, rating(Scale.SUDS, 25, "street_level")),
    (
        21,
        GateOpened(
            step="street_level", gate="habituation", sentence="SUDS is {last}, at most {at_most}.",
            inputs={"last": 25, "at_most": 30},
        ),
    ),
    (
        22,
        DecisionTaken(
            move=Move.UP, engine="therapist_rule", rule="distress_low", sentence="SUDS is {last}, at most {limit}.",
            inputs={"last": 25, "limit": 30}, carried_out=False, because="The patient says when.",
        ),
    ),
    (24.5, MeasureTaken(name="head_down_share", value=0.255, unit="share", step="street_level")),
    (24.5, MeasureTaken(name="closest_to_edge_m", value=1.349, unit="m", step="street_level")),
    (24.5, entered("open_terrace", 5)),
    (26, rating(Scale.EXPECTANCY, 80, "open_terrace")),
    (28, NoteTaken(text=WORKING_NOTE, who="Anna")),
    (30, RuleApplied(verdict=OUTSIDE, binding=True)),
    (30, MeasureTaken(name="head_down_share", value=0.5, unit="share", step="open_terrace")),
    (30, SafeRoomEntered(why="room")),
    (30, Paused(by=Actor.HOST, verdict=OUTSIDE)),
    (36.5, Resumed(by=Actor.PATIENT)),
    (36.5, entered("street_level", 1)),
    (40, ReportNoteTaken(text=NOTE, who="Anna")),
    (41, ReportNoteTaken(text=FORMULA, who=None)),
    (42, FlagRaised(flag="sickness", sentence="Sickness rose.", inputs={})),
    (43, FlagAcknowledged(flag="sickness", who="Anna")),
    (44, FlagRaised(flag="phq9:9", sentence="A risk answer.", inputs={})),
    (46, AdverseEventReported(text="Dizzy, sat down.", severity=Severity.MILD, by=Actor.THERAPIST, who="Anna")),
    (48, rating(Scale.EXPECTANCY, 30, "open_terrace")),
    (49, FaultRecorded(what="a texture was missing")),
    (50, Stopped(by=Actor.PATIENT, who=None, via=StopVia.BUTTON)),
    (50, MeasureTaken(name="head_down_share", value=0.125, unit="share", step="street_level")),
    (50, SafeRoomEntered(why="stop")),
    (50, PhaseEntered(phase=Phase.RECOVERY, left=Phase.STEPS)),
    (52, AdverseEventReported(text="Headache", severity=Severity.SEVERE, by=Actor.PATIENT, who=None)),
    (54, rating(Scale.SUDS, 20)),
    (56, rating(Scale.SICKNESS, 7)),
    (58, ended(Ending.STOPPED, 0.97, False)),
]  # fmt: skip
"""A visit of a minute in which all that a report tells takes place."""


def briefing(session_id: str, *, minutes: float = 25) -> Briefing:
    """The first page of Mara's visit on the day that its id names."""
    day = datetime.strptime(session_id[:13] + "+0100", "%Y%m%d-%H%M%z")
    of = demo_visit(
        catalogue.load("graded-heights"),
        WHEN,
        session_id=session_id,
        seed=7,
        minutes=minutes,
        headset="simulated",
        compressed=session_id == REHEARSED,
        assets={},
    ).briefing
    return of.model_copy(
        update={"alias": ALIAS, "started_at": day.isoformat(), "today": day.date().isoformat()}
    )


def put(path: Path, of: Briefing, happened: Said, ending: Ending | None) -> None:
    """Put a visit on record in which just this happened; without an ending it breaks off."""
    due = [(round(second * TICKS_PER_S), event) for second, event in happened]
    recorder = Recorder(path, of)
    counts, number = NOTHING.counts(), 0
    for tick in range(due[-1][0] + 1):
        outputs = []
        while due and due[0][0] == tick:
            number += 1
            outputs.append(Output(number, tick, due.pop(0)[1]))
        recorder.tick(tick, counts, [], outputs)
    recorder.close(ending)


def make(path: Path) -> None:
    """A practice patient's course: two visits made elsewhere, and one of each kind on record."""
    rehearsed = briefing(REHEARSED, minutes=6)
    with Store.open(path) as store:
        store.add_patient(ALIAS, practice=True)
        store.prescribe(ALIAS, rehearsed.prescription)
        for number in range(2):
            earlier = DoneVisit(
                session_id=f"elsewhere-{number}", started_at=(WHEN - timedelta(days=20 - number)).isoformat(),
                protocol_id="graded-heights", minutes=5.0, completed=True, ending=Ending.COMPLETED,
            )  # fmt: skip
            store.report_earlier(ALIAS, earlier)
    visits_told.record(path, rehearsed, Kind.IMPROVES)
    put(path, briefing(EVENTFUL), HAPPENED, Ending.STOPPED)
    put(path, briefing(REFUSED), [(1, ended(Ending.REFUSED, 0.0, False, REFUSING))], Ending.REFUSED)
    put(path, briefing(BROKEN), HAPPENED[:8], None)
    silent: Said = [
        (0, entered("street_level", 1)),
        (60, ended(Ending.COMPLETED, 1.0, True)),
    ]
    put(path, briefing(SILENT), silent, Ending.COMPLETED)


def events(path: Path, session_id: str) -> list[tuple[float, dict[str, Any]]]:
    """What the database holds, read without any of our code: second and body of each event."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        found = db.execute(
            "SELECT tick, body FROM entries JOIN sessions ON session = sessions.number "
            "WHERE id = ? AND role = 'event' ORDER BY seq",
            (session_id,),
        ).fetchall()
    return [(tick / TICKS_PER_S, json.loads(body)) for tick, body in found]
