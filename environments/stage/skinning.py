"""Moves meshes that have joints: every frame of every clip lies in one texture, and `glsl/skin.glsl` reads its two.

A crowd costs nothing but its draw calls: what changes each frame is one number, the session's time, so a clip shows
the same at the same tick wherever it runs. Rows of the texture are frames; each joint takes three texels of a row,
the rows of its matrix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    BoundingBox,
    GeomNode,
    LPoint3f,
    LVecBase4f,
    NodePath,
    PTA_LVecBase4f,
    SamplerState,
    Texture,
)

from environments.scene import Clip

Floats = npt.NDArray[np.float32]
_MIRROR = np.array([1.0, 1.0, -1.0, 1.0], np.float32)


class Frames:
    """A texture of joints' matrices: (rows, joints, 3, 4), in OpenXR axes."""

    def __init__(self, name: str, frames: Floats) -> None:
        self.texture = Texture(name)
        rows, joints = frames.shape[:2]
        self.texture.setup_2d_texture(3 * joints, rows, Texture.T_float, Texture.F_rgba32)
        for set_filter in (self.texture.set_minfilter, self.texture.set_magfilter):
            set_filter(SamplerState.FT_nearest)
        self.texture.set_wrap_u(SamplerState.WM_clamp)
        self.texture.set_wrap_v(SamplerState.WM_clamp)
        self.texture.set_keep_ram_image(True)
        self.write(frames)

    def write(self, frames: Floats) -> None:
        """Other matrices from now on."""
        mirrored = frames * _MIRROR[:3, None] * _MIRROR  # both sides: the engine's z points the other way
        texels = np.ascontiguousarray(mirrored[..., [2, 1, 0, 3]], np.float32)  # the engine keeps blue first
        self.texture.set_ram_image(texels.tobytes())


class Clips:
    """The clips of one scene."""

    def __init__(self, clips: Sequence[Clip], folder: Path) -> None:
        self._clips: Mapping[str, Clip] = {clip.id: clip for clip in clips}
        self._frames = {clip.id: frames_of(clip, folder) for clip in clips}
        self._first: dict[str, int] = {}
        self._time = PTA_LVecBase4f.empty_array(1)
        joints = max((clip.joints for clip in clips), default=1)
        rows: list[Floats] = []
        for clip_id, frames in self._frames.items():
            self._first[clip_id] = sum(map(len, rows))
            rows.append(np.pad(frames, ((0, 0), (0, joints - frames.shape[1]), (0, 0), (0, 0))))
        self._texture = Frames("clips", np.concatenate(rows)).texture if rows else None

    def bind(self, root: NodePath) -> None:
        """What the clips of the nodes below `root` are read from."""
        if self._texture is not None:
            root.set_shader_input("clip_frames", self._texture)
            root.set_shader_input("clip_time", self._time)

    def play(self, path: NodePath, positions: Floats, joints: Floats, clip_id: str, start: float) -> None:
        """A drawn piece moves with a clip from now on, `start` of it being over at time 0.

        `positions` (N, 3) are its vertices as the engine has them, `joints` (N, 8) as `Mesh` has them.
        """
        clip, frames = self._clips[clip_id], self._frames[clip_id]
        path.set_shader_input(
            "clip", LVecBase4f(self._first[clip_id], clip.frames, clip.frames_per_s, start * clip.frames)
        )
        low, high = reach(positions, joints, frames[:: max(1, len(frames) // 12)])
        cover(path, low - 0.05, high + 0.05)

    def at(self, t_s: float) -> None:
        """Show the clips as they are at this session time."""
        self._time.set_element(0, LVecBase4f(t_s, 0.0, 0.0, 0.0))


def reach(positions: Floats, joints: Floats, frames: Floats) -> tuple[Floats, Floats]:
    """The lowest and highest corner that a mesh comes to in some frames, in the engine's axes."""
    some = slice(None, None, max(1, len(positions) // 200))
    which, shares = joints[some, :4].astype(int), joints[some, 4:]
    points = np.concatenate([positions[some] * _MIRROR[:3], np.ones((len(which), 1))], axis=1)
    carried = np.einsum("fnkij,nk,nj->fni", frames[:, which], shares, points).reshape(-1, 3) * _MIRROR[:3]
    return carried.min(axis=0).astype(np.float32), carried.max(axis=0).astype(np.float32)


def cover(path: NodePath, low: Floats, high: Floats) -> None:
    """A piece counts as seen wherever this box, in its own space, is seen."""
    box = BoundingBox(LPoint3f(*map(float, low)), LPoint3f(*map(float, high)))
    node = path.node()
    node.set_bounds(box)
    if isinstance(node, GeomNode):
        for number in range(node.get_num_geoms()):
            node.modify_geom(number).set_bounds(box)
    node.set_final(True)


def frames_of(clip: Clip, folder: Path) -> Floats:
    """What a clip's file holds: (frames, joints, 3, 4). ValueError where the file does not hold what the clip says."""
    numbers = np.frombuffer((folder / clip.file).read_bytes(), "<f4")
    expected = clip.frames * clip.joints * 12
    if len(numbers) != expected:
        raise ValueError(f"{clip.file}: expected {expected} numbers, got {len(numbers)}")
    return numbers.reshape(clip.frames, clip.joints, 3, 4)
