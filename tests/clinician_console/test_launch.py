"""The command line: every command explains itself with an example, and errors say what to do."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from clinician_console.launch import cli
from tests.clinician_console.visits import stepladder


def commands(group: click.Group, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command's words, groups included."""
    found = [before]
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, (*before, name))
        else:
            found.append((*before, name))
    return found


@pytest.mark.parametrize("words", commands(cli), ids=" ".join)
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    """--help ends with a line that can be typed."""
    shown = CliRunner().invoke(cli, [*words, "--help"])
    assert shown.exit_code == 0
    examples = shown.output.split("Examples:")[1]
    assert f"stepladder {' '.join(words)}".strip() in " ".join(examples.split())


def test_plans_are_listed_and_checked() -> None:
    """The plans that come with it are there and may be used."""
    listed = CliRunner().invoke(cli, ["protocols", "list"])
    assert "graded-heights" in listed.output
    assert "upper-limb-reach" in listed.output


def test_a_wrong_plan_is_told_with_file_line_and_advice(tmp_path: Path) -> None:
    """A checked file names its first problem's place and what to do; the status is 1."""
    file = tmp_path / "plan.toml"
    file.write_text('id = "my-plan"\n')
    checked = CliRunner().invoke(cli, ["protocols", "check", str(file)])
    assert checked.exit_code == 1
    assert f"{file.name}:1" in checked.output


def test_a_missing_record_is_explained(tmp_path: Path) -> None:
    """A person reads what happened and what to do, never a traceback."""
    shown = stepladder("replay", "last", "--data", str(tmp_path / "nothing"))
    assert shown.returncode == 1
    assert shown.stderr.strip()
    assert "Traceback" not in shown.stderr


def test_a_person_in_a_headset_has_real_time(tmp_path: Path) -> None:
    """Compressed time is refused where somebody sits in it."""
    shown = stepladder("demo", "--headset", "openxr", "--compressed", "--data", str(tmp_path))
    assert shown.returncode == 1
    assert "cannot be compressed" in shown.stderr


def test_an_unknown_plan_names_the_ones_there_are(tmp_path: Path) -> None:
    """A mistyped id is answered with the ids."""
    shown = stepladder("demo", "--once", "--protocol", "graded-hights", "--data", str(tmp_path))
    assert shown.returncode == 1
    assert "graded-heights" in shown.stderr


def test_version_names_the_deciding_code() -> None:
    """Which core made a record matters for its proof."""
    assert "deciding code" in CliRunner().invoke(cli, ["version"]).output
