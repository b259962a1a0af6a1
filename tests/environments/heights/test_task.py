"""Heights: what a patient does on the terrace, and what is measured of it."""

from collections.abc import Iterable, Mapping

import numpy as np
import pytest

from environments.behaviours import BEHAVIOUR, Glide, evaluate
from environments.heights import model_city as city
from environments.heights import spec
from environments.heights.model_city_plan import STREET_Y_M
from environments.heights.passing import BIRD, LIFT
from environments.heights.task import HEIGHTS, HeightsTask
from environments.modelling.mesh import Floats, Mesh
from environments.modelling.model import Parts
from environments.scene import Node
from tests.environments.models import scene
from therapy.directives import Begin, Directive, PlaySound, Say
from therapy.events import Event, Happened, MeasureTaken
from therapy.ports import Moment
from therapy.protocol import Step, TimeGate
from therapy.sample import NOTHING, TICKS_PER_S, Direction, Pose, Sample

STANDING = Pose(0.0, 1.65, 0.0)
DOWN = Pose(0.0, 1.65, 0.0, -0.42262, 0.0, 0.0, 0.90631)
"""The head turned 50 degrees down."""
STEP = Step(id="roof", title="Roof", patient_text="Look around.", parameters={}, gate=TimeGate(seconds=60))


@pytest.fixture(scope="module")
def town() -> Mapping[str, Parts]:
    """The meshes of the town."""
    return city.meshes()


def heights_over(mesh: Mesh, x: float, z: float) -> Iterable[float]:
    """How high the faces of a mesh lie over or under a place."""
    a, b, c = (mesh.positions[mesh.triangles[:, i]] for i in range(3))

    def side(p: Floats, q: Floats) -> Floats:
        return (q[:, 0] - p[:, 0]) * (z - p[:, 2]) - (q[:, 2] - p[:, 2]) * (x - p[:, 0])

    areas = np.stack([side(b, c), side(c, a), side(a, b)], axis=1)
    within = np.all(areas > 0.0, axis=1) | np.all(areas < 0.0, axis=1)
    shares = areas[within] / areas[within].sum(axis=1, keepdims=True)
    heights = np.stack([a[within, 1], b[within, 1], c[within, 1]], axis=1)
    return [float(y) for y in (shares * heights).sum(axis=1)]


class Visit:
    """A task and a clock: each call is what happens in a stretch of ticks."""

    def __init__(self, activity: str = "stay", **values: float) -> None:
        self.task: HeightsTask = HEIGHTS.task(None, None)  # type: ignore[arg-type]
        self.values = {**spec.SPEC.defaults(), "height_m": 20.0, **values}
        self.choices = {"activity": activity}
        self.tick = 900
        self.out: list[Event | Directive] = list(self.task.enter(STEP, self.moment(NOTHING)))
        self.nodes = {node.id: node for node in scene("heights").nodes}

    def moment(self, sample: Sample) -> Moment:
        return Moment(self.tick, sample, self.values, self.choices)

    def see(self, sample: Sample, seconds: float = 1 / TICKS_PER_S) -> list[Event | Directive]:
        out: list[Event | Directive] = []
        for _ in range(round(seconds * TICKS_PER_S)):
            self.tick += 1
            out += self.task.step(self.moment(sample))
        self.out += out
        return out

    def leave(self) -> dict[str, float]:
        out = self.task.leave(self.moment(NOTHING))
        self.out += out
        return {what.name: what.value for what in out if isinstance(what, MeasureTaken)}

    def node(self, name: str) -> Node:
        """A node of the built scene, once everything said so far was carried out."""
        node = self.nodes[name]
        for what in self.out:
            if isinstance(what, Begin) and what.node == name:
                node = node.with_behaviour(BEHAVIOUR.validate_python(what.behaviour))
        return node

    def position(self, name: str) -> tuple[float, float, float]:
        return evaluate(self.node(name), self.tick / TICKS_PER_S, self.values).position


def looking(head: Pose | None = STANDING, right: Pose | None = None, press: float = 0.0) -> Sample:
    return Sample(head, None, right, None, 0.0, press, 0, True)


def happened(out: Iterable[Event | Directive]) -> list[tuple[str, dict[str, object]]]:
    return [(what.name, dict(what.inputs)) for what in out if isinstance(what, Happened)]


