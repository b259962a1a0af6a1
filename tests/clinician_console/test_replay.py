"""A replay proves a record, and names the first place where it does not hold."""

from pathlib import Path

import pytest

from clinician_console.replay import verify
from environments import catalogue
from environments.panel import Pointing
from environments.stage.headset.rehearsal import rehearse
from environments.stage.headset.simulated import SimulatedHeadset
from environments.stage.tick import Ticked
from tests.clinician_console.visits import briefing
from therapy import safety
from therapy.adaptation.therapist_rule import TherapistRule
from therapy.briefing import Briefing
from therapy.envelope import Envelope, Facts, Response
from therapy.errors import StepladderError
from therapy.events import Ending
from therapy.protocol import Phase
from therapy.records import Recorder, Store
from therapy.session import Session
from therapy.twin.patients import Patient
from therapy.twin.traits import Kind

TWO_MINUTES = 2 * 60 * 90


def recorded(path: Path, of: Briefing, rules: tuple[safety.Rule, ...] = tuple(safety.RULES)) -> None:
    """A whole visit without a picture, on record; `rules` may leave some out."""
    environment = catalogue.load("heights")
    pointing = Pointing()
    patient = Patient(Kind.IMPROVES, of.seed)
    spec = environment.spec
    headset = SimulatedHeadset(patient, pointing, environment.intensity, spec.gentlest(), of.seed)
    recorder = Recorder(path, of)

    def watch(ticked: Ticked) -> None:
        recorder.tick(ticked.tick, ticked.counts, ticked.inputs, ticked.outputs)

    rehearse(Session(of, environment, rules), headset, pointing, TherapistRule(), watch=watch)
    recorder.close(Ending.COMPLETED)


def test_the_same_session_says_the_same(tmp_path: Path) -> None:
    """Every tick and output of a visit is compared."""
    recorded(tmp_path / "r.db", briefing(minutes=5))
    with Store.open(tmp_path / "r.db", read_only=True) as store:
        stored = store.session("last")
        found = verify(stored)
        outputs = sum(entry.number is not None for entry in stored.entries())
        assert found.same
        assert (found.ticks, found.outputs) == (stored.last_tick, outputs)


class Hasty(safety.Rule):
    """A rule that this version does not have: the exposure ends after two minutes."""

    name = "hasty"

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        """End it."""
        if facts.tick >= TWO_MINUTES and facts.phase is Phase.STEPS:
            envelope.respond(Response.END, self.found("Two minutes are over."))


def test_a_session_that_decided_otherwise_is_found_out(tmp_path: Path) -> None:
    """A record made under another rule differs at the very tick at which that rule first had its say."""
    recorded(tmp_path / "r.db", briefing(minutes=5), (*safety.RULES, Hasty()))
    with Store.open(tmp_path / "r.db", read_only=True) as store:
        difference = verify(store.session("last")).difference
    assert difference is not None
    assert difference.tick == TWO_MINUTES
    assert difference.recorded is not None
    assert "Two minutes are over." in difference.recorded


def test_another_core_is_not_guessed_at(tmp_path: Path) -> None:
    """A record of another version names the version that can prove it."""
    recorded(tmp_path / "r.db", briefing(minutes=5).model_copy(update={"core_version": "0.0.9"}))
    with (
        Store.open(tmp_path / "r.db", read_only=True) as store,
        pytest.raises(StepladderError, match=r"0\.0\.9"),
    ):
        verify(store.session("last"))
