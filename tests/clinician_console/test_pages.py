"""The pages around a visit, from an empty console to a running one: saved, shown again, explained, nothing lost."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clinician_console.conditions import QUESTIONS
from clinician_console.form import Form
from clinician_console.live.visit import LiveVisit
from clinician_console.ordering import options, ordered_with
from clinician_console.views.asked import today
from environments import catalogue as environments
from protocols import catalogue
from tests.clinician_console.browsing import Browser, Page
from therapy.briefing import HARD_BLOCKS, Briefing, Condition
from therapy.course import DoneVisit
from therapy.events import Ending
from therapy.prescription import Adaptation, Mode, Side
from therapy.records import Store

ALIAS = "blue-heron-7"
ADDRESS = f"/patients/{ALIAS}"
HEIGHTS, REACH = (
    f"{ADDRESS}/prescription?protocol=graded-heights",
    f"{ADDRESS}/prescription?protocol=upper-limb-reach",
)
SIGNED = {"signed_by": "Anna", "consent_by": "bh7", "agrees": "yes"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the environments are built once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def browser(built: Path) -> Browser:
    """Anna's, before a console that knows nobody."""
    for file in built.glob("records.db*"):
        file.unlink()
    browser = Browser(built)
    browser.post("/who", who="Anna", to="/")
    return browser


def day(ago: int = 0) -> str:
    """A day, so many before today."""
    return (today() - timedelta(days=ago)).isoformat()


def screen(browser: Browser, *present: Condition, **fields: Any) -> Any:
    """Answer no to all but these, and sign; `ago`: so many days before today."""
    ago = fields.pop("ago", 0)
    answers = {condition.value: "yes" if condition in present else "no" for condition in Condition}
    days = {"signed_on": day(ago), "consent_on": day(ago)}
    return browser.post(f"{ADDRESS}/screening", **{**answers, **SIGNED, **days, **fields})


def filled(browser: Browser, address: str, **fields: str) -> dict[str, str]:
    """What a browser would send of the form at this address, some fields typed over; an empty box is unticked."""
    page = Page(browser.get(address).text)
    names = {given["name"] for tag, given in page.tags if tag in ("input", "select") and given.get("name")}
    typed = {name: page.value(name) for name in names if name is not None and name not in ("who", "to")}
    return {
        name: said for name, said in {**typed, **fields}.items() if said is not None and said != "unticked"
    }


def prescribe(browser: Browser, address: str = HEIGHTS, **fields: str) -> Any:
    """Send the form as it comes, some fields typed over."""
    return browser.post(address, **filled(browser, address, **fields))


def ready(browser: Browser, *, practice: bool = True) -> None:
    """A patient with all that a visit needs."""
    browser.post("/patients/new", alias=ALIAS, **({"practice": "yes"} if practice else {}))
    screen(browser)
    prescribe(browser)


def records(browser: Browser) -> Store:
    """What the console has stored."""
    return Store.open(browser.house.data.records)


def test_from_nothing_to_a_visit(browser: Browser) -> None:
    """A first session: each page has the button for the next thing, and the launcher is asked for the visit."""
    assert "Begin with a practice patient" in browser.get("/").text
    assert Page(browser.get("/patients/new?practice=yes").text).value("practice") == "yes"
    added = browser.post("/patients/new", alias=ALIAS, practice="yes")
    assert (added.status_code, added.headers["location"]) == (303, f"{ADDRESS}?saved=patient")
    assert f'href="{ADDRESS}/screening"' in browser.get(ADDRESS).text
    assert screen(browser).status_code == 303
    assert f'href="{ADDRESS}/prescription"' in browser.get(ADDRESS).text
    assert HEIGHTS in browser.get(f"{ADDRESS}/prescription").text
    assert prescribe(browser).status_code == 303
    assert "A visit is due" in browser.get(ADDRESS).text
    start = browser.get(f"{ADDRESS}/visit").text
    assert "This visit may start" in start
    assert "It takes 5 minutes at most today." in start
    begins(browser)
    started = browser.post(f"{ADDRESS}/visit", patient="panics", pace="8")
    assert (started.status_code, started.headers["location"]) == (303, "/live")
    (asked,) = browser.asked
    assert (asked["kind"], asked["patient"], asked["speed"]) == ("start", "panics", 8.0)
    briefing = Briefing.model_validate(asked["briefing"])
    assert (briefing.alias, briefing.headset, briefing.compressed_time) == (ALIAS, "simulated", True)
    assert briefing.prescription.mode is Mode.SUPERVISED
    assert briefing.prescription.adaptation is Adaptation.OFF
    assert briefing.prescription.prescribed_by == "Anna"


