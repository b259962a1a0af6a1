"""Where a running visit is now, folded from its events and from what the stage says of this moment."""

from collections.abc import Mapping
from typing import Any, Final

from clinician_console.live.plan import CHECKS, Plan
from clinician_console.live.reasons import Reasons
from clinician_console.story import PHASES, Event, Said, clock
from clinician_console.summary import words_of
from therapy.observations import Scale
from therapy.protocol import Phase
from therapy.sample import TICKS_PER_S
from therapy.translation import translate
from therapy.words import N_

ASKED: Final[Mapping[str, str]] = {
    Scale.SUDS: N_("The patient is being asked for SUDS."),
    Scale.SICKNESS: N_("The patient is being asked about motion sickness."),
    Scale.EXPECTANCY: N_("The patient is being asked how likely the feared outcome is."),
    Scale.PAIN: N_("The patient is being asked about pain."),
    Scale.FATIGUE: N_("The patient is being asked about fatigue."),
}
GAZE: Final[Mapping[str, tuple[str, str]]] = {
    "head": (N_("{deg} degrees down (head direction)"), N_("{deg} degrees up (head direction)")),
    "eyes": (N_("{deg} degrees down (eyes)"), N_("{deg} degrees up (eyes)")),
}
"""Down and up, by what was measured."""
EARLIER_FLAG: Final = N_("A risk answer of an earlier visit ({flag}) waits to be looked at.")
OUTSIDE: Final = N_("The patient is not in the exposure.")


