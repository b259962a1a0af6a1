"""One real stage on which visit after visit is run up to the exposure, and then something is done to it."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_path

from clinician_console.demo import demo_visit
from environments import catalogue
from environments.assets import Built, built
from environments.panel import Pointing
from environments.stage.headset.simulated import SimulatedHeadset
from environments.stage.heartbeat import Heart, Pulse
from environments.stage.link import Link
from environments.stage.pace import Compressed, RealTime
from environments.stage.stage import SAFE_ROOM, Drawn, Stage
from environments.stage.tick import Input
from environments.stage.visit import Visit
from therapy.adaptation.therapist_rule import TherapistRule
from therapy.clock import now
from therapy.commands import Stop
from therapy.directives import LoadEnvironment
from therapy.events import Output
from therapy.observations import Observation
from therapy.protocol import Protocol
from therapy.records import Recorder
from therapy.sample import NOTHING, Sample
from therapy.session import Session
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind

FRAMES_BEFORE = 30
"""Frames of exposure in real time before anything is done."""


@dataclass
class Scene:
    """What an act may use and says: the controls, and what other processes would do."""

    pointing: Pointing
    link: Link
    closing: bool = False
    input_ns: int | None = None
    """When the input that means stop was complete. Set by the rig where the patient's controls say it."""


Act = Callable[[Scene, Sample], Sample]
"""Done in every tick once the patient is well inside: the sample to show instead of the patient's own."""


@dataclass
class Ran:
    """What was measured, host time."""

    input_ns: int
    dark_ns: int
    """When the first frame without exposure had been drawn."""
    silent_ns: int
    """When no sound of the exposure was playing any more."""
    frames: int
    """Frames from the input to that one, itself included."""

    @property
    def dark_s(self) -> float:
        """Seconds from input to the first frame without exposure."""
        return (self.dark_ns - self.input_ns) / 1e9

    @property
    def silent_s(self) -> float:
        """Seconds from input to silence."""
        return (self.silent_ns - self.input_ns) / 1e9


@dataclass
class _Watch:
    """Stands between the loop and its stage, headset, controls and pace."""

    stage: Stage
    headset: SimulatedHeadset
    scene: Scene
    act: Act
    loading: str | None
    acting: bool = False
    exposed_frames: int = 0
    polled_ns: int = 0
    frames: int = 0
    dark_ns: int | None = None
    silent_ns: int | None = None
    name: str = "simulated"
    real_time_only: bool = False
    window_closed: bool = False
    speech_on: bool = False
    _fast: Compressed = field(default_factory=lambda: Compressed(10_000_000))
    _real: RealTime = field(default_factory=RealTime)

    @property
    def closing(self) -> bool:
        return self.scene.closing

    def ticks(self) -> Iterator[None]:
        return self._real.ticks() if self.exposed_frames else self._fast.ticks()

    def start(self) -> None:
        self.headset.start()

    def stop(self) -> None:
        self.headset.stop()

    def begin_frame(self) -> None:
        self.headset.begin_frame()

    def notice(self) -> Sequence[Observation]:
        return self.headset.notice()

    def see(self, outputs: Sequence[Output]) -> None:
        self.headset.see(outputs)

    def poll(self, tick: int) -> Sample:
        sample = self.headset.poll(tick)
        self.polled_ns = time.monotonic_ns()
        return self.act(self.scene, sample) if self.acting else sample

    def step(self, tick: int, sample: Sample) -> Sequence[Input]:
        asked = self.scene.pointing.step(tick, sample)
        if self.acting and self.scene.input_ns is None and any(isinstance(one, Stop) for one in asked):
            self.scene.input_ns = self.polled_ns
        return asked

    def obey(self, output: Output) -> None:
        self.stage.obey(output)

    def picture(self) -> npt.NDArray[np.uint8]:
        return self.stage.picture()

    def safe_room_now(self, why: str) -> None:
        self.stage.safe_room_now(why)
        self._hear_silence()

    def draw(self, tick: int, sample: Sample) -> Drawn:
        drawn = self.stage.draw(tick, sample)
        if self.scene.input_ns is not None and self.dark_ns is None:
            self.frames += 1
            self._hear_silence()
            if not drawn.exposure_visible:
                self.dark_ns = time.monotonic_ns()
                self.scene.closing = True
        elif drawn.exposure_visible:
            self.exposed_frames += 1
            if self.exposed_frames == FRAMES_BEFORE:
                self.acting = True
                if self.loading is not None:
                    self.stage.obey(Output(1, tick, LoadEnvironment(environment=self.loading)))
        return drawn

    def _hear_silence(self) -> None:
        if self.scene.input_ns is not None and self.silent_ns is None and not self.stage.exposure_sounding:
            self.silent_ns = time.monotonic_ns()

    def tell(self, kind: str, **what: Any) -> None:
        """Nobody listens."""


