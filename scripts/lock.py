"""Write requirements/*.lock from pyproject.toml: versions and hashes for all Pythons and platforms at once.

`make lock` runs this; it needs uv (`pip install uv`). Everything else only reads the locks.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
COMPILE = [
    *("uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"),
    # A lock names versions and hashes; where to fetch them from is each machine's own affair.
    *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "--quiet"),
]


def main() -> None:
    """Lock what runs first; what the tests add is then locked around it, so that both agree. Data stands alone."""
    upgrade = sys.argv[1:]
    for name, groups in (
        ("run", ["pyproject.toml", "--group", "build"]),
        ("dev", ["pyproject.toml", "--group", "build", "--group", "dev", "-c", str(LOCKS / "run.lock")]),
        ("assets", ["--group", "assets", "--no-deps", "--only-binary", ":all:"]),
        ("speech", ["--group", "speech"]),
    ):
        lock = LOCKS / f"{name}.lock"
        subprocess.run([*COMPILE, *groups, *upgrade, "-o", str(lock)], cwd=ROOT, check=True)
        if "://" in lock.read_text(encoding="utf-8"):
            raise SystemExit(
                f"{lock} names a host. Remove the address from uv's configuration and lock again."
            )
        print(f"{lock.relative_to(ROOT)} written")


if __name__ == "__main__":
    main()
