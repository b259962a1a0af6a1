"""What lies outside the window: a meadow, a lake, woods and hills in the haze. The horizon never moves."""

from __future__ import annotations

from typing import Final

import numpy as np

from environments.behaviours import Loop
from environments.modelling.cloth import sheet
from environments.modelling.furniture import block
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Floats, Mesh, box, cylinder, lathe, merged, quads
from environments.modelling.model import Parts
from environments.placement import Vec3

LAKE_Y_M: Final = -3.4
"""Height of the water below the room's floor."""
SHORE_M: Final = 46.0
FAR_SHORE_M: Final = 300.0
RAIN_MPS: Final = 1.5
"""Fine rain sinks as slowly as mist does (drops of half a millimetre: about 2 m/s)."""
RAIN_M: Final = 14.4
RAIN_SHEETS: Final = 5
BIRDS_MPS: Final = 5.0
BIRDS_M: Final = (210.0, 340.0)
"""How far away birds circle, at least: each crosses less than two degrees a second."""

GRASS = Material("meadow", roughness=0.95, grain="grass", grain_m=2.6)
FAR_GREEN = Material("far land", roughness=1.0, grain="leaf", grain_m=26.0)
WATER = Material("lake", roughness=0.12, grain="water", grain_m=9.0)
FOLIAGE = Material("foliage", roughness=0.85, grain="leaf", grain_m=1.3)
TWIGS = Material("twigs", roughness=0.7, two_sided=True)
TRUNK = Material("trunk", roughness=0.95, grain="bark", grain_m=0.9)
TIMBER = Material("jetty", roughness=0.85, grain="wood", grain_m=1.4)
RAIN = Material("drizzle", colour=(1.0, 1.0, 1.0, 0.16), roughness=1.0, blend=True, two_sided=True)
VEIL = Material("shower", colour=(0.78, 0.82, 0.86, 1.0), roughness=1.0, blend=True, two_sided=True)


def meadow() -> Parts:
    """From the wall of the house down to the water."""
    azimuth = np.radians(np.linspace(-68.0, 68.0, 31))
    radius = np.array([3.15, 4.2, 5.6, 7.5, 10.0, 13.5, 18.0, 24.0, 32.0, 40.0, 48.0, 58.0, 70.0])
    a, r = np.meshgrid(azimuth, radius, indexing="ij")
    x, z = r * np.sin(a), -r * np.cos(a)
    ground = sheet(np.stack([x, _ground(x, z), z], axis=-1))
    tone = 0.88 + 0.16 * np.sin(ground.positions[:, 0] * 0.23 + 1.0) * np.cos(ground.positions[:, 2] * 0.17)
    colours = np.ones((len(ground.positions), 4))
    wet = np.clip((ground.positions[:, 1] - LAKE_Y_M) / 0.5, 0.0, 1.0)[:, None]
    colours[:, :3] = np.array(linear("c2b184")) * (1.0 - wet) + np.array(linear("8fa35f")) * wet
    colours[:, :3] *= tone[:, None]
    return ((Mesh(ground.positions, ground.normals, colours, ground.triangles).boxed("z"), GRASS),)


def _ground(x: Floats, z: Floats) -> Floats:
    """Height of the meadow: it falls gently to a shore that winds."""
    r = np.hypot(x, z)
    shore = SHORE_M + 7.0 * np.sin(x * 0.045 + 0.6) + 3.0 * np.sin(x * 0.13)
    fall = np.clip(r / shore, 0.0, 1.6)
    rolling = 0.16 * np.sin(x * 0.31 + 0.4) * np.sin(z * 0.27) * np.clip(r / 12.0, 0.0, 1.0)
    height: Floats = (
        -0.55 + (LAKE_Y_M + 0.55) * fall**1.2 + rolling * (1.0 - np.clip(fall - 0.6, 0.0, 0.4) * 2.5)
    )
    return height


def lake() -> Parts:
    azimuth = np.radians(np.linspace(-70.0, 70.0, 25))
    radius = np.array([30.0, 40.0, 52.0, 70.0, 95.0, 130.0, 180.0, 240.0, 330.0])
    a, r = np.meshgrid(azimuth, radius, indexing="ij")
    water = sheet(np.stack([r * np.sin(a), np.full_like(r, LAKE_Y_M), -r * np.cos(a)], axis=-1))
    far = np.clip((np.hypot(water.positions[:, 0], water.positions[:, 2]) - 40.0) / 260.0, 0.0, 1.0)[:, None]
    colours = np.ones((len(water.positions), 4))
    colours[:, :3] = np.array(linear("5f7f88")) * (1.0 - far) + np.array(linear("a9bfc4")) * far
    return ((Mesh(water.positions, water.normals, colours, water.triangles).boxed("z"), WATER),)


