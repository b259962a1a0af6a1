"""The patients: the list of them, a new one, and one patient's own page."""

from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from clinician_console import access
from clinician_console.form import YES, Form
from clinician_console.names import named
from clinician_console.pages import address_of, house_of, page
from clinician_console.past import past_visits
from clinician_console.standing import Standing, standing, valid_until
from clinician_console.terms import changes, in_short, terms
from clinician_console.views.asked import Posted, records, see_other, stands, today
from clinician_console.what_next import action, in_a_list
from environments import catalogue as environments
from protocols import catalogue
from therapy.records import RecordsError
from therapy.records.errors import AliasError, PatientExistsError
from therapy.safety import FIRST_VISIT_MIN, MORE_A_VISIT_MIN
from therapy.translation import translate
from therapy.words import N_

router = APIRouter()

SAVED: Final = {
    "patient": N_("The patient is added."),
    "screening": N_("The form is signed and kept."),
    "prescription": N_("The prescription is signed and kept."),
}
"""What a page says after something was saved."""


class Row(NamedTuple):
    """A patient as the list shows them."""

    alias: str
    address: str
    practice: bool
    plan: str
    done: str
    next: str


@router.get("/enter")
def enter(request: Request, key: str = "", to: str = "/") -> Response:
    """Exchange the key in the launcher's address for a cookie."""
    house = house_of(request)
    answer = see_other(access.local(to))
    if access.opens(house, key):
        access.let_in(answer, request, house)
    return answer


@router.post("/who")
def who(form: Posted) -> Response:
    """Remember who sits here."""
    answer = see_other(access.local(form.value("to")))
    access.remember_who(answer, form.value("who"))
    return answer


@router.get("/")
def patients(request: Request) -> Response:
    """Everybody, and what comes next with each."""
    with records(request) as store:
        rows = [_row(standing(store, patient, today())) for patient in store.patient_rows()]
    return page(request, "patients.html", rows=rows)


@router.get("/patients/new")
def new(request: Request, practice: str = "") -> Response:
    """An empty form."""
    return _new(request, Form({"practice": YES if practice == YES else ""}))


@router.post("/patients/new")
def add(request: Request, form: Posted) -> Response:
    """Add a patient."""
    label = N_("Alias")
    alias = form.text("alias", label)
    if alias in ("new", ".", ".."):
        form.wrong("alias", label, N_("This word has another meaning here; choose another alias."))
    if not form.problems:
        try:
            with records(request) as store:
                store.add_patient(alias, practice=form.ticked("practice"))
            return see_other(f"{address_of(alias)}?saved=patient")
        except (AliasError, PatientExistsError) as error:
            form.wrong("alias", label, "{what} {advice}", what=told(error), advice=advised(error))
    return _new(request, form, 422)


@router.get("/patients/{alias}")
def patient(request: Request, alias: str, saved: str = "") -> Response:
    """Where they stand, what comes next, and what was done."""
    with records(request) as store:
        now = stands(store, alias)
        past = past_visits(store, now.done)
    context: dict[str, Any] = {
        "trail": [(alias, "")],
        "patient": now.patient,
        "address": address_of(alias),
        "saved": translate(SAVED[saved]) if saved in SAVED else "",
        "action": action(now),
        "flags": [translate(flag) for flag in now.flags],
        "past": past,
        "course": now.course,
        "first_minutes": FIRST_VISIT_MIN,
        "more_minutes": MORE_A_VISIT_MIN,
    }
    return page(request, "patient.html", **context, **_signed(now), **_ordered(now))


def told(error: RecordsError) -> str:
    """What happened, in the reader's language."""
    return translate(error.what, **error.inputs)


def advised(error: RecordsError) -> str:
    """What to do, in the reader's language."""
    return translate(error.advice, **error.inputs)


def _new(request: Request, form: Form, status: int = 200) -> Response:
    trail = [(translate(N_("New patient")), "")]
    return page(request, "patient_new.html", status, form=form, trail=trail)


def _row(now: Standing) -> Row:
    alias, prescription, so_far = now.patient.alias, now.prescription, now.course
    return Row(
        alias=alias,
        address=address_of(alias),
        practice=now.patient.practice,
        plan=catalogue.load(prescription.protocol_id).title if prescription is not None else "",
        done="–" if so_far is None else f"{so_far.visits_done} / {so_far.visits_prescribed}",
        next=in_a_list(now),
    )


def _signed(now: Standing) -> dict[str, Any]:
    screening = now.screening
    if screening is None:
        return {"screening": None, "valid": "", "findings": [], "consent": now.consent}
    findings = [
        (translate(str(named("finding", finding.value))), screening.reasons.get(finding, ""))
        for finding in screening.present
    ]
    return {
        "screening": screening,
        "valid": valid_until(screening).isoformat(),
        "findings": findings,
        "consent": now.consent,
    }


def _ordered(now: Standing) -> dict[str, Any]:
    ordered = now.prescription
    if ordered is None:
        return {"prescription": None, "terms": [], "changed": [], "short": "", "plan": ""}
    plan = catalogue.load(ordered.protocol_id)
    spec = environments.load(plan.environment).spec
    changed = [
        (after, changes(before, after, plan, spec))
        for before, after in zip(now.versions, now.versions[1:], strict=False)
    ]
    return {
        "prescription": ordered,
        "terms": terms(ordered, plan, spec),
        "changed": list(reversed(changed)),
        "short": in_short(ordered),
        "plan": plan.title,
    }
