"""A whole visit without a picture: session, patient and panel as on the stage, everything else answered at once."""

from collections.abc import Callable, Sequence
from typing import Protocol

from environments.stage.tick import Headset, Input, Panel, Session, Ticked, one_tick
from therapy.commands import Stop
from therapy.directives import AskEngine, ChangeParameter, LoadEnvironment, ShowEnvironment
from therapy.events import Output
from therapy.observations import EnvironmentLoaded, Shown
from therapy.ports import Engine
from therapy.sample import TICKS_PER_S

MOST_MINUTES = 60.0
"""Longer than any visit may last; a visit that goes on is a defect."""


class SessionThatEnds(Session, Protocol):
    """What a rehearsal needs of a session."""

    @property
    def ended(self) -> bool:
        """Whether the visit is over."""
        ...


def rehearse(
    session: SessionThatEnds,
    headset: Headset,
    panel: Panel,
    engine: Engine | None = None,
    *,
    therapist: Callable[[int], Sequence[Input]] = lambda tick: (),
    watch: Callable[[Ticked], None] = lambda ticked: None,
    most_minutes: float = MOST_MINUTES,
) -> list[Output]:
    """Step a visit to its end and return all that it put out.

    `therapist` says what comes in from outside at a tick; `watch` sees every tick. What a stage would report (loaded,
    shown) and what an engine decides goes in with the next tick. RuntimeError where the visit does not end in time.
    """
    put_out: list[Output] = []
    reports: list[Input] = []
    while not session.ended:
        if session.tick >= most_minutes * 60.0 * TICKS_PER_S:
            raise RuntimeError(f"expected a visit that ends within {most_minutes} minutes, but it goes on")
        outside = (*reports, *therapist(session.tick + 1))
        reports = []
        ticked = one_tick(session, headset, panel, outside, _no_stage)
        for output in ticked.outputs:
            reports += reported(output, engine)
        put_out += ticked.outputs
        watch(ticked)
    return put_out


def _no_stage(stop: Stop) -> None:
    """There is no picture that would have to go."""


def reported(output: Output, engine: Engine | None) -> list[Input]:
    """What a stage and an engine would answer to this output, at once."""
    what = output.what
    if isinstance(what, LoadEnvironment):
        return [EnvironmentLoaded(environment=what.environment)]
    if isinstance(what, ShowEnvironment | ChangeParameter):
        return [Shown(output=output.number)]
    if isinstance(what, AskEngine) and engine is not None:
        thinking = engine.decide(output.number, what)
        while True:
            try:
                next(thinking)
            except StopIteration as decided:
                return [decided.value]
    return []