async def over(live: LiveVisit | None) -> None:
    """The launcher says that the stage is gone."""
    assert live is not None
    live.finish()


async def told_again(browser: Browser) -> None:
    """The launcher answers what it was asked."""
    await browser.house.ask(browser.asked.pop())


def begins(browser: Browser) -> None:
    """Let the launcher answer a request with a visit, as it does when the stage is up."""
    remember = browser.house.ask

    async def ask(line: dict[str, Any]) -> None:
        await remember(line)
        browser.house.live = LiveVisit(
            Briefing.model_validate(line["briefing"]),
            patient=line["patient"],
            port=1,
            token="",
            speed=line["speed"],
            close=browser.house.close,
        )
        browser.house.starting = None

    browser.house.ask = ask


def test_only_one_visit_at_a_time(browser: Browser) -> None:
    """While one runs every page leads to it, and another is refused with the reason; afterwards it may start."""
    ready(browser)
    browser.post(f"{ADDRESS}/visit", patient="improves", pace="1")
    assert (
        browser.post(f"{ADDRESS}/visit", patient="improves", pace="1").status_code == 409
    )  # it is beginning
    begins(browser)
    asyncio.run(told_again(browser))
    assert browser.asked[0]["speed"] == 1.0
    assert 'href="/live"' in browser.get("/").text
    again = browser.post(f"{ADDRESS}/visit", patient="improves", pace="1")
    assert again.status_code == 409
    assert "only one can run at a time" in again.text
    assert len(browser.asked) == 1
    asyncio.run(over(browser.house.live))
    assert 'href="/live"' not in browser.get("/").text
    assert "This visit may start" in browser.get(f"{ADDRESS}/visit").text


def test_a_person_comes_in_a_real_headset_at_the_speed_of_the_clock(browser: Browser) -> None:
    """No simulated patient and no other pace is offered or taken for a real patient."""
    ready(browser, practice=False)
    begins(browser)
    shown = browser.get(f"{ADDRESS}/visit").text
    assert "The headset" in shown
    assert "simulated" not in shown
    assert "Practice patient" not in shown
    wrong = browser.post(f"{ADDRESS}/visit", headset="simulated", patient="improves", pace="8")
    assert wrong.status_code == 422
    browser.post(f"{ADDRESS}/visit", headset="desktop", patient="improves", pace="8")
    (asked,) = browser.asked
    assert (asked["patient"], asked["speed"], asked["briefing"]["headset"]) == (None, None, "desktop")
    assert asked["briefing"]["compressed_time"] is False


def test_what_the_rules_object_to_is_said_and_holds(browser: Browser) -> None:
    """A visit that may not begin has no button, and a form sent all the same starts nothing."""
    ready(browser)
    screen(browser, ago=91)
    shown = browser.get(f"{ADDRESS}/visit").text
    assert "The screening was signed 91 days ago; it must be at most 90 days old." in shown
    assert "Start the visit<" not in shown
    assert browser.post(f"{ADDRESS}/visit", patient="improves", pace="1").status_code == 409
    assert browser.asked == []


def test_before_a_remote_visit_the_checks_are_named(browser: Browser) -> None:
    """The therapist knows beforehand what has to be confirmed."""
    browser.post("/patients/new", alias=ALIAS)
    screen(browser)
    prescribe(browser, mode="remote")
    assert "somebody near them can be reached now" in browser.get(f"{ADDRESS}/visit").text


