"""Starting a visit: what the rules will say, who or what is in the headset, and the button."""

import secrets
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from clinician_console.admission import admit, objections
from clinician_console.conduct import new_session_id
from clinician_console.form import Form, Option
from clinician_console.names import PATIENTS, named
from clinician_console.pages import address_of, house_of, page, running
from clinician_console.standing import Standing
from clinician_console.terms import MODES, in_short, terms
from clinician_console.views.asked import Posted, records, see_other, stands
from environments import catalogue as environments
from protocols import catalogue
from therapy.briefing import Briefing
from therapy.clock import now
from therapy.events import Verdict
from therapy.prescription import Mode
from therapy.safety import FIRST_VISIT_MIN, MORE_A_VISIT_MIN, visit_minutes
from therapy.translation import translate
from therapy.twin.traits import Kind
from therapy.words import N_

router = APIRouter()

SIMULATED: Final = "simulated"
HEADSETS: Final = {
    "desktop": (
        N_("This computer's screen"),
        N_("Look around with the mouse; Space stops, Enter says ready."),
    ),
    "openxr": (N_("The headset"), N_("Connected to this computer and switched on.")),
}
PACES: Final = {
    "1": (N_("As the clock goes"), N_("A minute is a minute: as with a person.")),
    "4": (N_("Four times as fast"), N_("To get to know the console.")),
    "8": (N_("Eight times as fast"), N_("A whole visit in a few minutes.")),
}
"""Session time over the clock's; a simulated patient does not mind."""
_PATIENT, _PACE, _HEADSET = N_("Which simulated patient comes"), N_("How fast time goes"), N_("What is worn")
_SEEDS: Final = 2**31


@router.get("/patients/{alias}/visit")
def prepare(request: Request, alias: str) -> Response:
    """What will happen, and the button that starts it."""
    with records(request) as store:
        here = stands(store, alias)
    if here.prescription is None:
        return see_other(address_of(alias))
    form = Form({"patient": Kind.IMPROVES.value, "pace": "1", "headset": "desktop"})
    return _shown(request, here, form)


@router.post("/patients/{alias}/visit")
async def start(request: Request, alias: str, form: Posted) -> Response:
    """Ask the launcher for the visit, and go to it as soon as it is there."""
    house = house_of(request)
    ready = await run_in_threadpool(_ready, request, alias, form)
    if isinstance(ready, Response):
        return ready
    patient = form.value("patient") if ready.headset == SIMULATED else None
    speed = float(form.value("pace")) if ready.headset == SIMULATED else None
    if running(house) is not None:  # asked for twice, and the other one was quicker
        return see_other(address_of(alias, "visit"))
    await house.start(ready, patient, speed)
    return see_other("/live")


def _ready(request: Request, alias: str, form: Form) -> Response | Briefing:
    """The briefing of the visit that was asked for, or the page that says why there is none."""
    with records(request) as store:
        here = stands(store, alias)
    if here.patient.practice:
        form.choice("patient", _PATIENT, list(PATIENTS))
        form.choice("pace", _PACE, list(PACES))
    else:
        form.choice("headset", _HEADSET, list(HEADSETS))
    if form.problems:
        return _shown(request, here, form, 422)
    if running(house_of(request)) is not None:
        return _shown(request, here, form, 409)
    briefing = _briefing(request, here, form)
    return briefing if not objections(briefing) else _shown(request, here, form, 409)


def _briefing(request: Request, here: Standing, form: Form) -> Briefing:
    moment, practice = now(), here.patient.practice
    with records(request) as store:
        return admit(
            store,
            house_of(request).data,
            here.patient.alias,
            headset=SIMULATED if practice else form.value("headset"),
            compressed=practice,
            seed=secrets.randbelow(_SEEDS),
            now=moment,
            session_id=new_session_id(moment.isoformat()),
        )


def _shown(request: Request, here: Standing, form: Form, status: int = 200) -> Response:
    alias, house = here.patient.alias, house_of(request)
    other = running(house)
    briefing = None
    if other is None:  # putting it together may take seconds, which a visit that runs should not notice
        headset = form.value("headset")
        usual = Form({**form.typed, "headset": headset if headset in HEADSETS else "desktop"})
        briefing = _briefing(request, here, usual)
    against = [] if briefing is None else [_sentence(verdict) for verdict in objections(briefing)]
    ordered = here.prescription
    assert ordered is not None
    plan = catalogue.load(ordered.protocol_id)
    return page(
        request,
        "visit_start.html",
        status,
        trail=[(alias, address_of(alias)), (translate(N_("Start a visit")), "")],
        patient=here.patient,
        address=address_of(alias),
        form=form,
        other=other,
        against=against,
        minutes=visit_minutes(briefing) if briefing is not None else 0.0,
        first=here.course is not None and here.course.minutes_done <= 0,
        first_minutes=FIRST_VISIT_MIN,
        more_minutes=MORE_A_VISIT_MIN,
        number=here.course.visits_done + 1 if here.course is not None else 1,
        prescription=ordered,
        plan=plan,
        short=in_short(ordered),
        mode=[translate(words) for words in MODES[ordered.mode]],
        remote=ordered.mode is Mode.REMOTE,
        home=ordered.mode is Mode.HOME,
        terms=terms(ordered, plan, environments.load(plan.environment).spec),
        words={"patient": _PATIENT, "pace": _PACE, "headset": _HEADSET},
        patients=[Option(kind, _upper(translate(words))) for kind, words in PATIENTS.items()],
        paces=_options(PACES),
        headsets=_options(HEADSETS),
    )


def _options(of: dict[str, tuple[str, str]]) -> list[Option]:
    return [Option(value, translate(title), translate(hint)) for value, (title, hint) in of.items()]


def _sentence(verdict: Verdict) -> str:
    inputs = {name: named(name, given) for name, given in verdict.inputs.items()}
    return translate(verdict.sentence, **inputs)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
