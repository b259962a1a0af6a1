"""Things on the table that a hand can touch, take and set down. They wait for nobody, and nothing can go wrong.

A touch makes a thing rock a little; a hand that closes on it takes it; let go over the table it stands there upright,
beside what stands there already; let go elsewhere it falls, and comes back to its own place by itself. A hand that
passes by with its fist closed takes nothing. Only the hands that work in this step do.
"""

import enum
import math
from typing import Final

from environments.behaviours import Behaviour, ByParameter, Channel, Curve, Fall, Glide
from environments.placement import (
    Placement,
    Poses,
    Quaternion,
    Vec3,
    amplified,
    multiply,
    normalised,
    rotate,
)
from environments.props import Props
from environments.reach.table import (
    FAR_Z_M,
    NEAR_Z_M,
    PAD_M,
    RISES,
    TABLE_M,
    THINGS,
    Spot,
    Thing,
    fits,
    free_spot,
    gap_m,
    is_there,
    node,
    over,
    resting,
    shade,
    shade_id,
)
from environments.reach.workspace import Hand, Workspace, hand_pose
from therapy.directives import Directive, PlaySound
from therapy.events import Event
from therapy.ports import Moment
from therapy.sample import TICKS_PER_S, Pose

Outputs = list[Event | Directive]

CLOSED, OPENED = 0.6, 0.3
TOUCH_M: Final = 0.045
"""From the middle of a hand to what it touches."""
LEFT_M: Final = 0.09
"""A hand this far away has left it."""
TAKE_M: Final = 0.075
"""A hand that closes this near takes hold: nobody has to be exact."""
UNDER_M: Final = 0.06
"""Let go so little below the table's top, a thing still lands on it."""
SETTLE_S, ROCK_S, BACK_S, LIE_S, RISE_S, HOME_S = 0.3, 0.11, 0.3, 1.5, 0.9, 1.0
LOST_S: Final = 1.0
"""What a hand carries that is not tracked for so long is put back."""
NUDGE_M: Final = 0.012
LEAN_M: Final = 0.0025
"""A thing rocks until the edge it stands on is this far up, but by ROCK at most."""
ROCK: Final = 0.07
ABOVE_M: Final = 0.25
FLAT: Final = ByParameter(
    channel=Channel.Y, curve=Curve(parameter="table_height_m", points=((0.0, 0.0), (2.0, 0.0))), ease_s=0.0
)
"""In place of RISES while a thing is not on the table."""


class State(enum.Enum):
    """What a thing does."""

    STANDING = "standing"
    ROCKING = "rocking"
    HELD = "held"
    SETTLING = "settling"
    FALLING = "falling"
    LYING = "lying"
    RISING = "rising"
    """From the floor to above the table's edge."""


class Kept:
    """A thing and what it does now."""

    __slots__ = ("by", "rotation", "spot", "state", "thing", "until")

    def __init__(self, thing: Thing) -> None:
        self.thing = thing
        self.state = State.STANDING
        self.until = 0
        self.spot: Spot = thing.spot
        self.rotation: Quaternion = resting(thing).rotation
        self.by: Hand = "right"


class Grip:
    """One hand, as the things know it."""

    __slots__ = ("held", "lost", "on", "open", "pose")

    def __init__(self) -> None:
        self.open = False
        """Whether it was seen open since it closed last."""
        self.on: Kept | None = None
        """What it touches."""
        self.held: Kept | None = None
        self.pose: Pose | None = None
        """Where it was seen last, as it is shown."""
        self.lost = 0