def test_share_of_looking_down_comes_from_eyes_and_head_under_their_own_names() -> None:
    """A head bent down counts as head; eyes only count where they are tracked."""
    visit = Visit()
    visit.see(looking(DOWN), 1.0)
    visit.see(looking(STANDING), 3.0)
    measures = visit.leave()
    assert measures["head_down_share"] == 0.25
    assert "gaze_down_share" not in measures
    visit = Visit()
    visit.see(looking()._replace(gaze=Direction(0.0, -0.8, -0.6)), 1.0)
    assert visit.leave()["gaze_down_share"] == 1.0


def test_closest_distance_and_first_approach_follow_the_edge() -> None:
    """The edge is where the parameter says: 1.5 m away it is not approached, at 0.4 m it is."""
    visit = Visit(edge_distance_m=1.5)
    visit.see(looking(), 2.0)
    visit.values["edge_distance_m"] = 0.4
    visit.see(looking(), 1.0)
    visit.see(looking(Pose(0.3, 1.6, -0.15)), 1.0)
    measures = visit.leave()
    assert measures["closest_to_edge_m"] == pytest.approx(0.25, abs=1e-9)
    assert measures["first_approach_s"] == 2.0
    assert "first_approach_s" not in Visit(edge_distance_m=1.5).leave()


def test_a_plank_is_floor_with_a_drop_on_either_side() -> None:
    """A head over the plank is as near to the drop as half the plank leaves; without one it is beyond the edge."""
    beyond = looking(Pose(0.1, 1.6, -0.6))
    visit = Visit(edge_distance_m=0.1, plank_width_m=0.5, plank_length_m=1.5)
    visit.see(beyond)
    assert visit.leave()["closest_to_edge_m"] == pytest.approx(0.15)
    visit = Visit(edge_distance_m=0.1, plank_length_m=0.0)
    visit.see(beyond)
    assert visit.leave()["closest_to_edge_m"] == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("hand", "values", "seconds"),
    [
        (Pose(0.2, 1.1, -0.44), {}, 2.0),
        (Pose(0.2, 0.9, -0.44), {}, 0.0),
        (Pose(0.2, 1.1, -0.44), {"plank_length_m": 1.0}, 0.0),
        (Pose(1.2, 1.1, -0.44), {"plank_length_m": 1.0}, 2.0),
        (Pose(0.2, 0.1, -0.44), {"rail_height_m": 0.1}, 0.0),
    ],
    ids=["on the rail", "below it", "in the open gate", "beside the gate", "no rail to speak of"],
)
def test_seconds_with_a_hand_on_the_rail(hand: Pose, values: dict[str, float], seconds: float) -> None:
    """A hand on the rail counts, and only where there is a rail."""
    visit = Visit()
    visit.values |= {"edge_distance_m": 0.5, "rail_height_m": 1.1, **values}
    visit.see(looking(right=hand), 2.0)
    assert visit.leave()["hand_on_rail_s"] == seconds


def test_a_patient_takes_the_ball_and_drops_it_over_the_edge() -> None:
    """It goes with the hand, falls as long as gravity says, lands on the street with a thud, and lies ready again."""
    visit = Visit("drop", edge_distance_m=0.3)
    x, y, z = spec.BALL_PLACE
    visit.see(looking(right=Pose(x, y, z), press=1.0), 0.5)
    out_there = Pose(x, 1.2, -0.6)
    visit.see(looking(right=out_there, press=1.0), 0.5)
    dropped = visit.see(looking(right=out_there, press=0.0))
    assert happened(dropped) == [("ball_dropped", {"by": "right", "height_m": 20.0})]
    visit.see(looking(right=out_there), 2.05)
    assert PlaySound(sound="thud") not in visit.out
    visit.see(looking(), 0.1)
    assert (
        PlaySound(sound="thud") in visit.out
    )  # (1.2 + 20 + 0.06 - 0.11) m take 2.08 s, the sound 0.06 s more
    assert visit.position("ball")[1] > -19.9  # on its way up again
    visit.see(looking(), 3.9)
    assert visit.position("ball") == pytest.approx((x + 1.52, -19.95, -0.96), abs=0.03)
    visit.see(looking(), 1.1)
    assert visit.position("ball") == spec.BALL_PLACE
    assert visit.leave()["balls_dropped"] == 1


