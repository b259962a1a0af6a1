"""The terrace as part of the scene: its nodes, meshes, floors, edges and rails, and what follows which parameter."""

from __future__ import annotations

from environments.behaviours import Behaviour, ByParameter, Channel, Curve, Sway
from environments.heights import model_terrace as terrace
from environments.heights import model_terrace_floor as floors
from environments.heights import model_terrace_rail as rails
from environments.heights import model_terrace_things as things
from environments.heights import model_terrace_wall as walls
from environments.heights.spec import BALL_PLACE, KEEPSAKE_PLACE
from environments.modelling import people, town
from environments.modelling.material import Material
from environments.modelling.model import Parts
from environments.placement import Colour, Placement, Vec3
from environments.scene import FloorArea, Node, Segment

HIDDEN: Colour = (1.0, 1.0, 1.0, 0.0)
CLIPS = (people.CLIPS["idle"],)
_COMPANION = 12
_AT_RAIL = ((21, -2.35, 0.2), (22, 2.3, 0.55), (23, -1.5, 0.75), (25, 1.55, 0.05))
"""Who stands at the rail, where, and where in their breathing they begin."""
_TURNED_IN = (0.0, -0.2164396, 0.0, 0.976296)
"""Half towards the patient: 25 degrees to the right."""


def meshes() -> dict[str, Parts]:
    made: dict[str, Parts] = {
        "floor_fixed": floors.landing(),
        "door_wall": walls.wall(),
        "lift_door": walls.lift_doors(),
        "screen": walls.screen(),
        "exit_sign": walls.exit_sign(),
        "side_rails": rails.side_rails(),
        "side_rails_fixed": rails.landing_rails(),
        "frame": floors.frame(),
        "floor_solid": floors.wood(),
        "floor_milk": floors.milk(),
        "floor_panes": floors.panes(),
        "floor_glass": floors.glass_edges(),
        "rail_sockets": rails.sockets(),
        "rail_posts": rails.posts(),
        "rail_panels": rails.clouded(),
        "gate_panel": rails.gate_clouded(),
        "gate_glass": rails.gate(),
        "handrail": rails.handrail(),
        "gate_bar": rails.gate_bar(),
        "plank": things.plank(),
        "mark": floors.mark(),
        "ball_stand": things.ball_stand(),
        "ball": things.ball(),
        "bracket": things.bracket(),
        "keepsake": things.keepsake(),
        "pennant": things.pennant(),
        "bench": things.bench(),
        "planter": things.planter(),
        "other_lift": things.lift_cabin(),
        "bird": ((town.bird(), Material("feathers", two_sided=True)),),
        "companion": people.rigged(_COMPANION, "near"),
        "companion_at_rail": people.person(_COMPANION, "near", "leaning"),
    }
    for i, (seed, _, _) in enumerate(_AT_RAIL, 1):
        made[f"leaning_{i}"] = people.rigged(seed, "near")
    return made


def nodes() -> list[Node]:
    return [*_landing(), *_slab(), *_front_rail(), *_people(), *_loose()]


def floor() -> tuple[FloorArea, ...]:
    """Landing, slab and plank."""
    return (
        FloorArea(id="terrace", corners=_rectangle(terrace.DOOR_WALL_Z_M, terrace.FIXED_FROM_Z_M)),
        FloorArea(id="slab", node="edge", corners=_rectangle(terrace.SLAB_DEPTH_M, 0.0)),
        FloorArea(id="plank", node="plank", corners=((-0.5, 0.0), (0.5, 0.0), (0.5, -1.0), (-0.5, -1.0))),
    )


