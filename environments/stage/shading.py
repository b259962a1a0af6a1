"""How surfaces look: one forward shader with sun, even light from sky and ground, lamps, haze, tone curve.

Light is added in linear colours and brought to the screen inside the shader, so that the same picture comes out
of a window, a buffer and each eye of a headset. Nothing here reads a picture back or needs more than one pass.
Sun and sky are far away and hardly differ within a triangle: their light is worked out at its corners. Lamps are
near, so theirs is worked out at every pixel, and only in scenes that have some.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping

from panda3d.core import (
    CullBinManager,
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    GeomVertexWriter,
    LVecBase3f,
    NodePath,
    OmniBoundingVolume,
    PTA_LVecBase3f,
    Shader,
)

from environments.behaviours import Curve
from environments.scene import (
    AnyColour,
    Light,
    LightKind,
    Node,
    Scene,
    colour_at,
    on_the_floor,
    world_placement,
)
from environments.stage.coordinates import mirrored_point
from therapy.parameter import Values

LAMPS = 4
"""Point lights that a scene may have."""
_SKY_BIN = "sky"
"""Drawn after everything solid, so that no light is worked out for a sky that a house hides, but before glass."""
_TONE = """
// Linear up to the knee, then ever more slowly towards 1, so that bright walls keep their shape.
vec3 shown(vec3 light) {
  vec3 toned = min(light, 0.5) + 0.5 - 0.25 / max(light, 0.5);
  float grain = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
  vec3 root = sqrt(toned);
  // Within 0.3 / 255 of toned to the power of 1 / 2.2 (least squares over 0-1), at half its cost on a processor.
  vec3 power = root * 1.06192 + sqrt(root) * 0.05556 - toned * (0.15714 - toned * 0.04078);
  return power + (grain - 0.5) / 255.0;  // grain: no bands in a calm sky
}
"""
_WINDOWS = """
#if WINDOWS
in vec2 across_up; flat in vec2 share; flat in vec3 pane;
// What the wall's colour is multiplied by: its glass within this pixel, exactly, so that nothing far away shimmers.
vec3 windows() {
  vec2 wide = max(fwidth(across_up), 1e-4);
  vec2 first = across_up - 0.5 * wide - (1.0 - share) * vec2(0.5, 0.55), last = first + wide;
  vec2 glass = (floor(last) - floor(first)) * share + min(fract(last), share) - min(fract(first), share);
  vec2 number = floor(across_up);
  float drawn = fract(dot(number, vec2(0.731, 0.419)));
  drawn = fract(37.9 * drawn * (1.0 + fract(dot(number, vec2(0.137, 0.861)))));
  vec3 bright = drawn < 0.1 ? vec3(7.2, 4.0, 1.9) : vec3(0.6 + 0.7 * drawn);  // a tenth have curtains
  vec3 even = vec3(1.61, 1.29, 1.08);  // their mean
  bright = mix(bright, even, clamp(2.0 * max(wide.x, wide.y) - 0.5, 0.0, 1.0));
  return mix(vec3(1.0), pane * bright, glass.x * glass.y / (wide.x * wide.y));
}
#else
vec3 windows() { return vec3(1.0); }
#endif
"""
_SURFACE_VERTEX = """
in vec4 p3d_Vertex; in vec3 p3d_Normal; in vec4 surface; in float glow;
uniform mat4 p3d_ModelViewProjectionMatrix, p3d_ModelMatrix; uniform mat4 p3d_ViewMatrixInverse;
uniform vec4 p3d_ColorScale; uniform vec3 sun_towards, sun_light, sky_light, ground_light;
out vec4 colour; out vec3 sight;
#if WINDOWS
in vec4 window; in vec3 glass; out vec2 across_up; flat out vec2 share; flat out vec3 pane;
#endif
#if LAMPS > 0
out vec3 place; out vec3 normal; out vec3 matt;
#endif
void main() {
  gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
  vec3 at = (p3d_ModelMatrix * p3d_Vertex).xyz;
  sight = at - p3d_ViewMatrixInverse[3].xyz;
  vec3 n = normalize(mat3(p3d_ModelMatrix) * p3d_Normal);
  vec3 light = mix(ground_light, sky_light, 0.5 + 0.5 * n.y) + sun_light * max(dot(n, sun_towards), 0.0);
  colour = surface * p3d_ColorScale;
#if WINDOWS
  across_up = window.xy; share = window.zw; pane = glass;
#endif
#if LAMPS > 0
  place = at; normal = n; matt = colour.rgb;
#endif
  colour.rgb *= light + glow;
}
"""
_SURFACE_FRAGMENT = (
    """
