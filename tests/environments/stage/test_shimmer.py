"""Nothing glitters when a head turns slowly: pictures of a turning head, laid over each other, hardly differ.

A head that only turns sees the same directions in every picture, so each picture can be turned back exactly; what
still changes between them is neither motion nor light but the drawing itself: edges that crawl, lines that come and go.
"""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from environments.stage.bootstrap import Engine
from environments.stage.quality import Quality
from environments.stage.still import Stills, looking

Floats = npt.NDArray[np.float64]
FIELD_DEG = 16.0
"""Where a picture is 320 wide: 20 pixels a degree, as current headsets have."""
PICTURES, TURN_DEG = 10, 0.062
"""A little over a pixel a picture, so that every fraction of a pixel is met."""
AT_MOST = 10.0
"""Mean change of the worst column of the picture, in 255ths: what the edges of a tree's leaves cost, turned back."""

PLACES = {
    "near the ground": ("heights", {"height_m": 3.0, "rail_opacity": 0.3}, -20.0),
    "over the town": ("heights", {"height_m": 20.0, "rail_opacity": 0.3}, -8.0),
    "high up, looking down": ("heights", {"height_m": 40.0, "floor_transparency": 1.0}, -50.0),
    "kitchen": ("reach", {"clutter": 1.0}, -15.0),
    "safe room": ("safe_room", {}, 0.0),
}


@pytest.fixture
def stills(engine: Engine, data_folder: Path) -> Iterator[Stills]:
    """Pictures as a graphics card draws them."""
    with Stills(data_folder, engine=engine, quality=Quality.DESKTOP, field_deg=FIELD_DEG) as stills:
        yield stills


def turned_back(picture: Floats, yaw_deg: float, pitch_deg: float) -> Floats:
    """The grey picture as it would have been seen without the turn of the head; nan where it did not reach."""
    height, width = picture.shape
    focal = width / 2.0 / math.tan(math.radians(FIELD_DEG) / 2.0)
    across = (np.arange(width) + 0.5 - width / 2.0) / focal
    up = (height / 2.0 - np.arange(height) - 0.5) / focal
    x, y = np.meshgrid(across, up)
    ray = np.stack([x, y, -np.ones_like(x)], axis=-1)
    tilt, turn = _about(0, pitch_deg), _about(1, yaw_deg)
    seen = ray @ (tilt.T @ turn.T @ tilt).T  # from the untilted, unturned head's eyes into the turned one's
    column = -seen[..., 0] / seen[..., 2] * focal + width / 2.0 - 0.5
    row = height / 2.0 - 0.5 + seen[..., 1] / seen[..., 2] * focal
    left, top = np.floor(column).astype(int), np.floor(row).astype(int)
    inside = (left >= 0) & (left < width - 1) & (top >= 0) & (top < height - 1)
    left, top = np.clip(left, 0, width - 2), np.clip(top, 0, height - 2)
    a, b = column - left, row - top
    upper = picture[top, left] * (1 - a) + picture[top, left + 1] * a
    lower = picture[top + 1, left] * (1 - a) + picture[top + 1, left + 1] * a
    back: Floats = np.where(inside, upper * (1 - b) + lower * b, np.nan)
    return back


def _about(axis: int, degrees: float) -> Floats:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = np.eye(3)
    a, b = (axis + 1) % 3, (axis + 2) % 3
    turn[a, a], turn[a, b], turn[b, a], turn[b, b] = cosine, -sine, sine, cosine
    return turn


def shimmer(pictures: list[tuple[float, Floats]], pitch_deg: float) -> float:
    """Mean change in the worst column of eight pixels, in 255ths, over pictures with the yaw they were taken at."""
    stack = np.array([turned_back(picture, yaw, pitch_deg) for yaw, picture in pictures])
    edge = 32  # what one of the pictures did not reach
    change = np.std(stack, axis=0)[edge:-edge, edge:-edge]
    columns = change.reshape(change.shape[0], -1, 8)
    return float(columns.mean(axis=(0, 2)).max())


def worst(stills: Stills, place: str) -> float:
    """The shimmer of a head that turns slowly to the left, looking there in three directions."""
    environment, values, pitch_deg = PLACES[place]
    found = []
    for from_deg in (-28.0, 0.0, 21.0):
        pictures = []
        for i in range(PICTURES):
            seen = looking(from_deg + i * TURN_DEG, pitch_deg)
            picture = stills.picture(environment, values, seen, at_s=20.0)
            pictures.append((i * TURN_DEG, picture.astype(float).mean(axis=2)))
        found.append(shimmer(pictures, pitch_deg))
    return max(found)


def test_a_picture_turned_back_is_the_picture_before() -> None:
    """A smooth pattern of directions, drawn by the formula at two turns, is the same after turning back."""
    flat = np.zeros((90, 160))
    focal = 80.0 / math.tan(math.radians(FIELD_DEG) / 2.0)

    def drawn(yaw_deg: float) -> Floats:
        x, y = np.meshgrid((np.arange(160) + 0.5 - 80) / focal, (45 - np.arange(90) - 0.5) / focal)
        ray = np.stack([x, y, -np.ones_like(flat)], axis=-1) @ (_about(1, yaw_deg) @ _about(0, -20.0)).T
        ray /= np.linalg.norm(ray, axis=-1, keepdims=True)
        pattern: Floats = 128 + 60 * np.sin(9 * ray[..., 0]) + 40 * np.sin(7 * ray[..., 1])
        return pattern

    back = turned_back(drawn(3.0), 3.0, -20.0)
    assert np.nanmax(np.abs(back - drawn(0.0))) < 1.0
    assert np.nanmax(np.abs(turned_back(drawn(3.0), -3.0, -20.0) - drawn(0.0))) > 10.0


def fence(samples: int, bar_deg: float) -> float:
    """The shimmer of a fence with a bar each quarter of a degree, read at so many places a pixel."""
    width = 320
    focal = width / 2.0 / math.tan(math.radians(FIELD_DEG) / 2.0)
    across = (np.arange(width * samples) + 0.5) / samples - width / 2.0
    pictures = []
    for i in range(PICTURES):
        bearing_deg = np.degrees(np.arctan2(across, focal)) - i * TURN_DEG
        bars = np.where(np.mod(bearing_deg, 0.25) < bar_deg, 40.0, 200.0).reshape(width, samples).mean(axis=1)
        pictures.append((i * TURN_DEG, np.tile(bars, (180, 1))))
    return shimmer(pictures, 0.0)


def test_thin_bars_that_come_and_go_are_noticed() -> None:
    """Read at one place in each pixel they go past the limit; as means of a pixel they stay below."""
    assert fence(1, 0.025) > AT_MOST > fence(8, 0.025)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_nothing_shimmers(stills: Stills, place: str) -> None:
    """No column of the picture changes by more than a still edge does."""
    assert worst(stills, place) <= AT_MOST
