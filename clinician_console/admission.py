"""Who may begin a visit with what: puts its briefing together from the records, and asks the rules beforehand."""

from datetime import datetime

import environments.catalogue
from clinician_console.data_folder import DataFolder
from environments.assets import built
from protocols import catalogue
from therapy import safety
from therapy.briefing import Briefing
from therapy.course import history
from therapy.envelope import Facts, Response
from therapy.errors import StepladderError
from therapy.events import Verdict
from therapy.prescription import Prescription
from therapy.protocol import Protocol
from therapy.records import PatientRow, Store
from therapy.records.sessions import SIMULATED
from therapy.words import N_


def admit(
    store: Store,
    data: DataFolder,
    alias: str,
    *,
    headset: str,
    compressed: bool,
    seed: int,
    now: datetime,
    session_id: str,
) -> Briefing:
    """The briefing of a visit that begins `now` (with offset) under what was prescribed last.

    Builds the environments where they are not there yet, which takes seconds. StepladderError, with advice, for
    an unknown patient, one without a prescription, or a headset that is not for them. What is left for the rules
    to decide, a missing consent for instance, is told by `objections`.
    """
    patient = store.expect_patient(alias)
    _check_headset(patient, headset, compressed)
    prescription = store.prescription(alias)
    if prescription is None:
        raise StepladderError(
            N_("Nothing is prescribed to {alias} yet."),
            N_("Prescribe a course first: the plan, how often, how long and inside which limits."),
            alias=alias,
        )
    plan = catalogue.load(prescription.protocol_id)
    _check_steps(plan, prescription)
    return Briefing(
        session_id=session_id,
        alias=alias,
        started_at=now.isoformat(),
        today=now.date().isoformat(),
        seed=seed,
        protocol=plan,
        prescription=prescription,
        screening=store.screening(alias),
        consent=store.consent(alias),
        history=history(prescription, store.done_visits(alias), now, store.open_flags(alias)),
        headset=headset,
        compressed_time=compressed,
        assets=asset_hashes(data, plan.environment),
    )


def objections(briefing: Briefing) -> list[Verdict]:
    """Why the safety rules would not let this visit begin; empty where they would."""
    spec = environments.catalogue.load(briefing.protocol.environment).spec
    envelope = safety.begin(Facts(briefing, spec))
    return [verdict for response, verdict in envelope.verdicts if response is Response.END]


def asset_hashes(data: DataFolder, environment_id: str) -> dict[str, str]:
    """SHA-256 of every file that will be shown, the safe room's too; builds what is not there yet (seconds)."""
    data.create()
    return {
        f"{name}/{file}": digest
        for name in ("safe_room", environment_id)
        for file, digest in built(name, data.environments).hashes.items()
    }


def _check_headset(patient: PatientRow, headset: str, compressed: bool) -> None:
    simulated = headset == SIMULATED
    if patient.practice and not simulated:
        raise StepladderError(
            N_("{alias} is a practice patient, whom only simulated patients stand in for."),
            N_("Add the person who will wear the headset as a patient, or choose the simulated headset."),
            alias=patient.alias,
        )
    if simulated and not patient.practice:
        raise StepladderError(
            N_("{alias} is a person; a simulated patient's visit would get into their record."),
            N_("Choose the headset they will wear, or a practice patient."),
            alias=patient.alias,
        )
    if compressed and not simulated:
        raise StepladderError(
            N_("Time cannot be compressed with the {headset} headset: a person is in it."),
            N_("Let this visit run at the speed of the clock."),
            headset=headset,
        )


def _check_steps(plan: Protocol, prescription: Prescription) -> None:
    steps = [step.id for step in plan.steps]
    for step in (prescription.start_step, prescription.highest_step):
        if step is not None and step not in steps:
            raise StepladderError(
                N_("The prescription names the step {step}, which {plan} does not have any more."),
                N_("Write a new version of the prescription; the steps are {steps}."),
                step=step,
                plan=plan.title,
                steps=", ".join(steps),
            )
