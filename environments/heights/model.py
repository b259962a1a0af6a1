"""The heights environment: a terrace on a tower's face, and a town that sinks away below it.

The terrace stands on the patient's floor at every height; `height_m` moves the town down. `edge_distance_m` slides the
slab with its front edge under the standing patient, so that the tracked space never moves.
"""

from __future__ import annotations

from environments.behaviours import Behaviour, ByParameter, Channel, Curve, Sway
from environments.heights import model_city as city
from environments.heights import model_terrace as terrace
from environments.heights.spec import BALL_PLACE, KEEPSAKE_PLACE
from environments.modelling import people, sound, town
from environments.modelling.material import MATT, SATIN, Material, linear
from environments.modelling.model import Model, Parts
from environments.placement import Colour, Placement, Vec3
from environments.scene import (
    Anchor,
    ColourCurve,
    FloorArea,
    Fog,
    Interactable,
    Light,
    LightKind,
    Node,
    Scene,
    Segment,
    Sky,
    Sound,
    Touching,
)

HIDDEN: Colour = (1.0, 1.0, 1.0, 0.0)
_FEATHERS = Material("feathers", two_sided=True)
_LEANING_X_M = (-2.35, 2.3, -1.5, 1.55)


def _curve(parameter: str, *points: tuple[float, float]) -> Curve:
    return Curve(parameter=parameter, points=points)


def _by(channel: Channel, parameter: str, *points: tuple[float, float]) -> ByParameter:
    return ByParameter(channel=channel, curve=_curve(parameter, *points))


def model() -> Model:
    meshes: dict[str, Parts] = {
        **city.meshes(),
        "bird": ((town.bird(), _FEATHERS),),
        "floor_fixed": ((terrace.fixed_floor(), MATT),),
        "door_wall": terrace.door_wall(),
        "lift_door": terrace.lift_door(),
        "screen": terrace.screen(),
        "exit_sign": terrace.exit_sign(),
        "side_rails": terrace.side_rails(),
        "side_rails_fixed": terrace.fixed_side_rails(),
        "frame": ((terrace.frame(), SATIN),),
        "floor_solid": terrace.boards(),
        "floor_glass": terrace.glass_floor(),
        "rail_posts": terrace.front_posts(),
        "rail_panels": terrace.front_panels(),
        "gate_panel": terrace.gate_panel(),
        "handrail": terrace.handrail(),
        "gate_bar": terrace.gate_bar(),
        "plank": terrace.plank(),
        "mark": terrace.mark(),
        "ball_stand": ((terrace.ball_stand(), SATIN),),
        "ball": terrace.ball(),
        "bracket": terrace.bracket(),
        "keepsake": terrace.keepsake(),
        "pennant": terrace.pennant(),
        "other_lift": terrace.lift_cabin(),
        "companion": ((people.standing(people.LOOKS[4]), SATIN),),
    }
    meshes["companion_at_rail"] = ((people.standing(people.LOOKS[4], lean_deg=22.0), SATIN),)
    for i in range(4):
        meshes[f"leaning_{i + 1}"] = ((people.standing(people.LOOKS[i], lean_deg=18.0 + 4.0 * i), SATIN),)
    sounds = {
        "wind.wav": sound.wind(),
        "city.wav": sound.city(),
        "lift.wav": sound.lift_hum(),
        "gust.wav": sound.gust(),
        "bird.wav": sound.bird_call(),
        "thud.wav": sound.thud(),
        "cue.wav": sound.gentle_cue(),
        "touch.wav": sound.touch_chime(),
    }
    return Model(scene(), meshes, sounds)


