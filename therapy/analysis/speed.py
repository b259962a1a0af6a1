"""Speed from stored positions: `therapy.measures.speed` with numpy, for a whole visit at once."""

import numpy as np
import numpy.typing as npt

from therapy.measures.speed import REACH_TICKS
from therapy.sample import TICKS_PER_S

Floats = npt.NDArray[np.float64]


def speeds_mps(positions: npt.ArrayLike) -> Floats:
    """Speed at each of these positions, shape (n, 3) in metres, one a tick; shape (n,)."""
    points: Floats = np.asarray(positions, dtype=np.float64)
    count = len(points)
    if count < 2:
        return np.zeros(count)
    at = np.arange(count)
    reach = np.minimum(REACH_TICKS, np.minimum(at, count - 1 - at))
    change = np.zeros_like(points)
    weights = np.zeros(count)
    for k in range(1, REACH_TICKS + 1):
        wide = at[reach >= k]
        change[wide] += k * (points[wide + k] - points[wide - k])
        weights[wide] += 2 * k * k
    change[0], change[-1] = points[1] - points[0], points[-1] - points[-2]
    weights[[0, -1]] = 1.0
    speeds: Floats = TICKS_PER_S * np.linalg.norm(change, axis=1) / weights
    return speeds
