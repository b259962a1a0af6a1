"""One skeleton for everybody, and how it is held: bones are turned from the trunk outwards, limbs reach by two bones.

A pose gives each joint the matrix that carries the resting body's points with it, (joints, 3, 4); a clip is a pose
for every frame. Positions are in the standard body's size: 1.68 m.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from environments.modelling.mesh import Floats
from environments.modelling.people_base import FINGERS, JOINTS, NAMES, SKELETON, base, joints_of, shaped

STANDARD = {
    f"macrodetails/{race}-{sex}-young": 0.25 for race in ("caucasian", "asian") for sex in ("female", "male")
} | {f"macrodetails/universal-{sex}-young-averagemuscle-averageweight": 0.5 for sex in ("female", "male")}
_NUMBER = {name: number for number, name in enumerate(NAMES)}
_ABOVE = [_NUMBER[parent] if parent else -1 for parent, _ in SKELETON.values()]
_UP, _AHEAD = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, -1.0])


@functools.cache
def standard() -> Floats:
    """Where everybody's joints lie at rest (all joints, 3); limbs as long on both sides."""
    joints = joints_of(shaped(STANDARD))
    for name, number in _NUMBER.items():
        if name.endswith("_l"):
            other = _NUMBER[f"{name[:-2]}_r"]
            joints[number] = 0.5 * (joints[number] + joints[other] * (-1.0, 1.0, 1.0))
            joints[other] = joints[number] * (-1.0, 1.0, 1.0)
        elif not name.endswith("_r"):
            joints[number, 0] = 0.0
    return joints


@functools.cache
def shares() -> Floats:
    """How much of each vertex follows each of `JOINTS`: the fingers' share goes to their hand."""
    everything = base().shares
    held = everything[:, : len(JOINTS)].copy()
    for number, name in enumerate(NAMES[len(JOINTS) :], len(JOINTS)):
        held[:, _NUMBER[f"hand_{name[-1]}"]] += everything[:, number]
    return held


def turn(axis: str, degrees: float) -> Floats:
    """A rotation, counter-clockwise seen from the axis's positive end."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    first = "xyz".index(axis)
    b, c = (first + 1) % 3, (first + 2) % 3
    matrix = np.eye(3)
    matrix[b, b], matrix[b, c], matrix[c, b], matrix[c, c] = cosine, -sine, sine, cosine
    return matrix


class Posture:
    """A body being posed. Set the trunk first, then the limbs; what is not set follows what it hangs on."""

    def __init__(self) -> None:
        self.rest = standard()
        self.at = self.rest.copy()
        self.turned = np.tile(np.eye(3), (len(NAMES), 1, 1))

    def lift(self, x: float, y: float, z: float) -> None:
        """Move the pelvis, and everything with it."""
        self.at = self.at + np.array([x, y, z])

    def bend(self, joint: str, rotation: Floats) -> None:
        """Turn a joint, and everything beyond it, on top of how it is held."""
        centre = self.at[_NUMBER[joint]]
        for number in self._beyond(joint):
            self.turned[number] = rotation @ self.turned[number]
            self.at[number] = centre + rotation @ (self.at[number] - centre)

    def aim(self, joint: str, child: str, towards: Floats) -> None:
        """Turn a joint the shortest way so that the bone to `child` points `towards`."""
        bone = self.at[_NUMBER[child]] - self.at[_NUMBER[joint]]
        self.bend(joint, between(bone, towards))

    def reach(self, upper: str, lower: str, end: str, to: Floats, pole: Floats) -> None:
        """Bring `end` to a place, the joint between bending towards `pole`; as near as the limb is long."""
        root = self.at[_NUMBER[upper]]
        long_a = np.linalg.norm(self.rest[_NUMBER[lower]] - self.rest[_NUMBER[upper]])
        long_b = np.linalg.norm(self.rest[_NUMBER[end]] - self.rest[_NUMBER[lower]])
        line = to - root
        distance = float(
            np.clip(np.linalg.norm(line), abs(long_a - long_b) + 1e-3, (long_a + long_b) * 0.9995)
        )
        line = line / np.linalg.norm(line)
        aside = pole - line * (pole @ line)
        aside /= np.linalg.norm(aside)
        along = (long_a**2 - long_b**2 + distance**2) / (2.0 * distance)
        out = np.sqrt(np.maximum(long_a**2 - along**2, 0.0))
        self.aim(upper, lower, line * along + aside * out)
        self.aim(lower, end, line * distance - (line * along + aside * out))

    def hold(self, joint: str, rotation: Floats) -> None:
        """Hold a joint, and what lies beyond it, turned just so from its rest."""
        self.bend(joint, rotation @ self.turned[_NUMBER[joint]].T)

    def hand(self, side: str, along: Floats, thumb: Floats) -> None:
        """Hold a hand so that its fingers point along one way and its thumb side another."""
        self.hold(f"hand_{side}", frame(along, thumb) @ hand_frame(self.rest, side).T)

    def place(self, joint: str) -> Floats:
        place: Floats = self.at[_NUMBER[joint]]
        return place

    def matrices(self, count: int = len(JOINTS)) -> Floats:
        """(count, 3, 4): what carries the resting body's points."""
        moved = self.at - np.einsum("jik,jk->ji", self.turned, self.rest)
        return np.concatenate([self.turned, moved[:, :, None]], axis=2)[:count]

    def _beyond(self, joint: str) -> list[int]:
        within = {_NUMBER[joint]}
        for number in range(min(within) + 1, len(NAMES)):
            if _ABOVE[number] in within:
                within.add(number)
        return sorted(within)


