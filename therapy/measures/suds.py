"""Subjective units of distress: 0 none .. 100 the strongest imaginable (Wolpe, 1969), over one visit."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from therapy import arithmetic
from therapy.sample import TICKS_PER_S

HIGHEST: Final = 100
TICKS_PER_MIN: Final = 60 * TICKS_PER_S


class Rating(NamedTuple):
    """One answer: when, how strong, and on which step; None outside any step."""

    tick: int
    value: int
    step: str | None


@dataclass(slots=True)
class Suds:
    """The ratings of one visit in order of time.

    The baseline is kept apart: peak and slopes are of the exposure.
    """

    baseline: int | None = None
    ratings: list[Rating] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ratings = [Rating(*rating) for rating in self.ratings]

    def rate_baseline(self, value: int) -> None:
        """What the patient feels before the first step."""
        self.baseline = checked(value, HIGHEST)

    def rate(self, tick: int, value: int, step: str | None = None) -> None:
        """One answer at a tick not before the last one. ValueError otherwise, or outside 0..100."""
        if self.ratings and tick < self.ratings[-1].tick:
            raise ValueError(f"expected a tick of at least {self.ratings[-1].tick}, got {tick}")
        self.ratings.append(Rating(tick, checked(value, HIGHEST), step))

    def of(self, step: str | None = None) -> list[Rating]:
        """The ratings on one step, or all of them."""
        return self.ratings if step is None else [rating for rating in self.ratings if rating.step == step]

    def current(self, step: str | None = None) -> int | None:
        """The last rating, of a step or of all."""
        ratings = self.of(step)
        return ratings[-1].value if ratings else None

    def peak(self, step: str | None = None) -> int | None:
        """The highest rating, of a step or of all."""
        return max((rating.value for rating in self.of(step)), default=None)

    def halved(self, step: str | None = None) -> bool:
        """Whether the last rating is at most half the highest; false while there is none."""
        current, peak = self.current(step), self.peak(step)
        return current is not None and peak is not None and 2 * current <= peak

    def habituation(self, step: str | None = None) -> int | None:
        """How far distress has come down from its peak, within a step or the visit; 0 at the peak itself."""
        current, peak = self.current(step), self.peak(step)
        return None if current is None or peak is None else peak - current

    def slope_per_min(self, step: str | None = None) -> float | None:
        """Least-squares slope in points a minute, negative when distress falls; None before a second moment."""
        ratings = self.of(step)
        if len({rating.tick for rating in ratings}) < 2:
            return None
        minutes = [rating.tick / TICKS_PER_MIN for rating in ratings]
        values = [float(rating.value) for rating in ratings]
        middle, level = arithmetic.mean(minutes), arithmetic.mean(values)
        spread = arithmetic.mean((at - middle) * (at - middle) for at in minutes)
        return (
            arithmetic.mean(
                (at - middle) * (value - level) for at, value in zip(minutes, values, strict=True)
            )
            / spread
        )

    def mean_by_step(self) -> dict[str, float]:
        """Mean rating of each step, in the order the steps were first rated."""
        steps = dict.fromkeys(rating.step for rating in self.ratings if rating.step is not None)
        return {step: arithmetic.mean(rating.value for rating in self.of(step)) for step in steps}


def between_visits(earlier: Suds, later: Suds, step: str) -> int | None:
    """How far the peak on the same step fell from one visit to a later one; None if it was not on both."""
    before, after = earlier.peak(step), later.peak(step)
    return None if before is None or after is None else before - after


def checked(value: int, highest: int) -> int:
    """The value, if it is a whole number from 0 to `highest`; ValueError otherwise."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= highest:
        raise ValueError(f"expected a whole number from 0 to {highest}, got {value!r}")
    return value
