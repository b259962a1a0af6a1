"""What happens on the terrace: where the patient looks, how near the edge they go, what they do with their hands."""

from collections.abc import Sequence
from typing import Final

from environments.heights import spec
from environments.heights.ball import Ball
from environments.heights.keepsake import Keepsake
from environments.heights.passing import Passing
from therapy.briefing import Briefing, Calibration
from therapy.directives import Directive, Say
from therapy.events import Event, Happened, MeasureTaken
from therapy.measures.edge import EdgeApproach, Ledge, RailHold, distance_to_rail_m
from therapy.measures.gaze import GazeShares, GazeSource, forward
from therapy.parameter import Values
from therapy.ports import EnvironmentSpec, Moment
from therapy.protocol import Step
from therapy.sample import TICKS_PER_S, Pose
from therapy.words import N_

HALF_WIDTH_M: Final = 3.0
BACK_M: Final = 3.4
"""From the patient to the wall with the lift door."""
RAIL_IN_M: Final = 0.05
"""The rail's middle stands this far on the patient's side of the edge."""
GATE_M: Final = 1.6
GATE_OPENS_M: Final = 0.15
"""Gap in the front rail, and the length of plank from which on it is open."""
LEAST_RAIL_M: Final = 0.3
"""A lower rail is not there to be held."""
MOVED_M: Final = 0.005
"""A head that moved less than this is as near to the edge as before."""
LOOK_DOWN_S: Final = 10.0
"""Seconds of looking down, all together, that the look-down step asks for."""

LOOKED = N_("You have looked down for a good while. Well done.")


class Heights:
    """The environment, as session and plans know it."""

    spec: EnvironmentSpec = spec.SPEC

    def intensity(self, values: Values) -> float:
        """0-10, see environments.heights.spec."""
        return spec.intensity(values)

    def task(self, briefing: Briefing, calibration: Calibration) -> "HeightsTask":
        """One visit on the terrace."""
        return HeightsTask()


