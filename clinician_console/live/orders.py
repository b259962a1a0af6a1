"""Commands on their way: numbered for the stage, and each answer brought back to the page that asked."""

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from clinician_console.live.page import Page
from clinician_console.story import Said, clock
from clinician_console.summary import words_of
from therapy.commands import Command
from therapy.translation import translate
from therapy.words import N_

SENT: Final = N_("On its way.")
HEARD: Final = N_("Heard at {clock}.")
SHOWN: Final = N_("Shown at {clock}.")
OVERTAKEN: Final = N_("Something else took its place at {clock}.")
LOST: Final = N_("The line to the visit broke before an answer came. Look at the picture.")


@dataclass
class Order:
    """One command that a page asked for."""

    page: Page
    n: Any
    """The page's own number for it."""
    command: Command
    asked_ns: int = field(default_factory=time.monotonic_ns)
    heard: bool = False

    def ack(self, state: str, words: str, at: str | None = None, **ns: int) -> None:
        """Tell the page, at once, what became of it. `at` is the visit's clock."""
        timings = {"asked": self.asked_ns, **ns, "told": time.monotonic_ns()}
        ack = {"n": self.n, "state": state, "words": words, "clock": at, "ns": timings}
        self.page.tell({"ack": ack})

    def lost(self) -> None:
        """Tell the page that no answer will come."""
        self.ack("lost", translate(LOST))


class Orders:
    """What was sent to the stage and is not settled yet."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._numbers = itertools.count(1)
        self._under_way: dict[int, Order] = {}

    def number(self, order: Order) -> int:
        """Take an order up; the number by which the stage will answer."""
        number = next(self._numbers)
        self._under_way[number] = order
        return number

    def answered(self, answer: Mapping[str, Any]) -> None:
        """The stage says what became of one: heard, and later shown, refused or overtaken."""
        order = self._under_way.get(answer["n"])
        if order is None:
            return
        ns = {"answered": answer["ns"]}
        ns |= {name.removesuffix("_ns"): answer[name] for name in ("heard_ns", "drawn_ns") if name in answer}
        if "heard" in answer:
            order.heard = True
            at = clock(answer["heard"])
            order.ack("heard", translate(HEARD, clock=at), at, **ns)
            return
        del self._under_way[answer["n"]]
        if "refused" in answer:
            refused = answer["refused"]
            words = words_of(Said(refused["sentence"], refused["inputs"]), self._titles)
            order.ack("refused", words, **ns)
        else:
            state, message = ("shown", SHOWN) if "shown" in answer else ("overtaken", OVERTAKEN)
            at = clock(answer[state])
            order.ack(state, translate(message, clock=at), at, **ns)

    def lost(self) -> list[Order]:
        """The line broke: whoever asked is told that no answer will come. Returns the stops nobody may have heard."""
        orders, self._under_way = list(self._under_way.values()), {}
        again = [order for order in orders if order.command.kind == "stop" and not order.heard]
        for order in orders:
            if order not in again:
                order.lost()
        return again
