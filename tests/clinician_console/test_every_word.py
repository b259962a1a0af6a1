"""Every word the command line shows comes from the message catalogues: it is run in the pseudo-locale and read."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clinician_console.launch import PATIENTS, QUALITIES
from environments.catalogue import ids, load
from protocols import catalogue
from tests.clinician_console.test_launch import commands
from tests.journeys.visits_told import of_demo, record
from tests.pseudo import assert_translated, plain_words
from therapy.twin.traits import Kind

ENUMS = ("exposure", "rehabilitation", "habituation", "expectancy", "time", "therapist", "success_band")
"""Values that are written in a plan as they are."""
QUOTED = "Invalid value"
"""What Python's own reader of TOML says is quoted."""
ROOT = Path(__file__).parents[2]
VISIT, BROKEN = "20260302-1000-ab12", "20260303-1000-cd34"
NAMES = (
    *PATIENTS,
    "simulated",
    "desktop",
    "openxr",
    *QUALITIES,
    "graded-heights",
    "upper-limb-reach",
    "stepladder",
    "Stepladder",
)
WRONG_PLAN = """
id = "My plan"
titel = "Misspelt"
version = "one"
reviewed_on = "2026-02-30"
visits = "six"
environment = "heigths"
limits = { minutes = 90 }
"""
LADDER = """
[[steps]]
id = "{name}"
title = "T"
patient_text = "P"
gate = {gate}
parameters.{parameter} = {value}
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one visit that was stopped and one that broke off."""
    folder = tmp_path_factory.mktemp("data")
    record(folder / "records.db", of_demo("graded-heights", 6, VISIT), Kind.PANICS)
    record(folder / "records.db", of_demo("graded-heights", 6, BROKEN), Kind.IMPROVES, break_off_at=9_000)
    return folder


def shown(*lines: list[str], plant: bool = False, locale: str = "en_XA") -> list[str]:
    """What each of these command lines shows, in this locale."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.clinician_console.every_word"],
        input=json.dumps({"lines": lines, "plant": plant}),
        capture_output=True, text=True, cwd=ROOT, timeout=300, check=False,
        env={**os.environ, "LANGUAGE": locale, "COLUMNS": "400", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_help_of_every_command() -> None:
    """Each --help, also what the command line's library says by itself."""
    from clinician_console.launch import cli

    said = shown(*([*words, "--help"] for words in commands(cli)))
    assert_translated([re.sub(r"-\n +", "-", one) for one in said], *NAMES)  # it wraps within names


def test_what_was_mistyped() -> None:
    """What a person reads who types something wrong."""
    lines = [
        ["nothing"],
        ["replay"],
        ["replay", "last", "twice"],
        ["demo", "--nothing"],
        ["demo", "--minutes"],
        ["demo", "--minutes", "many"],
        ["demo", "--minutes", "99"],
        ["demo", "--patient", "nobody"],
        ["demo", "--once=1"],
        ["protocols", "check", "/nowhere"],
        ["protocols", "check", "/tmp"],
    ]
    names = (
        *NAMES,
        "nothing",
        "twice",
        "many",
        "nobody",
        "/nowhere",
        "/tmp",
        "protocols check",
        "replay",
        "demo",
    )
    for line, said in zip(lines, shown(*lines), strict=True):
        assert_translated([said], *names)
        assert "Traceback" not in said, line


def test_visits_and_plans(data: Path) -> None:
    """The list, the stories and the proof of recorded visits; the list of plans and a version."""
    folder = ["--data", str(data)]
    lines = [
        ["sessions", *folder],
        ["replay", VISIT, *folder],
        ["replay", VISIT, "--verify", *folder],
        ["replay", BROKEN, *folder],
        ["protocols", "list"],
        ["version"],
    ]
    assert_translated(shown(*lines), *NAMES, VISIT, BROKEN, "demo-ab12", "demo-cd34", "Python")


def test_errors_a_person_can_act_on(data: Path) -> None:
    """What happened and what to do."""
    nowhere, odd = data / "nowhere", data / "odd"
    odd.mkdir(exist_ok=True)
    (odd / "records.db").write_text("This is no database, and long enough to be sure of it.")
    lines = [
        ["sessions", "--data", str(nowhere)],
        ["sessions", "--data", str(odd)],
        ["replay", "none-such", "--data", str(data)],
        ["demo", "--headset", "desktop", "--compressed", "--data", str(nowhere)],
        ["demo", "--protocol", "none-such", "--data", str(nowhere)],
    ]
    assert_translated(shown(*lines), *NAMES, str(nowhere / "records.db"), str(odd / "records.db"), "none-such", VISIT,
                      BROKEN)  # fmt: skip


def test_mistakes_in_plans(tmp_path: Path) -> None:
    """Each problem of a plan's file, with what was expected and what to do."""
    good = (ROOT / "protocols" / "graded_heights.toml").read_text(encoding="utf-8")
    plans = {
        "wrong": WRONG_PLAN,
        "toml": "id = \n",
        "gate": good.replace('kind = "habituation"', 'kind = "success_band"'),
        "twice": good.replace('id = "first_floor"', 'id = "street_level"'),
        "steep": good.replace("height_m = 3\n", "height_m = 39\n"),
        "limits": good.replace("height_m = 30\n", "height_m = 300\n").replace(
            "height_m = 40\n", "height_m = 50\n"
        ),
        "names": good.replace("wind = 0.2", "wimd = 0.2").replace('activity = "drop"', 'activity = "drip"'),
        "home": good.replace('kind = "time", seconds = 60', 'kind = "therapist"'),
    }
    spec = load("heights").spec
    fields = re.findall(r'"(\w+)":', json.dumps(catalogue.schema()))
    parameters = [one.name for one in spec.parameters]
    options = [option for choice in spec.choices for option in choice.options]
    steps = ["street_level", "first_floor", "second_floor", "low_rail"]
    names = {*fields, *parameters, *options, *steps, *ids(), *ENUMS, "graded-heights"}
    files = []
    for name, text in plans.items():
        file = tmp_path / f"{name}.toml"
        file.write_text(text, encoding="utf-8")
        files.append(file)
    for file, said in zip(files, shown(*(["protocols", "check", str(file)] for file in files)), strict=True):
        told = [line for line in said.splitlines() if not line.startswith(str(file))]  # file, line and field
        assert_translated(told, *names, QUOTED)


def test_the_test_can_fail(data: Path) -> None:
    """One constant that is not in the catalogues is found; English as a whole is."""
    line = ["replay", VISIT, "--data", str(data)]
    (planted,) = shown(line, plant=True)
    assert plain_words(planted, *NAMES, VISIT, "demo-ab12") == ["Planted", "words"]
    (english,) = shown(line, locale="en")
    assert len(plain_words(english, *NAMES)) > 40
