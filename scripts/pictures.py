"""Draws the pictures of README.md and the contact sheets of docs/: every environment as patients see it.

A contact sheet has each step of the environment's protocol, seen standing and seated, ahead, down and around, so
that whoever changes a world can look at all of it at once. Run: .venv/bin/python scripts/pictures.py [ENVIRONMENT ...]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw
from platformdirs import user_cache_path

from environments.stage.still import SEATED_M, STANDING_M, Stills, looking
from protocols import catalogue
from therapy.sample import NOTHING, Pose, Sample

DOCS = Path(__file__).parent.parent / "docs"
SIZE = (1280, 720)
TILE = (480, 270)
COLUMNS = 4
PROTOCOLS = {"heights": "graded-heights", "reach": "upper-limb-reach"}
HANDS = {"left": Pose(-0.2, 0.95, -0.42), "right": Pose(0.18, 1.0, -0.4)}


class Shot(NamedTuple):
    """One picture of an environment: what it shows in words, the values and who looks from where."""

    title: str
    values: dict[str, float]
    seen: Sample
    at_s: float = 10.0


def seen(yaw_deg: float, pitch_deg: float, eye_m: float, *, hands: bool = False, z_m: float = 0.0) -> Sample:
    """A head there, with both hands raised or none."""
    sample = NOTHING._replace(head=looking(yaw_deg, pitch_deg, y_m=eye_m, z_m=z_m), worn=True)
    return sample._replace(left=HANDS["left"], right=HANDS["right"]) if hands else sample


LOOKS = {
    "heights": ((0, 0, STANDING_M), (0, -55, STANDING_M), (-35, -25, SEATED_M)),
    "reach": ((0, -20, SEATED_M), (40, -10, SEATED_M), (0, -35, STANDING_M)),
    "safe_room": tuple((yaw, 0, eye) for eye in (SEATED_M, STANDING_M) for yaw in range(0, 360, 40)),
}
"""Yaw and pitch of the head in degrees, and height of the eyes."""
FRONT = {
    "heights_out": ("heights", Shot("", {"height_m": 20, "rail_opacity": 0.3}, seen(-20, -12, STANDING_M))),
    "heights_down": (
        "heights",
        Shot(
            "",
            {"height_m": 12, "floor_transparency": 1.0, "edge_distance_m": 0.4, "rail_height_m": 0.9,
             "rail_opacity": 0.3},
            seen(10, -58, STANDING_M),
        ),
    ),
    "reach": ("reach", Shot("", {"clutter": 1.0}, seen(0, -22, SEATED_M, hands=True))),
    "safe_room": ("safe_room", Shot("", {}, seen(12, -4, SEATED_M))),
}  # fmt: skip
"""The pictures of README.md, by the names of their files."""


def shots(environment: str) -> Iterator[Shot]:
    """All pictures of a contact sheet."""
    looks = LOOKS[environment]
    if environment not in PROTOCOLS:
        for yaw, pitch, eye_m in looks:
            yield Shot(_words(yaw, pitch, eye_m), {}, seen(yaw, pitch, eye_m))
        return
    for step in catalogue.load(PROTOCOLS[environment]).steps:
        for yaw, pitch, eye_m in looks:
            title = f"{step.id}, {_words(yaw, pitch, eye_m)}"
            yield Shot(title, dict(step.parameters), seen(yaw, pitch, eye_m))


def _words(yaw_deg: float, pitch_deg: float, eye_m: float) -> str:
    return f"{'seated' if eye_m == SEATED_M else 'standing'}, {yaw_deg:g} left, {pitch_deg:g} up"


def sheet(pictures: list[tuple[str, npt.NDArray[np.uint8]]]) -> Image.Image:
    """All pictures side by side, each with its words."""
    width, height = TILE
    rows = -(-len(pictures) // COLUMNS)
    paper = Image.new("RGB", (COLUMNS * width, rows * (height + 16)), (24, 26, 28))
    pen = ImageDraw.Draw(paper)
    for i, (title, picture) in enumerate(pictures):
        x, y = i % COLUMNS * width, i // COLUMNS * (height + 16)
        paper.paste(Image.fromarray(picture), (x, y))
        pen.text((x + 4, y + height + 2), title, fill=(220, 220, 220))
    return paper


def main(environments: list[str]) -> None:
    DOCS.mkdir(exist_ok=True)
    data = user_cache_path("stepladder", appauthor=False)
    with Stills(data, size=SIZE) as stills:
        for name, (environment, shot) in FRONT.items():
            if environment in environments:
                picture = stills.picture(environment, shot.values, shot.seen, at_s=shot.at_s)
                Image.fromarray(picture).save(DOCS / f"{name}.jpg", quality=88)
                print(name, flush=True)
        for environment in environments:
            tiles = []
            for shot in shots(environment):
                picture = stills.picture(environment, shot.values, shot.seen, at_s=shot.at_s)
                small = Image.fromarray(picture).resize(TILE, Image.Resampling.LANCZOS)
                tiles.append((shot.title, np.asarray(small)))
                print(environment, shot.title, flush=True)
            sheet(tiles).save(DOCS / f"contact_sheet_{environment}.jpg", quality=80)


if __name__ == "__main__":
    main(sys.argv[1:] or list(LOOKS))
