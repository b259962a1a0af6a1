"""Every sentence that a session puts out: complete with its inputs, and known to the translators."""

import functools
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

import pytest
from babel.messages.pofile import read_po

import therapy
from tests.journeys.tasks import Practice, failing_in
from tests.therapy.moments import DOCTOR, HOST, MOMENTS, PATIENT, at, visit
from tests.therapy.practice import Walk, briefing, prescription, protocol, sample
from therapy.briefing import Condition, History, Screening
from therapy.commands import (
    AskSuds,
    Calm,
    EndVisit,
    Hold,
    Next,
    Previous,
    Ready,
    ReportAdverseEvent,
    Resume,
    SetAdaptation,
    SetParameter,
    Severity,
    Stop,
    StopVia,
    TriggerEvent,
    Undo,
)
from therapy.directives import AskEngine
from therapy.observations import Answered, AnswerVia, Decision, InstrumentAnswered, LinkSilent, Move, Scale
from therapy.prescription import Adaptation, Mode
from therapy.protocol import ExpectancyGate, Phase, Purpose, SuccessBandGate, TherapistGate, TimeGate

CATALOGUE = Path(therapy.__file__).parent / "locale" / "stepladder.pot"
TEMPLATES = {"sentence", "text", "prompt", "label", "low_label", "high_label", "because", "gate_sentence"}
"""Fields that hold words for a person."""
FILLED_BY = {"gate_sentence": "gate_inputs", "because": "because_inputs"}
"""Sentences whose inputs are not called inputs."""
WRITTEN_BY_HAND = {"note_taken", "adverse_event_reported"}
"""Whose words are a person's own."""


class Said(NamedTuple):
    """A sentence and what fills it."""

    template: str
    inputs: dict[str, Any]
    where: str


def said(what: Any, where: str = "") -> Iterator[Said]:
    """Every sentence in an output, also in the verdict within it."""
    if getattr(what, "kind", "") in WRITTEN_BY_HAND:
        return
    for name in type(what).model_fields:
        value, inputs = getattr(what, name), getattr(what, "inputs", {})
        if name == "verdict" and value is not None:
            yield from said(value, f"{where}{what.kind}.")
        elif name in TEMPLATES and isinstance(value, str):
            inputs = getattr(what, FILLED_BY.get(name, ""), inputs)
            yield Said(
                value, inputs if name not in ("label", "low_label", "high_label") else {}, f"{where}{name}"
            )


def everything() -> Iterator[Any]:
    """All that can be done to a visit in one tick."""
    yield from (
        [Next(by=DOCTOR)],
        [Next(by=PATIENT)],
        [Previous(by=PATIENT)],
        [Previous(by=DOCTOR)] * 3,
        [Hold(by=DOCTOR), Next(by=DOCTOR)],
        [Calm(by=DOCTOR)],
        [Calm(by=PATIENT)],
        [Resume(by=DOCTOR)],
        [AskSuds(by=DOCTOR)],
        [Ready(by=PATIENT)],
        [Undo(by=DOCTOR)],
        [EndVisit(by=DOCTOR)],
        [EndVisit(by=HOST)] * 3,
        [ReportAdverseEvent(by=PATIENT, text="My neck {hurts}.", severity=Severity.MILD)],
        [TriggerEvent(by=DOCTOR, name=name) for name in ("ball", "gust", "strobe", "strobe", "storm")],
        [SetParameter(by=DOCTOR, name="height_m", value=value) for value in (-1, 2, 8.1, 40, 61)],
        [SetParameter(by=DOCTOR, name="depth_m", value=1)],
        *([Stop(by=PATIENT, via=via)] for via in StopVia),
        *([LinkSilent(seconds=seconds), Next(by=DOCTOR)] for seconds in (0.6, 3.5, 12.25)),
        *([rated(Scale.SUDS, value)] * times for value, times in ((85, 1), (95, 2), (95, 3), (20, 2))),
        [rated(Scale.SUDS, 90), LinkSilent(seconds=1)],
        *([rated(Scale.SICKNESS, value)] for value in (8, 11, 16)),
        *([rated(Scale.PAIN, value)] for value in (3, 8)),
        *(
            [SetAdaptation(by=DOCTOR, adaptation=adaptation), rated(Scale.SUDS, 25)]
            for adaptation in Adaptation
        ),
        [InstrumentAnswered(instrument="phq-9", item=9, value=1, risk=True), Next(by=DOCTOR)],
    )


def rated(scale: Scale, value: int) -> Answered:
    """Told to the therapist."""
    return Answered(question=0, scale=scale, value=value, via=AnswerVia.THERAPIST)


