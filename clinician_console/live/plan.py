"""What of a visit is settled before it begins: steps, what may be changed and how far, and what all that is called."""

from collections.abc import Mapping
from typing import Any, Final

from clinician_console.story import Said
from environments import catalogue
from therapy import safety
from therapy.briefing import Briefing
from therapy.commands import Actor, RemoteCheck, Severity
from therapy.envelope import Change, Envelope, Facts
from therapy.guardrail import Guardrail
from therapy.ladder import prescribed
from therapy.parameter import Parameter
from therapy.ports import EnvironmentEvent
from therapy.prescription import Adaptation, Mode
from therapy.protocol import Step
from therapy.translation import translate
from therapy.words import N_

MODES: Final[Mapping[str, str]] = {
    Mode.SUPERVISED: N_("with the therapist in the room"),
    Mode.HOME: N_("at home"),
    Mode.REMOTE: N_("with the therapist somewhere else"),
}
ADAPTATIONS: Final[Mapping[str, str]] = {
    Adaptation.OFF: N_("Off: nothing is proposed"),
    Adaptation.ADVISE: N_("Advice: proposals only, you decide"),
    Adaptation.ACT: N_("Acts: inside the prescription, up only when the patient is ready"),
    Adaptation.LOCKED: N_("Locked: changes by hand only"),
}
SEVERITIES: Final[Mapping[str, str]] = {
    Severity.MILD: N_("Mild"),
    Severity.MODERATE: N_("Moderate"),
    Severity.SEVERE: N_("Severe"),
}
CHECKS: Final[Mapping[str, str]] = {
    RemoteCheck.VOICE: N_("We hear each other"),
    RemoteCheck.LOCATION: N_("I know where the patient is, to send help there"),
    RemoteCheck.EMERGENCY_CONTACT: N_("Somebody near the patient can be reached now"),
}


class Plan:
    """One visit's plan, as a console shows it."""

    def __init__(self, briefing: Briefing, *, patient: str | None) -> None:
        """`patient` is the kind of a simulated one."""
        self.briefing = briefing
        self.practice = patient is not None
        self.mode = briefing.prescription.mode
        spec = catalogue.load(briefing.protocol.environment).spec
        self.steps: tuple[Step, ...] = briefing.protocol.steps
        ids = [step.id for step in self.steps]
        highest = briefing.prescription.highest_step
        self.highest_step = ids.index(highest) + 1 if highest in ids else len(ids)
        """Number of the last step that was prescribed."""
        self.parameters = prescribed(spec, briefing.protocol, briefing.prescription)
        self.events: tuple[EnvironmentEvent, ...] = spec.events
        self.titles = {parameter.name: parameter.title for parameter in spec.parameters}
        self.titles |= {event.name: event.title for event in spec.events}
        facts = Facts(briefing, spec)
        self.needs_support = facts.needs_support
        self.never: dict[str, Said] = {}
        """Events that the rules forbid in this whole visit, by name, and why."""
        for event in spec.events:
            verdict = safety.weigh(Change(Actor.THERAPIST, event=event), facts, Envelope())
            if verdict is not None:
                self.never[event.name] = Said(verdict.sentence, verdict.inputs)
        self.checks = tuple(RemoteCheck) if self.mode is Mode.REMOTE else ()

    def visit(self) -> dict[str, Any]:
        """Which visit this is."""
        return {
            "id": self.briefing.session_id,
            "alias": self.briefing.alias,
            "plan": translate(self.briefing.protocol.title),
            "practice": self.practice,
            "mode": self.mode.value,
            "mode_words": translate(MODES[self.mode]),
        }

    def sheet(self) -> dict[str, Any]:
        """What the live page is drawn from before it hears anything."""
        return {
            "visit": self.visit(),
            "parameters": [_parameter(parameter) for parameter in self.parameters.values()],
            "events": [
                {"name": event.name, "title": translate(event.title), "sudden": event.sudden}
                for event in self.events
            ],
            "steps": [
                {"number": number, "id": step.id, "title": translate(step.title)}
                for number, step in enumerate(self.steps, start=1)
            ],
            "adaptations": _choices(ADAPTATIONS),
            "severities": _choices(SEVERITIES),
        }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    rail: Guardrail = parameter.guardrail
    lowest, highest = rail.prescribed_lowest, rail.prescribed_highest
    return {
        "name": parameter.name,
        "title": translate(parameter.title),
        "unit": parameter.unit,
        "lowest": lowest,
        "highest": highest,
        "stride": parameter.stride,
        "default": parameter.default,
        "gentle": parameter.gentle.value,
        "fixed": lowest == highest,
    }


def _choices(of: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": str(value), "words": translate(words)} for value, words in of.items()]
