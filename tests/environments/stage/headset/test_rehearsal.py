"""Whole visits with simulated patients, the real session and the real panel, without a picture."""

from collections.abc import Sequence
from typing import Any

import pytest

from environments.catalogue import load
from environments.panel import Pointing
from environments.stage.headset.rehearsal import rehearse
from environments.stage.headset.simulated import SimulatedHeadset
from environments.stage.tick import Input, Ticked
from tests.therapy.practice import briefing, protocol
from therapy.adaptation.therapist_rule import TherapistRule
from therapy.commands import Actor, EndVisit, Ready, Stop, StopVia
from therapy.events import (
    Ending,
    Event,
    FaultRecorded,
    Output,
    Paused,
    RatingGiven,
    RatingMissed,
    Resumed,
    StepEntered,
    Stopped,
    TrialEnded,
    VisitEnded,
)
from therapy.observations import Answered, AnswerVia, Scale
from therapy.prescription import Adaptation
from therapy.protocol import Protocol, Purpose, Step, SuccessBandGate
from therapy.sample import TICKS_PER_S
from therapy.session import Session
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind


class Rehearsal:
    """One visit from beginning to end: what went in, what came out."""

    def __init__(
        self, kind: Kind, minutes: float, plan: Protocol, seed: int = 3, therapist: Any = lambda tick: ()
    ) -> None:
        brief = briefing(plan={"minutes": minutes, "adaptation": Adaptation.ACT}, protocol=plan)
        environment = load(plan.environment)
        self.session, self.pointing = Session(brief, environment), Pointing()
        headset = SimulatedHeadset(
            Patient(kind, seed), self.pointing, environment.intensity, environment.spec.gentlest(), seed
        )
        self.inputs: list[Input] = []
        self.outputs: list[Output] = rehearse(
            self.session, headset, self.pointing, TherapistRule(), therapist=therapist, watch=self._watch
        )

    def _watch(self, ticked: Ticked) -> None:
        self.inputs += ticked.inputs

    def of(self, kind: type[Event]) -> list[Any]:
        """All outputs of this kind."""
        return [output.what for output in self.outputs if isinstance(output.what, kind)]

    @property
    def ended(self) -> VisitEnded:
        """How it ended."""
        ended = self.of(VisitEnded)
        assert len(ended) == 1
        assert isinstance(ended[0], VisitEnded)
        return ended[0]

    @property
    def record(self) -> list[bytes]:
        """Every output's bytes."""
        return [output.what.canonical() for output in self.outputs]


def heights() -> Protocol:
    return protocol(environment="heights")


def reach() -> Protocol:
    step = Step(
        id="near",
        title="Near",
        patient_text="Touch what appears.",
        parameters={"reach_share": 0.7},
        gate=SuccessBandGate(),
    )
    return protocol(
        Purpose.REHABILITATION, environment="reach", steps=(step, step.model_copy(update={"id": "far"}))
    )


def test_a_short_visit_runs_to_its_end_and_repeats() -> None:
    """Everything asked is answered through the panel, the end is in order, and a second run is the same in bytes."""
    visit = Rehearsal(Kind.IMPROVES, 4, heights())
    assert visit.ended.ending is Ending.COMPLETED
    assert visit.of(RatingMissed) == []
    assert visit.of(FaultRecorded) == []
    answers = [given for given in visit.inputs if isinstance(given, Answered)]
    assert len(answers) == len(visit.of(RatingGiven)) >= 4
    assert {answer.via for answer in answers} <= {
        AnswerVia.HEAD_POINTING,
        AnswerVia.LEFT_HAND,
        AnswerVia.RIGHT_HAND,
    }
    assert visit.record == Rehearsal(Kind.IMPROVES, 4, heights()).record


def test_one_hand_is_enough_for_a_visit_of_reaching() -> None:
    """A patient with the left hand alone is measured, reaches, rates and finishes."""
    visit = Rehearsal(Kind.ONE_HANDED, 4, reach())
    assert visit.ended.ending is Ending.COMPLETED
    trials = visit.of(TrialEnded)
    assert len(trials) >= 10
    assert sum(trial.hit for trial in trials) > len(trials) / 2  # whole numbers
    assert all(given.via is AnswerVia.LEFT_HAND for given in visit.inputs if isinstance(given, Answered))
    assert not any(isinstance(given, Stop) for given in visit.inputs)


def test_a_therapist_can_step_in() -> None:
    """What comes from outside at a tick goes into the session at that tick."""

    def ends(tick: int) -> Sequence[Input]:
        return (EndVisit(by=Actor.THERAPIST),) if tick == 40 * TICKS_PER_S else ()

    visit = Rehearsal(Kind.IMPROVES, 10, heights(), therapist=ends)
    assert EndVisit(by=Actor.THERAPIST) in visit.inputs
    assert visit.session.tick < 6 * 60 * TICKS_PER_S


def test_a_visit_without_end_is_a_defect() -> None:
    """The rehearsal gives up on a visit that goes on, and says so."""
    environment = load("heights")
    session, pointing = Session(briefing(protocol=heights()), environment), Pointing()
    headset = SimulatedHeadset(
        Patient(Kind.IMPROVES, 1), pointing, environment.intensity, environment.spec.gentlest(), 1
    )
    with pytest.raises(RuntimeError, match=r"ends within 0\.1 minutes"):
        rehearse(session, headset, pointing, most_minutes=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(Kind))
def test_a_whole_visit_with_every_kind_of_patient(kind: Kind) -> None:
    """Twenty-five minutes at heights end in order with everybody; what each kind does is in the record."""
    visit = Rehearsal(kind, 25, heights())
    assert visit.of(FaultRecorded) == []
    stops = [stop.via for stop in visit.of(Stopped)]
    steps = max(entered.number for entered in visit.of(StepEntered))
    suds = [given.value for given in visit.of(RatingGiven) if given.scale is Scale.SUDS]
    match kind:
        case Kind.PANICS:
            assert visit.ended.ending is Ending.STOPPED
            assert len(stops) == 1
        case Kind.TAKES_HEADSET_OFF:
            assert stops == [StopVia.HEADSET_OFF]
            assert visit.of(Resumed)
        case Kind.DOES_NOT_ANSWER:
            assert len(visit.of(RatingMissed)) >= 2
            assert visit.of(Paused)
            assert stops == []
        case Kind.DOES_NOT_IMPROVE:
            assert steps <= 3, "the ladder holds where fear stays"
            assert stops == []
        case _:
            assert visit.ended.ending is Ending.COMPLETED
            assert steps >= 4
            assert max(suds) >= 40
            assert stops == []
    assert any(isinstance(given, Ready) for given in visit.inputs)
