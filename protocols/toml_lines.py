"""On which line each key of a TOML file stands, which Python's own TOML reader does not tell.

Only for text that `tomllib` has accepted: this reads the same text once more and looks at nothing but structure.
"""

from collections.abc import Mapping
from typing import Final

Path = tuple[str | int, ...]
"""Keys from the top of the file, and places in lists counted from 0."""

_BARE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_ENDS_VALUE: Final = frozenset(",]}#\n")


def lines_of(text: str) -> Mapping[Path, int]:
    """The line, from 1, of every key, table and list item of valid TOML."""
    return _Reader(text.replace("\r\n", "\n")).read()


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest thing around it that is written in the file; 1 for the file itself."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._items: dict[Path, int] = {}
        """How many tables each list of tables has so far."""

    def read(self) -> Mapping[Path, int]:
        table: Path = ()
        while self._blank():
            if self._next("[["):
                table = self._resolved(self._keys())
                place = self._items[table] = self._items.get(table, -1) + 1
                self._note(table)
                table = (*table, place)
                self._note(table)
                self._skip("]]")
            elif self._next("["):
                table = self._resolved(self._keys())
                self._note(table)
                self._skip("]")
            else:
                self._pair(table)
        return self._lines

    def _pair(self, table: Path) -> None:
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path)
        self._skip("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._spaces()
        for quotes in ('"""', "'''", '"', "'"):
            if self._next(quotes):
                self._string(quotes)
                return
        if self._next("["):
            place = 0
            while self._blank(",") and not self._next("]"):
                self._note((*path, place))
                self._value((*path, place))
                place += 1
        elif self._next("{"):
            while self._blank(",") and not self._next("}"):
                self._pair(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in _ENDS_VALUE:
                self._at += 1

    def _string(self, quotes: str) -> str:
        """Move past the end of a string whose quotes were read, and return what is between them."""
        begins = self._at
        while not self._text.startswith(quotes, self._at):
            self._at += 2 if quotes[0] == '"' and self._text[self._at] == "\\" else 1
        ends = self._at
        self._at += len(quotes)
        # Up to two more quotes may stand before the three that end a long string; they belong to it.
        while len(quotes) == 3 and self._text.startswith(quotes[0], self._at):
            self._at, ends = self._at + 1, ends + 1
        return self._text[begins:ends]

    def _keys(self) -> list[str]:
        """A dotted key."""
        keys = []
        while True:
            self._spaces()
            if self._next('"'):
                keys.append(self._string('"'))
            elif self._next("'"):
                keys.append(self._string("'"))
            else:
                begins = self._at
                while self._at < len(self._text) and self._text[self._at] in _BARE:
                    self._at += 1
                keys.append(self._text[begins : self._at])
            self._spaces()
            if not self._next("."):
                return keys

    def _resolved(self, keys: list[str]) -> Path:
        """The path of a table's header: a list of tables on the way stands for its last one so far."""
        path: Path = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            if path in self._items and number < len(keys) - 1:
                path = (*path, self._items[path])
        return path

    def _note(self, path: Path) -> None:
        self._lines.setdefault(path, self._text.count("\n", 0, self._at) + 1)

    def _next(self, mark: str) -> bool:
        """Move past `mark` if it comes next."""
        if not self._text.startswith(mark, self._at):
            return False
        self._at += len(mark)
        return True

    def _skip(self, mark: str) -> None:
        self._spaces()
        if not self._next(mark):
            raise ValueError(f"expected valid TOML with {mark!r} at character {self._at}")

    def _spaces(self) -> None:
        while self._at < len(self._text) and self._text[self._at] in " \t":
            self._at += 1

    def _blank(self, also: str = "") -> bool:
        """Move past spaces, ends of lines and comments; False at the end of the text."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                ends = self._text.find("\n", self._at)
                self._at = len(self._text) if ends < 0 else ends
            elif self._text[self._at] in " \t\n" or self._text[self._at] in also:
                self._at += 1
            else:
                return True
        return False
