"""Finds words that did not come from the message catalogues, where words are shown in the pseudo-locale en-XA.

What a person reads may hold, beside words from the catalogues, only what is the same in every language: numbers,
symbols of units (s, m), "Ctrl-C", names that are typed (commands, options, arguments in CAPITALS), names of files and
ids, and JSON. A test names the ids and paths of its own; the rest is exempt here.
"""

import re
from collections.abc import Sequence
from typing import Final

TAG: Final = "en-XA"
ACCENTED: Final = frozenset("aceilnorsuyzACEINOSUYZ")
"""Letters that the pseudo-locale replaces: where one stands as it is, a catalogue has not been asked."""
TYPED: Final = (
    re.compile(r"^ +stepladder .*$", re.MULTILINE),  # an example, which help gives as a line of its own
    re.compile(r"^  [a-z-]+(?=  )", re.MULTILINE),  # a command in a list of them
    re.compile(
        r"\bstepladder\b(?:\s+(?:demo|console|render|report|replay|sessions|protocols|list|check|schema|version|last)\b)*"
    ),
    re.compile(r"--[a-z][a-z-]*"),
    re.compile(r"\[?\b[A-Z]{2,}\b(?: [A-Z]+\b)*\]?(?:\.\.\.)?"),  # DIR, [OPTIONS], SESSION
    re.compile(r"\bCtrl-C\b"),
    re.compile(r"(?<![\w.])\.[a-z]{3,4}\b"),  # how the names of files end
    re.compile(r"(?<=\d) ?(?:s|m)\b"),
)


def plain_words(shown: str, *exempt: str) -> list[str]:
    """The words in `shown` that no catalogue has given, in order. `exempt` are names and ids, as they are shown."""
    for pattern in TYPED:
        shown = pattern.sub(" ", shown)
    for name in sorted(exempt, key=len, reverse=True):
        shown = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", shown)
    return [word for word in re.findall(r"[^\W_]+", shown) if not ACCENTED.isdisjoint(word)]


def assert_translated(shown: Sequence[str], *exempt: str) -> None:
    """All of it is there, and all of it came from the catalogues."""
    assert shown
    left = {one: plain_words(one, *exempt) for one in shown}
    assert not any(left.values()), {one: words for one, words in left.items() if words}
