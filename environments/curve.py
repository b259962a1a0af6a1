"""How a quantity follows a parameter: straight pieces between points, because every machine computes those alike."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from therapy.frozen import Frozen
from therapy.parameter import Values


def _rising(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    inputs = [point[0] for point in points]
    if any(a >= b for a, b in pairwise(inputs)):
        raise ValueError(f"expected the first number of each point to rise, got {inputs}")
    return points


Points: TypeAlias = Annotated[tuple[tuple[float, float], ...], Field(min_length=1), AfterValidator(_rising)]


class Curve(Frozen):
    """A piecewise-linear function of one named parameter, level outside its (value, result) points."""

    parameter: str
    points: Points

    def at(self, values: Values) -> float:
        try:
            x = values[self.parameter]
        except KeyError:
            raise KeyError(
                f"expected a value for parameter {self.parameter}, got only {sorted(values)}"
            ) from None
        x0, y0 = self.points[0]
        if x <= x0:
            return y0
        for x1, y1 in self.points:
            if x <= x1:
                return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
            x0, y0 = x1, y1
        return y0
