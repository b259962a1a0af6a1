"""People: different in sex, age, build, face and clothes, one for every seed.

Made on one skeleton, so that a single clip moves everybody. Each stands on its origin and looks along -z.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from environments.modelling import people_poses as poses
from environments.modelling.material import linear
from environments.modelling.mesh import Floats, Mesh, Rgb, capsule, lathe, merged, sphere
from environments.modelling.model import Parts
from environments.modelling.people_base import JOINTS, base
from environments.modelling.people_figure import figure
from environments.modelling.people_looks import body
from environments.scene import Clip

_POSES: Mapping[str, Callable[[float], poses.Posture]] = {
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


@dataclass(frozen=True)
class Looks:
    top: Rgb
    trousers: Rgb
    skin: Rgb
    hair: Rgb
    height_m: float = 1.72


LOOKS = (
    Looks(linear("5f7f95"), linear("3f4654"), linear("c99a78"), linear("3a2c24"), 1.76),
    Looks(linear("b5654f"), linear("4d5a52"), linear("8a5d43"), linear("1f1a18"), 1.64),
    Looks(linear("cdb583"), linear("39404d"), linear("e3bc9f"), linear("80603c"), 1.8),
    Looks(linear("6f8f72"), linear("5a4b45"), linear("d6a98a"), linear("a8a39c"), 1.68),
    Looks(linear("8b7a9c"), linear("444b57"), linear("a97852"), linear("2b211d"), 1.72),
)


def standing(looks: Looks, lean_deg: float = 0.0) -> Mesh:
    """Stands on the origin and looks along -z; `lean_deg` bends the upper body forward, arms on a rail."""
    hips_m = 0.88
    legs = [capsule(0.078, 0.9, 8, 2).moved(x, 0.02, 0.0).coloured(looks.trousers) for x in (-0.095, 0.095)]
    shoes = [
        sphere(0.06, 8, 5).stretched(0.85, 0.8, 2.2).moved(x, 0.046, -0.045).coloured(linear("3b3634"))
        for x in (-0.095, 0.095)
    ]
    coat = lathe(
        [
            (0.0, 0.0),
            (0.15, 0.0),
            (0.165, 0.08),
            (0.15, 0.24),
            (0.185, 0.44),
            (0.16, 0.54),
            (0.06, 0.59),
            (0.0, 0.6),
        ],
        12,
        70,
    )
    torso = coat.stretched(1.1, 1.0, 0.72).coloured(looks.top)
    neck = capsule(0.05, 0.16, 8, 2).moved(y=0.54).coloured(looks.skin)
    head = sphere(0.105, 14, 9).stretched(0.86, 1.16, 1.0).moved(0.0, 0.77, -0.015).coloured(looks.skin)
    hair = _cap().moved(0.0, 0.775, -0.012).coloured(looks.hair)
    reach = 52.0 if lean_deg else 4.0
    arms, hands = [], []
    for x, out in ((-0.198, -6.0), (0.198, 6.0)):
        arm = capsule(0.048, 0.6, 7, 2).moved(y=-0.6).turned("x", reach).turned("z", out)
        hand = sphere(0.05, 7, 5).moved(y=-0.62).turned("x", reach).turned("z", out)
        arms.append(arm.moved(x, 0.54, 0.0).coloured(looks.top))
        hands.append(hand.moved(x, 0.54, 0.0).coloured(looks.skin))
    upper = merged([torso, neck, head, hair, *arms, *hands]).turned("x", -lean_deg).moved(y=hips_m - 0.02)
    figure = merged([*legs, *shoes, upper])
    size = looks.height_m / 1.79  # as modelled, sole to crown
    return figure.stretched(size, size, size).shaded(0.7, 0.0, 0.5)


def _cap() -> Mesh:
    """Hair: part of a ball around the head, its edge higher in front."""
    angles = np.radians(np.linspace(-18.0, 90.0, 8))
    profile = [(0.112 * float(np.cos(a)), 0.112 * float(np.sin(a))) for a in angles]
    profile[-1] = (0.0, 0.112)
    return lathe(profile, 14, 90).turned("x", 34).stretched(0.88, 1.14, 1.02)


def far_away(looks: Looks) -> Mesh:
    """A figure for a street seen from above: about a hundred triangles."""
    leg = lathe([(0.06, 0.0), (0.1, 0.95)], 5)
    legs = [leg.moved(x, 0.0, 0.0).coloured(looks.trousers) for x in (-0.09, 0.09)]
    coat = lathe([(0.17, 0.75), (0.2, 1.3), (0.14, 1.45), (0.0, 1.48)], 7, 70).stretched(1.0, 1.0, 0.65)
    head = sphere(0.11, 6, 4).stretched(0.9, 1.15, 1.0).moved(y=1.58)
    crown = sphere(0.115, 6, 3).standing().stretched(0.9, 0.8, 1.0).moved(0.0, 1.64, 0.02)
    return merged([*legs, coat.coloured(looks.top), head.coloured(looks.skin), crown.coloured(looks.hair)])
