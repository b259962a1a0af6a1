"""Asks the console's real application as a browser does: with its cookies, the Host and the Origin; and reads pages."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI

from clinician_console.app import create_app
from clinician_console.data_folder import DataFolder
from clinician_console.house import House

HOST: Final = "127.0.0.1:8710"
ORIGIN: Final = f"http://{HOST}"
KEY: Final = "the-key-of-this-console"
READ: Final = ("aria-label", "alt", "title", "placeholder", "data-label")
"""Attributes whose words a person sees or hears."""


class Browser:
    """One browser before one console. `asked` is what the console asked of the launcher."""

    def __init__(self, folder: Path, *, entered: bool = True) -> None:
        self.asked: list[dict[str, Any]] = []
        self.house = House(DataFolder(folder), KEY, frozenset({HOST}), self._ask)
        self.app: FastAPI = create_app(self.house)
        self.cookies: dict[str, str] = {}
        if entered:
            self.get(f"/enter?key={KEY}")

    async def _ask(self, line: dict[str, Any]) -> None:
        self.asked.append(line)

    def get(self, address: str, **headers: str) -> httpx.Response:
        """The page at this address."""
        return self.request("GET", address, headers)

    def post(self, address: str, **fields: str) -> httpx.Response:
        """Send a form from a page of this console."""
        kind = "application/x-www-form-urlencoded"
        headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", "Content-Type": kind}
        return self.request("POST", address, headers, urlencode(fields).encode())

    def request(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes = b""
    ) -> httpx.Response:
        """One request; cookies that the answer sets are kept."""
        answer = asyncio.run(self._send(method, address, {"Host": HOST, **headers}, body))
        self.cookies |= dict(answer.cookies)
        return answer

    async def _send(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, cookies=self.cookies) as client:
            return await client.request(method, address, headers=headers, content=body)

    def open_socket(self, path: str, headers: Mapping[str, str]) -> list[dict[str, Any]]:
        """What the console answers to a page that opens a socket and goes away at once."""
        given = {"Host": HOST, **headers}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "websocket",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "ws",
            "subprotocols": [],
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        }
        coming = iter([{"type": "websocket.connect"}])
        answered: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return next(coming, {"type": "websocket.disconnect", "code": 1001})

        async def send(message: Any) -> None:
            answered.append(dict(message))

        asyncio.run(self.app(scope, receive, send))
        return answered


class Page(HTMLParser):
    """A page as it is read: its words, its headings, its fields and what they are called."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        given = dict(attrs)
        self.tags.append((tag, given))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.words += [said for name in READ if (said := given.get(name))]

    def handle_data(self, data: str) -> None:
        """Words that are shown."""
        if data.strip():
            self.words.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        """All words."""
        return " ".join(self.words)

    def having(self, **attributes: str) -> Iterator[dict[str, str | None]]:
        """The attributes of every tag that has these."""
        for _, given in self.tags:
            if all(given.get(name.rstrip("_")) == value for name, value in attributes.items()):
                yield given

    def value(self, name: str) -> str | None:
        """What stands in the field of this name: typed, selected, or None."""
        inside = False
        for tag, given in self.tags:
            if tag == "select":
                inside = given.get("name") == name
            elif tag == "option" and inside and "selected" in given:
                return given["value"]
            elif tag == "input" and given.get("name") == name:
                if given.get("type") not in ("radio", "checkbox"):
                    return given.get("value")
                if "checked" in given:
                    return given.get("value")
        return None
