"""Light: the sun stands in the engine where the description says."""

import pytest
from panda3d.core import NodePath

from environments.scene import FloorArea, Light, LightKind, Scene, Sky
from environments.stage.shading import Lighting


@pytest.mark.parametrize(
    ("azimuth_deg", "towards"),
    [(0.0, (0.0, 0.0, 1.0)), (90.0, (1.0, 0.0, 0.0)), (180.0, (0.0, 0.0, -1.0))],
)
def test_the_sun_shines_from_its_azimuth(azimuth_deg: float, towards: tuple[float, float, float]) -> None:
    """Straight ahead, to the right, behind: -z of the description is +z of the engine."""
    sun = Light(id="sun", kind=LightKind.SUN, azimuth_deg=azimuth_deg, elevation_deg=0.0)
    scene = Scene(
        id="plain",
        glb="plain.glb",
        nodes=(),
        lights=(sun,),
        sky=Sky(zenith=(0, 0, 1), horizon=(1, 1, 1), below=(0, 0, 0)),
        floor=(FloorArea(id="floor", corners=((0, 0), (1, 0), (0, 1))),),
    )
    root = NodePath("root")
    Lighting(root, scene).apply({}, 0.0, {})
    given = root.get_shader_input("sun_towards")  # held: its vector lives no longer than it does
    assert tuple(given.get_vector())[:3] == pytest.approx(towards, abs=1e-6)
