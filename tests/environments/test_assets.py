"""Built files: made once, found again, checked, and made anew when they or their source are no longer whole."""

import hashlib
import importlib
import shutil
import sys
from pathlib import Path

import pytest

from environments.assets import Built, built, contents
from environments.modelling.glb_reader import read

MODEL = """
from environments.modelling.material import MATT
from environments.modelling.mesh import box
from environments.modelling.model import Model
from environments.modelling.sounds_touch import touch_chime
from environments.scene import FloorArea, Node, Scene, Sky, Sound

SIZE_M = {size}

def model():
    return Model(
        Scene(
            id="brick",
            glb="brick.glb",
            nodes=(Node(id="brick", mesh="brick"),),
            sky=Sky(zenith=(0, 0, 1), horizon=(1, 1, 1), below=(0, 0, 0)),
            sounds=(Sound(id="touch", file="touch.wav"),),
            floor=(FloorArea(id="floor", corners=((0, 0), (1, 0), (0, 1))),),
        ),
        {{"brick": ((box(SIZE_M, SIZE_M, SIZE_M), MATT),)}},
        {{"touch.wav": touch_chime()}},
    )
"""
FILES = {"brick.glb", "scene.json", "touch.wav"}


@pytest.fixture
def brick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The source of an environment of another package; its folder of data is beside it."""
    source = tmp_path / "made_up_brick" / "model.py"
    source.parent.mkdir()
    source.write_text(MODEL.format(size=0.5), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "made_up_brick.model", raising=False)
    return source


def build(brick: Path) -> Built:
    return built("brick", brick.parents[1] / "data", "made_up_brick.model")


def test_an_environment_is_built_with_everything_its_scene_names(brick: Path) -> None:
    """Geometry, scene and sounds, and the hash of each file."""
    made = build(brick)
    assert set(made.hashes) == FILES
    for name, digest in made.hashes.items():
        assert hashlib.sha256((made.folder / name).read_bytes()).hexdigest() == digest
    assert read(made.glb).meshes == ("brick",)
    assert made.sound("touch") == made.folder / "touch.wav"
    with pytest.raises(KeyError, match="touch"):
        made.sound("thunder")


def test_it_is_built_once(brick: Path) -> None:
    """The second time nothing is written."""
    first = build(brick)
    times = {path.name: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    second = build(brick)
    assert second == first
    assert {path.name: path.stat().st_mtime_ns for path in second.folder.iterdir()} == times


@pytest.mark.parametrize("name", ["brick.glb", "scene.json", "touch.wav", "manifest.json"])
@pytest.mark.parametrize("harm", ["cut", "gone", "other"])
def test_what_is_broken_is_built_again(name: str, harm: str, brick: Path) -> None:
    """A file cut short, missing or changed is never shown to a patient."""
    made = build(brick)
    path = made.folder / name
    whole = path.read_bytes()
    if harm == "cut":
        path.write_bytes(whole[:50])
    elif harm == "gone":
        path.unlink()
    else:
        path.write_bytes(whole.replace(b"b", b"c"))
    assert build(brick) == made
    assert path.read_bytes() == whole


def test_a_changed_source_is_never_served_from_old_files(brick: Path) -> None:
    """Another size, another folder, other hashes; the scene stays the same."""
    first = build(brick)
    brick.write_text(MODEL.format(size=0.75), encoding="utf-8")
    importlib.invalidate_caches()
    importlib.reload(importlib.import_module("made_up_brick.model"))
    second = build(brick)
    assert second.folder != first.folder
    assert second.hashes["brick.glb"] != first.hashes["brick.glb"]
    assert second.hashes["scene.json"] == first.hashes["scene.json"]
    assert first.glb.exists()


def test_nothing_half_made_is_left_behind(brick: Path) -> None:
    """A build that fails leaves no folder that could be taken for whole."""
    made = build(brick)
    shutil.rmtree(made.folder)
    brick.write_text(MODEL.format(size='"wide"'), encoding="utf-8")
    importlib.invalidate_caches()
    importlib.reload(importlib.import_module("made_up_brick.model"))
    with pytest.raises(TypeError):
        build(brick)
    assert list(made.folder.parent.iterdir()) == []


def test_the_same_model_gives_the_same_files(brick: Path) -> None:
    """Byte for byte."""
    build(brick)
    module = importlib.import_module("made_up_brick.model")
    assert contents(module.model()) == contents(module.model())
