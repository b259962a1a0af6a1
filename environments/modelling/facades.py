"""Walls with depth, for houses across the street: windows in reveals, sills, lintels, balconies, cornices.

Every wall is made to face +z, its foot on y = 0 and its middle at x = 0; z = 0 is the wall's face. A wall comes as
(mesh, material) pairs: what is always drawn, and fine detail that may be left out from afar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from environments.modelling.material import Material, linear
from environments.modelling.mesh import Floats, Mesh, Rgb, merged, quads
from environments.modelling.repeat import ON_A_WALL, boxes, cards, varied

Generator: TypeAlias = np.random.Generator
Surfaces: TypeAlias = list[tuple[Mesh, Material]]

BRICKWORK = Material("brickwork", roughness=0.9, grain="brick", grain_m=1.0)
LIMESTONE = Material("limestone", roughness=0.8, grain="stone", grain_m=1.4)
CONCRETE = Material("concrete", roughness=0.85, grain="concrete", grain_m=2.2)
STUCCO = Material("stucco", roughness=0.9, grain="plaster", grain_m=1.6)
PANE = Material("window_pane", roughness=0.09, metallic=0.15)
TRIM = Material("trim", roughness=0.65, grain="concrete", grain_m=1.2)
FRAME = Material("window_frame", roughness=0.45)
IRON = Material("iron", roughness=0.5, metallic=0.3)
RAILING = Material("railing", roughness=0.5, metallic=0.3)
LIT = (
    Material("lit_warm", roughness=0.9, emissive=(0.85, 0.52, 0.22)),
    Material("lit_pale", roughness=0.9, emissive=(0.62, 0.55, 0.42)),
)
"""Windows behind which somebody has light on: shown when it is dark outside."""


_PALE, _TRIM, _GLASS = linear("e6e2d8"), linear("d4cab6"), linear("36434c")


@dataclass(frozen=True)
class Style:
    """What makes a street's houses differ; metres."""

    wall: Rgb
    material: Material
    bay_m: float
    wide_m: float
    high_m: float
    sill_m: float = 0.85
    reveal_m: float = 0.2
    frame: Rgb = _PALE
    trim: Rgb = _TRIM
    glass: Rgb = _GLASS
    storey_m: float = 3.2
    mullions: int = 1
    transom: bool = True
    lintels: bool = True
    courses: bool = False
    cornice_m: float = 0.5
    balconies: float = 0.0
    """Share of windows that have one."""
    shutters: Rgb | None = None
    fins: bool = False
    """Bars from foot to top between the bays."""


RED_BRICK = Style(linear("b06a50"), BRICKWORK, 2.5, 1.15, 1.75)
DARK_BRICK = Style(linear("8a5a4c"), BRICKWORK, 2.9, 1.7, 1.7, frame=linear("3a3f42"), mullions=2)
YELLOW_BRICK = Style(linear("c9a878"), BRICKWORK, 2.6, 1.2, 1.8, trim=linear("e0d6c0"), courses=True)
PALE_STONE = Style(
    linear("d6c9ae"), LIMESTONE, 2.7, 1.25, 2.0, 0.7, 0.28, courses=True, cornice_m=0.9, balconies=0.16
)
GREY_STONE = Style(
    linear("b3aea4"), LIMESTONE, 3.0, 1.5, 1.9, 0.75, 0.3, frame=linear("4b5054"), courses=True, cornice_m=0.7
)
ROSE_STUCCO = Style(
    linear("dcae95"), STUCCO, 2.6, 1.1, 1.8, 0.75, 0.16, balconies=0.4, shutters=linear("5e7a68")
)
CREAM_STUCCO = Style(
    linear("e6d9ba"), STUCCO, 2.5, 1.1, 1.7, 0.8, 0.16, balconies=0.2, shutters=linear("7d8f9c")
)
CONCRETE_GRID = Style(
    linear("bdb9b0"), CONCRETE, 3.3, 2.7, 2.2, 0.6, 0.5, frame=linear("4a4f52"), mullions=2, transom=False,
    lintels=False, cornice_m=0.15,
)  # fmt: skip
CURTAIN_WALL = Style(
    linear("4d6470"), PANE, 1.6, 1.5, 2.35, 0.8, 0.04, frame=linear("aab2b5"), mullions=0, transom=False,
    lintels=False, cornice_m=0.25, fins=True, glass=linear("3a5060"),
)  # fmt: skip
STYLES = (
    RED_BRICK, PALE_STONE, ROSE_STUCCO, CONCRETE_GRID, DARK_BRICK, CREAM_STUCCO, CURTAIN_WALL, GREY_STONE,
    YELLOW_BRICK,
)  # fmt: skip


