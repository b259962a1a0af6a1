"""A console that really serves, and pages that really connect to it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from clinician_console.app import create_app
from clinician_console.data_folder import DataFolder
from clinician_console.house import House
from clinician_console.live.visit import LiveVisit
from clinician_console.serve import _door
from tests.clinician_console.live.rehearsed import TOKEN, RunningVisit

KEY: Final = "the-key"
WITHIN_S: Final = 20.0
"""For whatever a test waits for; a busy machine is no failure."""


class Console:
    """A served house and what it asked of its launcher."""

    def __init__(self, folder: Path, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.asked: list[dict[str, Any]] = []
        self.house = House(DataFolder(folder), KEY, frozenset({self.host}), self._ask)

    async def _ask(self, line: dict[str, Any]) -> None:
        self.asked.append(line)

    def show(self, visit: RunningVisit) -> LiveVisit:
        """Take up this visit as the launcher would have it."""
        live = LiveVisit(
            visit.session.briefing,
            patient="improves",
            port=visit.link.port,
            token=TOKEN,
            speed=None,
            close=self.house.close,
        )
        self.house.live = live
        live.start()
        return live

    @asynccontextmanager
    async def page(self, who: str | None, *, echoes: bool = True) -> AsyncIterator["OpenPage"]:
        """A page of this person, open for so long."""
        cookies = f"stepladder-key={KEY}" + ("" if who is None else f"; stepladder-who={who}")
        async with connect(
            f"ws://{self.host}/live/control",
            origin=f"http://{self.host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": cookies},
            max_size=None,
        ) as connection:
            page = OpenPage(connection, echoes)
            listening = asyncio.create_task(page.listen())
            try:
                yield page
            finally:
                listening.cancel()

    @asynccontextmanager
    async def picture(self) -> AsyncIterator[ClientConnection]:
        """A picture's connection."""
        async with connect(
            f"ws://{self.host}/live/picture",
            origin=f"http://{self.host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": f"stepladder-key={KEY}"},
        ) as connection:
            yield connection


class OpenPage:
    """What live.js does, as far as the console notices."""

    def __init__(self, connection: ClientConnection, echoes: bool) -> None:
        self.connection = connection
        self.echoes = echoes
        self.view: dict[str, Any] = {}
        self.log: list[dict[str, str]] = []
        self.points: dict[str, list[list[float]]] = {"suds": [], "gaze": [], "heart": []}
        self.acks: list[dict[str, Any]] = []
        self.told_to_load_again = False
        self._heard = asyncio.Condition()

    async def listen(self) -> None:
        """Take in what comes, and echo beats at once."""
        with suppress(Exception):
            async for text in self.connection:
                message = json.loads(text)
                if "beat" in message and self.echoes:
                    await self.say({"beat": message["beat"]})
                await self._take(message)

    async def _take(self, message: dict[str, Any]) -> None:
        async with self._heard:
            self.view = message.get("view", self.view)
            self.log += message.get("log", [])
            for name, points in message.get("points", {}).items():
                self.points[name] += points
            self.acks += [message["ack"]] if "ack" in message else []
            self.told_to_load_again = self.told_to_load_again or "reload" in message
            self._heard.notify_all()

    async def say(self, message: Any) -> None:
        """Send one message."""
        await self.connection.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def until(self, so: Callable[["OpenPage"], bool]) -> None:
        """Wait until this is so."""
        async with asyncio.timeout(WITHIN_S), self._heard:
            await self._heard.wait_for(lambda: so(self))

    async def ask(self, n: int, last: str = "shown", **command: Any) -> list[str]:
        """Ask for a command and wait for this state; the states that it went through."""
        await self.say({"n": n, "command": command})
        await self.until(lambda page: any(ack["n"] == n and ack["state"] == last for ack in page.acks))
        return [ack["state"] for ack in self.acks if ack["n"] == n]

    def ended(self, n: int) -> bool:
        """Whether nothing more will be said about this command."""
        ends = ("shown", "refused", "overtaken", "lost")
        return any(ack["n"] == n and ack["state"] in ends for ack in self.acks)

    def words(self, n: int | None) -> str:
        """The words of the last answer to this."""
        return next(str(ack["words"]) for ack in reversed(self.acks) if ack["n"] == n)


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Console]:
    """The console, served as the launcher serves it."""
    door = _door("127.0.0.1", 0)
    console = Console(folder, door.getsockname()[1])
    config = uvicorn.Config(
        create_app(console.house), lifespan="off", log_level="warning", ws="websockets-sansio",
        ws_per_message_deflate=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[door]))
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        yield console
    finally:
        if console.house.live is not None:
            console.house.live.replaced()
        server.should_exit = True
        await serving
