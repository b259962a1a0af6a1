"""What the identifiers of a record are called when a person reads them."""

from collections.abc import Mapping
from typing import Final

from therapy.commands import Actor, RemoteCheck, Severity, StopVia
from therapy.prescription import Adaptation
from therapy.protocol import Phase
from therapy.twin.traits import Kind
from therapy.words import N_

Names = Mapping[str, str]

PATIENTS: Final[Names] = {
    Kind.IMPROVES: N_("a simulated patient who improves"),
    Kind.DOES_NOT_IMPROVE: N_("a simulated patient who does not improve"),
    Kind.PANICS: N_("a simulated patient who panics and stops"),
    Kind.DOES_NOT_ANSWER: N_("a simulated patient who answers nothing in the exposure"),
    Kind.TAKES_HEADSET_OFF: N_("a simulated patient who takes the headset off"),
    Kind.ONE_HANDED: N_("a simulated patient with one usable hand"),
    Kind.HEAD_ONLY: N_("a simulated patient who uses no hands"),
}
HEADSETS: Final[Names] = {
    "desktop": N_("with you at the screen"),
    "openxr": N_("with you in the headset"),
}
ENDINGS: Final[Names] = {
    "completed": N_("completed"),
    "stopped": N_("stopped"),
    "ended_by_rule": N_("ended by a rule"),
    "refused": N_("not begun"),
    "fault": N_("software fault"),
    "interrupted": N_("broke off"),
    "open": N_("under way"),
}
"""How a visit ended, in a word or two; a record that was never closed has a state instead."""

_BY: Final[Names] = {
    Actor.PATIENT: N_("the patient"),
    Actor.THERAPIST: N_("the therapist"),
    Actor.ENGINE: N_("the engine"),
    Actor.HOST: N_("the program"),
}
_VIA: Final[Names] = {
    StopVia.LEFT_HAND: N_("the left hand"),
    StopVia.RIGHT_HAND: N_("the right hand"),
    StopVia.BUTTON: N_("the button"),
    StopVia.HEAD_POINTING: N_("a look at the stop mark"),
    StopVia.HEADSET_OFF: N_("taking the headset off"),
    StopVia.THERAPIST: N_("the therapist"),
    StopVia.WINDOW_CLOSED: N_("closing the window"),
    StopVia.FAULT: N_("a fault of the software"),
}
_PHASE: Final[Names] = {
    Phase.BRIEFING: N_("getting ready"),
    Phase.BASELINE: N_("before going in"),
    Phase.STEPS: N_("in the exposure"),
    Phase.RECOVERY: N_("coming to rest"),
    Phase.DEBRIEF: N_("looking back"),
    Phase.ENDED: N_("over"),
}
_PRESENCE: Final[Names] = {
    "out": N_("outside"),
    "in": N_("inside"),
    "paused": N_("pausing"),
}
_FINDING: Final[Names] = {
    "photosensitive_or_uncontrolled_epilepsy": N_("photosensitive or uncontrolled epilepsy"),
    "acute_vertigo_attack": N_("an acute attack of vertigo"),
    "recent_eye_head_or_neck_surgery": N_("recent surgery of eyes, head or neck"),
    "facial_wound": N_("a wound on the face"),
    "intoxication": N_("intoxication"),
    "pregnancy": N_("pregnancy"),
    "heart_disease": N_("heart disease"),
    "migraine": N_("migraine"),
    "psychosis_or_dissociation": N_("psychosis or dissociation"),
    "severe_motion_sickness": N_("severe motion sickness"),
    "under_13_years": N_("an age under 13 years"),
    "pacemaker_near_magnets": N_("a pacemaker near magnets"),
}
_CHECK: Final[Names] = {
    RemoteCheck.VOICE: N_("you hear each other"),
    RemoteCheck.LOCATION: N_("you know where the patient is"),
    RemoteCheck.EMERGENCY_CONTACT: N_("somebody near the patient can be reached now"),
}
_SEVERITY: Final[Names] = {
    Severity.MILD: N_("mild"),
    Severity.MODERATE: N_("moderate"),
    Severity.SEVERE: N_("severe"),
}
_ADAPTATION: Final[Names] = {
    Adaptation.OFF: N_("off"),
    Adaptation.ADVISE: N_("advice only"),
    Adaptation.ACT: N_("acting by itself"),
    Adaptation.LOCKED: N_("changes by hand only"),
}
INPUTS: Final[Mapping[str, Names]] = {
    "by": _BY,
    "via": _VIA,
    "phase": _PHASE,
    "presence": _PRESENCE,
    "finding": _FINDING,
    "check": _CHECK,
    "severity": _SEVERITY,
    "adaptation": _ADAPTATION,
}
"""Inputs of sentences that are identifiers, by their name."""


def named(name: str, given: object) -> object:
    """What to put into a sentence for the input `name`: words for an identifier, else what was given."""
    return INPUTS.get(name, {}).get(str(given), given)
