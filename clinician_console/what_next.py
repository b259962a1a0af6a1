"""The one thing that comes next with a patient, in words, with the button that does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinician_console.names import named
from clinician_console.pages import address_of
from clinician_console.standing import Next, Standing, blocking, unexplained, valid_until
from therapy.safety import SCREENING_DAYS
from therapy.translation import translate
from therapy.words import N_

IN_A_LIST: Final[Mapping[Next, str]] = {
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


@dataclass(frozen=True)
class Action:
    """What to do, why, and the button for it."""

    title: str
    why: str
    button: str
    address: str
    otherwise: tuple[tuple[str, str], ...] = ()
    """Words and address of what may be done instead."""
    may_not: bool = False
    """Whether something forbids a visit."""


def in_a_list(stands: Standing) -> str:
    """As few words as a line of the list has room for."""
    return translate(IN_A_LIST[stands.next], day=_due(stands))


def action(stands: Standing) -> Action:
    """What comes next with this patient."""
    alias = stands.patient.alias
    screening, visit = address_of(alias, "screening"), address_of(alias, "visit")
    prescription = address_of(alias, "prescription")
    to_form = translate(N_("Open the screening form"))
    match stands.next:
        case Next.SCREEN:
            words = N_("Go through the screening and consent form together. Without it no visit starts.")
            return _action(N_("Screening and consent"), words, to_form, screening)
        case Next.RENEW:
            words = N_("It was valid until {day}: {most} days. Ask the same questions again.")
            return _action(
                N_("Renew the screening"), words, to_form, screening, day=_valid(stands), most=SCREENING_DAYS
            )
        case Next.BLOCKED:
            words = N_("The screening found: {findings}. With this nobody may start a visit.")
            words_then = translate(N_("Screen again when this is over"))
            found = _findings(stands, blocked=True)
            return _action(N_("No visit may start"), words, words_then, screening, True, findings=found)
        case Next.EXPLAIN:
            words = N_("The screening found: {findings}. A clinician has to write why the visit may go on.")
            found = _findings(stands, blocked=False)
            return _action(
                N_("A clinician's reason is missing"), words, to_form, screening, True, findings=found
            )
        case Next.CONSENT:
            words = N_("The patient has to read and sign what is recorded.")
            return _action(
                N_("The patient's consent"), words, translate(N_("Open the consent form")), screening
            )
        case Next.PRESCRIBE:
            words = N_("Choose a plan. All else is filled in with what the plan suggests.")
            return _action(N_("A prescription"), words, translate(N_("Prescribe a course")), prescription)
        case Next.WAIT:
            words = N_("{week} visits a week are prescribed, {done} of {visits} are completed.")
            assert stands.course is not None
            assert stands.prescription is not None
            title = translate(N_("The next visit is due on {day}"), day=_due(stands))
            why = translate(
                words,
                week=stands.prescription.visits_a_week,
                done=stands.course.visits_done,
                visits=stands.course.visits_prescribed,
            )
            start = translate(N_("Start a visit today all the same"))
            return Action(title, why, start, visit)
        case Next.VISIT:
            assert stands.course is not None
            words = N_("It is visit {number} of {visits}.")
            number = stands.course.visits_done + 1
            return _action(
                N_("A visit is due"),
                words,
                translate(N_("Prepare the visit")),
                visit,
                number=number,
                visits=stands.course.visits_prescribed,
            )
        case Next.DONE:
            words = N_("All prescribed visits are completed. Read the report, or prescribe another course.")
            again = ((translate(N_("Prescribe another course")), prescription),)
            report = address_of(alias, "report")
            done = _action(
                N_("The course is completed"), words, translate(N_("Report of the course")), report
            )
            return Action(done.title, done.why, done.button, done.address, again)


def _action(
    title: str, why: str, button: str, address: str, may_not: bool = False, **inputs: object
) -> Action:
    return Action(translate(title), translate(why, **inputs), button, address, may_not=may_not)


def _findings(stands: Standing, *, blocked: bool) -> str:
    assert stands.screening is not None
    found = blocking(stands.screening) if blocked else unexplained(stands.screening)
    return ", ".join(translate(str(named("finding", finding.value))) for finding in found)


def _valid(stands: Standing) -> str:
    return valid_until(stands.screening).isoformat() if stands.screening is not None else ""


def _due(stands: Standing) -> str:
    due = stands.course.next_due if stands.course is not None else None
    return due.isoformat() if due is not None else ""
