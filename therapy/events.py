"""What happened, in the past tense, with who and why. Events are what a record consists of and a report counts."""

import enum
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, TypeAdapter

from therapy.briefing import Calibration
from therapy.commands import Actor, RemoteCheck, Severity, StopVia
from therapy.directives import Directive
from therapy.frozen import Frozen
from therapy.observations import AnswerVia, Fact, Move, Scale
from therapy.protocol import Phase


class Verdict(Frozen):
    """What a safety rule found: its name, what it looked at, and one sentence (a template over the inputs)."""

    rule: str
    inputs: dict[str, Fact]
    sentence: str

    @property
    def plain(self) -> str:
        """The sentence in English with its figures filled in."""
        return self.sentence.format(**self.inputs)


class Ending(enum.StrEnum):
    """How a visit ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    """A stop was asked for and the visit was brought to its end in order afterwards."""
    ENDED_BY_RULE = "ended_by_rule"
    REFUSED = "refused"
    """A rule did not let it begin."""
    FAULT = "fault"


class PhaseEntered(Frozen):
    """A phase of the visit began."""

    kind: Literal["phase_entered"] = "phase_entered"
    phase: Phase
    left: Phase | None


class Calibrated(Frozen):
    """Eye height and reach were measured, or taken over."""

    kind: Literal["calibrated"] = "calibrated"
    calibration: Calibration
    measured: bool


class StepEntered(Frozen):
    """The patient is now on this step of the ladder."""

    kind: Literal["step_entered"] = "step_entered"
    step: str
    number: int
    by: Actor
    rule: str
    """Which rule or person's decision brought the patient here."""
    sentence: str
    inputs: dict[str, Fact] = Field(default_factory=dict)
    warm_up: bool = False


class ParameterChanged(Frozen):
    """A live parameter set out for a new value; ParameterApplied follows with the first frame that shows it."""

    kind: Literal["parameter_changed"] = "parameter_changed"
    name: str
    old: float
    new: float
    by: Actor
    rule: str
    sentence: str
    inputs: dict[str, Fact] = Field(default_factory=dict)
    output: int
    """Number of the ChangeParameter output."""


class ParameterApplied(Frozen):
    """The first frame with the change was drawn."""

    kind: Literal["parameter_applied"] = "parameter_applied"
    name: str
    output: int


class IntensityReached(Frozen):
    """Intensity of the exposure as shown, 0-10, after it arrived somewhere new. 0 in the safe room."""

    kind: Literal["intensity_reached"] = "intensity_reached"
    intensity: float


class RatingAsked(Frozen):
    """A question was put to the patient."""

    kind: Literal["rating_asked"] = "rating_asked"
    scale: Scale
    question: int


class RatingGiven(Frozen):
    """The patient rated."""

    kind: Literal["rating_given"] = "rating_given"
    scale: Scale
    value: int
    question: int
    via: AnswerVia
    step: str | None


class RatingMissed(Frozen):
    """A question stayed without an answer."""

    kind: Literal["rating_missed"] = "rating_missed"
    scale: Scale
    question: int
    in_a_row: int


class GateOpened(Frozen):
    """The gate out of a step opened, and why."""

    kind: Literal["gate_opened"] = "gate_opened"
    step: str
    gate: str
    sentence: str
    inputs: dict[str, Fact]


class DecisionTaken(Frozen):
    """The engine's proposal was heard; `carried_out` says whether it changed the ladder by itself."""

    kind: Literal["decision_taken"] = "decision_taken"
    move: Move
    engine: str
    rule: str
    sentence: str
    inputs: dict[str, Fact]
    carried_out: bool
    because: str
    """Why it was carried out, or not: a template over `because_inputs`."""
    because_inputs: dict[str, Fact] = Field(default_factory=dict)


class RuleApplied(Frozen):
    """A safety rule began to bind, or no longer does."""

    kind: Literal["rule_applied"] = "rule_applied"
    verdict: Verdict
    binding: bool


class CommandRefused(Frozen):
    """A command was not carried out."""

    kind: Literal["command_refused"] = "command_refused"
    command: str
    by: Actor
    verdict: Verdict


class Held(Frozen):
    """Progress is held at this level, or released."""

    kind: Literal["held"] = "held"
    holding: bool
    by: Actor


