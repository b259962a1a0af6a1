"""The browser that benchmarks drive: the same one that the tests find."""

import sys
from pathlib import Path


def chromium() -> Path:
    """Where it is. SystemExit with advice where there is none."""
    sys.path.append(str(Path(__file__).resolve().parent.parent / "scripts"))
    from chromium import find_chromium

    found = find_chromium()
    if found is None:
        raise SystemExit(
            "This benchmark drives Chromium, and there is none here (Debian: apt-get install chromium)."
        )
    return found
