"""Sickness during and around a visit."""

import pytest

from therapy.measures.instruments import InstrumentError
from therapy.measures.sickness import Fms, csq_vr


def test_rise_is_counted_from_the_first_rating() -> None:
    """Three at the start, ten at the worst, seven now."""
    fms = Fms()
    assert (fms.baseline, fms.current, fms.peak, fms.rise) == (None, None, None, None)
    for tick, value in enumerate([3, 10, 7]):
        fms.rate(tick, value)
    assert (fms.baseline, fms.current, fms.peak, fms.rise) == (3, 7, 10, 4)


@pytest.mark.parametrize("value", [-1, 21, False])
def test_a_rating_outside_the_scale_is_refused(value: int) -> None:
    """0 to 20."""
    with pytest.raises(ValueError, match="from 0 to 20"):
        Fms().rate(0, value)


def test_ratings_come_in_order_of_time() -> None:
    """As with distress."""
    fms = Fms([5], [1])
    with pytest.raises(ValueError, match="at least 5"):
        fms.rate(4, 1)


def test_csq_vr_adds_up_pairs_of_items() -> None:
    """Nausea, vestibular and oculomotor are two items each, the total is all six."""
    score = csq_vr([1, 2, 3, 4, 5, 7])
    assert (score.nausea, score.vestibular, score.oculomotor, score.total) == (3, 7, 12, 22)
    assert score.flagged == (5, 6)


def test_csq_vr_spans_six_to_forty_two() -> None:
    """The published range; four is not yet flagged."""
    assert csq_vr([1] * 6).total == 6
    assert csq_vr([7] * 6).total == 42
    assert csq_vr([4] * 6).flagged == ()


def test_csq_vr_refuses_an_answer_outside_its_range() -> None:
    """Its items start at one."""
    with pytest.raises(InstrumentError, match="Question 1 of CSQ-VR cannot be answered with 0"):
        csq_vr([0, 1, 1, 1, 1, 1])
