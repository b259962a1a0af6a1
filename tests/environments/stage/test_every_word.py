"""Every word the real stage shows comes from the message catalogues: its signs are read in the pseudo-locale."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import environments.stage
from environments import catalogue
from environments.panel import Pointing
from environments.stage import panel_view, run_safe_room, signs
from environments.stage.bootstrap import Engine
from environments.stage.headset.simulated import SimulatedHeadset
from environments.stage.stage import Stage
from environments.stage.tick import Input, one_tick
from tests.journeys.visits_told import of_demo
from tests.pseudo import TAG, plain_words
from therapy.adaptation.therapist_rule import TherapistRule
from therapy.directives import AskEngine, Say
from therapy.events import Output
from therapy.observations import EnvironmentLoaded, Shown
from therapy.sample import NOTHING, TICKS_PER_S
from therapy.session import Session
from therapy.translation import use_locale
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind

A_FRAME = TICKS_PER_S // 2
"""Ticks between two frames: whatever is to be read stands longer."""


@pytest.fixture(autouse=True)
def pseudo() -> Iterator[None]:
    """Shown in the pseudo-locale; English afterwards."""
    use_locale(TAG)
    yield
    use_locale("en")


def on_show(stage: Stage) -> set[str]:
    """What the signs in the scene say that the next frame draws."""
    found = stage.engine.render.find_all_matches(f"**/={signs.SAID}")
    return {sign.get_tag(signs.SAID) for sign in found if not sign.is_hidden()}


def read(plan: str, engine: Engine, data_folder: Path, until_s: int) -> set[str]:
    """All that stands in the world during the first minutes of a visit on the real stage."""
    briefing = of_demo(plan, 8)
    environment = catalogue.load(briefing.protocol.environment)
    pointing = Pointing()
    session, engine_of_therapy = Session(briefing, environment), TherapistRule()
    patient = Patient(Kind.IMPROVES, briefing.seed)
    spec = environment.spec
    headset = SimulatedHeadset(patient, pointing, environment.intensity, spec.gentlest(), briefing.seed)
    stage = Stage(data_folder, engine=engine, panel=pointing)
    seen: set[str] = set()
    reports: list[Input] = []
    exposed = False
    try:
        while not session.ended and session.tick < until_s * TICKS_PER_S:
            ticked = one_tick(session, headset, pointing, reports, lambda stop: None)
            reports = []
            for output in ticked.outputs:
                stage.obey(output)
                if isinstance(output.what, AskEngine):
                    reports.append(decided(engine_of_therapy, output))
            if session.tick % A_FRAME == 0 or ticked.outputs:
                drawn = stage.draw(session.tick, ticked.sample)
                assert drawn.failed is None
                exposed = exposed or drawn.exposure_visible
                reports += [EnvironmentLoaded(environment=name) for name in drawn.loaded]
                reports += [Shown(output=number) for number in drawn.shown]
                seen |= on_show(stage)
    finally:
        stage.close()
    assert exposed
    return seen


def decided(engine: TherapistRule, asked: Output) -> Input:
    """What the engine answers."""
    assert isinstance(asked.what, AskEngine)
    thinking = engine.decide(asked.number, asked.what)
    while True:
        try:
            next(thinking)
        except StopIteration as answer:
            found: Input = answer.value
            return found


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["graded-heights", "upper-limb-reach"])
def test_all_that_stands_in_the_world(engine: Engine, data_folder: Path, plan: str) -> None:
    """Captions, questions with their ends, offers and the stop mark of a visit's first minutes."""
    seen = read(plan, engine, data_folder, until_s=150)
    assert len({one for one in seen if not one.isdigit()}) >= 8
    assert "⟦Štóp⟧" in seen
    assert {one: plain_words(one) for one in seen if plain_words(one)} == {}


def test_the_safe_room_after_a_fault(engine: Engine, data_folder: Path) -> None:
    """What a patient reads whose stage has failed."""
    pointing = Pointing()
    stage = Stage(data_folder, engine=engine, panel=pointing)
    pointing.obey(Output(1, 0, Say(text=run_safe_room.WORDS)))
    stage.draw(1, NOTHING)
    seen = on_show(stage)
    stage.close()
    assert any("šáfé" in one for one in seen)
    assert not any(plain_words(one) for one in seen)


def test_a_planted_word_is_found(engine: Engine, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A constant of the panel that no catalogue knows is read from the scene."""
    monkeypatch.setattr(
        panel_view, "translate", lambda text, **inputs: text.format(**inputs) if inputs else text
    )
    pointing = Pointing()
    stage = Stage(data_folder, engine=engine, panel=pointing)
    session = Session(of_demo("graded-heights", 8), catalogue.load("heights"))
    patient = Patient(Kind.IMPROVES, 7)
    heights = catalogue.load("heights")
    headset = SimulatedHeadset(patient, pointing, heights.intensity, heights.spec.gentlest(), 7)
    found: list[str] = []
    while not found and session.tick < 20 * TICKS_PER_S:
        ticked = one_tick(session, headset, pointing, (), lambda stop: None)
        if ticked.outputs:
            stage.draw(session.tick, ticked.sample)
            found = [word for one in on_show(stage) for word in plain_words(one)]
    stage.close()
    assert found


def test_only_signs_write() -> None:
    """No other module of the stage makes text, or this test would not see it."""
    folder = Path(environments.stage.__file__).parent
    writers = {"TextNode", "OnscreenText", "Text", "DynamicTextFont"}
    found = {
        path.name
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id in writers)
        or (isinstance(node, ast.alias) and node.name in writers)
    }
    assert found == {"signs.py"}
