"""An instrument is data: its licence, how many items, their range, how they are scored, what is a risk.

Whether the wording of items may be shipped differs from instrument to instrument, scoring rules are free.
So an instrument comes with its items only where this project may ship them or wrote them itself.
"""

import enum
from collections.abc import Sequence
from typing import Final

from pydantic import Field, model_validator

from therapy.errors import StepladderError
from therapy.frozen import Frozen
from therapy.words import N_


class Licence(enum.StrEnum):
    """What may be shipped of an instrument."""

    FREE = "free"
    """Items may be shipped."""
    BRING_YOUR_OWN = "bring_your_own"
    """A clinician imports the items they have the right to use; scoring is shipped."""
    SCORE_ENTRY = "score_entry"
    """Answered elsewhere; only the result is entered."""


class Band(Frozen):
    """Totals from `lowest` up to the next band carry this label."""

    lowest: int
    label: str


class RiskItem(Frozen):
    """The therapist must see an answer of `at_least` or more to this item (from 1) before anything else."""

    item: int = Field(ge=1)
    at_least: int


class InstrumentError(StepladderError):
    """An answer that cannot be scored."""


class Score(Frozen):
    """What the answers come to."""

    instrument: str
    version: str
    total: int
    band: str | None
    subscales: dict[str, int]
    risk_items: tuple[int, ...]
    """Items answered in a way the instrument marks as a risk."""


