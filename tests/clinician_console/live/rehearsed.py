"""A visit that runs on the real line of a stage, without a picture: session, simulated patient and link in a thread."""

import threading
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from environments import catalogue
from environments.panel import Pointing
from environments.stage.headset.rehearsal import reported
from environments.stage.headset.simulated import SimulatedHeadset
from environments.stage.link import Link
from environments.stage.tick import Input, one_tick
from environments.stage.whereabouts import whereabouts
from tests.journeys.visits_told import EVENT_KINDS, of_demo
from therapy.adaptation.therapist_rule import TherapistRule
from therapy.briefing import Briefing
from therapy.directives import ChangeParameter, ShowEnvironment, ShowSafeRoom
from therapy.observations import HeartRate
from therapy.prescription import Mode
from therapy.sample import TICKS_PER_S
from therapy.session import Session
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind

TOKEN: Final = "of this visit"
FRAME_S: Final = 1 / TICKS_PER_S
TELL_EVERY: Final = 18
"""Frames."""


def supervised(minutes: float = 12.0) -> Briefing:
    """The demo's visit with a therapist in the link."""
    briefing = of_demo("graded-heights", minutes)
    prescription = briefing.prescription.model_copy(update={"mode": Mode.SUPERVISED})
    return briefing.model_copy(update={"prescription": prescription})


class RunningVisit:
    """One tick a frame, a frame every 1/90 s or as soon as something comes in. Use as a context manager."""

    def __init__(self, briefing: Briefing, *, from_step: int = 0) -> None:
        """`from_step`: run ahead, unheard, until the patient is on this step."""
        environment = catalogue.load(briefing.protocol.environment)
        self.session = Session(briefing, environment)
        self.link = Link(TOKEN)
        self._pointing = Pointing()
        gentlest, patient = environment.spec.gentlest(), Patient(Kind.IMPROVES, briefing.seed)
        self._headset = SimulatedHeadset(
            patient, self._pointing, environment.intensity, gentlest, briefing.seed
        )
        self._engine = TherapistRule()
        self._outside: list[Input] = []
        self._bpm: float | None = None
        self._step = 0
        self.frames = 0
        while self._step < from_step:
            self._tick()
        self._closing = threading.Event()
        self._speech = True
        self._thread = threading.Thread(target=self._run, name="rehearsed visit")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._closing.set()
        self._thread.join()

    def end(self) -> None:
        """As if the process that runs it were killed."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set() and not self.session.ended:
            self.link.wait(FRAME_S)
            self._outside += self.link.poll()
            self._speech = self._speech if self.link.speech is None else self.link.speech
            shown, sample = self._tick()
            self.frames += 1
            self.link.drawn(self.session.tick, shown)
            if self.link.mirror.wanted:
                picture = np.full((90, 160, 3), self.frames % 256, np.uint8)
                self.link.mirror.show(self.session.tick, picture)
            if self.frames % TELL_EVERY == 0:
                at = whereabouts(self.session, sample, self._bpm, 90.0)
                self.link.tell_where({**at, "speech": self._speech})
        self.link.close()

    def _tick(self) -> tuple[list[int], Any]:
        outside, self._outside = self._outside, []
        ticked = one_tick(self.session, self._headset, self._pointing, outside, lambda stop: None)
        for given in ticked.inputs:
            if isinstance(given, HeartRate):
                self._bpm = given.bpm
        for output in ticked.outputs:
            self._outside += reported(output, self._engine)
            self._step = getattr(output.what, "number", self._step)
        events = [(number, what) for number, _, what in ticked.outputs if isinstance(what, EVENT_KINDS)]
        self.link.ticked(ticked.tick, ticked.outputs, events)
        seen = ShowSafeRoom | ShowEnvironment | ChangeParameter
        return [number for number, _, what in ticked.outputs if isinstance(what, seen)], ticked.sample
