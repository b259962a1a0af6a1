"""A therapist who uses the keyboard alone, and sees at every stop where they are."""

from playwright.sync_api import Locator, Page

from tests.browser.judging import focused

MOST_STOPS = 150


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; every stop on the way must be seen."""
    stops: list[str | None] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stops.append(focused(page))
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"the Tab key never came to {wanted}; it came to {stops}")


def fill(page: Page, label: str, text: str) -> None:
    """Go to a field, as it is labelled, and type over what stands there."""
    tab_to(page, page.get_by_label(label))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def press(page: Page, role: str, name: str) -> None:
    """Go to a button (Space) or a link (Enter) and press it."""
    tab_to(page, page.get_by_role(role, name=name))  # type: ignore[arg-type]
    with page.expect_navigation():
        page.keyboard.press("Space" if role == "button" else "Enter")