class Paused(Frozen):
    """The exposure was left for the safe room for now."""

    kind: Literal["paused"] = "paused"
    by: Actor
    verdict: Verdict


class Resumed(Frozen):
    """The patient went back in."""

    kind: Literal["resumed"] = "resumed"
    by: Actor


class Stopped(Frozen):
    """Somebody stopped the exposure. No reason is asked."""

    kind: Literal["stopped"] = "stopped"
    by: Actor
    who: str | None
    via: StopVia


class SafeRoomEntered(Frozen):
    """The safe room is what the patient sees from the next frame on."""

    kind: Literal["safe_room_entered"] = "safe_room_entered"
    why: str


class FlagRaised(Frozen):
    """Something the therapist must see before anything else."""

    kind: Literal["flag_raised"] = "flag_raised"
    flag: str
    sentence: str
    inputs: dict[str, Fact]


class FlagAcknowledged(Frozen):
    """The therapist has seen a flag."""

    kind: Literal["flag_acknowledged"] = "flag_acknowledged"
    flag: str
    who: str | None


class EventTriggered(Frozen):
    """Something was made to happen in the environment."""

    kind: Literal["event_triggered"] = "event_triggered"
    name: str
    by: Actor


class Happened(Frozen):
    """The environment's task reports something that took place in it."""

    kind: Literal["happened"] = "happened"
    name: str
    inputs: dict[str, Fact] = Field(default_factory=dict)


class TrialEnded(Frozen):
    """One trial of a movement task: hit or not, and what was measured."""

    kind: Literal["trial_ended"] = "trial_ended"
    number: int
    hit: bool
    measures: dict[str, float]


class MeasureTaken(Frozen):
    """A measure of the environment, for a step or the whole visit."""

    kind: Literal["measure_taken"] = "measure_taken"
    name: str
    value: float
    unit: str
    step: str | None = None


class SupportConfirmed(Frozen):
    """Somebody who can help stands by."""

    kind: Literal["support_confirmed"] = "support_confirmed"
    by: Actor
    who: str | None


class RemoteConfirmed(Frozen):
    """A therapist who is not in the room made sure of one thing."""

    kind: Literal["remote_confirmed"] = "remote_confirmed"
    check: RemoteCheck
    who: str | None


class AdaptationSet(Frozen):
    """What the engine may do was changed."""

    kind: Literal["adaptation_set"] = "adaptation_set"
    adaptation: str
    by: Actor


class NoteTaken(Frozen):
    """A therapist's working note."""

    kind: Literal["note_taken"] = "note_taken"
    text: str
    who: str | None


class ReportNoteTaken(Frozen):
    """A therapist's note for the report."""

    kind: Literal["report_note_taken"] = "report_note_taken"
    text: str
    who: str | None


class AdverseEventReported(Frozen):
    """An adverse event was reported."""

    kind: Literal["adverse_event_reported"] = "adverse_event_reported"
    text: str
    severity: Severity
    by: Actor
    who: str | None


class FaultRecorded(Frozen):
    """Software failed; the patient is in the safe room."""

    kind: Literal["fault_recorded"] = "fault_recorded"
    what: str


class VisitEnded(Frozen):
    """The visit is over."""

    kind: Literal["visit_ended"] = "visit_ended"
    ending: Ending
    verdict: Verdict | None
    minutes: float
    completed: bool
    """Whether it counts as a completed visit for adherence."""


Event = Annotated[
    PhaseEntered
    | Calibrated
    | StepEntered
    | ParameterChanged
    | ParameterApplied
    | IntensityReached
    | RatingAsked
    | RatingGiven
    | RatingMissed
    | GateOpened
    | DecisionTaken
    | RuleApplied
    | CommandRefused
    | Held
    | Paused
    | Resumed
    | Stopped
    | SafeRoomEntered
    | FlagRaised
    | FlagAcknowledged
    | EventTriggered
    | Happened
    | TrialEnded
    | MeasureTaken
    | SupportConfirmed
    | RemoteConfirmed
    | AdaptationSet
    | NoteTaken
    | ReportNoteTaken
    | AdverseEventReported
    | FaultRecorded
    | VisitEnded,
    Field(discriminator="kind"),
]
EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads a stored event."""


class Output(NamedTuple):
    """One thing a session put out: its number in the visit (from 1), its tick, and what it is."""

    number: int
    tick: int
    what: Event | Directive
