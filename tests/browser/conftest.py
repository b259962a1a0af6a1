"""A real Chromium, pages whose every complaint fails the test, and the console they look at."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from chromium import find_chromium
from clinician_console.admission import asset_hashes
from clinician_console.data_folder import DataFolder
from environments import catalogue
from system_packages import CHROMIUM
from tests.browser import clinic
from tests.browser.launching import Launcher, launched
from tests.browser.serving import Console, console_over
from tests.browser.watching import watch
from therapy.records import Store

NewPage = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window; gone after this folder, as its event loop occupies the thread of the tests."""
    path = find_chromium()
    assert path is not None, f"{CHROMIUM.name} is missing. {CHROMIUM.without_it}"
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    # As root Chromium starts only without its sandbox; a container's /dev/shm is too small for it.
    args = ["--disable-dev-shm-usage", *(["--no-sandbox"] if as_root else [])]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=args)
        yield started
        started.close()


def close_pages(browser: Browser) -> None:
    """Away with every page, before what they look at goes away."""
    for context in browser.contexts:
        context.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens a page of a browser nobody used yet; at the end none may have complained of anything."""
    complaints: list[list[str]] = []

    def open_one(width: int = 1280, height: int = 800, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, locale="en"
        )
        context.set_default_timeout(10_000)
        complaints.append(watch(context))
        return context.new_page()

    yield open_one
    close_pages(browser)
    heard = [complaint for of_one in complaints for complaint in of_one]
    assert not heard, "The browser complained:\n" + "\n".join(heard)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of an ordinary laptop."""
    return new_page()


@pytest.fixture
def console(tmp_path: Path, built: None, browser: Browser) -> Iterator[Console]:
    """The console over a data folder without anybody."""
    with console_over(tmp_path / "data") as running:
        yield running
        close_pages(browser)


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every environment is built, so that no page waits for one."""
    for environment in catalogue.ids():
        asset_hashes(DataFolder(tmp_path_factory.mktemp("built")), environment)


@pytest.fixture
def launcher(tmp_path: Path, built: None, browser: Browser) -> Iterator[Launcher]:
    """The whole program over a clinic with a patient in every standing."""
    data = DataFolder(tmp_path / "data")
    data.create()
    with Store.open(data.records) as store:
        clinic.fill(store)
    with launched(data) as running:
        yield running
        close_pages(browser)