def hills() -> Parts:
    """Woods on the far shore and four ridges behind each other."""
    ridges = (
        (FAR_SHORE_M, 9.0, 7.0, "5c7350", 0.3, 76, 0.9),
        (390.0, 30.0, 22.0, "6b8360", 2.4, 46, 0.35),
        (560.0, 62.0, 40.0, "7c9379", 4.1, 32, 0.2),
        (820.0, 120.0, 70.0, "8aa092", 0.9, 26, 0.1),
        (1150.0, 215.0, 120.0, "93a7a6", 5.2, 26, 0.05),
    )
    parts = []
    for distance, height, varies, html, phase, count, rough in ridges:
        parts.append(_ridge(distance, height, varies, html, phase, count, rough))
    return ((merged(parts), FAR_GREEN),)


def _ridge(
    distance_m: float, height_m: float, varies_m: float, html: str, phase: float, count: int, rough: float
) -> Mesh:
    """A line of hills all across the view, its crest ragged by trees where it is near."""
    random = np.random.default_rng(round(distance_m))
    azimuth = np.radians(np.linspace(-66.0, 66.0, count + 1))
    wave = (
        0.5 * np.sin(azimuth * 3.1 + phase)
        + 0.3 * np.sin(azimuth * 7.3 + 2 * phase)
        + 0.2 * np.sin(azimuth * 15.7)
    )
    ragged = rough * 3.2 * (random.random(count + 1) - 0.5) + rough * 1.5 * np.sin(azimuth * 61.0)
    crest = LAKE_Y_M + np.maximum(height_m + varies_m * wave, 2.0) + ragged
    rows = [
        (distance_m, np.full(count + 1, LAKE_Y_M - 0.6)),
        (distance_m + 2.0, LAKE_Y_M + 0.25 * (crest - LAKE_Y_M)),
        (distance_m + height_m * 0.5, LAKE_Y_M + 0.68 * (crest - LAKE_Y_M)),
        (distance_m + height_m, crest),
    ]
    points = np.stack(
        [np.stack([r * np.sin(azimuth), y, -r * np.cos(azimuth)], axis=-1) for r, y in rows], axis=1
    )
    made = sheet(points)
    shade = np.tile(np.array([0.7, 0.85, 1.0, 1.08]), count + 1)
    patches = 0.9 + 0.2 * np.sin(made.positions[:, 0] / distance_m * 29.0 + phase)
    colours = np.ones((len(made.positions), 4))
    colours[:, :3] = np.clip(np.array(linear(html)) * (shade * patches)[:, None], 0.0, 1.0)
    return Mesh(made.positions, made.normals, colours, made.triangles, uv=made.uv)


def trees() -> Parts:
    """Single trees on the meadow, a wood to each side, bushes by the water: what is near bends in the wind."""
    random = np.random.default_rng(41)
    crowns, trunks = [], []
    placed = [
        (-8.6, -16.0, 7.5, 8), (13.2, -24.5, 8.0, 8), (10.5, -35.0, 5.6, 6), (17.0, -39.0, 8.0, 6),
        (-13.0, -37.0, 5.0, 6), (-18.0, -35.0, 7.5, 6), (-24.0, -24.0, 9.0, 5), (25.0, -22.0, 9.0, 5),
        (8.5, -42.0, 2.2, 3), (-4.0, -44.0, 1.6, 3), (-6.5, -43.5, 1.3, 3), (2.4, -46.0, 1.3, 3),
    ]  # fmt: skip
    for x, z, tall, clumps in placed:
        y = float(_ground(np.array(x), np.array(z)))
        crowns.append(_crown(tall, clumps, random, -z < 20.0).moved(x, y - 0.1, z))
        if tall > 2.0:
            stem = lathe(
                [(0.0, -0.4), (0.028 * tall, -0.4), (0.014 * tall, tall * 0.6), (0.0, tall * 0.62)], 8
            )
            trunks.append(stem.boxed("y").moved(x, y, z).coloured(linear("6b5a48")))
    return ((merged(crowns), FOLIAGE), (merged(trunks), TRUNK))


