"""A browser counts as here when it starts, not when a file has its name."""

import shutil
import sys
from pathlib import Path

import pytest

import chromium
from chromium import find_chromium


def program(folder: Path, name: str, text: str) -> Path:
    """A program of this name that does what `text` says."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def only_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of one empty folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_the_browser_of_these_tests_is_found() -> None:
    """Where the browser tests run, the finder finds what they drive."""
    found = find_chromium()
    assert found is not None
    assert found.is_file()


def test_one_that_does_not_start_is_passed_over(only_path: Path) -> None:
    """Ubuntu's chromium-browser that only asks for a snap is not taken for a browser; Chrome after it is."""
    program(only_path, "chromium-browser", "echo install the snap >&2; exit 1")
    assert find_chromium() is None
    chrome = program(only_path, "google-chrome", 'test "$1" = --version')
    assert find_chromium() == chrome


def test_macos_keeps_browsers_in_applications(only_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS a browser is looked for in Applications, the user's own as well."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(only_path))
    folder = only_path / "Applications" / "Google Chrome.app" / "Contents" / "MacOS"
    folder.mkdir(parents=True)
    chrome = program(folder, "Google Chrome", "exit 0")
    assert find_chromium() == chrome


def test_windows_keeps_browsers_under_program_files(only_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows the programs' folders are looked through, and the browser is not started to be asked."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium, "WINDOWS", ("msedge.exe",))  # this machine's own separator may differ
    monkeypatch.setenv("PROGRAMFILES", str(only_path))
    assert find_chromium() is None
    edge = program(only_path, "msedge.exe", "exit 1")
    assert find_chromium() == edge