def scene() -> Scene:
    return Scene(
        id="heights",
        glb="heights.glb",
        nodes=(*city.nodes(), *_terrace_nodes(), *_loose_nodes()),
        lights=_lights(),
        sky=Sky(
            zenith=_by_hour("8a9cc0", "5f93c8", "6ea3d2", "7486b4", "1d2440"),
            horizon=_by_hour("f0d2b4", "cfdde4", "d5e2e8", "f3cfa8", "4b4f6a"),
            below=_by_hour("8f8a86", "9fa5a6", "a4abab", "8d8078", "33353f"),
        ),
        fog=Fog(colour=_by_hour("dccabb", "bfcdd4", "c6d3da", "d8c2b4", "3d415a"), density_per_m=0.0022),
        sounds=_sounds(),
        interactables=(
            Interactable(id="ball", node="ball", radius_m=0.2, kinds=(Touching.TOUCH, Touching.GRASP)),
            Interactable(
                id="keepsake", node="keepsake", radius_m=0.2, kinds=(Touching.TOUCH, Touching.GRASP)
            ),
            Interactable(id="exit", node="lift_door", radius_m=1.2, kinds=(Touching.POINT,)),
        ),
        anchors=_anchors(),
        floor=(
            FloorArea(
                id="terrace",
                corners=(
                    (-terrace.HALF_WIDTH_M, terrace.DOOR_WALL_Z_M),
                    (terrace.HALF_WIDTH_M, terrace.DOOR_WALL_Z_M),
                    (terrace.HALF_WIDTH_M, terrace.FIXED_FROM_Z_M),
                    (-terrace.HALF_WIDTH_M, terrace.FIXED_FROM_Z_M),
                ),
            ),
            FloorArea(
                id="slab",
                node="edge",
                corners=(
                    (-terrace.HALF_WIDTH_M, terrace.SLAB_DEPTH_M),
                    (terrace.HALF_WIDTH_M, terrace.SLAB_DEPTH_M),
                    (terrace.HALF_WIDTH_M, 0.0),
                    (-terrace.HALF_WIDTH_M, 0.0),
                ),
            ),
            FloorArea(id="plank", node="plank", corners=((-0.5, 0.0), (0.5, 0.0), (0.5, -1.0), (-0.5, -1.0))),
        ),
        segments=_segments(),
    )


def _by_hour(*html: str) -> ColourCurve:
    """Colours at dawn, in the morning, at noon, at dusk and at night."""
    hours = (6.0, 9.0, 13.0, 19.0, 21.0)
    stops = tuple((hour, linear(colour)) for hour, colour in zip(hours, html, strict=True))
    return ColourCurve(parameter="time_of_day", stops=stops)


def _lights() -> tuple[Light, ...]:
    return (
        *city.lights(),
        Light(
            id="sun",
            kind=LightKind.SUN,
            colour=_by_hour("e0a880", "fff0d8", "fff6e8", "f0b688", "1a1f33"),
            intensity=1.15,
            azimuth_deg=_curve("time_of_day", (6.0, 100.0), (13.0, 155.0), (21.0, 245.0)),
            elevation_deg=_curve(
                "time_of_day", (6.0, 8.0), (10.0, 38.0), (13.0, 54.0), (17.0, 34.0), (21.0, 6.0)
            ),
            shadows=True,
        ),
        Light(
            id="sky",
            kind=LightKind.SKY,
            colour=_by_hour("b0acb8", "c3d2e0", "c9d8e4", "b2aebc", "565c7c"),
            ground=_by_hour("6d645e", "8d8880", "96908a", "6e625a", "2c2d36"),
            intensity=0.75,
        ),
    )


