"""What a frame reports: which outputs it shows for the first time."""

import numpy as np
import pytest

from environments.behaviours import Glide
from environments.placement import Placement
from environments.stage.comfort import OUT_TICKS
from tests.environments.stage import magenta
from tests.environments.stage.conftest import Theatre
from therapy.directives import Begin, ChangeParameter, LoadEnvironment, ShowEnvironment, ShowSafeRoom


def change(theatre: Theatre, to: float, start: float = 0.0, ticks: int = 0, blink: bool = False) -> int:
    """Let the shift go from `start` to `to`; the output's number."""
    now = theatre.tick
    return theatre.obey(
        ChangeParameter(
            name=magenta.SHIFT, start=start, end=to, start_tick=now, end_tick=now + ticks, blink=blink
        )
    )


def slider_column(theatre: Theatre) -> float:
    """Where the slider is in the picture, 0 left to 1 right: it stands above everything else that is blue."""
    blue = magenta.blue(theatre.stage.picture())
    columns = np.flatnonzero(blue[: blue.shape[0] * 3 // 10].any(axis=0))
    middle: float = columns.mean() / blue.shape[1]
    return middle


def test_an_environment_is_shown_with_the_first_frame_that_can_be_seen(theatre: Theatre) -> None:
    """Not while it loads, not while the blink closes, not in the dark: then, once."""
    theatre.obey(LoadEnvironment(environment="magenta"))
    theatre.draw_until_loaded()
    number = theatre.obey(ShowEnvironment(environment="magenta"))
    reported = []
    for _ in range(30):
        drawn = theatre.draw(3)
        if number in drawn.shown:
            reported.append(theatre.magenta)
    assert len(reported) == 1
    assert reported[0] > 0.0


def test_a_change_made_outside_counts_when_the_environment_is_seen(theatre: Theatre) -> None:
    """Applied means the first frame that shows it."""
    theatre.obey(LoadEnvironment(environment="magenta"))
    theatre.draw_until_loaded()
    number = change(theatre, 1.0)
    assert number not in theatre.draw().shown
    shown = theatre.obey(ShowEnvironment(environment="magenta"))
    frames = [theatre.draw(3).shown for _ in range(30)]
    assert [frame for frame in frames if frame] == [(number, shown)]


def test_a_ramp_counts_from_the_first_frame_that_differs(theatre: Theatre) -> None:
    """The frame at its start still shows the old value."""
    theatre.go_in()
    number = change(theatre, 1.0, ticks=180)
    assert number not in theatre.draw(0).shown
    assert number in theatre.draw(1).shown
    assert number not in theatre.draw(1).shown


def test_a_change_behind_a_blink_is_placed_in_the_dark(theatre: Theatre) -> None:
    """Nobody sees the jump: the old place until the eyes are closed, the new one when they open."""
    theatre.go_in()
    change(theatre, 1.0)
    theatre.draw(9)
    right = slider_column(theatre)
    number = change(theatre, -1.0, start=1.0, blink=True)
    theatre.draw(OUT_TICKS // 4)
    assert slider_column(theatre) == pytest.approx(right, abs=0.01)
    assert number not in theatre.draw(OUT_TICKS).shown  # dark
    assert number in theatre.draw(90).shown
    assert slider_column(theatre) < 0.5 < right


def test_a_newer_change_takes_the_place_of_one_that_was_never_seen(theatre: Theatre) -> None:
    """Only what is really in the picture is reported."""
    theatre.go_in()
    old, new = change(theatre, 1.0), change(theatre, -1.0)
    shown = theatre.draw().shown
    assert new in shown
    assert old not in shown


def test_the_safe_room_is_reported_with_the_next_frame(theatre: Theatre) -> None:
    """Also where it was there all along."""
    number = theatre.obey(ShowSafeRoom(why="a test"))
    assert theatre.draw().shown == (number,)
    theatre.go_in()
    number = theatre.obey(ShowSafeRoom(why="a test"))
    assert theatre.draw().shown == (number,)


def test_loading_what_is_loaded_puts_everything_back_at_rest(theatre: Theatre) -> None:
    """What had begun is forgotten; nothing is read again."""
    theatre.go_in()
    theatre.draw()
    at_rest = theatre.stage.picture()
    glide = Glide(to=Placement((1.2, 0.6, -2.0)), begun_s=0.0)
    theatre.obey(Begin(node="shelf", behaviour=glide.model_dump(mode="json")))
    theatre.draw()
    assert (theatre.stage.picture() != at_rest).any()
    theatre.obey(LoadEnvironment(environment="magenta"))
    assert theatre.draw().loaded == ("magenta",)
    assert (theatre.stage.picture() == at_rest).all()


def test_what_begins_while_loading_is_there_once_it_is_loaded(theatre: Theatre) -> None:
    """A task may speak before the last piece has been read."""
    glide = Glide(to=Placement((1.0, 2.0, -2.0)), begun_s=-10.0)
    theatre.obey(LoadEnvironment(environment="magenta"))
    theatre.obey(Begin(node="slider", behaviour=glide.model_dump(mode="json")))
    theatre.draw_until_loaded()
    theatre.obey(ShowEnvironment(environment="magenta"))
    for _ in range(10):
        theatre.draw(9)
    assert slider_column(theatre) > 0.6
