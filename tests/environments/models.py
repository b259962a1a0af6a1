"""The environments' models, each made once for all tests of a run."""

import importlib
from functools import cache

from environments.modelling.model import Model


@cache
def model(environment_id: str) -> Model:
    """A model that no test may change."""
    made: Model = importlib.import_module(f"environments.{environment_id}.model").model()
    return made
