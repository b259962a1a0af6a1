"""Reach: what one hand does from the pad to a target and back, and what is measured of it."""

import math
from collections.abc import Callable, Iterable

import pytest

from environments.behaviours import BEHAVIOUR, evaluate
from environments.reach import spec
from environments.reach.task import NOWHERE, REACH, REST, ReachTask
from environments.reach.workspace import PAD_SHARE, apart_m
from tests.environments.models import scene
from therapy.briefing import Briefing, Calibration
from therapy.calibration import shoulder
from therapy.directives import Begin, Directive, PlaySound, Say, Vibrate
from therapy.events import Event, Happened, MeasureTaken, TrialEnded
from therapy.ports import Moment
from therapy.prescription import Adaptation, Mode, Prescription, RangeLimits, Side
from therapy.protocol import Protocol, Purpose, Reference, Step, TimeGate
from therapy.sample import NOTHING, TICKS_PER_S, Pose, Sample

HEAD = Pose(0.0, 1.2, 0.0)
CALIBRATION = Calibration(eye_height_m=1.2, left_reach_m=0.55, right_reach_m=0.6)
STEP = Step(id="near", title="Near", patient_text="Touch.", parameters={}, gate=TimeGate(seconds=60))
Point = tuple[float, float, float]


def briefing(side: Side = Side.EITHER, limits: RangeLimits | None = None, seed: int = 11) -> Briefing:
    steps = (STEP, STEP.model_copy(update={"id": "far"}))
    protocol = Protocol(
        id="reach_plan", version="1.0.0", reviewed_on="2026-01-01", title="Reach", summary="", indication="",
        purpose=Purpose.REHABILITATION, contraindications=(), environment="reach", visits=4, visits_a_week=2,
        home=True, steps=steps, references=(Reference(citation="none", supports="nothing"),),
    )  # fmt: skip
    prescription = Prescription(
        id="p", protocol_id="reach_plan", mode=Mode.SUPERVISED, visits=4, visits_a_week=2, minutes=20,
        adaptation=Adaptation.OFF, side=side, range_limits=limits or RangeLimits(), prescribed_by="Dr Example",
        prescribed_on="2026-01-01",
    )  # fmt: skip
    return Briefing(
        session_id="00000000-test", alias="A", started_at="2026-01-02T10:00:00+00:00", today="2026-01-02", seed=seed,
        protocol=protocol, prescription=prescription, screening=None, consent=None, headset="simulated",
    )  # fmt: skip


class Visit:
    """A task, a clock and one hand that can be moved about."""

    def __init__(
        self,
        about: Briefing | None = None,
        calibration: Calibration = CALIBRATION,
        hand: str = "right",
        **values: float,
    ) -> None:
        self.task: ReachTask = REACH.task(about or briefing(), calibration)
        self.values = {**spec.SPEC.defaults(), "interval_s": 0.5, "repetitions": 5.0, "hold_s": 0.0, **values}
        self.choices: dict[str, str] = {}
        self.hand, self.at, self.head = hand, (0.3, 0.6, 0.2), HEAD
        self.tick = 0
        self.out: list[Event | Directive] = []
        self.nodes = {node.id: node for node in scene("reach").nodes}

    def enter(self) -> "Visit":
        self._take(self.task.enter(STEP, self.moment()))
        return self

    def moment(self) -> Moment:
        pose = Pose(*self.at)
        left, right = (pose, None) if self.hand == "left" else (None, pose)
        sample = Sample(self.head, left, right, None, 0.0, 0.0, 0, True) if self.hand else NOTHING
        return Moment(self.tick, sample, self.values, self.choices)

    def _take(self, out: Iterable[Event | Directive]) -> None:
        for what in out:
            self.out.append(what)
            if isinstance(what, Begin):
                behaviour = BEHAVIOUR.validate_python(what.behaviour)
                self.nodes[what.node] = self.nodes[what.node].with_behaviour(behaviour)

    def stay(self, seconds: float) -> None:
        for _ in range(round(seconds * TICKS_PER_S)):
            self.tick += 1
            self._take(self.task.step(self.moment()))

    def move(self, to: Point, seconds: float, via: Callable[[float], float] = lambda share: 0.0) -> None:
        """A minimum-jerk movement, `via` metres sideways of the straight line."""
        start, ticks = self.at, round(seconds * TICKS_PER_S)
        for at in range(1, ticks + 1):
            s = at / ticks
            share = s * s * s * (10.0 + s * (6.0 * s - 15.0))
            x, y, z = (a + (b - a) * share for a, b in zip(start, to, strict=True))
            self.at = (x + via(share), y, z)
            self.tick += 1
            self._take(self.task.step(self.moment()))

    def place(self, node: str) -> Point:
        x, y, z = evaluate(self.nodes[node], self.tick / TICKS_PER_S, self.values).position
        return (x, y, z)

    def shown(self, node: str) -> bool:
        return evaluate(self.nodes[node], self.tick / TICKS_PER_S + 1.0, self.values).visible

    def until_target(self, seconds: float = 1.0) -> Point:
        """Put the hand on the pad and wait; where the target then is."""
        self.move(self.place("home"), seconds)
        for _ in range(TICKS_PER_S):
            if not self.shown("target"):
                self.stay(1 / TICKS_PER_S)
        assert self.shown("target")
        return self.place("target")

    def one_trial(self, wait_s: float = 0.4, seconds: float = 0.8) -> None:
        target = self.until_target()
        self.stay(wait_s)
        self.move(target, seconds)
        self.stay(0.15)

    def leave(self) -> dict[str, float]:
        out = list(self.task.leave(self.moment()))
        self._take(out)
        return {what.name: what.value for what in out if isinstance(what, MeasureTaken)}

    def trials(self) -> list[TrialEnded]:
        return [what for what in self.out if isinstance(what, TrialEnded)]

    def happened(self) -> list[str]:
        return [what.name for what in self.out if isinstance(what, Happened)]


