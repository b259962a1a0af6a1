"""The shape of a plan, and what is no plan."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.therapy.practice import protocol
from therapy.protocol import (
    ExpectancyGate,
    HabituationGate,
    Phase,
    Protocol,
    RatingIntervals,
    Reference,
    Step,
    SuccessBandGate,
    TherapistGate,
    TimeGate,
)

STEP = {
    "id": "a",
    "title": "A",
    "patient_text": "Look.",
    "parameters": {},
    "gate": {"kind": "time", "seconds": 60},
}


def test_a_plan_survives_its_bytes() -> None:
    """A plan reads back from its canonical bytes as the same plan."""
    plan = protocol()
    assert Protocol.model_validate_json(plan.canonical()) == plan


@pytest.mark.parametrize(
    ("gate", "kind"),
    [
        (HabituationGate(), "habituation"),
        (ExpectancyGate(feared_outcome="I fall."), "expectancy"),
        (TimeGate(seconds=60), "time"),
        (TherapistGate(), "therapist"),
        (SuccessBandGate(), "success_band"),
    ],
)
def test_gates_are_told_apart_by_kind(gate: Any, kind: str) -> None:
    """Each gate is read back as its own kind."""
    step = Step.model_validate({**STEP, "gate": gate.model_dump()})
    assert step.gate == gate
    assert step.gate.kind == kind


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"least_s": 59}, "greater than or equal to 60"),
        ({"id": "Not a name"}, "pattern"),
        ({"gate": {"kind": "mood"}}, "kind"),
        ({"gate": {"kind": "time", "seconds": 30}}, "greater than or equal to 60"),
        ({"gate": {"kind": "success_band", "lowest": 0.8, "highest": 0.8}}, "expected lowest < highest"),
        ({"gate": {"kind": "habituation", "at_most": 101}}, "less than or equal to 100"),
        ({"gate": {"kind": "habituation", "share_of_peak": 1.1}}, "less than or equal to 1"),
        ({"colour": "red"}, "extra"),
    ],
)
def test_what_is_no_step(change: dict[str, Any], message: str) -> None:
    """A step that could not be carried out safely is refused where it is read."""
    with pytest.raises(ValidationError, match=message):
        Step.model_validate({**STEP, **change})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"steps": protocol().steps[:1]}, "at least 2"),
        ({"steps": protocol().steps[:2] * 2}, "got more than one of step-1, step-2"),
        ({"references": ()}, "at least 1"),
        ({"version": "1.0"}, "pattern"),
        ({"reviewed_on": "last week"}, "pattern"),
        ({"visits": 0}, "greater than or equal to 1"),
        ({"schema_version": 2}, "1"),
    ],
)
def test_what_is_no_plan(change: dict[str, Any], message: str) -> None:
    """A plan without steps, sources or a review is refused where it is read."""
    with pytest.raises(ValidationError, match=message):
        protocol(**change)


def test_no_therapist_to_wait_for_at_home() -> None:
    """At home nobody would open a therapist's gate, so a plan for home may not have one."""
    steps = tuple(step.model_copy(update={"gate": TherapistGate()}) for step in protocol().steps)
    assert protocol(home=False, steps=steps).steps == steps
    with pytest.raises(
        ValidationError, match="expected no therapist's gate in a plan for home, got one in step-1"
    ):
        protocol(home=True, steps=steps)


@pytest.mark.parametrize(
    "change",
    [
        {"suds_s": 59},
        {"suds_s": 301},
        {"sickness_s": 119},
        {"sickness_s": 301},
        {"pain_s": 10},
        {"answer_within_s": 5},
        {"answer_within_s": 61},
    ],
)
def test_ratings_are_neither_rare_nor_a_nuisance(change: dict[str, float]) -> None:
    """Intervals outside what is safe and bearable are refused."""
    with pytest.raises(ValidationError):
        RatingIntervals(**change)


def test_phases_are_in_order() -> None:
    """The phases of a visit are declared in the order they are gone through."""
    assert [phase.value for phase in Phase] == [
        "briefing",
        "baseline",
        "steps",
        "recovery",
        "debrief",
        "ended",
    ]


def test_a_reference_names_what_it_supports() -> None:
    """A source without a claim is none."""
    with pytest.raises(ValidationError):
        Reference.model_validate({"citation": "Somebody 2020"})
