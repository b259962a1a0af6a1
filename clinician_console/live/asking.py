"""Reads what a page asks for. Nothing that a page can send raises anything but NotUnderstood."""

import json
import math
from typing import Any, Final, NoReturn

from pydantic import ValidationError

from environments.stage.pace import FASTEST
from therapy.commands import COMMANDS, Actor, Command, SetParameter, StopVia
from therapy.errors import Input
from therapy.translation import translate
from therapy.words import N_

LONGEST: Final = 64 * 1024


class NotUnderstood(Exception):
    """A page sent what it should not; the message is for a person."""

    def __init__(self, message: str, /, **inputs: Input) -> None:
        super().__init__(translate(message, **inputs))


UNKNOWN: Final = N_("The console did not understand that, and did nothing. Load the page again.")


def message(text: str | None) -> dict[str, Any]:
    """One message of a page."""
    if text is None or len(text) > LONGEST:
        raise NotUnderstood(UNKNOWN)
    try:
        said = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotUnderstood(UNKNOWN) from None
    if not isinstance(said, dict):
        raise NotUnderstood(UNKNOWN)
    return said


def command(given: object, who: str | None) -> Command:
    """The command a page asks for. Whatever it claims, it comes from the therapist whose page it is."""
    if not isinstance(given, dict):
        raise NotUnderstood(UNKNOWN)
    asked = {**given, "by": Actor.THERAPIST, "who": who}
    if asked.get("kind") == "stop":
        asked = {"kind": "stop", "by": Actor.THERAPIST, "who": who, "via": StopVia.THERAPIST}
    try:
        read = COMMANDS.validate_python(asked)
    except ValidationError as error:
        if any(problem["type"] in ("string_too_short", "string_too_long") for problem in error.errors()):
            raise NotUnderstood(N_("Write something, of at most {most} letters."), most=4000) from None
        raise NotUnderstood(UNKNOWN) from None
    if isinstance(read, SetParameter) and not math.isfinite(read.value):
        raise NotUnderstood(UNKNOWN)
    return read


def speed(given: object) -> float:
    """Session time over the clock's."""
    if not isinstance(given, int | float) or isinstance(given, bool) or not 1 <= given <= FASTEST:
        raise NotUnderstood(UNKNOWN)
    return float(given)


def speech(given: object) -> bool:
    """Whether captions are spoken."""
    if not isinstance(given, bool):
        raise NotUnderstood(UNKNOWN)
    return given


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"expected a number, got {name}")
