"""What one visit came to, from its record alone: step by step, SUDS, what was decided and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from therapy.briefing import Briefing
from therapy.observations import Scale
from therapy.sample import TICKS_PER_S
from therapy.words import N_


@dataclass
class Said:
    """One sentence of the record: a template and its inputs."""

    tick: int
    sentence: str
    inputs: dict[str, Any] = field(default_factory=dict)


@dataclass
class StepStory:
    """One stay on one step of the ladder, or a phase without steps."""

    title: str
    number: int | None
    from_tick: int
    until_tick: int
    suds: list[int] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    """What was decided, and what happened that the therapist should know."""


@dataclass
class Story:
    """A whole visit."""

    steps: list[StepStory] = field(default_factory=list)
    ending: str | None = None
    """None where the record breaks off."""
    minutes: float = 0.0
    completed: bool = False

    @property
    def highest_suds(self) -> int | None:
        """The peak of the visit."""
        return max((value for step in self.steps for value in step.suds), default=None)

    @property
    def last_suds(self) -> int | None:
        """The last rating of the visit."""
        return next((step.suds[-1] for step in reversed(self.steps) if step.suds), None)


PHASES = {
    "briefing": N_("Getting ready"),
    "baseline": N_("Before we start"),
    "steps": N_("On the way"),
    "recovery": N_("Coming to rest"),
    "debrief": N_("Looking back"),
}


def story(briefing: Briefing, events: Iterable[tuple[int, dict[str, Any]]]) -> Story:
    """The story that these events tell, each with its tick; in the order in which they happened."""
    teller = _Teller(briefing)
    for tick, event in events:
        teller.hear(tick, event)
    return teller.story


class _Teller:
    def __init__(self, briefing: Briefing) -> None:
        self._titles = {step.id: step.title for step in briefing.protocol.steps}
        self.story = Story()

    def hear(self, tick: int, event: dict[str, Any]) -> None:
        """Take in one event."""
        if self.story.steps:
            self.story.steps[-1].until_tick = tick
        tell = getattr(self, f"_{event['kind']}", None)
        if tell is not None:
            tell(tick, event)

    def _begin(self, tick: int, title: str, number: int | None) -> None:
        self.story.steps.append(StepStory(title, number, tick, tick))

    def _say(self, tick: int, sentence: str, inputs: dict[str, Any] | None = None) -> None:
        if not self.story.steps:
            self._begin(tick, PHASES["briefing"], None)
        self.story.steps[-1].said.append(Said(tick, sentence, inputs or {}))

    def _phase_entered(self, tick: int, event: dict[str, Any]) -> None:
        if event["phase"] in PHASES and event["phase"] != "steps":
            self._begin(tick, PHASES[event["phase"]], None)

    def _step_entered(self, tick: int, event: dict[str, Any]) -> None:
        self._begin(tick, self._titles.get(event["step"], event["step"]), event["number"])
        if event["warm_up"]:
            self._say(tick, N_("Warm-up, one minute."))

    def _rating_given(self, tick: int, event: dict[str, Any]) -> None:
        if event["scale"] == Scale.SUDS and self.story.steps:
            self.story.steps[-1].suds.append(event["value"])

    def _rating_missed(self, tick: int, event: dict[str, Any]) -> None:
        self._say(tick, N_("A question stayed without an answer."))

    def _decision_taken(self, tick: int, event: dict[str, Any]) -> None:
        self._say(tick, _MOVES[event["move"]])
        self._say(tick, event["sentence"], event["inputs"])
        if not event["carried_out"] and event["move"] != "stay":
            self._say(tick, event["because"])

    def _rule_applied(self, tick: int, event: dict[str, Any]) -> None:
        if event["binding"]:
            self._say(tick, event["verdict"]["sentence"], event["verdict"]["inputs"])

    def _command_refused(self, tick: int, event: dict[str, Any]) -> None:
        self._rule_applied(tick, event | {"binding": True})

    def _paused(self, tick: int, event: dict[str, Any]) -> None:
        self._rule_applied(tick, event | {"binding": True})

    def _resumed(self, tick: int, event: dict[str, Any]) -> None:
        self._say(tick, N_("The exposure was taken up again."))

    def _stopped(self, tick: int, event: dict[str, Any]) -> None:
        self._say(tick, _STOPS.get(event["via"], N_("The exposure was stopped.")))

    def _flag_raised(self, tick: int, event: dict[str, Any]) -> None:
        self._say(tick, event["sentence"], event["inputs"])

    def _fault_recorded(self, tick: int, event: dict[str, Any]) -> None:
        self._say(tick, N_("The software failed: {what}"), {"what": event["what"]})

    def _adverse_event_reported(self, tick: int, event: dict[str, Any]) -> None:
        self._say(tick, N_("Adverse event: {text}"), {"text": event["text"]})

    def _visit_ended(self, tick: int, event: dict[str, Any]) -> None:
        self.story.ending, self.story.minutes = event["ending"], event["minutes"]
        self.story.completed = event["completed"]
        if event["verdict"] is not None:
            self._rule_applied(tick, event | {"binding": True})


_MOVES = {"up": N_("One step up."), "down": N_("One step down."), "stay": N_("Stay.")}
_STOPS = {
    "left_hand": N_("The patient stopped with the left hand."),
    "right_hand": N_("The patient stopped with the right hand."),
    "button": N_("The patient stopped with the button."),
    "head_pointing": N_("The patient stopped by looking at the stop mark."),
    "headset_off": N_("The headset was taken off."),
    "therapist": N_("The therapist stopped the exposure."),
    "window_closed": N_("The visit was closed from outside."),
    "fault": N_("The software stopped the exposure."),
}


def clock(tick: int) -> str:
    """Minutes and seconds of session time."""
    seconds = tick // TICKS_PER_S
    return f"{seconds // 60}:{seconds % 60:02d}"
