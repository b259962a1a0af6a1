"""Simulated patients do what people do, through the same samples and the same panel."""

import math
from collections.abc import Mapping

import pytest

from environments.panel import Pointing
from environments.stage.headset.motion import apart
from environments.stage.headset.simulated import SimulatedHeadset
from tests.environments.patient import FMS, PAIN, READY, SUDS
from therapy.briefing import Calibration
from therapy.calibration import Calibrator
from therapy.commands import Command, Ready, Stop, StopVia
from therapy.directives import (
    Ask,
    Begin,
    ChangeParameter,
    Directive,
    SetChoice,
    ShowEnvironment,
    ShowSafeRoom,
)
from therapy.events import Output
from therapy.observations import Answered, AnswerVia, Observation
from therapy.prescription import Side
from therapy.sample import TICKS_PER_S, Pose, Sample
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind, Way

HEIGHT = {"height_m": 0.0, "rail_height_m": 1.1, "edge_distance_m": 0.5}


def intensity(values: Mapping[str, float]) -> float:
    return values["height_m"] / 4.0


class Visit:
    """A patient, the panel, and whatever a session would put out."""

    def __init__(self, kind: Kind = Kind.IMPROVES, seed: int = 1, **traits: object) -> None:
        self.patient = Patient(kind, seed)
        self.patient.traits = self.patient.traits._replace(**traits)  # type: ignore[arg-type]
        self.pointing = Pointing()
        self.headset = SimulatedHeadset(self.patient, self.pointing, intensity, HEIGHT, seed)
        self.tick = 0
        self.numbers = 0
        self.samples: list[Sample] = []
        self.headset.start()

    def shows(self, *directives: Directive) -> None:
        """The session puts these out now."""
        outputs = []
        for what in directives:
            self.numbers += 1
            outputs.append(Output(self.numbers, self.tick, what))
        for output in outputs:
            self.pointing.obey(output)
        self.headset.see(outputs)

    def goes_in(self, height_m: float = 12.0) -> None:
        """The exposure begins at this height."""
        to = ChangeParameter(
            name="height_m", start=0, end=height_m, start_tick=self.tick, end_tick=self.tick + 180
        )
        self.shows(ShowEnvironment(environment="heights"), to)

    def passes(self, seconds: float) -> list[Command | Observation]:
        """Let time pass; what the patient asked for and answered."""
        heard: list[Command | Observation] = []
        for _ in range(round(seconds * TICKS_PER_S)):
            self.tick += 1
            sample = Sample.from_counts(self.headset.poll(self.tick).counts())
            self.samples.append(sample)
            heard += self.pointing.step(self.tick, sample)
        return heard


WAYS = [
    (Way.HEAD, AnswerVia.HEAD_POINTING),
    (Way.LEFT_HAND, AnswerVia.LEFT_HAND),
    (Way.RIGHT_HAND, AnswerVia.RIGHT_HAND),
    (Way.ONE_BUTTON, AnswerVia.BUTTON),
]


@pytest.mark.parametrize(("way", "via"), WAYS)
@pytest.mark.parametrize("ask", [SUDS, FMS, PAIN], ids=["suds", "fms", "pain"])
def test_a_patient_answers_in_their_own_way(way: Way, via: AnswerVia, ask: Ask) -> None:
    """Within the time a question stays open, once, with the number this patient feels, through the panel."""
    visit = Visit(way=way, noise=0.01, reporting=1.0)
    visit.patient.distress = 40.0
    visit.passes(1.0)
    visit.shows(ask)
    heard = visit.passes(30.0)
    assert len(heard) == 1
    answer = heard[0]
    assert isinstance(answer, Answered)
    assert (answer.question, answer.scale, answer.via) == (1, ask.scale, via)
    if ask is SUDS:
        assert abs(answer.value - 40) <= 20


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_says_ready_after_a_while(kind: Kind) -> None:
    """Not at once, and not late: between two and fifteen seconds."""
    visit = Visit(kind)
    visit.passes(1.0)
    visit.shows(READY)
    assert visit.passes(2.0) == []
    assert [type(what) for what in visit.passes(13.0)] == [Ready]


@pytest.mark.parametrize("kind", list(Kind))
def test_samples_are_a_body_s(kind: Kind) -> None:
    """Unit quaternions, hands no further from the shoulder than an arm, a head that moves gently, none missing."""
    visit = Visit(kind, seed=3, panics_after_s=None, off_after_s=None)
    visit.goes_in()
    visit.passes(20.0)
    visit.shows(SUDS)
    visit.passes(20.0)
    visit.shows(ShowSafeRoom(why="test"), READY)
    visit.passes(10.0)
    last: Pose | None = None
    for sample in visit.samples:
        assert sample.worn
        assert sample.head is not None
        assert (sample.left is not None) is visit.patient.traits.left
        assert (sample.right is not None) is visit.patient.traits.right
        for pose in (sample.head, sample.left, sample.right):
            if pose is not None:
                assert math.sqrt(math.fsum(q * q for q in pose[3:])) == pytest.approx(1.0, abs=1e-4)
        for hand, out in ((sample.left, -0.18), (sample.right, 0.18)):
            if hand is not None:
                assert apart(hand, (out, sample.head[1] - 0.25, 0.0)) < 0.75
        if last is not None:
            assert apart(sample.head, last) * TICKS_PER_S < 0.8
        last = sample.head