in vec4 colour; in vec3 sight; out vec4 pixel; uniform vec3 haze_colour; uniform float haze_per_m;
#if LAMPS > 0
in vec3 place; in vec3 normal; in vec3 matt; uniform vec3 lamp_at[LAMPS], lamp_light[LAMPS];
#endif
"""
    + _TONE
    + _WINDOWS
    + """
void main() {
  vec3 painted = windows();
  vec3 seen = colour.rgb * painted;
#if LAMPS > 0
  vec3 n = normalize(normal);
  for (int i = 0; i < LAMPS; i++) {
    vec3 to = lamp_at[i] - place;
    float square = dot(to, to);
    seen += matt * painted * lamp_light[i] * max(dot(n, to) * inversesqrt(square), 0.0) / max(square, 0.04);
  }
#endif
  seen = mix(haze_colour, seen, exp(-haze_per_m * length(sight)));
  pixel = vec4(shown(seen), colour.a);
}
"""
)
_SKY_VERTEX = """#version 150
in vec4 p3d_Vertex; uniform mat4 p3d_ProjectionMatrix, p3d_ViewMatrix; out vec3 towards;
void main() {
  towards = p3d_Vertex.xyz;
  vec4 at = p3d_ProjectionMatrix * vec4(mat3(p3d_ViewMatrix) * p3d_Vertex.xyz, 1.0);
  gl_Position = vec4(at.xy, at.w * 0.999999, at.w);  // behind everything
}
"""
_SKY_FRAGMENT = (
    """#version 150
in vec3 towards; out vec4 pixel; uniform vec3 zenith, horizon, below, sun_towards, sun_light;
"""
    + _TONE
    + """
void main() {
  vec3 d = normalize(towards);
  vec3 up = mix(horizon, zenith, pow(max(d.y, 0.0), 0.55));
  vec3 sky = mix(up, below, smoothstep(0.0, -0.12, d.y));
  float near = max(dot(d, sun_towards), 0.0);
  float eighth = near * near * near * near * near * near * near * near;
  sky += sun_light * 0.12 * eighth * eighth * eighth;
  pixel = vec4(shown(sky), 1.0);
}
"""
)


@functools.cache
def surface_shader(lamps: int, windows: bool = False) -> Shader:
    """The shader of every surface in a scene with so many lamps; its inputs are set by `Lighting`."""
    head = f"#version 150\n#define LAMPS {lamps}\n#define WINDOWS {int(windows)}\n"
    return Shader.make(Shader.SL_GLSL, head + _SURFACE_VERTEX, head + _SURFACE_FRAGMENT)


class Lighting:
    """The light, sky and haze of one scene under one root node."""

    def __init__(self, root: NodePath, scene: Scene) -> None:
        self._root = root
        self._scene = scene
        self._sky = _sky_ball(root)
        lamps = [light for light in scene.lights if light.kind is LightKind.POINT]
        if len(lamps) > LAMPS:
            raise ValueError(f"scene {scene.id}: expected at most {LAMPS} point lights, got {len(lamps)}")
        root.set_shader(surface_shader(len(lamps)))
        self._lamps = lamps
        self._lamp_at = PTA_LVecBase3f.empty_array(len(lamps))
        self._lamp_light = PTA_LVecBase3f.empty_array(len(lamps))
        if lamps:
            root.set_shader_input("lamp_at", self._lamp_at)
            root.set_shader_input("lamp_light", self._lamp_light)
        _near_before_far()

    def with_windows(self, piece: NodePath) -> None:
        """Draw the windows of a piece that has some."""
        piece.set_shader(surface_shader(len(self._lamps), windows=True))

    def apply(self, nodes: Mapping[str, Node], t_s: float, values: Values) -> None:
        """Light the scene for these values. `nodes` say where lamps are that move with something."""
        sun = next((light for light in self._scene.lights if light.kind is LightKind.SUN), None)
        skies = [light for light in self._scene.lights if light.kind is LightKind.SKY]
        inputs = {
            "sun_towards": _vector(mirrored_point(sun_direction(sun, values)) if sun else (0.0, 1.0, 0.0)),
            "sun_light": _vector(_light(sun, sun.colour, values) if sun else (0.0, 0.0, 0.0)),
            "sky_light": _vector(_sum([_light(sky, sky.colour, values) for sky in skies])),
            "ground_light": _vector(_sum([_light(sky, sky.ground, values) for sky in skies])),
            "zenith": _vector(colour_at(self._scene.sky.zenith, values)),
            "horizon": _vector(colour_at(self._scene.sky.horizon, values)),
            "below": _vector(colour_at(self._scene.sky.below, values)),
        }
        fog = self._scene.fog
        inputs["haze_colour"] = _vector(colour_at(fog.colour, values) if fog else (0.0, 0.0, 0.0))
        for name, value in inputs.items():
            self._root.set_shader_input(name, value)
        self._root.set_shader_input("haze_per_m", fog.density_per_m if fog else 0.0)
        for i, lamp in enumerate(self._lamps):
            space = world_placement(nodes, lamp.node, t_s, values)
            self._lamp_at.set_element(i, _vector(mirrored_point(on_the_floor(space, lamp.position))))
            self._lamp_light.set_element(i, _vector(_light(lamp, lamp.colour, values)))

    def luminance(self, values: Values) -> float:
        """Roughly how bright the scene is as shown, 0-1: the mean of horizon and a grey surface facing up."""
        light = [_light(lamp, lamp.colour, values) for lamp in self._scene.lights]
        grey = 0.4 * relative_luminance(_sum(light))
        horizon = relative_luminance(colour_at(self._scene.sky.horizon, values))
        return 0.5 * (_toned(grey) + _toned(horizon))


def sun_direction(sun: Light, values: Values) -> tuple[float, float, float]:
    """Towards the sun, in OpenXR axes."""
    azimuth = math.radians(_at(sun.azimuth_deg, values))
    elevation = math.radians(_at(sun.elevation_deg, values))
    flat = math.cos(elevation)
    return (math.sin(azimuth) * flat, math.sin(elevation), -math.cos(azimuth) * flat)


def relative_luminance(colour: tuple[float, float, float]) -> float:
    """Of a linear colour, as WCAG 2.1 defines it."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _toned(light: float) -> float:
    over = max(light - 0.5, 0.0) * 2.0
    return min(light, 0.5) + 0.5 * over / (1.0 + over)


