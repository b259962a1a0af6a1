"""Where targets may be: inside every limit, evenly in all directions, the same for the same seed."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environments.reach.spec import SPEC
from environments.reach.targets import Targets, allowed_azimuths
from therapy.prescription import RangeLimits
from therapy.sample import Pose

SHOULDER = Pose(0.18, 0.95, 0.0)
ANYWHERE = st.fixed_dictionaries(
    {p.name: st.floats(p.guardrail.lowest, p.guardrail.highest) for p in SPEC.parameters}
)
ARCS = st.lists(st.tuples(st.floats(-180, 180), st.floats(-180, 180)), max_size=3).map(tuple)
LIMITS = st.builds(
    RangeLimits,
    reach_share_of_calibrated=st.floats(0.3, 1.0),
    reach_m=st.none() | st.floats(0.1, 1.0),
    highest_deg=st.none() | st.floats(-60, 80),
    no_go_arcs_deg=ARCS,
)


def values(**changed: float) -> dict[str, float]:
    return {**SPEC.defaults(), **changed}


def in_arc(azimuth_deg: float, arc: tuple[float, float]) -> bool:
    low, high = arc
    return low < azimuth_deg < high if low <= high else azimuth_deg > low or azimuth_deg < high


@given(seed=st.integers(0, 2**63 - 1), limits=LIMITS, now=ANYWHERE, reach_m=st.floats(0.1, 1.1))
def test_no_target_is_ever_outside_a_limit(
    seed: int, limits: RangeLimits, now: dict[str, float], reach_m: float
) -> None:
    """Reach, prescribed ceilings and no-go arcs bound every target, whatever the values are."""
    targets = Targets(seed, limits)
    for _ in range(9):
        target = targets.next(SHOULDER, reach_m, now)
        if target is None:
            assert limits.no_go_arcs_deg
            return
        distance_m = math.dist(target.position, SHOULDER[:3])
        assert distance_m == pytest.approx(target.distance_m, abs=1e-9)
        assert distance_m <= reach_m + 1e-9
        assert limits.reach_m is None or distance_m <= limits.reach_m + 1e-9
        assert -now["arc_left_deg"] - 1e-9 <= target.azimuth_deg <= now["arc_right_deg"] + 1e-9
        assert target.elevation_deg <= now["arc_up_deg"] + 1e-9
        assert limits.highest_deg is None or target.elevation_deg <= limits.highest_deg + 1e-9
        assert not any(in_arc(target.azimuth_deg, arc) for arc in limits.no_go_arcs_deg)


def test_targets_lie_at_the_share_of_the_reach() -> None:
    """With a reach of 0.6 m and a share of one half, targets are 0.255 to 0.3 m from the shoulder."""
    targets = Targets(1, RangeLimits())
    distances = [targets.next(SHOULDER, 0.6, values(reach_share=0.5)) for _ in range(200)]
    known = [target.distance_m for target in distances if target is not None]
    assert 0.255 <= min(known) < 0.26
    assert 0.295 < max(known) <= 0.3


def test_all_nine_directions_get_as_many_targets() -> None:
    """In each round of nine every third of the azimuths meets every third of the elevations once."""
    targets = Targets(7, RangeLimits())
    now = values(arc_left_deg=30.0, arc_right_deg=60.0, arc_up_deg=30.0, arc_down_deg=0.0, table_height_m=0.6)
    for _ in range(20):
        cells: Counter[tuple[int, int]] = Counter()
        for _ in range(9):
            target = targets.next(SHOULDER, 0.6, now)
            assert target is not None
            cells[int((target.azimuth_deg + 30.0) // 30.0), int(target.elevation_deg // 10.0)] += 1
        assert len(cells) == 9
        assert set(cells.values()) == {1}


def test_targets_clear_the_table() -> None:
    """However far down the arc goes, no target sinks into the table top."""
    targets = Targets(3, RangeLimits())
    now = values(arc_down_deg=60.0, arc_up_deg=0.0, table_height_m=0.8, target_size_m=0.1)
    for _ in range(90):
        target = targets.next(SHOULDER, 0.7, now)
        assert target is not None
        assert target.position[1] >= 0.8 + 0.05 + 0.02 - 1e-9


def test_the_same_seed_gives_the_same_targets() -> None:
    """A replay meets every target where it was."""
    first, second, other = (Targets(seed, RangeLimits()) for seed in (5, 5, 6))
    draw = [[targets.next(SHOULDER, 0.6, values()) for _ in range(30)] for targets in (first, second, other)]
    assert draw[0] == draw[1] != draw[2]


@pytest.mark.parametrize(
    ("arcs", "expected"),
    [
        ((), [(-90.0, 90.0)]),
        (((20.0, 40.0),), [(-90.0, 15.0), (45.0, 90.0)]),
        (((80.0, -80.0),), [(-75.0, 75.0)]),
        (((-180.0, 180.0),), []),
        (((0.0, 30.0), (25.0, 120.0)), [(-90.0, -5.0)]),
    ],
    ids=["none", "one in the middle", "through the back", "everything", "two that overlap"],
)
def test_no_go_arcs_are_cut_out_with_half_a_target(
    arcs: tuple[tuple[float, float], ...], expected: list[tuple[float, float]]
) -> None:
    """A target of 10 degrees keeps its whole body out of each arc."""
    wide_m = 2 * 0.5 * math.tan(math.radians(5.0))
    now = values(arc_left_deg=90.0, arc_right_deg=90.0)
    found = allowed_azimuths(now, RangeLimits(no_go_arcs_deg=arcs), wide_m, 0.5)
    assert [tuple(span) for span in found] == [pytest.approx(span) for span in expected]


def test_a_target_is_a_movement_away_from_the_pad() -> None:
    """Where the direction leaves room, no target hangs over the hand that rests on the pad."""
    targets, pad = Targets(4, RangeLimits()), (0.09, 0.72, -0.3)
    now = values(reach_share=0.9, arc_down_deg=0.0, arc_up_deg=45.0, target_size_m=0.1)
    for _ in range(90):
        target = targets.next(SHOULDER, 0.6, now, pad)
        assert target is not None
        assert math.dist(target.position, pad) >= 0.3
