"""The console's pages of reports, and the files behind their buttons."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from clinician_console.app import create_app
from clinician_console.data_folder import DataFolder
from clinician_console.house import House
from clinician_console.reports.gather import visit_report
from clinician_console.reports.model import VisitReport
from clinician_console.reports.write import as_csv, as_html, as_pdf, dictionary
from tests.clinician_console.reports.on_record import ALIAS, EVENTFUL, WORKING_NOTE
from therapy.records import Store

HOST = "127.0.0.1:8710"


async def _nobody(line: dict[str, object]) -> None:
    raise AssertionError(f"a report asks nothing of the launcher: {line}")


class Browser:
    """One that has been let in."""

    def __init__(self, records: Path) -> None:
        self._app = create_app(House(DataFolder(records.parent), "key", frozenset({HOST}), _nobody))

    def get(self, address: str) -> httpx.Response:
        """What the console answers."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            cookies = {"stepladder-key": "key"}
            async with httpx.AsyncClient(
                transport=transport, base_url=f"http://{HOST}", cookies=cookies
            ) as client:
                return await client.get(address)

        return asyncio.run(ask())


@pytest.fixture
def client(records: Path) -> Browser:
    """Before a console over Mara's records."""
    return Browser(records)


def test_every_button_of_the_page_gives_its_file(client: Browser, records: Path) -> None:
    """Named after patient and visit, in its kind, with the bytes that the command writes."""
    page = client.get(f"/visits/{EVENTFUL}")
    assert page.status_code == 200
    links = re.findall(rf'href="(/visits/{EVENTFUL}/[^"]+)"', page.text)
    with Store.open(records, read_only=True) as store:
        report = visit_report(store, EVENTFUL)
    made = {"report.pdf": as_pdf, "report.html": as_html, "report.csv": as_csv, "dictionary.csv": dictionary}
    assert [link.rpartition("/")[2] for link in links] == list(made)
    for link, make in zip(links, made.values(), strict=True):
        answer = client.get(link)
        assert answer.content == make(report)
        assert f'filename="{ALIAS}-{EVENTFUL}' in answer.headers["content-disposition"]
    assert client.get(links[0]).headers["content-type"] == "application/pdf"


def test_the_page_carries_no_style_of_its_own_and_no_working_note(client: Browser) -> None:
    """The policy of the console forbids the one, discretion the other."""
    page = client.get(f"/visits/{EVENTFUL}").text
    assert "<style" not in page
    assert " style=" not in page
    assert WORKING_NOTE not in page
    assert page.count("<h1") == 1


def test_the_page_of_a_course_leads_to_its_visits_and_files(client: Browser) -> None:
    """Each recorded visit is a link; the files are of the day that the page shows."""
    page = client.get(f"/patients/{ALIAS}/report?on=2026-03-10")
    assert f'href="/visits/{EVENTFUL}"' in page.text
    assert f'href="/patients/{ALIAS}/report.pdf?on=2026-03-10"' in page.text
    answer = client.get(f"/patients/{ALIAS}/report.csv?on=2026-03-10")
    assert f'filename="{ALIAS}-2026-03-10.csv"' in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "address",
    ["/visits/nothing", "/visits/nothing/report.pdf", f"/visits/{EVENTFUL}/report.doc", "/patients/nobody/report"],
)  # fmt: skip
def test_unknown_visits_patients_and_files_are_told_so(client: Browser, address: str) -> None:
    """404, with what to do."""
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<h1" in answer.text


def test_a_visit_under_way_is_told_as_such(eventful: VisitReport) -> None:
    """An open record is not one that breaks off."""
    from clinician_console.reports.visit_sheet import how_it_ended

    seal = eventful.seal.model_copy(update={"state": "open"})
    assert "under way" in how_it_ended(eventful.model_copy(update={"ending": None, "seal": seal}))
