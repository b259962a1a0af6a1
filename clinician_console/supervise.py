"""Watches the frame loop from outside: no patient is left in a picture that has stopped.

A stage that has not beaten for `PATIENCE_S` is killed, so that exposure is over within half a second of its
last frame; one that died by itself is noticed at the next look. In both cases a stage that knows only the
safe room takes over. It was started beforehand and waits with everything imported: starting takes seconds.
"""

import contextlib
import enum
import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from clinician_console.starved import Queue
from environments.stage.heartbeat import Beat, Pulse, State

PATIENCE_S = 0.4
"""Host time without a beat while exposure may be on the display. The loop beats twice a frame."""
PATIENCE_UNEXPOSED_S = 2.0
"""The same in the safe room, where a frozen picture frightens nobody and ending the stage costs a visit."""
PATIENCE_BUSY_S = 2.0
"""The same in the exposure of a simulated patient, as long as it is other programs that keep the stage from running:
nobody is left in a picture that has stopped, and a busy machine need not end a practice visit."""
START_WITHIN_S = 60.0
"""Host time from start to first beat, after which starting counts as failed."""
LEAVE_WITHIN_S = 10.0
"""Host time to end in order once asked to."""
LOOK_EVERY_S = 0.005
SAFE_ROOM_ATTEMPTS = 3

VISIT = (sys.executable, "-m", "environments.stage.run_visit")
SAFE_ROOM = (sys.executable, "-m", "environments.stage.run_safe_room")


class Cause(enum.StrEnum):
    """Why a stage had to be replaced."""

    HUNG = "hung"
    """No beat in time; killed."""
    DIED = "died"
    """Ended by a signal: a crash in a driver, or killed from outside."""
    FAILED = "failed"
    """Ended by itself with an error."""


class Fault(NamedTuple):
    """What happened to a stage."""

    cause: Cause
    detail: str
    """Name of the signal, exit status, or seconds without a beat, as shown."""
    started: bool
    """Whether the frame loop had begun to beat."""
    exposed: bool
    """Whether exposure may have been on the display."""
    seconds: float
    """Host time from the last beat to the process being gone."""


class Ended(NamedTuple):
    """The stage ended in order."""


class SafeRoomUp(NamedTuple):
    """The safe-room stage drew its first frame."""

    seconds: float
    """Host time since the other stage was gone."""


News = dict[str, Any] | Fault | Ended | SafeRoomUp


class Patience:
    """Says when a beat is overdue. Knows time only from what it is told."""

    def __init__(self) -> None:
        self._frames = 0
        self._since_s = 0.0

    def silent_s(self, beat: Beat, now_s: float) -> float:
        """Seconds since the frame count last moved; 0 unless the stage is to be beating."""
        if beat.frames != self._frames or beat.state is not State.BEATING:
            self._frames = beat.frames
            self._since_s = now_s
        return now_s - self._since_s

    def is_over(self, beat: Beat, now_s: float) -> bool:
        """Whether this stage must be ended."""
        return self.silent_s(beat, now_s) > (PATIENCE_S if beat.exposed else PATIENCE_UNEXPOSED_S)


