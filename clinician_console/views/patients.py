"""The patients: the list of them, a new one, and one patient's own page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from clinician_console import access
from clinician_console.form import YES, Form, posted
from clinician_console.pages import house_of, page
from clinician_console.standing import Next, Standing, standing
from protocols import catalogue
from therapy.clock import now
from therapy.records import Store
from therapy.records.store import PatientRow
from therapy.translation import translate
from therapy.words import N_

router = APIRouter()

Posted = Annotated[Form, Depends(posted)]
"""The form that came with a request."""

NEXT: Final = {
    Next.SCREEN: N_("Screening and consent"),
    Next.RENEW: N_("Renew the screening"),
    Next.BLOCKED: N_("May not start a visit"),
    Next.EXPLAIN: N_("A clinician's reason is missing"),
    Next.CONSENT: N_("The patient's consent"),
    Next.PRESCRIBE: N_("A prescription"),
    Next.WAIT: N_("Next visit: {day}"),
    Next.VISIT: N_("A visit is due"),
    Next.DONE: N_("The course is completed"),
}


class Row(NamedTuple):
    """A patient as the list shows them."""

    alias: str
    address: str
    practice: bool
    plan: str
    done: str
    next: str


@contextmanager
def records(request: Request) -> Iterator[Store]:
    """The records, open for one request in the thread that answers it."""
    data = house_of(request).data
    data.create()
    with Store.open(data.records) as store:
        yield store


def patient_of(store: Store, alias: str) -> PatientRow:
    """The patient of an address; 404 for one that nobody has added."""
    row = store.patient(alias)
    if row is None:
        raise HTTPException(404)
    return row


def address_of(alias: str, *further: str) -> str:
    """The patient's page, or one below it."""
    return "/".join(["/patients", quote(alias, safe=""), *further])


def see_other(address: str) -> Response:
    """Go on there, with a request that changes nothing."""
    return RedirectResponse(address, 303)


@router.get("/enter")
def enter(request: Request, key: str = "", to: str = "/") -> Response:
    """Exchange the key in the launcher's address for a cookie."""
    house = house_of(request)
    answer = see_other(access.local(to))
    if access.opens(house, key):
        access.let_in(answer, house)
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
        rows = [row(standing(store, patient, now().date())) for patient in store.patient_rows()]
    return page(request, "patients.html", rows=rows, told="")


def row(stands: Standing) -> Row:
    """One line of the list."""
    alias, prescription, so_far = stands.patient.alias, stands.prescription, stands.course
    due = so_far.next_due.isoformat() if so_far is not None and so_far.next_due is not None else ""
    return Row(
        alias=alias,
        address=address_of(alias),
        practice=stands.patient.practice,
        plan=catalogue.load(prescription.protocol_id).title if prescription is not None else "",
        done="–" if so_far is None else f"{so_far.visits_done} / {so_far.visits_prescribed}",
        next=translate(NEXT[stands.next], day=due),
    )
