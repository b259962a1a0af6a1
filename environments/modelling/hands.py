"""The patient's hands: a real hand with a sleeve's end, the bones that bend its fingers, and how it closes.

A hand lies as its pose does: the palm's middle at the origin, the fingers along -z, the palm facing inwards and
down, the thumb up and inwards. The right one is the left one's mirror image.
"""

from __future__ import annotations

import functools

import numpy as np

from environments.modelling.material import Material
from environments.modelling.mesh import Floats, Indices, Mesh
from environments.modelling.model import Model
from environments.modelling.people_base import FINGERS, NAMES, base, picture, shaped
from environments.modelling.people_patch import Patch, normals_of, rim_of, smoothed, whole
from environments.modelling.people_rig import STANDARD, Posture, about, curl, frame, hand_frame
from environments.scene import Clip, Node, Scene, Sky

BONES = ("hand", *(f"{finger}_0{bone}" for finger in FINGERS for bone in (1, 2, 3)))
"""What moves a hand's vertices: the palm with its sleeve, and three bones of each finger."""
STEPS = 24
"""Frames of closing."""
SKIN = Material("hand_skin", roughness=0.5)
SLEEVE = Material("hand_sleeve", roughness=0.92, colour=(0.22, 0.3, 0.38, 1.0))
_OPEN = ((0.0, 2.0, 4.0), (-11.0, -3.0, -2.0), (-7.0, 3.0, 2.0), (-4.0, 6.0, 3.0), (-4.0, 7.0, 3.0))
_CLOSED = ((10.0, 18.0, 26.0), (42.0, 60.0, 32.0), (34.0, 46.0, 26.0), (36.0, 48.0, 28.0), (38.0, 50.0, 30.0))
"""Degrees that the three bones of thumb, index, middle, ring and little finger bend by, from rest."""
_THUMB_IN_DEG = (14.0, 22.0)
"""How far the thumb lies nearer to the index finger than at rest, open and closed."""
_PALM_DOWN_DEG = 42.0
"""How far the thumb side lies above the level."""
_SKIN_TRIANGLES, _SLEEVE_TRIANGLES = 1860, 160


@functools.cache
def model() -> Model:
    """Both hands as an environment of their own: meshes, how they close, and how their bones lie at rest."""
    meshes = {side: tuple(_mirrored(part, side) for part in _left()) for side in ("left", "right")}
    clips, frames = [], {}
    for side in ("left", "right"):
        closing = _reflected(_closing(), side)
        for name, made in (("closing", closing), ("rest", _resting(side)[None])):
            clip = Clip(id=f"{side}_{name}", file=f"{side}_{name}.clip", joints=len(BONES), frames=len(made))
            clips.append(clip)
            frames[clip.file] = made
    scene = Scene(
        id="hands",
        glb="hands.glb",
        nodes=tuple(Node(id=f"{side}_hand", mesh=side) for side in meshes),
        sky=Sky(zenith=(0.0, 0.0, 0.0), horizon=(0.0, 0.0, 0.0), below=(0.0, 0.0, 0.0)),
        clips=tuple(clips),
        floor=(),
    )
    return Model(scene, meshes, {}, frames)


def _mirrored(part: tuple[Mesh, Material], side: str) -> tuple[Mesh, Material]:
    mesh, material = part
    if side == "left":
        return part
    flip = np.array([-1.0, 1.0, 1.0])
    return (
        Mesh(
            mesh.positions * flip,
            mesh.normals * flip,
            mesh.colours,
            mesh.triangles[:, ::-1],
            joints=mesh.joints,
        ),
        material,
    )


def _reflected(matrices: Floats, side: str) -> Floats:
    """The same movement of the other hand."""
    if side == "left":
        return matrices
    flip = np.array([-1.0, 1.0, 1.0])
    return np.asarray(matrices * flip[:, None] * np.array([-1.0, 1.0, 1.0, 1.0]))


@functools.cache
def _body() -> Floats:
    return shaped(STANDARD)


@functools.cache
def _to_pose() -> Floats:
    """(3, 4): from the body's left hand to a hand's own space."""
    joints = Posture().rest
    up = np.radians(_PALM_DOWN_DEG)
    turn = frame((0.0, 0.03, -1.0), (np.cos(up), np.sin(up), 0.0)) @ hand_frame(joints, "l").T
    wrist, knuckle = joints[NAMES.index("hand_l")], joints[NAMES.index("middle_01_l")]
    middle = wrist + 0.62 * (knuckle - wrist)
    return np.concatenate([turn, -(turn @ middle)[:, None]], axis=1)


