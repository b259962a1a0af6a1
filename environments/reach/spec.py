"""What the reaching environment is: its parameters and measures, and how hard a set of values is."""

from typing import Final

from environments.quantity import quantity, spans
from therapy.measures.reach import Toward
from therapy.parameter import Choice, Gentle, Values
from therapy.ports import EnvironmentSpec, FloorNeed
from therapy.words import N_

_LESS, _MORE, _NEUTRAL = Gentle.LOWER, Gentle.HIGHER, Gentle.NEUTRAL

PARAMETERS: Final = (
    # name, title, unit, hard limits, default, gentle side, largest rate a second, smallest change that counts
    quantity("reach_share", N_("Share of the whole reach"), "share", (0.3, 1.0), 0.6, _LESS, 0.1, 0.05),
    quantity("arc_left_deg", N_("Targets to the left"), "deg", (0.0, 90.0), 30.0, _LESS, 10.0, 5.0),
    quantity("arc_right_deg", N_("Targets to the right"), "deg", (0.0, 90.0), 30.0, _LESS, 10.0, 5.0),
    quantity("arc_up_deg", N_("Targets above the shoulder"), "deg", (0.0, 70.0), 10.0, _LESS, 10.0, 5.0),
    quantity("arc_down_deg", N_("Targets below the shoulder"), "deg", (0.0, 60.0), 30.0, _LESS, 10.0, 5.0),
    quantity("target_size_m", N_("Target size, across"), "m", (0.05, 0.30), 0.16, _MORE, 0.02, 0.01),
    quantity("target_life_s", N_("Time to reach a target"), "s", (1.0, 20.0), 8.0, _MORE, 1.0, 0.5),
    quantity("interval_s", N_("Pause between targets"), "s", (0.5, 6.0), 2.0, _MORE, 0.5, 0.5),
    quantity("hold_s", N_("Time to stay on a target"), "s", (0.0, 3.0), 0.2, _LESS, 0.25, 0.1),
    quantity("gain", N_("Movement amplification"), "times", (1.0, 1.5), 1.0, _MORE, 0.05, 0.05),
    quantity("distractors", N_("Things not to touch"), "count", (0.0, 4.0), 0.0, _LESS, 0.5, 1.0),
    quantity("speed_ceiling_mps", N_("Hand speed, at most"), "m/s", (0.8, 2.5), 1.5, _LESS, 0.25, 0.1),
    quantity("repetitions", N_("Targets in a set"), "count", (5.0, 40.0), 20.0, _LESS, 2.0, 1.0),
    quantity("rest_s", N_("Rest after a set"), "s", (10.0, 120.0), 30.0, _MORE, 5.0, 5.0),
    quantity("clutter", N_("Things on the table"), "share", (0.0, 1.0), 0.0, _LESS, 0.2, 0.1),
    quantity("table_height_m", N_("Table height"), "m", (0.60, 0.85), 0.72, _NEUTRAL, 0.02, 0.01),
    quantity("sound_level", N_("Sounds of the room"), "share", (0.0, 1.0), 0.4, _NEUTRAL, 0.2, 0.1),
)

SPEC: Final = EnvironmentSpec(
    id="reach",
    title=N_("Reach and touch"),
    parameters=PARAMETERS,
    choices=(
        Choice(name="side", title=N_("Hand"), options=("left", "right", "either"), default="either"),
        Choice(name="posture", title=N_("Posture"), options=("seated", "standing"), default="seated"),
        Choice(name="cue", title=N_("Cue"), options=("none", "glow", "sound"), default="glow"),
    ),
    floor=FloorNeed(seated_width_m=1.2, seated_depth_m=1.2, standing_width_m=1.5, standing_depth_m=1.5),
    measures={
        "repetitions": "count",
        "success_share": "share",
        "reaction_time_s": "s",
        "movement_time_s": "s",
        "peak_speed_mps": "m/s",
        "path_ratio": "ratio",
        "sparc": "SPARC",
        "lean_cm": "cm",
        "active_min": "min",
        **{f"reach_{direction}_m": "m" for direction in Toward},
    },
)

_SPANS: Final = spans(
    PARAMETERS,
    {
        "reach_share": 0.22,
        "arc_left_deg": 0.07,
        "arc_right_deg": 0.07,
        "arc_up_deg": 0.12,
        "arc_down_deg": 0.03,
        "target_size_m": 0.12,
        "target_life_s": 0.10,
        "interval_s": 0.04,
        "hold_s": 0.06,
        "gain": 0.04,
        "distractors": 0.05,
        "speed_ceiling_mps": 0.01,
        "repetitions": 0.03,
        "rest_s": 0.02,
        "clutter": 0.02,
    },
)
"""How much each parameter counts, gentlest to hardest; together 1. This project's judgement."""


def intensity(values: Values) -> float:
    """0-10: the weighted mean of how far each parameter is from its gentlest value to its hardest."""
    total = 0.0
    for span in _SPANS:
        total += span.share(values)
    return min(10.0 * total, 10.0)
