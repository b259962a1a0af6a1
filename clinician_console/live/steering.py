"""Who steers a visit, and whether that person's page really lives. One steers; others may watch and may stop."""

from typing import Final, Protocol

from therapy.commands import Command
from therapy.words import N_

FRESH_S: Final = 0.4
"""An echo that comes later than this after its beat proves a page that stood still, not one that lives."""
ANYBODY: Final = frozenset({"stop", "add_note", "report_note", "report_adverse_event", "acknowledge_flag"})
"""Commands for which nobody has to steer."""

NAMELESS: Final = N_("Say who you are first; what you do goes into the record with your name.")
NOT_YOURS: Final = N_("{who} steers this visit. Take over first.")
NOBODYS: Final = N_("Nobody steers this visit. Take over first.")


class Watching(Protocol):
    """A page, as far as steering is concerned."""

    @property
    def who(self) -> str | None:
        """The person's name or initials, where they said who they are."""
        ...


class Steering:
    """The pages of a visit and which of them is at the wheel. Times are the caller's, in seconds."""

    def __init__(self) -> None:
        self.pages: list[Watching] = []
        self.at_wheel: Watching | None = None
        self._beats: dict[int, float] = {}
        self._echoed_s = 0.0

    @property
    def who(self) -> str | None:
        """Who steers."""
        return None if self.at_wheel is None else self.at_wheel.who

    def come(self, page: Watching, now_s: float) -> None:
        """A page opened. It steers where nobody does and it says whose it is.

        A browser that lost its connection comes back before the old one is known to be dead: the same person goes on.
        """
        self.pages.append(page)
        back = page.who == self.who and self.silent(now_s)
        if page.who is not None and (self.at_wheel is None or back):
            self._give_wheel(page, now_s)

    def go(self, page: Watching) -> None:
        """A page closed. The wheel stays free until somebody takes it: nobody is made to steer unasked."""
        if page in self.pages:
            self.pages.remove(page)
        if self.at_wheel is page:
            self.at_wheel = None

    def take_over(self, page: Watching, now_s: float) -> str | None:
        """Take the wheel from whoever has it. Why not (a message), or None."""
        if page.who is None:
            return NAMELESS
        self._give_wheel(page, now_s)
        return None

    def refuses(self, page: Watching, command: Command) -> str | None:
        """Why this page may not ask for that (a message over `who`), or None."""
        return None if command.kind in ANYBODY else self.not_at_wheel(page)

    def not_at_wheel(self, page: Watching) -> str | None:
        """Why this page does not steer (a message over `who`), or None where it does."""
        if page is self.at_wheel:
            return None
        if page.who is None:
            return NAMELESS
        return NOBODYS if self.at_wheel is None else NOT_YOURS

    def beat(self, number: int, now_s: float) -> None:
        """A beat went to every page."""
        self._beats = {k: at_s for k, at_s in self._beats.items() if now_s - at_s <= FRESH_S}
        self._beats[number] = now_s

    def echo(self, page: Watching, number: int, now_s: float) -> bool:
        """A page echoed a beat. True where that proves to the stage that a therapist is there."""
        sent_s = self._beats.get(number)
        if page is not self.at_wheel or sent_s is None or now_s - sent_s > FRESH_S:
            return False
        self._echoed_s = now_s
        return True

    def silent(self, now_s: float) -> bool:
        """Whether somebody steers whose page has stood still for too long."""
        return self.at_wheel is not None and now_s - self._echoed_s > FRESH_S

    def _give_wheel(self, page: Watching, now_s: float) -> None:
        self.at_wheel, self._echoed_s = page, now_s
