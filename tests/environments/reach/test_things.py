"""Things on the table: touched, taken, set down, dropped, forgotten; with either hand, and the same each time."""

from collections.abc import Iterable

import pytest

from environments.behaviours import BEHAVIOUR, evaluate
from environments.placement import NodeState, Poses, distance_m, rotate
from environments.reach import spec
from environments.reach.table import FAR_Z_M, NEAR_Z_M, PAD_M, THINGS, WIDTH_M, fits, free_spot
from environments.reach.task import REACH
from tests.environments.models import scene
from tests.environments.reach.test_task import CALIBRATION, HEAD, STEP, briefing
from therapy.directives import Begin, Directive, PlaySound
from therapy.events import Event, TrialEnded
from therapy.ports import Moment
from therapy.prescription import Side
from therapy.sample import TICKS_PER_S, Pose, Sample

AWAY = Pose(0.0, 0.9, 0.3)
TILTED = (0.25, 0.0, 0.25, 0.9354143466934853)
BY_ID = {thing.id: thing for thing in THINGS}


class Table:
    """A task, its scene's nodes, and two hands that go where they are told."""

    def __init__(self, side: Side = Side.EITHER, **values: float) -> None:
        self.task = REACH.task(briefing(side), CALIBRATION)
        self.values = {**spec.SPEC.defaults(), **values}
        self.nodes = dict(scene("reach").by_id)
        self.hands: dict[str, Pose | None] = {"left": AWAY, "right": AWAY}
        self.press = {"left": 0.0, "right": 0.0}
        self.tick = 0
        self.out: list[Event | Directive] = []
        self._obey(self.task.enter(STEP, self.moment()))

    def moment(self) -> Moment:
        left, right = self.hands["left"], self.hands["right"]
        sample = Sample(HEAD, left, right, None, self.press["left"], self.press["right"], 0, True)
        return Moment(self.tick, sample, self.values, {})

    def _obey(self, out: Iterable[Event | Directive]) -> None:
        for what in out:
            self.out.append(what)
            if isinstance(what, Begin):
                behaviour = BEHAVIOUR.validate_python(what.behaviour)
                self.nodes[what.node] = self.nodes[what.node].with_behaviour(behaviour)

    def passes(self, seconds: float) -> None:
        for _ in range(max(1, round(seconds * TICKS_PER_S))):
            self.tick += 1
            self._obey(self.task.step(self.moment()))

    def at(self, hand: str, x: float, y: float, z: float, press: float | None = None) -> None:
        """The hand is there for a moment."""
        self.hands[hand] = Pose(x, y, z)
        if press is not None:
            self.press[hand] = press
        self.passes(0.05)

    def state(self, thing: str) -> NodeState:
        poses: Poses = {hand: pose for hand, pose in self.hands.items() if pose is not None}
        return evaluate(self.nodes[thing], self.tick / TICKS_PER_S, self.values, poses)

    def takes(self, hand: str, thing: str) -> None:
        """Goes to the thing with an open hand and closes it."""
        x, y, z = self.state(thing).position
        self.at(hand, x, y + 0.05, z, 0.0)
        self.at(hand, x, y + 0.05, z, 1.0)

    def carries(self, hand: str, x: float, y: float, z: float, press: float = 1.0) -> None:
        self.at(hand, x, y + 0.05, z, press)

    def sounds(self) -> list[str]:
        return [what.sound for what in self.out if isinstance(what, PlaySound)]

    def home(self, thing: str) -> tuple[float, float, float]:
        x, z = BY_ID[thing].spot
        return (x, self.values["table_height_m"], z)


def test_a_touch_rocks_a_thing_and_is_heard_once() -> None:
    """It leans, moves by a centimetre at most and stands again; as long as the hand stays there is no more to hear."""
    table = Table()
    x, y, z = table.home("mug")
    table.at("left", x - 0.07, y + 0.05, z)
    table.passes(0.06)
    leaning = rotate(table.state("mug").rotation, (0.0, 1.0, 0.0))
    assert 0.99 < leaning[1] < 0.9999
    table.passes(2.0)
    assert table.sounds() == ["ceramic"]
    stands = table.state("mug")
    assert stands.position[1] == pytest.approx(y)
    assert 0.0 < distance_m(stands.position, (x, y, z)) < 0.02
    assert rotate(stands.rotation, (0.0, 1.0, 0.0))[1] == pytest.approx(1.0)


