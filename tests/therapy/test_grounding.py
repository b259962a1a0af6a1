"""Who comes to the safe room out of fear is led back to here and now, in their own time."""

from itertools import pairwise

import pytest

from tests.therapy.moments import DOCTOR, PATIENT, at
from tests.therapy.practice import Walk
from therapy.commands import Calm, Command, EndVisit, Ready, Stop, StopVia
from therapy.directives import Say, ShowEnvironment
from therapy.grounding import EVERY_S, FIRST_S, PROMPTS, Grounding
from therapy.observations import Answered, AnswerVia, Scale
from therapy.protocol import Phase, Purpose
from therapy.sample import TICKS_PER_S

STOP = Stop(by=PATIENT, via=StopVia.LEFT_HAND)
ALL_S = FIRST_S + EVERY_S * (len(PROMPTS) - 1)


def prompts(walk: Walk) -> list[tuple[int, str]]:
    """Tick and words of every grounding prompt so far."""
    return [
        (tick, what.text) for _, tick, what in walk.outputs if isinstance(what, Say) and what.text in PROMPTS
    ]


def grounded(walk: Walk, why: Command, seconds: float) -> Walk:
    """Some seconds after a command took the patient to the safe room."""
    walk.tick(why)
    return walk.wait(seconds)


@pytest.mark.parametrize("why", [STOP, Calm(by=PATIENT)], ids=["stop", "rest"])
def test_the_five_prompts_come_one_after_another(why: Stop | Calm) -> None:
    """Each is said once, in order, as far apart as one needs to follow it, and then there is quiet."""
    walk = grounded(at("third_rung"), why, ALL_S + 30)
    arrived = walk.session.tick - round((ALL_S + 30) * TICKS_PER_S)
    ticks, words = zip(*prompts(walk), strict=True)
    assert words == PROMPTS
    assert ticks[0] - arrived == FIRST_S * TICKS_PER_S - 1  # the tick of arriving counts
    assert all(b - a >= EVERY_S * TICKS_PER_S for a, b in pairwise(ticks))


def test_readiness_ends_them() -> None:
    """Whoever says ready goes on at once; no prompt follows into the exposure."""
    walk = grounded(at("third_rung"), Calm(by=PATIENT), FIRST_S + 1)
    assert len(prompts(walk)) == 1
    walk.tick(Ready(by=PATIENT))
    assert walk.session.exposed
    walk.wait(3 * EVERY_S)
    assert len(prompts(walk)) == 1


def test_a_stop_while_they_are_spoken_works_at_once() -> None:
    """Nothing stands between a patient and the end, whatever is being said."""
    walk = grounded(at("third_rung"), Calm(by=PATIENT), FIRST_S + 1)
    walk.tick(Stop(by=PATIENT, via=StopVia.BUTTON))
    walk.ready = True
    walk.until(Phase.ENDED)
    (first, _), *_ = prompts(walk)
    assert not any(isinstance(what, ShowEnvironment) for _, tick, what in walk.outputs if tick > first)


def test_who_finished_or_felt_sick_is_not_told_to_look_around() -> None:
    """The end of a visit is no fright, and looking around makes sickness worse."""
    finished = grounded(at("third_rung"), EndVisit(by=DOCTOR), FIRST_S + 2)
    assert prompts(finished) == []
    sick = at("third_rung")
    sick.tick(Answered(question=0, scale=Scale.SICKNESS, value=11, via=AnswerVia.THERAPIST))
    assert not sick.session.exposed
    assert prompts(sick.wait(FIRST_S + 2)) == []
    arm = at("third_rung", purpose=Purpose.REHABILITATION)
    arm.tick(Calm(by=PATIENT))
    assert prompts(arm.wait(FIRST_S + 2)) == []


def test_the_next_stay_begins_with_the_first_prompt() -> None:
    """Half of an exercise is not continued minutes later."""
    walk = grounded(at("third_rung"), Calm(by=PATIENT), FIRST_S + EVERY_S + 1)
    walk.tick(Ready(by=PATIENT))
    walk.tick(Calm(by=PATIENT))
    walk.wait(FIRST_S + 1)
    assert [words for _, words in prompts(walk)] == [PROMPTS[0], PROMPTS[1], PROMPTS[0]]


def test_a_prompt_waits_for_who_is_asked_something() -> None:
    """A question is answered in peace; the prompt follows when the patient can listen again."""
    grounding = Grounding()
    grounding.begin()
    assert all(grounding.step(listening=False) is None for _ in range(60 * TICKS_PER_S))
    assert grounding.step(listening=True) == Say(text=PROMPTS[0])
    grounding.end()
    assert not grounding.going_on
    assert all(grounding.step(listening=True) is None for _ in range(60 * TICKS_PER_S))
