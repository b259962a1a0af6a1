"""What every page must be, whatever it shows: accessible, of one width, and clear about where the focus is."""

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

CUT_OFF: Final = """() => {
// A table may scroll in a box of its own, if the keyboard can get into that box.
const scrolls = (element) => element !== null && (scrolls(element.parentElement)
  || (element.tabIndex >= 0 && ["auto", "scroll"].includes(getComputedStyle(element).overflowX)));
return [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const hidden = box.width <= 1 || box.height <= 1 || style.visibility !== "visible" || style.clipPath !== "none";
  if (hidden || element.closest("svg") || scrolls(element.parentElement)) return false;
  const across = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
  const clips = ["hidden", "clip"].includes(style.overflowX);
  const left_out = box.right <= 0;  // a skip link waits there
  const off = !left_out && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
  return off || (across && clips);
}).map((element) => element.outerHTML.slice(0, 160));
}"""
"""Elements that reach beyond the page's width or hide a part of what they hold; what is hidden on purpose is not."""

FOCUSED: Final = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    what: `${element.tagName.toLowerCase()} ${element.id || element.textContent.trim().slice(0, 40)}`,
    outline_px: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    covered: middle !== null && !element.contains(middle) && !middle.contains(element)
      && !(element.labels && [...element.labels].some((label) => label.contains(middle))),
  };
}"""


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA that axe-core knows, nor of its best practices."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    assert not found, f"{page.url}\n" + "\n".join(_told(violation) for violation in found)


def _told(violation: dict[str, Any]) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        why = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
        lines += [f"    {node['html'][:160]}", *(f"        {reason}" for reason in why)]
    return "\n".join(lines)


def assert_fits(page: Page) -> None:
    """Nothing scrolls sideways and nothing is cut off."""
    widths = page.evaluate(
        "() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"
    )
    cut_off = page.evaluate(CUT_OFF)
    assert widths[0] <= widths[1], f"{page.url} is {widths[0]} wide on {widths[1]}:\n" + "\n".join(cut_off)
    assert not cut_off, f"{page.url} cuts off:\n" + "\n".join(cut_off)


def assert_headed(page: Page, words: str, title: str | None = None) -> None:
    """The one heading of the first rank says where this is, and so does the title (in its own words if given)."""
    headings = page.locator("h1").all_inner_texts()
    assert len(headings) == 1, f"{page.url} has {headings}"
    assert words in headings[0]
    assert (title or words) in page.title(), f"{page.title()!r} does not say {title or words!r}"


def focused(page: Page) -> str | None:
    """What has the focus; it must be seen there: on the screen, uncovered, with an outline of 2 px or more."""
    seen = page.evaluate(FOCUSED)
    if seen is None:
        return None
    assert seen["outline_px"] >= 2, f"no focus to be seen on {seen['what']} of {page.url}"
    assert seen["shown"], f"{seen['what']} of {page.url} has the focus outside the screen"
    assert not seen["covered"], f"{seen['what']} of {page.url} has the focus under something else"
    return str(seen["what"])
