"""The patient's hands and what they point at: real hands that do what the patient's do, and a dot.

What is not tracked is not shown. A controller's press closes the hand; a headset that tracks fingers moves each bone.
Both are read by the shader that moves people, so that showing a hand takes a few numbers a frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from panda3d.core import LPoint3f, LQuaternionf, LVecBase4f, NodePath, OmniBoundingVolume, PTA_LVecBase4f

from environments.assets import Built
from environments.controls import Place, ahead, point_on
from environments.modelling.glb_reader import Glb, Primitive, read
from environments.modelling.material import Material, linear
from environments.stage import geometry
from environments.stage.coordinates import engine_quaternion, mirrored_point
from environments.stage.geometry import Kind
from environments.stage.hand_pose import PALM, bones_of
from environments.stage.signs import plain_shader
from environments.stage.skinning import Frames, frames_of
from environments.stage.world import World
from therapy.sample import Pose, Sample

SIDES = ("left", "right")
TONES = ("dfae8e", "edc6a8", "b07f5c", "7a5036", "a9b8c0")
"""Colours of a hand's skin; the last is a glove's."""
CLOSING = 0.2
"""How much of its way a hand closes or opens in a frame, so that a key pressed at once still looks like a hand."""
DOT_M = 0.012
"""Radius of the pointing dot: about half a degree at the distance of a board."""
_DOT = Material("dot")


class HandsView:
    """Two hands in a world's light, and pointing dots over everything."""

    def __init__(self, world: World, overlay: NodePath, hands: Built, tone: str = TONES[0]) -> None:
        """`hands` are the files of `environments.modelling.hands`; `tone` is an sRGB colour, six hexadecimal digits."""
        glb = read(hands.glb)
        self._root = NodePath("hands")
        self._hands = {side: _Hand(self._root, side, glb, hands, tone) for side in SIDES}
        self._dots = {name: overlay.attach_new_node(f"{name}_dot") for name in ("head", *SIDES)}
        for dot in self._dots.values():
            _ball(dot, DOT_M, _DOT)
            dot.set_shader(plain_shader())
            dot.set_shader_input("ground", (1.0, 0.8, 0.25, 1.0))
            dot.set_bin("fixed", 80)
            dot.hide()
        self.move_to(world)

    def move_to(self, world: World) -> None:
        """Stand in another world's light."""
        self._root.reparent_to(world.root)
        for hand in self._hands.values():
            world.light(hand.path, Kind(joints=True))

    def update(
        self,
        sample: Sample,
        place: Place | None,
        shown: Callable[[Pose], Pose],
        fingers: Mapping[str, Sequence[Pose]] | None = None,
    ) -> None:
        """Show what is tracked now where the world wants it shown; dots where they point at a board in this place.

        `fingers` has the 26 joints of each hand that a headset tracks without a controller, in OpenXR's order.
        """
        poses: dict[str, Pose | None] = {"left": sample.left, "right": sample.right, "head": sample.head}
        presses = {"left": sample.left_press, "right": sample.right_press}
        for side, hand in self._hands.items():
            joints = fingers.get(side) if fingers else None
            pose = poses[side]
            if joints is not None:
                hand.follow(joints, shown)
            elif pose is not None:
                hand.hold(shown(pose), presses[side])
            else:
                hand.path.hide()
        for name, dot in self._dots.items():
            self._point(dot, poses[name], place)

    def _point(self, dot: NodePath, pose: Pose | None, place: Place | None) -> None:
        dot.hide()
        if pose is None or place is None:
            return
        met = point_on(place, pose, ahead(pose))
        if met is None or math.hypot(*met) > 1.0:
            return
        spot = tuple(
            c + met[0] * r + met[1] * u for c, r, u in zip(place.centre, place.right, place.up, strict=True)
        )
        dot.show()
        dot.set_pos(*mirrored_point((spot[0], spot[1], spot[2])))


