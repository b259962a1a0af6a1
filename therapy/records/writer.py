"""The writer thread of one visit: owns its connection, and never lets the frame loop wait for the disk."""

import shutil
import threading
import time
from collections import deque
from pathlib import Path
from typing import Final, NamedTuple

from sqlite_utils import Database

from therapy.briefing import Briefing
from therapy.errors import StepladderError
from therapy.records.batch import Assembler, Batch, Handed, commit
from therapy.records.compaction import compact
from therapy.records.database import connect, explaining
from therapy.records.errors import DiskFullError, RecordBusyError, RecordsError
from therapy.records.rescue import Closing, RescueFile
from therapy.records.sessions import close_session, open_session
from therapy.records.telemetry import TICKS_A_CHUNK
from therapy.words import N_

QUIET_S: Final = 0.25
"""Host time after which the thread looks for a whole second of telemetry when no entry wakes it."""
COMPRESSED_SPACING_S: Final = 0.05
"""Least host time between commits in compressed time, where seconds pass faster than a disk syncs."""
PATIENCE_S: Final = 3.0
"""How long another process may keep the database locked before the visit is told."""
LEAST_FREE_BYTES: Final = 64 * 2**20
"""Room without which a visit does not begin: the longest visit takes less than half of it."""


class Acknowledged(NamedTuple):
    """What is on the disk: the last tick, how many entries, and the highest number of an output."""

    tick: int = -1
    entries: int = 0
    outputs: int = 0


class Writer:
    """Takes ticks off a queue and commits them. All methods but `run` may be called from the frame loop."""

    def __init__(self, path: Path, briefing: Briefing) -> None:
        self.queue: deque[Handed] = deque()
        self.wake = threading.Event()
        self.acknowledged = Acknowledged()
        self.failed: StepladderError | None = None
        self.rescue: Path | None = None
        self.landed = threading.Condition()
        self.began = threading.Event()
        self.flush = False
        self.closing: Closing | None = None
        self._close_asked = threading.Event()
        self._path = path
        self._briefing = briefing
        self._assembler = Assembler(briefing.canonical())
        self._gathered: list[Handed] = []
        self._unwritten: deque[Batch] = deque()
        self._failing_since: float | None = None
        self._rescue_file = RescueFile(path, briefing.session_id)
        self._rescued = 0
        """How many of the unwritten batches are in the rescue file."""

    def close(self, closing: Closing) -> None:
        """Ask the thread to write everything and end."""
        self.closing = closing
        self._close_asked.set()
        self.wake.set()

    def run(self) -> None:
        """The thread's whole life."""
        try:
            with explaining(self._path):
                _check_room(self._path)
                db = connect(self._path)
                try:
                    session = open_session(db, self._briefing)
                except BaseException:
                    db.close()
                    raise
        except Exception as error:
            self.failed = _unexpected(error)
            return
        finally:
            self.began.set()
        try:
            self._write_until_closed(db, session)
        finally:
            db.close()

    def _write_until_closed(self, db: Database, session: int) -> None:
        spacing_s = COMPRESSED_SPACING_S if self._briefing.compressed_time else 0.0
        while self.closing is None:
            self.wake.wait(QUIET_S)
            self.wake.clear()
            try:
                self._gather()
                self._write(db, session)
            except (
                Exception
            ) as error:  # whatever it is, the visit hears of it, and this thread goes on trying
                self._fail(_unexpected(error))
            if spacing_s:
                self._close_asked.wait(spacing_s)
            if self._failing_since is not None:
                self._close_asked.wait(QUIET_S)
        try:
            self._finish(db, session, self.closing)
        except Exception as error:
            self._fail(_unexpected(error))

    def _gather(self) -> None:
        """Take what the frame loop handed over, and make it ready once there is a reason to write it.

        A reason is an entry, somebody who waits, the end, or a whole second of telemetry.
        """
        flush, self.flush = self.flush or self.closing is not None, False
        queue, gathered = self.queue, self._gathered
        for _ in range(len(queue)):
            one = queue.popleft()
            gathered.append(one)
            flush = flush or bool(one.inputs) or bool(one.outputs)
        ready = len(gathered) if flush else len(gathered) // TICKS_A_CHUNK * TICKS_A_CHUNK
        if not ready:
            return
        batch = self._assembler.assemble(gathered[:ready])
        missing = gathered[ready - 1].tick - gathered[0].tick + 1 - ready
        del gathered[:ready]
        last = self._unwritten[-1].last_tick if self._unwritten else self.acknowledged.tick
        if missing or (last >= 0 and batch.first_tick != last + 1):
            self._fail(_ticks_missing(batch))
        self._unwritten.append(batch)

    def _write(self, db: Database, session: int) -> None:
        """Commit what is ready, oldest first. What the disk does not take goes to the rescue file, too."""
        try:
            with explaining(self._path):
                while self._unwritten:
                    commit(db, session, self._unwritten[0])
                    self._acknowledge(self._unwritten.popleft())
                    self._rescued = max(0, self._rescued - 1)
            self._failing_since = None
        except RecordsError as error:
            now_s = time.monotonic()
            self._failing_since = self._failing_since or now_s
            if not isinstance(error, RecordBusyError) or now_s - self._failing_since > PATIENCE_S:
                self._fail(error)
                self._save_unwritten()

    def _acknowledge(self, batch: Batch) -> None:
        _, entries, outputs = self.acknowledged
        if batch.entries:
            entries = batch.entries[-1].seq
            outputs = max((entry.number for entry in batch.entries if entry.number), default=outputs)
        with self.landed:
            self.acknowledged = Acknowledged(batch.last_tick, entries, outputs)
            self.landed.notify_all()

    def _finish(self, db: Database, session: int, closing: Closing) -> None:
        """Write the rest and close the session; where that stays impossible, leave it to the rescue file."""
        self._gather()
        give_up_at_s = time.monotonic() + PATIENCE_S
        while True:
            self._write(db, session)
            if not self._unwritten:
                try:
                    with explaining(self._path):
                        close_session(db, session, closing.ending)
                        break
                except RecordsError as error:
                    self._fail(error)
            if time.monotonic() > give_up_at_s:
                self._save_unwritten()
                self._save(closing)
                return
            time.sleep(QUIET_S)
        with explaining(self._path):
            compact(db, session)

    def _save_unwritten(self) -> None:
        for batch in list(self._unwritten)[self._rescued :]:
            if not self._save(batch):
                return
            self._rescued += 1

    def _save(self, what: Batch | Closing) -> bool:
        try:
            self._rescue_file.add(what)
        except OSError:
            return False  # the visit knows already; all of it stays in memory for the next try
        self.rescue = self._rescue_file.path
        return True

    def _fail(self, error: StepladderError) -> None:
        self.failed = self.failed or error


def _check_room(path: Path) -> None:
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise DiskFullError(
            N_(
                "There are only {free_mb} MB free where the records lie ({folder}); a visit needs {needed_mb} MB."
            ),
            N_("Free some space, or choose another folder with --data."),
            free_mb=free // 2**20,
            needed_mb=LEAST_FREE_BYTES // 2**20,
            folder=str(folder),
        )


def _ticks_missing(batch: Batch) -> RecordsError:
    return RecordsError(
        N_("Ticks are missing from the record before tick {tick}."),
        N_("End the visit and report this; the record is kept as it is."),
        tick=batch.first_tick,
    )


def _unexpected(error: Exception) -> StepladderError:
    if isinstance(error, StepladderError):
        return error
    return RecordsError(
        N_("The record could not be written ({why})."),
        N_("End the visit and report this; what was written is safe."),
        why=f"{type(error).__name__}: {error}",
    )