@pytest.mark.parametrize("hand", ["left", "right"])
def test_a_hand_takes_a_thing_and_sets_it_down_upright(hand: str) -> None:
    """It lies in the hand as it was taken, and stands on the wood where it was let go, a third of a second later."""
    table = Table(table_height_m=0.8)
    table.takes(hand, "apple")
    table.carries(hand, 0.1, 0.98, -0.45)
    assert table.state("apple").position == pytest.approx((0.1, 0.98, -0.45), abs=0.013)
    table.passes(0.2)
    assert not table.state("apple_shade").visible
    table.hands[hand] = Pose(0.1, 1.03, -0.45, *TILTED)
    table.passes(0.1)
    table.press[hand] = 0.0
    table.passes(0.35)
    apple = table.state("apple")
    assert apple.position == pytest.approx((apple.position[0], 0.8, apple.position[2]))
    assert distance_m(apple.position, table.home("apple")) > 0.1
    assert rotate(apple.rotation, (0.0, 1.0, 0.0))[1] == pytest.approx(1.0)
    assert table.sounds()[-2:] == ["take", "set_down"]
    assert table.state("apple_shade").visible
    table.values["table_height_m"] = 0.65
    assert table.state("apple").position[1] == pytest.approx(0.65)


def test_a_thing_set_down_on_another_stands_beside_it() -> None:
    """Nothing goes through anything, nor onto the coaster where the hand rests."""
    table = Table(clutter=1.0)
    for target in ("glass", "bowl", "plate"):
        x, y, z = table.home(target)
        table.takes("right", "orange")
        table.carries("right", x, y + 0.1, z)
        table.carries("right", x, y + 0.1, z, press=0.0)
        table.passes(0.5)
        ox, _, oz = table.state("orange").position
        for thing in THINGS:
            if thing.id != "orange":
                there = table.state(thing.id).position
                apart = distance_m((ox, 0.0, oz), (there[0], 0.0, there[2]))
                assert apart >= thing.radius_m + BY_ID["orange"].radius_m, thing.id


def test_dropped_beside_the_table_it_falls_and_comes_home() -> None:
    """Nobody has to pick anything up."""
    table = Table()
    table.takes("left", "mug")
    table.carries("left", -0.95, 0.9, -0.1)
    table.carries("left", -0.95, 0.9, -0.1, press=0.0)
    table.hands["left"] = AWAY
    table.passes(0.7)
    assert 0.0 <= table.state("mug").position[1] < 0.06
    assert table.sounds()[-2:] == ["take", "drop"]
    table.passes(5.0)
    assert table.state("mug").position == pytest.approx(table.home("mug"))
    assert rotate(table.state("mug").rotation, (0.0, 1.0, 0.0))[1] == pytest.approx(1.0)


def test_two_hands_carry_two_things() -> None:
    """Each its own, and neither takes what the other has."""
    table = Table()
    table.takes("left", "mug")
    table.takes("right", "glass")
    table.carries("left", -0.2, 1.0, -0.3)
    table.carries("right", -0.2, 1.0, -0.25, press=0.0)
    table.carries("right", -0.2, 1.0, -0.3, press=1.0)
    table.passes(0.5)
    assert table.state("mug").position == pytest.approx((-0.2, 1.0, -0.3), abs=0.013)
    assert table.state("glass").position[1] == pytest.approx(0.72)


def test_a_hand_that_is_lost_puts_back_what_it_carried() -> None:
    """For a moment out of sight it keeps it; then the thing glides home."""
    table = Table()
    table.takes("right", "glass")
    table.carries("right", 0.2, 1.1, -0.3)
    table.hands["right"] = None
    table.passes(0.5)
    assert table.nodes["glass"].behaviours[0].kind == "hold"
    table.passes(3.0)
    assert table.state("glass").position == pytest.approx(table.home("glass"))


