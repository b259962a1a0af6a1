"""What is built and installed is all of the project, and says whose work it stands on."""

import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from tests.architecture.portable_core import ROOT

PACKAGES = ("therapy", "protocols", "environments", "clinician_console")


def test_the_wheel_holds_every_committed_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code, protocols, catalogues and type markers: what is committed in the packages is in the wheel."""
    monkeypatch.chdir(ROOT)
    wheel = zipfile.ZipFile(tmp_path / build_wheel(os.fspath(tmp_path)))
    with wheel:
        held = set(wheel.namelist())
    listed = subprocess.run(["git", "ls-files", *PACKAGES], check=True, capture_output=True, text=True)
    committed = {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}
    assert "therapy/locale/en/LC_MESSAGES/stepladder.mo" in committed
    assert committed - held == set()
    assert {name.rpartition("/")[2] for name in held if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_every_installed_package_has_its_licence_named() -> None:
    """THIRD_PARTY.md lists exactly what the locks of a clinic's machine install."""
    locks = [ROOT / "requirements" / name for name in ("run.lock", "assets.lock")]
    lock = "\n".join(path.read_text(encoding="utf-8") for path in locks)
    installed = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    table = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| ([a-z0-9-]+) \| \S", table, re.MULTILINE)) - {"package", "---"}
    assert named == installed
