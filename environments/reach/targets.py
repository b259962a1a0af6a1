"""Where targets may be: on a sphere around the shoulder, inside every limit, in all allowed directions."""

import math
from typing import Final, NamedTuple

from environments.placement import Vec3
from therapy import arithmetic
from therapy.arithmetic import Draws
from therapy.parameter import Values
from therapy.prescription import RangeLimits
from therapy.sample import Pose

THIRDS: Final = 3
"""Allowed azimuths and elevations are each cut in three; each of the nine directions gets as many targets."""
NEAREST_SHARE: Final = 0.85
"""Targets lie between this share of the allowed distance and all of it."""
LEAST_DISTANCE_M: Final = 0.20
"""Nearer to the shoulder there is only the patient."""
ABOVE_TABLE_M: Final = 0.02
LEAST_WAY_M: Final = 0.20
"""From the pad to a target, beside the target's own size."""
TRIES: Final = 6


class Target(NamedTuple):
    """One place to reach for."""

    position: Vec3
    azimuth_deg: float
    """0 straight ahead, positive to the right."""
    elevation_deg: float
    """0 at the height of the shoulder, positive up."""
    distance_m: float
    """From the shoulder."""


class Span(NamedTuple):
    """Angles from `low` to `high`, degrees."""

    low: float
    high: float


class Targets:
    """Draws targets: all nine directions once, in random order, before any comes again."""

    __slots__ = ("_draws", "_left", "_limits")

    def __init__(self, seed: int, limits: RangeLimits) -> None:
        self._draws = Draws(seed, "reach targets")
        self._limits = limits
        self._left: list[int] = []

    def next(self, shoulder: Pose, reach_m: float, values: Values, pad: Vec3 | None = None) -> Target | None:
        """The next target for this shoulder and calibrated reach; None where no direction is allowed.

        It is a real movement away from the `pad` wherever its direction leaves room for one.
        """
        farthest_m = self.farthest_m(reach_m, values)
        size_m = values["target_size_m"]
        azimuths = allowed_azimuths(values, self._limits, size_m, farthest_m)
        if not azimuths:
            return None
        if not self._left:
            self._left = self._draws.shuffled(range(THIRDS * THIRDS))
        across, up = divmod(self._left.pop(), THIRDS)
        heights = self._elevations(shoulder, farthest_m, values)
        best: Target | None = None
        best_way_m = -1.0
        for _ in range(TRIES):
            azimuth = _along(azimuths, (across + self._draws.uniform()) / THIRDS)
            elevation = _along([heights], (up + self._draws.uniform()) / THIRDS)
            distance_m = farthest_m * self._draws.uniform(NEAREST_SHARE, 1.0)
            position = _position(shoulder, azimuth, elevation, distance_m)
            way_m = LEAST_WAY_M + size_m if pad is None else _apart_m(position, pad)
            if way_m > best_way_m:
                best, best_way_m = Target(position, azimuth, elevation, distance_m), way_m
            if way_m >= LEAST_WAY_M + size_m:
                break
        return best

    def farthest_m(self, reach_m: float, values: Values) -> float:
        """The largest distance from the shoulder: reach times its share, under the prescribed ceilings.

        Never beyond the calibrated reach, so that nobody has to lean (field guide rule 11).
        """
        share = min(values["reach_share"], self._limits.reach_share_of_calibrated)
        ceiling_m = reach_m if self._limits.reach_m is None else min(reach_m, self._limits.reach_m)
        return min(max(reach_m * share, LEAST_DISTANCE_M), ceiling_m)

    def _elevations(self, shoulder: Pose, farthest_m: float, values: Values) -> Span:
        """Between the lowest that clears the table and the highest prescribed; the prescribed one wins."""
        highest = values["arc_up_deg"]
        if self._limits.highest_deg is not None:
            highest = min(highest, self._limits.highest_deg)
        clear_m = values["table_height_m"] + values["target_size_m"] / 2 + ABOVE_TABLE_M - shoulder.y_m
        sine = min(max(clear_m / (farthest_m if clear_m < 0.0 else farthest_m * NEAREST_SHARE), -1.0), 1.0)
        lowest = max(-values["arc_down_deg"], arithmetic.degrees(arithmetic.asin(sine)))
        return Span(min(lowest, highest), highest)


def allowed_azimuths(values: Values, limits: RangeLimits, size_m: float, distance_m: float) -> list[Span]:
    """What is left of the arc once every no-go arc, widened by half a target, is cut out."""
    margin = arithmetic.degrees(arithmetic.atan2(size_m / 2, distance_m))
    spans = [Span(-values["arc_left_deg"], values["arc_right_deg"])]
    for low, high in limits.no_go_arcs_deg:
        # An arc that runs through the back, such as 150 to -150, is two.
        pieces = [(low, high)] if low <= high else [(low, 180.0), (-180.0, high)]
        for start, end in pieces:
            spans = [rest for span in spans for rest in _without(span, start - margin, end + margin)]
    return spans


def _without(span: Span, start: float, end: float) -> list[Span]:
    if end < span.low or start > span.high:
        return [span]
    rest = [Span(span.low, start)] if start > span.low else []
    return [*rest, Span(end, span.high)] if end < span.high else rest


def _along(spans: list[Span], share: float) -> float:
    """The angle at this share of the spans laid end to end."""
    rest = share * math.fsum(span.high - span.low for span in spans)
    for span in spans:
        width = span.high - span.low
        if rest <= width:
            return span.low + rest
        rest -= width
    return spans[-1].high


def _apart_m(a: Vec3, b: Vec3) -> float:
    return arithmetic.length(a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _position(shoulder: Pose, azimuth_deg: float, elevation_deg: float, distance_m: float) -> Vec3:
    azimuth, elevation = arithmetic.radians(azimuth_deg), arithmetic.radians(elevation_deg)
    level_m = distance_m * arithmetic.cos(elevation)
    return (
        shoulder.x_m + level_m * arithmetic.sin(azimuth),
        shoulder.y_m + distance_m * arithmetic.sin(elevation),
        shoulder.z_m - level_m * arithmetic.cos(azimuth),
    )
