"""The environments as built: light enough, valid, the same each time, and right about where the edges are."""

import importlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from environments.behaviours import Breathe, evaluate
from environments.catalogue import specs
from environments.heights.model_city_plan import (
    DRIVEN_M,
    HALF_ROAD_M,
    STREETS_X_M,
    STREETS_Z_M,
    TOWER_FRONT_Z_M,
)
from environments.modelling.glb import glb_bytes
from environments.modelling.light import stale
from environments.modelling.model import Model
from environments.placement import Placement, distance_m, from_horizontal_segment_m, inside, within
from environments.reach.table import THINGS
from environments.scene import Scene, placed_floor, placed_segments, world_placement
from tests.environments.modelling.validator import issues
from tests.environments.models import model
from tests.environments.models import scene as scene_of

ENVIRONMENTS = (
    pytest.param("safe_room", marks=pytest.mark.slow),
    pytest.param("heights", marks=pytest.mark.slow),
    "reach",
)
"""The large ones are made in the full run only."""
MOST = {"safe_room": (200_000, 120), "heights": (330_000, 280), "reach": (200_000, 120)}
"""Triangles and nodes that an environment may have."""
LEAST_CLEAR_M = 0.15
"""Nothing solid is nearer to the middle of a person who stands or sits at the origin."""


def defaults(environment_id: str) -> dict[str, float]:
    if environment_id == "safe_room":
        return {}
    return {parameter.name: parameter.default for parameter in specs()[environment_id].parameters}


def heights(**changed: float) -> tuple[Scene, Mapping[str, float]]:
    return scene_of("heights"), defaults("heights") | changed


def visible(scene: Scene, node: str, values: Mapping[str, float]) -> bool:
    return evaluate(scene.by_id[node], 0.0, values).visible


@pytest.mark.parametrize("environment_id", ENVIRONMENTS)
def test_it_is_light_enough(environment_id: str) -> None:
    """No more triangles than one view may show, and few enough nodes, so that the frame rate holds."""
    built = model(environment_id)
    triangles, nodes = MOST[environment_id]
    assert built.triangle_count <= triangles
    assert len(built.scene.nodes) <= nodes


@pytest.mark.slow
@pytest.mark.parametrize("environment_id", ENVIRONMENTS)
def test_its_file_is_the_same_each_time(environment_id: str) -> None:
    """Building again gives the same bytes."""
    again: Model = importlib.import_module(f"environments.{environment_id}.model").model()
    assert glb_bytes(again) == glb_bytes(model(environment_id))


@pytest.mark.parametrize("environment_id", ENVIRONMENTS)
def test_its_file_is_valid(environment_id: str, tmp_path: Path) -> None:
    """The Khronos validator finds nothing."""
    data = glb_bytes(model(environment_id))
    path = tmp_path / "built.glb"
    path.write_bytes(data)
    found = issues(path)
    assert (found["numErrors"], found["numWarnings"]) == (0, 0), found["messages"]


@pytest.mark.parametrize("environment_id", ENVIRONMENTS)
def test_its_light_was_baked_for_the_meshes_it_has(environment_id: str) -> None:
    """No mesh changed since (`make light` bakes again), and each that rests has its light."""
    built = model(environment_id)
    assert stale(environment_id, built.scene, built.meshes) == ()
    for name, parts in built.meshes.items():
        assert all(mesh.baked is not None or mesh.joints is not None for mesh, _ in parts), name
    assert (built.scene.room is None) == (environment_id == "heights")


@pytest.mark.parametrize("environment_id", ENVIRONMENTS)
def test_every_triangle_faces_the_way_its_normals_say(environment_id: str) -> None:
    """Else it would be black, or not there, in one renderer and not in another."""
    for name, parts in model(environment_id).meshes.items():
        for mesh, _ in parts:
            a, b, c = (mesh.positions[mesh.triangles[:, i]] for i in range(3))
            facing = (np.cross(b - a, c - a) * mesh.normals[mesh.triangles].sum(axis=1)).sum(axis=1)
            assert np.all(facing > 0.0), name
            assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1.0, abs=1e-6), name
            assert np.all((mesh.colours >= 0.0) & (mesh.colours <= 1.0)), name


