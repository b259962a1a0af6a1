"""A report's file is there whole or as it was, and everything that stands in the way is said with advice."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clinician_console.reports.gather import visit_report
from clinician_console.reports.model import VisitReport
from clinician_console.reports.write import as_html, as_pdf, write
from tests.clinician_console.reports import on_record
from tests.clinician_console.visits import stepladder
from therapy.errors import StepladderError
from therapy.records import DamagedRecordError, Store


def test_the_suffix_picks_the_format(eventful: VisitReport, tmp_path: Path) -> None:
    """A table brings its dictionary; a file that was there is replaced; nothing else is left."""
    (tmp_path / "mara.pdf").write_bytes(b"old")
    for name in ("mara.pdf", "mara.HTML", "mara.csv"):
        write(eventful, tmp_path / name)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "mara-dictionary.csv",
        "mara.HTML",
        "mara.csv",
        "mara.pdf",
    ]
    assert (tmp_path / "mara.pdf").read_bytes() == as_pdf(eventful)


@pytest.mark.parametrize("name", ["report.doc", "report", "none/report.pdf"])
def test_places_where_no_report_can_be_are_refused(eventful: VisitReport, tmp_path: Path, name: str) -> None:
    """An unknown suffix, none, and a folder that is not there."""
    with pytest.raises(StepladderError):
        write(eventful, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_disk_that_fails_leaves_the_old_file(
    eventful: VisitReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there stays, and no half of the new one."""
    old = tmp_path / "mara.csv"
    old.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StepladderError, match="No space left"):
        write(eventful, old)
    assert [file.name for file in tmp_path.iterdir()] == ["mara.csv"]
    assert old.read_bytes() == b"old"


def test_html_needs_no_other_file(eventful: VisitReport) -> None:
    """No address outside, no script; what people typed is shown and not run."""
    odd = eventful.model_copy(update={"alias": 'M<script>"</style>'})
    page = as_html(odd).decode()
    assert "<script" not in page
    assert page.count("</style>") == 1
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert as_html(odd) == as_html(odd)
    assert " style=" not in page  # the console shows the same parts under a policy that forbids it


def test_by_command_a_report_is_written_and_its_place_told(records: Path, tmp_path: Path) -> None:
    """The last visit, and what is said where there is none."""
    shutil.copy(records, tmp_path / "records.db")
    out = tmp_path / "last.pdf"
    ran = stepladder("report", "last", "--out", str(out), "--data", str(tmp_path))
    assert (ran.returncode, str(out) in ran.stdout) == (0, True), ran.stderr
    with Store.open(records, read_only=True) as store:
        assert out.read_bytes() == as_pdf(visit_report(store, on_record.SILENT))


def test_a_damaged_record_gives_advice_and_no_file(records: Path, tmp_path: Path) -> None:
    """A changed byte is found before anything is written."""
    copy = tmp_path / "records.db"
    shutil.copy(records, copy)
    with closing(sqlite3.connect(copy)) as db, db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        changed = "CAST(replace(CAST(body AS TEXT), '\"value\":55', '\"value\":25') AS BLOB)"
        db.execute(f"UPDATE entries SET body = {changed} WHERE kind = 'rating_given'")
    with Store.open(copy, read_only=True) as store, pytest.raises(DamagedRecordError):
        visit_report(store, on_record.EVENTFUL)
    out = tmp_path / "mara.pdf"
    ran = stepladder("report", on_record.EVENTFUL, "--out", str(out), "--data", str(tmp_path))
    assert ran.returncode == 1
    assert "restore the last backup" in ran.stderr
    assert not out.exists()