class HeightsTask:
    """Measures a step and runs its activity; leaves moving the patient to the session."""

    def __init__(self) -> None:
        self._ball, self._keepsake, self._passing = Ball(), Keepsake(), Passing()
        self._begin_stay("", "stay")

    def _begin_stay(self, step: str, activity: str) -> None:
        self._step, self._activity = step, activity
        self._eyes, self._head = GazeShares(GazeSource.EYES), GazeShares(GazeSource.HEAD)
        self._approach = EdgeApproach()
        self._rail_hold = RailHold()
        self._ledge, self._ledge_of = Ledge(((0, 0), (1, 0), (1, 1))), (-1.0, -1.0, -1.0)
        self._near = (1e9, 1e9, 0.0)
        """Head's x and z when the distance to the edge was last worked out, and that distance."""
        self._looked = False
        self._dropped = self._retrieved = 0

    def enter(self, step: Step, moment: Moment) -> Sequence[Event | Directive]:
        """The things of this step's activity are put in place; measures start anew."""
        self._begin_stay(step.id, moment.choices.get("activity", "stay"))
        self._dropped, self._retrieved = self._ball.dropped, self._keepsake.retrieved
        return self._keepsake.lay_out(moment) if self._activity == "retrieve" else ()

    def step(self, moment: Moment) -> Sequence[Event | Directive]:
        """One tick."""
        sample, values = moment.sample, moment.values
        head = sample.head
        ahead = None
        if head is None:
            self._approach.sample(None)
        else:
            ahead = forward(head[3], head[4], head[5], head[6])
            self._head.sample(ahead)
            self._approach.sample(self._edge_distance_m(head, values))
        if sample.gaze is not None:
            self._eyes.sample(sample.gaze)
        self._rail_hold.sample(self._rail_distance_m(moment))
        out = self._ball.step(ahead if self._activity == "drop" else None, moment)
        if self._activity == "retrieve":
            out += self._keepsake.step(ahead, moment)
        if self._passing.busy:
            out += self._passing.step(moment)
        if self._activity == "look_down" and not self._looked:
            out += self._looking_down()
        return out

    def trigger(self, event: str, moment: Moment) -> Sequence[Event | Directive]:
        """KeyError for an event that heights does not have."""
        if event == "drop_ball":
            return self._ball.send("therapist", moment)
        return self._passing.begin(event, moment)

    def leave(self, moment: Moment) -> Sequence[Event | Directive]:
        """Things go away; the measures of this stay are handed in."""
        out = self._ball.back(moment) + self._keepsake.away(moment) + self._passing.away(moment)
        measures: dict[str, float | None] = {
            "gaze_down_share": self._eyes.down_share,
            "head_down_share": self._head.down_share,
            "closest_to_edge_m": self._approach.closest_m,
            "hand_on_rail_s": self._rail_hold.held_s,
            "first_approach_s": self._approach.approach_after_s,
            "balls_dropped": self._ball.dropped - self._dropped,
            "keepsakes_retrieved": self._keepsake.retrieved - self._retrieved,
        }
        for name, value in measures.items():
            if value is not None:
                unit = spec.SPEC.measures[name]
                out.append(MeasureTaken(name=name, value=value, unit=unit, step=self._step))
        return out

    def _looking_down(self) -> list[Event | Directive]:
        """Eyes where they are tracked; else the head stands in, and the event says so."""
        seen = self._eyes if self._eyes.ticks else self._head
        if seen.down_ticks < LOOK_DOWN_S * TICKS_PER_S:
            return []
        self._looked = True
        return [
            Happened(name="looked_down", inputs={"seconds": LOOK_DOWN_S, "by": seen.source.value}),
            Say(text=LOOKED),
        ]

    def _edge_distance_m(self, head: Pose, values: Values) -> float:
        shape = (values["edge_distance_m"], values["plank_width_m"], values["plank_length_m"])
        x, z, distance_m = self._near
        if shape == self._ledge_of and abs(head[0] - x) + abs(head[2] - z) < MOVED_M:
            return distance_m
        if shape != self._ledge_of:
            self._ledge, self._ledge_of = _ledge(*shape), shape
        distance_m = self._ledge.distance_m(head[0], head[2])
        self._near = (head[0], head[2], distance_m)
        return distance_m

    def _rail_distance_m(self, moment: Moment) -> float | None:
        """The nearest hand's distance to the front rail."""
        values, sample = moment.values, moment.sample
        height_m = values["rail_height_m"]
        if height_m < LEAST_RAIL_M:
            return None
        z = RAIL_IN_M - values["edge_distance_m"]
        nearest: float | None = None
        for hand in (sample.left, sample.right):
            if hand is None:
                continue
            # Most hands are far from the rail most of the time: the plane it stands in is a bound that costs nothing.
            distance_m = abs(hand[2] - z)
            if distance_m < 0.1:
                gap = GATE_M / 2 if values["plank_length_m"] >= GATE_OPENS_M else 0.0
                side = 1.0 if hand[0] >= 0.0 else -1.0
                start, end = (side * gap, height_m, z), (side * HALF_WIDTH_M, height_m, z)
                distance_m = distance_to_rail_m((hand[0], hand[1], hand[2]), start, end)
            if nearest is None or distance_m < nearest:
                nearest = distance_m
        return nearest


def _ledge(edge_m: float, plank_width_m: float, plank_length_m: float) -> Ledge:
    """The floor and its drops in front; the sides keep their rails."""
    left, right, half = -HALF_WIDTH_M, HALF_WIDTH_M, plank_width_m / 2
    if plank_length_m <= 0.0:
        return Ledge(((left, BACK_M), (left, -edge_m), (right, -edge_m), (right, BACK_M)), drops=(1,))
    end = -(edge_m + plank_length_m)
    plank = ((-half, -edge_m), (-half, end), (half, end), (half, -edge_m))
    return Ledge(
        ((left, BACK_M), (left, -edge_m), *plank, (right, -edge_m), (right, BACK_M)), drops=(1, 2, 3, 4, 5)
    )


HEIGHTS: Final = Heights()
