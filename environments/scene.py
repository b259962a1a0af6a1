"""The description of an environment: what is there, its light and sound, what can be touched, the edges.

One `Scene` is drawn by every renderer and read by the environment's task and measures. It is plain data:
frozen, checked, and the same JSON everywhere. Right-handed, y up, -z forward, metres. The patient's floor
origin is (0, 0, 0) and nothing in a scene moves it: where a lift rises, the city sinks.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from environments.behaviours import NO_POSES, Behaviour, ByParameter, Curve, Sway, evaluate
from environments.placement import (
    WHITE,
    CheckedPlacement,
    Colour,
    NodeState,
    Placement,
    Poses,
    Vec3,
    within,
)
from therapy.frozen import Frozen
from therapy.parameter import Values

Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Rgb: TypeAlias = tuple[float, float, float]
"""Linear red, green and blue."""


def _rising(stops: tuple[tuple[float, Rgb], ...]) -> tuple[tuple[float, Rgb], ...]:
    if any(a[0] >= b[0] for a, b in pairwise(stops)):
        raise ValueError(f"expected the values of colour stops to rise, got {[stop[0] for stop in stops]}")
    return stops


class ColourCurve(Frozen):
    """A colour that follows a parameter, piecewise-linear in linear light. Stops are (value, colour)."""

    parameter: str
    stops: Annotated[tuple[tuple[float, Rgb], ...], Field(min_length=1), AfterValidator(_rising)]

    @cached_property
    def primaries(self) -> tuple[Curve, Curve, Curve]:
        red, green, blue = (
            Curve(parameter=self.parameter, points=tuple((x, colour[i]) for x, colour in self.stops))
            for i in range(3)
        )
        return red, green, blue

    def at(self, values: Values) -> Rgb:
        red, green, blue = self.primaries
        return (red.at(values), green.at(values), blue.at(values))


AnyColour: TypeAlias = Rgb | ColourCurve


def colour_at(colour: AnyColour, values: Values) -> Rgb:
    return colour.at(values) if isinstance(colour, ColourCurve) else colour


class Node(Frozen):
    """A thing that is placed, drawn with a mesh of the scene's GLB (or nothing), and behaves."""

    id: Id
    mesh: str | None = None
    parent: Id | None = None
    placement: CheckedPlacement = Placement()
    tint: Colour = WHITE
    """Multiplies the material's colour; the fourth number is the opacity."""
    visible: bool = True
    casts_shadow: bool = True
    within_m: float | None = Field(default=None, gt=0.0)
    """Drawn only for eyes nearer than this at the full level of detail; None: from everywhere."""
    clip: Id | None = None
    """The clip that moves the joints of its mesh, over and over."""
    clip_start: float = Field(default=0.0, ge=0.0, lt=1.0)
    """Share of the clip that is over when the session begins: two who walk are not in step."""
    behaviours: tuple[Behaviour, ...] = ()
    """In the order of their slots; `with_behaviour` keeps it."""

    @model_validator(mode="after")
    def _one_behaviour_a_place(self) -> Node:
        places = [behaviour.place for behaviour in self.behaviours]
        if len(set(places)) < len(places):
            raise ValueError(
                f"node {self.id}: expected one behaviour for each place in its chain, got {places}"
            )
        slots = [behaviour.slot for behaviour in self.behaviours]
        if slots != sorted(slots):
            raise ValueError(f"node {self.id}: expected behaviours in the order of their slots, got {places}")
        if self.parent is not None and any(behaviour.kind == "hold" for behaviour in self.behaviours):
            raise ValueError(f"node {self.id}: only a node without a parent can be held by a hand")
        return self

    @cached_property
    def rest(self) -> NodeState:
        """The node before any behaviour."""
        return NodeState(*self.placement, self.tint, self.visible)

    @property
    def is_dynamic(self) -> bool:
        """Whether anything but its resting state can be seen while no behaviour begins on it."""
        return any(behaviour.kind != "still" for behaviour in self.behaviours)

    @property
    def settles_at_s(self) -> float:
        """Session time from which its state depends on parameters alone; infinite for what keeps moving."""
        return max((behaviour.settles_at_s for behaviour in self.behaviours), default=0.0)

    @property
    def parameters(self) -> frozenset[str]:
        """Names of the parameters its state depends on."""
        curves = [b.curve for b in self.behaviours if isinstance(b, ByParameter)]
        curves += [b.amount for b in self.behaviours if isinstance(b, Sway) and b.amount is not None]
        return frozenset(curve.parameter for curve in curves)

    def with_behaviour(self, behaviour: Behaviour) -> Node:
        """This node once a directive began `behaviour` on it: it replaces the one in the same place."""
        kept = [old for old in self.behaviours if old.place != behaviour.place]
        replaced = [i for i, old in enumerate(self.behaviours) if old.place == behaviour.place]
        later = [i for i, old in enumerate(kept) if old.slot > behaviour.slot]
        kept.insert(replaced[0] if replaced else later[0] if later else len(kept), behaviour)
        return Node.model_validate(
            {name: getattr(self, name) for name in Node.model_fields} | {"behaviours": kept}
        )