def test_practice_patients_are_marked_on_every_page(browser: Browser) -> None:
    """Nobody can take one for a person."""
    ready(browser)
    for address in (
        "/",
        ADDRESS,
        f"{ADDRESS}/screening",
        f"{ADDRESS}/prescription",
        HEIGHTS,
        f"{ADDRESS}/visit",
    ):
        assert "Practice patient" in browser.get(address).text, address


def test_an_alias_that_cannot_be_taken_is_explained_and_kept(browser: Browser) -> None:
    """What was typed stands there again, beside what is wrong with it."""
    browser.post("/patients/new", alias=ALIAS)
    for alias in ("", "<b>Anna</b>", "../x", "new", ALIAS.upper(), "x" * 60):
        answer = browser.post("/patients/new", alias=alias, practice="yes")
        page = Page(answer.text)
        assert answer.status_code == 422
        assert (page.value("alias"), page.value("practice")) == (alias, "yes")
        (field,) = page.having(id="alias")
        assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "alias-hint alias-wrong")
        assert list(page.having(role="alert"))
    assert "<b>Anna" not in answer.text
    with records(browser) as store:
        assert store.patients() == [ALIAS]


def test_the_screening_asks_everything_and_forgets_nothing(browser: Browser) -> None:
    """No answer is given beforehand, each missing one is named, and what was answered stays."""
    browser.post("/patients/new", alias=ALIAS)
    blank = Page(browser.get(f"{ADDRESS}/screening").text)
    assert set(QUESTIONS) == set(Condition)
    for condition in Condition:
        assert blank.value(condition) is None
        blocks = condition in HARD_BLOCKS
        assert (blank.value(f"reason-{condition}") is None) == blocks
    assert blank.text.count("With this nobody may start a visit.") == len(HARD_BLOCKS)
    assert (blank.value("signed_by"), blank.value("signed_on")) == ("Anna", day())
    answer = screen(browser, Condition.MIGRAINE, pregnancy="", signed_on=day(-1), agrees="", consent_by="bh7")
    page = Page(answer.text)
    assert answer.status_code == 422
    assert (page.value("migraine"), page.value("pregnancy"), page.value("consent_by")) == ("yes", None, "bh7")
    for wrong in ("Pregnancy: Answer yes or no.", "This day is in the future", "leave the signature empty"):
        assert wrong in page.text
    assert len(list(page.having(href="#pregnancy"))) == 1
    with records(browser) as store:
        assert store.screening(ALIAS) is None
        assert store.consent(ALIAS) is None


def test_what_a_screening_means_is_said_after_it_is_signed(browser: Browser) -> None:
    """May start, may not, why, and until when."""
    browser.post("/patients/new", alias=ALIAS)
    screen(browser, Condition.EPILEPSY, agrees="", consent_by="")
    blocked = browser.get(f"{ADDRESS}?saved=screening").text
    assert "No visit may start" in blocked
    assert "photosensitive or uncontrolled epilepsy" in blocked
    screen(browser, Condition.MIGRAINE, agrees="", consent_by="")
    assert "A clinician has to write why the visit may go on." in browser.get(ADDRESS).text
    screen(browser, Condition.MIGRAINE, agrees="", consent_by="", **{"reason-migraine": "Mild & rare"})
    assert "has to read and sign what is recorded" in browser.get(ADDRESS).text
    screen(browser, Condition.MIGRAINE, ago=20, **{"reason-migraine": "Mild & rare"})
    signed = browser.get(ADDRESS).text
    assert "Mild &amp; rare" in signed
    assert day(20 - 90) in signed
    screen(browser, ago=91)
    assert f"It was valid until {day(1)}: 90 days." in browser.get(ADDRESS).text
    with records(browser) as store:
        consent, screening = store.consent(ALIAS), store.screening(ALIAS)
        assert consent is not None
        assert consent.signed_by == "bh7"
        assert screening is not None
        assert screening.present == ()


