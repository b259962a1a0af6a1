"""A small environment to practise sessions with, a briefing for it, and somebody who walks through a visit."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

from therapy import safety
from therapy.briefing import Briefing, Calibration, Consent, History, Screening
from therapy.commands import Actor, Command, ConfirmRemote, Ready, RemoteCheck
from therapy.directives import Ask, Directive, LoadEnvironment, Offer
from therapy.events import Event, Output
from therapy.guardrail import Guardrail
from therapy.observations import Answered, AnswerVia, EnvironmentLoaded, Observation, Scale
from therapy.parameter import Gentle, Parameter, Values
from therapy.ports import EnvironmentEvent, EnvironmentSpec, FloorNeed, Moment
from therapy.prescription import Adaptation, Mode, Prescription
from therapy.protocol import (
    HabituationGate,
    Limits,
    Phase,
    Protocol,
    Purpose,
    Reference,
    Step,
    SuccessBandGate,
)
from therapy.sample import TICKS_PER_S, Pose, Sample
from therapy.session import Session

TOWER = EnvironmentSpec(
    id="tower",
    title="Tower",
    parameters=(
        Parameter(
            name="height_m",
            title="Height",
            unit="m",
            guardrail=Guardrail.between(0, 60),
            default=0,
            gentle=Gentle.LOWER,
            largest_rate_per_s=2.0,
            moves_patient=True,
        ),
        Parameter(
            name="rail_height_m",
            title="Rail height",
            unit="m",
            guardrail=Guardrail.between(0, 1.3),
            default=1.1,
            gentle=Gentle.HIGHER,
            largest_rate_per_s=0.2,
        ),
        Parameter(
            name="time_of_day",
            title="Time of day",
            unit="h",
            guardrail=Guardrail.between(6, 21),
            default=11,
            gentle=Gentle.NEUTRAL,
            largest_rate_per_s=0.5,
        ),
    ),
    events=(
        EnvironmentEvent(name="ball", title="A ball drops"),
        EnvironmentEvent(name="gust", title="A gust", sudden=True),
        EnvironmentEvent(name="strobe", title="Two flashes", flashes=2, lasts_s=1),
    ),
    floor=FloorNeed(
        seated_width_m=1, seated_depth_m=1, standing_width_m=1.5, standing_depth_m=1.5, near_edge=True
    ),
    measures={},
)


class QuietTask:
    """Nothing happens in the tower by itself."""

    def enter(self, step: Step, moment: Moment) -> Sequence[Event | Directive]:
        """Nothing."""
        return ()

    def step(self, moment: Moment) -> Sequence[Event | Directive]:
        """Nothing."""
        return ()

    def trigger(self, event: str, moment: Moment) -> Sequence[Event | Directive]:
        """Nothing."""
        return ()

    def leave(self, moment: Moment) -> Sequence[Event | Directive]:
        """Nothing."""
        return ()


class Tower:
    """The environment."""

    def __init__(self, make_task: Callable[[], Any] = QuietTask) -> None:
        self._make_task = make_task

    @property
    def spec(self) -> EnvironmentSpec:
        """What it is."""
        return TOWER

    def intensity(self, values: Values) -> float:
        """Higher and more open is harder."""
        openness = 0.6 + 0.4 * (1.3 - values["rail_height_m"]) / 1.3
        return 10 * min(values["height_m"], 40) / 40 * openness

    def task(self, briefing: Briefing, calibration: Calibration) -> Any:
        """A task of its own for every visit."""
        return self._make_task()


def protocol(purpose: Purpose = Purpose.EXPOSURE, **changes: Any) -> Protocol:
    """Six rungs from the ground to 40 m."""
    gate = HabituationGate() if purpose is Purpose.EXPOSURE else SuccessBandGate(window=5)
    steps = tuple(
        Step(
            id=f"step-{number}",
            title=f"{height} m",
            patient_text="Look around.",
            parameters={"height_m": height, "rail_height_m": rail},
            gate=gate,
        )
        for number, (height, rail) in enumerate(
            [(0, 1.1), (3, 1.1), (8, 1.1), (15, 1.0), (25, 0.9), (40, 0.8)], start=1
        )
    )
    fields: dict[str, Any] = {
        "id": "tower-ladder",
        "version": "1.0.0",
        "reviewed_on": "2026-01-01",
        "title": "Tower",
        "summary": "A ladder to practise on.",
        "purpose": purpose,
        "indication": "None.",
        "contraindications": (),
        "environment": "tower",
        "visits": 6,
        "visits_a_week": 2,
        "home": True,
        "limits": Limits(minutes=30),
        "steps": steps,
        "references": (Reference(citation="None", supports="nothing"),),
    }
    return Protocol(**{**fields, **changes})


def prescription(**changes: Any) -> Prescription:
    """Twenty-five minutes, supervised, the engine silent."""
    fields: dict[str, Any] = {
        "id": "prescribed",
        "protocol_id": "tower-ladder",
        "mode": Mode.SUPERVISED,
        "visits": 6,
        "visits_a_week": 2,
        "minutes": 25,
        "adaptation": Adaptation.OFF,
        "prescribed_by": "Dr Example",
        "prescribed_on": "2026-01-01",
    }
    return Prescription(**{**fields, **changes})


def briefing(
    purpose: Purpose = Purpose.EXPOSURE, plan: dict[str, Any] | None = None, **changes: Any
) -> Briefing:
    """A patient who may start; `plan` changes the prescription, `changes` the briefing."""
    fields: dict[str, Any] = {
        "session_id": "00000000-test",
        "alias": "Heron",
        "started_at": "2026-03-02T10:00:00+00:00",
        "today": "2026-03-02",
        "seed": 7,
        "protocol": protocol(purpose),
        "prescription": prescription(**(plan or {})),
        "screening": Screening(signed_by="Dr Example", signed_on="2026-03-01"),
        "consent": Consent(signed_by="Heron", signed_on="2026-03-01"),
        "history": History(visits_done=7, longest_tolerated_min=23),
        "headset": "simulated",
    }
    return Briefing(**{**fields, **changes})


def sample(x_m: float = 0.0, y_m: float = 1.2, *, worn: bool = True, tracked: bool = True) -> Sample:
    """A head that looks straight ahead."""
    return Sample(Pose(x_m, y_m, 0.0) if tracked else None, None, None, None, 0.0, 0.0, 0, worn)


LOOKING = sample()
Input = Command | Observation


class Walk:
    """Somebody in a session who answers whatever is asked and takes whatever is offered, unless told not to."""

    def __init__(
        self,
        brief: Briefing | None = None,
        *,
        environment: Any = None,
        rules: Sequence[safety.Rule] = safety.RULES,
        ratings: dict[Scale, int] | None = None,
        answers: bool = True,
        ready: bool = True,
    ) -> None:
        self.session = Session(brief or briefing(), environment or Tower(), rules)
        self.ratings = {Scale.SUDS: 40, Scale.EXPECTANCY: 50, **(ratings or {})}
        self.answers, self.ready = answers, ready
        self.sample = LOOKING
        self.outputs: list[Output] = []
        self._pending: list[Input] = []

    def tick(self, *inputs: Input) -> list[Output]:
        """One tick with these inputs, in which anything asked before is answered."""
        pending, self._pending = self._pending, []
        outputs = self.session.step(self.sample, [*pending, *inputs])
        for number, _, what in outputs:
            if isinstance(what, LoadEnvironment):
                self._pending.append(EnvironmentLoaded(environment=what.environment))
            elif isinstance(what, Ask) and self.answers:
                value = self.ratings.get(what.scale, 0)
                via = AnswerVia.HEAD_POINTING
                self._pending.append(Answered(question=number, scale=what.scale, value=value, via=via))
            elif isinstance(what, Offer) and self.ready:
                self._pending.append(Ready(by=Actor.PATIENT))
        self.outputs += outputs
        return outputs

    def wait(self, seconds: float) -> "Walk":
        """Let time pass."""
        for _ in range(int(seconds * TICKS_PER_S)):
            if self.session.ended:
                break
            self.tick()
        return self

    def until(self, phase: Phase, most_s: float = 600) -> "Walk":
        """Let time pass until a phase begins."""
        for _ in range(int(most_s * TICKS_PER_S)):
            if self.session.phase is phase:
                return self
            self.tick()
        raise AssertionError(
            f"expected phase {phase.value} within {most_s} s, still in {self.session.phase.value}"
        )

    def on_the_ladder(self) -> "Walk":
        """In the exposure, long enough on the first rung that the next one may come; nothing more is accepted."""
        if self.session.briefing.prescription.mode is Mode.REMOTE:
            self.tick(*(ConfirmRemote(by=Actor.THERAPIST, check=check) for check in RemoteCheck))
        self.until(Phase.STEPS)
        self.ready = False
        return self.wait(70)

    def copy(self) -> "Walk":
        """The same moment, to go on from in another way."""
        session = self.session
        constants = [session.briefing, session._visit.environment]
        memo: dict[int, Any] = {id(constant): constant for constant in constants}
        return copy.deepcopy(self, memo)

    def kinds(self) -> list[str]:
        """Kinds of everything put out so far."""
        return [what.kind for _, _, what in self.outputs]

    def last(self, kind: type[Any]) -> Any:
        """The latest output of a kind; AssertionError where there is none."""
        found = [what for _, _, what in self.outputs if isinstance(what, kind)]
        assert found, f"expected a {kind.__name__}"
        return found[-1]
