"""One engine for all tests of the stage, because a process can have only one; each test gets a stage of its own."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from environments.assets import Built
from environments.assets import built as built_in
from environments.stage import bootstrap
from environments.stage.bootstrap import Engine
from environments.stage.stage import SAFE_ROOM, Drawn, Stage
from tests.environments.stage import magenta
from therapy.directives import Directive, LoadEnvironment, ShowEnvironment
from therapy.events import Output
from therapy.sample import Pose, Sample

AHEAD = Pose(0.0, 1.2, 0.0)


class Theatre:
    """A stage, its clock and its numbered outputs."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.tick = 0
        self.number = 0
        self.head = AHEAD

    def obey(self, what: Directive) -> int:
        """Let the stage carry this out; its output number."""
        self.number += 1
        self.stage.obey(Output(self.number, self.tick, what))
        return self.number

    def draw(self, ticks: int = 3) -> Drawn:
        """One frame, some ticks later."""
        self.tick += ticks
        return self.stage.draw(self.tick, Sample(self.head, None, None, None, 0.0, 0.0, 0, True))

    def draw_until_loaded(self) -> None:
        """Frames until the environment is ready."""
        for _ in range(3_000):
            drawn = self.draw()
            assert drawn.failed is None
            if drawn.loaded:
                return
        raise AssertionError("expected the environment to be loaded by now")

    def go_in(self, **values: float) -> None:
        """Load the magenta environment and look at it with open eyes."""
        self.obey(LoadEnvironment(environment="magenta"))
        self.draw_until_loaded()
        self.obey(ShowEnvironment(environment="magenta"))
        for _ in range(10):
            self.draw(9)

    @property
    def magenta(self) -> float:
        """Share of the last frame that shows exposure."""
        return magenta.magenta_share(self.stage.picture())


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """Ursina, off-screen."""
    started = bootstrap.start((320, 180), window=False)
    yield started
    started.close()


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Where environments are built once for all tests: their names say what they were built from."""
    return user_cache_path("stepladder", appauthor=False)


@pytest.fixture(scope="session")
def safe_room_files(data_folder: Path) -> Built:
    """The safe room's own files."""
    return built_in(SAFE_ROOM, data_folder)


@pytest.fixture
def files(safe_room_files: Built, tmp_path: Path) -> dict[str, Built | Exception]:
    """What loading an environment finds; a test may put something else in."""
    return {SAFE_ROOM: safe_room_files, "magenta": magenta.built(tmp_path, magenta.model())}


@pytest.fixture
def theatre(engine: Engine, files: dict[str, Built | Exception], tmp_path: Path) -> Iterator[Theatre]:
    """A stage that is open in the safe room."""

    def find(environment: str) -> Built:
        found = files[environment]
        if isinstance(found, Exception):
            raise found
        return found

    def start(environment: str) -> Mapping[str, float]:
        return {magenta.BRIGHTNESS: 0.5, magenta.SHIFT: 0.0} if environment == "magenta" else {}

    stage = Stage(tmp_path, engine=engine, files=find, starting_values=start)
    yield Theatre(stage)
    stage.close()
