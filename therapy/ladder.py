"""The ladder of one visit: rungs of rising intensity, trimmed by every limit that was prescribed."""

from typing import NamedTuple

from therapy.parameter import Gentle, Parameter, Values
from therapy.ports import Environment, EnvironmentSpec
from therapy.prescription import Prescription, Side
from therapy.protocol import Bounds, Protocol, Step, TimeGate

WARM_UP_S = 60.0
"""Seconds on a rung that is only climbed through on the way to where work begins."""
SAME = 1e-9
"""Intensities closer than this are one level; rounding, not therapy."""


class Rung(NamedTuple):
    """One step of the plan under this patient's limits."""

    number: int
    """1-based."""
    step: Step
    values: dict[str, float]
    choices: dict[str, str]
    intensity: float
    warm_up: bool


class Ladder:
    """Rungs in the plan's order, and the questions that the step limiter asks about them."""

    def __init__(self, environment: Environment, protocol: Protocol, prescription: Prescription) -> None:
        self._environment, self._prescription = environment, prescription
        named = {
            *protocol.limits.parameters,
            *prescription.limits,
            *(n for s in protocol.steps for n in s.parameters),
        }
        unknown = sorted(named - {parameter.name for parameter in environment.spec.parameters})
        if unknown:  # a limit that names nothing would limit nothing
            raise ValueError(f"expected parameters of {environment.spec.id}, got {', '.join(unknown)}")
        self.parameters: dict[str, Parameter] = prescribed(environment.spec, protocol, prescription)
        ids = [step.id for step in protocol.steps]
        first = ids.index(prescription.start_step) if prescription.start_step in ids else 0
        last = ids.index(prescription.highest_step) if prescription.highest_step in ids else len(ids) - 1
        self.rungs: tuple[Rung, ...] = tuple(
            self._rung(number, step, warm_up=number <= first)
            for number, step in enumerate(protocol.steps[: last + 1], start=1)
        )

    def _rung(self, number: int, step: Step, *, warm_up: bool) -> Rung:
        values = {
            name: parameter.guardrail.clamp(step.parameters.get(name, parameter.default))
            for name, parameter in self.parameters.items()
        }
        if warm_up:
            step = step.model_copy(update={"gate": TimeGate(seconds=WARM_UP_S)})
        return Rung(number, step, values, self._choices(step), self.intensity(values), warm_up)

    def _choices(self, step: Step) -> dict[str, str]:
        """The step's settings; which hand and whether seated are the prescription's, whatever the plan says."""
        spec, prescription = self._environment.spec, self._prescription
        chosen = {choice.name: step.choices.get(choice.name, choice.default) for choice in spec.choices}
        if "side" in chosen and prescription.side is not Side.EITHER:
            chosen["side"] = prescription.side.value
        if "posture" in chosen:
            chosen["posture"] = "seated" if prescription.seated else "standing"
        return chosen

    def intensity(self, values: Values) -> float:
        """Intensity of these values, 0-10, as the environment declares it."""
        return self._environment.intensity(values)

    def gentlest(self) -> dict[str, float]:
        """Where every parameter stands before the first rung and in the safe room."""
        return {
            name: parameter.guardrail.clamp(parameter.gentlest) for name, parameter in self.parameters.items()
        }

    def above(self, intensity: float) -> Rung | None:
        """The easiest rung harder than `intensity`; of equals the plan's first."""
        harder = [rung for rung in self.rungs if rung.intensity > intensity + SAME]
        return min(harder, key=lambda rung: rung.intensity) if harder else None

    def below(self, intensity: float) -> Rung | None:
        """The last rung easier than `intensity`."""
        easier = [rung for rung in self.rungs if rung.intensity < intensity - SAME]
        return max(easier, key=lambda rung: rung.intensity) if easier else None

    def ceiling(self, intensity: float) -> float:
        """The most intensity that one change may lead to: one rung up, and never above the top of the ladder."""
        higher = [rung.intensity for rung in self.rungs if rung.intensity > intensity + SAME]
        return min(higher) if higher else max(intensity, *(rung.intensity for rung in self.rungs))


def prescribed(spec: EnvironmentSpec, protocol: Protocol, prescription: Prescription) -> dict[str, Parameter]:
    """Every live parameter by name, its limits tightened by the plan and by what was prescribed."""
    return {
        parameter.name: _tightened(
            parameter,
            protocol.limits.parameters.get(parameter.name, Bounds()),
            prescription.limits.get(parameter.name, Bounds()),
        )
        for parameter in spec.parameters
    }


def _tightened(parameter: Parameter, *limits: Bounds) -> Parameter:
    """`parameter` under limits. Only the side that leads away from gentle counts: no limit can make a step harder."""
    for bounds in limits:
        lowest = None if parameter.gentle is Gentle.LOWER else bounds.lowest
        highest = None if parameter.gentle is Gentle.HIGHER else bounds.highest
        parameter = parameter.within(lowest, highest)
    return parameter
