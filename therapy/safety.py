"""The safety rules: in one place, each able only to tighten, each saying what it found and why.

A rule looks at the `Facts` of a visit and tightens an `Envelope` at three moments: `begin` (may the visit start),
`watch` (every tick: may the patient stay where they are), `weigh` (may this change be made). The envelope has no
method that loosens, so the order of the rules does not matter and none can undo another.
Thresholds are the project's own, drawn from the evidence; a clinician may tighten them through the prescription.
"""

from collections.abc import Sequence
from datetime import date

from therapy.briefing import HARD_BLOCKS, Briefing
from therapy.commands import Actor, StopVia
from therapy.envelope import Change, Envelope, Facts, Response
from therapy.events import Verdict
from therapy.ladder import SAME
from therapy.observations import Fact
from therapy.prescription import Adaptation, Mode
from therapy.protocol import Phase, Purpose
from therapy.sample import TICKS_PER_S
from therapy.words import N_

LEAST_DWELL_S = 60
SCREENING_DAYS = 90
LINK_NO_RISE_S, LINK_HOLD_S, LINK_SAFE_ROOM_S = 0.5, 3.0, 10.0
TRACKING_LOST_S = 0.5
HIGH_SUDS, EXTREME_SUDS = 80, 90
SICK_PAUSE, SICK_END, SICK_RISE_END = 10, 15, 8
FIRST_VISIT_MIN, MORE_A_VISIT_MIN, HARD_VISIT_MIN = 5.0, 3.0, 30.0
BREAK_MIN, HOME_DAY_MIN, PAUSE_MOST_MIN = 10.0, 60.0, 5.0
FLASHES_A_SECOND = 3
PAIN_STOP, PAIN_RISE_STOP = 7, 2
OUTSIDE_ROOM_S = 0.25
FALLING_S = 0.1


class Rule:
    """No opinion. A rule overrides what it has one on."""

    name = ""

    def begin(self, facts: Facts, envelope: Envelope) -> None:
        """May this visit start?"""

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        """May the patient stay where they are? Every tick."""

    def weigh(self, change: Change, facts: Facts, envelope: Envelope) -> None:
        """May this change be made?"""

    def found(self, sentence: str, **inputs: Fact) -> Verdict:
        """This rule's verdict."""
        return Verdict(rule=self.name, inputs=inputs, sentence=sentence)


class ScreeningGate(Rule):
    """Rule 1: no visit without a signed, recent screening and consent; some findings block it for anyone."""

    name = "screening"

    def begin(self, facts: Facts, envelope: Envelope) -> None:
        briefing, end = facts.briefing, Response.END
        if briefing.consent is None:
            envelope.respond(end, self.found(N_("There is no signed consent for this patient.")))
        if briefing.screening is None:
            envelope.respond(end, self.found(N_("There is no signed screening for this patient.")))
            return
        age_days = (
            date.fromisoformat(briefing.today) - date.fromisoformat(briefing.screening.signed_on)
        ).days
        if not 0 <= age_days <= SCREENING_DAYS:
            sentence = N_("The screening was signed {age_days} days ago; it must be at most {most} days old.")
            envelope.respond(end, self.found(sentence, age_days=age_days, most=SCREENING_DAYS))
        for finding in briefing.screening.present:
            if finding in HARD_BLOCKS:
                sentence = N_("The screening found {finding}; with it nobody may start.")
                envelope.respond(end, self.found(sentence, finding=finding.value))
            elif not briefing.screening.reasons.get(finding, "").strip():
                sentence = N_(
                    "The screening found {finding}; a clinician has to write why the visit may go on."
                )
                envelope.respond(end, self.found(sentence, finding=finding.value))
        if facts.home and not briefing.protocol.home:
            envelope.respond(end, self.found(N_("This plan is not made for visits at home.")))


