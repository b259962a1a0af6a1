"""Reach: how hard its values are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environments.reach.spec import SPEC, intensity
from therapy.parameter import Gentle, Parameter

SIDED = [p for p in SPEC.parameters if p.gentle is not Gentle.NEUTRAL]


def inside(parameter: Parameter) -> st.SearchStrategy[float]:
    return st.floats(parameter.guardrail.lowest, parameter.guardrail.highest)


anywhere = st.fixed_dictionaries({p.name: inside(p) for p in SPEC.parameters})


@given(values=anywhere, parameter=st.sampled_from(SIDED), data=st.data())
def test_intensity_never_falls_when_a_parameter_leaves_its_gentle_side(
    values: dict[str, float], parameter: Parameter, data: st.DataObject
) -> None:
    """Whatever the others are, a step away from gentle is at least as hard, and all of it lies from 0 to 10."""
    other = data.draw(inside(parameter))
    gentle, harder = sorted((values[parameter.name], other), reverse=parameter.gentle is Gentle.HIGHER)
    before, after = (
        intensity({**values, parameter.name: gentle}),
        intensity({**values, parameter.name: harder}),
    )
    assert 0.0 <= before <= after <= 10.0


def test_it_is_0_at_the_gentlest_values_and_10_at_the_hardest() -> None:
    """Both ends of the scale can be reached."""
    hardest = {
        p.name: p.guardrail.lowest if p.gentle is Gentle.HIGHER else p.guardrail.highest
        for p in SPEC.parameters
    }
    assert intensity(SPEC.gentlest()) == 0.0
    assert intensity(hardest) == pytest.approx(10.0, abs=1e-12)


@pytest.mark.parametrize("parameter", SIDED, ids=lambda p: p.name)
def test_every_parameter_counts(parameter: Parameter) -> None:
    """Each parameter with a gentle side makes a difference."""
    rail = parameter.guardrail
    hardest = rail.lowest if parameter.gentle is Gentle.HIGHER else rail.highest
    assert intensity({**SPEC.gentlest(), parameter.name: hardest}) > 0.0
