"""Calibration: every pair of hands there can be, no button, and never in the way of a visit."""

import math
from collections.abc import Callable
from typing import NamedTuple

import pytest

from therapy.briefing import Calibration
from therapy.calibration import LOOK, REACH, THANKS, Calibrator, distance_m, shoulder
from therapy.directives import Say, Vibrate
from therapy.prescription import Side
from therapy.sample import TICKS_PER_S, Pose, Sample

EYES = Pose(0.0, 1.2, 0.0)
Hand = Callable[[float], Pose | None]
"""Where a hand is, by seconds since the arm was asked for."""


def lap(side: str) -> Pose:
    """A hand that lies in the lap."""
    return Pose(-0.15 if side == "left" else 0.15, 0.68, -0.28)


def stretched(side: str, reach_m: float, after_s: float = 2.0) -> Hand:
    """From the lap to this far in front of the shoulder, within a second."""
    start, at = lap(side), shoulder(EYES, side)

    def hand(seconds: float) -> Pose:
        part = min(1.0, max(0.0, seconds - after_s))
        return Pose(
            start.x_m + part * (at.x_m - start.x_m),
            start.y_m + part * (at.y_m - start.y_m),
            start.z_m + part * (at.z_m - reach_m - start.z_m),
        )

    return hand


def trembling(hand: Hand, metres: float) -> Hand:
    """The same hand, shaking so far either way, five times a second."""

    def shaking(seconds: float) -> Pose | None:
        pose = hand(seconds)
        shake = metres * math.sin(2 * math.pi * 5 * seconds)
        return pose and pose._replace(y_m=pose.y_m + shake)

    return shaking


class Measured(NamedTuple):
    """How a calibration went."""

    calibration: Calibration
    measured: bool
    said: list[str]
    pulses: list[str]
    seconds: float


def calibrate(
    *,
    left: Hand = lambda s: None,
    right: Hand = lambda s: None,
    head: Callable[[float], Pose | None] = lambda s: EYES,
    side: Side = Side.EITHER,
    reach: bool = True,
    previous: Calibration | None = None,
) -> Measured:
    """Look on until the calibrator is done; AssertionError where that takes longer than 70 seconds."""
    calibrator = Calibrator(side=side, reach=reach, previous=previous)
    said: list[str] = []
    pulses: list[str] = []
    asked_tick: int | None = None
    for tick in range(70 * TICKS_PER_S):
        since_s = 0.0 if asked_tick is None else (tick - asked_tick) / TICKS_PER_S
        sample = Sample(head(tick / TICKS_PER_S), left(since_s), right(since_s), None, 0, 0, 0, True)
        for directive in calibrator.step(sample):
            if isinstance(directive, Say):
                said.append(directive.text)
                asked_tick = tick if directive.text == REACH else asked_tick
            elif isinstance(directive, Vibrate):
                pulses.append(directive.hand)
        if calibrator.result is not None:
            return Measured(calibrator.result, calibrator.measured, said, pulses, tick / TICKS_PER_S)
    raise AssertionError("expected a calibration within 70 s")


def test_both_hands() -> None:
    """Both arms stretched out: both reaches and the height of the eyes, and a word for each part."""
    found = calibrate(left=stretched("left", 0.5), right=stretched("right", 0.62))
    assert found.measured
    assert found.calibration.eye_height_m == 1.2
    assert found.calibration.left_reach_m == pytest.approx(0.5)
    assert found.calibration.right_reach_m == pytest.approx(0.62)
    assert found.said == [LOOK, REACH, THANKS]
    assert sorted(found.pulses) == ["left", "right"]
    assert found.seconds < 10


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("other", ["in the lap", "not tracked"])
def test_one_hand(side: str, other: str) -> None:
    """One arm is enough, whichever it is and whatever the other does; the other is left unused."""
    rest = "right" if side == "left" else "left"
    hands: dict[str, Hand] = {side: stretched(side, 0.55)}
    if other == "in the lap":
        hands[rest] = lambda s: lap(rest)
    found = calibrate(**hands)  # type: ignore[arg-type]
    assert found.measured
    assert getattr(found.calibration, f"{side}_reach_m") == pytest.approx(0.55)
    assert getattr(found.calibration, f"{rest}_reach_m") is None
    assert found.pulses == [side]
    assert found.seconds < 20


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_the_prescribed_hand_alone_is_measured(side: Side) -> None:
    """The hand that is not practised with is not waited for, and not measured when it moves."""
    found = calibrate(left=stretched("left", 0.5), right=stretched("right", 0.62), side=side)
    measured = {"left": found.calibration.left_reach_m, "right": found.calibration.right_reach_m}
    assert measured.pop(side.value) is not None
    assert list(measured.values()) == [None]
    assert found.pulses == [side.value]
    assert found.seconds < 8


