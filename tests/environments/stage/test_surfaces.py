"""Surfaces answer light: grain, lamps, the sun's shadow, glass, and what is drawn only from near."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from environments.behaviours import ByParameter, Channel, Curve
from environments.modelling.material import Material
from environments.modelling.mesh import box, floor
from environments.modelling.model import Model
from environments.placement import Placement
from environments.scene import FloorArea, Light, LightKind, Node, Scene, Sky
from environments.stage.bootstrap import Engine
from environments.stage.eye import Eye
from environments.stage.program import WEB_HEAD, Variant, surface_source
from environments.stage.quality import Measure, Quality, measured
from environments.stage.sound import Speaker
from environments.stage.world import World
from tests.environments.stage import magenta
from therapy.sample import Pose

Picture = npt.NDArray[np.uint8]
GREY = Material("grey", colour=(0.4, 0.4, 0.4, 1.0))
PANE = Material("pane", colour=(0.5, 0.5, 0.5, 0.1), roughness=0.05, blend=True)
DETAIL, PLAIN = Quality.DESKTOP.measure, Quality.SOFTWARE.measure
ABOVE = Pose(0.0, 4.0, 1.0, -0.5, 0.0, 0.0, 0.8660254)
"""Looks down at the floor ahead."""

Look = Callable[..., Picture]


class Place:
    """A post on a floor, lit as a test says."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self._folder, self._speaker = engine, folder, Speaker()
        self.world: World | None = None
        self.eye = Eye(engine, 0)

    def build(
        self,
        *lights: Light,
        measure: Measure = DETAIL,
        ground: Material = GREY,
        made_of: Material = GREY,
        **post: Any,
    ) -> World:
        """The scene with these lights; `post` are fields of the post's node."""
        node = Node.model_validate(
            {"id": "post", "mesh": "post", "placement": Placement((0.0, 0.5, -1.5))} | post
        )
        scene = Scene(
            id="post",
            glb="post.glb",
            nodes=(Node(id="floor", mesh="floor"), node),
            lights=lights,
            sky=Sky(zenith=(0.1, 0.2, 0.9), horizon=(0.1, 0.2, 0.9), below=(0.1, 0.2, 0.9)),
            floor=(FloorArea(id="floor", corners=((-1.0, 1.0), (1.0, 1.0), (1.0, -1.0))),),
        )
        meshes = {"floor": ((floor(12.0, 12.0), ground),), "post": ((box(0.3, 1.0, 0.3), made_of),)}
        built = magenta.built(self._folder, Model(scene, meshes, {}))
        self.world = World(built, self._speaker, measured_here(measure), onto=self.eye.output)
        for drawn_first in self.world.building(self.engine.gsg):
            if drawn_first:
                self.engine.step()
        self.world.root.reparent_to(self.engine.render)
        return self.world

    def look(self, head: Pose = ABOVE, tick: int = 90, **values: Any) -> Picture:
        """What is seen at a tick."""
        assert self.world is not None
        self.eye.follow(head)
        self.world.update(tick, values, {"head": head})
        self.engine.step()
        return self.eye.picture()

    def close(self) -> None:
        if self.world is not None:
            self.world.close()
        self.eye.close()
        self._speaker.close()


def measured_here(measure: Measure) -> Measure:
    """Without what takes a processor hundreds of times as long."""
    return Measure(**{**vars(measure), "anisotropy": 1, "shadow_px": min(measure.shadow_px, 1024)})


@pytest.fixture
def place(engine: Engine, tmp_path: Path) -> Iterator[Place]:
    """Nothing is built yet."""
    made = Place(engine, tmp_path)
    yield made
    made.close()


def sun(**more: Any) -> Light:
    return Light(id="sun", kind=LightKind.SUN, elevation_deg=45.0, shadows=True, **more)


def halves(picture: Picture) -> tuple[float, float]:
    """Mean grey of the picture left and right of a post in its middle."""
    rows, columns = picture.shape[:2]
    grey = picture.mean(axis=2)
    band = slice(int(rows * 0.3), int(rows * 0.7))
    reach = columns // 6
    gap = columns // 32
    middle = columns // 2
    return float(grey[band, middle - reach : middle - gap].mean()), float(
        grey[band, middle + gap : middle + reach].mean()
    )


@pytest.mark.parametrize(("azimuth_deg", "darker"), [(90.0, "left"), (270.0, "right")])
def test_a_shadow_falls_away_from_the_sun(place: Place, azimuth_deg: float, darker: str) -> None:
    """With the sun at the right the floor to the left of a post is dark, and the other way round."""
    place.build(sun(azimuth_deg=azimuth_deg))
    left, right = halves(place.look())
    assert (left < right - 8.0) == (darker == "left")
    assert (right < left - 8.0) == (darker == "right")