def test_a_patient_looks_down_less_when_more_afraid() -> None:
    """The share of time with the head down falls as avoidance rises."""

    def down_share(too_much: float) -> float:
        visit = Visit(Kind.DOES_NOT_IMPROVE, seed=4, too_much=too_much, worst=95.0)
        visit.goes_in(30.0)
        visit.passes(80.0)
        looks = [sample.head for sample in visit.samples if sample.head is not None]
        return sum(head.qx < -0.2 for head in looks) / len(looks)  # whole numbers

    assert down_share(too_much=1000.0) > 0.25
    assert down_share(too_much=20.0) < 0.15


@pytest.mark.parametrize(
    ("stops_by", "via"),
    [
        (StopVia.LEFT_HAND, StopVia.LEFT_HAND),
        (StopVia.RIGHT_HAND, StopVia.RIGHT_HAND),
        (StopVia.BUTTON, StopVia.BUTTON),
        (StopVia.HEAD_POINTING, StopVia.HEAD_POINTING),
    ],
)
def test_who_panics_stops_in_their_own_way(stops_by: StopVia, via: StopVia) -> None:
    """Distress surges, and a stop comes through the panel within seconds; in the safe room no second one."""
    visit = Visit(Kind.PANICS, stops_by=stops_by, panics_after_s=5.0)
    visit.goes_in()
    heard: list[Command | Observation] = []
    while not heard and visit.tick < 90 * TICKS_PER_S:
        heard = visit.passes(0.1)
    assert [what.via for what in heard if isinstance(what, Stop)] == [via]
    visit.shows(ShowSafeRoom(why="stop"))
    assert visit.passes(30.0) == []


@pytest.mark.parametrize("kind", [Kind.IMPROVES, Kind.ONE_HANDED, Kind.HEAD_ONLY])
def test_nobody_stops_or_answers_by_accident(kind: Kind) -> None:
    """Two minutes of looking around, a question left open, and nothing is stopped, rated or agreed to."""
    visit = Visit(kind, seed=2, answers_in_exposure=False)
    visit.goes_in()
    visit.shows(SUDS)
    assert visit.passes(120.0) == []


def test_who_takes_the_headset_off_puts_it_on_again() -> None:
    """The stop comes in the tick in which it comes off; later the patient is back, and does it once only."""
    visit = Visit(Kind.TAKES_HEADSET_OFF, off_after_s=10.0, off_for_s=20.0)
    visit.goes_in()
    heard = visit.passes(15.0)
    assert [what.via for what in heard if isinstance(what, Stop)] == [StopVia.HEADSET_OFF]
    off = next(i for i, sample in enumerate(visit.samples) if not sample.worn)
    visit.shows(ShowSafeRoom(why="off"))
    visit.passes(30.0)
    back = next(i for i, sample in enumerate(visit.samples) if i > off and sample.worn)
    assert (back - off) / TICKS_PER_S == pytest.approx(20.0, abs=0.5)
    visit.goes_in()
    visit.passes(30.0)
    assert all(sample.worn for sample in visit.samples[back:])


def test_who_does_not_answer_is_silent_in_the_exposure_only() -> None:
    """A question in the safe room is answered, the same one in the exposure is not."""
    visit = Visit(Kind.DOES_NOT_ANSWER)
    visit.shows(SUDS)
    assert len(visit.passes(20.0)) == 1
    visit.goes_in()
    visit.shows(SUDS)
    assert visit.passes(60.0) == []


def measured(kind: Kind, seed: int = 1) -> tuple[Calibration, bool]:
    """Run the real calibration with this patient."""
    visit = Visit(kind, seed)
    calibrator = Calibrator(side=Side.EITHER, reach=True, previous=None)
    while calibrator.result is None:
        visit.tick += 1
        sample = Sample.from_counts(visit.headset.poll(visit.tick).counts())
        visit.shows(*calibrator.step(sample))
    return calibrator.result, calibrator.measured


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.HEAD_ONLY}))
def test_everybody_with_a_hand_finishes_calibration_alone(kind: Kind) -> None:
    """Eye height and the reach of each hand that is there are measured; a missing hand is none."""
    calibration, was_measured = measured(kind)
    assert was_measured
    assert 1.1 < calibration.eye_height_m < 1.3
    assert calibration.left_reach_m == pytest.approx(0.61, abs=0.07)
    if kind is Kind.ONE_HANDED:
        assert calibration.right_reach_m is None
    else:
        assert calibration.right_reach_m == pytest.approx(0.61, abs=0.07)