def test_a_first_prescription_needs_no_typing(browser: Browser) -> None:
    """The form as it comes orders what the plan suggests, inside the plan's own limits."""
    ready(browser)
    with records(browser) as store:
        (ordered,) = store.prescriptions(ALIAS)
    assert (ordered.id, ordered.version, ordered.visits, ordered.visits_a_week) == ("graded-heights", 1, 6, 3)
    assert (ordered.minutes, ordered.limits, ordered.start_step, ordered.highest_step) == (25, {}, None, None)
    assert (ordered.seated, ordered.support_present_needed, ordered.sudden_events) == (True, True, False)


def test_a_changed_prescription_is_the_next_version_and_says_what_changed(browser: Browser) -> None:
    """Limits are typed as they are read; what is taken back is a change too; the same again is none."""
    ready(browser)
    changed = {"minutes": "20", "limit-height_m-highest": "12,5", "limit-rail_opacity-lowest": "30"}
    prescribe(browser, **changed, **{"limit-companion-lowest": "yes"}, highest_step="low_rail")
    with records(browser) as store:
        second = store.prescription(ALIAS)
    assert second is not None
    assert (second.id, second.version, second.highest_step) == ("graded-heights", 2, "low_rail")
    limits = {name: (bounds.lowest, bounds.highest) for name, bounds in second.limits.items()}
    assert limits == {"height_m": (None, 12.5), "rail_opacity": (0.3, None), "companion": (1.0, None)}
    shown = browser.get(ADDRESS).text
    assert "Changed with version 2" in shown
    assert "Minutes a visit, at most: 25 before, 20 now" in shown
    assert "Upper limit: Height: – before, 12.5 m now" in shown
    again = Page(browser.get(HEIGHTS).text)
    assert (again.value("limit-height_m-highest"), again.value("limit-rail_opacity-lowest")) == ("12.5", "30")
    same = prescribe(browser)
    assert same.status_code == 422
    assert "Nothing is changed" in same.text
    prescribe(browser, **{"limit-companion-lowest": "unticked"})
    with records(browser) as store:
        third = store.prescription(ALIAS)
    assert third is not None
    assert third.version == 3
    assert "companion" not in third.limits


def test_a_prescription_with_mistakes_is_not_kept_and_loses_nothing(browser: Browser) -> None:
    """Each mistake is named beside its field; what was typed stands there again."""
    ready(browser)
    typed = {
        "minutes": "31",
        "visits": "0",
        "visits_a_week": "two",
        "limit-height_m-highest": "abc",
        "limit-plank_width_m-lowest": "0.1",
        "limit-time_of_day-lowest": "15",
        "limit-time_of_day-highest": "9",
        "start_step": "plank",
        "highest_step": "first_floor",
        "prescribed_on": day(-2),
        "prescribed_by": "",
    }
    answer = prescribe(browser, **typed)
    page = Page(answer.text)
    assert answer.status_code == 422
    for name, said in typed.items():
        assert page.value(name) == said, name
    named = {
        str(given["href"])[1:] for tag, given in page.tags if tag == "a" and str(given["href"])[0] == "#"
    }
    assert named == {*typed, "main"} - {"limit-time_of_day-lowest", "start_step"}
    with records(browser) as store:
        assert len(store.prescriptions(ALIAS)) == 1


def test_movement_limits_are_asked_for_in_rehabilitation_only(browser: Browser) -> None:
    """Side, range, arcs and speed reach the prescription; a plan for exposure has none of these fields."""
    ready(browser)
    assert "reach_m" not in filled(browser, HEIGHTS)
    typed = {"side": "left", "reach_share": "80", "reach_m": "0.5", "highest_deg": "45", "speed_mps": "1.2"}
    prescribe(browser, REACH, **typed, arc1_from="-90", arc1_to="-30", lean="yes")
    with records(browser) as store:
        ordered = store.prescription(ALIAS)
    assert ordered is not None
    assert (ordered.id, ordered.version, ordered.side) == ("upper-limb-reach", 1, Side.LEFT)
    ranges = ordered.range_limits
    assert (ranges.reach_share_of_calibrated, ranges.reach_m, ranges.highest_deg) == (0.8, 0.5, 45)
    assert (ranges.no_go_arcs_deg, ranges.speed_mps, ranges.lean_allowed) == (((-90, -30),), 1.2, True)
    again = filled(browser, REACH)
    assert {name: again[name] for name in typed} == typed
    half = prescribe(browser, REACH, arc2_from="10", arc1_to="-95", reach_m="0")
    assert half.status_code == 422
    for wrong in (
        "Give both ends, or leave both empty.",
        "The second end must be the larger one.",
        "above 0",
    ):
        assert wrong in half.text