def test_the_floor_is_not_in_its_own_shadow(place: Place) -> None:
    """Where nothing stands in the way the light is even: no stripes, no spots."""
    place.build(sun(azimuth_deg=20.0), visible=False)
    grey = place.look().mean(axis=2)
    rows = grey.shape[0]
    assert np.ptp(grey[rows // 2 :]) <= 6.0
    assert grey[rows // 2 :].mean() > 100.0


def test_the_map_is_drawn_again_only_when_the_sun_or_a_caster_moves(place: Place) -> None:
    """A still scene keeps it; a post that a parameter shifts and a sun that wanders renew it."""
    moves = ByParameter(
        channel=Channel.X, curve=Curve(parameter="shift_m", points=((-1.0, -1.0), (1.0, 1.0)))
    )
    wanders = Curve(parameter="azimuth_deg", points=((0.0, 0.0), (360.0, 360.0)))
    world = place.build(sun(azimuth_deg=wanders), behaviours=(moves,))
    values: dict[str, Any] = {"shift_m": 0.0, "azimuth_deg": 90.0}
    place.look(**values)
    drawn = world.shadows_drawn
    for tick in range(91, 96):
        place.look(tick=tick, **values)
    assert world.shadows_drawn == drawn
    place.look(tick=97, **(values | {"shift_m": 0.5}))
    assert world.shadows_drawn == drawn + 1
    place.look(tick=98, shift_m=0.5, azimuth_deg=95.0)
    assert world.shadows_drawn == drawn + 2
    place.look(tick=99, shift_m=0.5, azimuth_deg=95.02)
    assert world.shadows_drawn == drawn + 2


def test_a_lamp_brightens_what_is_near_it(place: Place) -> None:
    """And less what is further away."""
    lamp = Light(id="lamp", kind=LightKind.POINT, position=(-1.0, 1.0, -0.5), intensity=1.0)
    place.build(lamp, visible=False)
    left, right = halves(place.look())
    assert left > right + 10.0


@pytest.mark.parametrize("measure", [DETAIL, PLAIN])
def test_grain_varies_a_surface(place: Place, measure: Measure) -> None:
    """Boards are not one even colour, at either quality; the same floor without grain is."""
    evenly = Light(id="sky", kind=LightKind.SKY, ground=(1.0, 1.0, 1.0))
    place.build(
        evenly, measure=measure, ground=Material("boards", colour=GREY.colour, grain="boards"), visible=False
    )
    grey = place.look().mean(axis=2)
    assert grey[len(grey) // 2 :].std() > 4.0


@pytest.mark.parametrize(("away_m", "seen"), [(3.0, True), (30.0, False)])
def test_fine_things_are_left_out_from_afar(place: Place, away_m: float, seen: bool) -> None:
    """A post with `within_m` of 10 is drawn from 3 m and not from 30 m."""
    world = place.build(sun(), within_m=10.0)
    place.look(Pose(0.0, 1.0, away_m))
    shown = [path for path in world.root.find_all_matches("**/piece") if not path.is_hidden()]
    assert len(shown) == (2 if seen else 1)


def test_glass_lets_through_and_mirrors(place: Place) -> None:
    """Through a pane the floor is seen, a little bluer: the sky is mirrored in it."""
    place.build(Light(id="sky", kind=LightKind.SKY, ground=(1.0, 1.0, 1.0)), made_of=PANE)
    picture = place.look(Pose(0.0, 1.2, 0.6, -0.13, 0.0, 0.0, 0.99)).astype(float)
    rows, columns = picture.shape[:2]
    bare = picture[:, columns // 8]
    through = picture[:, columns // 2]
    low = slice(int(rows * 0.55), int(rows * 0.75))
    assert np.abs(bare[low].mean() - through[low].mean()) < 30.0
    bluer = (through[low, 2] - through[low, 0]).mean() - (bare[low, 2] - bare[low, 0]).mean()
    assert bluer > 2.0


def test_software_is_chosen_where_a_processor_draws() -> None:
    """And reading at a slant is never asked of one."""
    assert measured(None, "llvmpipe (LLVM 15.0.6, 256 bits)") == Quality.SOFTWARE.measure
    assert measured(None, "NVIDIA GeForce RTX 4070").anisotropy > 1
    assert measured(Quality.DESKTOP, "llvmpipe").anisotropy == 1


def test_the_same_text_serves_the_web() -> None:
    """Only the head differs: precision is there, and nothing that OpenGL ES 3.0 lacks."""
    for source in surface_source(
        Variant(lamps=2, windows=True, grain=True, detail=True, shadow=9, haze=True), WEB_HEAD
    ):
        assert source.startswith("#version 300 es\nprecision highp float;")
        for missing in ("dFdxFine", "textureQueryLod", "double ", "texture2D(", "gl_FragColor", "varying "):
            assert missing not in source
