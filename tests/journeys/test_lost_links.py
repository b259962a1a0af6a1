"""The therapist's line is closed, frozen or cut: nothing rises, then all holds, then the safe room (rule 3)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clinician_console.supervise import Supervisor
from tests.clinician_console.visits import briefing, supervised
from tests.journeys.therapist import Cable, Therapist
from therapy.commands import Actor, Hold, Resume
from therapy.prescription import Mode

TOKEN = "of this visit"
WITHIN_S = 60
CONTINUES_S = (0.5, 3.0, 10.0)
"""Silence from which nothing rises, everything holds, and the patient rests in the safe room."""


def event(supervisor: Supervisor, kind: str, **fields: Any) -> dict[str, Any]:
    """Wait for an event of the visit."""
    while True:
        news = supervisor.news.get(timeout=WITHIN_S)
        assert isinstance(news, dict), news
        if news["kind"] != "event" or news["event"]["kind"] != kind:
            continue
        found: dict[str, Any] = news["event"]
        if all(found[name] == value for name, value in fields.items()):
            return found


def port_of(supervisor: Supervisor) -> int:
    """Wait until the stage listens."""
    while True:
        news = supervisor.news.get(timeout=WITHIN_S)
        assert isinstance(news, dict), news
        if news["kind"] == "ready":
            return int(news["port"])


def silences(supervisor: Supervisor) -> list[float]:
    """Seconds of silence at which the watchdog began to bind, up to the rest in the safe room."""
    found: list[float] = []
    while len(found) < len(CONTINUES_S):
        verdict = event(supervisor, "rule_applied", binding=True)["verdict"]
        if verdict["rule"] == "watchdog":
            found.append(verdict["inputs"]["silent_s"])
    assert event(supervisor, "paused")["verdict"]["rule"] == "watchdog"
    return found


def closed(port: int) -> tuple[Therapist, Callable[[], None]]:
    """The console's process ends."""
    therapist = Therapist(port, TOKEN)
    return therapist, therapist.close


def frozen(port: int) -> tuple[Therapist, Callable[[], None]]:
    """The console stands still with its line open."""
    therapist = Therapist(port, TOKEN)
    return therapist, therapist.freeze


@pytest.mark.slow
def test_closed_frozen_and_cut(tmp_path: Path) -> None:
    """Each way to lose the line ends in the safe room by ten seconds; the therapist brings the patient back."""
    brief = briefing("lost-links")
    remote = brief.prescription.model_copy(update={"mode": Mode.SUPERVISED})
    supervisor = supervised(
        tmp_path, brief.model_copy(update={"prescription": remote}), speed=16.0, token=TOKEN
    )
    supervisor.start()
    try:
        port = port_of(supervisor)
        with Cable(port) as cable:
            ways = (closed, frozen, lambda _: cut(cable))
            therapist, lose = ways[0](port)
            event(supervisor, "step_entered")
            for way in (*ways[1:], closed):
                lose()
                found = silences(supervisor)
                assert all(
                    limit <= silent < limit + 1 for limit, silent in zip(CONTINUES_S, found, strict=True)
                ), found
                therapist.close()
                therapist, lose = way(port)
                event(supervisor, "rule_applied", binding=False)
                therapist.ask(1, Resume(by=Actor.THERAPIST))
                event(supervisor, "step_entered")
            therapist.close()
    finally:
        supervisor.close()


def cut(cable: Cable) -> tuple[Therapist, Callable[[], None]]:
    """Nothing arrives any more, and neither side is told."""
    return Therapist(cable.port, TOKEN), cable.cut


@pytest.mark.slow
def test_a_line_that_comes_back_in_time(tmp_path: Path) -> None:
    """A console that starts anew within ten seconds hears the whole visit, and its commands are answered."""
    supervisor = supervised(tmp_path, briefing("line-back", minutes=6), speed=16.0, token=TOKEN)
    supervisor.start()
    try:
        port = port_of(supervisor)
        first = Therapist(port, TOKEN)
        event(supervisor, "phase_entered", phase="baseline")
        first.close()
        second = Therapist(port, TOKEN)
        second.ask(5, Hold(by=Actor.THERAPIST, who="Dr Example"))
        assert second.answer(5, "heard")["heard"] <= second.answer(5, "shown")["shown"]
        kinds = [line["event"]["kind"] for line in second.heard if "event" in line]
        assert kinds[0] == "phase_entered"
        assert "held" in kinds
        second.close()
    finally:
        supervisor.close()
