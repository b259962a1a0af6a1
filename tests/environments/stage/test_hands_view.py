"""Hands are seen where they are tracked and nowhere else; people move with their clips and come round again."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from environments.assets import Built
from environments.modelling import people
from environments.modelling.model import Model
from environments.placement import Placement
from environments.scene import FloorArea, Node, Scene, Sky
from tests.environments.stage import magenta
from tests.environments.stage.conftest import AHEAD, Theatre
from therapy.directives import LoadEnvironment, ShowEnvironment
from therapy.sample import NOTHING, Pose, Sample

LEFT, RIGHT = Pose(-0.2, 1.05, -0.45), Pose(0.2, 1.05, -0.45)
Picture = npt.NDArray[np.uint8]


def seen(theatre: Theatre, sample: Sample, frames: int = 1) -> Picture:
    """What is drawn for this sample, at the tick where the theatre is."""
    for _ in range(frames):
        theatre.stage.draw(theatre.tick, sample._replace(head=AHEAD, worn=True))
    return np.asarray(theatre.stage.picture()).copy()


def changed(before: Picture, after: Picture) -> npt.NDArray[np.bool_]:
    """Which pixels are clearly other ones."""
    return np.asarray(np.abs(before.astype(int) - after.astype(int)).max(axis=2) > 24)


def test_each_hand_is_seen_on_its_side_and_only_while_it_is_tracked(theatre: Theatre) -> None:
    """The left hand changes the left half of the picture, the right hand the right half, and both go again."""
    theatre.draw()
    empty = seen(theatre, NOTHING)
    middle = empty.shape[1] // 2
    for side, tracked in (("left", NOTHING._replace(left=LEFT)), ("right", NOTHING._replace(right=RIGHT))):
        with_hand = changed(empty, seen(theatre, tracked))
        left, right = with_hand[:, :middle].sum(), with_hand[:, middle:].sum()
        assert left + right > 400
        assert (left > 20 * right) == (side == "left")
        assert not changed(empty, seen(theatre, NOTHING)).any()


def test_a_press_is_seen_to_close_the_hand_gradually(theatre: Theatre) -> None:
    """Pressed at once, the hand looks different after one frame, more so after ten, and then no more."""
    theatre.draw()
    held = NOTHING._replace(left=LEFT)
    open_hand = seen(theatre, held, 10)
    first = seen(theatre, held._replace(left_press=1.0))
    closed = seen(theatre, held._replace(left_press=1.0), 10)
    assert 0 < changed(open_hand, first).sum() < changed(open_hand, closed).sum()
    assert not changed(closed, seen(theatre, held._replace(left_press=1.0))).any()
    assert not changed(open_hand, seen(theatre, held, 10)).any()


@pytest.fixture
def walker(tmp_path: Path) -> Built:
    """Somebody who walks on the spot before the patient."""
    scene = Scene(
        id="magenta",
        glb="magenta.glb",
        nodes=(Node(id="walker", mesh="walker", clip="walk", placement=Placement((0.0, 0.0, -2.5))),),
        sky=Sky(zenith=(0.9, 0.9, 0.9), horizon=(0.9, 0.9, 0.9), below=(0.9, 0.9, 0.9)),
        clips=(people.CLIPS["walk"],),
        floor=(FloorArea(id="floor", corners=((-1.0, -1.0), (1.0, -1.0), (0.0, 1.0))),),
    )
    meshes = {"walker": people.walker(7)}
    folder = tmp_path / "walker"
    folder.mkdir()
    return magenta.built(folder, Model(scene, meshes, {}, people.frames("walk")))


def test_a_clip_moves_whoever_it_carries_and_comes_round(
    theatre: Theatre, files: dict[str, Built | Exception], walker: Built
) -> None:
    """Half a stride later the walker looks different; a whole one (99 ticks) later, the same."""
    files["magenta"] = walker
    theatre.obey(LoadEnvironment(environment="magenta"))
    theatre.draw_until_loaded()
    theatre.obey(ShowEnvironment(environment="magenta"))
    for _ in range(10):
        theatre.draw(9)
    start = seen(theatre, NOTHING)
    assert (start.min(axis=2) < 100).sum() > 1_000
    theatre.draw(50)
    half = seen(theatre, NOTHING)
    theatre.draw(49)
    whole = seen(theatre, NOTHING)
    assert changed(start, half).sum() > 5 * max(1, changed(start, whole).sum())
    assert changed(start, half).sum() > 200
