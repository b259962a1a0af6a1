"""Somebody from their seed: skin, features, clothes and hair on the standard skeleton, then posed or ready to move."""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields, replace

import numpy as np

from environments.modelling.material import Material
from environments.modelling.mesh import Floats, Indices, Mesh, merged
from environments.modelling.model import Parts
from environments.modelling.people_base import JOINTS, base, picture
from environments.modelling.people_dress import garment, hairline, outlines, surface
from environments.modelling.people_hair import hair
from environments.modelling.people_looks import Looks, body, looks
from environments.modelling.people_patch import normals_of, rim_of
from environments.modelling.people_rig import carried, shares

SKIN = Material("skin", roughness=0.55)
CLOTH = Material("cloth", roughness=0.92, grain="linen", grain_m=0.16)
WOVEN = Material("trousers", roughness=0.9, grain="linen", grain_m=0.1)
LEATHER = Material("shoes", roughness=0.5, grain="leather", grain_m=0.2)
HAIR = Material("hair", roughness=0.5)
EYE = Material("eyes", roughness=0.12)


@dataclass(frozen=True)
class _Making:
    """How points on the standard skeleton become a mesh: posed by matrices, or with joints to move them by."""

    size: float
    matrices: Floats | None

    def mesh(
        self, points: Floats, normals: Floats, held: Floats, colours: Floats, triangles: Indices
    ) -> Mesh:
        painted = np.ones((len(points), 4))
        painted[:, :3] = colours
        normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
        if self.matrices is None:
            return Mesh(
                points, normals, painted, triangles, joints=_four(held) * np.repeat([1.0, self.size], 4)
            )
        turned = np.einsum("nij,nj->ni", np.tensordot(held, self.matrices[:, :, :3], 1), normals)
        turned /= np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9)
        return Mesh(self.size * carried(points, held, self.matrices), turned, painted, triangles)


def _outside(points: Floats, normals: Floats, triangles: Indices) -> Indices:
    """Every triangle wound so that its front is where its corners' normals point."""
    corner = points[triangles]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    wrong = np.sum(across * normals[triangles].sum(axis=1), axis=1) < 0.0
    return np.where(wrong[:, None], triangles[:, ::-1], triangles)


def _four(held: Floats) -> Floats:
    """(N, 8): the four joints that hold most, and their shares, together 1."""
    which = np.argsort(-held, axis=1, kind="stable")[:, :4]
    most = np.take_along_axis(held, which, axis=1)
    return np.concatenate([which, most / most.sum(axis=1, keepdims=True)], axis=1)


def figure(seed: int, level: str, matrices: Floats | None) -> Parts:
    """A person; with `matrices` posed by them, without ready for a clip (shares together are then the size)."""
    who = looks(seed)
    shape, size = body(seed)
    make = _Making(size, matrices)
    colours = _complexion(who, shape)
    skin = [_skin(make, shape, "head", level, colours), _skin(make, shape, "hands", level, colours)]
    cloth, woven = [], []
    if who.sleeves == "short":
        skin.append(_skin(make, shape, "arms", level, colours))
    if who.legs == "skirt":
        skin.append(_worn(make, shape, "calves", level, np.array(who.skin) * 0.9, who))
        woven.append(_worn(make, shape, "skirt", level, np.array(who.bottom), who))
    else:
        woven.append(_worn(make, shape, "trousers", level, np.array(who.bottom), who))
    if who.coat is None:
        cloth.append(_worn(make, shape, "top", level, np.array(who.top), who))
    else:
        cloth.append(_worn(make, shape, "panel", level, np.array(who.top), who))
        cloth.append(_worn(make, shape, "coat", level, np.array(who.coat), who))
    parts = [
        (merged(skin), SKIN),
        (merged(cloth), CLOTH),
        (merged(woven), WOVEN),
        (_shoes(make, shape, level, who), LEATHER),
        (
            merged(
                [_on_head(make, *piece) for piece in hair(shape, who, level)]
                + _brows(make, shape, level, who)
            ),
            HAIR,
        ),
    ]
    if level == "near":
        parts.append((merged([_eye(make, shape, side, who) for side in "lr"]), EYE))
    return tuple((_faced(mesh), material) for mesh, material in parts)