class StopAlways(Rule):
    """Rule 2: a stop, or a headset taken off, ends the exposure in this very tick."""

    name = "stop"

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        if facts.stop is not None and facts.stop.via is not StopVia.HEADSET_OFF:
            sentence = N_("A stop was asked for with {via}.")
            envelope.respond(Response.END, self.found(sentence, via=facts.stop.via.value))
        elif facts.stop is not None or not facts.worn:
            # Putting it on again finds the safe room, and a way back in from the bottom of the ladder.
            envelope.respond(Response.PAUSE, self.found(N_("The headset was taken off.")))


class Watchdog(Rule):
    """Rule 3: without the therapist's link nothing rises, then all holds, then the safe room; home needs no link."""

    name = "watchdog"

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        if facts.head_lost_ticks >= TRACKING_LOST_S * TICKS_PER_S:
            envelope.respond(
                Response.PAUSE,
                self.found(N_("The headset cannot see where the head is; a pause in the safe room.")),
            )
        silent_s = facts.link_silent_s
        if facts.home or silent_s < LINK_NO_RISE_S:
            return
        suds = facts.suds
        if suds is not None and suds >= HIGH_SUDS:
            sentence = N_("The therapist's link has been silent for {silent_s:.1f} s; last SUDS {suds}.")
            envelope.respond(Response.PAUSE, self.found(sentence, silent_s=silent_s, suds=suds))
        elif silent_s >= LINK_SAFE_ROOM_S:
            sentence = N_(
                "The therapist's link has been silent for {silent_s:.1f} s; a break until it is back."
            )
            envelope.respond(Response.PAUSE, self.found(sentence, silent_s=silent_s))
        elif silent_s >= LINK_HOLD_S:
            sentence = N_("The therapist's link has been silent for {silent_s:.1f} s; everything holds.")
            envelope.no_change(self.found(sentence, silent_s=silent_s))
        else:
            sentence = N_("The therapist's link has been silent for {silent_s:.1f} s; nothing rises.")
            envelope.no_rise(self.found(sentence, silent_s=silent_s))


class StepLimiter(Rule):
    """Rule 4: at most one rung a change, a minute between rises, inside every limit, and only when ready at home."""

    name = "step_limiter"

    def weigh(self, change: Change, facts: Facts, envelope: Envelope) -> None:
        for name, (asked, lowest, highest) in change.targets.items():
            if not lowest <= asked <= highest:
                sentence = N_("{name} may be {lowest:g} to {highest:g}; {asked:g} was asked for.")
                found = self.found(sentence, name=name, lowest=lowest, highest=highest, asked=asked)
                envelope.refuse(found)
        if change.event is not None and change.event.sudden and not facts.briefing.prescription.sudden_events:
            sentence = N_("{event} comes without warning, and the patient has not agreed to sudden events.")
            envelope.refuse(self.found(sentence, event=change.event.name))
        if not change.rises:
            return
        if change.new > change.ceiling + SAME:
            sentence = N_("Intensity may rise one step, to {ceiling:.2f}; {new:.2f} was asked for.")
            envelope.refuse(self.found(sentence, ceiling=change.ceiling, new=change.new))
        if facts.rising:
            envelope.refuse(self.found(N_("The last change is still under way.")))
        elif facts.exposed and facts.tick - facts.level_tick < LEAST_DWELL_S * TICKS_PER_S:
            waited_s = (facts.tick - facts.level_tick) // TICKS_PER_S
            sentence = N_(
                "The patient has been at this level for {waited_s} s; the next rise needs {least_s} s."
            )
            envelope.refuse(self.found(sentence, waited_s=waited_s, least_s=LEAST_DWELL_S))
        if facts.home and not change.ready:
            envelope.refuse(self.found(N_("At home it becomes harder only after the patient says ready.")))


