"""Back to here and now: five things to see, four to touch, three to hear, two to smell, one slow breath.

Spoken one after another to a patient who came to the safe room out of fear. Nothing waits for an answer: whoever is
ready goes on, whoever stops has stopped, and a question that is open is let finish first.
"""

from typing import Final

from therapy.directives import Say
from therapy.sample import TICKS_PER_S
from therapy.words import N_

FIRST_S: Final = 8
"""Seconds from arriving to the first prompt: the sentence said on arriving is read by then."""
EVERY_S: Final = 12
"""Seconds for each prompt: about seven to read it, the rest to follow it."""

PROMPTS: Final[tuple[str, ...]] = (
    N_("Look around you, slowly. Find five things that you can see."),
    N_("Feel four things that touch you: the floor, your seat or your shoes, your clothes, your own hands."),
    N_("Listen. Find three things that you can hear."),
    N_("Notice two things that you can smell, or remember two smells that you like."),
    N_("And one slow breath with the light: in as it fills its ring, out as it leaves it."),
)
"""The exercise known as 5-4-3-2-1, in the order in which the senses are called."""

OUT_OF_FEAR: Final = frozenset({"stop", "distress", "word"})
"""Rules that bring a patient here for whom this is meant: not sickness, a lost link or the end of the time."""


class Grounding:
    """The prompts of one stay in the safe room; stepped once a tick while the patient is there."""

    def __init__(self) -> None:
        self._left: tuple[str, ...] = ()
        self._wait = 0

    @property
    def going_on(self) -> bool:
        """Whether a prompt is still to come."""
        return bool(self._left)

    def begin(self) -> None:
        """From the first prompt on, whatever was said before."""
        self._left, self._wait = PROMPTS, FIRST_S * TICKS_PER_S

    def end(self) -> None:
        """No more prompts."""
        self._left = ()

    def step(self, *, listening: bool) -> Say | None:
        """One tick. The prompt that is due; it waits while the patient is asked something or is not there."""
        if not self._left:
            return None
        self._wait -= 1
        if self._wait > 0 or not listening:
            return None
        said, *left = self._left
        self._left, self._wait = tuple(left), EVERY_S * TICKS_PER_S
        return Say(text=said)
