"""The small things that make a room somebody's: tea and a book, shelves, plants, pictures."""

from __future__ import annotations

from typing import Final

import numpy as np

from environments.modelling.cloth import cushion, leaf, sheet
from environments.modelling.furniture import block, plank
from environments.modelling.material import MATT, Material, linear
from environments.modelling.mesh import Mesh, Rgb, box, cylinder, lathe, merged, quads, sphere, torus
from environments.modelling.model import Parts
from environments.safe_room.model_furniture import TABLE_M, TABLE_PLACE, WALNUT
from environments.safe_room.model_room import BACK_Z_M, DARK_OAK, FRONT_Z_M, HALF_M, OAK, OILED

GLAZED = Material("glazed", roughness=0.22, grain="ceramic", grain_m=0.5)
POTTERY = Material("pottery", roughness=0.8, grain="concrete", grain_m=0.8)
TEA = Material("tea", roughness=0.06)
PAPER = Material("paper", roughness=0.85)
LEAVES = Material("leaves", roughness=0.5, two_sided=True)
PRINT = Material("print", roughness=0.6)

_SPINES: Final = (
    "7f8f86",
    "b0604a",
    "56707a",
    "e2d6bd",
    "c39a4f",
    "6d5a68",
    "47616a",
    "8f7a5a",
    "a98467",
    "d9c8a2",
)


def on_the_table() -> Parts:
    """A cup of tea on its saucer, a closed book, a sprig in a small vase."""
    x, _, z = TABLE_PLACE
    saucer = lathe([(0.0, 0.0), (0.04, 0.0), (0.072, 0.012), (0.07, 0.015), (0.036, 0.006), (0.0, 0.006)], 22)
    cup = lathe(
        [(0.0, 0.006), (0.024, 0.006), (0.03, 0.014), (0.042, 0.04), (0.046, 0.07), (0.043, 0.07), (0.039, 0.042),
         (0.026, 0.016), (0.0, 0.014)], 20, 60,
    )  # fmt: skip
    ear = torus(0.019, 0.0045, 14, 5).turned("z", 90).stretched(1.0, 1.15, 1.0).moved(0.0, 0.042, 0.055)
    china = (
        merged([saucer, cup, ear])
        .turned("y", 60)
        .moved(x + 0.16, TABLE_M, z + 0.1)
        .coloured(linear("e9e2d2"))
    )
    tea = cylinder(0.0425, 0.001, 24).moved(x + 0.16, TABLE_M + 0.0585, z + 0.1).coloured(linear("8a4f22"))
    vase = lathe(
        [(0.0, 0.0), (0.03, 0.0), (0.042, 0.04), (0.034, 0.08), (0.016, 0.105), (0.019, 0.12),
         (0.013, 0.118), (0.0, 0.09)], 18, 60
    )  # fmt: skip
    vase = vase.moved(x - 0.14, TABLE_M, z - 0.12).coloured(linear("5f7f86"))
    sprigs = []
    for i in range(11):
        stem = leaf(0.14, 0.03, 30, 3).turned("x", -62 + 5.0 * (i % 4)).turned("y", 137.5 * i)
        sprigs.append(
            stem.moved(x - 0.14, TABLE_M + 0.11, z - 0.12).coloured(_varied("6f8f5a", 0.8 + 0.05 * (i % 7)))
        )
    cover = merged(
        [
            block((0.15, 0.004, 0.215), (0.0, 0.0, 0.0), linear("4c6670"), 0.0015),
            block((0.15, 0.004, 0.215), (0.0, 0.026, 0.0), linear("4c6670"), 0.0015),
            block((0.008, 0.03, 0.215), (-0.073, 0.0, 0.0), linear("4c6670"), 0.003),
        ]
    )
    pages = block((0.14, 0.022, 0.205), (0.0, 0.004, 0.0), linear("eee4cf"), 0.001)
    ribbon = block((0.006, 0.001, 0.06), (0.03, 0.012, 0.125), linear("a8483a"), 0.0004)
    book = [
        part.turned("y", -28).moved(x - 0.06, TABLE_M + 0.001, z + 0.17) for part in (cover, pages, ribbon)
    ]
    return (
        (merged([china, vase]), GLAZED),
        (tea, TEA),
        (merged(book), PAPER),
        (merged(sprigs), LEAVES),
    )


