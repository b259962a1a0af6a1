"""Every environment of the catalogue on the real stage."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from environments import catalogue
from environments.stage.bootstrap import Engine
from environments.stage.stage import Stage
from tests.environments.stage.conftest import Theatre
from therapy.directives import ChangeParameter, LoadEnvironment, ShowEnvironment
from therapy.parameter import Gentle, Parameter


@pytest.fixture
def theatre(engine: Engine, data_folder: Path) -> Iterator[Theatre]:
    """A stage with its own ways of finding files and values."""
    stage = Stage(data_folder, engine=engine)
    yield Theatre(stage)
    stage.close()


def hardest(parameter: Parameter) -> float:
    """The end of its range that is hardest on the patient."""
    rail = parameter.guardrail
    return rail.lowest if parameter.gentle is Gentle.HIGHER else rail.highest


@pytest.mark.slow
@pytest.mark.parametrize("environment", catalogue.OURS)
def test_it_loads_shows_follows_every_parameter_and_can_be_left(theatre: Theatre, environment: str) -> None:
    """From gentle to hard and back out, each frame whole; the picture is of something and not of the safe room."""
    theatre.draw()
    safe_room = theatre.stage.picture().astype(int)
    theatre.obey(LoadEnvironment(environment=environment))
    theatre.draw_until_loaded()
    theatre.obey(ShowEnvironment(environment=environment))
    assert any(theatre.draw(9).shown for _ in range(10))
    for parameter in catalogue.load(environment).spec.parameters:
        now = theatre.tick
        number = theatre.obey(
            ChangeParameter(
                name=parameter.name,
                start=parameter.gentlest,
                end=hardest(parameter),
                start_tick=now,
                end_tick=now + 18,
            )
        )
        frames = [theatre.draw(6) for _ in range(4)]
        assert not any(frame.failed for frame in frames), parameter.name
        assert all(frame.exposure_visible for frame in frames)
        assert sum(number in frame.shown for frame in frames) == 1
    picture = theatre.stage.picture().astype(int)
    assert picture.std() > 10.0
    assert np.mean(np.abs(picture - safe_room).max(axis=2) > 12) > 0.3
    theatre.stage.safe_room_now("a test")
    assert not theatre.draw().exposure_visible
    again = theatre.stage.picture().astype(int)
    assert np.mean(np.abs(again - safe_room).max(axis=2) > 12) < 0.03  # its pacer breathes
