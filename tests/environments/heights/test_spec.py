"""Heights: what of it is published, what comes without warning, and what moves under the patient."""

from hypothesis import given
from hypothesis import strategies as st

from environments.heights.spec import SATURATION_M, SPEC, intensity

anywhere = st.fixed_dictionaries(
    {p.name: st.floats(p.guardrail.lowest, p.guardrail.highest) for p in SPEC.parameters}
)


@given(values=anywhere)
def test_nothing_is_hard_on_the_ground(values: dict[str, float]) -> None:
    """Without height there is no edge to fear."""
    assert intensity({**values, "height_m": 0.0}) == 0.0


@given(values=anywhere, height_m=st.floats(SATURATION_M, 60.0))
def test_height_adds_nothing_above_40_m(values: dict[str, float], height_m: float) -> None:
    """Published anxiety levels off at 40 m, so the scale does too."""
    assert intensity({**values, "height_m": height_m}) == intensity({**values, "height_m": SATURATION_M})


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
