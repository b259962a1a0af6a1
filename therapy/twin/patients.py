"""A simulated patient's inside: distress that follows what is seen, habituates, and is unlearned.

The model is the one of the project's cohort studies: drive by intensity, habituation that is lost between
visits, and extinction after Rescorla and Wagner (1972) that needs the fear to be felt and looked at,
spreads to neighbouring levels and comes back in part between visits. It advances a second at a time and
knows nothing but how intense what it sees is.
"""

import math
from collections.abc import Sequence

from therapy.arithmetic import Draws, exp, log, sigmoid
from therapy.observations import HIGHEST, Scale
from therapy.twin.traits import LEVELS, Kind, Traits, draw_traits

_RISE_S, _FALL_S = 6.0, 25.0
"""Time constants with which felt distress follows what causes it."""
_AROUSED = 1.0
"""Share of the habituation that a rise by one level undoes: something new wakes the response again."""
_BPM_PER_DISTRESS, _BPM_SCATTER = 0.25, 1.5
"""How distress shows in the heart rate: this project's own figures, for a signal that moves and is noisy."""
_PANIC_S = 60.0
"""How long a surge of panic lasts while the patient stays in."""


class Patient:
    """One person in one visit after another. Deterministic: same kind, seed and history, same answers."""

    def __init__(self, kind: Kind, seed: int) -> None:
        self.traits: Traits = draw_traits(kind, seed)
        self._answers = Draws(seed, f"answers {kind}")
        self._days = Draws(seed, f"days {kind}")
        self._heart = Draws(seed, f"heart {kind}")
        self._resting_bpm = self._heart.uniform(60.0, 78.0)
        self._irregular = [
            Draws(seed, f"level {level}").lognormal(0.0, 0.08) for level in range(1, LEVELS + 1)
        ]
        self._fear = [1.0] * LEVELS
        """What is left of the fear of each level, 1 = all of it."""
        self._spread: tuple[float, list[float]] = (-1.0, [])
        self._begin()

    def _begin(self) -> None:
        self._fear_at_start = list(self._fear)
        self.day = exp(self._days.normal(0.0, 0.08))
        """How this day is: multiplies every fear."""
        self._habituation = 0.0
        self._sickness = 0.0
        self._exposed_s = 0.0
        self._was_in = 0.0
        self.distress = self.traits.rest + 8.0
        """Felt now, 0-100; a little before it begins."""

    def sleep_on_it(self) -> None:
        """Days pass until the next visit: habituation is gone and part of the fear has come back."""
        kept = self.traits.kept
        self._fear = [
            end + (1.0 - kept) * (start - end)
            for start, end in zip(self._fear_at_start, self._fear, strict=True)
        ]
        self._begin()

    @property
    def exposed_s(self) -> float:
        """Seconds of exposure lived through in this visit."""
        return self._exposed_s

    @property
    def avoidance(self) -> float:
        """Share of the time spent looking away from what is feared, 0-1."""
        return sigmoid((self.distress - self.traits.too_much) / 5.0)

    def drive(self, intensity: float) -> float:
        """Distress that this intensity (0-10) would cause a patient who has got used to nothing today."""
        traits = self.traits
        if intensity <= 0.0:
            return traits.rest
        share = min(intensity, 10.0) / 10.0
        grown = traits.floor_share + (1.0 - traits.floor_share) * exp(traits.curve * log(share))
        return max(
            traits.rest,
            traits.worst
            * grown
            * self._at(self._irregular, intensity)
            * self._at(self._fear, intensity)
            * self.day,
        )

    def live(self, intensity: float, exposed: bool) -> None:
        """One second: `intensity` is of what is shown, or anything in the safe room."""
        traits = self.traits
        if exposed:
            self._exposed_s += 1.0
            if intensity > self._was_in:
                self._habituation *= max(0.0, 1.0 - _AROUSED * (intensity - self._was_in))
            self._was_in = intensity
            engaged = 1.0 - self.avoidance
            cause = self.drive(intensity) * (1.0 - self._habituation)
            if self._panics:
                cause = 100.0
            self._learn(intensity, engaged / 60.0)
            self._habituation += (
                (traits.most_habituation - self._habituation) * engaged / (60.0 * traits.habituation_min)
            )
            self._sickness += 0.0006
        else:
            cause = traits.rest
            self._sickness *= 0.999
        constant = _RISE_S if cause > self.distress else _FALL_S
        self.distress = min(100.0, self.distress + (cause - self.distress) / constant)

    def heart_bpm(self) -> float:
        """Beats a minute now, to a tenth; a new beat-to-beat scatter each time it is asked for."""
        return round(
            self._resting_bpm + _BPM_PER_DISTRESS * self.distress + self._heart.normal(0.0, _BPM_SCATTER), 1
        )

    @property
    def _panics(self) -> bool:
        after_s = self.traits.panics_after_s
        return after_s is not None and after_s <= self._exposed_s < after_s + _PANIC_S

    def _learn(self, intensity: float, engaged_min: float) -> None:
        """Extinction of this level and, less so, of the ones around it."""
        traits = self.traits
        felt = min(self.distress / 60.0, 1.2)
        learned = traits.extinction_per_min * engaged_min * felt
        if learned <= 0.0:
            return
        at, spread = self._spread
        if at != intensity:
            # Levels above count less: what is safe up here says little about higher up.
            spread = [
                exp(-abs(k - intensity) / traits.reach_levels)
                * (traits.upward if k > intensity + 0.5 else 1.0)
                for k in range(1, LEVELS + 1)
            ]
            self._spread = (intensity, spread)
        # 1 - x for exp(-x): x is at most 0.01 a second.
        self._fear = [fear * (1.0 - learned * near) for fear, near in zip(self._fear, spread, strict=True)]

    def answers(self, exposed: bool) -> bool:
        """Whether this patient answers questions here."""
        return self.traits.answers_in_exposure or not exposed

    def rate(self, scale: Scale) -> int:
        """The number this patient would say, 0 to the top of the scale; SUDS in fives."""
        if scale is Scale.SUDS:
            felt = max(self.distress, 0.01) / 100.0
            said = 100.0 * exp(self.traits.reporting * log(felt)) + self._answers.normal(
                0.0, self.traits.noise
            )
            return min(max(5 * math.floor(said / 5.0 + 0.5), 0), 100)
        if scale is Scale.EXPECTANCY:
            # What is expected here and now: it goes with the fear of this level, and with having stayed unharmed.
            belief = 15.0 + 70.0 * self._at(self._fear, self._was_in) * (1.0 - self._habituation)
            said = belief + self._answers.normal(0.0, 4.0)
        elif scale is Scale.SICKNESS:
            said = self._sickness + self._answers.uniform(0.0, 1.2)
        elif scale is Scale.PAIN:
            said = self._answers.uniform(0.0, 1.4)
        else:
            said = 1.0 + self._exposed_s / 400.0 + self._answers.uniform(-0.5, 0.5)
        return min(max(math.floor(said + 0.5), 0), HIGHEST[scale])

    @property
    def wants_to_stop(self) -> bool:
        """Whether it has become too much for this patient."""
        return self.distress >= self.traits.stops_at

    @property
    def wants_headset_off(self) -> bool:
        """Whether the moment has come in which this patient takes the headset off."""
        return self.traits.off_after_s is not None and self._exposed_s >= self.traits.off_after_s

    def _at(self, levels: Sequence[float], intensity: float) -> float:
        """Between the two levels next to an intensity."""
        place = min(max(intensity, 1.0), float(LEVELS)) - 1.0
        low = min(int(place), LEVELS - 2)
        return levels[low] + (levels[low + 1] - levels[low]) * (place - low)


__all__ = ["Kind", "Patient"]
