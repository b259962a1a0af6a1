"""How finely each measure may be told, and what it was really taken from.

A measure is rounded to the last digit that its method supports, halves to the even digit. Whatever is finer
than that stays in the record.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from clinician_console.reports.model import Figure
from therapy.measures.reach import Toward
from therapy.words import N_


class Method(NamedTuple):
    """How one measure is told."""

    title: str
    unit: str
    decimals: int
    source: str
    times: float = 1.0
    """What the recorded value is multiplied by: 100 for shares that are told in percent."""


_SHARE_OF_TIME = N_("eye tracker, share of the time further than 30 degrees below the horizon")
_SHARE_OF_HEAD = N_(
    "direction of the head, standing in for the eyes: share of the time further than 30 degrees below the horizon"
)
_HAND = N_("tracked hand, mean over the trials")
_TRACKED = N_("tracked hand and shoulder")

METHODS: Final[Mapping[str, Method]] = {
    "gaze_down_share": Method(N_("Looking down (eyes)"), "%", 0, _SHARE_OF_TIME, 100.0),
    "head_down_share": Method(N_("Looking down (head)"), "%", 0, _SHARE_OF_HEAD, 100.0),
    "closest_to_edge_m": Method(
        N_("Closest to the edge"), "m", 1, N_("position of the head, standing in for the feet")
    ),
    "hand_on_rail_s": Method(
        N_("Hand on the rail"), "s", 0, N_("tracked hand within 8 cm of the rail, which need not be a grip")
    ),
    "first_approach_s": Method(
        N_("First within 0.5 m of the edge"), "s", 0, N_("position of the head, standing in for the feet")
    ),
    "balls_dropped": Method(N_("Balls dropped"), "", 0, N_("counted")),
    "keepsakes_retrieved": Method(N_("Keepsakes retrieved"), "", 0, N_("counted")),
    "repetitions": Method(N_("Repetitions"), "", 0, N_("counted")),
    "success_share": Method(N_("Targets touched"), "%", 0, N_("counted"), 100.0),
    "reaction_time_s": Method(N_("Reaction time"), "s", 2, _HAND),
    "movement_time_s": Method(N_("Movement time"), "s", 2, _HAND),
    "peak_speed_mps": Method(N_("Peak speed"), "m/s", 2, _HAND),
    "path_ratio": Method(
        N_("Path over the straight way"), "", 2, N_("tracked hand, mean over the trials; 1 is straight")
    ),
    "sparc": Method(
        N_("Smoothness (SPARC)"), "", 1,
        N_("tracked hand, mean over the trials; about -1.4 for one smooth reach, lower the less smooth"),
    ),
    "lean_cm": Method(N_("Lean of the trunk"), "cm", 0, N_("position of the head, standing in for the trunk")),
    "active_min": Method(N_("Time in motion"), "min", 1, N_("tracked hand at 5 cm/s or faster")),
    f"reach_{Toward.RIGHT}_m": Method(N_("Reach to the right"), "m", 2, _TRACKED),
    f"reach_{Toward.UP_RIGHT}_m": Method(N_("Reach up right"), "m", 2, _TRACKED),
    f"reach_{Toward.UP}_m": Method(N_("Reach up"), "m", 2, _TRACKED),
    f"reach_{Toward.UP_LEFT}_m": Method(N_("Reach up left"), "m", 2, _TRACKED),
    f"reach_{Toward.LEFT}_m": Method(N_("Reach to the left"), "m", 2, _TRACKED),
    f"reach_{Toward.DOWN_LEFT}_m": Method(N_("Reach down left"), "m", 2, _TRACKED),
    f"reach_{Toward.DOWN}_m": Method(N_("Reach down"), "m", 2, _TRACKED),
    f"reach_{Toward.DOWN_RIGHT}_m": Method(N_("Reach down right"), "m", 2, _TRACKED),
}  # fmt: skip
"""By the name under which an environment takes it. A head stands half a step from its feet, so distances to an edge
are told to 0.1 m; a hand is tracked to about 1 cm and timed to 11 ms."""

_BY_UNIT: Final[Mapping[str, Method]] = {
    "share": Method("", "%", 0, "", 100.0),
    "m": Method("", "m", 1, ""),
    "s": Method("", "s", 0, ""),
    "count": Method("", "", 0, ""),
}
UNKNOWN_SOURCE: Final = N_("as the environment took it; this program knows no more about it")


def figure(name: str, value: float, unit: str) -> Figure:
    """The measure as it may be told; one of another package's environment by its unit, coarsely."""
    method = METHODS.get(name)
    if method is None:
        shown = _BY_UNIT.get(unit, Method("", unit, 1, ""))
        method = shown._replace(title=name.replace("_", " "), source=UNKNOWN_SOURCE)
    return Figure(
        name=name,
        title=method.title,
        text=rounded(value * method.times, method.decimals),
        decimals=method.decimals,
        unit=method.unit,
        source=method.source,
    )


def rounded(value: float, decimals: int) -> str:
    """The value with so many decimals, halves to the even digit; never minus nought."""
    shown = f"{value:.{decimals}f}"
    return shown.removeprefix("-") if float(shown) == 0 else shown
