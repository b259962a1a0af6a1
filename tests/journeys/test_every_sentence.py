"""All that whole visits say, to the patient and in the terminal, comes from the message catalogues."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from rich.console import Console

import therapy
from clinician_console import story as storyteller
from clinician_console.progress import Progress
from clinician_console.story import story
from clinician_console.summary import show_adherence, show_story
from tests.clinician_console.visits import stepladder
from tests.journeys.visits_told import events, of_demo, outputs
from tests.pseudo import TAG, assert_translated, plain_words
from therapy.course import Course
from therapy.directives import Ask, Offer, Say
from therapy.events import DecisionTaken, RuleApplied, VisitEnded
from therapy.translation import translate, use_locale
from therapy.twin.traits import Kind

PLANS = ("graded-heights", "upper-limb-reach")
EVERY_DAY = [(PLANS[0], Kind.PANICS), (PLANS[1], Kind.ONE_HANDED)]
ALL = [(plan, kind) for plan in PLANS for kind in Kind if (plan, kind) not in EVERY_DAY]
VISITS = [*EVERY_DAY, *(pytest.param(*one, marks=pytest.mark.slow) for one in ALL)]
MINUTES = 12.0


@pytest.fixture(autouse=True)
def pseudo() -> Iterator[None]:
    """Shown in the pseudo-locale; English afterwards."""
    use_locale(TAG)
    yield
    use_locale("en")


def told(plan: str, kind: Kind) -> str:
    """What the terminal shows during this visit and after it."""
    paper = io.StringIO()
    console = Console(file=paper, width=400)
    briefing, happened = of_demo(plan, MINUTES), events(outputs(plan, kind, MINUTES))
    with Progress(console, briefing) as progress:
        for tick, event in happened:
            progress.hear({"kind": "event", "tick": tick, "event": event})
    show_story(console, story(briefing, happened))
    return paper.getvalue()


@pytest.mark.parametrize(("plan", "kind"), VISITS)
def test_what_a_patient_reads(plan: str, kind: Kind) -> None:
    """Captions, questions, their ends and offers: each a message, its inputs too, and nothing else beside it."""
    shown = []
    for output in outputs(plan, kind, MINUTES):
        match output.what:
            case Say(text=text, inputs=inputs):
                shown.append(translate(text, **inputs))
            case Ask(prompt=prompt, inputs=inputs, low_label=low, high_label=high):
                shown += [translate(prompt, **inputs), translate(low), translate(high)]
            case Offer(text=text, inputs=inputs, label=label):
                shown += [translate(text, **inputs), translate(label)]
    assert_translated(shown)


@pytest.mark.parametrize(("plan", "kind"), VISITS)
def test_every_sentence_on_record_is_a_message(plan: str, kind: Kind) -> None:
    """What was decided, found and why is kept as a template that the catalogues know."""
    with (Path(therapy.__file__).parent / "locale" / "stepladder.pot").open(encoding="utf-8") as stored:
        known = {message.id for message in read_po(stored)}
    said = set()
    for output in outputs(plan, kind, MINUTES):
        match output.what:
            case DecisionTaken(sentence=sentence, because=because):
                said |= {sentence, because}
            case RuleApplied(verdict=verdict):
                said.add(verdict.sentence)
            case VisitEnded(verdict=verdict) if verdict is not None:
                said.add(verdict.sentence)
    assert said
    assert said <= known


@pytest.mark.parametrize(("plan", "kind"), VISITS)
def test_what_a_therapist_reads(plan: str, kind: Kind) -> None:
    """Progress and summary of the visit, without a word from elsewhere and without a placeholder left open."""
    shown = told(plan, kind)
    assert_translated(shown.splitlines())
    assert "{" not in shown


def test_adherence() -> None:
    """What was done of the prescription, behind it, ahead of it and at its end."""
    today = of_demo(PLANS[0], MINUTES).today
    day = date.fromisoformat(today)
    for done, next_due in ((0, day), (6, day + timedelta(days=3)), (12, None)):
        paper = io.StringIO()
        far = Course(12, done, 0, 6, done * 20.0, 150.0, (), next_due)
        show_adherence(Console(file=paper, width=400), far, day)
        assert_translated([paper.getvalue()])


def test_these_tests_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phase that no catalogue knows is found where it is shown."""
    monkeypatch.setitem(storyteller.PHASES, "recovery", "Planted words")
    found = plain_words(told(*EVERY_DAY[0]))
    assert found == ["Planted", "words"] * 2


@pytest.mark.slow
def test_a_real_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo itself, with its stage in another process, from its first line to the last."""
    monkeypatch.setenv("LANGUAGE", "en_XA")
    monkeypatch.setenv("COLUMNS", "400")
    shown = stepladder("demo", "--once", "--minutes", "5", "--hide", "--data", str(tmp_path))
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.count("⟦") > 20
    session = next(
        word for word in shown.stdout.split() if word.count("-") == 2 and word[:2] == "20" and len(word) > 15
    )
    paths = str(tmp_path / "records.db"), str(tmp_path), "report", "report.pdf"
    assert_translated(shown.stdout.splitlines(), session, *paths)