class LightKind(enum.StrEnum):
    SUN = "sun"
    """Parallel light from an azimuth and elevation; one a scene."""
    SKY = "sky"
    """Even light from above, `ground` from below."""
    POINT = "point"
    """From `position`, falling off with the square of the distance."""


class Light(Frozen):
    """Colour times intensity: what a white matt surface facing the light shows (at 1 m of a point light)."""

    id: Id
    kind: LightKind
    colour: AnyColour = (1.0, 1.0, 1.0)
    ground: AnyColour = (0.3, 0.3, 0.3)
    intensity: float = Field(default=1.0, ge=0.0)
    azimuth_deg: Curve | float = 0.0
    """Where the sun stands, clockwise from straight ahead (-z)."""
    elevation_deg: Curve | float = 45.0
    position: Vec3 = (0.0, 2.0, 0.0)
    node: Id | None = None
    """The node whose space `position` is in."""
    shadows: bool = False
    fixed: bool = False
    """Whether its light is baked into what rests; such a lamp costs nothing to draw."""


class Sky(Frozen):
    """Colours of the sky straight up, at the horizon and below it."""

    zenith: AnyColour
    horizon: AnyColour
    below: AnyColour
    clouds: Curve | float = 0.0
    """Share of the sky that clouds cover."""


class RoomLight(Frozen):
    """The light in the middle of a room, for what moves in it; what rests has its own, baked."""

    faces: tuple[Rgb, Rgb, Rgb, Rgb, Rgb, Rgb]
    """What a white matt surface shows that faces +x, -x, +y, -y, +z, -z."""
    picture: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*\.png$")
    """What polished things mirror: a panorama all around (straight ahead in its middle), 8 bits a channel, each
    the square root of linear light / 4."""


class Clip(Frozen):
    """How the joints of a mesh move: a file of float32, frames x joints x 3 x 4 (rows of a matrix each)."""

    id: Id
    file: str = Field(pattern=r"^[a-z][a-z0-9_]*\.clip$")
    joints: int = Field(gt=0, le=64)
    frames: int = Field(gt=0)
    frames_per_s: float = Field(default=30.0, gt=0.0)


class Fog(Frozen):
    """Aerial haze: what is d metres away is hidden by 1 - exp(-density d)."""

    colour: AnyColour
    density_per_m: float = Field(ge=0.0, le=1.0)


class Sound(Frozen):
    """A sound file of the environment, at a node or all around, as loud as the product of its gains."""

    id: Id
    file: str = Field(pattern=r"^[a-z][a-z0-9_]*\.wav$")
    node: Id | None = None
    """Where it sounds; None for all around."""
    loop: bool = False
    """Loops sound from the start; the others when a directive plays them."""
    level: float = Field(default=1.0, ge=0.0, le=1.0)
    reach_m: float = Field(default=1.0, gt=0.0)
    """From a node: as loud as its gains up to this distance; beyond, half as loud at twice the distance."""
    gains: tuple[Curve, ...] = ()

    def gain(self, values: Values) -> float:
        """0 (silent) to 1."""
        gain = self.level
        for curve in self.gains:
            gain *= curve.at(values)
        return max(0.0, min(1.0, gain))


class Touching(enum.StrEnum):
    TOUCH = "touch"
    GRASP = "grasp"
    POINT = "point"


class Interactable(Frozen):
    """A node that hands can reach: within `radius_m` of its origin."""

    id: Id
    node: Id
    radius_m: float = Field(gt=0.0, le=2.0)
    kinds: tuple[Touching, ...] = Field(min_length=1)


class Anchor(Frozen):
    """A named place that tasks and panels refer to."""

    id: Id
    placement: CheckedPlacement
    node: Id | None = None
    """The node whose space the placement is in; None for the patient's floor."""


class Segment(Frozen):
    """A straight line that measures refer to, in the space of its node: an edge to fall from, or a rail."""

    id: Id
    kind: Literal["edge", "rail"]
    node: Id | None = None
    start: Vec3
    end: Vec3


class FloorArea(Frozen):
    """Where a patient may stand: a polygon of (x, z) corners in the space of its node."""

    id: Id
    node: Id | None = None
    corners: tuple[tuple[float, float], ...] = Field(min_length=3)


class PlacedSegment(NamedTuple):
    """A segment on the patient's floor, right now."""

    id: str
    kind: Literal["edge", "rail"]
    start: Vec3
    end: Vec3


class Amplification(Frozen):
    """Tracked hands are shown further from a node than they are, by the factor that a parameter gives."""

    parameter: str
    node: Id


