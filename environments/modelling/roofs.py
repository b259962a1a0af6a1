"""Roofs as one sees them from above: gravel behind a parapet, machines, ducts, tanks on legs, terraces with plants."""

from __future__ import annotations

import numpy as np

from environments.modelling.facades import IRON, PANE, TRIM, Generator, Surfaces
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, Rgb, cylinder, lathe, merged
from environments.modelling.repeat import STANDING, boxes, copies, patch, plates

ROOFING = Material("roofing", roughness=0.95, grain="roofing", grain_m=2.0)
SHEET = Material("sheet_metal", roughness=0.45, metallic=0.4, grain="steel", grain_m=1.0)
DECKING = Material("decking", roughness=0.8, grain="boards", grain_m=1.6)
GREEN = Material("pot_plants", roughness=0.9, grain="leaf", grain_m=0.8)
_SURFACES: tuple[Rgb, ...] = tuple(
    linear(html) for html in ("9a948a", "7f7e7c", "b1aba0", "8d8479", "6f7073", "a79b8b")
)


def roof(
    width_m: float,
    depth_m: float,
    top_m: float,
    wall: Rgb,
    random: Generator,
    things: int,
    parapet_m: float = 0.9,
) -> Surfaces:
    """A roof around the origin at `top_m` less its parapet, with about `things` things on it."""
    x, z, rim = width_m / 2, depth_m / 2, 0.35
    y = top_m - parapet_m
    tone = np.array(_SURFACES[int(random.random() * len(_SURFACES))])
    across = np.linspace(-x + rim, x - rim, max(2, round(width_m / 3.0)) + 1)
    along = np.linspace(-z + rim, z - rim, max(2, round(depth_m / 3.0)) + 1)
    a, b = np.meshgrid(across, along, indexing="ij")
    edge = np.minimum(np.minimum(a + x, x - a), np.minimum(b + z, z - b))
    # Dirt lies along the parapets, where water stands longest.
    light = (0.78 + 0.22 * np.clip(edge / 2.5, 0.0, 1.0)) * (1.0 + 0.06 * random.normal(size=a.shape))
    gravel = patch(np.stack([a, np.full_like(a, y), b], axis=-1), tone[None] * light.ravel()[:, None])
    pale = (wall[0] * 0.6 + 0.25, wall[1] * 0.6 + 0.25, wall[2] * 0.6 + 0.24)
    low = np.array([[-x, y, z - rim], [-x, y, -z], [-x, y, -z], [x - rim, y, -z]])
    high = np.array([[x, top_m, z], [x, top_m, -z + rim], [-x + rim, top_m, z], [x, top_m, z]])
    coping = boxes(low + np.array([0.0, 0.0, 0.002]), high, pale, "-z+z-x+x+y")
    made: Surfaces = [(gravel.boxed("z"), ROOFING), (coping.boxed("x"), TRIM)]
    made += _things(width_m - 2.0, depth_m - 2.0, y, random, things, pale)
    return made


