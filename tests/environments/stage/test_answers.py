"""What becomes of each command, followed with a real visit's outputs."""

from typing import Any

import pytest

from environments.stage.answers import Answers
from tests.therapy.moments import at
from tests.therapy.practice import Walk
from therapy.commands import Actor, Calm, Command, Hold, Next, SetParameter, Stop, StopVia
from therapy.directives import ChangeParameter, ShowSafeRoom
from therapy.events import Output

DOCTOR = Actor.THERAPIST


class Followed:
    """A visit in the exposure, and what its therapist is answered."""

    def __init__(self) -> None:
        self.walk: Walk = at("third_rung")
        self.walk.wait(90)
        self.answers = Answers(lambda: 5)
        self.told: list[dict[str, Any]] = []

    def ask(self, *commands: Command) -> list[Output]:
        """One tick with these commands; their numbers count from 1."""
        for n, command in enumerate(commands, start=1):
            self.answers.hear(n, command)
        outputs = self.walk.session.step(self.walk.sample, commands)
        self.told = self.answers.ticked(self.walk.session.tick, outputs)
        return outputs

    def frame(self, *shown: int) -> list[dict[str, Any]]:
        """One frame in which these outputs are first seen."""
        return self.answers.drawn(9, shown)


@pytest.fixture
def followed() -> Followed:
    """A visit to ask things of."""
    return Followed()


def numbers(outputs: list[Output], kind: type) -> list[int]:
    """Numbers of the outputs of one kind."""
    return [number for number, _, what in outputs if isinstance(what, kind)]


def test_a_change_is_shown_with_its_picture(followed: Followed) -> None:
    """Not the next frame but the first one that shows the change answers."""
    [change] = numbers(followed.ask(SetParameter(by=DOCTOR, name="height_m", value=1.0)), ChangeParameter)
    assert followed.told == [{"n": 1, "heard": followed.walk.session.tick}]
    assert followed.frame() == []
    assert followed.frame(change) == [{"n": 1, "shown": 9, "heard_ns": 5, "drawn_ns": 5}]
    assert followed.frame(change) == []


def test_what_changes_no_picture_is_answered_by_the_next_frame(followed: Followed) -> None:
    """A hold cannot be seen; the frame after it says that it holds."""
    followed.ask(Hold(by=DOCTOR))
    assert [answer["n"] for answer in followed.frame()] == [1]


def test_a_refusal_says_why(followed: Followed) -> None:
    """The rule's sentence and figures come back, and no frame answers as well."""
    followed.ask(SetParameter(by=DOCTOR, name="height_m", value=900.0), Hold(by=DOCTOR))
    refused = followed.told[1]["refused"]
    assert followed.told[1]["n"] == 1
    assert refused["inputs"]["asked"] == 900.0
    assert [answer["n"] for answer in followed.frame()] == [2]


def test_a_stop_is_shown_by_the_safe_room(followed: Followed) -> None:
    """A change that was under way is overtaken; the stop is answered when the safe room is seen."""
    followed.ask(Next(by=DOCTOR))
    followed.answers.hear(2, Stop(by=DOCTOR, via=StopVia.THERAPIST))
    outputs = followed.walk.session.step(followed.walk.sample, [Stop(by=DOCTOR, via=StopVia.THERAPIST)])
    told = followed.answers.ticked(followed.walk.session.tick, outputs)
    assert {"n": 1, "overtaken": followed.walk.session.tick} in told
    [room] = numbers(outputs, ShowSafeRoom)
    assert followed.frame() == []
    assert [answer["n"] for answer in followed.frame(room)] == [2]


def test_a_newer_change_answers_the_older(followed: Followed) -> None:
    """Two changes of one parameter before a frame: the picture that shows the last answers both."""
    followed.ask(SetParameter(by=DOCTOR, name="height_m", value=1.0))
    followed.answers.hear(2, SetParameter(by=DOCTOR, name="height_m", value=0.5))
    outputs = followed.walk.session.step(
        followed.walk.sample, [SetParameter(by=DOCTOR, name="height_m", value=0.5)]
    )
    followed.answers.ticked(followed.walk.session.tick, outputs)
    [second] = numbers(outputs, ChangeParameter)
    assert [answer["n"] for answer in followed.frame(second)] == [1, 2]


def test_a_rest_is_shown_by_the_safe_room(followed: Followed) -> None:
    """Calm ends in the safe room too, and waits for its picture."""
    [room] = numbers(followed.ask(Calm(by=DOCTOR)), ShowSafeRoom)
    assert followed.frame() == []
    assert [answer["n"] for answer in followed.frame(room)] == [1]
