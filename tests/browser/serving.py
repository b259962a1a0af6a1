"""The console's real application, served by the real server on a free port of this machine."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page
from starlette.types import ASGIApp

from clinician_console.data_folder import DataFolder
from clinician_console.house import House

KEY = "a-key-of-the-tests"


@dataclass
class Console:
    """A console that runs, without a launcher: what it would ask one is kept in `asked`."""

    house: House
    address: str
    asked: list[dict[str, Any]] = field(default_factory=list)

    def enter(self, page: Page, to: str = "/") -> None:
        """Go in as a therapist does who was given the launcher's address, then to the page `to`."""
        page.goto(f"{self.address}/enter?key={KEY}")
        if to != "/":
            page.goto(self.address + to)


@contextlib.contextmanager
def console_over(folder: Path) -> Iterator[Console]:
    """A console whose records lie in `folder`."""
    from clinician_console.app import create_app

    with free_port() as listening:
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        asked: list[dict[str, Any]] = []

        async def ask(line: dict[str, Any]) -> None:
            asked.append(line)

        house = House(data=DataFolder(folder), key=KEY, hosts=frozenset({host}), ask=ask)
        house.data.create()
        with served(create_app(house), listening):
            yield Console(house, f"http://{host}", asked)


@contextlib.contextmanager
def free_port() -> Iterator[socket.socket]:
    """A socket bound to a port of the loopback nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@contextlib.contextmanager
def served(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    """`app` answers on `listening` meanwhile."""
    config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="websockets-sansio")
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="console")
    running.start()
    try:
        yield
    finally:
        server.should_exit = True
        running.join(10)
    assert not running.is_alive(), "the console did not end"
