"""Whole visits as a therapist leads them: the launcher, the console, a real stage, a simulated patient, a browser."""

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.judging import assert_accessible, assert_fits, assert_headed
from tests.browser.launching import SETTLED_MS, Launcher

COLOURS: Final = """() => {
  const canvas = document.getElementById("picture");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
  copy.drawImage(canvas, 0, 0);
  const shown = copy.getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let at = 0; at < shown.length; at += 4 * 97) seen.add((shown[at] << 16) | (shown[at + 1] << 8) | shown[at + 2]);
  return seen.size;
}"""
"""How many colours the picture has; one that is blank has one. Another thread draws it, so a copy is read."""


def answered(page: Page, name: str, ack: str = "shown") -> None:
    """What was asked for last at this control has come to this."""
    expect(page.locator(f"#state-{name}")).to_have_attribute("data-ack", ack, timeout=SETTLED_MS)


def wait_inside(page: Page) -> None:
    """Until the patient is in the exposure."""
    expect(page.locator("#phase")).to_have_text("In the exposure", timeout=SETTLED_MS)


def see_the_picture(page: Page) -> None:
    """A picture has come, it is of something, and another one follows."""
    picture = page.get_by_role("img", name="What the patient sees")
    expect(picture).to_have_attribute("data-tick", re.compile(r"\d+"), timeout=SETTLED_MS)
    assert page.evaluate(COLOURS) > 20
    first = picture.get_attribute("data-tick") or ""
    expect(picture).not_to_have_attribute("data-tick", first, timeout=SETTLED_MS)


@pytest.mark.slow
def test_a_visit_from_the_start_to_the_stop(page: Page, launcher: Launcher) -> None:
    """The picture comes, a change is shown before it counts as done, and Escape leads to the safe room."""
    launcher.enter(page)
    launcher.start_visit(page, "elm")
    see_the_picture(page)
    wait_inside(page)
    assert_accessible(page)
    height = page.get_by_label("Height", exact=True).and_(page.get_by_role("spinbutton"))
    height.fill("0")
    page.keyboard.press("Enter")
    answered(page, "height_m")
    speak = page.get_by_role("button", name="Speak the captions")
    speak.click()
    expect(speak).to_have_attribute("aria-pressed", "false", timeout=SETTLED_MS)
    page.keyboard.press("Escape")
    answered(page, "stop")
    expect(page.locator("#phase")).to_have_text("Coming to rest", timeout=SETTLED_MS)
    expect(page.locator("#step-words")).to_contain_text("safe room")
    expect(page.get_by_role("log")).to_contain_text("The therapist stopped the exposure.")


