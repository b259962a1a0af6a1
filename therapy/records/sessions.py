"""The row of a visit: opened with its briefing, and closed or marked as interrupted once."""

import sqlite3
from typing import Final

from sqlite_utils import Database

from therapy.briefing import Briefing
from therapy.records.errors import SessionExistsError
from therapy.records.patients import know_patient
from therapy.words import N_

SIMULATED: Final = "simulated"
"""The headset of a patient who is a program."""


def open_session(db: Database, briefing: Briefing) -> int:
    """Put the first page of a visit on the disk and return the number its rows go under."""
    with db.atomic():
        know_patient(db, briefing.alias, practice=briefing.headset == SIMULATED)
        row = {
            "id": briefing.session_id,
            "alias": briefing.alias,
            "started_at": briefing.started_at,
            "protocol_id": briefing.protocol.id,
            "protocol_version": briefing.protocol.version,
            "prescription_id": briefing.prescription.id,
            "prescription_version": briefing.prescription.version,
            "core_version": briefing.core_version,
            "headset": briefing.headset,
            "briefing": briefing.canonical(),
            "state": "open",
        }
        try:
            added = db.execute(
                f"INSERT INTO sessions ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
                list(row.values()),
            )
        except sqlite3.IntegrityError as error:
            raise SessionExistsError(
                N_("A visit with the id {session} is already recorded."),
                N_("Start a new visit; every visit has an id of its own."),
                session=briefing.session_id,
            ) from error
    number = added.lastrowid
    assert number is not None
    return number


def close_session(db: Database, session: int, ending: str | None) -> None:
    """The visit's writer came to its end in order."""
    _end(db, session, "closed", ending)


def interrupt_session(db: Database, session: int) -> None:
    """The visit's writer did not come to its end."""
    _end(db, session, "interrupted", None)


def _end(db: Database, session: int, state: str, ending: str | None) -> None:
    with db.atomic():
        db.execute(
            """UPDATE sessions SET state = :state, ending = :ending,
                last_tick = (SELECT max(first_tick + ticks) - 1 FROM telemetry WHERE session = :session),
                last_seq = (SELECT coalesce(max(seq), 0) FROM entries WHERE session = :session)
            WHERE number = :session""",
            {"session": session, "state": state, "ending": ending},
        )
