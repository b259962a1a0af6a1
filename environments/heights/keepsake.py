"""A keepsake on a tray just past the edge, to be brought back: by either hand, or by looking at it for a while."""

import enum
from typing import Final

from environments.behaviours import Glide, Still
from environments.heights.ball import HANDS, OPENED, PRESSED, Hand, grip, looks_at
from environments.heights.spec import KEEPSAKE_PLACE
from environments.placement import Placement, Poses, Vec3, distance_m
from environments.props import Props
from therapy.directives import Directive, Say
from therapy.events import Event, Happened
from therapy.ports import Moment
from therapy.sample import TICKS_PER_S
from therapy.words import N_

Outputs = list[Event | Directive]

GRASP_M: Final = 0.16
TOUCH_S: Final = 0.5
"""A hand that cannot close takes hold by staying this long."""
DWELL_S: Final = 2.0
BACK_M: Final = 0.10
"""It is back once it is this far on the patient's side of the edge."""
FOLLOWS_M: Final = 0.05
"""How far the edge may move before the keepsake follows it."""
HOME_S, AGAIN_S = 1.5, 8.0

DONE = N_("You have it. Well done.")


class State(enum.Enum):
    """Where the keepsake is."""

    AWAY = "away"
    OUT_THERE = "out_there"
    HELD = "held"
    COMING = "coming"
    """On its own way back, because it was looked at."""
    BACK = "back"


class Keepsake:
    """One keepsake; `retrieved` counts how often it was brought back."""

    def __init__(self) -> None:
        self._props = Props("keepsake", "bracket")
        self.retrieved = 0
        self.state = State.AWAY
        self._until = 0
        self._edge_m = 0.0
        self._place: Vec3 = KEEPSAKE_PLACE
        self._near_ticks = self._looked_ticks = 0
        self._hand: Hand = "right"
        self._closed = False
        self._poses: Poses = {}

    def lay_out(self, moment: Moment) -> Outputs:
        """Put it on its tray past the edge, and let both be seen."""
        tick, values = moment.tick, moment.values
        show = self._props.show
        return [*self._lie(moment), show("bracket", tick, values), show("keepsake", tick, values)]

    def away(self, moment: Moment) -> Outputs:
        """Take it out of the world."""
        if self.state is State.AWAY:
            return []
        self.state = State.AWAY
        return [self._props.hide(node, moment.tick, moment.values) for node in ("keepsake", "bracket")]

    def step(self, forward: Vec3 | None, moment: Moment) -> Outputs:
        """One tick. `forward` is where the head points, None while it is not tracked."""
        match self.state:
            case State.AWAY:
                return []
            case State.OUT_THERE:
                if abs(moment.values["edge_distance_m"] - self._edge_m) > FOLLOWS_M:
                    return self._lie(moment)
                return self._reached(moment) or self._looked_at(forward, moment)
            case State.HELD:
                return self._held(moment)
            case State.COMING:
                return self._arrived("head", moment) if moment.tick >= self._until else []
            case State.BACK:
                return self._lie(moment) if moment.tick >= self._until else []

    def _lie(self, moment: Moment) -> Outputs:
        self._edge_m = moment.values["edge_distance_m"]
        x, y, z = KEEPSAKE_PLACE
        self._place = (x, y, z - self._edge_m)
        self.state = State.OUT_THERE
        self._near_ticks = self._looked_ticks = 0
        return [self._props.put("keepsake", self._place, moment.tick, moment.values)]

    def _reached(self, moment: Moment) -> Outputs:
        for hand in HANDS:
            pose, press = grip(moment.sample, hand)
            if pose is None or distance_m(pose[:3], self._place) > GRASP_M:
                continue
            self._near_ticks += 1
            self._closed = press >= PRESSED
            if self._closed or self._near_ticks >= TOUCH_S * TICKS_PER_S:
                self.state, self._hand, self._poses = State.HELD, hand, {hand: pose}
                return [self._props.take("keepsake", hand, pose, moment.tick, moment.values)]
            return []
        self._near_ticks = 0
        return []

    def _looked_at(self, forward: Vec3 | None, moment: Moment) -> Outputs:
        head = moment.sample.head
        if head is None or forward is None or not looks_at(head, forward, self._place):
            self._looked_ticks = 0
            return []
        self._looked_ticks += 1
        if self._looked_ticks < DWELL_S * TICKS_PER_S:
            return []
        x, y, _ = self._place
        home = Placement((x, y, min(BACK_M - self._edge_m, -0.25)))
        self.state, self._until = State.COMING, moment.tick + int(HOME_S * TICKS_PER_S)
        return [self._props.begin("keepsake", Glide(to=home, ease_s=HOME_S), moment.tick, moment.values)]

    def _held(self, moment: Moment) -> Outputs:
        pose, press = grip(moment.sample, self._hand)
        if pose is not None:
            self._poses = {self._hand: pose}
        _, _, z = self._props.position("keepsake", moment.tick, moment.values, self._poses)
        if z > BACK_M - moment.values["edge_distance_m"]:
            still = self._props.begin("keepsake", Still(), moment.tick, moment.values, self._poses)
            return [still, *self._arrived(self._hand, moment)]
        if self._closed and press < OPENED:
            # Let go too early: nothing is lost, it goes back to its tray.
            back = Glide(to=Placement(self._place), ease_s=0.5)
            self.state, self._near_ticks = State.OUT_THERE, 0
            return [self._props.begin("keepsake", back, moment.tick, moment.values, self._poses)]
        return []

    def _arrived(self, by: str, moment: Moment) -> Outputs:
        self.retrieved += 1
        self.state, self._until = State.BACK, moment.tick + int(AGAIN_S * TICKS_PER_S)
        return [Happened(name="keepsake_retrieved", inputs={"by": by}), Say(text=DONE)]
