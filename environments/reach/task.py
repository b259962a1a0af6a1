"""Reach and touch: hand on the pad, a target appears, the hand goes there and stays; after each set comes a rest.

One hand is enough, either one. Nothing is lost by waiting: every trial begins only when the hand is on the pad.
"""

import enum
from collections.abc import Sequence
from typing import Final

from environments.behaviours import Glide, Pulse
from environments.placement import Placement, Vec3
from environments.props import Props
from environments.reach import spec
from environments.reach.attempt import Attempt, Finishing, lures
from environments.reach.tally import Tally
from environments.reach.targets import Targets
from environments.reach.things import Things
from environments.reach.workspace import OFF_PAD_M, Hand, Workspace, apart_m, hand_pose, usable_hands
from therapy.arithmetic import Draws
from therapy.briefing import Briefing, Calibration
from therapy.directives import Directive, PlaySound, Say, Vibrate
from therapy.events import Event, Happened, MeasureTaken, TrialEnded
from therapy.parameter import Values
from therapy.ports import EnvironmentSpec, Moment
from therapy.protocol import Step
from therapy.sample import TICKS_PER_S
from therapy.words import N_

Outputs = list[Event | Directive]

SPEED_TICKS: Final = 6
"""Hand speed is judged over 67 ms, so that one bad tracking sample is not a fast hand."""
REMIND_S: Final = 15.0
SWELL, SWELL_S = 1.2, 0.3
"""A target that was reached swells by so much while it fades."""
LEAST_REST_S: Final = 5.0
"""Only after this does touching the pad again end a rest: before, it is the arm coming home."""
DISTRACTORS: Final = ("distractor_1", "distractor_2", "distractor_3", "distractor_4")

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
    """One visit's reaching."""

    def __init__(self, briefing: Briefing, calibration: Calibration) -> None:
        self._side = briefing.prescription.side
        self._limits = briefing.prescription.range_limits
        self._calibration = calibration
        self._targets = Targets(briefing.seed, self._limits)
        self._draws = Draws(briefing.seed, "reach distractors")
        self._props = Props("target", *DISTRACTORS, resting={"home": (0.0, 0.0, 0.0)})
        self._things = Things()
        self._number = 0
        self._state = State.AWAY
        self._since = 0
        self._begin_stay("", Workspace(calibration, ("right",), None, 0.7))

    def _begin_stay(self, step: str, where: Workspace) -> None:
        self._step, self._where = step, where
        self._hand: Hand = where.hands[0]
        self._tally = Tally(where)
        self._recent: list[Vec3] = []
        self._attempt: Attempt | None = None
        self._pad_moves = 0
        """How often a resting hand came to the pad or left it."""
        self._in_set = 0
        self._finishing: tuple[Finishing, Attempt] | None = None

    def enter(self, step: Step, moment: Moment) -> Sequence[Event | Directive]:
        """The pad is put where this patient rests a hand; measures start anew."""
        tick, values = moment.tick, moment.values
        hands = usable_hands(self._calibration, self._side, moment.choices.get("side", "either"))
        where = Workspace(self._calibration, hands, moment.sample.head, values["table_height_m"])
        self._begin_stay(step.id, where)
        self._go(State.HOMING, moment)
        return [
            self._props.put("home", where.pad, tick, values),
            *self._hidden(("target", *DISTRACTORS), moment),
        ]

    def step(self, moment: Moment) -> Sequence[Event | Directive]:
        """One tick."""
        out: Outputs = []
        if self._finishing is not None:
            self._measure_on(out)
        pose = hand_pose(moment.sample, self._hand)
        position = None if pose is None else (pose[0], pose[1], pose[2])
        self._tally.active.sample(position)
        speed_mps = self._speed_mps(position)
        ceiling_mps = self._ceiling_mps(moment.values)
        # A hand that scratches a nose between two targets is nobody's exercise.
        if speed_mps > ceiling_mps and self._state is State.REACHING:
            self._slow_down(speed_mps, ceiling_mps, moment, out)
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
        out += self._things.step(self._where, self._hand if self._state is State.REACHING else None, moment)
        return out

    def trigger(self, event: str, moment: Moment) -> Sequence[Event | Directive]:
        """There are no events here. KeyError names the one that was asked for."""
        raise KeyError(f"expected no event in reach, got {event!r}")

    def leave(self, moment: Moment) -> Sequence[Event | Directive]:
        """An open trial is abandoned and counts nowhere; the measures of this stay are handed in."""
        out: Outputs = []
        while self._finishing is not None:
            self._measure_on(out)
        out += self._hidden(("target", *DISTRACTORS), moment)
        out += self._things.leave(moment)
        for name, value in self._tally.measures().items():
            out.append(MeasureTaken(name=name, value=value, unit=spec.SPEC.measures[name], step=self._step))
        self._attempt = None
        self._go(State.AWAY, moment)
        return out

    def _homing(self, moment: Moment, out: Outputs) -> None:
        for hand in self._where.hands:
            pose = hand_pose(moment.sample, hand)
            if pose is not None and self._where.on_pad(pose):
                if hand != self._hand:
                    self._hand = hand
                    self._recent.clear()
                self._go(State.WAITING, moment)
                return
        if moment.tick - self._since == int(REMIND_S * TICKS_PER_S):
            out.append(Say(text=TO_THE_PAD))

    def _waiting(self, position: Vec3 | None, moment: Moment, out: Outputs) -> None:
        if position is None or apart_m(position, self._where.pad) > OFF_PAD_M:
            self._go(State.HOMING, moment)
        elif moment.tick - self._since >= moment.values["interval_s"] * TICKS_PER_S:
            self._present(moment, out)

    def _present(self, moment: Moment, out: Outputs) -> None:
        tick, values, props, where = moment.tick, moment.values, self._props, self._where
        size_m = values["target_size_m"]
        target = self._targets.next(where.shoulder(self._hand), where.reach_m[self._hand], values, where.pad)
        if target is None:
            self._go(State.NOWHERE, moment)
            out += [Happened(name="no_target_allowed"), Say(text=NOWHERE)]
            return
        places = lures(target, round(values["distractors"]), size_m, self._draws)
        self._attempt = Attempt(target, places, size_m, self._hand, where)
        cue = moment.choices.get("cue", "glow")
        pulse = Pulse(per_s=0.8, faintest=0.6 if cue == "glow" else 1.0)
        out.append(props.put("target", target.position, tick, values, size=size_m / 2))
        out += [props.begin("target", pulse, tick, values), props.show("target", tick, values)]
        for name, place in zip(DISTRACTORS, places, strict=False):
            out.append(props.put(name, place, tick, values, size=size_m / 2))
            out.append(props.show(name, tick, values))
        if cue == "sound":
            out.append(PlaySound(sound="cue"))
        self._go(State.REACHING, moment)

    def _reaching(self, position: Vec3 | None, moment: Moment, out: Outputs) -> None:
        attempt, values = self._attempt, moment.values
        if attempt is None:
            raise RuntimeError("expected a target while reaching, got none")
        attempt.sample(position, moment.sample.head, values["gain"])
        if attempt.held(values["hold_s"]):
            out += [PlaySound(sound="touch"), Vibrate(hand=self._hand, seconds=0.05, strength=0.4)]
            size_m = SWELL * values["target_size_m"] / 2
            swollen = Placement(attempt.target.position, scale=(size_m, size_m, size_m))
            out.append(self._props.begin("target", Glide(to=swollen, ease_s=SWELL_S), moment.tick, values))
            self._end(attempt, True, moment, out)
        elif moment.tick - self._since >= values["target_life_s"] * TICKS_PER_S:
            out.append(PlaySound(sound="miss"))
            self._end(attempt, False, moment, out)

    def _end(self, attempt: Attempt, hit: bool, moment: Moment, out: Outputs) -> None:
        while self._finishing is not None:
            self._measure_on(out)
        self._tally.reached(attempt, hit)
        self._finishing = (attempt.measures_in_parts(hit), attempt)
        self._clear(attempt, moment, out)
        self._in_set += 1
        if self._in_set >= round(moment.values["repetitions"]):
            self._pad_moves = 0
            self._go(State.RESTING, moment)
            out += [Happened(name="set_done", inputs={"repetitions": self._in_set}), Say(text=REST)]

    def _clear(self, attempt: Attempt, moment: Moment, out: Outputs) -> None:
        out += self._hidden(("target", *DISTRACTORS[: len(attempt.lures)]), moment)
        self._attempt = None
        self._go(State.HOMING, moment)

    def _measure_on(self, out: Outputs) -> None:
        """One more part of the last trial's measures; the event comes with the last one, a tenth of a second on."""
        if self._finishing is None:
            return
        parts, attempt = self._finishing
        try:
            next(parts)
        except StopIteration as end:
            self._finishing = None
            self._number += 1
            self._tally.done.append(end.value)
            figures = {**end.value.figures(), **attempt.figures()}
            out.append(TrialEnded(number=self._number, hit=end.value.hit, measures=figures))

    def _resting(self, position: Vec3 | None, moment: Moment, out: Outputs) -> None:
        """Until the time is over, or sooner for whoever came to the pad, left it and touches it again."""
        rested_s = (moment.tick - self._since) / TICKS_PER_S
        on_pad = position is not None and self._where.on_pad(position)
        if rested_s >= LEAST_REST_S:
            self._pad_moves += on_pad != (self._pad_moves % 2 == 1)
        if rested_s < moment.values["rest_s"] and self._pad_moves < 3:
            return
        self._in_set = 0
        self._go(State.HOMING, moment)
        if not on_pad:
            out.append(Say(text=TO_THE_PAD))

    def _speed_mps(self, position: Vec3 | None) -> float:
        recent = self._recent
        if position is None:
            recent.clear()
            return 0.0
        recent.append(position)
        if len(recent) <= SPEED_TICKS:
            return 0.0
        return apart_m(position, recent.pop(0)) * (TICKS_PER_S / SPEED_TICKS)

    def _ceiling_mps(self, values: Values) -> float:
        ceiling_mps, prescribed_mps = values["speed_ceiling_mps"], self._limits.speed_mps
        return ceiling_mps if prescribed_mps is None or prescribed_mps > ceiling_mps else prescribed_mps

    def _slow_down(self, speed_mps: float, ceiling_mps: float, moment: Moment, out: Outputs) -> None:
        """The trial is abandoned and counts nowhere; the session decides whether more follows."""
        inputs = {"speed_mps": speed_mps, "ceiling_mps": ceiling_mps}
        out += [Happened(name="speed_ceiling", inputs=dict(inputs)), Say(text=SLOWER)]
        self._recent.clear()
        if self._attempt is not None:
            self._clear(self._attempt, moment, out)

    def _hidden(self, names: Sequence[str], moment: Moment) -> Outputs:
        return [self._props.hide(name, moment.tick, moment.values) for name in names]

    def _go(self, state: State, moment: Moment) -> None:
        self._state, self._since = state, moment.tick


REACH: Final = Reach()
