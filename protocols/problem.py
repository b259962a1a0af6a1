"""One thing that is wrong with a plan's file, in words that say what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from therapy.observations import Fact


@dataclass(frozen=True, slots=True)
class Problem:
    """Where it is, what was expected there, and what to do.

    `expected` and `advice` are English templates over `inputs`; whoever shows them translates them.
    """

    file: str
    line: int
    field: str
    """Such as `steps[glass_floor].parameters.height_m`; empty for the file as a whole."""
    expected: str
    advice: str
    inputs: Mapping[str, Fact]

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: {self.field}: " if self.field else f"{self.file}:{self.line}: "
        return f"{where}{self.expected.format_map(self.inputs)} {self.advice.format_map(self.inputs)}"
