"""People: different in sex, age, build, face and clothes, one for every seed.

Made on one skeleton, so that a single clip moves everybody. Each stands on its origin and looks along -z.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import numpy as np

from environments.modelling import people_poses as poses
from environments.modelling.mesh import Floats
from environments.modelling.model import Parts
from environments.modelling.people_base import JOINTS, base
from environments.modelling.people_figure import figure
from environments.modelling.people_looks import body
from environments.modelling.people_rig import Posture
from environments.scene import Clip

_POSES: Mapping[str, Callable[[float], Posture]] = {
    "standing": lambda size: poses.standing(0.6, 0.0, 8.0, 2.0),
    "walking": lambda size: poses.walking(0.12),
    "sitting": lambda size: poses.sitting(0.0, 8.0, 2.0, size),
    "leaning": lambda size: poses.leaning(0.0, 10.0, 4.0, size),
}
CLIPS: Mapping[str, Clip] = {
    "walk": Clip(id="walk", file="walk.clip", joints=len(JOINTS), frames=33, frames_per_s=30.0),
    "idle": Clip(id="idle", file="idle.clip", joints=len(JOINTS), frames=64, frames_per_s=8.0),
    "sit": Clip(id="sit", file="sit.clip", joints=len(JOINTS), frames=64, frames_per_s=8.0),
    "lean": Clip(id="lean", file="lean.clip", joints=len(JOINTS), frames=64, frames_per_s=8.0),
}
"""What people of `rigged` can do. "sit" and "lean" fit somebody of the standard size; `own_clip` fits anybody."""


def person(seed: int, level: str = "near", pose: str = "standing") -> Parts:
    """Somebody who keeps still. Levels: "near" (1-15 m), "far". KeyError for an unknown pose.

    "leaning" is on a rail 1.1 m high and 0.34 m ahead; "sitting" on a seat 0.45 m high above the origin.
    """
    return figure(seed, level, _POSES[pose](body(seed)[1]).matrices())


def rigged(seed: int, level: str = "far") -> Parts:
    """Somebody whom a clip moves. Without one they stand with their arms held away and not in their own size."""
    return figure(seed, level, None)


def walker(seed: int) -> Parts:
    """Somebody in the street, for the clip "walk" and `speed_mps`."""
    return rigged(seed, "far")


def frames(*clip_ids: str) -> dict[str, Floats]:
    """The frames of clips by their files, as a `Model` takes them."""
    return {CLIPS[clip_id].file: _frames(clip_id, 1.0) for clip_id in clip_ids}


def own_clip(clip_id: str, seed: int) -> tuple[Clip, dict[str, Floats]]:
    """ "sit" or "lean" as somebody's own size has it, under an id of its own."""
    name = f"{clip_id}_{seed}"
    clip = CLIPS[clip_id].model_copy(update={"id": name, "file": f"{name}.clip"})
    return clip, {clip.file: _frames(clip_id, body(seed)[1])}


@functools.lru_cache(maxsize=32)
def _frames(clip_id: str, size: float) -> Floats:
    if clip_id == "walk":
        return poses.walk_frames(CLIPS["walk"].frames)
    return poses.still_frames(clip_id, CLIPS[clip_id].frames, size=size)


def speed_mps(seed: int) -> float:
    """How fast somebody must move along -z so that their feet stay where they tread."""
    return poses.WALK_MPS * body(seed)[1]


def height_m(seed: int) -> float:
    """From the soles to the crown."""
    shape, size = body(seed)
    return float(size * np.ptp(shape[np.unique(base().groups["body"])][:, 1]))
