"""The window of the safe room: frame, pane with the drops of a shower that has passed, seat and linen curtains."""

from __future__ import annotations

from typing import Final

import numpy as np

from environments.behaviours import Loop
from environments.modelling.cloth import cushion, hanging
from environments.modelling.furniture import block, plank
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, bar, box, merged, quad, sphere, torus
from environments.modelling.model import Parts
from environments.placement import Vec3
from environments.safe_room.model_room import (
    DARK_OAK,
    FRONT_Z_M,
    LINTEL_M,
    OAK,
    OILED,
    PAINT,
    PAINTED,
    SILL_M,
    WINDOW_M,
)

PANE_Z_M: Final = FRONT_Z_M - 0.15
SEAT_M: Final = 0.46
"""Height of the window seat, with its pad."""
POSTS_X_M: Final = (-1.426, -0.48, 0.48, 1.426)
TRICKLE_MPS: Final = 0.008
"""How fast a drop finds its way down the pane."""

LINEN_RGB: Final = linear("f0e8d9")
LINEN = Material("linen", roughness=0.9, grain="linen", grain_m=0.12)
CURTAIN = Material("curtain", roughness=0.9, grain="linen", grain_m=0.16, two_sided=True)
PANE = Material("pane", colour=(0.92, 0.97, 0.96, 0.05), roughness=0.04, blend=True)
DROP = Material("drop", colour=(0.86, 0.92, 0.95, 0.5), roughness=0.05, blend=True)


def frame() -> Parts:
    """Painted wood: three lights, a rounded board below."""
    tall = LINTEL_M - SILL_M
    posts = [plank((0.06, tall, 0.07), (x, SILL_M, PANE_Z_M), PAINT, 0.012).boxed("y") for x in POSTS_X_M]
    rails = [
        plank((WINDOW_M + 0.01, 0.06, 0.066), (0.0, y, PANE_Z_M), PAINT, 0.012).boxed("x")
        for y in (SILL_M + 0.002, LINTEL_M - 0.054)
    ]
    bars = [
        box(0.9, 0.022, 0.03).boxed("x").moved(x, 1.79, PANE_Z_M).coloured(PAINT) for x in (-0.95, 0.0, 0.95)
    ]
    board = plank((WINDOW_M + 0.008, 0.03, 0.16), (0.0, SILL_M - 0.028, FRONT_Z_M - 0.06), PAINT, 0.01)
    return ((merged([*posts, *rails, *bars, board.boxed("x")]), PAINTED),)


def pane() -> Parts:
    """Clear glass, with drops that stay."""
    half = WINDOW_M / 2.0
    glass = quad(
        [
            (-half, SILL_M, PANE_Z_M),
            (half, SILL_M, PANE_Z_M),
            (half, LINTEL_M, PANE_Z_M),
            (-half, LINTEL_M, PANE_Z_M),
        ]
    )
    random = np.random.default_rng(11)
    drops = []
    for _ in range(36):
        x, y = float(random.uniform(-1.36, 1.36)), float(LINTEL_M - 0.1 - random.random() ** 0.7 * 1.55)
        if min(abs(x - post) for post in POSTS_X_M) < 0.045:
            continue
        drops.append(_bead(float(random.uniform(0.0025, 0.006))).moved(x, y, PANE_Z_M - 0.004))
    return ((glass, PANE), (merged(drops), DROP))


def trickling() -> Parts:
    """One larger drop, for those that move."""
    return ((_bead(0.0065), DROP),)


def trickle(x_m: float, start_m: float) -> Loop:
    """Down the pane, and back up where the frame hides it."""
    post = min(POSTS_X_M, key=lambda at: abs(at - x_m))
    low, high, z = SILL_M + 0.03, LINTEL_M - 0.03, PANE_Z_M - 0.004
    path: tuple[Vec3, ...] = (
        (x_m, high, z),
        (x_m, low, z),
        (post, low, PANE_Z_M),
        (post, high, PANE_Z_M),
    )
    return Loop(path=path, speed_mps=TRICKLE_MPS, start_m=start_m, turn_m=0.01)


def _bead(radius_m: float) -> Mesh:
    return sphere(radius_m, 5, 3).stretched(1.0, 1.25, 0.4)


def seat() -> Parts:
    """A bench below the window: panelled, with a pad and cushions to lean on."""
    width, deep = WINDOW_M, 0.46
    z = FRONT_Z_M + deep / 2.0
    body = [
        plank((width, SEAT_M - 0.1, deep - 0.05), (0.0, 0.0, z - 0.02), PAINT, 0.008).boxed("y"),
        plank((width + 0.03, 0.028, deep), (0.0, SEAT_M - 0.1, z), OAK, 0.01).boxed("x"),
    ]
    for x in np.linspace(-width / 2 + 0.37, width / 2 - 0.37, 4):
        panel = block((0.6, 0.24, 0.012), (float(x), 0.07, FRONT_Z_M + deep - 0.043), PAINT, 0.006)
        body.append(panel.boxed("y"))
    pad = bar(width - 0.02, 0.075, deep - 0.036, 0.03, 0.2)
    pad = pad.moved(0.0, SEAT_M - 0.024, z - 0.042).coloured(linear("cdbfa5"))
    return ((merged(body), PAINTED), (pad, LINEN))


def pillows() -> Parts:
    soft = [
        (0.46, 0.15, "c39a4f", -1.12, 22.0, 72.0, 1),
        (0.4, 0.14, "7f8f86", -0.82, 8.0, 66.0, 5),
        (0.44, 0.15, "b0604a", 1.16, -24.0, 71.0, 9),
    ]
    made = []
    for size, thick, html, x, turn, lean, seed in soft:
        pillow = cushion(size, thick, size, 7, seed).moved(y=-thick / 2).turned("x", lean)
        made.append(
            pillow.turned("y", turn).moved(x, SEAT_M + size * 0.47, FRONT_Z_M + 0.14).coloured(linear(html))
        )
    return ((merged(made), LINEN),)


def curtains() -> Parts:
    """Linen to the floor, drawn aside."""
    z = FRONT_Z_M + 0.095
    left = hanging(0.62, 2.36, 6.0, 0.085, 3).moved(-1.68, 0.025, z)
    right = hanging(0.54, 2.36, 5.0, 0.09, 8).moved(1.7, 0.025, z)
    return ((merged([left, right]).coloured(LINEN_RGB), CURTAIN),)


def rod() -> Parts:
    z, y = FRONT_Z_M + 0.095, 2.41
    pole = bar(4.0, 0.026, 0.026, 0.009, 0.5).moved(0.0, y, z)
    ends = [sphere(0.028, 10, 6).moved(x, y, z) for x in (-2.01, 2.01)]
    rings = [
        torus(0.022, 0.0035, 7, 3).turned("z", 90).moved(float(x), y - 0.005, z)
        for x in (*np.linspace(-1.95, -1.42, 5), *np.linspace(1.46, 1.94, 4))
    ]
    holders = [box(0.02, 0.05, 0.11).moved(x, y - 0.005, z - 0.05) for x in (-1.99, 1.99)]
    return ((merged([pole, *ends, *rings, *holders]).coloured(DARK_OAK), OILED),)
