"""What a patient's visits come to: how each went, and which risk answers still wait for somebody."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Final

from pydantic import TypeAdapter

from therapy.course import DoneVisit
from therapy.events import Ending
from therapy.frozen import canonical
from therapy.protocol import Purpose
from therapy.records.entry import Role
from therapy.records.stored import StoredSession
from therapy.safety import Sickness

_EARLIER: Final = TypeAdapter(DoneVisit)


def told_by_events(stored: StoredSession) -> DoneVisit:
    """A recorded visit. One that broke off has no ending; its minutes are the session time on the disk."""
    step: str | None = None
    minutes, completed, sick = stored.minutes, False, False
    ending: Ending | None = None
    for entry in stored.entries(role=Role.EVENT):
        if entry.kind == "step_entered":
            step = entry.fields["step"]
        elif entry.kind == "visit_ended":
            said = entry.fields
            minutes, completed, ending = said["minutes"], said["completed"], Ending(said["ending"])
            rule = said["verdict"]["rule"] if said["verdict"] else None
            sick = ending is Ending.ENDED_BY_RULE and rule == Sickness.name
    return DoneVisit(
        session_id=stored.id,
        started_at=stored.started_at,
        protocol_id=stored.protocol_id,
        minutes=minutes,
        completed=completed,
        ending=ending,
        last_step=step,
        sick=sick,
        exposure=stored.briefing_fields["protocol"]["purpose"] == Purpose.EXPOSURE,
    )


def earlier_body(visit: DoneVisit) -> bytes:
    """How a visit without a record is stored. ValueError for a time without offset or a senseless length."""
    if visit.started and not visit.minutes >= 0:
        raise ValueError(f"expected minutes of at least 0, got {visit.minutes}")
    return canonical(asdict(replace(visit, recorded=False)))


def earlier(body: bytes) -> DoneVisit:
    """Reads one back."""
    return _EARLIER.validate_json(body)


def open_flags(visits: Iterable[StoredSession]) -> tuple[str, ...]:
    """Risk flags of `visits` (oldest first) that nobody has acknowledged since, in the order they were raised.

    A risk flag names the instrument and the item ("phq9:9"); flags without a colon concern their own visit only.
    """
    waiting: dict[str, None] = {}
    for stored in visits:
        for entry in stored.entries(role=Role.EVENT):
            if entry.kind == "flag_raised" and ":" in entry.fields["flag"]:
                waiting[entry.fields["flag"]] = None
            elif entry.kind == "flag_acknowledged":
                waiting.pop(entry.fields["flag"], None)
    return tuple(waiting)
