"""Live parameters: gentle at once, harder in its own time, all of them together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.therapy.practice import TOWER, Tower
from therapy.live_parameters import LiveParameters
from therapy.sample import TICKS_PER_S

BY_NAME = {parameter.name: parameter for parameter in TOWER.parameters}
heights = st.integers(0, 60).map(float)
rails = st.integers(0, 13).map(lambda tenths: tenths / 10)
hours = st.integers(6, 21).map(float)
places = st.fixed_dictionaries({"height_m": heights, "rail_height_m": rails, "time_of_day": hours})


def live(**changes: float) -> LiveParameters:
    """The tower, 10 m up by day."""
    return LiveParameters(BY_NAME, {"height_m": 10.0, "rail_height_m": 1.0, "time_of_day": 11.0, **changes})


def test_gentle_is_immediate() -> None:
    """What becomes easier is there in the same tick, and nothing moves afterwards."""
    tower = live()
    ramps = tower.set_out({"height_m": 3, "rail_height_m": 1.3}, 100)
    assert (tower.values["height_m"], tower.values["rail_height_m"]) == (3, 1.3)
    assert all(ramp.start_tick == ramp.end_tick == 100 for ramp in ramps.values())
    assert not tower.moving


def test_harder_takes_its_time_and_arrives_together() -> None:
    """Two parameters that become harder arrive in the same tick, the slower one's."""
    tower = live()
    ramps = tower.set_out({"height_m": 11, "rail_height_m": 0.4}, 0)
    assert ramps["height_m"].end_tick == ramps["rail_height_m"].end_tick
    assert ramps["height_m"].end_tick >= 1.5 * 0.6 / 0.2 * TICKS_PER_S
    end = ramps["height_m"].end_tick
    assert not tower.advance(end - 1)
    assert tower.advance(end)
    assert (tower.values["height_m"], tower.values["rail_height_m"]) == (11, 0.4)


def test_a_gentle_change_on_the_way_up_takes_effect_at_once() -> None:
    """A rise that is called back drops below where it had come to, without waiting for its end."""
    tower = live()
    tower.set_out({"height_m": 50}, 0)
    tower.advance(600)
    assert 10 < tower.values["height_m"] < 50
    tower.set_out({"height_m": 10}, 600)
    assert tower.values["height_m"] == 10
    assert not tower.moving


def test_a_neutral_change_is_slow_too() -> None:
    """The sun does not jump."""
    tower = live()
    assert tower.set_out({"time_of_day": 12}, 0)["time_of_day"].end_tick >= 3 * TICKS_PER_S


def test_a_lift_is_as_slow_as_the_slower_of_its_speeds() -> None:
    """A speed that is lowered together with the height counts at once; one that is raised does not yet."""
    height = BY_NAME["height_m"].model_copy(update={"rate_by": "speed_mps"})
    speed = height.model_copy(update={"name": "speed_mps", "rate_by": None, "moves_patient": False})

    def seconds(now: float, then: float) -> float:
        lift = LiveParameters({"height_m": height, "speed_mps": speed}, {"height_m": 0.0, "speed_mps": now})
        return lift.set_out({"height_m": 10.0, "speed_mps": then}, 0)["height_m"].end_tick / TICKS_PER_S

    assert seconds(2.0, 0.5) == pytest.approx(1.5 * 10 / 0.5, abs=0.1)
    assert seconds(0.5, 2.0) == pytest.approx(1.5 * 10 / 0.5, abs=0.1)


def test_what_stays_is_not_touched() -> None:
    """Setting out for where one is changes nothing."""
    assert live().set_out({"height_m": 10}, 5) == {}


@given(places, places)
def test_nothing_on_the_way_is_harder_than_both_ends(start: dict[str, float], goal: dict[str, float]) -> None:
    """At no tick of a change is intensity above the harder of its two ends."""
    tower, intensity = LiveParameters(BY_NAME, start), Tower().intensity
    most = max(intensity(start), intensity(goal)) + 1e-9
    tower.set_out(goal, 0)
    end = max((ramp.end_tick for ramp in tower.ramps()), default=0)
    for part in range(41):
        tower.advance(end * part // 40)
        assert intensity(tower.values) <= most
    assert tower.values == goal == tower.goal()


def test_placing_ends_what_was_under_way() -> None:
    """Out of sight everything is put where it belongs at once."""
    tower = live()
    tower.set_out({"height_m": 50}, 0)
    tower.place({"height_m": 0.0})
    assert not tower.moving
    assert tower.values["height_m"] == 0
    assert tower.goal()["height_m"] == 0
