"""How soon an event is safe: from handing it over to its being on the disk, at the pace of a real frame loop."""

import sqlite3
import tempfile
import time
from pathlib import Path

from benchmarks import Result

TITLE = (
    "Event with the movement before it, handed over to safe on disk, against one plain sqlite3 row a commit."
)
SECONDS = 20
EVENTS_A_SECOND = 5


def measure() -> Result:
    """Both write to the same disk with the same settings, turn by turn, so that a busy machine is busy for both."""
    with tempfile.TemporaryDirectory() as folder:
        ours_ms, peer_ms, paid_us = _race(Path(folder))
    return Result(
        ours=_share(ours_ms, 0.5),
        peer=_share(peer_ms, 0.5),
        unit="ms (median)",
        peer_name="sqlite3, one row a commit",
        details={
            "ours_p99_ms": _share(ours_ms, 0.99),
            "peer_p99_ms": _share(peer_ms, 0.99),
            "events": str(len(ours_ms)),
            "frame_loop_pays_ours_p50_ms": _share(paid_us, 0.5) / 1000,
            "frame_loop_pays_ours_p99_ms": _share(paid_us, 0.99) / 1000,
            "frame_loop_pays_peer_p50_ms": _share(peer_ms, 0.5),
        },
    )


def _race(folder: Path) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of each event, ours and the peer's, and microseconds that each `tick` took from the loop."""
    from benchmarks.made_up_visit import briefing, noisy_motion
    from therapy.commands import Actor
    from therapy.events import Held, Output
    from therapy.records import Recorder
    from therapy.sample import TICKS_PER_S

    event = Held(holding=True, by=Actor.PATIENT)
    peer = sqlite3.connect(folder / "peer.db", isolation_level=None)
    peer.execute("PRAGMA journal_mode = WAL")
    peer.execute("PRAGMA synchronous = FULL")
    peer.execute("CREATE TABLE events (number INTEGER PRIMARY KEY, body BLOB)")
    recorder = Recorder(folder / "ours.db", briefing())
    ours_ms: list[float] = []
    peer_ms: list[float] = []
    paid_us: list[float] = []
    every = TICKS_PER_S // EVENTS_A_SECOND
    due_s = time.perf_counter()
    for tick, counts in enumerate(noisy_motion(5, SECONDS * TICKS_PER_S)):
        due_s += 1 / TICKS_PER_S
        time.sleep(max(0.0, due_s - time.perf_counter()))
        happens = tick % every == every - 1
        outputs = [Output(tick // every + 1, tick, event)] if happens else []
        began_s = time.perf_counter()
        recorder.tick(tick, counts, [], outputs)
        paid_us.append((time.perf_counter() - began_s) * 1e6)
        if happens:
            # Only looked at, as a frame loop would; waiting would take the lock that the writer needs.
            while recorder.acknowledged.tick < tick:
                time.sleep(0.00005)
            ours_ms.append((time.perf_counter() - began_s) * 1e3)
        elif tick % every == every // 2:
            began_s = time.perf_counter()
            peer.execute("INSERT INTO events VALUES (?, ?)", (tick, event.canonical()))
            peer_ms.append((time.perf_counter() - began_s) * 1e3)
    recorder.close(None)
    peer.close()
    return ours_ms, peer_ms, paid_us


def _share(values: list[float], share: float) -> float:
    """The value that this share of all values does not pass."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
