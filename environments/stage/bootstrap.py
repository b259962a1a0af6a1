"""Starts Ursina: the only place that constructs it, and the only one that sets what it reads at its start.

Nothing happens at import. `start` may be called once in a process, because Ursina is one for a process.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from direct.showbase.ShowBase import ShowBase
from panda3d.core import (
    GraphicsOutput,
    GraphicsStateGuardian,
    GraphicsWindow,
    NodePath,
    Texture,
    loadPrcFileData,
)

from therapy.errors import StepladderError
from therapy.words import N_

SIZE = (480, 270)
"""Width and height of the picture off-screen, pixels."""
WINDOW_SIZE = (1280, 720)
"""Width and height of the desktop window, pixels."""
CLOSED = "stage-window-closed"
"""The engine's event when a person closes the window."""


@dataclass(frozen=True)
class Engine:
    """A running Ursina."""

    base: ShowBase
    onscreen: bool
    finish: Callable[[], None]
    """Waits until what was asked of the graphics driver is drawn."""

    @property
    def render(self) -> NodePath:
        """The root of everything that is drawn."""
        return self.base.render

    @property
    def output(self) -> GraphicsOutput:
        """The window, or the buffer that stands for it."""
        return self.base.win

    @property
    def gsg(self) -> GraphicsStateGuardian:
        """What the graphics driver prepares things with."""
        return self.base.win.gsg

    @property
    def driver(self) -> str:
        """What the graphics driver calls itself."""
        return str(self.base.win.gsg.driver_renderer)

    def step(self) -> None:
        """One frame: window events, Ursina's own update, one picture."""
        self.base.task_mgr.step()
        self.finish()

    def close(self) -> None:
        """Take the window away. Ursina cannot be started again in this process."""
        with contextlib.redirect_stdout(io.StringIO()):
            self.base.destroy()


_started: Engine | None = None


def has_display() -> bool:
    """Whether a window can be opened here."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY"))
    return True


def has_sound() -> bool:
    """Whether there may be something to hear with."""
    if not sys.platform.startswith("linux"):
        return True
    served = os.environ.get("PULSE_SERVER") or list(
        Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")).glob("pulse/native")
    )
    return bool(served) or any(Path("/dev/snd").glob("pcm*p"))


def font_file() -> Path:
    """The font of everything a patient reads (Open Sans, which comes with Ursina)."""
    import ursina  # type: ignore[import-untyped]

    return Path(ursina.__file__).parent / "fonts" / "OpenSans-Regular.ttf"


def start(size: tuple[int, int] | None = None, window: bool | None = None) -> Engine:
    """Start Ursina with a window, or off-screen where `window` is False or there is no display.

    Raises StepladderError where no picture can be drawn at all, RuntimeError when called twice in a process.
    """
    global _started
    if _started is not None:
        raise RuntimeError("expected one start of the engine in a process, got a second one")
    onscreen = has_display() if window is None else window
    width, height = size or (WINDOW_SIZE if onscreen else SIZE)
    _settings(onscreen)
    # Ursina tells its life story on stdout, which belongs to the command line.
    with contextlib.redirect_stdout(io.StringIO()):
        base = _ursina(onscreen, width, height)
    if base.win is None or base.win.gsg is None:
        raise StepladderError(
            N_("No picture can be drawn on this computer."),
            N_(
                "Install its graphics driver; on Debian or Ubuntu: libegl1, libegl-mesa0 and libgl1-mesa-dri."
            ),
        )
    _started = Engine(base, onscreen, _finish(onscreen))
    return _started


def _settings(onscreen: bool) -> None:
    """What Panda3D and OpenAL read once, before anything of theirs is made."""
    lines = [
        "notify-level warning",
        "notify-level-device fatal",  # a machine without input devices is no fault
        "notify-level-pnmimage error",
        "print-pipe-types #f",
        "window-title Stepladder",
        "sync-video #t",
    ]
    os.environ.setdefault("ALSOFT_LOGLEVEL", "0")
    # Mesa's software renderer waits for each of its threads: where cores are shared, none but ours draws steadiest.
    os.environ.setdefault("LP_NUM_THREADS", "0")
    if not onscreen or not has_sound():
        # Nobody listens where nobody looks. Without this OpenAL would search for sound cards and complain on stderr.
        os.environ.setdefault("ALSOFT_DRIVERS", "null")
    if not onscreen and sys.platform.startswith("linux"):
        os.environ.setdefault("EGL_PLATFORM", "surfaceless")
        lines.append("load-display p3headlessgl")
        lines.append("notify-level-glgsg error")
    loadPrcFileData("stage", "\n".join(lines))


def _finish(onscreen: bool) -> Callable[[], None]:
    """With a window the driver waits by itself. Without one nothing does: Mesa would keep every frame in memory
    (0.7 MB each at 320 x 180), and a frame would count as drawn before it is. The engine's own setting for it,
    gl-finish, waits after every single thing it draws.
    """
    if onscreen or not sys.platform.startswith("linux"):
        return lambda: None
    finish: Callable[[], None] = ctypes.CDLL("libGL.so.1").glFinish  # the library that the engine draws with
    return finish


def _ursina(onscreen: bool, width: int, height: int) -> ShowBase:
    import ursina
    from ursina import application

    # It would run a settings file that lies beside the start script: no file decides what this program does.
    application.load_settings = lambda *_, **__: None
    application.asset_folder = Path(__file__).parent
    application.raise_exception_on_missing_model = True
    application.raise_exception_on_missing_texture = True
    application.print_info = False
    ursina.Entity.default_shader = (
        None  # 8.x would evaluate a shader for each of its own entities in every frame
    )
    base = ursina.Ursina(
        title="Stepladder",
        window_type="onscreen" if onscreen else "offscreen",
        size=(width, height),
        borderless=False,
        fullscreen=False,
        development_mode=False,
        editor_ui_enabled=False,
    )
    Texture.set_textures_power_2(0)  # ATS_none; as a setting it would fight with the one Ursina makes
    _no_developer_keys()
    if isinstance(base.win, GraphicsWindow):
        base.win.set_close_request_event(CLOSED)
    running: ShowBase = base
    return running


def _no_developer_keys() -> None:
    """F5 to F12 and the exit button are for the engine's developers; patients lean on keyboards."""
    from ursina import application, camera, mouse, scene, window

    for entity in scene.entities:
        entity.ignore_input = True
    window.input_entity.ignore_input = True
    window.editor_ui.enabled = False
    application.hot_reloader.enabled = False
    mouse.enabled = (
        False  # no ray through the scene in every frame; the desktop headset reads the window itself
    )
    camera.ui_display_region.set_active(False)  # what lies there is never seen in a headset, so nothing may
