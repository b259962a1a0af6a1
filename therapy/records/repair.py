"""What a start does before anything else: checks the database and brings to order what a crash left behind.

Nothing is deleted. A visit left open is marked as interrupted, with a sentence that says how far it got.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from therapy.clock import now
from therapy.errors import Input
from therapy.records.batch import Batch, commit
from therapy.records.compaction import compact
from therapy.records.database import connect, explaining
from therapy.records.entry import Role
from therapy.records.errors import DamagedRecordError
from therapy.records.live import is_being_written, marked_sessions
from therapy.records.rescue import put_away, rescue_files, rescued
from therapy.records.sessions import close_session, interrupt_session
from therapy.records.stored import StoredSession
from therapy.sample import TICKS_PER_S
from therapy.words import N_

_WORST: Final = 5
"""How many of SQLite's complaints are repeated."""


@dataclass(frozen=True)
class Finding:
    """Something that was found and what was done about it: one sentence, a template over the inputs."""

    sentence: str
    session: str | None = None
    inputs: dict[str, Input] = field(default_factory=dict)

    @property
    def plain(self) -> str:
        """The sentence in English with its figures filled in."""
        return self.sentence.format_map(self.inputs)


def repair(path: Path, also: Sequence[Finding] = ()) -> list[Finding]:
    """Bring the database at `path` to order, creating it where there is none. Empty where all was well.

    `also` is what the caller found by itself (a stage that had to be ended); it is noted first.
    Visits that a living process writes are left alone. RecordsError where the database cannot be used at all.
    """
    findings: list[Finding] = list(also)
    with explaining(path), connect(path) as db:
        findings += _check(db, path)
        for session_id, file in rescue_files(path):
            if not is_being_written(path, session_id):
                findings += _take_in(db, session_id, file)
        for number, session_id in db.execute(
            "SELECT number, id FROM sessions WHERE state = 'open'"
        ).fetchall():
            if not is_being_written(path, session_id):
                findings.append(_interrupt(db, number, path))
        for session_id in marked_sessions(path):
            is_being_written(path, session_id)  # takes away what a crash before a visit's first page left
        with db.atomic():
            for finding in findings:
                db.execute(
                    "INSERT INTO repairs (at, session, sentence, inputs) "
                    "VALUES (?, (SELECT number FROM sessions WHERE id = ?), ?, ?)",
                    (now().isoformat(), finding.session, finding.sentence, json.dumps(finding.inputs)),
                )
    return findings


def _check(db: Database, path: Path) -> list[Finding]:
    said = [line for (line,) in db.execute(f"PRAGMA integrity_check({_WORST})")]
    if said == ["ok"]:
        return []
    complaints = "; ".join(said)
    return [
        Finding(
            N_(
                "The database {file} is damaged ({complaints}). Copy it to a safe place and restore the last backup."
            ),
            None,
            {"file": str(path), "complaints": complaints},
        )
    ]


def _take_in(db: Database, session_id: str, file: Path) -> list[Finding]:
    found = db.execute("SELECT number, state FROM sessions WHERE id = ?", (session_id,)).fetchone()
    if found is None:
        return [
            Finding(
                N_("The rescue file {file} belongs to no visit in this database; it was left as it is."),
                None,
                {"file": str(file)},
            )
        ]
    number, state = found
    entries = 0
    for what in rescued(file):
        if isinstance(what, Batch):
            commit(db, number, what)
            entries += len(what.entries)
        elif state == "open":
            close_session(db, number, what.ending)
            compact(db, number)
    kept = put_away(file)
    return [
        Finding(
            N_(
                "Visit {session}: {entries} entries that the disk had not taken were brought back; {file} is kept."
            ),
            session_id,
            {"session": session_id, "entries": entries, "file": str(kept)},
        )
    ]


def _interrupt(db: Database, number: int, path: Path) -> Finding:
    interrupt_session(db, number)
    stored = StoredSession(db, number, path)
    try:
        events = [entry for tick in stored.ticks() for entry in tick.outputs if entry.role == Role.EVENT]
    except DamagedRecordError as damage:
        return Finding(damage.what, stored.id, dict(damage.inputs))
    compact(db, number)
    last = events[-1] if events else None
    ticks = 0 if stored.last_tick is None else stored.last_tick + 1
    inputs: dict[str, Input] = {
        "session": stored.id,
        "until": _clock(ticks),
        "ticks": ticks,
        "event": last.kind if last else "",
        "at": _clock(last.tick if last else 0),
    }
    if last is None:
        sentence = N_(
            "Visit {session} broke off before anything happened; movement up to minute {until} is kept. "
            "It is marked as interrupted."
        )
    elif any(event.kind == "visit_ended" for event in events):
        sentence = N_(
            "Visit {session} had come to its end at minute {at}, but its record was not closed. It is closed now, "
            "and nothing is missing."
        )
    else:
        sentence = N_(
            "Visit {session} broke off at minute {until}; its end is missing. What happened up to minute {at} "
            "is kept, and all movement. It is marked as interrupted."
        )
    return Finding(sentence, stored.id, inputs)


def _clock(tick: int) -> str:
    """Minutes and seconds of session time."""
    seconds = tick // TICKS_PER_S
    return f"{seconds // 60}:{seconds % 60:02d}"
