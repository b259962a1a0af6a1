"""What Stepladder needs from the system beside Python, and how Debian and Ubuntu provide it.

Each need is judged by trying it (does EGL start? does npm answer?), never by a package's mere presence.
What is missing is installed where this account may, otherwise named with what will not run without it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chromium import find_chromium

EGL_STARTS = """
import ctypes
egl = ctypes.CDLL("libEGL.so.1")
ctypes.CDLL("libGL.so.1")
egl.eglGetPlatformDisplay.restype = ctypes.c_void_p
egl.eglGetPlatformDisplay.argtypes = [ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p]
egl.eglInitialize.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
SURFACELESS = 0x31DD  # EGL_PLATFORM_SURFACELESS_MESA: no screen needed
raise SystemExit(not egl.eglInitialize(egl.eglGetPlatformDisplay(SURFACELESS, None, None), None, None))
"""


@dataclass(frozen=True)
class Need:
    """Something of the system: how to tell it is here, Debian's packages of it, what stops without it."""

    name: str
    is_here: Callable[[], bool]
    debian_packages: tuple[str, ...]
    without_it: str


def _runs(*command: str) -> bool:
    """Whether this command starts and ends well."""
    try:
        ended = subprocess.run(
            command, check=False, stdin=subprocess.DEVNULL, capture_output=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return ended.returncode == 0


def _drawing_works() -> bool:
    # In a process of its own: a broken driver may take the process that asks with it.
    return sys.platform != "linux" or _runs(sys.executable, "-I", "-c", EGL_STARTS)


DRAWING = Need(
    "drawing without a screen (EGL and a software renderer)",
    _drawing_works,
    ("libegl1", "libegl-mesa0", "libgl1", "libgl1-mesa-dri"),
    "On a machine without a screen no stage opens: `stepladder demo` and the tests of the stage fail.",
)
NODE = Need(
    "Node.js with npm",
    lambda: _runs("node", "--version") and shutil.which("npm") is not None,
    ("nodejs", "npm"),
    "The test that checks every model against the glTF validator fails. Nothing else needs it.",
)
CHROMIUM = Need(
    "Chromium, or Chrome or Edge",
    lambda: find_chromium() is not None,
    ("chromium", "fonts-dejavu-core"),  # the fonts: without any, its pages show boxes for letters
    "The tests that drive the console in a browser fail. Nothing else needs it. "
    "(Ubuntu has Chromium only as a snap, which does not run everywhere; Google's own package of Chrome does.)",
)


def venv_of(python: str, version: tuple[int, int]) -> Need:
    """The part of Python that Debian packages apart: creating environments with pip inside."""
    name = f"python{version[0]}.{version[1]}"
    return Need(
        f"virtual environments for {name}",
        lambda: _runs(python, "-I", "-c", "import ensurepip, venv"),
        (f"{name}-venv",),
        f"No environment can be created with {name}, so nothing runs.",
    )


def as_root() -> tuple[str, ...] | None:
    """What to put before a command to run it as root unasked; None where that is not allowed."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return ()
    return ("sudo", "-n") if shutil.which("sudo") and _runs("sudo", "-n", "true") else None


def provide(
    needs: Sequence[Need],
    *,
    may_install: Callable[[], tuple[str, ...] | None] = as_root,
    say: Callable[[str], None] = lambda line: print(line, flush=True),
) -> list[Need]:
    """Install what is missing where that is allowed; name, and return, what is missing then."""
    missing = [need for need in needs if not need.is_here()]
    if not missing:
        return []
    packages = [package for need in missing for package in need.debian_packages]
    before = may_install() if shutil.which("apt-get") else None
    if before is not None:
        say(f"Installing system packages: {' '.join(packages)}")
        _apt_get(before, missing, say)
        missing = [need for need in missing if not need.is_here()]
    for need in missing:
        say(f"Missing: {need.name}. {need.without_it}")
        say(f"  Debian has it as: {' '.join(need.debian_packages)} (sudo apt-get install ...)")
    return missing


def _apt_get(before: tuple[str, ...], needs: Sequence[Need], say: Callable[[str], None]) -> None:
    """Update the lists, since a fresh machine has none, and install; what apt said is shown when it fails."""
    apt_get = (*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y")
    # Each need by itself: a package that this release of Debian or Ubuntu lacks keeps no other from coming.
    installs = [("install", "--no-install-recommends", *need.debian_packages) for need in needs]
    for step in (("update",), *installs):
        command = [*apt_get, *step]
        ended = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if ended.returncode:
            say(f"{ended.stdout}{ended.stderr}apt-get {step[0]} failed (what it said is above).")


def main() -> None:
    """Say what is here and what is not, and provide what is missing."""
    missing = provide([DRAWING, NODE, CHROMIUM])
    if not missing:
        print("Everything Stepladder needs from the system is here.")


if __name__ == "__main__":
    main()
