"""The scene description: it refuses what does not hold together, and says where things are."""

from typing import Any

import pytest
from pydantic import ValidationError

from environments.behaviours import Behaviour, ByParameter, Channel, Curve, Glide, Hold, Pulse, Sway, Tint
from environments.placement import (
    Placement,
    facing,
    from_horizontal_segment_m,
    inside,
    mix_rotation,
    normalised,
    poses_after,
    rotate,
    within,
)
from environments.scene import (
    Anchor,
    ColourCurve,
    FloorArea,
    Light,
    LightKind,
    Node,
    Scene,
    Segment,
    Sky,
    Sound,
    colour_at,
    placed_floor,
    placed_segments,
    world_placement,
)
from therapy.sample import NOTHING, Pose

SKY = Sky(zenith=(0.2, 0.4, 0.8), horizon=(0.8, 0.8, 0.8), below=(0.3, 0.3, 0.3))
FLOOR = FloorArea(id="floor", corners=((-1.0, 1.0), (1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)))
SLIDES = ByParameter(
    channel=Channel.Z, curve=Curve(parameter="edge_distance_m", points=((0.0, 0.0), (2.0, -2.0)))
)


def scene(**parts: Any) -> Scene:
    return Scene.model_validate(
        {"id": "test", "glb": "test.glb", "nodes": (), "sky": SKY, "floor": (FLOOR,)} | parts
    )


def test_two_nodes_of_one_name_are_refused() -> None:
    """And the message says which."""
    with pytest.raises(ValidationError, match="one node called chair"):
        scene(nodes=(Node(id="chair"), Node(id="chair")))


@pytest.mark.parametrize(
    "nodes",
    [
        (Node(id="a", parent="b"),),
        (Node(id="a", parent="a"),),
        (Node(id="a", parent="b"), Node(id="b", parent="a")),
    ],
)
def test_unknown_parents_and_circles_of_parents_are_refused(nodes: tuple[Node, ...]) -> None:
    """Parents stand before their children, so no circle can be written down."""
    with pytest.raises(ValidationError, match="listed before it"):
        scene(nodes=nodes)


@pytest.mark.parametrize(
    "part",
    [
        {"sounds": (Sound(id="hum", file="hum.wav", node="nowhere"),)},
        {"anchors": (Anchor(id="panel", placement=Placement(), node="nowhere"),)},
        {"segments": (Segment(id="edge", kind="edge", node="nowhere", start=(0, 0, 0), end=(1, 0, 0)),)},
    ],
)
def test_a_part_of_an_unknown_node_is_refused(part: dict[str, Any]) -> None:
    """Whatever refers to a node refers to one that is there."""
    with pytest.raises(ValidationError, match="unknown node nowhere"):
        scene(**part)


def test_parts_of_one_kind_have_names_of_their_own() -> None:
    """Two sounds of one name are refused, and two suns."""
    with pytest.raises(ValidationError, match="one Sound hum"):
        scene(sounds=(Sound(id="hum", file="a.wav"), Sound(id="hum", file="b.wav")))
    with pytest.raises(ValidationError, match="one sun"):
        scene(lights=(Light(id="a", kind=LightKind.SUN), Light(id="b", kind=LightKind.SUN)))


def test_a_crooked_rotation_is_refused() -> None:
    """Quaternions have length one."""
    with pytest.raises(ValidationError, match="unit quaternion"):
        Node(id="a", placement=Placement(rotation=(0.0, 0.5, 0.0, 1.0)))


@pytest.mark.parametrize(
    ("node", "message"),
    [
        ({"behaviours": (Tint(tint=(1, 1, 1, 1)), Tint(tint=(1, 1, 1, 0)))}, "one behaviour for each place"),
        ({"behaviours": (Pulse(), Glide(to=Placement()))}, "order of their slots"),
        ({"parent": "table", "behaviours": (Hold(hand="left"),)}, "without a parent"),
    ],
)
def test_a_chain_that_makes_no_sense_is_refused(node: dict[str, Any], message: str) -> None:
    """One behaviour a place, in order, and hands hold only what stands on the patient's floor."""
    with pytest.raises(ValidationError, match=message):
        Node.model_validate({"id": "thing", **node})


def test_a_behaviour_replaces_the_one_in_its_place_and_leaves_the_others() -> None:
    """The chain keeps its order whatever comes when."""
    node = Node(id="thing", behaviours=(Glide(to=Placement()), Sway(), SLIDES))
    chain: list[Behaviour] = [Tint(tint=(1, 0, 0, 1)), Glide(to=Placement((1, 0, 0))), Sway(seed=4)]
    for behaviour in chain:
        node = node.with_behaviour(behaviour)
    assert node.behaviours == (chain[1], chain[0], chain[2], SLIDES)


def test_a_scene_names_every_parameter_it_depends_on() -> None:
    """In nodes, sounds, lights and colours."""
    blue = ColourCurve(parameter="time_of_day", stops=((6.0, (0.0, 0.0, 0.1)), (12.0, (0.2, 0.4, 0.8))))
    windy = Curve(parameter="wind", points=((0.0, 0.0), (1.0, 1.0)))
    built = scene(
        nodes=(Node(id="edge", behaviours=(SLIDES,)), Node(id="flag", behaviours=(Sway(amount=windy),))),
        sounds=(Sound(id="wind", file="wind.wav", gains=(windy,)),),
        lights=(Light(id="sun", kind=LightKind.SUN, colour=blue),),
    )
    assert built.parameters == {"edge_distance_m", "wind", "time_of_day"}
    assert colour_at(blue, {"time_of_day": 9.0}) == pytest.approx((0.1, 0.2, 0.45))
    assert built.sounds[0].gain({"wind": 0.25}) == 0.25


