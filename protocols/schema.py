"""The JSON Schema of a plan, so that an editor can complete and check a file while it is written.

`python -m protocols.schema` writes it anew; a line `#:schema ./protocol.schema.json` at the top of a plan names it.
"""

import json
from pathlib import Path
from typing import Any, Final

from therapy.protocol import Protocol

FILE: Final = Path(__file__).parent / "protocol.schema.json"


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Protocol.model_json_schema(mode="validation"),
    }


def text() -> str:
    """The schema as it is committed."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
