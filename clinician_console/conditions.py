"""What the screening asks, in plain words, and what each answer means."""

from collections.abc import Mapping
from typing import Final

from therapy.briefing import HARD_BLOCKS, Condition
from therapy.words import N_

QUESTIONS: Final[Mapping[Condition, str]] = {
    Condition.EPILEPSY: N_("Epilepsy that light can trigger, or that is not under control"),
    Condition.VERTIGO_ATTACK: N_("An acute attack of vertigo"),
    Condition.RECENT_SURGERY: N_("Recent surgery of an eye, the head or the neck"),
    Condition.FACIAL_WOUND: N_("A wound on the face, where the headset rests"),
    Condition.INTOXICATION: N_("Under the influence of alcohol or drugs today"),
    Condition.PREGNANCY: N_("Pregnancy"),
    Condition.HEART_DISEASE: N_("A disease of the heart"),
    Condition.MIGRAINE: N_("Migraine"),
    Condition.PSYCHOSIS: N_("Psychosis, or times of losing touch with oneself or the world (dissociation)"),
    Condition.MOTION_SICKNESS: N_("Severe motion sickness"),
    Condition.UNDER_13: N_("Younger than 13 years"),
    Condition.PACEMAKER: N_("A pacemaker or another implant that magnets can disturb"),
}

BLOCKS: Final = N_("With this nobody may start a visit.")
NEEDS_REASON: Final = N_("A clinician has to write why the visit may go on.")


def consequence(condition: Condition) -> str:
    """What a yes means."""
    return BLOCKS if condition in HARD_BLOCKS else NEEDS_REASON
