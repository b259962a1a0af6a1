"""Visits for tests of the launching code: a briefing, and a supervised run of it on the real stage."""

import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from clinician_console.data_folder import DataFolder
from clinician_console.demo import demo_visit
from clinician_console.supervise import Supervisor
from protocols import catalogue
from therapy.briefing import Briefing

N = TypeVar("N")

WHEN = datetime.fromisoformat("2026-03-02T10:00:00+01:00")


def briefing(session_id: str = "test-visit", *, minutes: float = 25, seed: int = 7) -> Briefing:
    """The demo's visit, its time compressed."""
    return demo_visit(
        catalogue.load("graded-heights"),
        WHEN,
        session_id=session_id,
        seed=seed,
        minutes=minutes,
        headset="simulated",
        compressed=True,
        assets={},
    ).briefing


def supervised(folder: Path, of: Briefing, **job: Any) -> Supervisor:
    """A supervisor over a real stage without a window; not yet started."""
    common = {"data": str(DataFolder(folder).environments), "window": False}
    visit = common | {"briefing": of.model_dump(mode="json"), "record": str(folder / "records.db")}
    return Supervisor(visit | job, common, folder)


def until_inside(supervisor: Supervisor) -> None:
    """Wait until the patient may be seeing exposure."""
    while supervisor.running:
        if supervisor.beat.exposed:
            return
        time.sleep(0.01)
    raise AssertionError(f"the visit ended before the exposure: {supervisor.news.get()}")


def until(supervisor: Supervisor, kind: type[N]) -> N:
    """Wait for the first news of this kind."""
    while True:
        news = supervisor.news.get(timeout=120)
        if isinstance(news, kind):
            return news


def stepladder(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command line as a person does, without a display."""
    hidden = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    program = [sys.executable, "-m", "clinician_console.launch", *arguments]
    root = Path(__file__).parents[2]
    return subprocess.run(
        program, capture_output=True, text=True, env=hidden, cwd=root, timeout=300, check=False
    )
