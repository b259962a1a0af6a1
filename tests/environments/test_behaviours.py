"""Behaviours: closed forms that never jump, whatever takes over from whatever."""

import math
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from environments.behaviours import (
    BEHAVIOUR,
    GRAVITY_MPS2,
    Behaviour,
    Bounce,
    Breathe,
    ByParameter,
    Channel,
    Curve,
    Fall,
    Glide,
    Hold,
    Loop,
    Pulse,
    Still,
    Sway,
    Tint,
    begin,
    evaluate,
    hold,
)
from environments.placement import NodeState, Placement, Vec3, distance_m, rotate
from environments.scene import Node
from therapy.sample import Pose

POSES = {"left": Pose(-0.2, 1.0, -0.3), "right": Pose(0.3, 1.1, -0.4, 0.0, 0.6, 0.0, 0.8)}
SQUARE: tuple[Vec3, ...] = ((0.0, 0.0, 0.0), (10.0, 0.0, 0.0), (10.0, 0.0, 10.0), (0.0, 0.0, 10.0))
LIFT = Curve(parameter="height_m", points=((0.0, 0.0), (60.0, -60.0)))

numbers = st.floats(-2.0, 2.0).map(lambda x: round(x, 3))
points = st.tuples(numbers, numbers, numbers)
eases = st.floats(0.05, 3.0)
motions: st.SearchStrategy[Behaviour] = st.one_of(
    st.builds(Still, ease_s=eases),
    st.builds(Glide, to=points.map(Placement), ease_s=eases),
    st.builds(Fall, velocity_mps=points, floor_y_m=st.just(-3.0)),
    st.builds(Bounce, floor_y_m=st.just(-3.0), radius_m=st.just(0.1), aside_mps=st.tuples(numbers, numbers)),
    st.builds(Loop, path=st.just(SQUARE), speed_mps=st.floats(0.0, 8.0), ease_s=eases),
    st.builds(Hold, hand=st.sampled_from(["left", "right"]), ease_s=eases),
)
additions: st.SearchStrategy[Behaviour] = st.one_of(
    st.builds(Tint, tint=st.tuples(*[st.floats(0.0, 1.0)] * 4), ease_s=eases),
    st.builds(Sway, tilt_deg=st.floats(0.0, 20.0), shift_m=points, seed=st.integers(0, 99), ease_s=eases),
    st.builds(Breathe, breaths_per_min=st.floats(3.0, 15.0), in_share=st.floats(0.2, 0.8), ease_s=eases),
    st.builds(Pulse, per_s=st.floats(0.1, 3.0), faintest=st.floats(0.0, 1.0), ease_s=eases),
    st.builds(ByParameter, channel=st.sampled_from(list(Channel)), curve=st.just(LIFT), ease_s=eases),
)


def gap(a: NodeState, b: NodeState) -> float:
    """How far two states are apart: metres, scale, opacity and turn together."""
    turn = 1.0 - abs(math.fsum(x * y for x, y in zip(a.rotation, b.rotation, strict=True)))
    tint = max(abs(x - y) for x, y in zip(a.tint, b.tint, strict=True))
    return (
        distance_m(a.position, b.position) + distance_m(a.scale, b.scale) + tint + math.sqrt(max(turn, 0.0))
    )


@given(st.lists(st.tuples(st.one_of(motions, additions), st.floats(0.0, 5.0)), min_size=1, max_size=6))
def test_nothing_jumps_when_a_behaviour_takes_over(begun: list[tuple[Behaviour, float]]) -> None:
    """At the moment a behaviour begins the node is exactly where it was, and a moment later almost there."""
    node, t_s, values = Node(id="thing"), 0.0, {"height_m": 20.0}
    for behaviour, wait_s in begun:
        t_s += wait_s
        before = evaluate(node, t_s, values, POSES)
        node = node.with_behaviour(begin(node, behaviour, t_s, values, POSES))
        assert gap(before, evaluate(node, t_s, values, POSES)) < 1e-6
        assert gap(before, evaluate(node, t_s + 1e-5, values, POSES)) < 2e-2


@given(st.one_of(motions, additions), st.floats(0.0, 60.0), st.floats(-1e-4, 1e-4))
def test_a_small_change_of_a_parameter_moves_a_node_a_little(
    behaviour: Behaviour, height_m: float, change_m: float
) -> None:
    """Placement follows a parameter without a step, also where pieces of its curve meet."""
    node = Node(id="thing").with_behaviour(behaviour)
    lift = ByParameter(channel=Channel.Y, curve=LIFT)
    node = node.with_behaviour(lift) if behaviour.place != lift.place else node
    here = evaluate(node, 1.0, {"height_m": height_m}, POSES)
    there = evaluate(node, 1.0, {"height_m": height_m + change_m}, POSES)
    assert gap(here, there) < 1e-2


@given(motions, st.floats(0.0, 30.0))
def test_motion_is_continuous_in_time(motion: Behaviour, t_s: float) -> None:
    """No behaviour makes a step at any time: in a tenth of a millisecond nothing goes further than centimetres."""
    node = Node(id="thing")
    node = node.with_behaviour(begin(node, motion, 0.0, {}, POSES))
    assert gap(evaluate(node, t_s, {}, POSES), evaluate(node, t_s + 1e-4, {}, POSES)) < 5e-2


