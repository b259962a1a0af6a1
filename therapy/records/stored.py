"""Reads a visit back: in order, complete, and unchanged, or an error that names the place."""

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from pydantic import ValidationError
from sqlite_utils import Database

from therapy.briefing import Briefing
from therapy.records.database import explaining
from therapy.records.entry import Entry, Role, first_link, link
from therapy.records.errors import DamagedRecordError, RecordsError
from therapy.records.telemetry import Chunk, DamagedChunkError, Packer, rows
from therapy.sample import TICKS_PER_S, Counts
from therapy.words import N_

_ADVICE: Final = N_("Keep the file as it is, copy it to a safe place and restore the last backup.")


class SessionRow(NamedTuple):
    """A visit as a list shows it."""

    id: str
    alias: str
    started_at: str
    protocol_id: str
    protocol_version: str
    prescription_id: str
    prescription_version: int
    core_version: str
    headset: str
    state: str
    """open, closed or interrupted."""
    ending: str | None


class StoredTick(NamedTuple):
    """One tick as the session saw and answered it."""

    tick: int
    counts: Counts
    inputs: tuple[Entry, ...]
    outputs: tuple[Entry, ...]


class StoredSession:
    """One recorded visit. Everything it hands out was checked against what was written."""

    def __init__(self, db: Database, number: int, path: Path) -> None:
        self._db: Final = db
        self._path: Final = path
        self._number: Final = number
        columns = ", ".join(SessionRow._fields)
        with explaining(path):
            found = db.execute(
                f"SELECT briefing, first_tick, last_tick, last_seq, {columns} FROM sessions WHERE number = ?",
                (number,),
            ).fetchone()
        self._briefing: Final[bytes] = found[0]
        self._first_tick, self._last_tick, self._last_seq = cast(
            tuple[int | None, int | None, int | None], found[1:4]
        )
        self.row: Final = SessionRow(*found[4:])
        self.id: Final = self.row.id
        self.alias: Final = self.row.alias
        self.started_at: Final = self.row.started_at
        self.protocol_id: Final = self.row.protocol_id
        self.core_version: Final = self.row.core_version
        self.state: Final = self.row.state
        self.ending: Final = self.row.ending

    @cached_property
    def briefing(self) -> Briefing:
        """What the visit started from. RecordsError where this version no longer reads that form."""
        try:
            return Briefing.model_validate_json(self._briefing)
        except ValidationError as error:
            raise RecordsError(
                N_("The briefing of visit {session} has the form of version {version}."),
                N_("Use that version to verify it; looking at it and reports need no old version."),
                session=self.id,
                version=self.core_version,
            ) from error

    @cached_property
    def briefing_fields(self) -> dict[str, Any]:
        """The briefing as plain data, whichever version wrote it."""
        return cast(dict[str, Any], json.loads(self._briefing))

    @property
    def last_tick(self) -> int | None:
        """The last tick on the disk; None where the visit broke off before its first one."""
        found = self._db.execute(
            "SELECT max(first_tick + ticks) - 1 FROM telemetry WHERE session = ?", (self._number,)
        ).fetchone()
        return cast(int | None, found[0])

    @property
    def minutes(self) -> float:
        """Session time on the disk."""
        last_tick = self.last_tick
        return (
            0.0
            if last_tick is None or self._first_tick is None
            else (last_tick + 1 - self._first_tick) / 5400
        )

    def entries(self, role: str | None = None, kind: str | None = None) -> Iterator[Entry]:
        """The visit's stream in order, or only one role or kind of it; checked from its start either way."""
        chain = first_link(self._briefing)
        seq = 0
        for row in self._rows("seq, tick, role, kind, number, body, chain FROM entries", "seq"):
            entry = Entry(row[0], row[1], Role(row[2]), row[3], row[4], row[5], row[6])
            if entry.seq != seq + 1:
                raise self._entry_missing(seq + 1)
            chain = link(chain, entry.tick, entry.role, entry.number, entry.body)
            if chain != entry.chain:
                raise self._entry_changed(entry)
            seq = entry.seq
            if (role is None or entry.role == role) and (kind is None or entry.kind == kind):
                yield entry
        if self._last_seq is not None and seq != self._last_seq:
            raise self._entry_missing(seq + 1)

    def telemetry(self) -> Iterator[tuple[int, Counts]]:
        """Every tick's number and counts, in order."""
        packer = Packer()
        expected = self._first_tick
        for row in self._rows("first_tick, ticks, codec, sha256, body FROM telemetry", "first_tick"):
            chunk = Chunk(*row)
            if chunk.first_tick != expected:
                raise self._telemetry_missing(expected or 0)
            try:
                counts = packer.unpack(chunk)
            except DamagedChunkError as error:
                raise self._telemetry_changed(chunk) from error
            yield from enumerate(rows(counts), chunk.first_tick)
            expected = chunk.first_tick + chunk.ticks
        if self._last_tick is not None and expected != self._last_tick + 1:
            raise self._telemetry_missing(expected or 0)

    def ticks(self) -> Iterator[StoredTick]:
        """Every tick with its entries, in order: what a replay feeds to a new session and compares."""
        entries = self.entries()
        entry = next(entries, None)
        for tick, counts in self.telemetry():
            if entry is None or entry.tick > tick:
                yield StoredTick(tick, counts, (), ())
                continue
            inputs: list[Entry] = []
            outputs: list[Entry] = []
            while entry is not None and entry.tick == tick:
                (inputs if entry.number is None else outputs).append(entry)
                entry = next(entries, None)
            yield StoredTick(tick, counts, tuple(inputs), tuple(outputs))
        if entry is not None:
            raise self._telemetry_missing(entry.tick)

    def _rows(self, what: str, order: str) -> list[tuple[Any, ...]]:
        with explaining(self._path):
            # All at once: a visit is a few megabytes, and a reader who stops early leaves nothing open.
            return self._db.execute(
                f"SELECT {what} WHERE session = ? ORDER BY {order}", (self._number,)
            ).fetchall()

    def _entry_missing(self, seq: int) -> DamagedRecordError:
        return DamagedRecordError(
            N_("Visit {session}: entry {seq} is missing."), _ADVICE, session=self.id, seq=seq
        )

    def _entry_changed(self, entry: Entry) -> DamagedRecordError:
        return DamagedRecordError(
            N_("Visit {session}: entry {seq} is not what was written at {second} s (tick {tick})."),
            _ADVICE,
            session=self.id,
            seq=entry.seq,
            tick=entry.tick,
            second=entry.tick // TICKS_PER_S,
        )

    def _telemetry_missing(self, tick: int) -> DamagedRecordError:
        return DamagedRecordError(
            N_("Visit {session}: movement is missing from {second} s on (tick {tick})."),
            _ADVICE,
            session=self.id,
            tick=tick,
            second=tick // TICKS_PER_S,
        )

    def _telemetry_changed(self, chunk: Chunk) -> DamagedRecordError:
        return DamagedRecordError(
            N_(
                "Visit {session}: movement between {second} s and {until} s (tick {tick} on) is not what was written."
            ),
            _ADVICE,
            session=self.id,
            tick=chunk.first_tick,
            second=chunk.first_tick // TICKS_PER_S,
            until=-(-(chunk.first_tick + chunk.ticks) // TICKS_PER_S),
        )
