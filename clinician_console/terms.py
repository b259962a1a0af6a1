"""A prescription in words: what was ordered, and what a new version changed."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from therapy.parameter import Gentle, Parameter
from therapy.ports import EnvironmentSpec
from therapy.prescription import Adaptation, Mode, Prescription, Side
from therapy.protocol import Bounds, Protocol, Purpose
from therapy.translation import plural, translate
from therapy.words import N_

MODES: Final[Mapping[str, tuple[str, str]]] = {
    Mode.SUPERVISED: (
        N_("In the room"),
        N_(
            "You are with the patient. Without your live page nothing rises, and after ten seconds it pauses."
        ),
    ),
    Mode.REMOTE: (
        N_("Remote"),
        N_(
            "You watch from elsewhere. First you confirm voice, the patient's place and an emergency contact."
        ),
    ),
    Mode.HOME: (
        N_("At home"),
        N_("The patient is alone. It becomes harder only after the patient says ready."),
    ),
}
"""What each mode is called, and what it means."""
ADAPTATIONS: Final[Mapping[str, tuple[str, str]]] = {
    Adaptation.OFF: (N_("Off"), N_("Nothing is proposed. You lead.")),
    Adaptation.ADVISE: (
        N_("Advise"),
        N_("Steps are proposed on the live page, with the reason. You decide."),
    ),
    Adaptation.ACT: (
        N_("Act"),
        N_("Steps follow the ratings, inside this prescription. Up only when the patient says ready."),
    ),
    Adaptation.LOCKED: (N_("Locked"), N_("Nothing changes unless you change it by hand, in the visit too.")),
}
SIDES: Final[Mapping[str, str]] = {
    Side.LEFT: N_("The left hand"),
    Side.RIGHT: N_("The right hand"),
    Side.EITHER: N_("Either hand"),
}
UNITS: Final[Mapping[str, str]] = {
    "share": "%",
    "deg": "°",
    "people": N_("people"),
    "h": N_("o'clock"),
    "times": N_("times"),
    "count": "",
}
"""Units as a person reads them; others are symbols and stay."""
NONE: Final = "–"


class Term(NamedTuple):
    """One thing that is ordered, in the reader's language."""

    title: str
    words: str


class Change(NamedTuple):
    """One thing that a new version orders differently."""

    title: str
    before: str
    after: str


class Limit(NamedTuple):
    """One end of a parameter that may be prescribed: the one towards which it becomes harder, both of a neutral one."""

    parameter: Parameter
    highest: bool
    """Whether it limits how high the value may go, else how low."""

    @property
    def field(self) -> str:
        """The name of its field in a form."""
        return f"limit-{self.parameter.name}-{'highest' if self.highest else 'lowest'}"

    @property
    def yes_or_no(self) -> bool:
        """Whether there are only two values: it is there or it is not."""
        return self.parameter.unit == "share" and self.parameter.stride >= 1

    @property
    def factor(self) -> float:
        """What a person reads and types is the value times this."""
        return 100.0 if self.parameter.unit == "share" else 1.0

    @property
    def title(self) -> str:
        """In the reader's language, with the side that is meant."""
        words = N_("Upper limit: {parameter}") if self.highest else N_("Lower limit: {parameter}")
        return translate(words, parameter=self.parameter.title)

    def of(self, limits: Mapping[str, Bounds]) -> float | None:
        """What `limits` say about it."""
        bounds = limits.get(self.parameter.name, Bounds())
        return bounds.highest if self.highest else bounds.lowest

    def shown(self, value: float | None) -> str:
        """A value as a person reads it."""
        if value is None:
            return NONE
        if self.yes_or_no:
            return translate(N_("always") if value == self.parameter.gentlest else N_("no limit"))
        return with_unit(value * self.factor, self.parameter.unit)


def limits(parameters: Sequence[Parameter]) -> list[Limit]:
    """The ends that may be prescribed, in order. No limit can make a step harder, so the gentle ends are none."""
    found = []
    for parameter in parameters:
        if parameter.gentle is not Gentle.LOWER:
            found.append(Limit(parameter, highest=False))
        if parameter.gentle is not Gentle.HIGHER:
            found.append(Limit(parameter, highest=True))
    return found


