"""What one stay in a step came to: its trials, how far the hand got in each direction, how long it moved."""

from typing import Final

from environments.reach.attempt import Attempt
from environments.reach.workspace import Hand, Workspace
from therapy.arithmetic import mean
from therapy.measures.reach import ReachMap
from therapy.measures.speed import ActiveTime
from therapy.measures.trial import TrialMeasures

MEANS: Final = {
    "reaction_time_s": "reaction_s",
    "movement_time_s": "movement_s",
    "peak_speed_mps": "peak_speed_mps",
    "path_ratio": "path_ratio",
    "sparc": "smoothness",
}
"""Measures that are means over the trials that have them, and what each trial calls them."""


class Tally:
    """Counts a stay. `active` is fed every tick; trials are added as they end and are measured."""

    def __init__(self, where: Workspace) -> None:
        self.active = ActiveTime()
        self.done: list[TrialMeasures] = []
        self._maps: dict[Hand, ReachMap] = {hand: ReachMap(where.reach_m[hand]) for hand in where.hands}
        self._lean_m = 0.0

    def reached(self, attempt: Attempt, hit: bool) -> None:
        """One attempt is over."""
        self._maps[attempt.hand].add(attempt.seen_from_shoulder(), hit, attempt.furthest_m)
        self._lean_m = max(self._lean_m, attempt.lean_m)

    def measures(self) -> dict[str, float]:
        """The measures that are known, by the names of the environment's spec."""
        done = self.done
        figures: dict[str, float] = {"repetitions": len(done), "active_min": self.active.active_min}
        if not done:
            return figures
        figures["success_share"] = len([trial for trial in done if trial.hit]) / len(done)
        figures["lean_cm"] = 100.0 * self._lean_m
        for name, part in MEANS.items():
            known = [value for trial in done if (value := getattr(trial, part)) is not None]
            if known:
                figures[name] = mean(known)
        for reached in self._maps.values():
            for cell, best_m in reached.best_m.items():
                name = f"reach_{cell.split()[0]}_m"
                figures[name] = max(figures.get(name, 0.0), best_m)
        return figures