def segments() -> tuple[Segment, ...]:
    """What one can fall from, and what one can hold."""
    half, gate, depth = terrace.HALF_WIDTH_M, terrace.GATE_M / 2, terrace.SLAB_DEPTH_M
    front, side, high = terrace.RAIL_IN_M, terrace.SIDE_RAIL_X_M, terrace.SIDE_RAIL_M
    found = [
        Segment(id=f"edge_{name}", kind="edge", node="edge", start=start, end=end)
        for name, start, end in (
            ("front", (-half, 0.0, 0.0), (half, 0.0, 0.0)),
            ("left", (-half, 0.0, 0.0), (-half, 0.0, depth)),
            ("right", (half, 0.0, 0.0), (half, 0.0, depth)),
        )
    ]
    found += [
        Segment(id=f"plank_{name}", kind="edge", node="plank", start=start, end=end)
        for name, start, end in (
            ("left", (-0.5, 0.0, 0.0), (-0.5, 0.0, -1.0)),
            ("right", (0.5, 0.0, 0.0), (0.5, 0.0, -1.0)),
            ("end", (-0.5, 0.0, -1.0), (0.5, 0.0, -1.0)),
        )
    ]
    found += [
        Segment(id=f"rail_{name}", kind="rail", node=node, start=start, end=end)
        for name, node, start, end in (
            ("front_left", "handrail", (-half, 0.0, front), (-gate, 0.0, front)),
            ("front_right", "handrail", (gate, 0.0, front), (half, 0.0, front)),
            ("gate", "gate_bar", (-gate, 0.0, front), (gate, 0.0, front)),
            ("left", "edge", (-side, high, 0.0), (-side, high, depth)),
            ("right", "edge", (side, high, 0.0), (side, high, depth)),
        )
    ]
    return tuple(found)


def _rectangle(back_z: float, front_z: float) -> tuple[tuple[float, float], ...]:
    half = terrace.HALF_WIDTH_M
    return ((-half, back_z), (half, back_z), (half, front_z), (-half, front_z))


def _by(channel: Channel, parameter: str, *points: tuple[float, float]) -> ByParameter:
    return ByParameter(channel=channel, curve=Curve(parameter=parameter, points=points))


def _shown_by(parameter: str) -> ByParameter:
    return _by(Channel.OPACITY, parameter, (0.0, 0.0), (1.0, 1.0))


def _node(
    node_id: str, *behaviours: Behaviour, parent: str | None = None, at: Vec3 = (0.0, 0.0, 0.0)
) -> Node:
    return Node(id=node_id, mesh=node_id, parent=parent, placement=Placement(at), behaviours=behaviours)


def _resting(
    node_id: str, parent: str | None = None, at: Vec3 = (0.0, 0.0, 0.0), shadow: bool = True
) -> Node:
    return Node(id=node_id, mesh=node_id, parent=parent, placement=Placement(at), casts_shadow=shadow)


def _landing() -> list[Node]:
    """What stays where it is."""
    return [
        _resting("floor_fixed"),
        _resting("door_wall"),
        _resting("lift_door"),
        _node("screen", _by(Channel.OPACITY, "exit_visible", (0.0, 1.0), (1.0, 0.0))),
        _node("exit_sign", _shown_by("exit_visible")),
        _resting("side_rails_fixed"),
        _resting("ball_stand", at=(BALL_PLACE[0], 0.0, BALL_PLACE[2])),
        _resting("mark", at=(0.0, terrace.SLAB_TOP_M + 0.001, 0.0), shadow=False),
        _resting("bench", at=(2.6, 0.0, 2.5)),
        _resting("planter", at=(-2.65, 0.0, 2.45)),
    ]