def test_a_head_alone() -> None:
    """With no hand at all the visit goes on, with a cautious reach, within about a minute."""
    found = calibrate()
    assert not found.measured
    assert found.calibration.left_reach_m == found.calibration.right_reach_m == 0.45
    assert 40 <= found.seconds < 65


def test_hands_in_the_lap_are_no_reach() -> None:
    """Two hands that rest in the lap all the time are not measured as a reach."""
    found = calibrate(left=lambda s: lap("left"), right=lambda s: lap("right"))
    assert not found.measured
    assert found.pulses == []
    assert found.calibration.left_reach_m == 0.45


def test_what_was_measured_before_is_taken_over() -> None:
    """Hands that could not be measured today keep the reach of the last visit."""
    before = Calibration(eye_height_m=1.3, left_reach_m=0.52)
    found = calibrate(previous=before)
    assert not found.measured
    assert found.calibration.left_reach_m == 0.52
    assert found.calibration.right_reach_m is None


def test_a_trembling_hand() -> None:
    """A hand that shakes by almost two centimetres either way is measured, about as far as it reaches."""
    found = calibrate(left=trembling(stretched("left", 0.5), 0.019), side=Side.LEFT)
    assert found.measured
    assert found.calibration.left_reach_m == pytest.approx(0.5, abs=0.01)


def test_a_hand_that_never_rests() -> None:
    """A hand that shakes too much to be measured blocks nothing."""
    found = calibrate(left=trembling(stretched("left", 0.5), 0.08), side=Side.LEFT)
    assert not found.measured
    assert found.calibration.left_reach_m == 0.45
    assert found.calibration.right_reach_m is None


def test_an_arm_on_its_way_is_not_measured() -> None:
    """Reach is where the arm comes to rest, not where it passes."""
    slow = stretched("left", 0.6)
    found = calibrate(left=lambda s: slow(2 + (s - 2) / 5), side=Side.LEFT)
    assert found.calibration.left_reach_m == pytest.approx(0.6, abs=0.02)


def test_a_head_that_never_rests_or_is_not_seen() -> None:
    """Without a resting head the height of the last visit counts, or a cautious one."""
    restless = calibrate(head=lambda s: Pose(0, 1.2 + 0.1 * math.sin(9 * s), 0), reach=False)
    unseen = calibrate(head=lambda s: None, reach=False, previous=Calibration(eye_height_m=1.4))
    assert (restless.calibration.eye_height_m, restless.measured) == (1.2, False)
    assert (unseen.calibration.eye_height_m, unseen.measured) == (1.4, False)
    assert restless.seconds < 21
    blind = calibrate(head=lambda s: None, left=stretched("left", 0.5))
    assert blind.calibration.left_reach_m == 0.45


def test_exposure_measures_no_reach() -> None:
    """A visit without movement tasks asks for no arm."""
    found = calibrate(reach=False, left=stretched("left", 0.5))
    assert found.said == [LOOK, THANKS]
    assert found.calibration.left_reach_m is found.calibration.right_reach_m is None
    assert found.seconds < 2


@pytest.mark.parametrize("height_m", [0.2, 3.0])
def test_heights_no_chair_has(height_m: float) -> None:
    """A head tracked at the floor or the ceiling gives a height that a person can have."""
    found = calibrate(head=lambda s: Pose(0, height_m, 0), reach=False)
    assert 0.6 <= found.calibration.eye_height_m <= 2.2


def test_nobody_wears_it_yet() -> None:
    """Time in which the headset lies on the table does not use up the patient's time."""
    calibrator = Calibrator(side=Side.EITHER, reach=True, previous=None)
    nobody = Sample(EYES, None, None, None, 0, 0, 0, False)
    assert all(not calibrator.step(nobody) for _ in range(100 * TICKS_PER_S))
    assert calibrator.result is None
    assert calibrator.step(nobody._replace(worn=True)) == (Say(text=LOOK),)


def test_shoulders_are_below_and_beside_the_eyes() -> None:
    """The left shoulder is to the left, and both are lower than the eyes."""
    left, right = shoulder(EYES, "left"), shoulder(EYES, "right")
    assert left.x_m < 0 < right.x_m
    assert left.y_m == right.y_m < EYES.y_m
    assert distance_m(left, right) == pytest.approx(0.36)
