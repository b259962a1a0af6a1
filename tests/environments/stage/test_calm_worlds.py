"""Our own worlds with all that moves in them: no flash, measured on frames as a patient sees them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from environments.stage.bootstrap import Engine
from environments.stage.stage import SAFE_ROOM, Stage
from tests.environments.stage.conftest import Theatre
from tests.environments.stage.test_flashes import draw, worst_patch
from therapy.directives import ChangeParameter, LoadEnvironment, PlaySound, ShowEnvironment
from therapy.sample import TICKS_PER_S

pytestmark = pytest.mark.slow
FRAMES = 240
"""Eight seconds, a frame every thirtieth."""
LIVELIEST = {
    "heights by day": ("heights", {"height_m": 4.0, "traffic": 1.0, "wind": 1.0, "floor_transparency": 1.0}),
    "heights by night": ("heights", {"height_m": 12.0, "traffic": 1.0, "wind": 1.0, "time_of_day": 21.0}),
    "kitchen": ("reach", {"clutter": 1.0}),
    "safe room": (SAFE_ROOM, {}),
}


@pytest.fixture
def theatre(engine: Engine, data_folder: Path) -> Iterator[Theatre]:
    """A stage that finds the real files."""
    stage = Stage(data_folder, engine=engine)
    yield Theatre(stage)
    stage.close()


def go_in(theatre: Theatre, environment: str, values: dict[str, float]) -> None:
    """Be there with open eyes, at these values."""
    if environment == SAFE_ROOM:
        return
    theatre.obey(LoadEnvironment(environment=environment))
    theatre.draw_until_loaded()
    theatre.obey(ShowEnvironment(environment=environment))
    now = theatre.tick
    for name, value in values.items():
        theatre.obey(ChangeParameter(name=name, start=value, end=value, start_tick=now, end_tick=now))
    for _ in range(10):
        theatre.draw(9)


@pytest.mark.parametrize("place", LIVELIEST)
def test_what_moves_by_itself_never_flashes(theatre: Theatre, place: str) -> None:
    """Cars, walkers, leaves, rain and embers, at their liveliest: not one light-dark pair in any patch."""
    go_in(theatre, *LIVELIEST[place])
    assert worst_patch(draw(theatre, FRAMES)) <= 1


def test_a_lift_that_rises_while_the_day_goes_by_never_flashes(theatre: Theatre) -> None:
    """From 3 to 20 m in twelve seconds, from morning to night in six: shadows, lamps and windows change."""
    go_in(theatre, "heights", {"height_m": 3.0, "time_of_day": 15.0, "traffic": 1.0})
    now = theatre.tick
    for name, start, end, seconds in (("height_m", 3.0, 20.0, 12), ("time_of_day", 15.0, 21.0, 6)):
        ramp = ChangeParameter(
            name=name, start=start, end=end, start_tick=now, end_tick=now + seconds * TICKS_PER_S
        )
        theatre.obey(ramp)
    theatre.obey(PlaySound(sound="gust"))
    assert worst_patch(draw(theatre, 400)) <= 3
