"""The portable core needs nothing that a headset's browser lacks, and computes the same bits everywhere."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.portable_core import ROOT, impure_imports, impure_words, portable_files


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the packages in which a test may plant what the core must not have."""
    for package in ("therapy", "environments"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "locale")
        )
    return tmp_path


def test_the_core_is_found() -> None:
    """The patterns name real modules, so that the tests below look at something."""
    names = {str(path.relative_to(ROOT)) for path in portable_files(ROOT)}
    assert {"therapy/protocol.py", "therapy/arithmetic.py", "environments/scene.py"} <= names
    assert not names & {"therapy/translation.py", "therapy/clock.py"}


def test_importing_the_core_loads_only_pure_modules() -> None:
    """A fresh interpreter importing all of the core loads nothing but pure standard library and pydantic."""
    assert impure_imports(ROOT) == []


def test_the_core_computes_the_same_bits_everywhere() -> None:
    """No portable module takes from Python what differs between machines or from run to run."""
    assert impure_words(ROOT) == []


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        ("import numpy", "therapy.protocol imports numpy"),
        ("import time", "therapy.protocol imports time"),
        ("from therapy import translation", "therapy.translation was loaded"),
        ("def f():\n    import random\nf()", "therapy.protocol imports random"),
    ],
)
def test_a_planted_import_is_caught(copied: Path, planted: str, expected: str) -> None:
    """An import the core may not have is named with the module that asked for it, even inside a function."""
    with (copied / "therapy" / "protocol.py").open("a", encoding="utf-8") as module:
        module.write(f"\n{planted}\n")
    assert any(found.startswith(expected) for found in impure_imports(copied))


@pytest.mark.parametrize(
    "planted",
    [
        "import math\nx = math.sin(1.0)",
        "from math import exp",
        "x = sum([0.1, 0.2])",
        "x = 2.0 ** 0.5",
        "x = hash('a')",
        "import random",
        "from datetime import datetime\nx = datetime.now()",
    ],
)
def test_a_planted_word_is_caught(tmp_path: Path, planted: str) -> None:
    """An expression whose bits could differ is found in the module and at the line where it stands."""
    (tmp_path / "environments").mkdir()
    module = tmp_path / "environments" / "scene.py"
    text = (ROOT / "environments" / "scene.py").read_text(encoding="utf-8")
    module.write_text(f"{text}\n{planted}\n", encoding="utf-8")
    (found,) = impure_words(tmp_path)
    line = len(text.splitlines()) + 1 + len(planted.splitlines())
    assert found.startswith(f"environments/scene.py:{line}:")
