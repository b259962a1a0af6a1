"""Cars of several bodies, a van, a bus and bicycles, at their true size; fronts towards -z, wheels on y = 0.

A car's body is a row of cross-sections from bumper to bumper; glass, roof and panels are the faces between them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from environments.modelling.facades import PANE
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Floats, Mesh, Rgb, lathe, merged, quads, torus
from environments.modelling.model import Parts
from environments.modelling.repeat import boxes, cards, patch

LACQUER = Material("car_paint", roughness=0.22, grain="carpaint", grain_m=2.0)
RUBBER = Material("car_fittings", roughness=0.6)
LAMPS = Material("car_lamps", roughness=0.15, emissive=(0.18, 0.17, 0.15))
SHADE = Material("shade", colour=(0.0, 0.0, 0.0, 1.0), roughness=1.0, blend=True)
_GLASS, _BLACK = linear("1e262c"), linear("1d1f21")
TAXI = linear("e3b23c")
PAINTS: tuple[Rgb, ...] = tuple(
    linear(html)
    for html in (
        "c9cccf",
        "8f959b",
        "2a2d31",
        "e9e7e2",
        "33475f",
        "7a2a2a",
        "53605a",
        "a58f72",
        "5d7f99",
        "1f3a34",
    )
)


@dataclass(frozen=True)
class Body:
    """Metres; `outline` is the roof line from front to back as (z, y, what lies behind it)."""

    half_wide: float
    belt: float
    outline: tuple[tuple[float, float, str], ...]
    axles: tuple[float, float]
    wheel: float = 0.32
    lean: float = 0.3
    """How far the sides lean in above the belt, a metre up."""


HATCH = Body(
    0.87, 0.9,
    ((-1.98, 0.48, "body"), (-1.93, 0.7, "body"), (-1.55, 0.84, "body"), (-1.05, 0.94, "screen"),
     (-0.35, 1.42, "roof"), (0.22, 1.48, "post"), (0.32, 1.48, "roof"), (1.22, 1.42, "rear"), (1.72, 1.0, "back"),
     (1.94, 0.9, "body"), (1.98, 0.5, "body")),
    (-1.24, 1.25),
)  # fmt: skip
SALOON = Body(
    0.9, 0.91,
    ((-2.2, 0.46, "body"), (-2.14, 0.68, "body"), (-1.75, 0.82, "body"), (-1.08, 0.94, "screen"),
     (-0.3, 1.4, "roof"), (0.28, 1.45, "post"), (0.38, 1.45, "roof"), (0.95, 1.4, "rear"), (1.55, 1.02, "body"),
     (2.08, 0.98, "body"), (2.17, 0.74, "body"), (2.15, 0.48, "body")),
    (-1.38, 1.3),
)  # fmt: skip
ESTATE = Body(
    0.93, 1.0,
    ((-2.15, 0.52, "body"), (-2.1, 0.8, "body"), (-1.7, 0.94, "body"), (-1.1, 1.04, "screen"),
     (-0.4, 1.58, "roof"), (0.15, 1.64, "post"), (0.25, 1.64, "roof"), (1.05, 1.63, "post"), (1.15, 1.63, "roof"),
     (1.8, 1.56, "rear"), (2.08, 1.05, "back"), (2.15, 0.9, "body"), (2.15, 0.5, "body")),
    (-1.33, 1.32), 0.35, 0.24,
)  # fmt: skip
VAN = Body(
    0.98, 1.1,
    ((-2.45, 0.55, "body"), (-2.4, 0.9, "body"), (-2.0, 1.08, "body"), (-1.75, 1.15, "screen"),
     (-1.15, 1.9, "roof"), (-0.6, 1.98, "panel"), (2.3, 1.98, "back"), (2.45, 1.9, "body"), (2.45, 0.5, "body")),
    (-1.55, 1.5), 0.34, 0.1,
)  # fmt: skip


def car(body: Body, rgb: Rgb, taxi: bool = False, plain: bool = False) -> Parts:
    """A car in one colour, with the soft dark patch on the ground below it; `plain` for what is across the street."""
    painted, glass = _shell(body, rgb)
    length = body.outline[-1][0] - body.outline[0][0]
    fittings = [_wheels(body, plain), *([] if plain else [_trim(body)])]
    front, back = body.outline[0][0], body.outline[-1][0]
    w = body.half_wide
    lamps = merged(
        [
            _facing(
                -1.0,
                [(-w + 0.08, -w + 0.42), (w - 0.42, w - 0.08)],
                (0.58, 0.72),
                front - 0.012,
                linear("f3efe0"),
            ),
            _facing(
                1.0,
                [(-w + 0.06, -w + 0.3), (w - 0.3, w - 0.06)],
                (0.66, 0.86),
                back + 0.012,
                linear("a3231c"),
            ),
        ]
    )
    if taxi:
        sign = boxes([(-0.3, 1.44, -0.12)], [(0.3, 1.6, 0.12)], linear("f4ecd0"))
        lamps = merged([lamps, sign])
        checks = np.arange(-0.9, 1.0, 0.24)
        for side in (-1.0, 1.0):
            fittings.append(
                cards((checks, checks + 0.12), (np.full(8, 0.74), np.full(8, 0.84)), 0.0, _BLACK)
                .turned("y", 90.0 * side)
                .moved(side * (w + 0.006))
            )
    parts = [(painted, LACQUER), (glass, PANE), (merged(fittings), RUBBER), (lamps, LAMPS)]
    parts.append((shadow(2 * w + 0.1, length - 0.1), SHADE))
    return tuple(parts)


def _facing(
    way: float, spans: Sequence[tuple[float, float]], y: tuple[float, float], z: float, rgb: Rgb
) -> Mesh:
    left = np.array([span[0] for span in spans])
    right = np.array([span[1] for span in spans])
    made = cards((left, right), (np.full(len(left), y[0]), np.full(len(left), y[1])), 0.0, rgb)
    return made.turned("y", 0.0 if way > 0 else 180.0).moved(z=z)


def shadow(wide_m: float, long_m: float, strength: float = 0.62, soft_m: float = 0.35) -> Mesh:
    """A dark patch with soft edges that lies on the road."""
    x = np.array([-wide_m / 2 - soft_m, -wide_m / 2 + soft_m, wide_m / 2 - soft_m, wide_m / 2 + soft_m])
    z = np.array([-long_m / 2 - soft_m, -long_m / 2 + soft_m, long_m / 2 - soft_m, long_m / 2 + soft_m])
    a, b = np.meshgrid(x, z, indexing="ij")
    mesh = patch(np.stack([a, np.full_like(a, 0.022), b], axis=-1), (1.0, 1.0, 1.0))
    inner = np.zeros((4, 4))
    inner[1:3, 1:3] = strength
    colours = mesh.colours.copy()
    colours[:, 3] = inner.ravel()
    return replace(mesh, colours=colours)


def _shell(body: Body, rgb: Rgb) -> tuple[Mesh, Mesh]:
    """(painted, glass)."""
    painted, glass = _bare(body)
    return painted.coloured(rgb), glass


@functools.cache
def _bare(body: Body) -> tuple[Mesh, Mesh]:
    sections = np.stack([_section(body, z, y) for z, y, _ in body.outline])  # stations, points, xyz
    paint: list[Floats] = []
    glass: list[Floats] = []
    for i, (_, y0, kind) in enumerate(body.outline[:-1]):
        y1 = body.outline[i + 1][1]
        a, b = sections[i], sections[i + 1]
        high = min(y0, y1) > body.belt - 0.1 and max(y0, y1) > body.belt + 0.2
        for j in range(a.shape[0] - 1):
            face = np.array([a[j], b[j], b[j + 1], a[j + 1]])
            is_glass = (j == 2 and high and kind in ("screen", "roof", "rear") and kind != "panel") or (
                j in (4,) and kind in ("screen", "rear")
            )
            (glass if is_glass else paint).append(face)
    for end, way in ((sections[0], -1), (sections[-1], 1)):
        for j in range(end.shape[0] - 1):
            low = np.array([0.0, end[j, 1], end[j, 2]])
            high_ = np.array([0.0, end[j + 1, 1], end[j + 1, 2]])
            face = np.array([low, end[j], end[j + 1], high_])
            paint.append(face if way > 0 else face[::-1])
    return _both_halves(paint, (1.0, 1.0, 1.0)), _both_halves(glass, _GLASS)


def _section(body: Body, z: float, y: float) -> Floats:
    """The right half of a cross-section, from the sill up to the middle of the roof."""
    ends = min(1.0, 0.93 + 0.35 * min(z - body.outline[0][0], body.outline[-1][0] - z))
    w = body.half_wide * ends
    belt = min(body.belt, y - 0.05)
    inward = body.lean * max(0.0, y - body.belt)
    soft = 0.07 if y > body.belt + 0.1 else 0.03
    return np.array(
        [
            (w * 0.93, 0.2, z),
            (w, min(0.5, belt - 0.02), z),
            (w * 0.985, belt, z),
            (w * 0.985 - inward, y - soft, z),
            (w * 0.985 - inward - 0.11, y, z),
            (0.0, y + 0.025, z),
        ]
    )


def _both_halves(faces: list[Floats], rgb: Rgb) -> Mesh:
    """Faces of the right side and their mirror images, with normals smoothed over gentle bends."""
    right = np.array(faces)
    across = np.cross(right[:, 1] - right[:, 0], right[:, 2] - right[:, 0])
    across += np.cross(right[:, 2] - right[:, 0], right[:, 3] - right[:, 0])
    area = np.linalg.norm(across, axis=1)
    right, across = right[area > 1e-5], across[area > 1e-5]
    middle = right.mean(axis=1) - np.array([0.0, 0.6, 0.0])
    middle[:, 2] *= 0.25
    wrong = (across * middle).sum(axis=1) < 0
    right[wrong] = right[wrong][:, ::-1]
    left = right[:, ::-1] * np.array([-1.0, 1.0, 1.0])
    return _smoothed(quads(np.concatenate([right, left]), np.tile(rgb, (2 * len(right), 1))), 38.0)


def _smoothed(mesh: Mesh, crease_deg: float) -> Mesh:
    """Normals averaged with those of touching faces that bend away by less than `crease_deg`."""
    _, where = np.unique(np.round(mesh.positions, 4), axis=0, return_inverse=True)
    where = where.ravel()
    together = where[:, None] == where[None, :]
    alike = mesh.normals @ mesh.normals.T > np.cos(np.radians(crease_deg))
    summed = (together & alike).astype(float) @ mesh.normals
    long = np.linalg.norm(summed, axis=1, keepdims=True)
    normals = np.where(long > 1e-6, summed / np.maximum(long, 1e-6), np.array([0.0, 1.0, 0.0]))
    corner = mesh.positions[mesh.triangles]
    flat = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    area = np.linalg.norm(flat, axis=1)
    facing = (flat * normals[mesh.triangles].sum(axis=1)).sum(axis=1)
    keep = (area > 1e-7) & (facing > 0.0)
    return replace(mesh, normals=normals, triangles=mesh.triangles[keep])


@functools.cache
def _wheels(body: Body, plain: bool = False) -> Mesh:
    r = body.wheel
    if plain:
        return _discs(body)
    tyre = lathe([(r, 0.0), (r, 0.17), (r - 0.02, 0.19), (r * 0.66, 0.19)], 11, 60.0).coloured(_BLACK)
    rim = lathe([(r * 0.66, 0.175), (0.0, 0.165)], 9).coloured(linear("8d9194"))
    arch = np.linspace(0.0, np.pi, 7)
    made = []
    for side in (-1.0, 1.0):
        for z in body.axles:
            wheel = merged([tyre, rim]).turned("z", -90.0 * side).moved(side * (body.half_wide - 0.16), r, z)
            made.append(wheel)
            inner = np.stack([np.full(7, 0.0), r + 0.0 * arch, z + 0.0 * arch], axis=1)
            outer = np.stack(
                [np.full(7, 0.0), r + (r + 0.07) * np.sin(arch), z + (r + 0.07) * np.cos(arch)], axis=1
            )
            fan = patch(np.stack([inner, outer]), _BLACK, (side, 0.0, 0.0))
            made.append(fan.moved(side * (body.half_wide + 0.004)))
    return merged(made)


def _discs(body: Body) -> Mesh:
    """Wheels as flat discs, for cars that are far away."""
    disc = lathe([(body.wheel, 0.0), (0.0, 0.0)], 8).coloured(_BLACK)
    return merged(
        [
            disc.turned("z", -90.0 * side).moved(side * (body.half_wide + 0.01), body.wheel, z)
            for side in (-1.0, 1.0)
            for z in body.axles
        ]
    )


@functools.cache
def _trim(body: Body) -> Mesh:
    """Bumpers, plates, mirrors, lines of doors, handles, the dark floor."""
    front, back = body.outline[0][0], body.outline[-1][0]
    w = body.half_wide
    parts = [
        boxes([(-w * 0.9, 0.22, front - 0.03)], [(w * 0.9, 0.42, front + 0.1)], _BLACK, "+z-z-x+x+y"),
        boxes([(-w * 0.9, 0.22, back - 0.1)], [(w * 0.9, 0.42, back + 0.03)], _BLACK, "+z-z-x+x+y"),
        _facing(-1.0, [(-0.26, 0.26)], (0.44, 0.55), front - 0.034, linear("e8e6da")),
        _facing(1.0, [(-0.26, 0.26)], (0.46, 0.57), back + 0.034, linear("e8e6da")),
        _facing(-1.0, [(-w * 0.5, w * 0.5)], (0.57, 0.68), front - 0.01, _BLACK),
    ]
    screen = next(z for z, _, kind in body.outline if kind == "screen")
    for side in (-1.0, 1.0):
        x0, x1 = sorted((side * (w - 0.04), side * (w + 0.16)))
        parts.append(
            boxes(
                [(x0, body.belt + 0.02, screen + 0.42)],
                [(x1, body.belt + 0.17, screen + 0.52)],
                _BLACK,
                "+z-z-x+x+y-y",
            )
        )
        lines = np.array([screen + 0.28, 0.32, 1.15])
        made = cards(
            (lines, lines + 0.014), (np.full(3, 0.34), np.full(3, body.belt - 0.02)), 0.0, linear("2b2e31")
        )
        parts.append(
            made.turned("y", -90.0 * side).moved(side * (w + 0.003))
            if side < 0
            else made.turned("y", 90.0).stretched(1, 1, 1).moved(w + 0.003)
        )
    return merged(parts)


def bus(rgb: Rgb, band: Rgb) -> Parts:
    """11 m long, 2.5 m wide, 3.1 m high."""
    hx, hz = 1.25, 5.5
    shell = merged(
        [
            boxes([(-hx, 0.35, -hz)], [(hx, 1.1, hz)], band, "+z-z-x+x"),
            boxes([(-hx, 2.45, -hz)], [(hx, 3.02, hz)], rgb, "+z-z-x+x"),
            boxes(
                [(-hx + 0.12, 3.02, -hz + 0.15)],
                [(hx - 0.12, 3.1, hz - 0.15)],
                (rgb[0] * 0.9, rgb[1] * 0.9, rgb[2] * 0.9),
            ),
            patch(np.array([[(-hx, 3.02, -hz), (-hx, 3.02, hz)], [(hx, 3.02, -hz), (hx, 3.02, hz)]]), rgb),
            boxes(
                [(-0.9, 3.1, 1.5), (-0.8, 3.1, -3.2)], [(0.9, 3.32, 3.4), (0.8, 3.28, -1.8)], linear("d9dadb")
            ),
        ]
    )
    glass = boxes([(-hx + 0.02, 1.1, -hz + 0.02)], [(hx - 0.02, 2.45, hz - 0.02)], _GLASS, "+z-z-x+x")
    posts_z = np.linspace(-hz + 0.9, hz - 0.08, 8)
    posts = [boxes(
        np.column_stack([np.full(8, side * hx - 0.01), np.full(8, 1.1), posts_z - 0.05]),
        np.column_stack([np.full(8, side * hx + 0.01), np.full(8, 2.45), posts_z + 0.05]), _BLACK, "+z-z-x+x",
    ) for side in (-1.0, 1.0)]  # fmt: skip
    doors = boxes(
        [(hx - 0.01, 0.4, -4.6), (hx - 0.01, 0.4, 0.1)],
        [(hx + 0.012, 2.4, -3.4), (hx + 0.012, 2.4, 1.4)],
        _GLASS,
        "+x",
    )
    wheels = _wheels(Body(hx - 0.03, 1.0, ((-hz, 1.0, "screen"), (hz, 1.0, "body")), (-3.0, 2.9), 0.48))
    sign = _facing(-1.0, [(-0.8, 0.8)], (2.6, 2.9), -hz - 0.012, linear("e8c46a"))
    lamps = merged([
        sign,
        _facing(-1.0, [(-1.1, -0.75), (0.75, 1.1)], (0.6, 0.78), -hz - 0.012, linear("f3efe0")),
        _facing(1.0, [(-1.15, -0.95), (0.95, 1.15)], (0.7, 1.0), hz + 0.012, linear("a3231c")),
    ])  # fmt: skip
    return (
        (shell, LACQUER), (merged([glass, doors]), PANE), (merged([*posts, wheels]), RUBBER), (lamps, LAMPS),
        (shadow(2 * hx + 0.1, 2 * hz), SHADE),
    )  # fmt: skip


def bicycle(rgb: Rgb) -> Mesh:
    """1.7 m long, along z."""
    wheel = torus(0.33, 0.018, 14, 4).turned("z", 90.0).coloured(_BLACK)
    tubes = [
        ((0.33, -0.52), (0.78, -0.42)), ((0.78, -0.42), (0.85, -0.42)), ((0.72, -0.4), (0.3, 0.02)),
        ((0.3, 0.02), (0.8, 0.2)), ((0.74, -0.4), (0.72, 0.17)), ((0.3, 0.02), (0.33, 0.5)),
        ((0.66, 0.15), (0.33, 0.5)),
    ]  # fmt: skip
    parts = [wheel.moved(0.0, 0.33, -0.52), wheel.moved(0.0, 0.33, 0.5)]
    for (y0, z0), (y1, z1) in tubes:
        a, b = np.array([0.0, y0, z0]), np.array([0.0, y1, z1])
        along = (b - a) / np.linalg.norm(b - a)
        up = np.cross(along, [1.0, 0.0, 0.0]) * 0.018
        side = np.array([0.018, 0.0, 0.0])
        ring = np.array([up, side, -up, -side, up])
        corners = [[a + ring[i + 1], b + ring[i + 1], b + ring[i], a + ring[i]] for i in range(4)]
        flat = np.array(corners)
        normal = np.cross(flat[:, 1] - flat[:, 0], flat[:, 3] - flat[:, 0])
        out = flat.mean(axis=1) - (a + b) / 2
        wrong = (normal * out).sum(axis=1) < 0
        flat[wrong] = flat[wrong][:, ::-1]
        parts.append(quads(flat, np.tile(rgb, (4, 1))))
    parts.append(boxes([(-0.06, 0.8, 0.1)], [(0.06, 0.86, 0.32)], _BLACK, "+z-z-x+x+y-y"))
    parts.append(boxes([(-0.26, 0.9, -0.42)], [(0.26, 0.93, -0.38)], _BLACK, "+z-z-x+x+y-y"))
    return merged(parts)
