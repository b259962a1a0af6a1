"""Where one patient stands: what is signed and ordered, what was done, and the one thing that comes next."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from therapy.briefing import HARD_BLOCKS, Condition, Consent, Screening
from therapy.course import Course, DoneVisit, course
from therapy.prescription import Prescription
from therapy.records import PatientRow, Store
from therapy.safety import SCREENING_DAYS


class Next(enum.Enum):
    """What to do next with a patient. The first that applies counts."""

    SCREEN = "screen"
    RENEW = "renew"
    """The screening is older than it may be."""
    BLOCKED = "blocked"
    """A finding with which nobody may start."""
    EXPLAIN = "explain"
    """A finding that needs a clinician's reason, which nobody has written."""
    CONSENT = "consent"
    PRESCRIBE = "prescribe"
    WAIT = "wait"
    """The next visit is due on a later day."""
    VISIT = "visit"
    DONE = "done"
    """All prescribed visits are completed."""


@dataclass(frozen=True)
class Standing:
    """One patient on one day."""

    patient: PatientRow
    today: date
    screening: Screening | None
    consent: Consent | None
    versions: tuple[Prescription, ...]
    """Of the prescription that counts now, oldest first; empty before the first."""
    done: tuple[DoneVisit, ...]
    """All visits, the newest first."""
    flags: tuple[str, ...]
    """Risk answers that nobody has reviewed yet."""
    course: Course | None

    @property
    def prescription(self) -> Prescription | None:
        """What is ordered now."""
        return self.versions[-1] if self.versions else None

    @property
    def next(self) -> Next:
        """The one thing that comes next."""
        if self.screening is None:
            return Next.SCREEN
        if blocking(self.screening):
            return Next.BLOCKED
        if self.today > valid_until(self.screening):
            return Next.RENEW
        if unexplained(self.screening):
            return Next.EXPLAIN
        if self.consent is None:
            return Next.CONSENT
        if self.course is None:
            return Next.PRESCRIBE
        if self.course.next_due is None:
            return Next.DONE
        return Next.WAIT if self.course.next_due > self.today else Next.VISIT


def standing(store: Store, patient: PatientRow, today: date) -> Standing:
    """Where `patient` stands today."""
    newest = store.prescription(patient.alias)
    versions = [
        each for each in store.prescriptions(patient.alias) if newest is not None and each.id == newest.id
    ]
    done = store.done_visits(patient.alias)
    return Standing(
        patient=patient,
        today=today,
        screening=store.screening(patient.alias),
        consent=store.consent(patient.alias),
        versions=tuple(versions),
        done=tuple(reversed(done)),
        flags=store.open_flags(patient.alias),
        course=course_of(versions, done, today),
    )


def course_of(versions: Sequence[Prescription], done: Sequence[DoneVisit], today: date) -> Course | None:
    """How far the last of `versions` was followed. A changed prescription goes on where the first began."""
    if not versions:
        return None
    return course(versions[-1], done, today, versions)


def blocking(screening: Screening) -> list[Condition]:
    """Findings with which nobody may start."""
    return [finding for finding in screening.present if finding in HARD_BLOCKS]


def unexplained(screening: Screening) -> list[Condition]:
    """Findings that need a clinician's reason and have none."""
    return [
        finding
        for finding in screening.present
        if finding not in HARD_BLOCKS and not screening.reasons.get(finding, "").strip()
    ]


def valid_until(screening: Screening) -> date:
    """The last day on which a visit may start with this screening."""
    return date.fromisoformat(screening.signed_on) + timedelta(days=SCREENING_DAYS)
