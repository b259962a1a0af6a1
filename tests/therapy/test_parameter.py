"""Parameters and their ramps: never too fast, never too jerky."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.therapy.practice import TOWER
from therapy.guardrail import Guardrail
from therapy.parameter import Gentle, Parameter, Ramp
from therapy.ports import EnvironmentSpec
from therapy.sample import TICKS_PER_S


def parameter(**changes: Any) -> Parameter:
    """A height from 0 to 60 m."""
    fields: dict[str, Any] = {
        "name": "height_m",
        "title": "Height",
        "unit": "m",
        "guardrail": Guardrail.between(0, 60),
        "default": 0,
        "gentle": Gentle.LOWER,
        "largest_rate_per_s": 2.0,
    }
    return Parameter(**{**fields, **changes})


heights = st.integers(0, 600).map(lambda tenths: tenths / 10)


@given(heights, heights, st.floats(0.05, 5), st.booleans())
def test_a_ramp_keeps_below_its_rate_and_acceleration(
    old: float, new: float, rate: float, moves_patient: bool
) -> None:
    """Measured from tick to tick, no ramp is faster than the parameter allows, or pushes the patient too hard."""
    moving = parameter(largest_rate_per_s=rate, moves_patient=moves_patient)
    ticks = moving.rise_ticks(old, new, {})
    assert ticks >= 2 * TICKS_PER_S
    ramp = Ramp(old, new, 0, ticks)
    stride = max(1, ticks // 400)
    seconds = stride / TICKS_PER_S
    values = [ramp.value_at(tick) for tick in range(-stride, ticks + 2 * stride, stride)]
    rates = [(after - before) / seconds for before, after in itertools.pairwise(values)]
    assert max(abs(one) for one in rates) <= rate * (1 + 1e-6)
    if moves_patient:
        pushes = [(after - before) / seconds for before, after in itertools.pairwise(rates)]
        assert max(abs(push) for push in pushes) <= 0.2 * (1 + 1e-6)


@given(heights, heights, st.integers(0, 500), st.integers(1, 3000))
def test_a_ramp_goes_straight_there(old: float, new: float, start: int, ticks: int) -> None:
    """A ramp never turns back or passes its ends, rests before it begins and is exactly there when it ends."""
    ramp = Ramp(old, new, start, start + ticks)
    values = [ramp.value_at(start + ticks * part // 50) for part in range(51)]
    assert values == sorted(values, reverse=new < old)
    assert ramp.value_at(start - 1) == ramp.value_at(start) == old
    assert ramp.value_at(start + ticks) == ramp.value_at(start + ticks + 1) == new


def test_a_rate_bounds_another() -> None:
    """A lift set to a tenth of the speed takes ten times as long."""
    lift = parameter(rate_by="lift_speed_mps")
    fast = lift.rise_ticks(0, 20, {"lift_speed_mps": 1.0})
    assert lift.rise_ticks(0, 20, {"lift_speed_mps": 0.1}) == pytest.approx(10 * fast, abs=10)
    assert lift.rise_ticks(0, 20, {"lift_speed_mps": 99}) == parameter().rise_ticks(0, 20, {})


@pytest.mark.parametrize(
    ("gentle", "gentlest", "up", "down"),
    [(Gentle.LOWER, 0, True, False), (Gentle.HIGHER, 60, False, True), (Gentle.NEUTRAL, 5, False, False)],
)
def test_gentle(gentle: Gentle, gentlest: float, up: bool, down: bool) -> None:
    """Each direction knows its easiest value and which way is harder."""
    tested = parameter(gentle=gentle, default=5)
    assert tested.gentlest == gentlest
    assert tested.harder(5, 6) is up
    assert tested.harder(6, 5) is down
    assert not tested.harder(5, 5)


def test_tighter_limits_take_the_default_along() -> None:
    """A default outside a prescribed limit moves to it."""
    assert parameter(default=30).within(None, 12).default == 12
    assert parameter(default=30).within(None, 45).default == 30


def test_a_default_lies_inside() -> None:
    """A parameter whose default is outside its limits cannot be declared."""
    with pytest.raises(ValidationError, match="height_m: expected a default inside its limits, got 61"):
        parameter(default=61)


@pytest.mark.parametrize("speed", [None, Guardrail.between(0, 2)])
def test_a_rate_that_could_be_nothing(speed: Guardrail | None) -> None:
    """A parameter bounded by a speed that can be zero, or is not there, would never arrive: no environment has one."""
    lift = parameter(rate_by="speed_mps")
    others = () if speed is None else (parameter(name="speed_mps", guardrail=speed, default=1),)
    with pytest.raises(ValidationError, match="height_m: expected a rate above 0, got speed_mps"):
        EnvironmentSpec.model_validate({**TOWER.model_dump(), "parameters": (lift, *others)})
    slow = parameter(name="speed_mps", guardrail=Guardrail.between(0.1, 2), default=1)
    assert EnvironmentSpec.model_validate({**TOWER.model_dump(), "parameters": (lift, slow)})
