"""The safe room: warm and lived in, a wide still view with weather, a light to breathe with, a door behind.

Static things are in one mesh each, so that their light can be computed once and kept with them. What moves is small,
far or slow; the horizon never does.
"""

from __future__ import annotations

from collections.abc import Mapping

from environments.behaviours import Behaviour, Pulse, Sway
from environments.modelling.light import lit
from environments.modelling.material import linear
from environments.modelling.model import Model, Parts
from environments.placement import Placement
from environments.safe_room import model_furniture as furniture
from environments.safe_room import model_pacer as pacer
from environments.safe_room import model_room as room
from environments.safe_room import model_sound
from environments.safe_room import model_things as things
from environments.safe_room import model_view as view
from environments.safe_room import model_window as window
from environments.scene import (
    Anchor,
    FloorArea,
    Fog,
    Light,
    LightKind,
    Node,
    RoomLight,
    Scene,
    Sky,
)

_SHOWER_S = 150.0
"""Seconds in which the far shower comes and goes once."""


def model() -> Model:
    described, meshes, pictures = lit("safe_room", scene(), {**_outside(), **_inside()})
    return Model(described, meshes, model_sound.files(), pictures=pictures)


def _outside() -> Mapping[str, Parts]:
    return {
        "meadow": view.meadow(),
        "lake": view.lake(),
        "hills": view.hills(),
        "trees": view.trees(),
        "branch": view.branch(),
        "flowers": view.flowers(),
        "jetty": view.jetty(),
        "boat": view.boat(),
        "shower": view.shower(),
        "drizzle": view.drizzle(),
        "birds": view.birds(),
    }


def _inside() -> Mapping[str, Parts]:
    """From the window backwards and near things first, as they are drawn: what is hidden costs less."""
    return {
        "frame": window.frame(),
        "rod": window.rod(),
        "curtains": window.curtains(),
        "seat": window.seat(),
        "pillows": window.pillows(),
        "blanket": things.blanket(),
        "sill_plants": things.sill_plants(),
        "tall_plant": things.tall_plant(),
        "table": furniture.table(),
        "tea": things.on_the_table(),
        "ring": pacer.ring(),
        "lantern": pacer.lantern(),
        "lamp": furniture.lamp(),
        "stool": furniture.stool(),
        "armchair": furniture.armchair(),
        "rug": furniture.rug(),
        "floor": room.floor(),
        "front_wall": room.front_wall(),
        "left_wall": room.left_wall(),
        "right_wall": room.right_wall(),
        "ceiling": room.ceiling(),
        "beams": room.beams(),
        "skirting": room.skirting(),
        "shell": room.shell(),
        "pictures": things.pictures(),
        "bookshelf": things.bookshelf(),
        "stove": furniture.stove(),
        "back_wall": room.back_wall(),
        "door": room.door(),
        "hooks": room.hooks(),
        "chest": furniture.chest(),
        "pane": window.pane(),
        "drop": window.trickling(),
    }


def scene() -> Scene:
    moving: dict[str, tuple[str, Placement, tuple[Behaviour, ...]]] = {
        "pacer": ("lantern", Placement(pacer.PLACE), (pacer.BREATH,)),
        "boat": ("boat", Placement((3.4, view.LAKE_Y_M, -54.0)), (Sway(tilt_deg=1.2, per_s=0.12, seed=2),)),
        "shower": (
            "shower",
            Placement((-150.0, 0.0, -500.0)),
            (Pulse(per_s=1.0 / _SHOWER_S, faintest=0.0, phase=0.2),),
        ),
        "birds_near": ("birds", Placement(), (view.circling((40.0, 42.0, -310.0), 90.0, 60.0),)),
        "birds_far": ("birds", Placement(), (view.circling((-120.0, 66.0, -420.0), 80.0, 300.0),)),
        **{
            f"drizzle_{i + 1}": ("drizzle", Placement(), (view.falling(i * view.RAIN_M),))
            for i in range(view.RAIN_SHEETS)
        },
        "drop_left": ("drop", Placement(), (window.trickle(-0.86, 0.3),)),
        "drop_middle": ("drop", Placement(), (window.trickle(0.17, 2.1),)),
        "drop_right": ("drop", Placement(), (window.trickle(1.02, 0.9),)),
    }
    moved = {mesh for mesh, _, _ in moving.values()} | {"pane"}
    still = [name for name in (*_inside(), *_outside()) if name not in moved]
    half = room.HALF_M
    return Scene(
        id="safe_room",
        glb="safe_room.glb",
        nodes=(
            *(Node(id=name, mesh=name, casts_shadow=name not in _outside()) for name in still),
            *(
                Node(id=name, mesh=mesh, placement=placement, casts_shadow=False, behaviours=behaviours)
                for name, (mesh, placement, behaviours) in moving.items()
            ),
            Node(id="pane", mesh="pane", casts_shadow=False),
            *model_sound.NODES,
        ),
        lights=(
            Light(
                id="daylight",
                kind=LightKind.SKY,
                colour=(0.92, 0.95, 1.0),
                ground=(0.5, 0.5, 0.4),
                intensity=2.0,
            ),
            Light(
                id="sun",
                kind=LightKind.SUN,
                colour=(1.0, 0.84, 0.62),
                intensity=2.6,
                azimuth_deg=40.0,
                elevation_deg=24.0,
                shadows=True,
            ),
            Light(
                id="lamp",
                kind=LightKind.POINT,
                colour=(1.0, 0.87, 0.7),
                intensity=0.66,
                position=furniture.LAMP_PLACE,
                fixed=True,
            ),
            Light(
                id="small_lamp",
                kind=LightKind.POINT,
                colour=(1.0, 0.87, 0.7),
                intensity=0.38,
                position=furniture.SMALL_LAMP_PLACE,
                fixed=True,
            ),
        ),
        sky=Sky(zenith=linear("7fa9d0"), horizon=linear("ecdcc0"), below=linear("a9b89a"), clouds=0.45),
        fog=Fog(colour=linear("d3dae0"), density_per_m=0.0009),
        room=RoomLight(
            faces=(
                (0.62, 0.52, 0.42),
                (0.66, 0.58, 0.48),
                (0.68, 0.58, 0.46),
                (0.5, 0.42, 0.34),
                (0.7, 0.66, 0.58),
                (0.5, 0.42, 0.34),
            )
        ),
        wind=0.3,
        sounds=model_sound.SOUNDS,
        anchors=(
            Anchor(id="panel", placement=Placement((0.0, 1.45, -1.5))),
            Anchor(id="pacer", placement=Placement(pacer.PLACE)),
            Anchor(id="door", placement=Placement((room.DOOR_X_M, 0.0, room.BACK_Z_M))),
        ),
        floor=(
            FloorArea(
                id="room",
                corners=(
                    (-half, room.BACK_Z_M),
                    (half, room.BACK_Z_M),
                    (half, room.FRONT_Z_M),
                    (-half, room.FRONT_Z_M),
                ),
            ),
        ),
    )
