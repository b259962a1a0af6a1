"""What a report says, as figures and English templates: no layout, no language, nothing that is not on record.

Times inside a visit are seconds of session time, to 0.01 s: a tick is 0.011. A figure is kept as finely as it
is reported, never finer.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from clinician_console.story import Said
from therapy.frozen import Frozen
from therapy.observations import Fact, Scale


class Sentence(Frozen):
    """A template and what fills it."""

    template: str
    inputs: dict[str, Fact] = Field(default_factory=dict)

    @classmethod
    def of(cls, said: Said | Mapping[str, Any]) -> "Sentence":
        """From the story, or from anything on record that has a sentence and inputs."""
        if isinstance(said, Said):
            return cls(template=said.sentence, inputs=dict(said.inputs))
        return cls(template=said["sentence"], inputs=dict(said["inputs"]))


class Figure(Frozen):
    """One measure of one stay on a step, rounded to the digits that its method supports."""

    name: str
    title: str
    text: str
    """The rounded value as it is shown, in `unit`."""
    decimals: int = Field(ge=0)
    unit: str
    """"" for a count."""
    source: str
    """What it was taken from, and where it stands in for something better: a template."""


class Rating(Frozen):
    """One answer of the patient."""

    at_s: float
    scale: Scale
    value: int
    step: int | None
    """Number of the step; None outside any."""


class Stay(Frozen):
    """One stay on one step, from entering it to leaving it, upward, downward or to the safe room."""

    step: int
    from_s: float
    until_s: float
    warm_up: bool
    figures: tuple[Figure, ...]

    @property
    def seconds(self) -> float:
        """How long the patient was shown it."""
        return round(self.until_s - self.from_s, 2)


class Opened(Frozen):
    """The gate out of a step opened."""

    at_s: float
    why: Sentence


class StepReport(Frozen):
    """One step of the plan that was entered, over all stays on it."""

    number: int
    id: str
    title: str
    entered_s: tuple[float, ...]
    """When; its length is how often."""
    seconds: float
    suds: tuple[int, ...]
    expectancy: tuple[int, ...]
    """Belief in the feared outcome, 0-100, in the order asked."""
    gate: str
    """Kind of gate the plan has here."""
    opened: tuple[Opened, ...]
    trials: int = 0
    hits: int = 0


class Decided(Frozen):
    """What was decided during one stay or phase, and why, in sentences."""

    at_s: float
    title: str
    step: int | None
    said: tuple[Sentence, ...]


class Proposal(Frozen):
    """One decision of the engine, with what became of it."""

    at_s: float
    step: int | None
    move: str
    engine: str
    rule: str
    why: Sentence
    carried_out: bool
    because: Sentence


class Mark(Frozen):
    """Something about safety, at its moment."""

    at_s: float
    kind: str
    """stop, pause, rule, flag, fault, adverse, missed, remote, support."""
    said: Sentence
    who: str | None = None
    lasted_s: float | None = None
    """A pause: until the patient went back in, or the visit went on without exposure."""
    severity: str | None = None
    flag: str | None = None
    """A flag's identifier."""
    acknowledged_by: str | None = None
    """A flag: who has seen it. "" where somebody without a name did, None where nobody did in this visit."""


class Note(Frozen):
    """What the therapist wants in the report."""

    at_s: float
    text: str
    who: str | None


class Plan(Frozen):
    """Which plan was followed."""

    id: str
    version: str
    title: str
    exposure: bool
    steps: int


class Ordered(Frozen):
    """What was prescribed."""

    id: str
    version: int
    mode: str
    visits: int
    visits_a_week: int
    minutes: float
    adaptation: str
    prescribed_by: str
    prescribed_on: str
    highest_step: int | None
    """Number of the highest step allowed; None for the whole ladder."""


class Adherence(Frozen):
    """Done over prescribed, as of one day."""

    on: str
    visits_done: int
    visits_unrecorded: int
    """Of those done, made elsewhere: reported, with no record here."""
    visits_due: int
    visits_prescribed: int
    minutes_done: float
    minutes_due: float


class Seal(Frozen):
    """What record this was made from, so that anybody can look whether it still says so."""

    session_id: str
    core_version: str
    headset: str
    entries: int
    head: str
    """First 16 hexadecimal digits of the last link of the hash chain; "" for a record without entries."""
    state: str
    compressed: bool


class VisitReport(Frozen):
    """One visit."""

    alias: str
    practice: bool
    """Made with a simulated patient, or for a practice patient: it says nothing about a person."""
    started_at: str
    """ISO 8601 with offset."""
    plan: Plan
    ordered: Ordered
    minutes: float
    ending: str | None
    ended_by: Sentence | None
    completed: bool
    ratings: tuple[Rating, ...]
    missed: int
    """Questions that stayed without an answer."""
    stays: tuple[Stay, ...]
    steps: tuple[StepReport, ...]
    decided: tuple[Decided, ...]
    proposals: tuple[Proposal, ...]
    """Everything the engine decided, also what changed nothing."""
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]
    adherence: Adherence | None
    """None where this version cannot read how the prescription counts."""
    seal: Seal

    def values(self, scale: Scale) -> list[int]:
        """All answers on one scale, in order."""
        return [rating.value for rating in self.ratings if rating.scale is scale]

    def of_kind(self, *kinds: str) -> list[Mark]:
        """The marks of these kinds, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]


class VisitLine(Frozen):
    """One visit in the report of a course."""

    session_id: str
    recorded: bool
    started_at: str
    plan_id: str
    counts: bool
    """Whether it belongs to the prescription this course is counted by."""
    minutes: float
    ending: str | None
    completed: bool
    highest_step: int | None = None
    suds_peak: int | None = None
    suds_last: int | None = None
    sickness_peak: int | None = None
    stops: int = 0
    adverse: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()


class WeekLine(Frozen):
    """Seven days of the course."""

    first_day: str
    visits_done: int
    visits_prescribed: int
    minutes_done: float
    minutes_prescribed: float


class CourseReport(Frozen):
    """All visits of one patient up to a day."""

    alias: str
    practice: bool
    on: str
    ordered: tuple[Ordered, ...]
    """Every version, oldest first; the last one is what adherence is counted by."""
    plan_titles: dict[str, str]
    steps: int
    """Of the longest ladder in it."""
    weeks: tuple[WeekLine, ...]
    adherence: Adherence | None
    next_due: str | None
    visits: tuple[VisitLine, ...]

    @property
    def adverse(self) -> list[tuple[VisitLine, Mark]]:
        """All adverse events with the visit they happened in."""
        return [(visit, mark) for visit in self.visits for mark in visit.adverse]


Report = VisitReport | CourseReport
