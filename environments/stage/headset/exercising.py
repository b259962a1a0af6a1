"""How a simulated patient moves: for calibration, in a reaching task, and while looking around up high."""

from typing import Final

from environments.placement import Vec3
from environments.stage.headset.body import Hand
from environments.stage.headset.motion import apart, towards
from environments.stage.headset.person import BLINK, Person, Script
from therapy.sample import TICKS_PER_S

_SHORT_M: Final = 0.16
"""How far before a target a reach ends that does not get there."""
_RAIL_IN_M: Final = 0.05
"""How far on this side of the edge a rail stands."""


def look_ahead(who: Person) -> Script:
    """Straight ahead, and still."""
    yield who.body.look(0.0, 0.0, who.tick)
    yield who.ticks(2.5)


def stretch(who: Person) -> Script:
    """Each hand in front of its shoulder, as far as it goes, and held there."""
    yield who.ticks(who.draws.uniform(0.8, 1.6))
    hands = list(who.body.hands.values())
    for hand in hands:
        x, y, z = hand.shoulder
        yield hand.go((x, y, z - hand.reach_m), who.tick, 1.2 * who.patient.traits.dawdle)
    yield who.ticks(2.5)
    for hand in hands:
        hand.rest(who.tick, 1.0)
    yield who.ticks(1.0)


def practise(who: Person) -> Script:
    """Hand to the pad, and to each target that appears, until something else comes up."""
    hand = who.hand(who.side)
    target = who.seen.visible("target")
    if target is None:
        home = who.seen.visible("home")
        if home is not None and apart(hand.place, home) > 0.03:
            who.body.look_at(home, who.tick)
            yield hand.go(home, who.tick, _reach_s(who, hand, home))
        yield BLINK
        return
    yield who.ticks(who.draws.uniform(0.22, 0.4) * who.patient.traits.dawdle)
    who.body.look_at(target, who.tick)
    aim = _aimed(who, target)
    gets_there = who.draws.uniform() >= who.patient.traits.falls_short * who.hard / 5.0
    if not gets_there:
        aim = towards(hand.place, aim, max(0.05, apart(hand.place, aim) - _SHORT_M))
    yield hand.go(aim, who.tick, _reach_s(who, hand, aim))
    for _ in range(round(4.0 * TICKS_PER_S / BLINK)):
        if who.seen.visible("target") != target:
            return
        yield BLINK
    if gets_there:  # but missed: a second, slower try from where the hand is
        hand.go(_aimed(who, target), who.tick, 0.6)
    yield who.ticks(0.8)


def _aimed(who: Person, target: Vec3) -> Vec3:
    """Where the hand goes for this target: off by a little, and less far where movements are made larger."""
    gain = who.seen.values(who.tick).get("gain", 1.0)
    home = who.seen.places.get("home", target)
    x, y, z = (h + (t - h) / gain + who.draws.normal(0.0, 0.008) for h, t in zip(home, target, strict=True))
    return (x, y, z)


def _reach_s(who: Person, hand: Hand, to: Vec3) -> float:
    """Seconds for this way: a minimum-jerk movement peaks at 1.875 times its mean speed."""
    ceiling_mps = min(1.2, 0.6 * who.seen.values(who.tick).get("speed_ceiling_mps", 2.0))
    return max(0.5, 1.875 * apart(hand.place, to) / ceiling_mps) * who.patient.traits.dawdle


def look_around(who: Person) -> Script:
    """A second or a few of looking: at what is feared, or away from it; holding on, leaning over."""
    draws, body = who.draws, who.body
    if not who.seen.exposed:
        _rest_hands(who)
        body.lean(0.0, 0.0, who.tick, 1.0)
        yield body.look(draws.uniform(-0.4, 0.4), draws.uniform(-0.25, 0.1), who.tick, 0.8)
        yield who.ticks(draws.uniform(1.0, 3.0))
        return
    avoids = draws.uniform() < 0.15 + 0.85 * who.patient.avoidance
    if avoids:
        yield body.look(draws.uniform(-0.9, 0.9), draws.uniform(-0.05, 0.35), who.tick)
    elif draws.uniform() < 0.55:
        yield body.look(draws.uniform(-0.25, 0.25), draws.uniform(-0.95, -0.5), who.tick)
    else:
        yield body.look(draws.uniform(-0.6, 0.6), draws.uniform(-0.25, 0.1), who.tick)
    if not avoids and draws.uniform() < 0.3 and who.seen.choices.get("activity") in ("drop", "retrieve"):
        yield from _take_part(who, who.seen.choices["activity"])
        return
    if draws.uniform() < 0.12:
        forward = 0.0 if avoids else draws.uniform(-0.18, 0.0)
        yield body.lean(0.0, forward, who.tick, 1.2)
    if draws.uniform() < 0.15:
        _hold_on(who)
    yield who.ticks(draws.uniform(0.6, 2.6))


def _take_part(who: Person, activity: str) -> Script:
    """Drop the ball over the edge, or bring the keepsake back: by hand where it is in reach, else by looking."""
    place = who.seen.visible("ball" if activity == "drop" else "keepsake")
    if place is None:
        return
    yield who.body.look_at(place, who.tick) + who.ticks(0.3)
    edge_m = who.seen.values(who.tick).get("edge_distance_m", 10.0)
    hands = sorted(who.body.hands.values(), key=lambda h: apart(h.shoulder, place))
    near = [h for h in hands if apart(h.shoulder, place) <= h.reach_m + 0.1]
    over = (place[0], 1.1, -edge_m - 0.12) if activity == "drop" else (0.1, 0.95, 0.25 - edge_m)
    hand = next((h for h in near if apart(h.shoulder, over) <= h.reach_m), None)
    if hand is None:
        yield who.ticks(2.3)
        return
    yield hand.go(place, who.tick, 1.0) + who.ticks(0.2)
    hand.press = 1.0
    yield who.ticks(0.3)
    yield hand.go(over, who.tick, 1.2) + who.ticks(0.3)
    who.let_go()
    yield who.ticks(0.3)
    yield hand.rest(who.tick, 0.8)


def _hold_on(who: Person) -> None:
    """A hand on the rail, where there is one in reach; the more afraid, the sooner."""
    values = who.seen.values(who.tick)
    height_m, edge_m = values.get("rail_height_m", 0.0), values.get("edge_distance_m", 10.0)
    for hand in who.body.hands.values():
        rail = (hand.shoulder[0], height_m, _RAIL_IN_M - edge_m)
        in_reach = height_m > 0.4 and apart(hand.shoulder, rail) <= hand.reach_m
        if in_reach and who.draws.uniform(0.0, 80.0) < who.patient.distress:
            hand.go(rail, who.tick, 0.9)
        elif not hand.resting:
            hand.rest(who.tick, 0.9)


def _rest_hands(who: Person) -> None:
    for hand in who.body.hands.values():
        if not hand.resting:
            hand.rest(who.tick, 1.0)
