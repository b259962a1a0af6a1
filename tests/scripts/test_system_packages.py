"""What the system lacks is installed where that is allowed, otherwise named with what stops without it."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from system_packages import CHROMIUM, DRAWING, NODE, Need, as_root, provide, venv_of


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that stands for something of the system's: it is here, or it is missing."""
    return tmp_path / "installed"


@pytest.fixture
def needed(marker: Path) -> Need:
    """A need met by the marker, which the package `frobnicator` brings."""
    return Need(
        "a frobnicator", marker.exists, ("frobnicator", "frobnicator-data"), "Nothing is frobnicated."
    )


@pytest.fixture
def apt_get(tmp_path: Path, marker: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An apt-get of the test's own, first on PATH: it notes what it is asked, and installs the marker."""
    script = tmp_path / "bin" / "apt-get"
    script.parent.mkdir()
    asked = tmp_path / "asked"
    script.write_text(
        f'#!/bin/sh\necho "$@" >> {asked}\ncase "$*" in *" install "*) touch {marker};; esac\n',
        encoding="utf-8",
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    return asked


def test_nothing_missing_is_nothing_said(needed: Need, marker: Path) -> None:
    """A need that is met costs no word."""
    marker.touch()
    said: list[str] = []
    assert provide([needed], say=said.append) == []
    assert said == []


def test_missing_and_allowed_is_installed(needed: Need, apt_get: Path) -> None:
    """Where it is allowed, the lists are updated, then exactly the packages of what is missing installed."""
    said: list[str] = []
    assert provide([needed], may_install=lambda: (), say=said.append) == []
    assert said == ["Installing system packages: frobnicator frobnicator-data"]
    assert apt_get.read_text(encoding="utf-8").splitlines() == [
        "-q -y update",
        "-q -y install --no-install-recommends frobnicator frobnicator-data",
    ]


def test_a_package_that_is_not_to_be_had_keeps_no_other_from_coming(needed: Need, apt_get: Path) -> None:
    """Ubuntu has no package chromium: what else is missing is asked for apart, and comes."""
    absent = Need("another thing", lambda: False, ("absent",), "It stays away.")
    assert provide([absent, needed], may_install=lambda: (), say=lambda line: None) == [absent]
    asked = apt_get.read_text(encoding="utf-8").splitlines()
    assert [line.split()[-1] for line in asked] == ["update", "absent", "frobnicator-data"]


def test_missing_and_not_allowed_is_named(needed: Need, apt_get: Path) -> None:
    """Where it is not allowed nothing is tried; what is missing, what stops and what to install are said."""
    said: list[str] = []
    assert provide([needed], may_install=lambda: None, say=said.append) == [needed]
    assert not apt_get.exists()
    assert said == [
        "Missing: a frobnicator. Nothing is frobnicated.",
        "  Debian has it as: frobnicator frobnicator-data (sudo apt-get install ...)",
    ]


def test_installing_that_does_not_help_is_named(marker: Path, apt_get: Path) -> None:
    """Something still missing after apt-get ran is named as missing, not believed to be there."""
    stubborn = Need("a stubborn thing", lambda: False, ("stubborn",), "It stays away.")
    said: list[str] = []
    assert provide([stubborn], may_install=lambda: (), say=said.append) == [stubborn]
    assert apt_get.exists()
    assert said[-2] == "Missing: a stubborn thing. It stays away."


def test_a_failing_apt_get_is_shown(needed: Need, tmp_path: Path, apt_get: Path) -> None:
    """What apt-get said is shown when it fails, and the need is named."""
    (tmp_path / "bin" / "apt-get").write_text("#!/bin/sh\necho no network >&2\nexit 100\n", encoding="utf-8")
    said: list[str] = []
    assert provide([needed], may_install=lambda: (), say=said.append) == [needed]
    assert "no network\napt-get update failed (what it said is above)." in said


def test_root_needs_nothing_in_front() -> None:
    """Root installs as it is; anybody else needs a sudo that asks no password."""
    assert as_root() in ((), ("sudo", "-n"), None)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        assert as_root() == ()


def test_this_python_can_make_environments() -> None:
    """The Python that runs the tests was good enough to make their environment."""
    base = getattr(sys, "_base_executable", sys.executable)
    assert venv_of(base, (3, 11)).is_here()
    assert venv_of(base, (3, 13)).debian_packages == ("python3.13-venv",)


def test_a_python_that_does_not_start_makes_none(tmp_path: Path) -> None:
    """An interpreter that is not there cannot make an environment."""
    assert not venv_of(str(tmp_path / "python"), (3, 11)).is_here()


def test_the_names_are_debians() -> None:
    """Where dpkg knows a package that a need names, it is the one that owns what the need tries."""
    if shutil.which("dpkg-query") is None:
        names: list[str] = []
    else:
        query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *DRAWING.debian_packages]
        listed = subprocess.run(query, check=False, capture_output=True, text=True).stdout
        names = [line.split()[0] for line in listed.splitlines() if line.endswith(" installed")]
    # All of them installed is enough to draw; the reverse need not hold (a vendor's driver draws as well).
    assert set(names) != set(DRAWING.debian_packages) or DRAWING.is_here()
    assert NODE.debian_packages == ("nodejs", "npm")
    assert CHROMIUM.debian_packages == ("chromium", "fonts-dejavu-core")