@pytest.mark.slow
def test_the_live_page_is_whole_at_twice_the_size(page: Page, launcher: Launcher) -> None:
    """At 200 % nothing scrolls sideways, nothing is cut off, and Stop stays on the screen."""
    launcher.enter(page)
    launcher.start_visit(page, "elm", pace="As the clock goes")
    see_the_picture(page)
    assert_headed(page, "elm", "Live visit: elm")
    for width, height in ((1280, 800), (640, 400)):
        page.set_viewport_size({"width": width, "height": height})
        for details in page.locator("main details").all():
            details.evaluate("(element) => { element.open = true; }")
        assert_accessible(page)
        assert_fits(page)
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        expect(page.get_by_role("button", name="Stop")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Stop").click()
    answered(page, "stop")


@pytest.mark.slow
def test_a_visit_from_the_start_to_the_report(page: Page, launcher: Launcher) -> None:
    """Hold, SUDS, notes, an adverse event in two clicks, calm and resume, the end, and the report to keep."""
    launcher.enter(page)
    launcher.start_visit(page, "elm")
    wait_inside(page)
    page.get_by_role("button", name="Hold").click()
    answered(page, "hold")
    page.get_by_role("button", name="Release").click()
    answered(page, "hold")

    page.get_by_role("button", name="Ask SUDS").click()
    answered(page, "ask_suds")
    rows = page.locator("#details-suds tbody tr")
    before = rows.count()
    page.locator("#details-suds summary").click()
    expect(rows).not_to_have_count(before, timeout=SETTLED_MS)
    latest = page.locator("#value-suds").inner_text()
    assert any(latest in told for told in rows.all_inner_texts())
    expect(page.locator("#chart-suds")).to_have_attribute("aria-label", re.compile(r"last \d+"))

    page.get_by_role("textbox", name="Note").fill("Looked down by themselves for the first time")
    page.get_by_role("button", name="Put into the report").click()
    answered(page, "note")
    page.get_by_role("button", name="Adverse event", exact=True).click()
    page.locator("#adverse-row").get_by_role("button", name="mild").click()
    answered(page, "adverse")
    expect(page.locator("#adverse-count")).to_contain_text("1")

    page.get_by_role("button", name="Calm").click()
    answered(page, "calm")
    page.get_by_role("button", name="Resume").click()
    answered(page, "calm")
    wait_inside(page)
    page.get_by_role("button", name="Stop").click()
    answered(page, "stop")
    page.get_by_role("button", name="End the visit").click()
    page.get_by_role("button", name="Yes, end it").click()
    page.get_by_role("link", name="Open the report").click(timeout=SETTLED_MS)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Looked down by themselves for the first time").first).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size({"width": 640, "height": 400})
    assert_fits(page)
    for link, begins in (("Save as PDF", b"%PDF-"), ("Save as a table (CSV)", b""), ("Save as HTML", b"<!")):
        with page.expect_download() as saved:
            page.get_by_role("link", name=link).click()
        kept = saved.value.path().read_bytes()
        assert len(kept) > 500
        assert kept.startswith(begins)


@pytest.mark.slow
def test_a_second_therapist_watches_and_takes_over(new_page: NewPage, launcher: Launcher) -> None:
    """A second page only watches, may stop, and steers once it has taken over; the first is told."""
    anna, ben = new_page(), new_page()
    launcher.enter(anna)
    launcher.start_visit(anna, "elm")
    launcher.enter(ben, "Ben")
    ben.get_by_role("link", name="Go to the live page").click()
    expect(ben.locator("#steers")).to_have_text("Anna steers", timeout=SETTLED_MS)
    see_the_picture(ben)
    expect(ben.get_by_role("button", name="Hold")).to_have_attribute("aria-disabled", "true")
    wait_inside(ben)
    assert_accessible(ben)
    ben.get_by_role("button", name="Take over").click()
    expect(ben.locator("#steers")).to_have_text("You steer")
    expect(anna.locator("#steers")).to_have_text("Ben steers")
    ben.get_by_role("button", name="Hold").click()
    answered(ben, "hold")
    expect(anna.get_by_role("button", name="Release")).to_be_visible()
    anna.keyboard.press("Escape")
    answered(anna, "stop")
    expect(ben.locator("#phase")).to_have_text("Coming to rest", timeout=SETTLED_MS)


@pytest.mark.slow
def test_a_remote_visit_waits_for_three_confirmations(page: Page, launcher: Launcher) -> None:
    """Nobody goes in before voice, place and emergency contact are confirmed; then the patient does."""
    launcher.enter(page)
    launcher.start_visit(page, "gale")
    expect(page.get_by_role("heading", name="Before the patient goes in")).to_be_visible(timeout=SETTLED_MS)
    expect(page.locator("#phase")).to_have_text("Before going in", timeout=SETTLED_MS)
    page.get_by_role("button", name="Go in").click()
    answered(page, "next", "refused")
    for check in (
        "We hear each other",
        "I know where the patient is now",
        "I can reach an emergency contact",
    ):
        expect(page.locator("#phase")).not_to_have_text("In the exposure")
        page.get_by_role("button", name=check).click()
    wait_inside(page)
    page.keyboard.press("Tab")  # what one stands on does not vanish; what one has left does
    expect(page.get_by_role("heading", name="Before the patient goes in")).to_be_hidden()
    page.keyboard.press("Escape")
    answered(page, "stop")
