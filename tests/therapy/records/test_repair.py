"""What the next start finds, says and does."""

import json
import sqlite3
from pathlib import Path
from typing import get_args

import pytest

from benchmarks.made_up_visit import briefing
from therapy.events import Ending, Event, Output, VisitEnded
from therapy.records import Finding, Recorder, Store, repair
from therapy.records.batch import Assembler, Handed
from therapy.records.live import LiveMark, is_being_written, live_mark_path
from therapy.records.rescue import Closing, RescueFile


def break_off(path: Path, ticks: list[Handed], last_output: Output | None = None) -> None:
    """Leave a visit as a crash leaves it: on the disk up to its last tick, open, and nobody writing."""
    recorder = Recorder(path, briefing())
    for handed in ticks:
        recorder.tick(*handed)
    if last_output is not None:
        recorder.tick(len(ticks), ticks[0].counts, [], [last_output])
    recorder.close(None)
    db = sqlite3.connect(path)
    with db:
        db.execute("UPDATE sessions SET state = 'open', ending = NULL, last_tick = NULL, last_seq = NULL")
    db.close()


def test_a_new_place_needs_no_repair(path: Path) -> None:
    """The first start makes an empty database and has nothing to say."""
    assert repair(path) == []
    with Store.open(path, read_only=True) as store:
        assert store.sessions() == []


def test_a_visit_in_order_needs_no_repair(recorded: Path) -> None:
    """A closed visit is left as it is."""
    before = recorded.read_bytes()
    assert repair(recorded) == []
    with Store.open(recorded, read_only=True) as store:
        assert store.session("last").state == "closed"
    assert len(recorded.read_bytes()) == len(before)


def test_a_visit_that_broke_off_is_described(path: Path, made_up_visit: list[Handed]) -> None:
    """Plain sentences: that the end is missing, when the last event was, and how much movement is kept."""
    break_off(path, made_up_visit[:900])
    (finding,) = repair(path)
    last = [
        (output, one.tick)
        for one in made_up_visit[:900]
        for output in one.outputs
        if isinstance(output.what, get_args(get_args(Event)[0]))
    ]
    assert last
    assert finding.plain == (
        "Visit made-up-visit-1 broke off at minute 0:10; its end is missing. What happened up to minute "
        f"0:{last[-1][1] // 90:02d} is kept, and all movement. It is marked as interrupted."
    )
    assert (finding.inputs["ticks"], finding.inputs["event"]) == (900, last[-1][0].what.kind)
    with Store.open(path, read_only=True) as store:
        stored = store.session("last")
        assert (stored.state, stored.ending) == ("interrupted", None)
        assert sum(1 for _ in stored.ticks()) == 900
        assert [(row["sentence"], json.loads(row["inputs"])) for row in store.db.table("repairs").rows] == [
            (finding.sentence, finding.inputs)
        ]
    assert repair(path) == []


def test_a_visit_that_broke_off_at_once_is_described(path: Path) -> None:
    """Without a single tick the sentence still makes sense."""
    break_off(path, [])
    (finding,) = repair(path)
    assert "broke off before anything happened; movement up to minute 0:00 is kept" in finding.plain


def test_a_visit_that_had_ended_but_was_not_closed_says_that_nothing_is_missing(
    path: Path, made_up_visit: list[Handed]
) -> None:
    """A crash after the last event is told apart from one before it."""
    ended = VisitEnded(ending=Ending.COMPLETED, verdict=None, minutes=0.02, completed=True)
    break_off(path, made_up_visit[:90], Output(1, 90, ended))
    (finding,) = repair(path)
    assert "had come to its end at minute 0:01, but its record was not closed." in finding.plain
    assert finding.plain.endswith("nothing is missing.")
    with Store.open(path, read_only=True) as store:
        (done,) = store.done_visits("amber")
        assert (done.completed, done.ending) == (True, "completed")


def test_what_the_caller_saw_is_noted_before_what_the_record_shows(
    path: Path, made_up_visit: list[Handed]
) -> None:
    """Whoever had to end a stage says so in the same place, about the same visit."""
    break_off(path, made_up_visit[:90])
    seen = Finding("The picture stood still for {ms} ms.", "made-up-visit-1", {"ms": 400})
    first, second = repair(path, [seen])
    assert first == seen
    assert second.session == seen.session
    with Store.open(path, read_only=True) as store:
        assert [row["sentence"] for row in store.db.table("repairs").rows] == [seen.sentence, second.sentence]


def test_damage_in_a_visit_that_broke_off_is_named(path: Path, made_up_visit: list[Handed]) -> None:
    """The start names the damaged place and keeps everything as it is."""
    break_off(path, made_up_visit)
    db = sqlite3.connect(path)
    with db:
        db.execute("DELETE FROM telemetry WHERE first_tick = 0")
    db.close()
    (finding,) = repair(path)
    assert "movement is missing" in finding.plain


def test_a_rescue_file_that_was_cut_off_gives_what_is_whole(path: Path, made_up_visit: list[Handed]) -> None:
    """A crash while the rescue file was written loses the half line and nothing before it."""
    break_off(path, [])
    assembler = Assembler(briefing().canonical())
    file = RescueFile(path, briefing().session_id)
    for start in (0, 300, 600):
        file.add(assembler.assemble(made_up_visit[start : start + 300]))
    file.path.write_bytes(file.path.read_bytes()[:-100])
    rescued, broken_off = repair(path)
    assert "brought back" in rescued.plain
    assert broken_off.inputs["ticks"] == 600
    with Store.open(path, read_only=True) as store:
        assert [one.counts for one in store.session("last").ticks()] == [
            one.counts for one in made_up_visit[:600]
        ]


def test_what_the_database_has_already_is_not_taken_in_twice(path: Path, made_up_visit: list[Handed]) -> None:
    """A rescue file that overlaps the database, because the disk took it after all, adds only what is missing."""
    break_off(path, made_up_visit[:300])
    assembler = Assembler(briefing().canonical())
    file = RescueFile(path, briefing().session_id)
    for start in (0, 300):
        file.add(assembler.assemble(made_up_visit[start : start + 300]))
    file.add(Closing("stopped"))
    repair(path)
    with Store.open(path, read_only=True) as store:
        stored = store.session("last")
        assert (stored.state, stored.ending) == ("closed", "stopped")
        assert sum(1 for _ in stored.ticks()) == 600


def test_a_rescue_file_of_an_unknown_visit_is_left_alone(path: Path, made_up_visit: list[Handed]) -> None:
    """It may belong to another copy of the database."""
    repair(path)
    file = RescueFile(path, "somebody-elses")
    file.add(Assembler(b"").assemble(made_up_visit[:10]))
    (finding,) = repair(path)
    assert "belongs to no visit in this database" in finding.plain
    assert file.path.exists()


def test_only_a_living_writer_holds_its_mark(path: Path) -> None:
    """A mark says that a visit is being written until it is released, or its process is gone."""
    assert not is_being_written(path, "visit-1")
    mark = LiveMark(path, "visit-1")
    assert is_being_written(path, "visit-1")
    with pytest.raises(RuntimeError, match="another process writes this visit"):
        LiveMark(path, "visit-1")
    mark.release()
    assert not is_being_written(path, "visit-1")
    live_mark_path(path, "visit-1").touch()
    assert not is_being_written(path, "visit-1")
    assert not live_mark_path(path, "visit-1").exists()
