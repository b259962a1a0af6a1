"""Bytes that a minute of movement takes, against the two plain ways of storing the same figures."""

from benchmarks import Result

TITLE = (
    "Bytes a minute of telemetry, 28 channels at 90 Hz with noise, against float32 rows packed by zstandard."
)
MINUTES = 5


def measure() -> Result:
    """Pack made-up noisy movement as a visit does while it runs, and as it is kept."""
    import time

    import numpy as np
    import zstandard

    from benchmarks.made_up_visit import noisy_motion
    from therapy.records.telemetry import TICKS_A_CHUNK, TICKS_A_COMPACT_CHUNK, Packer
    from therapy.sample import SCALES

    counts = np.array(noisy_motion(11, MINUTES * TICKS_A_COMPACT_CHUNK), np.int32)
    in_units = (counts / np.array(SCALES)).astype("<f4")
    still = np.repeat(counts[:1], TICKS_A_COMPACT_CHUNK, axis=0)

    def size_a_minute(packer: Packer, rows: np.ndarray, ticks: int) -> float:
        chunks = [packer.pack(start, rows[start : start + ticks]) for start in range(0, len(rows), ticks)]
        for chunk in chunks:
            assert (packer.unpack(chunk) == rows[chunk.first_tick : chunk.first_tick + chunk.ticks]).all()
        return sum(len(chunk.body) for chunk in chunks) * TICKS_A_COMPACT_CHUNK / len(rows)

    def zstd_a_minute(ticks: int) -> float:
        pieces = range(0, len(in_units), ticks)
        packed = [zstandard.compress(in_units[start : start + ticks].tobytes(), 3) for start in pieces]
        return sum(map(len, packed)) / MINUTES

    began_s = time.perf_counter()
    while_running = size_a_minute(Packer(3), counts, TICKS_A_CHUNK)
    chunk_us = (time.perf_counter() - began_s) / (len(counts) / TICKS_A_CHUNK) * 1e6
    return Result(
        ours=while_running,
        peer=zstd_a_minute(TICKS_A_CHUNK),
        unit="bytes a minute",
        peer_name="float32 rows of a second, zstandard 3",
        details={
            "kept_bytes_a_minute": size_a_minute(Packer(9), counts, TICKS_A_COMPACT_CHUNK),
            "peer_bytes_a_minute_in_chunks_of_60_s": zstd_a_minute(TICKS_A_COMPACT_CHUNK),
            "raw_float32_bytes_a_minute": float(in_units.nbytes / MINUTES),
            "ours_when_nothing_moves_bytes_a_minute": size_a_minute(Packer(3), still, TICKS_A_CHUNK),
            "pack_and_unpack_a_second_us": round(chunk_us, 1),
        },
    )
