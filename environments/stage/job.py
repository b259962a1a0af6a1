"""What a stage process is told on the first line of its standard input."""

import sys
from pathlib import Path
from typing import TypeVar

from therapy.briefing import Briefing
from therapy.frozen import Frozen

J = TypeVar("J", bound=Frozen)


class VisitJob(Frozen):
    """One visit to run. Nothing of it is written to the disk but the briefing, which opens the record."""

    briefing: Briefing
    record: Path
    """The database."""
    data: Path
    """Where built environments lie."""
    heartbeat: Path
    patient: str | None = None
    """Which simulated patient; None for a person."""
    window: bool | None = None
    """Whether to open a window; None: where there is a display."""
    speed: float | None = None
    """Session time over the clock's where time is compressed; None: as fast as the machine can."""
    token: str | None = None
    """Opens the therapist's line; None where nobody supervises."""
    size: tuple[int, int] | None = None
    """Width and height of the picture, pixels; None: the usual."""
    locale: str = "en"
    speech: bool = True
    """Whether captions are spoken too, where they were rendered to speech in this language."""


class SafeRoomJob(Frozen):
    """A stage that knows only the safe room, shown once the line "show" comes."""

    data: Path
    heartbeat: Path
    window: bool | None = None
    locale: str = "en"


def job(kind: type[J]) -> J:
    """Read the job of this process. pydantic's ValidationError where it is none."""
    return kind.model_validate_json(sys.stdin.readline())
