"""What happens in a visit, told line by line while it happens: in the terminal and on the live page."""

import enum
from collections.abc import Mapping
from typing import NamedTuple

from clinician_console.story import PHASES, Event, sentences
from clinician_console.summary import words_of
from therapy.briefing import Briefing
from therapy.observations import Scale
from therapy.translation import translate
from therapy.words import N_


class Tone(enum.StrEnum):
    """How a line is to be read."""

    PLAIN = "plain"
    STEP = "step"
    """Where the patient is now."""
    SUDS = "suds"
    ALARM = "alarm"
    """To be seen before anything else."""
    NOTE = "note"


class Told(NamedTuple):
    """One line, in the reader's language."""

    words: str
    tone: Tone


_TONES: Mapping[str, Tone] = {
    "stopped": Tone.ALARM,
    "fault_recorded": Tone.ALARM,
    "flag_raised": Tone.ALARM,
    "adverse_event_reported": Tone.ALARM,
    "note_taken": Tone.NOTE,
    "report_note_taken": Tone.NOTE,
}


class Telling:
    """Turns the events of one visit into lines. The same thing is not told twice in a row."""

    def __init__(self, briefing: Briefing, titles: Mapping[str, str] | None = None) -> None:
        """`titles`: what the environment's parameters and events are called, by their names."""
        self._steps = {step.id: step.title for step in briefing.protocol.steps}
        self._titles = titles or {}
        self._last: tuple[str, ...] = ()

    def lines(self, event: Event) -> list[Told]:
        """What there is to read about this event; most often nothing."""
        told: list[Told] = []
        match event["kind"]:
            case "phase_entered" if event["phase"] != "steps":
                phase = PHASES[str(event["phase"])]
                told.append(Told(translate(phase), Tone.STEP))
            case "step_entered":
                words = N_("Step {number} of {steps}: {title}")
                title = translate(self._steps.get(event["step"], str(event["step"])))
                step = translate(words, number=event["number"], steps=len(self._steps), title=title)
                told.append(Told(step, Tone.STEP))
            case "rating_given" if event["scale"] == Scale.SUDS:
                told.append(Told(translate(N_("SUDS {value}"), value=event["value"]), Tone.SUDS))
        said = sentences(event)
        spoken = tuple(words_of(one, self._titles) for one in said)
        # An engine that is asked again says the same with newer figures: once is enough.
        same = tuple(one.sentence for one in said) if event["kind"] == "decision_taken" else spoken
        if spoken and same != self._last:
            told.append(Told(" ".join(spoken), _TONES.get(event["kind"], Tone.PLAIN)))
            self._last = same
        elif told:
            self._last = ()
        return told