@pytest.mark.parametrize("environment_id", ENVIRONMENTS)
def test_the_scene_knows_no_parameter_that_the_environment_lacks(environment_id: str) -> None:
    """The safe room has none at all: nothing can change it."""
    assert model(environment_id).scene.parameters <= set(defaults(environment_id))


@pytest.mark.parametrize("environment_id", ENVIRONMENTS)
def test_a_person_stands_in_free_air(environment_id: str) -> None:
    """Nothing that is seen at first reaches into the room a body takes, from the ankles to above the head."""
    scene, values = model(environment_id).scene, defaults(environment_id)
    for node in scene.nodes:
        if node.mesh is None or not visible(scene, node.id, values):
            continue
        place = world_placement(scene.by_id, node.id, 0.0, values)
        for mesh, _ in model(environment_id).meshes[node.mesh]:
            corners = mesh.positions[mesh.triangles].mean(axis=1)
            for x, y, z in corners[(np.abs(corners) < 60.0).all(axis=1)].tolist():
                px, py, pz = within(place, place._replace(position=(x, y, z))).position
                if 0.05 < py < 1.9:
                    assert px * px + pz * pz > LEAST_CLEAR_M**2, node.id


@pytest.mark.parametrize("environment_id", ENVIRONMENTS)
def test_the_panel_is_in_front_within_sight(environment_id: str) -> None:
    """Between sitting and standing eyes' height, straight ahead, one to two metres away."""
    x, y, z = model(environment_id).scene.anchor("panel").placement.position
    assert x == 0.0
    assert 1.2 <= y <= 1.6
    assert -2.0 <= z <= -1.0


@pytest.mark.slow
def test_the_pacer_breathes_slowly() -> None:
    """Four to seven breaths a minute, out longer than in."""
    (pacer,) = scene_of("safe_room").by_id["pacer"].behaviours
    assert isinstance(pacer, Breathe)
    assert 4.0 <= pacer.breaths_per_min <= 7.0
    assert pacer.in_share < 0.5


@pytest.mark.parametrize("edge_distance_m", [0.0, 0.7, 2.0])
def test_the_edge_is_as_far_away_as_the_parameter_says(edge_distance_m: float) -> None:
    """In front of the standing patient, who is on the floor just behind it."""
    scene, values = heights(edge_distance_m=edge_distance_m)
    front = next(s for s in placed_segments(scene, scene.by_id, 0.0, values) if s.id == "edge_front")
    assert from_horizontal_segment_m((0.0, 0.0, 0.0), front.start, front.end) == pytest.approx(
        edge_distance_m
    )
    floors = placed_floor(scene, scene.by_id, 0.0, values).values()
    for z in np.linspace(0.05 - edge_distance_m, 3.35, 40):
        assert any(inside(0.3, float(z), floor) for floor in floors)
    assert not any(inside(0.3, -edge_distance_m - 0.05, floor) for floor in floors)


@pytest.mark.parametrize("height_m", [0.0, 3.0, 40.0, 60.0])
def test_the_town_is_as_far_below_as_the_parameter_says(height_m: float) -> None:
    """The pavement at height 0 lies just under the terrace's floor, so that one stands on the ground."""
    scene, values = heights(height_m=height_m)
    anchor = scene.anchor("ground")
    ground = within(world_placement(scene.by_id, anchor.node, 0.0, values), anchor.placement)
    assert -height_m - 0.1 < ground.position[1] < -height_m - 0.01
    assert world_placement(scene.by_id, "floor_fixed", 0.0, values).position == (0.0, 0.0, 0.0)


