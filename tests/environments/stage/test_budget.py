"""What lies in view stays within what a graphics card and a headset can draw ninety times a second, from anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from environments.stage.bootstrap import Engine
from environments.stage.quality import Quality
from environments.stage.still import Stills, looking
from therapy.sample import NOTHING, Pose

pytestmark = pytest.mark.slow
BUDGET = {Quality.DESKTOP: (150, 300_000), Quality.HEADSET: (100, 200_000)}
"""Draws and triangles."""
LOOKS = [*((yaw, pitch) for yaw in range(0, 360, 45) for pitch in (0, -45)), (0, -80), (180, -80)]
OPEN = {"floor_transparency": 1.0, "rail_opacity": 0.3, "edge_distance_m": 0.3, "people_leaning": 4.0,
        "companion": 1.0, "traffic": 1.0, "plank_length_m": 1.5, "exit_visible": 1.0}  # fmt: skip
PLACES = {
    **{f"heights {h:g} m": ("heights", {**OPEN, "height_m": h}) for h in (0.0, 8.0, 20.0, 40.0)},
    "kitchen": ("reach", {"clutter": 1.0, "distractors": 4.0}),
    "safe room": ("safe_room", {}),
}
HANDS = {"left": Pose(-0.2, 1.1, -0.4), "right": Pose(0.2, 1.1, -0.4)}


@pytest.fixture(scope="module", params=list(BUDGET))
def stills(
    engine: Engine, data_folder: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[Stills, Quality]]:
    """Pictures at one quality."""
    with Stills(data_folder, engine=engine, quality=request.param) as stills:
        yield stills, request.param


@pytest.mark.parametrize("place", PLACES)
def test_the_worst_view_is_within_the_budget(stills: tuple[Stills, Quality], place: str) -> None:
    """Both hands raised, turned all the way round, ahead, down and straight down."""
    pictures, quality = stills
    environment, values = PLACES[place]
    loads = {}
    for yaw, pitch in LOOKS:
        seen = NOTHING._replace(head=looking(yaw, pitch), left=HANDS["left"], right=HANDS["right"], worn=True)
        pictures.picture(environment, values, seen, at_s=10.0)
        loads[yaw, pitch] = pictures.stage.load()
    draws, triangles = (max(load[i] for load in loads.values()) for i in (0, 1))
    most_draws, most_triangles = BUDGET[quality]
    assert draws <= most_draws, loads
    assert triangles <= most_triangles, loads
    assert draws >= 5  # something was in view
