"""The command that draws one moment: what it refuses, and the picture it writes."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console

from clinician_console.data_folder import DataFolder
from clinician_console.render import render, values_of
from therapy.errors import StepladderError


def test_values_are_read_by_name() -> None:
    """Several parameters, each inside its limits."""
    assert values_of("heights", ("height_m=20", "wind=0.5")) == {"height_m": 20.0, "wind": 0.5}


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("height=20", "no parameter called {name}"),
        ("height_m=61", "cannot be set to {value}"),
        ("height_m=nan", "cannot be set to {value}"),
        ("height_m", "cannot be set to {value}"),
        ("height_m=high", "cannot be set to {value}"),
    ],
)
def test_a_value_that_cannot_be_is_refused(word: str, says: str) -> None:
    """It says what was expected, and what to do."""
    with pytest.raises(StepladderError) as refused:
        values_of("heights", (word,))
    assert says in refused.value.what
    assert refused.value.advice


@pytest.mark.parametrize("name", ["picture.gif", "picture", "nowhere/picture.png"])
def test_a_picture_that_cannot_be_written_is_refused_before_anything_is_drawn(
    tmp_path: Path, name: str
) -> None:
    """A wrong ending, and a folder that is not there."""
    with pytest.raises(StepladderError):
        render(
            Console(), DataFolder(tmp_path / "data"), "heights", (), look=(0.0, 0.0), place=(0.0, 1.6, 0.0),
            at_s=0.0, size=(64, 36), quality="desktop", out=tmp_path / name,
        )  # fmt: skip
    assert not any(tmp_path.iterdir())


@pytest.mark.slow
def test_the_command_writes_a_picture(tmp_path: Path) -> None:
    """Of the size asked for, of something, and another one where the head is turned."""
    pictures = []
    for look in ("0", "180"):
        out = tmp_path / f"{look}.png"
        call = ["render", "safe_room", "--look", look, "0", "--size", "160", "90", "--out", str(out)]
        done = subprocess.run(
            [sys.executable, "-m", "clinician_console.launch", *call, "--data", str(tmp_path / "data")],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "160" in done.stdout
        with Image.open(out) as picture:
            assert picture.size == (160, 90)
            pictures.append(picture.convert("RGB").tobytes())
    assert len(set(pictures[0])) > 20
    assert pictures[0] != pictures[1]
