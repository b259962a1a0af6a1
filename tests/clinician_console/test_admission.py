"""Who may begin a visit with what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clinician_console.admission import admit, asset_hashes, objections
from clinician_console.data_folder import DataFolder
from environments.assets import found
from protocols import catalogue
from therapy.briefing import Briefing, Condition, Consent, Screening
from therapy.course import DoneVisit
from therapy.errors import StepladderError
from therapy.events import Ending, FlagRaised, Output, VisitEnded
from therapy.prescription import Adaptation, Mode, Prescription
from therapy.records import Recorder, Store
from therapy.records.errors import UnknownPatientError
from therapy.sample import NOTHING

WHEN = datetime.fromisoformat("2026-03-02T10:00:00+01:00")
PRESCRIPTION = Prescription(
    id="p-1",
    protocol_id="graded-heights",
    mode=Mode.SUPERVISED,
    visits=6,
    visits_a_week=2,
    minutes=20,
    adaptation=Adaptation.ADVISE,
    prescribed_by="Dr Example",
    prescribed_on="2026-03-01",
)
SCREENING = Screening(signed_by="Dr Example", signed_on="2026-03-01")
CONSENT = Consent(signed_by="amber", signed_on="2026-03-01")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A data folder whose environments are built once."""
    return DataFolder(tmp_path_factory.mktemp("data"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A database with amber, a patient, and paula, who is there for practice; both ready to begin."""
    with Store.open(tmp_path / "records.db") as opened:
        for alias in ("amber", "paula"):
            opened.add_patient(alias, practice=alias == "paula")
            opened.sign_screening(alias, SCREENING)
            opened.sign_consent(alias, CONSENT)
            opened.prescribe(alias, PRESCRIPTION)
        yield opened


def admitted(store: Store, data: DataFolder, alias: str = "amber", **other: Any) -> Briefing:
    """Amber in the headset, unless told otherwise."""
    usual: dict[str, Any] = {
        "headset": "openxr",
        "compressed": False,
        "seed": 3,
        "now": WHEN,
        "session_id": "visit-number-9",
    }
    return admit(store, data, alias, **(usual | other))


def test_a_briefing_is_what_was_signed_and_prescribed_last(store: Store, data: DataFolder) -> None:
    """Everything a visit starts from comes out of the records; the rules then have nothing against it."""
    renewed = SCREENING.model_copy(update={"signed_on": "2026-03-02"})
    store.sign_screening("amber", renewed)
    second = PRESCRIPTION.model_copy(update={"version": 2, "minutes": 15.0})
    store.prescribe("amber", second)
    briefing = admitted(store, data)
    assert (briefing.prescription, briefing.screening, briefing.consent) == (second, renewed, CONSENT)
    assert briefing.protocol == catalogue.load("graded-heights")
    assert (briefing.alias, briefing.session_id, briefing.seed) == ("amber", "visit-number-9", 3)
    assert (briefing.started_at, briefing.today) == ("2026-03-02T10:00:00+01:00", "2026-03-02")
    assert (briefing.headset, briefing.compressed_time) == ("openxr", False)
    assert objections(briefing) == []


def test_every_file_that_will_be_shown_is_named(store: Store, data: DataFolder) -> None:
    """The environment's and the safe room's, with the hashes of what lies there."""
    hashes = admitted(store, data).assets
    assert hashes == asset_hashes(data, "heights")
    for name in ("safe_room", "heights"):
        there = found(name, data.environments)
        assert there is not None
        assert {f"{name}/{file}": digest for file, digest in there.hashes.items()}.items() <= hashes.items()


def test_what_was_done_before_counts(store: Store, data: DataFolder) -> None:
    """Visits made here and elsewhere make the history, and a risk answer nobody has seen comes with it."""
    elsewhere = DoneVisit(
        "elsewhere-1", "2026-02-24T10:00:00+01:00", "graded-heights", 12.0, True, Ending.COMPLETED
    )
    store.report_earlier("amber", elsewhere)
    store.report_earlier("amber", replace(elsewhere, session_id="elsewhere-2", started_at=WHEN.isoformat()))
    before = WHEN - timedelta(days=1)
    recorder = Recorder(store.path, admitted(store, data, now=before, session_id="visit-number-1"))
    flag = FlagRaised(flag="phq9:9", sentence="Look at this first.", inputs={})
    ended = VisitEnded(ending=Ending.COMPLETED, verdict=None, minutes=9.0, completed=True)
    recorder.tick(0, NOTHING.counts(), [], [Output(1, 0, flag), Output(2, 0, ended)])
    recorder.close(Ending.COMPLETED)
    history = admitted(store, data, now=WHEN + timedelta(minutes=20)).history
    assert (history.visits_done, history.longest_tolerated_min, history.exposures_today) == (3, 12.0, 1)
    assert (history.minutes_today, history.minutes_since_last_visit) == (12.0, 8.0)
    assert history.open_risk_flags == ("phq9:9",)


def test_a_patient_nobody_added_is_not_admitted(store: Store, data: DataFolder) -> None:
    """The error names who there is."""
    with pytest.raises(UnknownPatientError, match="check the spelling; the newest are paula, amber"):
        admitted(store, data, "ambre")


def test_nobody_is_admitted_without_a_prescription(store: Store, data: DataFolder) -> None:
    """The error says what to do first."""
    store.add_patient("birch")
    with pytest.raises(
        StepladderError, match=r"Nothing is prescribed to birch yet\. Prescribe a course first"
    ):
        admitted(store, data, "birch")


@pytest.mark.parametrize("headset", ["desktop", "openxr"])
def test_a_person_is_never_recorded_as_a_practice_patient(
    store: Store, data: DataFolder, headset: str
) -> None:
    """A practice patient and a headset that somebody wears do not go together."""
    with pytest.raises(StepladderError, match="paula is a practice patient"):
        admitted(store, data, "paula", headset=headset)


@pytest.mark.parametrize("compressed", [True, False])
def test_a_simulated_visit_never_gets_into_a_persons_record(
    store: Store, data: DataFolder, compressed: bool
) -> None:
    """A patient and the simulated headset do not go together; a practice patient and it do."""
    with pytest.raises(StepladderError, match="amber is a person"):
        admitted(store, data, headset="simulated", compressed=compressed)
    briefing = admitted(store, data, "paula", headset="simulated", compressed=compressed)
    assert briefing.compressed_time is compressed


@pytest.mark.parametrize("headset", ["desktop", "openxr"])
def test_time_is_never_compressed_with_a_person(store: Store, data: DataFolder, headset: str) -> None:
    """A person lives at the speed of the clock."""
    with pytest.raises(StepladderError, match=f"compressed with the {headset} headset: a person is in it"):
        admitted(store, data, headset=headset, compressed=True)


def test_a_prescription_of_steps_that_are_gone_asks_for_a_new_version(store: Store, data: DataFolder) -> None:
    """A plan may lose a step after it was prescribed; the error names those there are."""
    gone = PRESCRIPTION.model_copy(update={"version": 2, "highest_step": "the-moon"})
    store.prescribe("amber", gone)
    first = catalogue.load("graded-heights").steps[0].id
    with pytest.raises(StepladderError, match=f"the-moon.*new version of the prescription.*{first}"):
        admitted(store, data)


def test_the_rules_objections_are_told_beforehand(store: Store, data: DataFolder) -> None:
    """Each with its rule, and all of them at once: missing forms, a finding, a break that is not over."""
    store.add_patient("birch")
    store.prescribe("birch", PRESCRIPTION)
    objected = objections(admitted(store, data, "birch"))
    assert [verdict.rule for verdict in objected] == ["screening", "screening"]
    assert "consent" in objected[0].sentence
    ill = SCREENING.model_copy(update={"present": (Condition.EPILEPSY,)})
    store.sign_screening("amber", ill)
    just_now = (WHEN - timedelta(minutes=14)).isoformat()
    earlier = DoneVisit("elsewhere-1", just_now, "graded-heights", 10.0, True, Ending.COMPLETED)
    store.report_earlier("amber", earlier)
    assert {verdict.rule for verdict in objections(admitted(store, data))} == {"screening", "time"}


def test_what_only_holds_the_ladder_is_no_objection(store: Store, data: DataFolder) -> None:
    """A risk answer that the therapist will see in the visit does not keep it from beginning; at home it does."""
    briefing = admitted(store, data)
    flagged = briefing.model_copy(
        update={"history": briefing.history.model_copy(update={"open_risk_flags": ("phq9:9",)})}
    )
    assert objections(flagged) == []
    home = flagged.model_copy(
        update={"prescription": flagged.prescription.model_copy(update={"mode": Mode.HOME})}
    )
    assert "risk" in {verdict.rule for verdict in objections(home)}
