"""The shape of a treatment plan: what is climbed, in which steps, and what opens the way to the next one."""

import enum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from therapy.frozen import Frozen

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Share = Annotated[float, Field(ge=0, le=1)]
Rating = Annotated[int, Field(ge=0, le=100)]


class Phase(enum.StrEnum):
    """The phases of one visit, in order."""

    BRIEFING = "briefing"
    BASELINE = "baseline"
    STEPS = "steps"
    RECOVERY = "recovery"
    DEBRIEF = "debrief"
    ENDED = "ended"


class Purpose(enum.StrEnum):
    """What kind of ladder a plan is."""

    EXPOSURE = "exposure"
    REHABILITATION = "rehabilitation"


class HabituationGate(Frozen):
    """Open when SUDS fell to `share_of_peak` of this step's peak, or is at most `at_most`."""

    kind: Literal["habituation"] = "habituation"
    at_most: Rating = 30
    share_of_peak: Share = 0.5
    least_ratings: int = Field(default=2, ge=1)


class ExpectancyGate(Frozen):
    """Open when the feared outcome was rated before and after, and belief in it fell by `drop` or to `at_most`."""

    kind: Literal["expectancy"] = "expectancy"
    feared_outcome: str
    drop: Rating = 20
    at_most: Rating = 20
    after_s: float = Field(default=120, ge=60)
    """Seconds in the step before the second rating is asked (again every so long until it is open)."""


class TimeGate(Frozen):
    """Open after `seconds` in the step."""

    kind: Literal["time"] = "time"
    seconds: float = Field(ge=60)


class TherapistGate(Frozen):
    """Open when the therapist says so. Not for home visits."""

    kind: Literal["therapist"] = "therapist"


class SuccessBandGate(Frozen):
    """Open when the share of hits over the last `window` trials is at least `highest`; below `lowest` go down."""

    kind: Literal["success_band"] = "success_band"
    lowest: Share = 0.60
    highest: Share = 0.80
    window: int = Field(default=20, ge=5)

    @model_validator(mode="after")
    def _band(self) -> "SuccessBandGate":
        if not self.lowest < self.highest:
            raise ValueError(f"expected lowest < highest, got {self.lowest} and {self.highest}")
        return self


Gate = Annotated[
    HabituationGate | ExpectancyGate | TimeGate | TherapistGate | SuccessBandGate, Field(discriminator="kind")
]


class Step(Frozen):
    """One rung of the ladder: the parameter values that make it, and the gate out of it."""

    id: Name
    title: str
    patient_text: str
    """What the patient reads on arriving, one or two plain sentences."""
    parameters: dict[str, float]
    choices: dict[str, str] = Field(default_factory=dict)
    gate: Gate
    least_s: float = Field(default=60, ge=60)
    """Least seconds in this step before the next may be offered (rule 4: never under 60)."""


class RatingIntervals(Frozen):
    """How often the patient is asked, in seconds."""

    suds_s: float = Field(default=120, ge=60, le=300)
    sickness_s: float = Field(default=240, ge=120, le=300)
    pain_s: float | None = Field(default=None, ge=60, le=600)
    answer_within_s: float = Field(default=30, ge=15, le=60)
    """Seconds a question stays open before it counts as not answered."""


class Bounds(Frozen):
    """Prescribed limits of one parameter; absent means the hard limit."""

    lowest: float | None = None
    highest: float | None = None


class Limits(Frozen):
    """What this plan allows at most."""

    minutes: float = Field(default=20, gt=0, le=30)
    parameters: dict[str, Bounds] = Field(default_factory=dict)


class Reference(Frozen):
    """Where a choice in the plan comes from."""

    citation: str
    supports: str


class Protocol(Frozen):
    """One reviewed treatment plan, read from one TOML file."""

    schema_version: Literal[1] = 1
    id: Name
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    reviewed_on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    title: str
    summary: str
    purpose: Purpose
    indication: str
    contraindications: tuple[str, ...]
    environment: Name
    visits: int = Field(ge=1, le=60)
    visits_a_week: int = Field(ge=1, le=7)
    home: bool
    """Whether the plan may be prescribed for use without a therapist in the link."""
    ratings: RatingIntervals = RatingIntervals()
    limits: Limits = Limits()
    steps: tuple[Step, ...] = Field(min_length=2)
    homework: tuple[str, ...] = ()
    references: tuple[Reference, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _steps_are_distinct(self) -> "Protocol":
        ids = [step.id for step in self.steps]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"expected every step id once, got more than one of {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _home_needs_no_therapist(self) -> "Protocol":
        shut = [step.id for step in self.steps if isinstance(step.gate, TherapistGate)]
        if self.home and shut:
            raise ValueError(f"expected no therapist's gate in a plan for home, got one in {', '.join(shut)}")
        return self