class Now:
    """The state of the visit. Holds no socket and no clock: feed it events and `at`, and look."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._reasons = Reasons(plan.titles)
        self._at: Mapping[str, Any] = {}
        self._tick = 0
        self._phase: str | None = None
        self._presence = "out"
        self._step: int | None = None
        self._reached: set[int] = set()
        self._goals: dict[str, float] = {}
        self._suds: dict[str, Any] | None = None
        self._asking: str | None = None
        self._flags: dict[str, dict[str, str]] = {
            flag: {"flag": flag, "words": translate(EARLIER_FLAG, flag=flag), "clock": clock(0)}
            for flag in plan.briefing.history.open_risk_flags
        }
        self._checked: set[str] = set()
        self._supported = False
        self._holding = False
        self._adaptation = plan.briefing.prescription.adaptation.value
        self._adverse_events = 0
        self.ending: str | None = None
        """How the visit ended, once it has."""

    def hear(self, tick: int, event: Event) -> None:
        """One event, in order."""
        self._tick = max(self._tick, tick)
        self._reasons.hear(tick, event)
        match event["kind"]:
            case "phase_entered":
                self._phase, self._asking = event["phase"], None
                if event["phase"] != Phase.STEPS:
                    self._leave("out")
            case "step_entered":
                self._step, self._presence = event["number"], "in"
                self._reached.add(event["number"])
            case "parameter_changed":
                self._goals[event["name"]] = event["new"]
            case "safe_room_entered":
                self._leave("out")
            case "paused":
                self._leave("paused")
            case "rating_asked":
                self._asking = event["scale"]
            case "rating_given":
                self._asking = None
                if event["scale"] == Scale.SUDS:
                    self._suds = {"value": event["value"], "clock": clock(tick)}
            case "rating_missed" | "resumed":
                self._asking = None
            case "flag_raised":
                words = words_of(Said(event["sentence"], event["inputs"]), self._plan.titles)
                self._flags[event["flag"]] = {"flag": event["flag"], "words": words, "clock": clock(tick)}
            case "flag_acknowledged":
                self._flags.pop(event["flag"], None)
            case "remote_confirmed":
                self._checked.add(event["check"])
            case "support_confirmed":
                self._supported = True
            case "held":
                self._holding = event["holding"]
            case "adaptation_set":
                self._adaptation = event["adaptation"]
            case "adverse_event_reported":
                self._adverse_events += 1
            case "visit_ended":
                self.ending = event["ending"]

    def see(self, at: Mapping[str, Any]) -> None:
        """What the stage says of this moment."""
        self._at = at
        self._tick = max(self._tick, at["tick"])

    def lose(self) -> None:
        """The stage is gone: the patient is out of the exposure, and nothing is known of this moment."""
        self._leave("out")
        unknown = {"gaze_down_deg": None, "heart_bpm": None, "frames_per_s": None}
        self._at = {**self._at, **unknown, "intensity": 0.0}

    def where(self) -> str:
        """In a sentence, where the patient is."""
        step = self._step
        if self._presence == "in" and step is not None:
            words = N_("On step {number}: {title}")
            return translate(words, number=step, title=self._plan.steps[step - 1].title)
        if self._presence == "paused":
            return translate(N_("A break in the safe room."))
        return self._phase_title()

    def view(self) -> dict[str, Any]:
        """This visit's part of what every page shows."""
        at = self._at
        minutes_left = at.get("minutes_left")
        return {
            "visit": self._plan.visit(),
            "tick": self._tick,
            "clock": clock(self._tick),
            "left": None if minutes_left is None else clock(round(minutes_left * 60) * TICKS_PER_S),
            "phase": {"id": self._phase, "title": self._phase_title()},
            "presence": self._presence,
            "step": self._on_step(),
            "intensity": round(at.get("intensity", 0.0), 2),
            "speech": at.get("speech", True),
            "holding": self._holding,
            "adaptation": self._adaptation,
            "ladder": self._ladder(),
            "why": self._reasons.shown(),
            "parameters": self._parameters(),
            "events": self._events(),
            "suds": self._suds,
            "gaze": self._gaze(),
            "heart": None if at.get("heart_bpm") is None else {"bpm": round(at["heart_bpm"])},
            "asking": None
            if self._asking is None
            else {"scale": self._asking, "words": translate(ASKED[self._asking])},
            "flags": list(self._flags.values()),
            "checks": [
                {"check": check.value, "done": check in self._checked, "words": translate(CHECKS[check])}
                for check in self._plan.checks
            ],
            "support": {"needed": self._plan.needs_support, "done": self._supported},
            "frames_per_s": at.get("frames_per_s"),
            "adverse_events": self._adverse_events,
        }

    def _leave(self, presence: str) -> None:
        """Out of the exposure, every parameter is at its gentlest and no question stays open."""
        self._presence, self._asking = presence, None
        self._goals.clear()

    def _phase_title(self) -> str:
        return translate(PHASES[self._phase]) if self._phase is not None else ""

    def _on_step(self) -> dict[str, Any] | None:
        if self._step is None or self._phase != Phase.STEPS:
            return None
        step = self._plan.steps[self._step - 1]
        return {"number": self._step, "id": step.id, "title": translate(step.title)}

    def _ladder(self) -> list[dict[str, Any]]:
        here = self._step if self._presence == "in" else None
        rungs = []
        for number, step in enumerate(self._plan.steps, start=1):
            if number == here:
                state = "here"
            elif number > self._plan.highest_step:
                state = "beyond"
            elif number in self._reached and (here is None or number < here):
                state = "done"
            else:
                state = "ahead"
            rungs.append({"number": number, "id": step.id, "title": translate(step.title), "state": state})
        return rungs

    def _parameters(self) -> dict[str, dict[str, float]]:
        return {
            name: {"value": round(value, 3), "goal": round(self._goals.get(name, value), 3)}
            for name, value in self._at.get("values", {}).items()
        }

    def _events(self) -> dict[str, dict[str, Any]]:
        shut = None if self._presence == "in" else translate(OUTSIDE)
        shut = shut or self._reasons.forbids("risk")
        told = {}
        for event in self._plan.events:
            never = self._plan.never.get(event.name)
            why = words_of(never, self._plan.titles) if never is not None else shut
            told[event.name] = {"may": why is None, "why": why or ""}
        return told

    def _gaze(self) -> dict[str, Any] | None:
        deg, source = self._at.get("gaze_down_deg"), self._at.get("gaze_from")
        if deg is None or source is None:
            return None
        down, up = GAZE[source]
        words = translate(down if deg >= 0 else up, deg=abs(round(deg)))
        return {"down_deg": round(deg, 1), "words": words}
