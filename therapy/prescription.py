"""What was prescribed to one patient: which plan, how often, how long, and inside which limits."""

import enum

from pydantic import Field

from therapy.frozen import Frozen
from therapy.protocol import Bounds, Name


class Mode(enum.StrEnum):
    """Who is with the patient during a visit."""

    SUPERVISED = "supervised"
    """The therapist is in the room."""
    REMOTE = "remote"
    """The therapist is in the link and the patient somewhere else."""
    HOME = "home"
    """Nobody is in the link."""


class Adaptation(enum.StrEnum):
    """What the engine may do with its proposals."""

    OFF = "off"
    ADVISE = "advise"
    """Shown to the therapist, who decides."""
    ACT = "act"
    """Carried out inside the prescription, going up only when the patient says ready."""
    LOCKED = "locked"
    """Nothing changes but by hand."""


class Side(enum.StrEnum):
    """Which hand a movement is practised with."""

    LEFT = "left"
    RIGHT = "right"
    EITHER = "either"


class RangeLimits(Frozen):
    """Movement limits of a rehabilitation prescription; None leaves the environment's own hard limit."""

    reach_share_of_calibrated: float = Field(default=0.95, gt=0, le=1.0)
    reach_m: float | None = Field(default=None, gt=0, le=1.0)
    """Ceiling on how far from the shoulder a target may be, metres."""
    highest_deg: float | None = Field(default=None, ge=-90, le=90)
    """Ceiling on a target's elevation over the shoulder, degrees."""
    no_go_arcs_deg: tuple[tuple[float, float], ...] = ()
    """Azimuth arcs (from, to; 0 ahead, positive to the right) where no target may be."""
    speed_mps: float | None = Field(default=None, gt=0, le=3.0)
    """Ceiling on hand speed, metres a second; faster pauses the task."""
    lean_allowed: bool = False


class Prescription(Frozen):
    """One version of what the clinician ordered."""

    id: Name
    version: int = Field(default=1, ge=1)
    protocol_id: Name
    mode: Mode
    visits: int = Field(ge=1, le=60)
    visits_a_week: int = Field(ge=1, le=7)
    minutes: float = Field(gt=0, le=30)
    """Minutes in the headset a visit."""
    adaptation: Adaptation
    start_step: Name | None = None
    """Where work is to begin; steps before it are climbed as a warm-up, one minute each."""
    highest_step: Name | None = None
    limits: dict[str, Bounds] = Field(default_factory=dict)
    sudden_events: bool = False
    """The patient agreed to events that come without warning."""
    exposures_a_day: int = Field(default=1, ge=1, le=3)
    seated: bool = True
    support_present_needed: bool = True
    """Standing work asks each time whether somebody is there to help."""
    side: Side = Side.EITHER
    range_limits: RangeLimits = RangeLimits()
    risk_blocks_home: bool = True
    """Whether a risk answer blocks home exposure until it was reviewed (rule 14, the clinic's setting)."""
    prescribed_by: str
    prescribed_on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
