"""Ground floors: shop fronts with doors of 2.1 m, awnings and signs without words, and house entrances."""

from __future__ import annotations

import numpy as np

from environments.modelling.facades import (
    FRAME,
    PANE,
    TRIM,
    Generator,
    Style,
    Surfaces,
    darker,
    lit,
    reveals,
)
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, Rgb, merged, quads
from environments.modelling.repeat import ON_A_WALL, boxes, cards, varied

SHOP_M = 4.2
"""Height of a ground floor with shops."""
CLOTH = Material("awning", roughness=0.9, grain="linen", grain_m=0.6)
PAINTED = Material("painted_wood", roughness=0.55)
_FRONTS: tuple[Rgb, ...] = tuple(
    linear(html) for html in ("2f4a3e", "7a2f2a", "20374f", "3a3a3c", "8c6a3a", "5a3550", "e2ddd0", "1f5560")
)
_AWNINGS: tuple[Rgb, ...] = tuple(
    linear(html) for html in ("b8453a", "2f6b52", "d9a441", "31567d", "c9c0ae", "8a4a6a")
)


def shop_fronts(width_m: float, style: Style, random: Generator) -> tuple[Surfaces, Surfaces]:
    """A row of shops along a wall that faces +z: (always, near)."""
    always: Surfaces = []
    near: Surfaces = []
    count = max(1, round(width_m / 5.4))
    unit = width_m / count
    for i in range(count):
        x = -width_m / 2 + unit * (i + 0.5)
        a, b = _unit(unit, style, random)
        always += [(mesh.moved(x), material) for mesh, material in a]
        near += [(mesh.moved(x), material) for mesh, material in b]
    return always, near


def _unit(wide: float, style: Style, random: Generator) -> tuple[Surfaces, Surfaces]:
    half, back = wide / 2, -0.35
    front = _FRONTS[int(random.random() * len(_FRONTS))]
    door_left = random.random() < 0.5
    door_x = (-half + 1.05) if door_left else (half - 1.05)
    glass = np.array(linear("27323a"))

    def card(x0: float, x1: float, y0: float, y1: float, z: float, rgb: Rgb) -> Mesh:
        return cards((np.array([x0]), np.array([x1])), (np.array([y0]), np.array([y1])), np.array([z]), rgb)

    def block(x0: float, x1: float, y0: float, y1: float, z0: float, z1: float, rgb: Rgb) -> Mesh:
        return boxes([(x0, y0, z0)], [(x1, y1, z1)], rgb, ON_A_WALL)

    pier = 0.28
    # The wall above and the two piers; the opening between them is as deep as `back`.
    wall = merged(
        [
            card(-half, half, 3.55, SHOP_M, 0.0, style.wall),
            block(-half, -half + pier, 0.0, 3.55, back, 0.0, style.wall),
            block(half - pier, half, 0.0, 3.55, back, 0.0, style.wall),
        ]
    ).boxed("y")
    soffit = quads(
        np.array([[(-half, 3.55, back), (half, 3.55, back), (half, 3.55, 0.0), (-half, 3.55, 0.0)]]),
        np.array([linear("6b6660")]),
    )
    x0, x1 = -half + pier, half - pier
    riser = 0.45
    left, right = (door_x + 0.6, x1) if door_left else (x0, door_x - 0.6)
    bright = float(0.7 + 0.5 * random.random())
    panes = merged(
        [
            card(left, right, riser, 2.7, back, (glass[0] * bright, glass[1] * bright, glass[2] * bright)),
            card(x0, x1, 2.75, 3.0, back, tuple(glass * 0.7)),
            card(door_x - 0.44, door_x + 0.44, 0.12, 2.05, back + 0.01, tuple(glass * 0.85)),
        ]
    )
    joinery = merged(
        [
            block(left, right, 0.0, riser, back, back + 0.12, front),
            card(x0, x1, 2.1, 3.55, back - 0.02, front),
            card(x0, x1, 0.0, 2.1, back - 0.02, front),
            block(door_x - 0.55, door_x - 0.45, 0.0, 2.7, back, back + 0.1, front),
            block(door_x + 0.45, door_x + 0.55, 0.0, 2.7, back, back + 0.1, front),
            block(door_x - 0.45, door_x + 0.45, 2.1, 2.2, back, back + 0.08, front),
            block(x0, x1, 3.0, 3.55, back, 0.1, front),
        ]
    )
    always: Surfaces = [(wall, style.material), (soffit, TRIM), (panes, PANE), (joinery, PAINTED)]
    edges = (np.array([v]) for v in (left, right, 1.3, 2.68))
    x_low, x_high, y_low, y_high = edges
    always += lit(x_low, x_high, y_low, y_high, back + 0.011, 0.95, random)
    # Goods behind the glass, as patches on it: shelves in the lower half, posters, warm lamps above.
    goods_x = np.sort(left + 0.15 + (right - left - 0.6) * random.random(7))
    tops = riser + 0.1 + 0.75 * random.random(7)
    goods = cards(
        (goods_x, goods_x + 0.22 + 0.2 * random.random(7)),
        (np.full(7, riser + 0.05), tops),
        back + 0.012,
        varied(linear("b08d6a"), random, 7, 0.8) * 0.7,
    )
    count = max(1, round((right - left) / 1.6))
    bars = left + (right - left) * np.arange(1, count) / count
    frames = [
        cards(
            (bars - 0.03, bars + 0.03),
            (np.full(len(bars), riser), np.full(len(bars), 2.75)),
            back + 0.03,
            front,
        )
    ]
    frames.append(card(left, right, 2.68, 2.78, back + 0.03, front))
    handle = block(
        door_x + (0.3 if door_left else -0.36),
        door_x + (0.36 if door_left else -0.3),
        0.85,
        1.25,
        back + 0.01,
        back + 0.07,
        linear("c9b27a"),
    )
    sign_x = (random.random() - 0.5) * (wide - 3.0)
    pale = linear("ece4d2")
    sign = [
        card(
            sign_x - 0.12 * n,
            sign_x - 0.12 * n + 0.07,
            3.17,
            3.17 + 0.1 + 0.14 * random.random(),
            0.112,
            pale,
        )
        for n in range(-6, 7)
    ]
    near: Surfaces = [
        (merged([goods, *frames, handle, *sign]), FRAME),
        (block(door_x - 0.5, door_x + 0.5, 0.0, 0.1, back, 0.15, linear("a8a196")), TRIM),
    ]
    if random.random() < 0.55:
        always.append((awning(wide - 0.4, random), CLOTH))
    return always, near