def _faced(mesh: Mesh) -> Mesh:
    """Few triangles bend the surface sharply: where corners' normals point away from their face, it has its own."""
    a, b, c = (mesh.positions[mesh.triangles[:, i]] for i in range(3))
    across = np.cross(b - a, c - a)
    wrong = (across * mesh.normals[mesh.triangles].sum(axis=1)).sum(axis=1) <= 0.0
    area = np.linalg.norm(across, axis=1)
    kept, mended = mesh.triangles[area > 1e-12], mesh.triangles[wrong & (area > 1e-12)]
    if not len(mended):
        return replace(mesh, triangles=kept)
    kept = mesh.triangles[~wrong & (area > 1e-12)]
    taken = np.concatenate([np.arange(len(mesh.positions)), mended.ravel()])
    columns = {
        field.name: value[taken]
        for field in fields(mesh)
        if field.name != "triangles" and (value := getattr(mesh, field.name)) is not None
    }
    own = across[wrong & (area > 1e-12)] / area[wrong & (area > 1e-12), None]
    columns["normals"][len(mesh.positions) :] = np.repeat(own, 3, axis=0)
    corners = len(mesh.positions) + np.arange(mended.size).reshape(-1, 3)
    return replace(mesh, triangles=np.concatenate([kept, corners]), **columns)


def _skin(make: _Making, shape: Floats, name: str, level: str, colours: Floats) -> Mesh:
    piece = garment(name, level, level)
    patch, bare = piece.patch, surface(shape, piece.group, piece.smooth, piece.out_m)
    normals = patch.of(outlines(bare, piece.group))
    return make.mesh(patch.of(bare), normals, patch.of(shares()), patch.of(colours), patch.triangles)


def _worn(make: _Making, shape: Floats, name: str, level: str, colour: Floats, who: Looks) -> Mesh:
    style = who.sleeves if name == "top" else ""
    piece = garment(name, level, style)
    worn = surface(shape, piece.group, piece.smooth, piece.out_m)
    points, normals = piece.patch.of(worn), piece.patch.of(outlines(worn, piece.group))
    held = piece.patch.of(_skirt_shares() if name == "skirt" else shares())
    tones = np.tile(colour, (len(points), 1))
    triangles = piece.patch.triangles
    if level == "near" and name not in ("calves", "panel"):
        points, normals, held, tones, triangles = _hemmed(points, normals, held, tones, triangles)
    return make.mesh(points, normals, held, tones, triangles)


def _hemmed(
    points: Floats, normals: Floats, held: Floats, tones: Floats, triangles: Indices
) -> tuple[Floats, Floats, Floats, Floats, Indices]:
    """With a lip turned inwards along every rim, so that cloth has a thickness and its inside stays dark."""
    rim = rim_of(triangles)
    ends, place = np.unique(rim, return_inverse=True)
    place = place.reshape(-1, 2)
    inward = points[ends] - 0.012 * normals[ends]
    first, second = len(points) + place[:, 0], len(points) + place[:, 1]
    strip = np.concatenate(
        [np.stack([rim[:, 1], rim[:, 0], first], axis=1), np.stack([rim[:, 1], first, second], axis=1)]
    )
    return (
        np.concatenate([points, inward]),
        np.concatenate([normals, normals[ends] * 0.2 + _outward(points, triangles, rim, ends)]),
        np.concatenate([held, held[ends]]),
        np.concatenate([tones, tones[ends] * 0.35]),
        np.concatenate([triangles, strip]),
    )


def _outward(points: Floats, triangles: Indices, rim: Indices, ends: Indices) -> Floats:
    """Away from the cloth, at each vertex of its rim."""
    normals = normals_of(points, triangles)
    along = points[rim[:, 1]] - points[rim[:, 0]]
    across = np.cross(along, normals[rim[:, 0]])
    out = np.zeros_like(points)
    for k in (0, 1):
        np.add.at(out, rim[:, k], across)
    found = out[ends]
    unit: Floats = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return unit


def _shoes(make: _Making, shape: Floats, level: str, who: Looks) -> Mesh:
    piece = garment("shoes", level)
    worn = surface(shape, piece.group, piece.smooth, piece.out_m)
    worn[:, 1] = np.maximum(worn[:, 1] * 1.05, 0.002)
    points, normals = piece.patch.of(worn), piece.patch.of(outlines(worn, piece.group))
    sole = np.clip((0.022 - points[:, 1]) / 0.006, 0.0, 1.0)[:, None]
    tones = np.array(who.shoes) * (1.0 - sole) + 0.03 * sole
    return make.mesh(points, normals, piece.patch.of(shares()), tones, piece.patch.triangles)


