"""Writes an environment's parameters as a table, one a line, and says how far each is from gentle."""

from typing import NamedTuple

from therapy.guardrail import Guardrail
from therapy.parameter import Gentle, Parameter, Values


def quantity(
    name: str,
    title: str,
    unit: str,
    limits: tuple[float, float],
    default: float,
    gentle: Gentle,
    rate_per_s: float,
    stride: float,
    moves_patient: bool = False,
    rate_by: str | None = None,
) -> Parameter:
    """A parameter between hard `limits` that nobody has tightened yet."""
    return Parameter(
        name=name,
        title=title,
        unit=unit,
        guardrail=Guardrail.between(*limits),
        default=default,
        gentle=gentle,
        largest_rate_per_s=rate_per_s,
        stride=stride,
        moves_patient=moves_patient,
        rate_by=rate_by,
    )


class Span(NamedTuple):
    """How much one parameter weighs on the way from its gentlest to its hardest value."""

    name: str
    gentlest: float
    hardest: float
    weight: float

    def share(self, values: Values) -> float:
        """0 at the gentlest value, `weight` at the hardest, in a straight line between."""
        part = (values[self.name] - self.gentlest) / (self.hardest - self.gentlest)
        return self.weight * min(max(part, 0.0), 1.0)


def spans(parameters: tuple[Parameter, ...], weights: dict[str, float]) -> tuple[Span, ...]:
    """The spans of the parameters that have a weight. ValueError for a weight on a neutral or unknown one."""
    known = {p.name: p for p in parameters if p.gentle is not Gentle.NEUTRAL}
    if unknown := sorted(set(weights) - set(known)):
        raise ValueError(f"expected weights of parameters with a gentle side, got {', '.join(unknown)}")
    return tuple(
        Span(
            name,
            known[name].gentlest,
            known[name].guardrail.lowest
            if known[name].gentle is Gentle.HIGHER
            else known[name].guardrail.highest,
            weight,
        )
        for name, weight in weights.items()
    )