def test_the_rail_has_the_height_of_its_parameter() -> None:
    """The bar is where a hand finds it; at height 0 there is none."""
    for rail_height_m in (0.4, 1.3):
        scene, values = heights(rail_height_m=rail_height_m)
        bars = [s for s in placed_segments(scene, scene.by_id, 0.0, values) if s.id.startswith("rail_front")]
        assert len(bars) == 2
        assert all(bar.start[1] == pytest.approx(rail_height_m) for bar in bars)
    scene, values = heights(rail_height_m=0.0)
    assert not any(
        visible(scene, node, values) for node in ("rail", "rail_posts", "handrail", "gate", "gate_bar")
    )


def test_the_gate_opens_where_the_plank_goes_out() -> None:
    """With no plank the rail is closed and there is nothing beyond the edge."""
    scene, values = heights(plank_length_m=0.0)
    assert visible(scene, "gate", values)
    assert not visible(scene, "plank", values)
    scene, values = heights(plank_length_m=1.2, plank_width_m=0.5, edge_distance_m=1.0)
    assert not visible(scene, "gate", values)
    plank = placed_floor(scene, scene.by_id, 0.0, values)["plank"]
    assert plank == pytest.approx(np.array([(-0.25, -1.0), (0.25, -1.0), (0.25, -2.2), (-0.25, -2.2)]))


def test_glass_shows_where_the_deck_fades() -> None:
    """At full transparency the boards and the milky layer are gone, and beams and panes stay."""
    scene, values = heights(floor_transparency=1.0)
    assert not visible(scene, "floor_solid", values)
    assert not visible(scene, "floor_milk", values)
    assert visible(scene, "floor_glass", values)
    assert visible(scene, "floor_panes", values)
    assert visible(scene, "frame", values)


@pytest.mark.parametrize("people", [0, 1, 4])
def test_as_many_people_lean_at_the_rail_as_asked(people: int) -> None:
    """And one fades in between two numbers."""
    scene, values = heights(people_leaning=float(people))
    assert sum(visible(scene, f"leaning_{i}", values) for i in range(1, 5)) == people
    scene, values = heights(people_leaning=1.5)
    assert evaluate(scene.by_id["leaning_2"], 0.0, values).tint[3] == pytest.approx(0.5)


def test_cars_keep_to_the_street_and_apart() -> None:
    """In ten minutes none leaves its lane for a row of parked cars or a pavement, or drives into another."""
    scene, values = heights(traffic=1.0)
    cars = [node for node in scene.nodes if node.id.startswith("car_")]
    assert len(cars) >= 8
    for t_s in np.arange(0.0, 600.0, 0.7):
        places = [evaluate(car, float(t_s), values).position for car in cars]
        for i, (x, y, z) in enumerate(places):
            assert y == 0.0
            assert z < TOWER_FRONT_Z_M or abs(x) > 12.0 or z > 24.0
            beside_x = min(abs(x - street) for street in STREETS_X_M)
            beside_z = min(abs(z - street) for street in STREETS_Z_M)
            crossing = max(beside_x, beside_z) < HALF_ROAD_M + 3.0
            assert min(beside_x, beside_z) < (HALF_ROAD_M if crossing else DRIVEN_M + 0.5), (x, z)
            assert all(distance_m((x, y, z), other) > 3.0 for other in places[:i])


@pytest.mark.slow
def test_the_street_leaves_room_for_the_terrace() -> None:
    """With the terrace on the ground nothing of the town sticks up through its deck or where a plank may lie."""
    scene, values = heights(height_m=0.0)
    for node in scene.nodes:
        if node.parent != "city" or node.mesh is None or node.behaviours:
            continue
        place = world_placement(scene.by_id, node.id, 0.0, values)
        for mesh, _ in model("heights").meshes[node.mesh]:
            x, y, z = (mesh.positions + np.array(place.position)).T
            above = (np.abs(x) < 3.1) & (z > -3.55) & (z < 3.3) & (y > 0.0) & (y < 3.0)
            assert not above.any(), node.id