def _terrace_nodes() -> list[Node]:
    rail_fades = (_by(Channel.SCALE_Y, "rail_height_m", (0.0, 0.0), (1.3, 1.3)),)
    bar_rises = (
        _by(Channel.Y, "rail_height_m", (0.0, 0.0), (1.3, 1.3)),
        _by(Channel.OPACITY, "rail_height_m", (0.0, 0.0), (0.08, 1.0)),
    )
    solid = _by(Channel.OPACITY, "rail_opacity", (0.0, 0.14), (1.0, 1.0))
    opens = _by(Channel.OPACITY, "plank_length_m", (0.0, 1.0), (0.15, 0.0))
    slides = _by(Channel.Z, "edge_distance_m", (0.0, 0.0), (2.0, -2.0))
    nodes = [
        Node(id="floor_fixed", mesh="floor_fixed"),
        Node(id="door_wall", mesh="door_wall"),
        Node(id="lift_door", mesh="lift_door"),
        _faded("screen", _by(Channel.OPACITY, "exit_visible", (0.0, 1.0), (1.0, 0.0))),
        _faded("exit_sign", _by(Channel.OPACITY, "exit_visible", (0.0, 0.0), (1.0, 1.0))),
        Node(id="side_rails_fixed", mesh="side_rails_fixed"),
        Node(id="ball_stand", mesh="ball_stand", placement=Placement((BALL_PLACE[0], 0.0, BALL_PLACE[2]))),
        Node(id="mark", mesh="mark", placement=Placement((0.0, 0.004, 0.0)), casts_shadow=False),
        Node(id="edge", behaviours=(slides,)),
        Node(id="frame", mesh="frame", parent="edge"),
        Node(id="floor_glass", mesh="floor_glass", parent="edge", casts_shadow=False),
        _faded(
            "floor_solid", _by(Channel.OPACITY, "floor_transparency", (0.0, 1.0), (1.0, 0.0)), parent="edge"
        ),
        Node(id="side_rails", mesh="side_rails", parent="edge"),
        Node(id="rail_posts", mesh="rail_posts", parent="edge", behaviours=rail_fades),
        Node(id="rail", mesh="rail_panels", parent="edge", behaviours=(*rail_fades, solid)),
        Node(id="handrail", mesh="handrail", parent="edge", behaviours=bar_rises),
        Node(id="gate", mesh="gate_panel", parent="edge", behaviours=(*rail_fades, solid, opens)),
        Node(id="gate_bar", mesh="gate_bar", parent="edge", behaviours=(*bar_rises, opens)),
        Node(
            id="plank",
            mesh="plank",
            parent="edge",
            behaviours=(
                _by(Channel.SCALE_X, "plank_width_m", (0.0, 0.0), (1.5, 1.5)),
                _by(Channel.SCALE_Z, "plank_length_m", (0.0, 0.0), (1.5, 1.5)),
                _by(Channel.OPACITY, "plank_length_m", (0.0, 0.0), (0.1, 1.0)),
            ),
        ),
        Node(
            id="bracket",
            mesh="bracket",
            parent="edge",
            placement=Placement((KEEPSAKE_PLACE[0], KEEPSAKE_PLACE[1] - 0.12, KEEPSAKE_PLACE[2])),
            tint=HIDDEN,
        ),
        _faded("companion", _shown_by("companion"), place=(-1.15, 0.0, 0.95)),
        Node(
            id="companion_at_rail",
            mesh="companion_at_rail",
            parent="edge",
            placement=Placement((-1.05, 0.0, 0.42)),
            tint=HIDDEN,
            behaviours=(_shown_by("companion"),),
        ),
    ]
    for i, x in enumerate(_LEANING_X_M):
        shown = _by(Channel.OPACITY, "people_leaning", (float(i), 0.0), (i + 1.0, 1.0))
        nodes.append(_faded(f"leaning_{i + 1}", shown, parent="edge", place=(x, 0.0, 0.45)))
    flutter = Sway(tilt_deg=14.0, per_s=0.45, seed=3, amount=_curve("wind", (0.0, 0.06), (1.0, 1.0)))
    nodes.append(
        Node(
            id="pennant",
            mesh="pennant",
            parent="edge",
            placement=Placement((2.98, 1.1, 0.05)),
            behaviours=(flutter,),
        )
    )
    return nodes


def _loose_nodes() -> list[Node]:
    """What a hand may hold or an event may move: without a parent; all but the ball is hidden at first."""
    return [
        Node(id="ball", mesh="ball", placement=Placement(BALL_PLACE)),
        Node(id="keepsake", mesh="keepsake", placement=Placement(KEEPSAKE_PLACE), tint=HIDDEN),
        Node(id="bird", mesh="bird", tint=HIDDEN, casts_shadow=False),
        Node(id="other_lift", mesh="other_lift", tint=HIDDEN),
    ]


def _faded(
    node_id: str, behaviour: Behaviour, parent: str | None = None, place: Vec3 = (0.0, 0.0, 0.0)
) -> Node:
    return Node(id=node_id, mesh=node_id, parent=parent, placement=Placement(place), behaviours=(behaviour,))


def _shown_by(parameter: str) -> ByParameter:
    return _by(Channel.OPACITY, parameter, (0.0, 0.0), (1.0, 1.0))


