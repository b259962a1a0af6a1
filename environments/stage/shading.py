"""The light of one scene: what every surface's shader is told of sun, sky, lamps, haze and exposure.

Light is added in linear colours and brought to the screen inside the shader, so that the same picture comes out
of a window, a buffer and each eye of a headset. Nothing here reads a picture back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from panda3d.core import (
    CullBinManager,
    GraphicsOutput,
    LVecBase3f,
    LVecBase4f,
    NodePath,
    PTA_LVecBase3f,
    Texture,
)

from environments.behaviours import Curve
from environments.scene import (
    AnyColour,
    Light,
    LightKind,
    Node,
    Rgb,
    Scene,
    colour_at,
    on_the_floor,
    world_placement,
)
from environments.stage import textures
from environments.stage.coordinates import mirrored_point
from environments.stage.geometry import Kind
from environments.stage.program import Variant, surface_shader
from environments.stage.quality import Measure, Quality
from environments.stage.shadow import SunMap
from environments.stage.sky import sky_around
from environments.stage.textures import Pictures
from therapy.parameter import Values

LAMPS = 4
"""Lamps that light what moves; those that are baked are not counted."""
_COLOURS = (
    "sun_towards",
    "sun_light",
    "sky_light",
    "ground_light",
    "zenith",
    "horizon",
    "below",
    "haze_colour",
)
_NUMBERS = ("haze_per_m", "clouds", "fixed_light", "exposure", "wind", "dusk")
"""What shaders are told, `apply` says of what."""
_DAY, _NIGHT = 0.5, 0.12
"""Luminance of the light outside at which windows are not lit yet, and at which all are that ever will be."""


class Lighting:
    """The light, sky and haze of one scene under one root node."""

    def __init__(
        self,
        root: NodePath,
        scene: Scene,
        measure: Measure = Quality.SOFTWARE.measure,
        pictures: Pictures = textures.NONE,
        onto: GraphicsOutput | None = None,
    ) -> None:
        self._root = root
        self._scene = scene
        self._sun = next((light for light in scene.lights if light.kind is LightKind.SUN), None)
        self._skies = [light for light in scene.lights if light.kind is LightKind.SKY]
        lamps = [light for light in scene.lights if light.kind is LightKind.POINT and not light.fixed]
        if len(lamps) > LAMPS:
            raise ValueError(f"scene {scene.id}: expected at most {LAMPS} point lights, got {len(lamps)}")
        self._map: SunMap | None = None
        indoors = scene.room is not None
        shadows = self._sun is not None and self._sun.shadows and (indoors or measure.shadows_outdoors)
        if onto is not None and shadows:
            self._map = SunMap(onto, root, measure, indoors)
        self._plain = Variant(
            lamps=len(lamps),
            room=scene.room is not None,
            grain=pictures.colour is not None,
            detail=measure.detail,
            haze=scene.fog is not None,
            shadow=measure.shadow_taps if self._map else 0,
        )
        root.set_shader(surface_shader(self._plain))
        self._lamps = lamps
        self._lamp_at = PTA_LVecBase3f.empty_array(len(lamps))
        self._lamp_light = PTA_LVecBase3f.empty_array(len(lamps))
        if lamps:
            root.set_shader_input("lamp_at", self._lamp_at)
            root.set_shader_input("lamp_light", self._lamp_light)
        if pictures.colour is not None:
            root.set_shader_input("grain_colour", pictures.colour)
        if pictures.relief is not None:
            root.set_shader_input("grain_relief", pictures.relief)
        if scene.room is not None:
            root.set_shader_input("room_faces", _faces(scene.room.faces))
            root.set_shader_input("room_picture", pictures.room or _even_room(scene.room.faces))
            root.set_shader_input("room_blurs", float(pictures.room_blurs))
        self.sky = sky_around(root)
        for name in _COLOURS:
            root.set_shader_input(name, LVecBase3f(0.0))
        for name in _NUMBERS:
            root.set_shader_input(name, 0.0)
        self.keep_time(0.0)
        _near_before_far()

    def fit(self, piece: NodePath, kind: Kind) -> Variant:
        """Draw a piece as its kind needs; which variant that is."""
        variant = self._plain._replace(
            windows=kind.windows, glass=kind.blend, bend=kind.bend, joints=kind.joints
        )
        if variant != self._plain:
            piece.set_shader(surface_shader(variant))
        return variant

    def keep_time(self, t_s: float) -> None:
        """Session time, for what moves by itself: clouds and leaves."""
        self._root.set_shader_input("now_s", t_s)

    def close(self) -> None:
        """Give back what the graphics driver keeps for it."""
        if self._map is not None:
            self._map.close()

    def shade(self, values: Values, moved: bool) -> None:
        """Keep the sun's shadows where they belong; `moved` says whether something that throws one has moved."""
        if self._map is not None:
            self._map.follow(self._sun_towards(values), moved)

    @property
    def shadows_drawn(self) -> int:
        """How often the sun's map has been drawn."""
        return 0 if self._map is None else self._map.drawn

    def _sun_towards(self, values: Values) -> tuple[float, float, float]:
        """In the engine's axes; straight up where there is no sun."""
        return mirrored_point(sun_direction(self._sun, values)) if self._sun else (0.0, 1.0, 0.0)

    def apply(self, nodes: Mapping[str, Node], t_s: float, values: Values) -> None:
        """Light the scene for these values. `nodes` say where lamps are that move with something."""
        scene, sun = self._scene, self._sun
        sun_light = _light(sun, sun.colour, values) if sun else (0.0, 0.0, 0.0)
        sky_light = _sum([_light(sky, sky.colour, values) for sky in self._skies])
        fog = scene.fog
        colours = {
            "sun_towards": self._sun_towards(values),
            "sun_light": sun_light,
            "sky_light": sky_light,
            "ground_light": _sum([_light(sky, sky.ground, values) for sky in self._skies]),
            "zenith": colour_at(scene.sky.zenith, values),
            "horizon": colour_at(scene.sky.horizon, values),
            "below": colour_at(scene.sky.below, values),
            "haze_colour": colour_at(fog.colour, values) if fog else (0.0, 0.0, 0.0),
        }
        for name, colour in colours.items():
            self._root.set_shader_input(name, LVecBase3f(*colour))
        outside = relative_luminance(sun_light) + relative_luminance(sky_light)
        numbers = {
            "haze_per_m": fog.density_per_m if fog else 0.0,
            "clouds": _at(scene.sky.clouds, values),
            "fixed_light": _at(scene.fixed_light, values),
            "exposure": _at(scene.exposure, values),
            "wind": _at(scene.wind, values),
            "dusk": max(0.0, min(1.0, (_DAY - outside) / (_DAY - _NIGHT))),
        }
        for name, number in numbers.items():
            self._root.set_shader_input(name, number)
        for i, lamp in enumerate(self._lamps):
            space = world_placement(nodes, lamp.node, t_s, values)
            self._lamp_at.set_element(i, LVecBase3f(*mirrored_point(on_the_floor(space, lamp.position))))
            self._lamp_light.set_element(i, LVecBase3f(*_light(lamp, lamp.colour, values)))

    def luminance(self, values: Values) -> float:
        """Roughly how bright the scene is as shown, 0-1: the mean of horizon and a grey surface facing up."""
        scene = self._scene
        live = [light for light in scene.lights if not light.fixed]
        light = relative_luminance(_sum([_light(lamp, lamp.colour, values) for lamp in live]))
        if scene.room is not None:
            light += relative_luminance(scene.room.faces[2])
        exposure = _at(scene.exposure, values)
        horizon = relative_luminance(colour_at(scene.sky.horizon, values))
        return 0.5 * (toned(0.4 * light * exposure) + toned(horizon * exposure))


