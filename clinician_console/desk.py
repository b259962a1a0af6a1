"""The therapist's console as the launcher sees it: a process that is told what happens and asks for visits.

Should it die, it is started again at the same address and told again what it has to know: the session does not
depend on it, and the therapist's page finds its way back.
"""

import contextlib
import json
import queue
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Final

from therapy.errors import StepladderError
from therapy.words import N_

COMMAND: Final = (sys.executable, "-m", "clinician_console.serve")
UP_WITHIN_S: Final = 60.0
LEAVE_WITHIN_S: Final = 5.0
QUICK_DEATH_S: Final = 2.0
"""A console that dies sooner after its start would die again; it is given a moment."""

Line = dict[str, Any]


class Desk:
    """One console, at one address, for as long as the launcher runs."""

    def __init__(self, job: Line, log: Path, command: Sequence[str] = COMMAND) -> None:
        self._job = job | {"key": secrets.token_urlsafe(24)}
        self._log = log
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._telling = threading.Lock()
        self._visit: list[Line] = []
        """What a console that starts now has to know of the visit that runs, or ran last."""
        self._up: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="desk", daemon=True)
        self.requests: queue.SimpleQueue[Line] = queue.SimpleQueue()
        """Visits that the therapist wants to begin."""
        self.asked_to_close: Callable[[], None] = lambda: None
        """Called, in a thread of the desk's, when the therapist ends the visit from outside."""

    @property
    def address(self) -> str:
        """Where a browser opens it, with the key; the key is in no other place."""
        return f"{self.place}/enter?key={self._job['key']}"

    @property
    def place(self) -> str:
        """Where it is, without the key."""
        return f"http://{self._job['host']}:{self._job['port']}"

    @property
    def pid(self) -> int:
        """Process id of the console."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it can be opened. StepladderError where it does not come up."""
        self._watcher.start()
        try:
            came_up = self._up.get(timeout=UP_WITHIN_S)
        except queue.Empty:
            came_up = False
        if not came_up:
            self.close()
            raise StepladderError(
                N_("The therapist's console did not start."),
                N_("What it said last is in {file}."),
                file=str(self._log),
            )

    def tell(self, kind: str, **what: Any) -> None:
        """One line. A console that is gone will hear it when it is back."""
        line = {"kind": kind, **what}
        with self._telling:
            self._visit = [line] if kind == "starting" else [*self._visit, line]
            self._send([line])

    def close(self) -> None:
        """End it, in order if it can."""
        self._closing.set()
        with self._telling:
            process = self._process
        if process is not None:
            self._let_go(process)
            try:
                process.wait(LEAVE_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
        self._watcher.join(LEAVE_WITHIN_S)

    def _watch(self) -> None:
        while not self._closing.is_set():
            began_s = time.monotonic()
            with self._log.open("ab") as log:
                process = self._open(log)
                assert process.stdout is not None
                self._listen(process.stdout)
                process.wait()
                process.stdout.close()
                self._let_go(process)
            if self._job["port"] == 0:
                self._up.put(False)  # it never came up
                return
            if time.monotonic() - began_s < QUICK_DEATH_S:
                self._closing.wait(QUICK_DEATH_S)

    def _open(self, log: IO[bytes]) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=sys.platform != "win32",
        )
        with self._telling:
            self._process = process
            self._send([self._job, *self._visit])
        if self._closing.is_set():  # asked to end while it was on its way
            self._let_go(process)
        return process

    def _let_go(self, process: "subprocess.Popen[bytes]") -> None:
        """Close the way in; a console that lives ends with it."""
        assert process.stdin is not None
        with self._telling, contextlib.suppress(OSError):
            process.stdin.close()

    def _send(self, lines: Sequence[Line]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
            self._process.stdin.flush()
        except (OSError, ValueError):  # gone: the next one is told
            return

    def _listen(self, lines: IO[bytes]) -> None:
        for said in lines:
            try:
                line: Line = json.loads(said)
            except ValueError:
                continue  # a library printing on standard output
            match line.get("kind"):
                case "up":
                    self._job["port"] = line["port"]
                    self._up.put(True)
                case "start":
                    self.requests.put(line)
                case "close":
                    self.asked_to_close()
