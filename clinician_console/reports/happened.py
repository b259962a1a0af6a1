"""Follows a visit's events in order and keeps what a report counts: stays, ratings, measures, safety, notes."""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any, Final

from clinician_console.reports.model import (
    Figure,
    Mark,
    Note,
    Opened,
    Proposal,
    Rating,
    Sentence,
    Stay,
    StepReport,
)
from clinician_console.reports.precision import figure
from clinician_console.story import Event, sentences
from therapy.observations import Scale
from therapy.sample import TICKS_PER_S

_LEAVE: Final = ("stopped", "paused", "safe_room_entered", "fault_recorded", "visit_ended")
"""Events with which exposure is over at once, whatever comes next."""


class Happened:
    """Fed with every event of a visit."""

    def __init__(self, steps: Sequence[Mapping[str, Any]]) -> None:
        self._plan = steps
        self._numbers = {step["id"]: number for number, step in enumerate(steps, 1)}
        self._here: tuple[int, float, bool] | None = None
        """Number of the step the patient is on, since when, and whether as a warm-up."""
        self._figures: list[Figure] = []
        self._paused_s: float | None = None
        self._now_s = 0.0
        self.ratings: list[Rating] = []
        self.missed = 0
        self.stays: list[Stay] = []
        self.marks: list[Mark] = []
        self.notes: list[Note] = []
        self.proposals: list[Proposal] = []
        self._opened: dict[int, list[Opened]] = {}
        self._trials: dict[int, list[bool]] = {}

    def hear(self, tick: int, event: Event) -> None:
        """The next event."""
        at_s = self._now_s = round(tick / TICKS_PER_S, 2)
        match event["kind"]:
            case "step_entered":
                self._leave()
                self._here = (event["number"], at_s, event["warm_up"])
            case "measure_taken":
                self._measured(event)
            case "rating_given":
                step = self._numbers.get(event["step"] or "")
                scale = Scale(event["scale"])
                self.ratings.append(Rating(at_s=at_s, scale=scale, value=event["value"], step=step))
            case "rating_missed":
                self.missed += 1
                self._mark("missed", _words(event))
            case "gate_opened":
                number = self._numbers.get(event["step"], 0)
                self._opened.setdefault(number, []).append(Opened(at_s=at_s, why=Sentence.of(event)))
            case "decision_taken":
                self._decided(event)
            case "trial_ended" if self._here is not None:
                self._trials.setdefault(self._here[0], []).append(event["hit"])
            case "report_note_taken":
                self.notes.append(Note(at_s=at_s, text=event["text"], who=event["who"]))
            case _:
                self._about_safety(event)
        if event["kind"] in _LEAVE or (event["kind"] == "phase_entered" and event["phase"] != "steps"):
            self._leave()

    def close(self) -> None:
        """The record is over; where it breaks off, so does the stay."""
        self._leave()
        self._go_on()

    def steps(self) -> tuple[StepReport, ...]:
        """Every step that was entered, from the bottom of the ladder up."""
        told = []
        for number in sorted({stay.step for stay in self.stays}):
            step = self._plan[number - 1]
            stays = [stay for stay in self.stays if stay.step == number]
            trials = self._trials.get(number, [])
            told.append(
                StepReport(
                    number=number,
                    id=step["id"],
                    title=step["title"],
                    entered_s=tuple(stay.from_s for stay in stays),
                    seconds=round(fsum(stay.seconds for stay in stays), 2),
                    suds=self._values(number, Scale.SUDS),
                    expectancy=self._values(number, Scale.EXPECTANCY),
                    gate=step["gate"]["kind"],
                    opened=tuple(self._opened.get(number, ())),
                    trials=len(trials),
                    hits=sum(trials),  # whole numbers
                )
            )
        return tuple(told)

    def _values(self, step: int, scale: Scale) -> tuple[int, ...]:
        return tuple(one.value for one in self.ratings if one.step == step and one.scale is scale)

    def _measured(self, event: Event) -> None:
        """A measure is handed in when its stay ends: just before the next step, or just after the safe room."""
        taken = figure(event["name"], event["value"], event["unit"])
        if self._here is not None:
            self._figures.append(taken)
        elif self.stays and self.stays[-1].step == self._numbers.get(event["step"] or ""):
            last = self.stays[-1]
            self.stays[-1] = last.model_copy(update={"figures": (*last.figures, taken)})

    def _decided(self, event: Event) -> None:
        inputs = event.get("because_inputs", {})
        self.proposals.append(
            Proposal(
                at_s=self._now_s,
                step=None if self._here is None else self._here[0],
                move=event["move"],
                engine=event["engine"],
                rule=event["rule"],
                why=Sentence.of(event),
                carried_out=event["carried_out"],
                because=Sentence(template=event["because"], inputs=inputs),
            )
        )

    def _leave(self) -> None:
        if self._here is None:
            return
        number, from_s, warm_up = self._here
        self.stays.append(
            Stay(
                step=number,
                from_s=from_s,
                until_s=self._now_s,
                warm_up=warm_up,
                figures=tuple(self._figures),
            )
        )
        self._here, self._figures = None, []

    def _about_safety(self, event: Event) -> None:
        match event["kind"]:
            case "stopped":
                self._mark("stop", _words(event), who=event["who"])
            case "paused":
                self._go_on()
                self._paused_s = self._now_s
                self._mark("pause", _words(event))
            case "resumed":
                self._go_on()
            case "phase_entered":
                self._go_on()
            case "rule_applied" if event["binding"] and event["verdict"]["rule"] != "stop":
                self._mark("rule", Sentence.of(event["verdict"]))
            case "flag_raised":
                self._mark("flag", _words(event), flag=event["flag"])
            case "flag_acknowledged":
                self._acknowledged(event)
            case "fault_recorded":
                self._mark("fault", _words(event))
            case "adverse_event_reported":
                text = Sentence(template="{text}", inputs={"text": event["text"]})
                self._mark("adverse", text, who=event["who"], severity=event["severity"])
            case "support_confirmed":
                self._mark("support", _words(event), who=event["who"])
            case "remote_confirmed":
                self._mark("remote", _words(event), who=event["who"])

    def _mark(
        self,
        kind: str,
        said: Sentence,
        *,
        who: str | None = None,
        severity: str | None = None,
        flag: str | None = None,
    ) -> None:
        mark = Mark(at_s=self._now_s, kind=kind, said=said, who=who, severity=severity, flag=flag)
        self.marks.append(mark)

    def _go_on(self) -> None:
        """A pause is over."""
        if self._paused_s is None:
            return
        at = max(at for at, mark in enumerate(self.marks) if mark.kind == "pause")
        lasted_s = round(self._now_s - self._paused_s, 2)
        self.marks[at] = self.marks[at].model_copy(update={"lasted_s": lasted_s})
        self._paused_s = None

    def _acknowledged(self, event: Event) -> None:
        self.marks = [
            mark.model_copy(update={"acknowledged_by": event["who"] or ""})
            if mark.kind == "flag" and mark.flag == event["flag"]
            else mark
            for mark in self.marks
        ]


def _words(event: Event) -> Sentence:
    """The sentence that the story has for this event."""
    return Sentence.of(sentences(event)[0])
