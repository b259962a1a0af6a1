"""The rails: posts of flat steel, glass between them, and a round wooden bar that a hand finds.

Front rail parts are 1 m tall and are stretched to the rail's height; what clouds the glass is a mesh of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from environments.heights.model_terrace import (
    BAR_RADIUS_M,
    BRUSHED,
    CLEAR,
    FIXED_FROM_Z_M,
    GATE_M,
    GLASS_EDGE,
    PAINTED,
    POLISHED,
    RAIL_IN_M,
    SIDE_RAIL_M,
    SIDE_RAIL_X_M,
    SLAB_DEPTH_M,
    SLAB_TOP_M,
    TEAK,
    bar,
    bolt,
    parts,
    plate,
)
from environments.modelling.material import Material, linear
from environments.modelling.mesh import Mesh, box, cylinder, merged, quad, rounded_box
from environments.modelling.model import Parts

POSTS_X_M = (-2.95, -2.25, -1.53, -0.83, 0.83, 1.53, 2.25, 2.95)
GLASS_FROM, GLASS_TO = 0.06, 0.9
"""Lowest and highest line of the panes as shares of the rail's height."""
GLASS_M = 0.0175
GAP_M = 0.02
"""From a post's middle to the pane beside it."""

CLOUDED = Material("clouded_glass", (*linear("c3d0ce"), 1.0), roughness=0.35)


def _spans() -> list[tuple[float, float]]:
    """From where to where each pane of the front rail goes; the gate's is in the middle."""
    return [(a + GAP_M, b - GAP_M) for a, b in pairwise(POSTS_X_M)]


def _front(from_x: float, to_x: float, thick_m: float) -> Mesh:
    height = GLASS_TO - GLASS_FROM
    pane = box(to_x - from_x, height, thick_m)
    return pane.moved((from_x + to_x) / 2, (GLASS_FROM + GLASS_TO) / 2, RAIL_IN_M)


def _clear(from_x: float, to_x: float) -> Mesh:
    """One face, seen from both sides: two would cloud the view twice."""
    z, y0, y1 = RAIL_IN_M, GLASS_FROM, GLASS_TO
    return quad([(from_x, y0, z), (to_x, y0, z), (to_x, y1, z), (from_x, y1, z)])


def _edges(from_x: float, to_x: float) -> list[Mesh]:
    """Polished edges of a pane: they are what shows of clear glass."""
    x, width, y = (from_x + to_x) / 2, to_x - from_x, (GLASS_FROM + GLASS_TO) / 2
    return [
        *(box(width, 0.003, GLASS_M).moved(x, end, RAIL_IN_M) for end in (GLASS_FROM, GLASS_TO)),
        *(box(0.003, GLASS_TO - GLASS_FROM, GLASS_M).moved(end, y, RAIL_IN_M) for end in (from_x, to_x)),
    ]


def _clamps(x: float) -> list[Mesh]:
    """Where a post holds the glass at its sides."""
    return [
        cylinder(0.024, 0.036, 10, 0.004).turned("x", 90).moved(x + dx, share, RAIL_IN_M - 0.018)
        for share in (0.2, 0.76)
        for dx in (-0.03, 0.03)
        if abs(x + dx) < 2.96
    ]


def sockets() -> Parts:
    """What stays on the floor at any height of the rail: plates that the posts stand in."""
    plates, bolts = [], []
    for x in POSTS_X_M:
        plates.append(plate(0.1, 0.085).moved(x, SLAB_TOP_M + 0.009, RAIL_IN_M))
        bolts += [
            bolt(x + dx, SLAB_TOP_M + 0.009, RAIL_IN_M + dz, 0.008)
            for dx in (-0.038, 0.038)
            for dz in (-0.028, 0.028)
        ]
    return parts((merged(plates), PAINTED), (merged(bolts), POLISHED))


def posts() -> Parts:
    """Posts, clamps and clear panes, without the gate's."""
    flats = [rounded_box(0.014, 0.97, 0.06, 0.004, 1).moved(x, 0.485, RAIL_IN_M) for x in POSTS_X_M]
    clamps = [clamp for x in POSTS_X_M for clamp in _clamps(x)]
    glazed = [span for span in _spans() if span[0] * span[1] > 0.0]
    return parts(
        (merged(flats), PAINTED),
        (merged(clamps), POLISHED),
        (merged([edge for span in glazed for edge in _edges(*span)]), GLASS_EDGE),
        (merged([_clear(*span) for span in glazed]), CLEAR),
    )


