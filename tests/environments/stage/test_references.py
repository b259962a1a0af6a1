"""Every environment looks as it did when it was last looked at; what is missing or moved is noticed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from environments.assets import Built
from environments.behaviours import Curve
from environments.scene import LightKind, Scene
from environments.stage.bootstrap import Engine
from environments.stage.loading import files_in
from environments.stage.still import Stills
from tests.environments.stage.references import REFERENCES, SIZE, Difference, difference, drawn, kept

pytestmark = pytest.mark.slow
Change = Callable[[Scene], Scene]


@pytest.fixture
def changed(engine: Engine, data_folder: Path) -> Iterator[Callable[[str, Change], Difference]]:
    """How far a kept picture is from the one drawn of a changed scene."""
    taken: list[Stills] = []

    def differs(name: str, change: Change) -> Difference:
        def files(environment: str) -> Built:
            there = files_in(data_folder)(environment)
            if environment != REFERENCES[name].environment:
                return there
            return replace(there, scene=change(there.scene))

        taken.append(Stills(data_folder, engine=engine, files=files))
        return difference(drawn(taken[-1], name), kept(name))

    yield differs
    for stills in taken:
        stills.stage.close()


def unchanged(scene: Scene) -> Scene:
    """The scene as it is."""
    return scene


def without(*nodes: str) -> Change:
    """The scene without what these nodes show."""

    def change(scene: Scene) -> Scene:
        missing = set(nodes) - {node.id for node in scene.nodes}
        assert not missing, missing
        kept = [n.model_copy(update={"visible": False}) if n.id in nodes else n for n in scene.nodes]
        return scene.model_copy(update={"nodes": tuple(kept)})

    return change


def unlit(scene: Scene) -> Scene:
    """The scene without its lamps."""
    lights = tuple(light for light in scene.lights if light.kind is not LightKind.POINT)
    return scene.model_copy(update={"lights": lights, "fixed_light": 0.0})


def sun_turned(scene: Scene) -> Scene:
    """The scene with its sun five degrees further on."""

    def turned(angle: Curve | float) -> Curve | float:
        if isinstance(angle, float | int):
            return angle + 5.0
        return angle.model_copy(update={"points": tuple((x, y + 5.0) for x, y in angle.points)})

    lights = tuple(
        light.model_copy(update={"azimuth_deg": turned(light.azimuth_deg)})
        if light.kind is LightKind.SUN
        else light
        for light in scene.lights
    )
    return scene.model_copy(update={"lights": lights})


@pytest.mark.parametrize("name", REFERENCES)
def test_it_looks_as_it_did(changed: Callable[[str, Change], Difference], name: str) -> None:
    """The world as it is passes."""
    found = changed(name, unchanged)
    assert found.looks_the_same, found


@pytest.mark.parametrize("name", ["heights_night", "kitchen", "safe_room"])
def test_a_missing_lamp_is_noticed(changed: Callable[[str, Change], Difference], name: str) -> None:
    """Lamps that are out change the picture by more than a driver does."""
    found = changed(name, unlit)
    assert not found.looks_the_same, found


@pytest.mark.parametrize("name", ["heights_out", "heights_down"])
def test_a_missing_rail_is_noticed(changed: Callable[[str, Change], Difference], name: str) -> None:
    """The front rail with its posts and glass."""
    found = changed(name, without("rail", "rail_posts", "handrail"))
    assert not found.looks_the_same, found


@pytest.mark.parametrize("name", ["heights_out", "heights_down", "kitchen", "safe_room"])
def test_a_sun_five_degrees_off_is_noticed(changed: Callable[[str, Change], Difference], name: str) -> None:
    """Shadows and what shines lie elsewhere."""
    found = changed(name, sun_turned)
    assert not found.looks_the_same, found


def test_another_driver_passes(tmp_path: Path, data_folder: Path) -> None:
    """Mesa's reference rasterizer, which shares no line of its drawing with the usual one, and smooths no edges."""
    name = "safe_room"
    subprocess.run(
        [sys.executable, "-m", "tests.environments.stage.references", data_folder, tmp_path, name],
        env={**os.environ, "GALLIUM_DRIVER": "softpipe"},
        check=True,
    )
    with Image.open(tmp_path / f"{name}.png") as picture:
        assert picture.size == SIZE
        found = difference(np.asarray(picture.convert("RGB")), kept(name))
    assert found.looks_the_same, found
    assert found.mean > 0.0  # it is another driver
