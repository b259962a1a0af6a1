"""The examples in the help and in the README can be typed as they stand, and run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from clinician_console.launch import cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STAYS_OPEN = {
    "stepladder demo": "until Ctrl-C",
    "stepladder demo --patient panics": "until Ctrl-C",
    "stepladder console": "until Ctrl-C",
    "stepladder console --data ./practice --no-open": "until Ctrl-C",
    "stepladder demo --headset desktop": "until a person has finished",
    "stepladder demo --headset desktop --real-time": "until a person has finished",
}
"""Examples that do not end by themselves, and until when they stay."""
OF_SOMEBODY = ("stepladder report --course demo-ab12 --out course.csv",)
"""Examples that name a patient who is not here; the report of a course has tests of its own."""


def in_help(command: click.Command) -> list[str]:
    """The examples under a command's help, and under those of its own commands."""
    found = [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]
    assert found, command.name
    for one in command.commands.values() if isinstance(command, click.Group) else ():
        found += in_help(one)
    return found


def in_readme() -> list[str]:
    """Whatever the README says one may type, a table's short forms written out."""
    table = re.search(r"\| command \|.*?\n\n", README, re.DOTALL)
    assert table
    found = []
    for row in table.group().strip().splitlines()[2:]:
        typed = re.findall(r"`([^`]+)`", row)
        before = typed[0].rsplit(" ", 1)[0]
        cell = re.findall(r"`([^`]+)`", row.split("|")[1])
        found += [
            cell[0],
            *(f"{before} {one}" for one in cell[1:] if not one.startswith(("stepladder", "python"))),
        ]
        found += re.findall(r"`((?:stepladder|python) [^`]+)`", row.split("|")[2])
    elsewhere = README.replace(table.group(), "")
    return [*found, *re.findall(r"`(stepladder [^`]+)`", elsewhere)]


EXAMPLES = sorted({*in_help(cli), *in_readme()})


def typed(example: str) -> list[str]:
    """Its words, what follows a redirection left away, capitals filled in."""
    example = re.sub(r"\bFILE\b", "my-plan.toml", re.sub(r"\bNAME\b", "arithmetic", example))
    return shlex.split(example.split(" > ")[0])


def test_there_are_examples_in_both() -> None:
    """The README names every command; nothing is looked for in vain."""
    assert len(in_readme()) >= 9
    for name, command in cli.commands.items():
        assert any(f"stepladder {name}" in example for example in [*in_readme(), *in_help(command)]), name
    assert {*STAYS_OPEN, *OF_SOMEBODY} <= {*EXAMPLES, "stepladder demo"}


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.startswith("stepladder")])
def test_the_command_line_understands(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Command, options and arguments of each example are real ones."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-plan.toml").touch()
    command: click.Command = cli
    context, words = click.Context(cli, info_name="stepladder"), typed(example)[1:]
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(context, words)
        assert name
        assert found
        command = found
        context = click.Context(command, info_name=name, parent=context)
    command.make_context(context.info_name, words, parent=context.parent)


@pytest.mark.slow
def test_each_that_ends_by_itself_runs(tmp_path: Path) -> None:
    """In a new home, in the order in which a person needs them: the demo makes the visit that others tell and prove."""
    shutil.copy(ROOT / "protocols" / "graded_heights.toml", tmp_path / "my-plan.toml")
    bin_ = Path(sys.executable).parent
    home = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "USERPROFILE")}
    env = {name: given for name, given in os.environ.items() if name != "DISPLAY"}
    env |= {**home, "PATH": f"{bin_}{os.pathsep}{env['PATH']}", "PYTHONPATH": str(ROOT)}
    ending = [
        one
        for one in EXAMPLES
        if one not in {*STAYS_OPEN, *OF_SOMEBODY} and "python -m benchmarks NAME" not in one
    ]
    for example in sorted(ending, key=lambda one: (not one.startswith("stepladder demo"), one)):
        if "./practice" in example:
            shutil.copytree(tmp_path / "stepladder", tmp_path / "practice", dirs_exist_ok=True)
        program, *words = typed(example)
        done = subprocess.run(
            [str(bin_ / program), *words],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
        assert done.returncode == 0, (example, done.stdout[-2000:], done.stderr[-2000:])
        assert done.stdout.strip(), example
