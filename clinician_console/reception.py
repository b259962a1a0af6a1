"""Keeps the console open and lets one visit after another happen, as the therapist asks for them there."""

import queue
import shlex
import time
import webbrowser
from datetime import date

from rich.console import Console

from clinician_console.admission import asset_hashes
from clinician_console.conduct import Conduct, told_by
from clinician_console.data_folder import DataFolder
from clinician_console.desk import Desk
from clinician_console.summary import show_adherence, show_story
from environments import catalogue
from environments.stage.bootstrap import has_display
from therapy.briefing import Briefing
from therapy.course import course
from therapy.records import Store, repair
from therapy.translation import locale_in_use, translate
from therapy.words import N_

PORT = 8710
LOOPBACK = "127.0.0.1"


def prepare(console: Console, data: DataFolder) -> None:
    """A data folder that can be used: records opened and mended, environments built."""
    data.create()
    for finding in repair(data.records):
        console.print(translate(finding.sentence, **finding.inputs), style="yellow")
    Store.open(data.records).close()
    with console.status(translate(N_("Building the environments (the first time a few seconds)"))):
        for environment in catalogue.ids():
            asset_hashes(data, environment)


def opened(console: Console, data: DataFolder, port: int, browser: bool | None, page: str) -> Desk:
    """The console, running, and shown at `page` where there is a browser. StepladderError where it does not start."""
    log = data.running("console") / "console.log"
    desk = Desk({"data": str(data.path), "host": LOOPBACK, "port": port, "locale": locale_in_use()}, log)
    desk.start()
    address = f"{desk.address}&to={page}"
    console.print(translate(N_("The therapist's console is open at {address}"), address=address),
                  highlight=False, soft_wrap=True)  # fmt: skip
    if has_display() if browser is None else browser:
        webbrowser.open(address)
    return desk


def receive(console: Console, data: DataFolder, desk: Desk, show: bool | None, speech: bool) -> None:
    """Conduct what the therapist asks for until Ctrl-C."""
    console.print(translate(N_("It stays open until you press {key}."), key="Ctrl-C"), highlight=False)
    try:
        while True:
            try:
                asked = desk.requests.get(timeout=0.5)
            except queue.Empty:
                continue
            briefing = Briefing.model_validate(asked["briefing"])
            conduct = Conduct(console, data, briefing, desk)
            began_s = time.monotonic()
            conduct.run(patient=asked["patient"], window=show, wait=True, speed=asked["speed"], speech=speech)
            tell(console, data, briefing, time.monotonic() - began_s)
            if conduct.closed_by_hand:
                return
    except KeyboardInterrupt:
        console.print()


def tell(console: Console, data: DataFolder, briefing: Briefing, seconds: float) -> None:
    """What came of a visit, and where its record is."""
    with Store.open(data.records, read_only=True) as store:
        stored = next((row for row in store.sessions() if row.id == briefing.session_id), None)
        if stored is None:
            return
        show_story(console, told_by(store.session(briefing.session_id)))
        done = store.done_visits(briefing.alias)
        versions = store.prescriptions(briefing.alias)
    today = date.fromisoformat(briefing.today)
    show_adherence(console, course(briefing.prescription, done, today, versions), today)
    words = N_("The record is visit {session} in {file}. All this took {seconds:.0f} s.")
    told = translate(words, file=str(data.records), session=briefing.session_id, seconds=seconds)
    console.print(told, highlight=False, soft_wrap=True)
    where = "" if data.path == DataFolder().path else f" --data {shlex.quote(str(data.path))}"
    for words, command in (
        (N_("Prove it with: {command}"), f"stepladder replay {briefing.session_id} --verify{where}"),
        (N_("Its report: {command}"), f"stepladder report {briefing.session_id} --out report.pdf{where}"),
    ):
        console.print(translate(words, command=command), highlight=False, soft_wrap=True)