@functools.cache
def _left() -> tuple[tuple[Mesh, Material], ...]:
    body, triangles = _body(), base().groups["body"]
    skin = whole(triangles).kept(_along_forearm(body) - 0.86)
    nails = picture("fingernails")
    skin = skin.reduced(body, _SKIN_TRIANGLES, 1.0 + 3.0 * nails + 6.0 * _bone_shares()[:, 3::3].sum(axis=1))
    normals = normals_of(body, triangles)
    return (_skin(skin, body, normals, nails), SKIN), (_sleeve(body), SLEEVE)


def _along_forearm(body: Floats) -> Floats:
    """How far from elbow to wrist a vertex of the left arm lies; far below 0 elsewhere."""
    joints = Posture().rest
    elbow, wrist = joints[NAMES.index("lowerarm_l")], joints[NAMES.index("hand_l")]
    bone = wrist - elbow
    shares = (body - elbow) @ bone / (bone @ bone)
    return np.where(body[:, 0] < -0.25, shares, -9.0)


@functools.cache
def _bone_shares() -> Floats:
    """(N, bones): what is not a finger of the left hand follows the palm."""
    fingers = [NAMES.index(f"{bone}_l") for bone in BONES[1:]]
    shares = np.zeros((len(base().shares), len(BONES)))
    shares[:, 1:] = base().shares[:, fingers]
    shares[:, 0] = 1.0 - shares[:, 1:].sum(axis=1)
    return shares


def _skin(patch: Patch, body: Floats, normals: Floats, nails: Floats) -> Mesh:
    """Colours are factors of the skin's tone: nails and the palm lighter, knuckles a little warmer."""
    facing = patch.of(normals)
    palm = np.clip(facing @ _palm(), 0.0, 1.0)[:, None]
    shares = patch.of(_bone_shares())
    bent = (4.0 * shares * (1.0 - shares)).max(axis=1)[:, None] * (1.0 - palm)
    nail = np.clip(patch.of(nails), 0.0, 1.0)[:, None]
    tone = 1.0 + palm * (0.06, 0.04, 0.04) - bent * (0.03, 0.10, 0.10) + nail * (0.10, 0.05, 0.06)
    tips = shares[:, 3::3].sum(axis=1)[:, None] * (1.0 - nail)
    tone -= tips * (0.0, 0.06, 0.05)
    return _mesh(patch.of(body), facing, shares, tone, patch.triangles)


def _sleeve(body: Floats) -> Mesh:
    """A cuff around the wrist, turned in at the hand and closed towards the arm, which is not shown."""
    triangles = base().groups["helper-tights"]
    worn = smoothed(body, triangles, 4)
    along = _along_forearm(worn)
    worn = (
        worn
        + normals_of(worn, triangles) * (0.0045 + 0.0035 * np.clip((along - 0.8) / 0.12, 0.0, 1.0))[:, None]
    )
    patch = whole(triangles).kept(0.955 - along).kept(along - 0.79).reduced(worn, _SLEEVE_TRIANGLES)
    points, facing = patch.of(worn), patch.of(normals_of(worn, triangles))
    tones = np.ones((len(points), 3))
    faces = patch.triangles
    rim = rim_of(faces)
    far = _along_forearm(points)[rim].mean(axis=1) < 0.87
    joints = Posture().rest
    axis = joints[NAMES.index("hand_l")] - joints[NAMES.index("lowerarm_l")]
    axis /= np.linalg.norm(axis)
    # The cuff turns in, dark; the other end is rounded off, as what goes on there is not known.
    for edges, rings, dark in (
        (rim[~far], ((0.006, 0.001), (0.010, -0.014)), 0.5),
        (rim[far], ((0.003, -0.004), (0.010, -0.007)), 1.0),
    ):
        ends, place = np.unique(edges, return_inverse=True)
        ring, edge = ends, place.reshape(-1, 2)
        middle, start = points[ends].mean(axis=0), points[ends]
        inwards = (middle - start) / np.linalg.norm(middle - start, axis=1, keepdims=True)
        for inward, deep in (*rings, (None, rings[-1][1] - 0.002)):
            at = np.tile(middle, (len(ends), 1)) if inward is None else start + inward * inwards
            added = len(points) + np.arange(len(ends))
            a, b = ring[edge[:, 0]], ring[edge[:, 1]]
            faces = np.concatenate(
                [
                    faces,
                    np.stack([b, a, added[edge[:, 0]]], axis=1),
                    np.stack([b, added[edge[:, 0]], added[edge[:, 1]]], axis=1),
                ]
            )
            points = np.concatenate([points, at + deep * axis])
            tones = np.concatenate([tones, np.full((len(ends), 3), dark)])
            ring = added
    facing = normals_of(points, faces)
    shares = np.zeros((len(points), len(BONES)))
    shares[:, 0] = 1.0
    return _mesh(points, facing, shares, tones, faces)


