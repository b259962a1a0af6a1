"""The codec of telemetry: one chunk holds the counts of consecutive ticks, losslessly, in few bytes.

Column by column, each channel is replaced by its differences of order 0, 1 or 2, whichever is smallest (a
hand at rest is noise around a place, a moving one noise around a speed). Differences are folded so that small
ones are small numbers, bytes are sorted by significance, so that the high ones are runs of zeros, and
zstandard packs the rest.

All arithmetic is modulo 2**32, so every 32-bit count comes back exactly, whatever it was.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import zstandard

from therapy.sample import Counts

CODEC: Final = "differences-zstd/1"
TICKS_A_CHUNK: Final = 90
"""A chunk is one second at most while a visit is being written."""
TICKS_A_COMPACT_CHUNK: Final = 60 * 90
"""A closed visit is kept in chunks of a minute."""

CountsArray = npt.NDArray[np.int32]
"""Counts of consecutive ticks: one row a tick, one column a channel."""

_HIGHEST_ORDER: Final = 2


class Chunk(NamedTuple):
    """Telemetry of `ticks` consecutive ticks from `first_tick` on, as it is stored."""

    first_tick: int
    ticks: int
    codec: str
    sha256: bytes
    """Digest of the counts themselves, so that it vouches for disk and codec alike."""
    body: bytes


class DamagedChunkError(ValueError):
    """A chunk does not decode to the counts that were written."""


class Packer:
    """Packs and unpacks chunks. Not to be shared by threads: it keeps its compressors warm."""

    def __init__(self, level: int = 3) -> None:
        self._compress = zstandard.ZstdCompressor(level=level)
        self._decompress = zstandard.ZstdDecompressor()

    def pack(self, first_tick: int, rows: Sequence[Counts] | CountsArray) -> Chunk:
        """The chunk for the counts of at least one tick; OverflowError where one is not a 32-bit integer."""
        counts = np.ascontiguousarray(rows, dtype="<i4")
        columns = np.ascontiguousarray(counts.T).view("<u4")
        orders, differences = _smallest_differences(columns)
        folded = (differences << np.uint32(1)) ^ (differences.view("<i4") >> 31).view("<u4")
        planes = np.ascontiguousarray(folded.view(np.uint8).reshape(-1, 4).T)
        raw = bytes((len(columns), *orders)) + planes.tobytes()
        return Chunk(
            first_tick, len(counts), CODEC, hashlib.sha256(counts.data).digest(), self._compress.compress(raw)
        )

    def unpack(self, chunk: Chunk) -> CountsArray:
        """The counts in a chunk; DamagedChunkError where they are not the ones that were packed."""
        if chunk.codec != CODEC:
            raise DamagedChunkError(f"expected codec {CODEC}, got {chunk.codec}")
        try:
            raw = self._decompress.decompress(chunk.body)
        except (zstandard.ZstdError, MemoryError) as error:  # a damaged head can ask for any amount of memory
            raise DamagedChunkError(str(error) or "expected a chunk that fits into memory") from error
        channels = raw[0] if raw else 0
        expected = 1 + channels + 4 * channels * chunk.ticks
        if len(raw) != expected:
            raise DamagedChunkError(f"expected {expected} bytes of {chunk.ticks} ticks, got {len(raw)}")
        planes = np.frombuffer(raw, np.uint8, offset=1 + channels).reshape(4, -1)
        folded = np.ascontiguousarray(planes.T).view("<u4").reshape(channels, chunk.ticks)
        columns = (folded >> np.uint32(1)) ^ (~(folded & np.uint32(1)) + np.uint32(1))
        for column, order in zip(columns, raw[1 : 1 + channels], strict=True):
            for _ in range(order):
                np.cumsum(column, dtype="<u4", out=column)
        counts = np.ascontiguousarray(columns.view("<i4").T)
        if hashlib.sha256(counts.data).digest() != chunk.sha256:
            raise DamagedChunkError("its counts are not the ones that were written")
        return counts


def rows(counts: CountsArray) -> Iterator[Counts]:
    """The counts tick by tick, as plain integers."""
    return map(tuple, counts.tolist())


def _smallest_differences(columns: npt.NDArray[np.uint32]) -> tuple[list[int], npt.NDArray[np.uint32]]:
    """For each channel (row) the order whose differences are smallest in sum, and those differences."""
    candidates = [columns]
    for _ in range(_HIGHEST_ORDER):
        candidates.append(np.diff(candidates[-1], axis=1, prepend=np.uint32(0)))
    sizes = np.stack([np.abs(each.view("<i4").astype(np.int64)).sum(axis=1) for each in candidates])
    orders = sizes.argmin(axis=0)
    chosen = np.stack(candidates)[orders, np.arange(len(columns))]
    return orders.tolist(), np.ascontiguousarray(chosen)