def test_a_fist_takes_nothing_and_half_a_press_takes_nothing() -> None:
    """A hand that cannot open does not gather things on its way; nor is a light touch a grasp."""
    table = Table()
    x, y, z = table.home("apple")
    table.at("right", 0.0, 1.0, 0.0, 1.0)
    table.at("right", x, y + 0.05, z)
    table.at("right", x, y + 0.05, z, 0.5)
    assert "take" not in table.sounds()[1:]
    assert all(behaviour.kind != "hold" for behaviour in table.nodes["apple"].behaviours)


def test_only_the_prescribed_hand_takes_things() -> None:
    """What is prescribed for the left is done with the left."""
    table = Table(Side.LEFT)
    table.takes("right", "glass")
    table.carries("right", 0.3, 1.1, -0.3)
    assert table.state("glass").position == pytest.approx(table.home("glass"))
    table.takes("left", "mug")
    table.carries("left", -0.3, 1.1, -0.3)
    assert table.state("mug").position[1] == pytest.approx(1.1, abs=0.013)


def test_what_is_not_there_yet_cannot_be_taken() -> None:
    """A bowl comes with clutter."""
    for clutter, height_m in ((0.0, 0.72), (1.0, 1.1)):
        table = Table(clutter=clutter)
        table.takes("left", "bowl")
        table.carries("left", -0.5, 1.1, -0.6)
        assert table.state("bowl").position[1] == pytest.approx(height_m, abs=0.01)


def test_taking_things_is_no_trial() -> None:
    """However many are moved, nothing is counted, and on leaving what a hand still holds is on the table."""
    table = Table()
    for thing in ("mug", "apple"):
        table.takes("left", thing)
        table.carries("left", -0.35, 0.9, -0.3)
        table.carries("left", -0.35, 0.9, -0.3, press=0.0)
        table.passes(0.5)
    table.takes("right", "glass")
    table.carries("right", 0.3, 1.2, -0.3)
    table._obey(table.task.leave(table.moment()))
    assert not any(isinstance(what, TrialEnded) for what in table.out)
    assert table.state("glass").position == pytest.approx(table.home("glass"))


def test_an_amplified_hand_takes_what_it_is_shown_at() -> None:
    """With 1.5 times the movement, two thirds of the way from the coaster to the mug reach it."""
    table = Table(gain=1.5)
    x, y, z = table.home("mug")
    px, py, pz = evaluate(table.nodes["home"], 1.0, table.values).position
    way = (x - px, y + 0.05 - py, z - pz)
    real = (px + way[0] / 1.5, py + way[1] / 1.5, pz + way[2] / 1.5)
    table.at("left", *real, 0.0)
    table.at("left", *real, 1.0)
    assert "take" in table.sounds()


def test_the_same_hands_make_the_same_directives() -> None:
    """So that a replay decides what the visit decided."""
    runs = []
    for _ in range(2):
        table = Table(clutter=1.0)
        table.takes("left", "mug")
        table.carries("left", 0.3, 0.8, -0.52)
        table.carries("left", 0.3, 0.8, -0.52, press=0.0)
        table.passes(1.0)
        runs.append([what.model_dump_json() for what in table.out])
    assert runs[0] == runs[1]
    assert len(runs[0]) > 8


def test_things_lie_apart_on_the_table_in_their_own_places() -> None:
    """All of them, clear of each other and of its edge."""
    for thing in THINGS:
        others = [(other.spot, other.radius_m) for other in THINGS if other is not thing]
        assert fits(thing.spot, thing.radius_m, others), thing.id


@pytest.mark.parametrize("wanted", [(0.0, -0.3), (5.0, 5.0), (-0.79, -0.97), (0.5, -0.74)])
def test_a_free_spot_is_free(wanted: tuple[float, float]) -> None:
    """Wherever a hand lets go, there is room near by, on the table and beside the coaster."""
    taken = [(thing.spot, thing.radius_m) for thing in THINGS] + [((0.0, -0.24), PAD_M)]
    x, z = free_spot(wanted, 0.05, taken, (9.0, 9.0))
    assert abs(x) <= WIDTH_M / 2
    assert FAR_Z_M <= z <= NEAR_Z_M
    assert fits((x, z), 0.05, taken)
