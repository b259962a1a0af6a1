"""From any state, the next frame is the safe room: whole, and without anything of an environment."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from environments.assets import Built
from environments.behaviours import ByParameter, Channel, Curve
from environments.stage.comfort import DARK_TICKS, IN_TICKS, OUT_TICKS
from tests.environments.stage import magenta
from tests.environments.stage.conftest import Theatre
from therapy.directives import (
    Begin,
    ChangeParameter,
    CloseStage,
    LoadEnvironment,
    ShowEnvironment,
    ShowSafeRoom,
)


def safe_room(theatre: Theatre) -> npt.NDArray[np.uint8]:
    """The safe room as it looks before anything has happened (its pacer breathes, so at one tick)."""
    theatre.tick = 0
    theatre.draw(900)
    return theatre.stage.picture()


def differs(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8]) -> float:
    """Share of the pixels that are visibly different."""
    return float(np.mean(np.abs(a.astype(int) - b.astype(int)).max(axis=2) > 12))


def go_to(theatre: Theatre, state: str, ticks_into_blink: int) -> None:
    """Bring the stage into a state in which somebody may stop."""
    match state:
        case "waiting for files" | "building":
            theatre.obey(LoadEnvironment(environment="magenta"))
            for _ in range(0 if state == "waiting for files" else 3):
                theatre.draw()
        case "entering":
            theatre.obey(LoadEnvironment(environment="magenta"))
            theatre.draw_until_loaded()
            theatre.obey(ShowEnvironment(environment="magenta"))
            theatre.draw(ticks_into_blink)
        case "changing":
            theatre.go_in()
            theatre.obey(
                ChangeParameter(
                    name=magenta.SHIFT,
                    start=0,
                    end=1,
                    start_tick=theatre.tick,
                    end_tick=theatre.tick,
                    blink=True,
                )
            )
            theatre.draw(ticks_into_blink)
        case "inside":
            theatre.go_in()
        case "reloading":
            theatre.go_in()
            theatre.obey(LoadEnvironment(environment="other"))
            theatre.draw()
        case _:
            raise AssertionError(state)


CASES = [
    ("waiting for files", 0),
    ("building", 0),
    ("inside", 0),
    ("reloading", 0),
    *(
        (state, ticks)
        for state in ("entering", "changing")
        for ticks in (OUT_TICKS // 2, OUT_TICKS + DARK_TICKS // 2, OUT_TICKS + DARK_TICKS + IN_TICKS // 2)
    ),
]


@pytest.mark.parametrize(("state", "ticks_into_blink"), CASES)
def test_the_next_frame_is_the_safe_room(
    theatre: Theatre, files: dict[str, Built | Exception], state: str, ticks_into_blink: int
) -> None:
    """Whatever the stage was doing, one call is enough."""
    files["other"] = files["magenta"]
    before = safe_room(theatre)
    go_to(theatre, state, ticks_into_blink)
    theatre.stage.safe_room_now("a test")
    theatre.tick = 897
    drawn = theatre.draw(3)
    assert not drawn.exposure_visible
    assert drawn.failed is None
    assert theatre.magenta == 0.0
    assert differs(before, theatre.stage.picture()) < 0.001


def test_exposure_is_seen_exactly_when_it_is_said_to_be(theatre: Theatre) -> None:
    """What a frame says about exposure agrees with its pixels, before, in and after a blink."""
    theatre.obey(LoadEnvironment(environment="magenta"))
    theatre.draw_until_loaded()
    theatre.obey(ShowEnvironment(environment="magenta"))
    said, seen = [], []
    for _ in range(30):
        said.append(theatre.draw(3).exposure_visible)
        seen.append(theatre.magenta > 0.1)
    assert not said[0]
    assert said[-1]
    assert all(drawn for drawn, visible in zip(said, seen, strict=True) if visible)
    assert seen[-1]
    theatre.obey(ShowSafeRoom(why="a test"))
    assert not theatre.draw().exposure_visible
    assert theatre.magenta == 0.0


def test_a_stop_overtakes_the_way_in(theatre: Theatre) -> None:
    """An environment that was about to be shown behind a blink stays away after a stop, however long one waits."""
    theatre.obey(LoadEnvironment(environment="magenta"))
    theatre.draw_until_loaded()
    number = theatre.obey(ShowEnvironment(environment="magenta"))
    theatre.draw(OUT_TICKS // 2)
    theatre.stage.safe_room_now("a test")
    for _ in range(20):
        drawn = theatre.draw(9)
        assert not drawn.exposure_visible
        assert number not in drawn.shown


def test_loading_goes_on_after_a_stop(theatre: Theatre) -> None:
    """A stop while loading costs nothing: the environment still gets ready, unseen."""
    theatre.obey(LoadEnvironment(environment="magenta"))
    theatre.stage.safe_room_now("a test")
    theatre.draw_until_loaded()
    assert not theatre.draw().exposure_visible


def test_a_behaviour_that_throws_shows_the_safe_room_in_the_same_frame(theatre: Theatre) -> None:
    """The fault is reported with the frame that already is the safe room, and the environment stays closed."""
    before = safe_room(theatre)
    theatre.go_in()
    assert theatre.magenta > 0.1
    lost = ByParameter(channel=Channel.Y, curve=Curve(parameter="nobody_sets_it", points=((0.0, 0.0),)))
    theatre.obey(Begin(node="slider", behaviour=lost.model_dump(mode="json")))
    drawn = theatre.draw()
    assert drawn.failed is not None
    assert "nobody_sets_it" in drawn.failed
    assert not drawn.exposure_visible
    assert theatre.magenta == 0.0
    theatre.tick = 897
    assert theatre.draw(3).failed is None
    assert differs(before, theatre.stage.picture()) < 0.001
    theatre.obey(ShowEnvironment(environment="magenta"))
    frames = [theatre.draw(9) for _ in range(10)]
    assert not any(frame.exposure_visible for frame in frames)
    assert any(frame.failed for frame in frames)


def test_files_that_cannot_be_read_are_a_fault_and_not_a_crash(
    theatre: Theatre, files: dict[str, Built | Exception]
) -> None:
    """Loading fails: the safe room stays, and the next frame says what happened."""
    files["magenta"] = OSError("the disk is gone")
    theatre.obey(LoadEnvironment(environment="magenta"))
    failed = None
    for _ in range(3_000):
        drawn = theatre.draw()
        assert not drawn.exposure_visible
        failed = failed or drawn.failed
        if failed:
            break
    assert failed == "OSError: the disk is gone"


def test_a_broken_mesh_is_a_fault_and_not_a_crash(
    theatre: Theatre, files: dict[str, Built | Exception]
) -> None:
    """The files are there but torn: the same."""
    whole = files["magenta"]
    assert isinstance(whole, Built)
    whole.glb.write_bytes(whole.glb.read_bytes()[:200])
    theatre.obey(LoadEnvironment(environment="magenta"))
    frames = [theatre.draw() for _ in range(60)]
    assert any(frame.failed for frame in frames)
    assert not any(frame.exposure_visible or frame.loaded for frame in frames)


def test_a_directive_for_something_unknown_is_a_fault(theatre: Theatre) -> None:
    """A behaviour for a node that is not there ends exposure instead of the program."""
    theatre.go_in()
    theatre.obey(Begin(node="nobody", behaviour={"kind": "still"}))
    drawn = theatre.draw()
    assert drawn.failed is not None
    assert not drawn.exposure_visible
    assert theatre.magenta == 0.0


def test_the_end_of_the_visit_is_the_safe_room(theatre: Theatre) -> None:
    """Closing leaves nobody in exposure."""
    theatre.go_in()
    theatre.obey(CloseStage())
    assert not theatre.draw().exposure_visible
    assert theatre.magenta == 0.0


def test_the_folder_of_a_stage_is_only_read(theatre: Theatre, tmp_path: Path) -> None:
    """A stage that was handed its files writes none."""
    before = sorted(tmp_path.rglob("*"))
    theatre.go_in()
    assert sorted(tmp_path.rglob("*")) == before