class _Controls:
    """The panel's side of the watch."""

    def __init__(self, watch: _Watch) -> None:
        self._watch = watch

    def step(self, tick: int, sample: Sample) -> Sequence[Input]:
        return self._watch.step(tick, sample)

    def obey(self, output: Output) -> None:
        self._watch.scene.pointing.obey(output)


_BUILT = user_cache_path("stepladder", appauthor=False)
"""Where environments are built once for everything on this machine."""


class StageRig:
    """A stage in this process (so there can be one), and visits on it, one after another."""

    def __init__(self, folder: Path, protocol: Protocol) -> None:
        self._folder, self._protocol = folder, protocol
        self._visits = 0
        self._measured = threading.Event()
        self._stage = Stage(_BUILT, window=False, files=self._files)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._stage.close()

    def _files(self, environment: str) -> Built:
        """What visits show is built once. What loads meanwhile is built anew until the stop has been measured."""
        if environment in (SAFE_ROOM, self._protocol.environment):
            return built(environment, _BUILT)
        again = 0
        found = built(environment, self._folder / f"{self._visits}-{again}")
        while not self._measured.is_set():
            again += 1
            found = built(environment, self._folder / f"{self._visits}-{again}")
        return found

    def run(self, act: Act, loading: str | None = None) -> Ran:
        """A visit up to the exposure, then `act`; `loading` names an environment that loads meanwhile."""
        self._visits += 1
        self._measured.clear()
        briefing = demo_visit(
            self._protocol, now(), session_id=f"rig-{self._visits:08d}", seed=7, minutes=25,
            headset="simulated", compressed=True, assets={},
        ).briefing  # fmt: skip
        environment = catalogue.load(self._protocol.environment)
        session, pointing = Session(briefing, environment), Pointing()
        self._stage.panel = pointing
        patient = Patient(Kind.IMPROVES, 7)
        headset = SimulatedHeadset(patient, pointing, environment.intensity, environment.spec.gentlest(), 7)
        link = Link("rig")
        scene = Scene(pointing, link)
        watch = _Watch(self._stage, headset, scene, act, loading)
        recorder = Recorder(self._folder / "records.db", briefing)
        beat = self._folder / "beat"
        with Pulse(beat), Heart(beat) as heart:
            visit = Visit(
                session=session, stage=watch, headset=watch, panel=_Controls(watch), recorder=recorder,
                engine=TherapistRule(), pace=watch, heart=heart, news=watch, leash=watch, link=link,
            )  # fmt: skip
            recorder.close(visit.run())
        link.close()
        self._measured.set()
        while loading is not None and loading not in self._stage.draw(1, NOTHING).loaded:
            time.sleep(0.01)
        if scene.input_ns is None or watch.dark_ns is None or watch.silent_ns is None:
            raise RuntimeError("expected a stop, but the visit ended without one")
        return Ran(scene.input_ns, watch.dark_ns, watch.silent_ns, watch.frames)