def with_unit(value: float, unit: str) -> str:
    """Such as 12 m; the value in what UNITS says."""
    words = translate(UNITS.get(unit, unit))
    between = "" if words in ("", "°") else " "
    return f"{round(value, 4):g}{between}{words}"


def terms(prescription: Prescription, plan: Protocol, spec: EnvironmentSpec) -> list[Term]:
    """All that is ordered, in the order in which it is read."""
    ordered = prescription
    steps = {step.id: f"{number}. {translate(step.title)}" for number, step in enumerate(plan.steps, 1)}
    first, last = plan.steps[0].id, plan.steps[-1].id
    told = [
        (N_("Plan"), translate(plan.title)),
        (N_("Who is there"), translate(MODES[ordered.mode][0])),
        (N_("Visits"), str(ordered.visits)),
        (N_("Visits a week"), str(ordered.visits_a_week)),
        (N_("Minutes a visit, at most"), f"{ordered.minutes:g}"),
        (N_("Adaptation"), translate(ADAPTATIONS[ordered.adaptation][0])),
        (N_("Work begins at step"), steps[ordered.start_step or first]),
        (N_("Highest step"), steps[ordered.highest_step or last]),
    ]
    found = [Term(translate(title), words) for title, words in told]
    for limit in limits(spec.parameters):
        value = limit.of(ordered.limits)
        if value is not None:
            found.append(Term(limit.title, limit.shown(value)))
    posture = N_("seated") if ordered.seated else N_("standing, or seated")
    told = [
        (N_("Sudden events"), _yes(ordered.sudden_events)),
        (N_("Posture"), translate(posture)),
        (N_("Somebody must stand by"), _yes(ordered.support_present_needed)),
        (N_("A risk answer blocks visits at home"), _yes(ordered.risk_blocks_home)),
    ]
    if plan.purpose is Purpose.EXPOSURE:
        told.insert(1, (N_("Exposure visits a day, at most"), str(ordered.exposures_a_day)))
    else:
        told += _movement(ordered)
    return found + [Term(translate(title), words) for title, words in told]


def changes(before: Prescription, after: Prescription, plan: Protocol, spec: EnvironmentSpec) -> list[Change]:
    """What `after` orders differently from `before`, which is of the same plan."""
    old, new = dict(terms(before, plan, spec)), dict(terms(after, plan, spec))
    titles = [*new, *(title for title in old if title not in new)]
    return [
        Change(title, old.get(title, NONE), new.get(title, NONE))
        for title in titles
        if old.get(title) != new.get(title)
    ]


def in_short(prescription: Prescription) -> str:
    """How many visits, how often, how long."""
    visits = plural("{count} visit", "{count} visits", prescription.visits)
    words = N_("{visits}, {week} a week, up to {minutes:g} minutes each")
    return translate(words, visits=visits, week=prescription.visits_a_week, minutes=prescription.minutes)


def _movement(ordered: Prescription) -> list[tuple[str, str]]:
    ranges = ordered.range_limits
    arcs = ", ".join(f"{low:g}° – {high:g}°" for low, high in ranges.no_go_arcs_deg)
    return [
        (N_("Which hand"), translate(SIDES[ordered.side])),
        (
            N_("Share of the measured reach, at most"),
            with_unit(ranges.reach_share_of_calibrated * 100, "share"),
        ),
        (
            N_("Reach from the shoulder, at most"),
            NONE if ranges.reach_m is None else with_unit(ranges.reach_m, "m"),
        ),
        (
            N_("Height over the shoulder, at most"),
            NONE if ranges.highest_deg is None else with_unit(ranges.highest_deg, "deg"),
        ),
        (N_("No targets between"), arcs or NONE),
        (
            N_("Speed of the hand, at most"),
            NONE if ranges.speed_mps is None else with_unit(ranges.speed_mps, "m/s"),
        ),
        (N_("Leaning forward is allowed"), _yes(ranges.lean_allowed)),
    ]


def _yes(said: bool) -> str:
    return translate(N_("yes") if said else N_("no"))
