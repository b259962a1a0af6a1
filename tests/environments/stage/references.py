"""Pictures that later ones must look like: drawn once, looked at, and kept beside this file.

Another graphics driver draws edges a little differently, so pictures are compared in blocks of pixels. Draw them
anew after a world has changed on purpose, and look at them: python -m tests.environments.stage.references
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from environments.stage.still import SEATED_M, Stills, looking
from therapy.sample import Pose

HERE = Path(__file__).parent / "references"
SIZE = (320, 180)
BLOCK = 5
MEAN_AT_MOST, WORST_AT_MOST = 1.5, 24.0
"""Of the blocks' differences, in 255ths: their mean, and the 99.8th percentile."""


class Reference(NamedTuple):
    """What a kept picture shows."""

    environment: str
    values: dict[str, float]
    head: Pose
    at_s: float = 20.0


REFERENCES = {
    "heights_out": Reference("heights", {"height_m": 20.0, "rail_opacity": 0.4}, looking(-15, -15)),
    "heights_down": Reference(
        "heights",
        {"height_m": 8.0, "floor_transparency": 1.0, "edge_distance_m": 0.4, "rail_opacity": 0.3},
        looking(0, -55),
    ),
    "heights_night": Reference("heights", {"height_m": 12.0, "time_of_day": 21.0}, looking(25, -20)),
    "kitchen": Reference("reach", {"clutter": 1.0}, looking(0, -22, y_m=SEATED_M)),
    "safe_room": Reference("safe_room", {}, looking(-15, -5, y_m=SEATED_M)),
}


class Difference(NamedTuple):
    """Between two pictures, in 255ths of a channel, block by block."""

    mean: float
    worst: float
    """The 99.8th percentile: a few blocks may differ by a jagged edge, a missing thing fills more than that."""

    @property
    def looks_the_same(self) -> bool:
        """Whether it is no more than drivers differ by."""
        return self.mean <= MEAN_AT_MOST and self.worst <= WORST_AT_MOST


def difference(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> Difference:
    """How much two pictures of the same size differ."""
    blocks = []
    for picture in (one, other):
        height, width = picture.shape[0] // BLOCK, picture.shape[1] // BLOCK
        cut = picture[: height * BLOCK, : width * BLOCK].astype(float)
        blocks.append(cut.reshape(height, BLOCK, width, BLOCK, 3).mean(axis=(1, 3)))
    apart = np.abs(blocks[0] - blocks[1]).max(axis=2)
    return Difference(float(apart.mean()), float(np.quantile(apart, 0.998)))


def drawn(stills: Stills, name: str) -> npt.NDArray[np.uint8]:
    """The picture of this name, as this machine draws it now."""
    reference = REFERENCES[name]
    return stills.picture(reference.environment, reference.values, reference.head, at_s=reference.at_s)


def kept(name: str) -> npt.NDArray[np.uint8]:
    """The picture of this name, as it was looked at."""
    with Image.open(HERE / f"{name}.png") as picture:
        return np.asarray(picture.convert("RGB"))


def draw_all(data_folder: Path, into: Path, names: list[str]) -> None:
    """Draw these pictures into a folder, with an engine of this process's own."""
    into.mkdir(exist_ok=True)
    with Stills(data_folder, size=SIZE) as stills:
        for name in names:
            Image.fromarray(drawn(stills, name)).save(into / f"{name}.png", optimize=True)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    draw_all(folder, Path(sys.argv[2]) if len(sys.argv) > 2 else HERE, sys.argv[3:] or list(REFERENCES))
