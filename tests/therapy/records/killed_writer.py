"""Writes visits and is killed in the middle of them: run as a program by test_kills.py.

A warm parent forks one writer a kill, so that a thousand of them take no start-up time. Each writer hands over the
made-up visit and reports down a pipe what the recorder has acknowledged. The parent kills it a random moment after a
random report (so that a slow machine changes nothing), or at once, and prints the visit's id and the last report.
"""

import json
import os
import random
import signal
import struct
import sys
import time
from pathlib import Path

from benchmarks.made_up_visit import briefing, visit
from therapy.records import Recorder
from therapy.records.batch import Handed

ACKNOWLEDGED = struct.Struct("<qqq")
TICK_S = 0.0002
"""Faster than 90 Hz, so that a short life sees many commits."""
MOST_REPORTS = 12
LONGEST_WAIT_S = 0.008
"""About two commits long."""


def write(path: Path, session_id: str, ticks: list[Handed], pipe: int) -> None:
    """Hand over ticks until killed."""
    recorder = Recorder(path, briefing(session_id))
    said = recorder.acknowledged
    for handed in ticks:
        recorder.tick(*handed)
        if recorder.acknowledged != said:
            said = recorder.acknowledged
            os.write(pipe, ACKNOWLEDGED.pack(*said))
        time.sleep(TICK_S)
    raise RuntimeError("expected to be killed before the visit was over")


def killed(
    path: Path, session_id: str, ticks: list[Handed], reports: int, wait_s: float
) -> tuple[int, int, int]:
    """Kill a writer so long after so many reports, and return the last thing it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write(path, session_id, ticks, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = pipe.read(reports * ACKNOWLEDGED.size)
        time.sleep(wait_s)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, f"expected a killed writer, got status {status}"
        said += pipe.read()
    if not said:
        return -1, 0, 0
    tick, entries, outputs = ACKNOWLEDGED.unpack(said[-ACKNOWLEDGED.size :])
    return tick, entries, outputs


def main() -> None:
    """Kill `kills` writers on one database and print a line for each."""
    path, kills, seed, ticks = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    handed = list(visit(seed, ticks))
    moments = random.Random(seed)
    for number in range(kills):
        session_id = f"killed-{seed}-{number}"
        reports, wait_s = moments.randint(0, MOST_REPORTS), moments.uniform(0, LONGEST_WAIT_S)
        acknowledged = killed(path, session_id, handed, reports, wait_s)
        print(json.dumps({"session": session_id, "acknowledged": acknowledged}), flush=True)


if __name__ == "__main__":
    main()
