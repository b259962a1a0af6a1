"""From one command to a proven record: what a person who tries Stepladder for the first time does."""

import re
import shutil
from pathlib import Path

import pytest
import sqlite_utils

from tests.clinician_console.visits import stepladder


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder with one five-minute visit in it, and what the terminal showed of it."""
    folder = tmp_path_factory.mktemp("data")
    shown = stepladder("demo", "--once", "--minutes", "5", "--data", str(folder))
    assert shown.returncode == 0, shown.stdout + shown.stderr
    return folder, shown.stdout


def test_the_terminal_tells_the_visit(visited: tuple[Path, str]) -> None:
    """Each phase, the first step, SUDS, the ending and where the record lies can be read in it."""
    folder, shown = visited
    for words in (
        "Getting ready",
        "Step 1 of 10",
        "Coming to rest",
        "SUDS",
        "records.db",
        "Prescription: 8 of 12 visits",
    ):
        assert words in shown
    assert "The visit came to its planned end." in shown
    assert str(folder) in shown.replace("\n", "")


def test_the_record_replays_to_the_same_bytes(visited: tuple[Path, str]) -> None:
    """The proof is one command, and says how much it proved."""
    proof = stepladder("replay", "last", "--verify", "--data", str(visited[0]))
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert "the same byte for byte" in proof.stdout
    assert re.search(r"[1-9]\d+ ticks, [1-9]\d+ outputs", proof.stdout)


def test_the_story_is_told_again_from_the_record(visited: tuple[Path, str]) -> None:
    """Without --verify the same summary comes from the record alone."""
    told = stepladder("replay", "last", "--data", str(visited[0]))
    assert told.returncode == 0
    assert "What was decided, and why" in told.stdout
    assert "Coming to rest" in told.stdout


def test_the_visit_is_listed(visited: tuple[Path, str]) -> None:
    """One line a visit."""
    listed = stepladder("sessions", "--data", str(visited[0]))
    assert "graded-heights" in listed.stdout
    assert "completed" in listed.stdout


def test_a_changed_record_is_found_out(visited: tuple[Path, str], tmp_path: Path) -> None:
    """One number changed in one rating, and the proof names it and fails."""
    changed = tmp_path / "changed"
    shutil.copytree(visited[0], changed)
    db = sqlite_utils.Database(changed / "records.db")
    for trigger in db.triggers:
        db.execute(f"DROP TRIGGER {trigger.name}")
    db.execute(
        "UPDATE entries SET body = CAST(replace(body, '\"value\":', '\"value\":1') AS BLOB) WHERE seq = "
        "(SELECT min(seq) FROM entries WHERE kind = 'rating_given')"
    )
    db.conn.commit()
    db.close()
    proof = stepladder("replay", "last", "--verify", "--data", str(changed))
    assert proof.returncode == 1
    assert "is not what was written" in proof.stdout + proof.stderr
