"""Hand paths whose measures are known."""

from therapy.measures.speed import Point
from therapy.sample import TICKS_PER_S


def share(s: float) -> float:
    """Minimum-jerk course of a reach, 0..1 (Flash and Hogan, J. Neurosci. 1985)."""
    s = min(max(s, 0.0), 1.0)
    return s * s * s * (10.0 + s * (-15.0 + 6.0 * s))


def reach(to: Point, duration_s: float, wait_s: float = 0.0, stay_s: float = 0.0) -> list[Point]:
    """Rest, one minimum-jerk reach from the origin, and rest at its end; positions as stored, to 0.1 mm."""
    ticks = round((wait_s + duration_s + stay_s) * TICKS_PER_S)
    shares = [share((tick / TICKS_PER_S - wait_s) / duration_s) for tick in range(ticks + 1)]
    return [(stored(to[0] * s), stored(to[1] * s), stored(to[2] * s)) for s in shares]


def stored(metres: float) -> float:
    """A coordinate at the precision of the record."""
    return round(metres * 10_000) / 10_000


def bell(duration_s: float, rate_hz: float = TICKS_PER_S, peak: float = 1.0) -> list[float]:
    """Speed of a minimum-jerk reach."""
    count = round(duration_s * rate_hz)
    times = [n / count for n in range(count + 1)]
    return [16.0 * peak * s * s * (1.0 - s) * (1.0 - s) for s in times]
