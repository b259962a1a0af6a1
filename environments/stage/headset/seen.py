"""What a simulated patient has seen so far: the directives, as a person would take them in, and nothing else."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from environments.heights.spec import BALL_PLACE
from environments.placement import Vec3
from therapy.calibration import LOOK, REACH
from therapy.directives import (
    Begin,
    ChangeParameter,
    CloseStage,
    Directive,
    Say,
    SetChoice,
    ShowEnvironment,
    ShowSafeRoom,
)
from therapy.events import Output
from therapy.parameter import Ramp

CUES: Final = frozenset({LOOK, REACH})
"""Sentences that ask the body to do something at once."""


class Seen:
    """The picture a patient has of the world: where one is, how it is set, what lies where."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.exposed = False
        self.closed = False
        self.places: dict[str, Vec3] = {"ball": BALL_PLACE}
        """Where each thing that was moved came to lie."""
        self.hidden: set[str] = set()
        self.choices: dict[str, str] = {}
        self.cue: str | None = None
        """What was last asked of the body and not done yet."""
        self._ramps: dict[str, Ramp] = {name: Ramp(value, value, 0, 0) for name, value in values.items()}
        self._takes_in: dict[type, Callable[[Any], None]] = {
            ShowEnvironment: self._environment,
            ShowSafeRoom: self._safe_room,
            CloseStage: self._close,
            ChangeParameter: self._parameter,
            SetChoice: self._choice,
            Begin: self._begin,
            Say: self._say,
        }

    def see(self, output: Output) -> None:
        """Take in one output; events are not for a patient's eyes."""
        takes_in = self._takes_in.get(type(output.what))
        if takes_in is not None:
            takes_in(output.what)

    def values(self, tick: int) -> dict[str, float]:
        """The environment's values as shown at this tick."""
        return {name: ramp.value_at(tick) for name, ramp in self._ramps.items()}

    def visible(self, node: str) -> Vec3 | None:
        """Where this thing is, if it can be seen."""
        return None if node in self.hidden else self.places.get(node)

    def _environment(self, _: Directive) -> None:
        self.exposed = True

    def _safe_room(self, _: Directive) -> None:
        self.exposed = False

    def _close(self, _: Directive) -> None:
        self.exposed, self.closed = False, True

    def _parameter(self, change: ChangeParameter) -> None:
        self._ramps[change.name] = Ramp(change.start, change.end, change.start_tick, change.end_tick)

    def _choice(self, chosen: SetChoice) -> None:
        self.choices[chosen.name] = chosen.option

    def _begin(self, begun: Begin) -> None:
        to, tint = begun.behaviour.get("to"), begun.behaviour.get("tint")
        if to is not None:
            x, y, z = to[0]
            self.places[begun.node] = (x, y, z)
        if tint is not None:
            (self.hidden.add if tint[3] <= 0.0 else self.hidden.discard)(begun.node)

    def _say(self, said: Say) -> None:
        if said.text in CUES:
            self.cue = said.text