class Scene(Frozen):
    """An environment's description. Refuses double ids, unknown nodes and circles of parents."""

    id: Id
    glb: str = Field(pattern=r"^[a-z][a-z0-9_]*\.glb$")
    nodes: tuple[Node, ...]
    """Parents before their children."""
    lights: tuple[Light, ...] = ()
    sky: Sky
    fog: Fog | None = None
    room: RoomLight | None = None
    """Indoors, instead of the light of the sky; None outdoors."""
    fixed_light: Curve | float = 1.0
    """How much of the baked light of fixed lamps there is: street lamps that go on at dusk."""
    exposure: Curve | float = 1.0
    """What all light is multiplied by before it is shown."""
    wind: Curve | float = 0.0
    """Share of a strong wind that moves what bends in it."""
    clips: tuple[Clip, ...] = ()
    sounds: tuple[Sound, ...] = ()
    interactables: tuple[Interactable, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    floor: tuple[FloorArea, ...]
    segments: tuple[Segment, ...] = ()
    amplification: Amplification | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Scene:
        known: set[str] = set()
        for node in self.nodes:
            if node.id in known:
                raise ValueError(f"scene {self.id}: expected one node called {node.id}, got two")
            if node.parent is not None and node.parent not in known:
                raise ValueError(
                    f"scene {self.id}: node {node.id} has parent {node.parent}; expected one listed before it"
                )
            known.add(node.id)
        clips = {clip.id for clip in self.clips}
        for node in self.nodes:
            if node.clip is not None and node.clip not in clips:
                raise ValueError(f"scene {self.id}: node {node.id} names unknown clip {node.clip}")
        groups: tuple[Iterable[Light | Sound | Interactable | Anchor | FloorArea | Segment], ...] = (
            self.lights, self.sounds, self.interactables, self.anchors, self.floor, self.segments,
        )  # fmt: skip
        for group in groups:
            ids: set[str] = set()
            for part in group:
                if part.id in ids:
                    raise ValueError(
                        f"scene {self.id}: expected one {type(part).__name__} {part.id}, got two"
                    )
                ids.add(part.id)
                if part.node is not None and part.node not in known:
                    raise ValueError(
                        f"scene {self.id}: {type(part).__name__} {part.id} names unknown node {part.node}"
                    )
        if sum(light.kind is LightKind.SUN for light in self.lights) > 1:
            raise ValueError(f"scene {self.id}: expected one sun at most")
        return self

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The nodes as described, by id; whoever runs the scene keeps a copy and replaces nodes in it."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def parameters(self) -> frozenset[str]:
        """Names of all parameters that anything in the scene depends on."""
        names: set[str] = set()
        for node in self.nodes:
            names |= node.parameters
        for sound in self.sounds:
            names |= {curve.parameter for curve in sound.gains}
        looks: list[object] = [self.sky.zenith, self.sky.horizon, self.sky.below]
        looks += [self.fog.colour] if self.fog else []
        looks += [self.sky.clouds, self.fixed_light, self.exposure, self.wind]
        for light in self.lights:
            looks += [light.colour, light.ground, light.azimuth_deg, light.elevation_deg]
        names |= {look.parameter for look in looks if isinstance(look, Curve | ColourCurve)}
        return frozenset(names)

    def anchor(self, anchor_id: str) -> Anchor:
        for anchor in self.anchors:
            if anchor.id == anchor_id:
                return anchor
        raise KeyError(f"expected one of the anchors {[a.id for a in self.anchors]}, got {anchor_id}")


def world_placement(
    nodes: Mapping[str, Node], node_id: str | None, t_s: float, values: Values, poses: Poses = NO_POSES
) -> Placement:
    """A node's placement on the patient's floor; `None` is the floor itself."""
    placement = Placement()
    chain: list[Node] = []
    while node_id is not None:
        node = nodes[node_id]
        chain.append(node)
        node_id = node.parent
    for node in reversed(chain):
        placement = within(placement, evaluate(node, t_s, values, poses).placement)
    return placement


def on_the_floor(space: Placement, point: Vec3) -> Vec3:
    """A point of a node's space on the patient's floor, given the node's world placement."""
    return within(space, Placement(point)).position


def placed_segments(
    scene: Scene, nodes: Mapping[str, Node], t_s: float, values: Values
) -> tuple[PlacedSegment, ...]:
    """Edges and rails where they are now; those of hidden nodes are left out."""
    placed = []
    for segment in scene.segments:
        if segment.node is not None and not evaluate(nodes[segment.node], t_s, values).visible:
            continue
        space = world_placement(nodes, segment.node, t_s, values)
        start, end = on_the_floor(space, segment.start), on_the_floor(space, segment.end)
        placed.append(PlacedSegment(segment.id, segment.kind, start, end))
    return tuple(placed)


def placed_floor(
    scene: Scene, nodes: Mapping[str, Node], t_s: float, values: Values
) -> Mapping[str, tuple[tuple[float, float], ...]]:
    """The (x, z) corners of each floor area where it is now, by id; areas of hidden nodes are left out."""
    placed = {}
    for area in scene.floor:
        if area.node is not None and not evaluate(nodes[area.node], t_s, values).visible:
            continue
        space = world_placement(nodes, area.node, t_s, values)
        corners = [on_the_floor(space, (x, 0.0, z)) for x, z in area.corners]
        placed[area.id] = tuple((x, z) for x, _, z in corners)
    return placed