def wall(
    width_m: float, floors: int, style: Style, random: Generator, from_m: float = 0.0, parapet_m: float = 0.9
) -> tuple[Surfaces, Surfaces]:
    """`floors` storeys of windows above `from_m`, and the parapet on top: (always, near)."""
    bays = max(1, round(width_m / style.bay_m))
    bay_m = width_m / bays
    wide_m = min(style.wide_m, bay_m - 0.1)
    top_m = from_m + floors * style.storey_m + parapet_m
    middle = (np.arange(bays) + 0.5) * bay_m - width_m / 2
    low = from_m + np.arange(floors) * style.storey_m + style.sill_m
    high = low + style.high_m
    # Bands from side to side between the rows of windows, then the piers between windows of a row.
    bands = cards(
        (np.full(floors + 1, -width_m / 2), np.full(floors + 1, width_m / 2)),
        (np.concatenate([[from_m], high]), np.concatenate([low, [top_m]])),
        0.0,
        _weathered(style.wall, random, floors + 1),
    )
    edges = np.sort(np.concatenate([[-width_m / 2, width_m / 2], middle - wide_m / 2, middle + wide_m / 2]))
    pier_x0, row_y0 = (m.ravel() for m in np.meshgrid(edges[0::2], low, indexing="ij"))
    pier_x1, row_y1 = (m.ravel() for m in np.meshgrid(edges[1::2], high, indexing="ij"))
    piers = cards((pier_x0, pier_x1), (row_y0, row_y1), 0.0, _weathered(style.wall, random, len(pier_x0)))
    x, y0 = (m.ravel() for m in np.meshgrid(middle, low, indexing="ij"))
    y1 = y0 + style.high_m
    x0, x1 = x - wide_m / 2, x + wide_m / 2
    sides = reveals(x0, x1, y0, y1, style.reveal_m, darker(style.wall, 0.78))
    panes = _panes(x0, x1, y0, y1, style, random)
    always: Surfaces = [
        (merged([bands, piers, sides]).boxed("y"), style.material),
        (panes, PANE),
        *lit(x0, x1, y0, y1, -style.reveal_m + 0.014, 0.3, random),
    ]
    return always, _trimmings(width_m, top_m, style, (x, x0, x1, y0, y1), from_m, floors, random)


def _weathered(rgb: Rgb, random: Generator, count: int) -> Floats:
    return varied(rgb, random, count, 0.045)


def reveals(x0: Floats, x1: Floats, y0: Floats, y1: Floats, deep_m: float, rgb: Rgb) -> Mesh:
    """The four sides of each opening."""
    near, far = np.zeros_like(x0), np.full_like(x0, -deep_m)

    def corner(x: Floats, y: Floats, z: Floats) -> Floats:
        return np.stack([x, y, z], axis=-1)

    sides = [
        [corner(x0, y0, near), corner(x0, y0, far), corner(x0, y1, far), corner(x0, y1, near)],
        [corner(x1, y0, far), corner(x1, y0, near), corner(x1, y1, near), corner(x1, y1, far)],
        [corner(x0, y0, near), corner(x1, y0, near), corner(x1, y0, far), corner(x0, y0, far)],
        [corner(x0, y1, far), corner(x1, y1, far), corner(x1, y1, near), corner(x0, y1, near)],
    ]
    made = []
    for shade, side in zip((0.9, 0.9, 1.15, 0.65), sides, strict=True):
        made.append(quads(np.stack(side, axis=1), np.tile(darker(rgb, shade), (len(x0), 1))))
    # The wall seen inside an opening faces inwards: left side to the right, top side down.
    return merged([made[0], made[1], made[2], made[3]])