def clouded() -> Parts:
    """Makes the front panes solid."""
    return ((merged([_front(*span, GLASS_M) for span in _spans() if span[0] * span[1] > 0.0]), CLOUDED),)


def gate() -> Parts:
    (span,) = (span for span in _spans() if span[0] < 0.0 < span[1])
    return parts(
        (merged(_edges(*span)), GLASS_EDGE),
        (_clear(*span), CLEAR),
    )


def gate_clouded() -> Parts:
    (span,) = (span for span in _spans() if span[0] < 0.0 < span[1])
    return ((_front(*span, GLASS_M), CLOUDED),)


def handrail() -> Parts:
    """Two bars with the gate's gap between them; their highest line is at y = 0."""
    half = GATE_M / 2
    length = 3.0 - half
    bars = [bar(length, 0.4 * s).moved(s * (half + length / 2), 0.0, RAIL_IN_M) for s in (-1.0, 1.0)]
    stems = [stem for x in POSTS_X_M for stem in _stem(x, RAIL_IN_M)]
    return parts((merged(bars), TEAK), (merged(stems), POLISHED))


def gate_bar() -> Parts:
    return ((bar(GATE_M - 0.004, 0.9).moved(0.0, 0.0, RAIL_IN_M), TEAK),)


def _stem(x: float, z: float) -> list[Mesh]:
    """Holds a bar above its post: a thin round and the saddle under the wood."""
    top = -2 * BAR_RADIUS_M
    return [
        cylinder(0.007, 0.075, 10).moved(x, top - 0.07, z),
        box(0.07, 0.004, 0.02).moved(x, top + 0.001, z),
    ]


def _side(x: float, posts_z_m: Sequence[float], from_z: float, to_z: float) -> Parts:
    """A rail of fixed height along z."""
    reach = SIDE_RAIL_M - 0.12
    flats, stems, edges, panes = [], [], [], []
    for z in posts_z_m:
        flats.append(box(0.06, 0.97, 0.014).moved(x, 0.485, z))
        flats.append(plate(0.085, 0.1).moved(x, 0.006, z))
        stems += [stem.moved(y=SIDE_RAIL_M) for stem in _stem(x, z)]
    for a, b in pairwise(posts_z_m):
        z, length = (a + b) / 2, b - a - 2 * GAP_M
        low, near, far = 0.07, z + length / 2, z - length / 2
        panes.append(quad([(x, low, near), (x, low, far), (x, reach, far), (x, reach, near)]))
        edges += [box(GLASS_M, 0.003, length).moved(x, y, z) for y in (0.07, reach)]
        edges += [
            box(GLASS_M, reach - 0.07, 0.003).moved(x, (reach + 0.07) / 2, z + s * length / 2)
            for s in (-1, 1)
        ]
    wood = bar(to_z - from_z, 0.2 * x).turned("y", 90).moved(x, SIDE_RAIL_M, (from_z + to_z) / 2)
    return parts(
        (merged(flats), PAINTED),
        (merged(stems), BRUSHED),
        (wood, TEAK),
        (merged(edges), GLASS_EDGE),
        (merged(panes), CLEAR),
    )


def _both(*sides: Parts) -> Parts:
    return parts(*(piece for side in sides for piece in side))


def side_rails() -> Parts:
    """Along both sides of the slab."""
    places = (0.05, 0.75, 1.45, 2.15, 2.85)
    return _both(*(_side(s * SIDE_RAIL_X_M, places, 0.0, SLAB_DEPTH_M) for s in (-1.0, 1.0)))


def landing_rails() -> Parts:
    """Along both sides of the landing, outside those of the slab that slide past."""
    places = (FIXED_FROM_Z_M + 0.1, 1.65, 2.5, 3.33)
    return _both(*(_side(s * (SIDE_RAIL_X_M + 0.09), places, FIXED_FROM_Z_M, 3.4) for s in (-1.0, 1.0)))
