"""The frame loop of one visit: what comes in goes to the session, what it says is recorded, obeyed and drawn.

Stop comes first in every frame. Whatever fails in here, the patient is in the safe room before anything else
is tried, the fault is in the record, and the visit ends in order.
"""

import gc
import time
from collections.abc import Generator
from typing import Any, Final, Protocol, get_args

import numpy as np
import numpy.typing as npt

from environments.stage.guards import GuardedPatient, GuardedSession, described
from environments.stage.headset.base import Headset
from environments.stage.heartbeat import Heart
from environments.stage.link import Link
from environments.stage.pace import MOST_TICKS_A_FRAME, Pace, RealTime
from environments.stage.tick import Input, Panel, Ticked, one_tick
from environments.stage.whereabouts import whereabouts
from therapy.commands import Actor, EndVisit, Stop, StopVia
from therapy.directives import AskEngine, LoadEnvironment
from therapy.events import Ending, Event, Output, VisitEnded
from therapy.observations import Decision, EnvironmentLoaded, HeartRate, Shown, StageFailed
from therapy.ports import Engine
from therapy.records import Recorder
from therapy.sample import NOTHING, Sample
from therapy.session import Session

ENGINE_BUDGET_NS: Final = 2_000_000
"""Host time an engine may think in one frame."""
FRAMES_TO_END: Final = 200
"""Frames in which a visit that is closed from outside must have come to its end."""
FAILED_FRAMES: Final = 3
"""Frames in a row that cannot be drawn before the stage gives up; the supervisor then shows the safe room."""
FAREWELL_S: Final = 5.0
"""Host time for which a person still sees the goodbye."""
TELL_EVERY_NS: Final = 100_000_000

_EVENTS: Final[tuple[type, ...]] = get_args(get_args(Event)[0])


class Drawn(Protocol):
    """What one frame showed."""

    @property
    def shown(self) -> tuple[int, ...]:
        """Outputs first visible in it."""
        ...

    @property
    def exposure_visible(self) -> bool:
        """Whether anything of the exposure was in it."""
        ...

    @property
    def loaded(self) -> tuple[str, ...]:
        """Environments that became ready."""
        ...

    @property
    def failed(self) -> str | None:
        """What went wrong; the stage then already shows the safe room."""
        ...


class Stage(Protocol):
    """What the loop needs of environments.stage.stage.Stage, whose engine this module must not import."""

    @property
    def window_closed(self) -> bool:
        """Whether a person closed the window."""
        ...

    speech_on: bool
    """Whether captions are spoken too. How it is heard, not what is done: no part of the record."""

    def obey(self, output: Output) -> None:
        """Take in one output of the session."""
        ...

    def draw(self, tick: int, sample: Sample) -> Drawn:
        """Draw one frame."""
        ...

    def picture(self) -> npt.NDArray[np.uint8]:
        """The last frame, height x width x 3."""
        ...

    def safe_room_now(self, why: str) -> None:
        """From the next frame on nothing of the exposure is seen; its sound is gone at once."""
        ...


class Tells(Protocol):
    """Takes what the launcher is to know."""

    def tell(self, kind: str, **what: Any) -> None:
        """One piece of news."""
        ...


class Closing(Protocol):
    """Says when the visit is to be closed from outside."""

    @property
    def closing(self) -> bool:
        """True from then on."""
        ...