def test_edges_and_floors_move_with_their_nodes() -> None:
    """The edge slides with the slab; what belongs to a hidden node is not there."""
    hidden = ByParameter(
        channel=Channel.SCALE_X, curve=Curve(parameter="width", points=((0.0, 0.0), (1.0, 1.0)))
    )
    built = scene(
        nodes=(Node(id="edge", behaviours=(SLIDES,)), Node(id="plank", parent="edge", behaviours=(hidden,))),
        floor=(FLOOR, FloorArea(id="plank", node="plank", corners=((-1.0, 0.0), (1.0, 0.0), (0.0, -1.0)))),
        segments=(
            Segment(id="front", kind="edge", node="edge", start=(-1.0, 0.0, 0.0), end=(1.0, 0.0, 0.0)),
            Segment(id="side", kind="edge", node="plank", start=(0.5, 0.0, 0.0), end=(0.5, 0.0, -1.0)),
        ),
    )
    near = {"edge_distance_m": 0.5, "width": 0.0}
    (front,) = placed_segments(built, built.by_id, 0.0, near)
    assert (front.start, front.end) == ((-1.0, 0.0, -0.5), (1.0, 0.0, -0.5))
    assert set(placed_floor(built, built.by_id, 0.0, near)) == {"floor"}
    wide = {"edge_distance_m": 0.5, "width": 0.4}
    assert placed_floor(built, built.by_id, 0.0, wide)["plank"] == ((-0.4, -0.5), (0.4, -0.5), (0.0, -1.5))
    assert placed_segments(built, built.by_id, 0.0, wide)[1].start == (0.2, 0.0, -0.5)


def test_a_child_stands_in_its_parents_space() -> None:
    """Turned, shifted and scaled with it."""
    quarter = (0.0, 0.7071067811865476, 0.0, 0.7071067811865476)
    nodes = {
        "a": Node(id="a", placement=Placement((1.0, 0.0, 0.0), quarter, (2.0, 2.0, 2.0))),
        "b": Node(id="b", parent="a", placement=Placement((0.0, 0.0, -1.0))),
    }
    assert world_placement(nodes, "b", 0.0, {}).position == pytest.approx((-1.0, 0.0, 0.0))
    assert world_placement(nodes, None, 0.0, {}) == Placement()


def test_a_scene_comes_back_from_its_bytes() -> None:
    """The same scene, whatever reads it."""
    built = scene(nodes=(Node(id="edge", behaviours=(SLIDES,)),))
    assert Scene.model_validate_json(built.canonical()) == built


def test_an_unknown_anchor_is_named_with_the_known_ones() -> None:
    """So that a task's slip of the pen is found at once."""
    with pytest.raises(KeyError, match=r"panel.*exit"):
        scene(anchors=(Anchor(id="panel", placement=Placement()),)).anchor("exit")


@pytest.mark.parametrize("direction", [(1.0, 0.0, 0.0), (-0.6, 0.0, 0.8), (0.0, 0.0, 1.0), (0.0, 0.0, -1.0)])
def test_facing_turns_the_front_to_a_direction(direction: tuple[float, float, float]) -> None:
    """The front of everything is -z."""
    assert rotate(facing(direction), (0.0, 0.0, -1.0)) == pytest.approx(direction)


def test_rotations_mix_the_short_way() -> None:
    """A quaternion and its negative are the same turn; the mix between them does not spin."""
    q = normalised((0.1, 0.7, 0.2, 0.6))
    minus = (-q[0], -q[1], -q[2], -q[3])
    assert abs(sum(a * b for a, b in zip(mix_rotation(q, minus, 0.5), q, strict=True))) == pytest.approx(1.0)


def test_points_of_the_floor_plan() -> None:
    """Inside and outside a polygon, and how far from an edge."""
    ell = ((0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 2.0), (0.0, 2.0))
    assert inside(0.5, 1.5, ell)
    assert not inside(1.5, 1.5, ell)
    assert from_horizontal_segment_m((0.0, 9.0, 0.0), (-1.0, 0.0, -0.5), (1.0, 0.0, -0.5)) == 0.5
    assert from_horizontal_segment_m((4.0, 0.0, 3.5), (-1.0, 0.0, -0.5), (1.0, 0.0, -0.5)) == 5.0


def test_what_goes_out_of_sight_stays_where_it_was_seen() -> None:
    """Last poses are kept, new ones taken."""
    seen = poses_after({}, NOTHING._replace(left=Pose(1.0, 1.0, 1.0)))
    later = poses_after(seen, NOTHING._replace(head=Pose(0.0, 1.6, 0.0)))
    assert later == {"left": Pose(1.0, 1.0, 1.0), "head": Pose(0.0, 1.6, 0.0)}


def test_a_placement_within_the_identity_is_itself() -> None:
    """The patient's floor changes nothing."""
    place = Placement((1.0, 2.0, 3.0), normalised((0.0, 1.0, 0.0, 1.0)), (1.0, 2.0, 1.0))
    assert within(Placement(), place) == place
