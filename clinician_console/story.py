"""What one visit came to, from its events alone: step by step, SUDS, what was decided and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from therapy.briefing import Briefing
from therapy.observations import Scale
from therapy.sample import TICKS_PER_S
from therapy.words import N_

Event = Mapping[str, Any]
"""An event as plain data, as it is stored and as it comes from a running visit."""


class Said(NamedTuple):
    """One sentence: a template and what fills it."""

    sentence: str
    inputs: Mapping[str, Any]


class TimedSaid(NamedTuple):
    """When it was said."""

    tick: int
    said: Said
    for_now: bool = False
    """Why the patient stays: holds until something else is decided on this step."""


@dataclass
class Stay:
    """One stay on one step of the ladder, or one phase without steps."""

    title: str
    number: int | None
    from_tick: int
    until_tick: int
    suds: list[int] = field(default_factory=list)
    said: list[TimedSaid] = field(default_factory=list)


@dataclass
class Story:
    """A whole visit."""

    stays: list[Stay] = field(default_factory=list)
    ending: str | None = None
    """None where the record breaks off."""
    ended_by: Said | None = None
    """The rule that ended the visit, or did not let it begin."""
    minutes: float = 0.0
    """In the headset; where the record breaks off, up to its last event."""
    completed: bool = False

    @property
    def highest_suds(self) -> int | None:
        """The peak of the visit."""
        return max((value for stay in self.stays for value in stay.suds), default=None)

    @property
    def last_suds(self) -> int | None:
        """The last rating of the visit."""
        return next((stay.suds[-1] for stay in reversed(self.stays) if stay.suds), None)


PHASES: Final[Mapping[str, str]] = {
    "briefing": N_("Getting ready"),
    "baseline": N_("Before going in"),
    "steps": N_("In the exposure"),
    "recovery": N_("Coming to rest"),
    "debrief": N_("Looking back"),
    "ended": N_("The end"),
}
_MOVES = {"up": N_("One step up:"), "down": N_("One step down:"), "stay": N_("Stay:")}
_STOPS = {
    "left_hand": N_("The patient stopped with the left hand."),
    "right_hand": N_("The patient stopped with the right hand."),
    "button": N_("The patient stopped with the button."),
    "head_pointing": N_("The patient stopped with a look at the stop mark."),
    "headset_off": N_("The headset was taken off."),
    "therapist": N_("The therapist stopped the exposure."),
    "window_closed": N_("The visit was closed from outside."),
    "fault": N_("The software stopped the exposure."),
}
_PLAIN = {
    "rating_missed": N_("A question was not answered."),
    "resumed": N_("The patient went back in."),
    "support_confirmed": N_("Somebody who can help stands by."),
}
_SHOWN_AS_PHASE = ("steps", "ended")
_GATES_TOLD = ("time", "expectancy")
"""Gates whose opening the decision that follows does not tell."""
_BY_A_PERSON = ("word", "undo")
"""Rules under which a person, and not the engine, changed the step."""
_INPUTS: Mapping[str, Any] = {}


def sentences(event: Event) -> list[Said]:
    """What a therapist should read of this event; most events say nothing by themselves."""
    match event["kind"]:
        case "decision_taken":
            told = [Said(_MOVES[event["move"]], _INPUTS), Said(event["sentence"], event["inputs"])]
            if event["move"] != "stay" and not event["carried_out"] and event["because"]:
                told.append(Said(event["because"], event.get("because_inputs", _INPUTS)))
            return told
        case "rule_applied" if event["binding"] and event["verdict"]["rule"] != "stop":  # Stopped says it
            return [_verdict(event)]
        case "gate_opened" if event["gate"] in _GATES_TOLD:
            return [Said(event["sentence"], event["inputs"])]
        case "command_refused":
            return [Said(N_("Asked for by {by}, and not done."), {"by": event["by"]}), _verdict(event)]
        case "paused":
            return [_verdict(event)]
        case "held":
            words = N_("{by} holds this level.") if event["holding"] else N_("{by} lets it go on.")
            return [Said(words, {"by": event["by"]})]
        case "adaptation_set":
            words = N_("{by} set adaptation to: {adaptation}.")
            return [Said(words, {"by": event["by"], "adaptation": event["adaptation"]})]
        case "stopped":
            return [Said(_STOPS[event["via"]], _INPUTS)]
        case "flag_raised":
            return [Said(event["sentence"], event["inputs"])]
        case "fault_recorded":
            return [Said(N_("The software failed: {what}"), {"what": event["what"]})]
        case "adverse_event_reported":
            return [Said(N_("Adverse event: {text}"), {"text": event["text"]})]
        case "remote_confirmed":
            return [Said(N_("Confirmed: {check}."), {"check": event["check"]})]
        case "report_note_taken":
            return [Said(N_("For the report: {text}"), {"text": event["text"]})]
        case "note_taken":
            return [Said(N_("Note: {text}"), {"text": event["text"]})]
        case "step_entered" if event["warm_up"]:
            return [Said(N_("Warm-up, one minute."), _INPUTS)]
        case "step_entered" if event.get("rule") in _BY_A_PERSON:
            return [Said(event["sentence"], event["inputs"])]
        case kind if kind in _PLAIN:
            return [Said(_PLAIN[kind], _INPUTS)]
    return []


def _verdict(event: Event) -> Said:
    return Said(event["verdict"]["sentence"], event["verdict"]["inputs"])


def story(briefing: Briefing, events: Iterable[tuple[int, Event]]) -> Story:
    """The story that these events tell, each with its tick, in the order in which they happened."""
    return told_of({step.id: step.title for step in briefing.protocol.steps}, events)


def told_of(titles: Mapping[str, str], events: Iterable[tuple[int, Event]]) -> Story:
    """The same from the titles of the plan's steps by id, for a briefing in an older version's form."""
    told = Story()
    stays = told.stays
    for tick, event in events:
        if stays:
            stays[-1].until_tick = tick
        if told.ending is None:
            told.minutes = tick / TICKS_PER_S / 60
        match event["kind"]:
            case "phase_entered" if event["phase"] not in _SHOWN_AS_PHASE:
                stays.append(Stay(PHASES[event["phase"]], None, tick, tick))
            case "step_entered":
                stays.append(Stay(titles.get(event["step"], str(event["step"])), event["number"], tick, tick))
            case "rating_given" if event["scale"] == Scale.SUDS and stays:
                stays[-1].suds.append(event["value"])
            case "visit_ended":
                told.ending, told.completed = event["ending"], event["completed"]
                told.minutes = event["minutes"]
                if event["verdict"] is not None:
                    told.ended_by = _verdict(event)
        if not stays:
            continue
        news = sentences(event)
        decided = event["kind"] == "decision_taken"
        if (
            decided
        ):  # of all the reasons to stay the last one counts, and none once something else was decided
            kept = [earlier for earlier in stays[-1].said if not earlier.for_now and earlier.said not in news]
            stays[-1].said = kept
        for said in news:
            if said not in [earlier.said for earlier in stays[-1].said]:
                stays[-1].said.append(TimedSaid(tick, said, decided and event["move"] == "stay"))
    return told


def clock(tick: int) -> str:
    """Minutes and seconds of session time."""
    seconds = tick // TICKS_PER_S
    return f"{seconds // 60}:{seconds % 60:02d}"
