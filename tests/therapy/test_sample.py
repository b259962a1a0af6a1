"""Samples: what is stored is what the session sees."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.sample import CHANNELS, NOTHING, SCALES, Button, Direction, Pose, Sample

metres = st.floats(-500, 500)
parts = st.floats(-1, 1)
poses = st.builds(Pose, metres, metres, metres, parts, parts, parts, parts)
samples = st.builds(
    Sample,
    head=st.none() | poses,
    left=st.none() | poses,
    right=st.none() | poses,
    gaze=st.none() | st.builds(Direction, parts, parts, parts),
    left_press=st.floats(0, 1),
    right_press=st.floats(0, 1),
    buttons=st.integers(0, 7),
    worn=st.booleans(),
)


@given(samples)
def test_stored_twice_is_stored_once(sample: Sample) -> None:
    """Rounding a second time changes nothing, so a replay sees the very floats that the session saw."""
    counts = sample.counts()
    assert Sample.from_counts(counts).counts() == counts
    assert Sample.from_counts(Sample.from_counts(counts).counts()) == Sample.from_counts(counts)


@given(samples)
def test_every_count_fits_in_32_bits(sample: Sample) -> None:
    """However far a tracker jumps, a count is a whole number of 32 bits, one a channel."""
    counts = sample.counts()
    assert len(counts) == len(CHANNELS) == len(SCALES)
    assert all(type(count) is int and -(2**31) <= count < 2**31 for count in counts)


@given(samples)
def test_what_was_not_tracked_stays_unknown(sample: Sample) -> None:
    """A pose that was not seen comes back as None, never as the origin; a seen one comes back."""
    back = Sample.from_counts(sample.counts())
    for name in ("head", "left", "right", "gaze"):
        assert (getattr(back, name) is None) == (getattr(sample, name) is None)
    assert back.worn == sample.worn
    assert back.buttons == sample.buttons


@given(poses.filter(lambda pose: all(abs(value) <= 100 for value in pose[:3])))
def test_precision(pose: Pose) -> None:
    """Positions are kept to half a tenth of a millimetre, quaternions to half of 0.00001."""
    back = Sample.from_counts(NOTHING._replace(head=pose).counts()).head
    assert back is not None
    for before, after in zip(pose[:3], back[:3], strict=True):
        assert math.isclose(before, after, abs_tol=0.5e-4 + 1e-9)
    for before, after in zip(pose[3:], back[3:], strict=True):
        assert math.isclose(before, after, abs_tol=0.5e-5 + 1e-12)


def test_channels_are_named_once() -> None:
    """Every channel has a name of its own, positions and turns have the scale that is documented."""
    assert len(set(CHANNELS)) == len(CHANNELS)
    scale = dict(zip(CHANNELS, SCALES, strict=True))
    assert scale["head_x"] == scale["right_z"] == 10_000
    assert scale["left_qw"] == scale["gaze_y"] == 100_000
    assert scale["left_press"] == 100
    assert scale["buttons"] == scale["tracked"] == 1


@pytest.mark.parametrize("channel", CHANNELS)
def test_channels_lie_where_their_name_says(channel: str) -> None:
    """Each named channel changes with the quantity it names, and with no other."""
    at_rest = Sample(Pose(0, 0, 0), Pose(0, 0, 0), Pose(0, 0, 0), Direction(0, 0, 0), 0, 0, 0, False)
    what, _, part = channel.rpartition("_")
    if channel in ("buttons", "tracked"):
        changed = at_rest._replace(buttons=1) if channel == "buttons" else at_rest._replace(worn=True)
    elif part == "press":
        pressed: Any = {channel: 1.0}
        changed = at_rest._replace(**pressed)
    else:
        field = {"x": "x_m", "y": "y_m", "z": "z_m"}.get(part, part) if what != "gaze" else part
        changed = at_rest._replace(**{what: getattr(at_rest, what)._replace(**{field: 0.5})})
    differing = [
        name
        for name, old, new in zip(CHANNELS, at_rest.counts(), changed.counts(), strict=True)
        if old != new
    ]
    assert differing == [channel]


def test_nothing() -> None:
    """A headset on the table is not worn and sees nothing."""
    assert NOTHING.counts() == (0,) * 28
    assert Sample.from_counts(NOTHING.counts()) == NOTHING


def test_buttons_are_bits() -> None:
    """Several buttons can be held at once."""
    held = NOTHING._replace(buttons=Button.STOP | Button.READY)
    assert Sample.from_counts(held.counts()).buttons == 5
