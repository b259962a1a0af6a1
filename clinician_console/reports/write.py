"""Writes a report as bytes or as a file, whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from clinician_console.reports import course_sheet, tables, visit_sheet
from clinician_console.reports import dictionary as data_dictionary
from clinician_console.reports.model import Report, VisitReport
from clinician_console.reports.sheet import Sheet
from therapy.errors import StepladderError
from therapy.words import N_


def sheet(report: Report) -> Sheet:
    """The report in the words of the language in use."""
    return visit_sheet.sheet(report) if isinstance(report, VisitReport) else course_sheet.sheet(report)


def as_pdf(report: Report) -> bytes:
    """PDF/UA-1, the same bytes for the same report."""
    from clinician_console.reports.pdf import pdf  # 30 MB that only a PDF needs

    return pdf(sheet(report))


def as_html(report: Report) -> bytes:
    """One file that needs no other."""
    from clinician_console.reports.html import standalone

    return standalone(sheet(report))


def as_csv(report: Report) -> bytes:
    """One long table, see clinician_console.reports.tables."""
    return tables.table(report)


def dictionary(report: Report) -> bytes:
    """What the columns and names of that table mean."""
    return data_dictionary.dictionary(report)


WRITERS: Final[Mapping[str, Callable[[Report], bytes]]] = {
    ".pdf": as_pdf,
    ".html": as_html,
    ".csv": as_csv,
}


def expect_place(path: Path) -> None:
    """StepladderError, before anything is read, where no report can be written at `path`."""
    if path.suffix.lower() not in WRITERS:
        raise StepladderError(
            N_("A report cannot be written as {file}: its name tells no format."),
            N_("End the name with {formats}."),
            file=str(path),
            formats=", ".join(WRITERS),
        )
    if path.is_dir() or not path.parent.is_dir():
        raise StepladderError(
            N_("There is no folder {folder} to write {file} into."),
            N_("Make the folder first, or name another file."),
            folder=str(path.parent),
            file=path.name,
        )


def write(report: Report, path: Path) -> list[Path]:
    """Write the report in the format that the suffix names, and the data dictionary beside a CSV.

    Each file is there whole or as it was before. StepladderError where it cannot be written.
    """
    expect_place(path)
    files = {path: WRITERS[path.suffix.lower()](report)}
    if path.suffix.lower() == ".csv":
        files[path.with_name(f"{path.stem}-dictionary.csv")] = dictionary(report)
    made: list[Path] = []
    try:
        for file, content in files.items():
            made.append(_beside(file, content))
        for ready, file in zip(list(made), files, strict=True):
            os.replace(ready, file)
            made.remove(ready)
    except OSError as error:
        raise StepladderError(
            N_("The report could not be written to {file}: {why}."),
            N_("Look whether the folder may be written to and has room, or name another file."),
            file=str(path),
            why=error.strerror or str(error),
        ) from error
    finally:
        for left in made:
            with contextlib.suppress(OSError):
                left.unlink()
    return list(files)


def _beside(file: Path, content: bytes) -> Path:
    """The content on the disk in the same folder, under a name of its own, readable by this user alone."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    return Path(name)