def test_glide_goes_from_where_it_was_to_its_place() -> None:
    """Half the way at half the time, all of it at the end, and it stays there."""
    node = Node(id="thing", placement=Placement((1.0, 0.0, 0.0)))
    node = node.with_behaviour(begin(node, Glide(to=Placement((3.0, 0.0, 0.0)), ease_s=2.0), 10.0, {}))
    assert evaluate(node, 10.0, {}).position == (1.0, 0.0, 0.0)
    assert evaluate(node, 11.0, {}).position == (2.0, 0.0, 0.0)
    assert evaluate(node, 12.0, {}).position == (3.0, 0.0, 0.0)
    assert node.settles_at_s == 12.0


def test_fall_follows_galileo_and_stops_at_the_floor() -> None:
    """A drop of 40 m takes the square root of 2 h / g, and the ball then lies on the floor."""
    node = Node(id="ball", placement=Placement((0.0, 1.0, 0.0)))
    fall = Fall(floor_y_m=-39.0)
    node = node.with_behaviour(begin(node, fall, 0.0, {}))
    seconds = math.sqrt(2.0 * 40.0 / GRAVITY_MPS2)
    assert fall.lands_after_s(1.0) == pytest.approx(seconds)
    for after_s in (0.1, 1.0):  # from the first moment: nothing holds it back
        y = evaluate(node, after_s, {}).position[1]
        assert y == pytest.approx(1.0 - GRAVITY_MPS2 / 2.0 * after_s * after_s)
    assert evaluate(node, seconds + 1.0, {}).position == (0.0, -39.0, 0.0)


@pytest.mark.parametrize("height_m", [3.0, 8.0, 20.0, 40.0])
def test_a_dropped_ball_bounces_lower_each_time_and_comes_to_rest(height_m: float) -> None:
    """It lands when gravity says, never sinks into the ground, hops at least twice, and rolls as far as it turns."""
    fall = Bounce(floor_y_m=0.1, radius_m=0.1, aside_mps=(0.5, 0.0))
    node = Node(id="ball", placement=Placement((0.0, height_m + 0.1, 0.0)))
    node = node.with_behaviour(begin(node, fall, 0.0, {}))
    landing_s = math.sqrt(2.0 * height_m / GRAVITY_MPS2)
    assert fall.lands_after_s(height_m + 0.1) == pytest.approx(landing_s)
    ys = [evaluate(node, landing_s + i / 90.0, {}).position[1] - 0.1 for i in range(900)]
    tops = [b for a, b, c in zip(ys, ys[1:], ys[2:], strict=False) if b > a and b > c]
    assert min(ys) >= 0.0
    assert len(tops) >= 2
    assert height_m > tops[0] > tops[1] > 0.0
    end = evaluate(node, node.settles_at_s, {})
    assert end == evaluate(node, node.settles_at_s + 5.0, {})
    assert node.settles_at_s - landing_s < 6.0
    half = end.position[0] / 0.1 / 2.0
    assert end.rotation == pytest.approx((0.0, 0.0, -math.sin(half), math.cos(half)))


def test_a_thrown_ball_lands_where_its_flight_ends() -> None:
    """It keeps its speed over the ground while it flies and none once it lies."""
    node = Node(id="ball")
    node = node.with_behaviour(begin(node, Fall(velocity_mps=(1.0, 4.9, -2.0), floor_y_m=0.0), 0.0, {}))
    assert evaluate(node, 100.0, {}).position == (0.0, 0.0, 0.0)  # it began on the floor
    node = Node(id="ball", placement=Placement((0.0, 2.0, 0.0)))
    fall = Fall(velocity_mps=(1.0, 4.9, -2.0), floor_y_m=0.0)
    node = node.with_behaviour(begin(node, fall, 0.0, {}))
    landing_s = fall.lands_after_s(2.0)
    assert evaluate(node, 100.0, {}).position == pytest.approx((landing_s, 0.0, -2.0 * landing_s))


def test_a_changed_speed_goes_on_from_the_same_place() -> None:
    """A car that slows down is where it was; it does not go back along its way."""
    node = Node(id="car", behaviours=(Loop(path=SQUARE, speed_mps=5.0),))
    before = evaluate(node, 7.0, {})
    node = node.with_behaviour(begin(node, Loop(path=SQUARE, speed_mps=1.0), 7.0, {}))
    assert evaluate(node, 7.0, {}).position == before.position
    assert distance_m(evaluate(node, 8.0, {}).position, before.position) == pytest.approx(1.0)


def test_a_loop_looks_along_its_way() -> None:
    """On a straight piece a car's front, -z, points where it drives."""
    node = Node(id="car", behaviours=(Loop(path=SQUARE, speed_mps=1.0),))
    assert rotate(evaluate(node, 5.0, {}).rotation, (0.0, 0.0, -1.0)) == pytest.approx((1.0, 0.0, 0.0))