def _panes(x0: Floats, x1: Floats, y0: Floats, y1: Floats, style: Style, random: Generator) -> Mesh:
    """Glass, each pane of its own darkness; behind some a blind is half down or a curtain drawn."""
    count = len(x0)
    shade = 0.45 + 1.0 * random.random(count) ** 1.5
    glass = np.clip(np.array(style.glass)[None] * shade[:, None], 0.0, 1.0)
    blind = random.random(count)
    down = np.where(blind < 0.3, 0.25 + 0.5 * random.random(count), 0.0)
    hem = y1 - (y1 - y0) * down
    cloth = varied(linear("c9c2b2"), random, count, 0.25) * 0.55
    z = -style.reveal_m
    parts = [cards((x0, x1), (y0, hem), z, glass)]
    drawn = down > 0.0
    if drawn.any():
        parts.append(cards((x0[drawn], x1[drawn]), (hem[drawn], y1[drawn]), z, cloth[drawn]))
    curtain = (blind > 0.8) & ~drawn
    if curtain.any():
        side = (x1 - x0)[curtain] * 0.24
        for left, right in (
            (x0[curtain], x0[curtain] + side),
            (x1[curtain] - side, x1[curtain]),
        ):
            parts.append(cards((left, right), (y0[curtain], y1[curtain]), z + 0.01, cloth[curtain]))
    return merged(parts)


def lit(
    x0: Floats, x1: Floats, y0: Floats, y1: Floats, z: float, share: float, random: Generator
) -> Surfaces:
    """Light behind some of the windows."""
    drawn = random.random(len(x0))
    made: Surfaces = []
    for material, chosen in (
        (LIT[0], drawn < 0.6 * share),
        (LIT[1], (drawn >= 0.6 * share) & (drawn < share)),
    ):
        if chosen.any():
            low = (y0 + 0.3 * (y1 - y0) * (np.arange(len(y0)) % 3 == 0))[chosen]
            made.append((cards((x0[chosen], x1[chosen]), (low, y1[chosen]), z, (1.0, 1.0, 1.0)), material))
    return made


