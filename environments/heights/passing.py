"""What comes and goes by itself on the terrace: a gust, a bird, the companion at the rail, the other lift."""

from typing import Final

from environments.behaviours import Glide
from environments.placement import Placement, Vec3, facing, subtract
from environments.props import Props
from therapy.directives import Directive, PlaySound
from therapy.events import Event
from therapy.ports import Moment
from therapy.sample import TICKS_PER_S

Outputs = list[Event | Directive]

BIRD: Final = ((-14.0, 2.2, -9.0), (15.0, 3.4, -11.0))
"""From where to where the bird flies."""
BIRD_S: Final = 5.0
LIFT: Final = ((4.3, -14.0, 2.9), (4.3, 16.0, 2.9))
"""From where to where the other lift rides, on the patient's right."""
LEANING_S: Final = 7.0
CROSSFADE_S: Final = 1.0


class Passing:
    """Each event at most once at a time; asked for again while it is under way, it just goes on."""

    def __init__(self) -> None:
        self._props = Props("bird", "other_lift", "companion_at_rail", resting={"companion": (0.0, 0.0, 0.0)})
        self._ends: dict[str, int] = {}
        """Tick at which each event under way is over."""

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._ends)

    def begin(self, event: str, moment: Moment) -> Outputs:
        """Let it happen. KeyError for an event that there is not."""
        if event in self._ends:
            return []
        match event:
            case "gust":
                return [PlaySound(sound="gust")]
            case "bird":
                return [*self._fly("bird", *BIRD, BIRD_S, event, moment), PlaySound(sound="bird")]
            case "companion_leans":
                self._ends[event] = moment.tick + int(LEANING_S * TICKS_PER_S)
                return self._swap("companion", "companion_at_rail", moment)
            case "lift_ride":
                # A smooth start and stop peak at one and a half times the mean speed.
                seconds = 1.5 * (LIFT[1][1] - LIFT[0][1]) / moment.values["lift_speed_mps"]
                return [*self._fly("other_lift", *LIFT, seconds, event, moment), PlaySound(sound="lift")]
        raise KeyError(f"expected an event of heights, got {event!r}")

    def step(self, moment: Moment) -> Outputs:
        """One tick while something is under way."""
        out: Outputs = []
        for event in [event for event, due in self._ends.items() if moment.tick >= due]:
            del self._ends[event]
            out += self._end(event, moment)
        return out

    def away(self, moment: Moment) -> Outputs:
        """Bring everything to its end at once."""
        events, self._ends = list(self._ends), {}
        return [directive for event in events for directive in self._end(event, moment)]

    def _end(self, event: str, moment: Moment) -> Outputs:
        if event == "companion_leans":
            return self._swap("companion_at_rail", "companion", moment)
        return [self._props.hide("bird" if event == "bird" else "other_lift", moment.tick, moment.values)]

    def _fly(self, node: str, start: Vec3, end: Vec3, seconds: float, event: str, moment: Moment) -> Outputs:
        tick, values = moment.tick, moment.values
        turned = facing(subtract(end, start))
        self._ends[event] = tick + int(seconds * TICKS_PER_S) + 1
        return [
            self._props.put(node, start, tick, values, rotation=turned),
            self._props.show(node, tick, values),
            self._props.begin(node, Glide(to=Placement(end, turned), ease_s=seconds), tick, values),
        ]

    def _swap(self, gone: str, there: str, moment: Moment) -> Outputs:
        tick, values = moment.tick, moment.values
        return [
            self._props.hide(gone, tick, values, CROSSFADE_S),
            self._props.show(there, tick, values, CROSSFADE_S),
        ]
