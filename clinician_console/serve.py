"""The console's process: `python -m clinician_console.serve`, its job on standard input.

Serves the console's pages on this machine's loopback, and hears from the launcher, one JSON object a line, which
visit runs and what becomes of it. Ends when standard input does: without a launcher nobody watches the stage.
"""

import asyncio
import contextlib
import faulthandler
import json
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn

from clinician_console.app import create_app
from clinician_console.data_folder import DataFolder
from clinician_console.house import House
from clinician_console.live.visit import LiveVisit
from environments.stage.job import job
from environments.stage.news import News
from therapy.briefing import Briefing
from therapy.frozen import Frozen
from therapy.translation import use_locale


class ConsoleJob(Frozen):
    """What this process is told first."""

    data: Path
    host: str = "127.0.0.1"
    port: int
    """0: any free one."""
    key: str
    locale: str = "en"


def main() -> None:
    """Serve until the launcher is gone."""
    faulthandler.enable()
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # the launcher ends this process in order
    news = News()
    told = job(ConsoleJob)
    use_locale(told.locale)
    try:
        asyncio.run(_serve(told, news))
    finally:
        news.close()


async def _serve(told: ConsoleJob, news: News) -> None:
    door = _door(told.host, told.port)
    port = door.getsockname()[1]
    names = {told.host, "localhost"} if told.host == "127.0.0.1" else {told.host}

    async def ask(line: dict[str, Any]) -> None:
        news.tell(**line)

    house = House(
        data=DataFolder(told.data), key=told.key, hosts=frozenset(f"{name}:{port}" for name in names), ask=ask
    )
    server = _Server(
        uvicorn.Config(
            create_app(house),
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
    )
    loop = asyncio.get_running_loop()

    def listen() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(_hear, house, json.loads(line))
        loop.call_soon_threadsafe(setattr, server, "should_exit", True)

    threading.Thread(target=listen, name="launcher", daemon=True).start()
    news.tell("up", port=port)
    await server.serve(sockets=[door])


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        """Signals are the launcher's affair."""
        yield


def _door(host: str, port: int) -> socket.socket:
    """Listens at `port`, or at a free one where that is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port, 0):
        # Of a socket that does not say TCP, asyncio leaves Nagle's algorithm on: an answer then waits 40 ms.
        door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if sys.platform != "win32":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, wanted))
        except OSError:
            door.close()
            if wanted == 0:
                raise
            continue
        door.listen()  # whoever comes before the server is ready waits at the door
        return door
    raise AssertionError("expected a port or an error")


def _hear(house: House, line: dict[str, Any]) -> None:
    """One line of the launcher's."""
    live = house.live
    match line["kind"]:
        case "starting":
            house.starting, house.refused = line["alias"], None
        case "visit":
            if live is not None:
                live.replaced()
            house.live = LiveVisit(
                Briefing.model_validate(line["briefing"]),
                patient=line["patient"],
                port=line["port"],
                token=line["token"],
                speed=line["speed"],
                close=house.close,
            )
            house.live.start()
            house.starting = None
        case "refused":
            house.starting = None
            house.refused = {name: line[name] for name in ("what", "advice", "inputs")}
        case "fault" if live is not None:
            live.fault(line["sentence"], line["inputs"])
        case "safe_room" if live is not None:
            live.safe_room()
        case "over" if live is not None:
            live.finish()


if __name__ == "__main__":
    main()
