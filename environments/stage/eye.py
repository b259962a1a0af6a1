"""What the patient sees with: a head that follows the tracked pose, its field of view, and the picture."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from direct.showbase.DirectObject import DirectObject
from panda3d.core import (
    BoundingVolume,
    Camera,
    CardMaker,
    Filename,
    FrameBufferProperties,
    GeometricBoundingVolume,
    GeomNode,
    GraphicsOutput,
    GraphicsPipe,
    LPoint3f,
    LQuaternionf,
    NodePath,
    PerspectiveLens,
    Texture,
    WindowProperties,
)

from environments.stage.bootstrap import Engine
from environments.stage.coordinates import engine_quaternion, mirrored_point
from therapy.sample import Pose

FIELD_OF_VIEW_DEG: Final = 90.0
"""Horizontal, without a headset that knows its own."""
NEAR_M: Final = 0.06
FAR_M: Final = 1500.0
RESTING: Final = Pose(0.0, 1.2, 0.0)
"""Where the head is taken to be until it is first seen: seated, looking ahead."""


class Eye:
    """The patient's view of the world under `Engine.render`, with so many samples a pixel; 0: edges as they fall."""

    def __init__(self, engine: Engine, samples: int, field_deg: float = FIELD_OF_VIEW_DEG) -> None:
        self._engine = engine
        self._field_deg = field_deg
        self.head: NodePath = engine.render.attach_new_node("head")
        self._lens = PerspectiveLens()
        self._lens.set_near_far(NEAR_M, FAR_M)
        camera = Camera("eye", self._lens)
        eye = self._camera = self.head.attach_new_node(camera)
        self._window_region = engine.base.camNode.get_display_region(0)
        self.output: GraphicsOutput = engine.output
        self._screen: NodePath | None = None
        buffer = _smooth_buffer(engine, samples) if samples else None
        if buffer is not None:
            self.output = buffer
            self.output.make_display_region().set_camera(eye)
            self._window_region.set_active(False)
            self._screen = _screen(engine, self.output.get_texture())
        else:
            self._window_region.set_camera(eye)
        self._events = DirectObject()
        self._events.accept("aspectRatioChanged", self._fit)
        self._fit()
        self.follow(RESTING)

    def _fit(self) -> None:
        output = self._engine.output
        self._lens.set_aspect_ratio(output.get_x_size() / max(output.get_y_size(), 1))
        self._lens.set_fov(self._field_deg)

    def follow(self, pose: Pose) -> None:
        """Look from where the head is."""
        self.head.set_pos_quat(
            LPoint3f(*mirrored_point((pose.x_m, pose.y_m, pose.z_m))),
            LQuaternionf(*engine_quaternion((pose.qx, pose.qy, pose.qz, pose.qw))),
        )

    def picture(self) -> npt.NDArray[np.uint8]:
        """The last frame, height x width x 3, red green blue, top row first."""
        shot = self._shot()
        flat = np.frombuffer(shot.get_ram_image_as("RGB").get_data(), np.uint8)
        return flat.reshape(shot.get_y_size(), shot.get_x_size(), 3)[::-1].copy()

    def save(self, path: Path) -> None:
        """The last frame as an image file; the ending of its name says which kind."""
        self._shot().write(Filename.from_os_specific(str(path)))

    def load(self) -> tuple[int, int]:
        """Draw calls and triangles of what lies in view, as the engine culls it: node by node, by their bounds."""
        return self._within(self._engine.render, self._engine.render, self._lens.make_bounds())

    def _within(self, parent: NodePath, path: NodePath, seen: BoundingVolume) -> tuple[int, int]:
        node = path.node()
        if node.is_overall_hidden():
            return 0, 0
        view, bounds = seen.make_copy(), node.get_bounds()
        if not isinstance(view, GeometricBoundingVolume) or not isinstance(bounds, GeometricBoundingVolume):
            raise TypeError(f"expected bounds with a shape, got {view} and {bounds}")
        view.xform(self._camera.get_mat(parent))
        if not bounds.is_empty() and view.contains(bounds) == BoundingVolume.IF_no_intersection:
            return 0, 0
        draws = triangles = 0
        if isinstance(node, GeomNode):
            for geom in node.get_geoms():
                draws += 1
                triangles += sum(
                    geom.get_primitive(i).get_num_faces() for i in range(geom.get_num_primitives())
                )
        for child in path.get_children():
            more = self._within(path, child, seen)
            draws, triangles = draws + more[0], triangles + more[1]
        return draws, triangles

    def _shot(self) -> Texture:
        shot = self.output.get_screenshot()
        if shot is None:
            raise RuntimeError("expected a frame to have been drawn before its picture is asked for")
        return shot

    def close(self) -> None:
        """Give the window back to the engine."""
        self._events.ignore_all()
        if self._screen is not None:
            self._screen.remove_node()
            self._engine.base.graphics_engine.remove_window(self.output)
        self._window_region.set_active(True)
        self._window_region.set_camera(self._engine.base.cam)
        self.head.remove_node()


def _smooth_buffer(engine: Engine, samples: int) -> GraphicsOutput | None:
    """A buffer with smoothed edges; the main one off-screen says it is and is not (Mesa, surfaceless EGL).

    None where the graphics driver has none, and edges stay as they fall.
    """
    wanted = FrameBufferProperties()
    wanted.set_rgba_bits(8, 8, 8, 8)
    wanted.set_depth_bits(24)
    wanted.set_multisamples(samples)
    window = WindowProperties()
    window.set_size(engine.output.get_x_size(), engine.output.get_y_size())
    buffer: GraphicsOutput | None = engine.base.graphics_engine.make_output(
        engine.output.get_pipe(),
        "picture",
        -10,
        wanted,
        window,
        GraphicsPipe.BF_refuse_window | GraphicsPipe.BF_size_track_host,
        engine.output.gsg,
        engine.output,
    )
    if buffer is None:
        return None
    texture = Texture("picture")
    buffer.add_render_texture(texture, GraphicsOutput.RTM_bind_or_copy)
    return buffer


def _screen(engine: Engine, picture: Texture) -> NodePath:
    """Fills the window with the picture."""
    card = CardMaker("picture")
    card.set_frame_fullscreen_quad()
    path = engine.base.render2d.attach_new_node(card.generate())
    path.set_texture(picture)
    return path