def test_a_touch_is_a_hit_with_its_times_speed_path_and_smoothness() -> None:
    """A straight, smooth reach of 0.8 s begun 0.4 s after the target appeared is measured as that."""
    visit = Visit().enter()
    visit.one_trial(wait_s=0.4, seconds=0.8)
    (trial,) = visit.trials()
    assert trial.hit
    assert trial.number == 1
    assert trial.measures["reaction_s"] == pytest.approx(0.5, abs=0.1)
    assert trial.measures["movement_s"] < 0.8
    assert trial.measures["path_ratio"] == pytest.approx(1.0, abs=0.02)
    assert trial.measures["smoothness"] > -1.8
    assert trial.measures["lean_cm"] == 0.0
    assert PlaySound(sound="touch") in visit.out
    assert Vibrate(hand="right", seconds=0.05, strength=0.4) in visit.out
    swollen = evaluate(visit.nodes["target"], visit.tick / TICKS_PER_S + 1.0, visit.values).scale[0]
    assert swollen == pytest.approx(1.2 * visit.values["target_size_m"] / 2)
    assert not visit.shown("target")


def test_a_detour_shows_in_the_path_ratio_and_leaning_in_centimetres() -> None:
    """A bow of 15 cm is longer than the straight way; a head 12 cm aside has leaned 12 cm."""
    visit = Visit(target_size_m=0.05, reach_share=0.9, arc_up_deg=60.0, arc_down_deg=0.0).enter()
    target = visit.until_target()
    visit.head = Pose(0.0, 1.2, -0.12)
    visit.move(target, 1.0, via=lambda share: 0.15 * math.sin(math.pi * share))
    visit.stay(0.2)
    (trial,) = visit.trials()
    assert trial.measures["path_ratio"] > 1.05
    assert trial.measures["lean_cm"] == pytest.approx(12.0)


def test_a_target_nobody_touches_is_a_miss_after_its_life() -> None:
    """Nothing is lost: the next trial waits for the hand on the pad again."""
    visit = Visit(target_life_s=2.0).enter()
    visit.until_target()
    visit.move((0.4, 0.9, 0.1), 0.8)
    visit.stay(1.4)
    (trial,) = visit.trials()
    assert not trial.hit
    assert PlaySound(sound="miss") in visit.out
    visit.stay(3.0)
    assert len(visit.trials()) == 1
    visit.until_target()


