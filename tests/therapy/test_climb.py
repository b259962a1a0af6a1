"""The climb itself: how a change is shown, how it lands, and what a task is told."""

from collections.abc import Sequence
from typing import Any

from tests.therapy.moments import DOCTOR, PATIENT, at, up, visit
from tests.therapy.practice import QuietTask
from therapy.commands import Calm, Next, Previous, Ready, SetParameter, TriggerEvent
from therapy.directives import ChangeParameter, PlaySound, ShowEnvironment
from therapy.events import CommandRefused, IntensityReached, ParameterChanged, StepEntered
from therapy.ports import Moment
from therapy.protocol import Step
from therapy.sample import TICKS_PER_S


class Diary(QuietTask):
    """A task that notes what it is told."""

    def __init__(self) -> None:
        self.noted: list[Any] = []

    def enter(self, step: Step, moment: Moment) -> Sequence[Any]:
        """A step."""
        self.noted.append(("enter", step.id, moment.tick))
        return ()

    def step(self, moment: Moment) -> Sequence[Any]:
        """A tick."""
        self.noted.append(("step", moment.tick, moment.values["height_m"]))
        return ()

    def trigger(self, event: str, moment: Moment) -> Sequence[Any]:
        """An event, and its sound."""
        self.noted.append(("trigger", event))
        return (PlaySound(sound=event),)

    def leave(self, moment: Moment) -> Sequence[Any]:
        """The end of it."""
        self.noted.append(("leave", moment.tick))
        return ()


def test_a_rise_is_one_smoothstep_that_the_record_names() -> None:
    """Each changed parameter has one ramp, its event right behind it, and an arrival."""
    walk = at("first_rung")
    walk.tick(Next(by=DOCTOR))
    change = walk.last(ChangeParameter)
    assert (change.name, change.start, change.end, change.blink) == ("height_m", 0, 3, False)
    assert change.start_tick == walk.session.tick - 1, "the frame of this very tick shows the first of it"
    number = next(one.number for one in reversed(walk.outputs) if isinstance(one.what, ChangeParameter))
    changed = walk.last(ParameterChanged)
    assert walk.outputs[number].what == changed
    assert changed.output == number
    while not isinstance(walk.outputs[-1].what, IntensityReached):
        walk.tick()
    assert walk.session.tick == change.end_tick
    assert walk.session.values["height_m"] == 3


def test_a_fall_is_behind_a_blink_and_at_once() -> None:
    """Down is there in the same tick; what carries the patient is moved unseen."""
    walk = at("third_rung")
    walk.tick(Previous(by=PATIENT))
    change = walk.last(ChangeParameter)
    assert change.blink
    assert change.start_tick == change.end_tick == walk.session.tick
    assert walk.session.values["height_m"] == 3
    assert isinstance(walk.last(IntensityReached), IntensityReached)


def test_going_in_starts_from_the_gentlest() -> None:
    """Before the environment is shown every parameter is at its gentlest, placed while it cannot be seen."""
    walk = at("paused")
    walk.wait(1)
    walk.tick(Ready(by=PATIENT))
    kinds = walk.kinds()
    shown = len(kinds) - 1 - kinds[::-1].index("show_environment")
    placed = [walk.outputs[at].what for at in range(shown - 3, shown)]
    assert {(one.name, one.end) for one in placed if isinstance(one, ChangeParameter)} == {
        ("height_m", 0),
        ("rail_height_m", 1.3),
        ("time_of_day", 11),
    }
    assert kinds[shown + 1] == "step_entered"


def test_what_a_task_is_told() -> None:
    """A task hears of each step and tick while the patient is in, in order, and of nothing else."""
    diary = Diary()
    walk = visit(task=lambda: diary).on_the_ladder()
    up(walk)
    walk.tick(TriggerEvent(by=DOCTOR, name="ball"))
    assert walk.last(PlaySound).sound == "ball"
    walk.tick(Calm(by=PATIENT))
    out_tick = walk.session.tick
    walk.wait(5)
    marks = [note[:2] for note in diary.noted if note[0] != "step"]
    assert marks[0] == ("enter", "step-1")
    assert [mark[0] for mark in marks] == ["enter", "leave", "enter", "trigger", "leave"]
    assert marks[2] == ("enter", "step-2")
    ticks = [note[1] for note in diary.noted if note[0] == "step"]
    assert ticks == list(range(ticks[0], out_tick))


def test_the_dwell_begins_when_the_level_is_reached() -> None:
    """The minute between two rises counts from arrival, not from setting out."""
    walk = at("first_rung")
    walk.tick(Next(by=DOCTOR))
    walk.wait(1)
    arrival = walk.last(ChangeParameter).end_tick
    while walk.session.tick < arrival + 60 * TICKS_PER_S - 2:
        walk.tick()
    early = [one.what for one in walk.tick(Next(by=DOCTOR))]
    assert [what.verdict.plain for what in early if isinstance(what, CommandRefused)] == [
        "The patient has been at this level for 59 s; the next rise needs 60 s."
    ]
    assert any(isinstance(one.what, StepEntered) for one in walk.tick(Next(by=DOCTOR)))


def test_peak_and_height_reached_are_remembered() -> None:
    """The highest rung is remembered through falls and pauses."""
    walk = at("third_rung")
    climb = walk.session._visit.climb
    walk.tick(Previous(by=PATIENT))
    assert climb.reached == 3
    assert climb.peak_suds == 40
    assert climb.rung is not None
    assert climb.rung.number == 2


def test_what_was_set_by_hand_is_left_behind_on_the_next_step() -> None:
    """The next step sets every parameter to its own, whatever hands have done meanwhile."""
    walk = at("third_rung")
    walk.tick(SetParameter(by=DOCTOR, name="time_of_day", value=18))
    walk.wait(100)
    assert walk.session.values["time_of_day"] == 18
    up(walk)
    assert walk.session.values == {"height_m": 15, "rail_height_m": 1.0, "time_of_day": 11}
    assert walk.last(ShowEnvironment).environment == "tower"
