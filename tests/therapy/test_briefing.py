"""The first page of a record: everything a visit starts from, fitting together."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.therapy.practice import briefing
from therapy.briefing import HARD_BLOCKS, Briefing, Calibration, Condition, Room


def test_a_briefing_survives_its_bytes() -> None:
    """What was frozen reads back as the same briefing, protocol and prescription included."""
    brief = briefing(room=Room(width_m=2, depth_m=3), calibration=Calibration(eye_height_m=1.2))
    assert Briefing.model_validate_json(brief.canonical()) == brief


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"protocol_id": "another"}, "expected a prescription of tower-ladder, got one of another"),
        ({"highest_step": "step-9"}, r"expected a step of tower-ladder \(step-1, .*step-6\), got step-9"),
        ({"start_step": "step-0"}, "got step-0"),
    ],
)
def test_an_order_for_another_plan(plan: dict[str, Any], message: str) -> None:
    """A prescription that does not fit its plan is refused: a highest step nobody knows would limit nothing."""
    with pytest.raises(ValidationError, match=message):
        briefing(plan=plan)


@pytest.mark.parametrize(
    "change",
    [
        {"session_id": "short"},
        {"alias": ""},
        {"today": "2nd of March"},
        {"seed": -1},
        {"seed": 2**63},
        {"format": 2},
        {"diagnosis": "none"},
    ],
)
def test_what_is_no_briefing(change: dict[str, Any]) -> None:
    """A field that is missing, wrong or unknown stops a visit before it begins."""
    with pytest.raises(ValidationError):
        briefing(**change)


def test_hard_blocks() -> None:
    """The five findings with which nobody may start, whatever reason is given."""
    assert {finding.name for finding in HARD_BLOCKS} == {
        "EPILEPSY",
        "VERTIGO_ATTACK",
        "RECENT_SURGERY",
        "FACIAL_WOUND",
        "INTOXICATION",
    }
    assert set(Condition) > HARD_BLOCKS


@pytest.mark.parametrize("change", [{"eye_height_m": 0.4}, {"left_reach_m": 1.2}, {"right_reach_m": 0.01}])
def test_calibrations_no_body_has(change: dict[str, float]) -> None:
    """A body that cannot be is not calibrated."""
    with pytest.raises(ValidationError):
        Calibration(**{"eye_height_m": 1.2, **change})
