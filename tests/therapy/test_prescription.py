"""What a clinician can order."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.therapy.practice import prescription
from therapy.prescription import Adaptation, Prescription, RangeLimits, Side


def test_the_cautious_side_is_the_default() -> None:
    """What nobody ordered is the safe choice: seated, no sudden events, one exposure a day, risks block home."""
    ordered = prescription()
    assert ordered.seated
    assert ordered.support_present_needed
    assert ordered.risk_blocks_home
    assert not ordered.sudden_events
    assert not ordered.range_limits.lean_allowed
    assert (ordered.exposures_a_day, ordered.side) == (1, Side.EITHER)
    assert ordered.range_limits.reach_share_of_calibrated < 1


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": 31},
        {"minutes": 0},
        {"visits": 0},
        {"visits_a_week": 8},
        {"exposures_a_day": 4},
        {"version": 0},
        {"start_step": "Not a name"},
        {"prescribed_on": "yesterday"},
        {"mode": "alone"},
        {"dose": 3},
    ],
)
def test_what_nobody_can_order(change: dict[str, Any]) -> None:
    """An order outside the limits that hold for everybody is refused."""
    with pytest.raises(ValidationError):
        prescription(**change)


@pytest.mark.parametrize("change", [{"reach_share_of_calibrated": 1.1}, {"reach_m": 2}, {"speed_mps": 4}])
def test_ranges_nobody_can_order(change: dict[str, Any]) -> None:
    """No target may lie beyond what was measured, and no hand be hurried beyond the hard limit."""
    with pytest.raises(ValidationError):
        RangeLimits(**change)


def test_an_order_survives_its_bytes() -> None:
    """A prescription reads back as the same one."""
    ordered = prescription(adaptation=Adaptation.ACT, range_limits=RangeLimits(no_go_arcs_deg=((10, 20),)))
    assert Prescription.model_validate_json(ordered.canonical()) == ordered
