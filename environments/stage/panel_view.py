"""Draws what the patient is asked and can choose: board, numbers, offer, captions and the stop mark.

Everything stands in the world, in both eyes, over whatever is behind it, so that no wall or rail can hide it.
Where each thing stands and what is chosen is decided in environments.panel; this only draws it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple, Protocol

from panda3d.core import (
    DynamicTextFont,
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    GeomVertexWriter,
    LPoint3f,
    LQuaternionf,
    NodePath,
    Shader,
    TextNode,
)

from environments.controls import Board, Control, ControlKind, Place, Words
from environments.stage.bootstrap import font_file
from environments.stage.coordinates import engine_quaternion, mirrored_point
from therapy.sample import Pose
from therapy.translation import translate

Colour = tuple[float, float, float, float]
PLATE: Final[Colour] = (0.055, 0.075, 0.095, 0.94)
BUTTON: Final[Colour] = (0.86, 0.89, 0.91, 1.0)
POINTED: Final[Colour] = (1.0, 0.86, 0.42, 1.0)
CHOSEN: Final[Colour] = (0.45, 0.86, 0.6, 1.0)
FILLING: Final[Colour] = (0.96, 0.66, 0.16, 1.0)
STOP: Final[Colour] = (0.72, 0.08, 0.07, 1.0)
DARK_TEXT: Final[Colour] = (0.04, 0.05, 0.06, 1.0)
LIGHT_TEXT: Final[Colour] = (0.97, 0.98, 0.98, 1.0)
"""Colours as shown (sRGB). Text on its ground has a contrast above 7:1 (WCAG 2.1, 1.4.6)."""
CAPTION_WIDE_M: Final = 1.15
CAPTION_LINE_M: Final = 0.062
"""Height of a caption's line 1.6 m away: 2.2 degrees, twice what large print asks for."""
CAPTION_BELOW_M: Final = 0.56
"""Middle of a caption below the middle of a board that would stand in the same place."""


class Panel(Protocol):
    """What the view reads, once a frame; environments.panel.Pointing is one."""

    def controls(self) -> Sequence[Control]: ...
    @property
    def board(self) -> Board | None: ...
    @property
    def place(self) -> Place | None: ...
    @property
    def caption(self) -> Words | None: ...
    @property
    def version(self) -> int: ...


class _Button(NamedTuple):
    path: NodePath
    ground: NodePath
    filling: NodePath
    control: Control


class PanelView:
    """The patient's controls under `overlay`, which is drawn over the world."""

    def __init__(self, overlay: NodePath) -> None:
        self._root = overlay.attach_new_node("panel")
        self._root.set_shader(plain_shader())
        self._board = self._root.attach_new_node("board")
        self._buttons: dict[str, _Button] = {}
        self._version: tuple[int, bool] | None = None

    def update(self, panel: Panel) -> None:
        """Show the panel as it is now."""
        controls = {control.id: control for control in panel.controls()}
        version = (panel.version, panel.place is None)
        if version != self._version or controls.keys() != self._buttons.keys():
            self._build(panel, controls)
            self._version = version
        for name, control in controls.items():
            self._refresh(self._buttons[name], control)

    def clear(self) -> None:
        """Nothing is asked and nothing said."""
        self._board.get_children().detach()
        self._buttons = {}
        self._version = None

    def _build(self, panel: Panel, controls: dict[str, Control]) -> None:
        self.clear()
        place, board, caption = panel.place, panel.board, panel.caption
        if place is not None and board is not None:
            plate = _at(self._board, place.pose, "plate")
            _rounded(plate, board.width_m, board.height_m, 0.03, PLATE, order=0)
            words = plate.attach_new_node("words")
            words.set_y(board.words_up_m)
            said = translate(board.words.text, **board.words.inputs)
            wide = max(board.width_m, 0.9)
            tall = _text(words, said, 0.058, LIGHT_TEXT, wide - 0.08, backing=(wide, PLATE))
            words.set_y(board.height_m / 2 + 0.02 + tall / 2)
            for label, side in ((board.low, -1), (board.high, 1)):
                if label:
                    end = plate.attach_new_node("end")
                    end.set_pos(side * board.width_m / 4, -board.height_m / 2 - 0.05, 0)
                    _text(end, translate(label), 0.042, LIGHT_TEXT, board.width_m / 2, backing=(0.0, PLATE))
        if place is not None and caption is not None:
            strip = _at(self._board, place.pose, "caption")
            strip.set_pos(strip, 0, -CAPTION_BELOW_M, 0)
            said = translate(caption.text, **caption.inputs)
            _text(strip, said, CAPTION_LINE_M, LIGHT_TEXT, CAPTION_WIDE_M, backing=(CAPTION_WIDE_M + 0.1, PLATE))
        self._buttons = {name: self._button(control) for name, control in controls.items()}

    def _button(self, control: Control) -> _Button:
        path = _at(self._board, control.centre, control.id)
        round_sign = control.kind is ControlKind.STOP
        radius = control.height_m / 2 if round_sign else 0.018
        if round_sign:
            edge = control.width_m * 1.12
            _rounded(path, edge, edge, edge / 2, LIGHT_TEXT, order=0)
        ground = _rounded(path, control.width_m, control.height_m, radius, (1, 1, 1, 1), order=1)
        filling = _rounded(path, control.width_m, control.height_m, radius, FILLING, order=2)
        label = path.attach_new_node("label")
        size = {ControlKind.NUMBER: 0.62, ControlKind.OFFER: 0.4, ControlKind.STOP: 0.3}[control.kind]
        colour = LIGHT_TEXT if round_sign else DARK_TEXT
        said = control.label if control.label.isdigit() else translate(control.label)
        _text(label, said, control.height_m * size, colour, control.width_m * 0.9, fit=True)
        return _Button(path, ground, filling, control)

    def _refresh(self, button: _Button, control: Control) -> None:
        _move(button.path, control.centre)
        stop = control.kind is ControlKind.STOP
        colour = CHOSEN if control.chosen else STOP if stop else POINTED if control.highlighted else BUTTON
        button.ground.set_color_scale(*colour)
        if control.progress <= 0.0 or control.chosen:
            button.filling.hide()
            return
        button.filling.show()
        if stop:
            button.filling.set_scale(max(control.progress, 0.01))
        else:
            share = max(control.progress, 0.01)
            button.filling.set_scale(share, 1, 1)
            button.filling.set_x(-(1.0 - share) * control.width_m / 2)