def _things(wide: float, deep: float, y: float, random: Generator, things: int, pale: Rgb) -> Surfaces:
    """On a coarse grid, so that none stands in another."""
    columns, rows = max(1, int(wide // 3.6)), max(1, int(deep // 3.6))
    free = [(i, j) for i in range(columns) for j in range(rows)]
    made: Surfaces = []
    kinds = ("stair_head", "machine", "machine", "tank", "skylights", "terrace", "ducts", "pipes", "machine")
    first = int(random.random() * len(kinds))
    for n in range(min(things, len(free))):
        i, j = free.pop(int(random.random() * len(free)))
        px = (i + 0.5) / columns * wide - wide / 2
        pz = (j + 0.5) / rows * deep - deep / 2
        turn = 90.0 * int(random.random() * 4)
        kind = kinds[0] if n == 0 else kinds[(first + n) % len(kinds)]
        for mesh, material in _MAKERS[kind](random, pale):
            made.append((mesh.turned("y", turn).moved(px, y, pz), material))
    return made


def _stair_head(random: Generator, pale: Rgb) -> Surfaces:
    walls = boxes([(-1.4, 0.0, -1.6)], [(1.4, 2.6, 1.6)], pale, "+z-z-x+x")
    lid = boxes([(-1.55, 2.6, -1.75)], [(1.55, 2.75, 1.75)], (pale[0] * 0.8, pale[1] * 0.8, pale[2] * 0.8))
    door = boxes([(-0.5, 0.05, 1.6)], [(0.5, 2.15, 1.64)], linear("5c6b70"), "+z-x+x+y")
    return [(merged([walls, lid, door]).boxed("y"), TRIM)]


def _machine(random: Generator, pale: Rgb) -> Surfaces:
    """A cooling unit with one or two fans on its top."""
    wide = 1.4 + 1.2 * random.random()
    grey = 0.42 + 0.25 * random.random()
    body = boxes([(-wide / 2, 0.25, -0.7)], [(wide / 2, 1.45, 0.7)], (grey, grey, grey * 1.02))
    feet = boxes(
        [(-wide / 2 + 0.1, 0.0, -0.6), (wide / 2 - 0.3, 0.0, -0.6)],
        [(-wide / 2 + 0.3, 0.25, 0.6), (wide / 2 - 0.1, 0.25, 0.6)],
        linear("4b4b4a"),
        "+z-z-x+x",
    )
    grille = boxes([(-wide / 2 + 0.15, 0.4, 0.7)], [(wide / 2 - 0.15, 1.3, 0.712)], linear("33373a"), "+z")
    fans: list[Mesh] = []
    for at in (0.0,) if wide < 2.0 else (-wide / 4, wide / 4):
        ring = lathe([(0.5, 1.45), (0.5, 1.58), (0.44, 1.58), (0.44, 1.5), (0.0, 1.5)], 12)
        fans.append(ring.moved(at).coloured(linear("2b2e30")))
        blades = plates(
            ([-0.4, -0.07], [0.4, 0.07]), ([-0.07, -0.4], [0.07, 0.4]), [1.53, 1.54], linear("6d7275")
        )
        fans.append(blades.turned("y", 90 * random.random()).moved(at))
    return [(merged([body, feet, grille, *fans]), SHEET)]


def _tank(random: Generator, pale: Rgb) -> Surfaces:
    """A wooden water tank with hoops and a cone, on a steel frame."""
    tank = lathe([(1.3, 2.4), (1.35, 4.9)], 14).coloured(linear("8f6847"))
    hoops = [
        lathe([(1.33, y), (1.37, y + 0.03), (1.37, y + 0.09), (1.33, y + 0.12)], 14).coloured(
            linear("3b3733")
        )
        for y in (2.6, 3.4, 4.3)
    ]
    top = lathe([(1.55, 4.85), (0.0, 5.85)], 14).coloured(linear("564a42"))
    under = lathe([(0.0, 2.4), (1.3, 2.4)], 14).coloured(linear("4a3a2c"))
    at = np.array([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    legs = boxes(
        np.column_stack([at[:, 0] - 0.07, np.zeros(4), at[:, 1] - 0.07]),
        np.column_stack([at[:, 0] + 0.07, np.full(4, 2.4), at[:, 1] + 0.07]),
        linear("4d4a48"),
        "+z-z-x+x",
    )
    braces = boxes(
        [(-0.95, 1.1, -0.95), (-0.95, 1.1, 0.88), (-0.95, 1.1, -0.95), (0.88, 1.1, -0.95)],
        [(0.95, 1.2, -0.88), (0.95, 1.2, 0.95), (-0.88, 1.2, 0.95), (0.95, 1.2, 0.95)],
        linear("4d4a48"),
        "+z-z-x+x+y-y",
    )
    wood = Material("tank_wood", roughness=0.85, grain="boards", grain_m=1.2)
    return [(merged([tank, under]).boxed("y"), wood), (merged([*hoops, top, legs, braces]), IRON)]


def _skylights(random: Generator, pale: Rgb) -> Surfaces:
    low = np.array([(-1.4, 0.0, -1.2), (0.2, 0.0, -1.2)])
    curb = boxes(low, low + np.array([1.2, 0.35, 2.4]), linear("8c8a86"), STANDING)
    glass = boxes(
        low + np.array([0.08, 0.35, 0.08]), low + np.array([1.12, 0.42, 2.32]), linear("4f6672"), STANDING
    )
    return [(curb, TRIM), (glass, PANE)]


def _terrace(random: Generator, pale: Rgb) -> Surfaces:
    """A deck with pots, a table and two chairs, behind a rail."""
    deck = boxes([(-1.7, 0.0, -1.7)], [(1.7, 0.14, 1.7)], linear("9a744f"), STANDING).boxed("x")
    pots_at = np.array(
        [(-1.4, 0.14, -1.4), (-0.5, 0.14, -1.45), (1.4, 0.14, -1.4), (1.4, 0.14, 1.2), (-1.45, 0.14, 0.4)]
    )
    pots = copies(lathe([(0.18, 0.0), (0.24, 0.4), (0.0, 0.4)], 8).coloured(linear("a9634a")), pots_at)
    ball = lathe([(0.0, 0.36), (0.3, 0.5), (0.36, 0.75), (0.22, 1.0), (0.0, 1.1)], 7, 80).coloured(
        linear("5d7d42")
    )
    plants = copies(ball, pots_at, size=0.8 + 0.5 * random.random(5), tint=0.8 + 0.4 * random.random((5, 3)))
    table = cylinder(0.4, 0.03, 12).moved(0.1, 0.86, 0.1)
    stem = cylinder(0.04, 0.72, 6).moved(0.1, 0.14, 0.1)
    chairs = boxes(
        [(-0.85, 0.3, -0.1), (0.6, 0.3, 0.0)],
        [(-0.45, 0.6, 0.3), (1.0, 0.6, 0.4)],
        linear("c9c3b6"),
        STANDING,
    )
    return [
        (deck, DECKING),
        (merged([pots, table.coloured(linear("d6d0c2")), stem.coloured(linear("4d4a48")), chairs]), TRIM),
        (plants, GREEN),
    ]


def _ducts(random: Generator, pale: Rgb) -> Surfaces:
    low = [(-1.6, 0.25, -0.3), (1.0, 0.25, -1.4), (1.0, 0.0, -1.4)]
    high = [(1.6, 0.85, 0.3), (1.6, 0.85, -0.3), (1.6, 1.4, -0.8)]
    return [(boxes(low, high, linear("aeb1b2"), STANDING), SHEET)]


def _pipes(random: Generator, pale: Rgb) -> Surfaces:
    """Vents, and an aerial."""
    vent = lathe([(0.09, 0.0), (0.09, 0.9), (0.16, 0.9), (0.16, 1.05), (0.0, 1.1)], 7).coloured(
        linear("7b7c7c")
    )
    at = [(-0.8, 0.0, -0.5), (-0.3, 0.0, -0.5), (0.9, 0.0, 0.8)]
    mast = boxes([(0.5, 0.0, -0.9)], [(0.55, 3.2, -0.85)], linear("6d6f70"), "+z-z-x+x")
    y = np.array([2.3, 2.6, 2.9, 3.15])
    arms = boxes(
        np.column_stack([np.full(4, 0.0), y, np.full(4, -0.89)]),
        np.column_stack([np.full(4, 1.05), y + 0.03, np.full(4, -0.86)]),
        linear("6d6f70"),
        "+z-z+y-y",
    )
    return [(merged([copies(vent, at), mast, arms]), IRON)]


_MAKERS = {
    "stair_head": _stair_head,
    "machine": _machine,
    "tank": _tank,
    "skylights": _skylights,
    "terrace": _terrace,
    "ducts": _ducts,
    "pipes": _pipes,
}