def bookshelf() -> Parts:
    """Along the right wall: books read and unread, and things kept."""
    width, tall, deep = 1.3, 1.92, 0.29
    x, z = HALF_M - deep / 2.0 - 0.004, 0.55
    wood = [
        plank((deep, tall, 0.028), (0.0, 0.0, -width / 2 + 0.014), WALNUT, 0.006).boxed("y"),
        plank((deep, tall, 0.028), (0.0, 0.0, width / 2 - 0.014), WALNUT, 0.006).boxed("y"),
        plank((0.012, tall - 0.02, width - 0.04), (deep / 2 - 0.008, 0.01, 0.0), DARK_OAK, 0.004).boxed("z"),
    ]
    shelves = [0.08, 0.46, 0.82, 1.17, 1.52, tall - 0.03]
    for y in shelves:
        wood.append(plank((deep - 0.006, 0.026, width - 0.05), (0.0, y, 0.0), WALNUT, 0.006).boxed("z"))
    books, random = [], np.random.default_rng(23)
    for y, gaps in zip(shelves[:-1], ((), (0.2,), (-0.33,), (0.36,), (-0.1, 0.45)), strict=True):
        at = -width / 2 + 0.035
        while at < width / 2 - 0.07:
            if any(gap - 0.14 < at < gap + 0.12 for gap in gaps):
                at += 0.02
                continue
            thick = float(random.uniform(0.018, 0.046))
            high, wide = float(random.uniform(0.19, 0.285)), float(random.uniform(0.13, 0.18))
            rgb = _varied(_SPINES[int(random.integers(len(_SPINES)))], float(random.uniform(0.75, 1.1)))
            made = _book(thick * 0.97, min(high, 0.3), wide, rgb)
            if random.random() < 0.08:
                made = made.turned("x", -9).moved(z=0.02)
                at += 0.03
            inset = float(random.uniform(0.0, 0.02)) - deep / 2 + 0.035
            books.append(made.moved(inset, y + 0.026, at + thick / 2))
            at += thick + 0.001
    lying = [
        _book(0.03, 0.24, 0.17, linear("8f7a5a")).turned("x", 90).moved(-0.1, 1.213, 0.26),
        _book(0.024, 0.22, 0.16, linear("56707a")).turned("x", 90).moved(-0.1, 1.24, 0.27),
    ]
    pots = [
        lathe([(0.0, 0.0), (0.045, 0.0), (0.075, 0.07), (0.06, 0.14), (0.028, 0.17), (0.034, 0.19),
               (0.024, 0.185), (0.0, 0.15)], 16, 60)
        .moved(-0.03, 0.846, -0.34).coloured(linear("b77a55")),
        lathe([(0.0, 0.0), (0.05, 0.0), (0.1, 0.05), (0.105, 0.07), (0.097, 0.068), (0.0, 0.02)], 18)
        .moved(-0.02, 1.546, -0.1).coloured(linear("8fa3a0")),
        lathe([(0.0, 0.0), (0.06, 0.0), (0.075, 0.12), (0.068, 0.12), (0.0, 0.1)], 16)
        .moved(-0.03, tall - 0.004, 0.42).coloured(linear("d7cbb4")),
    ]  # fmt: skip
    trailing = []
    for i in range(34):
        turn, reach = 137.5 * i, 0.04 + 0.1 * float(random.random())
        sprig = (
            leaf(0.075, 0.05, 40, 3)
            .turned("x", float(random.uniform(-35, 35)))
            .moved(z=reach)
            .turned("y", turn)
        )
        drop = 0.0 if i < 16 else float(random.uniform(0.05, 0.55))
        ahead = 0.0 if i < 16 else -0.13
        trailing.append(
            sprig.moved(-0.03 + ahead, tall + 0.12 - drop, 0.42).coloured(
                _varied("5d8550", 0.75 + 0.02 * (i % 17))
            )
        )
    vines = [
        cylinder(0.0025, 0.52, 5)
        .moved(-0.165 - 0.01 * k, tall - 0.42, 0.36 + 0.06 * k)
        .coloured(linear("5a7247"))
        for k in range(3)
    ]
    small = merged(
        [
            block((0.02, 0.2, 0.16), (0.05, 0.486, 0.2), OAK, 0.005),
            block((0.004, 0.15, 0.11), (0.0385, 0.511, 0.2), linear("c8d3d2"), 0.001),
            block((0.004, 0.06, 0.11), (0.0375, 0.511, 0.2), linear("8da07d"), 0.001),
        ]
    )
    shell = sphere(0.05, 10, 7).stretched(1.0, 0.8, 1.1).moved(-0.03, 1.586, 0.45).coloured(linear("a9a49a"))
    return tuple(
        (part.moved(x, 0.0, z), material)
        for part, material in (
            (merged(wood), OILED),
            (merged([*books, *lying, small]), PAPER),
            (merged([*pots, shell]), GLAZED),
            (merged([*trailing, *vines]), LEAVES),
        )
    )


