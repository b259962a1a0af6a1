"""The frame of every page: the way in, who sits here, what is said where nothing is."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.judging import assert_accessible, assert_fits, assert_headed, focused
from tests.browser.serving import Console


def test_without_the_key_nothing_is_shown(page: Page, console: Console) -> None:
    """Whoever has not the launcher's address is told where it stands, and sees nobody's name."""
    page.goto(console.address)
    assert_headed(page, "This console is locked", "Locked")
    assert_accessible(page)
    console.enter(page)
    assert_headed(page, "Nobody is here yet", "Patients")
    assert "key" not in page.url


def test_the_first_page_teaches_and_fits(page: Page, console: Console) -> None:
    """The first page is accessible and whole on a laptop, and on the same laptop at 200 %."""
    console.enter(page)
    assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size({"width": 640, "height": 400})
    assert_accessible(page)
    assert_fits(page)


def test_who_sits_here_is_asked_once(page: Page, console: Console) -> None:
    """By keyboard alone: past the skip link to the question, a name, Enter; then the frame knows it."""
    console.enter(page)
    stops: list[str | None] = []
    while not stops or "who" not in (stops[-1] or ""):
        page.keyboard.press("Tab")
        stops.append(focused(page))
        assert len(stops) < 10, stops
    assert "Skip to the content" in (stops[0] or "")
    page.keyboard.type("Anna")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are Anna")).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_text("Who are you?")).to_have_count(0)
    page.get_by_text("You are Anna").click()
    expect(page.get_by_label("Your name or initials")).to_have_value("Anna")
    assert_accessible(page)
    page.set_viewport_size({"width": 640, "height": 400})
    assert_fits(page)


def test_the_skip_link_skips(page: Page, console: Console) -> None:
    """The first stop of the Tab key leads past the frame."""
    console.enter(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"


def test_an_address_that_is_not_there(new_page: NewPage, console: Console) -> None:
    """What is not there is said with a way back, without scripts as well."""
    page = new_page(javascript=False)
    console.enter(page, "/patients/NOBODY")
    expect(page.get_by_role("heading", level=1)).to_contain_text("nothing at this address")
    page.get_by_role("link", name="To the list of patients").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nobody is here yet")
