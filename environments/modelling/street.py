"""What stands and lies in a street, at true size, around the origin on y = 0: lamps, benches, bins, covers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from environments.modelling.facades import Generator
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, Rgb, box, capsule, cylinder, lathe, merged, quads
from environments.modelling.repeat import STANDING, boxes, cards, patch, plates
from environments.modelling.vegetation import hedge

CAST_IRON = Material("cast_iron", roughness=0.55, metallic=0.2)
TIMBER = Material("street_timber", roughness=0.7, grain="wood", grain_m=0.5)
ENAMEL = Material("enamel", roughness=0.35)
CANVAS = Material("canvas", roughness=0.9, grain="linen", grain_m=0.6)
LAMP_GLASS = Material("lamp_glass", roughness=0.3, emissive=(0.55, 0.47, 0.33))
CLEAR = Material("shelter_glass", colour=(0.72, 0.85, 0.86, 0.2), roughness=0.08, blend=True, two_sided=True)
ROAD_DECAL = Material("road_patch", roughness=0.9, grain="asphalt", grain_m=1.3)
STONEWORK = Material("stonework", roughness=0.8, grain="stone", grain_m=0.9)
_IRON, _STEEL = linear("33383a"), linear("8b9093")
LAMP_HIGH_M = 5.4
LAMP_REACH_M = 0.9


def lamp() -> tuple[Mesh, Mesh]:
    """(iron, glass): a post with an arm towards -z and a lantern at its end."""
    post = lathe(
        [
            (0.14, 0.0),
            (0.14, 0.12),
            (0.1, 0.18),
            (0.09, 0.75),
            (0.055, 0.85),
            (0.045, LAMP_HIGH_M),
            (0.0, LAMP_HIGH_M + 0.08),
        ],
        8,
    )
    arm = boxes(
        [(-0.03, LAMP_HIGH_M - 0.15, -LAMP_REACH_M)], [(0.03, LAMP_HIGH_M - 0.08, 0.0)], _IRON, "+z-z-x+x+y-y"
    )
    hood = lathe([(0.24, -0.02), (0.2, 0.08), (0.06, 0.2), (0.0, 0.22)], 10).moved(
        0.0, LAMP_HIGH_M - 0.25, -LAMP_REACH_M
    )
    glass = lathe([(0.0, -0.13), (0.13, -0.1), (0.2, -0.02)], 10).moved(
        0.0, LAMP_HIGH_M - 0.25, -LAMP_REACH_M
    )
    return merged([post.coloured(_IRON), arm, hood.coloured(_IRON)]), glass.coloured(linear("fff0d0"))


def bench() -> tuple[Mesh, Mesh]:
    """(timber, iron): 1.8 m wide, faces -z."""
    seat = boxes(
        [(-0.9, 0.42, -0.22 + 0.115 * i) for i in range(4)], [(0.9, 0.455, -0.12 + 0.115 * i) for i in range(4)],
        linear("a5763f"), "+z-z-x+x+y",
    )  # fmt: skip
    back = boxes(
        [(-0.9, 0.56 + 0.13 * i, 0.25 + 0.025 * i) for i in range(3)],
        [(0.9, 0.65 + 0.13 * i, 0.28 + 0.025 * i) for i in range(3)], linear("a5763f"), "+z-z-x+x+y",
    )  # fmt: skip
    legs = boxes(
        [(x - 0.03, 0.0, z) for x in (-0.75, 0.75) for z in (-0.2, 0.22)],
        [(x + 0.03, h, z + 0.05) for x in (-0.75, 0.75) for z, h in ((-0.2, 0.42), (0.22, 0.9))], _IRON, "+z-z-x+x+y",
    )  # fmt: skip
    return merged([seat, back]).boxed("x"), legs


def bin_(rgb: Rgb) -> Mesh:
    body = lathe(
        [
            (0.2, 0.0),
            (0.24, 0.05),
            (0.26, 0.8),
            (0.28, 0.82),
            (0.28, 0.88),
            (0.17, 0.9),
            (0.17, 0.6),
            (0.0, 0.6),
        ],
        10,
    )
    return body.coloured(rgb)


def post_box() -> Mesh:
    red = linear("b3262a")
    body = lathe(
        [(0.3, 0.0), (0.3, 0.16), (0.24, 0.18), (0.24, 1.3), (0.28, 1.34), (0.28, 1.42), (0.0, 1.55)], 14
    )
    slot = boxes([(-0.13, 1.14, -0.255)], [(0.13, 1.18, -0.2)], linear("1c1b1b"), "-z")
    plate = boxes([(-0.1, 0.75, -0.25)], [(0.1, 0.95, -0.2)], linear("e8e2d2"), "-z")
    return merged([body.coloured(red), slot, plate])


def hydrant() -> Mesh:
    body = lathe(
        [
            (0.17, 0.0),
            (0.17, 0.05),
            (0.11, 0.07),
            (0.11, 0.55),
            (0.14, 0.57),
            (0.14, 0.62),
            (0.07, 0.74),
            (0.0, 0.77),
        ],
        9,
    )
    caps = [
        cylinder(0.055, 0.13, 7).turned("z", 90.0 * s).moved(0.0, 0.42, 0.0).moved(-0.08 * s) for s in (-1, 1)
    ]
    return merged([body, *caps]).coloured(linear("c23a2a"))


def bicycle_stands(count: int) -> Mesh:
    """Steel hoops 0.8 m apart along x."""
    parts = []
    for i in range(count):
        x = (i - (count - 1) / 2) * 0.8
        posts = boxes(
            [(x - 0.025, 0.0, z - 0.025) for z in (-0.35, 0.35)],
            [(x + 0.025, 0.8, z + 0.025) for z in (-0.35, 0.35)],
            _STEEL,
            "+z-z-x+x",
        )
        parts += [
            posts,
            boxes([(x - 0.025, 0.8, -0.375)], [(x + 0.025, 0.85, 0.375)], _STEEL, "+z-z-x+x+y-y"),
        ]
    return merged(parts)


def bollard() -> Mesh:
    return lathe(
        [(0.09, 0.0), (0.075, 0.06), (0.065, 0.85), (0.08, 0.88), (0.05, 0.97), (0.0, 0.99)], 8
    ).coloured(_IRON)


def sign_post(kind: int) -> tuple[Mesh, Mesh]:
    """(iron, enamel): a plate without words on a pole, facing -z."""
    pole = boxes([(-0.03, 0.0, -0.03)], [(0.03, 2.9, 0.03)], _STEEL)
    colour = (linear("2257a5"), linear("b3262a"), linear("e6e3da"))[kind % 3]
    disc = cylinder(0.3, 0.02, 16).turned("x", -90.0).moved(0.0, 2.55, -0.04).coloured(colour)
    bar = boxes([(-0.18, 2.5, -0.075)], [(0.18, 2.6, -0.07)], linear("f0eee6"), "-z")
    return pole, merged([disc, bar])


def traffic_light() -> tuple[Mesh, Mesh]:
    """(iron, glass): faces -z; the glass shows a steady green."""
    pole = boxes([(-0.06, 0.0, -0.06)], [(0.06, 3.4, 0.06)], _IRON)
    head = boxes([(-0.17, 2.5, -0.2)], [(0.17, 3.4, 0.02)], linear("202426"), "+z-z-x+x+y-y")
    eyes = [
        cylinder(0.1, 0.015, 10).turned("x", -90.0).moved(0.0, y, -0.2).coloured(rgb)
        for y, rgb in ((3.2, linear("4a1512")), (2.95, linear("4a3812")))
    ]
    green = cylinder(0.1, 0.015, 10).turned("x", -90.0).moved(0.0, 2.7, -0.2).coloured(linear("7dffb0"))
    return merged([pole, head, *eyes]), green


def shelter() -> tuple[Mesh, Mesh, Mesh, Mesh]:
    """(iron, glass, timber, poster): a bus shelter 4 m wide, open towards -z."""
    posts = boxes(
        [(x - 0.05, 0.0, z - 0.05) for x in (-2.0, 2.0) for z in (-0.5, 0.7)],
        [(x + 0.05, 2.4, z + 0.05) for x in (-2.0, 2.0) for z in (-0.5, 0.7)], _IRON, "+z-z-x+x",
    )  # fmt: skip
    top = boxes([(-2.15, 2.4, -0.8)], [(2.15, 2.52, 0.85)], linear("4c5254"), "+z-z-x+x+y-y")
    glass = [box(3.9, 1.9, 0.012).moved(0.0, 1.25, 0.7), box(0.012, 1.9, 1.1).moved(-2.0, 1.25, 0.1)]
    seat = boxes([(-1.5, 0.44, 0.25)], [(0.9, 0.49, 0.6)], linear("a5763f"), "+z-z-x+x+y-y")
    frame = boxes([(1.94, 0.3, -0.45)], [(2.06, 2.1, 0.65)], _IRON, "+z-z-x+x+y")
    poster = [
        cards(
            (np.array([-0.48]), np.array([0.48])), (np.array([0.42]), np.array([1.98])), np.array([0.0]), rgb
        )
        .turned("y", turn)
        .moved(x, 0.0, 0.1)
        for rgb, turn, x in ((linear("5f8fa8"), 90.0, 2.065), (linear("d9a45a"), -90.0, 1.935))
    ]
    return merged([posts, top, frame]), merged(glass), seat.boxed("x"), merged(poster)


def table() -> Mesh:
    """A café table of 70 cm."""
    top = cylinder(0.35, 0.025, 14).moved(y=0.71).coloured(linear("d9d2c2"))
    stem = cylinder(0.03, 0.7, 6).coloured(_IRON)
    foot = cylinder(0.22, 0.02, 10).coloured(_IRON)
    cups = [
        cylinder(0.04, 0.07, 7).moved(x, 0.735, z).coloured(linear("f2efe8"))
        for x, z in ((0.15, 0.1), (-0.14, -0.08))
    ]
    return merged([top, stem, foot, *cups])


def chair(rgb: Rgb) -> Mesh:
    """Its seat 0.45 m high; faces -z."""
    seat = boxes([(-0.2, 0.42, -0.2)], [(0.2, 0.45, 0.2)], rgb, "+z-z-x+x+y-y")
    back = boxes([(-0.2, 0.6, 0.18)], [(0.2, 0.85, 0.21)], rgb, "+z-z-x+x+y-y")
    legs = boxes(
        [(x - 0.015, 0.0, z - 0.015) for x in (-0.18, 0.18) for z in (-0.18, 0.19)],
        [(x + 0.015, h, z + 0.015) for x in (-0.18, 0.18) for z, h in ((-0.18, 0.42), (0.19, 0.85))], _IRON, "+z-z-x+x",
    )  # fmt: skip
    return merged([seat, back, legs])


def parasol(rgb: Rgb, across_m: float = 2.6) -> tuple[Mesh, Mesh]:
    """(cloth, pole): eight panels, alternately pale."""
    r, y0, y1 = across_m / 2, 2.15, 2.75
    angle = np.linspace(0.0, 2 * np.pi, 9)
    rim = np.stack([r * np.cos(angle), np.full(9, y0), -r * np.sin(angle)], axis=1)
    tip = np.array([0.0, y1, 0.0])
    top = np.stack(
        [
            rim[:-1],
            rim[1:],
            np.tile(tip, (8, 1)) + 0.02 * (rim[1:] - tip),
            np.tile(tip, (8, 1)) + 0.02 * (rim[:-1] - tip),
        ],
        axis=1,
    )
    pale = linear("eee6d6")
    colours = np.array([rgb if i % 2 else pale for i in range(8)])
    valance = np.stack([rim[:-1] - [0, 0.18, 0], rim[1:] - [0, 0.18, 0], rim[1:], rim[:-1]], axis=1)
    under = top[:, ::-1] - [0.0, 0.015, 0.0]
    cloth = merged([quads(top, colours), quads(valance, colours * 0.9), quads(under, colours * 0.45)])
    pole = merged(
        [
            cylinder(0.025, 2.8, 6).coloured(linear("b59a72")),
            cylinder(0.25, 0.08, 10).coloured(linear("6d6d6b")),
        ]
    )
    return cloth, pole


def cover(radius_m: float = 0.32) -> Mesh:
    """A manhole cover: rings and studs in the iron, in the road around it a darker collar; 1.2 cm high at most."""
    angle = np.linspace(0.0, 2 * np.pi, 19)
    ring = np.stack([np.cos(angle), np.zeros(19), -np.sin(angle)], axis=1)
    radii = np.array(
        [
            radius_m * 1.5,
            radius_m * 1.02,
            radius_m,
            radius_m * 0.82,
            radius_m * 0.78,
            radius_m * 0.3,
            radius_m * 0.26,
            0.0,
        ]
    )
    tone = np.array([0.42, 0.3, 0.16, 0.2, 0.11, 0.2, 0.12, 0.22]) * 0.6
    positions = np.stack([ring * r for r in radii])
    positions[..., 1] = 0.013
    colours = np.repeat(tone, 19)[:, None] * np.array([1.0, 0.97, 0.93])
    studs_at = (
        np.stack([np.cos(np.arange(10) * 0.628), np.sin(np.arange(10) * 0.628)], axis=1) * radius_m * 0.55
    )
    studs = plates(
        (studs_at[:, 0] - 0.025, studs_at[:, 0] + 0.025),
        (studs_at[:, 1] - 0.025, studs_at[:, 1] + 0.025),
        0.019,
        (0.06, 0.058, 0.055),
    )
    return merged([patch(positions, colours), studs])


def drain() -> Mesh:
    """A grate of 0.5 by 0.35 m: dark slots between bars."""
    pit = plates(([-0.27], [0.27]), ([-0.2], [0.2]), 0.01, (0.02, 0.02, 0.02))
    bars = np.linspace(-0.24, 0.24, 9)
    iron = plates(
        (bars - 0.016, bars + 0.016), (np.full(9, -0.18), np.full(9, 0.18)), 0.016, (0.16, 0.155, 0.15)
    )
    frame = plates(([-0.27, -0.27], [0.27, 0.27]), ([-0.2, 0.17], [-0.17, 0.2]), 0.017, (0.18, 0.175, 0.17))
    return merged([pit, iron, frame])


def tree_pit() -> tuple[Mesh, Mesh]:
    """(iron, soil): a square grate of 1.3 m around a trunk, with a stone rim."""
    half = 0.65
    soil = plates(([-half], [half]), ([-half], [half]), 0.008, linear("4b3c2e"))
    at = np.linspace(-half + 0.05, half - 0.05, 11)
    keep = np.abs(at) > 0.2
    bars = plates(
        (at[keep] - 0.03, at[keep] + 0.03),
        (np.full(keep.sum(), -half), np.full(keep.sum(), half)),
        0.02,
        (0.05, 0.05, 0.05),
    )
    inner = at[~keep]
    stubs = [
        plates(
            (inner - 0.03, inner + 0.03),
            (np.full(len(inner), a), np.full(len(inner), b)),
            0.02,
            (0.05, 0.05, 0.05),
        )
        for a, b in ((-half, -0.22), (0.22, half))
    ]
    rim = boxes(
        [(-half - 0.1, 0.0, -half - 0.1), (-half - 0.1, 0.0, half), (-half - 0.1, 0.0, -half), (half, 0.0, -half)],
        [(half + 0.1, 0.025, -half), (half + 0.1, 0.025, half + 0.1), (-half, 0.025, half), (half + 0.1, 0.025, half)],
        linear("8f8a82"), "+y+z-z-x+x",
    )  # fmt: skip
    return merged([bars, *stubs, rim]), soil


def tactile(wide_m: float, deep_m: float) -> Mesh:
    """Paving with studs, where a crossing begins: pale slabs, raised dots."""
    slab = plates(([-wide_m / 2], [wide_m / 2]), ([-deep_m / 2], [deep_m / 2]), 0.006, linear("c9b178"))
    x, z = (
        m.ravel()
        for m in np.meshgrid(
            np.arange(-wide_m / 2 + 0.1, wide_m / 2, 0.2), np.arange(-deep_m / 2 + 0.1, deep_m / 2, 0.2)
        )
    )
    return merged([slab, plates((x - 0.035, x + 0.035), (z - 0.035, z + 0.035), 0.014, linear("dcc68e"))])


def road_patch(wide_m: float, long_m: float, random: Generator) -> Mesh:
    """Asphalt laid later: another grey, its edge sealed with black, not quite straight."""
    points = np.array(
        [(-1, 1), (0, 1.0), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)], float
    )
    points[:-1] *= 1.0 + 0.05 * random.normal(size=(8, 1))
    points[-1] = points[0]
    outer = points * [wide_m / 2, long_m / 2]
    rows = np.stack([outer * 1.0, outer * (1.0 - 0.05 / max(wide_m, 0.5)), outer * 0.0])
    positions = np.stack([rows[..., 0], np.full(rows.shape[:2], 0.008), rows[..., 1]], axis=-1)
    tone = 0.08 + 0.1 * random.random()
    edge = patch(positions[:2], (0.035, 0.035, 0.036))
    inner = patch(positions[1:], (tone, tone, tone * 1.02))
    return merged([edge, inner])


def crack(long_m: float, random: Generator) -> Mesh:
    """A sealed crack: a dark line that wanders, along x."""
    count = max(4, int(long_m / 0.4))
    x = np.linspace(-long_m / 2, long_m / 2, count)
    z = np.cumsum(0.07 * random.normal(size=count))
    wide = 0.012 + 0.02 * random.random(count)
    rows = np.stack([np.stack([x, np.full(count, 0.011), z + side * wide], axis=1) for side in (-1.0, 1.0)])
    return patch(rows, (0.03, 0.03, 0.031))


def stains(at: Sequence[tuple[float, float]], random: Generator) -> Mesh:
    """Soft dark patches of oil with alpha that fades outwards."""
    parts = []
    for x, z in at:
        angle = np.linspace(0.0, 2 * np.pi, 10)
        ring = np.stack([np.cos(angle), np.zeros(10), -np.sin(angle)], axis=1) * (
            0.25 + 0.35 * random.random()
        )
        mesh = patch(np.stack([ring, ring * 0.45, ring * 0.0]), (0.02, 0.02, 0.02))
        mesh.colours[:, 3] = np.repeat([0.0, 0.2, 0.3], 10)
        parts.append(mesh.stretched(1.0, 1.0, 0.6 + 0.8 * random.random()).moved(x, 0.012, z))
    return merged(parts)


def cabinet() -> Mesh:
    body = boxes([(-0.6, 0.05, -0.2)], [(0.6, 1.25, 0.2)], linear("6f7f74"))
    seam = boxes([(-0.01, 0.15, -0.206)], [(0.01, 1.15, -0.2)], linear("4a554e"), "-z")
    return merged([body, seam])


def planter(random: Generator) -> tuple[Mesh, Mesh]:
    """(stone, green): a trough of 1.2 m with a low hedge in it."""
    trough = boxes([(-0.6, 0.0, -0.25)], [(0.6, 0.5, 0.25)], linear("8f8a80"), STANDING)
    return trough, hedge(1.1, 0.5, 0.42, random).moved(y=0.45)


def pigeon() -> Mesh:
    body = capsule(0.06, 0.26, 6, 2).turned("x", -70.0).moved(0.0, 0.09, 0.1).coloured(linear("7d8590"))
    head = capsule(0.035, 0.09, 5, 2).moved(0.0, 0.15, -0.14).coloured(linear("4f5a66"))
    return merged([body, head])