def _book(thick_m: float, tall_m: float, wide_m: float, rgb: Rgb) -> Mesh:
    """Stands on the origin, its rounded back towards -x."""
    a, b, c = thick_m / 2.0, tall_m, wide_m
    sides = np.array(
        [
            [(0, 0, a), (c, 0, a), (c, b, a), (0, b, a)],
            [(c, 0, -a), (0, 0, -a), (0, b, -a), (c, b, -a)],
            [(0, b, a), (c, b, a), (c, b, -a), (0, b, -a)],
        ]
    )
    body = quads(sides, np.array([rgb, rgb, linear("e6dbc4")]))
    around = np.linspace(-np.pi / 2, np.pi / 2, 3)
    x, z = -0.18 * thick_m * np.cos(around), thick_m / 2.0 * np.sin(around)
    up = np.array([0.0, 0.77, 1.0]) * tall_m
    points = np.stack(np.broadcast_arrays(x[:, None], up[None], z[:, None]), axis=-1)
    back = sheet(points).coloured(_times(rgb, 0.94))
    gilt = (back.positions[:, 1] > 0.73 * tall_m) & (back.positions[:, 1] < 0.81 * tall_m)
    back.colours[gilt, :3] = _times(rgb, 1.4)
    return merged([body, back])


def tall_plant() -> Parts:
    """Broad leaves in the light of the window."""
    x, z = -1.98, -2.22
    pot = lathe(
        [(0.0, 0.0), (0.13, 0.0), (0.17, 0.3), (0.178, 0.33), (0.16, 0.335), (0.15, 0.3), (0.0, 0.29)], 22
    ).coloured(linear("c8b79d"))
    earth = cylinder(0.152, 0.012, 20).moved(y=0.285).coloured(linear("4a3a2c"))
    random = np.random.default_rng(31)
    stems, leaves = [], []
    for k, (lean, turn, tall) in enumerate(((5.0, 30.0, 1.25), (12.0, 150.0, 1.0), (11.0, 275.0, 0.85))):
        stem = (
            lathe([(0.0, 0.0), (0.016, 0.0), (0.009, tall), (0.0, tall)], 8)
            .turned("z", -lean)
            .turned("y", turn)
        )
        stems.append(stem.moved(y=0.28).coloured(linear("7a6248")))
        for i in range(15):
            at = tall * (0.28 + 0.72 * (i + 1) / 15.0)
            size = 0.2 + 0.1 * float(random.random())
            blade = leaf(size, size * 0.56, 55, 4).turned("x", float(random.uniform(-38, -5)))
            blade = blade.turned("y", 137.5 * i + 40 * k).moved(y=at).turned("z", -lean).turned("y", turn)
            leaves.append(blade.moved(y=0.28).coloured(_varied("4f7a48", float(random.uniform(0.7, 1.15)))))
    return (
        (merged([pot]).moved(x, 0.0, z), POTTERY),
        (merged([earth, *stems]).moved(x, 0.0, z), MATT),
        (merged(leaves).moved(x, 0.0, z), LEAVES),
    )