@functools.cache
def _skirt_shares() -> Floats:
    """A skirt follows the hips, and further down both thighs, each on its side."""
    x, y, _ = base().positions.T
    down = 0.65 * np.clip((0.06 - y) / 0.3, 0.0, 1.0)
    right = 1.0 / (1.0 + np.exp(-np.clip(x / 0.045, -30.0, 30.0)))
    held = np.zeros((len(x), len(JOINTS)))
    held[:, JOINTS.index("pelvis")] = 1.0 - down
    held[:, JOINTS.index("thigh_l")] = down * (1.0 - right)
    held[:, JOINTS.index("thigh_r")] = down * right
    return held


def _on_head(make: _Making, points: Floats, normals: Floats, colours: Floats, triangles: Indices) -> Mesh:
    """What sits on the head; where it hangs lower than the neck it lies on the shoulders."""
    low = np.clip((1.44 - points[:, 1]) / 0.12, 0.0, 1.0) * 0.8
    held = np.zeros((len(points), len(JOINTS)))
    held[:, JOINTS.index("head")] = 1.0 - low
    held[:, JOINTS.index("spine_03")] = low
    return make.mesh(points, normals, held, colours, triangles)


def _complexion(who: Looks, shape: Floats) -> Floats:
    """The colour of each vertex of the body (N, 3)."""
    x, y, z = base().positions.T
    skin = np.array(who.skin)
    tones = np.tile(skin, (len(x), 1))
    fair = float(np.clip(skin[0] * 2.0, 0.3, 1.0))

    def paint(share: Floats, colour: Floats) -> None:
        tones[:] = tones * (1.0 - share[:, None]) + share[:, None] * colour

    lips = picture("lips")
    paint(0.75 * lips, skin * (0.86, 0.58, 0.58) if who.woman else skin * (0.86, 0.66, 0.64))
    paint(0.5 * picture("ears"), skin * (1.05, 0.86, 0.84))
    paint(0.35 * picture("eyelids"), skin * (0.8, 0.68, 0.66))
    paint(0.9 * picture("inside-mouth"), skin * (0.35, 0.2, 0.2))
    paint(0.45 * picture("fingernails"), skin * (1.12, 0.95, 0.92))
    for side in (-1.0, 1.0):
        cheek = np.exp(-(((x - 0.043 * side) / 0.022) ** 2) - ((y - 0.695) / 0.022) ** 2) * (z < -0.08)
        paint(0.3 * fair * cheek, skin * (1.05, 0.8, 0.78))
    nose = np.exp(-((x / 0.012) ** 2) - ((y - 0.69) / 0.016) ** 2) * (z < -0.14)
    paint(0.25 * fair * nose, skin * (1.05, 0.82, 0.8))
    shade = who.beard if who.beard > 0.0 else (0.0 if who.woman else 0.16)
    jaw = np.clip((0.685 - y) / 0.012, 0.0, 1.0) * np.clip((y - 0.585) / 0.02, 0.0, 1.0)
    jaw *= np.clip((-0.03 - z) / 0.03, 0.0, 1.0) * (1.0 - lips) * (1.0 - picture("ears"))
    paint(shade * jaw, np.array(who.hair) * 0.6 + skin * 0.25)
    under = np.clip(
        hairline(who.style if who.style in ("short", "crop", "receding") else "bun") / 0.1, 0.0, 1.0
    )
    paint((0.92 if who.style != "receding" else 0.8) * under, np.array(who.hair))
    return tones


