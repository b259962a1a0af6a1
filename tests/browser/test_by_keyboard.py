"""A therapist who cannot use a mouse gets from an empty console to the button that starts a visit."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import keys
from tests.browser.serving import Console
from therapy.briefing import Condition


@pytest.mark.slow
def test_from_nobody_to_the_start_of_a_visit(page: Page, console: Console) -> None:
    """Tab, Space, Enter and arrows suffice, and every stop on the way shows that it has the focus."""
    console.enter(page)
    keys.fill(page, "Your name or initials", "Anna")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.press(page, "link", "Begin with a practice patient")
    keys.fill(page, "Alias", "practice-1")
    keys.tab_to(page, page.get_by_label("A practice patient"))
    expect(page.get_by_label("A practice patient")).to_be_checked()
    keys.press(page, "button", "Add the patient")

    keys.press(page, "link", "Open the screening form")
    for condition in Condition:
        keys.tab_to(page, page.locator(f"#{condition}-yes"))
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"#{condition}-no")).to_be_checked()
    keys.tab_to(page, page.get_by_label("I have read this, and I agree."))
    page.keyboard.press("Space")
    keys.fill(page, "The patient's alias or initials", "practice-1")
    keys.press(page, "button", "Sign")

    keys.press(page, "link", "Prescribe a course")
    keys.press(page, "link", "Prescribe: Graded heights")
    keys.press(page, "button", "Sign the prescription")
    expect(page.get_by_role("status")).to_contain_text("signed and kept")

    keys.press(page, "link", "Prepare the visit")
    expect(page.get_by_role("heading", name="This visit may start")).to_be_visible()
    keys.tab_to(page, page.get_by_role("button", name="Start the visit"))