class Distress(Rule):
    """Rule 5: silence pauses, SUDS of 80 holds, 90 twice goes down and three times ends a visit at home."""

    name = "distress"

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        if facts.missed_run >= 2:
            sentence = N_("{missed} questions in a row were not answered; a pause in the safe room.")
            envelope.respond(Response.PAUSE, self.found(sentence, missed=facts.missed_run))
        suds, run = facts.suds, facts.suds_extreme_run
        if suds is None or suds < HIGH_SUDS:
            return
        if facts.home and run >= 3:
            sentence = N_("SUDS was {suds} and at least 90 for {run} ratings; at home the visit ends.")
            envelope.respond(Response.END, self.found(sentence, suds=suds, run=run))
        elif run >= 2 and run > facts.stepped_down_at_run:
            sentence = N_("SUDS was {suds} and at least 90 for {run} ratings; one step down.")
            envelope.respond(Response.STEP_DOWN, self.found(sentence, suds=suds, run=run))
        else:
            sentence = N_("SUDS was {suds}; from 80 on nothing rises.")
            envelope.no_rise(self.found(sentence, suds=suds))


class Sickness(Rule):
    """Rule 6: motion sickness pauses at 10 of 20, ends at 15 or a rise of 8, and rests a day at home."""

    name = "sickness"

    def begin(self, facts: Facts, envelope: Envelope) -> None:
        if facts.home and facts.briefing.history.sick_within_24_h:
            sentence = N_("The last visit ended with motion sickness less than a day ago.")
            envelope.respond(Response.END, self.found(sentence))

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        sickness = facts.sickness
        if sickness is None or sickness < SICK_RISE_END:
            return
        rise = sickness - (facts.sickness_baseline or 0)
        if sickness >= SICK_END or rise >= SICK_RISE_END:
            sentence = N_(
                "Motion sickness is {sickness} of 20, {rise} more than at the start; the visit ends."
            )
            envelope.respond(Response.END, self.found(sentence, sickness=sickness, rise=rise))
        elif sickness >= SICK_PAUSE:
            sentence = N_("Motion sickness is {sickness} of 20; a pause in the safe room.")
            envelope.respond(Response.PAUSE, self.found(sentence, sickness=sickness))


class Time(Rule):
    """Rule 7: five minutes the first time, three more each time, never over thirty, with breaks."""

    name = "time"

    def begin(self, facts: Facts, envelope: Envelope) -> None:
        history, prescription = facts.briefing.history, facts.briefing.prescription
        rested = history.minutes_since_last_visit
        if rested is not None and rested < BREAK_MIN:
            sentence = N_(
                "The last visit ended {rested:.0f} minutes ago; a break of {least:.0f} minutes comes first."
            )
            envelope.respond(Response.END, self.found(sentence, rested=rested, least=BREAK_MIN))
        exposure = facts.briefing.protocol.purpose is Purpose.EXPOSURE
        if exposure and history.exposures_today >= prescription.exposures_a_day:
            sentence = N_("{done} exposure visits were made today; {most} are prescribed.")
            found = self.found(sentence, done=history.exposures_today, most=prescription.exposures_a_day)
            envelope.respond(Response.END, found)
        if facts.home and history.minutes_today >= HOME_DAY_MIN:
            sentence = N_(
                "{done:.0f} minutes were spent in the headset today; {most:.0f} are the most at home."
            )
            envelope.respond(
                Response.END, self.found(sentence, done=history.minutes_today, most=HOME_DAY_MIN)
            )

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        if facts.paused_ticks > PAUSE_MOST_MIN * 60 * TICKS_PER_S:
            sentence = N_("The pause took more than {most:.0f} minutes; the visit ends.")
            envelope.respond(Response.END, self.found(sentence, most=PAUSE_MOST_MIN))
        if facts.phase not in (Phase.BRIEFING, Phase.BASELINE, Phase.STEPS):
            return
        most = exposure_minutes(facts.briefing)
        if facts.tick >= most * 60 * TICKS_PER_S:
            sentence = N_("The time for exposure in this visit, {most:.1f} minutes, is over.")
            envelope.respond(Response.END, self.found(sentence, most=most))


