"""What a page can ask for, and what comes of nonsense."""

import json
from typing import Any

import pytest

from clinician_console.live import asking
from therapy.commands import Actor, SetParameter, Stop, StopVia


def test_a_command_is_the_therapists_whatever_it_claims() -> None:
    """Who asks and by which way is the console's to say."""
    read = asking.command(
        {"kind": "set_parameter", "name": "wind", "value": 1, "by": "patient", "who": "x"}, "Anna"
    )
    assert read == SetParameter(by=Actor.THERAPIST, who="Anna", name="wind", value=1.0)


@pytest.mark.parametrize("given", [{"kind": "stop"}, {"kind": "stop", "via": "left_hand", "more": [1]}])
def test_a_stop_is_always_understood(given: dict[str, Any]) -> None:
    """Whatever else stands beside it, it is the therapist's stop."""
    assert asking.command(given, None) == Stop(by=Actor.THERAPIST, via=StopVia.THERAPIST)


@pytest.mark.parametrize(
    "given",
    [None, [], "stop", {}, {"kind": "unknown"}, {"kind": "next", "more": 1}, {"kind": ["stop"]},
     {"kind": "set_parameter", "name": "wind", "value": 1e999}, {"kind": "set_parameter", "name": "wind"}],
)  # fmt: skip
def test_nonsense_is_not_understood(given: object) -> None:
    """It is answered in words."""
    with pytest.raises(asking.NotUnderstood, match="did nothing"):
        asking.command(given, "Anna")


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"n": NaN}', "[" * 60_000, " " * 70_000])
def test_a_message_that_is_none(text: str | None) -> None:
    """Neither bytes nor half a message nor a page's worth of brackets raises anything else."""
    with pytest.raises(asking.NotUnderstood):
        asking.message(text)


def test_a_note_needs_words() -> None:
    """An empty note is answered with what to do."""
    with pytest.raises(asking.NotUnderstood, match="4000 letters"):
        asking.command(json.loads('{"kind": "add_note", "text": ""}'), "Anna")


@pytest.mark.parametrize("given", [0, 0.5, -1, True, "8", None, 1e9])
def test_a_speed_that_is_none(given: object) -> None:
    """Only a positive number in reach is a speed."""
    with pytest.raises(asking.NotUnderstood):
        asking.speed(given)
    assert asking.speed(4) == 4.0
