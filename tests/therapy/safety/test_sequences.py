"""Whatever is done to a session, in whatever order: no hard limit passed, no step too far, and always a way out."""

import functools
import os
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.therapy.practice import Input, Tower, Walk, briefing, sample
from tests.therapy.safety.inputs import commands, observations
from tests.therapy.safety.oracle import Oracle
from therapy.briefing import Room
from therapy.commands import Actor, Calm, Next, Ready, RemoteCheck, Stop, StopVia
from therapy.directives import ShowSafeRoom
from therapy.ladder import Ladder
from therapy.prescription import Adaptation, Mode
from therapy.protocol import Phase
from therapy.sample import Pose, Sample

MOMENTS = ("start", "first_rung", "third_rung", "paused", "recovery")
SEQUENCES = int(os.environ.get("STEPLADDER_SEQUENCES", "20000"))
FUZZED_COMMANDS = int(os.environ.get("STEPLADDER_FUZZED_COMMANDS", "2000000"))


@functools.cache
def moment(name: str, mode: Mode, adaptation: Adaptation, *, sudden: bool) -> tuple[Walk, Oracle]:
    """A visit at a moment worth starting from, and an oracle that has watched it from there on."""
    if name in ("paused", "recovery"):
        walk = moment("third_rung", mode, adaptation, sudden=sudden)[0].copy()
    else:
        walk = Walk(briefing(plan={"mode": mode, "adaptation": adaptation, "sudden_events": sudden}))
    ladder = Ladder(Tower(), walk.session.briefing.protocol, walk.session.briefing.prescription)
    levels = [rung.intensity for rung in ladder.rungs]
    if name in ("first_rung", "third_rung"):
        walk.on_the_ladder()
    if name == "third_rung":
        for _ in range(2):
            climb(walk, mode)
    if name == "paused":
        walk.tick(Calm(by=Actor.PATIENT))
    if name == "recovery":
        walk.tick(Stop(by=Actor.PATIENT, via=StopVia.BUTTON))
    oracle = Oracle(walk.session, walk.session.briefing, levels)
    if name == "paused":
        oracle.held = levels[1]
    if name == "start" and mode is Mode.REMOTE:
        oracle.unchecked = set(RemoteCheck)
    walk.answers = walk.ready = False
    return walk, oracle


def climb(walk: Walk, mode: Mode) -> None:
    """One rung up by whoever may say so."""
    level = walk.session.intensity
    if mode is not Mode.HOME:
        walk.tick(Next(by=Actor.THERAPIST))
    walk.ready = mode is Mode.HOME
    for _ in range(60):
        walk.wait(10)
        if walk.session.intensity > level:
            break
    walk.ready = False
    walk.wait(90)


def steps() -> st.SearchStrategy[Any]:
    """What happens in one stretch of time: some input, a wait, and what the headset sees meanwhile."""
    heads = st.builds(
        sample,
        x_m=st.sampled_from([0.0, 0.0, 0.9]),
        y_m=st.sampled_from([1.2, 1.2, 0.7]),
        worn=st.sampled_from([True] * 9 + [False]),
        tracked=st.sampled_from([True] * 9 + [False]),
    )
    waits = st.sampled_from([1, 1, 1, 2, 5, 30, 90, 400])
    return st.tuples(st.lists(commands | observations, max_size=3), waits, heads)


def live_through(walk: Walk, oracle: Oracle, sequence: list[tuple[list[Input], int, Sample]]) -> None:
    """Do all of it, with the oracle looking on; then stop, and be in the safe room."""
    session = walk.session
    for inputs, wait, head in sequence:
        for tick in range(wait):
            if session.ended:
                return
            given = inputs if tick == 0 else []
            oracle.check(head, given, session.step(head, given))
    if session.ended:
        return
    was_inside = session.exposed
    stop = Stop(by=Actor.PATIENT, via=StopVia.RIGHT_HAND)
    outputs = session.step(sample(), [stop])
    oracle.check(sample(), [stop], outputs)
    assert not was_inside or any(isinstance(what, ShowSafeRoom) for _, _, what in outputs)


situation = st.tuples(
    st.sampled_from(MOMENTS), st.sampled_from(list(Mode)), st.sampled_from(list(Adaptation)), st.booleans()
)


few_situations = st.tuples(
    st.sampled_from(MOMENTS), st.sampled_from(list(Mode)), st.just(Adaptation.ACT), st.just(False)
)
"""Building each moment takes a second; the everyday run has time for these."""


