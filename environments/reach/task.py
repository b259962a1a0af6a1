"""Reach and touch: hand on the pad, a target appears, the hand goes there and stays; after each set comes a rest.

One hand is enough, either one. Nothing is lost by waiting: every trial begins only when the hand is on the pad.
"""

import enum
import math
from collections.abc import Generator, Sequence
from typing import Final, Literal

from environments.behaviours import Pulse
from environments.placement import Vec3
from environments.props import Props
from environments.reach import spec
from environments.reach.targets import Target, Targets
from therapy.arithmetic import Draws, mean
from therapy.briefing import Briefing, Calibration
from therapy.calibration import CAUTIOUS_REACH_M, shoulder
from therapy.directives import Directive, PlaySound, Say, Vibrate
from therapy.events import Event, Happened, MeasureTaken, TrialEnded
from therapy.measures.reach import ReachMap
from therapy.measures.speed import ActiveTime
from therapy.measures.trial import Trial, TrialMeasures
from therapy.parameter import Values
from therapy.ports import EnvironmentSpec, Moment
from therapy.prescription import Side
from therapy.protocol import Step
from therapy.sample import TICKS_PER_S, Pose, Sample
from therapy.words import N_

Hand = Literal["left", "right"]
Outputs = list[Event | Directive]

HAND_M: Final = 0.04
"""Half a hand's width: a target is touched when the middle of the hand is this near to its surface."""
PAD_M: Final = 0.12
"""How near to the middle of the pad a hand rests on it."""
PAD_AHEAD_M: Final = 0.30
PAD_SHARE: Final = 0.75
"""The pad is never further from the shoulder than this share of the calibrated reach."""
SPEED_TICKS: Final = 6
"""Hand speed is judged over 67 ms, so that one bad tracking sample is not a fast hand."""
REMIND_S: Final = 15.0
LEAST_REST_S: Final = 5.0
DISTRACTORS: Final = ("distractor_1", "distractor_2", "distractor_3", "distractor_4")
APART_M: Final = 0.15
"""Least distance between a distractor and the target."""

TO_THE_PAD = N_("Put your hand on the pad when you are ready.")
REST = N_("Well done. Let your arm rest. Touch the pad when you would like to go on.")
SLOWER = N_("A little slower, please. There is no hurry.")
NOWHERE = N_("No target fits into what was prescribed. Your therapist will look at it.")


class State(enum.Enum):
    """What the task waits for."""

    AWAY = "away"
    HOMING = "homing"
    """A hand on the pad."""
    WAITING = "waiting"
    """The pause before a target, hand on the pad."""
    REACHING = "reaching"
    RESTING = "resting"
    NOWHERE = "nowhere"
    """The limits leave no place for a target."""


class Reach:
    """The environment, as session and plans know it."""

    spec: EnvironmentSpec = spec.SPEC

    def intensity(self, values: Values) -> float:
        """0-10, see environments.reach.spec."""
        return spec.intensity(values)

    def task(self, briefing: Briefing, calibration: Calibration) -> "ReachTask":
        """Reaching with the prescribed hand, inside the prescribed range."""
        return ReachTask(briefing, calibration)


