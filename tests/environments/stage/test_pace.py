"""Time in the frame loop, with a clock the test moves."""

import itertools

from environments.stage.pace import FASTEST, MOST_TICKS_A_FRAME, Compressed, RealTime


class Clock:
    """A clock that only moves when told, or when somebody sleeps."""

    def __init__(self) -> None:
        self.ns = 5_000_000_000

    def now_ns(self) -> int:
        """Nanoseconds."""
        return self.ns

    def sleep(self, seconds: float) -> None:
        """Time passes."""
        self.ns += round(seconds * 1e9)


def test_real_time_gives_ninety_ticks_a_second() -> None:
    """Frames of 16.7 ms get one or two ticks, and nothing is lost or gained over ten seconds."""
    clock = Clock()
    pace = RealTime(clock.now_ns, clock.sleep)
    frames = []
    while clock.ns < 15_000_000_000:
        frames.append(sum(1 for _ in pace.ticks()))
        clock.sleep(1 / 60)
    assert set(frames) == {1, 2}
    assert 899 <= sum(frames) <= 901
    assert pace.dropped == 0


def test_real_time_waits_for_the_next_tick() -> None:
    """A frame that comes early sleeps until a tick is due instead of spinning."""
    clock = Clock()
    pace = RealTime(clock.now_ns, clock.sleep)
    for _ in range(90):
        assert sum(1 for _ in pace.ticks()) == 1
    assert 0 <= clock.ns - 6_000_000_000 < 1_000


def test_a_hitch_is_dropped_and_counted() -> None:
    """After two lost seconds the session goes on where it was."""
    clock = Clock()
    pace = RealTime(clock.now_ns, clock.sleep)
    sum(1 for _ in pace.ticks())
    clock.sleep(2.0)
    assert sum(1 for _ in pace.ticks()) == MOST_TICKS_A_FRAME
    assert 170 <= pace.dropped <= 172
    clock.sleep(1 / 90)
    assert sum(1 for _ in pace.ticks()) <= 2


def test_compressed_fills_the_budget() -> None:
    """Ticks go on until the frame's host time is spent, and a slow tick still is one."""
    clock = Clock()
    pace = Compressed(35_000_000, clock.now_ns)
    for _ in pace.ticks():
        clock.sleep(0.001)
    assert 5_034_000_000 <= clock.ns <= 5_036_000_000
    slow = itertools.count()
    for _ in pace.ticks():
        next(slow)
        clock.sleep(1.0)
    assert next(slow) == 1


def test_what_comes_in_is_given_a_tick_at_once() -> None:
    """A command does not wait for the clock, and commands that keep coming do not drive it."""
    clock = Clock()
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.sleep(seconds)

    pace = RealTime(clock.now_ns, sleep, wait=lambda seconds: True)
    ticks = 0
    while clock.ns < 6_000_000_000:
        ticks += sum(1 for _ in pace.ticks())
    assert 90 <= ticks <= 92
    assert slept


def test_a_practice_visit_runs_faster() -> None:
    """At eight times the clock a second has 720 ticks; the speed can be changed on the way, within limits."""
    clock = Clock()
    pace = RealTime(clock.now_ns, clock.sleep, speed=8)
    given = 0
    while clock.ns < 6_000_000_000:
        given += sum(1 for _ in pace.ticks())
        clock.sleep(1 / 60)
    assert 700 <= given <= 740
    pace.speed = 1000.0
    assert pace.speed == FASTEST
    pace.speed = 1.0
    given = 0
    while clock.ns < 7_000_000_000:
        given += sum(1 for _ in pace.ticks())
        clock.sleep(1 / 60)
    assert 85 <= given <= 92


def test_a_change_of_speed_amid_a_frame_makes_nobody_wait() -> None:
    """The frame in which the speed is changed had many ticks; the next comes a tick of the clock later all the same."""
    clock = Clock()
    pace = RealTime(clock.now_ns, clock.sleep, speed=16)
    for n, _ in enumerate(pace.ticks()):
        if n == 0:
            clock.sleep(0.1)
    for n, _ in enumerate(pace.ticks()):
        if n == 0:
            pace.speed = 1.0
    before_ns = clock.ns
    assert sum(1 for _ in pace.ticks()) == 1
    assert clock.ns - before_ns < 12_000_000
