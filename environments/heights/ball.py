"""A ball to drop over the edge: taken in a hand and let go, looked at for a moment, or sent by the therapist."""

import enum
from typing import Final, Literal

from environments.behaviours import Bounce, Fall, Glide
from environments.heights.spec import BALL_PLACE, GROUND_Y_M
from environments.placement import Placement, Poses, Vec3, distance_m
from environments.props import Props
from therapy.directives import Directive, PlaySound
from therapy.events import Event, Happened
from therapy.parameter import Values
from therapy.ports import Moment
from therapy.sample import TICKS_PER_S, Pose, Sample

Hand = Literal["left", "right"]
Outputs = list[Event | Directive]
HANDS: Final[tuple[Hand, ...]] = ("right", "left")

RADIUS_M: Final = 0.11
GRASP_M: Final = 0.20
"""A closing hand this near to its middle takes hold: the ball and half a hand, so that nobody has to be exact."""
PRESSED, OPENED = 0.6, 0.3
DWELL_S: Final = 1.5
DWELL_COSINE: Final = 0.9925
"""Looked at: the head points to within 7 degrees of it."""
BEYOND_M: Final = 0.75
"""How far past the edge it is sent."""
RISE_S, LEAVE_S, AGAIN_S = 0.7, 0.9, 3.0
LIES_S: Final = 1.0
"""How long it lies still far below."""
ASIDE_MPS: Final = (0.5, -0.12)
"""Where it rolls: along the pavement and a little out, where it can be seen."""
SOUND_MPS: Final = 343.0
"""Speed of sound in dry air at 20 degrees Celsius."""
CLEAR_M: Final = 0.3
"""How far beside a plank it is sent."""


class State(enum.Enum):
    """Where the ball is."""

    READY = "ready"
    HELD = "held"
    RISING = "rising"
    """On its own way up over the rail."""
    LEAVING = "leaving"
    FALLING = "falling"
    LANDED = "landed"


