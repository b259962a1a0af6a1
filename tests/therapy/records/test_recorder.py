"""The writer: what acknowledged means, that nothing is lost, and that failing is said and survived."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from benchmarks.made_up_visit import briefing
from therapy.events import Ending
from therapy.records import Recorder, Store, repair, writer
from therapy.records.batch import Handed
from therapy.records.database import connect
from therapy.records.errors import DiskFullError, RecordBusyError, SessionExistsError
from therapy.records.telemetry import TICKS_A_CHUNK

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
ANOTHER_PROCESS = """
import sys, time
from pathlib import Path
from benchmarks.made_up_visit import briefing, visit
from therapy.events import Ending
from therapy.records import Recorder

recorder = Recorder(Path(sys.argv[1]), briefing("another-visit", "birch"))
for handed in visit(seed=3, ticks=1000):
    recorder.tick(*handed)
    time.sleep(0.0005)
recorder.close(Ending.COMPLETED)
sys.exit(recorder.failed is not None)
"""


def quiet(visit: list[Handed], ticks: int, start: int = 0) -> list[Handed]:
    """Ticks of the visit with nothing but movement in them."""
    return [Handed(tick, visit[tick].counts, (), ()) for tick in range(start, start + ticks)]


def feed(recorder: Recorder, ticks: list[Handed]) -> None:
    """Hand over ticks as the frame loop does."""
    for handed in ticks:
        recorder.tick(*handed)


def until(happened: Callable[[], bool]) -> None:
    """Look, as a frame loop does, without asking the writer for anything; give up after a long while."""
    give_up_at_s = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < give_up_at_s, "expected it to happen, but it did not"
        time.sleep(0.005)


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask the database itself, past all of our code."""
    with sqlite3.connect(path) as db:
        found = db.execute(sql).fetchall()
    db.close()
    return found


def assert_whole_after_repair(path: Path, visit: list[Handed]) -> None:
    """The next start takes the rescue file in, says so, keeps it, and the visit is complete and closed."""
    entries = sum(len(one.inputs) + len(one.outputs) for one in visit)
    (finding,) = repair(path)
    assert "entries that the disk had not taken were brought back" in finding.plain
    assert finding.session == briefing().session_id
    with Store.open(path, read_only=True) as store:
        stored = store.session("last")
        assert (stored.state, stored.ending) == ("closed", "completed")
        assert [tick.counts for tick in stored.ticks()] == [one.counts for one in visit]
        assert sum(1 for _ in stored.entries()) == entries
    assert not list(path.parent.glob("*.rescue"))
    assert len(list(path.parent.glob("*.rescue.taken-in"))) == 1
    assert repair(path) == []


def test_a_visit_comes_back_exactly(recorded: Path, made_up_visit: list[Handed]) -> None:
    """Every tick's counts, inputs and outputs are read back as they were handed over, in order."""
    with Store.open(recorded, read_only=True) as store:
        ticks = list(store.session("last").ticks())
    assert [(tick.tick, tick.counts) for tick in ticks] == [(one.tick, one.counts) for one in made_up_visit]
    for stored, handed in zip(ticks, made_up_visit, strict=True):
        assert [entry.typed() for entry in stored.inputs] == list(handed.inputs)
        assert [(entry.number, entry.body) for entry in stored.outputs] == [
            (output.number, output.what.canonical()) for output in handed.outputs
        ]


def test_the_briefing_is_there_before_the_first_tick(path: Path) -> None:
    """A visit that crashes at once still shows what it started from."""
    recorder = Recorder(path, briefing())
    assert rows(path, "SELECT briefing FROM sessions") == [(briefing().canonical(),)]
    recorder.close(None)


def test_acknowledged_is_what_another_process_would_find(path: Path, made_up_visit: list[Handed]) -> None:
    """When the recorder says that an event is on the disk, a second connection reads it and all before it."""
    recorder = Recorder(path, briefing())
    checked = 0
    for handed in made_up_visit[:300]:
        recorder.tick(*handed)
        if handed.outputs:
            assert recorder.wait_acknowledged(handed.tick)
            tick, entries, outputs = recorder.acknowledged
            assert tick >= handed.tick
            assert outputs == handed.outputs[-1].number
            assert rows(path, "SELECT max(seq), count(*) FROM entries") == [(entries, entries)]
            assert rows(path, "SELECT max(first_tick + ticks) - 1, sum(ticks) FROM telemetry") == [
                (tick, tick + 1)
            ]
            checked += 1
    assert checked > 5
    recorder.close(None)


