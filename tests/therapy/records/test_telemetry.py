"""The codec gives back every count it was given, and nothing else."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from benchmarks.made_up_visit import noisy_motion
from therapy.records.telemetry import (
    TICKS_A_CHUNK,
    TICKS_A_COMPACT_CHUNK,
    Chunk,
    CountsArray,
    DamagedChunkError,
    Packer,
    rows,
)
from therapy.sample import CHANNELS

GOAL_BYTES_A_MINUTE = 600_000

any_counts = arrays.arrays(
    np.int32,
    st.tuples(st.integers(1, TICKS_A_CHUNK), st.integers(1, len(CHANNELS))),
    elements=st.integers(-(2**31), 2**31 - 1),
)


@given(any_counts, st.integers(0, 2**40))
def test_any_counts_come_back(counts: CountsArray, first_tick: int) -> None:
    """Whatever 32-bit counts go in, the same come out, extremes included."""
    packer = Packer()
    chunk = packer.pack(first_tick, counts)
    assert (chunk.first_tick, chunk.ticks) == (first_tick, len(counts))
    assert np.array_equal(Packer().unpack(chunk), counts)


def test_counts_come_back_as_the_plain_integers_of_a_sample() -> None:
    """Replay gets tuples of int, as the session got them."""
    motion = noisy_motion(1, 50)
    packer = Packer()
    again = list(rows(packer.unpack(packer.pack(0, motion))))
    assert again == motion
    assert all(type(count) is int for count in again[0])


def test_a_count_beyond_32_bits_is_refused() -> None:
    """Nothing is cut off silently."""
    with pytest.raises(OverflowError):
        Packer().pack(0, [(2**31,)])


@given(any_counts, st.data())
def test_any_changed_byte_is_noticed(counts: CountsArray, data: st.DataObject) -> None:
    """A flipped bit anywhere in a chunk gives an error or the same counts, never others."""
    packer = Packer()
    chunk = packer.pack(0, counts)
    place = data.draw(st.integers(0, len(chunk.body) * 8 - 1))
    body = bytearray(chunk.body)
    body[place // 8] ^= 1 << place % 8
    try:
        again = packer.unpack(chunk._replace(body=bytes(body)))
    except DamagedChunkError:
        return
    assert np.array_equal(again, counts)


@dataclass(frozen=True)
class Wrong:
    """A chunk with one thing wrong, and what the error says about it."""

    changed: dict[str, object]
    says: str


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong({"codec": "another/1"}, "expected codec differences-zstd/1, got another/1"),
        Wrong({"ticks": 4}, "expected 477 bytes of 4 ticks, got 589"),
        Wrong({"sha256": bytes(32)}, "not the ones that were written"),
        Wrong({"body": b"no"}, "determining content size"),
    ],
    ids=lambda wrong: next(iter(wrong.changed)),
)
def test_a_chunk_that_does_not_fit_says_how(wrong: Wrong) -> None:
    """The error names what was expected and what came."""
    packer = Packer()
    chunk = packer.pack(0, noisy_motion(1, 5))
    with pytest.raises(DamagedChunkError, match=wrong.says):
        packer.unpack(Chunk(**{**chunk._asdict(), **wrong.changed}))


def test_noisy_movement_stays_under_the_goal() -> None:
    """A minute with noise on every channel takes well under 0.6 MB, both while it is written and as it is kept."""
    motion = np.array(noisy_motion(2, TICKS_A_COMPACT_CHUNK), np.int32)
    seconds = range(0, len(motion), TICKS_A_CHUNK)
    written = sum(len(Packer(3).pack(start, motion[start : start + TICKS_A_CHUNK]).body) for start in seconds)
    kept = len(Packer(9).pack(0, motion).body)
    assert kept < written < GOAL_BYTES_A_MINUTE / 3


def test_a_still_second_costs_almost_nothing() -> None:
    """Repeated samples, as compressed time gives them, take little beside one."""
    one = noisy_motion(1, 1)
    assert len(Packer().pack(0, one * TICKS_A_CHUNK).body) < 250
