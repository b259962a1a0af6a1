"""The base of every value that crosses a boundary: frozen, complete, and one canonical form in bytes."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value. Unknown fields, NaN and infinities are refused, so that what is stored can be read back."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    def canonical(self) -> bytes:
        """The bytes that stand for this value in a record: JSON, sorted keys, no spaces, UTF-8.

        Fixed once for all versions: replay compares these bytes, so they must never depend on field order,
        on a serialiser's taste in floats, or on the machine.
        """
        return canonical(self.model_dump(mode="json"))


def canonical(value: Any) -> bytes:
    """Canonical JSON of plain data (dict, list, str, int, float, bool, None)."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()
