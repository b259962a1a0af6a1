"""A file beside the database that takes what the database could not, until the next start brings it back."""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from therapy.records.batch import Batch
from therapy.records.entry import Entry, Role
from therapy.records.telemetry import Chunk

_SUFFIX: Final = ".rescue"
_TAKEN_IN: Final = ".taken-in"


class Closing(NamedTuple):
    """The visit's writer came to its end in order, with this ending."""

    ending: str | None


class RescueFile:
    """Batches of one visit, a line each, on the disk when `add` returns."""

    def __init__(self, database: Path, session_id: str) -> None:
        self.path = database.with_name(f"{database.name}.{session_id}{_SUFFIX}")

    def add(self, what: Batch | Closing) -> None:
        """Append; OSError where the disk does not take it."""
        line = json.dumps(_closing(what) if isinstance(what, Closing) else _batch(what)).encode() + b"\n"
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        whole = os.fstat(file).st_size
        try:
            with open(file, "ab", closefd=False) as stream:
                stream.write(line)
            os.fsync(file)
        except OSError:
            os.ftruncate(file, whole)  # half a line is worth nothing and would spoil the next one
            raise
        finally:
            os.close(file)


def rescue_files(database: Path) -> list[tuple[str, Path]]:
    """The session id and path of each rescue file beside the database."""
    start = f"{database.name}."
    found = sorted(database.parent.glob(f"{start}*{_SUFFIX}")) if database.parent.is_dir() else []
    return [(path.name[len(start) : -len(_SUFFIX)], path) for path in found]


def rescued(path: Path) -> Iterator[Batch | Closing]:
    """What a rescue file holds, up to a line that was cut off by a crash."""
    for line in path.read_bytes().split(b"\n"):
        try:
            said = json.loads(line)
        except ValueError:
            return
        if "closing" in said:
            yield Closing(said["closing"])
        else:
            yield Batch(
                tuple(
                    Chunk(first_tick, ticks, codec, _raw(digest), _raw(body))
                    for first_tick, ticks, codec, digest, body in said["chunks"]
                ),
                tuple(
                    Entry(seq, tick, Role(role), kind, number, _raw(body), _raw(chain))
                    for seq, tick, role, kind, number, body, chain in said["entries"]
                ),
            )


def put_away(path: Path) -> Path:
    """Keep a rescue file under another name once all of it is in the database."""
    return path.rename(path.with_name(path.name + _TAKEN_IN))


def _closing(closing: Closing) -> dict[str, Any]:
    return {"closing": closing.ending}


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "chunks": [(*chunk[:3], _text(chunk.sha256), _text(chunk.body)) for chunk in batch.chunks],
        "entries": [(*entry[:5], _text(entry.body), _text(entry.chain)) for entry in batch.entries],
    }


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text)