def sun_direction(sun: Light, values: Values) -> tuple[float, float, float]:
    """Towards the sun, in OpenXR axes."""
    azimuth = math.radians(_at(sun.azimuth_deg, values))
    elevation = math.radians(_at(sun.elevation_deg, values))
    flat = math.cos(elevation)
    return (math.sin(azimuth) * flat, math.sin(elevation), -math.cos(azimuth) * flat)


def relative_luminance(colour: tuple[float, float, float]) -> float:
    """Of a linear colour, as WCAG 2.1 defines it."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def toned(light: float) -> float:
    """Relative luminance of the screen for this much light: `shown` in glsl/tone.glsl."""
    root = math.sqrt(max(light, 0.0))
    shown: float = min(root * (root + 0.17) / (root * (root + 0.055) + 0.325), 1.0) ** 2.2
    return shown


def _at(curve: Curve | float, values: Values) -> float:
    return curve.at(values) if isinstance(curve, Curve) else curve


def _light(light: Light, colour: AnyColour, values: Values) -> Rgb:
    red, green, blue = colour_at(colour, values)
    return (red * light.intensity, green * light.intensity, blue * light.intensity)


def _sum(colours: list[Rgb]) -> Rgb:
    return (sum(c[0] for c in colours), sum(c[1] for c in colours), sum(c[2] for c in colours))


def _faces(faces: tuple[Rgb, ...]) -> PTA_LVecBase3f:
    """A room's faces in the engine's axes, whose z points the other way."""
    right, left, up, down, back, ahead = faces
    array = PTA_LVecBase3f.empty_array(6)
    for i, face in enumerate((right, left, up, down, ahead, back)):
        array.set_element(i, LVecBase3f(*face))
    return array


def _even_room(faces: tuple[Rgb, ...]) -> Texture:
    """What a room without a picture mirrors: its mean light."""
    roots = [math.sqrt(min(sum(face[i] for face in faces) / len(faces) / 4.0, 1.0)) for i in range(3)]
    texture = Texture("room")
    texture.setup_2d_texture(1, 1, Texture.T_unsigned_byte, Texture.F_rgb8)
    texture.set_clear_color(LVecBase4f(roots[0], roots[1], roots[2], 1.0))
    texture.make_ram_image()
    return texture


def _near_before_far() -> None:
    """What hides something is drawn first, so that no light is worked out for what it hides."""
    CullBinManager.get_global_ptr().set_bin_type("opaque", CullBinManager.BT_front_to_back)
