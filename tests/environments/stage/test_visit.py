"""The frame loop when its parts fail: real session, record, patient and controls; only the picture is left out."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from clinician_console.replay import verify
from environments import catalogue
from environments.panel import Pointing
from environments.stage.headset.simulated import SimulatedHeadset
from environments.stage.heartbeat import Heart, Pulse, State
from environments.stage.link import Link
from environments.stage.visit import Visit
from tests.clinician_console.visits import briefing
from therapy.adaptation.therapist_rule import TherapistRule
from therapy.directives import ChangeParameter, LoadEnvironment, ShowEnvironment, ShowSafeRoom
from therapy.events import Ending, Output
from therapy.observations import Decision
from therapy.records import Recorder, Store, StoredSession
from therapy.sample import Sample
from therapy.session import Session
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind

MINUTE = 60 * 90


class Shown:
    """What one frame showed."""

    def __init__(self, shown: tuple[int, ...], exposed: bool, loaded: tuple[str, ...]) -> None:
        self.shown, self.exposure_visible, self.loaded = shown, exposed, loaded
        self.failed: str | None = None


class Blind:
    """A stage without a picture: it loads at once and shows with the next frame. May be told to throw."""

    def __init__(self) -> None:
        self.exposed = False
        self.window_closed = False
        self.speech_on = True
        self.safe_rooms: list[str] = []
        self.throws_while_exposed = 0
        self._new: list[int] = []
        self._loaded: list[str] = []

    def obey(self, output: Output) -> None:
        """Take in one output."""
        match output.what:
            case LoadEnvironment(environment=name):
                self._loaded.append(name)
            case ShowEnvironment():
                self.exposed = True
                self._new.append(output.number)
            case ShowSafeRoom():
                self.exposed = False
            case ChangeParameter():
                self._new.append(output.number)

    def picture(self) -> npt.NDArray[np.uint8]:
        """One grey frame."""
        return np.full((36, 64, 3), 128, np.uint8)

    def draw(self, tick: int, sample: Sample) -> Shown:
        """One frame."""
        if self.exposed and self.throws_while_exposed:
            self.throws_while_exposed -= 1
            raise RuntimeError("no picture")
        new, self._new = tuple(self._new), []
        loaded, self._loaded = tuple(self._loaded), []
        return Shown(new, self.exposed, loaded)

    def safe_room_now(self, why: str) -> None:
        """Away from exposure."""
        self.exposed = False
        self.safe_rooms.append(why)


class Every:
    """A pace of so many ticks a frame, whatever the clock says."""

    def __init__(self, ticks: int = 45) -> None:
        self._ticks = ticks

    def ticks(self) -> Iterator[None]:
        """Ticks of one frame."""
        return iter([None] * self._ticks)


class Listener:
    """Hears the news, and can close the visit from outside."""

    def __init__(self) -> None:
        self.closing = False
        self.heard: list[dict[str, Any]] = []

    def tell(self, kind: str, **what: Any) -> None:
        """One piece of news."""
        self.heard.append({"kind": kind, **what})


class Theatre:
    """Everything one visit needs; parts can be replaced before it runs."""

    def __init__(self, folder: Path) -> None:
        self.briefing = briefing("visit-test", minutes=5)
        self.environment = catalogue.load("heights")
        self.session: Any = Session(self.briefing, self.environment)
        self.panel: Any = Pointing()
        spec = self.environment.spec
        self.headset: Any = SimulatedHeadset(
            Patient(Kind.IMPROVES, 7), self.panel, self.environment.intensity, spec.gentlest(), 7
        )
        self.engine: Any = TherapistRule()
        self.stage, self.listener = Blind(), Listener()
        self.path = folder / "records.db"
        self.beat = folder / "beat"
        self.link: Link | None = None
        self.recorder = Recorder(self.path, self.briefing)

    def run(self) -> Ending | None:
        """The whole visit; its record is closed afterwards."""
        with Pulse(self.beat) as pulse, Heart(self.beat) as heart:
            visit = Visit(
                session=self.session, stage=self.stage, headset=self.headset, panel=self.panel,
                recorder=self.recorder, engine=self.engine, pace=Every(), heart=heart,
                news=self.listener, leash=self.listener, link=self.link,
            )  # fmt: skip
            try:
                ending = visit.run()
            finally:
                self.recorder.close(visit.ending)
            assert pulse.read().state is State.LEAVING
        return ending

    def stored(self, store: Store) -> StoredSession:
        """What is on the disk."""
        return store.session("last")


@pytest.fixture
def theatre(tmp_path: Path) -> Theatre:
    """A visit of five minutes, ready to run."""
    return Theatre(tmp_path)


def faults(theatre: Theatre) -> list[str]:
    """What the record says went wrong; the record itself must replay."""
    with Store.open(theatre.path, read_only=True) as store:
        stored = theatre.stored(store)
        assert verify(stored).same
        return [entry.fields["what"] for entry in stored.entries(kind="fault_recorded")]


class At:
    """Wraps a part and throws in one of its methods, from a tick of the visit on, once."""

    def __init__(self, part: Any, method: str, session: Any, after: int) -> None:
        self._part, self._method, self._session, self._after = part, method, session, after
        self._thrown = False

    def __getattr__(self, name: str) -> Any:
        if name == self._method and not self._thrown and self._session.tick >= self._after:
            self._thrown = True
            raise RuntimeError(f"{self._method} failed")
        return getattr(self._part, name)


def test_a_visit_runs_to_its_end(theatre: Theatre) -> None:
    """Frames, ticks, record and news agree, and nothing went wrong on the way."""
    assert theatre.run() is Ending.COMPLETED
    assert faults(theatre) == []
    kinds = {news["event"]["kind"] for news in theatre.listener.heard if news["kind"] == "event"}
    assert {"phase_entered", "step_entered", "rating_given", "decision_taken", "visit_ended"} <= kinds


def test_a_therapist_turns_speech_off_and_the_record_knows_nothing_of_it(theatre: Theatre) -> None:
    """It is how a visit is heard, not what is done in it: the stage obeys, the session goes on as it would have."""
    with closing(Link("secret")) as link:
        theatre.link = link
        with socket.create_connection(("127.0.0.1", link.port)) as console:
            console.sendall(b'{"token": "secret"}\n{"speech": false}\n')
            assert theatre.run() is not None
    assert not theatre.stage.speech_on
    with Store.open(theatre.path, read_only=True) as store:
        assert verify(theatre.stored(store)).same


@pytest.mark.parametrize(
    ("part", "method"), [("headset", "poll"), ("headset", "begin_frame"), ("panel", "step")]
)
def test_a_headset_that_fails_ends_in_the_safe_room(theatre: Theatre, part: str, method: str) -> None:
    """The patient is no longer seen, so the visit ends with a fault, in order and on record."""
    setattr(theatre, part, At(getattr(theatre, part), method, theatre.session, MINUTE))
    assert theatre.run() is Ending.FAULT
    assert "fault" in theatre.stage.safe_rooms
    assert [f"RuntimeError: {method} failed" in what for what in faults(theatre)] == [True]


def test_a_stage_that_throws_ends_in_the_safe_room(theatre: Theatre) -> None:
    """One frame that cannot be drawn is one fault; the safe room can be drawn and the visit ends in order."""
    theatre.stage.throws_while_exposed = 1
    assert theatre.run() is Ending.FAULT
    assert faults(theatre) == ["stage: RuntimeError: no picture"]


def test_an_engine_that_throws_ends_in_the_safe_room(theatre: Theatre) -> None:
    """What proposes levels may be anybody's code."""

    class Broken:
        name = "broken"

        def decide(self, question: int, asked: Any) -> Iterator[None]:
            yield
            raise ValueError("no idea")

    theatre.engine = Broken()
    assert theatre.run() is Ending.FAULT
    assert faults(theatre) == ["engine: ValueError: no idea"]