def visit_minutes(briefing: Briefing) -> float:
    """Minutes this visit may take in all: the least of plan, prescription, tolerance and the hard limit."""
    tolerated = briefing.history.longest_tolerated_min
    tolerance = FIRST_VISIT_MIN if tolerated <= 0 else max(FIRST_VISIT_MIN, tolerated + MORE_A_VISIT_MIN)
    most = min(HARD_VISIT_MIN, briefing.protocol.limits.minutes, briefing.prescription.minutes, tolerance)
    if briefing.prescription.mode is Mode.HOME:
        most = min(most, max(0.0, HOME_DAY_MIN - briefing.history.minutes_today))
    return most


def exposure_minutes(briefing: Briefing) -> float:
    """When exposure must end so that recovery and debrief still fit: a sixth of the visit, at most four minutes."""
    most = visit_minutes(briefing)
    return most - min(4.0, most / 6)


class Light(Rule):
    """Rule 8: no more than three flashes in any second."""

    name = "light"

    def weigh(self, change: Change, facts: Facts, envelope: Envelope) -> None:
        event = change.event
        if event is None or event.flashes == 0:
            return
        recent = len([tick for tick in facts.flash_ticks if facts.tick - tick < TICKS_PER_S])
        densest = event.flashes if event.lasts_s <= 1 else event.flashes / event.lasts_s
        if recent + densest > FLASHES_A_SECOND:
            sentence = N_("{event} would make {flashes:.0f} flashes in one second; {most} are the most.")
            found = self.found(sentence, event=event.name, flashes=recent + densest, most=FLASHES_A_SECOND)
            envelope.refuse(found)


class Movement(Rule):
    """Rule 11: pain, a fall or too much speed stops a movement task; a rest comes before anything harder."""

    name = "movement"

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        if facts.falling_ticks >= FALLING_S * TICKS_PER_S:
            envelope.respond(
                Response.END, self.found(N_("The head moved down as in a fall; the exposure ends."))
            )
        if facts.too_fast_mps is not None:
            sentence = N_("The hand moved at {speed_mps:.1f} m/s, faster than prescribed; a pause.")
            envelope.respond(Response.PAUSE, self.found(sentence, speed_mps=facts.too_fast_mps))
        pain = facts.pain
        if pain is None:
            return
        baseline = facts.pain_baseline
        if pain >= PAIN_STOP or (baseline is not None and pain >= baseline + PAIN_RISE_STOP):
            sentence = N_("Pain is {pain} of 10, it was {baseline} at the start; the exposure ends.")
            envelope.respond(Response.END, self.found(sentence, pain=pain, baseline=baseline))

    def weigh(self, change: Change, facts: Facts, envelope: Envelope) -> None:
        rehabilitation = facts.briefing.protocol.purpose is Purpose.REHABILITATION
        if rehabilitation and change.rises and change.steps > 0 and not change.ready:
            sentence = N_("A rest comes after each activity; the patient has not said ready since.")
            envelope.refuse(self.found(sentence))


class Risk(Rule):
    """Rule 14: an answer marked as a risk comes before everything else."""

    name = "risk"

    def begin(self, facts: Facts, envelope: Envelope) -> None:
        self.watch(facts, envelope)

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        if not facts.open_flags:
            return
        flag = facts.open_flags[0]
        if not facts.home:
            sentence = N_("A risk answer ({flag}) waits to be seen by the therapist.")
            envelope.no_change(self.found(sentence, flag=flag))
        elif facts.briefing.prescription.risk_blocks_home:
            sentence = N_("A risk answer ({flag}) has to be reviewed before exposure at home.")
            envelope.respond(Response.END, self.found(sentence, flag=flag))


