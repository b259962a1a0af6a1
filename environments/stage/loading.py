"""Brings an environment in while frames go on: its files in a thread, its world a few milliseconds a frame."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from panda3d.core import GraphicsOutput, GraphicsStateGuardian

from environments import catalogue
from environments.assets import Built, built, found
from environments.stage.quality import Measure
from environments.stage.sound import Speaker
from environments.stage.textures import Pictures, pictures
from environments.stage.world import World
from therapy.errors import StepladderError
from therapy.words import N_

LOADING_S: Final = 0.003
"""Host time for loading in one frame."""

Files = Callable[[str], Built]
"""Finds or builds an environment's files. Called in a thread of its own, so it must not hold the interpreter."""
Start = Callable[[str], Mapping[str, float]]
"""Values of an environment's parameters before anything changes them."""


def files_in(data_folder: Path) -> Files:
    """Files under `data_folder`; what is not there yet is built in a process of its own, which no frame waits for."""

    def files(environment: str) -> Built:
        there = found(environment, data_folder)
        if there is None:
            _build(environment, data_folder)
            there = built(environment, data_folder)
        return there

    return files


def hands_in(data_folder: Path) -> Built:
    """The files of the patient's hands under `data_folder`, built at once if they are not there (a second)."""
    return built("hands", data_folder, "environments.modelling.hands")


def gentlest(environment: str) -> Mapping[str, float]:
    """The gentlest values there are; none for what is not in the catalogue, such as the safe room."""
    if environment not in catalogue.ids():
        return {}
    return catalogue.load(environment).spec.gentlest()


class Loading:
    """One environment on its way in."""

    def __init__(
        self,
        environment: str,
        files: Files,
        start: Start,
        speaker: Speaker,
        measure: Measure,
        onto: GraphicsOutput,
    ) -> None:
        self.environment = environment
        self._measure = measure
        self._onto = onto
        self._speaker = speaker
        self._fetched: tuple[Built, Mapping[str, float], Pictures] | None = None
        self._error: Exception | None = None
        self._building: Iterator[bool] = iter(())
        self._world: World | None = None
        self._thread = threading.Thread(target=self._fetch, args=(files, start), daemon=True)
        self._thread.start()

    @property
    def starting_values(self) -> Mapping[str, float]:
        """Known once there is a world."""
        return self._fetched[1] if self._fetched else {}

    def advance(self, gsg: GraphicsStateGuardian) -> World | None:
        """Go on for a few milliseconds; the world once it is whole. Raises what finding or building it raised."""
        if self._thread.is_alive():
            return None
        if self._error is not None:
            raise self._error
        if self._fetched is None:
            raise RuntimeError(f"expected the files of {self.environment}, got none")
        if self._world is None:
            self._world = World(self._fetched[0], self._speaker, self._measure, self._fetched[2], self._onto)
            self._building = self._world.building(gsg)
        until = time.perf_counter() + LOADING_S
        while time.perf_counter() < until:
            step = next(self._building, None)
            if step is None:
                return self._world
            if step:
                break
        return None

    def _fetch(self, files: Files, start: Start) -> None:
        try:
            found = files(self.environment)
            self._fetched = found, start(self.environment), pictures(found, self._measure)
        except Exception as error:  # handed to the frame loop, which falls back to the safe room
            self._error = error


def _build(environment: str, data_folder: Path) -> None:
    """In another process: numpy and this interpreter's lock would hold up frames for seconds."""
    script = "import sys, pathlib; from environments.assets import built; built(sys.argv[1], pathlib.Path(sys.argv[2]))"
    done = subprocess.run(
        [sys.executable, "-c", script, environment, str(data_folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise StepladderError(
            N_("The environment {environment} could not be built: {reason}."),
            N_("Make sure that there is room on the disk, and start again."),
            environment=environment,
            reason=(done.stderr.strip().splitlines() or ["?"])[-1],
        )
