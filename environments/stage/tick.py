"""One tick of a visit, the same with or without a picture: what the patient did, what the session said."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from therapy.commands import Command, Stop
from therapy.events import Output
from therapy.observations import Observation
from therapy.sample import Counts, Sample

Input = Command | Observation


class Session(Protocol):
    """What a tick needs of a session; `tick` counts the steps it has made."""

    @property
    def tick(self) -> int: ...
    def step(self, sample: Sample, inputs: Sequence[Input]) -> list[Output]: ...


class Headset(Protocol):
    """What a tick needs of a headset."""

    def poll(self, tick: int) -> Sample: ...
    def notice(self) -> Sequence[Observation]: ...
    def see(self, outputs: Sequence[Output]) -> None: ...


class Panel(Protocol):
    """What a tick needs of the controls a patient points at."""

    def obey(self, output: Output) -> None: ...
    def step(self, tick: int, sample: Sample) -> Sequence[Input]: ...


class Ticked(NamedTuple):
    """What one tick was: everything a record stores of it."""

    tick: int
    sample: Sample
    counts: Counts
    inputs: Sequence[Input]
    outputs: list[Output]


def one_tick(
    session: Session,
    headset: Headset,
    panel: Panel,
    outside: Sequence[Input],
    stop_now: Callable[[Stop], None],
) -> Ticked:
    """Step a visit by 1/90 s. Session and panel see the sample at the stored precision, as a replay will.

    `stop_now` is called with a stop before the session, the record or anything else hears of it.
    """
    tick = session.tick + 1
    counts = headset.poll(tick).counts()
    sample = Sample.from_counts(counts)
    inputs: Sequence[Input] = panel.step(tick, sample)
    noticed = headset.notice()
    if noticed or outside:
        inputs = (*inputs, *noticed, *outside)
    if inputs:
        for given in inputs:
            if isinstance(given, Stop):
                stop_now(given)
    outputs = session.step(sample, inputs)
    if outputs:
        for output in outputs:
            panel.obey(output)
        headset.see(outputs)
    return Ticked(tick, sample, counts, inputs, outputs)