def _trimmings(
    width_m: float,
    top_m: float,
    style: Style,
    windows: tuple[Floats, Floats, Floats, Floats, Floats],
    from_m: float,
    floors: int,
    random: Generator,
) -> Surfaces:
    """Sills, frames, lintels, courses, cornice, balconies: what catches light and throws small shadows."""
    x, x0, x1, y0, y1 = windows
    count = len(x)
    z = -style.reveal_m
    trims: list[Mesh] = []
    frames: list[Mesh] = []

    def boxed(
        left: Floats, right: Floats, low: Floats, high: Floats, back: float, front: float, rgb: Rgb
    ) -> Mesh:
        left, right, low, high = np.broadcast_arrays(left, right, low, high)
        return boxes(
            np.stack([left, low, np.full(left.shape, back)], axis=1),
            np.stack([right, high, np.full(left.shape, front)], axis=1),
            rgb,
            ON_A_WALL,
        )

    if style.lintels:
        trims.append(boxed(x0 - 0.1, x1 + 0.1, y0 - 0.1, y0, z, 0.09, style.trim))
        trims.append(cards((x0 - 0.12, x1 + 0.12), (y1, y1 + 0.22), 0.012, style.trim))
    bar = 0.035
    for m in range(style.mullions):
        at = x0 + (x1 - x0) * (m + 1) / (style.mullions + 1)
        frames.append(cards((at - bar, at + bar), (y0, y1), z + 0.03, style.frame))
    if style.transom:
        across = y0 + (y1 - y0) * 0.55
        frames.append(cards((x0, x1), (across - bar, across + bar), z + 0.032, style.frame))
    if not style.fins:
        for left, right in ((x0, x0 + 0.06), (x1 - 0.06, x1)):
            frames.append(cards((left, right), (y0, y1), z + 0.028, style.frame))
        frames.append(cards((x0, x1), (y1 - 0.06, y1), z + 0.027, style.frame))
        frames.append(cards((x0, x1), (y0, y0 + 0.07), z + 0.026, style.frame))
    half = width_m / 2
    ends = np.array([-half]), np.array([half])
    if style.courses:
        for k in range(floors):
            foot = from_m + k * style.storey_m
            trims.append(
                boxed(*ends, np.array([foot - 0.12]), np.array([foot + 0.12]), 0.0, 0.07, style.trim)
            )
    deep = style.cornice_m
    trims.append(
        boxed(*ends, np.array([top_m - 0.1]), np.array([top_m + 0.06]), -0.35, 0.06 + 0.2 * deep, style.trim)
    )
    if deep > 0.4:
        trims.append(
            boxed(*ends, np.array([top_m - 0.55]), np.array([top_m - 0.25]), 0.0, 0.5 * deep, style.trim)
        )
        teeth = np.arange(-half + 0.2, half - 0.1, 0.55)
        trims.append(
            boxed(
                teeth,
                teeth + 0.22,
                np.array([top_m - 0.8]),
                np.array([top_m - 0.55]),
                0.0,
                0.35 * deep,
                style.trim,
            )
        )
    if style.fins:
        at = np.concatenate([x - (x1 - x0) / 2 - 0.05, [half - 0.05]])
        at = np.unique(np.round(at, 4))
        frames.append(
            boxed(at - 0.03, at + 0.03, np.array([from_m]), np.array([top_m]), 0.0, 0.12, style.frame)
        )
        for k in range(floors):
            at_y = np.array([from_m + k * style.storey_m])
            frames.append(
                boxed(*ends, at_y + style.sill_m - 0.05, at_y + style.sill_m, 0.0, 0.06, style.frame)
            )
    if style.shutters is not None:
        wide = (x1 - x0) * 0.48
        for left, right in ((x0 - wide, x0 - 0.02), (x1 + 0.02, x1 + wide)):
            trims.append(boxed(left, right, y0, y1, 0.0, 0.05, style.shutters))
    made: Surfaces = [(merged(trims).boxed("x"), TRIM), (merged(frames), FRAME)] if frames else []
    chosen = random.random(count) < style.balconies
    if chosen.any():
        made += balconies(x[chosen], y0[chosen] - style.sill_m, float((x1 - x0)[0]) + 0.8)
    return made


def balconies(x: Floats, floor_y: Floats, width_m: float, deep_m: float = 0.75) -> Surfaces:
    """A slab with an iron railing before each of these windows."""
    half = width_m / 2
    z0, z1 = np.zeros_like(x), np.full_like(x, deep_m)
    slab = boxes(
        np.stack([x - half, floor_y - 0.16, z0], axis=1), np.stack([x + half, floor_y, z1], axis=1),
        linear("b9b2a4"), ON_A_WALL,
    )  # fmt: skip
    rails: list[Mesh] = []
    for dx in np.linspace(-half + 0.03, half - 0.03, 11):
        rails.append(_bars(x + dx, floor_y, deep_m - 0.04, 0.95))
    for side in (-half + 0.03, half - 0.03):
        for dz in (0.2, 0.4):
            rails.append(_bars(x + side, floor_y, dz * deep_m / 0.75, 0.95))
        rails.append(
            boxes(
                np.stack([x + side - 0.02, floor_y + 0.95, z0], axis=1),
                np.stack([x + side + 0.02, floor_y + 1.0, z1], axis=1),
                linear("2b2e30"),
                ON_A_WALL,
            )
        )
    rails.append(
        boxes(
            np.stack([x - half, floor_y + 0.95, z1 - 0.06], axis=1),
            np.stack([x + half, floor_y + 1.0, z1 - 0.02], axis=1),
            linear("2b2e30"),
            ON_A_WALL,
        )
    )
    return [(slab.boxed("x"), TRIM), (merged(rails), RAILING)]


