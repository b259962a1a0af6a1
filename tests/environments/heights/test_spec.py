"""Heights: how hard its values are, and that every parameter says which way is gentle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environments.heights.spec import SATURATION_M, SPEC, intensity
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


@given(values=anywhere)
def test_nothing_is_hard_on_the_ground(values: dict[str, float]) -> None:
    """Without height there is no edge to fear."""
    assert intensity({**values, "height_m": 0.0}) == 0.0


@given(values=anywhere, height_m=st.floats(SATURATION_M, 60.0))
def test_height_adds_nothing_above_40_m(values: dict[str, float], height_m: float) -> None:
    """Published anxiety levels off at 40 m, so the scale does too."""
    assert intensity({**values, "height_m": height_m}) == intensity({**values, "height_m": SATURATION_M})


@pytest.mark.parametrize("parameter", SIDED, ids=lambda p: p.name)
def test_every_parameter_counts(parameter: Parameter) -> None:
    """Each parameter with a gentle side makes a difference at 20 m."""
    high = {**SPEC.gentlest(), "height_m": 20.0}
    rail = parameter.guardrail
    hardest = rail.lowest if parameter.gentle is Gentle.HIGHER else rail.highest
    assert intensity({**high, parameter.name: hardest}) > intensity(high)


def test_sudden_events_say_so() -> None:
    """What comes without warning is marked, so that it needs consent."""
    assert {event.name for event in SPEC.events if event.sudden} == {"gust", "bird"}


def test_the_lift_carries_the_patient_at_the_speed_that_is_set() -> None:
    """Height, no faster than the lift's own speed, and the terrace's edge are all that moves under the patient."""
    assert [p.name for p in SPEC.parameters if p.moves_patient] == ["height_m", "edge_distance_m"]
    height = SPEC.parameter("height_m")
    slow, fast = (height.rise_ticks(0.0, 40.0, {"lift_speed_mps": speed}) for speed in (0.5, 2.0))
    assert slow >= 1.5 * 40.0 / 0.5 * 90
    assert fast < slow
