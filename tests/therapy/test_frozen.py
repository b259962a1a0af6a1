"""What crosses a boundary: complete, unchangeable, and the same bytes for ever."""

import math
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from tests.therapy import one_of_each
from tests.therapy.golden_bytes import GOLDEN
from therapy.commands import COMMANDS, Command
from therapy.directives import DIRECTIVES, Directive
from therapy.events import EVENTS, Event
from therapy.frozen import Frozen, canonical
from therapy.observations import OBSERVATIONS, Answered, AnswerVia, LinkSilent, Observation, Scale

GROUPS: list[tuple[TypeAdapter[Any], Any, list[Any]]] = [
    (COMMANDS, Command, one_of_each.COMMANDS),
    (OBSERVATIONS, Observation, one_of_each.OBSERVATIONS),
    (DIRECTIVES, Directive, one_of_each.DIRECTIVES),
    (EVENTS, Event, one_of_each.EVENTS),
]
EACH = [pytest.param(adapter, what, id=what.kind) for adapter, _, group in GROUPS for what in group]


@pytest.mark.parametrize(("adapter", "union", "group"), GROUPS)
def test_one_of_each(adapter: TypeAdapter[Any], union: Any, group: list[Any]) -> None:
    """No kind is missing from these tests, and none is there twice."""
    declared = get_args(get_args(union)[0])
    assert [type(what) for what in group] == list(declared)


def test_kinds_are_told_apart() -> None:
    """No two values of a record share a kind, whichever group they belong to."""
    kinds = [what.kind for _, _, group in GROUPS for what in group]
    assert len(set(kinds)) == len(kinds) == len(GOLDEN)


@pytest.mark.parametrize(("adapter", "what"), EACH)
def test_bytes_are_fixed(adapter: TypeAdapter[Any], what: Any) -> None:
    """A value's bytes are the ones that records hold since the first one was written."""
    assert what.canonical() == GOLDEN[what.kind].encode()


@pytest.mark.parametrize(("adapter", "what"), EACH)
def test_read_back(adapter: TypeAdapter[Any], what: Any) -> None:
    """What was stored reads back as the same value and stores as the same bytes."""
    back = adapter.validate_json(what.canonical())
    assert back == what
    assert type(back) is type(what)
    assert back.canonical() == what.canonical()


@pytest.mark.parametrize(("adapter", "what"), EACH)
def test_unknown_fields_are_refused(adapter: TypeAdapter[Any], what: Any) -> None:
    """A field that this version does not know is an error, never dropped in silence."""
    with pytest.raises(ValidationError, match="extra"):
        adapter.validate_python({**what.model_dump(mode="json"), "mood": "fine"})


@pytest.mark.parametrize(("adapter", "what"), EACH)
def test_nothing_can_be_changed(adapter: TypeAdapter[Any], what: Any) -> None:
    """A value stays what it was."""
    with pytest.raises(ValidationError, match="frozen"):
        what.kind = "other"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_is_refused(number: float) -> None:
    """Neither a field nor plain data may hold what JSON cannot."""
    with pytest.raises(ValidationError, match="finite"):
        LinkSilent(seconds=number)
    with pytest.raises(ValueError, match="JSON"):
        canonical({"seconds": number})


def test_canonical_form() -> None:
    """Sorted keys, no spaces, UTF-8 as it is."""
    assert canonical({"b": [1, 2.5, None, True], "a": "ä"}) == '{"a":"ä","b":[1,2.5,null,true]}'.encode()


class Later(Frozen):
    """Fields declared out of order."""

    z: int
    a: float


def test_order_of_declaration_does_not_matter() -> None:
    """Bytes do not follow the order in which fields were declared."""
    assert Later(z=1, a=2).canonical() == b'{"a":2.0,"z":1}'


@pytest.mark.parametrize(
    ("scale", "highest"),
    [(Scale.SUDS, 100), (Scale.SICKNESS, 20), (Scale.EXPECTANCY, 100), (Scale.PAIN, 10), (Scale.FATIGUE, 10)],
)
def test_ratings_stay_on_their_scale(scale: Scale, highest: int) -> None:
    """A rating above the top of its scale or below 0 is not a rating."""
    assert Answered(question=0, scale=scale, value=highest, via=AnswerVia.BUTTON).value == highest
    with pytest.raises(
        ValidationError, match=f"expected {scale.value} from 0 to {highest}, got {highest + 1}"
    ):
        Answered(question=0, scale=scale, value=highest + 1, via=AnswerVia.BUTTON)
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        Answered(question=0, scale=scale, value=-1, via=AnswerVia.BUTTON)
