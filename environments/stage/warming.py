"""Draws everything once where nobody sees it, so that the graphics driver has nothing left to prepare later.

Drivers make their programs when something is first drawn with them, which may take half a second: long enough
for the first picture of an environment to look like a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from panda3d.core import BitMask32, Camera, GraphicsOutput, NodePath, OmniBoundingVolume, PerspectiveLens

from environments.stage.geometry import see_through

WARMED: Final = BitMask32.bit(10)
"""What the warming camera sees: one thing at a time."""
_FAR_BELOW_M: Final = -9000.0


def warming(onto: GraphicsOutput, root: NodePath, pieces: Iterable[NodePath]) -> Iterator[bool]:
    """Draw each piece, solid and faded, into the picture of the next frame, from so far that it fills no pixel.

    After each True a frame must be drawn before going on.
    """
    root.hide(WARMED)
    camera = Camera("warming", PerspectiveLens())
    camera.set_scene(root)
    camera.set_camera_mask(WARMED)
    camera.set_cull_bounds(OmniBoundingVolume())
    eye = root.attach_new_node(camera)
    eye.set_pos(0.0, _FAR_BELOW_M, 0.0)
    eye.look_at(0.0, 2.0 * _FAR_BELOW_M, 1.0)
    region = onto.make_display_region()
    region.set_sort(-50)
    region.set_camera(eye)
    try:
        for piece in pieces:
            piece.show_through(WARMED)
            yield True
            if not piece.has_transparency():
                depth = piece.get_depth_write() if piece.has_depth_write() else None
                see_through(piece)
                yield True
                piece.clear_transparency()
                piece.clear_depth_write()
                if depth is not None:
                    piece.set_depth_write(depth)
            piece.hide(WARMED)
    finally:
        onto.remove_display_region(region)
        eye.remove_node()
