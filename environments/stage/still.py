"""Still pictures: any environment at any values, moment and place of the head, without a session."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from environments import catalogue
from environments.stage.bootstrap import Engine
from environments.stage.detail import EVERY_TICKS
from environments.stage.eye import FIELD_OF_VIEW_DEG
from environments.stage.loading import Files
from environments.stage.quality import Quality
from environments.stage.stage import SAFE_ROOM, Stage
from therapy.directives import ChangeParameter, Directive, LoadEnvironment, ShowEnvironment
from therapy.events import Output
from therapy.sample import NOTHING, TICKS_PER_S, Pose, Sample

STANDING_M: Final = 1.6
SEATED_M: Final = 1.2
"""Height of the eyes over the floor: of a seated and of a standing adult of middle height (DIN 33402-2, rounded)."""
_BLINK_TICKS: Final = 100
"""After so many ticks a blink is over."""


def looking(
    yaw_deg: float = 0.0,
    pitch_deg: float = 0.0,
    *,
    x_m: float = 0.0,
    y_m: float = STANDING_M,
    z_m: float = 0.0,
) -> Pose:
    """A head there, turned to the left by `yaw_deg` and then up by `pitch_deg`."""
    yaw, pitch = math.radians(yaw_deg) / 2, math.radians(pitch_deg) / 2
    return Pose(
        x_m,
        y_m,
        z_m,
        math.cos(yaw) * math.sin(pitch),
        math.sin(yaw) * math.cos(pitch),
        -math.sin(yaw) * math.sin(pitch),
        math.cos(yaw) * math.cos(pitch),
    )


class Stills:
    """Takes pictures, one after another; one engine a process, as everywhere."""

    def __init__(
        self,
        data_folder: Path,
        *,
        size: tuple[int, int] | None = None,
        quality: Quality = Quality.DESKTOP,
        engine: Engine | None = None,
        files: Files | None = None,
        field_deg: float = FIELD_OF_VIEW_DEG,
    ) -> None:
        """Raises StepladderError where nothing can be drawn."""
        self.stage = Stage(
            data_folder, size=size, window=False, quality=quality, engine=engine, files=files,
            field_deg=field_deg,
        )  # fmt: skip
        self._shown = SAFE_ROOM
        self._values: dict[str, float] = {}
        self._tick = 0
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stage.close()

    def picture(
        self,
        environment: str,
        values: Mapping[str, float] | None = None,
        seen: Sample | Pose | None = None,
        *,
        at_s: float = 0.0,
    ) -> npt.NDArray[np.uint8]:
        """height x width x 3 as of `at_s` seconds of the session, which can also be before the last one's.

        Parameters that `values` leaves out have their defaults. RuntimeError where the environment cannot be shown.
        """
        sample = seen if isinstance(seen, Sample) else NOTHING._replace(head=seen or looking(), worn=True)
        at = round(at_s * TICKS_PER_S) + 2 * _BLINK_TICKS
        self._enter(environment, at - _BLINK_TICKS, sample)
        if environment != SAFE_ROOM:
            for name, value in {**catalogue.load(environment).spec.defaults(), **(values or {})}.items():
                if self._values.get(name) != value:
                    self._values[name] = value
                    change = ChangeParameter(name=name, start=value, end=value, start_tick=at, end_tick=at)
                    self._obey(change, at)
        for before in (
            2 * EVERY_TICKS,
            EVERY_TICKS,
            0,
        ):  # what is looked at now and then is up to date by now
            self._draw(at - before, sample)
        return self.stage.picture()

    def _enter(self, environment: str, tick: int, sample: Sample) -> None:
        """Be in that environment at this tick, with open eyes."""
        if environment == self._shown:
            return
        self._values.clear()
        self._shown = environment
        if environment == SAFE_ROOM:
            self.stage.safe_room_now("a picture of the safe room")
            return
        self._obey(LoadEnvironment(environment=environment), tick - _BLINK_TICKS)
        while environment not in self._draw(tick - _BLINK_TICKS, sample):
            time.sleep(0.002)  # its files are built in another process
        self._obey(ShowEnvironment(environment=environment), tick - _BLINK_TICKS)
        for since in range(0, _BLINK_TICKS + 1, 20):
            self._draw(tick - _BLINK_TICKS + since, sample)

    def _obey(self, what: Directive, tick: int) -> None:
        self._number += 1
        self.stage.obey(Output(self._number, tick, what))

    def _draw(self, tick: int, sample: Sample) -> tuple[str, ...]:
        """Draw a frame; the environments that are ready since the one before."""
        drawn = self.stage.draw(tick, sample)
        if drawn.failed:
            raise RuntimeError(drawn.failed)
        return drawn.loaded
