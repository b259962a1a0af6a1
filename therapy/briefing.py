"""The frozen first page of every record: everything the session starts from, so that replay needs nothing else."""

import enum
from typing import Literal

from pydantic import Field, model_validator

from therapy.frozen import Frozen
from therapy.prescription import Prescription
from therapy.protocol import Protocol

CORE_VERSION = "0.3.0"
"""Version of the deciding code. Verifying a record runs the version it names."""

Day = str


class Condition(enum.StrEnum):
    """What the screening asks about. The first group blocks a visit, the second needs a clinician's reason."""

    EPILEPSY = "photosensitive_or_uncontrolled_epilepsy"
    VERTIGO_ATTACK = "acute_vertigo_attack"
    RECENT_SURGERY = "recent_eye_head_or_neck_surgery"
    FACIAL_WOUND = "facial_wound"
    INTOXICATION = "intoxication"
    PREGNANCY = "pregnancy"
    HEART_DISEASE = "heart_disease"
    MIGRAINE = "migraine"
    PSYCHOSIS = "psychosis_or_dissociation"
    MOTION_SICKNESS = "severe_motion_sickness"
    UNDER_13 = "under_13_years"
    PACEMAKER = "pacemaker_near_magnets"


HARD_BLOCKS = frozenset(
    {
        Condition.EPILEPSY,
        Condition.VERTIGO_ATTACK,
        Condition.RECENT_SURGERY,
        Condition.FACIAL_WOUND,
        Condition.INTOXICATION,
    }
)
"""Conditions with which nobody may start a visit; no reason text overrides them (field guide rule 1)."""


class Screening(Frozen):
    """A signed and dated screening form."""

    signed_by: str = Field(min_length=1)
    signed_on: Day = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    present: tuple[Condition, ...] = ()
    reasons: dict[Condition, str] = Field(default_factory=dict)
    """A clinician's reason to go on in spite of a conditional finding."""


class Consent(Frozen):
    """The patient's signed consent, raw traces named in plain words."""

    signed_by: str = Field(min_length=1)
    signed_on: Day = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    raw_traces: bool = True


class History(Frozen):
    """What earlier visits mean for this one."""

    visits_done: int = Field(default=0, ge=0)
    longest_tolerated_min: float = Field(default=0, ge=0)
    """Longest visit without sickness or an early end; 0 before the first one."""
    minutes_today: float = Field(default=0, ge=0)
    exposures_today: int = Field(default=0, ge=0)
    minutes_since_last_visit: float | None = Field(default=None, ge=0)
    sick_within_24_h: bool = False
    open_risk_flags: tuple[str, ...] = ()
    """Risk answers nobody has reviewed yet."""


class Calibration(Frozen):
    """This patient in this chair: measured at the start of a visit, or taken over from the last one."""

    eye_height_m: float = Field(gt=0.5, lt=2.3)
    left_reach_m: float | None = Field(default=None, gt=0.05, le=1.1)
    """Comfortable reach of the left hand from the shoulder; None where that hand is not used."""
    right_reach_m: float | None = Field(default=None, gt=0.05, le=1.1)


class Room(Frozen):
    """The real floor that the runtime knows: a rectangle around the origin, metres; None where it is not known."""

    width_m: float = Field(gt=0)
    depth_m: float = Field(gt=0)


class Briefing(Frozen):
    """Everything one visit starts from."""

    format: Literal[1] = 1
    core_version: str = CORE_VERSION
    session_id: str = Field(pattern=r"^[0-9a-z-]{8,40}$")
    alias: str = Field(min_length=1, max_length=40)
    started_at: str
    """Wall-clock time of the start, ISO 8601 with offset; the session itself never reads a clock."""
    today: Day = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    seed: int = Field(ge=0, lt=2**63)
    protocol: Protocol
    prescription: Prescription
    screening: Screening | None
    consent: Consent | None
    history: History = History()
    calibration: Calibration | None = None
    room: Room | None = None
    headset: str
    """Which kind of headset shows it: simulated, desktop, openxr."""
    compressed_time: bool = False
    """Session time may run faster than the clock: never with a person in a real headset."""
    assets: dict[str, str] = Field(default_factory=dict)
    """SHA-256 of each environment file shown."""

    @model_validator(mode="after")
    def _prescription_fits_the_plan(self) -> "Briefing":
        # A limit that names nothing would limit nothing.
        plan, prescription = self.protocol, self.prescription
        if prescription.protocol_id != plan.id:
            raise ValueError(f"expected a prescription of {plan.id}, got one of {prescription.protocol_id}")
        known = [step.id for step in plan.steps]
        for step in (prescription.start_step, prescription.highest_step):
            if step is not None and step not in known:
                raise ValueError(f"expected a step of {plan.id} ({', '.join(known)}), got {step}")
        return self
