"""Feeds a stored record through a new session and compares byte for byte: what is stored is what happened."""

from dataclasses import dataclass
from typing import cast

from environments import catalogue
from therapy.briefing import CORE_VERSION
from therapy.commands import Command
from therapy.errors import StepladderError
from therapy.frozen import Frozen
from therapy.observations import Observation
from therapy.records import Entry, Role, StoredSession, StoredTick
from therapy.sample import Sample
from therapy.session import Session
from therapy.words import N_


@dataclass(frozen=True)
class Difference:
    """The first place at which a replay and the record part."""

    tick: int
    number: int | None
    """Number of the output; None where one of the two has no more."""
    recorded: str | None
    replayed: str | None


@dataclass(frozen=True)
class Verified:
    """What a replay found."""

    ticks: int
    outputs: int
    difference: Difference | None
    failed_then: str | None = None
    """What the session threw, in the visit and again in the replay."""

    @property
    def same(self) -> bool:
        """Whether the record holds."""
        return self.difference is None


def verify(stored: StoredSession) -> Verified:
    """Replay a visit. DamagedRecord where it was changed, StepladderError where another version made it."""
    if stored.core_version != CORE_VERSION:
        raise StepladderError(
            N_("Visit {session} was made by version {made} of the deciding code; this is version {ours}."),
            N_("Verify it with version {made}; without --verify its story can be read."),
            session=stored.id,
            made=stored.core_version,
            ours=CORE_VERSION,
        )
    briefing = stored.briefing
    session = Session(briefing, catalogue.load(briefing.protocol.environment))
    ticks = outputs = 0
    for tick in stored.ticks():
        ticks += 1
        outputs += len(tick.outputs)
        try:
            replayed = session.step(Sample.from_counts(tick.counts), [_input(one) for one in tick.inputs])
        except Exception as error:
            what = f"session: {type(error).__name__}: {error}"
            if any(entry.fields.get("what") == what for entry in tick.outputs):
                return Verified(ticks, outputs, None, failed_then=what)
            return Verified(ticks, outputs, Difference(tick.tick, None, _first(tick), what))
        difference = _compare(tick, [(out.number, out.what) for out in replayed])
        if difference is not None:
            return Verified(ticks, outputs, difference)
    return Verified(ticks, outputs, None)


def _input(entry: Entry) -> Command | Observation:
    what = entry.typed()
    if entry.role not in (Role.COMMAND, Role.OBSERVATION):
        raise TypeError(f"expected a command or observation as input, got {entry.role}")
    return cast(Command | Observation, what)


def _compare(tick: StoredTick, replayed: list[tuple[int, Frozen]]) -> Difference | None:
    for entry, (number, what) in zip(tick.outputs, replayed, strict=False):
        body = what.canonical()
        if entry.number != number or entry.body != body:
            return Difference(tick.tick, entry.number, entry.body.decode(), body.decode())
    if len(tick.outputs) > len(replayed):
        return Difference(tick.tick, None, _words(tick.outputs[len(replayed)]), None)
    if len(tick.outputs) < len(replayed):
        return Difference(tick.tick, None, None, replayed[len(tick.outputs)][1].canonical().decode())
    return None


def _first(tick: StoredTick) -> str | None:
    return _words(tick.outputs[0]) if tick.outputs else None


def _words(entry: Entry) -> str:
    return entry.body.decode()
