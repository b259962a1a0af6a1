"""What is committed fits every machine."""

import re
import subprocess
from pathlib import Path

from tests.architecture.portable_core import ROOT

# Where people's own folders lie on Linux, macOS and Windows.
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.])(?:/(?:home|Users)/\w|/r[o]ot\b|[A-Z]:\\+Users\\)")


def committed() -> dict[Path, str]:
    """Every committed text file and what it holds."""
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, cwd=ROOT, capture_output=True, text=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    held = {path: path.read_bytes() for path in paths if path.is_file()}
    return {path: raw.decode("utf-8") for path, raw in held.items() if b"\0" not in raw}


def test_no_file_names_a_folder_of_one_machine() -> None:
    """No committed file knows where it or anybody's home lies."""
    # A clone right under / could have a name that means something else in a file.
    here = str(ROOT) if len(ROOT.parts) > 2 else None
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path, text in committed().items()
        for number, line in enumerate(text.splitlines(), 1)
        if SOMEBODYS_FOLDER.search(line) or (here and here in line)
    ]
    assert found == []


def test_a_folder_of_one_machine_would_be_seen() -> None:
    """The pattern finds folders of people on each platform, and leaves web addresses alone."""
    for folder in ("/ho" + "me/ana/data", "/Us" + "ers/ana", "C:" + "\\Users\\ana", 'cd "/ro' + 'ot"'):
        assert SOMEBODYS_FOLDER.search(folder), folder
    assert not SOMEBODYS_FOLDER.search("example.org/home/page and ./root")


def test_locks_name_no_host() -> None:
    """The locks hold versions and hashes; where to fetch them from is each machine's own affair."""
    locks = [*(ROOT / "requirements").glob("*.lock"), ROOT / "package-lock.json"]
    assert len(locks) == 5
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []
