"""What every page of the console needs: where the records are, who may come in, and the visit that runs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clinician_console.data_folder import DataFolder
from therapy.briefing import Briefing

if TYPE_CHECKING:
    from clinician_console.live.visit import LiveVisit

Ask = Callable[[dict[str, Any]], Awaitable[None]]
"""Sends one line to the launcher."""


@dataclass
class House:
    """One console process. `ask` reaches the launcher, which alone starts and ends stages."""

    data: DataFolder
    key: str
    """Opens the console in a browser."""
    hosts: frozenset[str]
    """Host headers that mean this console, such as 127.0.0.1:8710."""
    ask: Ask
    live: "LiveVisit | None" = None
    """The visit that runs, or the one that ended last."""

    starting: str | None = None
    """Alias of the patient whose visit was asked for and has not begun."""
    refused: dict[str, Any] | None = None
    """What the launcher said where a visit could not begin: what, advice and inputs."""

    async def start(self, briefing: Briefing, patient: str | None, speed: float | None) -> None:
        """Let a visit begin; `patient` is the kind of a simulated one, `speed` session time over the clock's."""
        self.starting, self.refused = briefing.alias, None
        given = briefing.model_dump(mode="json")
        await self.ask({"kind": "start", "briefing": given, "patient": patient, "speed": speed})

    async def close(self) -> None:
        """End the visit that runs from outside; after a fault, let the safe room go."""
        await self.ask({"kind": "close"})
