"""Every environment's intensity, whichever there are: a scale from 0 to 10 that never falls away from gentle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environments import catalogue
from therapy.parameter import Gentle, Parameter
from therapy.ports import Environment

ENVIRONMENTS = {name: catalogue.load(name) for name in catalogue.ids()}
environments = pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())


def inside(parameter: Parameter) -> st.SearchStrategy[float]:
    """Any value inside the hard limits."""
    return st.floats(parameter.guardrail.lowest, parameter.guardrail.highest)


def hardest(parameter: Parameter) -> float:
    """The hard limit away from gentle."""
    rail = parameter.guardrail
    return rail.lowest if parameter.gentle is Gentle.HIGHER else rail.highest


@environments
@given(data=st.data())
def test_it_never_falls_when_a_parameter_leaves_its_gentle_side(
    environment: Environment, data: st.DataObject
) -> None:
    """Whatever the others are, a step away from gentle is at least as hard, and all of it lies from 0 to 10."""
    spec = environment.spec
    values = data.draw(st.fixed_dictionaries({p.name: inside(p) for p in spec.parameters}))
    parameter = data.draw(st.sampled_from([p for p in spec.parameters if p.gentle is not Gentle.NEUTRAL]))
    ends = sorted((values[parameter.name], data.draw(inside(parameter))))
    gentle, harder = reversed(ends) if parameter.gentle is Gentle.HIGHER else ends
    before, after = (environment.intensity({**values, parameter.name: end}) for end in (gentle, harder))
    assert 0.0 <= before <= after <= 10.0


@environments
def test_both_ends_of_the_scale_can_be_reached(environment: Environment) -> None:
    """0 at the gentlest values, 10 at the hardest."""
    spec = environment.spec
    assert environment.intensity(spec.gentlest()) == 0.0
    assert environment.intensity({p.name: hardest(p) for p in spec.parameters}) == pytest.approx(
        10.0, abs=1e-12
    )


@environments
def test_every_parameter_counts(environment: Environment) -> None:
    """Taken back to gentle from the hardest place there is, each parameter with a gentle side makes it easier."""
    spec = environment.spec
    worst = {p.name: hardest(p) for p in spec.parameters}
    for parameter in spec.parameters:
        if parameter.gentle is not Gentle.NEUTRAL:
            eased = environment.intensity({**worst, parameter.name: parameter.gentlest})
            assert eased < environment.intensity(worst), parameter.name
