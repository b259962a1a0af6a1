"""What stands on the table: which things, where each belongs, and where there is room for one more."""

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

from environments.behaviours import ByParameter, Channel, Curve
from environments.placement import Placement, Quaternion
from environments.scene import Node
from therapy.arithmetic import cos, radians, sin

TABLE_M: Final = 0.72
"""Height of the table where a scene begins, before any value of table_height_m."""
WIDTH_M: Final = 1.6
NEAR_Z_M: Final = -0.16
FAR_Z_M: Final = -0.98
EDGE_M: Final = 0.02
"""Nothing is set down nearer to the edge than this."""
APART_M: Final = 0.012
"""Least gap between two things that stand."""
PAD_M: Final = 0.105
"""The coaster on which a hand rests is kept free, this far from its middle."""

Spot = tuple[float, float]
"""x and z on the table."""


class Thing(NamedTuple):
    """Something to take in a hand; it stands on its node's origin."""

    id: str
    spot: Spot
    turn_deg: float
    """About the vertical, in its own place."""
    radius_m: float
    """Of the circle it stands in."""
    height_m: float
    sound: str
    """What is heard when it is touched or set down."""
    clutter: int | None = None
    """It is there once so many others came with `clutter`; None: always."""


THINGS: Final = (
    Thing("mug", (-0.30, -0.50), 200.0, 0.05, 0.092, "ceramic"),
    Thing("glass", (0.34, -0.50), 0.0, 0.036, 0.118, "glass"),
    Thing("apple", (-0.155, -0.61), 20.0, 0.04, 0.075, "take"),
    Thing("orange", (0.18, -0.60), 0.0, 0.04, 0.072, "take"),
    Thing("plate", (-0.01, -0.76), 0.0, 0.106, 0.035, "ceramic"),
    Thing("bowl", (-0.54, -0.73), 15.0, 0.136, 0.1, "ceramic", 0),
    Thing("bread", (0.47, -0.75), 14.0, 0.165, 0.1, "set_down", 1),
    Thing("jar", (0.64, -0.46), 0.0, 0.052, 0.165, "ceramic", 2),
    Thing("tin", (-0.66, -0.44), 10.0, 0.08, 0.09, "set_down", 3),
    Thing("bottle", (-0.23, -0.87), 0.0, 0.038, 0.226, "glass", 4),
    Thing("banana", (0.205, -0.87), 12.0, 0.08, 0.036, "take", 5),
    Thing("book", (0.47, -0.33), -12.0, 0.142, 0.031, "paper", 6),
    Thing("lemon", (-0.46, -0.28), 30.0, 0.046, 0.058, "take", 7),
)
SHADE: Final = 1.5
"""The shade a thing stands in, as a multiple of its radius."""
CLUTTER: Final = len([thing for thing in THINGS if thing.clutter is not None])
RISES: Final = ByParameter(
    channel=Channel.Y,
    curve=Curve(parameter="table_height_m", points=((0.0, -TABLE_M), (2.0, 2.0 - TABLE_M))),
)
"""What is placed on a table of TABLE_M goes up and down with it."""


def resting(thing: Thing) -> Placement:
    """Its own place, on a table of TABLE_M."""
    return Placement((thing.spot[0], TABLE_M, thing.spot[1]), turned(thing.turn_deg))


def node(thing: Thing) -> Node:
    """The thing in the scene."""
    behaviours = (RISES,) if thing.clutter is None else (RISES, _appears(thing.clutter))
    return Node(id=thing.id, mesh=thing.id, placement=resting(thing), behaviours=behaviours)


def shade(thing: Thing) -> Node:
    """Its shade on the table, which goes along with it and is hidden while a hand carries it."""
    size = thing.radius_m * SHADE
    place = Placement((0.0, 0.002, 0.0), scale=(size, 1.0, size))
    behaviours = () if thing.clutter is None else (_appears(thing.clutter),)
    return Node(
        id=shade_id(thing),
        mesh="shade",
        parent=thing.id,
        placement=place,
        casts_shadow=False,
        behaviours=behaviours,
    )


def shade_id(thing: Thing) -> str:
    return f"{thing.id}_shade"


def is_there(thing: Thing, clutter: float) -> bool:
    """Whether it can be seen well enough to be taken."""
    return thing.clutter is None or clutter * CLUTTER >= thing.clutter + 0.5


def turned(degrees: float) -> Quaternion:
    """A turn about the vertical."""
    half = radians(degrees) / 2.0
    return (0.0, sin(half), 0.0, cos(half))


def over(x: float, z: float) -> bool:
    """Whether a point is above the table, seen from above."""
    return abs(x) <= WIDTH_M / 2 and FAR_Z_M <= z <= NEAR_Z_M


def fits(spot: Spot, radius_m: float, taken: Iterable[tuple[Spot, float]]) -> bool:
    """Whether a circle there is clear of all others, and on the table."""
    x, z = spot
    if _clamped(x, z, radius_m) != spot:
        return False
    for (other_x, other_z), other_m in taken:
        dx, dz, least_m = x - other_x, z - other_z, radius_m + other_m + APART_M
        if dx * dx + dz * dz < least_m * least_m:
            return False
    return True


def free_spot(spot: Spot, radius_m: float, taken: Iterable[tuple[Spot, float]], otherwise: Spot) -> Spot:
    """The nearest place to a spot where a circle is clear of all others; `otherwise` where none is."""
    x, z = _clamped(*spot, radius_m)
    others = tuple(taken)
    if fits((x, z), radius_m, others):
        return (x, z)
    for ring in range(1, RINGS + 1):
        for dx, dz in _AROUND:
            there = _clamped(x + ring * RING_M * dx, z + ring * RING_M * dz, radius_m)
            if fits(there, radius_m, others):
                return there
    return otherwise


RINGS: Final = 40
RING_M: Final = 0.02
_AROUND: Final = tuple((cos(radians(22.5 * i)), sin(radians(22.5 * i))) for i in range(16))


def _clamped(x: float, z: float, radius_m: float) -> Spot:
    half = WIDTH_M / 2 - EDGE_M - radius_m
    near, far = NEAR_Z_M - EDGE_M - radius_m, FAR_Z_M + EDGE_M + radius_m
    return (min(max(x, -half), half), min(max(z, far), near))


def _appears(number: int) -> ByParameter:
    """Things appear one after another as clutter goes from 0 to 1."""
    points = ((number / CLUTTER, 0.0), ((number + 1.0) / CLUTTER, 1.0))
    return ByParameter(channel=Channel.OPACITY, curve=Curve(parameter="clutter", points=points))


def gap_m(thing: Thing, base: tuple[float, float, float], point: tuple[float, float, float]) -> float:
    """From a point to the upright cylinder of a thing that stands on `base`; 0 inside it."""
    dx, dz = point[0] - base[0], point[2] - base[2]
    aside = max(math.sqrt(dx * dx + dz * dz) - thing.radius_m, 0.0)
    up = max(base[1] - point[1], point[1] - base[1] - thing.height_m, 0.0)
    return math.sqrt(aside * aside + up * up)