def _crown(tall_m: float, clumps: int, random: np.random.Generator, fine: bool) -> Mesh:
    parts = []
    for i in range(clumps):
        size = tall_m * float(random.uniform(0.19, 0.29)) * (1.0 if i else 1.2)
        around, out = i * 2.4 + float(random.random()), tall_m * 0.19 * (0.0 if i == 0 else 1.0)
        base = 0.36 if tall_m > 2.0 else 0.12
        at = (
            out * float(np.cos(around)),
            tall_m
            * (base + (0.92 - base) * (0.75 - 0.5 * i / max(1, clumps - 1)) + 0.06 * float(random.random())),
            out * float(np.sin(around)),
        )
        parts.append(_clump(size, random, fine).moved(*at))
    crown = merged(parts)
    tone = 0.62 + 0.5 * np.clip(crown.positions[:, 1] / tall_m, 0.0, 1.0)
    green = np.array(linear(("8ba05c", "95a863", "7f9a5b")[int(random.integers(3))]))
    colours = np.ones((len(crown.positions), 4))
    colours[:, :3] = green * tone[:, None]
    bend = 0.035 * np.clip(crown.positions[:, 1:2], 0.0, None)
    return Mesh(crown.positions, crown.normals, colours, crown.triangles, uv=crown.uv, bend=bend)


def _clump(radius_m: float, random: np.random.Generator, fine: bool) -> Mesh:
    """A ball of leaves with bumps."""
    around = np.linspace(0.0, 2.0 * np.pi, 11 if fine else 8)
    up = np.linspace(-np.pi / 2, np.pi / 2, 7 if fine else 5)
    a, u = np.meshgrid(around, up, indexing="ij")
    bumps = random.normal(1.0, 0.13, a.shape)
    bumps[-1] = bumps[0]
    bumps[:, 0], bumps[:, -1] = bumps[0, 0], bumps[0, -1]
    r = radius_m * bumps
    points = np.stack([r * np.cos(u) * np.cos(a), 0.82 * r * np.sin(u), r * np.cos(u) * np.sin(a)], axis=-1)
    ball = sheet(points[::-1])
    outward = ball.positions / np.maximum(np.linalg.norm(ball.positions, axis=1, keepdims=True), 1e-9)
    corner = ball.positions[ball.triangles]
    facing = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    area = np.linalg.norm(facing, axis=1)
    out = (facing * outward[ball.triangles].sum(axis=1)).sum(axis=1)
    keep = ball.triangles[(area > 1e-7) & (out > 0.0)]
    return Mesh(ball.positions, outward, ball.colours, keep, uv=ball.uv)


def branch() -> Parts:
    """A birch just outside: its hanging twigs move in the wind, and near things tell how far the far ones are."""
    random = np.random.default_rng(53)
    x, z = -2.75, -6.2
    y = float(_ground(np.array(x), np.array(z)))
    stem = lathe([(0.0, -0.3), (0.13, -0.3), (0.1, 2.5), (0.07, 5.0), (0.0, 5.0)], 10).boxed("y")
    stem = stem.turned("z", 2.0).moved(x, y, z).coloured(linear("cfc9bd"))
    corners, colours, bends = [], [], []
    for twig in range(15):
        high = 3.0 + 1.6 * random.random()
        start = np.array([x + 0.05 - 0.035 * high, y + high, z])
        reach = np.array(
            [0.3 + 2.3 * random.random() ** 0.8, 0.7 - 0.9 * random.random(), 0.9 * (random.random() - 0.5)]
        )
        length = 0.7 + 0.9 * random.random()

        def along(s: float, start: Floats = start, reach: Floats = reach, length: float = length) -> Floats:
            """A point of the twig: out from the stem, then hanging."""
            hang = np.array([0.0, length * max(0.0, s - 0.35) * 1.5, 0.0])
            at: Floats = start + reach * min(1.0, s * 1.6) - hang
            return at

        for s in (0.0, 0.2, 0.4, 0.62, 0.81):
            ends = along(s), along(s + 0.2)
            thick = 0.0045 * (1.15 - s)
            across = np.array([0.0, 1.0, 0.0]) if s < 0.4 else np.array([1.0, 0.0, 0.0])
            a, b = ends[0] - across * thick, ends[1] - across * thick * 0.8
            corners.append([a, b, b + across * thick * 1.6, a + across * thick * 2.0])
            colours.append(np.array(linear("8a7863")))
            lean = [0.05 + 0.3 * max(0.0, end - 0.35) for end in (s, s + 0.2)]
            bends += [lean[0], lean[1], lean[1], lean[0]]
        for i in range(27):
            s = 0.12 + 0.88 * (i + 0.5) / 27.0
            hangs = max(0.0, s - 0.35)
            at = along(s) + random.normal(0.0, 0.04, 3)
            turn, size = float(random.random() * 6.3), 0.022 + 0.016 * float(random.random())
            side = np.array([np.cos(turn), 0.25, np.sin(turn)]) * size
            down = np.array([0.25 * np.sin(turn), -1.0, 0.2 * np.cos(turn)]) * size * 1.5
            corners.append([at - side * 0.6, at + down, at + side * 0.6, at - down * 0.8])
            green = np.array(linear(("8aa352", "7c9a4c", "a3ad58", "6d8c46")[twig % 4]))
            colours.append(np.clip(green * (0.75 + 0.4 * random.random()), 0.0, 1.0))
            bends += [0.05 + 0.3 * hangs] * 4
    leaves = quads(np.array(corners), np.array(colours))
    leaves = Mesh(
        leaves.positions, leaves.normals, leaves.colours, leaves.triangles, bend=np.array(bends)[:, None]
    )
    return ((stem, TRUNK), (leaves, TWIGS))


