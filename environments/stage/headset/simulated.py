"""A headset worn by nobody: a simulated patient looks, reaches, points and answers through the path a person uses.

What the patient does is a script, a generator that moves the body and yields how many ticks it waits; one
at a time, and a pressing wish (to stop, to take the headset off) breaks off the one that runs. Between
scripts a tick costs a few closed forms. The patient knows what was shown and the controls that stand in the
world, never the session.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Final

from environments.controls import Board, Control, ControlKind
from environments.panel import CHOOSE_S, CONFIRM_S, Pointing
from environments.placement import Vec3
from environments.stage.headset.body import Body, Hand, Side
from environments.stage.headset.motion import angles, apart, towards
from environments.stage.headset.seen import Seen
from environments.stopping import RAISED_ABOVE_EYES_M
from therapy.arithmetic import Draws
from therapy.calibration import LOOK
from therapy.commands import StopVia
from therapy.directives import Ask
from therapy.events import Output
from therapy.sample import NOTHING, TICKS_PER_S, Button, Sample
from therapy.twin.patients import Patient
from therapy.twin.traits import Way

Script = Generator[int, None, None]
"""What the body does next; yields the ticks until it wants to go on."""

_RAIL_IN_M: Final = 0.05
"""How far on this side of the edge a rail stands."""
_TRIES: Final = 6
_EFFORT: Final = 0.15
_SHORT_M: Final = 0.16
"""How far before a target a reach ends that does not get there."""
_BLINK: Final = 9
"""Ticks between two looks at something that is waited for."""


class SimulatedHeadset:
    """One patient in one visit. `intensity` says how hard what is shown is, from its parameter values."""

    name = "simulated"
    real_time_only = False

    def __init__(
        self,
        patient: Patient,
        pointing: Pointing,
        intensity: Callable[[Mapping[str, float]], float],
        values: Mapping[str, float],
        seed: int,
    ) -> None:
        self.patient = patient
        self._pointing, self._intensity = pointing, intensity
        self._seen = Seen(values)
        self._draws = Draws(seed, "movements")
        traits = patient.traits
        self._body = Body(Draws(seed, "body"), left=traits.left, right=traits.right)
        self._script: Script = self._wait(0.5)
        self._urgent = self._idle = False
        self._wakes = 0
        self._lives = 0
        self._tick = 0
        self._answered = 0
        """Number of the board that was last answered or let go."""
        self._was_off = False
        self._hard = 0.0
        """Intensity of what is shown."""

    def start(self) -> None:
        """Nothing to get ready."""

    def begin_frame(self) -> None:
        """Nothing to read: a simulated patient moves by ticks."""

    def stop(self) -> None:
        """Nothing to give back."""

    def see(self, outputs: Sequence[Output]) -> None:
        """What is shown to the patient."""
        for output in outputs:
            self._seen.see(output)
        # Something changed: whoever only looks around notices within a blink.
        self._wakes = min(self._wakes, self._tick + _BLINK) if self._idle else self._wakes

    def poll(self, tick: int) -> Sample:
        """What the headset sees of the patient in this tick."""
        self._tick = tick
        if tick >= self._lives:
            self._live(tick)
        if tick >= self._wakes:
            self._act(tick)
        return self._body.sample(tick) if self._body.wears else NOTHING

    def _live(self, tick: int) -> None:
        """One second of feeling; wishes that break off what the body is doing."""
        self._lives = tick + TICKS_PER_S
        seen, patient = self._seen, self.patient
        exposed = seen.exposed and self._body.wears
        self._hard = self._intensity(seen.values(tick)) if exposed else 0.0
        # What is hard to reach is an effort, not a fear.
        patient.live(self._hard if seen.visible("home") is None else _EFFORT * self._hard, exposed)
        if self._urgent or not exposed:
            return
        if patient.wants_headset_off and not self._was_off:
            self._break_off(self._take_off())
        elif patient.wants_to_stop:
            self._break_off(self._stop())

    def _break_off(self, script: Script) -> None:
        self._script.close()
        self._let_go()
        self._script, self._urgent, self._idle, self._wakes = script, True, False, 0

    def _act(self, tick: int) -> None:
        wait = next(self._script, None)
        if wait is None:
            self._urgent = False
            self._script = self._next()
            wait = next(self._script, 1)
        self._wakes = tick + max(1, wait)

    def _next(self) -> Script:
        """What this patient turns to now."""
        seen = self._seen
        self._idle = False
        board = self._pointing.board
        if seen.cue is not None:
            cue, seen.cue = seen.cue, None
            return self._look_ahead() if cue == LOOK else self._stretch()
        if board is not None and board.output != self._answered and self._cares(board):
            return self._respond(board)
        if seen.exposed and self._body.hands and seen.visible("home") is not None:
            return self._practise()
        self._idle = True
        return self._look_around()

    # Answering

    def _cares(self, board: Board) -> bool:
        if isinstance(board.asked, Ask):
            return self.patient.answers(self._seen.exposed)
        return self.patient.distress <= 70.0 or not self._seen.exposed

    def _respond(self, board: Board) -> Script:
        """Read the board, then choose on it in this patient's way."""
        yield self._look_front()
        asked = board.asked
        if isinstance(asked, Ask):
            yield self._ticks(self._draws.uniform(0.8, 2.2))
            said = self.patient.rate(asked.scale)
            wanted = min(board.choices, key=lambda choice: abs(choice.value - said)).id
        else:
            yield self._ticks(self._draws.uniform(2.0, 6.0))
            wanted = "ready"
        way = self.patient.traits.way
        for _ in range(_TRIES):
            if self._control(board, wanted) is None:
                break
            if way is Way.ONE_BUTTON:
                yield from self._choose_by_button(board, wanted)
            elif way is Way.HEAD or not self._body.hands:
                yield from self._choose_by_head(board, wanted)
            else:
                side: Side = "left" if way is Way.LEFT_HAND else "right"
                yield from self._choose_by_hand(self._hand(side), board, wanted)
        self._answered = board.output
        yield self._ticks(self._draws.uniform(0.2, 0.6))

    def _control(self, board: Board, wanted: str) -> Control | None:
        """The control as it stands there now; None once the board is gone or answered."""
        if self._pointing.board is not board:
            return None
        for control in self._pointing.controls():
            if control.chosen:
                return None
            if control.id == wanted:
                return control
        return None

    def _choose_by_head(self, board: Board, wanted: str) -> Script:
        control = self._control(board, wanted)
        if control is None:
            return
        # A look past the control first, if the head is on it already: choosing begins with coming to it.
        yield self._body.look_at(_aside(control), self._tick)
        yield self._body.look_at(control.centre, self._tick)
        for _ in range(round((CHOOSE_S + 1.5) * TICKS_PER_S / _BLINK)):
            confirm = self._control(board, "yes")
            if confirm is not None:
                yield self._ticks(self._draws.uniform(0.15, 0.35))
                yield self._body.look_at(confirm.centre, self._tick)
                yield self._ticks(CONFIRM_S + 0.6)
                return
            yield _BLINK

    def _choose_by_hand(self, hand: Hand, board: Board, wanted: str) -> Script:
        control = self._control(board, wanted)
        if control is None:
            return
        self._body.look_at(control.centre, self._tick)
        ahead = (hand.shoulder[0], hand.shoulder[1] - 0.05, hand.shoulder[2] - 0.38)
        seconds = self._draws.uniform(0.7, 1.1) * self.patient.traits.dawdle
        yield hand.go(ahead, self._tick, seconds, point=control.centre) + self._ticks(0.15)
        hand.press = 1.0
        self._body.buttons |= Button.SELECT
        yield self._ticks(0.2)
        self._let_go()
        yield hand.rest(self._tick, 0.8) // 2

    def _choose_by_button(self, board: Board, wanted: str) -> Script:
        yield from self._click(Button.READY)
        for _ in range(round(40.0 * TICKS_PER_S / _BLINK)):
            control = self._control(board, wanted)
            if control is None:
                return
            if control.highlighted:
                yield self._ticks(0.25 * self.patient.traits.dawdle)
                yield from self._click(Button.READY)
                return
            yield _BLINK

    def _click(self, button: Button) -> Script:
        self._body.buttons |= button
        yield self._ticks(0.15)
        self._let_go()
        yield self._ticks(0.15)

    # Stopping

    def _stop(self) -> Script:
        """Too much: this patient's own way of stopping, and then every other one."""
        yield self._ticks(self._draws.uniform(0.2, 0.5))
        ways = [self.patient.traits.stops_by, StopVia.BUTTON, StopVia.HEAD_POINTING]
        for via in ways:
            if not self._seen.exposed:
                return
            if via is StopVia.BUTTON:
                yield from self._click(Button.STOP)
            elif via is StopVia.HEAD_POINTING or not self._body.hands:
                yield from self._look_at_stop_mark()
            else:
                yield from self._raise(self._hand("left" if via is StopVia.LEFT_HAND else "right"))

    def _raise(self, hand: Hand) -> Script:
        x, y, z = self._body.head.at(self._tick)
        out = -0.12 if hand.side == "left" else 0.12
        yield hand.go((x + out, y + RAISED_ABOVE_EYES_M + 0.1, z - 0.1), self._tick, 0.5)
        yield self._ticks(1.0)
        yield hand.rest(self._tick, 0.8)

    def _look_at_stop_mark(self) -> Script:
        for _ in range(_TRIES):
            marks = [control for control in self._pointing.controls() if control.kind is ControlKind.STOP]
            if not marks:
                return
            mark = self._draws.choice(marks)
            yield self._body.look_at(mark.centre, self._tick)
            yield self._ticks(0.8)

    def _take_off(self) -> Script:
        self._was_off = True
        self._body.wears = False
        yield self._ticks(self.patient.traits.off_for_s)
        self._body.wears = True
        yield self._ticks(1.0)

    # Moving

    def _look_ahead(self) -> Script:
        yield self._body.look(0.0, 0.0, self._tick)
        yield self._ticks(2.5)

    def _stretch(self) -> Script:
        """Each hand in front of its shoulder, as far as it goes, and held there."""
        yield self._ticks(self._draws.uniform(0.8, 1.6))
        hands = list(self._body.hands.values())
        for hand in hands:
            x, y, z = hand.shoulder
            yield hand.go((x, y, z - hand.reach_m), self._tick, 1.2 * self.patient.traits.dawdle)
        yield self._ticks(2.5)
        for hand in hands:
            hand.rest(self._tick, 1.0)
        yield self._ticks(1.0)

    def _practise(self) -> Script:
        """Hand to the pad, and to each target that appears, until something else comes up."""
        hand = self._hand(self._side())
        target = self._seen.visible("target")
        if target is None:
            home = self._seen.visible("home")
            if home is not None and apart(hand.place, home) > 0.03:
                self._body.look_at(home, self._tick)
                yield hand.go(home, self._tick, self._reach_s(hand, home))
            yield _BLINK
            return
        yield self._ticks(self._draws.uniform(0.22, 0.4) * self.patient.traits.dawdle)
        self._body.look_at(target, self._tick)
        aim = self._aimed(target)
        gets_there = self._draws.uniform() >= self.patient.traits.falls_short * self._hard / 5.0
        if not gets_there:
            aim = towards(hand.place, aim, max(0.05, apart(hand.place, aim) - _SHORT_M))
        yield hand.go(aim, self._tick, self._reach_s(hand, aim))
        for _ in range(round(4.0 * TICKS_PER_S / _BLINK)):
            if self._seen.visible("target") != target:
                return
            yield _BLINK
        if gets_there:  # but missed: a second, slower try from where the hand is
            hand.go(self._aimed(target), self._tick, 0.6)
        yield self._ticks(0.8)

    def _aimed(self, target: Vec3) -> Vec3:
        """Where the hand goes for this target: off by a little, and less far where movements are made larger."""
        gain = self._seen.values(self._tick).get("gain", 1.0)
        home = self._seen.places.get("home", target)
        x, y, z = (
            h + (t - h) / gain + self._draws.normal(0.0, 0.008) for h, t in zip(home, target, strict=True)
        )
        return (x, y, z)

    def _reach_s(self, hand: Hand, to: Vec3) -> float:
        """Seconds for this way: a minimum-jerk movement peaks at 1.875 times its mean speed."""
        ceiling_mps = min(1.2, 0.6 * self._seen.values(self._tick).get("speed_ceiling_mps", 2.0))
        return max(0.5, 1.875 * apart(hand.place, to) / ceiling_mps) * self.patient.traits.dawdle

    def _look_around(self) -> Script:
        """A second or a few of looking: at what is feared, or away from it; holding on, leaning over."""
        draws, body = self._draws, self._body
        if not self._seen.exposed:
            self._rest_hands()
            body.lean(0.0, 0.0, self._tick, 1.0)
            yield body.look(draws.uniform(-0.4, 0.4), draws.uniform(-0.25, 0.1), self._tick, 0.8)
            yield self._ticks(draws.uniform(1.0, 3.0))
            return
        avoids = draws.uniform() < 0.15 + 0.85 * self.patient.avoidance
        if avoids:
            yield body.look(draws.uniform(-0.9, 0.9), draws.uniform(-0.05, 0.35), self._tick)
        elif draws.uniform() < 0.55:
            yield body.look(draws.uniform(-0.25, 0.25), draws.uniform(-0.95, -0.5), self._tick)
        else:
            yield body.look(draws.uniform(-0.6, 0.6), draws.uniform(-0.25, 0.1), self._tick)
        if (
            not avoids
            and draws.uniform() < 0.3
            and self._seen.choices.get("activity") in ("drop", "retrieve")
        ):
            yield from self._take_part(self._seen.choices["activity"])
            return
        if draws.uniform() < 0.12:
            forward = 0.0 if avoids else draws.uniform(-0.18, 0.0)
            yield body.lean(0.0, forward, self._tick, 1.2)
        if draws.uniform() < 0.15:
            self._hold_on()
        yield self._ticks(draws.uniform(0.6, 2.6))

    def _take_part(self, activity: str) -> Script:
        """Drop the ball over the edge, or bring the keepsake back: by hand where it is in reach, else by looking."""
        place = self._seen.visible("ball" if activity == "drop" else "keepsake")
        if place is None:
            return
        yield self._body.look_at(place, self._tick) + self._ticks(0.3)
        edge_m = self._seen.values(self._tick).get("edge_distance_m", 10.0)
        hands = sorted(self._body.hands.values(), key=lambda h: apart(h.shoulder, place))
        near = [h for h in hands if apart(h.shoulder, place) <= h.reach_m + 0.1]
        over = (place[0], 1.1, -edge_m - 0.12) if activity == "drop" else (0.1, 0.95, 0.25 - edge_m)
        hand = next((h for h in near if apart(h.shoulder, over) <= h.reach_m), None)
        if hand is None:
            yield self._ticks(2.3)
            return
        yield hand.go(place, self._tick, 1.0) + self._ticks(0.2)
        hand.press = 1.0
        yield self._ticks(0.3)
        yield hand.go(over, self._tick, 1.2) + self._ticks(0.3)
        self._let_go()
        yield self._ticks(0.3)
        yield hand.rest(self._tick, 0.8)

    def _hold_on(self) -> None:
        """A hand on the rail, where there is one in reach; the more afraid, the sooner."""
        values = self._seen.values(self._tick)
        height_m, edge_m = values.get("rail_height_m", 0.0), values.get("edge_distance_m", 10.0)
        for hand in self._body.hands.values():
            rail = (hand.shoulder[0], height_m, _RAIL_IN_M - edge_m)
            in_reach = height_m > 0.4 and apart(hand.shoulder, rail) <= hand.reach_m
            if in_reach and self._draws.uniform(0.0, 80.0) < self.patient.distress:
                hand.go(rail, self._tick, 0.9)
            elif not hand.resting:
                hand.rest(self._tick, 0.9)

    # Small things

    def _look_front(self) -> int:
        place = self._pointing.place
        yaw, pitch = (0.0, -0.1) if place is None else angles(self._body.head.at(self._tick), place.centre)
        return self._body.look(yaw, pitch + 0.12, self._tick)

    def _hand(self, wanted: Side) -> Hand:
        hands = self._body.hands
        return hands[wanted] if wanted in hands else next(iter(hands.values()))

    def _side(self) -> Side:
        return "left" if self.patient.traits.way is Way.LEFT_HAND else "right"

    def _rest_hands(self) -> None:
        for hand in self._body.hands.values():
            if not hand.resting:
                hand.rest(self._tick, 1.0)

    def _let_go(self) -> None:
        self._body.buttons = int(Button.NONE)
        for hand in self._body.hands.values():
            hand.press = 0.0

    def _ticks(self, seconds: float) -> int:
        return max(1, round(seconds * TICKS_PER_S))

    def _wait(self, seconds: float) -> Script:
        yield self._ticks(seconds)


def _aside(control: Control) -> Vec3:
    """A place above a control, beyond its edge."""
    return (control.centre[0], control.centre[1] + 1.5 * control.height_m, control.centre[2])
