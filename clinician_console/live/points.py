"""What the live page draws over time: SUDS as rated, and where the gaze was and how fast the heart beat."""

from typing import Any, Final

from clinician_console.story import Event
from therapy.observations import Scale
from therapy.sample import TICKS_PER_S

SERIES: Final = {"gaze": "gaze_down_deg", "heart": "heart_bpm"}
"""What is followed continuously, and where `at` has it."""

Point = tuple[float, float]
"""Session seconds and the value."""


class Points:
    """Every point so far, and which of them nobody was told yet. Continuous series: at most one a second."""

    def __init__(self) -> None:
        self._all: dict[str, list[Point]] = {"suds": [], **{name: [] for name in SERIES}}
        self._told = dict.fromkeys(self._all, 0)

    def hear(self, tick: int, event: Event) -> None:
        """One event."""
        if event["kind"] == "rating_given" and event["scale"] == Scale.SUDS:
            self._all["suds"].append((round(tick / TICKS_PER_S, 1), event["value"]))

    def see(self, at: dict[str, Any]) -> None:
        """Where the visit is."""
        seconds = round(at["tick"] / TICKS_PER_S, 1)
        for name, key in SERIES.items():
            value, points = at.get(key), self._all[name]
            if value is not None and (not points or seconds - points[-1][0] >= 1.0):
                points.append((seconds, round(value, 1)))

    def all(self) -> dict[str, list[Point]]:
        """For a page that has just come."""
        return {name: points[: self._told[name]] for name, points in self._all.items()}

    def news(self) -> dict[str, list[Point]] | None:
        """What came since this was last asked, for every page; None where nothing did."""
        fresh = {name: points[self._told[name] :] for name, points in self._all.items()}
        self._told = {name: len(points) for name, points in self._all.items()}
        return fresh if any(fresh.values()) else None
