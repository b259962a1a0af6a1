"""The plans that come with Stepladder, and the schema that editors check them with."""

import json
import tomllib
from pathlib import Path
from typing import Final

import jsonschema
import pytest

from environments import catalogue as environments
from protocols import catalogue
from protocols.schema import FILE, schema, text
from therapy.errors import StepladderError
from therapy.ladder import Ladder
from therapy.prescription import Adaptation, Mode, Prescription
from therapy.protocol import Protocol, Purpose

ALL: Final = {name: environments.load(name) for name in environments.ids()}
FILES: Final = sorted(catalogue.PLANS.glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_our_plans_have_no_problem(file: Path) -> None:
    """Each plan passes the check it would be checked with, under the id its file's name says."""
    assert catalogue.check(file, ALL) == []
    plan = catalogue.read(file)
    assert plan.id == file.stem.replace("_", "-")
    assert catalogue.load(plan.id) == plan


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_our_plans_fit_the_published_schema(file: Path) -> None:
    """What an editor says agrees with what the check says."""
    plain = json.loads(json.dumps(tomllib.loads(file.read_text(encoding="utf-8")), default=str))
    jsonschema.validate(plain, schema(), cls=jsonschema.Draft202012Validator)
    plain["visits"] = 99
    with pytest.raises(jsonschema.ValidationError, match="99 is greater than the maximum of 60"):
        jsonschema.validate(plain, schema(), cls=jsonschema.Draft202012Validator)


def test_the_committed_schema_is_up_to_date() -> None:
    """Whoever changes the shape of a plan runs `python -m protocols.schema`."""
    assert FILE.read_text(encoding="utf-8") == text()


def prescription(plan: Protocol) -> Prescription:
    return Prescription(
        id="p", protocol_id=plan.id, mode=Mode.HOME, visits=plan.visits, visits_a_week=plan.visits_a_week, minutes=20,
        adaptation=Adaptation.ACT, prescribed_by="Dr Example", prescribed_on="2026-01-01",
    )  # fmt: skip


@pytest.mark.parametrize("plan", [catalogue.load(name) for name in catalogue.ids()], ids=lambda plan: plan.id)
def test_every_step_is_climbed(plan: Protocol) -> None:
    """Under the limits of its own plan no step is skipped: each is more intense than the one before."""
    ladder = Ladder(ALL[plan.environment], plan, prescription(plan))
    levels = [rung.intensity for rung in ladder.rungs]
    assert levels == sorted(set(levels))
    assert len(levels) == len(plan.steps)
    for rung, step in zip(ladder.rungs, plan.steps, strict=True):
        assert step.parameters.items() <= rung.values.items()


def test_graded_heights_climbs_to_40_m_in_ten_steps() -> None:
    """As published fear saturates at 40 m, so does the plan; its gates are of more than one kind."""
    plan = catalogue.load("graded-heights")
    assert plan.purpose is Purpose.EXPOSURE
    assert len(plan.steps) == 10
    assert max(step.parameters["height_m"] for step in plan.steps) == 40
    assert {step.gate.kind for step in plan.steps} == {"time", "habituation", "expectancy"}
    assert [step.choices.get("activity") for step in plan.steps[-3:]] == ["look_down", "drop", "retrieve"]
    assert plan.visits > 1


def test_upper_limb_reach_keeps_success_between_60_and_80_percent() -> None:
    """The band that the field guide names, over the last twenty targets."""
    plan = catalogue.load("upper-limb-reach")
    assert plan.purpose is Purpose.REHABILITATION
    bands = [step.gate for step in plan.steps if step.gate.kind == "success_band"]
    assert len(bands) == len(plan.steps) - 1
    assert {(band.lowest, band.highest, band.window) for band in bands} == {(0.6, 0.8, 20)}


def test_an_unknown_plan_is_told_which_there_are() -> None:
    """The advice names the plans that can be chosen."""
    with pytest.raises(StepladderError) as caught:
        catalogue.load("moon")
    told = "There is no plan called moon. Choose one of these: graded-heights, upper-limb-reach."
    assert str(caught.value) == told
