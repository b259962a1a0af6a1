"""Whether a plan's file has the shape of a protocol: every mistake in pydantic's list, told in plain words."""

import difflib
import types
import typing
from typing import Annotated, Any, Final

from pydantic import BaseModel, ValidationError

from protocols.problem import Problem
from protocols.source import Source
from protocols.toml_lines import Path
from therapy.protocol import Protocol
from therapy.words import N_

EXPECTED: Final = {
    "string_type": N_("Expected text in quotes."),
    "int_type": N_("Expected a whole number."),
    "int_from_float": N_("Expected a whole number."),
    "float_type": N_("Expected a number."),
    "finite_number": N_("Expected a number."),
    "bool_type": N_("Expected true or false."),
    "dict_type": N_("Expected a table of names and values."),
    "model_type": N_("Expected a table of names and values."),
    "tuple_type": N_("Expected a list in square brackets."),
}
LIMITS: Final = {
    "greater_than_equal": ("ge", N_("Expected at least {limit}.")),
    "greater_than": ("gt", N_("Expected more than {limit}.")),
    "less_than_equal": ("le", N_("Expected at most {limit}.")),
    "less_than": ("lt", N_("Expected less than {limit}.")),
    "too_short": ("min_length", N_("Expected at least {limit} of them.")),
    "string_too_long": ("max_length", N_("Expected at most {limit} letters.")),
}
PATTERNS: Final = {
    Protocol.model_fields["version"].metadata[0].pattern: N_('Expected three numbers, such as "1.0.0".'),
    Protocol.model_fields["reviewed_on"].metadata[0].pattern: N_('Expected a date, such as "2026-01-31".'),
}
A_NAME: Final = N_('Expected a short name of small letters, digits, - and _, such as "low_rail".')


def shaped(source: Source) -> tuple[Protocol | None, list[Problem]]:
    """The protocol in the file, or what keeps it from being one.

    What does not hold together in the plan as a whole has no field; `protocols.sense` can say more about it.
    """
    try:
        return Protocol.model_validate_json(source.as_json(), strict=True), []
    except ValidationError as error:
        found = [dict(one) for one in error.errors(include_url=False)]
        return None, [_told(source, one) for one in found if not _follows(source, one)]


def _follows(source: Source, error: dict[str, Any]) -> bool:
    """Whether an error only follows from others: a list is called too short because of its faulty items."""
    if error["type"] == "too_short":
        written = source.value(_written(source, error["loc"]))
        return isinstance(written, list) and len(written) >= error["ctx"]["min_length"]
    return False


def _told(source: Source, error: dict[str, Any]) -> Problem:
    kind, context = error["type"], error.get("ctx", {})
    path = _written(source, error["loc"])
    if kind == "missing":
        return source.at(
            path, N_("Expected this field; it is missing."), N_("Add a line: {name} = ..."), name=path[-1]
        )
    if kind == "extra_forbidden":
        known = _fields_at(path[:-1], source)
        near = difflib.get_close_matches(str(path[-1]), known, n=1)
        if near:
            advice = N_("Did you mean {near}? Else take the line out.")
            return source.at(path, N_("Expected only fields that a plan has."), advice, near=near[0])
        advice = N_("Take the line out, or use one of these: {known}.")
        return source.at(path, N_("Expected only fields that a plan has."), advice, known=", ".join(known))
    advice = N_("Correct the value on this line.")
    if kind in ("literal_error", "enum", "union_tag_invalid", "union_tag_not_found"):
        options = str(context.get("expected") or context.get("expected_tags") or ", ".join(_gate_kinds()))
        options = options.replace(" or ", ", ")
        if kind.startswith("union"):
            path = (*path, "kind")
        return source.at(path, N_("Expected one of {options}."), advice, options=options)
    if kind in LIMITS:
        name, template = LIMITS[kind]
        return source.at(path, template, advice, limit=context[name])
    if kind == "string_pattern_mismatch":
        return source.at(path, PATTERNS.get(context["pattern"], A_NAME), advice)
    if kind in EXPECTED:
        return source.at(path, EXPECTED[kind], advice)
    what = str(error["msg"]).removeprefix("Value error, ")
    return source.at(path, N_("This does not hold together: {what}."), advice, what=what)


def _written(source: Source, loc: tuple[str | int, ...]) -> Path:
    """The path in the file: pydantic names a gate's kind in between, which is no key there."""
    path: Path = ()
    for number, part in enumerate(loc):
        holder = source.value(path)
        is_kind = isinstance(holder, dict) and holder.get("kind") == part and part not in holder
        if not (is_kind and number < len(loc)):
            path = (*path, part)
    return path


def _fields_at(path: Path, source: Source) -> list[str]:
    """The fields that the table at `path` may have."""
    kind: Any = Protocol
    for number, part in enumerate(path):
        if isinstance(part, int):
            kind = typing.get_args(kind)[0]
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[part].annotation
        else:  # a dict, such as limits.parameters: the key is free, the value has a type
            kind = typing.get_args(kind)[1]
        kind = _one_kind(kind, source.value(path[: number + 1]))
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _one_kind(kind: Any, written: Any) -> Any:
    """Of several kinds of gate the one that the file names."""
    if typing.get_origin(kind) is Annotated:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        named = written.get("kind") if isinstance(written, dict) else None
        for one in typing.get_args(kind):
            if issubclass(one, BaseModel) and one.model_fields["kind"].default == named:
                return one
    return kind


def _gate_kinds() -> list[str]:
    kind = Protocol.model_fields["steps"].annotation
    gates = typing.get_args(typing.get_args(kind)[0].model_fields["gate"].annotation)
    return [f"'{gate.model_fields['kind'].default}'" for gate in gates]
