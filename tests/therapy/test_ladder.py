"""The ladder of one patient: the plan's steps under every limit that was prescribed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.therapy.practice import TOWER, Tower, prescription, protocol
from therapy.ladder import Ladder
from therapy.parameter import Choice
from therapy.ports import EnvironmentSpec
from therapy.prescription import Side
from therapy.protocol import Bounds, Limits, Protocol, TimeGate


def ladder(plan: dict[str, Any] | None = None, **changes: Any) -> Ladder:
    """The tower's ladder; `changes` of the prescription."""
    return Ladder(Tower(), protocol(**(plan or {})), prescription(**changes))


def test_rungs() -> None:
    """Every step of the plan is a rung, numbered from one, harder than the last."""
    rungs = ladder().rungs
    assert [rung.number for rung in rungs] == [1, 2, 3, 4, 5, 6]
    assert [rung.step.id for rung in rungs] == [f"step-{number}" for number in range(1, 7)]
    assert [rung.intensity for rung in rungs] == sorted({rung.intensity for rung in rungs})
    assert rungs[3].values == {"height_m": 15, "rail_height_m": 1.0, "time_of_day": 11}


def test_the_highest_step() -> None:
    """Above the highest step that was prescribed there is nothing."""
    rungs = ladder(highest_step="step-3").rungs
    assert [rung.step.id for rung in rungs] == ["step-1", "step-2", "step-3"]
    assert ladder(highest_step="step-3").above(rungs[-1].intensity) is None


def test_warm_up() -> None:
    """Steps before the one where work begins are a minute each, whatever their gate was."""
    rungs = ladder(start_step="step-3").rungs
    assert [rung.warm_up for rung in rungs] == [True, True, False, False, False, False]
    assert all(rung.step.gate == TimeGate(seconds=60) for rung in rungs[:2])
    assert rungs[2].step.gate == protocol().steps[2].gate


@pytest.mark.parametrize("where", ["plan", "prescription"])
def test_limits_trim_the_ladder(where: str) -> None:
    """A prescribed limit holds on every rung, and rungs that it makes equal are one level."""
    limits = {"height_m": Bounds(highest=10), "rail_height_m": Bounds(lowest=1.0)}
    trimmed = (
        ladder({"limits": Limits(minutes=30, parameters=limits)})
        if where == "plan"
        else ladder(limits=limits)
    )
    assert [rung.values["height_m"] for rung in trimmed.rungs] == [0, 3, 8, 10, 10, 10]
    assert min(rung.values["rail_height_m"] for rung in trimmed.rungs) == 1.0
    assert trimmed.above(trimmed.rungs[3].intensity) is None
    assert trimmed.below(trimmed.rungs[5].intensity) == trimmed.rungs[2]


def test_the_tighter_limit_counts() -> None:
    """Of plan and prescription the tighter limit holds."""
    plan = {"limits": Limits(minutes=30, parameters={"height_m": Bounds(highest=10)})}
    assert ladder(plan, limits={"height_m": Bounds(highest=5)}).rungs[-1].values["height_m"] == 5
    assert ladder(plan, limits={"height_m": Bounds(highest=50)}).rungs[-1].values["height_m"] == 10


def test_no_limit_makes_a_step_harder() -> None:
    """A lowest height or a highest rail would push the patient on; neither has any effect."""
    pushed = ladder(limits={"height_m": Bounds(lowest=20), "rail_height_m": Bounds(highest=0.2)})
    assert [rung.values for rung in pushed.rungs] == [rung.values for rung in ladder().rungs]
    assert pushed.gentlest() == ladder().gentlest()


@given(st.floats(0, 60), st.floats(0, 1.3), st.floats(0, 10))
def test_questions_of_the_step_limiter(height: float, rail: float, level: float) -> None:
    """From any level the next rung up is within the ceiling and the next down is really lower."""
    trimmed = ladder(limits={"height_m": Bounds(highest=height), "rail_height_m": Bounds(lowest=rail)})
    above, below = trimmed.above(level), trimmed.below(level)
    ceiling = trimmed.ceiling(level)
    if above is not None:
        assert level < above.intensity == ceiling
        assert not any(level + 1e-6 < rung.intensity < above.intensity for rung in trimmed.rungs)
    else:
        assert ceiling == max(level, *(rung.intensity for rung in trimmed.rungs))
    if below is not None:
        assert below.intensity < level


def test_a_plan_out_of_order_has_no_dead_end() -> None:
    """A plan whose steps do not rise one by one is climbed by intensity, each rung reachable from the one below."""
    plan = protocol()
    mixed = (plan.steps[0], plan.steps[3], plan.steps[1], plan.steps[5])
    climbed = ladder({"steps": mixed})
    level, order = -1.0, []
    while (rung := climbed.above(level)) is not None:
        assert rung.intensity <= climbed.ceiling(level)
        order.append(rung.number)
        level = rung.intensity
    assert order == [1, 3, 2, 4]


@pytest.mark.parametrize(
    ("plan", "changes"),
    [
        ({"limits": Limits(minutes=30, parameters={"hight_m": Bounds(highest=3)})}, {}),
        ({}, {"limits": {"hight_m": Bounds(highest=3)}}),
        ({"steps": tuple(s.model_copy(update={"parameters": {"hight_m": 3}}) for s in protocol().steps)}, {}),
    ],
)
def test_a_limit_that_names_nothing_is_refused(plan: dict[str, Any], changes: dict[str, Any]) -> None:
    """A misspelt parameter would limit nothing; the visit does not begin, and the error says which one."""
    with pytest.raises(ValueError, match="expected parameters of tower, got hight_m"):
        ladder(plan, **changes)


class Workshop(Tower):
    """A tower with settings."""

    @property
    def spec(self) -> EnvironmentSpec:
        """What it is."""
        choices = (
            Choice(name="side", title="Side", options=("left", "right"), default="right"),
            Choice(name="posture", title="Posture", options=("seated", "standing"), default="standing"),
            Choice(name="floor", title="Floor", options=("wood", "glass"), default="wood"),
        )
        return TOWER.model_copy(update={"choices": choices})


def _choices(changes: dict[str, Any]) -> dict[str, str]:
    plan: Protocol = protocol()
    steps = tuple(step.model_copy(update={"choices": {"floor": "glass"}}) for step in plan.steps)
    return Ladder(Workshop(), protocol(steps=steps), prescription(**changes)).rungs[0].choices


def test_choices() -> None:
    """A step chooses its settings, but hand and posture are the prescription's."""
    assert _choices({}) == {"side": "right", "posture": "seated", "floor": "glass"}
    assert _choices({"side": Side.LEFT, "seated": False}) == {
        "side": "left",
        "posture": "standing",
        "floor": "glass",
    }
