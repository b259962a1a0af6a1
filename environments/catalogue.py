"""Lists the environments there are and imports one only when it is asked for; needs no numpy, no model.

Another package adds environments under the entry point group `stepladder.environments`: the entry point's name
is the environment's id and its object implements `therapy.ports.Environment`. A module `model` beside it
describes the scene.
"""

from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Final, cast

from therapy.errors import StepladderError
from therapy.ports import Environment, EnvironmentSpec
from therapy.words import N_

GROUP: Final = "stepladder.environments"
OURS: Final = {
    "heights": "environments.heights.task:HEIGHTS",
    "reach": "environments.reach.task:REACH",
}
"""Where each environment of this project is, by its id."""


def ids() -> tuple[str, ...]:
    """The ids of all environments that can be loaded, in alphabetical order. Imports none of them."""
    return tuple(sorted({*OURS, *_others()}))


def load(environment_id: str) -> Environment:
    """The environment with this id. StepladderError for one that there is not, or that is broken."""
    where = OURS.get(environment_id)
    if where is not None:
        module, _, name = where.partition(":")
        return cast(Environment, getattr(import_module(module), name))
    entry = _others().get(environment_id)
    if entry is None:
        raise StepladderError(
            N_("There is no environment called {environment}."),
            N_("Choose one of these: {known}."),
            environment=environment_id,
            known=", ".join(ids()),
        )
    return _checked(environment_id, entry)


def specs() -> dict[str, EnvironmentSpec]:
    """What each environment is, by its id; imports all of them, but none of their models."""
    return {environment_id: load(environment_id).spec for environment_id in ids()}


def _others() -> dict[str, EntryPoint]:
    """Environments of other packages by id. None replaces one of ours, and an id belongs to one package."""
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=GROUP):
        if entry.name in OURS or entry.name in found:
            raise StepladderError(
                N_("Two packages offer an environment called {environment}; one of them is {package}."),
                N_("Uninstall {package}, or ask its makers to choose another name."),
                environment=entry.name,
                package=_package(entry),
            )
        found[entry.name] = entry
    return found


def _checked(environment_id: str, entry: EntryPoint) -> Environment:
    try:
        environment = entry.load()
        offered = environment.spec.id
    except Exception as error:  # whatever it raises, the person needs to know whose code it is
        raise StepladderError(
            N_("The environment {environment} of {package} cannot be loaded: {error}."),
            N_("Update or uninstall {package}."),
            environment=environment_id,
            package=_package(entry),
            error=f"{type(error).__name__}: {error}",
        ) from error
    if offered != environment_id:
        raise StepladderError(
            N_("The package {package} offers {environment}, but what it loads calls itself {offered}."),
            N_("Update or uninstall {package}."),
            environment=environment_id,
            package=_package(entry),
            offered=str(offered),
        )
    return cast(Environment, environment)


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.value