def test_an_engine_may_take_several_frames(theatre: Theatre) -> None:
    """A slow decision is given more frames and still heard."""

    class Slow(TherapistRule):
        def decide(self, question: int, asked: Any) -> Any:
            for _ in range(50_000):
                yield
            decision: Decision = yield from super().decide(question, asked)
            return decision

    theatre.engine = Slow()
    assert theatre.run() is Ending.COMPLETED
    with Store.open(theatre.path, read_only=True) as store:
        assert list(theatre.stored(store).entries(kind="decision_taken"))


def test_a_session_that_throws_leaves_its_last_words(theatre: Theatre) -> None:
    """Without a session there is still the safe room, the fault in the record, and an end."""

    class Broken(Session):
        def step(self, sample: Sample, inputs: Sequence[Any] = ()) -> list[Output]:
            if self.tick == MINUTE:
                raise ZeroDivisionError("by zero")
            return super().step(sample, inputs)

    theatre.session = Broken(theatre.briefing, theatre.environment)
    assert theatre.run() is Ending.FAULT
    assert theatre.stage.safe_rooms[-1] == "fault"
    with Store.open(theatre.path, read_only=True) as store:
        stored = theatre.stored(store)
        (fault,) = stored.entries(kind="fault_recorded")
        assert fault.fields["what"] == "session: ZeroDivisionError: by zero"
        assert (stored.state, stored.ending) == ("closed", "fault")
        found = verify(stored)  # this session does not throw there, and the proof says so
        assert found.difference is not None
        assert found.difference.tick == MINUTE + 1


def test_a_closed_window_stops_and_ends(theatre: Theatre) -> None:
    """Nobody can be led through a recovery without a window: stop, then to the end at once."""
    theatre.stage.window_closed = True
    assert theatre.run() is Ending.STOPPED
    assert theatre.stage.safe_rooms[0] == "window_closed"
    with Store.open(theatre.path, read_only=True) as store:
        (stopped,) = theatre.stored(store).entries(kind="stopped")
        assert stopped.fields["via"] == "window_closed"


def test_a_stage_that_can_draw_nothing_gives_up(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the safe room: the process ends with the error, and the supervisor takes over."""

    def nothing(tick: int, sample: Sample) -> Shown:
        raise RuntimeError("no picture at all")

    monkeypatch.setattr(theatre.stage, "draw", nothing)
    with pytest.raises(RuntimeError, match="no picture at all"):
        theatre.run()
