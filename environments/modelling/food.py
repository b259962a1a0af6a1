"""Fruit, bread, cheese and biscuits. Each lies on its origin."""

from __future__ import annotations

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import Floats, Mesh, Rgb, lathe, merged, rounded_box
from environments.modelling.surface import curve, surface, tube

STALK = linear("6b4a30")
RED, STRAW, ORANGE, YELLOW = linear("a8352c"), linear("c9a04a"), linear("d98324"), linear("e0c23c")
RIPE, BUTTER = linear("dcb93c"), linear("cf9a55")


def apple(rgb: Rgb = RED, blush: Rgb = STRAW, seed: int = 1, detail: float = 1.0) -> Mesh:
    """Red over yellow where the sun did not reach, five bumps round its eye."""
    r = 0.038
    up = np.linspace(-np.pi / 2, np.pi / 2, round(16 * detail))
    around = np.linspace(0.0, 2 * np.pi, round(24 * detail), endpoint=False)
    u, a = np.meshgrid(up, around, indexing="ij")
    lobes = 1.0 + 0.025 * np.cos(5 * a) * np.clip(-np.sin(u), 0.0, 1.0) + 0.012 * np.cos(a + seed)
    radius = r * np.cos(u) ** 0.82 * lobes * (1.0 - 0.1 * np.clip(-np.sin(u), 0.0, 1.0))
    height = r * 0.93 * np.sin(u) - 0.45 * r * np.exp(-((np.cos(u) / 0.33) ** 2)) * np.sign(np.sin(u))
    skin = surface(np.stack([radius * np.cos(a), height, -radius * np.sin(a)], axis=-1))
    skin = skin.moved(y=-float(skin.positions[:, 1].min()))
    angle = np.arctan2(-skin.positions[:, 2], skin.positions[:, 0])
    y = skin.positions[:, 1] / (2 * r)
    streak = 0.5 + 0.5 * np.sin(19.0 * angle + 3.0 * np.sin(7.0 * angle + seed))
    ripe = np.clip(
        0.75 + 0.5 * np.cos(angle + 1.2 * seed) + 0.25 * streak - 0.9 * np.clip(y - 0.72, 0, 1) * 3, 0.0, 1.0
    )
    skin.colours[:, :3] = ripe[:, None] * np.array(rgb) + (1.0 - ripe[:, None]) * np.array(blush)
    stalk = tube(
        curve([(0.0, r * 1.2, 0.0), (0.002, r * 1.6, 0.001), (0.006, r * 2.05, 0.002)], 6),
        [0.0016, 0.0014, 0.0013, 0.0014, 0.0017, 0.0022],
        6,
    )
    return merged([skin, stalk.coloured(STALK)])


def orange(rgb: Rgb = ORANGE, detail: float = 1.0) -> Mesh:
    r = 0.039
    angles = np.linspace(-np.pi / 2, np.pi / 2, round(15 * detail))
    profile = [(float(r * np.cos(a)), float(r + 0.95 * r * np.sin(a))) for a in angles]
    profile[0], profile[-1] = (0.0, profile[0][1]), (0.0, profile[-1][1] - 0.002)
    skin = lathe(profile, round(24 * detail), 90.0).moved(y=-profile[0][1]).coloured(rgb)
    star = lathe(
        [(0.0045, 2 * r * 0.95 + 0.0002), (0.003, 2 * r * 0.95 + 0.0012), (0.0, 2 * r * 0.95 + 0.001)], 8
    ).coloured(linear("7d8a4a"))
    return merged([skin, star.moved(y=-0.002)])


def lemon(rgb: Rgb = YELLOW, detail: float = 1.0) -> Mesh:
    """Lies on its side, its ends left and right."""
    rows, columns = round(20 * detail), round(18 * detail)
    x = np.linspace(-1.0, 1.0, rows)
    body = np.sqrt(np.clip(1.0 - np.abs(x) ** 2.3, 0.0, 1.0)) * 0.029
    nipple = (
        0.0075
        * np.clip((np.abs(x) - 0.78) / 0.22, 0.0, 1.0) ** 0.5
        * np.sqrt(np.clip(1.0 - ((np.abs(x) - 0.9) / 0.1) ** 2, 0.0, 1.0))
    )
    radius = np.maximum(body, nipple)
    radius[0] = radius[-1] = 0.0
    a = np.linspace(0.0, 2 * np.pi, columns, endpoint=False)
    points = np.stack(
        [
            np.broadcast_to((x * 0.044)[:, None], (rows, columns)),
            0.029 + radius[:, None] * np.cos(a),
            radius[:, None] * np.sin(a),
        ],
        axis=-1,
    )
    skin = surface(points)
    green = np.clip((np.abs(skin.positions[:, 0]) - 0.036) / 0.008, 0.0, 1.0)[:, None]
    skin.colours[:, :3] = (1.0 - 0.5 * green) * np.array(rgb) + 0.5 * green * np.array(linear("9da23e"))
    return skin


def banana(rgb: Rgb = RIPE) -> Mesh:
    """Lies on its side, bent round +z; blunt black end, greenish stalk."""
    t = np.linspace(0.0, 1.0, 22)
    bend = np.radians(-48.0 + 96.0 * t)
    path = np.stack([0.1 * np.sin(bend), 0.0175 + 0.0 * t, 0.1 - 0.1 * np.cos(bend)], axis=1)
    thick = np.interp(
        t,
        [0.0, 0.03, 0.09, 0.22, 0.5, 0.8, 0.9, 0.93, 1.0],
        [0.003, 0.0055, 0.01, 0.0155, 0.0175, 0.0145, 0.0075, 0.0052, 0.0058],
    )
    skin = tube(path, thick.tolist(), 12)
    along = np.repeat(np.concatenate([[0.0], t, [1.0]]), 13)
    side = np.arange(len(along)) % 13
    edge = np.where(
        side % 3 == 0, 0.88, 1.0
    )  # its edges are a little darker, as those of five-sided fruit are
    green, black = (
        np.clip((along - 0.86) / 0.08, 0, 1)[:, None],
        np.clip((0.035 - along) / 0.02, 0, 1)[:, None],
    )
    colour = np.array(rgb) * edge[:, None]
    colour = colour * (1 - 0.6 * green) + np.array(linear("8f9a48")) * 0.6 * green
    skin.colours[:, :3] = colour * (1 - black) + np.array(linear("3b2b1c")) * black
    return skin


