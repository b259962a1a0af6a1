"""Every accumulator can be put away as plain data and go on from there."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from therapy.measures.edge import EdgeApproach, RailHold
from therapy.measures.gaze import GazeShares, GazeSource
from therapy.measures.reach import ReachMap, SuccessWindow
from therapy.measures.sickness import Fms
from therapy.measures.speed import ActiveTime
from therapy.measures.suds import Suds
from therapy.measures.trial import Trial

Feed = Callable[[Any, int], object]


@pytest.mark.parametrize(
    ("fresh", "feed"),
    [
        (Suds(), lambda m, n: m.rate(n, n, "step")),
        (Fms(), lambda m, n: m.rate(n, n)),
        (GazeShares(GazeSource.HEAD), lambda m, n: m.sample((0.1 * n, -1.0, 0.2), (1.0, 0.0, 0.0))),
        (EdgeApproach(), lambda m, n: m.sample(1.0 - 0.1 * n)),
        (RailHold(), lambda m, n: m.sample(0.04 * (n % 4))),
        (ReachMap(0.6), lambda m, n: m.add((0.1 * n, 0.2, 0.3), n % 2 == 0, 0.1 * n)),
        (SuccessWindow(5), lambda m, n: m.add(n % 3 == 0)),
        (ActiveTime(), lambda m, n: m.sample((0.01 * n * n, 0.0, 0.0))),
        (Trial(), lambda m, n: m.sample(None if n == 4 else (0.01 * n * n, 0.0, 0.0), n > 6)),
    ],
    ids=lambda value: type(value).__name__ if hasattr(value, "__dataclass_fields__") else "",
)
def test_a_measure_goes_on_from_its_snapshot(fresh: Any, feed: Feed) -> None:
    """Stored as JSON in the middle and read back, it ends like one that was never interrupted."""
    interrupted = type(fresh)(**asdict(fresh))
    for n in range(12):
        feed(fresh, n)
        feed(interrupted, n)
        interrupted = type(fresh)(**json.loads(json.dumps(asdict(interrupted))))
    assert interrupted == fresh