def _at(curve: Curve | float, values: Values) -> float:
    return curve.at(values) if isinstance(curve, Curve) else curve


def _light(light: Light, colour: AnyColour, values: Values) -> tuple[float, float, float]:
    red, green, blue = colour_at(colour, values)
    return (red * light.intensity, green * light.intensity, blue * light.intensity)


def _sum(colours: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    return (sum(c[0] for c in colours), sum(c[1] for c in colours), sum(c[2] for c in colours))


def _vector(of: tuple[float, float, float]) -> LVecBase3f:
    return LVecBase3f(*of)


def _near_before_far() -> None:
    """What hides something is drawn first, so that no light is worked out for what it hides."""
    CullBinManager.get_global_ptr().set_bin_type("opaque", CullBinManager.BT_front_to_back)


def _sky_ball(root: NodePath) -> NodePath:
    """A cube around the head, coloured by direction; it turns with the world and never comes nearer."""
    data = GeomVertexData("sky", GeomVertexFormat.get_v3(), GeomEnums.UH_static)
    writer = GeomVertexWriter(data, "vertex")
    for corner in range(8):
        writer.add_data3(*(4.0 if corner >> axis & 1 else -4.0 for axis in range(3)))
    triangles = GeomTriangles(GeomEnums.UH_static)
    for a, b, c, d in ((0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5)):
        triangles.add_vertices(a, b, c)
        triangles.add_vertices(a, c, d)
    geom = Geom(data)
    geom.add_primitive(triangles)
    node = GeomNode("sky")
    node.add_geom(geom)
    node.set_bounds(OmniBoundingVolume())
    node.set_final(True)
    sky = root.attach_new_node(node)
    sky.set_shader(Shader.make(Shader.SL_GLSL, _SKY_VERTEX, _SKY_FRAGMENT))
    sky.set_two_sided(True)
    sky.set_depth_write(False)
    bins = CullBinManager.get_global_ptr()
    if bins.find_bin(_SKY_BIN) < 0:
        bins.add_bin(_SKY_BIN, CullBinManager.BT_fixed, 25)  # solid things are 20, see-through ones 30
    sky.set_bin(_SKY_BIN, 0)
    return sky
