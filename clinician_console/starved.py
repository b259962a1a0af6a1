"""Tells a process that hangs from one that is only kept waiting for a processor by other programs."""

from pathlib import Path
from typing import Final

_NS: Final = 1e9


class Queue:
    """How long the threads of a process have waited to run. Linux alone says so; elsewhere nobody ever waits."""

    def __init__(self, pid: int) -> None:
        self._tasks = Path(f"/proc/{pid}/task")
        self._before = self._waited_s()

    def waited_s(self) -> float:
        """Seconds that the thread held up longest has waited since this was made, ready to run and not let."""
        now = self._waited_s()
        return max((waited - self._before.get(task, 0.0) for task, waited in now.items()), default=0.0)

    def _waited_s(self) -> dict[str, float]:
        found: dict[str, float] = {}
        try:
            for task in self._tasks.iterdir():
                # The second figure: time on the run queue (Documentation/scheduler/sched-stats).
                found[task.name] = int((task / "schedstat").read_text().split()[1]) / _NS
        except (OSError, IndexError, ValueError):
            return found  # no such system, or the process is just ending
        return found
