"""Sickness from virtual reality: the fast motion sickness scale during a visit, CSQ-VR before and after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from therapy.measures.instruments import CSQ_VR
from therapy.measures.suds import checked

FMS_HIGHEST: Final = 20
CSQ_FLAG_AT: Final = 5
"""A CSQ-VR item from which a clinician should look: this project's own threshold."""


@dataclass(slots=True)
class Fms:
    """Fast motion sickness scale, 0 none to 20 frank sickness (Keshavarz and Hecht, Human Factors 53, 2011).

    The first rating is the baseline.
    """

    ticks: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def rate(self, tick: int, value: int) -> None:
        """One answer at a tick not before the last one. ValueError otherwise, or outside 0..20."""
        if self.ticks and tick < self.ticks[-1]:
            raise ValueError(f"expected a tick of at least {self.ticks[-1]}, got {tick}")
        self.values.append(checked(value, FMS_HIGHEST))
        self.ticks.append(tick)

    @property
    def baseline(self) -> int | None:
        """The first rating."""
        return self.values[0] if self.values else None

    @property
    def current(self) -> int | None:
        """The last rating."""
        return self.values[-1] if self.values else None

    @property
    def peak(self) -> int | None:
        """The highest rating."""
        return max(self.values, default=None)

    @property
    def rise(self) -> int | None:
        """How far the last rating lies above the first; negative when it fell."""
        return self.values[-1] - self.values[0] if self.values else None


class CsqVr(NamedTuple):
    """Scores of the CSQ-VR (Kourtesis et al., Virtual Worlds 2023, 2, 16-35): parts 2..14, total 6..42."""

    nausea: int
    vestibular: int
    oculomotor: int
    total: int
    flagged: tuple[int, ...]
    """Numbers of the items, from 1, at or above CSQ_FLAG_AT."""


def csq_vr(answers: Sequence[int]) -> CsqVr:
    """Score six answers of 1..7. InstrumentError says which answer is missing or out of range."""
    score = CSQ_VR.score(answers)
    flagged = tuple(number for number, answer in enumerate(answers, 1) if answer >= CSQ_FLAG_AT)
    parts = score.subscales
    return CsqVr(parts["nausea"], parts["vestibular"], parts["oculomotor"], score.total, flagged)