def check_sequence(where: tuple[str, Mode, Adaptation, bool], sequence: list[Any]) -> None:
    """One sequence from one moment."""
    name, mode, adaptation, sudden = where
    template, watching = moment(name, mode, adaptation, sudden=sudden)
    walk = template.copy()
    live_through(walk, watching.copy_to(walk.session), sequence)


@settings(max_examples=60)
@given(few_situations, st.lists(steps(), max_size=20))
def test_sequences(where: tuple[str, Mode, Adaptation, bool], sequence: list[Any]) -> None:
    """The oracle sees nothing forbidden, and a stop ends every sequence in the safe room."""
    check_sequence(where, sequence)


@pytest.mark.slow
@settings(max_examples=SEQUENCES)
@given(situation, st.lists(steps(), max_size=20))
def test_twenty_thousand_sequences(where: tuple[str, Mode, Adaptation, bool], sequence: list[Any]) -> None:
    """The same, 20,000 times."""
    check_sequence(where, sequence)


def weighted(draw: random.Random) -> Input:
    """One input, the kind and value drawn at random; those that move the ladder come often, the end rarely."""
    pick = draw.random()
    if pick < 0.25:
        return Next(by=draw.choice([Actor.THERAPIST, Actor.PATIENT]))
    if pick < 0.45:
        return Ready(by=Actor.PATIENT)
    return draw.choice(POOL)


def _pool(size: int) -> list[Input]:
    """Inputs drawn once from the same strategies as above; building two million models would test pydantic."""
    found: list[Input] = []

    @settings(max_examples=size, database=None)
    @given(commands | observations)
    def collect(given_input: Input) -> None:
        found.append(given_input)

    collect()
    return found


POOL: list[Input] = []


def fuzz(commands_wanted: int, seed: int, adaptations: Sequence[Adaptation]) -> int:
    """Throw that many inputs at sessions, one a tick or several, waiting long enough now and then to climb."""
    draw = random.Random(seed)
    if not POOL:
        POOL.extend(_pool(1500))
    thrown = visits = 0
    while thrown < commands_wanted:
        visits += 1
        mode, adaptation = draw.choice(list(Mode)), draw.choice(adaptations)
        template, watching = moment(draw.choice(MOMENTS), mode, adaptation, sudden=False)
        walk = template.copy()
        session, oracle = walk.session, watching.copy_to(walk.session)
        for _ in range(400):
            if session.ended or thrown >= commands_wanted:
                break
            inputs = [weighted(draw) for _ in range(draw.choice([1, 1, 2, 8, 30]))]
            thrown += len(inputs)
            head = sample(worn=draw.random() > 0.002, tracked=draw.random() > 0.01)
            oracle.check(head, inputs, session.step(head, inputs))
            for _ in range(draw.choice([0, 0, 0, 0, 1, 3])):
                if not session.ended:
                    oracle.check(sample(), [], session.step(sample(), []))
    return visits


def test_fuzzer() -> None:
    """Ten thousand inputs, and nothing forbidden is seen."""
    assert fuzz(10_000, 11, [Adaptation.ACT]) > 1


@pytest.mark.slow
def test_two_million_commands() -> None:
    """Two million inputs, and nothing forbidden is seen."""
    assert fuzz(FUZZED_COMMANDS, 12, list(Adaptation)) > 1


@pytest.mark.slow
def test_every_visit_comes_to_an_end() -> None:
    """Whoever says nothing at all, at any moment, is brought to the safe room and to the end of the visit in order."""
    for name in ("start", "third_rung", "paused"):
        for mode in Mode:
            template, _ = moment(name, mode, Adaptation.OFF, sudden=False)
            walk = template.copy()
            walk.wait(31 * 60)
            assert walk.session.ended, f"{name}, {mode.value}: still in {walk.session.phase.value}"


def test_the_oracle_can_fail() -> None:
    """Without the step limiter the oracle sees a rise that may not be: it is not blind."""
    from therapy import safety

    rules = tuple(rule for rule in safety.RULES if rule.name != "step_limiter")
    walk = Walk(briefing(room=Room(width_m=3, depth_m=3)), rules=rules).on_the_ladder()
    prescribed = walk.session.briefing
    ladder = Ladder(Tower(), prescribed.protocol, prescribed.prescription)
    oracle = Oracle(walk.session, prescribed, [rung.intensity for rung in ladder.rungs])
    head = Sample(Pose(0, 1.2, 0), None, None, None, 0, 0, 0, True)

    def climb_without_waiting() -> None:
        for _ in range(3):
            asked: list[Input] = [Next(by=Actor.THERAPIST)]
            oracle.check(head, asked, walk.session.step(head, asked))

    with pytest.raises(AssertionError, match="rose"):
        climb_without_waiting()
    assert walk.session.phase is Phase.STEPS
