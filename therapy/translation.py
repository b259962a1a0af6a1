"""Shows words in the reader's language: the message catalogues behind `N_`."""

from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from therapy.words import SOURCE_LANGUAGE

CATALOGUES: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "stepladder"

_shown_in: NullTranslations = NullTranslations()
_locale: str = SOURCE_LANGUAGE


def available_locales() -> list[str]:
    """The language tags that have a catalogue, such as `en` and `en-XA`, sorted."""
    found = CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return sorted(catalogue.parent.parent.name.replace("_", "-") for catalogue in found)


def use_locale(tag: str) -> str:
    """Show words in the language of `tag` (BCP 47, such as `de-AT`) from now on; return the tag really used.

    Goes from the most to the least particular: `de-AT`, then `de`, then English, which needs no catalogue.
    """
    global _shown_in, _locale
    language, *rest = tag.replace("_", "-").split("-")
    # BCP 47 ignores case; folders do not: de, AT, Latn.
    parts = [language.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)]
    for length in range(len(parts) if all(part.isalnum() for part in parts) else 0, 0, -1):
        catalogue = CATALOGUES / "_".join(parts[:length]) / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if catalogue.is_file():
            with catalogue.open("rb") as opened:
                _shown_in = GNUTranslations(opened)
            _locale = "-".join(parts[:length])
            return _locale
    _shown_in, _locale = NullTranslations(), SOURCE_LANGUAGE
    return _locale


def locale_in_use() -> str:
    """The tag of the language that words are shown in now; another process goes on in it by `use_locale`."""
    return _locale


def translate(template: str, /, **inputs: object) -> str:
    """The words of an English template in the reader's language, its `{name}` placeholders filled.

    An input that is itself a message, such as a feared outcome or a title, is translated too.
    """
    if not inputs:
        return _message(template)
    filled = {name: _message(given) if isinstance(given, str) else given for name, given in inputs.items()}
    return _message(template).format_map(filled)


def _message(words: str) -> str:
    # gettext answers the empty message with the catalogue's header, which nobody should read.
    return _shown_in.gettext(words) if words else ""


def plural(one: str, many: str, count: int, /, **inputs: object) -> str:
    """As `translate`, choosing the form this language uses for `count`, which also fills `{count}`."""
    return _shown_in.ngettext(one, many, count).format_map({"count": count, **inputs})
