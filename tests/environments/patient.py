"""A person in front of the panel, for tests: a head, two hands and buttons, and the ticks that pass."""

from collections.abc import Sequence

from environments.panel import Control, Pointing
from environments.stage.headset.motion import angles, facing_pose
from therapy.commands import Command
from therapy.directives import Ask, Directive, Offer, ShowEnvironment
from therapy.events import Event, Output
from therapy.observations import Observation, Scale
from therapy.sample import TICKS_PER_S, Pose, Sample

EYES = (0.0, 1.2, 0.0)
LAP = {"left": (-0.17, 0.68, -0.28), "right": (0.17, 0.68, -0.28)}

SUDS = Ask(
    scale=Scale.SUDS,
    prompt="How distressed do you feel?",
    highest=100,
    stride=10,
    low_label="calm",
    high_label="worst",
)
FMS = Ask(
    scale=Scale.SICKNESS, prompt="Sick?", highest=20, stride=1, low_label="not at all", high_label="very"
)
PAIN = Ask(scale=Scale.PAIN, prompt="Pain?", highest=10, stride=1, low_label="none", high_label="worst")
READY = Offer(text="Shall we go on?", label="I'm ready")


def looking(position: Sequence[float], point: Sequence[float]) -> Pose:
    """A pose at a position that faces a point."""
    return facing_pose(position, *angles(position, point))


class Person:
    """Holds a posture until told otherwise; `passes` lets seconds go by and returns what was asked for meanwhile."""

    def __init__(self, *, left: bool = True, right: bool = True) -> None:
        self.pointing = Pointing()
        self.head: Pose | None = facing_pose(EYES, 0.0, 0.0)
        self.left = facing_pose(LAP["left"], 0.0, -0.3) if left else None
        self.right = facing_pose(LAP["right"], 0.0, -0.3) if right else None
        self.left_press = self.right_press = 0.0
        self.buttons = 0
        self.worn = True
        self.tick = 0
        self._numbers = 0

    def sees(self, *shown: Directive | Event) -> None:
        """The session puts these out now."""
        for what in shown:
            self._numbers += 1
            self.pointing.obey(Output(self._numbers, self.tick, what))

    def goes_in(self) -> None:
        """The exposure begins."""
        self.sees(ShowEnvironment(environment="heights"))
        self.passes(0.1)

    def sample(self) -> Sample:
        """This moment at the stored precision."""
        seen = Sample(
            self.head, self.left, self.right, None, self.left_press, self.right_press, self.buttons, self.worn
        )
        return Sample.from_counts(seen.counts())

    def passes(self, seconds: float) -> list[Command | Observation]:
        """This long in this posture."""
        asked: list[Command | Observation] = []
        sample = self.sample()
        for _ in range(round(seconds * TICKS_PER_S)):
            self.tick += 1
            asked += self.pointing.step(self.tick, sample)
        return asked

    def control(self, name: str) -> Control:
        """What is drawn under this id."""
        return next(control for control in self.pointing.controls() if control.id == name)

    def looks_at(self, point: Sequence[float]) -> None:
        """The head turns to a point."""
        self.head = looking(EYES, point)

    def points(self, side: str, point: Sequence[float], *, raised: bool = False) -> None:
        """A hand points there, from the lap or raised in front of the shoulder."""
        x, y, z = LAP[side]
        place = (x, 1.0, z) if raised else (x, y, z)
        setattr(self, side, looking(place, point))
