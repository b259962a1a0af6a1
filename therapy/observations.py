"""What the outside reports to a session, beside the sample of every tick. Facts, never wishes."""

import enum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator

from therapy.briefing import Room
from therapy.frozen import Frozen


class Scale(enum.StrEnum):
    """What a patient can be asked to rate during a visit."""

    SUDS = "suds"
    """Subjective units of distress, 0-100."""
    SICKNESS = "fms"
    """Fast motion sickness scale, 0-20."""
    EXPECTANCY = "expectancy"
    """Belief that the feared outcome will happen, 0-100."""
    PAIN = "pain"
    """0-10."""
    FATIGUE = "fatigue"
    """0-10."""


HIGHEST: dict[Scale, int] = {
    Scale.SUDS: 100,
    Scale.SICKNESS: 20,
    Scale.EXPECTANCY: 100,
    Scale.PAIN: 10,
    Scale.FATIGUE: 10,
}
"""Top of each scale; every scale starts at 0."""


class AnswerVia(enum.StrEnum):
    """How an answer was given."""

    LEFT_HAND = "left_hand"
    RIGHT_HAND = "right_hand"
    HEAD_POINTING = "head_pointing"
    BUTTON = "button"
    KEYBOARD = "keyboard"
    THERAPIST = "therapist"
    """Spoken by the patient, entered by the therapist."""


class Answered(Frozen):
    """The patient rated something. `question` is the number of the Ask it answers; 0 for one given unasked."""

    kind: Literal["answered"] = "answered"
    question: int = Field(ge=0)
    scale: Scale
    value: int = Field(ge=0)
    via: AnswerVia

    @model_validator(mode="after")
    def _on_the_scale(self) -> "Answered":
        if self.value > HIGHEST[self.scale]:
            raise ValueError(f"expected {self.scale.value} from 0 to {HIGHEST[self.scale]}, got {self.value}")
        return self


class InstrumentAnswered(Frozen):
    """One item of a questionnaire was answered; `risk` where the instrument marks this answer as one."""

    kind: Literal["instrument_answered"] = "instrument_answered"
    instrument: str
    item: int = Field(ge=1)
    value: int = Field(ge=0)
    risk: bool


class EnvironmentLoaded(Frozen):
    """The stage holds this environment, ready to be shown at the next frame."""

    kind: Literal["environment_loaded"] = "environment_loaded"
    environment: str


class Shown(Frozen):
    """The first frame that shows output number `output` was drawn: this is what "applied" means."""

    kind: Literal["shown"] = "shown"
    output: int = Field(ge=1)


class StageFailed(Frozen):
    """Showing or stepping the environment raised; the stage already shows the safe room."""

    kind: Literal["stage_failed"] = "stage_failed"
    what: str


class LinkSilent(Frozen):
    """The therapist's link has had no beat for this long, in host time."""

    kind: Literal["link_silent"] = "link_silent"
    seconds: float = Field(ge=0)


class LinkHeard(Frozen):
    """The therapist's link beats again."""

    kind: Literal["link_heard"] = "link_heard"


class RoomKnown(Frozen):
    """The runtime told the real floor, or that it no longer knows it."""

    kind: Literal["room_known"] = "room_known"
    room: Room | None


class HeartRate(Frozen):
    """A heart rate from a strap or band."""

    kind: Literal["heart_rate"] = "heart_rate"
    bpm: float = Field(gt=20, lt=260)


class Move(enum.StrEnum):
    """What an engine proposes for the ladder."""

    STAY = "stay"
    UP = "up"
    DOWN = "down"


Fact = str | int | float | bool | None


class Decision(Frozen):
    """An engine's proposal, with its reasons: rule, inputs, one sentence (a template over the inputs)."""

    kind: Literal["decision"] = "decision"
    question: int = Field(ge=1)
    """Number of the AskEngine output it answers."""
    move: Move
    engine: str
    rule: str
    inputs: dict[str, Fact]
    sentence: str


Observation = Annotated[
    Answered
    | InstrumentAnswered
    | EnvironmentLoaded
    | Shown
    | StageFailed
    | LinkSilent
    | LinkHeard
    | RoomKnown
    | HeartRate
    | Decision,
    Field(discriminator="kind"),
]
OBSERVATIONS: TypeAdapter[Observation] = TypeAdapter(Observation)
"""Reads a stored or received observation."""
