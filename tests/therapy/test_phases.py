"""What each phase does in a tick: when it offers, what it waits for, when it is over."""

import pytest

from tests.therapy.moments import DOCTOR, PATIENT, at, visit
from tests.therapy.practice import briefing, protocol
from therapy.briefing import Room
from therapy.commands import ConfirmSupport, Next, Ready
from therapy.directives import Ask, Offer, Say
from therapy.events import Calibrated, RatingGiven, RatingMissed, SupportConfirmed
from therapy.observations import InstrumentAnswered, Scale
from therapy.phases import BEGIN_TEXT, DONE_TEXT, GO_IN_TEXT, SUPPORT_TEXT
from therapy.prescription import Mode
from therapy.protocol import Phase, Purpose, RatingIntervals
from therapy.sample import TICKS_PER_S

STANDING = {"seated": False}
ROOM = Room(width_m=3, depth_m=3)


def test_briefing_measures_and_then_offers_to_begin() -> None:
    """First the patient is measured, then asked whether to begin; nothing is asked twice."""
    walk = visit(ready=False).wait(30)
    measured = [what for _, _, what in walk.outputs if isinstance(what, Calibrated)]
    assert [(one.measured, one.calibration.eye_height_m) for one in measured] == [(True, 1.2)]
    assert [what.text for _, _, what in walk.outputs if isinstance(what, Offer)] == [BEGIN_TEXT]
    assert walk.session.phase is Phase.BRIEFING


def test_a_patient_alone_at_home_says_that_somebody_is_there() -> None:
    """Standing at home, the patient is asked for support first, and only a Yes leads on."""
    brief = briefing(plan={"mode": Mode.HOME, **STANDING}, room=ROOM)
    walk = visit(brief, ready=False).wait(5)
    assert walk.last(Offer).text == SUPPORT_TEXT
    walk.tick(Ready(by=PATIENT))
    assert walk.last(SupportConfirmed).by is PATIENT
    walk.wait(1)
    assert walk.last(Offer).text == BEGIN_TEXT


def test_with_a_therapist_support_is_theirs_to_confirm() -> None:
    """Standing in the clinic, the patient is not asked; going in waits for the therapist's word."""
    walk = visit(briefing(plan=STANDING, room=ROOM)).until(Phase.BASELINE)
    walk.wait(60)
    offers = [what.text for _, _, what in walk.outputs if isinstance(what, Offer)]
    assert SUPPORT_TEXT not in offers
    assert GO_IN_TEXT not in offers
    walk.tick(ConfirmSupport(by=DOCTOR, who="Dr Example"))
    walk.until(Phase.STEPS)
    assert walk.last(SupportConfirmed).who == "Dr Example"


def test_nobody_goes_in_before_a_risk_was_seen() -> None:
    """A risk answer in baseline keeps the way in shut, for the patient and for the therapist."""
    walk = at("baseline")
    walk.tick(InstrumentAnswered(instrument="phq-9", item=9, value=1, risk=True))
    walk.wait(5)
    walk.tick(Next(by=DOCTOR))
    walk.tick(Ready(by=PATIENT))
    assert not walk.session.exposed
    assert walk.session.phase is Phase.BASELINE


def test_a_patient_in_distress_waits_outside() -> None:
    """A SUDS of 80 before the exposure is asked again, and the way in opens once it has fallen."""
    walk = visit(ratings={Scale.SUDS: 80}).until(Phase.BASELINE)
    walk.wait(100)
    assert walk.session.phase is Phase.BASELINE
    walk.ratings[Scale.SUDS] = 50
    walk.until(Phase.STEPS, most_s=130)
    assert [
        what.value
        for _, _, what in walk.outputs
        if isinstance(what, RatingGiven) and what.scale is Scale.SUDS
    ] == [
        80,
        50,
    ]


def test_missed_questions_are_counted() -> None:
    """Each question that stays open is recorded under its number, with how many it were in a row."""
    walk = visit(answers=False).until(Phase.BASELINE)
    walk.ready = False
    walk.wait(61)
    missed = [what for _, _, what in walk.outputs if isinstance(what, RatingMissed)]
    asked = [number for number, _, what in walk.outputs if isinstance(what, Ask)]
    assert [one.in_a_row for one in missed] == [1, 2]
    assert [one.question for one in missed] == asked[:2]


@pytest.mark.parametrize("answer_within_s", [15, 60])
def test_questions_wait_as_long_as_the_plan_says(answer_within_s: float) -> None:
    """How long a question stays open is the plan's."""
    plan = protocol(ratings=RatingIntervals(answer_within_s=answer_within_s))
    walk = visit(briefing(protocol=plan), answers=False).until(Phase.BASELINE)
    walk.ready = False
    walk.wait(61)
    ticks = {
        what.kind: tick for _, tick, what in reversed(walk.outputs) if what.kind in ("ask", "rating_missed")
    }
    assert ticks["rating_missed"] - ticks["ask"] == answer_within_s * TICKS_PER_S


def test_debrief_asks_and_says_goodbye() -> None:
    """The last questions are asked, and then the patient is told that this was all."""
    walk = at("debrief")
    walk.wait(5)
    assert walk.last(Ask).scale is Scale.SICKNESS
    assert walk.last(Offer).text == DONE_TEXT
    walk.tick(Ready(by=PATIENT))
    assert walk.session.ended


def test_a_movement_visit_measures_reach_and_asks_for_pain() -> None:
    """Rehabilitation asks for an arm, and for pain before going in; without hands it goes on all the same."""
    walk = visit(briefing(Purpose.REHABILITATION)).until(Phase.STEPS)
    assert walk.last(Calibrated).calibration.left_reach_m == 0.45
    assert not walk.last(Calibrated).measured
    assert {what.scale for _, _, what in walk.outputs if isinstance(what, Ask)} == {
        Scale.SUDS,
        Scale.SICKNESS,
        Scale.PAIN,
    }
    assert "Stretch out an arm" in [what.text for _, _, what in walk.outputs if isinstance(what, Say)][1]
