"""A visit made up from a seed, in the session's own types: what records are tested and measured with."""

from collections.abc import Iterator

import numpy as np

from therapy.briefing import Briefing, Consent, Screening
from therapy.commands import Actor, Command, Ready, Stop, StopVia
from therapy.directives import Ask, ChangeParameter, Say
from therapy.events import (
    Ending,
    Output,
    ParameterChanged,
    RatingAsked,
    RatingGiven,
    StepEntered,
    Stopped,
    VisitEnded,
)
from therapy.observations import Answered, AnswerVia, HeartRate, Observation, Scale
from therapy.prescription import Adaptation, Mode, Prescription
from therapy.protocol import HabituationGate, Protocol, Purpose, Reference, Step
from therapy.records.batch import Handed
from therapy.sample import POSITION_PER_M, SCALES, TICKS_PER_S, Counts

MEAN_TICKS_BETWEEN_ENTRIES = 20
"""Busier than a real visit, where an entry comes about once a second."""


def briefing(
    session_id: str = "made-up-visit-1", alias: str = "amber", compressed_time: bool = False
) -> Briefing:
    """The first page of a made-up visit."""
    steps = tuple(
        Step(
            id=f"step-{number}",
            title=f"Step {number}",
            patient_text="You stand a little higher now.",
            parameters={"height_m": 4.0 * number},
            gate=HabituationGate(),
        )
        for number in range(1, 11)
    )
    protocol = Protocol(
        id="graded-heights",
        version="1.0.0",
        reviewed_on="2026-01-05",
        title="Graded heights",
        summary="Made up for tests and measurements.",
        purpose=Purpose.EXPOSURE,
        indication="fear of heights",
        contraindications=(),
        environment="heights",
        visits=6,
        visits_a_week=1,
        home=False,
        steps=steps,
        references=(Reference(citation="None: made up.", supports="nothing"),),
    )
    prescription = Prescription(
        id="amber-heights",
        protocol_id=protocol.id,
        mode=Mode.SUPERVISED,
        visits=6,
        visits_a_week=1,
        minutes=25,
        adaptation=Adaptation.ADVISE,
        prescribed_by="Dr Example",
        prescribed_on="2026-01-06",
    )
    return Briefing(
        session_id=session_id,
        alias=alias,
        started_at="2026-01-12T09:00:00+01:00",
        today="2026-01-12",
        seed=7,
        protocol=protocol,
        prescription=prescription,
        screening=Screening(signed_by="Dr Example", signed_on="2026-01-12"),
        consent=Consent(signed_by="amber", signed_on="2026-01-12"),
        headset="simulated",
        compressed_time=compressed_time,
    )


def noisy_motion(seed: int, ticks: int) -> list[Counts]:
    """Counts of somebody who looks around and reaches, with a tracker's noise on every channel all the time.

    Sway and reaches are sums of slow waves. The noise is made up: a standard deviation of 0.2 mm for places,
    0.04 degrees for turns and 0.3 degrees for gaze in every sample, so that no count is as cheap as a still one.
    """
    random = np.random.default_rng(seed)
    at_s = np.arange(ticks) / TICKS_PER_S
    counts = np.zeros((ticks, len(SCALES)), np.int64)
    for channel, scale in enumerate(SCALES[:24]):
        place = scale == POSITION_PER_M
        waves = random.uniform(0.02, 0.9, 4)
        sizes = random.uniform(0.02, 0.25, 4) * (1.0 if channel >= 7 else 0.3)
        noise = 0.0002 if place else 0.005 if channel >= 21 else 0.00035
        value = random.uniform(-0.5, 0.5) + noise * random.standard_normal(ticks)
        for hertz, size in zip(waves, sizes, strict=True):
            value = value + size * np.sin(2 * np.pi * hertz * at_s + random.uniform(0, 6.28))
        counts[:, channel] = np.round(value * scale)
    counts[:, 24:26] = np.round(100 * np.clip(np.sin(at_s)[:, None] * 3 - 2, 0, 1))
    counts[:, 27] = 31
    return [tuple(row) for row in counts.tolist()]


def visit(seed: int, ticks: int, motion: list[Counts] | None = None) -> Iterator[Handed]:
    """Tick after tick of a visit with ratings, steps and changes, always the same for a seed.

    The last tick ends it.
    """
    random = np.random.default_rng(seed)
    motion = noisy_motion(seed, min(ticks, 900)) if motion is None else motion
    number = 0
    step = 1
    next_entry = int(random.integers(1, 2 * MEAN_TICKS_BETWEEN_ENTRIES))
    for tick in range(ticks):
        counts = motion[tick % len(motion)]
        if tick == ticks - 1:
            ended = VisitEnded(ending=Ending.COMPLETED, verdict=None, minutes=ticks / 5400, completed=True)
            yield Handed(tick, counts, (), (Output(number + 1, tick, ended),))
        elif tick < next_entry:
            yield Handed(tick, counts, (), ())
        else:
            inputs, said = _happening(random, step, number)
            step += isinstance(inputs[0], Ready)
            outputs = tuple(Output(number + place, tick, what) for place, what in enumerate(said, 1))
            number += len(outputs)
            next_entry = tick + int(random.integers(1, 2 * MEAN_TICKS_BETWEEN_ENTRIES))
            yield Handed(tick, counts, inputs, outputs)


Said = RatingGiven | RatingAsked | Ask | Say | StepEntered | ParameterChanged | ChangeParameter | Stopped


def _happening(
    random: np.random.Generator, step: int, number: int
) -> tuple[tuple[Command | Observation, ...], list[Said]]:
    """One thing that happens in a visit: what came in, and what the session put out."""
    suds = int(random.integers(0, 11)) * 10
    which = int(random.integers(0, 4))
    if which == 0:
        answer = Answered(question=number + 1, scale=Scale.SUDS, value=suds, via=AnswerVia.HEAD_POINTING)
        given = RatingGiven(
            scale=Scale.SUDS,
            value=suds,
            question=number + 1,
            via=AnswerVia.HEAD_POINTING,
            step=f"step-{step}",
        )
        return (answer,), [given]
    if which == 1:
        bpm = round(float(random.uniform(60, 130)), 1)
        ask = Ask(
            scale=Scale.SUDS,
            prompt="How strong is your fear right now, from 0 to 100?",
            highest=100,
            stride=10,
            low_label="none",
            high_label="the strongest",
        )
        return (HeartRate(bpm=bpm),), [RatingAsked(scale=Scale.SUDS, question=number + 1), ask]
    if which == 2:
        entered = StepEntered(
            step=f"step-{step}",
            number=step,
            by=Actor.PATIENT,
            rule="patient_ready",
            sentence="SUDS fell to {suds} and you said ready.",
            inputs={"suds": suds},
        )
        changed = ParameterChanged(
            name="height_m",
            old=4.0 * step,
            new=4.0 * (step + 1),
            by=Actor.PATIENT,
            rule="patient_ready",
            sentence="The next step is {height} m high.",
            inputs={"height": 4.0 * (step + 1)},
            output=number + 3,
        )
        change = ChangeParameter(name="height_m", start=4.0, end=8.0, start_tick=number, end_tick=number + 90)
        said = Say(text="You stand a little higher now.")
        return (Ready(by=Actor.PATIENT),), [entered, changed, change, said]
    stop = Stop(by=Actor.THERAPIST, who="Dr Example", via=StopVia.THERAPIST)
    return (stop,), [Stopped(by=Actor.THERAPIST, who="Dr Example", via=StopVia.THERAPIST)]
