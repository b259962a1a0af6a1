"""kill -9 at any moment: nothing that was acknowledged is lost, what is there is whole, and the next start says so."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.made_up_visit import visit
from therapy.records import Finding, Store, repair
from therapy.records.batch import Handed

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).parent / "killed_writer.py"
TICKS = 2000
KILLS_A_DATABASE = 25


def kill_writers(path: Path, kills: int, seed: int) -> dict[str, tuple[int, int, int]]:
    """Run the program that kills writers; what each visit had acknowledged, by session id."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(path), str(kills), str(seed), str(TICKS)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == kills
    return {line["session"]: tuple(line["acknowledged"]) for line in lines}


def check_visit(
    store: Store, session_id: str, expected: list[Handed], acknowledged: tuple[int, int, int]
) -> int:
    """The stored visit is an unbroken beginning of the expected one and holds all that was acknowledged.

    Returns how many ticks it has.
    """
    tick, entries, outputs = acknowledged
    stored = store.session(session_id)
    assert stored.state == "interrupted"
    read = list(stored.ticks())
    assert len(read) >= tick + 1
    for got, wanted in zip(read, expected, strict=False):
        assert (got.tick, got.counts) == (wanted.tick, wanted.counts)
        assert [entry.body for entry in got.inputs] == [what.canonical() for what in wanted.inputs]
        assert [(entry.number, entry.body) for entry in got.outputs] == [
            (output.number, output.what.canonical()) for output in wanted.outputs
        ]
    numbered = [entry for entry in stored.entries() if entry.number is not None]
    assert len(list(stored.entries())) >= entries
    assert len(numbered) >= outputs
    return len(read)


def check_found(findings: list[Finding], sessions: dict[str, int]) -> None:
    """The start found exactly the visits that broke off, and says how far each of them got."""
    assert [finding.session for finding in findings] == list(sessions)
    for finding in findings:
        assert finding.session is not None
        assert "broke off" in finding.plain
        assert finding.inputs["ticks"] == sessions[finding.session]


def kill_and_check(path: Path, kills: int, seed: int) -> int:
    """Kill writers on one database, start once, check every visit; how many had acknowledged something."""
    acknowledged = kill_writers(path, kills, seed)
    findings = repair(path)
    assert repair(path) == []
    expected = list(visit(seed, TICKS))
    with Store.open(path, read_only=True) as store:
        there = [row.id for row in reversed(store.sessions())]
        assert set(acknowledged) - set(there) <= {one for one, said in acknowledged.items() if said[0] < 0}
        check_found(findings, {one: check_visit(store, one, expected, acknowledged[one]) for one in there})
    assert not list(path.parent.glob("*.live"))
    return sum(1 for tick, _, _ in acknowledged.values() if tick >= 0)


def test_a_few_kills_lose_nothing(path: Path) -> None:
    """The everyday check: 25 writers killed at random moments on one database."""
    assert kill_and_check(path, KILLS_A_DATABASE, seed=1) > KILLS_A_DATABASE // 2


@pytest.mark.slow
def test_a_thousand_kills_lose_nothing(tmp_path: Path) -> None:
    """1,000 writers killed at random moments, 25 on each database, with one start after every 25."""
    had_something = 0
    for seed in range(100, 140):
        folder = tmp_path / str(seed)
        folder.mkdir()
        had_something += kill_and_check(folder / "records.db", KILLS_A_DATABASE, seed)
    assert had_something > 800