def test_without_hands_calibration_ends_all_the_same() -> None:
    """Nobody waits for a hand for ever."""
    calibration, was_measured = measured(Kind.HEAD_ONLY)
    assert not was_measured
    assert 1.1 < calibration.eye_height_m < 1.3


def put(node: str, place: tuple[float, float, float]) -> Begin:
    return Begin(node=node, behaviour={"kind": "glide", "to": [list(place), [0, 0, 0, 1], [1, 1, 1]]})


def tint(node: str, opacity: float) -> Begin:
    return Begin(node=node, behaviour={"kind": "tint", "tint": [1, 1, 1, opacity]})


@pytest.mark.parametrize(
    ("kind", "side"),
    [(Kind.ONE_HANDED, "left"), (Kind.IMPROVES, "right")],
)
def test_a_hand_goes_to_the_pad_and_to_each_target(kind: Kind, side: str) -> None:
    """The hand rests on the pad, goes smoothly to a target that appears, stays, and comes back when it is gone."""
    way = Way.LEFT_HAND if side == "left" else Way.RIGHT_HAND
    visit = Visit(kind, way=way, falls_short=0.0)
    visit.shows(ShowEnvironment(environment="reach"), put("home", (0.0, 0.75, -0.3)), tint("target", 0.0))
    visit.passes(6.0)

    def hand() -> Pose:
        pose = getattr(visit.samples[-1], side)
        assert isinstance(pose, Pose)
        return pose

    assert apart(hand(), (0.0, 0.75, -0.3)) < 0.03
    for target in ((0.1, 1.0, -0.42), (-0.15, 0.85, -0.4)):
        visit.shows(put("target", target), tint("target", 1.0))
        visit.passes(3.0)
        assert apart(hand(), target) < 0.04
        visit.shows(tint("target", 0.0))
        visit.passes(3.0)
        assert apart(hand(), (0.0, 0.75, -0.3)) < 0.03


def test_a_weak_arm_falls_short_sometimes() -> None:
    """Who cannot reach every target ends before some of them, and misses."""
    visit = Visit(way=Way.RIGHT_HAND, falls_short=0.5)
    to = ChangeParameter(name="height_m", start=20, end=20, start_tick=0, end_tick=0)
    visit.shows(ShowEnvironment(environment="reach"), to, put("home", (0.0, 0.75, -0.3)), tint("target", 0.0))
    misses = 0
    for _ in range(12):
        visit.passes(3.0)
        visit.shows(put("target", (0.1, 1.0, -0.42)), tint("target", 1.0))
        visit.passes(2.5)
        right = visit.samples[-1].right
        assert right is not None
        misses += apart(right, (0.1, 1.0, -0.42)) > 0.1
        visit.shows(tint("target", 0.0))
    assert 2 <= misses <= 10


def test_a_patient_holds_the_rail_and_leans_over() -> None:
    """Near a rail hands come to lie on it at times, and the head comes forward at times."""
    visit = Visit(Kind.DOES_NOT_IMPROVE, seed=5, too_much=1000.0)
    visit.goes_in(20.0)
    visit.passes(150.0)
    rights = [sample.right for sample in visit.samples if sample.right is not None]
    on_rail = [hand for hand in rights if abs(hand.z_m + 0.45) < 0.02 and abs(hand.y_m - 1.1) < 0.02]
    assert len(on_rail) > 5 * TICKS_PER_S
    assert min(s.head.z_m for s in visit.samples if s.head is not None) < -0.08


@pytest.mark.parametrize("kind", [Kind.IMPROVES, Kind.HEAD_ONLY])
def test_a_patient_takes_part_in_what_a_step_asks(kind: Kind) -> None:
    """The keepsake is looked at long enough, or a hand goes there and closes."""
    visit = Visit(kind, seed=6)
    visit.goes_in(4.0)
    place = (0.15, 1.1, -0.45)
    visit.shows(SetChoice(name="activity", option="retrieve"), put("keepsake", place), tint("keepsake", 1.0))
    visit.passes(90.0)
    closed = any(
        s.right is not None and s.right_press > 0.6 and apart(s.right, place) < 0.16 for s in visit.samples
    )
    assert closed is (kind is Kind.IMPROVES)


def test_the_same_seed_moves_the_same_way() -> None:
    """Every count of every sample repeats for a seed; another seed moves differently."""

    def counts(seed: int) -> list[tuple[int, ...]]:
        visit = Visit(seed=seed)
        visit.shows(SUDS)
        visit.passes(8.0)
        visit.goes_in()
        visit.passes(8.0)
        return [sample.counts() for sample in visit.samples]

    assert counts(7) == counts(7)
    assert counts(7) != counts(8)
