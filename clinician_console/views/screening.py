"""The screening and consent form: answered together, signed, valid for a time."""

from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from clinician_console import access
from clinician_console.conditions import QUESTIONS, consequence
from clinician_console.form import YES, Form, Option
from clinician_console.pages import address_of, page
from clinician_console.standing import Standing
from clinician_console.views.asked import Posted, records, see_other, stands, today
from therapy.briefing import HARD_BLOCKS, Consent, Screening
from therapy.safety import SCREENING_DAYS
from therapy.translation import translate
from therapy.words import N_

router = APIRouter()

NO: Final = "no"
_SIGNED_BY, _SIGNED_ON = N_("The clinician's name or initials"), N_("Day of the screening")
_CONSENT_BY, _CONSENT_ON = N_("The patient's alias or initials"), N_("Day of the consent")
_AGREES: Final = N_("I have read this, and I agree.")


@router.get("/patients/{alias}/screening")
def blank(request: Request, alias: str) -> Response:
    """The form; no answer is given beforehand."""
    with records(request) as store:
        now = stands(store, alias)
    day = today().isoformat()
    form = Form({"signed_by": access.who(request), "signed_on": day, "consent_on": day})
    return _form(request, now, form)


@router.post("/patients/{alias}/screening")
def sign(request: Request, alias: str, form: Posted) -> Response:
    """Keep what was signed; what the answers mean stands on the patient's page."""
    with records(request) as store:
        now = stands(store, alias)
        screening, consent = screened(form, today()), consented(form, today())
        if form.problems or screening is None:
            return _form(request, now, form, 422)
        store.sign_screening(alias, screening)
        if consent is not None:
            store.sign_consent(alias, consent)
    return see_other(f"{address_of(alias)}?saved=screening")


def screened(form: Form, day: date) -> Screening | None:
    """The screening that was filled in; None where something is missing, which is noted in the form."""
    present, reasons = [], {}
    for condition, question in QUESTIONS.items():
        if form.value(condition) not in (YES, NO):
            form.wrong(condition.value, question, N_("Answer yes or no."))
        elif form.value(condition) == YES:
            present.append(condition)
            reason = form.text(f"reason-{condition}", question, needed=False)
            if reason and condition not in HARD_BLOCKS:
                reasons[condition] = reason
    signed_by = form.text("signed_by", _SIGNED_BY, most=access.WHO_LETTERS)
    signed_on = form.day("signed_on", _SIGNED_ON, latest=day)
    if form.problems:
        return None
    return Screening(signed_by=signed_by, signed_on=signed_on, present=tuple(present), reasons=reasons)


def consented(form: Form, day: date) -> Consent | None:
    """The consent that was signed; None where none was."""
    if not form.ticked("agrees"):
        if form.value("consent_by"):
            form.wrong("agrees", _AGREES, N_("Tick this too, or leave the signature empty."))
        return None
    signed_by = form.text("consent_by", _CONSENT_BY, most=access.WHO_LETTERS)
    signed_on = form.day("consent_on", _CONSENT_ON, latest=day)
    return Consent(signed_by=signed_by, signed_on=signed_on) if not form.problems else None


def _form(request: Request, now: Standing, form: Form, status: int = 200) -> Response:
    alias = now.patient.alias
    questions = [
        (condition.value, translate(words), translate(consequence(condition)), condition in HARD_BLOCKS)
        for condition, words in QUESTIONS.items()
    ]
    answers = [Option(YES, translate(N_("Yes"))), Option(NO, translate(N_("No")))]
    return page(
        request,
        "screening.html",
        status,
        trail=[(alias, address_of(alias)), (translate(N_("Screening and consent")), "")],
        patient=now.patient,
        address=address_of(alias),
        form=form,
        questions=questions,
        answers=answers,
        consent=now.consent,
        days=SCREENING_DAYS,
        today=today().isoformat(),
        words={
            "signed_by": _SIGNED_BY,
            "signed_on": _SIGNED_ON,
            "consent_by": _CONSENT_BY,
            "consent_on": _CONSENT_ON,
            "agrees": _AGREES,
        },
    )