def awning(wide_m: float, random: Generator) -> Mesh:
    """Striped cloth out over the pavement, 2.3 m clear below its valance."""
    rgb = np.array(_AWNINGS[int(random.random() * len(_AWNINGS))])
    pale = np.array(linear("e9e2d3"))
    striped = random.random() < 0.6
    count = max(2, round(wide_m / 0.45))
    x = np.linspace(-wide_m / 2, wide_m / 2, count + 1)
    out, high, low = 1.35, 3.25, 2.6
    zero = np.zeros(count)
    top = np.stack(
        [
            np.stack([x[:-1], zero + low, zero + out], 1),
            np.stack([x[1:], zero + low, zero + out], 1),
            np.stack([x[1:], zero + high, zero + 0.1], 1),
            np.stack([x[:-1], zero + high, zero + 0.1], 1),
        ],
        axis=1,
    )
    valance = np.stack(
        [
            np.stack([x[:-1], zero + low - 0.25, zero + out], 1),
            np.stack([x[1:], zero + low - 0.25, zero + out], 1),
            np.stack([x[1:], zero + low, zero + out], 1),
            np.stack([x[:-1], zero + low, zero + out], 1),
        ],
        axis=1,
    )
    under = top[:, ::-1] - np.array([0.0, 0.012, 0.0])
    colours = np.where((np.arange(count) % 2 == 0)[:, None] | (not striped), rgb, pale)
    return merged([quads(top, colours), quads(valance, colours * 0.9), quads(under, colours * 0.5)])


def entrance(width_m: float, style: Style, random: Generator, bays: int) -> tuple[Surfaces, Surfaces]:
    """A ground floor without shops: a door of 2.1 m with a light above it between tall windows."""
    step = width_m / bays
    x = (np.arange(bays) + 0.5) * step - width_m / 2
    door = bays // 2
    wide = np.where(np.arange(bays) == door, 1.1, min(1.5, step - 0.7))
    low = np.where(np.arange(bays) == door, 0.14, 0.95)
    high = np.full(bays, 3.05)
    x0, x1 = x - wide / 2, x + wide / 2
    back = -0.24
    edges = np.sort(np.concatenate([[-width_m / 2, width_m / 2], x0, x1]))
    piers = cards(
        (edges[0::2], edges[1::2]), (np.zeros(bays + 1), np.full(bays + 1, SHOP_M)), 0.0, style.wall
    )
    above = cards((x0, x1), (high, np.full(bays, SHOP_M)), 0.0, style.wall)
    below = cards((x0, x1), (np.zeros(bays), low), 0.0, style.wall)
    wall = merged([piers, above, below, reveals(x0, x1, low, high, -back, darker(style.wall, 0.75))]).boxed(
        "y"
    )
    is_door = np.arange(bays) == door
    leaf = _FRONTS[int(random.random() * len(_FRONTS))]
    glass = varied(linear("2c363d"), random, bays, 0.4)
    panes = cards((x0, x1), (np.where(is_door, 2.3, low), high), back, glass)
    doors = boxes([(x0[door], 0.14, back)], [(x1[door], 2.24, back + 0.06)], leaf, ON_A_WALL)
    step_ = boxes([(x0[door] - 0.4, 0.0, 0.0)], [(x1[door] + 0.4, 0.14, 0.55)], linear("b7b0a3"), ON_A_WALL)
    plinth = boxes(
        np.array([[-width_m / 2, 0.0, 0.0], [x1[door] + 0.42, 0.0, 0.0]]),
        np.array([[x0[door] - 0.42, 0.55, 0.06], [width_m / 2, 0.55, 0.06]]),
        darker(style.wall, 0.7), ON_A_WALL,
    )  # fmt: skip
    canopy = boxes([(x0[door] - 0.5, 3.1, 0.0)], [(x1[door] + 0.5, 3.25, 1.0)], linear("4a4d4f"), ON_A_WALL)
    frames = [
        cards((x0[~is_door], x0[~is_door] + 0.07), (low[~is_door], high[~is_door]), back + 0.03, style.frame),
        cards((x1[~is_door] - 0.07, x1[~is_door]), (low[~is_door], high[~is_door]), back + 0.03, style.frame),
        cards(
            (x[~is_door] - 0.03, x[~is_door] + 0.03),
            (low[~is_door], high[~is_door]),
            back + 0.03,
            style.frame,
        ),
    ]
    return (
        [(wall, style.material), (panes, PANE), (doors, PAINTED), (plinth.boxed("x"), TRIM)],
        [(merged([step_, canopy]).boxed("x"), TRIM), (merged(frames), FRAME)],
    )