def test_a_plan_that_is_not_made_for_home_is_not_prescribed_for_it(browser: Browser) -> None:
    """The mode is shown with the reason why not, and refused where it is sent all the same."""
    ready(browser)
    assert prescribe(browser, mode="alone").status_code == 422
    plan = catalogue.load("graded-heights").model_copy(update={"home": False})
    spec = environments.load(plan.environment).spec
    form = Form(filled(browser, HEIGHTS, mode="home"))
    assert ordered_with(form, plan, spec, today()) is None
    assert [problem.name for problem in form.problems] == ["mode"]
    offered = {option.value: option.why_not for option in options(plan)["mode"]}
    assert offered.pop("home") == "This plan is not made for visits at home."
    assert offered == {"supervised": "", "remote": ""}
    assert prescribe(browser, mode="home", adaptation="act").status_code == 303


def test_history_and_adherence(browser: Browser) -> None:
    """Visits made elsewhere are marked; the course goes on where its first version began; then it is complete."""
    browser.post("/patients/new", alias=ALIAS)
    screen(browser)
    prescribe(browser, prescribed_on=day(10), visits="2", visits_a_week="1", minutes="20")
    with records(browser) as store:
        for number, ago in enumerate((9, 2)):
            store.report_earlier(ALIAS, earlier(f"elsewhere-{number}", ago))
            shown = browser.get(ADDRESS).text
            if number == 0:
                assert "A visit is due" in shown
                assert "Due by today: 1 visits and 20 minutes." in shown
                prescribe(browser, minutes="10")
    shown = browser.get(ADDRESS).text
    page = Page(shown)
    assert shown.count("not recorded here") == 2
    assert "2 / 2" in page.text
    assert "25 / 20" in page.text
    assert "The course is completed" in shown
    assert f'href="{ADDRESS}/report"' in shown
    prescribe(browser)
    with records(browser) as store:
        ordered = store.prescription(ALIAS)
    assert ordered is not None
    assert (ordered.id, ordered.version) == ("graded-heights-course-2", 1)
    assert (
        "The next visit is due on" in browser.get(ADDRESS).text
        or "A visit is due" in browser.get(ADDRESS).text
    )


def earlier(session_id: str, ago: int) -> DoneVisit:
    """A completed visit made elsewhere."""
    return DoneVisit(
        session_id=session_id,
        started_at=f"{day(ago)}T10:00:00+00:00",
        protocol_id="graded-heights",
        minutes=12.5,
        completed=True,
        ending=Ending.COMPLETED,
        last_step="low_rail",
    )


def test_a_visit_that_comes_too_early_is_said_to(browser: Browser) -> None:
    """Not before a day, and why; it can be started all the same, where the rules allow it."""
    browser.post("/patients/new", alias=ALIAS)
    screen(browser)
    prescribe(browser, prescribed_on=day(1), visits_a_week="1")
    with records(browser) as store:
        store.report_earlier(ALIAS, earlier("elsewhere", 1))
    shown = browser.get(ADDRESS).text
    assert f"The next visit is due on {day(-6)}" in shown
    assert "1 visits a week are prescribed, 1 of 6 are completed." in shown
    assert "Start a visit today all the same" in shown


def test_nobody_there(browser: Browser) -> None:
    """Patients and plans that there are not."""
    ready(browser)
    for address in ("/patients/nobody", "/patients/nobody/visit", "/patients/nobody/screening", "/nothing"):
        assert browser.get(address).status_code == 404, address
    assert browser.get(f"{ADDRESS}/prescription?protocol=levitation").status_code == 404
    assert browser.get("/patients/nobody/prescription").status_code == 404
