"""Who a simulated patient is: the traits of one person, drawn from a population, and the named kinds.

The medians and spreads are this project's assumptions, with two exceptions: the median rate of extinction
is fitted so that a therapist's rule brings a patient to mastery in about as many minutes in VR as the
automated heights trial of Freeman and others (Lancet Psychiatry 2018) reports, and the spread of fear is
clipped to what a person would still come for help with.
"""

import enum
from typing import NamedTuple

from therapy.arithmetic import Draws, log
from therapy.commands import StopVia

LEVELS = 10
"""Levels of fear that learning is kept for: intensity 1 to 10."""


class Kind(enum.StrEnum):
    """The patients that every visit must be safe with."""

    IMPROVES = "improves"
    DOES_NOT_IMPROVE = "does_not_improve"
    PANICS = "panics"
    """Stops at high distress."""
    DOES_NOT_ANSWER = "does_not_answer"
    """Rates nothing while in the exposure."""
    TAKES_HEADSET_OFF = "takes_headset_off"
    """At some moment of the exposure; puts it on again after a while."""
    ONE_HANDED = "one_handed"
    """Has only the left hand."""
    HEAD_ONLY = "head_only"
    """Has no hands that a headset could see."""


class Way(enum.StrEnum):
    """How a patient likes to choose."""

    HEAD = "head"
    LEFT_HAND = "left_hand"
    RIGHT_HAND = "right_hand"
    ONE_BUTTON = "one_button"


class Traits(NamedTuple):
    """One person. Distress is on the scale of SUDS, 0-100; times are minutes of session time unless named."""

    kind: Kind
    worst: float
    """Distress at intensity 10 before anything was learned."""
    floor_share: float
    """Part of it that is there at the lowest step already."""
    curve: float
    """Exponent of how distress grows with intensity."""
    habituation_min: float
    most_habituation: float
    extinction_per_min: float
    reach_levels: float
    """Levels over which learning spreads."""
    upward: float
    """Part of it that spreads to higher levels."""
    kept: float
    """Part of the learning that is still there at the next visit."""
    too_much: float
    """Distress at which half of the time is spent looking away."""
    reporting: float
    """Exponent from distress to the number said: below 1 says more, above 1 less."""
    noise: float
    """Standard deviation of that number."""
    rest: float
    """Distress in the safe room."""
    answers_in_exposure: bool
    panics_after_s: float | None
    """Seconds of exposure after which distress surges, whatever is shown."""
    stops_at: float
    """Distress at which this patient stops; above 100 never."""
    stops_by: StopVia
    off_after_s: float | None
    """Seconds of exposure after which the headset comes off."""
    off_for_s: float
    left: bool
    right: bool
    """Whether this hand is there."""
    way: Way
    falls_short: float
    """Share of reaches that do not get to their target at intensity 5."""
    dawdle: float
    """How slow this person is: multiplies reaction and movement times."""


_HAND_WAYS = {True: Way.LEFT_HAND, False: Way.RIGHT_HAND}
_STOPS = (StopVia.LEFT_HAND, StopVia.RIGHT_HAND, StopVia.BUTTON, StopVia.HEAD_POINTING)


def draw_traits(kind: Kind, seed: int) -> Traits:
    """A person of this kind; the same seed is the same person."""
    draws = Draws(seed, f"traits {kind}")
    left_handed = draws.uniform() < 0.1
    drawn = Traits(
        kind=kind,
        worst=_within(draws.normal(86.0, 9.0), 60.0, 105.0),
        floor_share=0.30,
        curve=draws.lognormal(-0.7, 0.15),
        habituation_min=draws.lognormal(log(3.0), 0.2),
        most_habituation=_within(draws.normal(0.50, 0.05), 0.3, 0.65),
        extinction_per_min=draws.lognormal(log(0.20), 0.2),
        reach_levels=draws.lognormal(log(1.6), 0.2),
        upward=draws.uniform(0.3, 0.6),
        kept=_within(draws.normal(0.70, 0.12), 0.3, 0.95),
        too_much=_within(draws.normal(78.0, 6.0), 60.0, 95.0),
        reporting=draws.lognormal(0.0, 0.12),
        noise=draws.lognormal(log(4.0), 0.2),
        rest=draws.uniform(4.0, 14.0),
        answers_in_exposure=True,
        panics_after_s=None,
        stops_at=1000.0,
        stops_by=draws.choice(_STOPS),
        off_after_s=None,
        off_for_s=draws.uniform(20.0, 45.0),
        left=True,
        right=True,
        way=draws.choice((Way.HEAD, _HAND_WAYS[left_handed], _HAND_WAYS[left_handed])),
        falls_short=draws.uniform(0.1, 0.25),
        dawdle=draws.lognormal(0.0, 0.15),
    )
    if kind is Kind.DOES_NOT_IMPROVE:
        return drawn._replace(
            worst=max(drawn.worst, 92.0),
            floor_share=0.60,
            curve=0.7,
            most_habituation=0.03,
            extinction_per_min=0.0,
            reporting=1.0,
            noise=3.0,
            falls_short=0.6,
        )
    if kind is Kind.PANICS:
        return drawn._replace(panics_after_s=draws.uniform(70.0, 240.0), stops_at=draws.uniform(78.0, 90.0))
    if kind is Kind.DOES_NOT_ANSWER:
        return drawn._replace(answers_in_exposure=False)
    if kind is Kind.TAKES_HEADSET_OFF:
        return drawn._replace(off_after_s=draws.uniform(45.0, 150.0))
    if kind is Kind.ONE_HANDED:
        return drawn._replace(right=False, way=Way.LEFT_HAND, stops_by=StopVia.LEFT_HAND, dawdle=1.5)
    if kind is Kind.HEAD_ONLY:
        return drawn._replace(left=False, right=False, way=Way.HEAD, stops_by=StopVia.HEAD_POINTING)
    return drawn


def _within(value: float, lowest: float, highest: float) -> float:
    return min(max(value, lowest), highest)
