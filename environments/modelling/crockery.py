"""What stands on a kitchen table, to be picked up: mugs, glasses, plates, jars. Each stands on its origin.

Modelled for the eye at arm's length: rounded lips, glaze that is darker where it runs thin, real thickness.
"""

from __future__ import annotations

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import Mesh, Rgb, cylinder, lathe, merged, quad, rounded_box
from environments.modelling.surface import curve, surface, tube

GLAZE_INSIDE = linear("efe9dc")
CLAY_FOOT = linear("b98f6c")
WOOD = linear("b98d5e")
PAINTED = linear("6f8ba0")
OAT = linear("e9dfcd")
TIN_RED, TIN_CREAM = linear("a8453d"), linear("e7d3a4")
COVER = linear("3f5f6e")
PAPER = linear("efe7d6")


def mug(rgb: Rgb, segments: int = 36) -> Mesh:
    """A mug of 0.3 litres with tea in it, its handle to the right; fewer `segments` for one that stands far off."""
    r, h = 0.041, 0.092
    foot = lathe([(0.0, 0.002), (r * 0.72, 0.0), (r * 0.8, 0.004)], segments).coloured(CLAY_FOOT)
    outside = lathe(
        [
            (r * 0.8, 0.004),
            (r * 0.95, 0.012),
            (r, 0.024),
            (r, h * 0.6),
            (r * 0.985, h - 0.006),
            (r * 0.97, h - 0.001),
            (r * 0.94, h),
        ],
        segments,
        70.0,
    ).coloured(rgb)
    inside = lathe(
        [(r * 0.94, h), (r * 0.9, h - 0.002), (r * 0.89, h - 0.008), (r * 0.89, 0.03)], segments, 70.0
    ).coloured(GLAZE_INSIDE)
    tea = lathe([(r * 0.895, h - 0.02), (0.0, h - 0.0195)], segments).coloured(linear("8a4f24"))
    ear = curve(
        [
            (r * 0.9, 0.072, 0.0),
            (r + 0.016, 0.077, 0.0),
            (r + 0.03, 0.055, 0.0),
            (r + 0.02, 0.03, 0.0),
            (r * 0.92, 0.022, 0.0),
        ],
        max(8, segments // 2),
    )
    handle = tube(ear, 0.0062, max(6, segments // 4)).coloured(rgb)
    return merged([_worn(outside, h), foot, inside, tea, handle])


def _worn(mesh: Mesh, height_m: float) -> Mesh:
    """Glaze runs thin at the lip: the clay shows through a little."""
    thin = np.clip((mesh.positions[:, 1] / height_m - 0.94) / 0.06, 0.0, 1.0)[:, None]
    mesh.colours[:, :3] = mesh.colours[:, :3] * (1.0 - 0.6 * thin) + np.array(CLAY_FOOT) * 0.6 * thin
    return mesh


def tumbler() -> Mesh:
    """A glass of water: thick base, thin walls, and the water's own surface. For a material that blends."""
    r, h, water = 0.034, 0.118, 0.082
    outside = lathe([(0.0, 0.0), (r * 0.8, 0.0), (r * 0.86, 0.004), (r * 0.93, h * 0.5), (r, h)], 40, 60.0)
    inside = lathe([(r, h), (r * 0.955, h), (r * 0.88, h * 0.5), (r * 0.8, 0.014), (0.0, 0.012)], 40, 60.0)
    top = lathe([(r * 0.91, water), (r * 0.88, water - 0.0012), (0.0, water - 0.0012)], 40)
    glass = _clear(merged([outside, inside]), linear("d8ebe6"), 0.8)
    rim = lathe([(r * 0.995, h - 0.001), (r * 0.978, h + 0.0006), (r * 0.955, h - 0.001)], 40, 90.0)
    base = lathe([(0.0, 0.012), (r * 0.8, 0.013), (r * 0.86, 0.004), (r * 0.8, 0.0005)], 40, 90.0)
    return merged(
        [
            _clear(base, linear("9fc4bc"), 1.4),
            glass,
            _clear(top, linear("cfe6ee"), 2.2),
            _clear(rim, linear("eef8f6"), 3.2),
        ]
    )


def _clear(mesh: Mesh, rgb: Rgb, opacity: float) -> Mesh:
    mesh = mesh.coloured(rgb)
    mesh.colours[:, 3] = min(1.0, opacity * 0.3)
    return mesh


def plate(rgb: Rgb = GLAZE_INSIDE, line: Rgb = PAINTED, segments: int = 48) -> Mesh:
    """A side plate with a painted line inside its rim."""
    r = 0.105
    under = lathe(
        [(0.0, 0.002), (r * 0.55, 0.0), (r * 0.6, 0.003), (r * 0.97, 0.017), (r, 0.0195)], segments, 60.0
    ).coloured(rgb)
    rim = lathe([(r, 0.0195), (r * 0.985, 0.0215), (r * 0.95, 0.0205)], segments, 90.0).coloured(line)
    upper = lathe(
        [(r * 0.95, 0.0205), (r * 0.7, 0.011), (r * 0.62, 0.0075), (r * 0.55, 0.0065), (0.0, 0.006)],
        segments,
        60.0,
    ).coloured(rgb)
    return merged([under, rim, upper])


def bowl(rgb: Rgb = OAT, radius_m: float = 0.135, segments: int = 44) -> Mesh:
    r = radius_m
    outside = [
        (0.0, 0.003),
        (r * 0.4, 0.0),
        (r * 0.43, 0.008),
        (r * 0.7, r * 0.2),
        (r * 0.9, r * 0.44),
        (r * 0.985, r * 0.64),
        (r, r * 0.68),
    ]
    inside = [
        (r, r * 0.68),
        (r * 0.975, r * 0.695),
        (r * 0.945, r * 0.66),
        (r * 0.86, r * 0.46),
        (r * 0.66, r * 0.24),
        (r * 0.3, r * 0.1),
        (0.0, r * 0.085),
    ]
    return merged(
        [
            lathe(outside, segments, 60.0).coloured(rgb),
            lathe(inside, segments, 60.0).coloured(linear("f3ecdf")),
        ]
    )


def storage_jar(rgb: Rgb, segments: int = 36) -> Mesh:
    """A glazed jar; its wooden lid is `storage_lid`."""
    r, h = 0.05, 0.125
    body = lathe(
        [
            (0.0, 0.002),
            (r * 0.8, 0.0),
            (r * 0.94, 0.006),
            (r, 0.02),
            (r, h * 0.72),
            (r * 0.93, h * 0.86),
            (r * 0.8, h * 0.94),
            (r * 0.8, h),
        ],
        segments,
        60.0,
    ).coloured(rgb)
    band = (body.positions[:, 1] < 0.03)[:, None]
    body.colours[:, :3] = np.where(band, np.array(linear("d9cdb8")), body.colours[:, :3])
    return body


def storage_lid(segments: int = 28) -> Mesh:
    r, h = 0.05, 0.125
    lid = lathe(
        [
            (0.0, h),
            (r * 0.86, h),
            (r * 0.9, h + 0.004),
            (r * 0.9, h + 0.012),
            (r * 0.84, h + 0.017),
            (0.012, h + 0.018),
            (0.009, h + 0.024),
            (0.014, h + 0.033),
            (0.008, h + 0.04),
            (0.0, h + 0.041),
        ],
        segments,
        50.0,
    )
    return lid.coloured(WOOD)


def bottle(segments: int = 32) -> Mesh:
    """A bottle of milk with a blue cap."""
    r = 0.036
    body = lathe(
        [
            (0.0, 0.003),
            (r * 0.84, 0.0),
            (r * 0.98, 0.006),
            (r, 0.02),
            (r, 0.115),
            (r * 0.93, 0.138),
            (r * 0.62, 0.17),
            (r * 0.46, 0.192),
            (r * 0.44, 0.208),
        ],
        segments,
        60.0,
    ).coloured(linear("f2efe6"))
    cap = lathe(
        [(r * 0.44, 0.204), (r * 0.53, 0.205), (r * 0.54, 0.22), (r * 0.48, 0.225), (0.0, 0.226)],
        segments,
        60.0,
    ).coloured(linear("4f7ca0"))
    label = lathe([(r * 1.012, 0.045), (r * 1.012, 0.1)], segments).coloured(linear("cfdbe0"))
    stripe = lathe([(r * 1.02, 0.066), (r * 1.02, 0.079)], segments).coloured(linear("4f7ca0"))
    return merged([body, cap, label, stripe])


def tin(rgb: Rgb = TIN_RED, lid: Rgb = TIN_CREAM) -> Mesh:
    """A round biscuit tin with a band round its middle and a rolled lid."""
    r, h = 0.075, 0.072
    body = lathe([(0.0, 0.002), (r - 0.003, 0.0), (r, 0.004), (r, h)], 40, 50.0).coloured(rgb)
    band = lathe([(r + 0.0008, 0.022), (r + 0.0008, 0.042)], 40).coloured(lid)
    diamond = quad([(0.0, 0.025, 0.0), (0.006, 0.032, 0.0), (0.0, 0.039, 0.0), (-0.006, 0.032, 0.0)])
    beads = [diamond.moved(z=r + 0.0016).turned("y", 360 * i / 22).coloured(rgb) for i in range(22)]
    top = lathe(
        [
            (r, h),
            (r + 0.003, h),
            (r + 0.0035, h + 0.014),
            (r + 0.001, h + 0.018),
            (r - 0.008, h + 0.019),
            (r - 0.012, h + 0.016),
            (r * 0.5, h + 0.018),
            (0.0, h + 0.0185),
        ],
        40,
        50.0,
    ).coloured(lid)
    return merged([body, band, *beads, top])


def book(cover: Rgb = COVER) -> Mesh:
    """A cookery book that lies, its spine to the left."""
    w, d, thick = 0.165, 0.225, 0.03
    boards = [rounded_box(w, 0.003, d, 0.0014, 1).moved(0.0, y, 0.0) for y in (0.0015, thick - 0.0015)]
    angle = np.linspace(np.pi / 2, 3 * np.pi / 2, 9)
    arc = [(float(0.006 * np.cos(a)), float(thick / 2 + thick / 2 * np.sin(a))) for a in angle]
    spine = surface(
        np.array(
            [
                [(x - w / 2, y, z) for x, y in [*arc, (0.004, 0.0005), (0.004, thick - 0.0005)]]
                for z in (-d / 2, d / 2)
            ]
        )
    )
    pages = (
        rounded_box(w - 0.006, thick - 0.005, d - 0.01, 0.001, 1)
        .moved(-0.002, thick / 2, 0.0)
        .coloured(PAPER)
    )
    plate_ = (
        rounded_box(0.1, 0.0008, 0.07, 0.0004, 1)
        .moved(0.008, thick + 0.0002, -0.04)
        .coloured(linear("e3c98f"))
    )
    line = (
        rounded_box(0.1, 0.0008, 0.004, 0.0003, 1)
        .moved(0.008, thick + 0.0002, 0.02)
        .coloured(linear("e3c98f"))
    )
    return merged([*(b.coloured(cover) for b in boards), spine.coloured(cover), pages, plate_, line])


def spoon() -> Mesh:
    """A table spoon that lies, its bowl ahead (-z)."""
    t = np.linspace(0.0, 1.0, 11)
    width = np.maximum(0.021 * np.sin(np.pi * t) ** 0.6, 0.0022)
    rows = []
    for share, half in zip(t, width, strict=True):
        x = np.linspace(-1.0, 1.0, 9)
        depth = 0.0075 * (1.0 - x**2) * abs(np.sin(np.pi * share)) ** 0.8
        z = np.full_like(x, -0.062 - 0.052 * share)
        rows.append(np.stack([x * half, 0.0105 - depth, z], axis=1))
    width_m = 0.0018  # of the metal
    upper = surface(np.array(rows), closed=False)
    lower = surface(np.array(rows) - np.array([0.0, width_m, 0.0]), closed=False)
    lower = Mesh(lower.positions, -lower.normals, lower.colours, lower.triangles[:, ::-1], uv=lower.uv)
    way = curve(
        [
            (0.0, 0.0085, -0.07),
            (0.0, 0.0105, -0.055),
            (0.0, 0.009, 0.0),
            (0.0, 0.0035, 0.075),
            (0.0, 0.003, 0.085),
        ],
        12,
    )
    radii = np.interp(
        np.linspace(0, 1, 12), [0.0, 0.2, 0.7, 0.95, 1.0], [0.002, 0.0026, 0.0034, 0.0052, 0.0035]
    )
    handle = tube(way, radii.tolist(), 8)
    return merged([upper, lower, handle.stretched(1.0, 0.8, 1.0)])


def coaster(radius_m: float = 0.1) -> Mesh:
    """A round felted coaster with a stitched edge, on the table: where a hand rests."""
    r = radius_m
    felt = lathe(
        [
            (0.0, 0.0),
            (r - 0.002, 0.0),
            (r, 0.002),
            (r - 0.001, 0.0055),
            (r - 0.004, 0.0065),
            (r * 0.86, 0.0068),
        ],
        40,
        60.0,
    ).coloured(linear("55756c"))
    ring = lathe([(r * 0.86, 0.0068), (r * 0.82, 0.0074), (r * 0.78, 0.0068)], 40, 90.0).coloured(
        linear("e6dcc4")
    )
    middle = lathe([(r * 0.78, 0.0068), (r * 0.46, 0.0066)], 40).coloured(linear("6d8f84"))
    palm = lathe([(r * 0.46, 0.0066), (r * 0.43, 0.0071), (r * 0.4, 0.0066)], 40, 90.0).coloured(
        linear("e6dcc4")
    )
    heart = lathe([(r * 0.4, 0.0066), (0.0, 0.0064)], 40).coloured(linear("55756c"))
    return merged([felt, ring, middle, palm, heart])


def cutting_board(width_m: float = 0.34, depth_m: float = 0.22) -> Mesh:
    board = rounded_box(width_m, 0.018, depth_m, 0.006, 2).moved(0.0, 0.009, 0.0)
    return board.coloured(linear("a8845e")).boxed("x")


def wooden_spoon(length_m: float = 0.3) -> Mesh:
    """Stands on its handle."""
    stick = cylinder(0.0055, length_m * 0.82, 6)
    head = surface(
        np.array(
            [
                [
                    (0.024 * s * np.cos(a), length_m * 0.78 + 0.07 * t, 0.007 * s * np.sin(a))
                    for a in np.linspace(0, 2 * np.pi, 8, endpoint=False)
                ]
                for t, s in zip(
                    np.linspace(0, 1, 6), np.sin(np.pi * np.linspace(0.0, 1.0, 6)) ** 0.6, strict=True
                )
            ]
        )
    )
    return merged([stick, head]).coloured(linear("c59c69"))