def test_a_touch_counts_once_it_lasted_the_hold() -> None:
    """With a hold of one second a brush past the target is nothing."""
    visit = Visit(hold_s=1.0, target_life_s=20.0).enter()
    target = visit.until_target()
    visit.move(target, 0.8)
    visit.move((0.35, 0.9, 0.0), 0.8)
    assert visit.trials() == []
    visit.move(target, 0.8)
    visit.stay(1.2)
    (trial,) = visit.trials()
    assert trial.hit
    assert trial.measures["hold_s"] == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("hand", ["left", "right"])
def test_either_hand_alone_is_enough(hand: str) -> None:
    """Whichever hand comes to the pad does the trial."""
    visit = Visit(hand=hand).enter()
    visit.at = (-0.3, 0.6, 0.2) if hand == "left" else (0.3, 0.6, 0.2)
    visit.one_trial()
    assert [trial.hit for trial in visit.trials()] == [True]


def test_only_the_prescribed_hand_works() -> None:
    """A prescription for the left hand overrules a step that would allow either."""
    visit = Visit(briefing(Side.LEFT), hand="right").enter()
    visit.move(visit.place("home"), 1.0)
    visit.stay(3.0)
    assert not visit.shown("target")
    visit.hand = "left"
    visit.stay(0.7)
    assert visit.shown("target")


def test_the_pad_comes_to_whoever_reaches_less_far() -> None:
    """With a reach of 30 cm the pad lies within six tenths of it; with a long one it lies on the table."""
    short = Visit(calibration=Calibration(eye_height_m=1.2, right_reach_m=0.3)).enter()
    assert apart_m(short.place("home"), shoulder(HEAD, "right")) == pytest.approx(PAD_SHARE * 0.3)
    long = Visit(calibration=Calibration(eye_height_m=1.2, right_reach_m=0.8)).enter()
    assert long.place("home") == pytest.approx((0.09, 0.72, -0.24))


def test_after_a_set_comes_a_rest_that_can_be_cut_short() -> None:
    """Five targets, then a rest; leaving the pad and coming back goes on before the whole time is over."""
    visit = Visit(rest_s=60.0).enter()
    for _ in range(5):
        visit.one_trial()
    assert visit.happened() == ["set_done"]
    assert Say(text=REST) in visit.out
    visit.move(visit.place("home"), 1.0)
    visit.stay(6.0)
    assert not visit.shown("target")
    visit.move((0.3, 0.6, 0.2), 1.0)
    visit.until_target()


def test_a_rest_is_over_after_its_time() -> None:
    """A hand that rests on the pad need do nothing to go on."""
    visit = Visit(rest_s=10.0).enter()
    for _ in range(5):
        visit.one_trial()
    visit.at = visit.place("home")
    visit.values["speed_ceiling_mps"] = 99.0
    visit.stay(9.0)
    assert not visit.shown("target")
    visit.stay(3.0)
    assert visit.shown("target")


def test_too_fast_a_hand_is_reported_and_abandons_the_trial() -> None:
    """The prescribed ceiling counts where it is lower than the step's; the trial counts nowhere."""
    visit = Visit(briefing(limits=RangeLimits(speed_mps=0.8))).enter()
    target = visit.until_target(2.0)
    visit.move(target, 0.25)
    happened = next(what for what in visit.out if isinstance(what, Happened))
    assert happened.name == "speed_ceiling"
    assert isinstance(happened.inputs["speed_mps"], float)
    assert happened.inputs["speed_mps"] > 0.8 == happened.inputs["ceiling_mps"]
    visit.stay(0.3)
    assert visit.trials() == []
    assert not visit.shown("target")


def test_gain_makes_a_smaller_movement_enough() -> None:
    """With 1.5 times the movement, two thirds of the way to the target touch it."""
    visit = Visit(gain=1.5).enter()
    target, home = visit.until_target(), visit.place("home")
    x, y, z = (h + (t - h) / 1.5 for h, t in zip(home, target, strict=True))
    visit.move((x, y, z), 0.8)
    visit.stay(0.2)
    assert [trial.hit for trial in visit.trials()] == [True]