class _Excuse:
    """Whether a silent stage is kept from running by other programs, looked at a fifth of a second at a time."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._queue: Queue | None = None
        self._since_s = 0.0
        self._holds = False

    def holds(self, silent_s: float, now_s: float) -> bool:
        """Whether the last look found it waiting for a processor at least half of the time."""
        if silent_s < PATIENCE_S / 2 or silent_s > PATIENCE_BUSY_S:
            self._queue, self._holds = None, False
        elif self._queue is None:
            self._queue, self._since_s = Queue(self._pid), now_s
        elif now_s - self._since_s >= PATIENCE_S / 2 - LOOK_EVERY_S:
            self._holds = self._queue.waited_s() >= (now_s - self._since_s) / 2
            self._queue, self._since_s = Queue(self._pid), now_s
        return self._holds


class Stage:
    """One stage process: its beat, the lines it says, the lines it is told."""

    def __init__(self, command: Sequence[str], job: dict[str, Any], beat: Path, log: Path) -> None:
        self.pulse = Pulse(beat)
        self._log = log.open("ab")
        # A session of its own: Ctrl-C in the terminal reaches the launcher, which ends the stage in order.
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=sys.platform != "win32",
        )
        self.tell(json.dumps(job | {"heartbeat": str(beat)}))

    def tell(self, line: str) -> None:
        """One line on its standard input; a stage that is gone hears nothing."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
        except (OSError, ValueError):  # gone, or its input was closed
            return

    def lines(self) -> IO[bytes]:
        """What it says."""
        assert self.process.stdout is not None
        return self.process.stdout

    def kill(self) -> None:
        """End it now, whatever it is doing (even stopped by a signal), and wait until it is gone."""
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """Ask it to end in order; kill it if it does not."""
        self.tell("close")
        try:
            self.process.wait(LEAVE_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def let_go(self) -> None:
        """Close everything that led to it, once it has ended."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._log.close()
        self.pulse.close()


class Supervisor:
    """Runs one visit's stage and, should it fail, the safe room. What happens comes out of `news`, in order.

    `folder` takes the beats and what the stages print. Each command gets its job as its first line of input.
    """

    def __init__(
        self,
        visit: dict[str, Any],
        safe_room: dict[str, Any],
        folder: Path,
        visit_command: Sequence[str] = VISIT,
        safe_room_command: Sequence[str] = SAFE_ROOM,
    ) -> None:
        self._visit_job, self._safe_room_job = visit, safe_room
        self._practice = visit.get("patient") is not None
        self._folder = folder
        self._visit_command, self._safe_room_command = visit_command, safe_room_command
        self.news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self.closing = False
        """Somebody asked to close."""
        self._closing = threading.Event()
        self._visit: Stage | None = None
        self._spare: Stage | None = None
        self._listeners: list[threading.Thread] = []
        self._watcher = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    @property
    def stage_pid(self) -> int:
        """Process id of the visit's stage."""
        assert self._visit is not None
        return self._visit.process.pid

    @property
    def running(self) -> bool:
        """Whether the visit's stage is still there."""
        return self._visit is not None and self._visit.process.poll() is None

    @property
    def beat(self) -> Beat:
        """What the visit's stage last wrote."""
        assert self._visit is not None
        return self._visit.pulse.read()

    def start(self) -> None:
        """Start the stage and begin to watch it."""
        self._visit = self._open(self._visit_command, self._visit_job, "stage")
        self._hear(self._listen, self._visit)
        self._watcher.start()

    def ask_to_close(self) -> None:
        """The visit is to be stopped and brought to its end in order; a safe room that stands in may close."""
        self.closing = True
        if self._visit is not None:
            self._visit.tell("close")

    def close(self) -> None:
        """End whatever still runs, in order if it can."""
        if self._visit is not None:
            self._visit.end()
        self._closing.set()
        self._watcher.join()
        if self._spare is not None:
            self._spare.end()
        for listener in self._listeners:
            listener.join()
        for stage in (self._visit, self._spare):
            if stage is not None:
                stage.let_go()

    def _open(self, command: Sequence[str], job: dict[str, Any], name: str) -> Stage:
        return Stage(command, job, self._folder / f"{name}.beat", self._folder / f"{name}.log")

    def _open_spare(self) -> Stage:
        spare = self._open(self._safe_room_command, self._safe_room_job, "safe_room")
        self._hear(self._drain, spare)
        return spare

    def _hear(self, listen: Callable[[Stage], None], stage: Stage) -> None:
        listener = threading.Thread(target=listen, args=(stage,), name="listener", daemon=True)
        self._listeners.append(listener)
        listener.start()

    def _listen(self, stage: Stage) -> None:
        for line in stage.lines():
            try:
                self.news.put(json.loads(line))
            except ValueError:
                continue  # not ours: a driver printing on standard output

    def _drain(self, stage: Stage) -> None:
        for _ in stage.lines():
            pass

    def _watch(self) -> None:
        assert self._visit is not None
        fault = self._until_over(self._visit)
        if fault is None:
            self.news.put(Ended())
            return
        gone_s = time.monotonic()
        self.news.put(fault)
        if fault.started and self._show_safe_room():
            self.news.put(SafeRoomUp(time.monotonic() - gone_s))

    def _show_safe_room(self) -> bool:
        """Bring the spare to the front; True once it has drawn."""
        for _ in range(SAFE_ROOM_ATTEMPTS):
            if self._spare is None:
                self._spare = self._open_spare()
            self._spare.tell("show")
            while self._spare.process.poll() is None:
                if self._spare.pulse.read().frames:
                    return True
                if self._closing.wait(LOOK_EVERY_S):
                    return False
            self._spare.let_go()
            self._spare = None
        return False

    def _until_over(self, stage: Stage) -> Fault | None:
        """Look until the stage has ended; a Fault unless it ended in order."""
        patience, excuse = Patience(), _Excuse(stage.process.pid)
        began_s = last_look_s = time.monotonic()
        while True:
            status = stage.process.poll()
            beat, now_s = stage.pulse.read(), time.monotonic()
            silent_s = patience.silent_s(beat, now_s)
            if status is not None:
                if status == 0:
                    return None
                return _died(status, beat, silent_s)
            if beat.state is State.BEATING and self._spare is None:
                self._spare = self._open_spare()
            # If this process was held up itself, the stage gets one more look before it is judged.
            held_up = now_s - last_look_s > PATIENCE_S / 2
            last_look_s = now_s
            starting_too_long = beat.state is State.STARTING and now_s - began_s > START_WITHIN_S
            excused = self._practice and excuse.holds(silent_s, now_s)
            if (patience.is_over(beat, now_s) and not held_up and not excused) or starting_too_long:
                stage.kill()
                gone_s = silent_s + time.monotonic() - now_s
                return Fault(Cause.HUNG, f"{silent_s:.2f} s", beat.frames > 0, beat.exposed, gone_s)
            time.sleep(LOOK_EVERY_S)


def _died(status: int, beat: Beat, silent_s: float) -> Fault:
    started = beat.frames > 0
    if status < 0:
        return Fault(Cause.DIED, signal.Signals(-status).name, started, beat.exposed, silent_s)
    return Fault(Cause.FAILED, str(status), started, beat.exposed, silent_s)
