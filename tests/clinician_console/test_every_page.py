"""Every page around a visit, read whole: its words are translated, its parts named, and it runs no script."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import catalogues
from protocols import catalogue
from tests.clinician_console.browsing import Browser, Page
from tests.clinician_console.test_pages import (
    ADDRESS,
    ALIAS,
    HEIGHTS,
    REACH,
    earlier,
    prescribe,
    records,
    screen,
)
from tests.journeys.visits_told import of_demo, record
from tests.pseudo import TAG, assert_translated, plain_words
from therapy import translation
from therapy.briefing import Condition
from therapy.twin.traits import Kind

NAMES = ("Stepladder", "Anna", "bh7", "Mild", ALIAS, "_", "demo")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Each page in the pseudo-locale, by what it is, in words as they stand in the sources now."""
    folder = tmp_path_factory.mktemp("words")
    catalogues.write_all(folder, catalogues.extract())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translation, "CATALOGUES", folder)
        translation.use_locale(TAG)
        try:
            yield dict(visited(tmp_path_factory.mktemp("data")))
        finally:
            translation.use_locale("en")


def visited(folder: Path) -> Iterator[tuple[str, str]]:
    """Every page in every state that has words of its own."""
    browser = Browser(folder, entered=False)
    yield "locked", browser.get("/").text
    browser = Browser(folder)
    yield "empty", browser.get("/").text
    browser.post("/who", who="Anna", to="/")
    yield "nothing there", browser.get("/nothing").text
    yield "new", browser.get("/patients/new").text
    yield "new, wrong", browser.post("/patients/new", alias="?").text
    browser.post("/patients/new", alias=ALIAS, practice="yes")
    yield "to screen", browser.get(f"{ADDRESS}?saved=patient").text
    yield "screening", browser.get(f"{ADDRESS}/screening").text
    wrong = {"signed_on": "2999-01-01", "consent_on": "", "signed_by": "", "reason-migraine": "x" * 900}
    yield "screening, wrong", screen(browser, Condition.MIGRAINE, pregnancy="", **wrong).text
    screen(browser, Condition.EPILEPSY, Condition.INTOXICATION, agrees="", consent_by="")
    yield "blocked", browser.get(ADDRESS).text
    screen(browser, Condition.PACEMAKER, agrees="", consent_by="")
    yield "to explain", browser.get(ADDRESS).text
    screen(browser, Condition.MIGRAINE, agrees="", consent_by="", **{"reason-migraine": "Mild"})
    yield "to consent", browser.get(ADDRESS).text
    screen(browser)
    yield "to prescribe", browser.get(f"{ADDRESS}?saved=screening").text
    yield "screening again", browser.get(f"{ADDRESS}/screening").text
    yield "plans", browser.get(f"{ADDRESS}/prescription").text
    yield "heights", browser.get(HEIGHTS).text
    yield "heights, wrong", prescribe(browser, minutes="99", visits="x", mode="", highest_step="").text
    yield "reach", browser.get(REACH).text
    prescribe(browser, prescribed_on="2026-01-01")
    yield "a visit is due", browser.get(f"{ADDRESS}?saved=prescription").text
    yield "start", browser.get(f"{ADDRESS}/visit").text
    yield "start, wrong", browser.post(f"{ADDRESS}/visit", patient="nobody").text
    prescribe(browser, mode="remote", **{"limit-height_m-highest": "9", "limit-companion-lowest": "yes"})
    yield "start, remote", browser.get(f"{ADDRESS}/visit").text
    prescribe(browser, REACH, mode="home", reach_m="0.5", arc1_from="-90", arc1_to="-30")
    yield "start, home", browser.get(f"{ADDRESS}/visit").text
    with records(browser) as store:
        store.report_earlier(ALIAS, earlier("elsewhere", 1))
    record(browser.house.data.records, of_demo("graded-heights", 6), Kind.IMPROVES)
    yield "history", browser.get(ADDRESS).text
    yield "history of the recorded", browser.get(f"/patients/{of_demo('graded-heights', 6).alias}").text
    browser.house.starting = ALIAS
    yield "beginning", browser.get("/live").text
    yield "another runs", browser.get(f"{ADDRESS}/visit").text
    browser.house.starting = None
    screen(browser, ago=100)
    yield "to renew", browser.get(ADDRESS).text
    yield "may not start", browser.get(f"{ADDRESS}/visit").text
    yield "list", browser.get("/").text


def test_every_word_is_translated(pages: dict[str, str]) -> None:
    """What a page shows came from the catalogues, but for names, ids and where a plan comes from."""
    cited = [one.citation for name in catalogue.ids() for one in catalogue.load(name).references]
    alias = of_demo("graded-heights", 6).alias
    for name, html in pages.items():
        words = [word.replace("m/s", "") for word in Page(html).words if word not in cited]
        assert any("⟦" in word for word in words), name
        assert_translated(words, *NAMES, alias)
    assert plain_words("Planted words")


def test_no_page_runs_anything(pages: dict[str, str]) -> None:
    """No script, no style of its own, no handler: the policy would refuse them, and none of these pages needs one."""
    for name, html in pages.items():
        for tag, given in Page(html).tags:
            assert tag not in ("script", "style", "iframe", "object"), name
            assert not [attribute for attribute in given if attribute == "style" or attribute[:2] == "on"], (
                name
            )


def test_every_page_can_be_found_around_in(pages: dict[str, str]) -> None:
    """One title, one first heading, none left out, a name for each field, and each id once."""
    for name, html in pages.items():
        page = Page(html)
        assert [level for level in page.headings if level == 1] == [1], name
        assert all(below - above <= 1 for above, below in pairwise(page.headings)), (name, page.headings)
        labelled = {given["for"] for tag, given in page.tags if tag == "label"}
        fields = [given for tag, given in page.tags if tag in ("input", "select", "textarea")]
        unnamed = [
            given for given in fields if given.get("type") != "hidden" and given.get("id") not in labelled
        ]
        assert not unnamed, name
        ids = [given["id"] for _, given in page.tags if "id" in given]
        assert len(ids) == len(set(ids)), name
        described = [part for _, given in page.tags for part in (given.get("aria-describedby") or "").split()]
        assert set(described) <= set(ids), name