def test_wrong_touches_are_counted() -> None:
    """Touching a distractor ends nothing, and is counted."""
    visit = Visit(distractors=4.0, target_life_s=20.0).enter()
    target = visit.until_target()
    wrong = visit.place("distractor_2")
    assert visit.shown("distractor_4")
    visit.move(wrong, 0.8)
    visit.move(target, 0.8)
    visit.stay(0.2)
    (trial,) = visit.trials()
    assert trial.hit
    assert trial.measures["wrong_touches"] >= 1.0
    assert not any(visit.shown(f"distractor_{number}") for number in (1, 2, 3, 4))
    clean = Visit(distractors=0.0).enter()
    clean.one_trial()
    assert clean.trials()[0].measures["wrong_touches"] == 0.0


def test_no_allowed_direction_is_said_once() -> None:
    """Where the prescription leaves no place, nothing is shown and the therapist is pointed to."""
    visit = Visit(briefing(limits=RangeLimits(no_go_arcs_deg=((-180.0, 180.0),)))).enter()
    visit.move(visit.place("home"), 1.0)
    visit.stay(5.0)
    assert visit.happened() == ["no_target_allowed"]
    assert visit.out.count(Say(text=NOWHERE)) == 1


def test_leaving_hands_in_measures_and_abandons_the_open_trial() -> None:
    """Two hits and an open target: two repetitions, all measures named by the spec, nothing left in view."""
    visit = Visit().enter()
    visit.one_trial()
    visit.one_trial()
    visit.until_target()
    measures = visit.leave()
    assert measures["repetitions"] == 2
    assert measures["success_share"] == 1.0
    assert measures["active_min"] > 0.02
    assert {"reaction_time_s", "movement_time_s", "peak_speed_mps", "path_ratio", "sparc"} <= set(measures)
    assert any(name.startswith("reach_") for name in measures)
    assert set(measures) <= set(spec.SPEC.measures)
    assert not visit.shown("target")


def test_numbers_go_on_after_a_pause() -> None:
    """A trial's number is its place in the visit, not in the step."""
    visit = Visit().enter()
    visit.one_trial()
    visit.leave()
    visit.enter()
    visit.one_trial()
    assert [trial.number for trial in visit.trials()] == [1, 2]
    assert visit.leave()["repetitions"] == 1


def test_a_reminder_comes_once_when_no_hand_is_there() -> None:
    """Fifteen seconds without a hand on the pad, one sentence, no pressure."""
    visit = Visit(hand="").enter()
    visit.stay(40.0)
    assert [what for what in visit.out if isinstance(what, Say)] != []
    assert len([what for what in visit.out if isinstance(what, Say)]) == 1


def test_the_scene_has_everything_that_the_task_moves() -> None:
    """Nodes, sounds and parameters of the built scene are those that the task and the spec name."""
    built = scene("reach")
    assert {"home", "target", "distractor_1", "distractor_2", "distractor_3", "distractor_4"} <= set(
        built.by_id
    )
    assert {"touch", "miss", "cue"} <= {sound.id for sound in built.sounds}
    assert built.parameters <= {parameter.name for parameter in spec.SPEC.parameters}
    assert all(built.by_id[name].parent is None for name in ("home", "target", "distractor_1"))
    assert built.by_id["home"].parameters == frozenset()


def test_reach_has_no_events() -> None:
    """A mistaken name is told, not passed over."""
    with pytest.raises(KeyError, match="drop_ball"):
        Visit().task.trigger("drop_ball", Moment(0, NOTHING, {}, {}))


def test_reach_is_how_far_the_hand_got_towards_the_target() -> None:
    """A hand that turns back halfway has reached no further in that direction than where it turned."""
    visit = Visit(
        calibration=Calibration(eye_height_m=1.2, right_reach_m=0.7), target_life_s=3.0, reach_share=0.9
    ).enter()
    target = visit.until_target()
    from_shoulder = shoulder(HEAD, "right")
    short = tuple(a + 0.7 * (b - a) for a, b in zip(from_shoulder[:3], target, strict=True))
    visit.move((short[0], short[1], short[2]), 1.0)
    visit.move(visit.place("home"), 1.0)
    visit.stay(2.0)
    (trial,) = visit.trials()
    assert trial.measures["furthest_m"] == pytest.approx(0.7 * trial.measures["target_distance_m"], abs=0.01)
    reached = [value for name, value in visit.leave().items() if name.startswith("reach_")]
    assert reached == [trial.measures["furthest_m"]]
