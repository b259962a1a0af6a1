"""Progress on one step: what opens its gate, what the engine gets to see, and when it is asked."""

from tests.therapy.moments import DOCTOR, at, visit
from tests.therapy.practice import Walk, briefing
from therapy.adaptation.therapist_rule import TherapistRule
from therapy.commands import Next, SetAdaptation, SetParameter
from therapy.directives import AskEngine, Offer, RatingHeard
from therapy.events import DecisionTaken, GateOpened, IntensityReached, StepEntered
from therapy.observations import Answered, AnswerVia, Decision, Move, Scale
from therapy.prescription import Adaptation, Mode
from therapy.protocol import Phase
from therapy.sample import TICKS_PER_S


def suds(value: int) -> Answered:
    """Told to the therapist."""
    return Answered(question=0, scale=Scale.SUDS, value=value, via=AnswerVia.THERAPIST)


def asked(walk: Walk) -> list[tuple[int, AskEngine]]:
    """Questions to the engine so far, with their ticks."""
    return [(tick, what) for _, tick, what in walk.outputs if isinstance(what, AskEngine)]


def test_the_gate_opens_once() -> None:
    """An open gate is recorded once a stay, within a second, under the step's name."""
    walk = at("third_rung")
    walk.tick(suds(20))
    walk.wait(10)
    walk.tick(suds(15))
    walk.wait(10)
    opened = [what for _, _, what in walk.outputs if isinstance(what, GateOpened)]
    assert [(one.step, one.gate) for one in opened] == [("step-3", "habituation")]


def test_ratings_of_the_last_step_do_not_open_this_one() -> None:
    """A low rating given on one step says nothing about the next."""
    walk = at("third_rung")
    walk.tick(suds(20), suds(20))
    walk.tick(Next(by=DOCTOR))
    walk.wait(60)
    opened = [what for _, _, what in walk.outputs if isinstance(what, GateOpened)]
    assert [one.step for one in opened if one.step == "step-4"] == []


def test_what_the_engine_gets_to_see() -> None:
    """A question holds everything about the step: where, since when, all ratings, gate, and whether up is allowed."""
    walk = at("third_rung", adaptation=Adaptation.ADVISE)
    walk.tick(suds(70))
    tick, question = asked(walk)[-1]
    arrived = [tick for _, tick, what in walk.outputs if isinstance(what, IntensityReached)][-1]
    assert (question.step, question.step_number, question.steps) == ("step-3", 3, 6)
    assert (question.tick, question.entered_tick) == (tick, arrived)
    assert question.ratings[-1] == RatingHeard(scale=Scale.SUDS, value=70, tick=tick)
    assert not question.gate_open
    assert (
        question.gate_sentence.format(**question.gate_inputs)
        == "SUDS is 70; the next step opens at 30, or at 50% of the peak of 70."
    )
    assert question.may_rise
    walk.tick(SetAdaptation(by=DOCTOR, adaptation=Adaptation.ACT))
    walk.wait(31)
    walk.tick(suds(80))
    assert not asked(walk)[-1][1].may_rise


def test_one_question_at_a_time() -> None:
    """While an answer is out the engine is asked nothing else, until its patience is over."""
    walk = at("third_rung", adaptation=Adaptation.ADVISE)
    walk.tick(suds(70))
    before = len(asked(walk))
    walk.tick(suds(60))
    walk.tick(suds(50))
    assert len(asked(walk)) == before
    walk.wait(30)
    walk.tick(suds(50))
    assert len(asked(walk)) == before + 1


def test_an_old_answer_is_not_taken() -> None:
    """An answer to a question that was put anew counts no more."""
    walk = at("third_rung", adaptation=Adaptation.ADVISE)
    walk.tick(suds(70))
    old = next(one.number for one in reversed(walk.outputs) if isinstance(one.what, AskEngine))
    walk.wait(31)
    walk.tick(suds(60))
    taken = len([one for one in walk.outputs if isinstance(one.what, DecisionTaken)])
    walk.tick(Decision(question=old, move=Move.DOWN, engine="e", rule="r", inputs={}, sentence="Old."))
    assert len([one for one in walk.outputs if isinstance(one.what, DecisionTaken)]) == taken


def test_the_next_step_is_not_offered_before_its_time() -> None:
    """However calm, the patient at home stays the step's least time."""
    walk = visit(briefing(plan={"mode": Mode.HOME}), ratings={Scale.SUDS: 0}).until(Phase.STEPS)
    walk.ready = False
    walk.tick(suds(0), suds(0))
    arrived = None
    while not any(
        isinstance(one.what, Offer) and one.what.text.startswith("You have stayed") for one in walk.outputs
    ):
        walk.tick()
        if arrived is None and isinstance(walk.outputs[-1].what, IntensityReached):
            arrived = walk.session.tick
    assert arrived is not None
    assert walk.session.tick - arrived >= 60 * TICKS_PER_S


def test_a_gate_that_shuts_again_takes_its_offer_back() -> None:
    """Calm enough for the next step and then not: the offer at home goes, and comes back with the calm."""
    walk = at("third_rung", mode=Mode.HOME)
    walk.tick(suds(20))
    walk.wait(1)
    assert walk.session._visit.conversation.offered is not None
    walk.tick(suds(60))
    walk.wait(1.1)
    assert walk.session._visit.conversation.offering is None
    walk.tick(suds(25))
    walk.wait(1.1)
    assert walk.session._visit.conversation.offering is not None


def test_a_change_by_hand_does_not_begin_the_step_anew() -> None:
    """The time spent on a step goes on when the therapist moves the sun."""
    walk = at("third_rung", adaptation=Adaptation.ADVISE)
    walk.tick(suds(70))
    entered_tick = asked(walk)[-1][1].entered_tick
    walk.tick(SetParameter(by=DOCTOR, name="time_of_day", value=12))
    walk.wait(31)
    walk.tick(suds(60))
    assert asked(walk)[-1][1].entered_tick == entered_tick


def test_a_whole_visit_with_the_therapists_rule() -> None:
    """With the engine that thinks as most therapists do, a calm patient at home climbs to the top by own Readys."""
    walk = visit(briefing(plan={"mode": Mode.HOME, "adaptation": Adaptation.ACT}), ratings={Scale.SUDS: 20})
    engine = TherapistRule()
    decisions: list[Decision] = []
    while not walk.session.ended:
        outputs = walk.tick(*decisions)
        decisions = []
        for number, _, what in outputs:
            if isinstance(what, AskEngine):
                thinking = engine.decide(number, what)
                next(thinking)
                try:
                    next(thinking)
                except StopIteration as done:
                    decisions.append(done.value)
    entered = [one.what for one in walk.outputs if isinstance(one.what, StepEntered)]
    assert [one.number for one in entered] == [1, 2, 3, 4, 5, 6]
    assert {one.rule for one in entered[1:]} <= {"distress_low", "distress_halved", "gate_open"}
