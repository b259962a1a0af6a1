"""The town below the terrace: its nodes, meshes and anchors, put together from what stands, grows and moves in it.

It hangs on the node "city", which sinks as the terrace rises; y is 0 on the road.
"""

from __future__ import annotations

from functools import cache

from environments.behaviours import ByParameter, Channel, Curve
from environments.heights import model_city_blocks, model_city_ground, model_city_life, model_city_street
from environments.heights.model_city_plan import (
    KERB_M,
    LIFT_X_M,
    STREET_Y_M,
    TOWER_FRONT_Z_M,
)
from environments.modelling.model import Parts
from environments.placement import Placement
from environments.scene import Anchor, Clip, Light, Node

__all__ = ["LIFT_X_M", "TOWER_FRONT_Z_M", "anchors", "clips", "lights", "meshes", "nodes"]
_AT_DUSK = ByParameter(
    channel=Channel.OPACITY,
    curve=Curve(parameter="time_of_day", points=((6.0, 0.6), (6.8, 0.0), (18.4, 0.0), (20.0, 1.0))),
)
_FLAT = ("ground_", "road_", "crossroads", "outskirts")


@cache
def _still() -> dict[str, tuple[Parts, float | None]]:
    """What rests, by name, each with the distance within which it is drawn."""
    return {**model_city_ground.pieces(), **model_city_blocks.pieces(), **model_city_street.pieces()}


def nodes() -> list[Node]:
    """The town's nodes under "city"."""
    sinks = ByParameter(
        channel=Channel.Y, curve=Curve(parameter="height_m", points=((0.0, 0.0), (60.0, -60.0)))
    )
    made = [Node(id="city", placement=Placement((0.0, STREET_Y_M, 0.0)), behaviours=(sinks,))]
    for name, (_, within_m) in _still().items():
        dark = name == model_city_blocks.LIT_WINDOWS
        made.append(
            Node(
                id=f"city_{name}",
                mesh=f"city_{name}",
                parent="city",
                casts_shadow=not dark and not name.startswith(_FLAT),
                within_m=within_m,
                behaviours=(_AT_DUSK,) if dark else (),
            )
        )
    return made + model_city_life.nodes()


def meshes() -> dict[str, Parts]:
    return {f"city_{name}": parts for name, (parts, _) in _still().items()} | model_city_life.meshes()


def anchors() -> tuple[Anchor, ...]:
    return (
        Anchor(id="look_down_target", node="city", placement=Placement((1.5, 0.2, -13.6))),
        Anchor(id="ground", node="city", placement=Placement((0.0, KERB_M, -3.0))),
    )


def lights() -> tuple[Light, ...]:
    """Street lamps near enough to be told apart; their light is baked."""
    return model_city_street.lights()


def clips() -> tuple[Clip, ...]:
    """How the town's people move."""
    return model_city_life.clips()
