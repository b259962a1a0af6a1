"""The visit that runs, as this process knows it: hears the stage, shows it to every page, passes commands on.

A command and its answer are passed on in the call that brings them. All else is shown at most ten times a second;
figures that move by themselves, two or three times.
"""

import asyncio
import enum
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from clinician_console.live import asking
from clinician_console.live.orders import Order
from clinician_console.live.page import Page
from clinician_console.live.picture import Picture
from clinician_console.live.plan import Plan
from clinician_console.live.sending import NOT_SENT, Sending
from clinician_console.live.steering import Steering
from clinician_console.live.told import Told
from clinician_console.story import Said
from clinician_console.summary import HOW_IT_ENDED, words_of
from therapy.briefing import Briefing
from therapy.prescription import Mode
from therapy.translation import translate
from therapy.words import N_

SHOW_EVERY_S: Final = 0.1
MOVED_EVERY_S: Final = 0.4
"""Between two views where nothing but the figures of this moment is new: each costs the page a layout."""
BEAT_EVERY_S: Final = 0.2

CONNECTING: Final = N_("Connecting to the visit.")
SAFE_ROOM: Final = N_(
    "The software failed. The patient is in the safe room; end the visit when they are ready."
)
OVER: Final = N_("The visit is over.")
DOWN: Final = N_("The line to the visit is down; the session protects the patient by itself.")
GONE: Final = N_("The program that shows the visit is gone; the patient is being brought to the safe room.")
NOBODY: Final = N_("Nobody steers; without a therapist the patient is brought to the safe room.")
STANDS_STILL: Final = N_(
    "The page of {who} stands still; nothing rises until it is back or somebody takes over."
)
CLOSING: Final = N_("The safe room is being closed.")
REAL_TIME: Final = N_("Only the time of a simulated patient can run faster.")

_log = logging.getLogger(__name__)


class State(enum.StrEnum):
    """Where the visit is, as a page needs to know it."""

    CONNECTING = "connecting"
    RUNNING = "running"
    FAULT = "fault"
    SAFE_ROOM = "safe_room"
    """Up again after a fault."""
    OVER = "over"


