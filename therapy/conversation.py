"""What the patient is asked and offered: one panel at a time, a question before an offer, nothing lost in between."""

import enum
from collections.abc import Callable
from typing import NamedTuple

from therapy.directives import Ask, Directive, Dismiss, Offer
from therapy.events import Event, RatingAsked
from therapy.observations import HIGHEST, Answered, Fact, Scale
from therapy.sample import TICKS_PER_S
from therapy.words import N_


class Purpose(enum.Enum):
    """What the patient would agree to by choosing an offer."""

    SUPPORT = "support"
    BEGIN = "begin"
    GO_IN = "go_in"
    NEXT = "next"
    FINISH = "finish"
    GO_BACK_IN = "go_back_in"
    DONE = "done"


class Words(NamedTuple):
    """How one scale is put to the patient."""

    prompt: str
    low: str
    high: str
    stride: int


WORDS: dict[Scale, Words] = {
    Scale.SUDS: Words(
        N_("How distressed do you feel right now?"), N_("calm"), N_("the most you can imagine"), 10
    ),
    Scale.SICKNESS: Words(N_("How sick or dizzy do you feel?"), N_("not at all"), N_("very sick"), 2),
    Scale.EXPECTANCY: Words(
        N_("How sure are you that this will happen: {feared_outcome}"), N_("it won't"), N_("it will"), 10
    ),
    Scale.PAIN: Words(N_("How much pain do you feel?"), N_("none"), N_("the worst you can imagine"), 1),
    Scale.FATIGUE: Words(N_("How tired are you?"), N_("not at all"), N_("exhausted"), 1),
}
"""Prompt and labels of every scale."""

READY = N_("I'm ready")
YES = N_("Yes")
FINISH = N_("Finish")


class Question(NamedTuple):
    """A question that is open: number of its Ask, scale, and the tick at which it is given up."""

    number: int
    scale: Scale
    deadline: int


class Conversation:
    """Puts questions and offers to the patient, in order, and notices when one stays unanswered."""

    def __init__(self, put: Callable[[Event | Directive], int], answer_within_s: float) -> None:
        self._put = put
        self._patience = int(answer_within_s * TICKS_PER_S)
        self._queue: list[tuple[Scale, dict[str, Fact]]] = []
        self._open: Question | None = None
        self._offer: tuple[Purpose, Offer] | None = None
        self._offer_shown = False
        self._due: dict[Scale, tuple[int, int, dict[str, Fact]]] = {}
        self.asked_ticks: dict[Scale, int] = {}
        """When each scale was last asked."""

    @property
    def asking(self) -> bool:
        """Whether a question is open or waits."""
        return self._open is not None or bool(self._queue)

    @property
    def offered(self) -> Purpose | None:
        """What a Ready would mean now; None while a question stands before it."""
        return self._offer[0] if self._offer is not None and self._offer_shown else None

    @property
    def offering(self) -> Purpose | None:
        """What is on offer, shown or waiting behind a question."""
        return self._offer[0] if self._offer is not None else None

    def every(self, scale: Scale, interval_s: float, first_tick: int, **inputs: Fact) -> None:
        """Ask `scale` at `first_tick` and then at every interval, until `no_longer`."""
        self._due[scale] = (first_tick, int(interval_s * TICKS_PER_S), inputs)

    def no_longer(self, scale: Scale) -> None:
        """Ask `scale` no more: what was due or waiting is forgotten, an open question is taken away."""
        self._due.pop(scale, None)
        self._queue = [waiting for waiting in self._queue if waiting[0] is not scale]
        if self._open is not None and self._open.scale is scale:
            self._open = None
            self._put(Dismiss())

    def ask(self, scale: Scale, **inputs: Fact) -> None:
        """Ask `scale` as soon as nothing else is open."""
        asked_now = self._open is not None and self._open.scale is scale
        if not asked_now and all(waiting is not scale for waiting, _ in self._queue):
            self._queue.append((scale, inputs))

    def offer(self, purpose: Purpose, text: str, label: str, **inputs: Fact) -> None:
        """Offer one choice, in place of any earlier one."""
        self._offer, self._offer_shown = (purpose, Offer(text=text, label=label, inputs=inputs)), False

    def withdraw(self) -> None:
        """Take any offer back."""
        if self._offer is not None and self._offer_shown:
            self._put(Dismiss())
        self._offer, self._offer_shown = None, False

    def hush(self) -> None:
        """Take everything away at once: questions, offers, what was due."""
        if self._open is not None or self._offer_shown:
            self._put(Dismiss())
        self._open, self._offer, self._offer_shown = None, None, False
        self._due.clear()
        self._queue.clear()

    def heard(self, answer: Answered) -> None:
        """Close the question that this answers, if it is the open one."""
        if self._open is not None and answer.scale is self._open.scale:
            self._open = None
            self._put(Dismiss())

    def step(self, tick: int) -> Question | None:
        """One tick. Returns the question that was just given up on."""
        missed = None
        if self._due:
            for scale, (due, interval, inputs) in self._due.items():
                if tick >= due:
                    self._due[scale] = (tick + interval, interval, inputs)
                    self.ask(scale, **inputs)
        if self._open is not None and tick >= self._open.deadline:
            missed = self._open
            self._open = None
            self._put(Dismiss())
        if self._open is None:
            if self._queue:
                self._show_question(tick)
            elif self._offer is not None and not self._offer_shown:
                self._put(self._offer[1])
                self._offer_shown = True
        return missed

    @property
    def open_scale(self) -> Scale | None:
        """Which scale is being asked."""
        return self._open.scale if self._open is not None else None

    def _show_question(self, tick: int) -> None:
        scale, inputs = self._queue.pop(0)
        words = WORDS[scale]
        number = self._put(
            Ask(
                scale=scale,
                prompt=words.prompt,
                inputs=inputs,
                highest=HIGHEST[scale],
                stride=words.stride,
                low_label=words.low,
                high_label=words.high,
            )
        )
        self._put(RatingAsked(scale=scale, question=number))
        self._open = Question(number, scale, tick + self._patience)
        self.asked_ticks[scale] = tick
        # An offer underneath is shown again once the question is gone.
        self._offer_shown = False
