"""What the stage has told of a visit so far, folded: where it is, what there is to read, what there is to draw."""

from typing import Any

from clinician_console.live.now import Now
from clinician_console.live.plan import Plan
from clinician_console.live.points import Point, Points
from clinician_console.story import clock
from clinician_console.telling import Telling

Lines = list[dict[str, str]]
"""Log lines: clock, words and tone."""


class Told:
    """Everything a page that comes late has to be told, and what is new for the others."""

    def __init__(self, plan: Plan) -> None:
        self.now = Now(plan)
        self._points = Points()
        self._telling = Telling(plan.briefing, plan.titles)
        self._lines: Lines = []
        self._lines_told = 0
        self._last_number = 0

    def hear(self, line: dict[str, Any]) -> None:
        """One line of the stage. A new connection tells everything again; what is known is passed over."""
        if "at" in line:
            self.now.see(line["at"])
            self._points.see(line["at"])
        elif "event" in line and line["number"] > self._last_number:
            self._last_number = line["number"]
            tick, event = line["tick"], line["event"]
            self.now.hear(tick, event)
            self._points.hear(tick, event)
            at, told = clock(tick), self._telling.lines(event)
            self._lines += ({"clock": at, "words": words, "tone": tone.value} for words, tone in told)

    def all(self) -> tuple[Lines, dict[str, list[Point]]]:
        """Log and points up to the last news."""
        return self._lines[: self._lines_told], self._points.all()

    def news(self) -> tuple[Lines, dict[str, list[Point]] | None]:
        """Log lines and points since this was last asked."""
        fresh, self._lines_told = self._lines[self._lines_told :], len(self._lines)
        return fresh, self._points.news()
