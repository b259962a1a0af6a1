"""A running visit in the terminal: what happens line by line, and below it where the patient is now."""

from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from clinician_console.story import PHASES, Event, clock, sentences
from clinician_console.summary import words_of
from therapy.briefing import Briefing
from therapy.observations import Scale
from therapy.safety import visit_minutes
from therapy.sample import TICKS_PER_S
from therapy.translation import translate
from therapy.words import N_


class Progress:
    """Takes the news of a visit. On a real terminal one line stays at the bottom; elsewhere there are lines only."""

    def __init__(self, console: Console, briefing: Briefing) -> None:
        self._console = console
        self._steps = {step.id: step.title for step in briefing.protocol.steps}
        self._whole_ticks = round(visit_minutes(briefing) * 60 * TICKS_PER_S)
        self._tick = 0
        self._where = ""
        self._suds: int | None = None
        self._last: tuple[str, ...] = ()
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
        match event["kind"]:
            case "phase_entered" if event["phase"] != "steps":
                phase = PHASES[str(event["phase"])]
                self._where = translate(phase)
                self._say(self._where, "bold")
            case "step_entered":
                words = N_("Step {number} of {steps}: {title}")
                title = translate(self._steps.get(event["step"], str(event["step"])))
                self._where = translate(words, number=event["number"], steps=len(self._steps), title=title)
                self._say(self._where, "bold")
            case "rating_given" if event["scale"] == Scale.SUDS:
                self._suds = event["value"]
                self._say(translate(N_("SUDS {value}"), value=event["value"]), "cyan")
        told = tuple(words_of(said) for said in sentences(event))
        if told and told != self._last:
            style = "bold red" if event["kind"] in ("stopped", "fault_recorded", "flag_raised") else ""
            self._say(" ".join(told), style)
            self._last = told

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