class ReachTask:
    """One visit's reaching. Distances from the shoulder are the real hand's; `gain` only moves what counts as touch."""

    def __init__(self, briefing: Briefing, calibration: Calibration) -> None:
        self._limits = briefing.prescription.range_limits
        self._side = briefing.prescription.side
        self._eye_height_m = calibration.eye_height_m
        self._reach_m: dict[Hand, float | None] = {
            "left": calibration.left_reach_m,
            "right": calibration.right_reach_m,
        }
        self._targets = Targets(briefing.seed, self._limits)
        self._draws = Draws(briefing.seed, "reach distractors")
        self._props = Props("home", "target", *DISTRACTORS)
        self._number = 0
        self._state = State.AWAY
        self._since = 0
        self._begin_stay("", Pose(0.0, self._eye_height_m, 0.0))

    def _begin_stay(self, step: str, place: Pose) -> None:
        self._step = step
        self._place = place
        """Where the calibrated head is, here and now: shoulders, pad and leaning are measured from it."""
        self._hands: tuple[Hand, ...] = ()
        self._hand: Hand = "right"
        self._shoulder = place
        self._pad: Vec3 = (0.0, 0.0, 0.0)
        self._recent: list[Vec3] = []
        self._target: Target | None = None
        self._touch_m = 0.0
        self._lures: list[Vec3] = []
        self._wrong_touches = 0
        self._on_lure = False
        self._trial = Trial()
        self._furthest_m = self._lean_m = self._lean_most_m = 0.0
        self._left_pad = False
        self._in_set = 0
        self._active = ActiveTime()
        self._maps: dict[Hand, ReachMap] = {}
        self._done: list[TrialMeasures] = []
        self._finishing: tuple[Generator[None, None, TrialMeasures], dict[str, float]] | None = None

    def enter(self, step: Step, moment: Moment) -> Sequence[Event | Directive]:
        """The pad is put where this patient rests a hand; measures start anew."""
        self._begin_stay(step.id, self._calibrated_place(moment.sample.head))
        self._hands = self._usable(moment.choices.get("side", "either"))
        self._maps = {hand: ReachMap(self._reach(hand)) for hand in self._hands}
        self._pad = self._pad_place(moment.values)
        self._state, self._since = State.HOMING, moment.tick
        tick, values = moment.tick, moment.values
        return [self._props.put("home", self._pad, tick, values), *self._all_hidden(moment)]

    def step(self, moment: Moment) -> Sequence[Event | Directive]:
        """One tick."""
        out: Outputs = []
        if self._finishing is not None:
            self._measure_on(out)
        pose = self._hand_pose(moment.sample)
        position = None if pose is None else (pose[0], pose[1], pose[2])
        self._active.sample(position)
        if position is None:
            self._recent.clear()
        elif self._too_fast(position, moment):
            self._slow_down(moment, out)
        match self._state:
            case State.REACHING:
                self._reaching(position, moment, out)
            case State.WAITING:
                self._waiting(position, moment, out)
            case State.HOMING:
                self._homing(moment, out)
            case State.RESTING:
                self._resting(position, moment, out)
            case State.AWAY | State.NOWHERE:
                pass
        return out

    def trigger(self, event: str, moment: Moment) -> Sequence[Event | Directive]:
        """There are no events here. KeyError names the one that was asked for."""
        raise KeyError(f"expected no event in reach, got {event!r}")

    def leave(self, moment: Moment) -> Sequence[Event | Directive]:
        """The open trial is abandoned and counts nowhere; the measures of this stay are handed in."""
        out: Outputs = []
        while self._finishing is not None:
            self._measure_on(out)
        out += self._all_hidden(moment)
        out += [
            MeasureTaken(name=name, value=value, unit=spec.SPEC.measures[name], step=self._step)
            for name, value in self._measures().items()
        ]
        self._state = State.AWAY
        return out

    # What each state waits for.

    def _homing(self, moment: Moment, out: Outputs) -> None:
        for hand in self._hands:
            pose = moment.sample.left if hand == "left" else moment.sample.right
            if pose is not None and self._near(pose, self._pad) <= PAD_M:
                if hand != self._hand:
                    self._recent.clear()
                self._hand = hand
                self._shoulder = shoulder(self._place, hand)
                self._go(State.WAITING, moment)
                return
        if moment.tick - self._since == int(REMIND_S * TICKS_PER_S):
            out.append(Say(text=TO_THE_PAD))

    def _waiting(self, position: Vec3 | None, moment: Moment, out: Outputs) -> None:
        if position is None or self._near(position, self._pad) > 1.5 * PAD_M:
            self._go(State.HOMING, moment)
        elif moment.tick - self._since >= moment.values["interval_s"] * TICKS_PER_S:
            self._present(moment, out)

    def _reaching(self, position: Vec3 | None, moment: Moment, out: Outputs) -> None:
        trial, target = self._trial, self._target
        if target is None:
            raise RuntimeError("expected a target while reaching, got none")
        head = moment.sample.head
        if head is not None:
            x, z = head[0] - self._place[0], head[2] - self._place[2]
            self._lean_most_m = max(self._lean_most_m, math.sqrt(x * x + z * z))
        if position is None:
            trial.sample(None)
        else:
            gain = moment.values["gain"]
            shown = position if gain == 1.0 else self._amplified(position, gain)
            trial.sample(position, self._near(shown, target.position) <= self._touch_m)
            self._furthest_m = max(self._furthest_m, self._near(position, self._shoulder))
            if self._lures:
                on_lure = any(self._near(shown, lure) <= self._touch_m for lure in self._lures)
                self._wrong_touches += on_lure and not self._on_lure
                self._on_lure = on_lure
        if trial.stay_ticks and trial.hold_s >= moment.values["hold_s"]:
            self._end_trial(True, moment, out)
        elif moment.tick - self._since >= moment.values["target_life_s"] * TICKS_PER_S:
            self._end_trial(False, moment, out)

    def _resting(self, position: Vec3 | None, moment: Moment, out: Outputs) -> None:
        rested_s = (moment.tick - self._since) / TICKS_PER_S
        on_pad = position is not None and self._near(position, self._pad) <= PAD_M
        self._left_pad = self._left_pad or not on_pad
        if rested_s >= moment.values["rest_s"] or (on_pad and self._left_pad and rested_s >= LEAST_REST_S):
            self._in_set = 0
            self._go(State.HOMING, moment)
            if not on_pad:
                out.append(Say(text=TO_THE_PAD))

    # Trials.

    def _present(self, moment: Moment, out: Outputs) -> None:
        tick, values, props = moment.tick, moment.values, self._props
        target = self._targets.next(self._shoulder, self._reach(self._hand), values)
        if target is None:
            self._go(State.NOWHERE, moment)
            out += [Happened(name="no_target_allowed"), Say(text=NOWHERE)]
            return
        self._target, self._trial = target, Trial()
        radius_m = values["target_size_m"] / 2
        self._touch_m = radius_m + HAND_M
        self._furthest_m = self._lean_most_m = 0.0
        self._wrong_touches, self._on_lure = 0, False
        faintest = 0.6 if moment.choices.get("cue", "glow") == "glow" else 1.0
        out.append(props.put("target", target.position, tick, values, size=radius_m))
        out.append(props.begin("target", Pulse(per_s=0.8, faintest=faintest), tick, values))
        out.append(props.show("target", tick, values))
        self._place_lures(target, radius_m, moment, out)
        if moment.choices.get("cue") == "sound":
            out.append(PlaySound(sound="cue"))
        self._go(State.REACHING, moment)

    def _place_lures(self, target: Target, radius_m: float, moment: Moment, out: Outputs) -> None:
        """Distractors at the target's distance, off to its sides, where the arms of a cross would be."""
        self._lures = []
        right = (math.sqrt(0.5), -math.sqrt(0.5))
        crossed = self._draws.shuffled([(a * APART_M, b * APART_M) for a in right for b in right])
        for name, (across, up) in zip(
            DISTRACTORS, crossed[: round(moment.values["distractors"])], strict=False
        ):
            x, y, z = target.position
            spread = 1.0 + 2.0 * radius_m / APART_M
            place = (x + across * spread, y + up * spread, z)
            self._lures.append(place)
            out.append(self._props.put(name, place, moment.tick, moment.values, size=radius_m))
            out.append(self._props.show(name, moment.tick, moment.values))

    def _end_trial(self, hit: bool, moment: Moment, out: Outputs) -> None:
        target = self._target
        if target is None:
            raise RuntimeError("expected a target at the end of a trial, got none")
        if hit:
            out += [PlaySound(sound="touch"), Vibrate(hand=self._hand, seconds=0.05, strength=0.4)]
        else:
            out.append(PlaySound(sound="miss"))
        out += self._targets_hidden(moment)
        sx, sy, sz = self._shoulder[:3]
        x, y, z = target.position
        self._maps[self._hand].add((x - sx, y - sy, sz - z), hit, self._furthest_m)
        while self._finishing is not None:
            self._measure_on(out)
        figures = {
            "target_azimuth_deg": target.azimuth_deg,
            "target_elevation_deg": target.elevation_deg,
            "target_distance_m": target.distance_m,
            "furthest_m": self._furthest_m,
            "lean_cm": 100.0 * self._lean_most_m,
            "wrong_touches": float(self._wrong_touches),
        }
        self._lean_m = max(self._lean_m, self._lean_most_m)
        self._finishing = (self._trial.measures_in_parts(hit), figures)
        self._target = None
        self._in_set += 1
        if self._in_set >= round(moment.values["repetitions"]):
            self._left_pad = False
            self._go(State.RESTING, moment)
            out += [Happened(name="set_done", inputs={"repetitions": self._in_set}), Say(text=REST)]
        else:
            self._go(State.HOMING, moment)

    def _measure_on(self, out: Outputs) -> None:
        """One more part of the last trial's measures; the event follows with the last part, a tenth of a second on."""
        if self._finishing is None:
            return
        parts, figures = self._finishing
        try:
            next(parts)
        except StopIteration as end:
            measures: TrialMeasures = end.value
            self._finishing = None
            self._number += 1
            self._done.append(measures)
            out.append(
                TrialEnded(number=self._number, hit=measures.hit, measures={**measures.figures(), **figures})
            )

    def _too_fast(self, position: Vec3, moment: Moment) -> bool:
        recent = self._recent
        recent.append(position)
        if len(recent) <= SPEED_TICKS:
            return False
        speed_mps = self._near(position, recent.pop(0)) * (TICKS_PER_S / SPEED_TICKS)
        ceiling_mps = moment.values["speed_ceiling_mps"]
        if self._limits.speed_mps is not None and self._limits.speed_mps < ceiling_mps:
            ceiling_mps = self._limits.speed_mps
        self._speed = (speed_mps, ceiling_mps)
        return speed_mps > ceiling_mps

    def _slow_down(self, moment: Moment, out: Outputs) -> None:
        """The trial is abandoned; the session decides whether more follows."""
        speed_mps, ceiling_mps = self._speed
        out.append(
            Happened(name="speed_ceiling", inputs={"speed_mps": speed_mps, "ceiling_mps": ceiling_mps})
        )
        out.append(Say(text=SLOWER))
        self._recent.clear()
        if self._state is State.REACHING:
            self._target = None
            out += self._targets_hidden(moment)
            self._go(State.HOMING, moment)

    # Where things are.

    def _go(self, state: State, moment: Moment) -> None:
        self._state, self._since = state, moment.tick

    def _hand_pose(self, sample: Sample) -> Pose | None:
        return sample.left if self._hand == "left" else sample.right

    def _usable(self, chosen: str) -> tuple[Hand, ...]:
        """The prescribed hand; where either may be used the chosen one, or each whose reach is known."""
        side = self._side.value if self._side is not Side.EITHER else chosen
        if side == "left" or (side == "either" and self._reach_m["right"] is None and self._reach_m["left"]):
            return ("left",)
        if side == "right" or (side == "either" and self._reach_m["left"] is None and self._reach_m["right"]):
            return ("right",)
        return ("right", "left")

    def _reach(self, hand: Hand) -> float:
        return self._reach_m[hand] or CAUTIOUS_REACH_M

    def _calibrated_place(self, head: Pose | None) -> Pose:
        """The calibrated eye height over where the head is as the step begins."""
        if head is None:
            return Pose(0.0, self._eye_height_m, 0.0)
        return Pose(head.x_m, self._eye_height_m, head.z_m)

    def _pad_place(self, values: Values) -> Vec3:
        """On the table ahead, or nearer along the same line for whoever does not reach that far."""
        x, z = self._place.x_m, self._place.z_m
        if len(self._hands) == 1:
            x = (x + shoulder(self._place, self._hands[0]).x_m) / 2
        pad = (x, values["table_height_m"], z - PAD_AHEAD_M)
        for hand in self._hands:
            from_shoulder = shoulder(self._place, hand)
            most_m = PAD_SHARE * self._reach(hand)
            distance_m = self._near(pad, from_shoulder)
            if distance_m > most_m:
                share = most_m / distance_m
                pad = (
                    from_shoulder.x_m + share * (pad[0] - from_shoulder.x_m),
                    from_shoulder.y_m + share * (pad[1] - from_shoulder.y_m),
                    from_shoulder.z_m + share * (pad[2] - from_shoulder.z_m),
                )
        return pad

    def _amplified(self, position: Vec3, gain: float) -> Vec3:
        """Where a hand counts as being: its way from the pad, made longer."""
        x, y, z = self._pad
        return (x + gain * (position[0] - x), y + gain * (position[1] - y), z + gain * (position[2] - z))

    def _targets_hidden(self, moment: Moment) -> Outputs:
        shown = ["target", *DISTRACTORS[: len(self._lures)]]
        self._lures = []
        return [self._props.hide(name, moment.tick, moment.values) for name in shown]

    def _all_hidden(self, moment: Moment) -> Outputs:
        return [self._props.hide(name, moment.tick, moment.values) for name in ("target", *DISTRACTORS)]

    @staticmethod
    def _near(a: Sequence[float], b: Sequence[float]) -> float:
        x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
        return math.sqrt(x * x + y * y + z * z)

    def _measures(self) -> dict[str, float]:
        done = self._done
        figures: dict[str, float] = {"repetitions": len(done), "active_min": self._active.active_min}
        if not done:
            return figures
        figures["success_share"] = len([trial for trial in done if trial.hit]) / len(done)
        figures["lean_cm"] = 100.0 * self._lean_m
        for name, part in MEANS.items():
            known = [value for trial in done if (value := getattr(trial, part)) is not None]
            if known:
                figures[name] = mean(known)
        for reached in self._maps.values():
            for cell, best_m in reached.best_m.items():
                name = f"reach_{cell.split()[0]}_m"
                figures[name] = max(figures.get(name, 0.0), best_m)
        return figures


MEANS: Final = {
    "reaction_time_s": "reaction_s",
    "movement_time_s": "movement_s",
    "peak_speed_mps": "peak_speed_mps",
    "path_ratio": "path_ratio",
    "sparc": "smoothness",
}
"""Measures of a stay that are means over its trials, and where each trial has them."""

REACH: Final = Reach()
