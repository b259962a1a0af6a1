"""Where the patient's hands are and what they point at: plain mittens and a dot. What is not tracked is not shown."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from panda3d.core import LPoint3f, LQuaternionf, NodePath

from environments.controls import Place, ahead, point_on
from environments.modelling.glb_reader import Primitive
from environments.modelling.material import Material
from environments.stage import geometry
from environments.stage.coordinates import engine_quaternion, mirrored_point
from environments.stage.signs import plain_shader
from therapy.sample import Pose, Sample

_SKIN = Material("mitten", colour=(0.32, 0.42, 0.5, 1.0))
_DOT = Material("dot")
DOT_M = 0.012
"""Radius of the pointing dot: about half a degree at the distance of a board."""


class HandsView:
    """Two hands in a world's light, and pointing dots over everything."""

    def __init__(self, root: NodePath, overlay: NodePath) -> None:
        self._root = root.attach_new_node("hands")
        self._hands = {name: self._root.attach_new_node(f"{name}_hand") for name in ("left", "right")}
        self._dots = {name: overlay.attach_new_node(f"{name}_dot") for name in ("head", "left", "right")}
        for name, hand in self._hands.items():
            thumb = 1.0 if name == "left" else -1.0
            _ball(hand, (0.0, -0.01, -0.02), (0.042, 0.022, 0.075), _SKIN)
            _ball(hand, (0.038 * thumb, 0.0, -0.025), (0.016, 0.016, 0.04), _SKIN)
        for dot in self._dots.values():
            _ball(dot, (0.0, 0.0, 0.0), (DOT_M, DOT_M, DOT_M), _DOT)
            dot.set_shader(plain_shader())
            dot.set_shader_input("ground", (1.0, 0.8, 0.25, 1.0))
            dot.set_bin("fixed", 80)
            dot.hide()

    def move_to(self, root: NodePath) -> None:
        """Stand in another world's light."""
        self._root.reparent_to(root)

    def update(self, sample: Sample, place: Place | None, shown: Callable[[Pose], Pose]) -> None:
        """Show what is tracked now where the world wants it shown; dots where they point at a board in this place."""
        poses: dict[str, Pose | None] = {"left": sample.left, "right": sample.right, "head": sample.head}
        for name, hand in self._hands.items():
            pose = poses[name]
            if pose is None:
                hand.hide()
                continue
            hand.show()
            pose = shown(pose)
            hand.set_pos_quat(
                LPoint3f(*mirrored_point((pose.x_m, pose.y_m, pose.z_m))),
                LQuaternionf(*engine_quaternion((pose.qx, pose.qy, pose.qz, pose.qw))),
            )
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


def _ball(
    parent: NodePath, at: tuple[float, float, float], radii: tuple[float, float, float], material: Material
) -> None:
    around, up = 12, 8
    turns = np.linspace(0.0, 2.0 * np.pi, around + 1)
    tilts = np.linspace(-0.5 * np.pi, 0.5 * np.pi, up + 1)
    tilt, turn = (grid.reshape(-1) for grid in np.meshgrid(tilts, turns, indexing="ij"))
    unit = np.stack((np.cos(tilt) * np.sin(turn), np.sin(tilt), np.cos(tilt) * np.cos(turn)), axis=1)
    normals = unit / np.array(radii)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    corner = (np.arange(up)[:, None] * (around + 1) + np.arange(around)[None, :]).reshape(-1, 1)
    triangles = np.concatenate(
        [corner + np.array(half) for half in ((0, 1, around + 2), (0, around + 2, around + 1))]
    )
    ball = Primitive(
        (unit * np.array(radii) + np.array(at)).astype(np.float32),
        normals.astype(np.float32),
        None,
        triangles.astype(np.uint32),
        material,
    )
    geometry.attach(parent, geometry.mesh_of(ball))
