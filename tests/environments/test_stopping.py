"""Every way to stop works, alone and in its time, and none goes off by accident."""

import math

import pytest

from environments.controls import ControlKind
from environments.stage.headset.motion import apart, facing_pose
from environments.stopping import HELD_S, MARK_S, RAISED_ABOVE_EYES_M, RAISED_S, TOUCH_S
from tests.environments.patient import EYES, READY, SUDS, Person
from therapy.commands import Actor, Ready, Stop, StopVia
from therapy.directives import Begin, CloseStage, ShowSafeRoom
from therapy.sample import Button


def stop(via: StopVia) -> list[Stop]:
    return [Stop(by=Actor.PATIENT, via=via)]


def exposed(*, left: bool = True, right: bool = True) -> Person:
    """A person in an exposure who has looked around for a moment."""
    person = Person(left=left, right=right)
    person.goes_in()
    assert person.passes(1.0) == []
    return person


def test_the_stop_button_stops_in_the_same_tick() -> None:
    """Pressed is stopped, once, however long it is held; also outside an exposure."""
    for person in (exposed(), Person()):
        person.buttons = int(Button.STOP)
        assert person.passes(1 / 90) == stop(StopVia.BUTTON)
        assert person.passes(2.0) == []


@pytest.mark.parametrize(
    ("side", "via"), [("left", StopVia.LEFT_HAND), ("right", StopVia.RIGHT_HAND)], ids=["left", "right"]
)
def test_a_raised_hand_stops(side: str, via: StopVia) -> None:
    """Either hand above the head for 0.7 s, with the other one absent."""
    person = exposed(left=side == "left", right=side == "right")
    setattr(person, side, facing_pose((0.1, EYES[1] + RAISED_ABOVE_EYES_M + 0.05, -0.1), 0.0, 1.0))
    assert person.passes(RAISED_S - 0.05) == []
    assert person.passes(0.1) == stop(via)
    assert person.passes(3.0) == [], "one raise is one stop"


def test_a_raised_hand_that_the_headset_loses_still_stops() -> None:
    """Cameras often lose a hand above the head: it counts as being there."""
    person = exposed()
    person.right = facing_pose((0.1, 1.5, -0.1), 0.0, 1.0)
    person.passes(0.2)
    person.right = None
    assert person.passes(0.6) == stop(StopVia.RIGHT_HAND)


def test_a_raised_hand_stops_while_the_head_is_lost() -> None:
    """The eyes' last known height is what above the head means then."""
    person = exposed()
    person.head = None
    person.left = facing_pose((0.1, 1.5, -0.1), 0.0, 1.0)
    assert person.passes(RAISED_S + 0.1) == stop(StopVia.LEFT_HAND)


def test_a_passing_hand_does_not_stop() -> None:
    """Brushing hair from the face takes half a second above the head, again and again, and stops nothing."""
    person = exposed()
    for _ in range(10):
        person.right = facing_pose((0.1, 1.5, -0.1), 0.0, 1.0)
        assert person.passes(0.5) == []
        person.right = facing_pose((0.2, 0.9, -0.3), 0.0, 0.0)
        assert person.passes(0.5) == []


def test_reaching_for_a_high_target_does_not_stop() -> None:
    """A hand at a target above the head is at work; once the target is gone, the raised hand stops."""
    person = exposed()
    target = (0.2, 1.55, -0.35)
    person.sees(
        Begin(node="target", behaviour={"kind": "glide", "to": [list(target), [0, 0, 0, 1], [1, 1, 1]]})
    )
    person.right = facing_pose((0.2, 1.5, -0.3), 0.0, 1.0)
    assert person.passes(5.0) == []
    person.sees(Begin(node="target", behaviour={"kind": "tint", "tint": [1, 1, 1, 0]}))
    assert person.passes(RAISED_S + 0.1) == stop(StopVia.RIGHT_HAND)


def test_the_head_stops_at_the_stop_mark() -> None:
    """Pointing the head at the mark for a second stops, without hands."""
    person = exposed(left=False, right=False)
    person.looks_at(person.control("stop_right").centre)
    assert person.passes(MARK_S - 0.1) == []
    assert person.control("stop_right").progress > 0.8
    assert person.passes(0.2) == stop(StopVia.HEAD_POINTING)


