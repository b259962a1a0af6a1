"""The therapist's line, over a real socket."""

import json
import socket
from collections.abc import Iterator

import numpy as np
import pytest
import simplejpeg  # type: ignore[import-untyped]

from environments.stage.link import Link, LinkWatch
from environments.stage.mirror import HEAD, encoded
from therapy.commands import Actor, Command, Hold, Stop, StopVia
from therapy.events import Held
from therapy.observations import LinkHeard, LinkSilent, Observation


class Clock:
    """Host time, moved by the test."""

    def __init__(self) -> None:
        self.s = 100.0

    def now_s(self) -> float:
        """Seconds."""
        return self.s


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def link(clock: Clock) -> Iterator[Link]:
    """An open link."""
    link = Link("secret", clock.now_s)
    yield link
    link.close()


class Console:
    """The other end."""

    def __init__(self, port: int, token: str | None = "secret") -> None:
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=5)
        self._lines = self.connection.makefile("rb")
        if token is not None:
            self.say({"token": token})

    def say(self, what: object) -> None:
        """Send one line."""
        self.connection.sendall(json.dumps(what).encode() + b"\n")

    def hear(self) -> object:
        """The next line, or None when hung up on."""
        try:
            line = self._lines.readline()
        except ConnectionError:
            line = b""
        return json.loads(line) if line else None

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self.connection.close()


def until_heard(link: Link) -> list[Command | Observation]:
    """Poll as the frame loop does, until something arrives."""
    for _ in range(1_000_000):
        if heard := link.poll():
            return heard
    raise AssertionError("nothing arrived")


def test_silence_is_told_once_a_threshold() -> None:
    """Half a second, three and ten seconds each reach the session once, and a line ends the silence."""
    watch = LinkWatch(0.0)
    told = [(at, *watch.look(at)) for at in (0.4, 0.5, 0.9, 3.0, 5.0, 10.2, 60.0)]
    seconds = [entry[1].seconds for entry in told if len(entry) > 1 and isinstance(entry[1], LinkSilent)]
    assert seconds == [0.5, 3.0, 10.2]
    assert watch.heard(61.0) == [LinkHeard()]
    assert watch.heard(61.1) == []
    assert watch.look(71.2) == [LinkSilent(seconds=10.1)]


def test_a_command_is_heard_and_answered(link: Link) -> None:
    """A command reaches the session as a typed value; its answer names the tick."""
    console = Console(link.port)
    hold = Hold(by=Actor.THERAPIST, who="T. Example")
    console.say({"n": 7, "command": hold.model_dump(mode="json")})
    assert until_heard(link) == [hold]
    link.ticked(4_711, [], [])
    assert console.hear() == {"n": 7, "heard": 4_711}
    link.drawn(4_712, [])
    shown = console.hear()
    assert isinstance(shown, dict)
    assert (shown["n"], shown["shown"]) == (7, 4_712)
    assert shown["heard_ns"] <= shown["drawn_ns"]
    console.close()


def test_a_late_console_hears_everything(link: Link) -> None:
    """Whoever connects, or comes back, is told every event from the beginning, then what follows."""
    link.ticked(1, [], [(3, Held(holding=True, by=Actor.THERAPIST))])
    console = Console(link.port)
    console.say({"beat": True})
    for _ in range(200):
        link.poll()
    link.ticked(2, [], [(4, Held(holding=False, by=Actor.PATIENT))])
    told = [console.hear(), console.hear()]
    assert [
        (line["number"], line["tick"], line["event"]["holding"]) for line in told if isinstance(line, dict)
    ] == [
        (3, 1, True),
        (4, 2, False),
    ]
    console.close()


def test_who_does_not_read_is_hung_up_on(link: Link) -> None:
    """A frozen console costs memory up to a limit, and never a frame."""
    console = Console(link.port)
    console.say({"beat": True})
    for _ in range(200):
        link.poll()
    for _ in range(400):
        link.tell_where({"padding": "x" * 40_000})
    link.poll()
    assert link.wait(0) is False
    console.close()


def test_waiting_ends_when_a_command_comes(link: Link) -> None:
    """The pause between two frames is cut short by a command and by nothing else."""
    console = Console(link.port)
    console.say({"beat": True})
    for _ in range(200):
        link.poll()
    assert link.wait(0.0) is False
    console.say({"n": 1, "command": Hold(by=Actor.THERAPIST).model_dump(mode="json")})
    assert link.wait(5.0) is True
    console.close()


def test_pictures_are_pulled(link: Link) -> None:
    """One picture for each question, the newest there is, as a JPEG with its tick before it."""
    viewer = socket.create_connection(("127.0.0.1", link.port), timeout=5)
    viewer.sendall(b'{"token": "secret", "mirror": true}\n{"next": true}\n')
    frame = np.zeros((90, 160, 3), np.uint8)
    frame[:, 80:] = (250, 10, 10)
    for _ in range(1_000_000):
        link.poll()
        if link.mirror.wanted:
            break
    link.mirror.show(77, frame)
    reader = viewer.makefile("rb")
    length, tick = HEAD.unpack(reader.read(HEAD.size))
    seen = simplejpeg.decode_jpeg(reader.read(length))
    assert (tick, seen.shape) == (77, (90, 160, 3))
    assert np.abs(seen.astype(int) - frame).mean() < 4
    assert not link.mirror.wanted
    reader.close()
    viewer.close()


def test_a_wide_picture_is_halved() -> None:
    """A window's picture goes over at half its size, evenly averaged."""
    frame = np.zeros((400, 1000, 3), np.uint8)
    frame[::2] = 200
    seen = simplejpeg.decode_jpeg(encoded(frame))
    assert seen.shape == (200, 500, 3)
    assert abs(seen.mean() - 100) < 2


def test_what_is_no_command_is_refused(link: Link) -> None:
    """A console with an error in it is told so, and a stop right after still arrives."""
    console = Console(link.port)
    console.say({"n": 1, "command": {"kind": "explode"}})
    patient = Stop(by=Actor.PATIENT, via=StopVia.BUTTON)
    console.say({"n": 3, "command": patient.model_dump(mode="json")})
    stop = Stop(by=Actor.THERAPIST, via=StopVia.THERAPIST)
    console.say({"n": 2, "command": stop.model_dump(mode="json")})
    assert until_heard(link) == [stop]
    for number in (1, 3):
        answer = console.hear()
        assert isinstance(answer, dict)
        assert answer["n"] == number
        assert "refused" in answer
    console.close()


def test_a_wrong_token_is_hung_up_on(link: Link) -> None:
    """Whoever does not know the token cannot command anything."""
    stranger = Console(link.port, token="guess")
    stranger.say({"n": 1, "command": Stop(by=Actor.THERAPIST, via=StopVia.THERAPIST).model_dump(mode="json")})
    for _ in range(200):
        assert link.poll() == []
    assert stranger.hear() is None
    stranger.close()


def test_a_frozen_console_is_silence(link: Link, clock: Clock) -> None:
    """An open connection that says nothing counts like one that is cut."""
    console = Console(link.port)
    console.say({"beat": True})
    for _ in range(200):
        link.poll()
    clock.s += 3.1
    assert link.poll() == [LinkSilent(seconds=3.1)]
    console.say({"beat": True})
    assert until_heard(link) == [LinkHeard()]
    console.close()