def between(a: Floats, b: Floats) -> Floats:
    """The shortest rotation from one direction to another."""
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    axis, cosine = np.cross(a, b), float(a @ b)
    if cosine < -0.9999:
        raise ValueError("expected directions that are not opposite, got opposite ones")
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    turn: Floats = np.eye(3) + cross + cross @ cross / (1.0 + cosine)
    return turn


def frame(along: npt.ArrayLike, thumb: npt.ArrayLike) -> Floats:
    """Columns: along, the thumb side made square to it, and their cross product."""
    first = np.array(along, float)
    first /= np.linalg.norm(first)
    second = np.array(thumb, float)
    second = second - first * (second @ first)
    second /= np.linalg.norm(second)
    return np.stack([first, second, np.cross(first, second)], axis=1)


def hand_frame(joints: Floats, side: str) -> Floats:
    """`frame` of a hand: along to the middle knuckle, and to the side of the index finger."""
    wrist, index, middle, pinky = (
        joints[_NUMBER[f"{name}_{side}"]] for name in ("hand", "index_01", "middle_01", "pinky_01")
    )
    return frame(middle - wrist, index - pinky)


def curl(posture: Posture, side: str, degrees: dict[str, tuple[float, float, float]]) -> None:
    """Bend the three bones of fingers towards the palm, by name."""
    rest = posture.rest
    palm = hand_frame(rest, side)[:, 2] * (1.0 if side == "l" else -1.0)
    for finger, bends in degrees.items():
        first, second, third = (_NUMBER[f"{finger}_0{bone}_{side}"] for bone in (1, 2, 3))
        for number, (start, end), bend in zip(
            (first, second, third), ((first, second), (second, third), (second, third)), bends, strict=True
        ):
            axis = np.cross(
                rest[end] - rest[start], palm
            )  # of the bone at rest: it stays when the bone passes the palm
            posture.bend(NAMES[number], about(posture.turned[number] @ axis, bend))


def about(axis: Floats, degrees: float) -> Floats:
    """A rotation about any axis, counter-clockwise seen from its tip."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    angle = np.radians(degrees)
    turn: Floats = np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * cross @ cross
    return turn


@functools.cache
def relaxed() -> Floats:
    """Matrices of all joints (joints, 3, 4) for hands whose fingers hang a little bent, all else at rest."""
    posture = Posture()
    for side in "lr":
        curl(posture, side, dict(zip(FINGERS, _HANGING, strict=True)))
    return posture.matrices(len(NAMES))


_HANGING = ((4.0, 8.0, 12.0), (12.0, 14.0, 10.0), (18.0, 18.0, 12.0), (22.0, 20.0, 14.0), (26.0, 22.0, 14.0))


def fitted(positions: Floats) -> Floats:
    """A body (N, 3) on the standard skeleton, hands relaxed: each part shifted by how far its joint is off."""
    own = joints_of(positions)
    size = size_of(positions)
    shifted = positions / size + base().shares @ (standard() - own / size)
    return carried(shifted, base().shares, relaxed())


def size_of(positions: Floats) -> float:
    """How much taller than the standard skeleton a body is, from the ankles to the neck."""
    own, ideal = joints_of(positions), standard()
    ends = [_NUMBER["neck_01"], _NUMBER["foot_l"]]
    return float(np.ptp(own[ends, 1]) / np.ptp(ideal[ends, 1]))


def carried(positions: Floats, shares: Floats, matrices: Floats) -> Floats:
    """Points (N, 3) moved by the joints that hold them (N, joints)."""
    blended = np.tensordot(shares, matrices, 1)
    return np.asarray(np.einsum("nij,nj->ni", blended[:, :, :3], positions) + blended[:, :, 3])
