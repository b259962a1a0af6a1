"""Flat signs in the world: plates with round corners and the words on them, drawn over whatever is behind."""

from __future__ import annotations

import math
from functools import cache
from typing import Final

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

from environments.stage.bootstrap import font_file
from environments.stage.coordinates import engine_quaternion, mirrored_point
from therapy.sample import Pose

Colour = tuple[float, float, float, float]
PLATE: Final[Colour] = (0.055, 0.075, 0.095, 0.94)
DARK_TEXT: Final[Colour] = (0.04, 0.05, 0.06, 1.0)
LIGHT_TEXT: Final[Colour] = (0.97, 0.98, 0.98, 1.0)
"""Colours as shown (sRGB). Text on its ground has a contrast above 7:1 (WCAG 2.1, 1.4.6)."""
SAID: Final = "said"
"""Tag under which a sign keeps what it says, for whoever reads the scene and not the picture."""


def at(parent: NodePath, pose: Pose, name: str) -> NodePath:
    """A place for a sign: its +x is to the reader's right, and it faces the reader."""
    path = parent.attach_new_node(name)
    move(path, pose)
    return path


def move(path: NodePath, pose: Pose) -> None:
    """Put a sign in another place."""
    path.set_pos_quat(
        LPoint3f(*mirrored_point((pose.x_m, pose.y_m, pose.z_m))),
        LQuaternionf(*engine_quaternion((pose.qx, pose.qy, pose.qz, pose.qw))),
    )


def words(
    parent: NodePath,
    said: str,
    line_m: float,
    colour: Colour,
    wide_m: float,
    *,
    backing: tuple[float, Colour] | None = None,
    shrink: bool = False,
) -> float:
    """Words centred on `parent`, in lines `line_m` high, and how high they are in all, metres.

    They wrap at `wide_m`, or `shrink` to it as one line. `backing` is a plate behind them: its least width, its colour.
    """
    node = TextNode("words")
    node.set_font(_font())
    node.set_align(TextNode.A_center)
    node.set_text_color(*colour)
    if not shrink:
        node.set_wordwrap(wide_m / line_m)
    node.set_text(said)
    scale = min(line_m, wide_m / max(node.get_width(), 1e-6)) if shrink else line_m
    low, high = node.get_bottom() * scale, node.get_top() * scale
    if backing is not None:
        least_m, ground = backing
        plate_m = max(least_m, node.get_width() * scale + 0.07)
        rounded(parent, plate_m, high - low + 0.06, 0.025, ground, order=3)
    path = parent.attach_new_node(node.generate())
    path.set_scale(scale)
    path.set_pos(0, -(low + high) / 2, 0)
    path.set_shader(_text_shader())
    path.set_bin("fixed", 64)
    path.set_tag(SAID, said)
    return high - low


def rounded(
    parent: NodePath, width: float, height: float, radius: float, colour: Colour, order: int
) -> NodePath:
    """A flat rectangle with round corners; higher orders are drawn over lower ones."""
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
    sign.set_shader(plain_shader())
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
