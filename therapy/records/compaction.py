"""Packs the one-second chunks of a finished visit into chunks of a minute: fewer bytes, faster to read."""

from typing import Final

import numpy as np
from sqlite_utils import Database

from therapy.records.batch import insert_chunks
from therapy.records.database import changing
from therapy.records.telemetry import TICKS_A_COMPACT_CHUNK, Chunk, CountsArray, Packer

_LEVEL: Final = 9
"""Of zstandard. Higher ones take several times as long for a hundredth of the size."""


def compact(db: Database, session: int) -> None:
    """Repack a visit's telemetry in one transaction. DamagedChunkError, and no change, if one is damaged."""
    packer = Packer(_LEVEL)
    with changing(db):
        small = _chunks_of(db, session)
        large = [packer.pack(first_tick, counts) for first_tick, counts in _joined(packer, small)]
        if len(large) == len(small):
            return
        db.execute("DELETE FROM telemetry WHERE session = ?", (session,))
        insert_chunks(db, session, large)


def _chunks_of(db: Database, session: int) -> list[Chunk]:
    columns = ", ".join(Chunk._fields)
    rows = db.execute(f"SELECT {columns} FROM telemetry WHERE session = ? ORDER BY first_tick", (session,))
    return [Chunk(*row) for row in rows]


def _joined(packer: Packer, chunks: list[Chunk]) -> list[tuple[int, CountsArray]]:
    """Runs of consecutive ticks, a minute at most each."""
    runs: list[tuple[int, list[CountsArray]]] = []
    ticks = 0
    for chunk in chunks:
        counts = packer.unpack(chunk)
        follows = runs and chunk.first_tick == runs[-1][0] + ticks
        if not follows or ticks + chunk.ticks > TICKS_A_COMPACT_CHUNK:
            runs.append((chunk.first_tick, []))
            ticks = 0
        runs[-1][1].append(counts)
        ticks += chunk.ticks
    return [(first_tick, np.concatenate(parts)) for first_tick, parts in runs]
