"""The therapist's line into a running visit: commands in, what happens out, and a beat that says somebody is there.

A socket on this machine's loopback only, one JSON object a line. The first line must be {"token": ...}; with
"mirror" beside it the connection carries pictures (environments.stage.mirror). Then come {"beat": true} at least
every 0.2 s, {"n": 7, "command": {...}} for a command, {"speed": 4} where time is compressed, and {"speech": false}
where captions are to be read only. Out go every event of the visit from its beginning, {"at": {...}} a few times a
second, and to each command {"n": 7, "heard": tick}, then one of "shown", "refused" and "overtaken"
(environments.stage.answers). Nothing here waits: the frame loop calls `poll` once a frame.
"""

import hmac
import select
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from pydantic import ValidationError

from environments.stage.answers import Answers
from environments.stage.line import Line, encoded
from environments.stage.mirror import Mirror
from therapy.commands import COMMANDS, Actor, Command
from therapy.events import Output
from therapy.frozen import Frozen
from therapy.observations import LinkHeard, LinkSilent, Observation

SILENCES_S: Final = (0.5, 3.0, 10.0)
"""Host time without a line after which the session is told: field guide rule 3."""


FIRST_LINE_S: Final = 3.0
"""Host time a console has to call before its silence counts. Going in takes longer than that."""


class LinkWatch:
    """Turns the times at which a line was heard into what the session is told. Host time."""

    def __init__(self, now_s: float) -> None:
        self._heard_s = now_s
        self._told = 0

    def heard(self, now_s: float) -> list[Observation]:
        """A line came in."""
        self._heard_s = now_s
        back = self._told > 0
        self._told = 0
        return [LinkHeard()] if back else []

    def look(self, now_s: float) -> list[Observation]:
        """Tell each threshold once, with the whole silence so far."""
        silent_s = now_s - self._heard_s
        passed = sum(silent_s >= threshold for threshold in SILENCES_S)
        if passed <= self._told:
            return []
        self._told = passed
        return [LinkSilent(seconds=round(silent_s, 3))]


class Link:
    """One therapist's console at a time; a new one that knows the token replaces the last."""

    def __init__(self, token: str, now_s: Callable[[], float] = time.monotonic) -> None:
        self._token = token.encode()
        self._now_s = now_s
        self._door = socket.create_server(("127.0.0.1", 0), backlog=4)
        self._door.setblocking(False)
        self._waiting: list[Line] = []
        self._console: Line | None = None
        self._happened: list[bytes] = []
        """Every event so far, for a console that comes late or comes back."""
        self._answers = Answers()
        self._watch = LinkWatch(now_s() + FIRST_LINE_S)
        self.mirror: Final = Mirror()
        self.speed: float | None = None
        """Session time over the clock's, as last asked for."""
        self.speech: bool | None = None
        """Whether captions are to be spoken, as last asked for; None once that is done."""

    @property
    def port(self) -> int:
        """Where it listens, on the loopback address."""
        port: int = self._door.getsockname()[1]
        return port

    def poll(self) -> list[Command | Observation]:
        """What came in since the last frame, in order, and what the silence means."""
        self._let_in()
        heard: list[Command | Observation] = []
        if self._console is not None:
            self._console.flush()
            for said in self._console.read():
                heard += self._watch.heard(self._now_s())
                command = self._command(self._console, said)
                if command is not None:
                    heard.append(command)
            if self._console.closed:
                self._console = None
        return heard + list(self._watch.look(self._now_s()))

    def wait(self, seconds: float) -> bool:
        """Wait for so long, or until something comes in: True. A command need not wait for the clock."""
        lines = [
            line.connection
            for line in (self._console, *self._waiting)
            if line is not None and not line.closed
        ]
        return bool(select.select([self._door, *lines], (), (), seconds)[0])

    def ticked(self, tick: int, outputs: Sequence[Output], events: Sequence[tuple[int, Frozen]]) -> None:
        """One tick: what the session put out, and the events among it with their numbers."""
        told = [
            encoded({"event": event.model_dump(mode="json"), "tick": tick, "number": number})
            for number, event in events
        ]
        self._happened += told
        self._tell(*told, *map(encoded, self._answers.ticked(tick, outputs)))

    def drawn(self, tick: int, shown: Sequence[int]) -> None:
        """One frame, and the outputs that are seen in it for the first time."""
        answers = self._answers.drawn(tick, shown)
        if answers:
            self._tell(*map(encoded, answers))

    def tell_where(self, at: dict[str, Any]) -> None:
        """Where the visit is now."""
        if self._console is not None:
            self._tell(encoded({"at": at}))

    def close(self) -> None:
        """Say what is left to say, and hang up."""
        for line in (self._console, *self._waiting):
            if line is not None:
                line.flush()
                line.close()
        self.mirror.close()
        self._door.close()

    def _tell(self, *lines: bytes) -> None:
        if self._console is not None and lines:
            self._console.write(*lines)

    def _let_in(self) -> None:
        try:
            while True:
                caller, _ = self._door.accept()
                self._waiting.append(Line(caller))
        except BlockingIOError:
            pass
        for line in tuple(self._waiting):
            first = next(iter(line.read(1)), None)
            if first is None and not line.closed:
                continue
            self._waiting.remove(line)
            token = first.get("token") if first is not None else None
            if (
                first is None
                or not isinstance(token, str)
                or not hmac.compare_digest(token.encode(), self._token)
            ):
                line.close()
            elif first.get("mirror") is True:
                self.mirror.serve(line.connection, line.release())
            else:
                if self._console is not None:
                    self._console.close()
                self._console = line
                line.write(*self._happened)

    def _command(self, line: Line, said: dict[str, Any]) -> Command | None:
        speed = said.get("speed")
        if isinstance(speed, int | float) and speed > 0:
            self.speed = float(speed)
        if isinstance(said.get("speech"), bool):
            self.speech = said["speech"]
        if "command" not in said:
            return None
        number = said.get("n")
        if not isinstance(number, int):
            line.write(encoded({"n": None, "refused": _wrong("expected a number n beside the command")}))
            return None
        try:
            command = COMMANDS.validate_python(said["command"])
        except ValidationError as error:
            line.write(encoded({"n": number, "refused": _wrong(str(error.errors()[0]["msg"]))}))
            return None
        if command.by is not Actor.THERAPIST:
            words = f"expected a command by the therapist, got one by {command.by}"
            line.write(encoded({"n": number, "refused": _wrong(words)}))
            return None
        self._answers.hear(number, command)
        return command


def _wrong(words: str) -> dict[str, Any]:
    """A defect of the console, in the form of a refusal."""
    return {"sentence": "{what}", "inputs": {"what": words}}