class _Hand:
    """One hand: its piece, and the two ways to bend its fingers."""

    def __init__(self, root: NodePath, side: str, glb: Glb, files: Built, tone: str) -> None:
        clips = {clip.id: clip for clip in files.scene.clips}
        self._resting = frames_of(clips[f"{side}_rest"], files.folder)[0]
        closing = frames_of(clips[f"{side}_closing"], files.folder)
        self._last = len(closing) - 1
        self._closing = Frames(f"{side}_closing", closing)
        self._tracked = Frames(f"{side}_tracked", closing[:1])
        pieces = [geometry.mesh_of(_toned(primitive, tone)) for primitive in glb.primitives(side)]
        self.path = geometry.attach(root, geometry.joined(pieces))
        node = self.path.node()
        node.set_bounds(
            OmniBoundingVolume()
        )  # near enough to be seen always; its bones may carry it anywhere
        node.set_final(True)
        self.path.hide()
        self.path.set_shader_input("clip_time", PTA_LVecBase4f.empty_array(1))
        self._press: float | None = None
        self._follows: bool | None = None

    def hold(self, pose: Pose, press: float) -> None:
        """Lie as a controller does, as closed as it is pressed, 0 to 1."""
        before = self._press if self.path.is_hidden() is False and self._press is not None else press
        now = before + max(-CLOSING, min(CLOSING, press - before))
        if self._follows is not False:
            self.path.set_shader_input("clip_frames", self._closing.texture)
        if now != self._press or self._follows is not False:
            frame = min(max(now, 0.0), 1.0) * self._last
            # The frame after the last is the first: stay just before it.
            self.path.set_shader_input(
                "clip", LVecBase4f(0.0, self._last + 1.0, 0.0, min(frame, self._last - 1e-3))
            )
        self._press, self._follows = now, False
        self.path.set_pos_quat(
            LPoint3f(*mirrored_point((pose.x_m, pose.y_m, pose.z_m))),
            LQuaternionf(*engine_quaternion((pose.qx, pose.qy, pose.qz, pose.qw))),
        )
        self.path.show()

    def follow(self, joints: Sequence[Pose], shown: Callable[[Pose], Pose]) -> None:
        """Do what the fingers do."""
        palm = shown(joints[PALM])
        shift = [palm[axis] - joints[PALM][axis] for axis in range(3)]
        self._tracked.write(bones_of(joints, self._resting, shift)[None])
        if self._follows is not True:
            self.path.set_shader_input("clip_frames", self._tracked.texture)
            self.path.set_shader_input("clip", LVecBase4f(0.0, 1.0, 0.0, 0.0))
            self.path.clear_transform()
        self._follows = True
        self.path.show()


def _toned(primitive: Primitive, tone: str) -> Primitive:
    """Skin in this tone; what is not skin as it is."""
    if primitive.material.name != "hand_skin":
        return primitive
    red, green, blue = linear(tone)
    return replace(primitive, material=replace(primitive.material, colour=(red, green, blue, 1.0)))


def _ball(parent: NodePath, radius_m: float, material: Material) -> None:
    around, up = 12, 8
    turns = np.linspace(0.0, 2.0 * np.pi, around + 1)
    tilts = np.linspace(-0.5 * np.pi, 0.5 * np.pi, up + 1)
    tilt, turn = (grid.reshape(-1) for grid in np.meshgrid(tilts, turns, indexing="ij"))
    unit = np.stack((np.cos(tilt) * np.sin(turn), np.sin(tilt), np.cos(tilt) * np.cos(turn)), axis=1)
    corner = (np.arange(up)[:, None] * (around + 1) + np.arange(around)[None, :]).reshape(-1, 1)
    triangles = np.concatenate(
        [corner + np.array(half) for half in ((0, 1, around + 2), (0, around + 2, around + 1))]
    )
    ball = Primitive(
        (unit * radius_m).astype(np.float32),
        unit.astype(np.float32),
        None,
        triangles.astype(np.uint32),
        material,
    )
    geometry.attach(parent, geometry.mesh_of(ball))