def loaf(length_m: float = 0.23) -> Mesh:
    """A crusty loaf with three slashes that opened in the oven, along x."""
    t = np.linspace(0.0, 1.0, 25)
    a = np.linspace(0.0, 2 * np.pi, 20, endpoint=False)
    x = (t - 0.5) * length_m
    swell = np.clip(1.0 - np.abs(2 * t - 1.0) ** 2.6, 0.0, 1.0) ** 0.5
    tt, aa = np.meshgrid(t, a, indexing="ij")
    top = np.clip(np.cos(aa), 0.0, 1.0)
    slash = np.zeros_like(tt)
    for middle in (0.27, 0.5, 0.73):
        slash = np.maximum(slash, np.exp(-(((tt - middle - 0.05 * np.sin(aa)) / 0.035) ** 2)) * top**1.5)
    lumps = 0.02 * np.sin(13 * tt + 2 * np.sin(3 * aa)) + 0.02 * np.sin(5 * aa + 9 * tt)
    size = swell[:, None] * (1.0 + lumps + 0.05 * np.sin(3 * np.pi * tt) ** 2 * top - 0.09 * slash)
    y = 0.05 * np.cos(aa) * size
    y = np.where(y < 0.0, y * 0.55, y * 1.0) + 0.028
    z = 0.058 * np.sin(aa) * size
    skin = surface(np.stack([np.broadcast_to(x[:, None], y.shape), y, z], axis=-1))
    skin = skin.moved(y=-float(skin.positions[:, 1].min()))
    brown, pale, dark = (np.array(linear(c)) for c in ("a3622f", "cda065", "74421f"))
    open_ = np.concatenate([slash, slash[:, :1]], axis=1).reshape(-1, 1)
    high = np.clip(skin.positions[:, 1:2] / 0.08, 0.0, 1.0)
    crust = pale * (0.55 * (1 - high)) + brown * (1 - 0.55 * (1 - high))
    crust = crust * (1 - 0.25 * high) + dark * 0.25 * high
    skin.colours[:, :3] = crust * (1 - open_) + np.array(linear("dcbb86")) * open_
    skin.colours[:, :3] = np.clip(skin.colours[:, :3], 0.0, 1.0)
    return skin


def biscuit(rgb: Rgb = BUTTER) -> Mesh:
    """A round butter biscuit with a scalloped edge and a raised middle."""
    a = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
    scallop = 1.0 + 0.035 * np.cos(12 * a)
    rows = []
    for r, y in (
        (0.0, 0.0005),
        (0.026, 0.0),
        (0.0302, 0.0035),
        (0.028, 0.0075),
        (0.021, 0.007),
        (0.0, 0.0076),
    ):
        edge = scallop if r > 0.025 else np.ones_like(a)
        rows.append(np.stack([r * edge * np.cos(a), np.full_like(a, y), -r * edge * np.sin(a)], axis=1))
    baked = surface(np.array(rows))
    rim = np.clip((np.hypot(baked.positions[:, 0], baked.positions[:, 2]) - 0.02) / 0.01, 0.0, 1.0)[:, None]
    baked.colours[:, :3] = np.array(rgb) * (1.0 - 0.45 * rim)
    return baked


def cheese() -> Mesh:
    """A wedge of yellow cheese with its rind, on its flat side, the point to the left."""
    radius, height, half = 0.1, 0.042, np.radians(17.0)
    angles = np.linspace(-half, half, 7)
    rows: list[Floats] = []
    corner = 0.004
    outline = [(0.006, 0.0), *[(float(radius * np.cos(t)), float(radius * np.sin(t))) for t in angles]]
    shape = np.array([(x, -z) for x, z in outline])
    middle = shape.mean(axis=0)
    for shrink, y in (
        (0.0, 0.0),
        (1 - corner / 0.04, 0.0),
        (1.0, corner),
        (1.0, height - corner),
        (1 - corner / 0.04, height),
        (0.0, height),
    ):
        ring = middle + (shape - middle) * shrink
        rows.append(np.stack([ring[:, 0] - 0.055, np.full(len(ring), y), ring[:, 1]], axis=1))
    wedge = surface(np.array(rows)).coloured(linear("e6bf58"))
    rind = (np.hypot(wedge.positions[:, 0] + 0.055, wedge.positions[:, 2]) > radius * 0.985)[:, None]
    wedge.colours[:, :3] = np.where(rind, np.array(linear("c9822f")), wedge.colours[:, :3])
    return wedge


def toast() -> Mesh:
    """A slice of bread."""
    crumb = rounded_box(0.086, 0.012, 0.08, 0.005, 2).moved(y=0.006).coloured(linear("cf9f62"))
    edge = (
        np.clip((np.abs(crumb.positions[:, [0, 2]]) / np.array([0.043, 0.04])).max(axis=1) - 0.9, 0, 0.1)[
            :, None
        ]
        * 10
    )
    crumb.colours[:, :3] = crumb.colours[:, :3] * (1 - edge) + np.array(linear("9a6233")) * edge
    return crumb
