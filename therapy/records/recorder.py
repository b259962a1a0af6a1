"""The frame loop's end of the record: hand over every tick, and see what is on the disk."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from therapy.briefing import Briefing
from therapy.commands import Command
from therapy.errors import StepladderError
from therapy.events import Ending, Output
from therapy.observations import Observation
from therapy.records.batch import Handed
from therapy.records.database import explaining
from therapy.records.live import LiveMark
from therapy.records.rescue import Closing
from therapy.records.writer import Acknowledged, Writer
from therapy.sample import Counts

CLOSE_WITHIN_S = 30.0


class Recorder:
    """Writes one visit. Its briefing is on the disk when this returns; StepladderError where it cannot be."""

    def __init__(self, path: Path, briefing: Briefing) -> None:
        with explaining(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._live = LiveMark(path, briefing.session_id)
        self._writer = Writer(path, briefing)
        self._queue = self._writer.queue
        self._wake = self._writer.wake
        self._closed = False
        # A daemon: a disk that hangs must not keep the process from ending.
        self._thread = threading.Thread(target=self._writer.run, name="record-writer", daemon=True)
        self._thread.start()
        self._writer.began.wait()
        if self._writer.failed is not None:
            self._thread.join()
            self._live.release()
            raise self._writer.failed

    def tick(
        self, tick: int, counts: Counts, inputs: Sequence[Command | Observation], outputs: Sequence[Output]
    ) -> None:
        """Hand over one tick, consecutive to the last one: what was seen, what came in, and what was put out.

        Only appends to a queue. RuntimeError after `close`.
        """
        if self._closed:
            raise RuntimeError(f"expected an open record, but it was closed before tick {tick}")
        if inputs or outputs:
            self._queue.append(Handed(tick, counts, tuple(inputs), tuple(outputs)))
            self._wake.set()
        else:
            self._queue.append(Handed(tick, counts, (), ()))

    @property
    def acknowledged(self) -> Acknowledged:
        """How far the record is on the disk: durable, whatever happens to this process or the power."""
        return self._writer.acknowledged

    @property
    def failed(self) -> StepladderError | None:
        """Why the record could not be written, from the first failure on; the visit is then to end in order.

        Writing is tried again all the while, so that the record may be complete in the end.
        """
        return self._writer.failed

    @property
    def rescue(self) -> Path | None:
        """The file that holds what the database did not take; the next start takes it in."""
        return self._writer.rescue

    def wait_acknowledged(self, tick: int, timeout_s: float = 5.0) -> bool:
        """Wait until everything up to `tick` is on the disk, and say whether it is."""
        until_s = time.monotonic() + timeout_s
        writer = self._writer
        with writer.landed:
            while writer.acknowledged.tick < tick:
                left_s = until_s - time.monotonic()
                if left_s <= 0:
                    return False
                writer.flush = True
                self._wake.set()
                writer.landed.wait(min(left_s, 0.1))
        return True

    def close(self, ending: Ending | None) -> None:
        """Write everything that was handed over, close the session, and end the thread. Again: does nothing.

        Afterwards `failed` and `rescue` say whether anything is not in the database.
        """
        if self._closed:
            return
        self._closed = True
        self._writer.close(Closing(ending.value if ending else None))
        self._thread.join(CLOSE_WITHIN_S)
        if not self._thread.is_alive():
            self._live.release()