def _mesh(points: Floats, normals: Floats, shares: Floats, tones: Floats, triangles: Indices) -> Mesh:
    turn, shift = _to_pose()[:, :3], _to_pose()[:, 3]
    colours = np.ones((len(points), 4))
    colours[:, :3] = np.clip(tones * 0.88, 0.0, 1.0)  # files hold colours up to 1
    which = np.argsort(-shares, axis=1, kind="stable")[:, :4]
    most = np.take_along_axis(shares, which, axis=1)
    joints = np.concatenate([which, most / most.sum(axis=1, keepdims=True)], axis=1)
    unit = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    return Mesh(points @ turn.T + shift, unit @ turn.T, colours, triangles, joints=joints)


def _closing() -> Floats:
    """(STEPS, bones, 3, 4) of the left hand, from open to closed."""
    used = [NAMES.index(f"{bone}_l") for bone in BONES]
    to = np.concatenate([_to_pose(), [[0.0, 0.0, 0.0, 1.0]]])
    back = np.linalg.inv(to)
    made = []
    for share in np.linspace(0.0, 1.0, STEPS):
        posture = Posture()
        low, high = _THUMB_IN_DEG
        posture.bend("thumb_01_l", about(_palm(), -(low + share * (high - low))))
        smooth = share * share * (3.0 - 2.0 * share)
        bends = np.array(_OPEN) + smooth * (np.array(_CLOSED) - np.array(_OPEN))
        curl(
            posture, "l", {finger: tuple(bend) for finger, bend in zip(FINGERS, bends.tolist(), strict=True)}
        )
        matrices = posture.matrices(len(NAMES))[used]
        made.append(
            (to @ np.concatenate([matrices, np.tile([[[0.0, 0.0, 0.0, 1.0]]], (len(used), 1, 1))], 1) @ back)[
                :, :3
            ]
        )
    return np.array(made)


@functools.cache
def _palm() -> Floats:
    """The way the left palm faces, on the body."""
    return hand_frame(Posture().rest, "l")[:, 2]


def _resting(side: str) -> Floats:
    """(bones, 3, 4): from a hand's space into each resting bone's, whose axes are OpenXR's: -z to the tip, y dorsal."""
    joints, turn = Posture().rest, _to_pose()
    nails, normals = picture("fingernails"), normals_of(_body(), base().groups["body"])
    flip = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
    made = []
    for bone in BONES:
        finger = bone.partition("_")[0]
        here = joints[NAMES.index(f"{bone}_l")]
        if finger == "hand":
            along, dorsal = joints[NAMES.index("middle_01_l")] - here, -_palm()
        else:
            last = joints[NAMES.index(f"{finger}_03_l")]
            after = joints[NAMES.index(f"{bone[:-1]}{int(bone[-1]) + 1}_l")] if bone[-1] != "3" else None
            along = after - here if after is not None else last - joints[NAMES.index(f"{finger}_02_l")]
            weight = nails * base().shares[:, NAMES.index(f"{finger}_03_l")]
            dorsal = (normals * weight[:, None]).sum(axis=0)
        at = (turn[:, :3] @ here + turn[:, 3]) * flip
        ahead, up = (turn[:, :3] @ along) * flip, (turn[:, :3] @ dorsal) * flip
        z = -ahead / np.linalg.norm(ahead)
        y = up - z * (z @ up)
        y /= np.linalg.norm(y)
        axes = np.stack([np.cross(y, z), y, z], axis=1)
        made.append(np.concatenate([axes.T, -(axes.T @ at)[:, None]], axis=1))
    return np.array(made)
