"""The Python an environment is made with is one that starts and is the version it is taken for."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pythons import NEWEST, OLDEST, TESTED, dotted, find_python, version_of

ROOT = Path(__file__).resolve().parents[2]
HERE = (sys.version_info[0], sys.version_info[1])


def stand_in(path: Path, script: str) -> Path:
    """An executable at `path`, as pyenv's shims and Windows' launcher are: a script in a Python's place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on PATH but a shell, and a pyenv of its own."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", os.fspath(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", os.fspath(tmp_path / "pyenv"))
    return tmp_path


def test_the_version_is_what_the_interpreter_says() -> None:
    """This interpreter is asked, not its name."""
    assert version_of(sys.executable) == HERE


def test_an_interpreter_that_does_not_start_has_no_version(tmp_path: Path) -> None:
    """A missing file and a shim for a version nobody chose both count as no Python."""
    assert version_of(os.fspath(tmp_path / "python3.11")) is None
    assert version_of(os.fspath(stand_in(tmp_path / "shim", "exit 127"))) is None


def test_a_broken_shim_is_passed_over(elsewhere: Path) -> None:
    """A shim that does not start stands first on PATH; the interpreter that pyenv keeps is found behind it."""
    stand_in(elsewhere / "bin" / f"python{dotted(HERE)}", "exit 127")
    kept = elsewhere / "pyenv" / "versions" / f"{dotted(HERE)}.99" / "bin" / "python"
    stand_in(kept, f'exec {sys.executable} "$@"')
    assert find_python(HERE) == kept


def test_another_version_under_this_name_is_not_taken(elsewhere: Path) -> None:
    """A python3.14 that is really this Python is not 3.14."""
    assert HERE != NEWEST
    stand_in(elsewhere / "bin" / f"python{dotted(NEWEST)}", f'exec {sys.executable} "$@"')
    assert find_python(NEWEST) is None


def test_make_finds_a_python(elsewhere: Path) -> None:
    """The Python that make starts is the oldest tested one that starts, and nothing where there is none."""

    def found() -> subprocess.CompletedProcess[str]:
        script = os.fspath(ROOT / "scripts" / "find_python.sh")
        return subprocess.run(["/bin/sh", script], check=False, capture_output=True, text=True)

    nowhere = found()
    assert (nowhere.returncode, nowhere.stdout) == (1, "")
    stand_in(elsewhere / "bin" / "python3.11", "exit 127")
    stand_in(elsewhere / "bin" / "python3", f'exec {sys.executable} "$@"')
    assert found().stdout == "python3\n"


def test_the_tested_pythons_are_supported() -> None:
    """What is tested lies within what the project says it runs on."""
    assert all(OLDEST <= version <= NEWEST for version in TESTED)
    described = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    after = (NEWEST[0], NEWEST[1] + 1)
    assert f'requires-python = ">={dotted(OLDEST)},<{dotted(after)}"' in described
