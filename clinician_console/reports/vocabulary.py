"""Words of the reports for what the record names by an identifier."""

from collections.abc import Mapping
from typing import Final

from therapy.observations import Scale
from therapy.words import N_

PRACTICE: Final = N_("Practice with a simulated patient: this says nothing about a person.")
CLAIM: Final = N_("Supports care by a clinician; does not diagnose.")
PAGE: Final = N_("Page {page} of {pages}")
NONE: Final = "–"
"""Where there is no figure."""

MODES: Final[Mapping[str, str]] = {
    "supervised": N_("supervised, the therapist in the room"),
    "remote": N_("supervised from elsewhere"),
    "home": N_("at home, without a therapist"),
}
HEADSETS: Final[Mapping[str, str]] = {
    "simulated": N_("simulated"),
    "desktop": N_("desktop, without a headset"),
    "openxr": N_("OpenXR headset"),
}
GATES: Final[Mapping[str, str]] = {
    "habituation": N_("by SUDS"),
    "expectancy": N_("by belief in the feared outcome"),
    "time": N_("by time"),
    "therapist": N_("by the therapist's word"),
    "success_band": N_("by success"),
}
MARKS: Final[Mapping[str, str]] = {
    "stop": N_("Stop"),
    "pause": N_("Pause"),
    "rule": N_("Safety rule"),
    "flag": N_("Flag"),
    "fault": N_("Fault"),
    "adverse": N_("Adverse event"),
    "missed": N_("No answer"),
    "remote": N_("Confirmed"),
    "support": N_("Support"),
}
SCALES: Final[Mapping[Scale, str]] = {
    Scale.SUDS: N_("SUDS, subjective units of distress (Wolpe, 1969)"),
    Scale.SICKNESS: N_("FMS, fast motion sickness scale (Keshavarz and Hecht, 2011)"),
    Scale.EXPECTANCY: N_("Belief that the feared outcome will happen"),
    Scale.PAIN: N_("Pain"),
    Scale.FATIGUE: N_("Fatigue"),
}
