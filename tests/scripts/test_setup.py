"""An environment is made anew when what it is made from changes, and left alone otherwise."""

import os
import shutil
import sys
from pathlib import Path

import pytest

import setup
from pythons import dotted

ROOT = Path(__file__).resolve().parents[2]
HERE = (sys.version_info[0], sys.version_info[1])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what an environment is made from."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    return tmp_path


def append(path: Path, text: str) -> None:
    """Write `text` at the end of a file."""
    with path.open("a", encoding="utf-8") as opened:
        opened.write(text)


@pytest.mark.parametrize(
    "changed", ["requirements/run.lock", "requirements/dev.lock", "requirements/assets.lock"]
)
def test_a_changed_lock_is_noticed(project: Path, changed: str) -> None:
    """Any lock changing makes the environment out of date."""
    before = setup.fingerprint()
    append(project / changed, "# another version\n")
    assert setup.fingerprint() != before


def test_how_the_project_installs_is_noticed_and_how_it_is_checked_is_not(project: Path) -> None:
    """A new command or dependency installs anew; a new lint rule does not."""
    before = setup.fingerprint()
    append(project / "pyproject.toml", "\n[tool.another]\nrule = true\n")
    assert setup.fingerprint() == before
    append(project / "pyproject.toml", '\n[project.optional-dependencies]\nmore = ["numpy"]\n')
    assert setup.fingerprint() != before


@pytest.fixture
def environment(project: Path) -> Path:
    """An environment that stands ready for running, but without what tests need."""
    venv = project / ".venv"
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (venv / "stepladder.stamp").write_text(f"{dotted(HERE)} run {setup.fingerprint()}", encoding="utf-8")
    return venv


def test_an_environment_that_is_ready_is_left_alone(
    environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is installed and nothing said when the stamp fits."""
    setup.prepare(environment, Path(sys.executable), HERE, tests=False)
    assert capsys.readouterr().out == ""


def test_a_failing_installation_leaves_no_stamp(
    environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an installation that failed leaves behind is not taken for ready, and what pip said is shown."""
    shutil.rmtree(environment)  # a real one is made: the system's own Python may come without pip
    lock = environment.parent / "requirements" / "dev.lock"
    lock.write_text(f"{environment.parent / 'nothing.whl'}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="Installing failed"):
        setup.prepare(environment, Path(sys.executable), HERE, tests=True)
    assert "nothing.whl" in capsys.readouterr().err
    assert not (environment / "stepladder.stamp").exists()


def test_the_environment_of_the_first_python_is_not_doubled(environment: Path) -> None:
    """Where .venv is that Python already, one left beside it from before is removed."""
    beside = environment.parent / f".venv-{dotted(HERE)}"
    os.mkdir(beside)
    setup.prepare_beside(beside, HERE, HERE, tests=True)
    assert not beside.exists()
