"""Each claim of speed or size, measured beside its peer in one run: `python -m benchmarks` lists them.

A benchmark is a module in this folder with `TITLE`, one line that says what is measured against what, and
`measure() -> Result`. Heavy imports belong inside `measure`, so that listing stays quick.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Result:
    """What a run found. `ratio` says how many times better than the peer ours is; above 1 ours wins."""

    ours: float
    peer: float
    unit: str
    peer_name: str
    smaller_is_better: bool = True
    details: dict[str, float | str] = field(default_factory=dict)
    """Further figures of the same run, such as percentiles, with their unit in the name."""

    @property
    def ratio(self) -> float:
        """How many times better ours is."""
        return self.peer / self.ours if self.smaller_is_better else self.ours / self.peer
