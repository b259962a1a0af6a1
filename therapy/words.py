"""Marks the words a person will read, where they are declared."""

from typing import Final

SOURCE_LANGUAGE: Final = "en"


def N_(message: str, /) -> str:  # noqa: N802 - the name that translators' tools look for
    """Mark an English template for the message catalogues and return it unchanged.

    It is translated where it is shown (`therapy.translation.translate`), never where it is declared: records
    keep the English template and its inputs, so that a record reads the same whoever made it. Placeholders
    are `{name}`. The argument must be a string literal (adjacent literals are one), or the extractor cannot
    see it.
    """
    return message
