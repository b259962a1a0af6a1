"""Instruments as data, and the ones that are shipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from therapy.measures.instruments import (
    CSQ_VR,
    GAD_7,
    INSTRUMENTS,
    PHQ_9,
    SUDS,
    Instrument,
    InstrumentError,
    Licence,
)
from therapy.observations import HIGHEST


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately severe"),
        (19, "moderately severe"),
        (20, "severe"),
        (27, "severe"),
    ],
)
def test_phq_9_bands_are_the_published_ones(total: int, band: str) -> None:
    """Kroenke, Spitzer and Williams (2001): 5, 10, 15 and 20 begin mild to severe."""
    answers = [3] * (total // 3) + [total % 3] + [0] * 9
    assert PHQ_9.score(answers[:9]).band == band
    assert PHQ_9.score(answers[:9]).total == total


@pytest.mark.parametrize(
    ("total", "band"),
    [(4, "minimal"), (5, "mild"), (10, "moderate"), (14, "moderate"), (15, "severe"), (21, "severe")],
)
def test_gad_7_bands_are_the_published_ones(total: int, band: str) -> None:
    """Spitzer, Kroenke, Williams and Loewe (2006): 5, 10 and 15 begin mild to severe."""
    answers = [3] * (total // 3) + [total % 3] + [0] * 7
    assert GAD_7.score(answers[:7]).band == band


@pytest.mark.parametrize("answer", [1, 2, 3])
def test_any_thought_of_harm_in_phq_9_is_a_risk(answer: int) -> None:
    """Item nine above zero, however low the total."""
    assert PHQ_9.score([0] * 8 + [answer]).risk_items == (9,)
    assert PHQ_9.is_risk(9, answer)
    assert not PHQ_9.is_risk(8, answer)
    assert PHQ_9.score([3] * 8 + [0]).risk_items == ()


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_a_total_lies_within_the_range(answers: list[int]) -> None:
    """The stated range holds for every set of answers, and the total is their sum."""
    low, high = PHQ_9.range
    assert low <= PHQ_9.score(answers).total == sum(answers) <= high


def test_wording_is_shipped_only_where_it_may_be() -> None:
    """Items under somebody's licence are left to whoever holds it; ratings and labels in own words come along."""
    for instrument in INSTRUMENTS.values():
        if instrument.licence is not Licence.FREE:
            assert instrument.items is None
    assert len(CSQ_VR.items or ()) == 6
    assert SUDS.items is not None


def test_every_rating_asked_in_a_visit_has_its_instrument() -> None:
    """Same name, same range as the question put to the patient."""
    for scale, highest in HIGHEST.items():
        assert INSTRUMENTS[scale.value].range == (0, highest)


@pytest.mark.parametrize("answer", [-1, 4, True, 1.0])
def test_a_wrong_answer_is_refused_with_advice(answer: int) -> None:
    """What was wrong, and what can be chosen."""
    with pytest.raises(InstrumentError) as refused:
        GAD_7.score([0, answer, 0, 0, 0, 0, 0])
    assert str(refused.value) == (
        f"Question 2 of GAD-7 cannot be answered with {answer!r}. Choose a whole number from 0 to 3."
    )


def test_an_incomplete_set_of_answers_is_not_scored() -> None:
    """No silent zero for an open question."""
    with pytest.raises(InstrumentError, match="PHQ-9 has 9 questions, but 8 were answered"):
        PHQ_9.score([0] * 8)


def test_an_item_that_does_not_exist_is_refused() -> None:
    """Items are counted from one."""
    with pytest.raises(InstrumentError, match="there is no question 10"):
        PHQ_9.check(10, 0)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("items", ("only one",), "expected 9 items"),
        ("subscales", {"part": (0,)}, "item numbers from 1 to 9"),
        ("risk_items", ({"item": 10, "at_least": 1},), "item numbers from 1 to 9"),
        ("highest", 0, "lowest below highest"),
        ("bands", ({"lowest": 5, "label": "some"},), "rising bands from 0"),
        ("bands", ({"lowest": 0, "label": "a"}, {"lowest": 0, "label": "b"}), "rising bands"),
    ],
)
def test_an_inconsistent_instrument_is_refused(field: str, value: object, message: str) -> None:
    """A file with a slip in it is caught when it is read."""
    with pytest.raises(ValidationError, match=message):
        Instrument.model_validate(PHQ_9.model_dump() | {field: value})


def test_an_instrument_survives_being_stored() -> None:
    """Read back from its canonical bytes it is the same."""
    assert Instrument.model_validate_json(PHQ_9.canonical()) == PHQ_9
