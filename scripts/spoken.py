"""Finds every sentence that a session may say to a patient: the words of `Say`, of offers and of questions."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from protocols import catalogue
from therapy.conversation import WORDS

ROOT: Final = Path(__file__).resolve().parent.parent
SPEAKING: Final = ("therapy", "environments")
"""Packages in which a session is told what to say."""
STEP_TEXT: Final = "patient_text"
"""What a protocol's step says comes from the protocol."""


def sentences() -> tuple[str, ...]:
    """The English templates, each once, sorted. Raises ValueError where one cannot be seen in the source."""
    found = {words.prompt for words in WORDS.values()}
    for package in SPEAKING:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "stage" not in path.relative_to(ROOT).parts:
                found |= set(_said_in(path))
    for protocol in map(catalogue.load, catalogue.ids()):
        found |= {step.patient_text for step in protocol.steps}
    return tuple(sorted(found - {""}))


def key(sentence: str) -> str:
    """The name of a sentence among the spoken ones."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


def spoken_words(sentence: str) -> str:
    """What is spoken of a template. A placeholder at its end is left to the caption: the rest is a question.

    Raises ValueError for a placeholder elsewhere: such a sentence cannot be spoken beforehand.
    """
    words = re.sub(r": \{\w+\}$", "?", sentence)
    if "{" in words:
        raise ValueError(f"expected no placeholder but one after a colon at the end, got {sentence}")
    return words


def _said_in(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    if "Say(" not in source and ".offer(" not in source:
        return
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    marked = [str(call.args[0].value) for call in calls if _is_marked(call)]  # type: ignore[attr-defined]
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "Say":
            (words,) = [given.value for given in call.keywords if given.arg == "text"]
            yield from _words(words, module, marked)
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "offer":
            yield from _words(call.args[1], module, marked)


def _is_marked(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "N_" and isinstance(call.args[0], ast.Constant)


def _words(said: ast.expr, module: str, marked: list[str]) -> Iterator[str]:
    match said:
        case ast.Name(name):
            # A name of the module's, or of a function's: then it may be whatever the module marks as words.
            words = getattr(import_module(module), name, None)
            yield from marked if words is None else [words]
        case ast.IfExp(_, one, other):
            yield from _words(one, module, marked)
            yield from _words(other, module, marked)
        case ast.Attribute(_, attribute) if attribute == STEP_TEXT:
            return
        case _:
            raise ValueError(
                f"expected the words in {module}:{said.lineno} to be a name, got {ast.unparse(said)}: "
                f"what cannot be seen here cannot be spoken"
            )