class EngineBounds(Rule):
    """Rule 15: an engine acts only where it was let, one step at a time, and always says why."""

    name = "engine_bounds"

    def weigh(self, change: Change, facts: Facts, envelope: Envelope) -> None:
        if change.by is not Actor.ENGINE:
            return
        if facts.adaptation is not Adaptation.ACT:
            sentence = N_("The engine may not act: adaptation is set to {adaptation}.")
            envelope.refuse(self.found(sentence, adaptation=facts.adaptation.value))
        if not change.explained:
            envelope.refuse(self.found(N_("The engine gave no reason.")))
        if abs(change.steps) > 1:
            sentence = N_("The engine may go one step at a time, not {steps}.")
            envelope.refuse(self.found(sentence, steps=change.steps))


class RoomAndFalls(Rule):
    """Rule 17: the real floor must be big enough, the patient inside it, and support there for standing work."""

    name = "room_and_falls"

    def begin(self, facts: Facts, envelope: Envelope) -> None:
        floor, room, seated = facts.spec.floor, facts.room, facts.briefing.prescription.seated
        if room is None:
            if not seated:
                envelope.respond(
                    Response.END, self.found(N_("Standing needs a room the headset knows; sit down."))
                )
            return
        width = floor.seated_width_m if seated else floor.standing_width_m
        depth = floor.seated_depth_m if seated else floor.standing_depth_m
        if room.width_m < width or room.depth_m < depth:
            sentence = N_(
                "A free floor of {width:.1f} m by {depth:.1f} m is needed; the room has {has_m:.1f} m."
            )
            found = self.found(sentence, width=width, depth=depth, has_m=min(room.width_m, room.depth_m))
            envelope.respond(Response.END, found)

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        if facts.outside_ticks >= OUTSIDE_ROOM_S * TICKS_PER_S:
            envelope.respond(
                Response.PAUSE,
                self.found(N_("The patient is at the end of the free floor; a pause in the safe room.")),
            )
        if facts.needs_support and not facts.support_confirmed:
            envelope.no_rise(self.found(N_("Somebody who can help must stand by first.")))


class Remote(Rule):
    """No exposure with a therapist elsewhere before they hear each other, know the place and whom to call."""

    name = "remote"

    def watch(self, facts: Facts, envelope: Envelope) -> None:
        if facts.unchecked:
            sentence = N_("Before going in, the therapist confirms: {check}.")
            envelope.no_rise(self.found(sentence, check=facts.unchecked[0].value))


RULES: tuple[Rule, ...] = (
    ScreeningGate(),
    StopAlways(),
    Watchdog(),
    StepLimiter(),
    Distress(),
    Sickness(),
    Time(),
    Light(),
    Movement(),
    Risk(),
    EngineBounds(),
    RoomAndFalls(),
    Remote(),
)
"""Every rule, in the order of the field guide: 1-8, 11, 14, 15, 17; and the one for a therapist who is elsewhere."""


def begin(facts: Facts, rules: Sequence[Rule] = RULES) -> Envelope:
    """What the rules say to starting this visit."""
    envelope = Envelope()
    for rule in rules:
        rule.begin(facts, envelope)
    return envelope


def watch(facts: Facts, rules: Sequence[Rule] = RULES) -> Envelope:
    """What the rules say to where the patient is now."""
    envelope = Envelope()
    for rule in rules:
        rule.watch(facts, envelope)
    return envelope


def weigh(change: Change, facts: Facts, now: Envelope, rules: Sequence[Rule] = RULES) -> Verdict | None:
    """The reason to turn `change` down, or None. `now` is what `watch` found in this tick."""
    envelope = Envelope()
    for rule in rules:
        rule.weigh(change, facts, envelope)
    if envelope.refused is not None:
        return envelope.refused
    forbids = now.verdicts and ((change.rises and not now.may_rise) or (not now.may_change and _adds(change)))
    return now.verdicts[0][1] if forbids else None


def _adds(change: Change) -> bool:
    """Whether a change is anything but a step towards calm."""
    return change.rises or change.event is not None or bool(change.targets and change.new >= change.old)
