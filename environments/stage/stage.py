"""The stage: shows what the session says, and always has a safe room to fall back to.

It decides nothing. Whatever goes wrong in an environment, the very next picture is the safe room, whole, quiet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from direct.showbase.DirectObject import DirectObject
from panda3d.core import TransparencyAttrib

from environments.placement import Poses, poses_after
from environments.stage import bootstrap
from environments.stage.bootstrap import Engine
from environments.stage.caption_view import CaptionView
from environments.stage.comfort import Blink, Cover
from environments.stage.eye import FIELD_OF_VIEW_DEG, RESTING, Eye
from environments.stage.hands_view import HandsView
from environments.stage.loading import Files, Loading, Start, files_in, gentlest, hands_in
from environments.stage.panel_view import Panel, PanelView
from environments.stage.quality import Quality, measured
from environments.stage.sound import Speaker
from environments.stage.speech import Speech
from environments.stage.world import World
from therapy.directives import (
    Ask,
    Begin,
    ChangeParameter,
    CloseStage,
    Directive,
    Dismiss,
    LoadEnvironment,
    Offer,
    PlaySound,
    Say,
    ShowEnvironment,
    ShowSafeRoom,
)
from therapy.events import Output
from therapy.parameter import Ramp
from therapy.sample import Pose, Sample

SAFE_ROOM: Final = "safe_room"
SPEECH_KEY: Final = "m"
"""Whoever sits at the keyboard turns speech off and on."""
SEEN_BELOW: Final = 0.85
"""A picture that a blink covers more than this is not yet seen."""


class Drawn(NamedTuple):
    """What one frame showed."""

    shown: tuple[int, ...]
    """Numbers of the outputs whose effect is in this frame for the first time."""
    exposure_visible: bool
    """Whether anything of an environment was drawn, however dark."""
    loaded: tuple[str, ...]
    """Environments that are ready to be shown since the frame before."""
    failed: str | None
    """What went wrong in an environment; this frame shows the safe room."""


class Stage:
    """One visit's pictures and sounds. Raises StepladderError where nothing can be drawn at all."""

    def __init__(
        self,
        data_folder: Path,
        *,
        size: tuple[int, int] | None = None,
        window: bool | None = None,
        quality: Quality | None = None,
        panel: Panel | None = None,
        engine: Engine | None = None,
        files: Files | None = None,
        starting_values: Start | None = None,
        field_deg: float = FIELD_OF_VIEW_DEG,
    ) -> None:
        self._owns_engine = engine is None
        self.engine = engine or bootstrap.start(size, window)
        self.panel = panel
        self.fingers: Mapping[str, Sequence[Pose]] = {}
        """The 26 joints of each hand that is tracked without a controller, in OpenXR's order, as of this frame."""
        self._files = files or files_in(data_folder)
        self._starting_values = starting_values or gentlest
        self._measure = measured(quality, self.engine.driver)
        self._eye = Eye(self.engine, self._measure.samples, field_deg)
        self._cover = Cover(self._eye.head)
        self._speaker = Speaker()
        self._speech = Speech(self._speaker)
        self._overlay = self.engine.render.attach_new_node("overlay")
        self._overlay.set_depth_test(False)
        self._overlay.set_depth_write(False)
        self._overlay.set_transparency(TransparencyAttrib.M_alpha)
        self._panel_view = PanelView(self._overlay)
        self._caption_view = CaptionView(self._overlay)
        self._safe_room = World(self._files(SAFE_ROOM), self._speaker, self._measure, onto=self._eye.output)
        self._hand_files = hands_in(data_folder)
        self._exposure: World | None = None
        self._loading: Loading | None = None
        self._waiting_begins: list[Begin] = []
        self._blink = Blink()
        self._hidden: list[tuple[int, ChangeParameter | ShowEnvironment]] = []
        self._ramps: dict[str, Ramp] = {}
        self._awaited: dict[int, Directive] = {}
        self._values: dict[str, float] = {}
        self._poses: Poses = {}
        self._loaded: list[str] = []
        self._failed: str | None = None
        self._broken: set[str] = set()
        self._exposed = False
        self._covered = 0.0
        self._window_closed = False
        self._events = DirectObject()
        self._events.accept(bootstrap.CLOSED, self._close_window)
        self._events.accept(SPEECH_KEY, self._switch_speech)
        self._open_safe_room()

    def _close_window(self) -> None:
        self._window_closed = True

    def _switch_speech(self) -> None:
        self.speech_on = not self.speech_on

    def _open_safe_room(self) -> None:
        """Build the safe room, and draw it once so that nothing is left to prepare when it is needed."""
        for drawn_first in self._safe_room.building(self.engine.gsg):
            if drawn_first:
                self.engine.step()
        self._hands = HandsView(self._safe_room, self._overlay, self._hand_files)
        self._values = dict(self._starting_values(SAFE_ROOM))
        self._safe_room.root.reparent_to(self.engine.render)
        self._safe_room.update(0, self._values, self._poses)
        self._safe_room.sounds.start(self._values)
        self.engine.step()
        self.engine.step()

    @property
    def exposure_attached(self) -> bool:
        """Whether the next frame draws anything of an environment."""
        return self._exposed

    @property
    def window_closed(self) -> bool:
        """Whether a person has closed the window."""
        return self._window_closed

    @property
    def exposure_sounding(self) -> bool:
        """Whether any sound of an environment is playing."""
        return self._exposure is not None and bool(self._exposure.sounds.sounding)

    @property
    def speech_on(self) -> bool:
        """Whether what is said is spoken too; turned off, it is silent at once, and captions stay."""
        return self._speech.on

    @speech_on.setter
    def speech_on(self, on: bool) -> None:
        self._speech.on = on

    def obey(self, output: Output) -> None:
        """Carry out one output of the session. What is asked or said is shown by the panel, and spoken here."""
        what = output.what
        try:
            match what:
                case ShowSafeRoom():
                    self.safe_room_now(what.why)
                    self._awaited[output.number] = what
                case CloseStage():
                    self.safe_room_now("the visit is over")
                case LoadEnvironment():
                    self._load(what.environment)
                case ShowEnvironment():
                    self._behind_a_blink(output, what)
                case ChangeParameter():
                    if what.blink and self._exposed:
                        self._behind_a_blink(output, what)
                    else:
                        self._change(output.number, what)
                case Begin():
                    self._begin(what)
                case PlaySound():
                    world = self._exposure if self._exposed and self._exposure else self._safe_room
                    world.sounds.play(what.sound, self._values)
                case Say():
                    self._speech.say(what.text)
                case Ask():
                    self._speech.then(what.prompt)
                case Offer():
                    self._speech.then(what.text)
                case Dismiss():
                    self._speech.no_longer()
        except Exception as error:  # an environment may do anything; the patient must not see it
            self._fail(error)

    def safe_room_now(self, why: str) -> None:
        """The next frame has nothing of an environment in it, and none of its sounds is heard from now on.

        Needs no session and works at any moment: while loading, in a blink, after an error.
        """
        if self._exposure is not None:
            self._exposure.root.detach_node()
            self._exposure.sounds.silence()
        self._speech.silence()
        self._exposed = False
        self._blink.cancel()
        self._covered = 0.0
        self._cover.show(0.0)
        hidden, self._hidden = self._hidden, []
        for number, what in hidden:
            if isinstance(what, ChangeParameter):
                self._change(
                    number, what
                )  # where the patient goes back in, the values are what the session says
        for number in [n for n, what in self._awaited.items() if isinstance(what, ShowEnvironment)]:
            del self._awaited[number]
        self._safe_room.root.reparent_to(self.engine.render)
        self._hands.move_to(self._safe_room)
        self._safe_room.sounds.start(self._values)

    def draw(self, tick: int, sample: Sample) -> Drawn:
        """Draw one frame as of `tick`, seen from the tracked head, or from where it was last seen."""
        try:
            self._load_on()
            self._update(tick, sample)
        except Exception as error:  # see obey
            self._fail(error)
            self._update_again(tick, sample)
        try:
            self.engine.step()
        except Exception as error:  # the engine itself may raise while it draws
            self._fail(error)
            self._update_again(tick, sample)
            self.engine.step()
        shown = self._shown(tick)
        loaded, self._loaded = tuple(self._loaded), []
        failed, self._failed = self._failed, None
        return Drawn(shown, self._exposed, loaded, failed)

    def picture(self) -> npt.NDArray[np.uint8]:
        """The last frame, height x width x 3, red green blue, top row first."""
        return self._eye.picture()

    def save(self, path: Path) -> None:
        """The last frame as an image file."""
        self._eye.save(path)

    def load(self) -> tuple[int, int]:
        """Draw calls and triangles of the last frame: what the eye drew after culling and detail."""
        return self._eye.load()

    def close(self) -> None:
        """Silence, and no more pictures."""
        self.safe_room_now("the stage closes")
        self._events.ignore_all()
        self._speaker.close()
        self._overlay.remove_node()
        self._safe_room.close()
        if self._exposure is not None:
            self._exposure.close()
        self._eye.close()
        if self._owns_engine:
            self.engine.close()

    def _update(self, tick: int, sample: Sample) -> None:
        self._poses = poses_after(self._poses, sample)
        if sample.head is not None:
            self._eye.follow(sample.head)
        self._speaker.hear(self._eye.head, self.engine.render)
        self._speech.update(tick, exposed=self._exposed)
        self._covered = self._blink.advance(tick)
        self._cover.show(self._covered)
        for name, ramp in self._ramps.items():
            self._values[name] = ramp.value_at(tick)
        world = self._exposure if self._exposed and self._exposure else self._safe_room
        world.sounds.hushed = self._speech.speaking
        world.update(tick, self._values, self._poses)
        if self.panel is None:
            self._hands.update(sample, None, world.amplified, self.fingers)
            return
        asks = self.panel.board is not None
        self._hands.update(sample, self.panel.place if asks else None, world.amplified, self.fingers)
        self._panel_view.update(self.panel)
        self._caption_view.update(self.panel.caption, self._poses.get("head", RESTING), above=asks)

    def _update_again(self, tick: int, sample: Sample) -> None:
        """After a fault; if even the safe room cannot be brought up to this tick, it is shown as it last was."""
        try:
            self._update(tick, sample)
        except Exception as error:
            self._failed = f"{self._failed}, then {type(error).__name__}: {error}"

    def _load(self, environment: str) -> None:
        self._broken.discard(environment)
        if self._exposure is not None and self._exposure.scene.id == environment:
            self._exposure.rest()
            self._loaded.append(environment)
            return
        self._loading = Loading(
            environment, self._files, self._starting_values, self._speaker, self._measure, self._eye.output
        )
        self._waiting_begins.clear()

    def _load_on(self) -> None:
        """Go on loading for a few milliseconds; a world that is whole replaces the one before."""
        loading = self._loading
        if loading is None:
            return
        world = loading.advance(self.engine.gsg)
        if world is None:
            return
        if self._exposure is not None:
            self.safe_room_now("another environment was loaded")
            self._exposure.close()
        self._exposure = world
        self._loading = None
        self._values = {**loading.starting_values, **self._values}
        for begin in self._waiting_begins:
            world.begin(begin.node, begin.behaviour)
        self._waiting_begins.clear()
        self._loaded.append(loading.environment)

    def _begin(self, what: Begin) -> None:
        if self._loading is not None:
            self._waiting_begins.append(what)
        elif self._exposure is not None:
            self._exposure.begin(what.node, what.behaviour)
        else:
            raise RuntimeError(f"expected an environment before something begins on {what.node}, got none")

    def _behind_a_blink(self, output: Output, what: ChangeParameter | ShowEnvironment) -> None:
        self._hidden.append((output.number, what))
        self._blink.ask(output.tick, self._place)

    def _place(self) -> None:
        """The dark moment of a blink: everything that waited for it happens."""
        hidden, self._hidden = self._hidden, []
        for number, what in hidden:
            if isinstance(what, ChangeParameter):
                self._change(number, what)
            else:
                self._show(number, what)

    def _change(self, number: int, what: ChangeParameter) -> None:
        self._ramps[what.name] = Ramp(what.start, what.end, what.start_tick, what.end_tick)
        older = [
            n
            for n, old in self._awaited.items()
            if isinstance(old, ChangeParameter) and old.name == what.name
        ]
        for n in older:
            del self._awaited[n]
        self._awaited[number] = what

    def _show(self, number: int, what: ShowEnvironment) -> None:
        world = self._exposure
        if world is None or world.scene.id != what.environment or what.environment in self._broken:
            raise RuntimeError(f"expected {what.environment} to be loaded and whole before it is shown")
        self._safe_room.root.detach_node()
        self._safe_room.sounds.silence()
        world.root.reparent_to(self.engine.render)
        self._hands.move_to(world)
        world.sounds.start(self._values)
        self._exposed = True
        self._awaited[number] = what

    def _fail(self, error: Exception) -> None:
        """Something of an environment raised: the safe room, and a sentence for the record."""
        self._failed = f"{type(error).__name__}: {error}"
        if self._loading is not None:
            self._broken.add(self._loading.environment)
            self._loading = None
        if self._exposure is not None:
            self._broken.add(self._exposure.scene.id)
        self.safe_room_now(self._failed)

    def _shown(self, tick: int) -> tuple[int, ...]:
        """Outputs whose effect the frame just drawn shows for the first time."""
        open_eyes = self._exposed and self._covered < SEEN_BELOW
        shown = []
        for number, what in self._awaited.items():
            match what:
                case ShowSafeRoom():
                    seen = not self._exposed
                case ChangeParameter():
                    ramp = self._ramps[what.name]
                    seen = open_eyes and (tick >= ramp.end_tick or ramp.value_at(tick) != ramp.start)
                case _:
                    seen = open_eyes
            if seen:
                shown.append(number)
        for number in shown:
            del self._awaited[number]
        return tuple(sorted(shown))
