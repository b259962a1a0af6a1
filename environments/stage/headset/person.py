"""A simulated patient as a script sees them: feelings, a body, what was seen, and the controls that stand there."""

from collections.abc import Generator, Mapping
from typing import Final

from environments.panel import Pointing
from environments.stage.headset.body import Body, Hand, Side
from environments.stage.headset.seen import Seen
from therapy.arithmetic import Draws
from therapy.sample import TICKS_PER_S, Button
from therapy.twin.patients import Patient
from therapy.twin.traits import Way

Script = Generator[int, None, None]
"""What the body does next; yields the ticks until it wants to go on."""
BLINK: Final = 9
"""Ticks between two looks at something that is waited for."""


class Person:
    """Everything a script may use; `tick` is now."""

    def __init__(self, patient: Patient, pointing: Pointing, values: Mapping[str, float], seed: int) -> None:
        self.patient, self.pointing = patient, pointing
        self.seen = Seen(values)
        self.draws = Draws(seed, "movements")
        traits = patient.traits
        self.body = Body(Draws(seed, "body"), left=traits.left, right=traits.right)
        self.tick = 0
        self.hard = 0.0
        """Intensity of what is shown."""
        self.answered = 0
        """Number of the board that was last answered or let go."""
        self.was_off = False
        """Whether the headset came off already in this visit."""

    def ticks(self, seconds: float) -> int:
        """Ticks of this many seconds."""
        return max(1, round(seconds * TICKS_PER_S))

    def hand(self, wanted: Side) -> Hand:
        """That hand, or the only one there is."""
        hands = self.body.hands
        return hands[wanted] if wanted in hands else next(iter(hands.values()))

    @property
    def side(self) -> Side:
        """The hand this patient prefers."""
        return "left" if self.patient.traits.way is Way.LEFT_HAND else "right"

    def click(self, button: Button) -> Script:
        """Press a button and let it go."""
        self.body.buttons |= button
        yield self.ticks(0.15)
        self.let_go()
        yield self.ticks(0.15)

    def wait(self, seconds: float) -> Script:
        """Do nothing for a while."""
        yield self.ticks(seconds)

    def let_go(self) -> None:
        """Nothing is pressed any more."""
        self.body.buttons = int(Button.NONE)
        for hand in self.body.hands.values():
            hand.press = 0.0
