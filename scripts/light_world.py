"""An environment as light meets it: triangles at rest with what they send back, lamps, sun and sky."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from environments.behaviours import evaluate
from environments.modelling.light import alone, placed, rests, turned
from environments.modelling.material import Material
from environments.modelling.mesh import Mesh
from environments.modelling.model import Model, Parts
from environments.placement import Placement
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
from light_rays import Floats, Whole
from therapy.parameter import Values

_WHITEST = 0.85
"""No surface sends back more of the light: otherwise a white room would keep it for ever."""
_THINNEST = 0.02
"""A scale below which something is not there at the moment."""


@dataclass(frozen=True)
class Lamp:
    """A sphere that shines; `live` ones are drawn as they are, so that only their reflections are baked."""

    place: Floats
    light: Floats
    live: bool


@dataclass(frozen=True)
class Receiver:
    """Corners of one part that light is wanted at, on the floor's axes."""

    part: str
    points: Floats
    normals: Floats
    triangles: Whole
    surrounded: bool
    """Whether the world around lights it; otherwise it only shades itself."""


@dataclass(frozen=True)
class Surfaces:
    """Triangles (N, 3, 3) and what each sends back and shines; (N, 3) and (N,)."""

    corners: Floats
    albedo: Floats
    emission: Floats
    two_sided: npt.NDArray[np.bool_]
    casts: npt.NDArray[np.bool_]
    """Whether it stops the light of lamps and sun, which what shines or casts no shadow does not."""

    @property
    def normals(self) -> Floats:
        a, b, c = self.corners.transpose(1, 0, 2)
        across = np.cross(b - a, c - a)
        return np.asarray(
            across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-20), np.float32
        )

    @property
    def middles(self) -> Floats:
        return np.asarray(self.corners.mean(axis=1))

    def taken(self, which: Whole) -> Surfaces:
        return Surfaces(*(getattr(self, name)[which] for name in self.__dataclass_fields__))

    def pieces(self, edge_m: float, per_m: float) -> Surfaces:
        """Cut until edges are no longer than `edge_m`, or `per_m` times the distance from the patient."""
        owner, corners = np.arange(len(self.corners)), self.corners
        done: list[tuple[Whole, Floats]] = []
        while len(corners):
            sides = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2)
            away = np.linalg.norm(corners.mean(axis=1), axis=1)
            long = sides.max(axis=1) > np.maximum(edge_m, per_m * away)
            done.append((owner[~long], corners[~long]))
            owner, corners, sides = owner[long], corners[long], sides[long]
            order = (np.argmax(sides, axis=1)[:, None] + np.arange(3)) % 3
            a, b, c = np.take_along_axis(corners, order[:, :, None], 1).transpose(1, 0, 2)
            middle = (a + b) / 2
            corners = np.concatenate([np.stack([a, middle, c], 1), np.stack([middle, b, c], 1)])
            owner = np.concatenate([owner, owner])
        owners = np.concatenate([which for which, _ in done])
        made = self.taken(owners)
        return Surfaces(np.concatenate([c for _, c in done]), *(getattr(made, n) for n in _REST))


_REST = ("albedo", "emission", "two_sided", "casts")


@dataclass(frozen=True)
class World:
    surfaces: Surfaces
    receivers: tuple[Receiver, ...]
    own: Mapping[str, Surfaces]
    """By mesh: the triangles of those that only shade themselves, around their own origin."""
    lamps: tuple[Lamp, ...]
    sun_towards: Floats
    sun_light: Floats
    sky: Floats
    ground: Floats


def world_of(model: Model, values: Values) -> World:
    """What a model is at rest, under these values of its parameters."""
    scene = model.scene
    owners = alone(scene)
    shown = [
        _surfaces(scene, node, values, model.meshes[node.mesh]) for node in _solid(scene, values) if node.mesh
    ]
    sun = next((light for light in scene.lights if light.kind is LightKind.SUN), None)
    skies = [light for light in scene.lights if light.kind is LightKind.SKY]
    return World(
        surfaces=_together(shown),
        receivers=tuple(_receivers(model, owners, values)),
        own={
            name: _together([_drawn(mesh, material, Placement(), True) for mesh, material in parts])
            for name, parts in model.meshes.items()
            if owners[name] is None
        },
        lamps=tuple(_lamp(scene, light, values) for light in scene.lights if light.kind is LightKind.POINT),
        sun_towards=_towards(sun, values),
        sun_light=_light(sun, sun.colour, values) if sun else np.zeros(3, np.float32),
        sky=np.sum([_light(sky, sky.colour, values) for sky in skies], axis=0, dtype=np.float32)
        + np.zeros(3),
        ground=np.sum([_light(sky, sky.ground, values) for sky in skies], axis=0, dtype=np.float32)
        + np.zeros(3),
    )


