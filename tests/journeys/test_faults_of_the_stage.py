"""The frame loop hangs, crashes or is killed: exposure is over at once, the safe room is up, the record is whole."""

import os
import signal
import time
from pathlib import Path

import pytest

from clinician_console.replay import verify
from clinician_console.supervise import Cause, Ended, Fault, SafeRoomUp, Supervisor
from tests.clinician_console.visits import briefing, supervised, until, until_inside
from therapy.records import Store, repair

LIMIT_S = 0.5
"""Safety rule 3: exposure is over within half a second of the last frame."""
SAFE_ROOM_WITHIN_S = 5.0


def begun(folder: Path, session_id: str) -> Supervisor:
    """A supervised visit whose patient is in the exposure."""
    supervisor = supervised(folder, briefing(session_id))
    supervisor.start()
    until_inside(supervisor)
    time.sleep(1.0)
    return supervisor


@pytest.mark.slow
@pytest.mark.parametrize(("sent", "cause"), [(signal.SIGSTOP, Cause.HUNG), (signal.SIGSEGV, Cause.DIED)])
def test_exposure_is_over_and_the_safe_room_comes(tmp_path: Path, sent: signal.Signals, cause: Cause) -> None:
    """Half a second for the end of exposure, five for the safe room; the record keeps all it acknowledged."""
    supervisor = begun(tmp_path, f"fault-{sent.name.lower()}")
    try:
        os.kill(supervisor.stage_pid, sent)
        sent_s = time.monotonic()
        fault = until(supervisor, Fault)
        gone_s = time.monotonic() - sent_s
        assert (fault.cause, fault.exposed) == (cause, True)
        assert fault.seconds <= LIMIT_S
        assert gone_s <= LIMIT_S
        assert until(supervisor, SafeRoomUp).seconds <= SAFE_ROOM_WITHIN_S
    finally:
        supervisor.close()
    (found,) = repair(tmp_path / "records.db")
    assert "broke off" in found.plain
    with Store.open(tmp_path / "records.db", read_only=True) as store:
        stored = store.session("last")
        assert stored.state == "interrupted"
        assert verify(stored).same


@pytest.mark.slow
def test_twenty_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    """Whatever the stage said was on the disk before it was killed is on the disk after."""
    for kill in range(20):
        session_id = f"killed-{kill:02d}"
        supervisor = supervised(tmp_path, briefing(session_id, seed=kill))
        supervisor.start()
        acknowledged, seen = 0, 0
        try:
            # Each kill comes a different number of reports into the visit, so at another moment of its life.
            while seen < 10 + 4 * kill or acknowledged == 0:
                news = supervisor.news.get(timeout=60)
                assert not isinstance(news, Fault), news
                if isinstance(news, dict) and news["kind"] == "at":
                    acknowledged = max(acknowledged, news["acknowledged"])
                    seen += 1
            os.kill(supervisor.stage_pid, signal.SIGKILL)
            until(supervisor, Fault)
        finally:
            supervisor.close()
        repair(tmp_path / "records.db")
        with Store.open(tmp_path / "records.db", read_only=True) as store:
            stored = store.session(session_id)
            assert len(list(stored.entries())) >= acknowledged
            assert verify(stored).same


@pytest.mark.slow
def test_closing_from_outside_ends_in_order(tmp_path: Path) -> None:
    """A closed launcher stops the exposure and the record says how and by whom."""
    supervisor = begun(tmp_path, "closed-visit")
    supervisor.ask_to_close()
    try:
        until(supervisor, Ended)
    finally:
        supervisor.close()
    assert repair(tmp_path / "records.db") == []
    with Store.open(tmp_path / "records.db", read_only=True) as store:
        stored = store.session("last")
        (stopped,) = stored.entries(kind="stopped")
        assert stopped.fields["via"] == "window_closed"
        assert (stored.state, stored.ending) == ("closed", "stopped")
        assert verify(stored).same


@pytest.mark.slow
def test_a_stage_whose_launcher_died_ends_in_order(tmp_path: Path) -> None:
    """Nobody watches the frame loop any more, so it brings the patient to safety and ends by itself."""
    supervisor = begun(tmp_path, "orphaned-visit")
    try:
        assert supervisor._visit is not None
        stdin = supervisor._visit.process.stdin
        assert stdin is not None
        stdin.close()
        until(supervisor, Ended)
    finally:
        supervisor.close()
    with Store.open(tmp_path / "records.db", read_only=True) as store:
        assert store.session("last").ending == "stopped"
