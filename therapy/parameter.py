"""A named, bounded quantity that can change while the patient is inside: the knobs of every environment."""

import enum
import math
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import Field, model_validator

from therapy.frozen import Frozen
from therapy.guardrail import Guardrail
from therapy.sample import TICKS_PER_S

LEAST_RISE_S = 2.0
"""Field guide rule 4: nothing becomes more intense in less than two seconds."""
LARGEST_ACCELERATION_MPS2 = 0.2
"""Field guide rule 9: the largest acceleration at which the application may move what carries the patient."""


class Gentle(enum.StrEnum):
    """Which way a parameter goes to be easier on the patient."""

    LOWER = "lower"
    HIGHER = "higher"
    NEUTRAL = "neutral"
    """Changes what is seen without making it harder (time of day)."""


class Parameter(Frozen):
    """One live quantity. Values are floats in `unit`; `largest_rate_per_s` bounds change away from gentle."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    unit: str
    guardrail: Guardrail
    default: float
    gentle: Gentle
    largest_rate_per_s: float = Field(gt=0)
    """Largest rate of change towards more intensity, units a second, at any instant."""
    moves_patient: bool = False
    """True where a change carries the patient (a lift): up under the acceleration limit, down behind a blink."""
    rate_by: str | None = None
    """Another parameter of the same environment whose value bounds this one's rate too (the speed of a lift)."""
    stride: float = Field(default=0.1, gt=0)
    """Smallest change worth a click in the console."""

    @model_validator(mode="after")
    def _default_inside(self) -> "Parameter":
        if self.guardrail.clamp(self.default) != self.default:
            raise ValueError(f"{self.name}: expected a default inside its limits, got {self.default}")
        return self

    @property
    def gentlest(self) -> float:
        """The easiest value there is: the hard limit on the gentle side, or the default of a neutral parameter."""
        if self.gentle is Gentle.LOWER:
            return self.guardrail.lowest
        return self.guardrail.highest if self.gentle is Gentle.HIGHER else self.default

    def harder(self, old: float, new: float) -> bool:
        """Whether going from `old` to `new` leaves the gentle side."""
        return (new > old) if self.gentle is Gentle.LOWER else (new < old and self.gentle is Gentle.HIGHER)

    def within(self, lowest: float | None, highest: float | None) -> "Parameter":
        """This parameter under tighter prescribed limits; its default follows inside."""
        rail = self.guardrail.tightened(lowest, highest)
        return self.model_copy(update={"guardrail": rail, "default": rail.clamp(self.default)})

    def rise_ticks(self, old: float, new: float, values: Mapping[str, float]) -> int:
        """Ticks that a ramp from `old` to `new` must take to stay under every rate; `values` hold that of `rate_by`.

        A smoothstep of size d over T seconds peaks at a rate of 1.5 d/T and an acceleration of 6 d/T^2.
        """
        size = abs(new - old)
        rate = self.largest_rate_per_s
        if self.rate_by is not None:
            rate = min(rate, values[self.rate_by])
        seconds = max(LEAST_RISE_S, 1.5 * size / rate)
        if self.moves_patient:
            seconds = max(seconds, math.sqrt(6.0 * size / LARGEST_ACCELERATION_MPS2))
        return int(seconds * TICKS_PER_S) + 1


class Ramp(NamedTuple):
    """A parameter on its way: a closed form, so that session and every renderer compute the same value."""

    start: float
    end: float
    start_tick: int
    end_tick: int

    def value_at(self, tick: int) -> float:
        """Smoothstep between `start` and `end`; constant before and after. Exactly `end` from `end_tick` on."""
        if tick >= self.end_tick:
            return self.end
        if tick <= self.start_tick:
            return self.start
        part = (tick - self.start_tick) / (self.end_tick - self.start_tick)
        return self.start + (self.end - self.start) * (part * part * (3.0 - 2.0 * part))


class Choice(Frozen):
    """A setting that is one of a few words and changes only between trials or steps (side, posture)."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    options: tuple[str, ...] = Field(min_length=2)
    default: str


Values = Mapping[str, float]
"""Parameter values by name."""
