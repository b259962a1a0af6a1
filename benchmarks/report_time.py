"""How long a report takes in a process that is warm, as the console is, and as a command of its own."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import Result

TITLE = "Report of a 22-minute visit as PDF, gathered and set, against Chromium printing the same page."
RUNS = 15
SESSION = "20260302-1000-ab12"


def measure() -> Result:
    """A rehearsed visit; ours and each of its parts, then the command, then the peer with its browser running."""
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records.db"
        _make(records)
        parts = _parts(records)
        command_ms = _command(records, Path(folder) / "visit.pdf")
        peer_ms = _printed(records, Path(folder) / "visit.html")
    return Result(
        ours=parts.pop("all_ms"),
        peer=peer_ms,
        unit="ms (median)",
        peer_name="Chromium, already running, printing the HTML report",
        details={**parts, "command_ms": command_ms, "runs": str(RUNS)},
    )


def _make(records: Path) -> None:
    from datetime import datetime

    from clinician_console.demo import demo_visit
    from environments.catalogue import load
    from environments.panel import Pointing
    from environments.stage.headset.rehearsal import rehearse
    from environments.stage.headset.simulated import SimulatedHeadset
    from protocols import catalogue
    from therapy.adaptation.therapist_rule import TherapistRule
    from therapy.events import Ending
    from therapy.records import Recorder
    from therapy.session import Session
    from therapy.twin.patients import Patient
    from therapy.twin.traits import Kind

    began = datetime.fromisoformat("2026-03-02T10:00:00+01:00")
    briefing = demo_visit(
        catalogue.load("graded-heights"), began, session_id=SESSION, seed=3, minutes=25,
        headset="simulated", compressed=True, assets={},
    ).briefing  # fmt: skip
    environment = load(briefing.protocol.environment)
    pointing, patient = Pointing(), Patient(Kind.IMPROVES, briefing.seed)
    headset = SimulatedHeadset(
        patient, pointing, environment.intensity, environment.spec.gentlest(), briefing.seed
    )
    recorder = Recorder(records, briefing)
    rehearse(
        Session(briefing, environment), headset, pointing, TherapistRule(),
        watch=lambda ticked: recorder.tick(ticked.tick, ticked.counts, ticked.inputs, ticked.outputs),
    )  # fmt: skip
    recorder.close(Ending.COMPLETED)


def _parts(records: Path) -> dict[str, float]:
    """Milliseconds of each part, the median of the runs, the first of which only warms up."""
    from clinician_console.reports.gather import visit_report
    from clinician_console.reports.pdf import pdf
    from clinician_console.reports.write import as_csv, as_html, sheet
    from therapy.records import Store

    with Store.open(records, read_only=True) as store:
        stored = store.session(SESSION)
        report = visit_report(store, SESSION)
        told = sheet(report)
        work: dict[str, Callable[[], object]] = {
            "record_merely_read_ms": lambda: [entry.body for entry in stored.entries()],
            "gather_ms": lambda: visit_report(store, SESSION),
            "words_and_chart_ms": lambda: sheet(report),
            "typst_ms": lambda: pdf(told),
            "html_ms": lambda: as_html(report),
            "csv_ms": lambda: as_csv(report),
            "all_ms": lambda: pdf(sheet(visit_report(store, SESSION))),
        }
        return {name: _median_ms(run) for name, run in work.items()}


def _command(records: Path, out: Path) -> float:
    """The command from its start to its end, with the start of Python."""
    program = [sys.executable, "-m", "clinician_console.launch", "report", "last", "--out", str(out)]
    return _median_ms(
        lambda: subprocess.run([*program, "--data", str(records.parent)], check=True, capture_output=True), 5
    )


def _printed(records: Path, page: Path) -> float:
    from playwright.sync_api import sync_playwright

    from benchmarks.browser import chromium
    from clinician_console.reports.gather import visit_report
    from clinician_console.reports.write import write
    from therapy.records import Store

    with Store.open(records, read_only=True) as store:
        write(visit_report(store, SESSION), page)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        opened = browser.new_page()

        def print_it() -> None:
            opened.goto(page.as_uri())
            opened.pdf(prefer_css_page_size=True, tagged=True)

        took_ms = _median_ms(print_it)
        browser.close()
    return took_ms


def _median_ms(run: Callable[[], object], runs: int = RUNS) -> float:
    took = []
    for _ in range(runs + 1):
        began_s = time.perf_counter()
        run()
        took.append((time.perf_counter() - began_s) * 1e3)
    return statistics.median(took[1:])
