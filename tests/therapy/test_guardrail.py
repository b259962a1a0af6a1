"""Guardrails can only be tightened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from therapy.guardrail import Guardrail, Standing

numbers = st.floats(-100, 100)
limits = st.none() | st.floats(-200, 200)


@st.composite
def guardrails(draw: st.DrawFn) -> Guardrail:
    """Any guardrail there can be."""
    low, inner_low, inner_high, high = sorted(draw(st.tuples(numbers, numbers, numbers, numbers)))
    return Guardrail(lowest=low, highest=high, prescribed_lowest=inner_low, prescribed_highest=inner_high)


@given(guardrails(), limits, limits)
def test_only_tightens(rail: Guardrail, lowest: float | None, highest: float | None) -> None:
    """Whatever is asked for, no limit moves outward and the hard ones never move."""
    tightened = rail.tightened(lowest, highest)
    assert (tightened.lowest, tightened.highest) == (rail.lowest, rail.highest)
    assert tightened.prescribed_lowest >= rail.prescribed_lowest
    assert tightened.prescribed_highest <= rail.prescribed_highest


@given(guardrails(), st.lists(st.tuples(limits, limits), max_size=4), numbers)
def test_clamped_values_lie_within(
    rail: Guardrail, asked: list[tuple[float | None, float | None]], value: float
) -> None:
    """After any number of tightenings a clamped value lies within the prescribed limits, and stays when inside."""
    for lowest, highest in asked:
        rail = rail.tightened(lowest, highest)
    clamped = rail.clamp(value)
    assert rail.standing(clamped) is Standing.WITHIN
    assert rail.clamp(clamped) == clamped
    assert (clamped == value) == (rail.standing(value) is Standing.WITHIN)


def test_excluding_limits_leave_one_value() -> None:
    """Two limits that exclude each other leave the lower one."""
    rail = Guardrail.between(0, 10).tightened(8, 3)
    assert (rail.prescribed_lowest, rail.prescribed_highest) == (8, 8)


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        (-1, Standing.BELOW_HARD),
        (1, Standing.BELOW_PRESCRIBED),
        (2, Standing.WITHIN),
        (5, Standing.WITHIN),
        (6, Standing.ABOVE_PRESCRIBED),
        (11, Standing.ABOVE_HARD),
    ],
)
def test_standing(value: float, standing: Standing) -> None:
    """A value's standing names the limit that it passes, the hard one first."""
    assert Guardrail.between(0, 10).tightened(2, 5).standing(value) is standing


def test_limits_nest() -> None:
    """Prescribed limits outside the hard ones are no guardrail; the error names all four."""
    with pytest.raises(ValidationError, match=r"got 0.0 <= -1.0 <= 5.0 <= 10.0"):
        Guardrail(lowest=0, highest=10, prescribed_lowest=-1, prescribed_highest=5)
