"""The same inputs give the same bytes: again, side by side, from a copy, from a record, in another interpreter."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.therapy.moments import DOCTOR, PATIENT, at
from tests.therapy.practice import Input, Tower, Walk, briefing
from tests.therapy.twice import digest, eventful
from therapy.briefing import Briefing
from therapy.commands import COMMANDS, Calm, Next, Ready
from therapy.events import Output
from therapy.observations import OBSERVATIONS
from therapy.prescription import Mode
from therapy.protocol import Purpose
from therapy.sample import Counts, Sample
from therapy.session import Session

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("mode", "purpose"),
    [
        (Mode.SUPERVISED, Purpose.EXPOSURE),
        (Mode.HOME, Purpose.EXPOSURE),
        (Mode.SUPERVISED, Purpose.REHABILITATION),
    ],
)
def test_again(mode: Mode, purpose: Purpose) -> None:
    """A visit walked twice puts out the same bytes; another kind of visit does not."""
    first = digest(eventful(mode, purpose).outputs)
    assert digest(eventful(mode, purpose).outputs) == first
    assert digest(at("third_rung", mode=mode).outputs) != first


class Tape:
    """Stands between a walk and its session and writes down what a record would hold."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ticks: list[tuple[Counts, list[bytes]]] = []

    def step(self, sample: Sample, inputs: Sequence[Input] = ()) -> list[Output]:
        """One tick, written down."""
        self.ticks.append((sample.counts(), [given.canonical() for given in inputs]))
        return self.session.step(sample, inputs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)


def read_back(stored: bytes) -> Input:
    """The command or observation that these bytes stand for."""
    return (COMMANDS if "by" in json.loads(stored) else OBSERVATIONS).validate_json(stored)


def test_from_a_record() -> None:
    """A visit stepped again from its stored briefing, counts and inputs puts out the same bytes."""
    brief = briefing()
    walk = Walk(brief)
    tape = Tape(walk.session)
    walk.session = tape  # type: ignore[assignment]
    walk.on_the_ladder()
    walk.tick(Next(by=DOCTOR))
    walk.wait(20)
    walk.tick(Calm(by=PATIENT))
    walk.wait(2)
    walk.tick(Ready(by=PATIENT))
    assert walk.session.exposed
    replayed = Session(Briefing.model_validate_json(brief.canonical()), Tower())
    outputs: list[Output] = []
    for counts, inputs in tape.ticks:
        outputs += replayed.step(Sample.from_counts(counts), [read_back(stored) for stored in inputs])
    assert digest(outputs) == digest(walk.outputs)


def test_side_by_side() -> None:
    """Two sessions stepped in turns put out what each puts out alone."""
    alone = [at("third_rung"), at("first_rung", mode=Mode.HOME)]
    together = [walk.copy() for walk in alone]
    for walk in alone:
        walk.tick(Calm(by=PATIENT))
        walk.wait(30)
    for walk in together:
        walk.tick(Calm(by=PATIENT))
    for _ in range(30 * 90):
        for walk in together:
            walk.tick()
    assert [digest(walk.outputs) for walk in together] == [digest(walk.outputs) for walk in alone]


@pytest.mark.parametrize("moment", ["briefing", "baseline", "third_rung", "paused", "recovery"])
def test_a_copy_goes_on_alike(moment: str) -> None:
    """A copy taken at any moment goes on as the original does, and neither feels the other."""
    walk = at(moment)
    copy, untouched = walk.copy(), digest(walk.outputs)
    copy.wait(60)
    assert digest(walk.outputs) == untouched
    walk.wait(60)
    assert digest(walk.outputs) == digest(copy.outputs)


@pytest.mark.parametrize("seed", ["0", "31415"])
def test_another_interpreter(seed: str) -> None:
    """A fresh interpreter with another order of hashes puts out the same bytes."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.therapy.twice"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == digest(eventful().outputs)
