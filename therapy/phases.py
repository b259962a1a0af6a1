"""What each phase of a visit does in a tick: measure, ask, expose, let calm down, say goodbye."""

from therapy.calibration import Calibrator
from therapy.commands import Actor
from therapy.conversation import FINISH, READY, YES, Purpose
from therapy.envelope import Presence
from therapy.events import Calibrated, RatingMissed
from therapy.protocol import Phase
from therapy.sample import TICKS_PER_S, Sample
from therapy.visit import Visit
from therapy.words import N_

BASELINE_LEAST_S = 30
CALM_S = 180
"""Three calm minutes close a recovery when SUDS does not halve before (rule 5)."""
DEBRIEF_MOST_S = 60

BEGIN_TEXT = N_("You are in your safe room. You can come back here at any moment. Shall we begin?")
SUPPORT_TEXT = N_("You will stand up for this. Is somebody with you who can help?")
GO_IN_TEXT = N_(
    "You can stop at any time: raise a hand above your head, look at a red Stop sign low at your side, "
    "or take the headset off. When you are ready, we go in."
)
GO_BACK_IN_TEXT = N_("If you like, we go on a little easier than before.")
DONE_TEXT = N_("That was all for today. You can take the headset off.")


class Phases:
    """Carries a visit on, one tick at a time."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        prescription, previous = visit.briefing.prescription, visit.briefing.calibration
        self._calibrator = Calibrator(side=prescription.side, reach=visit.rehabilitation, previous=previous)

    def go_on(self, sample: Sample) -> None:
        """What this phase does in a tick."""
        visit = self._visit
        given_up = visit.conversation.step(visit.facts.tick)
        if given_up is not None:
            visit.facts.missed_run += 1
            run = visit.facts.missed_run
            visit.put(RatingMissed(scale=given_up.scale, question=given_up.number, in_a_row=run))
        match visit.phase:
            case Phase.BRIEFING:
                self._brief(sample)
            case Phase.BASELINE:
                self._baseline()
            case Phase.STEPS:
                self._steps()
            case Phase.RECOVERY:
                self._recover()
            case Phase.DEBRIEF:
                self._debrief()
            case Phase.ENDED:
                pass

    def _brief(self, sample: Sample) -> None:
        visit = self._visit
        if self._calibrator.result is None:
            for directive in self._calibrator.step(sample):
                visit.put(directive)
            result = self._calibrator.result
            if result is not None:
                visit.put(Calibrated(calibration=result, measured=self._calibrator.measured))
                visit.guard(lambda: visit.climb.prepare(result))
        elif visit.conversation.offering is None:
            alone = visit.facts.needs_support and not visit.facts.support_confirmed
            if alone and visit.facts.home:
                visit.conversation.offer(Purpose.SUPPORT, SUPPORT_TEXT, YES)
            else:
                visit.conversation.offer(Purpose.BEGIN, BEGIN_TEXT, READY)

    def _baseline(self) -> None:
        visit = self._visit
        rested = visit.facts.tick - visit.phase_tick >= BASELINE_LEAST_S * TICKS_PER_S
        ready = rested and visit.loaded and not visit.conversation.asking
        calm = visit.envelope.may_rise or visit.facts.missed_run >= 2
        if ready and calm and visit.conversation.offering is None:
            visit.conversation.offer(Purpose.GO_IN, GO_IN_TEXT, READY)

    def _steps(self) -> None:
        visit, facts = self._visit, self._visit.facts
        if visit.climb.presence is Presence.IN:
            visit.guard(visit.climb.step)
            return
        facts.paused_ticks += 1
        self._ground()
        # A patient who was silent twice can still say: I'm ready. That answer ends the silence.
        settled = visit.envelope.may_rise or facts.missed_run >= 2
        theirs = facts.home or visit.pause_asked_by is not Actor.THERAPIST
        if settled and theirs and facts.worn and visit.conversation.offering is None:
            visit.conversation.offer(Purpose.GO_BACK_IN, GO_BACK_IN_TEXT, READY)

    def _ground(self) -> None:
        """Speak the next grounding prompt when it is due; the patient need not answer and may go on at any moment."""
        visit = self._visit
        said = visit.grounding.step(listening=visit.facts.worn and not visit.conversation.asking)
        if said is not None:
            visit.put(said)

    def _recover(self) -> None:
        visit = self._visit
        self._ground()
        peak, now = visit.climb.peak_suds, visit.recovery_suds
        halved = peak is not None and now is not None and now <= peak / 2
        if halved or visit.facts.tick - visit.calm_tick >= CALM_S * TICKS_PER_S:
            visit.debrief()

    def _debrief(self) -> None:
        visit = self._visit
        if visit.facts.tick - visit.phase_tick >= DEBRIEF_MOST_S * TICKS_PER_S:
            visit.close()
        elif not visit.conversation.asking and visit.conversation.offering is None:
            visit.conversation.offer(Purpose.DONE, DONE_TEXT, FINISH)