def journeys() -> Iterator[Walk]:
    """Visits that between them say nearly everything a session can say."""
    for mode in Mode:
        for purpose in Purpose:
            for moment in MOMENTS:
                for inputs in everything():
                    walk = at(moment, mode=mode, purpose=purpose)
                    walk.tick(*inputs)
                    yield walk.wait(2)
    for gate in (
        ExpectancyGate(feared_outcome="I will fall."),
        TimeGate(seconds=60),
        TherapistGate(),
        SuccessBandGate(window=5),
    ):
        steps = tuple(step.model_copy(update={"gate": gate}) for step in protocol().steps)
        walk = Walk(
            briefing(protocol=protocol(steps=steps, home=False), plan={"adaptation": Adaptation.ADVISE}),
            ratings={Scale.EXPECTANCY: 80},
        )
        walk.until(Phase.STEPS).wait(150)
        walk.tick(rated(Scale.SUDS, 40))
        walk.ratings[Scale.EXPECTANCY] = 10
        yield walk.wait(130)
    for method in ("enter", "step", "leave"):
        yield visit(task=failing_in(method)).until(Phase.ENDED, most_s=1800)
    yield visit(briefing(Purpose.REHABILITATION), task=Practice).on_the_ladder()
    for move in Move:
        for sentence in ("Because.", ""):
            walk = at("third_rung", adaptation=Adaptation.ACT)
            walk.tick(rated(Scale.SUDS, 20))
            number = next(one.number for one in reversed(walk.outputs) if isinstance(one.what, AskEngine))
            answer = Decision(question=number, move=move, engine="e", rule="r", inputs={}, sentence=sentence)
            walk.tick(answer)
            walk.wait(1)
            walk.tick(Ready(by=PATIENT))
            walk.wait(61)
            walk.tick(Undo(by=DOCTOR))
            yield walk
    for changes in refused_briefings():
        walk = Walk(briefing(**changes))
        walk.tick()
        yield walk
    for mode in Mode:
        walk = Walk(briefing(plan={"mode": mode, "highest_step": "step-2"}), ratings={Scale.SUDS: 20})
        yield walk.until(Phase.ENDED, most_s=1800)
    walk = at("first_rung")
    walk.answers = False
    yield walk.wait(400)
    walk = at("third_rung")
    for step in range(15):
        walk.sample = sample(y_m=1.2 - 0.03 * step)
        walk.tick()
    yield walk


def refused_briefings() -> Iterator[dict[str, Any]]:
    """Briefings with which a visit may not begin."""
    home = prescription(mode=Mode.HOME)
    signed: dict[str, Any] = {"signed_by": "Dr Example", "signed_on": "2026-03-01"}
    yield from (
        {"screening": None, "consent": None},
        {"screening": Screening(**{**signed, "signed_on": "2025-03-01"})},
        {"screening": Screening(**signed, present=(Condition.EPILEPSY, Condition.MIGRAINE))},
        {"prescription": home, "protocol": protocol(home=False)},
        {
            "prescription": home,
            "history": History(sick_within_24_h=True, minutes_today=61, open_risk_flags=("a",)),
        },
        {"history": History(minutes_since_last_visit=3, exposures_today=1)},
        {"prescription": prescription(seated=False)},
    )


@functools.cache
def heard() -> tuple[tuple[str, Said], ...]:
    """Each different sentence with its inputs, and the kind of output that said it."""
    found: dict[tuple[str, str], tuple[str, Said]] = {}
    for walk in journeys():
        for output in walk.outputs:
            for one in said(output.what):
                found.setdefault((output.what.kind + one.where, one.template), (output.what.kind, one))
    return tuple(found.values())


@pytest.mark.slow
def test_every_sentence_is_complete() -> None:
    """No sentence lacks an input, names a format its input has not, or shows a brace."""
    assert len({one.template for _, one in heard()}) > 60
    for kind, one in heard():
        text = one.template.format(**one.inputs)
        assert "{" not in text, f"{kind}: {text}"
        assert "}" not in text, f"{kind}: {text}"
        assert "None" not in text, f"{kind}: {text}"
        assert "True" not in text, f"{kind}: {text}"
        assert "False" not in text, f"{kind}: {text}"


@pytest.mark.slow
def test_every_sentence_can_be_translated() -> None:
    """Each sentence that the core says is in the catalogue, word for word."""
    with CATALOGUE.open(encoding="utf-8") as stored:
        known = {message.id for message in read_po(stored)}
    own = {step.patient_text for step in protocol().steps} | {"Because.", "", "I will fall."}
    unknown = {one.template for _, one in heard()} - known - own
    assert unknown == set()


def test_plans_do_not_fill_sentences() -> None:
    """What a person wrote is an input of a sentence, never part of its template."""
    walk = at("third_rung")
    walk.tick(ReportAdverseEvent(by=PATIENT, text="{by} {0} {", severity=Severity.SEVERE))
    for output in walk.outputs:
        for one in said(output.what):
            assert {name for _, name, _, _ in Formatter().parse(one.template) if name} <= set(one.inputs)
