"""What the heights environment is: its parameters, events and measures, and how hard a set of values is."""

from typing import Final

from environments.quantity import quantity, spans
from therapy.parameter import Choice, Gentle, Values
from therapy.ports import EnvironmentEvent, EnvironmentSpec, FloorNeed
from therapy.words import N_

SATURATION_M: Final = 40.0
"""Height from which more adds no more fear: reported anxiety levels off at 40 m, sway and stiffness at 20 m
(Wuehr et al., Journal of Neurology 2019, doi 10.1007/s00415-019-09370-5)."""

_LESS, _MORE, _NEUTRAL = Gentle.LOWER, Gentle.HIGHER, Gentle.NEUTRAL

PARAMETERS: Final = (
    # name, title, unit, hard limits, default, gentle side, largest rate a second, smallest change that counts
    quantity("height_m", N_("Height"), "m", (0.0, 60.0), 0.0, _LESS, 2.0, 1.0, True, "lift_speed_mps"),
    quantity("rail_height_m", N_("Rail height"), "m", (0.0, 1.3), 1.1, _MORE, 0.2, 0.1),
    quantity("rail_opacity", N_("How solid the rail looks"), "share", (0.0, 1.0), 1.0, _MORE, 0.25, 0.1),
    quantity("floor_transparency", N_("Glass in the floor"), "share", (0.0, 1.0), 0.0, _LESS, 0.25, 0.1),
    quantity("edge_distance_m", N_("Distance to the edge"), "m", (0.0, 2.0), 1.5, _MORE, 0.2, 0.1, True),
    quantity("plank_width_m", N_("Plank width"), "m", (0.25, 1.5), 1.5, _MORE, 0.2, 0.05),
    quantity("plank_length_m", N_("Plank out over the edge"), "m", (0.0, 1.5), 0.0, _LESS, 0.2, 0.1),
    quantity("lift_speed_mps", N_("Speed of the lift, at most"), "m/s", (0.5, 2.0), 1.0, _LESS, 0.25, 0.1),
    quantity("wind", N_("Wind, heard and seen"), "share", (0.0, 1.0), 0.1, _LESS, 0.2, 0.1),
    quantity("people_leaning", N_("People at the rail"), "people", (0.0, 4.0), 0.0, _LESS, 0.5, 1.0),
    quantity("companion", N_("Somebody stands by"), "share", (0.0, 1.0), 1.0, _MORE, 0.25, 1.0),
    quantity("exit_visible", N_("The way out is in view"), "share", (0.0, 1.0), 1.0, _MORE, 0.25, 1.0),
    quantity("sound_level", N_("How loud it is"), "share", (0.0, 1.0), 0.4, _LESS, 0.2, 0.1),
    quantity("traffic", N_("Traffic below"), "share", (0.0, 1.0), 0.3, _LESS, 0.2, 0.1),
    quantity("time_of_day", N_("Time of day"), "h", (6.0, 21.0), 11.0, _NEUTRAL, 0.5, 0.5),
)

ACTIVITIES: Final = ("stay", "look_down", "drop", "retrieve")
"""What the patient is invited to do in a step."""

BALL_PLACE: Final = (0.42, 1.02, 0.12)
"""Where the ball lies ready: on its stand beside the patient."""
KEEPSAKE_PLACE: Final = (0.15, 1.1, -0.3)
"""Where the keepsake waits, seen from the edge: z is 0 at the edge and negative beyond it."""

GROUND_Y_M: Final = -0.06
"""Where the pavement below lies at height 0: just under the terrace's floor."""

SPEC: Final = EnvironmentSpec(
    id="heights",
    title=N_("Heights"),
    parameters=PARAMETERS,
    choices=(Choice(name="activity", title=N_("What to do here"), options=ACTIVITIES, default="stay"),),
    events=(
        EnvironmentEvent(name="drop_ball", title=N_("A ball drops over the edge"), lasts_s=8.0),
        EnvironmentEvent(name="gust", title=N_("A gust of wind"), sudden=True, lasts_s=4.0),
        EnvironmentEvent(name="bird", title=N_("A bird flies past"), sudden=True, lasts_s=6.0),
        EnvironmentEvent(name="companion_leans", title=N_("The companion leans on the rail"), lasts_s=9.0),
        EnvironmentEvent(name="lift_ride", title=N_("The other lift goes by"), lasts_s=45.0),
    ),
    floor=FloorNeed(
        seated_width_m=1.0,
        seated_depth_m=1.0,
        standing_width_m=1.5,
        standing_depth_m=1.5,
        near_edge=True,
        lures=True,
    ),
    measures={
        "gaze_down_share": "share",
        "head_down_share": "share",
        "closest_to_edge_m": "m",
        "hand_on_rail_s": "s",
        "first_approach_s": "s",
        "balls_dropped": "count",
        "keepsakes_retrieved": "count",
    },
)

_OPENNESS: Final = spans(
    PARAMETERS,
    {
        "rail_height_m": 0.20,
        "edge_distance_m": 0.20,
        "floor_transparency": 0.12,
        "plank_length_m": 0.12,
        "plank_width_m": 0.06,
        "rail_opacity": 0.06,
        "companion": 0.05,
        "exit_visible": 0.05,
        "wind": 0.05,
        "people_leaning": 0.03,
        "lift_speed_mps": 0.03,
        "sound_level": 0.02,
        "traffic": 0.01,
    },
)
"""What opens the place up, and how much each counts; together 1. This project's own judgement."""
_BEHIND_A_WALL: Final = 0.4
"""How hard a height is behind a full, solid rail, as a share of the same height with everything open."""


def intensity(values: Values) -> float:
    """0-10: how high, times how open. 0 on the ground whatever else; levels off at 40 m.

    A metre near the ground counts more than one further up, and none above 40 m (see SATURATION_M).
    """
    height = min(max(values["height_m"], 0.0), SATURATION_M) / SATURATION_M
    openness = 0.0
    for span in _OPENNESS:
        openness += span.share(values)
    return 10.0 * height * (2.0 - height) * min(_BEHIND_A_WALL + (1.0 - _BEHIND_A_WALL) * openness, 1.0)
