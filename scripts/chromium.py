"""Where this machine has Chromium, or a browser made from it. Standard library only."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

NAMES: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
MACOS: Final = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS: Final = (
    r"Chromium\Application\chrome.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)


def find_chromium() -> Path | None:
    """The first one that starts; None where there is none."""
    return next((found for found in _candidates() if _starts(found)), None)


def _candidates() -> Iterator[Path]:
    for name in NAMES:
        on_path = shutil.which(name)
        if on_path:
            yield Path(on_path)
    if sys.platform == "darwin":
        for name in MACOS:
            for folder in (Path("/Applications"), Path.home() / "Applications"):
                yield folder / f"{name}.app" / "Contents" / "MacOS" / name
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if variable in os.environ:
                yield from (Path(os.environ[variable]) / name for name in WINDOWS)


def _starts(browser: Path) -> bool:
    if sys.platform == "win32":
        return browser.is_file()  # asked for its version, it would open a window instead
    try:
        # Ubuntu's chromium-browser is here and answers only that a snap must be installed: hence the trial.
        ended = subprocess.run(
            [browser, "--version"], check=False, stdin=subprocess.DEVNULL, capture_output=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return ended.returncode == 0
