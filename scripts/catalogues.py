"""Keep the message catalogues in step with the sources: extract, update, compile, make the pseudo-locale.

`make words` runs this. What it writes is committed, so that a clone and a wheel need no build step. The
pseudo-locale `en-XA` is English in ⟦brackets with áccents⟧: words that show without them never went through a
catalogue.
"""

import io
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import IO, Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
DOMAIN: Final = "stepladder"
PSEUDO: Final = "en_XA"
KEYWORDS: Final = {"N_": None, "NN_": (1, 2), "translate": None, "t": None, "plural": (1, 2)}
READ_BY_PEOPLE: Final = frozenset(
    {
        *("title", "summary", "indication", "contraindications", "supports"),
        *("patient_text", "prompt", "feared_outcome", "homework"),
    }
)
"""Keys of a protocol whose strings, alone or in a list, a patient or clinician reads."""

WRITTEN_ON: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in every compiled catalogue's header: the same words are the same bytes, whenever they were compiled."""

Word = tuple[int, None, str, list[str]]


def words_of_protocol(
    opened: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Word]:
    """What a person reads in one protocol, for Babel: line, function (none), words, and the key as a comment.

    A TOML parser keeps no lines, so the line is where the words begin in the text, and 1 when they are
    written with escapes.
    """
    text = opened.read().decode("utf-8")

    def walk(value: object, key: str) -> Iterator[Word]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(inner, name)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner, key)
        elif isinstance(value, str) and key in READ_BY_PEOPLE and value.strip():
            begins = text.find(value.split("\n")[0])
            yield text.count("\n", 0, max(begins, 0)) + 1, None, value, [f"{key} of a protocol"]

    yield from walk(tomllib.loads(text), "")


def extract(root: Path = ROOT) -> Catalog:
    """Every message declared under `root`, in the order of files and lines."""
    catalog = _empty(None)
    with (ROOT / "babel.cfg").open(encoding="utf-8") as described:
        methods, options = parse_mapping_cfg(described)  # type: ignore[no-untyped-call]
    found = extract_from_dir(root, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",))
    # Sorted by place, and placed by file alone: moving code within a file changes no catalogue.
    for file, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(
            message, locations=[(file.replace("\\", "/"), 0)], auto_comments=comments, context=context
        )
    return catalog


def _empty(locale: str | None) -> Catalog:
    """A catalogue whose header says nothing that changes from one run or machine to another."""
    return Catalog(
        locale=locale,
        domain=DOMAIN,
        project="Stepladder",
        header_comment="# Words that people read. `make words` writes this; translate in the .po files.",
        creation_date=WRITTEN_ON,
        revision_date=WRITTEN_ON,
        fuzzy=False,
    )


def as_text(catalog: Catalog) -> str:
    """The text of a .po or .pot file, without the dates that would change it at every run."""
    written = io.BytesIO()
    write_po(written, catalog, width=100, include_lineno=False, omit_header=False)
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date')))


def in_pseudo(message: str) -> str:
    """A message with accents and in brackets, its {placeholders} as they were."""
    accented = str.maketrans("aceilnorsuyzACEINOSUYZ", "áçéíłñóřšúýžÁÇÉÍÑÓŠÚÝŽ")
    parts = []
    for words, name, spec, conversion in Formatter().parse(message):
        parts.append(words.translate(accented).replace("{", "{{").replace("}", "}}"))
        if name is not None:
            parts.append(
                "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"
            )
    return f"⟦{''.join(parts)}⟧"


def translated(
    template: Catalog, locale: str, known: Catalog | None, words: Callable[[str], str] | None
) -> Catalog:
    """The catalogue of one language: all the template asks for, in what was `known` or what `words` makes."""
    catalog = _empty(locale)
    for message in template:
        if not message.id:
            continue
        if words is not None:
            ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
            spoken: Any = tuple(words(one) for one in ids) if message.pluralizable else words(ids[0])
        else:
            before = known.get(message.id, message.context) if known is not None else None
            spoken = before.string if before is not None else ""
        catalog.add(
            message.id,
            spoken,
            locations=message.locations,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return catalog


def write_all(folder: Path, template: Catalog) -> None:
    """Write the template, and the .po and .mo of English, the pseudo-locale and every language begun."""
    (folder / f"{DOMAIN}.pot").write_text(as_text(template), encoding="utf-8", newline="\n")
    languages = {"en", PSEUDO} | {
        found.parent.parent.name for found in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")
    }
    for language in sorted(languages):
        po = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        po.parent.mkdir(parents=True, exist_ok=True)
        known = None
        if po.exists():
            with po.open("rb") as opened:
                known = read_po(opened, locale=_known_to_babel(language))
        catalog = translated(
            template, _known_to_babel(language), known, in_pseudo if language == PSEUDO else None
        )
        po.write_text(as_text(catalog), encoding="utf-8", newline="\n")
        with po.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalog)


def _known_to_babel(language: str) -> str:
    """The locale whose plural rules apply: the pseudo-locale counts as English does."""
    return "en" if language == PSEUDO else language


def main() -> None:
    """Extract the words of this tree and write its catalogues."""
    template = extract()
    write_all(ROOT / "therapy" / "locale", template)
    print(f"{len(template)} messages in therapy/locale")


if __name__ == "__main__":
    main()
