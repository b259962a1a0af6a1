"""Sets a sheet as PDF/UA-1 with Typst, which refuses what a screen reader could not follow.

The same sheet gives the same bytes, in every process: only the fonts inside Typst are used, and the document's
date is the day it is about. Where a text holds letters that those fonts lack, this machine's fonts are asked;
a letter that nobody has is written as its code point.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from clinician_console.reports.sheet import Sheet

TEMPLATE: Final = Path(__file__).with_name("report.typ")
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
"""Control characters: a page has nothing to show for them."""
_WITHOUT_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


def pdf(sheet: Sheet) -> bytes:
    """The document's bytes."""
    words = json.dumps(_seen(sheet.model_dump(mode="json")), ensure_ascii=False)
    try:
        return _compiled(words, own_fonts_only=True)
    except typst.TypstError as error:
        if not _missing(error):
            raise
    try:
        return _compiled(words, own_fonts_only=False)
    except typst.TypstError as error:
        missing = _missing(error)
        if not missing:
            raise
        return _compiled(_spelled(words, missing), own_fonts_only=False)


def _seen(told: Any) -> Any:
    if isinstance(told, str):
        return _UNSEEN.sub(" ", told)
    if isinstance(told, dict):
        return {name: _seen(value) for name, value in told.items()}
    return [_seen(value) for value in told] if isinstance(told, list | tuple) else told


def _compiled(words: str, *, own_fonts_only: bool) -> bytes:
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=_fonts(own_fonts_only),
        sys_inputs={"sheet": words},
        pdf_standards="ua-1",
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts(own_only: bool) -> typst.Fonts:
    """Looked for once a process: a desktop can have thousands."""
    return typst.Fonts(include_system_fonts=not own_only)


def _missing(error: typst.TypstError) -> set[str]:
    """The letters that no font shows."""
    found: set[str] = set()
    for text in _WITHOUT_GLYPH.findall(error.diagnostic):
        found |= set(json.loads(f'"{_as_json(text)}"'))
    return found


def _as_json(text: str) -> str:
    """Typst writes unusual letters as \\u{1f600}."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: json.dumps(chr(int(code[1], 16)))[1:-1], text)


def _spelled(words: str, letters: set[str]) -> str:
    return "".join(f"[U+{ord(letter):04X}]" if letter in letters else letter for letter in words)
