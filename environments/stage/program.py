"""Puts the shaders together from their parts in `glsl`: the same text serves OpenGL and, with another head, WebGL 2."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final, NamedTuple

from panda3d.core import Shader

_PARTS: Final = Path(__file__).parent / "glsl"
DESKTOP_HEAD: Final = "#version 150\n"
WEB_HEAD: Final = (
    "#version 300 es\nprecision highp float;\nprecision highp int;\n"
    "precision mediump sampler2DArray;\nprecision highp sampler2DShadow;\n"
)


class Variant(NamedTuple):
    """What one piece's shader must do; each variant is a program of its own."""

    lamps: int = 0
    windows: bool = False
    glass: bool = False
    bend: bool = False
    joints: bool = False
    room: bool = False
    grain: bool = False
    detail: bool = False
    shadow: int = 0
    haze: bool = False

    @property
    def defines(self) -> str:
        """One line for each of its fields, in capitals."""
        return "".join(f"#define {name.upper()} {int(value)}\n" for name, value in self._asdict().items())


def surface_source(variant: Variant, head: str = DESKTOP_HEAD) -> tuple[str, str]:
    """Vertex and fragment shader of surfaces."""
    defines = head + variant.defines
    skin = part("skin.glsl") if variant.joints else ""
    light = part("light.glsl")
    shared = light + part("sky.glsl") + part("mirrored.glsl")
    windows = part("windows.glsl") if variant.windows else ""
    tone = part("tone.glsl")
    if not variant.detail:
        return defines + tone + light + part("sky.glsl") + skin + part("plain.vert"), (
            defines + tone + windows + part("plain.frag")
        )
    before = tone + part("screen.glsl") + shared + part("shadow.glsl") + windows
    return defines + light + skin + part("surface.vert"), defines + before + part("surface.frag")


@functools.cache
def surface_shader(variant: Variant) -> Shader:
    """The shader of surfaces like this; its inputs are set by `Lighting`."""
    return Shader.make(Shader.SL_GLSL, *surface_source(variant))


@functools.cache
def sky_shader() -> Shader:
    """The shader of the sky around everything."""
    fragment = (
        part("tone.glsl")
        + part("screen.glsl")
        + "uniform vec3 sun_towards, sun_light;\n"
        + part("sky.glsl")
        + part("sky.frag")
    )
    return Shader.make(Shader.SL_GLSL, DESKTOP_HEAD + part("sky.vert"), DESKTOP_HEAD + fragment)


@functools.cache
def depth_shader() -> Shader:
    """The shader that draws what stands in the sun's way."""
    return Shader.make(Shader.SL_GLSL, DESKTOP_HEAD + part("depth.vert"), DESKTOP_HEAD + part("depth.frag"))


@functools.cache
def part(name: str) -> str:
    """The text of one part. FileNotFoundError for one that there is not."""
    return (_PARTS / name).read_text(encoding="utf-8")
