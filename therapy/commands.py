"""What may be asked of a session, in the imperative. A command may be refused; a Stop never is."""

import enum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from therapy.frozen import Frozen
from therapy.prescription import Adaptation


class Actor(enum.StrEnum):
    """Who asks."""

    PATIENT = "patient"
    THERAPIST = "therapist"
    ENGINE = "engine"
    HOST = "host"
    """The software around the session: headset, link, stage, launcher."""


class StopVia(enum.StrEnum):
    """How a stop was asked for."""

    LEFT_HAND = "left_hand"
    RIGHT_HAND = "right_hand"
    BUTTON = "button"
    HEAD_POINTING = "head_pointing"
    HEADSET_OFF = "headset_off"
    THERAPIST = "therapist"
    WINDOW_CLOSED = "window_closed"
    FAULT = "fault"


class Severity(enum.StrEnum):
    """How bad an adverse event was."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class RemoteCheck(enum.StrEnum):
    """What a therapist who is not in the room makes sure of before exposure."""

    VOICE = "voice"
    """They hear each other."""
    LOCATION = "location"
    """The therapist knows where the patient is, to send help there."""
    EMERGENCY_CONTACT = "emergency_contact"
    """Somebody near the patient can be reached now."""


class _Command(Frozen):
    by: Actor
    who: str | None = None
    """The therapist's name or alias, where a person other than the patient asks."""


class Stop(_Command):
    """End the exposure now. Accepted in every state, never refused, never undone."""

    kind: Literal["stop"] = "stop"
    via: StopVia


class Ready(_Command):
    """The patient says: I'm ready."""

    kind: Literal["ready"] = "ready"


class Next(_Command):
    """Go one step up."""

    kind: Literal["next"] = "next"


class Previous(_Command):
    """Go one step down."""

    kind: Literal["previous"] = "previous"


class Hold(_Command):
    """Stay at this level until released."""

    kind: Literal["hold"] = "hold"


class Release(_Command):
    """End a hold."""

    kind: Literal["release"] = "release"


class Calm(_Command):
    """Rest in the safe room; the visit goes on when resumed."""

    kind: Literal["calm"] = "calm"


class Resume(_Command):
    """Go back in after a pause or a stop, from below where the patient was."""

    kind: Literal["resume"] = "resume"


class AskSuds(_Command):
    """Ask the patient for SUDS now."""

    kind: Literal["ask_suds"] = "ask_suds"


class SetParameter(_Command):
    """Change one live parameter of the environment."""

    kind: Literal["set_parameter"] = "set_parameter"
    name: str
    value: float


class TriggerEvent(_Command):
    """Let something happen in the environment."""

    kind: Literal["trigger_event"] = "trigger_event"
    name: str


class SetAdaptation(_Command):
    """Lock the engine, let it advise, let it act, or switch it off."""

    kind: Literal["set_adaptation"] = "set_adaptation"
    adaptation: Adaptation


class Undo(_Command):
    """Take back the engine's last change."""

    kind: Literal["undo"] = "undo"


class ConfirmSupport(_Command):
    """Somebody who can help is standing by the patient."""

    kind: Literal["confirm_support"] = "confirm_support"


class ConfirmRemote(_Command):
    """One thing was made sure of. Address and telephone number are not in it: nobody needs them in a record."""

    kind: Literal["confirm_remote"] = "confirm_remote"
    check: RemoteCheck


class AcknowledgeFlag(_Command):
    """A flag was seen by the therapist."""

    kind: Literal["acknowledge_flag"] = "acknowledge_flag"
    flag: str


class AddNote(_Command):
    """A working note with a time mark."""

    kind: Literal["add_note"] = "add_note"
    text: str = Field(min_length=1, max_length=4000)


class ReportNote(_Command):
    """A note with a time mark that the therapist wants in the report."""

    kind: Literal["report_note"] = "report_note"
    text: str = Field(min_length=1, max_length=4000)


class ReportAdverseEvent(_Command):
    """Something bad happened to the patient."""

    kind: Literal["report_adverse_event"] = "report_adverse_event"
    text: str = Field(min_length=1, max_length=4000)
    severity: Severity


class EndVisit(_Command):
    """Bring the visit to its end in order: recovery, then debrief; in debrief, close it."""

    kind: Literal["end_visit"] = "end_visit"


Command = Annotated[
    Stop
    | Ready
    | Next
    | Previous
    | Hold
    | Release
    | Calm
    | Resume
    | AskSuds
    | SetParameter
    | TriggerEvent
    | SetAdaptation
    | Undo
    | ConfirmSupport
    | ConfirmRemote
    | AcknowledgeFlag
    | AddNote
    | ReportNote
    | ReportAdverseEvent
    | EndVisit,
    Field(discriminator="kind"),
]
COMMANDS: TypeAdapter[Command] = TypeAdapter(Command)
"""Reads a stored or received command."""
