"""The plans there are: lists, reads and checks them. A plan that has a problem is never returned."""

from collections.abc import Mapping
from pathlib import Path

from protocols.problem import Problem
from protocols.schema import schema
from protocols.sense import contradictions, sensible
from protocols.shape import shaped
from protocols.source import Source
from therapy.errors import StepladderError
from therapy.ports import Environment
from therapy.protocol import Protocol
from therapy.words import N_

__all__ = ["PLANS", "check", "ids", "load", "read", "schema"]

PLANS = Path(__file__).parent
"""The folder of the plans that come with Stepladder: `graded-heights` is in `graded_heights.toml`."""


def ids(folder: Path = PLANS) -> tuple[str, ...]:
    """The ids of the plans in a folder, in alphabetical order, told by their file names."""
    return tuple(sorted(file.stem.replace("_", "-") for file in folder.glob("*.toml")))


def load(protocol_id: str, folder: Path = PLANS) -> Protocol:
    """The plan with this id. StepladderError where there is none, or where its file has a problem."""
    if protocol_id not in ids(folder):
        raise StepladderError(
            N_("There is no plan called {plan}."),
            N_("Choose one of these: {known}."),
            plan=protocol_id,
            known=", ".join(ids(folder)),
        )
    return read(folder / f"{protocol_id.replace('-', '_')}.toml")


def read(file: Path) -> Protocol:
    """The plan in a file, its shape checked. StepladderError tells the first problem and how to see all."""
    plan, problems = _read(Source(_there(file)))
    if plan is None:
        raise StepladderError(
            N_("The plan in {file} cannot be used: {problem}"),
            N_("See all that is wrong with: stepladder protocols check {file}"),
            file=str(file),
            problem=str(problems[0]),
        )
    return plan


def check(file: Path, environments: Mapping[str, Environment]) -> list[Problem]:
    """Everything wrong with a plan's file, in the order of its lines; empty for one that may be used.

    `environments` are those there are, by id. Whether names, limits and the rise of intensity make sense is looked
    at once the file has the shape of a plan.
    """
    source = Source(_there(file))
    plan, problems = _read(source)
    if plan is not None:
        problems += sensible(source, plan, environments)
    return sorted(problems, key=lambda problem: problem.line)


def _read(source: Source) -> tuple[Protocol | None, list[Problem]]:
    if source.problem is not None:
        return None, [source.problem]
    plan, problems = shaped(source)
    closer = list(contradictions(source))
    if closer:
        problems = [problem for problem in problems if problem.field] + closer
    return plan, problems


def _there(file: Path) -> Path:
    if not file.is_file():
        raise StepladderError(
            N_("There is no file {file}."), N_("Give the path of a plan's TOML file."), file=str(file)
        )
    return file