class Things:
    """All things of one visit. `busy` hands, on their way to a target, touch nothing."""

    def __init__(self) -> None:
        self._props = Props(
            resting={"contact": (0.0, 0.8, -0.5)},
            nodes=[made(thing) for thing in THINGS for made in (node, shade)],
        )
        self.kept = {thing.id: Kept(thing) for thing in THINGS}
        self._grips: dict[Hand, Grip] = {"left": Grip(), "right": Grip()}
        self._moving: list[Kept] = []

    def leave(self, moment: Moment) -> Outputs:
        """Whatever is not on the table is there again, softly; what was set down stays where it is."""
        out: Outputs = []
        for kept in self.kept.values():
            if kept.state in (State.STANDING, State.ROCKING):
                continue
            name, tick, values = kept.thing.id, moment.tick, moment.values
            out.append(self._props.hide(name, tick, values, ease_s=0.0))
            self._aim_home(kept, None)
            out += [*self._stand(kept, moment), self._props.show(name, tick, values)]
        self._moving = [kept for kept in self._moving if kept.state is State.ROCKING]
        self._grips = {"left": Grip(), "right": Grip()}
        return out

    def step(self, where: Workspace, busy: Hand | None, moment: Moment) -> Outputs:
        """One tick."""
        out: Outputs = []
        for hand in where.hands:
            grip, pose = self._grips[hand], hand_pose(moment.sample, hand)
            press = moment.sample.left_press if hand == "left" else moment.sample.right_press
            if pose is None:
                grip.on = None
                grip.lost += 1
                if grip.held is not None and grip.lost >= LOST_S * TICKS_PER_S:
                    out += self._home(grip.held, where, moment)
                continue
            grip.lost = 0
            gain = moment.values["gain"]
            if gain != 1.0:
                pose = Pose(*amplified((pose[0], pose[1], pose[2]), where.pad, gain), *pose[3:])
            grip.pose = pose
            closes = press >= CLOSED and grip.open
            grip.open = press < OPENED or (grip.open and not closes)
            if grip.held is not None:
                if press < OPENED:
                    out += self._let_go(grip.held, where, moment)
            elif closes:
                out += self._take(hand, grip, pose, moment)
            elif hand != busy:
                out += self._touch(grip, pose, where, moment)
        for kept in [kept for kept in self._moving if moment.tick >= kept.until]:
            out += self._arrived(kept, where, moment)
        return out

    def _nearest(self, pose: Pose, within_m: float, moment: Moment) -> Kept | None:
        """What stands nearest to a hand."""
        height_m, clutter = moment.values["table_height_m"], moment.values["clutter"]
        if pose.y_m > height_m + 0.4:
            return None
        best: Kept | None = None
        for kept in self.kept.values():
            if kept.state not in (State.STANDING, State.ROCKING) or not is_there(kept.thing, clutter):
                continue
            far_m = gap_m(kept.thing, (kept.spot[0], height_m, kept.spot[1]), (pose.x_m, pose.y_m, pose.z_m))
            if far_m <= within_m:
                best, within_m = kept, far_m
        return best

    def _touch(self, grip: Grip, pose: Pose, where: Workspace, moment: Moment) -> Outputs:
        if grip.on is not None:
            thing, (x, z) = grip.on.thing, grip.on.spot
            base = (x, moment.values["table_height_m"], z)
            if gap_m(thing, base, (pose.x_m, pose.y_m, pose.z_m)) > LEFT_M:
                grip.on = None
            return []
        kept = grip.on = self._nearest(pose, TOUCH_M, moment)
        if kept is None or kept.state is not State.STANDING:
            return []
        thing, (x, z) = kept.thing, kept.spot
        dx, dz = x - pose.x_m, z - pose.z_m
        far_m = math.sqrt(dx * dx + dz * dz)
        dx, dz = (dx / far_m, dz / far_m) if far_m > 0.005 else (0.0, -1.0)
        there = (x + NUDGE_M * dx, z + NUDGE_M * dz)
        if fits(there, thing.radius_m, self._taken(kept, where)):
            kept.spot = there
        lean = min(ROCK, LEAN_M / thing.radius_m)
        tilt = normalised((dz * lean / 2.0, 0.0, -dx * lean / 2.0, 1.0))
        place = Placement(
            (kept.spot[0], TABLE_M + thing.radius_m * lean, kept.spot[1]), multiply(tilt, kept.rotation)
        )
        rock = self._begin(kept, Glide(to=place, ease_s=ROCK_S), moment)
        self._go(kept, State.ROCKING, ROCK_S, moment)
        return [rock, *self._heard(kept, thing.sound, moment)]

    def _take(self, hand: Hand, grip: Grip, pose: Pose, moment: Moment) -> Outputs:
        kept = grip.on = self._nearest(pose, TAKE_M, moment)
        if kept is None:
            return []
        heard = self._heard(kept, "take", moment)
        taken = self._props.take(kept.thing.id, hand, pose, moment.tick, moment.values)
        kept.by, grip.held = hand, kept
        self._go(kept, State.HELD, 0.0, moment)
        shade_goes = self._props.hide(shade_id(kept.thing), moment.tick, moment.values, ease_s=0.1)
        return [taken, self._begin(kept, FLAT, moment), shade_goes, *heard]

    def _let_go(self, kept: Kept, where: Workspace, moment: Moment) -> Outputs:
        height_m = moment.values["table_height_m"]
        (x, y, z), rotation, _ = self._now(kept, moment)
        if not over(x, z) or y < height_m - UNDER_M:
            up = rotate(rotation, (0.0, 1.0, 0.0))[1]
            lies_m = (
                kept.thing.radius_m * math.sqrt(max(1.0 - up * up, 0.0)) - min(up, 0.0) * kept.thing.height_m
            )
            fall = Fall(floor_y_m=lies_m)
            begun = self._begin(kept, fall, moment)
            self._free(kept)
            self._go(kept, State.FALLING, fall.lands_after_s(y), moment)
            return [begun]
        kept.spot = free_spot((x, z), kept.thing.radius_m, self._taken(kept, where), kept.thing.spot)
        _, qy, _, qw = rotation
        kept.rotation = normalised((0.0, qy, 0.0, qw))
        return self._settle(kept, SETTLE_S, moment)

    def _home(self, kept: Kept, where: Workspace | None, moment: Moment) -> Outputs:
        self._aim_home(kept, where)
        return self._settle(kept, HOME_S, moment)

    def _aim_home(self, kept: Kept, where: Workspace | None) -> None:
        own = kept.thing.spot
        kept.spot = free_spot(own, kept.thing.radius_m, self._taken(kept, where), own)
        kept.rotation = resting(kept.thing).rotation

    def _settle(self, kept: Kept, seconds: float, moment: Moment) -> Outputs:
        """On its way to its spot, upright."""
        x, z = kept.spot
        place = Placement((x, moment.values["table_height_m"], z), kept.rotation)
        begun = self._begin(kept, Glide(to=place, ease_s=seconds), moment)
        self._free(kept)
        self._go(kept, State.SETTLING, seconds, moment)
        return [begun]

    def _stand(self, kept: Kept, moment: Moment) -> Outputs:
        """It stands on the table at once, and goes up and down with it."""
        x, z = kept.spot
        kept.state = State.STANDING
        rises = self._begin(kept, RISES.model_copy(update={"ease_s": 0.0}), moment)
        tick, values = moment.tick, moment.values
        put = self._props.put(kept.thing.id, (x, TABLE_M, z), tick, values, kept.rotation)
        return [put, rises, self._props.show(shade_id(kept.thing), tick, values, ease_s=0.2)]

    def _arrived(self, kept: Kept, where: Workspace, moment: Moment) -> Outputs:
        """What was on its way is there."""
        self._moving.remove(kept)
        height_m = moment.values["table_height_m"]
        match kept.state:
            case State.ROCKING:
                x, z = kept.spot
                kept.state = State.STANDING
                back = Glide(to=Placement((x, TABLE_M, z), kept.rotation), ease_s=BACK_S)
                return [self._begin(kept, back, moment)]
            case State.SETTLING:
                stands = self._stand(kept, moment)
                sound = "set_down" if kept.thing.sound == "take" else kept.thing.sound
                return [*stands, *self._heard(kept, sound, moment)]
            case State.FALLING:
                self._go(kept, State.LYING, LIE_S, moment)
                return self._heard(kept, "drop", moment)
            case State.LYING:
                (x, _, z), _, _ = self._now(kept, moment)
                if over(x, z):
                    z = NEAR_Z_M + 0.2 if z > (NEAR_Z_M + FAR_Z_M) / 2 else FAR_Z_M - 0.2
                above = Placement((x, height_m + ABOVE_M, z), resting(kept.thing).rotation)
                rise = self._begin(kept, Glide(to=above, ease_s=RISE_S), moment)
                self._go(kept, State.RISING, RISE_S, moment)
                return [rise]
            case State.RISING:
                return self._home(kept, where, moment)
            case State.STANDING | State.HELD:
                return []

    def _taken(self, kept: Kept, where: Workspace | None) -> list[tuple[Spot, float]]:
        """Circles of the table that are not free for this thing. What clutter may bring keeps its place."""
        on_table = (State.STANDING, State.ROCKING, State.SETTLING)
        taken = [
            (other.spot, other.thing.radius_m)
            for other in self.kept.values()
            if other is not kept and other.state in on_table
        ]
        return taken if where is None else [*taken, ((where.pad[0], where.pad[2]), PAD_M)]

    def _now(self, kept: Kept, moment: Moment) -> Placement:
        return self._props.placement(kept.thing.id, moment.tick, moment.values, self._poses(kept))

    def _poses(self, kept: Kept) -> Poses:
        pose = self._grips[kept.by].pose
        return {} if kept.state is not State.HELD or pose is None else {kept.by: pose}

    def _begin(self, kept: Kept, behaviour: Behaviour, moment: Moment) -> Directive:
        return self._props.begin(kept.thing.id, behaviour, moment.tick, moment.values, self._poses(kept))

    def _heard(self, kept: Kept, sound: str, moment: Moment) -> Outputs:
        """A sound where the thing is."""
        at: Vec3 = self._now(kept, moment).position
        return [self._props.put("contact", at, moment.tick, moment.values), PlaySound(sound=sound)]

    def _free(self, kept: Kept) -> None:
        grip = self._grips[kept.by]
        if grip.held is kept:
            grip.held = None

    def _go(self, kept: Kept, state: State, seconds: float, moment: Moment) -> None:
        if kept in self._moving:
            self._moving.remove(kept)
        kept.state, kept.until = state, moment.tick + int(seconds * TICKS_PER_S) + 1
        if state is not State.HELD:
            self._moving.append(kept)
