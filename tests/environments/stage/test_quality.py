"""Both qualities draw the same world; the better one has smooth edges."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from environments.assets import Built
from environments.stage.bootstrap import Engine
from environments.stage.quality import Quality
from environments.stage.stage import SAFE_ROOM, Stage
from therapy.sample import NOTHING


def pictured(engine: Engine, room: Built, quality: Quality) -> npt.NDArray[np.uint8]:
    """The safe room at one tick, at this quality."""
    stage = Stage(
        room.folder, engine=engine, quality=quality, files=lambda _: room, starting_values=lambda _: {}
    )
    stage.draw(900, NOTHING)
    picture = stage.picture()
    stage.close()
    return picture


def test_the_desktop_quality_shows_the_same_room_with_smoother_edges(
    engine: Engine, safe_room_files: Built, tmp_path: Path
) -> None:
    """Most pixels agree; along edges there are colours in between that the other does not have."""
    assert safe_room_files.scene.id == SAFE_ROOM
    plain = pictured(engine, safe_room_files, Quality.SOFTWARE)
    smooth = pictured(engine, safe_room_files, Quality.DESKTOP)
    assert plain.shape == smooth.shape
    difference = np.abs(plain.astype(int) - smooth.astype(int)).max(axis=2)
    assert np.mean(difference <= 4) > 0.85
    assert 0.005 < np.mean(difference > 12) < 0.15
    again = pictured(engine, safe_room_files, Quality.SOFTWARE)
    assert np.array_equal(plain, again)