@pytest.mark.parametrize(
    ("side", "via"), [("left", StopVia.LEFT_HAND), ("right", StopVia.RIGHT_HAND)], ids=["left", "right"]
)
def test_either_hand_stops_at_the_stop_mark(side: str, via: StopVia) -> None:
    """By pointing from the lap and pressing, and by touching it for half a second."""
    person = exposed(left=side == "left", right=side == "right")
    person.points(side, person.control("stop_right").centre)
    assert person.passes(0.2) == []
    setattr(person, f"{side}_press", 1.0)
    assert person.passes(1 / 90) == stop(via)
    person = exposed()
    setattr(person, side, facing_pose(person.control("stop_right").centre, 0.0, 0.0))
    assert person.passes(TOUCH_S + 0.05) == stop(via)


def test_a_hand_that_rests_towards_the_mark_does_not_stop() -> None:
    """Only pressing or touching means it: a resting hand may point there for minutes."""
    person = exposed()
    person.points("right", person.control("stop_right").centre)
    assert person.passes(60.0) == []


def test_a_glance_at_the_mark_does_not_stop() -> None:
    """Looking at it for half a second at a time stops nothing."""
    person = exposed()
    for _ in range(20):
        person.looks_at(person.control("stop_right").centre)
        assert person.passes(0.5) == []
        person.looks_at((0.0, 1.0, -2.0))
        assert person.passes(0.7) == []


def test_looking_down_over_the_edge_does_not_stop() -> None:
    """The marks are at the sides: looking straight down, or down a little aside, for minutes is the exercise."""
    person = exposed()
    for yaw_deg in (-20.0, -10.0, 0.0, 10.0, 20.0):
        for pitch_deg in (-30.0, -40.0, -60.0, -85.0):
            person.head = facing_pose(EYES, math.radians(yaw_deg), math.radians(pitch_deg))
            assert person.passes(5.0) == []


def test_taking_the_headset_off_stops_at_once() -> None:
    """The tick in which it is off is the tick of the stop, once."""
    person = exposed()
    person.worn = False
    assert person.passes(1 / 90) == stop(StopVia.HEADSET_OFF)
    assert person.passes(5.0) == []
    person.worn = True
    assert person.passes(1.0) == []
    person.worn = False
    assert person.passes(1 / 90) == stop(StopVia.HEADSET_OFF)


def test_a_headset_that_was_not_put_on_yet_stops_nothing() -> None:
    """A visit may begin with the headset on the table."""
    person = Person()
    person.worn = False
    assert person.passes(5.0) == []


def test_holding_the_one_button_stops() -> None:
    """Who has one button only can stop with it too; a press to choose does not."""
    person = exposed(left=False, right=False)
    person.buttons = int(Button.READY)
    assert person.passes(HELD_S - 0.1) == []
    assert person.passes(0.2) == stop(StopVia.BUTTON)


def test_a_stop_comes_alone() -> None:
    """A press that would choose and a stop in the same tick are a stop."""
    person = exposed()
    person.sees(READY)
    person.passes(1.0)
    person.points("right", person.control("ready").centre)
    person.passes(0.1)
    person.right_press = 1.0
    person.buttons = int(Button.STOP)
    heard = person.passes(1 / 90)
    assert heard == stop(StopVia.BUTTON)
    assert not any(isinstance(what, Ready) for what in heard)


def test_the_mark_is_there_for_as_long_as_the_exposure() -> None:
    """It comes with the environment and goes with it, also while a question is open."""
    person = Person()
    assert person.pointing.controls() == []
    person.goes_in()
    person.sees(SUDS)
    person.passes(0.1)
    assert {"stop_left", "stop_right"} <= {control.id for control in person.pointing.controls()}
    person.sees(ShowSafeRoom(why="test"))
    assert not any(control.kind is ControlKind.STOP for control in person.pointing.controls())
    person.goes_in()
    person.sees(CloseStage())
    assert not person.pointing.exposed


def test_the_mark_is_large_low_and_at_the_side() -> None:
    """Seen under more than ten degrees, about forty degrees down, forty-five aside, out of the way of the hands."""
    person = exposed()
    mark = person.control("stop_right")
    x, y, z = mark.centre[0] - EYES[0], mark.centre[1] - EYES[1], mark.centre[2] - EYES[2]
    distance = math.sqrt(x * x + y * y + z * z)
    assert 2 * math.degrees(math.atan(mark.width_m / 2 / distance)) > 10.0
    assert math.degrees(math.asin(-y / distance)) == pytest.approx(40.0, abs=1.0)
    assert math.degrees(math.atan2(x, -z)) == pytest.approx(45.0, abs=1.0)
    for shoulder in ((-0.18, 0.95, 0.0), (0.18, 0.95, 0.0)):
        assert apart(shoulder, mark.centre) > 0.70


