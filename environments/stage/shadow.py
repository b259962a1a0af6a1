"""The sun's map: how far its light gets, drawn as the sun sees the scene and looked up by every surface.

Two squares lie side by side in one picture: around the patient, where a rail throws a thin shadow, and over the
streets. They are drawn again only when the sun or something that throws a shadow has moved, never for a scene that
is not shown, and never with anything that moves by itself.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from panda3d.core import (
    BitMask32,
    Camera,
    CullFaceAttrib,
    DepthOffsetAttrib,
    FrameBufferProperties,
    GraphicsEngine,
    GraphicsOutput,
    GraphicsPipe,
    LMatrix4f,
    LPoint3f,
    LVecBase3f,
    LVecBase4f,
    LVector3f,
    NodePath,
    OrthographicLens,
    RenderState,
    SamplerState,
    Texture,
    WindowProperties,
)

from environments.stage.program import depth_shader
from environments.stage.quality import Measure

CASTERS: Final = BitMask32.bit(9)
"""What the sun's cameras see. Nothing does until it says `show_through(CASTERS)`."""
TURNED: Final = 0.9999966
"""Cosine of 0.15 degrees: the sun moves on in steps that nobody sees."""
OFFSET_TEXELS: Final = 1.6
"""How far in front of itself a surface looks up the map, so that it is never in its own shadow."""


class Square(NamedTuple):
    """What one half of the map covers, around a point of the floor (engine axes), metres."""

    middle: tuple[float, float, float]
    half_m: float
    deep_m: float
    """How far before and behind the middle things are that throw a shadow into it."""


OUTDOORS: Final = (Square((0.0, 0.5, 1.0), 8.0, 120.0), Square((0.0, -10.0, 30.0), 70.0, 320.0))
INDOORS: Final = (Square((0.0, 1.2, 1.0), 5.0, 12.0), Square((0.0, 1.2, 1.0), 12.0, 24.0))


class SunMap:
    """Of what stands under `root`; made beside a window, whose driver draws it."""

    def __init__(self, beside: GraphicsOutput, root: NodePath, measure: Measure, indoors: bool) -> None:
        self._root = root
        self._squares = INDOORS if indoors else OUTDOORS
        self._towards: LVector3f | None = None
        root.hide(CASTERS)
        self._depth = _depth_texture(measure.shadow_px)
        self._buffer = _buffer(beside, self._depth, measure.shadow_px)
        self._eyes: list[tuple[NodePath, OrthographicLens]] = []
        for i, square in enumerate(self._squares):
            lens = OrthographicLens()
            lens.set_film_size(2.0 * square.half_m, 2.0 * square.half_m)
            lens.set_near_far(0.0, 2.0 * square.deep_m)
            camera = Camera("sun", lens)
            camera.set_scene(root)
            camera.set_camera_mask(CASTERS)
            camera.set_initial_state(_state())
            region = self._buffer.make_display_region(i / 2, (i + 1) / 2, 0.0, 1.0)
            eye = root.attach_new_node(camera)
            region.set_camera(eye)
            self._eyes.append((eye, lens))
        texel = 1.0 / measure.shadow_px
        root.set_shader_input("sun_depth", self._depth)
        root.set_shader_input("sun_texel", texel)
        root.set_shader_input("sun_offset_m", OFFSET_TEXELS * 2.0 * self._squares[0].half_m * texel)
        root.set_shader_input("sun_offset_far_m", OFFSET_TEXELS * 2.0 * self._squares[1].half_m * texel)
        for name in ("sun_near", "sun_far"):
            root.set_shader_input(name, LMatrix4f.ident_mat())
        self.drawn = 0

    def follow(self, towards: tuple[float, float, float], moved: bool) -> None:
        """Draw the map with the next frame if the sun stands elsewhere now or something in it has moved."""
        now = LVector3f(*towards)
        turned = self._towards is None or now.dot(self._towards) < TURNED
        if not (turned or moved):
            return
        if turned:
            self._towards = now
            for name, eye, square in zip(("near", "far"), self._eyes, self._squares, strict=True):
                self._aim(name, *eye, square, now)
        self._buffer.set_one_shot(True)
        self.drawn += 1

    def close(self) -> None:
        """Give its memory back."""
        GraphicsEngine.get_global_ptr().remove_window(self._buffer)
        for eye, _ in self._eyes:
            eye.remove_node()

    def _aim(
        self, name: str, eye: NodePath, lens: OrthographicLens, square: Square, towards: LVector3f
    ) -> None:
        middle = LPoint3f(*square.middle)
        eye.set_pos(middle + towards * square.deep_m)
        up = LVector3f(0.0, 1.0, 0.0) if abs(towards.y) < 0.99 else LVector3f(1.0, 0.0, 0.0)
        eye.look_at(self._root, middle, up)
        halved = LMatrix4f.scale_mat(LVecBase3f(0.5, 0.5, 0.5)) * LMatrix4f.translate_mat(0.5, 0.5, 0.5)
        matrix = LMatrix4f(self._root.get_mat(eye)) * LMatrix4f(lens.get_projection_mat()) * halved
        self._root.set_shader_input(f"sun_{name}", matrix)


def _depth_texture(size: int) -> Texture:
    depth = Texture("sun_depth")
    depth.setup_2d_texture(2 * size, size, Texture.T_float, Texture.F_depth_component24)
    depth.set_minfilter(SamplerState.FT_shadow)
    depth.set_magfilter(SamplerState.FT_shadow)
    depth.set_wrap_u(SamplerState.WM_clamp)
    depth.set_wrap_v(SamplerState.WM_clamp)
    return depth


def _buffer(beside: GraphicsOutput, depth: Texture, size: int) -> GraphicsOutput:
    wanted = FrameBufferProperties()
    wanted.set_depth_bits(24)
    engine = GraphicsEngine.get_global_ptr()
    buffer: GraphicsOutput | None = engine.make_output(
        beside.get_pipe(), "sun", -20, wanted, WindowProperties(size=(2 * size, size)),
        GraphicsPipe.BF_refuse_window, beside.gsg, beside,
    )  # fmt: skip
    if buffer is None:
        raise RuntimeError("expected a buffer for the sun's map, but the graphics driver gave none")
    buffer.add_render_texture(depth, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_depth)
    buffer.set_clear_color(LVecBase4f(1.0, 1.0, 1.0, 1.0))
    buffer.set_one_shot(True)
    return buffer


def _state() -> RenderState:
    """Whatever a surface looks like, only its depth counts, from both sides."""
    path = NodePath("sun")
    path.set_shader(depth_shader(), 100)
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none), 100)
    path.set_attrib(DepthOffsetAttrib.make(-1), 100)
    return path.get_state()