def _slab() -> list[Node]:
    """What slides with the edge. Wood goes first, then the milk in the glass: together they let through exactly the
    share that the parameter says, and the panes' own tint comes in while something still covers them."""
    clearing = "floor_transparency"
    return [
        Node(id="edge", behaviours=(_by(Channel.Z, "edge_distance_m", (0.0, 0.0), (2.0, -2.0)),)),
        _resting("frame", "edge"),
        _resting("rail_sockets", "edge"),
        _resting("floor_glass", "edge", shadow=False),
        _resting("side_rails", "edge"),
        _node("floor_panes", _by(Channel.OPACITY, clearing, (0.0, 0.0), (0.5, 1.0)), parent="edge"),
        _node(
            "floor_milk", _by(Channel.OPACITY, clearing, (0.0, 0.5), (0.5, 0.5), (1.0, 0.0)), parent="edge"
        ),
        _node("floor_solid", _by(Channel.OPACITY, clearing, (0.0, 1.0), (0.5, 0.0)), parent="edge"),
        _node(
            "plank",
            _by(Channel.SCALE_X, "plank_width_m", (0.0, 0.0), (1.5, 1.5)),
            _by(Channel.SCALE_Z, "plank_length_m", (0.0, 0.0), (1.5, 1.5)),
            _by(Channel.OPACITY, "plank_length_m", (0.0, 0.0), (0.1, 1.0)),
            parent="edge",
        ),
        Node(
            id="bracket",
            mesh="bracket",
            parent="edge",
            placement=Placement((KEEPSAKE_PLACE[0], KEEPSAKE_PLACE[1] - 0.12, KEEPSAKE_PLACE[2])),
            tint=HIDDEN,
        ),
        _node(
            "pennant",
            Sway(
                tilt_deg=3.0,
                per_s=0.45,
                seed=3,
                amount=Curve(parameter="wind", points=((0.0, 0.06), (1.0, 1.0))),
            ),
            parent="edge",
            at=(terrace.SIDE_RAIL_X_M, terrace.SIDE_RAIL_M, 0.05),
        ),
    ]


def _front_rail() -> list[Node]:
    """Grows out of the floor with its parameter; the gate goes when a plank goes out."""
    height = "rail_height_m"
    grows = _by(Channel.SCALE_Y, height, (0.0, 0.0), (1.3, 1.3))
    rises = _by(Channel.Y, height, (0.0, 0.0), (1.3, 1.3))
    appears = _by(Channel.OPACITY, height, (0.0, 0.0), (0.08, 1.0))
    clouds = _shown_by("rail_opacity")
    opens = _by(Channel.OPACITY, "plank_length_m", (0.0, 1.0), (0.15, 0.0))
    return [
        _node("rail_posts", grows, parent="edge"),
        Node(id="rail", mesh="rail_panels", parent="edge", behaviours=(grows, clouds)),
        _node("handrail", rises, appears, parent="edge"),
        Node(id="gate", mesh="gate_panel", parent="edge", behaviours=(grows, clouds, opens)),
        _node("gate_glass", grows, opens, parent="edge"),
        _node("gate_bar", rises, appears, opens, parent="edge"),
    ]


def _people() -> list[Node]:
    """Who stands by, and who leans at the rail."""
    found = [
        Node(
            id="companion",
            mesh="companion",
            placement=Placement((-1.15, 0.0, 0.95), _TURNED_IN),
            casts_shadow=False,
            clip="idle",
            behaviours=(_shown_by("companion"),),
        ),
        Node(
            id="companion_at_rail",
            mesh="companion_at_rail",
            parent="edge",
            placement=Placement((-1.2, 0.0, 0.37)),
            casts_shadow=False,
            tint=HIDDEN,
            behaviours=(_shown_by("companion"),),
        ),
    ]
    for i, (_, x, start) in enumerate(_AT_RAIL):
        found.append(
            Node(
                id=f"leaning_{i + 1}",
                mesh=f"leaning_{i + 1}",
                parent="edge",
                placement=Placement((x, 0.0, 0.3)),
                casts_shadow=False,
                clip="idle",
                clip_start=start,
                behaviours=(_by(Channel.OPACITY, "people_leaning", (float(i), 0.0), (i + 1.0, 1.0)),),
            )
        )
    return found


def _loose() -> list[Node]:
    """What a hand may hold or an event may move: without a parent; all but the ball is hidden at first."""
    return [
        _resting("ball", at=BALL_PLACE),
        Node(id="keepsake", mesh="keepsake", placement=Placement(KEEPSAKE_PLACE), tint=HIDDEN),
        Node(id="bird", mesh="bird", tint=HIDDEN, casts_shadow=False),
        Node(id="other_lift", mesh="other_lift", tint=HIDDEN),
    ]
