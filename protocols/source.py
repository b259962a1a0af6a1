"""A plan's file as read: its text, what it holds, and the name and line of each field in it."""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path as File
from typing import Any, Final

from protocols.problem import Problem
from protocols.toml_lines import Path, line_of, lines_of
from therapy.observations import Fact
from therapy.words import N_

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Source:
    """The file of a plan. `problem` tells why it could not be read as TOML; then it holds nothing."""

    def __init__(self, file: File) -> None:
        self.file = str(file)
        self.data: dict[str, Any] = {}
        self.problem: Problem | None = None
        self._lines: Mapping[Path, int] = {}
        try:
            text = file.read_bytes().decode("utf-8")
            self.data = tomllib.loads(text)
            self._lines = lines_of(text)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.problem = self._whole(line, N_("Expected text in UTF-8."), N_("Save the file as UTF-8."))
        except tomllib.TOMLDecodeError as error:
            place = _PLACE.search(str(error))
            line = int(place[1]) if place is not None and place[1] else text.rstrip("\n").count("\n") + 1
            what = str(error)[: place.start()] if place is not None else str(error)
            advice = N_(
                "Look at this line and the one before it: quotes and brackets come in pairs, a key only once."
            )
            self.problem = self._whole(
                line, N_("Expected valid TOML; the reader says: {what}."), advice, what=what
            )

    def as_json(self) -> str:
        """What the file holds as JSON; dates become text."""
        return json.dumps(self.data, default=_as_text)

    def at(self, path: Path, expected: str, advice: str, **inputs: Fact) -> Problem:
        """A problem with the field at `path`."""
        return Problem(self.file, line_of(self._lines, path), self.name(path), expected, advice, inputs)

    def value(self, path: Path) -> Any:
        """What stands at `path`; None where there is nothing."""
        value: Any = self.data
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def name(self, path: Path) -> str:
        """A field's name as a person would say it: a step goes by its id, other list items by their place from 1."""
        name = ""
        for depth, part in enumerate(path, 1):
            if isinstance(part, str):
                name += f".{part}" if name else part
                continue
            item = self.value(path[:depth])
            called = item.get("id") if isinstance(item, dict) else None
            name += f"[{called}]" if isinstance(called, str) and called else f"[{part + 1}]"
        return name

    def _whole(self, line: int, expected: str, advice: str, **inputs: Fact) -> Problem:
        return Problem(self.file, line, "", expected, advice, inputs)


def _as_text(value: object) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise TypeError(f"expected what TOML can hold, got {type(value).__name__}")
