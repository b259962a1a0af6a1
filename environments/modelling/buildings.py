"""Whole houses: with depth where a street's other side sees them, plainer behind and far away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from environments.modelling import facades, roofs, shops, town
from environments.modelling.facades import PANE, Generator, Style, Surfaces
from environments.modelling.material import SATIN, linear
from environments.modelling.mesh import Mesh, Rgb, merged
from environments.modelling.repeat import cards, varied
from environments.modelling.shops import SHOP_M

PARAPET_M = 0.9
_SIDES = {"+z": 0.0, "+x": 90.0, "-z": 180.0, "-x": 270.0}


@dataclass(frozen=True)
class House:
    """Stands around the origin on y = 0; `fronts` have depth, `shops` shops, `plain` walls only drawn windows."""

    width_m: float
    depth_m: float
    floors: int
    style: Style
    fronts: tuple[str, ...] = ("+z",)
    shops: tuple[str, ...] = ("+z",)
    plain: tuple[str, ...] = ("-z",)
    blank: tuple[str, ...] = ("-x", "+x")
    things: int = 5
    escape: bool = False

    @property
    def top_m(self) -> float:
        return SHOP_M + self.floors * self.style.storey_m + PARAPET_M


def house(what: House, random: Generator) -> tuple[Surfaces, Surfaces]:
    """(always, near)."""
    always: Surfaces = []
    near: Surfaces = []
    style = what.style
    for side, turn in _SIDES.items():
        wide = what.width_m if side.endswith("z") else what.depth_m
        out = what.depth_m / 2 if side.endswith("z") else what.width_m / 2
        made: list[tuple[Surfaces, Surfaces]] = []
        if side in what.fronts:
            made.append(facades.wall(wide, what.floors, style, random, SHOP_M, PARAPET_M))
            if side in what.shops:
                made.append(shops.shop_fronts(wide, style, random))
            else:
                made.append(shops.entrance(wide, style, random, max(3, round(wide / max(2.4, style.bay_m)))))
            if what.escape and side == what.fronts[0]:
                made.append(
                    (
                        [],
                        facades.moved(
                            facades.fire_escape(what.floors, style.storey_m, SHOP_M),
                            0.0,
                            wide * 0.18,
                            0.0,
                            0.02,
                        ),
                    )
                )
        elif side in what.plain:
            made.append(([(_drawn(wide, what.top_m, style), SATIN)], []))
        elif side in what.blank:
            bare = cards(([-wide / 2], [wide / 2]), ([0.0], [what.top_m]), 0.0, _dark(style.wall, 0.86))
            made.append(
                ([(bare.boxed("y"), style.material if style.material is not PANE else facades.CONCRETE)], [])
            )
        for a, b in made:
            always += facades.moved(
                [(mesh.moved(z=out), material) for mesh, material in a], turn, 0.0, 0.0, 0.0
            )
            near += facades.moved(
                [(mesh.moved(z=out), material) for mesh, material in b], turn, 0.0, 0.0, 0.0
            )
    roof = roofs.roof(what.width_m, what.depth_m, what.top_m, style.wall, random, what.things, PARAPET_M)
    return always + roof[:4], near + roof[4:]


def _drawn(wide: float, high: float, style: Style) -> Mesh:
    drawn = town.Style(
        style.wall,
        style.glass,
        style.storey_m,
        style.bay_m,
        style.high_m / style.storey_m,
        min(0.92, style.wide_m / style.bay_m),
    )
    return town.facade(wide, high, drawn)


def _dark(rgb: Rgb, by: float) -> Rgb:
    return (rgb[0] * by, rgb[1] * by, rgb[2] * by)


FAR_STYLES: tuple[town.Style, ...] = (
    town.BRICK,
    town.STONE,
    town.OFFICE,
    town.TOWER,
    town.PLASTER,
    town.Style(linear("8d7263"), linear("39434a"), 3.2, 2.2, 0.55, 0.5),
    town.Style(linear("e0dacb"), linear("47535a"), 3.3, 2.0, 0.6, 0.62),
    town.Style(linear("9fb0b5"), linear("3f5563"), 3.6, 1.5, 0.72, 0.9),
    town.Style(linear("6f6a66"), linear("2f383e"), 3.8, 2.6, 0.6, 0.8),
    town.Style(linear("b98f6d"), linear("40494e"), 3.1, 3.4, 0.45, 0.6),
    town.Style(linear("c7cbc6"), linear("56656c"), 3.5, 7.0, 0.5, 0.97),
    town.Style(linear("a4a39b"), linear("485158"), 3.2, 3.0, 0.66, 0.3),
)


def far_house(
    width_m: float, depth_m: float, height_m: float, random: Generator, faces: str, parapet: bool
) -> Mesh:
    """A box, or two or three that step back; windows are drawn on it. Only walls named in `faces` are made."""
    style = FAR_STYLES[int(random.random() * len(FAR_STYLES))]
    tone = varied(style.wall, random, 1, 0.16)[0]
    style = replace(style, wall=(float(tone[0]), float(tone[1]), float(tone[2])))
    steps = 1 if height_m < 26.0 else 1 + int(random.random() * 3)
    shares = {1: (1.0,), 2: (0.62, 1.0), 3: (0.45, 0.78, 1.0)}[steps]
    parts = []
    low = 0.0
    for n, share in enumerate(shares):
        inset = 1.0 - 0.17 * n
        part = town.building(
            (width_m * inset, height_m * share - low, depth_m * inset), style, random, faces, parapet
        )
        parts.append(part.moved(y=low))
        low = height_m * share
    return merged(parts)