def _at(parent: NodePath, pose: Pose, name: str) -> NodePath:
    path = parent.attach_new_node(name)
    _move(path, pose)
    return path


def _move(path: NodePath, pose: Pose) -> None:
    path.set_pos_quat(
        LPoint3f(*mirrored_point((pose.x_m, pose.y_m, pose.z_m))),
        LQuaternionf(*engine_quaternion((pose.qx, pose.qy, pose.qz, pose.qw))),
    )


def _text(
    parent: NodePath,
    said: str,
    line_m: float,
    colour: Colour,
    wide_m: float,
    backing: tuple[float, Colour] | None = None,
    fit: bool = False,
) -> float:
    """Words centred on `parent`, wrapped at `wide_m` or shrunk to it where they must `fit`; their height."""
    node = TextNode("text")
    node.set_font(_font())
    node.set_align(TextNode.A_center)
    node.set_text_color(*colour)
    if not fit:
        node.set_wordwrap(wide_m / line_m)
    node.set_text(said)
    scale = line_m
    if fit and node.get_width() * line_m > wide_m:
        scale = wide_m / node.get_width()
    low, high = node.get_bottom(), node.get_top()
    tall_m, broad_m = (high - low) * scale, node.get_width() * scale
    if backing is not None:
        least, ground = backing
        _rounded(parent, max(least, broad_m + 0.06), tall_m + 0.05, 0.025, ground, order=3)
    path = parent.attach_new_node(node.generate())
    path.set_scale(scale)
    path.set_pos(0, -(low + high) / 2 * scale, 0)
    path.set_shader(_text_shader())
    path.set_bin("fixed", 64)
    return tall_m


def _rounded(parent: NodePath, width: float, height: float, radius: float, colour: Colour, order: int) -> NodePath:
    """A flat rectangle with round corners, facing +z of the patient's axes."""
    radius = min(radius, width / 2, height / 2)
    data = GeomVertexData("sign", GeomVertexFormat.get_v3(), GeomEnums.UH_static)
    writer = GeomVertexWriter(data, "vertex")
    writer.add_data3(0, 0, 0)
    steps = 24 if radius > 0.05 else 6
    for corner in range(4):
        x = (width / 2 - radius) * (1 if corner in (0, 3) else -1)
        y = (height / 2 - radius) * (1 if corner in (0, 1) else -1)
        for step in range(steps + 1):
            turn = (corner + step / steps) * math.pi / 2
            writer.add_data3(x + radius * math.cos(turn), y + radius * math.sin(turn), 0)
    count = 4 * (steps + 1)
    triangles = GeomTriangles(GeomEnums.UH_static)
    for i in range(count):
        triangles.add_vertices(0, 1 + i, 1 + (i + 1) % count)
    geom = Geom(data)
    geom.add_primitive(triangles)
    node = GeomNode("sign")
    node.add_geom(geom)
    sign = parent.attach_new_node(node)
    sign.set_shader_input("ground", colour)
    sign.set_bin("fixed", 60 + order)
    return sign


@cache
def _font() -> DynamicTextFont:
    font = DynamicTextFont(str(font_file()))
    font.set_pixels_per_unit(64)
    font.set_page_size(512, 512)
    for letter in map(chr, range(32, 127)):
        font.get_glyph(ord(letter))  # drawn now, not when the first question appears
    return font


@cache
def plain_shader() -> Shader:
    """One colour, `ground`, whatever the light."""
    return Shader.make(Shader.SL_GLSL, _VERTEX, _GROUND_FRAGMENT)


@cache
def _text_shader() -> Shader:
    return Shader.make(Shader.SL_GLSL, _VERTEX, _TEXT_FRAGMENT)


_VERTEX = """#version 150
in vec4 p3d_Vertex; in vec2 p3d_MultiTexCoord0; in vec4 p3d_Color;
uniform mat4 p3d_ModelViewProjectionMatrix; uniform vec4 p3d_ColorScale;
out vec2 at; out vec4 ink; out vec4 scale;
void main() {
  gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
  at = p3d_MultiTexCoord0;
  ink = p3d_Color;
  scale = p3d_ColorScale;
}
"""
_GROUND_FRAGMENT = """#version 150
in vec4 scale; uniform vec4 ground; out vec4 pixel;
void main() { pixel = ground * scale; }
"""
_TEXT_FRAGMENT = """#version 150
in vec2 at; in vec4 ink; uniform sampler2D p3d_Texture0; out vec4 pixel;
void main() { pixel = vec4(ink.rgb, ink.a * texture(p3d_Texture0, at).a); }
"""
