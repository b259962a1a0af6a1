"""The import contracts hold, and would notice if they did not."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.portable_core import ROOT

PACKAGES = ("therapy", "protocols", "environments", "clinician_console")


def contracts_of(root: Path) -> str:
    """What import-linter says of the packages under `root`."""
    ended = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        check=False, cwd=root, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return " ".join((ended.stdout + ended.stderr).split())


def test_the_contracts_hold() -> None:
    """The layers of the design are kept."""
    assert ", 0 broken." in contracts_of(ROOT)


def test_planted_imports_break_the_contracts(tmp_path: Path) -> None:
    """One forbidden import for each contract breaks all three of them."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "locale")
        )
    (tmp_path / "protocols" / "planted.py").write_text(
        "import environments\nimport sqlite_utils\nfrom panda3d.core import NodePath\n", encoding="utf-8"
    )
    assert ", 3 broken." in contracts_of(tmp_path)