class Visit:
    """One visit, from the first frame to the last."""

    def __init__(
        self,
        *,
        session: Session,
        stage: Stage,
        headset: Headset,
        panel: Panel,
        recorder: Recorder,
        engine: Engine,
        pace: Pace,
        heart: Heart,
        news: Tells,
        leash: Closing,
        link: Link | None = None,
    ) -> None:
        self.stage, self.recorder, self.engine, self.pace = stage, recorder, engine, pace
        self.heart, self.news, self.leash, self.link = heart, news, leash, link
        self.ending: Ending | None = None
        self._headset = headset
        self._exposed = session
        self._session = GuardedSession(session, self._failed)
        self._patient = GuardedPatient(headset, panel, self._failed)
        self._sample = NOTHING
        self._outside: list[Input] = []
        """What reached this process from elsewhere since the last tick; goes into the next one."""
        self._thinking: Generator[None, None, Decision] | None = None
        self._loading = False
        self._record_failed = False
        self._frames_failed = 0
        self._frames_closing = 0
        self._told_ns = 0
        self._frames = 0
        self._heart_bpm: float | None = None

    def run(self) -> Ending | None:
        """Draw frames until the visit is over, and say how it ended; None if it did not come to its end.

        Raises only where not even the safe room can be drawn.
        """
        gc.collect()
        gc.freeze()
        try:
            while self.ending is None and self._frames_closing < FRAMES_TO_END:
                self._frame()
            if isinstance(self.pace, RealTime):
                self._say_goodbye()
            self.heart.leave()
        finally:
            gc.unfreeze()
        return self.ending

    def _frame(self) -> None:
        self.heart.beat()
        for n, _ in enumerate(self.pace.ticks(), start=1):
            if n == 1:
                self._begin()
            self._one_tick()
            # Loading takes frames: compressed time must not rush by while the session waits for it.
            if self.ending is not None or (self._loading and n >= MOST_TICKS_A_FRAME):
                break
        self._draw()
        self._tell_time()

    def _begin(self) -> None:
        """After the wait for the frame, so that what came in meanwhile is in it. A stop before all else."""
        self._hear()
        for given in self._outside:
            if isinstance(given, Stop):
                self._stop_now(given)
        self._think()
        self._begin_frame()

    def _hear(self) -> None:
        """Collect what other processes want."""
        if self.link is not None:
            self._outside += self.link.poll()
            if self.link.speed is not None and isinstance(self.pace, RealTime):
                self.pace.speed = self.link.speed
            if self.link.speech is not None:
                self.stage.speech_on, self.link.speech = self.link.speech, None
        if self.leash.closing or self.stage.window_closed:
            # The window is gone: nobody can be led through a recovery, so the visit is taken to its end.
            first = self._frames_closing == 0
            host = Actor.HOST
            self._outside.append(Stop(by=host, via=StopVia.WINDOW_CLOSED) if first else EndVisit(by=host))
            self._frames_closing += 1
        if self.recorder.failed is not None and not self._record_failed:
            self._record_failed = True
            self._failed("record", self.recorder.failed)

    def _think(self) -> None:
        """Let the engine go on with the question it was asked."""
        until_ns = time.monotonic_ns() + ENGINE_BUDGET_NS
        try:
            while self._thinking is not None and time.monotonic_ns() < until_ns:
                next(self._thinking)
        except StopIteration as done:
            self._thinking = None
            self._outside.append(done.value)
        except Exception as error:
            self._thinking = None
            self._failed("engine", error)

    def _begin_frame(self) -> None:
        try:
            self._headset.begin_frame()
        except Exception as error:
            if not self._patient.blind:
                self._patient.blind = True
                self._failed("headset", error)

    def _one_tick(self) -> None:
        outside, self._outside = self._outside, []
        ticked = one_tick(self._session, self._patient, self._patient, outside, self._stop_now)
        self.recorder.tick(ticked.tick, ticked.counts, ticked.inputs, ticked.outputs)
        self._sample = ticked.sample
        for given in ticked.inputs:
            if isinstance(given, HeartRate):
                self._heart_bpm = given.bpm
        events = [(number, what) for number, _, what in ticked.outputs if isinstance(what, _EVENTS)]
        if self.link is not None:
            self.link.ticked(ticked.tick, ticked.outputs, events)
        if ticked.outputs:
            self._obey(ticked)
            for _, event in events:
                self.news.tell("event", tick=ticked.tick, event=event.model_dump(mode="json"))

    def _stop_now(self, stop: Stop) -> None:
        self.stage.safe_room_now(stop.via)

    def _obey(self, ticked: Ticked) -> None:
        try:
            for output in ticked.outputs:
                self.stage.obey(output)
        except Exception as error:
            self._failed("stage", error)
        for number, _, what in ticked.outputs:
            if isinstance(what, AskEngine):
                self._thinking = self.engine.decide(number, what)
            elif isinstance(what, LoadEnvironment):
                self._loading = True
            elif isinstance(what, VisitEnded):
                self.ending = what.ending

    def _draw(self) -> None:
        self.heart.beat()
        if self._exposed.exposed and self.ending is None:
            self.heart.exposing(True)
        try:
            drawn = self.stage.draw(self._session.tick, self._sample)
        except Exception as error:
            self._frames_failed += 1
            if self._frames_failed >= FAILED_FRAMES:
                raise
            self._failed("stage", error)
            return
        self._frames_failed = 0
        self.heart.exposing(drawn.exposure_visible)
        self._mirror(drawn)
        self._outside += (Shown(output=number) for number in drawn.shown)
        self._outside += (EnvironmentLoaded(environment=name) for name in drawn.loaded)
        if drawn.loaded or drawn.failed is not None:
            self._loading = False
        if drawn.failed is not None:
            self._outside.append(StageFailed(what=drawn.failed))

    def _mirror(self, drawn: Drawn) -> None:
        """Tell the therapist what this frame shows."""
        self._frames += 1
        if self.link is None:
            return
        self.link.drawn(self._session.tick, drawn.shown)
        if self.link.mirror.wanted:
            try:
                self.link.mirror.show(self._session.tick, self.stage.picture())
            except Exception as error:
                self.news.tell("mirror", what=described("mirror", error))  # the patient misses nothing

    def _failed(self, part: str, error: Exception) -> None:
        """The safe room first; then the session hears of it with the next tick."""
        self.stage.safe_room_now("fault")
        self._outside.append(StageFailed(what=described(part, error)))

    def _tell_time(self) -> None:
        now_ns = time.monotonic_ns()
        passed_ns = now_ns - self._told_ns
        if passed_ns <= TELL_EVERY_NS:
            return
        frames, self._frames, self._told_ns = self._frames, 0, now_ns
        self.news.tell("at", tick=self._session.tick, acknowledged=self.recorder.acknowledged.entries)
        if self.link is not None:
            at = whereabouts(self._exposed, self._sample, self._heart_bpm, frames * 1e9 / passed_ns)
            self.link.tell_where({**at, "speech": self.stage.speech_on})

    def _say_goodbye(self) -> None:
        until_ns = time.monotonic_ns() + round(FAREWELL_S * 1e9)
        while time.monotonic_ns() < until_ns and not (self.leash.closing or self.stage.window_closed):
            self.heart.beat()
            self._begin_frame()
            for _ in self.pace.ticks():
                pass
            self.stage.draw(self._session.tick, self._sample)
