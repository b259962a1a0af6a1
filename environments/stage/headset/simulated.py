"""A headset worn by nobody: a simulated patient looks, reaches, points and answers through the path a person uses.

What the patient does is a script, a generator that moves the body and yields how many ticks it waits; one at a time,
and a pressing wish (to stop, to take the headset off) breaks off the one that runs. Between scripts a tick costs a
few closed forms. The patient knows what was shown and the controls that stand in the world, never the session.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from environments.controls import Board
from environments.panel import Pointing
from environments.stage.headset import answering, exercising
from environments.stage.headset.person import BLINK, Person, Script
from therapy.calibration import LOOK
from therapy.directives import Ask
from therapy.events import Output
from therapy.observations import HeartRate, Observation
from therapy.sample import NOTHING, TICKS_PER_S, Sample
from therapy.twin.patients import Patient

_EFFORT: Final = 0.15
"""Share of a reaching task's intensity that counts as distress: what is hard to reach is an effort, not a fear."""
_TOO_AFRAID: Final = 70.0
"""Distress above which a patient in the exposure is not ready for anything."""


class SimulatedHeadset:
    """One patient in one visit. `intensity` says how hard what is shown is, from its parameter values."""

    name = "simulated"
    real_time_only = False

    def __init__(
        self,
        patient: Patient,
        pointing: Pointing,
        intensity: Callable[[Mapping[str, float]], float],
        values: Mapping[str, float],
        seed: int,
    ) -> None:
        self.patient = patient
        self._intensity = intensity
        self._who = Person(patient, pointing, values, seed)
        self._script: Script = self._who.wait(0.5)
        self._urgent = self._idle = False
        self._wakes = 0
        self._lives = 0
        self._noticed: tuple[Observation, ...] = ()

    def start(self) -> None:
        """Nothing to get ready."""

    def begin_frame(self) -> None:
        """Nothing to read: a simulated patient moves by ticks."""

    def stop(self) -> None:
        """Nothing to give back."""

    def see(self, outputs: Sequence[Output]) -> None:
        """What is shown to the patient."""
        for output in outputs:
            self._who.seen.see(output)
        if self._idle:  # whoever only looks around notices within a blink
            self._wakes = min(self._wakes, self._who.tick + BLINK)

    def poll(self, tick: int) -> Sample:
        """What the headset sees of the patient in this tick."""
        who = self._who
        who.tick = tick
        if tick >= self._lives:
            self._live(tick)
        if tick >= self._wakes:
            self._act(tick)
        return who.body.sample(tick) if who.body.wears else NOTHING

    def notice(self) -> Sequence[Observation]:
        """The heart rate, as from a strap, once a second while the headset is worn."""
        noticed, self._noticed = self._noticed, ()
        return noticed

    def _live(self, tick: int) -> None:
        """One second of feeling; wishes that break off what the body is doing."""
        self._lives = tick + TICKS_PER_S
        who, patient = self._who, self.patient
        exposed = who.seen.exposed and who.body.wears
        who.hard = self._intensity(who.seen.values(tick)) if exposed else 0.0
        if who.body.wears:
            self._noticed = (HeartRate(bpm=patient.heart_bpm()),)
        patient.live(who.hard if who.seen.visible("home") is None else _EFFORT * who.hard, exposed)
        if self._urgent or not exposed:
            return
        if patient.wants_headset_off and not who.was_off:
            self._break_off(answering.take_off(who))
        elif patient.wants_to_stop:
            self._break_off(answering.stop(who))

    def _break_off(self, script: Script) -> None:
        self._script.close()
        self._who.let_go()
        self._script, self._urgent, self._idle, self._wakes = script, True, False, 0

    def _act(self, tick: int) -> None:
        wait = next(self._script, None)
        if wait is None:
            self._urgent = False
            self._script = self._next()
            wait = next(self._script, 1)
        self._wakes = tick + max(1, wait)

    def _next(self) -> Script:
        """What this patient turns to now."""
        who, seen = self._who, self._who.seen
        self._idle = False
        board = who.pointing.board
        if seen.cue is not None:
            cue, seen.cue = seen.cue, None
            return exercising.look_ahead(who) if cue == LOOK else exercising.stretch(who)
        if board is not None and board.output != who.answered and self._cares(board):
            return answering.respond(who, board)
        if seen.exposed and who.body.hands and seen.visible("home") is not None:
            return exercising.practise(who)
        self._idle = True
        return exercising.look_around(who)

    def _cares(self, board: Board) -> bool:
        exposed = self._who.seen.exposed
        if isinstance(board.asked, Ask):
            return self.patient.answers(exposed)
        return self.patient.distress <= _TOO_AFRAID or not exposed