def test_a_pacer_keeps_its_breath_when_its_pace_changes() -> None:
    """Six breaths a minute, two fifths of each breathing in; a new pace goes on at the same fullness."""
    pacer = Breathe(breaths_per_min=6.0, in_share=0.4)
    assert pacer.fullness(0.0) == 0.0
    assert pacer.fullness(4.0) == pytest.approx(1.0)
    assert pacer.fullness(10.0) == pytest.approx(0.0, abs=1e-9)
    node = Node(id="pacer", behaviours=(pacer,))
    slower = begin(node, Breathe(breaths_per_min=4.0, in_share=0.5), 2.0, {})
    assert isinstance(slower, Breathe)
    assert slower.fullness(0.0) == pytest.approx(pacer.fullness(2.0))


@pytest.mark.parametrize("per_s", [3.01, 10.0])
def test_nothing_may_pulse_fast_enough_to_flash(per_s: float) -> None:
    """WCAG 2.3.1: more than three a second is refused."""
    with pytest.raises(ValidationError):
        Pulse(per_s=per_s)


def test_a_pulse_keeps_under_three_flashes_a_second() -> None:
    """Counted as pairs of falling and rising opacity over one second of the fastest pulse allowed."""
    node = Node(id="cue", behaviours=(Pulse(per_s=3.0, faintest=0.0),))
    seen = [evaluate(node, i / 360.0, {}).tint[3] for i in range(361)]
    falls = sum(a >= b > c or a > b >= c for a, b, c in zip(seen, seen[1:], seen[2:], strict=False))
    turns = sum((b - a) * (c - b) < 0 for a, b, c in zip(seen, seen[1:], seen[2:], strict=False))
    assert falls > 0
    assert turns <= 6


@pytest.mark.parametrize("hand", ["left", "right"])
def test_a_hand_takes_a_thing_as_it_lies_and_carries_it_along(hand: Literal["left", "right"]) -> None:
    """It does not move when taken, then follows the hand, and stays where it is let go."""
    node = Node(id="ball", placement=Placement((0.25, 1.15, -0.35)))
    before = evaluate(node, 1.0, {}, POSES)
    node = node.with_behaviour(hold(node, hand, 1.0, {}, POSES))
    assert gap(before, evaluate(node, 1.0, {}, POSES)) < 1e-6
    pose = POSES[hand]
    moved: dict[str, Pose] = {hand: pose._replace(x_m=pose.x_m + 0.5)}
    carried = evaluate(node, 2.0, {}, moved)
    assert carried.position == pytest.approx((0.75, 1.15, -0.35))
    node = node.with_behaviour(begin(node, Still(), 2.0, {}, moved))
    assert evaluate(node, 9.0, {}, POSES).position == pytest.approx(carried.position)


def test_a_hand_never_seen_leaves_a_thing_where_it_was() -> None:
    """Without a tracked hand there is nothing to follow."""
    node = Node(id="ball", placement=Placement((0.25, 1.15, -0.35)))
    node = node.with_behaviour(begin(node, Hold(hand="left"), 0.0, {}))
    assert evaluate(node, 5.0, {}, {}).position == (0.25, 1.15, -0.35)


def test_a_curve_is_level_outside_its_points_and_straight_between_them() -> None:
    """And a missing value is named."""
    curve = Curve(parameter="wind", points=((0.0, 1.0), (1.0, 3.0), (3.0, -1.0)))
    assert [curve.at({"wind": x}) for x in (-5.0, 0.5, 2.0, 9.0)] == [1.0, 2.0, 1.0, -1.0]
    with pytest.raises(KeyError, match="wind"):
        curve.at({"height_m": 1.0})


def test_points_that_do_not_rise_are_refused() -> None:
    """A curve has one result for each value."""
    with pytest.raises(ValidationError, match="rise"):
        Curve(parameter="wind", points=((1.0, 0.0), (1.0, 2.0)))


def test_what_cannot_be_seen_is_not_visible() -> None:
    """No opacity or no size: a renderer need not draw it."""
    flat = ByParameter(channel=Channel.SCALE_Y, curve=Curve(parameter="x", points=((0.0, 0.0), (1.0, 1.0))))
    node = Node(id="rail", behaviours=(flat,))
    assert not evaluate(node, 0.0, {"x": 0.0}).visible
    assert evaluate(node, 0.0, {"x": 0.5}).visible
    faded = node.with_behaviour(Tint(tint=(1.0, 1.0, 1.0, 0.0), ease_s=0.0))
    assert not evaluate(faded, 0.0, {"x": 0.5}).visible


@given(st.one_of(motions, additions), st.floats(0.0, 9.0))
def test_a_behaviour_comes_back_from_a_directive_unchanged(behaviour: Behaviour, t_s: float) -> None:
    """Plain JSON and back: the same behaviour, to the bit."""
    node = Node(id="thing")
    begun = begin(node, behaviour, t_s, {"height_m": 3.0}, POSES)
    assert BEHAVIOUR.validate_python(begun.model_dump(mode="json")) == begun
    assert BEHAVIOUR.validate_json(begun.canonical()) == begun
