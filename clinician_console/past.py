"""The visits a patient has made, as their page lists them."""

from collections.abc import Sequence
from typing import NamedTuple

from clinician_console.names import ENDINGS
from protocols import catalogue
from therapy.course import DoneVisit
from therapy.observations import Scale
from therapy.records import Store
from therapy.translation import translate


class PastVisit(NamedTuple):
    """One line of the history."""

    session_id: str
    recorded: bool
    """False for one made before this record began, or elsewhere."""
    day: str
    """Day and minute where it took place."""
    minutes: float
    ending: str
    """In a word or two of the reader's language."""
    completed: bool
    highest: str
    """The highest step that was reached, with its number; empty where none was."""
    last_suds: int | None


def past_visits(store: Store, done: Sequence[DoneVisit]) -> list[PastVisit]:
    """A line for each of `done`, in its order."""
    return [_past(store, visit) for visit in done]


def _past(store: Store, visit: DoneVisit) -> PastVisit:
    ending = visit.ending.value if visit.ending is not None else "interrupted"
    highest, last_suds = _titled(visit.protocol_id, visit.last_step), None
    if visit.recorded:
        stored = store.session(visit.session_id)
        ending = stored.ending or stored.state
        titles = {step["id"]: step["title"] for step in stored.briefing_fields["protocol"]["steps"]}
        entered = [entry.fields for entry in stored.entries(role="event", kind="step_entered")]
        if entered:
            top = max(entered, key=lambda fields: int(fields["number"]))
            highest = f"{top['number']}. {translate(titles.get(top['step'], top['step']))}"
        rated = [entry.fields for entry in stored.entries(role="event", kind="rating_given")]
        last_suds = next((each["value"] for each in reversed(rated) if each["scale"] == Scale.SUDS), None)
    return PastVisit(
        session_id=visit.session_id,
        recorded=visit.recorded,
        day=f"{visit.started:%Y-%m-%d %H:%M}",
        minutes=visit.minutes,
        ending=translate(ENDINGS.get(ending, ending)),
        completed=visit.completed,
        highest=highest,
        last_suds=last_suds,
    )


def _titled(protocol_id: str, step_id: str | None) -> str:
    """Number and title of a step in a plan as it is now; empty where the plan has no such step."""
    steps = catalogue.load(protocol_id).steps if protocol_id in catalogue.ids() else ()
    for number, step in enumerate(steps, 1):
        if step.id == step_id:
            return f"{number}. {translate(step.title)}"
    return ""
