"""What a patient reads: in the world, inside the view, over everything, and told apart from its ground."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from environments.behaviours import Glide
from environments.panel import Pointing
from environments.placement import Placement, multiply
from environments.stage.comfort import OUT_TICKS
from tests.environments.stage import magenta
from tests.environments.stage.conftest import AHEAD, Theatre
from therapy.directives import Ask, Begin, ChangeParameter, Directive, Dismiss, Offer, Say, ShowEnvironment
from therapy.events import Output
from therapy.observations import Scale
from therapy.sample import Pose, Sample

SUDS = Ask(
    scale=Scale.SUDS,
    prompt="How much distress do you feel right now?",
    highest=100,
    stride=10,
    low_label="none at all",
    high_label="the worst you can imagine",
)
READY = Offer(text="Next comes the balcony. Take your time.", label="I'm ready")
CAPTION = Say(text="You can stop at any time: look at the red sign, or raise a hand.")
SHOW = ShowEnvironment(environment="magenta")
Changed = npt.NDArray[np.bool_]


def looking(yaw_deg: float, pitch_deg: float) -> Pose:
    """A head at the resting place, turned to its left and up."""
    yaw, pitch = math.radians(yaw_deg) / 2.0, math.radians(pitch_deg) / 2.0
    rotation = multiply(
        (0.0, math.sin(yaw), 0.0, math.cos(yaw)), (math.sin(pitch), 0.0, 0.0, math.cos(pitch))
    )
    return AHEAD._replace(qx=rotation[0], qy=rotation[1], qz=rotation[2], qw=rotation[3])


class Reader:
    """A patient who looks around in a theatre with a panel."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self.pointing = Pointing()
        theatre.stage.panel = self.pointing

    def told(self, *said: Directive) -> None:
        """The session says these, and half a second passes."""
        for what in said:
            self.theatre.number += 1
            output = Output(self.theatre.number, self.theatre.tick, what)
            self.theatre.stage.obey(output)
            self.pointing.obey(output)
        self.wait(45)

    def wait(self, ticks: int) -> None:
        """Looking straight on, so that nothing is chosen by pointing."""
        sample = Sample(AHEAD, None, None, None, 0.0, 0.0, 0, True)
        for _ in range(ticks):
            self.theatre.tick += 1
            self.pointing.step(self.theatre.tick, sample)

    def sees(self, head: Pose = AHEAD) -> Changed:
        """Which pixels of what this head sees belong to signs."""
        self.theatre.head = head
        self.theatre.draw(0)
        with_signs = self.theatre.stage.picture().astype(int)
        overlay = self.theatre.stage.engine.render.find("**/overlay")
        overlay.hide()
        self.theatre.draw(0)
        overlay.show()
        without = self.theatre.stage.picture().astype(int)
        self.theatre.draw(0)
        changed: Changed = np.abs(with_signs - without).max(axis=2) > 12
        return changed


def inside(changed: Changed) -> bool:
    """Whether there is something, and none of it is cut off by the edge of the view."""
    edges = np.concatenate((changed[0], changed[-1], changed[:, 0], changed[:, -1]))
    return bool(changed.any()) and not bool(edges.any())


def readable(picture: npt.NDArray[np.uint8], changed: Changed) -> bool:
    """Whether the signs have both very light and very dark parts: a contrast of 7 to 1 and more."""
    linear = (picture[changed].astype(float) / 255.0) ** 2.2
    luminance = linear @ np.array((0.2126, 0.7152, 0.0722))
    light, dark = np.percentile(luminance, (97.0, 3.0))
    return bool((light + 0.05) / (dark + 0.05) > 7.0)


@pytest.fixture
def reader(theatre: Theatre) -> Reader:
    """A patient in the safe room, panel on."""
    reader = Reader(theatre)
    reader.wait(5)
    return reader


@pytest.mark.parametrize("place", ["safe room", "exposure"])
@pytest.mark.parametrize(
    ("said", "head"),
    [
        ((SUDS,), looking(0.0, -8.0)),
        ((READY,), looking(0.0, -8.0)),
        ((CAPTION,), AHEAD),
        ((CAPTION, SUDS), AHEAD),
    ],
    ids=["rating", "ready", "caption", "caption above a rating"],
)
def test_signs_are_readable_and_inside_the_view(
    reader: Reader, place: str, said: Sequence[Directive], head: Pose
) -> None:
    """Whatever is asked or said stands whole before the eyes, in the safe room and in exposure."""
    if place == "exposure":
        reader.theatre.go_in()
    reader.told(*said)
    changed = reader.sees(head)
    assert inside(changed)
    assert changed.mean() > 0.02
    assert readable(reader.theatre.stage.picture(), changed)


