"""Marks the words a person will read, where they are declared."""

from typing import Final


def N_(message: str, /) -> str:
    """Mark an English template for the message catalogues and return it unchanged.

    It is translated where it is shown (`therapy.translation.translate`), never where it is declared: records keep the
    English template and its inputs, so that a record reads the same whoever made it. Placeholders are `{name}`. The
    argument must be one string literal (adjacent literals are one), or the extractor cannot see it.
    """
    return message


SOURCE_LANGUAGE: Final = "en"