def put(target: tuple[float, float, float]) -> Begin:
    return Begin(node="target", behaviour={"kind": "glide", "to": [list(target), [0, 0, 0, 1], [1, 1, 1]]})


def test_a_mark_gives_way_to_a_reach_target_and_the_other_stays() -> None:
    """Looking at a low target at the right for as long as it takes stops nothing; the left mark still stops."""
    person = exposed()
    behind = person.control("stop_right").centre
    target = (0.6 * behind.x_m, EYES[1] + 0.6 * (behind.y_m - EYES[1]), 0.6 * behind.z_m)
    person.sees(put(target))
    person.looks_at(target)
    assert person.passes(8.0) == []
    marks = [control.id for control in person.pointing.controls()]
    assert marks == ["stop_left"]
    person.looks_at(person.control("stop_left").centre)
    assert person.passes(MARK_S + 0.1) == stop(StopVia.HEAD_POINTING)
    person.sees(Begin(node="target", behaviour={"kind": "tint", "tint": [1, 1, 1, 0]}))
    person.passes(2.5)
    person.looks_at(person.control("stop_right").centre)
    assert person.passes(MARK_S + 0.1) == stop(StopVia.HEAD_POINTING)


def test_a_look_that_stays_where_a_target_was_does_not_stop() -> None:
    """Head and hand that rest where a target just was are no stop when the mark comes back behind it."""
    person = exposed()
    behind = person.control("stop_right").centre
    target = (0.8 * behind.x_m, EYES[1] + 0.8 * (behind.y_m - EYES[1]), 0.8 * behind.z_m)
    person.sees(put(target))
    person.looks_at(target)
    person.right = facing_pose(behind, 0.0, 0.0)
    person.passes(2.0)
    person.sees(Begin(node="target", behaviour={"kind": "tint", "tint": [1, 1, 1, 0]}))
    assert person.passes(10.0) == []
    assert "stop_right" in [control.id for control in person.pointing.controls()]
    person.looks_at((0.0, 1.0, -2.0))
    person.right = facing_pose((0.17, 0.68, -0.28), 0.0, -0.3)
    person.passes(0.5)
    person.looks_at(person.control("stop_right").centre)
    assert person.passes(MARK_S + 0.1) == stop(StopVia.HEAD_POINTING)


@pytest.mark.parametrize("place", [(0.3, 0.7, -0.3), (-0.3, 0.7, -0.3), (0.0, 0.9, -0.5), (0.0, 1.2, 0.0)])
def test_one_mark_is_always_there(place: tuple[float, float, float]) -> None:
    """Wherever a target may be, at least one stop mark can be pointed at."""
    person = exposed()
    person.sees(put(place))
    person.passes(0.2)
    assert any(control.kind is ControlKind.STOP for control in person.pointing.controls())


def test_glances_aside_do_not_bring_a_mark_before_the_body() -> None:
    """Minutes of looking around, also far to one side, leave the marks where the body is."""
    person = exposed()
    for yaw_deg in (-55.0, 0.0, -70.0, 20.0, -50.0, -10.0) * 8:
        person.head = facing_pose(EYES, math.radians(yaw_deg), -0.1)
        person.passes(1.5)
    mark = person.control("stop_right").centre
    assert math.degrees(math.atan2(mark.x_m, -mark.z_m)) == pytest.approx(45.0, abs=18.0)
    person.head = facing_pose(EYES, 0.0, math.radians(-40.0))
    assert person.passes(5.0) == []


def test_the_mark_follows_the_body_and_waits_for_a_look() -> None:
    """After the body turned it comes along within seconds; the look that seeks it does not push it away."""
    person = exposed()
    person.head = facing_pose(EYES, math.radians(120.0), 0.0)
    assert person.passes(6.0) == []
    mark = person.control("stop_right").centre
    assert math.degrees(math.atan2(-mark.x_m, -mark.z_m)) == pytest.approx(120.0 - 45.0, abs=12.0)
    person.looks_at(mark)
    person.passes(0.9)
    assert apart(person.control("stop_right").centre, mark) < 0.001
    assert person.passes(0.2) == stop(StopVia.HEAD_POINTING)
