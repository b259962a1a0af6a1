"""Mouse and keys make a head, a hand and buttons."""

import math

import pytest

from environments.controls import ahead
from environments.panel import Pointing
from environments.stage.bootstrap import Engine
from environments.stage.headset.desktop import LEAN_M, Desk, DesktopHeadset
from environments.stage.headset.openxr import OpenXrHeadset
from environments.stopping import RAISED_ABOVE_EYES_M
from tests.environments.patient import FMS, SUDS
from therapy.commands import Stop, StopVia
from therapy.errors import StepladderError
from therapy.events import Output
from therapy.observations import Answered, AnswerVia
from therapy.sample import NOTHING, Button, Pose, Sample


def head(sample: Sample) -> Pose:
    assert sample.head is not None
    return sample.head


def right(sample: Sample) -> Pose:
    assert sample.right is not None
    return sample.right


def test_the_hand_points_where_the_mouse_is() -> None:
    """At the window's right edge the ray goes 45 degrees to the right, through the eyes."""
    desk = Desk()
    desk.point(1.0, 0.0, 16 / 9)
    sample = desk.sample()
    x, y, z = ahead(right(sample))
    assert math.degrees(math.atan2(x, -z)) == pytest.approx(45.0)
    hand, eyes = right(sample), head(sample)
    along = [hand[i] - eyes[i] for i in range(3)]
    assert along[0] / x == pytest.approx(along[2] / z)
    assert y == pytest.approx(0.0)


def test_dragging_with_the_right_button_turns_the_head() -> None:
    """To the right and up; without the button the head stays."""
    desk = Desk()
    desk.point(0.0, 0.0, 1.0)
    desk.point(0.3, 0.2, 1.0)
    assert ahead(head(desk.sample())) == pytest.approx((0.0, 0.0, -1.0))
    desk.down("mouse3")
    desk.point(0.6, 0.4, 1.0)
    x, y, z = ahead(head(desk.sample()))
    assert x > 0.3
    assert y > 0.2
    assert z < 0.0


def test_keys_lean_a_little_and_no_further() -> None:
    """Holding W for five seconds brings the head forward to the end of a lean."""
    desk = Desk()
    desk.down("w")
    for _ in range(450):
        sample = desk.sample()
    assert head(sample).z_m == pytest.approx(-LEAN_M)
    desk.up("w")
    desk.sample()
    assert head(desk.sample()).z_m == pytest.approx(-LEAN_M)


@pytest.mark.parametrize(
    ("key", "button"),
    [("space", Button.STOP), ("escape", Button.STOP), ("enter", Button.READY), ("mouse1", Button.SELECT)],
)
def test_a_press_that_was_shorter_than_a_frame_still_counts(key: str, button: Button) -> None:
    """Down and up between two looks is one tick of the button."""
    desk = Desk()
    desk.down(key)
    desk.up(key)
    assert desk.sample().buttons == button
    assert desk.sample().buttons == 0


def test_another_window_releases_what_is_held() -> None:
    """A key that came up elsewhere does not stay down here."""
    desk = Desk()
    desk.down("w")
    desk.sample()
    desk.release()
    before = head(desk.sample()).z_m
    assert head(desk.sample()).z_m == before


def test_holding_h_stops_by_a_raised_hand_and_pointing_up_does_not() -> None:
    """The mouse at the top of the window is no raised hand; the key H is."""
    pointing, desk = Pointing(), Desk()
    desk.point(0.0, 1.0, 1.0)
    for _ in range(20):
        desk.wheel(1)
    for tick in range(180):
        assert pointing.step(tick, desk.sample()) == ()
    assert right(desk.sample()).y_m < head(desk.sample()).y_m + RAISED_ABOVE_EYES_M
    desk.down("h")
    heard = [what for tick in range(180, 270) for what in pointing.step(tick, desk.sample())]
    assert [what.via for what in heard if isinstance(what, Stop)] == [StopVia.RIGHT_HAND]


def test_a_click_chooses_what_the_mouse_points_at() -> None:
    """The mouse over a number and the left button answer at once."""
    pointing, desk = Pointing(), Desk()
    pointing.obey(Output(1, 0, SUDS))
    for tick in range(60):
        pointing.step(tick, desk.sample())
    control = next(control for control in pointing.controls() if control.id == "70")
    x, y, z = (control.centre[i] - head(desk.sample())[i] for i in range(3))
    desk.point(x / -z, y / -z, 1.0)
    for tick in range(60, 70):
        assert pointing.step(tick, desk.sample()) == ()
    desk.down("mouse1")
    assert pointing.step(70, desk.sample()) == (
        Answered(question=1, scale=SUDS.scale, value=70, via=AnswerVia.RIGHT_HAND),
    )


@pytest.mark.parametrize(("ask", "digit", "value"), [(SUDS, 4, 40), (FMS, 9, 18), (SUDS, 0, 0)])
def test_digits_answer_in_tenths_of_the_scale(ask: object, digit: int, value: int) -> None:
    """4 is 40 of 100; 9 is 18 of 20."""
    pointing = Pointing()
    headset = DesktopHeadset(pointing)
    headset.answer(5)
    pointing.obey(Output(1, 0, ask))  # type: ignore[arg-type]
    headset.answer(digit)
    heard = [what for tick in range(5) for what in pointing.step(tick, Desk().sample())]
    assert [(what.value, what.via) for what in heard if isinstance(what, Answered)] == [
        (value, AnswerVia.KEYBOARD)
    ]


def test_before_it_starts_nobody_is_there() -> None:
    """A desktop headset without a window wears nothing, and stops without harm."""
    headset = DesktopHeadset(Pointing())
    headset.begin_frame()
    assert headset.poll(1) == NOTHING
    headset.stop()
    headset.stop()


def test_real_headsets_run_with_the_clock() -> None:
    """Neither a person at a window nor one in a headset may be put through compressed time."""
    assert DesktopHeadset(Pointing()).real_time_only
    assert OpenXrHeadset().real_time_only


def test_openxr_says_that_it_is_not_there_yet() -> None:
    """The refusal tells what to do instead."""
    with pytest.raises(StepladderError, match="--headset desktop"):
        OpenXrHeadset().start()


def test_keys_reach_it_through_the_engine_s_window(engine: Engine) -> None:
    """Once started it hears the engine's own key events, with Shift held too, until it is stopped."""
    pointing = Pointing()
    headset = DesktopHeadset(pointing)
    headset.start()
    try:
        engine.base.messenger.send("shift-space")
        headset.begin_frame()
        assert headset.poll(1).buttons == Button.STOP
        engine.base.messenger.send("space-up")
        assert headset.poll(2).buttons == Button.NONE
        pointing.obey(Output(1, 0, SUDS))
        engine.base.messenger.send("7")
        heard = [what for tick in range(3, 6) for what in pointing.step(tick, headset.poll(tick))]
        assert [what.value for what in heard if isinstance(what, Answered)] == [70]
    finally:
        headset.stop()
    engine.base.messenger.send("escape")
    assert headset.poll(7) == NOTHING
