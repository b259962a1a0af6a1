"""Whole visits without a picture, on record, for tests of what is said and told."""

import contextlib
import sqlite3
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

from clinician_console.demo import demo_visit
from environments.catalogue import load
from environments.panel import Pointing
from environments.stage.headset.rehearsal import rehearse
from environments.stage.headset.simulated import SimulatedHeadset
from environments.stage.tick import Ticked
from protocols import catalogue
from tests.clinician_console.visits import WHEN
from therapy.adaptation.therapist_rule import TherapistRule
from therapy.briefing import Briefing
from therapy.events import Ending, Event, Output
from therapy.records import Recorder
from therapy.session import Session
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind

EVENT_KINDS: Final = get_args(get_args(Event)[0])


def of_demo(plan: str, minutes: float, session_id: str = "20260302-1000-ab12") -> Briefing:
    """A visit as the demo makes it."""
    return demo_visit(
        catalogue.load(plan),
        WHEN,
        session_id=session_id,
        seed=7,
        minutes=minutes,
        headset="simulated",
        compressed=True,
        assets={},
    ).briefing


def run(briefing: Briefing, kind: Kind, watch: Any = lambda ticked: None) -> list[Output]:
    """The visit of this patient to its end."""
    environment = load(briefing.protocol.environment)
    pointing = Pointing()
    patient = Patient(kind, briefing.seed)
    gentlest = environment.spec.gentlest()
    headset = SimulatedHeadset(patient, pointing, environment.intensity, gentlest, briefing.seed)
    session = Session(briefing, environment)
    return rehearse(session, headset, pointing, TherapistRule(), watch=watch)


@cache
def outputs(plan: str, kind: Kind, minutes: float) -> tuple[Output, ...]:
    """All that this visit puts out; made once a test run."""
    return tuple(run(of_demo(plan, minutes), kind))


def events(of: Sequence[Output]) -> list[tuple[int, dict[str, Any]]]:
    """What happened, as plain data, as the launcher hears and the store keeps it."""
    return [
        (output.tick, output.what.model_dump(mode="json"))
        for output in of
        if isinstance(output.what, EVENT_KINDS)
    ]


def record(path: Path, briefing: Briefing, kind: Kind, *, break_off_at: int | None = None) -> None:
    """Make the visit and keep it in the database at `path`; `break_off_at` leaves it open after that tick."""
    recorder = Recorder(path, briefing)

    def keep(ticked: Ticked) -> None:
        if break_off_at is None or ticked.tick <= break_off_at:
            recorder.tick(ticked.tick, ticked.counts, ticked.inputs, ticked.outputs)

    run(briefing, kind, keep)
    recorder.close(None if break_off_at is not None else Ending.COMPLETED)
    if break_off_at is not None:
        with contextlib.closing(sqlite3.connect(path)) as db, db:
            db.execute(
                "UPDATE sessions SET state = 'open', ending = NULL, last_tick = NULL, last_seq = NULL WHERE id = ?",
                (briefing.session_id,),
            )
