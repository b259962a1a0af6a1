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


def coarse(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Mean grey of patches of 20 x 20 pixels."""
    height, width = picture.shape[:2]
    patches: npt.NDArray[np.float64] = picture.reshape(height // 20, 20, width // 20, 20, 3).mean(
        axis=(1, 3, 4)
    )
    return patches


def steps(picture: npt.NDArray[np.uint8]) -> float:
    """Share of pixels that differ much from the one beside them: edges without a colour in between."""
    grey = picture.mean(axis=2)
    return float(np.mean(np.abs(np.diff(grey, axis=1)) > 50.0))


def test_the_desktop_quality_shows_the_same_room_with_smoother_edges(
    engine: Engine, safe_room_files: Built, tmp_path: Path
) -> None:
    """Wherever one is light so is the other; along edges there are colours in between that the other does not have."""
    assert safe_room_files.scene.id == SAFE_ROOM
    plain = pictured(engine, safe_room_files, Quality.SOFTWARE)
    smooth = pictured(engine, safe_room_files, Quality.DESKTOP)
    assert plain.shape == smooth.shape
    assert np.abs(coarse(plain) - coarse(smooth)).mean() < 30.0
    assert np.corrcoef(coarse(plain).ravel(), coarse(smooth).ravel())[0, 1] > 0.85
    assert steps(smooth) < 0.8 * steps(plain)
    again = pictured(engine, safe_room_files, Quality.SOFTWARE)
    assert np.array_equal(plain, again)
