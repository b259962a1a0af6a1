"""The blink and the governor of flashes, counted in ticks."""

from hypothesis import given
from hypothesis import strategies as st

from environments.stage.comfort import (
    DARK_TICKS,
    IN_TICKS,
    MOST_TURNS,
    OUT_TICKS,
    STEP,
    Blink,
    FlashGovernor,
    Lid,
)
from therapy.sample import TICKS_PER_S

WHOLE = OUT_TICKS + DARK_TICKS + IN_TICKS


def test_a_blink_takes_less_than_a_second_and_places_in_the_dark() -> None:
    """Closed, placed, opened, in this order and in time."""
    blink, placed = Blink(), []
    blink.ask(100, lambda: placed.append(True))
    covered = {}
    for tick in range(100, 100 + TICKS_PER_S):
        covered[tick] = blink.advance(tick)
        if placed and tick - 100 < OUT_TICKS:
            raise AssertionError("placed while the eyes were open")
    assert placed == [True]
    assert covered[100] == 0.0
    assert covered[100 + OUT_TICKS] == 1.0
    assert covered[100 + WHOLE] == 0.0
    assert blink.lid(100 + WHOLE) is Lid.OPEN


def test_what_is_asked_for_before_the_dark_shares_the_blink_and_what_comes_later_waits() -> None:
    """Two changes in a row do not make two blinks; a third during opening gets one of its own."""
    blink, placed = Blink(), []
    blink.ask(0, lambda: placed.append("first"))
    blink.advance(5)
    blink.ask(5, lambda: placed.append("second"))
    blink.advance(OUT_TICKS)
    assert placed == ["first", "second"]
    blink.ask(OUT_TICKS + DARK_TICKS + 1, lambda: placed.append("third"))
    assert blink.advance(WHOLE - 1) < 1.0
    assert placed == ["first", "second"]
    blink.advance(WHOLE + OUT_TICKS)
    assert placed == ["first", "second", "third"]


def test_a_slow_machine_that_misses_the_whole_blink_still_places() -> None:
    """One frame a second: the change is there, and the eyes are open."""
    blink, placed = Blink(), []
    blink.ask(0, lambda: placed.append(True))
    assert blink.advance(1000) == 0.0
    assert placed == [True]


def test_a_blink_that_is_cancelled_opens_at_once_and_places_nothing() -> None:
    """A stop does not wait for eyelids."""
    blink, placed = Blink(), []
    blink.ask(0, lambda: placed.append(True))
    assert blink.advance(OUT_TICKS - 1) > 0.5
    blink.cancel()
    assert blink.advance(OUT_TICKS) == 0.0
    assert placed == []


def turns_in_any_second(levels: list[float]) -> int:
    """The most changes of direction of at least STEP within one second, as the governor must count them."""
    turns, extreme, rising = [], levels[0], None
    for tick, level in enumerate(levels):
        change = level - extreme
        if rising is None:
            if abs(change) >= STEP:
                rising, extreme = change > 0.0, level
        elif (change > 0.0) == rising:
            extreme = level
        elif abs(change) >= STEP:
            rising, extreme = change > 0.0, level
            turns.append(tick)
    return max((sum(t <= other < t + TICKS_PER_S for other in turns) for t in turns), default=0)


def governed(wanted: list[float]) -> list[float]:
    """What is shown when the governor is asked in every tick."""
    governor, shown = FlashGovernor(), [wanted[0]]
    for tick, level in enumerate(wanted):
        shown.append(level if governor.allows(tick, level) else shown[-1])
    return shown[1:]


@given(st.lists(st.floats(0.0, 0.75), min_size=2, max_size=400))
def test_no_wish_makes_more_than_two_flashes_a_second(wanted: list[float]) -> None:
    """Whatever a brightness tries, what is shown turns round at most four times in any second."""
    assert turns_in_any_second(governed(wanted)) <= MOST_TURNS


def test_a_slow_change_is_left_alone() -> None:
    """Dusk falls and day breaks as they wish."""
    wanted = [0.5 + 0.4 * (tick % 360 - 180) / 180.0 for tick in range(720)]
    assert governed(wanted) == wanted


def test_a_strobe_is_held_and_let_go_once_it_rests() -> None:
    """Nine flashes a second become two at most; afterwards the light ends where it was wanted."""
    strobe = [0.7 if tick // 5 % 2 else 0.1 for tick in range(90)]
    assert turns_in_any_second(strobe) > 6
    shown = governed(strobe + [0.1] * 90)
    assert turns_in_any_second(shown) <= MOST_TURNS
    assert shown[-1] == 0.1
