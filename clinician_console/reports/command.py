"""`stepladder report`: gathers a report and writes it to a file."""

from datetime import date
from pathlib import Path

from rich.console import Console

from clinician_console.data_folder import DataFolder
from clinician_console.reports.gather import course_report, visit_report
from clinician_console.reports.model import Report
from clinician_console.reports.write import expect_place, write
from therapy.clock import now
from therapy.errors import StepladderError
from therapy.records import Store
from therapy.translation import translate
from therapy.words import N_


def report(
    console: Console, data: DataFolder, visit: str | None, *, alias: str | None, on: date | None, out: Path
) -> None:
    """Write the report of a visit, or of the course of a patient up to a day, and say where it is."""
    if (visit is None) == (alias is None):
        raise StepladderError(
            N_("A report is of one visit or of one patient's course."),
            N_("Name a visit (its id, or: last), or a patient with {option}."),
            option="--course",
        )
    expect_place(out)
    with Store.open(data.records, read_only=True) as store:
        told = _gathered(store, visit, alias, on)
    for file in write(told, out):
        words = translate(N_("The report is in {file}."), file=str(file))
        console.print(words, highlight=False, soft_wrap=True, markup=False)


def _gathered(store: Store, visit: str | None, alias: str | None, on: date | None) -> Report:
    if alias is not None:
        return course_report(store, alias, on or now().date())
    assert visit is not None
    return visit_report(store, visit)