def test_the_stop_mark_is_there_in_exposure_and_only_there(reader: Reader) -> None:
    """Low at the right; looking straight on leaves the view free."""
    mark = looking(-45.0, -40.0)
    assert not reader.sees(mark).any()
    reader.theatre.go_in()
    reader.pointing.obey(Output(1000, 0, SHOW))
    reader.wait(10)
    changed = reader.sees(mark)
    assert inside(changed)
    picture = reader.theatre.stage.picture()[changed].astype(int)
    red = (picture[:, 0] > 140) & (picture[:, 1] < 60) & (picture[:, 2] < 60)
    assert red.mean() > 0.4
    assert not reader.sees(AHEAD).any()


def test_the_stop_mark_stays_while_a_blink_covers_the_rest(reader: Reader) -> None:
    """In the dark, too, there is a way out."""
    reader.theatre.go_in()
    reader.pointing.obey(Output(1000, 0, SHOW))
    reader.wait(10)
    now = reader.theatre.tick
    reader.theatre.obey(
        ChangeParameter(name=magenta.SHIFT, start=0, end=1, start_tick=now, end_tick=now, blink=True)
    )
    reader.theatre.draw(OUT_TICKS + 1)
    changed = reader.sees(looking(-45.0, -40.0))
    assert reader.theatre.stage.picture()[~changed].max() < 30
    assert reader.theatre.stage.picture()[changed].max() > 200


def test_nothing_in_the_world_hides_a_sign(reader: Reader) -> None:
    """A wall comes between the eyes and the board: the board is drawn all the same."""
    reader.theatre.go_in()
    reader.told(SUDS)
    before = reader.sees()
    nearer = Glide(to=Placement((0.0, 1.2, -0.5)), begun_s=-10.0)
    reader.theatre.obey(Begin(node="wall", behaviour=nearer.model_dump(mode="json")))
    after = reader.sees()
    assert np.mean(before ^ after) < 0.01


def test_a_board_stands_still_when_the_head_turns(reader: Reader) -> None:
    """It is part of the world, never glued to the head: turning left moves it right."""
    reader.told(SUDS)
    middles = [np.nonzero(reader.sees(looking(yaw, 0.0)))[1].mean() for yaw in (0.0, 15.0)]
    width = reader.theatre.stage.picture().shape[1]
    assert middles[1] - middles[0] == pytest.approx(width / 2.0 * math.tan(math.radians(15.0)), rel=0.3)


def test_a_caption_comes_along_only_after_eyes_that_have_gone_elsewhere(reader: Reader) -> None:
    """It stays for a glance aside and follows a turn."""
    reader.told(CAPTION)
    straight = np.nonzero(reader.sees())[1].mean()
    glance = np.nonzero(reader.sees(looking(15.0, 0.0)))[1].mean()
    assert glance > straight + 20.0
    turned = np.nonzero(reader.sees(looking(120.0, 0.0)))[1].mean()
    assert turned == pytest.approx(straight, abs=3.0)
    assert inside(reader.sees(looking(120.0, -50.0)))


def test_pointing_fills_the_number_that_is_pointed_at(reader: Reader) -> None:
    """Progress is seen as a bar that grows, not as a colour alone."""
    reader.told(SUDS)
    reader.sees()
    at_rest = reader.theatre.stage.picture().astype(int)
    sample = Sample(AHEAD, None, None, None, 0.0, 0.0, 0, True)
    assert reader.pointing.place is not None
    aside = next(control for control in reader.pointing.controls() if control.id == "0").centre
    yaw = math.degrees(math.atan2(-aside.x_m, -aside.z_m))
    pitch = math.degrees(math.atan2(aside.y_m - AHEAD.y_m, math.hypot(aside.x_m, aside.z_m)))
    sample = sample._replace(head=looking(yaw, pitch))
    for _ in range(130):
        reader.theatre.tick += 1
        reader.pointing.step(reader.theatre.tick, sample)
    control = next(control for control in reader.pointing.controls() if control.id == "0")
    assert 0.2 < control.progress < 1.0
    reader.sees()
    filled = reader.theatre.stage.picture().astype(int)
    assert (np.abs(filled - at_rest).max(axis=2) > 60).sum() > 20


def test_a_dismissed_board_is_gone(reader: Reader) -> None:
    """Nothing of it stays behind."""
    reader.told(SUDS)
    assert reader.sees().any()
    reader.told(Dismiss())
    assert not reader.sees().any()
