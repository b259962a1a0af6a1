"""Ordering a course: which plan, how often, how long, inside which limits."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from clinician_console import access, ordering
from clinician_console.form import Form
from clinician_console.ordering import allowed, filled_in, next_version, options, ordered_with, suggested
from clinician_console.pages import address_of, page
from clinician_console.standing import Next, Standing
from clinician_console.terms import with_unit
from clinician_console.views.asked import Posted, records, see_other, stands, today
from environments import catalogue as environments
from protocols import catalogue
from therapy.ports import EnvironmentSpec
from therapy.protocol import Protocol, Purpose
from therapy.safety import FIRST_VISIT_MIN, HARD_VISIT_MIN, MORE_A_VISIT_MIN
from therapy.translation import translate
from therapy.words import N_

router = APIRouter()


@router.get("/patients/{alias}/prescription")
def choose(request: Request, alias: str, protocol: str = "") -> Response:
    """The plans there are; with one of them chosen, the form with what is ordered now or suggested."""
    with records(request) as store:
        now = stands(store, alias)
    if not protocol:
        return _plans(request, now)
    plan, spec = _chosen(protocol)
    by, day = access.who(request), today()
    current = now.prescription
    if current is None or current.protocol_id != plan.id:
        current = suggested(plan, by=by, on=day)
    return _form(request, now, plan, spec, filled_in(current, plan, spec, by=by, on=day))


@router.post("/patients/{alias}/prescription")
def prescribe(request: Request, alias: str, form: Posted, protocol: str = "") -> Response:
    """Keep it: as a first version, or as the next one of what was ordered before."""
    plan, spec = _chosen(protocol)
    with records(request) as store:
        now = stands(store, alias)
        ordered = ordered_with(form, plan, spec, today())
        if ordered is None:
            return _form(request, now, plan, spec, form, 422)
        taken = [each.id for each in store.prescriptions(alias)]
        completed = now.course is not None and now.course.next_due is None
        version = next_version(ordered, now.versions, taken, completed=completed)
        if version is None:
            form.wrong("form", N_("Nothing is changed"), N_("The prescription says all this already."))
            return _form(request, now, plan, spec, form, 422)
        store.prescribe(alias, version)
    return see_other(f"{address_of(alias)}?saved=prescription")


def _chosen(protocol: str) -> tuple[Protocol, EnvironmentSpec]:
    if protocol not in catalogue.ids():
        raise HTTPException(404)
    plan = catalogue.load(protocol)
    return plan, environments.load(plan.environment).spec


def _plans(request: Request, now: Standing) -> Response:
    plans = [catalogue.load(name) for name in catalogue.ids()]
    current = now.prescription.protocol_id if now.prescription is not None else ""
    return page(request, "plans.html", plans=plans, current=current, **_frame(now))


def _form(
    request: Request, now: Standing, plan: Protocol, spec: EnvironmentSpec, form: Form, status: int = 200
) -> Response:
    ends: list[dict[str, Any]] = [
        {
            "field": limit.field,
            "title": limit.title,
            "yes_or_no": limit.yes_or_no,
            "parameter": translate(limit.parameter.title),
            "lowest": with_unit(limit.parameter.guardrail.prescribed_lowest * limit.factor, "count"),
            "highest": with_unit(
                limit.parameter.guardrail.prescribed_highest * limit.factor, limit.parameter.unit
            ),
        }
        for limit in allowed(plan, spec)
    ]
    return page(
        request,
        "prescription.html",
        status,
        form=form,
        plan=plan,
        options=options(plan),
        limits=ends,
        limited=any(form.value(limit["field"]) for limit in ends),
        exposure=plan.purpose is Purpose.EXPOSURE,
        sudden=", ".join(translate(event.title) for event in spec.events if event.sudden),
        most_minutes=min(HARD_VISIT_MIN, plan.limits.minutes),
        hard_minutes=HARD_VISIT_MIN,
        first_minutes=FIRST_VISIT_MIN,
        more_minutes=MORE_A_VISIT_MIN,
        words=ordering,
        changes=now.prescription is not None
        and now.prescription.protocol_id == plan.id
        and now.next is not Next.DONE,
        version=now.prescription.version + 1 if now.prescription is not None else 1,
        today=today().isoformat(),
        **_frame(now),
    )


def _frame(now: Standing) -> dict[str, Any]:
    alias = now.patient.alias
    return {
        "trail": [(alias, address_of(alias)), (translate(N_("Prescription")), "")],
        "patient": now.patient,
        "address": address_of(alias),
    }
