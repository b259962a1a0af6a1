"""Patients in every place they can stand, for the pages that show them."""

from datetime import date, timedelta
from typing import Final

from therapy.briefing import Condition, Consent, Screening
from therapy.course import DoneVisit
from therapy.events import Ending
from therapy.prescription import Adaptation, Mode, Prescription
from therapy.records import Store

TODAY: Final = date.today()


def day(ago: int) -> str:
    """A day, so many days before today."""
    return (TODAY - timedelta(days=ago)).isoformat()


def screening(ago: int = 1, *present: Condition, why: str = "") -> Screening:
    """Signed so many days ago."""
    reasons = dict.fromkeys(present, why) if why else {}
    return Screening(signed_by="Dr Example", signed_on=day(ago), present=present, reasons=reasons)


def prescription(plan: str, alias: str, ago: int = 10, mode: Mode = Mode.SUPERVISED) -> Prescription:
    """A course of six visits, signed so many days ago."""
    return Prescription(
        id=f"p-{alias}",
        protocol_id=plan,
        mode=mode,
        visits=6,
        visits_a_week=2,
        minutes=20,
        adaptation=Adaptation.ADVISE,
        prescribed_by="Dr Example",
        prescribed_on=day(ago),
    )


def fill(store: Store) -> None:
    """One patient in each standing."""
    for alias in ("amber", "birch", "cedar", "dune", "elm", "fern", "gale"):
        store.add_patient(alias, practice=alias in ("elm", "gale"))
    store.sign_screening("birch", screening(1, Condition.EPILEPSY))
    store.sign_screening("cedar", screening(1, Condition.MIGRAINE))
    store.sign_screening("dune", screening(400))
    for alias, plan, mode in (
        ("elm", "graded-heights", Mode.SUPERVISED),
        ("fern", "upper-limb-reach", Mode.SUPERVISED),
        ("gale", "graded-heights", Mode.REMOTE),
    ):
        store.sign_screening(alias, screening(1, Condition.MIGRAINE, why="Mild, and long ago"))
        store.sign_consent(alias, Consent(signed_by=alias, signed_on=day(1)))
        store.prescribe(alias, prescription(plan, alias, mode=mode))
    store.report_earlier("fern", earlier("fern-elsewhere", 5))


def earlier(session_id: str, ago: int) -> DoneVisit:
    """A visit made elsewhere, so many days ago."""
    return DoneVisit(
        session_id=session_id,
        started_at=f"{day(ago)}T10:00:00+00:00",
        protocol_id="upper-limb-reach",
        minutes=12.5,
        completed=True,
        ending=Ending.COMPLETED,
        exposure=False,
        recorded=False,
    )