def test_a_ball_let_go_over_the_plank_lies_on_the_plank() -> None:
    """It does not fall through it; sent by itself it leaves beside the plank."""
    visit = Visit("drop", edge_distance_m=0.2, plank_length_m=1.2, plank_width_m=0.6)
    visit.see(looking(right=Pose(*spec.BALL_PLACE), press=1.0), 0.5)
    visit.see(looking(right=Pose(0.1, 1.2, -0.6), press=1.0), 0.5)
    visit.see(looking(right=Pose(0.1, 1.2, -0.6), press=0.0), 1.0)
    assert visit.position("ball")[1] == pytest.approx(0.11)
    visit.see(looking(), 2.5)
    visit.out += visit.task.trigger("drop_ball", visit.moment(looking()))
    visit.see(looking(), 2.0)
    assert visit.position("ball")[0] > 0.3 + 0.11


def test_a_ball_let_go_over_the_floor_was_not_dropped() -> None:
    """It lies on the floor for a moment and is on its stand again."""
    visit = Visit("drop", edge_distance_m=1.0)
    hand = Pose(*spec.BALL_PLACE)
    visit.see(looking(right=hand, press=1.0), 0.2)
    visit.see(looking(right=hand), 1.0)
    assert visit.position("ball")[1] == pytest.approx(0.11)
    visit.see(looking(), 2.5)
    assert visit.position("ball") == spec.BALL_PLACE
    assert visit.leave()["balls_dropped"] == 0


def test_the_therapist_can_send_the_ball() -> None:
    """It rises over the rail, leaves and falls, and asking twice does not start it twice."""
    visit = Visit(rail_height_m=1.1)
    visit.out += visit.task.trigger("drop_ball", visit.moment(looking()))
    assert visit.task.trigger("drop_ball", visit.moment(looking())) == []
    visit.see(looking(), 0.72)
    assert visit.position("ball")[1] > 1.1 + 0.11
    out = visit.see(looking(), 5.0)
    assert happened(out) == [("ball_dropped", {"by": "therapist", "height_m": 20.0})]


def test_looking_at_the_ball_sends_it_only_in_its_step() -> None:
    """Who has no free hand looks at the ball; elsewhere a glance does nothing."""
    x, y, z = spec.BALL_PLACE
    below = Pose(x, y + 0.6, z, -0.70711, 0.0, 0.0, 0.70711)
    for activity, sent in (("drop", [("ball_dropped", {"by": "head", "height_m": 20.0})]), ("stay", [])):
        visit = Visit(activity)
        assert happened(visit.see(looking(below), 4.0)) == sent


def test_the_keepsake_is_brought_back_by_a_hand_that_cannot_close() -> None:
    """The hand stays at it for half a second and brings it over the edge."""
    visit = Visit("retrieve", edge_distance_m=0.2)
    x, y, z = visit.position("keepsake")
    assert z == pytest.approx(spec.KEEPSAKE_PLACE[2] - 0.2)
    visit.see(looking(right=Pose(x, y, z)), 0.6)
    assert happened(visit.out) == []
    visit.see(looking(right=Pose(x, y, -0.05)))
    assert happened(visit.out) == [("keepsake_retrieved", {"by": "right"})]
    assert any(isinstance(what, Say) for what in visit.out)
    assert visit.leave()["keepsakes_retrieved"] == 1
    visit.tick += TICKS_PER_S
    assert not evaluate(visit.node("keepsake"), visit.tick / TICKS_PER_S, visit.values).visible


def test_the_keepsake_follows_the_edge_and_comes_to_who_looks_at_it() -> None:
    """Looking for two seconds is enough where no hand can reach."""
    visit = Visit("retrieve", edge_distance_m=1.0)
    visit.values["edge_distance_m"] = 0.2
    visit.see(looking())
    x, y, z = visit.position("keepsake")
    assert z == pytest.approx(spec.KEEPSAKE_PLACE[2] - 0.2)
    visit.see(looking(Pose(x, y, 0.0)), 4.0)
    assert happened(visit.out) == [("keepsake_retrieved", {"by": "head"})]


def test_looking_down_long_enough_is_noticed_once() -> None:
    """Ten seconds all together, in pieces, said once."""
    visit = Visit("look_down")
    for _ in range(3):
        visit.see(looking(DOWN), 4.0)
        visit.see(looking(), 1.0)
    assert happened(visit.out) == [("looked_down", {"seconds": 10.0, "by": "head"})]


