"""What keeps a change of picture easy on the eyes: the blink that hides it, and the governor of flashes.

Both are counted in ticks of session time and know nothing of the engine; `Cover` draws what the blink says.
"""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Callable
from typing import Final

from panda3d.core import CardMaker, NodePath, Shader, TransparencyAttrib

from therapy.sample import TICKS_PER_S

OUT_TICKS: Final = 22
DARK_TICKS: Final = 9
IN_TICKS: Final = 32
"""A quarter of a second out, a tenth dark, a third in: less than the second a blink may take."""
STEP: Final = 0.1
"""WCAG 2.3.1: a change of at least a tenth of the largest relative luminance counts."""
DARKER_BELOW: Final = 0.8
"""WCAG 2.3.1: only where the darker of the two is below this relative luminance."""
MOST_TURNS: Final = 4
"""Changes of direction allowed in a second: two flashes, one fewer than WCAG 2.3.1, so that a blink may join."""
_DARK: Final = (0.012, 0.014, 0.018, 1.0)


class Lid(enum.StrEnum):
    """Where a blink is."""

    OPEN = "open"
    CLOSING = "closing"
    DARK = "dark"
    OPENING = "opening"


class Blink:
    """Fade out, place, fade in. What is asked for before the dark moment happens in it.

    What comes later waits for the next blink, so blinks never follow each other faster than one takes.
    """

    def __init__(self) -> None:
        self._began: int | None = None
        self._placed = False
        self._waiting: list[Callable[[], None]] = []

    def ask(self, tick: int, place: Callable[[], None]) -> None:
        """Let `place` be called behind a blink, as soon as there can be one."""
        self._waiting.append(place)
        if self._began is None:
            self._began, self._placed = tick, False

    def cancel(self) -> None:
        """Open the eyes at once and forget everything that waited to be placed."""
        self._began = None
        self._waiting.clear()

    def lid(self, tick: int) -> Lid:
        """Where the blink is at this tick; `advance` must have seen the tick."""
        if self._began is None:
            return Lid.OPEN
        since = tick - self._began
        if since < OUT_TICKS:
            return Lid.CLOSING
        return Lid.DARK if since < OUT_TICKS + DARK_TICKS else Lid.OPENING

    def advance(self, tick: int) -> float:
        """Do what is due by this tick and say how much is covered, 0 to 1. A slow machine may skip parts."""
        while self._began is not None:
            if tick - self._began >= OUT_TICKS and not self._placed:
                self._placed = True
                waiting, self._waiting = self._waiting, []
                for place in waiting:
                    place()
                continue  # placing may have cancelled the blink
            ended = self._began + OUT_TICKS + DARK_TICKS + IN_TICKS
            if tick < ended:
                break
            self._began, self._placed = (ended if self._waiting else None), False
        if self._began is None:
            return 0.0
        since = tick - self._began
        if since < OUT_TICKS:
            return _eased(since / OUT_TICKS)
        return 1.0 - _eased((since - OUT_TICKS - DARK_TICKS) / IN_TICKS)


class FlashGovernor:
    """Lets a brightness change as it wishes, but turn between brighter and darker only so often in a second."""

    def __init__(self) -> None:
        self._turns: deque[int] = deque()
        self._extreme: float | None = None
        self._rising: bool | None = None

    def allows(self, tick: int, wanted: float) -> bool:
        """Whether this brightness (relative luminance, 0-1) may be shown at this tick; if not, the last one stays."""
        if self._extreme is None:
            self._extreme = wanted
            return True
        change = wanted - self._extreme
        if self._rising is None:
            if abs(change) >= STEP:
                self._rising, self._extreme = change > 0.0, wanted
            return True
        if (change > 0.0) == self._rising:
            self._extreme = wanted
            return True
        if abs(change) < STEP or min(wanted, self._extreme) >= DARKER_BELOW:
            return True
        while self._turns and self._turns[0] <= tick - TICKS_PER_S:
            self._turns.popleft()
        if len(self._turns) >= MOST_TURNS:
            return False
        self._turns.append(tick)
        self._rising, self._extreme = change > 0.0, wanted
        return True


class Cover:
    """A dark pane right before the eyes, over everything in the world but its signs."""

    def __init__(self, head: NodePath) -> None:
        card = CardMaker("cover")
        card.set_frame(-4.0, 4.0, -4.0, 4.0)
        self._pane = head.attach_new_node(card.generate())
        self._pane.set_pos(0.0, 0.0, 0.5)
        self._pane.set_two_sided(True)
        self._pane.set_depth_test(False)
        self._pane.set_depth_write(False)
        self._pane.set_bin("fixed", 50)  # under the signs: the stop mark is there in every frame
        self._pane.set_transparency(TransparencyAttrib.M_alpha)
        self._pane.set_shader(Shader.make(Shader.SL_GLSL, _VERTEX, _FRAGMENT))
        self.show(0.0)

    def show(self, covered: float) -> None:
        """Cover this share of the light, 0 to 1."""
        if covered <= 0.0:
            self._pane.hide()
            return
        self._pane.show()
        self._pane.set_shader_input("pane", (*_DARK[:3], covered))


def _eased(share: float) -> float:
    share = max(0.0, min(1.0, share))
    return share * share * (3.0 - 2.0 * share)


_VERTEX = """#version 150
in vec4 p3d_Vertex; uniform mat4 p3d_ModelViewProjectionMatrix;
void main() { gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex; }
"""
_FRAGMENT = """#version 150
uniform vec4 pane; out vec4 pixel;
void main() { pixel = pane; }
"""
