"""The supervisor against real processes that beat, hang, crash and end."""

import os
import signal
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinician_console.supervise import (
    PATIENCE_S,
    PATIENCE_UNEXPOSED_S,
    Cause,
    Ended,
    Fault,
    News,
    Patience,
    SafeRoomUp,
    Supervisor,
)
from environments.stage.heartbeat import Beat, State

ROOT = Path(__file__).parents[2]
STAGE = """
    import json, os, signal, sys, time
    from pathlib import Path
    sys.path.insert(0, {root!r})
    from environments.stage.heartbeat import Heart
    job = json.loads(sys.stdin.readline())
    heart = Heart(Path(job["heartbeat"]))
    if job["does"] == "spare" and sys.stdin.readline() != "show\\n":
        raise SystemExit(0)
    heart.exposing(job.get("exposed", False))
    for frame in range(job.get("frames", 100_000)):
        heart.beat()
        if frame == 5:
            print(json.dumps({{"kind": "ready"}}), flush=True)
        time.sleep(0.01)
    if job["does"] == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if job["does"] == "hang":
        time.sleep(600)
    if job["does"] == "fail":
        raise SystemExit(3)
    heart.leave()
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Any]:
    """Starts a supervisor over a stage that does what it is told; everything is ended afterwards."""
    program = tmp_path / "stage.py"
    program.write_text(textwrap.dedent(STAGE).format(root=str(ROOT)))
    command = (sys.executable, str(program))
    started: list[Supervisor] = []

    def start(does: str, **job: Any) -> Supervisor:
        supervisor = Supervisor(
            {"does": does, "frames": 30} | job, {"does": "spare", "frames": 30}, tmp_path, command, command
        )
        started.append(supervisor)
        supervisor.start()
        return supervisor

    yield start
    for supervisor in started:
        supervisor.close()


def next_news(supervisor: Supervisor) -> News:
    """The next thing that happened."""
    return supervisor.news.get(timeout=30)


def test_patience_runs_out_only_while_beating() -> None:
    """Starting and leaving may take any time; a frame that repeats may not."""
    patience = Patience()
    assert not patience.is_over(Beat(0, State.STARTING, False), 50.0)
    assert not patience.is_over(Beat(1, State.BEATING, True), 50.1)
    assert not patience.is_over(Beat(1, State.BEATING, True), 50.1 + PATIENCE_S)
    assert patience.is_over(Beat(1, State.BEATING, True), 50.11 + PATIENCE_S)
    assert not patience.is_over(Beat(2, State.BEATING, True), 60.0)
    assert not patience.is_over(Beat(2, State.LEAVING, False), 90.0)


def test_patience_is_longer_in_the_safe_room() -> None:
    """What frightens nobody is given two seconds."""
    patience = Patience()
    patience.is_over(Beat(1, State.BEATING, False), 10.0)
    assert not patience.is_over(Beat(1, State.BEATING, False), 10.0 + PATIENCE_UNEXPOSED_S)
    assert patience.is_over(Beat(1, State.BEATING, False), 10.01 + PATIENCE_UNEXPOSED_S)


def test_an_orderly_end_is_no_fault(running: Any) -> None:
    """A stage that says goodbye leaves no safe room behind."""
    supervisor = running("end")
    assert next_news(supervisor) == {"kind": "ready"}
    assert next_news(supervisor) == Ended()


def test_a_hung_stage_is_ended_and_the_safe_room_comes_up(running: Any) -> None:
    """A frame loop that stops is killed for its silence, and the spare shows the safe room."""
    supervisor = running("hang", exposed=True)
    next_news(supervisor)
    fault = next_news(supervisor)
    assert isinstance(fault, Fault)
    assert (fault.cause, fault.started, fault.exposed) == (Cause.HUNG, True, True)
    assert fault.seconds > PATIENCE_S
    assert isinstance(next_news(supervisor), SafeRoomUp)


def test_a_stopped_process_is_ended_too(running: Any) -> None:
    """SIGSTOP, which no process can handle, looks like a hang and ends the same way."""
    supervisor = running("end", exposed=True, frames=100_000)
    next_news(supervisor)
    os.kill(supervisor.stage_pid, signal.SIGSTOP)
    fault = next_news(supervisor)
    assert isinstance(fault, Fault)
    assert fault.cause is Cause.HUNG
    assert isinstance(next_news(supervisor), SafeRoomUp)


def test_a_crash_names_its_signal(running: Any) -> None:
    """A segmentation fault is told apart from a hang."""
    supervisor = running("crash", exposed=True)
    next_news(supervisor)
    fault = next_news(supervisor)
    assert isinstance(fault, Fault)
    assert (fault.cause, fault.detail, fault.exposed) == (Cause.DIED, "SIGSEGV", True)
    assert isinstance(next_news(supervisor), SafeRoomUp)


def test_a_failure_before_the_first_frame_needs_no_safe_room(running: Any) -> None:
    """A stage that never showed anything is reported, not replaced."""
    supervisor = running("fail", frames=0)
    fault = next_news(supervisor)
    assert isinstance(fault, Fault)
    assert (fault.cause, fault.detail, fault.started) == (Cause.FAILED, "3", False)
    time.sleep(0.05)
    assert supervisor.news.empty()
