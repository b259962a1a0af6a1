"""What is committed in one transaction: some ticks of telemetry and every entry of those ticks."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlite_utils import Database

from therapy.commands import Command
from therapy.events import Output
from therapy.observations import Observation
from therapy.records.database import changing
from therapy.records.entry import Entry, first_link, link, role_of
from therapy.records.telemetry import TICKS_A_CHUNK, Chunk, Packer
from therapy.sample import Counts


class Handed(NamedTuple):
    """One tick as the frame loop hands it over."""

    tick: int
    counts: Counts
    inputs: tuple[Command | Observation, ...]
    outputs: tuple[Output, ...]


class Batch(NamedTuple):
    """Consecutive ticks, ready for the disk. It always holds telemetry, which reaches its last entry."""

    chunks: tuple[Chunk, ...]
    entries: tuple[Entry, ...]

    @property
    def first_tick(self) -> int:
        """The first tick in it."""
        return self.chunks[0].first_tick

    @property
    def last_tick(self) -> int:
        """The last tick in it."""
        return self.chunks[-1].first_tick + self.chunks[-1].ticks - 1


class Assembler:
    """Makes batches of one visit: numbers its entries, links them to a chain, and packs its telemetry."""

    def __init__(self, briefing: bytes) -> None:
        self._packer = Packer()
        self._chain = first_link(briefing)
        self._seq = 0
        self._next_tick: int | None = None

    def assemble(self, handed: Sequence[Handed]) -> Batch:
        """The batch of at least one tick. ValueError, and nothing taken, where a tick comes too early."""
        entries: list[Entry] = []
        chain, seq, next_tick = self._chain, self._seq, self._next_tick
        for tick, _, inputs, outputs in handed:
            if next_tick is not None and tick < next_tick:
                raise ValueError(f"expected tick {next_tick}, got {tick}")
            next_tick = tick + 1
            for number, what in (
                *((None, asked) for asked in inputs),
                *((put.number, put.what) for put in outputs),
            ):
                seq += 1
                role, body = role_of(what), what.canonical()
                chain = link(chain, tick, role, number, body)
                entries.append(Entry(seq, tick, role, what.kind, number, body, chain))
        batch = Batch(tuple(self._chunks(handed)), tuple(entries))
        self._chain, self._seq, self._next_tick = chain, seq, next_tick
        return batch

    def _chunks(self, handed: Sequence[Handed]) -> list[Chunk]:
        chunks = []
        start = 0
        for end in range(1, len(handed) + 1):
            if (
                end == len(handed)
                or end - start == TICKS_A_CHUNK
                or handed[end].tick != handed[end - 1].tick + 1
            ):
                chunks.append(
                    self._packer.pack(handed[start].tick, [one.counts for one in handed[start:end]])
                )
                start = end
        return chunks


def commit(db: Database, session: int, batch: Batch) -> None:
    """Put a batch on the disk, whole or not at all. One that is there already is left alone."""
    with changing(db):
        last = db.execute(
            "SELECT first_tick + ticks - 1 FROM telemetry WHERE session = ? ORDER BY first_tick DESC LIMIT 1",
            (session,),
        ).fetchone()
        if last and last[0] >= batch.first_tick:
            return
        db.execute(
            "UPDATE sessions SET first_tick = ? WHERE number = ? AND first_tick IS NULL",
            (batch.first_tick, session),
        )
        insert_chunks(db, session, batch.chunks)
        db.conn.executemany(
            "INSERT INTO entries (session, seq, tick, role, kind, number, body, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(session, *entry) for entry in batch.entries],
        )


def insert_chunks(db: Database, session: int, chunks: Sequence[Chunk]) -> None:
    """Add chunks of telemetry inside the caller's transaction."""
    db.conn.executemany(
        "INSERT INTO telemetry (session, first_tick, ticks, codec, sha256, body) VALUES (?, ?, ?, ?, ?, ?)",
        [(session, *chunk) for chunk in chunks],
    )