def test_an_event_cuts_the_second_short(path: Path, made_up_visit: list[Handed]) -> None:
    """An event does not wait for the second to be full: it takes the samples before it to the disk."""
    recorder = Recorder(path, briefing())
    event = next(one for one in made_up_visit if one.outputs)
    feed(recorder, quiet(made_up_visit, 10))
    recorder.tick(10, event.counts, event.inputs, event.outputs)
    until(lambda: recorder.acknowledged.tick == 10)
    assert rows(path, "SELECT sum(ticks) FROM telemetry") == [(11,)]
    recorder.close(None)


def test_quiet_telemetry_is_written_by_the_second(path: Path, made_up_visit: list[Handed]) -> None:
    """Without events whole seconds are committed, and the rest of one waits."""
    recorder = Recorder(path, briefing())
    feed(recorder, quiet(made_up_visit, 2 * TICKS_A_CHUNK + 5))
    until(lambda: recorder.acknowledged.tick >= 2 * TICKS_A_CHUNK - 1)
    assert rows(path, "SELECT first_tick, ticks FROM telemetry") == [(0, 90), (90, 90)]
    recorder.close(None)


def test_a_closed_visit_is_kept_in_chunks_of_a_minute(recorded: Path, made_up_visit: list[Handed]) -> None:
    """Closing packs the telemetry anew and says how the visit ended and how far it went."""
    assert rows(recorded, "SELECT first_tick, ticks FROM telemetry") == [(0, len(made_up_visit))]
    assert rows(recorded, "SELECT state, ending, first_tick, last_tick FROM sessions") == [
        ("closed", "completed", 0, len(made_up_visit) - 1)
    ]


def test_nothing_can_be_handed_to_a_closed_record(path: Path, made_up_visit: list[Handed]) -> None:
    """A tick after the end is refused aloud; closing again does nothing."""
    recorder = Recorder(path, briefing())
    recorder.close(None)
    recorder.close(None)
    with pytest.raises(RuntimeError, match="expected an open record, but it was closed before tick 0"):
        recorder.tick(*made_up_visit[0])


def test_the_same_id_is_not_recorded_twice(recorded: Path) -> None:
    """A second visit with an id that is there does not begin."""
    with pytest.raises(SessionExistsError, match="made-up-visit-1 is already recorded"):
        Recorder(recorded, briefing())
    assert rows(recorded, "SELECT state FROM sessions") == [("closed",)]


def test_a_missing_tick_is_told_to_the_visit(path: Path, made_up_visit: list[Handed]) -> None:
    """A gap does not raise in the frame loop, but is no secret either; what came is kept."""
    recorder = Recorder(path, briefing())
    feed(recorder, quiet(made_up_visit, 10))
    assert recorder.wait_acknowledged(9)
    feed(recorder, quiet(made_up_visit, 10, start=12))
    assert recorder.wait_acknowledged(21)
    assert str(recorder.failed).startswith("Ticks are missing from the record before tick 12.")
    recorder.close(None)
    assert rows(path, "SELECT sum(ticks) FROM telemetry") == [(20,)]


def test_a_tick_that_comes_twice_is_told_to_the_visit(path: Path, made_up_visit: list[Handed]) -> None:
    """What is on the disk stays as it is, and the visit hears that its record fails."""
    recorder = Recorder(path, briefing())
    feed(recorder, quiet(made_up_visit, 10))
    assert recorder.wait_acknowledged(9)
    feed(recorder, quiet(made_up_visit, 1, start=4))
    recorder.close(None)
    assert "expected tick 10, got 4" in str(recorder.failed)
    assert rows(path, "SELECT sum(ticks) FROM telemetry") == [(10,)]


