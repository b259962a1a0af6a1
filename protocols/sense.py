"""Whether a plan makes sense: what it names exists, nothing leaves a limit, and the ladder rises in sensible steps."""

import difflib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from protocols.problem import Problem
from protocols.source import Source
from protocols.toml_lines import Path
from therapy.ladder import SAME
from therapy.observations import Fact
from therapy.parameter import Parameter
from therapy.ports import Environment
from therapy.protocol import Bounds, Protocol, Purpose
from therapy.words import N_

LARGEST_RISE: Final = 2.5
"""A step may be this much more intense than the one before it, of 10: a quarter of the whole scale."""

UNKNOWN: Final = N_("Expected one of {known}.")
CORRECT: Final = N_("Correct the name.")
NEAR: Final = N_("Did you mean {near}?")


def contradictions(source: Source) -> Iterator[Problem]:
    """Looks at the file itself, because a plan that contradicts itself is not read at all."""
    steps, seen = source.value(("steps",)), dict[str, int]()
    for place in range(len(steps) if isinstance(steps, list) else 0):
        name, gate = source.value(("steps", place, "id")), ("steps", place, "gate", "kind")
        if isinstance(name, str) and name in seen:
            expected = N_("Expected every step's id once; step {first} is called {name} already.")
            advice = N_("Give this step another id.")
            yield source.at(("steps", place, "id"), expected, advice, first=seen[name] + 1, name=name)
        if isinstance(name, str):
            seen.setdefault(name, place)
        if source.value(("home",)) is True and source.value(gate) == "therapist":
            expected = N_("Expected a gate that opens without a therapist: this plan may be used at home.")
            yield source.at(gate, expected, N_("Choose another gate, or set home = false."))


def sensible(source: Source, plan: Protocol, environments: Mapping[str, Environment]) -> Iterator[Problem]:
    """Everything that only shows once the plan is read and its environment known."""
    yield from _dates(source, plan)
    yield from _gates(source, plan)
    environment = environments.get(plan.environment)
    if environment is None:
        yield _unknown(source, ("environment",), plan.environment, environments)
        return
    wrong = [*_limits(source, plan, environment), *_steps(source, plan, environment)]
    yield from wrong
    if not wrong:
        yield from _rising(source, plan, environment)


def _dates(source: Source, plan: Protocol) -> Iterator[Problem]:
    try:
        date.fromisoformat(plan.reviewed_on)
    except ValueError:
        advice = N_("Write year, month and day of the last review.")
        yield source.at(("reviewed_on",), N_("Expected a day that there is."), advice)


def _gates(source: Source, plan: Protocol) -> Iterator[Problem]:
    for place, step in enumerate(plan.steps):
        path = ("steps", place, "gate", "kind")
        if plan.purpose is Purpose.EXPOSURE and step.gate.kind == "success_band":
            expected = N_("Expected a gate that exposure can open: there are no trials to succeed in.")
            yield source.at(path, expected, N_("Choose habituation, expectancy, time or therapist."))
        if plan.purpose is Purpose.REHABILITATION and step.gate.kind in ("habituation", "expectancy"):
            expected = N_("Expected a gate that practice can open: nothing is feared here.")
            yield source.at(path, expected, N_("Choose success_band, time or therapist."))


def _limits(source: Source, plan: Protocol, environment: Environment) -> Iterator[Problem]:
    known = {parameter.name: parameter for parameter in environment.spec.parameters}
    for name, bounds in plan.limits.parameters.items():
        path: Path = ("limits", "parameters", name)
        if name not in known:
            yield _unknown(source, path, name, known)
            continue
        for side in ("lowest", "highest"):
            value = getattr(bounds, side)
            if value is not None:
                yield from _inside(source, (*path, side), value, known[name], Bounds())
        if bounds.lowest is not None and bounds.highest is not None and bounds.lowest > bounds.highest:
            expected, advice = N_("Expected lowest at or below highest."), N_("Change one of the two.")
            yield source.at((*path, "lowest"), expected, advice)


def _steps(source: Source, plan: Protocol, environment: Environment) -> Iterator[Problem]:
    known = {parameter.name: parameter for parameter in environment.spec.parameters}
    choices = {choice.name: choice.options for choice in environment.spec.choices}
    for place, step in enumerate(plan.steps):
        for name, value in step.parameters.items():
            path: Path = ("steps", place, "parameters", name)
            if name in known:
                bounds = plan.limits.parameters.get(name, Bounds())
                yield from _inside(source, path, value, known[name], bounds)
            else:
                yield _unknown(source, path, name, known)
        for name, option in step.choices.items():
            path = ("steps", place, "choices", name)
            if name not in choices:
                yield _unknown(source, path, name, choices)
            elif option not in choices[name]:
                yield _unknown(source, path, option, choices[name])


def _inside(
    source: Source, path: Path, value: float, parameter: Parameter, bounds: Bounds
) -> Iterator[Problem]:
    lowest, highest, unit = parameter.guardrail.lowest, parameter.guardrail.highest, parameter.unit
    if not lowest <= value <= highest:
        expected = N_("Expected {lowest:g} to {highest:g} {unit}: the environment allows no other value.")
        advice = N_("Choose a value in between.")
        yield source.at(path, expected, advice, lowest=lowest, highest=highest, unit=unit)
        return
    low = lowest if bounds.lowest is None else bounds.lowest
    high = highest if bounds.highest is None else bounds.highest
    if low <= high and not low <= value <= high:
        expected = N_(
            "Expected {lowest:g} to {highest:g} {unit}: this plan's own limits allow no other value."
        )
        advice = N_("Choose a value in between, or change the plan's limits.")
        yield source.at(path, expected, advice, lowest=low, highest=high, unit=unit)


def _rising(source: Source, plan: Protocol, environment: Environment) -> Iterator[Problem]:
    defaults = environment.spec.defaults()
    levels = [environment.intensity({**defaults, **step.parameters}) for step in plan.steps]
    if levels[0] > LARGEST_RISE:
        expected = N_("Expected a first step of at most {most:g} of 10; this one has {intensity:.2f}.")
        advice, path = N_("Begin with something gentler."), ("steps", 0, "parameters")
        yield source.at(path, expected, advice, most=LARGEST_RISE, intensity=levels[0])
    for place, (last, intensity) in enumerate(pairwise(levels), start=1):
        if intensity <= last + SAME:
            expected = N_(
                "Expected more than the {last:.2f} of step {step}; this step has {intensity:.2f} of 10."
            )
            advice = N_("Make a parameter harder, or move the step further down the ladder.")
        elif intensity > last + LARGEST_RISE:
            expected = N_(
                "Expected at most {most:g} more than the {last:.2f} of step {step}; this is {intensity:.2f}."
            )
            advice = N_("Put a step in between.")
        else:
            continue
        facts: dict[str, Fact] = {"last": last, "step": plan.steps[place - 1].id, "intensity": intensity}
        yield source.at(("steps", place, "parameters"), expected, advice, most=LARGEST_RISE, **facts)


def _unknown(source: Source, path: Path, name: str, known: Collection[str]) -> Problem:
    near = difflib.get_close_matches(name, list(known), n=1)
    listed = ", ".join(known)
    if near:
        return source.at(path, UNKNOWN, NEAR, known=listed, near=near[0])
    return source.at(path, UNKNOWN, CORRECT, known=listed)
