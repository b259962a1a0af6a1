"""One posted form: what was typed, read field by field; what is wrong is kept beside its field, nothing is lost."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from therapy.translation import translate
from therapy.words import N_

LARGEST_BYTES: Final = 64 * 1024
MOST_FIELDS: Final = 200
YES: Final = "yes"
LONGEST: Final = 500
"""Letters of what somebody writes freely."""


class Option(NamedTuple):
    """One thing that may be chosen, in the reader's language."""

    value: str
    title: str
    hint: str = ""
    why_not: str = ""
    """Why it may not be chosen here; empty where it may."""


class Problem(NamedTuple):
    """What is wrong with one field, in the reader's language."""

    name: str
    label: str
    words: str


@dataclass
class Form:
    """What a person typed, or the defaults before they did."""

    typed: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def value(self, name: str) -> str:
        """What stands in a field; empty where nothing does."""
        return self.typed.get(name, "").strip()

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.value(name) == YES

    def problem(self, name: str) -> str:
        """What is wrong with a field; empty where nothing is."""
        return next((problem.words for problem in self.problems if problem.name == name), "")

    def wrong(self, name: str, label: str, words: str, **inputs: object) -> None:
        """Note what is wrong with a field; `label` and `words` are templates."""
        self.problems.append(Problem(name, translate(label), translate(words, **inputs)))

    def text(self, name: str, label: str, *, needed: bool = True, most: int = LONGEST) -> str:
        """Free words."""
        said = self.value(name)
        if needed and not said:
            self.wrong(name, label, N_("Fill this in."))
        elif len(said) > most:
            self.wrong(name, label, N_("At most {most} letters, please."), most=most)
        return said

    def choice(self, name: str, label: str, options: Collection[str]) -> str:
        """One of some values; the first of them where the answer is none of them, which is noted."""
        said = self.value(name)
        if said in options:
            return said
        self.wrong(name, label, N_("Choose one."))
        return next(iter(options))

    def day(self, name: str, label: str, *, latest: date) -> str:
        """A day in ISO 8601, not after `latest`."""
        said = self.value(name)
        try:
            day = date.fromisoformat(said)
        except ValueError:
            self.wrong(name, label, N_("Give a day, such as {day}."), day=latest.isoformat())
            return latest.isoformat()
        if day > latest:
            self.wrong(name, label, N_("This day is in the future; today is {day}."), day=latest.isoformat())
        return day.isoformat()

    def number(
        self, name: str, label: str, lowest: float, highest: float, *, above: bool = False
    ) -> float | None:
        """A number from `lowest` (with `above`, more than it) to `highest`; None for an empty field."""
        said = self.value(name)
        if not said:
            return None
        try:
            number = float(said.replace(",", "."))
        except ValueError:
            number = math.nan
        if not lowest <= number <= highest or (above and number == lowest):
            words = N_("Give a number from {lowest:g} to {highest:g}.")
            if above:
                words = N_("Give a number above {lowest:g}, at most {highest:g}.")
            self.wrong(name, label, words, lowest=lowest, highest=highest)
            return None
        return number

    def whole(self, name: str, label: str, lowest: int, highest: int) -> int:
        """A whole number; `lowest` where it is none, which is noted."""
        said = self.value(name)
        if said.isascii() and said.isdigit() and lowest <= int(said[:9]) <= highest:
            return int(said)
        words = N_("Give a whole number from {lowest} to {highest}.")
        self.wrong(name, label, words, lowest=lowest, highest=highest)
        return lowest


async def posted(request: Request) -> Form:
    """The form that a page sent; 413 for one larger than any of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BYTES:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(413) from error
    return Form(dict(pairs))