def _eye(make: _Making, shape: Floats, side: str, who: Looks) -> Mesh:
    """The front of an eyeball in rings: pupil, iris, white."""
    ball = shape[np.unique(base().groups[f"helper-{side}-eye"])]
    middle, radius = 0.5 * (ball.min(axis=0) + ball.max(axis=0)), 0.47 * float(np.ptp(ball[:, 0]))
    dark, white = np.array([0.012, 0.01, 0.01]), np.array([0.66, 0.63, 0.6])
    iris = np.array(who.eyes)
    rings = [
        (0.0, dark), (0.2, dark), (0.21, iris * 0.7), (0.36, iris * 1.3), (0.47, iris * 0.5), (0.5, white * 0.8),
        (0.75, white), (1.05, white * 0.75), (1.3, white * 0.55),
    ]  # fmt: skip
    turns = 2.0 * np.pi * np.arange(14) / 14
    unit = np.concatenate(
        [
            np.stack([np.sin(a) * np.cos(turns), np.sin(a) * np.sin(turns), np.full(14, -np.cos(a))], axis=1)
            for a, _ in rings
        ]
    )
    colours = np.repeat([colour for _, colour in rings], 14, axis=0)
    number = np.arange(14 * len(rings)).reshape(len(rings), 14)
    a, b = number[:-1], np.roll(number, -1, axis=1)[:-1]
    c, d = np.roll(number, -1, axis=1)[1:], number[1:]
    faces = np.concatenate([np.stack([a, c, b], -1).reshape(-1, 3), np.stack([a, d, c], -1).reshape(-1, 3)])
    held = np.zeros((len(unit), len(JOINTS)))
    held[:, JOINTS.index("head")] = 1.0
    points = middle + radius * unit
    return make.mesh(points, unit, held, colours, _outside(points, unit, faces))


def _brows(make: _Making, shape: Floats, level: str, who: Looks) -> list[Mesh]:
    """Two ribbons that lie on the brow, wherever shapes move it."""
    if level != "near":
        return []
    corners, weights, faces = _brow_places()
    normals = outlines(shape, "body")
    points = np.einsum("nk,nki->ni", weights, shape[corners])
    facing = np.einsum("nk,nki->ni", weights, normals[corners])
    raised = np.tile([0.0004, 0.0022, 0.0022, 0.0004], len(points) // 4)
    held = np.zeros((len(points), len(JOINTS)))
    held[:, JOINTS.index("head")] = 1.0
    colours = np.tile(np.array(who.hair) * 0.8 + np.array(who.skin) * 0.05, (len(points), 1))
    points = points + facing * raised[:, None]
    return [make.mesh(points, facing, held, colours, _outside(points, facing, faces))]


@functools.cache
def _brow_places() -> tuple[Indices, Floats, Indices]:
    """Each point's triangle of the face (n, 3) and its weights there, and the ribbons' triangles."""
    points: list[tuple[float, float]] = []
    faces: list[tuple[int, ...]] = []
    steps = 9
    for side in (-1.0, 1.0):
        start = len(points)
        for t in np.linspace(0.0, 1.0, steps):
            x = 0.0125 + 0.036 * t
            y = 0.7475 + 0.0065 * np.sin(np.pi * min(1.0, 0.2 + 0.75 * t)) - 0.004 * t
            wide = 0.0036 * (1.0 - 0.75 * t**2) * min(1.0, 0.6 + 3.0 * t)
            points += [(side * x, y + wide * k) for k in (-1.0, -0.45, 0.45, 1.0)]
        for i in range(steps - 1):
            for k in range(3):
                a = start + 4 * i + k
                quad = [(a, a + 4, a + 5), (a, a + 5, a + 1)]
                faces += quad if side > 0.0 else [face[::-1] for face in quad]
    positions, body_faces = base().positions, base().groups["body"]
    some = body_faces[
        (positions[body_faces][:, :, 2].max(axis=1) < -0.09) & (positions[body_faces][:, 0, 1] > 0.73)
    ]
    corner = positions[some][:, :, :2]
    first, second = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
    area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    whole = np.abs(area) > 1e-9  # none seen from its edge
    some, corner, first, second, area = some[whole], corner[whole], first[whole], second[whole], area[whole]
    found, weights = [], []
    for point in np.array(points):
        to = point - corner[:, 0]
        b = (to[:, 0] * second[:, 1] - to[:, 1] * second[:, 0]) / area
        c = (first[:, 0] * to[:, 1] - first[:, 1] * to[:, 0]) / area
        inside = np.minimum(np.minimum(b, c), 1.0 - b - c)
        best = int(np.argmax(inside))
        found.append(some[best])
        weights.append((1.0 - b[best] - c[best], b[best], c[best]))
    return np.array(found), np.array(weights), np.array(faces)
