"""The environments' models, each made once for all tests of a run."""

import importlib
from functools import cache

from environments.modelling.model import Model
from environments.scene import Scene


@cache
def model(environment_id: str) -> Model:
    """A model that no test may change."""
    made: Model = importlib.import_module(f"environments.{environment_id}.model").model()
    return made


@cache
def scene(environment_id: str) -> Scene:
    """The description alone, which takes a third of the time."""
    made: Scene = importlib.import_module(f"environments.{environment_id}.model").scene()
    return made
