"""One numbered entry of a visit's stream: an input to the session, or an output of it, as canonical bytes."""

import enum
import hashlib
import json
from typing import Any, Final, NamedTuple, cast

from therapy.commands import COMMANDS, Command
from therapy.directives import DIRECTIVES, Directive
from therapy.events import EVENTS, Event
from therapy.frozen import Frozen
from therapy.observations import OBSERVATIONS, Observation


class Role(enum.StrEnum):
    """What an entry is to the session."""

    COMMAND = "command"
    OBSERVATION = "observation"
    EVENT = "event"
    DIRECTIVE = "directive"


class Entry(NamedTuple):
    """An entry as it is stored."""

    seq: int
    """Its place in the visit's stream, from 1."""
    tick: int
    role: Role
    kind: str
    number: int | None
    """The session's number of this output; None for an input."""
    body: bytes
    """Canonical form, exactly as it was when it happened."""
    chain: bytes

    @property
    def fields(self) -> dict[str, Any]:
        """What it says, as plain data: needs no code of the version that wrote it."""
        return cast(dict[str, Any], json.loads(self.body))

    def typed(self) -> Command | Observation | Event | Directive:
        """What it says, as the type of this version; ValidationError where it has another shape."""
        return _READERS[self.role].validate_json(self.body)  # type: ignore[no-any-return, attr-defined]


def first_link(briefing: bytes) -> bytes:
    """What a visit's chain starts from, so that its first page is under the same seal."""
    return hashlib.sha256(briefing).digest()


def link(chain: bytes, tick: int, role: str, number: int | None, body: bytes) -> bytes:
    """The chain's next value: SHA-256 over the one before, and all that an entry says."""
    said = b"%b%d %b %d " % (chain, tick, role.encode(), number or 0)
    return hashlib.sha256(said + body).digest()


def role_of(what: Frozen) -> Role:
    """The role of a command, observation, event or directive."""
    return _ROLES[type(what)]


def _members(union: Any) -> tuple[type[Frozen], ...]:
    return cast(tuple[type[Frozen], ...], union.__origin__.__args__)  # Annotated[A | B | ..., discriminator]


_READERS: Final = {
    Role.COMMAND: COMMANDS,
    Role.OBSERVATION: OBSERVATIONS,
    Role.EVENT: EVENTS,
    Role.DIRECTIVE: DIRECTIVES,
}
_ROLES: Final[dict[type[Frozen], Role]] = {
    member: role
    for role, union in (
        (Role.COMMAND, Command),
        (Role.OBSERVATION, Observation),
        (Role.EVENT, Event),
        (Role.DIRECTIVE, Directive),
    )
    for member in _members(union)
}
