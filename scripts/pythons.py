"""Which Pythons Stepladder runs on, and where this machine has them. Standard library only."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

Version = tuple[int, int]

OLDEST: Final = (3, 11)
NEWEST: Final = (3, 14)
TESTED: Final = ((3, 11), (3, 13))
"""Ursina 7.0 and Ursina 8: the two stages that ship."""


def dotted(version: Version) -> str:
    """3.11 for (3, 11)."""
    return f"{version[0]}.{version[1]}"


def version_of(python: str) -> Version | None:
    """What this interpreter says it is; None when it does not start (a pyenv shim nobody chose)."""
    said = _said_by(python, "-I", "-c", "import sys; print(*sys.version_info[:2])")
    if said is None:
        return None
    major, minor = said.split()
    return int(major), int(minor)


def find_python(version: Version) -> Path | None:
    """An interpreter of exactly this version that starts: on PATH, pyenv's, or Windows' launcher's."""
    for candidate in _candidates(version):
        if version_of(candidate) == version:
            return Path(candidate)
    return None


def _candidates(version: Version) -> Iterator[str]:
    on_path = shutil.which(f"python{dotted(version)}")
    if on_path:
        yield on_path
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for found in sorted(pyenv.glob(f"{dotted(version)}.*"), reverse=True):
        yield str(found / "bin" / "python")
    if sys.platform == "win32":
        known = _said_by("py", f"-{dotted(version)}", "-c", "import sys; print(sys.executable)")
        if known:
            yield known


def _said_by(*command: str) -> str | None:
    """What this command prints; None when it does not start or fails."""
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return ended.stdout.strip()
