"""Every word of a report comes through the catalogues; figures, names and what people wrote stay as they are."""

import re
from gettext import NullTranslations

import pytest

from catalogues import extract, in_pseudo
from clinician_console.reports.dictionary import meanings
from clinician_console.reports.model import CourseReport, Report, VisitReport
from clinician_console.reports.sheet import Facts, Heading, Picture, Table, Words
from clinician_console.reports.write import sheet
from tests.clinician_console.reports import on_record
from tests.pseudo import assert_translated
from therapy import translation

EXEMPT = (
    on_record.ALIAS, on_record.FORMULA, *on_record.NOTE.split("\n"), "Anna", "demo", "demo patient",
    "Dizzy, sat down.", "Headache", "a texture was missing", "graded-heights", "min", "s", "m/s", "cm", "UTC",
    "Sickness rose.", "A risk answer.", "elsewhere-0", "elsewhere-1", "The screening is 120 days old.",
    "The patient left the free floor.", "OpenXR",
)  # fmt: skip


class Pseudo(NullTranslations):
    """What the sources declare, in the pseudo-locale; anything else as it is."""

    def __init__(self, known: set[str]) -> None:
        super().__init__()
        self._known = known

    def gettext(self, message: str) -> str:
        """A message of the sources."""
        return in_pseudo(message) if message in self._known else message


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are shown in a catalogue made of the sources as they are now."""
    known = {message.id for message in extract() if isinstance(message.id, str)}
    monkeypatch.setattr(translation, "_shown_in", Pseudo(known))


@pytest.mark.usefixtures("pseudo")
def test_no_word_of_a_report_passes_the_catalogues_by(
    eventful: VisitReport, rehearsed: VisitReport, course: CourseReport
) -> None:
    """On every page, in every chart, and in the data dictionary's meanings."""
    reports: tuple[Report, ...] = (eventful, rehearsed, course)
    for report in reports:
        told = sheet(report)
        shown = [told.title, told.about, told.practice, told.claim, told.page.format(page=1, pages=2)]
        for block in told.blocks:
            match block:
                case Heading() | Words():
                    shown.append(block.words)
                case Facts():
                    shown += [words for row in block.rows for words in row]
                case Table():
                    shown += [column.title for column in block.columns]
                    shown += [cell for row in block.rows for cell in row]
                case Picture():
                    shown += [block.alternative, block.caption]
                    shown += re.findall(r"<text [^>]*>([^<]*)</text>", block.svg)
        shown += [one.meaning for one in meanings(report)] + [
            one.source for one in meanings(report) if one.source
        ]
        ids = {on_record.REHEARSED, on_record.EVENTFUL, on_record.REFUSED, on_record.BROKEN, on_record.SILENT}
        heads = {report.seal.head} if isinstance(report, VisitReport) else set()
        assert_translated([words for words in shown if words], *EXEMPT, *ids, *heads, "replay", "ID")
