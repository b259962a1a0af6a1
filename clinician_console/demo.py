"""The demo's patient: who they are, what was prescribed, and the visits they have behind them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from therapy.briefing import Briefing, Consent, Screening
from therapy.course import WEEK_DAYS, DoneVisit, history
from therapy.events import Ending
from therapy.prescription import Adaptation, Mode, Prescription
from therapy.protocol import Protocol, Purpose

EARLIER_MIN = (5.0, 8.0, 11.0, 14.0, 17.0, 20.0, 23.0)
"""Minutes of the earlier visits: five the first time and three more each time, as rule 7 has it."""
VISITS, VISITS_A_WEEK = 12, 2
CLINICIAN = "demo"


@dataclass(frozen=True)
class DemoVisit:
    """All that one demo visit starts from."""

    briefing: Briefing
    earlier: tuple[DoneVisit, ...]
    """Visits this patient is said to have made before; they are in no record."""


def demo_visit(
    protocol: Protocol,
    now: datetime,
    *,
    session_id: str,
    seed: int,
    minutes: float,
    headset: str,
    compressed: bool,
    assets: dict[str, str],
) -> DemoVisit:
    """A simulated person's eighth visit of twelve, on the day on which it is due. `now` has an offset."""
    prescribed = now - timedelta(days=((len(EARLIER_MIN) + 1) * WEEK_DAYS) // VISITS_A_WEEK)
    prescription = Prescription(
        id="demo",
        protocol_id=protocol.id,
        mode=Mode.HOME if protocol.home else Mode.SUPERVISED,
        visits=VISITS,
        visits_a_week=VISITS_A_WEEK,
        minutes=minutes,
        adaptation=Adaptation.ACT,
        prescribed_by=CLINICIAN,
        prescribed_on=prescribed.date().isoformat(),
    )
    earlier = tuple(
        DoneVisit(
            session_id=f"demo-before-{number}",
            started_at=(prescribed + timedelta(days=((number + 1) * WEEK_DAYS) // VISITS_A_WEEK)).isoformat(),
            protocol_id=protocol.id,
            minutes=min(minutes_then, minutes),
            completed=True,
            ending=Ending.COMPLETED,
            exposure=protocol.purpose is Purpose.EXPOSURE,
        )
        for number, minutes_then in enumerate(EARLIER_MIN)
    )
    signed_on = prescribed.date().isoformat()
    briefing = Briefing(
        session_id=session_id,
        alias=f"demo-{session_id[-4:]}",
        started_at=now.isoformat(),
        today=now.date().isoformat(),
        seed=seed,
        protocol=protocol,
        prescription=prescription,
        screening=Screening(signed_by=CLINICIAN, signed_on=signed_on),
        consent=Consent(signed_by="demo patient", signed_on=signed_on),
        history=history(prescription, earlier, now),
        headset=headset,
        compressed_time=compressed,
        assets=assets,
    )
    return DemoVisit(briefing, earlier)
