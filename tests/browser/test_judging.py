"""What the other browser tests rely on: a page that is not as it must be is found out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tests.browser.judging import assert_accessible, assert_fits, assert_headed, focused
from tests.browser.serving import free_port, served
from tests.browser.watching import watch

pytestmark = pytest.mark.slow
POLICY = {"content-security-policy": "default-src 'self'; style-src 'unsafe-inline'"}
GOOD = """<!doctype html><html lang="en"><title>Good - here</title>
<style>:focus-visible { outline: 3px solid #000 }</style>
<main><h1>Good</h1><p><label>Name <input id="name"></label></p><button>Go on</button></main>"""
BAD: dict[str, str] = {
    "script": "<script>1</script>",
    "frame": '<iframe title="x" src="https://example.invalid/"></iframe>',
    "missing": '<img alt="" src="/none.png">',
    "label": "<input>",
    "grey": '<p style="color: #aaa; background: #fff">Hardly to be read</p>',
    "wide": '<p style="width: 2000px">Wide</p>',
    "clipped": '<p style="width: 50px; overflow: hidden; white-space: nowrap">Longer than its place</p>',
    "unseen": '<button style="outline: none">Go on</button>',
    "heading": "<h1>Another</h1>",
}


@pytest.fixture
def address() -> Iterator[str]:
    """A server whose pages hold one bad thing each, by its name."""

    async def answer(scope: dict[str, object], receive: object, send: object) -> None:
        name = Request(scope).url.path.strip("/")
        status = 200 if not name or name in BAD else 404
        shown = GOOD.replace("</main>", BAD.get(name, "") + "</main>")
        await HTMLResponse(shown, status, POLICY)(scope, receive, send)  # type: ignore[arg-type]

    with free_port() as listening, served(answer, listening):  # type: ignore[arg-type]
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_a_good_page_is_let_pass(page: Page, address: str) -> None:
    """Nothing is found wrong with a page that is as it must be."""
    page.goto(address)
    assert_accessible(page)
    assert_fits(page)
    assert_headed(page, "Good")
    page.keyboard.press("Tab")
    assert focused(page) == "input name"


def test_what_some_cannot_use_is_found(page: Page, address: str) -> None:
    """A field without a label and words without contrast are violations."""
    for name in ("label", "grey"):
        page.goto(f"{address}/{name}")
        with pytest.raises(AssertionError, match=r"label|contrast"):
            assert_accessible(page)


def test_what_does_not_fit_is_found(page: Page, address: str) -> None:
    """A page wider than its window, and words cut off, are found."""
    for name in ("wide", "clipped"):
        page.goto(f"{address}/{name}")
        with pytest.raises(AssertionError, match=r"wide on|cuts off"):
            assert_fits(page)


def test_a_focus_nobody_sees_is_found(page: Page, address: str) -> None:
    """A button without an outline does not show that it has the focus."""
    page.goto(f"{address}/unseen")
    page.get_by_role("button").last.focus()
    with pytest.raises(AssertionError, match="no focus to be seen"):
        focused(page)


def test_a_second_heading_is_found(page: Page, address: str) -> None:
    """Two headings of the first rank do not say where this is."""
    page.goto(f"{address}/heading")
    with pytest.raises(AssertionError, match="Another"):
        assert_headed(page, "Good")


def test_what_the_browser_complains_of_is_heard(browser: Browser, address: str) -> None:
    """A script or frame that the policy refuses, and a picture that is not there, are complaints."""
    context = browser.new_context()
    heard = watch(context)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert heard == []
    for name in ("script", "frame", "missing"):
        page.goto(f"{address}/{name}")
        page.wait_for_load_state("networkidle")
        assert heard, name
        heard.clear()
    context.close()
