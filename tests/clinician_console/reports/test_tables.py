"""The table holds the model's figures, and the dictionary says what each is."""

import csv
import io

import pytest

from clinician_console.reports.dictionary import Meaning, meanings
from clinician_console.reports.model import CourseReport, Report, VisitReport
from clinician_console.reports.tables import Row, rows
from clinician_console.reports.write import as_csv, dictionary
from tests.clinician_console.reports import on_record


def read(content: bytes) -> list[dict[str, str]]:
    """As any reader of CSV sees it; the byte order mark is not part of the first name."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def values(table: list[dict[str, str]], item: str, name: str) -> list[str]:
    """The values of one name in order."""
    return [row["value"] for row in table if (row["item"], row["name"]) == (item, name)]


def test_read_back_it_equals_the_model(eventful: VisitReport) -> None:
    """Ratings, measures, steps, counts and notes."""
    table = read(as_csv(eventful))
    for scale in ("suds", "fms", "expectancy"):
        expected = [str(one.value) for one in eventful.ratings if one.scale == scale]
        assert values(table, "rating", scale) == expected
    expected = [one.text for stay in eventful.stays for one in stay.figures if one.name == "head_down_share"]
    assert values(table, "measure", "head_down_share") == expected == ["26", "50", "12"]
    assert values(table, "step", "repetitions") == ["2", "1"]
    assert values(table, "step", "seconds") == ["31.00", "5.50"]
    assert values(table, "visit", "adverse_events") == ["2"]
    assert values(table, "safety", "adverse") == ["mild", "severe"]
    notes = [row["words"] for row in table if row["item"] == "note"]
    assert notes == [on_record.NOTE, "'" + on_record.FORMULA]
    at = {row["at"] for row in table if (row["item"], row["name"]) == ("safety", "stop")}
    assert at == {"2026-03-05T10:00:50+01:00"}


def test_no_time_of_day_is_made_up_where_session_time_ran_faster(rehearsed: VisitReport) -> None:
    """The clock said something else then."""
    table = read(as_csv(rehearsed))
    assert {row["at"] for row in table if row["item"] in ("rating", "stay", "decision")} == {""}
    assert all(row["session_s"] for row in table if row["item"] == "rating")


def test_it_is_rfc_4180_in_utf_8_with_a_mark(eventful: VisitReport) -> None:
    """CRLF after every record, quotes where needed, and the mark that a spreadsheet asks for."""
    content = as_csv(eventful)
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(Row._fields).encode() + b"\r\n")
    assert content.endswith(b"\r\n")
    assert b'"Looked over the rail.\nAsked, by herself, to stay."' in content
    assert content == as_csv(eventful)


@pytest.mark.parametrize("name", ["eventful", "rehearsed", "course"])
def test_the_dictionary_describes_every_column_and_every_name(
    name: str, request: pytest.FixtureRequest
) -> None:
    """With meaning, unit, type, precision and source; the units are those of the table."""
    report: Report = request.getfixturevalue(name)
    told = read(dictionary(report))
    assert tuple(told[0]) == Meaning._fields
    assert [one["name"] for one in told if one["describes"] == "column"] == list(Row._fields)
    described = {(one["describes"], one["name"], one["unit"]) for one in told if one["describes"] != "column"}
    assert described == {(row.item, row.name, row.unit) for row in rows(report)}
    assert all(one["meaning"] and one["type"] for one in told)
    assert all(
        one["precision"] and one["source"] for one in told if one["describes"] in ("measure", "rating")
    )


def test_a_measure_says_what_it_was_taken_from(eventful: VisitReport) -> None:
    """The head's direction stands in for the eyes, to a whole percent."""
    (down,) = [one for one in meanings(eventful) if one.name == "head_down_share"]
    assert (down.unit, down.precision) == ("%", "1 %")
    assert "standing in for the eyes" in down.source


def test_a_course_has_a_block_of_rows_for_each_visit(course: CourseReport) -> None:
    """What is known of each, and for those from elsewhere no figure that nobody measured."""
    table = read(as_csv(course))
    assert values(table, "visit", "recorded") == ["0", "0", "1", "1", "1", "1", "1"]
    elsewhere = {row["name"] for row in table if row["visit"] == "elsewhere-0"}
    assert elsewhere == {"recorded", "plan", "minutes", "ending", "completed"}
    assert sum(map(int, values(table, "visit", "adverse_events"))) == len(course.adverse) == 2
