"""Spectral arc length from stored telemetry: `therapy.measures.smoothness` with numpy, for any length."""

import numpy as np
import numpy.typing as npt

from therapy.measures.smoothness import HIGHEST_HZ, PADDING, THRESHOLD
from therapy.sample import TICKS_PER_S

Floats = npt.NDArray[np.float64]


def sparc(speeds_mps: npt.ArrayLike, rate_hz: float = TICKS_PER_S) -> float | None:
    """Spectral arc length of a speed profile of shape (n,), cut to the movement.

    None for fewer than two samples or no speed.
    """
    speeds: Floats = np.asarray(speeds_mps, dtype=np.float64)
    if speeds.size < 2 or speeds.max() <= 0.0:
        return None
    padded = PADDING * (1 << (speeds.size - 1).bit_length())
    magnitudes = np.abs(np.fft.rfft(speeds, padded))[: int(HIGHEST_HZ * padded / rate_hz) + 1]
    magnitudes /= magnitudes[0]
    magnitudes = magnitudes[: int(np.flatnonzero(magnitudes >= THRESHOLD)[-1]) + 1]
    return -float(np.hypot(1.0 / (magnitudes.size - 1), np.diff(magnitudes)).sum())
