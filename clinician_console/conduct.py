"""Conducts one visit from the launcher's side: stage and supervisor, progress, and what the record then says."""

import queue
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console

from clinician_console.data_folder import DataFolder
from clinician_console.desk import Desk
from clinician_console.progress import Progress
from clinician_console.story import Story, story
from clinician_console.supervise import Cause, Ended, Fault, SafeRoomUp, Supervisor
from therapy.briefing import Briefing
from therapy.errors import Input
from therapy.records import Finding, StoredSession, repair
from therapy.translation import locale_in_use, translate
from therapy.words import N_

SAFE_ROOM_STAYS_S = 3.0
"""How long the safe room is shown after a fault when nobody is there who could close it."""


class Conduct:
    """One visit, from before its first frame to after its last."""

    def __init__(
        self, console: Console, data: DataFolder, briefing: Briefing, desk: Desk | None = None
    ) -> None:
        self._console, self._data, self._briefing, self._desk = console, data, briefing, desk
        self.fault: Fault | None = None
        self.closed_by_hand = False
        """Somebody pressed Ctrl-C or ended the launcher."""
        self._refused = False
        self._closed_at_the_desk = False

    def run(
        self,
        *,
        patient: str | None,
        window: bool | None,
        wait: bool,
        speed: float | None = None,
        speech: bool = True,
    ) -> bool:
        """Let the visit happen; True if it ended in order.

        `wait`: after a fault the safe room stays until somebody presses Ctrl-C or closes it from the console.
        `speed`: session time over the clock's where time is compressed; None: as fast as the machine can.
        `speech`: whether captions are spoken from the start; the console and the keyboard can change it.
        """
        folder = self._data.running(self._briefing.session_id)
        common = {"data": str(self._data.environments), "window": window, "locale": locale_in_use()}
        visit = common | {
            "briefing": self._briefing.model_dump(mode="json"),
            "record": str(self._data.records),
            "patient": patient,
            "speed": speed,
            "speech": speech,
            "token": None if self._desk is None else secrets.token_urlsafe(24),
        }
        supervisor = Supervisor(visit, common, folder)
        with _interrupting(supervisor), Progress(self._console, self._briefing) as progress:
            supervisor.start()
            self._tell_desk("starting", alias=self._briefing.alias)
            if self._desk is not None:
                self._desk.asked_to_close = lambda: self._close(supervisor)
            try:
                self._listen(supervisor, progress, wait, visit)
            finally:
                self.closed_by_hand = supervisor.closing and not self._closed_at_the_desk
                supervisor.close()
                self._tell_desk("over", session_id=self._briefing.session_id)
        if self.fault is None and not self._refused:
            self._data.tidy(self._briefing.session_id)
            return True
        self._explain(folder)
        return False

    def _close(self, supervisor: Supervisor) -> None:
        self._closed_at_the_desk = True
        supervisor.ask_to_close()

    def _tell_desk(self, kind: str, **what: Any) -> None:
        if self._desk is not None:
            self._desk.tell(kind, **what)

    def _listen(self, supervisor: Supervisor, progress: Progress, wait: bool, visit: dict[str, Any]) -> None:
        while True:
            try:
                news = supervisor.news.get(timeout=0.5)
            except queue.Empty:
                continue
            match news:
                case Ended():
                    return
                case Fault():
                    self.fault = news
                    sentence, inputs = _found(news)
                    if not news.started:
                        if not self._refused:
                            advice = N_("Look into the terminal the console was started from, and try again.")
                            self._tell_desk("refused", what=sentence, advice=advice, inputs=inputs)
                        return
                    self._tell_desk("fault", sentence=sentence, inputs=inputs)
                    self._console.print(translate(sentence, **inputs), style="bold red")
                case SafeRoomUp():
                    words = N_("The safe room was up again {seconds:.1f} s later.")
                    self._console.print(translate(words, seconds=news.seconds))
                    self._tell_desk("safe_room")
                    _stay(supervisor, None if wait else SAFE_ROOM_STAYS_S, self._console)
                    return
                case {"kind": "ready"} if news["port"] is not None:
                    given = {name: visit[name] for name in ("briefing", "patient", "token", "speed")}
                    self._tell_desk("visit", port=news["port"], **given)
                case {"kind": "error"}:
                    self._refused = True
                    what, advice = str(news["what"]), str(news["advice"])
                    self._tell_desk("refused", what=what, advice=advice, inputs=news["inputs"])
                    self._console.print(translate(what, **news["inputs"]), style="bold red")
                    self._console.print(translate(advice, **news["inputs"]))
                case _:
                    progress.hear(news)

    def _explain(self, folder: Path) -> None:
        session_id = self._briefing.session_id
        noted: list[Finding] = []
        if self.fault is not None and not self._refused:
            words = N_("For whoever looks into it, the last messages are in {file}.")
            told = translate(words, file=str(folder / "stage.log"))
            self._console.print(told, highlight=False, soft_wrap=True)
            sentence, inputs = _found(self.fault)
            noted.append(Finding(sentence, session_id, inputs))
        for finding in repair(self._data.records, noted):
            if finding not in noted:
                self._console.print(translate(finding.sentence, **finding.inputs))


def told_by(stored: StoredSession) -> Story:
    """The story of a stored visit."""
    events = ((entry.tick, entry.fields) for entry in stored.entries(role="event"))
    return story(stored.briefing, events)


def new_session_id(started_at: str) -> str:
    """An id nobody has to type: the minute and four random digits, so that a list of them sorts by time."""
    digits = "".join(letter for letter in started_at[:16] if letter.isdigit())
    return f"{digits[:8]}-{digits[8:]}-{secrets.token_hex(2)}"


def _found(fault: Fault) -> tuple[str, dict[str, Input]]:
    """What the supervisor saw and did, for the terminal and the record."""
    words = {
        Cause.HUNG: N_(
            "The picture stood still ({detail}), so its program was ended; the exposure was over after {seconds:.2f} s."
        ),
        Cause.DIED: N_("The program that draws crashed ({detail}); the exposure is over."),
        Cause.FAILED: N_(
            "The program that draws ended by itself (exit status {detail}); the exposure is over."
        ),
    }[fault.cause]
    return words, {"detail": fault.detail, "seconds": round(fault.seconds, 3)}


def _stay(supervisor: Supervisor, seconds: float | None, console: Console) -> None:
    if seconds is None:
        console.print(translate(N_("It stays until you press {key}."), key="Ctrl-C"))
    until_s = None if seconds is None else time.monotonic() + seconds
    while not supervisor.closing and (until_s is None or time.monotonic() < until_s):
        time.sleep(0.05)


@contextmanager
def _interrupting(supervisor: Supervisor) -> Iterator[None]:
    """Ctrl-C, a closed terminal or a shutdown end the visit in order instead of tearing it down."""

    def ask(number: int, frame: FrameType | None) -> None:
        supervisor.ask_to_close()

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before: dict[str, Any] = {name: signal.signal(getattr(signal, name), ask) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
