"""Gets a command to the stage. A stop gets there too while the line is down, or the launcher ends the visit."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from clinician_console.live.line import Heard, Line
from clinician_console.live.orders import SENT, Order, Orders
from therapy.translation import translate
from therapy.words import N_

STOP_WITHIN_S: Final = 0.3
"""How long a stop waits for a broken line before the visit is ended from outside."""

NOT_SENT: Final = N_("The line to the visit is down, so this was not sent.")
STOP_WAITS: Final = N_("The line to the visit is down. The stop goes out first when it is back.")
STOP_OUTSIDE: Final = N_("The line to the visit is down, so the visit is being ended from outside.")


class Sending:
    """The line, the orders on it, and the stops that wait for it."""

    def __init__(
        self,
        port: int,
        token: str,
        titles: Mapping[str, str],
        *,
        heard: Heard,
        changed: Callable[[], None],
        close: Callable[[], Awaitable[None]],
    ) -> None:
        """`heard` takes what the stage says by itself; `close` ends the visit from outside."""
        self.line = Line(port, token, heard=self._heard, changed=self._line_changed)
        self._orders = Orders(titles)
        self._tell, self._changed, self._close = heard, changed, close
        self._stops: list[Order] = []
        """Asked for while there was no line."""
        self._closing: asyncio.Task[None] | None = None

    def send(self, order: Order) -> None:
        """Pass an order on now. What cannot be passed on is refused, but for a stop."""
        if self.line.up:
            command = order.command.model_dump(mode="json")
            self.line.say({"n": self._orders.number(order), "command": command})
            order.ack("sent", translate(SENT))
        elif order.command.kind == "stop":
            self._keep(order)
        else:
            order.ack("refused", translate(NOT_SENT))

    def end_from_outside(self) -> None:
        """Let the launcher end the visit."""
        if self._closing is None or self._closing.done():
            self._closing = asyncio.get_running_loop().create_task(self._from_outside())

    def close(self) -> None:
        """Hang up for good; whoever waits for an answer is told that there will be none."""
        self.line.close()
        for order in (*self._orders.lost(), *self._stops):
            order.lost()
        self._stops.clear()

    def _keep(self, stop: Order) -> None:
        self._stops.append(stop)
        stop.ack("sent", translate(STOP_WAITS))
        asyncio.get_running_loop().call_later(STOP_WITHIN_S, self._still_waits, stop)

    def _still_waits(self, stop: Order) -> None:
        if stop in self._stops:
            self._stops.remove(stop)
            stop.ack("sent", translate(STOP_OUTSIDE))
            self.end_from_outside()

    def _heard(self, line: dict[str, Any]) -> None:
        if "n" in line:
            self._orders.answered(line)
        else:
            self._tell(line)

    def _line_changed(self) -> None:
        if self.line.up:
            stops, self._stops = self._stops, []
            for stop in stops:
                self.send(stop)
        else:
            for stop in self._orders.lost():
                self._keep(stop)
        self._changed()

    async def _from_outside(self) -> None:
        await self._close()
