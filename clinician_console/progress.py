"""A running visit in the terminal: what happens line by line, and below it where the patient is now."""

from types import TracebackType
from typing import Any, Final, Self

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from clinician_console.story import Event, clock
from clinician_console.telling import Telling, Tone
from therapy.briefing import Briefing
from therapy.observations import Scale
from therapy.safety import visit_minutes
from therapy.sample import TICKS_PER_S
from therapy.translation import translate
from therapy.words import N_

_STYLES: Final = {Tone.STEP: "bold", Tone.SUDS: "cyan", Tone.ALARM: "bold red"}


class Progress:
    """Takes the news of a visit. On a real terminal one line stays at the bottom; elsewhere there are lines only."""

    def __init__(self, console: Console, briefing: Briefing) -> None:
        self._console = console
        self._telling = Telling(briefing)
        self._whole_ticks = round(visit_minutes(briefing) * 60 * TICKS_PER_S)
        self._tick = 0
        self._where = ""
        self._suds: int | None = None
        self._live = Live(self._line(), console=console, refresh_per_second=8, transient=True)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def hear(self, news: dict[str, Any]) -> None:
        """One piece of news from the stage."""
        if news["kind"] == "at":
            self._tick = news["tick"]
        elif news["kind"] == "event":
            self._tick = news["tick"]
            self._event(news["event"])
        if self._console.is_terminal:
            self._live.update(self._line())

    def _event(self, event: Event) -> None:
        if event["kind"] == "rating_given" and event["scale"] == Scale.SUDS:
            self._suds = event["value"]
        for words, tone in self._telling.lines(event):
            if tone is Tone.STEP:
                self._where = words
            self._say(words, _STYLES.get(tone, ""))

    def _say(self, words: str, style: str) -> None:
        line = Table.grid(padding=(0, 2))
        line.add_column(justify="right", width=6)
        line.add_column()
        line.add_row(clock(self._tick), Text(words, style))
        self._console.print(line)

    def _line(self) -> Table:
        left = max(0, self._whole_ticks - self._tick)
        line = Table.grid(padding=(0, 2), expand=True)
        line.add_row(
            self._where or translate(N_("Starting")),
            translate(N_("SUDS {value}"), value="-" if self._suds is None else self._suds),
            translate(N_("{time} left"), time=clock(left)),
            ProgressBar(total=self._whole_ticks, completed=min(self._tick, self._whole_ticks), width=24),
        )
        return line
