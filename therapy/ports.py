"""What the outside implements for the session: an environment with its task, and an adaptation engine."""

from collections.abc import Generator, Mapping, Sequence
from typing import NamedTuple, Protocol

from pydantic import Field, model_validator

from therapy.briefing import Briefing, Calibration
from therapy.directives import AskEngine, Directive
from therapy.events import Event
from therapy.frozen import Frozen
from therapy.observations import Decision
from therapy.parameter import Choice, Parameter, Values
from therapy.protocol import Name, Step
from therapy.sample import Sample


class EnvironmentEvent(Frozen):
    """Something that can be made to happen in an environment."""

    name: Name
    title: str
    sudden: bool = False
    """Comes without warning: needs the patient's prior consent."""
    flashes: int = Field(default=0, ge=0)
    """Light-dark pairs it shows, for the flash rule."""
    lasts_s: float = Field(default=0, ge=0)


class FloorNeed(Frozen):
    """The real floor an environment needs around the origin, metres."""

    seated_width_m: float
    seated_depth_m: float
    standing_width_m: float
    standing_depth_m: float
    near_edge: bool = False
    """Whether standing here shows an edge: support must be confirmed first."""
    lures: bool = False
    """Whether it invites the patient to walk."""


class EnvironmentSpec(Frozen):
    """What an environment is, before anything of it is built."""

    id: Name
    title: str
    parameters: tuple[Parameter, ...]
    choices: tuple[Choice, ...] = ()
    events: tuple[EnvironmentEvent, ...] = ()
    floor: FloorNeed
    measures: dict[str, str]
    """Name of each measure it takes, with its unit."""

    @model_validator(mode="after")
    def _rates_are_positive(self) -> "EnvironmentSpec":
        lowest = {parameter.name: parameter.guardrail.lowest for parameter in self.parameters}
        for parameter in self.parameters:
            if parameter.rate_by is not None and not lowest.get(parameter.rate_by, 0.0) > 0:
                raise ValueError(f"{parameter.name}: expected a rate above 0, got {parameter.rate_by}")
        return self

    def parameter(self, name: str) -> Parameter:
        """The parameter called `name`; KeyError names the ones there are."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(
            f"{self.id} has no parameter {name!r}; it has {', '.join(p.name for p in self.parameters)}"
        )

    def defaults(self) -> dict[str, float]:
        """Default value of every parameter."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    def gentlest(self) -> dict[str, float]:
        """Gentlest value of every parameter."""
        return {parameter.name: parameter.gentlest for parameter in self.parameters}


class Moment(NamedTuple):
    """What a task sees in one tick of exposure."""

    tick: int
    sample: Sample
    values: Values
    choices: Mapping[str, str]


class Task(Protocol):
    """What happens in an environment beyond showing it; stepped only while the patient is in it. Portable code.

    Everything it returns is recorded; it holds no clock, file or unseeded random number.
    """

    def enter(self, step: Step, moment: Moment) -> Sequence[Event | Directive]:
        """A step of the ladder begins (also after a pause)."""
        ...

    def step(self, moment: Moment) -> Sequence[Event | Directive]:
        """One tick. Empty most of the time; at most 20 microseconds on average."""
        ...

    def trigger(self, event: str, moment: Moment) -> Sequence[Event | Directive]:
        """An event of the environment is to happen now."""
        ...

    def leave(self, moment: Moment) -> Sequence[Event | Directive]:
        """The step ends, or the patient leaves: measures of the step are handed in, open trials are abandoned."""
        ...


class Environment(Protocol):
    """One environment, as session and protocols know it."""

    @property
    def spec(self) -> EnvironmentSpec:
        """What it is."""
        ...

    def intensity(self, values: Values) -> float:
        """0-10, monotone: never falls when any parameter leaves its gentle side. 0 at the gentlest values."""
        ...

    def task(self, briefing: Briefing, calibration: Calibration) -> Task:
        """A new task for one visit."""
        ...


class Engine(Protocol):
    """Proposes moves on the ladder. A question is answered over several frames: every `yield` gives the frame back."""

    @property
    def name(self) -> str:
        """Recorded with each decision."""
        ...

    def decide(self, question: int, asked: AskEngine) -> Generator[None, None, Decision]:
        """Work on the answer, yielding at least every 2 ms, and return the decision."""
        ...
