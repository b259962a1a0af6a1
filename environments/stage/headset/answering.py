"""How a simulated patient answers and stops: scripts that point, press and wait like a person."""

from typing import Final

from environments.controls import Board, Control, ControlKind
from environments.panel import CHOOSE_S, CONFIRM_S
from environments.placement import Vec3
from environments.stage.headset.body import Hand, Side
from environments.stage.headset.motion import angles
from environments.stage.headset.person import BLINK, Person, Script
from environments.stopping import MARK_S, RAISED_ABOVE_EYES_M
from therapy.commands import StopVia
from therapy.directives import Ask
from therapy.sample import TICKS_PER_S, Button
from therapy.twin.traits import Way

_TRIES: Final = 6


def respond(who: Person, board: Board) -> Script:
    """Read the board, then choose on it in this patient's way."""
    yield _look_front(who)
    asked = board.asked
    if isinstance(asked, Ask):
        yield who.ticks(who.draws.uniform(0.8, 2.2))
        said = who.patient.rate(asked.scale)
        wanted = min(board.choices, key=lambda choice: abs(choice.value - said)).id
    else:
        yield who.ticks(who.draws.uniform(2.0, 6.0))
        wanted = "ready"
    way = who.patient.traits.way
    for _ in range(_TRIES):
        if _control(who, board, wanted) is None:
            break
        if way is Way.ONE_BUTTON:
            yield from _choose_by_button(who, board, wanted)
        elif way is Way.HEAD or not who.body.hands:
            yield from _choose_by_head(who, board, wanted)
        else:
            side: Side = "left" if way is Way.LEFT_HAND else "right"
            yield from _choose_by_hand(who, who.hand(side), board, wanted)
    who.answered = board.output
    yield who.ticks(who.draws.uniform(0.2, 0.6))


def _control(who: Person, board: Board, wanted: str) -> Control | None:
    """The control as it stands there now; None once the board is gone or answered."""
    if who.pointing.board is not board:
        return None
    for control in who.pointing.controls():
        if control.chosen:
            return None
        if control.id == wanted:
            return control
    return None


def _choose_by_head(who: Person, board: Board, wanted: str) -> Script:
    control = _control(who, board, wanted)
    if control is None:
        return
    # A look past the control first, if the head is on it already: choosing begins with coming to it.
    yield who.body.look_at(_aside(control), who.tick)
    yield who.body.look_at(control.centre, who.tick)
    for _ in range(round((CHOOSE_S + 1.5) * TICKS_PER_S / BLINK)):
        confirm = _control(who, board, "yes")
        if confirm is not None:
            yield who.ticks(who.draws.uniform(0.15, 0.35))
            yield who.body.look_at(confirm.centre, who.tick)
            yield who.ticks(CONFIRM_S + 0.6)
            return
        yield BLINK


def _choose_by_hand(who: Person, hand: Hand, board: Board, wanted: str) -> Script:
    control = _control(who, board, wanted)
    if control is None:
        return
    who.body.look_at(control.centre, who.tick)
    ahead = (hand.shoulder[0], hand.shoulder[1] - 0.05, hand.shoulder[2] - 0.38)
    seconds = who.draws.uniform(0.7, 1.1) * who.patient.traits.dawdle
    yield hand.go(ahead, who.tick, seconds, point=control.centre) + who.ticks(0.15)
    hand.press = 1.0
    who.body.buttons |= Button.SELECT
    yield who.ticks(0.2)
    who.let_go()
    yield hand.rest(who.tick, 0.8) // 2


def _choose_by_button(who: Person, board: Board, wanted: str) -> Script:
    yield from who.click(Button.READY)
    for _ in range(round(40.0 * TICKS_PER_S / BLINK)):
        control = _control(who, board, wanted)
        if control is None:
            return
        if control.highlighted:
            yield who.ticks(0.25 * who.patient.traits.dawdle)
            yield from who.click(Button.READY)
            return
        yield BLINK


def _look_front(who: Person) -> int:
    place = who.pointing.place
    yaw, pitch = (0.0, -0.1) if place is None else angles(who.body.head.at(who.tick), place.centre)
    return who.body.look(yaw, pitch + 0.12, who.tick)


def _aside(control: Control) -> Vec3:
    """A place above a control, beyond its edge."""
    return (control.centre[0], control.centre[1] + 1.5 * control.height_m, control.centre[2])


def stop(who: Person) -> Script:
    """Too much: this patient's own way of stopping, and then every other one."""
    yield who.ticks(who.draws.uniform(0.2, 0.5))
    ways = [who.patient.traits.stops_by, StopVia.BUTTON, StopVia.HEAD_POINTING]
    for via in ways:
        if not who.seen.exposed:
            return
        if via is StopVia.BUTTON:
            yield from who.click(Button.STOP)
        elif via is StopVia.HEAD_POINTING or not who.body.hands:
            yield from _look_at_stop_mark(who)
        else:
            yield from _raise(who, who.hand("left" if via is StopVia.LEFT_HAND else "right"))


def _raise(who: Person, hand: Hand) -> Script:
    x, y, z = who.body.head.at(who.tick)
    out = -0.12 if hand.side == "left" else 0.12
    yield hand.go((x + out, y + RAISED_ABOVE_EYES_M + 0.1, z - 0.1), who.tick, 0.5)
    yield who.ticks(1.0)
    yield hand.rest(who.tick, 0.8)


def _look_at_stop_mark(who: Person) -> Script:
    for _ in range(_TRIES):
        marks = [control for control in who.pointing.controls() if control.kind is ControlKind.STOP]
        if not marks:
            return
        yaw = who.body.gaze.at(who.tick)[0]
        mark = min(marks, key=lambda mark: abs(angles(who.body.eyes, mark.centre)[0] - yaw))
        yield who.body.look_at(mark.centre, who.tick)
        yield who.ticks(MARK_S + 0.3)


def take_off(who: Person) -> Script:
    """Headset off, and on again after a while; once in a visit."""
    who.was_off = True
    who.body.wears = False
    yield who.ticks(who.patient.traits.off_for_s)
    who.body.wears = True
    yield who.ticks(1.0)