def _bars(x: Floats, y: Floats, z: float, high_m: float) -> Mesh:
    return cards((x - 0.011, x + 0.011), (y, y + high_m), np.full_like(x, z), linear("2b2e30"))


def fire_escape(floors: int, storey_m: float, from_m: float) -> Surfaces:
    """Iron landings with stairs that go to and fro between them; 3 m wide."""
    iron = linear("3a3432")
    y = from_m + storey_m * np.arange(floors) + 0.05
    wide, deep = 1.6, 1.05
    parts = [
        boxes(
            np.stack([np.full(floors, -wide), y - 0.06, np.full(floors, 0.02)], axis=1),
            np.stack([np.full(floors, wide), y, np.full(floors, deep)], axis=1),
            iron,
            ON_A_WALL,
        )
    ]
    for rail in (0.5, 0.98):
        low = np.stack([np.full(floors, -wide), y + rail, np.full(floors, deep - 0.03)], axis=1)
        parts.append(boxes(low, low + np.array([2 * wide, 0.035, 0.03]), iron, ON_A_WALL))
        for side in (-wide, wide - 0.03):
            low = np.stack([np.full(floors, side), y + rail, np.full(floors, 0.02)], axis=1)
            parts.append(boxes(low, low + np.array([0.03, 0.035, deep - 0.02]), iron, ON_A_WALL))
    for dx in np.linspace(-wide, wide - 0.03, 8):
        low = np.stack([np.full(floors, dx), y, np.full(floors, deep - 0.03)], axis=1)
        parts.append(boxes(low, low + np.array([0.03, 1.0, 0.03]), iron, "+z-x+x"))
    for k in range(floors - 1):
        way = 1.0 if k % 2 else -1.0
        steps = np.linspace(0.0, 1.0, 9)[:-1]
        sx = way * (1.1 - 2.2 * steps)
        low = np.stack([sx - 0.13, y[k] + steps * storey_m + 0.3, np.full(8, 0.25)], axis=1)
        parts.append(boxes(low, low + np.array([0.26, 0.04, 0.6]), iron, "+z-x+x+y-y"))
        for at in (0.24, 0.86):
            a, b = np.array([way * 1.1, y[k], at]), np.array([way * -1.1, y[k] + storey_m, at])
            up = np.array([0.0, 0.16, 0.0])
            corners = [a, b, b + up, a + up] if way < 0 else [b, a, a + up, b + up]
            parts.append(quads(np.array([corners]), np.array([iron])))
    return [(merged(parts), IRON)]


def darker(rgb: Rgb, by: float) -> Rgb:
    return (min(1.0, rgb[0] * by), min(1.0, rgb[1] * by), min(1.0, rgb[2] * by))


def moved(
    surfaces: Sequence[tuple[Mesh, Material]], turn_deg: float, x: float, y: float, z: float
) -> Surfaces:
    """Turned about y, then moved."""
    return [(mesh.turned("y", turn_deg).moved(x, y, z), material) for mesh, material in surfaces]


def by_material(surfaces: Sequence[tuple[Mesh, Material]]) -> tuple[tuple[Mesh, Material], ...]:
    """One mesh for each material, in the order in which they come first."""
    groups: dict[Material, list[Mesh]] = {}
    for mesh, material in surfaces:
        if len(mesh.triangles):
            groups.setdefault(material, []).append(mesh)
    return tuple((merged(meshes), material) for material, meshes in groups.items())