class Ball:
    """The ball on its stand and how it leaves; `dropped` counts how often it went over the edge."""

    def __init__(self) -> None:
        self._props = Props(resting={"ball": BALL_PLACE})
        self.dropped = 0
        self.state = State.READY
        self._until = 0
        self._looked_ticks = 0
        self._hand: Hand = "right"
        self._poses: Poses = {}
        """The pose of the hand that carries it; empty while none does."""
        self._by = ""
        self._rolls_s = 0.0
        """How long it moves on after it landed."""

    def back(self, moment: Moment) -> Outputs:
        """Let it lie ready on its stand again, if it does not."""
        self._looked_ticks = 0
        if self.state is State.READY:
            return []
        self.state, self._poses = State.READY, {}
        return [self._props.put("ball", BALL_PLACE, moment.tick, moment.values)]

    def send(self, by: str, moment: Moment) -> Outputs:
        """Let it go over the edge by itself; one that is on its way already goes on."""
        if self.state in (State.RISING, State.LEAVING, State.FALLING):
            return []
        out = self.back(moment) if self.state is State.LANDED else []
        x, _, z = self._props.position("ball", moment.tick, moment.values, self._poses)
        over_m = max(moment.values["rail_height_m"] + 2 * RADIUS_M, BALL_PLACE[1])
        self._by = by
        return [*out, self._glide((x, over_m, z), RISE_S, State.RISING, moment)]

    def step(self, forward: Vec3 | None, moment: Moment) -> Outputs:
        """One tick. `forward` is where the head points if looking at the ball is to send it."""
        if self.state is State.READY:
            return self._ready(forward, moment)
        if self.state is State.HELD:
            return self._held(moment)
        if moment.tick < self._until:
            return []
        if self.state is State.RISING:
            x, y, _ = self._props.position("ball", moment.tick, moment.values)
            if moment.values["plank_length_m"] > 0.0:
                x = max(x, moment.values["plank_width_m"] / 2.0 + CLEAR_M)
            beyond = (x, y, -(moment.values["edge_distance_m"] + BEYOND_M))
            return [self._glide(beyond, LEAVE_S, State.LEAVING, moment)]
        if self.state is State.LEAVING:
            return self._fall(moment)
        if self.state is State.FALLING:
            self._go(State.LANDED, self._rolls_s + LIES_S, moment)
            return [PlaySound(sound="thud")]
        return self.back(moment)

    def _ready(self, forward: Vec3 | None, moment: Moment) -> Outputs:
        sample = moment.sample
        for hand in HANDS:
            pose, press = grip(sample, hand)
            if press >= PRESSED and pose is not None and distance_m(pose[:3], BALL_PLACE) <= GRASP_M:
                self.state, self._hand, self._poses = State.HELD, hand, {hand: pose}
                return [self._props.take("ball", hand, pose, moment.tick, moment.values)]
        head = sample.head
        if head is None or forward is None or not looks_at(head, forward, BALL_PLACE):
            self._looked_ticks = 0
            return []
        self._looked_ticks += 1
        return self.send("head", moment) if self._looked_ticks >= DWELL_S * TICKS_PER_S else []

    def _held(self, moment: Moment) -> Outputs:
        pose, press = grip(moment.sample, self._hand)
        if pose is not None:
            self._poses = {self._hand: pose}
        if press > OPENED:
            return []
        x, _, z = self._props.position("ball", moment.tick, moment.values, self._poses)
        if _over_the_void(x, z, moment.values):
            self._by = self._hand
            return self._fall(moment)
        # Let go over the floor: it lies there for a moment and is on its stand again.
        fall = self._props.begin("ball", Fall(floor_y_m=RADIUS_M), moment.tick, moment.values, self._poses)
        self._go(State.LANDED, AGAIN_S, moment)
        return [fall]

    def _fall(self, moment: Moment) -> Outputs:
        height_m = moment.values["height_m"]
        fall = Bounce(floor_y_m=GROUND_Y_M + RADIUS_M - height_m, radius_m=RADIUS_M, aside_mps=ASIDE_MPS)
        _, y, _ = self._props.position("ball", moment.tick, moment.values, self._poses)
        lands_s = fall.lands_after_s(y)
        self._rolls_s = fall.rests_after_s(y) - lands_s
        begun = self._props.begin("ball", fall, moment.tick, moment.values, self._poses)
        self.dropped += 1
        self._go(State.FALLING, lands_s + height_m / SOUND_MPS, moment)
        return [begun, Happened(name="ball_dropped", inputs={"by": self._by, "height_m": height_m})]

    def _glide(self, to: Vec3, seconds: float, state: State, moment: Moment) -> Directive:
        glide = Glide(to=Placement(to), ease_s=seconds)
        begun = self._props.begin("ball", glide, moment.tick, moment.values, self._poses)
        self._go(state, seconds, moment)
        return begun

    def _go(self, state: State, seconds: float, moment: Moment) -> None:
        self.state, self._poses = state, {}
        self._until = moment.tick + int(seconds * TICKS_PER_S) + 1


def _over_the_void(x: float, z: float, values: Values) -> bool:
    """Whether there is neither floor nor plank below."""
    past_m = -values["edge_distance_m"] - z
    on_plank = past_m < values["plank_length_m"] and abs(x) < values["plank_width_m"] / 2.0
    return past_m > 0.0 and not on_plank


def grip(sample: Sample, hand: Hand) -> tuple[Pose | None, float]:
    """Where a hand is and how far it is closed, 0 to 1."""
    return (sample.right, sample.right_press) if hand == "right" else (sample.left, sample.left_press)


def looks_at(head: Pose, forward: Vec3, place: Vec3) -> bool:
    """Whether the head points at a place."""
    x, y, z = place[0] - head[0], place[1] - head[1], place[2] - head[2]
    along = x * forward[0] + y * forward[1] + z * forward[2]
    return along > 0.0 and along * along > DWELL_COSINE * DWELL_COSINE * (x * x + y * y + z * z)
