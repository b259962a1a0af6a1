"""The tables that environments write their parameters in."""

import math

import pytest

from environments.heights import spec as heights
from environments.quantity import Span, quantity, spans
from environments.reach import spec as reach
from therapy.parameter import Gentle

RAIL = quantity("rail_height_m", "Rail", "m", (0.0, 1.3), 1.1, Gentle.HIGHER, 0.2, 0.1)
HOUR = quantity("time_of_day", "Time", "h", (6.0, 21.0), 11.0, Gentle.NEUTRAL, 0.5, 0.5)


def test_a_span_goes_from_the_gentlest_to_the_hardest_value() -> None:
    """Half of the way down a rail is half of its weight, and beyond both ends nothing changes."""
    (span,) = spans((RAIL, HOUR), {"rail_height_m": 0.4})
    assert span == Span("rail_height_m", 1.3, 0.0, 0.4)
    assert [span.share({"rail_height_m": height_m}) for height_m in (2.0, 1.3, 0.65, 0.0, -1.0)] == [
        0,
        0,
        0.2,
        0.4,
        0.4,
    ]


@pytest.mark.parametrize("name", ["time_of_day", "depth_m"])
def test_only_what_has_a_gentle_side_has_a_weight(name: str) -> None:
    """A weight on a neutral or an unknown parameter is a mistake, and is named."""
    with pytest.raises(ValueError, match=name):
        spans((RAIL, HOUR), {name: 0.4})


@pytest.mark.parametrize("table", [heights._OPENNESS, reach._SPANS], ids=["heights", "reach"])
def test_weights_add_up_to_one(table: tuple[Span, ...]) -> None:
    """So that the hardest values are exactly the top of the scale."""
    assert math.fsum(span.weight for span in table) == pytest.approx(1.0, abs=1e-12)
