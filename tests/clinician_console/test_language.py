"""The reader's language is found where a person or their system says it."""

import gettext
from collections.abc import Iterator

import pytest

from clinician_console.language import ASKED_IN, speak
from therapy.translation import locale_in_use, translate, use_locale


@pytest.fixture(autouse=True)
def english_afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is asked for at first; the process speaks English again afterwards."""
    for name in ASKED_IN:
        monkeypatch.setenv(name, "")  # remembered, so that what speak() sets is gone again
    yield
    monkeypatch.undo()
    use_locale("en")


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "en_XA.UTF-8"}, "en-XA"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "en_XA.UTF-8@euro"}, "en-XA"),
        ({"LANG": "en_XA", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "en_XA:en"}, "en-XA"),
    ],
)
def test_the_language(monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], spoken: str) -> None:
    """The first of the usual variables that is set counts; a language without a catalogue is English."""
    for name, given in asked.items():
        monkeypatch.setenv(name, given)
    speak()
    assert locale_in_use() == spoken
    assert translate("Stop") == ("⟦Štóp⟧" if spoken == "en-XA" else "Stop")
    assert gettext.gettext("Usage:") == ("⟦Úšágé:⟧" if spoken == "en-XA" else "Usage:")
