"""Every page a therapist meets before a visit: accessible, whole at 200 %, titled, and telling what is wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import clinic
from tests.browser.conftest import NewPage, close_pages
from tests.browser.judging import assert_accessible, assert_fits, assert_headed
from tests.browser.serving import Console, console_over
from therapy.records import Store

PAGES = [
    ("/", "Patients", "Patients"),
    ("/patients/new", "New patient", "New patient"),
    ("/patients/amber", "amber", "amber"),
    ("/patients/fern", "fern", "fern"),
    ("/patients/amber/screening", "Screening and consent of amber", "Screening"),
    ("/patients/amber/prescription", "Choose a plan for amber", "Choose a plan"),
    ("/patients/fern/prescription?protocol=upper-limb-reach", "for fern", "for fern"),
    ("/patients/elm/visit", "Start a visit of elm", "Start a visit"),
    ("/patients/fern/report", "fern", "fern"),
]
MORE_PAGES = [
    *[(f"/patients/{alias}", alias, alias) for alias in ("birch", "cedar", "dune", "elm", "gale")],
    ("/patients/elm/screening", "Screening and consent of elm", "Screening"),
    ("/patients/elm/prescription", "Choose a plan for elm", "Choose a plan"),
    ("/patients/elm/prescription?protocol=graded-heights", "for elm", "for elm"),
    ("/patients/gale/visit", "Start a visit of gale", "Start a visit"),
    ("/patients/fern/visit", "Start a visit of fern", "Start a visit"),
]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory, built: None, browser: Browser) -> Iterator[Console]:
    """A console with a patient in every standing; the tests here only read."""
    folder = tmp_path_factory.mktemp("clinic") / "data"
    with console_over(folder) as running:
        with Store.open(running.house.data.records) as store:
            clinic.fill(store)
        yield running
        close_pages(browser)


@pytest.mark.parametrize(("path", "heading", "title"), PAGES, ids=[path for path, _, _ in PAGES])
def test_a_page(page: Page, stocked: Console, path: str, heading: str, title: str) -> None:
    """It says where one is, passes axe with all that folds out open, and is whole on a laptop and at 200 %."""
    stocked.enter(page, path)
    assert_headed(page, heading, title)
    assert_fits(page)
    unfold(page)
    assert_accessible(page)
    page.set_viewport_size({"width": 640, "height": 400})
    assert_fits(page)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "heading", "title"), PAGES + MORE_PAGES, ids=[path for path, _, _ in PAGES + MORE_PAGES]
)
def test_a_page_at_200_percent(page: Page, stocked: Console, path: str, heading: str, title: str) -> None:
    """What holds for a page on a laptop holds at 200 % as well, folded and unfolded."""
    page.set_viewport_size({"width": 640, "height": 400})
    stocked.enter(page, path)
    assert_headed(page, heading, title)
    assert_accessible(page)
    unfold(page)
    assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert_accessible(page)
    assert_fits(page)


def unfold(page: Page) -> None:
    """Open all that folds out."""
    for details in page.locator("main details").all():
        details.evaluate("(element) => { element.open = true; }")


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/patients/new", "Add the patient"),
        ("/patients/amber/screening", "Sign"),
        ("/patients/elm/prescription?protocol=graded-heights", "Sign version 2"),
    ],
)
def test_a_form_with_something_wrong(page: Page, stocked: Console, path: str, button: str) -> None:
    """What is missing is said in a summary that has the focus and leads to each field, and beside the field."""
    stocked.enter(page, path)
    if "protocol" in path:
        page.locator("#visits").fill("two")
    page.get_by_role("button", name=button).click()
    problems = page.get_by_role("alert")
    expect(problems).to_be_focused()
    assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size({"width": 640, "height": 400})
    assert_fits(page)
    links = problems.get_by_role("link")
    assert links.count() > 0
    for link in links.all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert page.locator(f"[id='{target}']").count() == 1, target
        assert page.locator(f"[id='{target}-wrong']").is_visible(), target
    if "protocol" in path:
        expect(page.locator("#visits")).to_have_value("two")


def test_from_nobody_to_a_prescription_without_scripts(new_page: NewPage, console: Console) -> None:
    """A browser that runs no scripts adds a patient, screens, and prescribes."""
    page = new_page(javascript=False)
    console.enter(page)
    page.get_by_label("Your name or initials").fill("Anna")
    page.get_by_role("button", name="That is me").click()
    page.get_by_role("link", name="Add a patient").click()
    page.get_by_label("Alias").fill("blue-heron-7")
    page.get_by_role("button", name="Add the patient").click()
    page.get_by_role("link", name="Open the screening form").click()
    for no in page.get_by_label("No", exact=True).all():
        no.check()
    page.get_by_label("I have read this, and I agree.").check()
    page.get_by_label("The patient's alias or initials").fill("blue-heron-7")
    expect(page.get_by_label("The clinician's name or initials")).to_have_value("Anna")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("signed and kept")
    page.get_by_role("link", name="Prescribe a course").click()
    page.get_by_role("link", name="Prescribe: Graded heights").click()
    page.get_by_role("button", name="Sign the prescription").click()
    expect(page.get_by_role("status")).to_contain_text("The prescription is signed and kept")
