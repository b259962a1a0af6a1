"""How soon an event is safe: from handing it over to its being on the disk, at the pace of a real frame loop."""

import sqlite3
import tempfile
import time
from pathlib import Path

from benchmarks import Result

TITLE = "Event to acknowledged on disk, 90 Hz with telemetry, against one plain sqlite3 row a commit."
SECONDS = 20
EVENTS_A_SECOND = 5


def measure() -> Result:
    """Both write to the same disk with the same settings (WAL, synchronous=FULL), one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        ours, loop_us = _ours(Path(folder) / "ours.db")
        peer = _peer(Path(folder) / "peer.db")
    return Result(
        ours=_share(ours, 0.5),
        peer=_share(peer, 0.5),
        unit="ms (median)",
        peer_name="sqlite3, one row a commit",
        details={
            "ours_p99_ms": _share(ours, 0.99),
            "ours_worst_ms": max(ours),
            "peer_p99_ms": _share(peer, 0.99),
            "peer_worst_ms": max(peer),
            "events": str(len(ours)),
            "frame_loop_pays_p50_us": _share(loop_us, 0.5),
            "frame_loop_pays_p99_us": _share(loop_us, 0.99),
            "frame_loop_pays_on_average_us": sum(loop_us) / len(loop_us),
        },
    )


def _ours(path: Path) -> tuple[list[float], list[float]]:
    """Milliseconds from `tick` to acknowledged for each event, and microseconds that each `tick` took."""

    from benchmarks.made_up_visit import briefing, noisy_motion
    from therapy.commands import Actor
    from therapy.events import Held, Output
    from therapy.records import Recorder
    from therapy.sample import TICKS_PER_S

    motion = noisy_motion(5, SECONDS * TICKS_PER_S)
    recorder = Recorder(path, briefing())
    every = TICKS_PER_S // EVENTS_A_SECOND
    latencies_ms: list[float] = []
    paid_us: list[float] = []
    due_s = time.perf_counter()
    for tick, counts in enumerate(motion):
        due_s += 1 / TICKS_PER_S
        time.sleep(max(0.0, due_s - time.perf_counter()))
        happens = tick % every == every - 1
        outputs = [Output(tick // every + 1, tick, Held(holding=True, by=Actor.PATIENT))] if happens else []
        began_s = time.perf_counter()
        recorder.tick(tick, counts, [], outputs)
        paid_us.append((time.perf_counter() - began_s) * 1e6)
        if happens:
            # Only looked at, as a frame loop would; waiting would take the lock that the writer needs.
            while recorder.acknowledged.tick < tick:
                time.sleep(0.00005)
            latencies_ms.append((time.perf_counter() - began_s) * 1e3)
    recorder.close(None)
    return latencies_ms, paid_us


def _peer(path: Path) -> list[float]:
    """Milliseconds of each insert and commit of the same event by itself, at the same pace, in one thread."""

    from therapy.commands import Actor
    from therapy.events import Held

    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE events (number INTEGER PRIMARY KEY, body BLOB)")
    latencies_ms = []
    for number in range(SECONDS * EVENTS_A_SECOND):
        time.sleep(1 / EVENTS_A_SECOND)
        event = Held(holding=True, by=Actor.PATIENT)
        began_s = time.perf_counter()
        db.execute("INSERT INTO events VALUES (?, ?)", (number, event.canonical()))
        latencies_ms.append((time.perf_counter() - began_s) * 1e3)
    db.close()
    return latencies_ms


def _share(values: list[float], share: float) -> float:
    """The value that this share of all values does not pass."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
