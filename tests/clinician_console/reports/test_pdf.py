"""The PDF is one that a screen reader can follow, and always the same."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from clinician_console.reports import chart
from clinician_console.reports.model import CourseReport, Note, Report, VisitReport
from clinician_console.reports.write import as_pdf
from tests.clinician_console.reports import on_record

AGAIN = """
import hashlib, sys
from pathlib import Path
from clinician_console.reports.gather import visit_report
from clinician_console.reports.write import as_pdf
from therapy.records import Store
with Store.open(Path(sys.argv[1]), read_only=True) as store:
    print(hashlib.sha256(as_pdf(visit_report(store, sys.argv[2]))).hexdigest())
"""


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """All elements of the tag tree."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot]
    found: list[Any] = []
    while waiting:
        element = waiting.pop()
        kids: Any = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                found.append(kid)
                waiting.append(kid)
    return found


@pytest.mark.parametrize("name", ["eventful", "rehearsed", "course"])
def test_it_is_tagged_titled_and_has_a_language(name: str, request: pytest.FixtureRequest) -> None:
    """MarkInfo, Lang, title, one alternative for each chart, heads of tables, and PDF/UA-1 declared."""
    report: Report = request.getfixturevalue(name)
    with pikepdf.open(io.BytesIO(as_pdf(report))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert report.alias in about["dc:title"] or on_record_id(report) in about["dc:title"]
        tags = elements(pdf)
        kinds = [str(tag.S) for tag in tags]
        assert {"/Figure", "/Table", "/TH", "/TD", "/H1"} <= set(kinds)
        (alternative,) = [str(tag.Alt) for tag in tags if "/Alt" in tag]
        if isinstance(report, VisitReport):
            assert alternative == chart.alternative(report)


def on_record_id(report: Report) -> str:
    """The visit's id; empty for a course."""
    return report.seal.session_id if isinstance(report, VisitReport) else ""


def test_the_alternative_says_the_figures(eventful: VisitReport) -> None:
    """Each rating with its time, each stay, each mark."""
    words = chart.alternative(eventful)
    for said in (
        "0:04 15, 0:10 55, 0:20 25, 0:54 20",
        "step 5 from 0:24 to 0:30",
        "0:30 Pause 0:06",
        "0:50 Stop",
    ):
        assert said in words
    assert words.count("Adverse event") == 2


def test_the_same_report_is_the_same_bytes_in_two_processes(eventful: VisitReport, records: Path) -> None:
    """Nothing of the hour, the process or a dictionary's order is in it."""
    made = as_pdf(eventful)
    assert made == as_pdf(eventful)
    ran = subprocess.run(
        [sys.executable, "-c", AGAIN, str(records), on_record.EVENTFUL],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3], timeout=120,
    )  # fmt: skip
    assert ran.stdout.strip() == hashlib.sha256(made).hexdigest()


def test_letters_that_no_font_has_and_control_characters_still_make_a_report(eventful: VisitReport) -> None:
    """A note in any script, with whatever was pasted into it, is no reason to have no report."""
    odd = Note(at_s=1.0, text="\U000e0041 \ue000 \x07 日本 😀 \u202e", who="Anna")
    assert as_pdf(eventful.model_copy(update={"notes": (odd,)})).startswith(b"%PDF-")


def test_a_note_longer_than_a_page_breaks(eventful: VisitReport) -> None:
    """Nothing is cut off."""
    long = Note(at_s=1.0, text="word " * 1500 + "\n\nthe last line", who=None)
    with pikepdf.open(io.BytesIO(as_pdf(eventful.model_copy(update={"notes": (long,)})))) as pdf:
        pages = len(pdf.pages)
    with pikepdf.open(io.BytesIO(as_pdf(eventful))) as pdf:
        assert pages > len(pdf.pages)


def test_nothing_of_a_course_without_visits_is_missing(course: CourseReport) -> None:
    """Before the first visit there is a report all the same."""
    empty = course.model_copy(
        update={"visits": (), "weeks": (), "adherence": None, "ordered": (), "steps": 0}
    )
    assert as_pdf(empty).startswith(b"%PDF-")
