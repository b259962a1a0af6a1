"""Words reach the reader in the reader's language, and the catalogues hold every word there is."""

import ast
import io
import pickle
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import catalogues
from therapy import translation
from therapy.errors import StepladderError
from therapy.translation import available_locales, plural, translate, use_locale
from therapy.words import N_

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    """The language is the process's; each test leaves English behind."""
    yield
    use_locale("en")


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small German catalogue, written with the project's own tools for a module that declares words."""
    (tmp_path / "therapy").mkdir()
    (tmp_path / "therapy" / "greeting.py").write_text(
        'N_("You are on floor {floor}.")\nplural("{count} visit", "{count} visits", 2)\n', encoding="utf-8"
    )
    locale = tmp_path / "locale"
    po = locale / "de" / "LC_MESSAGES" / "stepladder.po"
    po.parent.mkdir(parents=True)
    po.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "You are on floor {floor}."\nmsgstr "Sie sind auf Stockwerk {floor}."\n\n'
        'msgid "{count} visit"\nmsgid_plural "{count} visits"\n'
        'msgstr[0] "{count} Besuch"\nmsgstr[1] "{count} Besuche"\n',
        encoding="utf-8",
    )
    catalogues.write_all(locale, catalogues.extract(tmp_path))
    monkeypatch.setattr(translation, "CATALOGUES", locale)


def test_english_needs_no_catalogue() -> None:
    """An English template is its own translation, with its inputs filled in."""
    assert use_locale("en") == "en"
    assert translate("You are on floor {floor}.", floor=3) == "You are on floor 3."
    assert plural("{count} visit", "{count} visits", 1) == "1 visit"
    assert plural("{count} visit", "{count} visits", 4) == "4 visits"


@pytest.mark.usefixtures("german")
def test_another_language() -> None:
    """A particular tag falls back to its language, and words come from that catalogue."""
    assert use_locale("de_at") == "de"
    assert translate("You are on floor {floor}.", floor=3) == "Sie sind auf Stockwerk 3."
    assert plural("{count} visit", "{count} visits", 1) == "1 Besuch"
    assert plural("{count} visit", "{count} visits", 2) == "2 Besuche"
    assert translate("Not in the catalogue {n}.", n=1) == "Not in the catalogue 1."


@pytest.mark.usefixtures("german")
def test_the_pseudo_locale() -> None:
    """Pseudo words are bracketed and accented; placeholders still work."""
    assert use_locale("en-XA") == "en-XA"
    assert translate("You are on floor {floor}.", floor=3) == "⟦Ýóú ářé óñ fłóóř 3.⟧"
    assert plural("{count} visit", "{count} visits", 2) == "⟦2 víšítš⟧"
    assert available_locales() == ["de", "en", "en-XA"]


def test_an_unknown_language_is_english() -> None:
    """No catalogue means English, and the answer says so."""
    for tag in ("tlh-Latn", "../locale", ""):
        assert use_locale(tag) == "en"
    assert translate("Stop") == "Stop"


def test_nothing_translates_to_nothing() -> None:
    """The empty message is no one's words, not the catalogue's header."""
    use_locale("en-XA")
    assert translate("") == ""


def test_words_without_inputs_keep_their_braces() -> None:
    """A template shown without inputs is shown as it stands."""
    assert translate(N_("Rated {suds} of 100")) == "Rated {suds} of 100"


def test_an_error_says_what_and_what_to_do() -> None:
    """An error reads as plain English; what happened and the advice can be translated apart."""
    error = StepladderError(
        "No step is called {name}.", "Choose one of {known}.", name="ladder", known="low, high"
    )
    assert str(error) == "No step is called ladder. Choose one of low, high."
    assert (error.what, error.advice) == ("No step is called {name}.", "Choose one of {known}.")
    assert error.inputs == {"name": "ladder", "known": "low, high"}


def test_an_error_crosses_processes() -> None:
    """An error raised in one process says the same when another shows it."""
    error = StepladderError("No step is called {name}.", "Choose another.", name="ladder")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_words_of_a_protocol() -> None:
    """Every field of a protocol that a person reads is found, wherever it is nested, and no other."""
    protocol = (
        'id = "p"\ntitle = "High places"\ncontraindications = ["Vertigo", "Epilepsy"]\n'
        '[[steps]]\nid = "low"\npatient_text = "Look around."\n'
        'gate = { kind = "expectancy", feared_outcome = "I fall" }\n'
        '[[references]]\ncitation = "Nobody 1999"\nsupports = "Saturates at 40 m"\n'
    )
    found = catalogues.words_of_protocol(io.BytesIO(protocol.encode()), {}, (), {})
    words = [(line, message) for line, _, message, _ in found]
    assert words == [
        (2, "High places"),
        (3, "Vertigo"),
        (3, "Epilepsy"),
        (6, "Look around."),
        (7, "I fall"),
        (10, "Saturates at 40 m"),
    ]


def test_the_catalogues_are_up_to_date() -> None:
    """The committed template is what the sources say now; when this fails, run `make words` and commit."""
    template = catalogues.extract()
    text = (ROOT / "therapy/locale/stepladder.pot").read_text(encoding="utf-8")
    committed = read_po(io.BytesIO(text.encode()))
    assert {one.id for one in template} == {one.id for one in committed}, "run `make words` and commit"
    assert catalogues.as_text(template) == text, "run `make words` and commit"


def test_the_same_words_are_the_same_bytes(tmp_path: Path) -> None:
    """Compiling again changes nothing: what is committed is what `make words` writes, to the byte."""
    template = catalogues.extract()
    catalogues.write_all(tmp_path, template)
    for locale in ("en", "en_XA"):
        compiled = Path("LC_MESSAGES", "stepladder.mo")
        assert (tmp_path / locale / compiled).read_bytes() == (
            ROOT / "therapy" / "locale" / locale / compiled
        ).read_bytes(), "run `make words` and commit"


def test_every_mark_is_on_words() -> None:
    """`N_` is given written words and nothing computed, or no translator would ever see them."""
    unseen = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in ("therapy", "protocols", "environments", "clinician_console")
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_"
        if not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant))
    ]
    assert unseen == []


def test_every_compiled_catalogue_is_its_source() -> None:
    """Each .mo holds what its .po says, and all that the template asks for is in the pseudo-locale."""
    with (ROOT / "therapy/locale/stepladder.pot").open("rb") as opened:
        template = read_po(opened)
    for tag in ("en", "en-XA"):
        folder = ROOT / "therapy/locale" / tag.replace("-", "_") / "LC_MESSAGES"
        with (folder / "stepladder.po").open("rb") as opened:
            source = read_po(opened, locale="en")
        use_locale(tag)
        for message in template:
            if message.id and not message.pluralizable:
                written = source.get(message.id)
                assert written is not None
                assert translate(str(message.id)) == (written.string or message.id)
                if tag == "en-XA":
                    assert written.string == catalogues.in_pseudo(str(message.id))


def test_every_translation_keeps_its_placeholders() -> None:
    """No language drops, adds or renames a {placeholder}."""
    for po in (ROOT / "therapy/locale").glob("*/LC_MESSAGES/stepladder.po"):
        with po.open("rb") as opened:
            source = read_po(opened)
        for message in source:
            originals = [message.id] if isinstance(message.id, str) else list(message.id or ())
            spoken = [message.string] if isinstance(message.string, str) else list(message.string or ())
            allowed = {name for one in originals for name in placeholders(one)}
            for one in spoken:
                assert not one or not message.id or placeholders(one) <= allowed, (po.parent.parent.name, one)


def placeholders(template: str) -> set[str]:
    """The names in a template's braces."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
