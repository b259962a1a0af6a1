"""Errors that tell the person who reads them what to do next."""

from collections.abc import Mapping

Input = str | int | float


class StepladderError(Exception):
    """Something a person can act on.

    `what` says what happened and `advice` what to do now. Both are English templates marked with `N_`;
    `inputs` fill their `{name}` placeholders. Whoever shows the error translates the templates; `str()` gives
    plain English.
    """

    def __init__(self, what: str, advice: str, /, **inputs: Input) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice
        self.inputs: Mapping[str, Input] = inputs

    def __str__(self) -> str:
        return f"{self.what.format_map(self.inputs)} {self.advice.format_map(self.inputs)}"


class WrongState(Exception):
    """A program asked for something at the wrong moment. A defect in the caller, never a patient's doing."""

    def __init__(self, asked: str, expected: str, actual: str) -> None:
        super().__init__(f"{asked}: expected {expected}, but the state is {actual}")
