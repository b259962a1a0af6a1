"""The reader's language, found once, for our own words and for those that the command line's library says."""

import gettext
import locale
import os

from therapy.translation import CATALOGUES, DOMAIN, use_locale
from therapy.words import N_, SOURCE_LANGUAGE

ASKED_IN = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a person says which language they read; the first that is set counts."""


def speak() -> None:
    """Show all words of this process in the reader's language from now on, as far as it has a catalogue."""
    tag = use_locale(_wanted())
    # click asks gettext, which looks at the environment; it is to speak the language we found, from our catalogue.
    os.environ["LANGUAGE"] = tag.replace("-", "_")
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)


def _wanted() -> str:
    given = next((os.environ[name] for name in ASKED_IN if os.environ.get(name)), "")
    tag = given.split(":")[0].split(".")[0].split("@")[0]
    if not given:  # Windows keeps it elsewhere, and says English_Austria where others say en_AT
        tag = (locale.getlocale()[0] or "").split("_")[0]
        tag = (locale.locale_alias.get(tag.lower()) or tag).split("_")[0]
    return SOURCE_LANGUAGE if tag in ("", "C", "POSIX") else tag


def NN_(one: str, many: str, /) -> tuple[str, str]:  # noqa: N802 - as N_
    """Marks words with a form of their own for one thing and for many."""
    return one, many


CLICKS_OWN = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("default: {default}"),
    N_("required"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing command."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    NN_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    NN_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    NN_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    N_("Option {name!r} does not take a value."),
    NN_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("Aborted!"),
    N_("file"),
    N_("directory"),
    N_("path"),
)
"""What click says to a person by itself, here so that it has a place in the catalogues."""
