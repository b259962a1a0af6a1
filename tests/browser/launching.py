"""The whole program as a clinic runs it: `stepladder console`, its address read from what it prints."""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from clinician_console.data_folder import DataFolder

ROOT: Final = Path(__file__).parents[2]
SETTLED_MS: Final = 60_000
"""How long this machine may take for what a visit does by itself."""


@dataclass
class Launcher:
    """The launcher's process, and where its console is."""

    data: DataFolder
    entrance: str
    """The address it printed, with the key."""

    @property
    def address(self) -> str:
        """The console without the key."""
        return self.entrance.partition("/enter")[0]

    def enter(self, page: Page, who: str = "Anna") -> None:
        """Go in with the printed address, and say who it is."""
        page.goto(self.entrance)
        page.get_by_label("Your name or initials").fill(who)
        page.get_by_role("button", name="That is me").click()
        expect(page.get_by_text(f"You are {who}")).to_be_visible()

    def start_visit(self, page: Page, alias: str, *, pace: str = "Eight times as fast") -> None:
        """From the patient's page to the live page, by the buttons that are there."""
        page.goto(f"{self.address}/patients/{alias}/visit")
        page.get_by_label(pace).check()
        page.get_by_role("button", name="Start the visit").click()
        page.wait_for_url("**/live", timeout=SETTLED_MS)
        expect(page.get_by_role("heading", level=1)).to_have_text(alias, timeout=SETTLED_MS)


@contextlib.contextmanager
def launched(data: DataFolder) -> Iterator[Launcher]:
    """The launcher over this data folder, until the test is over."""
    hidden = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    program = [sys.executable, "-m", "clinician_console.launch", "console", "--no-open", "--port", "0"]
    with subprocess.Popen(
        [*program, "--data", str(data.path)], cwd=ROOT, env=hidden, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            printed = next(found for line in process.stdout if (found := re.search(r"http://\S+", line)))
            yield Launcher(data, printed.group())
        finally:
            process.terminate()
            process.stdout.read()  # until it has ended: a full pipe would hold it up
            process.wait(30)