def test_time_of_day_changes_the_light_without_a_flash() -> None:
    """Dusk is darker than noon, and from minute to minute the sun's light changes by little."""
    scene = scene_of("heights")
    sun = next(light for light in scene.lights if light.id == "sun")
    hours = np.arange(6.0, 21.0, 1.0 / 60.0)
    assert not isinstance(sun.colour, tuple)
    light = np.array([sun.colour.at({"time_of_day": float(hour)}) for hour in hours])
    assert light[-1].mean() < 0.2 * light.max(axis=1).mean()
    assert np.abs(np.diff(light, axis=0)).max() < 0.02


def test_the_table_rises_with_what_lies_on_it() -> None:
    """And clutter appears piece by piece."""
    scene = model("reach").scene
    values = defaults("reach") | {"table_height_m": 0.8, "clutter": 0.5}
    assert world_placement(scene.by_id, "table", 0.0, values).position[1] == pytest.approx(0.8)
    assert world_placement(scene.by_id, "mug", 0.0, values).position[1] == pytest.approx(0.8)
    shown = [visible(scene, node, values) for node in ("bowl", "bread", "jar", "tin", "bottle", "lemon")]
    assert shown == [True, True, True, True, False, False]


@pytest.mark.parametrize("table_height_m", [0.60, 0.72, 0.85])
def test_what_stands_on_the_table_touches_its_top(table_height_m: float) -> None:
    """At every height the lowest point of each thing is on the wood: nothing floats, nothing sinks in."""
    reach, values = model("reach"), defaults("reach") | {"table_height_m": table_height_m, "clutter": 1.0}
    top = within(
        world_placement(reach.scene.by_id, "table", 0.0, values),
        Placement((0.0, float(max(part.positions[:, 1].max() for part, _ in reach.meshes["table"])), 0.0)),
    ).position[1]
    assert top == pytest.approx(table_height_m)
    for thing in THINGS:
        foot = world_placement(reach.scene.by_id, thing.id, 0.0, values).position[1]
        lowest = min(float(part.positions[:, 1].min()) for part, _ in reach.meshes[thing.id])
        assert foot + lowest == pytest.approx(table_height_m, abs=0.002), thing.id
        widest = max(
            float(np.hypot(part.positions[:, 0], part.positions[:, 2]).max())
            for part, _ in reach.meshes[thing.id]
        )
        assert widest < thing.radius_m + 0.04, thing.id


def test_left_and_right_weigh_the_same_in_the_kitchen() -> None:
    """No side draws the eye: what stands on the table is in balance, without and with clutter, and so is the wall."""
    kitchen = model("reach")
    for part, _ in kitchen.meshes["table"]:
        assert abs(float(part.positions[:, 0].mean())) < 0.03
    for things in ([thing for thing in THINGS if thing.clutter is None], THINGS):
        leaning = [thing.spot[0] * thing.radius_m for thing in things]
        assert abs(sum(leaning)) < 0.1 * sum(abs(weight) for weight in leaning)
    left, right = (
        max(side * float(x) for part, _ in kitchen.meshes["cupboards"] for x in part.positions[:, 0])
        for side in (-1.0, 1.0)
    )
    assert left > 1.6
    assert right > 1.6


def test_targets_are_as_large_as_their_scale() -> None:
    """Radius one, so that a task can scale by metres; hidden until it does."""
    reach = model("reach")
    ball = reach.meshes["target"][0][0].positions
    assert np.linalg.norm(ball, axis=1).max() == pytest.approx(1.0, abs=0.06)
    assert not visible(reach.scene, "target", defaults("reach"))
    assert not any(visible(reach.scene, f"distractor_{i}", defaults("reach")) for i in range(1, 5))
