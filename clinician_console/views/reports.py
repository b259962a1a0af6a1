"""The reports of visits and courses: as a page, and as files to keep."""

from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from clinician_console.pages import house_of, page
from clinician_console.reports.gather import course_report, visit_report
from clinician_console.reports.model import Report, VisitReport
from clinician_console.reports.write import as_csv, as_html, as_pdf, dictionary, sheet
from therapy.clock import now
from therapy.records import Store
from therapy.records.errors import UnknownPatientError, UnknownSessionError
from therapy.translation import translate
from therapy.words import N_

router = APIRouter()

FILES: Final[dict[str, tuple[str, Callable[[Report], bytes]]]] = {
    "report.pdf": ("application/pdf", as_pdf),
    "report.html": ("text/html; charset=utf-8", as_html),
    "report.csv": ("text/csv; charset=utf-8", as_csv),
    "dictionary.csv": ("text/csv; charset=utf-8", dictionary),
}


Gather = Callable[[Store], Report]


@router.get("/visits/{session_id}")
def visit_page(request: Request, session_id: str) -> Response:
    """The report of a visit, to read."""
    return _answer(request, lambda store: visit_report(store, session_id), None)


@router.get("/patients/{alias}/report")
def course_page(request: Request, alias: str, on: str = "") -> Response:
    """The report of a patient's course up to today, or to the day `on`, to read."""
    return _answer(request, lambda store: course_report(store, alias, _day(on)), None)


@router.get("/visits/{session_id}/{file}")
def visit_file(request: Request, session_id: str, file: str) -> Response:
    """The report of a visit, to keep."""
    return _answer(request, lambda store: visit_report(store, session_id), file)


@router.get("/patients/{alias}/{file}")
def course_file(request: Request, alias: str, file: str, on: str = "") -> Response:
    """The report of a course, to keep."""
    return _answer(request, lambda store: course_report(store, alias, _day(on)), file)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given) if given else now().date()
    except ValueError:
        raise HTTPException(404) from None


def _answer(request: Request, gather: Gather, file: str | None) -> Response:
    """The page, or one of the files; 404 with advice where nobody and nothing is called so."""
    if file is not None and file not in FILES:
        raise HTTPException(404)
    try:
        with Store.open(house_of(request).data.records, read_only=True) as store:
            report = gather(store)
    except (UnknownSessionError, UnknownPatientError) as error:
        return page(request, "error.html", 404, what=error.what, advice=error.advice, inputs=error.inputs)
    if file is None:
        return _page(request, report)
    kind, make = FILES[file]
    name = f"{_name(report)}{'-dictionary' if file == 'dictionary.csv' else ''}.{file.rpartition('.')[2]}"
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "-_. ") else "_" for one in name)
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(make(report), media_type=kind, headers={"Content-Disposition": said})


def _page(request: Request, report: Report) -> Response:
    told = sheet(report)
    person = f"/patients/{quote(report.alias, safe='')}"
    if isinstance(report, VisitReport):
        files, asked, links = f"/visits/{report.seal.session_id}", "", {}
        here = translate(N_("Report of the visit"))
    else:
        files, asked = person, f"?on={report.on}"
        links = {visit.session_id: f"/visits/{visit.session_id}" for visit in report.visits if visit.recorded}
        here = translate(N_("Report of the course"))
    trail = [(report.alias, person), (here, None)]
    return page(request, "report.html", sheet=told, files=files, asked=asked, links=links, trail=trail)


def _name(report: Report) -> str:
    """What a file of this report is called: whose, and of which visit or up to which day."""
    if isinstance(report, VisitReport):
        return f"{report.alias}-{report.seal.session_id}"
    return f"{report.alias}-{report.on}"