def flowers() -> Parts:
    """Taller grass and flowers on the near meadow."""
    random = np.random.default_rng(61)
    corners, colours, bends = [], [], []
    for i in range(240):
        a, r = np.radians(random.uniform(-60.0, 60.0)), 3.9 + 12.0 * random.random() ** 1.5
        x, z = float(r * np.sin(a)), float(-r * np.cos(a))
        y, turn = float(_ground(np.array(x), np.array(z))), float(random.random() * 6.3)
        tall = 0.12 + 0.24 * float(random.random())
        flower = i % 5 == 0
        wide = 0.012 + (0.0 if flower else 0.012)
        side = np.array([np.cos(turn), 0.0, np.sin(turn)]) * wide
        foot = np.array([x, y - 0.03, z])
        tip = foot + np.array([0.12 * tall * np.cos(turn * 3.0), tall, 0.12 * tall * np.sin(turn * 3.0)])
        green = np.array(linear(("7f9a4c", "94a45a", "a9a765")[i % 3])) * (0.8 + 0.3 * random.random())
        corners.append([foot - side, foot + side, tip + side * 0.2, tip - side * 0.2])
        colours.append(np.clip(green, 0.0, 1.0))
        bends += [0.0, 0.0, tall * 0.12, tall * 0.12]
        if flower:
            up, out = np.array([0.0, 0.02, 0.0]), side * 1.9
            corners.append([tip - out - up, tip + out - up, tip + out + up, tip - out + up])
            colours.append(np.array(linear(("e9dcae", "d8a5b0", "b9a5d0", "efe9dc")[(i // 5) % 4])))
            bends += [tall * 0.12] * 4
    made = quads(np.array(corners), np.array(colours))
    # Lit as the meadow they stand in: a blade's own side would make them sparkle.
    up_normals = np.tile(np.array([0.0, 1.0, 0.0]), (len(made.positions), 1)) * 0.8 + made.normals * 0.2
    up_normals /= np.linalg.norm(up_normals, axis=1, keepdims=True)
    corner = made.positions[made.triangles]
    facing = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    flip = (facing * up_normals[made.triangles].sum(axis=1)).sum(axis=1) < 0.0
    triangles = made.triangles.copy()
    triangles[flip] = triangles[flip][:, ::-1]
    return (
        (Mesh(made.positions, up_normals, made.colours, triangles, bend=np.array(bends)[:, None]), TWIGS),
    )


def jetty() -> Parts:
    """A landing stage that somebody built for sitting on."""
    x, z0, z1 = 5.5, -44.0, -57.0
    boards = [
        box(1.7, 0.05, 0.44)
        .boxed("x")
        .moved(x + 0.02 * (i % 3), LAKE_Y_M + 0.42, z0 - 0.47 * i)
        .coloured(linear("9a8468"))
        for i in range(round((z0 - z1) / 0.47))
    ]
    posts = [
        cylinder(0.09, 1.5, 6).moved(x + side, LAKE_Y_M - 0.75, z0 - 3.0 * k).coloured(linear("6f5d49"))
        for side in (-0.85, 0.85)
        for k in range(5)
    ]
    return ((merged([*boards, *posts]), TIMBER),)


def boat() -> Parts:
    """A rowing boat at rest; its keel along z, on the origin's water line."""
    s = np.linspace(-1.0, 1.0, 9)
    girth = np.linspace(-1.0, 1.0, 7)
    a, g = np.meshgrid(s, girth, indexing="ij")
    beam = 0.62 * (1.0 - np.abs(a) ** 2.4) ** 0.7 + 0.015
    rise = 0.12 * a**2
    points = np.stack([beam * g, (np.abs(g) ** 2.2) * 0.48 - 0.16 + rise, a * 1.9], axis=-1)
    hull = sheet(points[::-1]).coloured(linear("5f7f8c"))
    seats = [
        block((0.95, 0.03, 0.22), (0.0, 0.2, z), linear("b09468"), 0.008).boxed("x")
        for z in (-0.7, 0.2, 0.95)
    ]
    return ((hull, Material("boat", roughness=0.6, two_sided=True)), (merged(seats), TIMBER))


def shower() -> Parts:
    """A veil of rain far away over the hills, thin at its sides and foot."""
    columns, rows = np.linspace(-1.0, 1.0, 15), np.linspace(0.0, 1.0, 5)
    c, r = np.meshgrid(columns, rows, indexing="ij")
    points = np.stack([c * 130.0 - 26.0 * (1.0 - r), LAKE_Y_M + 14.0 + r * 190.0, np.zeros_like(c)], axis=-1)
    veil = sheet(points)
    thick = np.clip(1.0 - c**2, 0.0, 1.0) * (0.65 + 0.35 * np.sin(c * 23.0) * np.sin(c * 9.0 + 1.0))
    veil.colours[:, 3] = (thick * np.sin(np.pi * np.clip(r * 0.95 + 0.02, 0.0, 1.0)) ** 0.8 * 0.34).ravel()
    return ((veil, VEIL),)


def drizzle() -> Parts:
    """A sheet of fine rain, RAIN_M tall and centred on the origin; several follow each other down."""
    random = np.random.default_rng(71)
    count = 64
    x, y = random.uniform(-7.5, 7.5, count), random.uniform(-RAIN_M / 2, RAIN_M / 2, count)
    z, long = random.uniform(-2.2, 2.2, count), random.uniform(0.06, 0.14, count)
    wide = 0.0018
    corners = np.stack(
        [
            np.stack([x + side * wide, y + up * long, z], axis=-1)
            for side, up in ((-1.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0))
        ],
        axis=1,
    )
    return ((quads(corners, np.tile(np.array([0.86, 0.9, 0.95]), (count, 1))), RAIN),)


def falling(start_m: float) -> Loop:
    """Down outside the window; back under the ground and over the roof, where nobody sees it."""
    path: tuple[Vec3, ...] = ((0.0, 11.0, -7.6), (0.0, -9.0, -7.6), (0.0, -9.0, 8.4), (0.0, 11.0, 8.4))
    return Loop(path=path, speed_mps=RAIN_MPS, start_m=start_m)


def birds() -> Parts:
    """Three that glide, wings spread: each looks along -z."""
    wings = []
    for x, y, z, bank in ((0.0, 0.0, 0.0, 4.0), (9.0, 3.0, 7.0, 8.0), (-6.0, 5.0, 13.0, 2.0)):
        for side in (-1.0, 1.0):
            out = side * 0.85
            points = np.array([[[0.0, 0.0, -0.16], [0.0, 0.0, 0.22]], [[out, 0.17, 0.07], [out, 0.17, 0.19]]])
            wing = sheet(points if side < 0.0 else points[::-1])
            wings.append(wing.turned("z", bank).moved(x, y, z))
    return ((merged(wings).coloured(linear("5a5e62")), Material("birds", roughness=1.0, two_sided=True)),)


def circling(middle: Vec3, radius_m: float, start_m: float) -> Loop:
    """A wide level circle, slowly."""
    x, y, z = middle
    around = np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False).tolist()
    path: tuple[Vec3, ...] = tuple(
        (x + radius_m * float(np.cos(a)), y, z - 0.6 * radius_m * float(np.sin(a))) for a in around
    )
    return Loop(path=path, speed_mps=BIRDS_MPS, start_m=start_m, turn_m=6.0)
