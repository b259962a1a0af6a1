"""Sets a sheet as HTML: one file that needs no other, or the part that a page of the console shows."""

from typing import Final

from markupsafe import Markup

from clinician_console.pages import STATIC, environment
from clinician_console.reports.sheet import Sheet

STYLE: Final = STATIC / "report.css"


def standalone(sheet: Sheet) -> bytes:
    """A whole document with its style in it; printed, every page says whose it is."""
    shown = environment().get_template("report_file.html").render(
        sheet=sheet, style=Markup(STYLE.read_text(encoding="utf-8") + _running(sheet))
    )  # fmt: skip
    return shown.encode("utf-8")


def body(sheet: Sheet) -> Markup:
    """The parts of the report without title and frame; carries no style of its own."""
    return Markup(environment().get_template("report_sheet.html").render(sheet=sheet))


def _running(sheet: Sheet) -> str:
    """What stands around every printed page."""
    top = " · ".join(words for words in (sheet.about, sheet.day, sheet.practice) if words)
    before, between = sheet.page.split("{page}")
    middle, after = between.split("{pages}")
    page = f"{_css(before)} counter(page) {_css(middle)} counter(pages) {_css(after)}"
    return (
        f"@page {{ @top-left {{ content: {_css(top)} }} @bottom-left {{ content: {_css(sheet.claim)} }} "
        f"@bottom-right {{ content: {page} }} }}\n"
    )


def _css(words: str) -> str:
    """A string in CSS that cannot end early, whatever the words hold."""
    return (
        '"'
        + "".join(one if one.isalnum() or one in " .,:;-·()" else f"\\{ord(one):x} " for one in words)
        + '"'
    )
