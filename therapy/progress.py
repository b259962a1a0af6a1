"""How far the patient is on one step: what was seen, when the gate opens, what the engine makes of it."""

from collections.abc import Callable
from typing import Protocol

from therapy.commands import Actor
from therapy.conversation import FINISH, Conversation, Purpose
from therapy.directives import AskEngine, Directive, RatingHeard
from therapy.envelope import Facts, Presence
from therapy.events import DecisionTaken, Event, GateOpened, Verdict
from therapy.gates import GateState, StepSoFar, judge
from therapy.ladder import Ladder, Rung
from therapy.live_parameters import LiveParameters
from therapy.observations import Answered, Decision, Move, Scale
from therapy.prescription import Adaptation
from therapy.sample import TICKS_PER_S
from therapy.words import N_

ASK_ENGINE_S, ENGINE_PATIENCE_S = 10, 30
"""Least seconds between two questions to the engine; and how long an answer is waited for before asking anew."""
TRIALS_A_QUESTION = 5
"""Movement trials between two questions to the engine."""

FINISH_TEXT = N_("You have reached the top of your ladder. Finish whenever you like.")


class Climber(Protocol):
    """What progress needs of the climb it belongs to."""

    ladder: Ladder
    live: LiveParameters
    presence: Presence

    def level(self) -> float:
        """Intensity where everything under way will arrive."""
        ...

    def may_rise(self) -> bool:
        """Whether the next rung could be taken now."""
        ...

    def offer_next(self, by: Actor) -> Verdict | None:
        """Offer the next rung to the patient. Why not, or None."""
        ...

    def take_back_offer(self) -> None:
        """Take an offer of the next rung away where it would come to nothing."""
        ...

    def engine_down(self, decision: Decision) -> Verdict | None:
        """Carry out an engine's step down."""
        ...


class Progress:
    """Watches one step, opens its gate, asks the engine, and offers what may come next."""

    def __init__(
        self,
        climb: Climber,
        facts: Facts,
        conversation: Conversation,
        put: Callable[[Event | Directive], int],
    ) -> None:
        self._climb, self._facts, self._conversation, self._put = climb, facts, conversation, put
        self._rung: Rung | None = None
        self._seen = StepSoFar(0)
        self._ratings: list[RatingHeard] = []
        self._gate_open = False
        self._finish_offered = False
        self._arrived = False
        self._question: int | None = None
        self._asked_tick = 0
        self.proposal: Decision | None = None

    def begin(self, rung: Rung) -> None:
        """A step begins."""
        self._rung, self._seen, self._ratings = rung, StepSoFar(self._facts.tick), []
        self._gate_open, self._finish_offered, self.proposal = False, False, None
        self._arrived = False

    def arrived(self) -> None:
        """All parameters are where they were to go. The first time that is the step's, and its time starts now."""
        if not self._arrived:
            self._arrived, self._seen.entered_tick = True, self._facts.tick

    def forget(self) -> None:
        """The patient came out: an answer of the engine to what was before means nothing any more."""
        self._question = self.proposal = None

    def heard(self, answer: Answered) -> None:
        """A rating was given on this step."""
        self._ratings.append(RatingHeard(scale=answer.scale, value=answer.value, tick=self._facts.tick))
        if answer.scale is Scale.SUDS:
            self._seen.suds.append(answer.value)
            self._ask_engine()
        elif answer.scale is Scale.EXPECTANCY:
            self._seen.expectancy.append(answer.value)

    def tried(self, *, hit: bool) -> None:
        """A movement trial ended."""
        self._seen.hits.append(hit)
        if len(self._seen.hits) % TRIALS_A_QUESTION == 0:
            self._ask_engine()

    def gate(self) -> GateState:
        """How the gate of this step stands."""
        if self._rung is None:
            return GateState(False, N_("The patient is on no step."), {})
        return judge(self._rung.step.gate, self._seen, self._facts.tick)

    def look_ahead(self) -> None:
        """Once a second: is the gate open, and may the next step be offered?"""
        rung, facts, climb = self._rung, self._facts, self._climb
        climb.take_back_offer()
        if rung is None or climb.live.moving:
            return
        state = self.gate()
        if state.open and not self._gate_open:
            self._gate_open = True
            gate = rung.step.gate.kind
            self._put(GateOpened(step=rung.step.id, gate=gate, sentence=state.sentence, inputs=state.inputs))
        stayed = facts.tick - facts.level_tick >= rung.step.least_s * TICKS_PER_S
        if not state.open or not stayed or self._conversation.offering is not None:
            return
        if climb.ladder.above(climb.level()) is None:
            if not self._finish_offered and (facts.home or facts.adaptation is Adaptation.ACT):
                self._finish_offered = True
                self._conversation.offer(Purpose.FINISH, FINISH_TEXT, FINISH)
        elif facts.home and facts.adaptation is not Adaptation.ACT:
            # Nobody is there to follow an advice: the gate alone decides.
            climb.offer_next(Actor.PATIENT)
        elif facts.tick - self._asked_tick >= ASK_ENGINE_S * TICKS_PER_S:
            self._ask_engine()

    def decided(self, decision: Decision) -> None:
        """The engine answered."""
        if decision.question != self._question:
            return
        self._question = None
        carried_out, because, refused = False, N_("The therapist decides."), None
        acting = self._facts.adaptation is Adaptation.ACT
        if self._climb.presence is not Presence.IN or decision.move is Move.STAY:
            because = N_("Nothing to do.")
        elif acting and decision.move is Move.UP:
            refused = self._climb.offer_next(Actor.ENGINE)
            self.proposal = decision if refused is None else None
            because = refused.sentence if refused else N_("The patient says when.")
        elif acting:
            refused = self._climb.engine_down(decision)
            carried_out = refused is None
            because = refused.sentence if refused else N_("Inside what was prescribed.")
        self._put(
            DecisionTaken(
                move=decision.move,
                engine=decision.engine,
                rule=decision.rule,
                sentence=decision.sentence,
                inputs=decision.inputs,
                carried_out=carried_out,
                because=because,
                because_inputs=refused.inputs if refused else {},
            )
        )

    def _ask_engine(self) -> None:
        facts, rung = self._facts, self._rung
        if rung is None or facts.adaptation not in (Adaptation.ADVISE, Adaptation.ACT):
            return
        if self._question is not None and facts.tick - self._asked_tick < ENGINE_PATIENCE_S * TICKS_PER_S:
            return
        state = self.gate()
        asked = AskEngine(
            step=rung.step.id,
            step_number=rung.number,
            steps=len(self._climb.ladder.rungs),
            tick=facts.tick,
            entered_tick=self._seen.entered_tick,
            ratings=tuple(self._ratings),
            gate_open=state.open,
            gate_sentence=state.sentence,
            gate_inputs=state.inputs,
            may_rise=self._climb.may_rise(),
        )
        self._question, self._asked_tick = self._put(asked), facts.tick
