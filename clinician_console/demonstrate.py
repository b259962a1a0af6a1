"""The demo from beginning to end: prepare, open the console, let the visit happen, tell what came of it."""

import time

from rich.console import Console

from clinician_console.admission import asset_hashes
from clinician_console.conduct import Conduct, new_session_id
from clinician_console.data_folder import DataFolder
from clinician_console.demo import DemoVisit, demo_visit
from clinician_console.names import HEADSETS, PATIENTS
from clinician_console.reception import opened, prepare, receive, tell
from protocols import catalogue
from therapy.clock import now
from therapy.errors import StepladderError
from therapy.records import Store
from therapy.translation import translate
from therapy.words import N_

WATCHED_SPEED = 8.0
"""Session time over the clock's with the console open: fast enough to see a whole visit, slow enough to steer it."""


def demonstrate(
    console: Console,
    data: DataFolder,
    *,
    once: bool,
    patient: str,
    protocol_id: str,
    minutes: float,
    headset: str,
    compressed: bool | None,
    show: bool | None,
    speech: bool,
    seed: int,
    port: int,
    browser: bool | None,
) -> bool:
    """True if the visit ended in order and is on record. Unless `once`, the console stays open until Ctrl-C."""
    began_s = time.monotonic()
    simulated = headset == "simulated"
    speed = None if once or compressed else WATCHED_SPEED
    compressed = simulated if compressed is None else compressed
    if compressed and not simulated:
        raise StepladderError(
            N_("Time cannot be compressed with the {headset} headset: a person is in it."),
            N_("Leave out {option}."),
            headset=headset,
            option="--compressed",
        )
    protocol = catalogue.load(protocol_id)
    prepare(console, data)
    started = now()
    visit = demo_visit(
        protocol,
        started,
        session_id=new_session_id(started.isoformat()),
        seed=seed,
        minutes=minutes,
        headset=headset,
        compressed=compressed,
        assets=asset_hashes(data, protocol.environment),
    )
    _admit(data, visit, practice=simulated)
    words = N_("{plan}: a visit of {minutes:g} minutes, {who}. {key} ends it in the safe room.")
    who = PATIENTS.get(patient, patient) if simulated else HEADSETS.get(headset, headset)
    told = translate(words, plan=protocol.title, minutes=minutes, who=who, key="Ctrl-C")
    console.print(told, highlight=False)
    desk = None if once else opened(console, data, port, browser, "/live")
    try:
        conduct = Conduct(console, data, visit.briefing, desk)
        in_order = conduct.run(
            patient=patient if simulated else None,
            window=show,
            wait=not once,
            speed=speed if compressed else None,
            speech=speech,
        )
        tell(console, data, visit.briefing, time.monotonic() - began_s)
        if desk is not None and not conduct.closed_by_hand:
            receive(console, data, desk, show, speech)
    finally:
        if desk is not None:
            desk.close()
            data.tidy("console")
    return in_order


def _admit(data: DataFolder, visit: DemoVisit, *, practice: bool) -> None:
    """The demo's patient as the console would have admitted one: forms signed, a course prescribed."""
    briefing = visit.briefing
    assert briefing.screening is not None
    assert briefing.consent is not None
    with Store.open(data.records) as store:
        if store.patient(briefing.alias) is None:
            store.add_patient(briefing.alias, practice=practice)
            store.sign_screening(briefing.alias, briefing.screening)
            store.sign_consent(briefing.alias, briefing.consent)
            for earlier in visit.earlier:
                store.report_earlier(briefing.alias, earlier)
        store.prescribe(briefing.alias, briefing.prescription)
