"""One open live page, and what waits to be sent to it."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final

MOST_WAITING: Final = 500
"""Messages kept for a page that does not read; then it is let go."""


class Page:
    """Takes messages without ever waiting. Answers go in order; of the whole state only the newest is sent."""

    def __init__(self, send: Callable[[str], Awaitable[None]], who: str | None) -> None:
        self.who = who
        self._send = send
        self._waiting: deque[str] = deque()
        self._view: str | None = None
        self._news = asyncio.Event()
        self._let_go = asyncio.Event()

    def tell(self, message: dict[str, Any]) -> None:
        """Send this soon."""
        if len(self._waiting) == MOST_WAITING:
            self._let_go.set()
            return
        self._waiting.append(json.dumps(message))
        self._news.set()

    def show(self, view: str) -> None:
        """Send the whole state once all else is sent, unless there is a newer one by then."""
        self._view = view
        self._news.set()

    async def write(self) -> None:
        """Send until the connection fails."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                await self._send(self._waiting.popleft())
            if self._view is not None:
                view, self._view = self._view, None
                await self._send(view)

    async def let_go(self) -> None:
        """Until it is clear that this page does not read."""
        await self._let_go.wait()
