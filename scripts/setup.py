"""Create the environment Stepladder runs in, from the hash-locked files. Standard library only; any Python 3.11 or newer.

    python scripts/setup.py                        .venv, ready to run
    python scripts/setup.py --tests                the same with everything the tests and checks need
    python scripts/setup.py --tests --all-pythons  also .venv-3.11 / .venv-3.13 where that Python is on this machine

Running it again costs nothing while the locks are unchanged.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = (3, 11), (3, 14)
TESTED = ((3, 11), (3, 13))  # Ursina 7.0 and Ursina 8: the two stages that ship
DESCRIBES_THE_INSTALL = ("pyproject.toml", "requirements/run.lock", "requirements/dev.lock")


def main() -> None:
    """Bring every environment asked for up to date."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--tests", action="store_true", help="with what the tests and checks need")
    asked.add_argument("--all-pythons", action="store_true", help="also for the other tested Python, where there is one")
    args = asked.parse_args()
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise SystemExit(
            f"This is Python {sys.version.split()[0]}; Stepladder needs {dotted(OLDEST)} to {dotted(NEWEST)}. "
            f"Install one of them and run this script with it."
        )
    prepare(ROOT / ".venv", Path(sys.executable), sys.version_info[:2], tests=args.tests)
    if args.all_pythons:
        for version in TESTED:
            if version == sys.version_info[:2]:
                continue
            python = find_python(version)
            if python is None:
                print(f"Python {dotted(version)} is not on this machine; the tests run without it.")
            else:
                prepare(ROOT / f".venv-{dotted(version)}", python, version, tests=args.tests)


def dotted(version: tuple[int, int]) -> str:
    """3.11 for (3, 11)."""
    return ".".join(map(str, version))


def find_python(version: tuple[int, int]) -> Path | None:
    """An interpreter of exactly this version that starts: from PATH, or among pyenv's."""
    candidates = [shutil.which(f"python{dotted(version)}")]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates += [str(found / "bin" / "python") for found in sorted(pyenv.glob(f"{dotted(version)}.*"), reverse=True)]
    if sys.platform == "win32":
        candidates.append(_from_launcher(version))
    for candidate in candidates:
        if candidate and _version_of(candidate) == version:
            return Path(candidate)
    return None


def _version_of(python: str) -> tuple[int, int] | None:
    """What this interpreter says it is; None when it does not start (a pyenv shim for a version not chosen)."""
    question = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-I", "-c", question], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    major, minor = answer.stdout.split()
    return int(major), int(minor)


def _from_launcher(version: tuple[int, int]) -> str | None:
    """What the Windows launcher starts for this version."""
    try:
        answer = subprocess.run(
            ["py", f"-{dotted(version)}", "-c", "import sys; print(sys.executable)"],
            capture_output=True, text=True, timeout=30, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def prepare(venv: Path, base: Path, version: tuple[int, int], *, tests: bool) -> None:
    """Make `venv` hold exactly what the lock says, or leave it alone when it already does."""
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = venv / "stepladder.stamp"
    described = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in DESCRIBES_THE_INSTALL)).hexdigest()
    ready_for = {f"{dotted(version)} {described} tests"} | (set() if tests else {f"{dotted(version)} {described} run"})
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") in ready_for:
        return
    started = time.monotonic()
    stamp.unlink(missing_ok=True)
    if _version_of(str(python)) != version:
        print(f"Creating {venv.name} with Python {dotted(version)}", flush=True)
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run([base, "-m", "venv", venv], check=True)
    lock = ROOT / "requirements" / ("dev.lock" if tests else "run.lock")
    locked = sum(line[:1].isalpha() for line in lock.read_text(encoding="utf-8").splitlines())
    print(f"Installing up to {locked} locked packages into {venv.name} (the first time a few minutes)", flush=True)
    pip(python, "--require-hashes", "-r", str(lock))
    pip(python, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp.write_text(f"{dotted(version)} {described} {'tests' if tests else 'run'}", encoding="utf-8")
    print(f"{venv.name} is ready ({time.monotonic() - started:.0f} s)", flush=True)


def pip(python: Path, *what: str) -> None:
    """Install, showing a line now and then; all that pip said is shown when it fails."""
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *what]
    said: list[str] = []
    collected = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            said.append(line)
            if line.startswith("Collecting "):
                collected += 1
                if collected % 10 == 0:
                    print(f"  {collected} packages looked up", flush=True)
            elif line.startswith("Installing collected"):
                print("  unpacking", flush=True)
    if running.returncode:
        sys.stderr.writelines(said)
        raise SystemExit("Installing failed; what pip said is above. Check the network and run the same command again.")


if __name__ == "__main__":
    main()
