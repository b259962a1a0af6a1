"""What stands on the pages of a report, in the reader's language and in reading order; PDF and HTML set the same."""

from typing import Literal, NamedTuple

from clinician_console.names import named
from clinician_console.reports.model import Sentence
from clinician_console.story import clock
from therapy.frozen import Frozen
from therapy.sample import TICKS_PER_S
from therapy.translation import translate


class Heading(Frozen):
    """Begins a part."""

    kind: Literal["heading"] = "heading"
    words: str


class Words(Frozen):
    """A paragraph; `strong` where nobody may miss it."""

    kind: Literal["words"] = "words"
    words: str
    strong: bool = False


class Facts(Frozen):
    """What each thing is called, and what it is."""

    kind: Literal["facts"] = "facts"
    rows: tuple[tuple[str, str], ...]


class Column(NamedTuple):
    """Head of a column; figures stand to the right, `share` is its part of the width (0: as wide as it needs)."""

    title: str
    right: bool = False
    share: int = 0


class Table(Frozen):
    """Rows under heads that come again on every page."""

    kind: Literal["table"] = "table"
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(Frozen):
    """A chart, and the same in words for who does not see it."""

    kind: Literal["picture"] = "picture"
    svg: str
    alternative: str
    caption: str


Block = Heading | Words | Facts | Table | Picture


class Sheet(Frozen):
    """One report, ready to be set."""

    title: str
    about: str
    """Whose, and which: stands at the top of every page."""
    practice: str
    """"" for a patient; else the words that say on every page that this is practice."""
    claim: str
    """At the foot of every page."""
    page: str
    """"Page {page} of {pages}", in which only the two numbers are left to fill."""
    language: str
    """Tag of the language it is written in."""
    day: str
    """The day it is about, which is the date of the document: when it was printed is nobody's concern."""
    blocks: tuple[Block, ...]


def words(sentence: Sentence) -> str:
    """A sentence in the reader's language, what it names and its figures filled in."""
    inputs = {name: named(name, given) for name, given in sentence.inputs.items()}
    said = translate(sentence.template, **inputs) if inputs else translate(sentence.template)
    return said[:1].upper() + said[1:]


def at(seconds: float) -> str:
    """Session time in minutes and whole seconds, as everywhere in the console."""
    return clock(int(seconds * TICKS_PER_S + 0.5))


def lasting(seconds: float) -> str:
    """A length of time in minutes and whole seconds."""
    return at(round(seconds))