@pytest.mark.parametrize("event", [event.name for event in spec.SPEC.events])
def test_events_move_only_things_that_the_scene_has(event: str) -> None:
    """Every event begins behaviours on nodes, and plays sounds, of the built scene; and it never moves the patient."""
    visit = Visit("retrieve")
    visit.out += visit.task.trigger(event, visit.moment(looking()))
    visit.see(looking(), 60.0)
    visit.leave()
    built = scene("heights")
    begun = {what.node for what in visit.out if isinstance(what, Begin)}
    assert begun <= set(built.by_id)
    assert all(built.by_id[name].parent in (None, "edge") for name in begun)
    played = {what.sound for what in visit.out if isinstance(what, PlaySound)}
    assert played <= {sound.id for sound in built.sounds}
    assert {type(what) for what in visit.out} <= {Begin, PlaySound, Say, Happened, MeasureTaken}


def test_the_companion_comes_back_from_the_rail() -> None:
    """One fades out where the other fades in, and seven seconds later the other way round."""
    visit = Visit()
    visit.out += visit.task.trigger("companion_leans", visit.moment(looking()))
    visit.see(looking(), 2.0)
    seen = [
        evaluate(visit.node(n), visit.tick / 90, visit.values).visible
        for n in ("companion", "companion_at_rail")
    ]
    assert seen == [False, True]
    visit.see(looking(), 7.0)
    seen = [
        evaluate(visit.node(n), visit.tick / 90, visit.values).visible
        for n in ("companion", "companion_at_rail")
    ]
    assert seen == [True, False]


@pytest.mark.parametrize("x", [-1.0, 0.42, 3.0])
def test_the_ball_lands_on_the_pavement(town: Mapping[str, Parts], x: float) -> None:
    """Nothing else is where it falls and rolls: the town's highest face there is the ground that the fall ends on."""
    highest = max(
        height_m
        for node in city.nodes()
        if node.mesh is not None and not node.is_dynamic and evaluate(node, 0.0, spec.SPEC.defaults()).visible
        for mesh, _ in town[node.mesh]
        for height_m in heights_over(mesh, x - node.placement.position[0], -0.9 - node.placement.position[2])
    )
    assert STREET_Y_M + highest == pytest.approx(spec.GROUND_Y_M, abs=0.01)


def test_places_agree_with_the_scene() -> None:
    """The task needs no built scene because it knows its places; here they are compared."""
    built = scene("heights")
    assert built.anchor("ball_start").placement.position == spec.BALL_PLACE
    assert built.by_id["ball"].placement.position == spec.BALL_PLACE
    assert built.anchor("keepsake_place").placement.position == spec.KEEPSAKE_PLACE
    for ends, name in ((BIRD, "bird"), (LIFT, "other_lift")):
        anchors = [built.anchor(f"{name}_{end}").placement.position for end in ("from", "to")]
        assert tuple(anchors) == ends
    assert built.parameters <= {parameter.name for parameter in spec.SPEC.parameters}
    front = next(area for area in built.floor if area.id == "slab").corners
    assert {abs(x) for x, _ in front} == {3.0}


def test_leaving_in_the_middle_puts_everything_back() -> None:
    """After a pause in the middle of a drop the ball lies on its stand and no event is under way."""
    visit = Visit("drop")
    visit.out += visit.task.trigger("drop_ball", visit.moment(looking()))
    visit.out += visit.task.trigger("bird", visit.moment(looking()))
    visit.see(looking(), 1.0)
    visit.leave()
    visit.tick += TICKS_PER_S
    assert visit.position("ball") == spec.BALL_PLACE
    assert not evaluate(visit.node("bird"), visit.tick / TICKS_PER_S, visit.values).visible
    assert visit.task.trigger("bird", visit.moment(looking())) != []


def test_an_unknown_event_is_named() -> None:
    """A mistaken name is told, not passed over."""
    with pytest.raises(KeyError, match="earthquake"):
        Visit().task.trigger("earthquake", Moment(0, NOTHING, {}, {}))


def test_directives_carry_where_things_go_on_from() -> None:
    """A glide that takes over from another starts where that one had got to, so nothing jumps."""
    visit = Visit()
    visit.out += visit.task.trigger("drop_ball", visit.moment(looking()))
    visit.see(looking(), 0.75)
    glides = [w for w in visit.out if isinstance(w, Begin) and w.behaviour["kind"] == "glide"]
    second = BEHAVIOUR.validate_python(glides[-1].behaviour)
    assert isinstance(second, Glide)
    assert second.carries is not None
    assert second.carries.position[1] == pytest.approx(spec.SPEC.parameter("rail_height_m").default + 0.22)