def test_a_short_lock_of_another_process_is_waited_out(path: Path, made_up_visit: list[Handed]) -> None:
    """While somebody else writes for a moment, ticks wait in memory, and then nothing is missing."""
    recorder = Recorder(path, briefing())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    feed(recorder, made_up_visit)
    assert not recorder.wait_acknowledged(0, timeout_s=0.3)
    other.execute("ROLLBACK")
    assert recorder.wait_acknowledged(len(made_up_visit) - 1)
    assert recorder.failed is None
    other.close()
    recorder.close(Ending.COMPLETED)


def test_two_processes_write_their_visits_side_by_side(path: Path, made_up_visit: list[Handed]) -> None:
    """Another process with a visit of its own in the same database takes nothing from this one, nor this from it."""
    recorder = Recorder(path, briefing())
    with subprocess.Popen([sys.executable, "-c", ANOTHER_PROCESS, str(path)], env=ENVIRONMENT) as other:
        feed(recorder, made_up_visit[:500])
        assert recorder.wait_acknowledged(499)
        for handed in made_up_visit[500:]:
            recorder.tick(*handed)
            time.sleep(0.001)
        assert other.wait() == 0
    recorder.close(Ending.COMPLETED)
    assert recorder.failed is None
    with Store.open(path, read_only=True) as store:
        for session_id in ("made-up-visit-1", "another-visit"):
            ticks = store.session(session_id).ticks()
            assert [tick.counts for tick in ticks] == [one.counts for one in made_up_visit]


def test_a_database_that_stays_locked_fails_the_record_and_rescues_it(
    path: Path, made_up_visit: list[Handed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The visit hears it; everything lies in the rescue file when the visit closes, and the next start has it whole."""
    monkeypatch.setattr(writer, "PATIENCE_S", 0.2)
    monkeypatch.setattr("therapy.records.database.BUSY_S", 0.05)
    recorder = Recorder(path, briefing())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    feed(recorder, made_up_visit)
    until(lambda: recorder.rescue is not None)  # while the visit goes on: a crash now would lose little
    assert isinstance(recorder.failed, RecordBusyError)
    recorder.close(Ending.COMPLETED)
    assert recorder.acknowledged.entries == 0
    assert recorder.rescue is not None
    other.execute("ROLLBACK")
    other.close()
    assert_whole_after_repair(path, made_up_visit)


def test_a_full_database_fails_the_record_and_rescues_it(
    path: Path, made_up_visit: list[Handed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself says that there is no more room; the frame loop never hears an exception."""

    def connect_to_a_small_disk(where: Path) -> Database:
        db = connect(where)
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages + 12}")
        return db

    monkeypatch.setattr(writer, "PATIENCE_S", 0.2)
    monkeypatch.setattr("therapy.records.writer.connect", connect_to_a_small_disk)
    recorder = Recorder(path, briefing())
    for start in range(0, len(made_up_visit), 100):
        feed(recorder, made_up_visit[start : start + 100])
        if not recorder.wait_acknowledged(start + 99, timeout_s=0.5):
            break
    assert isinstance(recorder.failed, DiskFullError)
    written = recorder.acknowledged
    assert written.entries > 0
    feed(recorder, made_up_visit[start + 100 :])
    recorder.close(Ending.COMPLETED)
    assert recorder.acknowledged == written
    assert_whole_after_repair(path, made_up_visit)


def test_a_record_cannot_begin_where_there_is_no_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit that would run out of disk is told before it begins."""
    monkeypatch.setattr(writer, "LEAST_FREE_BYTES", 2**60)
    with pytest.raises(DiskFullError, match="a visit needs"):
        Recorder(path, briefing())
    assert not [thread for thread in threading.enumerate() if thread.name == "record-writer"]


def test_repair_leaves_a_living_visit_alone(path: Path, made_up_visit: list[Handed]) -> None:
    """A start beside a running visit does not take it for one that broke off."""
    recorder = Recorder(path, briefing())
    feed(recorder, made_up_visit)
    assert repair(path) == []
    recorder.close(Ending.COMPLETED)
    assert rows(path, "SELECT state FROM sessions") == [("closed",)]
    assert list(path.parent.iterdir()) == [path]