def _sounds() -> tuple[Sound, ...]:
    loud = _curve("sound_level", (0.0, 0.0), (1.0, 1.0))
    farther = _curve("height_m", (0.0, 1.0), (60.0, 0.4))
    return (
        Sound(id="wind", file="wind.wav", loop=True, gains=(_curve("wind", (0.0, 0.04), (1.0, 1.0)), loud)),
        Sound(
            id="city",
            file="city.wav",
            loop=True,
            gains=(_curve("traffic", (0.0, 0.08), (1.0, 1.0)), farther, loud),
        ),
        Sound(id="lift", file="lift.wav", node="other_lift", gains=(loud,)),
        Sound(id="gust", file="gust.wav", gains=(loud,)),
        Sound(id="bird", file="bird.wav", node="bird", gains=(loud,)),
        Sound(id="thud", file="thud.wav", node="ball", gains=(farther, loud)),
        Sound(id="cue", file="cue.wav", gains=(loud,)),
        Sound(id="touch", file="touch.wav", gains=(loud,)),
    )


def _anchors() -> tuple[Anchor, ...]:
    return (
        *city.anchors(),
        Anchor(id="panel", placement=Placement((0.0, 1.5, -1.3))),
        Anchor(id="stop_mark", placement=Placement((-0.5, 1.05, -0.45))),
        Anchor(id="mark", placement=Placement()),
        Anchor(id="ball_start", placement=Placement(BALL_PLACE)),
        Anchor(id="drop_place", node="edge", placement=Placement((0.4, 1.02, -0.4))),
        Anchor(id="keepsake_place", node="edge", placement=Placement(KEEPSAKE_PLACE)),
        Anchor(id="bird_from", placement=Placement((-14.0, 2.2, -9.0))),
        Anchor(id="bird_to", placement=Placement((15.0, 3.4, -11.0))),
        Anchor(id="other_lift_from", placement=Placement((city.LIFT_X_M, -14.0, 2.9))),
        Anchor(id="other_lift_to", placement=Placement((city.LIFT_X_M, 16.0, 2.9))),
        Anchor(id="exit", placement=Placement((0.0, 1.1, terrace.DOOR_WALL_Z_M))),
    )


def _segments() -> tuple[Segment, ...]:
    half, gate = terrace.HALF_WIDTH_M, terrace.GATE_M / 2
    edge = terrace.SLAB_DEPTH_M
    return (
        Segment(id="edge_front", kind="edge", node="edge", start=(-half, 0.0, 0.0), end=(half, 0.0, 0.0)),
        Segment(id="edge_left", kind="edge", node="edge", start=(-half, 0.0, 0.0), end=(-half, 0.0, edge)),
        Segment(id="edge_right", kind="edge", node="edge", start=(half, 0.0, 0.0), end=(half, 0.0, edge)),
        Segment(id="plank_left", kind="edge", node="plank", start=(-0.5, 0.0, 0.0), end=(-0.5, 0.0, -1.0)),
        Segment(id="plank_right", kind="edge", node="plank", start=(0.5, 0.0, 0.0), end=(0.5, 0.0, -1.0)),
        Segment(id="plank_end", kind="edge", node="plank", start=(-0.5, 0.0, -1.0), end=(0.5, 0.0, -1.0)),
        Segment(
            id="rail_front_left",
            kind="rail",
            node="handrail",
            start=(-half, 0.0, 0.05),
            end=(-gate, 0.0, 0.05),
        ),
        Segment(
            id="rail_front_right",
            kind="rail",
            node="handrail",
            start=(gate, 0.0, 0.05),
            end=(half, 0.0, 0.05),
        ),
        Segment(
            id="rail_gate", kind="rail", node="gate_bar", start=(-gate, 0.0, 0.05), end=(gate, 0.0, 0.05)
        ),
        Segment(id="rail_left", kind="rail", node="edge", start=(-2.98, 1.1, 0.0), end=(-2.98, 1.1, edge)),
        Segment(id="rail_right", kind="rail", node="edge", start=(2.98, 1.1, 0.0), end=(2.98, 1.1, edge)),
    )