def sill_plants() -> Parts:
    """Herbs on the window board's end, where one can smell them."""
    pots, leaves = [], []
    random = np.random.default_rng(17)
    for x, html, count in ((0.66, "b9785a", 26), (0.86, "d3c6ae", 22)):
        pot = lathe(
            [(0.0, 0.0), (0.038, 0.0), (0.052, 0.075), (0.055, 0.085), (0.047, 0.085), (0.0, 0.07)], 16
        )
        z = FRONT_Z_M - 0.05
        pots.append(pot.moved(x, 0.503, z).coloured(linear(html)))
        for i in range(count):
            blade = leaf(float(random.uniform(0.05, 0.11)), 0.034, 45, 2).turned(
                "x", float(random.uniform(-85, -30))
            )
            rgb = _varied("6a9152", float(random.uniform(0.75, 1.15)))
            leaves.append(
                blade.turned("y", 137.5 * i).moved(x, 0.57 + 0.05 * float(random.random()), z).coloured(rgb)
            )
    return ((merged(pots), POTTERY), (merged(leaves), LEAVES))


def pictures() -> Parts:
    """Three quiet pictures: a shore, a sprig, a hill."""
    shore = _picture(0.86, 0.6, (("c9d6d8", 0.0, 1.0), ("9fb7b8", 0.0, 0.42), ("cdbb95", 0.0, 0.22)))
    hill = _picture(0.42, 0.52, (("e6dcc6", 0.0, 1.0), ("a8b596", 0.0, 0.5), ("7d9272", 0.0, 0.28)))
    sprig = _picture(0.34, 0.44, (("efe8d8", 0.0, 1.0),))
    drawn = [
        leaf(0.09, 0.034, 5, 3)
        .turned("x", -90)
        .turned("y", 180)
        .turned("z", 34.0 * side)
        .moved(0.0, 0.12 + 0.035 * i, 0.013)
        for i, side in enumerate((1, -1, 1, -1, 1))
    ]
    hung: list[tuple[Parts, float, float, float, float]] = [
        (shore, 90.0, -HALF_M + 0.012, 1.3, -0.62),
        (hill, 180.0, -1.5, 1.45, BACK_Z_M - 0.012),
        (((sprig[0]), (merged([sprig[1][0], *(d.coloured(linear("6f8a63")) for d in drawn)]), PRINT)),
         -90.0, HALF_M - 0.012, 1.42, -0.62),
    ]  # fmt: skip
    wood, prints = [], []
    for parts, turn, x, y, z in hung:
        wood.append(parts[0][0].turned("y", turn).moved(x, y, z))
        prints.append(parts[1][0].turned("y", turn).moved(x, y, z))
    return ((merged(wood), OILED), (merged(prints), PRINT))


def _picture(width_m: float, height_m: float, bands: tuple[tuple[str, float, float], ...]) -> Parts:
    """Framed, on the origin, looking along +z: bands of (colour, from, to) shares of its height."""
    bar = 0.028
    frame = [
        box(width_m, bar, 0.024).boxed("x").moved(y=y + bar / 2).coloured(OAK) for y in (0.0, height_m - bar)
    ]
    frame += [
        box(bar, height_m, 0.023).boxed("y").moved(x, height_m / 2).coloured(OAK)
        for x in (-width_m / 2 + bar / 2, width_m / 2 - bar / 2)
    ]
    inner_w, inner_h = width_m - 0.15, height_m - 0.15
    paper = [
        box(width_m - 2 * bar - 0.002, height_m - 2 * bar - 0.002, 0.008)
        .moved(0.0, height_m / 2, -0.002)
        .coloured(linear("f1eadb"))
    ]
    for i, (html, low, high) in enumerate(bands):
        band = box(inner_w, inner_h * (high - low), 0.006).moved(
            0.0, 0.075 + inner_h * (low + high) / 2, 0.0015 + 0.0022 * i
        )
        paper.append(band.coloured(linear(html)))
    return ((merged(frame), OILED), (merged(paper), PRINT))


def blanket() -> Parts:
    """A folded blanket on the window seat."""
    fold = [
        cushion(0.4, 0.05, 0.3, 6, k).moved(0.3, 0.492 + 0.032 * k, FRONT_Z_M + 0.24).coloured(linear(html))
        for k, html in enumerate(("a8b3a6", "9fab9d"))
    ]
    return ((merged(fold), Material("blanket", roughness=0.95, grain="wool", grain_m=0.3)),)


def _varied(html: str, by: float) -> Rgb:
    return _times(linear(html), by)


def _times(rgb: Rgb, by: float) -> Rgb:
    return (min(1.0, rgb[0] * by), min(1.0, rgb[1] * by), min(1.0, rgb[2] * by))
