"""Reading a visit back: complete and unchanged, or an error that names the place."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.made_up_visit import briefing
from therapy.records import DamagedRecordError, Recorder, RecordsError, Role, Store
from therapy.records.batch import Handed


def read_all(path: Path) -> int:
    """Read every tick of the last visit and count them."""
    with Store.open(path, read_only=True) as store:
        return sum(1 for _ in store.session("last").ticks())


def alter(path: Path, *statements: str) -> None:
    """Change the database behind our back, as somebody with another program could."""
    db = sqlite3.connect(path)
    with db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
    db.close()


def test_the_briefing_is_read_typed_and_plain(recorded: Path) -> None:
    """The first page comes back as it was, and as plain data that needs no code of its version."""
    with Store.open(recorded, read_only=True) as store:
        stored = store.session("last")
        assert stored.briefing == briefing()
        assert stored.briefing_fields == json.loads(briefing().canonical())
        assert (stored.alias, stored.state, stored.ending) == ("amber", "closed", "completed")


def test_a_briefing_of_another_version_can_still_be_looked_at(recorded: Path) -> None:
    """A form that this version does not know says which version does; plain reading goes on working."""
    alter(recorded, """UPDATE sessions SET core_version = '9.0.0', briefing = CAST('{"format":9}' AS BLOB)""")
    with Store.open(recorded, read_only=True) as store:
        stored = store.session("last")
        assert stored.briefing_fields == {"format": 9}
        with pytest.raises(RecordsError, match=r"has the form of version 9\.0\.0"):
            _ = stored.briefing


def test_entries_can_be_asked_for_by_role_and_kind(recorded: Path, made_up_visit: list[Handed]) -> None:
    """Reports pick what they count, as plain data, in order."""
    with Store.open(recorded, read_only=True) as store:
        stored = store.session("last")
        rated = list(stored.entries(role="event", kind="rating_given"))
        commands = list(stored.entries(role="command"))
    expected = [
        output for one in made_up_visit for output in one.outputs if output.what.kind == "rating_given"
    ]
    assert [(entry.number, entry.fields) for entry in rated] == [
        (output.number, json.loads(output.what.canonical())) for output in expected
    ]
    assert {entry.role for entry in commands} == {Role.COMMAND}
    assert {entry.kind for entry in commands} == {"ready", "stop"}


def test_the_database_itself_refuses_to_change_what_happened(recorded: Path) -> None:
    """Neither an update nor a delete of an entry gets through."""
    with Store.open(recorded) as store:
        for statement in ("UPDATE entries SET tick = 0", "DELETE FROM entries"):
            with pytest.raises(sqlite3.IntegrityError, match="an entry is never"):
                store.db.execute(statement)
    assert read_all(recorded) == 1000


ALTERED: dict[str, tuple[str, str]] = {
    "an entry's words": (
        "UPDATE entries SET body = CAST(replace(CAST(body AS TEXT), '\"kind\"', '\"kinb\"') AS BLOB) WHERE seq = 7",
        "entry 7 is not what was written",
    ),
    "an entry's tick": (
        "UPDATE entries SET tick = tick + 1 WHERE seq = 7",
        "entry 7 is not what was written",
    ),
    "an entry's number": (
        "UPDATE entries SET number = number + 1 WHERE seq = (SELECT min(seq) FROM entries WHERE number > 3)",
        "entry 8 is not what was written",
    ),
    "an entry's role": (
        "UPDATE entries SET role = 'directive' WHERE seq = (SELECT max(seq) FROM entries WHERE role = 'event')",
        "is not what was written at 11 s",
    ),
    "an entry gone": ("DELETE FROM entries WHERE seq = 7", "entry 7 is missing"),
    "the last entry gone": ("DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)", "is missing"),
    "all entries gone": ("DELETE FROM entries", "entry 1 is missing"),
    "the briefing": (
        "UPDATE sessions SET briefing = CAST(replace(CAST(briefing AS TEXT), 'amber', 'birch') AS BLOB)",
        "entry 1 is not what was written",
    ),
    "telemetry's bytes": (
        "UPDATE telemetry SET body = CAST(substr(body, 1, 900) || x'00' || substr(body, 902) AS BLOB)",
        r"movement between 0 s and 12 s \(tick 0 on\) is not what was written",
    ),
    "telemetry gone": ("DELETE FROM telemetry", "movement is missing from 0 s on"),
    "telemetry moved": ("UPDATE telemetry SET first_tick = 90", "movement is missing from 0 s on"),
    "telemetry longer than the visit": (
        "UPDATE sessions SET last_tick = 1100",
        r"from 11 s on \(tick 1000\)",
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_whatever_was_altered_is_found_and_its_place_named(recorded: Path, what: str) -> None:
    """Reading a visit stops at the first thing that is not as it was written."""
    statement, says = ALTERED[what]
    assert read_all(recorded) == 1000
    alter(recorded, statement)
    with pytest.raises(DamagedRecordError, match=says):
        read_all(recorded)


def test_one_flipped_bit_in_the_file_is_found(recorded: Path) -> None:
    """A bit that the disk forgot inside an entry shows, though SQLite has no reason to complain."""
    content = bytearray(recorded.read_bytes())
    place = content.index(b'"kind":"rating_given"') + 10
    content[place] ^= 1
    recorded.write_bytes(content)
    with pytest.raises(DamagedRecordError, match="is not what was written"):
        read_all(recorded)


def cut(seconds: int) -> Callable[[Path], None]:
    """Takes away the telemetry after so many seconds."""

    def take_away(path: Path) -> None:
        alter(path, f"DELETE FROM telemetry WHERE first_tick >= {seconds * 90}")

    return take_away


def test_an_entry_without_its_telemetry_is_found(path: Path, made_up_visit: list[Handed]) -> None:
    """In a visit that is still open, telemetry must reach the last entry, because they are committed together."""
    recorder = Recorder(path, briefing())
    for handed in made_up_visit:
        recorder.tick(*handed)
        if handed.tick % 90 == 89:
            recorder.wait_acknowledged(handed.tick)
    assert recorder.wait_acknowledged(made_up_visit[-1].tick)
    cut(5)(path)
    with pytest.raises(DamagedRecordError, match="movement is missing"):
        read_all(path)
    recorder.close(None)
