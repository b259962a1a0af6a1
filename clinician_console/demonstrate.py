"""The demo from beginning to end: prepare, let the visit happen, tell what came of it."""

import shlex
import signal
import time
from datetime import date

from rich.console import Console

from clinician_console.admission import asset_hashes
from clinician_console.conduct import Conduct, new_session_id, told_by
from clinician_console.data_folder import DataFolder
from clinician_console.demo import DemoVisit, demo_visit
from clinician_console.names import HEADSETS, PATIENTS
from clinician_console.summary import show_adherence, show_story
from protocols import catalogue
from therapy.clock import now
from therapy.course import course
from therapy.errors import StepladderError
from therapy.records import Store, repair
from therapy.translation import translate
from therapy.words import N_


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
    seed: int,
) -> bool:
    """True if the visit ended in order and is on record."""
    began_s = time.monotonic()
    simulated = headset == "simulated"
    compressed = simulated if compressed is None else compressed
    if compressed and not simulated:
        raise StepladderError(
            N_("Time cannot be compressed with the {headset} headset: a person is in it."),
            N_("Leave out {option}."),
            headset=headset,
            option="--compressed",
        )
    protocol = catalogue.load(protocol_id)
    data.create()
    for finding in repair(data.records):
        console.print(translate(finding.sentence, **finding.inputs), style="yellow")
    assets = _assets(console, data, protocol.environment)
    started = now()
    visit = demo_visit(
        protocol,
        started,
        session_id=new_session_id(started.isoformat()),
        seed=seed,
        minutes=minutes,
        headset=headset,
        compressed=compressed,
        assets=assets,
    )
    with Store.open(data.records) as store:
        if store.patient(visit.briefing.alias) is None:
            store.add_patient(visit.briefing.alias, practice=simulated)
        store.prescribe(visit.briefing.alias, visit.briefing.prescription)
    words = N_("{plan}: a visit of {minutes:g} minutes, {who}. {key} ends it in the safe room.")
    who = PATIENTS.get(patient, patient) if simulated else HEADSETS.get(headset, headset)
    told = translate(words, plan=protocol.title, minutes=minutes, who=who, key="Ctrl-C")
    console.print(told, highlight=False)
    conduct = Conduct(console, data, visit.briefing)
    in_order = conduct.run(patient=patient if simulated else None, window=show, wait=not once)
    _tell(console, data, visit, began_s)
    if not once and in_order and not conduct.closed_by_hand:
        _wait(console)
    return in_order


def _assets(console: Console, data: DataFolder, environment: str) -> dict[str, str]:
    """Hashes of every file that will be shown; builds what is not there yet."""
    with console.status(translate(N_("Building the environments (the first time a few seconds)"))):
        return asset_hashes(data, environment)


def _tell(console: Console, data: DataFolder, visit: DemoVisit, began_s: float) -> None:
    briefing = visit.briefing
    with Store.open(data.records, read_only=True) as store:
        stored = next((row for row in store.sessions() if row.id == briefing.session_id), None)
        if stored is None:
            return
        show_story(console, told_by(store.session(briefing.session_id)))
        done = store.done_visits(briefing.alias)
    today = date.fromisoformat(briefing.today)
    show_adherence(console, course(briefing.prescription, [*visit.earlier, *done], today), today)
    words = N_("The record is visit {session} in {file}. All this took {seconds:.0f} s.")
    seconds = time.monotonic() - began_s
    told = translate(words, file=str(data.records), session=briefing.session_id, seconds=seconds)
    console.print(told, highlight=False, soft_wrap=True)
    command = f"stepladder replay {briefing.session_id} --verify"
    if data.path != DataFolder().path:
        command += f" --data {shlex.quote(str(data.path))}"
    console.print(translate(N_("Prove it with: {command}"), command=command), highlight=False, soft_wrap=True)


def _wait(console: Console) -> None:
    """Stay until Ctrl-C."""
    console.print(translate(N_("The demo stays open until you press {key}."), key="Ctrl-C"))
    try:
        signal.pause() if hasattr(signal, "pause") else time.sleep(1e9)
    except KeyboardInterrupt:
        console.print()