def _solid(scene: Scene, values: Values) -> Iterator[Node]:
    """Nodes that rest and can be seen at the moment."""
    for node in scene.nodes:
        state = evaluate(node, 0.0, values)
        if rests(scene, node) and state.visible and state.tint[3] >= 0.5:
            place = world_placement(scene.by_id, node.id, 0.0, values)
            if min(place.scale) > _THINNEST:
                yield node


def _surfaces(scene: Scene, node: Node, values: Values, parts: Parts) -> Surfaces:
    place = world_placement(scene.by_id, node.id, 0.0, values)
    solid = [(mesh, material) for mesh, material in parts if not material.blend and mesh.joints is None]
    return _together([_drawn(mesh, material, place, node.casts_shadow) for mesh, material in solid])


def _drawn(mesh: Mesh, material: Material, place: Placement, casts: bool) -> Surfaces:
    corners = placed(mesh.positions, place)[mesh.triangles]
    colours = mesh.colours[mesh.triangles, :3].mean(axis=1) * np.array(material.colour[:3])
    shines = any(material.emissive)
    count = len(corners)
    return Surfaces(
        corners.astype(np.float32),
        np.minimum(colours, _WHITEST).astype(np.float32),
        np.tile(np.array(material.emissive, np.float32), (count, 1)),
        np.full(count, material.two_sided),
        np.full(count, casts and not shines),
    )


def _together(many: list[Surfaces]) -> Surfaces:
    none = np.zeros((0, 3), np.float32)
    nothing = Surfaces(np.zeros((0, 3, 3), np.float32), none, none, np.zeros(0, bool), np.zeros(0, bool))
    many = [nothing, *many]
    return Surfaces(*(np.concatenate([getattr(one, n) for one in many]) for n in ("corners", *_REST)))


def _receivers(model: Model, owners: Mapping[str, Node | None], values: Values) -> Iterator[Receiver]:
    for name, parts in model.meshes.items():
        node = owners[name]
        place = world_placement(model.scene.by_id, node.id, 0.0, values) if node else Placement()
        # What has no height at the moment is lit as if it had.
        x, y, z = (s if s > _THINNEST else 1.0 for s in place.scale)
        place = place._replace(scale=(x, y, z))
        for i, (mesh, _) in enumerate(parts):
            if mesh.joints is None:
                normals = (mesh.normals / np.array(place.scale)) @ turned(place).T
                normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
                points = placed(mesh.positions, place).astype(np.float32)
                yield Receiver(
                    f"{name}/{i}",
                    points,
                    normals.astype(np.float32),
                    mesh.triangles,
                    surrounded=node is not None,
                )


def _lamp(scene: Scene, light: Light, values: Values) -> Lamp:
    space = world_placement(scene.by_id, light.node, 0.0, values)
    place = np.array(on_the_floor(space, light.position), np.float32)
    return Lamp(place, _light(light, light.colour, values), live=not light.fixed)


def _light(light: Light, colour: AnyColour, values: Values) -> Floats:
    return np.array(colour_at(colour, values), np.float32) * np.float32(light.intensity)


def _towards(sun: Light | None, values: Values) -> Floats:
    if sun is None:
        return np.array((0.0, 1.0, 0.0), np.float32)
    azimuth, elevation = (
        np.radians(angle if isinstance(angle, float) else angle.at(values))
        for angle in (sun.azimuth_deg, sun.elevation_deg)
    )
    flat = np.cos(elevation)
    return np.array((np.sin(azimuth) * flat, np.sin(elevation), -np.cos(azimuth) * flat), np.float32)