class LiveVisit:
    """One visit and its pages. Lives on one event loop; nothing in it waits."""

    def __init__(
        self,
        briefing: Briefing,
        *,
        patient: str | None,
        port: int,
        token: str,
        speed: float | None,
        close: Callable[[], Awaitable[None]],
    ) -> None:
        """`patient`: kind of a simulated one. `close` asks the launcher to end the visit from outside."""
        self.briefing = briefing
        self.plan = Plan(briefing, patient=patient)
        self.picture = Picture(port, token)
        self.state = State.CONNECTING
        self._words = translate(CONNECTING)
        """One sentence for the state, where the visit itself does not say more."""
        self._speed = speed
        titles = self.plan.titles
        self._sending = Sending(port, token, titles, heard=self._heard, changed=self._changed, close=close)
        self._told = Told(self.plan)
        self._steering = Steering()
        self._pages: list[Page] = []
        self._report: str | None = None
        self._shown_s = 0.0
        self._due: asyncio.TimerHandle | None = None
        self._silent = False
        self._beating: asyncio.Task[None] | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.state is State.OVER

    # What the launcher says

    def start(self) -> None:
        """Call the stage and begin to beat. Needs a running loop."""
        self._sending.line.open()
        self._beating = asyncio.get_running_loop().create_task(self._beat(), name="beats")

    def fault(self, sentence: str, inputs: Mapping[str, Any]) -> None:
        """The stage failed and was ended; the safe room is on its way."""
        self._hang_up()
        self._told.now.lose()
        self._become(State.FAULT, words_of(Said(sentence, inputs)))

    def safe_room(self) -> None:
        """The safe room is up after a fault."""
        self._become(State.SAFE_ROOM, translate(SAFE_ROOM))

    def finish(self) -> None:
        """The stage is gone and the record is closed."""
        self._hang_up()
        self._report = f"/visits/{self.briefing.session_id}"
        failed = self.state in (State.FAULT, State.SAFE_ROOM)
        self._end("fault" if failed else self._told.now.ending)

    def replaced(self) -> None:
        """Another visit takes the place of this one: its pages load again, and can ask for nothing here."""
        self._hang_up()
        self._become(State.OVER, translate(OVER))
        for page in self._pages:
            page.tell({"reload": True})
        if self._beating is not None:
            self._beating.cancel()
        if self._due is not None:
            self._due.cancel()

    # What pages say

    def come(self, page: Page) -> None:
        """A page opened."""
        self._show()  # what the others were not told yet: this page is told it all
        self._pages.append(page)
        self._steering.come(page, _now_s())
        log, points = self._told.all()
        for message in ({"view": self.view(page)}, {"log": log}, {"points": points}):
            page.tell(message)
        self._changed()

    def go(self, page: Page) -> None:
        """A page closed."""
        self._pages.remove(page)
        self._steering.go(page)
        self._changed()

    def said(self, page: Page, text: str | None) -> None:
        """A page said something. Whatever it is, the page stays open."""
        n: Any = None
        try:
            message = asking.message(text)
            n = message.get("n")
            if "command" in message:
                self._ask(Order(page, n, asking.command(message["command"], page.who)))
            elif "beat" in message:
                self._echo(page, message["beat"])
            elif "speed" in message:
                self._set_speed(page, asking.speed(message["speed"]))
            elif "speech" in message:
                self._set_speech(page, asking.speech(message["speech"]))
            elif message.get("steer") is True:
                self._take_over(page)
            else:
                raise asking.NotUnderstood(asking.UNKNOWN)
        except asking.NotUnderstood as problem:
            page.tell({"ack": {"n": n, "state": "refused", "words": str(problem), "clock": None, "ns": {}}})

    def _echo(self, page: Page, number: object) -> None:
        if isinstance(number, int) and self._steering.echo(page, number, _now_s()):
            self._sending.line.say_now_or_never({"beat": True})

    def _ask(self, order: Order) -> None:
        refused = self._steering.refuses(order.page, order.command)
        if refused is not None:
            order.ack("refused", translate(refused, who=self._steering.who))
        elif self.state in (State.CONNECTING, State.RUNNING):
            self._sending.send(order)
        elif self.state is not State.OVER and order.command.kind == "end_visit":
            self._sending.end_from_outside()
            order.ack("sent", translate(CLOSING))
        else:
            order.ack("refused", translate(OVER) if self.over else self._words)

    def _take_over(self, page: Page) -> None:
        refused = self._steering.take_over(page, _now_s())
        if refused is not None:
            raise asking.NotUnderstood(refused)
        self._changed()

    def _set_speed(self, page: Page, speed: float) -> None:
        refused = self._steering.not_at_wheel(page)
        if refused is not None:
            raise asking.NotUnderstood(refused, who=self._steering.who or "")
        if self._speed is None or not self.briefing.compressed_time:
            raise asking.NotUnderstood(REAL_TIME)
        if not self._sending.line.say({"speed": speed}):
            raise asking.NotUnderstood(NOT_SENT)
        self._speed = speed
        self._changed()

    def _set_speech(self, page: Page, speech: bool) -> None:
        """How a visit is heard, not what is done in it: the stage does it, and says so with where the visit is."""
        refused = self._steering.not_at_wheel(page)
        if refused is not None:
            raise asking.NotUnderstood(refused, who=self._steering.who or "")
        if not self._sending.line.say({"speech": speech}):
            raise asking.NotUnderstood(NOT_SENT)

    # What the stage says

    def _heard(self, line: dict[str, Any]) -> None:
        every_s = MOVED_EVERY_S if "at" in line and self.state is not State.CONNECTING else SHOW_EVERY_S
        if self.state is State.CONNECTING:
            self.state = State.RUNNING
        try:
            self._told.hear(line)
        except Exception:
            # A console that shows one thing wrong, and can stop, is better than none.
            _log.exception("expected a line of a visit, got %s", line)
        if self.state is State.RUNNING and self._told.now.ending is not None:
            self._end(self._told.now.ending)
        self._changed(every_s)

    # What is shown

    def view(self, page: Page | None = None) -> dict[str, Any]:
        """The whole state, as this page shows it."""
        return {**self._view(), "steering": self._steering_for(page)}

    def _view(self) -> dict[str, Any]:
        now, link = self._told.now, self._link()
        return {
            "state": self.state.value,
            "words": now.where() if self.state is State.RUNNING else self._words,
            **now.view(),
            "link": {"ok": link is None, "words": link or ""},
            "speed": self._speed,
            "report": self._report,
        }

    def _steering_for(self, page: Page | None) -> dict[str, Any]:
        at_wheel = self._steering.at_wheel
        watching = len(self._pages) - (at_wheel is not None)
        return {
            "who": self._steering.who,
            "you": page is not None and page is at_wheel,
            "watching": watching,
        }

    def _link(self) -> str | None:
        """What is wrong between the therapist and the patient, in words; None where nothing is."""
        line = self._sending.line
        if self.state not in (State.CONNECTING, State.RUNNING):
            return None
        if line.gone:
            return translate(GONE)
        if not line.up:
            return translate(DOWN if self.state is State.RUNNING else CONNECTING)
        if self.plan.mode is Mode.HOME:
            return None
        if self._steering.at_wheel is None:
            return translate(NOBODY)
        return translate(STANDS_STILL, who=self._steering.who) if self._silent else None

    def _changed(self, every_s: float = SHOW_EVERY_S) -> None:
        due_s = self._shown_s + every_s
        if self._due is not None:
            if self._due.when() <= due_s:
                return
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_at(due_s, self._show)

    def _show(self) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due, self._shown_s = None, _now_s()
        log, points = self._told.news()
        view = self._view() if self._pages else {}
        for page in self._pages:
            if log:
                page.tell({"log": log})
            if points is not None:
                page.tell({"points": points})
            page.show(json.dumps({"view": {**view, "steering": self._steering_for(page)}}))

    def _become(self, state: State, words: str) -> None:
        self.state, self._words = state, words
        self._changed()

    def _end(self, ending: str | None) -> None:
        self._become(State.OVER, translate(HOW_IT_ENDED.get(ending, HOW_IT_ENDED[None])))

    def _hang_up(self) -> None:
        self._sending.close()
        self.picture.close()

    async def _beat(self) -> None:
        number, due_s = 0, _now_s()
        while True:
            number += 1
            self._steering.beat(number, _now_s())
            for page in self._pages:
                page.tell({"beat": number})
            silent = self._steering.silent(_now_s())
            if silent is not self._silent:
                self._silent = silent
                self._changed()
            due_s = max(due_s + BEAT_EVERY_S, _now_s())
            await asyncio.sleep(due_s - _now_s())


def _now_s() -> float:
    return asyncio.get_running_loop().time()
