"""Trees, hedges, flower beds: leaves are many small faces over a dark inside, lighter the farther out and up.

`bend` says how far a strong wind moves each vertex.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from environments.modelling.facades import Generator
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Floats, Mesh, Rgb, _grid, merged, quads, sphere
from environments.modelling.model import Parts
from environments.modelling.repeat import boxes, copies, plates

LEAVES = Material("leaves", roughness=0.75, grain="leaf", grain_m=1.1)
BARK = Material("tree_bark", roughness=0.95, grain="bark", grain_m=0.7)
SOIL = Material("soil", roughness=1.0, grain="roofing", grain_m=0.8)
GREENS: tuple[Rgb, ...] = tuple(
    linear(html) for html in ("5f8a3f", "6f9448", "4f7a45", "7d9a4c", "88964a", "577f52")
)
_TWIGS_M = 0.16
"""How far a strong wind moves the outermost leaves of a street tree."""


def _branch(a: Floats, b: Floats, thick_a: float, thick_b: float, sides: int) -> Mesh:
    """A tapering round piece of wood from a to b."""
    along = (b - a) / np.linalg.norm(b - a)
    helper = np.array([1.0, 0.0, 0.0]) if abs(along[0]) < 0.8 else np.array([0.0, 0.0, 1.0])
    u = np.cross(along, helper)
    u /= np.linalg.norm(u)
    v = np.cross(along, u)
    angle = np.linspace(0.0, 2 * np.pi, sides + 1)
    ring = np.cos(angle)[:, None] * u + np.sin(angle)[:, None] * v
    positions = np.stack([a + ring * thick_a, b + ring * thick_b])
    return _grid(positions, np.stack([ring, ring]))


def _leaves(
    centres: Floats, radii: Floats, each: int, size_m: float, random: Generator
) -> tuple[Floats, Floats]:
    """Corners (K, 4, 3) of leaf clusters on the outside of blobs, and the directions (K, 3) they lie in."""
    count = each * len(centres)
    direction = random.normal(size=(count, 3))
    direction[:, 1] = direction[:, 1] * 0.9 + 0.25
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    blob = np.repeat(np.arange(len(centres)), each)
    squash = np.array([1.0, 0.85, 1.0])
    at = centres[blob] + direction * squash * radii[blob, None] * (0.86 + 0.26 * random.random((count, 1)))
    # Not inside another blob: nobody would see them there.
    gap = np.linalg.norm((at[:, None] - centres[None]) / squash, axis=2) / radii[None]
    gap[np.arange(count), blob] = 1.0
    seen = gap.min(axis=1) > 0.88
    at, direction = at[seen], direction[seen]
    count = len(at)
    facing = direction + 0.75 * random.normal(size=(count, 3)) * np.array([0.7, 0.5, 0.7]) + [0.0, 0.25, 0.0]
    facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    u = np.cross(facing, random.normal(size=(count, 3)))
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    v = np.cross(facing, u)
    long = size_m * (0.7 + 0.6 * random.random((count, 1)))
    wide = long * (0.45 + 0.25 * random.random((count, 1)))
    corners = np.stack(
        [at - u * long, at - v * wide + facing * 0.03, at + u * long, at + v * wide + facing * 0.03], axis=1
    )
    return corners, direction


def tree(random: Generator, high_m: float = 7.0, detail: int = 2, green: Rgb | None = None) -> Parts:
    """A street tree around the origin. `detail` 2: from a few metres; 1: from across a street; 0: from far away."""
    scale = high_m / 7.0
    colour = np.array(green if green is not None else GREENS[int(random.random() * len(GREENS))])
    trunk_top = np.array([0.12 * random.normal(), 2.7, 0.12 * random.normal()])
    count = (5, 7, 8)[detail]
    angle = 2 * np.pi * (np.arange(count) * 0.618 + 0.1 * random.random(count))
    level = np.linspace(3.4, 5.6, count) + 0.25 * random.normal(size=count)
    out = np.interp(level, [3.2, 4.2, 5.9], [1.15, 1.5, 0.45]) * (0.85 + 0.3 * random.random(count))
    centres = np.stack([out * np.cos(angle), level, out * np.sin(angle)], axis=1)
    centres = np.concatenate([centres, [[0.0, 4.5, 0.0]]])
    radii = np.concatenate([0.95 + 0.35 * random.random(count), [1.35]])
    wood = [_branch(np.zeros(3), trunk_top, 0.17, 0.11, (3, 5, 8)[detail])]
    if detail:
        for centre in centres[: (0, 4, 7)[detail]]:
            wood.append(_branch(trunk_top * [1, 0.9, 1], centre, 0.075, 0.025, (3, 3, 5)[detail]))
    trunk = merged(wood).coloured(linear("7b6a58")).shaded(0.75, 0.0, 0.6).boxed("y")
    inside = []
    for centre, radius in zip(centres, radii, strict=True):
        ball = sphere(float(radius) * (0.8 if detail else 1.0), *((6, 4), (6, 4), (7, 5))[detail])
        dented = 1.0 + 0.12 * random.normal(size=len(ball.positions))
        dented[[0, -1]] = 1.0
        inside.append(ball.stretched(1.0, 0.85, 1.0).moved(*centre))
    core = merged(inside)
    crown = [_painted(core, colour * (0.5 if detail else 0.85), centres, random)]
    if detail:
        corners, outward = _leaves(centres, radii, (0, 24, 70)[detail], (0.0, 0.46, 0.28)[detail], random)
        leaves = quads(corners, np.ones((len(corners), 3)))
        facing = (leaves.normals[::4] * outward).sum(axis=1) < 0.0
        corners[facing] = corners[facing][:, ::-1]
        leaves = quads(corners, np.ones((len(corners), 3)))
        # Lit as part of a round crown, not each by itself: else it glitters.
        soft = leaves.normals * 0.45 + np.repeat(outward, 4, axis=0) * 0.55
        soft /= np.linalg.norm(soft, axis=1, keepdims=True)
        kept = (soft[leaves.triangles].sum(axis=1) * leaves.normals[leaves.triangles[:, 0]]).sum(axis=1) > 0.0
        leaves = replace(leaves, normals=soft, triangles=leaves.triangles[kept])
        crown.append(_painted(leaves, colour, centres, random, 0.16))
    crown_mesh = merged(crown).boxed("y")
    up = np.clip((crown_mesh.positions[:, 1] - 2.4) / 3.6, 0.0, 1.0)
    reach = np.linalg.norm(crown_mesh.positions[:, [0, 2]], axis=1) / 2.4
    crown_mesh = replace(crown_mesh, bend=(_TWIGS_M * (0.35 * up + 0.65 * np.clip(reach, 0.0, 1.0)))[:, None])
    made = [(trunk, BARK), (crown_mesh, LEAVES)]
    return tuple((mesh.stretched(scale, scale, scale), material) for mesh, material in made)


def _painted(mesh: Mesh, colour: Floats, centres: Floats, random: Generator, by: float = 0.05) -> Mesh:
    """Darker inside and below, yellower where the sun comes."""
    middle = np.array([0.0, 4.4, 0.0])
    away = np.linalg.norm((mesh.positions - middle) / [2.4, 2.3, 2.4], axis=1)
    up = np.clip((mesh.positions[:, 1] - 2.6) / 3.6, 0.0, 1.0)
    light = (0.45 + 0.55 * np.clip(away, 0.0, 1.0)) * (0.68 + 0.42 * up)
    each = np.repeat(1.0 + by * random.normal(size=(len(mesh.positions) + 3) // 4), 4)[: len(mesh.positions)]
    warm = np.repeat(by * random.normal(size=(len(mesh.positions) + 3) // 4), 4)[: len(mesh.positions)]
    colours = mesh.colours.copy()
    colours[:, :3] = (
        colour * (light * each)[:, None] * np.stack([1.0 + warm, np.ones_like(warm), 1.0 - warm], axis=1)
    )
    return replace(mesh, colours=np.clip(colours, 0.0, 1.0))


def hedge(long_m: float, high_m: float, deep_m: float, random: Generator, share: float = 1.0) -> Mesh:
    """Along x, on y = 0: a clipped box whose faces are leaves; a share of them, larger, for one seen from afar."""
    count = int(share * (26 * long_m * high_m + 14 * long_m * deep_m))
    half = np.array([long_m / 2, high_m, deep_m / 2])
    face = random.random(count)
    at = (random.random((count, 3)) * 2.0 - 1.0) * half
    at[:, 1] = random.random(count) * high_m
    outward = np.zeros((count, 3))
    top = face < deep_m / (deep_m + 2 * high_m)
    at[top, 1], outward[top, 1] = high_m, 1.0
    side = np.where(face > 0.5 + 0.5 * deep_m / (deep_m + 2 * high_m), 1.0, -1.0)
    at[~top, 2], outward[~top, 2] = (side * deep_m / 2)[~top], side[~top]
    normal = outward + 0.5 * random.normal(size=(count, 3))
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    wrong = (normal * outward).sum(axis=1) < 0.15
    normal[wrong] = outward[wrong]
    u = np.cross(normal, random.normal(size=(count, 3)))
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    v = np.cross(normal, u)
    size = (0.1 + 0.06 * random.random((count, 1))) / share**0.5
    corners = np.stack([at - u * size, at - v * size * 0.7, at + u * size, at + v * size * 0.7], axis=1)
    shade = (0.7 + 0.5 * random.random((count, 1))) * (0.65 + 0.35 * at[:, 1:2] / high_m)
    leaves = quads(corners, np.clip(np.array(linear("55783f")) * shade, 0.0, 1.0))
    core = boxes(half * np.array([-0.98, 0.0, -0.94]), half * np.array([0.98, 0.97, 0.94]), linear("2f4526"))
    return merged([core, leaves]).boxed("x")


def grass_tufts(at: Floats, random: Generator) -> Mesh:
    """A few blades at each place, for the edges of beds and tree pits."""
    lean = np.radians(20.0)
    blades: list[list[Floats]] = []
    for k in range(4):
        a = np.radians(90.0 * k + 20.0)
        d = np.array([np.cos(a), 0.0, np.sin(a)])
        s = np.array([-np.sin(a), 0.0, np.cos(a)]) * 0.03
        tip = d * 0.16 * np.sin(lean) * 2 + np.array([0.0, 0.24, 0.0])
        blades.append([-s, s, tip + s * 0.2, tip - s * 0.2])
    tuft = quads(np.array(blades), np.tile(linear("7d9a4e"), (4, 1)))
    return copies(tuft, at, 360.0 * random.random(len(at)), 0.7 + 0.6 * random.random(len(at)))


def flower_bed(wide_m: float, deep_m: float, random: Generator, per_m2: float = 9.0) -> Parts:
    """Dark soil under green cushions with blossoms, around the origin on y = 0."""
    soil = plates(([-wide_m / 2], [wide_m / 2]), ([-deep_m / 2], [deep_m / 2]), 0.03, linear("4a3a2c"))
    count = int(wide_m * deep_m * per_m2)
    at = np.stack(
        [
            (random.random(count) - 0.5) * (wide_m - 0.2),
            np.full(count, 0.02),
            (random.random(count) - 0.5) * (deep_m - 0.2),
        ],
        axis=1,
    )
    cushion = sphere(0.2, 6, 4).standing().stretched(1.0, 0.9, 1.0).coloured(linear("5b7f40"))
    green = copies(
        cushion,
        at,
        360 * random.random(count),
        0.7 + 0.6 * random.random(count),
        0.8 + 0.35 * random.random((count, 3)),
    )
    petals = np.array([linear(h) for h in ("d94f5c", "e8b93a", "c471b5", "ece6e0", "e07b39")])
    blossom = at.repeat(4, axis=0) + np.stack(
        [
            0.26 * (random.random(4 * count) - 0.5),
            0.16 + 0.06 * random.random(4 * count),
            0.26 * (random.random(4 * count) - 0.5),
        ],
        axis=1,
    )
    size = 0.04
    dots = plates(
        (blossom[:, 0] - size, blossom[:, 0] + size), (blossom[:, 2] - size, blossom[:, 2] + size), blossom[:, 1],
        petals[(random.random(4 * count) * 5).astype(int)],
    )  # fmt: skip
    return ((soil.boxed("z"), SOIL), (merged([green, dots]).boxed("z"), LEAVES))
