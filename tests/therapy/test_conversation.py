"""The conversation: one panel at a time, questions before offers, nothing lost in between."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.conversation import WORDS, Conversation, Purpose
from therapy.directives import Ask, Dismiss, Offer
from therapy.observations import HIGHEST, Answered, AnswerVia, Scale
from therapy.sample import TICKS_PER_S


class Talk:
    """A conversation with a patient, tick by tick."""

    def __init__(self, answer_within_s: float = 30) -> None:
        self.put: list[Any] = []
        self.tick = 0
        self.panel: Any = None
        self.talk = Conversation(self._put, answer_within_s)
        self.missed: list[Scale] = []

    def _put(self, what: Any) -> int:
        self.put.append(what)
        if isinstance(what, Ask | Offer):
            self.panel = what
        elif isinstance(what, Dismiss):
            self.panel = None
        return len(self.put)

    def step(self, ticks: int = 1) -> "Talk":
        """Let ticks pass."""
        for _ in range(ticks):
            self.tick += 1
            missed = self.talk.step(self.tick)
            if missed is not None:
                self.missed.append(missed.scale)
        return self

    def answer(self, scale: Scale) -> "Talk":
        """The patient rates 1."""
        self.talk.heard(Answered(question=0, scale=scale, value=1, via=AnswerVia.BUTTON))
        return self

    def kinds(self) -> list[str]:
        """Kinds of what the patient was shown."""
        return [what.kind for what in self.put if what.kind != "rating_asked"]


def test_a_question_comes_before_an_offer() -> None:
    """Offered and asked in one tick, the question is shown and the offer waits until it is answered."""
    talk = Talk()
    talk.talk.offer(Purpose.NEXT, "Go on?", "Yes")
    talk.talk.ask(Scale.SUDS)
    talk.step()
    assert talk.kinds() == ["ask"]
    assert talk.talk.offered is None
    assert talk.talk.offering is Purpose.NEXT
    talk.answer(Scale.SUDS).step()
    assert talk.kinds() == ["ask", "dismiss", "offer"]
    assert talk.talk.offered is Purpose.NEXT


def test_an_offer_is_shown_again_after_a_question() -> None:
    """A question in front of an offer takes its place, and gives it back."""
    talk = Talk()
    talk.talk.offer(Purpose.NEXT, "Go on?", "Yes")
    talk.step()
    talk.talk.ask(Scale.SUDS)
    talk.step()
    assert talk.talk.offered is None
    talk.answer(Scale.SUDS).step()
    assert talk.kinds() == ["offer", "ask", "dismiss", "offer"]
    assert talk.talk.offered is Purpose.NEXT


def test_questions_queue() -> None:
    """Two questions come one after the other, in the order asked, and none twice."""
    talk = Talk()
    for scale in (Scale.SUDS, Scale.SICKNESS, Scale.SUDS, Scale.SICKNESS):
        talk.talk.ask(scale)
    talk.step()
    talk.talk.ask(Scale.SUDS)
    talk.answer(Scale.SUDS).step().answer(Scale.SICKNESS).step()
    assert [what.scale for what in talk.put if isinstance(what, Ask)] == [Scale.SUDS, Scale.SICKNESS]
    assert not talk.talk.asking


def test_a_question_that_stays_open_is_given_up() -> None:
    """After the time for an answer the question goes, once, and the next one comes."""
    talk = Talk(answer_within_s=20)
    talk.talk.ask(Scale.SUDS)
    talk.talk.ask(Scale.PAIN)
    talk.step(20 * TICKS_PER_S)
    assert talk.missed == []
    talk.step()
    assert talk.missed == [Scale.SUDS]
    assert talk.talk.open_scale is Scale.PAIN
    talk.step(20 * TICKS_PER_S)
    assert talk.missed == [Scale.SUDS, Scale.PAIN]
    talk.step(9000)
    assert len(talk.missed) == 2


def test_an_answer_to_another_scale_closes_nothing() -> None:
    """A rating that was not asked for leaves the open question open."""
    talk = Talk()
    talk.talk.ask(Scale.SUDS)
    talk.step().answer(Scale.PAIN).step()
    assert talk.talk.open_scale is Scale.SUDS
    assert talk.kinds() == ["ask"]


def test_intervals() -> None:
    """A scale is asked at its first tick and then at every interval, until no longer."""
    talk = Talk()
    talk.talk.every(Scale.SUDS, 120, 500)
    asked = []
    for _ in range(400 * TICKS_PER_S):
        before = len(talk.put)
        talk.step()
        if len(talk.put) > before:
            asked.append(talk.tick)
            talk.answer(Scale.SUDS)
    assert asked == [500, 500 + 120 * TICKS_PER_S, 500 + 240 * TICKS_PER_S, 500 + 360 * TICKS_PER_S]
    assert talk.talk.asked_ticks == {Scale.SUDS: asked[-1]}
    talk.talk.no_longer(Scale.SUDS)
    talk.step(200 * TICKS_PER_S)
    assert talk.panel is None
    assert talk.talk.asked_ticks == {Scale.SUDS: asked[-1]}


def test_no_longer_takes_an_open_question_away() -> None:
    """What is not to be asked any more is not left standing in front of the patient, and counts as no silence."""
    talk = Talk()
    talk.talk.ask(Scale.EXPECTANCY, feared_outcome="I will fall.")
    talk.step()
    talk.talk.no_longer(Scale.EXPECTANCY)
    talk.step(60 * TICKS_PER_S)
    assert talk.kinds() == ["ask", "dismiss"]
    assert talk.missed == []


def test_an_offer_replaces_an_earlier_one() -> None:
    """A Ready always answers the newest offer, and only once that is shown."""
    talk = Talk()
    talk.talk.offer(Purpose.NEXT, "Go on?", "Yes")
    talk.step()
    talk.talk.offer(Purpose.FINISH, "Finish?", "Finish")
    assert talk.talk.offered is None
    talk.step()
    assert talk.talk.offered is Purpose.FINISH
    assert talk.panel.label == "Finish"


def test_withdrawing() -> None:
    """An offer taken back is gone from the panel; one that was never shown leaves no trace."""
    talk = Talk()
    talk.talk.offer(Purpose.NEXT, "Go on?", "Yes")
    talk.talk.withdraw()
    talk.step()
    assert talk.put == []
    talk.talk.offer(Purpose.NEXT, "Go on?", "Yes")
    talk.step()
    talk.talk.withdraw()
    talk.talk.withdraw()
    assert talk.kinds() == ["offer", "dismiss"]
    assert talk.talk.offering is None


def test_hush() -> None:
    """Everything goes at once, and nothing of it comes back."""
    talk = Talk()
    talk.talk.every(Scale.SUDS, 60, 10)
    talk.talk.ask(Scale.PAIN)
    talk.talk.ask(Scale.FATIGUE)
    talk.talk.offer(Purpose.NEXT, "Go on?", "Yes")
    talk.step()
    talk.talk.hush()
    talk.step(200 * TICKS_PER_S)
    assert talk.kinds() == ["ask", "dismiss"]
    assert not talk.talk.asking
    assert talk.missed == []


@pytest.mark.parametrize("scale", list(Scale))
def test_words(scale: Scale) -> None:
    """Every scale has words, and choices that reach its top."""
    talk = Talk()
    talk.talk.ask(scale, **({"feared_outcome": "I will fall."} if scale is Scale.EXPECTANCY else {}))
    talk.step()
    asked = talk.put[0]
    assert asked.prompt.format(**asked.inputs)
    assert asked.highest == HIGHEST[scale]
    assert asked.highest % WORDS[scale].stride == 0


@given(
    st.lists(
        st.sampled_from(
            [
                "step",
                "step",
                "suds",
                "pain",
                "answer suds",
                "answer pain",
                "offer",
                "withdraw",
                "hush",
                "wait",
            ]
        ),
        max_size=40,
    )
)
def test_one_panel_at_a_time(moves: list[str]) -> None:
    """Whatever happens, the panel holds what the conversation believes it to hold."""
    talk = Talk(answer_within_s=15)
    for move in moves:
        match move:
            case "suds" | "pain":
                talk.talk.ask(Scale(move))
            case "answer suds" | "answer pain":
                talk.answer(Scale(move.removeprefix("answer ")))
            case "offer":
                talk.talk.offer(Purpose.NEXT, "Go on?", "Yes")
            case "withdraw":
                talk.talk.withdraw()
            case "hush":
                talk.talk.hush()
            case "wait":
                talk.step(16 * TICKS_PER_S)
            case _:
                talk.step()
        if isinstance(talk.panel, Ask):
            assert talk.panel.scale is talk.talk.open_scale
        else:
            assert talk.talk.open_scale is None
        assert talk.talk.offered is None or isinstance(talk.panel, Offer)
