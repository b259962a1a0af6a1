"""The bounds of one quantity: hard limits that nothing passes, and tighter ones that a person prescribed."""

import enum

from pydantic import model_validator

from therapy.frozen import Frozen


class Standing(enum.Enum):
    """Where a value lies with respect to a guardrail."""

    BELOW_HARD = "below the hard limit"
    BELOW_PRESCRIBED = "below the prescribed limit"
    WITHIN = "within"
    ABOVE_PRESCRIBED = "above the prescribed limit"
    ABOVE_HARD = "above the hard limit"


class Guardrail(Frozen):
    """Hard limits `lowest`..`highest`, prescribed limits inside them. Tightening is the only change there is."""

    lowest: float
    highest: float
    prescribed_lowest: float
    prescribed_highest: float

    @classmethod
    def between(cls, lowest: float, highest: float) -> "Guardrail":
        """A guardrail nobody has tightened yet."""
        return cls(lowest=lowest, highest=highest, prescribed_lowest=lowest, prescribed_highest=highest)

    @model_validator(mode="after")
    def _ordered(self) -> "Guardrail":
        if not self.lowest <= self.prescribed_lowest <= self.prescribed_highest <= self.highest:
            raise ValueError(
                f"expected hard and prescribed limits nested as lowest <= prescribed <= highest, got "
                f"{self.lowest} <= {self.prescribed_lowest} <= {self.prescribed_highest} <= {self.highest}"
            )
        return self

    def tightened(self, lowest: float | None = None, highest: float | None = None) -> "Guardrail":
        """This guardrail with the prescribed limits moved inward; a limit that would loosen changes nothing.

        Should the two new limits exclude each other, the lower one wins and the range is that single value:
        for what a caller means by gentle, tighten the gentle side first.
        """
        low = (
            self.prescribed_lowest
            if lowest is None
            else min(max(lowest, self.prescribed_lowest), self.highest)
        )
        high = (
            self.prescribed_highest
            if highest is None
            else max(min(highest, self.prescribed_highest), self.lowest)
        )
        low = min(low, self.prescribed_highest)
        high = max(high, low)
        return Guardrail(
            lowest=self.lowest, highest=self.highest, prescribed_lowest=low, prescribed_highest=high
        )

    def clamp(self, value: float) -> float:
        """The nearest value inside the prescribed limits."""
        return min(max(value, self.prescribed_lowest), self.prescribed_highest)

    def standing(self, value: float) -> Standing:
        """Where `value` lies; the hard limits are looked at first."""
        if value < self.lowest:
            return Standing.BELOW_HARD
        if value > self.highest:
            return Standing.ABOVE_HARD
        if value < self.prescribed_lowest:
            return Standing.BELOW_PRESCRIBED
        if value > self.prescribed_highest:
            return Standing.ABOVE_PRESCRIBED
        return Standing.WITHIN