class Instrument(Frozen):
    """A questionnaire or a single rating. Answers are whole numbers, and the total is their sum."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    version: str
    language: str
    title: str
    item_count: int = Field(ge=1)
    lowest: int
    """Smallest answer to an item."""
    highest: int
    items: tuple[str, ...] | None = None
    """Wording of the items, or None where it may not or need not be shipped."""
    subscales: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    """Numbers of the items, from 1, that add up to each part."""
    bands: tuple[Band, ...] = ()
    risk_items: tuple[RiskItem, ...] = ()
    licence: Licence
    source: str

    @model_validator(mode="after")
    def _consistent(self) -> "Instrument":
        numbers = [
            *(n for part in self.subscales.values() for n in part),
            *(risk.item for risk in self.risk_items),
        ]
        if any(not 1 <= number <= self.item_count for number in numbers):
            raise ValueError(f"expected item numbers from 1 to {self.item_count}, got {sorted(numbers)}")
        if self.items is not None and len(self.items) != self.item_count:
            raise ValueError(f"expected {self.item_count} items, got {len(self.items)}")
        if self.lowest >= self.highest:
            raise ValueError(f"expected lowest below highest, got {self.lowest} and {self.highest}")
        starts = [band.lowest for band in self.bands]
        if starts and (starts != sorted(set(starts)) or starts[0] > self.item_count * self.lowest):
            raise ValueError(f"expected rising bands from {self.item_count * self.lowest} on, got {starts}")
        return self

    @property
    def range(self) -> tuple[int, int]:
        """Smallest and largest total."""
        return self.item_count * self.lowest, self.item_count * self.highest

    def check(self, item: int, answer: int) -> int:
        """The answer, if this item (from 1) may be answered so. InstrumentError otherwise."""
        if not 1 <= item <= self.item_count:
            raise InstrumentError(
                N_("{title} has {item_count} questions, there is no question {item}."),
                N_("Check that the right questionnaire was chosen."),
                title=self.title,
                item_count=self.item_count,
                item=item,
            )
        if (
            isinstance(answer, bool)
            or not isinstance(answer, int)
            or not self.lowest <= answer <= self.highest
        ):
            raise InstrumentError(
                N_("Question {item} of {title} cannot be answered with {answer}."),
                N_("Choose a whole number from {lowest} to {highest}."),
                title=self.title,
                item=item,
                answer=repr(answer),
                lowest=self.lowest,
                highest=self.highest,
            )
        return answer

    def is_risk(self, item: int, answer: int) -> bool:
        """Whether the instrument marks this answer as a risk."""
        return any(
            risk.item == item and self.check(item, answer) >= risk.at_least for risk in self.risk_items
        )

    def score(self, answers: Sequence[int]) -> Score:
        """Add up a complete set of answers, first item first.

        InstrumentError when one is missing or out of range.
        """
        if len(answers) != self.item_count:
            raise InstrumentError(
                N_("{title} has {item_count} questions, but {given} were answered."),
                N_("Ask the open questions before scoring."),
                title=self.title,
                item_count=self.item_count,
                given=len(answers),
            )
        for number, answer in enumerate(answers, 1):
            self.check(number, answer)
        total = sum(answers)  # whole numbers
        return Score(
            instrument=self.id,
            version=self.version,
            total=total,
            band=next((band.label for band in reversed(self.bands) if total >= band.lowest), None),
            subscales={
                name: sum(answers[n - 1] for n in part)  # whole numbers
                for name, part in self.subscales.items()
            },
            risk_items=tuple(n for n, answer in enumerate(answers, 1) if self.is_risk(n, answer)),
        )


def _single(id_: str, title: str, highest: int, item: str, source: str) -> Instrument:
    return Instrument(
        id=id_,
        version="1",
        language="en",
        title=title,
        item_count=1,
        lowest=0,
        highest=highest,
        items=(item,),
        licence=Licence.FREE,
        source=source,
    )


_OWN = "own wording of this project"
SUDS: Final = _single(
    "suds",
    N_("Distress"),
    100,
    N_("How strong is your distress right now, from 0, none, to 100, the strongest you can imagine?"),
    f"Wolpe, The Practice of Behavior Therapy (1969); {_OWN}",
)
FMS: Final = _single(
    "fms",
    N_("Sickness"),
    20,
    N_("How sick do you feel right now, from 0, not at all, to 20, very sick?"),
    f"Keshavarz and Hecht, Human Factors 53 (2011); {_OWN}",
)
PAIN: Final = _single(
    "pain",
    N_("Pain"),
    10,
    N_("How much pain do you feel right now, from 0, none, to 10, the worst you can imagine?"),
    _OWN,
)
FATIGUE: Final = _single(
    "fatigue",
    N_("Tiredness"),
    10,
    N_("How tired do you feel right now, from 0, not at all, to 10, too tired to go on?"),
    _OWN,
)
EXPECTANCY: Final = _single(
    "expectancy",
    N_("Expectation"),
    100,
    N_("How sure are you that what you fear will happen, from 0, it will not, to 100, it certainly will?"),
    _OWN,
)
URGE: Final = _single(
    "urge",
    N_("Urge"),
    100,
    N_("How strong is your urge to get away or to make it safe, from 0, none, to 100, impossible to resist?"),
    _OWN,
)
CSQ_VR: Final = Instrument(
    id="csq-vr",
    version="2023",
    language="en",
    title="CSQ-VR",
    item_count=6,
    lowest=1,
    highest=7,
    items=(
        N_("Nausea"),
        N_("Dizziness"),
        N_("Feeling disoriented"),
        N_("Feeling unsteady"),
        N_("Tiredness from looking"),
        N_("Eyestrain or headache"),
    ),
    subscales={"nausea": (1, 2), "vestibular": (3, 4), "oculomotor": (5, 6)},
    licence=Licence.FREE,
    # CC BY 4.0; the items are short labels of this project, not the published wording.
    source="Kourtesis et al., Virtual Worlds 2023, 2, 16-35, doi:10.3390/virtualworlds2010002",
)
PHQ_9: Final = Instrument(
    id="phq-9",
    version="1999",
    language="en",
    title="PHQ-9",
    item_count=9,
    lowest=0,
    highest=3,
    bands=(
        Band(lowest=0, label=N_("minimal")),
        Band(lowest=5, label=N_("mild")),
        Band(lowest=10, label=N_("moderate")),
        Band(lowest=15, label=N_("moderately severe")),
        Band(lowest=20, label=N_("severe")),
    ),
    risk_items=(RiskItem(item=9, at_least=1),),
    licence=Licence.BRING_YOUR_OWN,
    source="Kroenke, Spitzer and Williams, J Gen Intern Med 16 (2001) 606-613",
)
GAD_7: Final = Instrument(
    id="gad-7",
    version="2006",
    language="en",
    title="GAD-7",
    item_count=7,
    lowest=0,
    highest=3,
    bands=(
        Band(lowest=0, label=N_("minimal")),
        Band(lowest=5, label=N_("mild")),
        Band(lowest=10, label=N_("moderate")),
        Band(lowest=15, label=N_("severe")),
    ),
    licence=Licence.BRING_YOUR_OWN,
    source="Spitzer, Kroenke, Williams and Loewe, Arch Intern Med 166 (2006) 1092-1097",
)

INSTRUMENTS: Final = {
    instrument.id: instrument
    for instrument in (SUDS, FMS, PAIN, FATIGUE, EXPECTANCY, URGE, CSQ_VR, PHQ_9, GAD_7)
}
"""Every instrument that is shipped, by id."""
