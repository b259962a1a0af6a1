"""The reaching environment: a kitchen in afternoon light, a table to sit or stand at, things on it, targets above it.

Left and right weigh much the same without being mirrored, so that neither side draws the eye. `table_height_m`
raises the table with everything on it.
"""

from __future__ import annotations

from environments.modelling import dining
from environments.modelling.light import lit
from environments.modelling.material import linear
from environments.modelling.model import Model, Parts
from environments.placement import Colour, Placement, Vec3
from environments.reach import model_finishes as finishes
from environments.reach import model_furnishing as furnishing
from environments.reach import model_furniture as furniture
from environments.reach import model_garden as garden
from environments.reach import model_plants as plants
from environments.reach import model_shell as shell
from environments.reach import model_sound, table
from environments.reach import model_tabletop as tabletop
from environments.reach.model_shell import BACK_Z_M, FRONT_Z_M, HALF_WIDTH_M, HEIGHT_M
from environments.scene import (
    Amplification,
    Anchor,
    FloorArea,
    Interactable,
    Light,
    LightKind,
    Node,
    RoomLight,
    Scene,
    Sky,
    Touching,
)

HIDDEN: Colour = (1.0, 1.0, 1.0, 0.0)
DISTRACTORS = 4
PAD_PLACE: Vec3 = (0.0, table.TABLE_M, -0.3)
LAMP_PLACE: Vec3 = (0.0, HEIGHT_M, -0.62)
UNSHADOWED = ("lawn", "hills", "hedge", "crowns", "trunks", "terrace", "ceiling_lamp", "window_glass")


def model() -> Model:
    described, meshes, pictures = lit("reach", scene(), {**_static(), **_moving()})
    return Model(described, meshes, model_sound.files(), pictures=pictures)


def _static() -> dict[str, Parts]:
    """What never moves, each mesh of one node of the same name."""
    wood, glass, brass = shell.windows()
    crowns, trunks = garden.trees()
    return {
        **{name: ((mesh, finishes.PLASTER),) for name, mesh in shell.walls().items()},
        "floor": ((shell.floor(), finishes.BOARDS),),
        "ceiling": ((shell.ceiling(), finishes.CEILING),),
        "trim": ((shell.trim(), finishes.TRIM),),
        "window_wood": ((wood, finishes.TRIM), (brass, finishes.BRASS)),
        "window_glass": ((glass, finishes.PANE),),
        "tiles": ((shell.tiles(), finishes.TILES),),
        "cupboards": furnishing.cupboards(),
        "worktop": ((furnishing.worktop(), finishes.WORKTOP),),
        "oven": furnishing.oven(),
        "towel": ((furnishing.towel(), finishes.CLOTH),),
        "cooking": furnishing.on_the_worktop(),
        "fridge": furnishing.fridge(),
        "dresser": furniture.dresser(),
        "bench": furniture.sideboard(),
        "radiator": ((furniture.radiator(), finishes.TRIM),),
        "chairs": furniture.chairs(),
        "rug": ((furniture.rug(), finishes.WOOL),),
        "sill": plants.sill(),
        "clock": ((dining.clock().turned("y", -90).moved(HALF_WIDTH_M, 1.95, 0.85), finishes.TRIM),),
        "ceiling_lamp": furniture.lamp(),
        "lawn": ((garden.lawn(), finishes.LAWN),),
        "terrace": ((garden.terrace(), finishes.PAVED),),
        "hills": ((garden.hills(), finishes.LAWN),),
        "hedge": ((garden.hedge(), finishes.FOLIAGE),),
        "crowns": (crowns,),
        "trunks": (trunks,),
    }


def _moving() -> dict[str, Parts]:
    return {
        "table": tabletop.table_parts(),
        **tabletop.things(),
        "shade": ((tabletop.contact_shade(), finishes.SHADE),),
        "home": tabletop.coaster(),
        "target": tabletop.target(),
        "distractor": ((tabletop.distractor(), tabletop.BLOCK),),
    }


def scene() -> Scene:
    static = (
        "wall_front", "wall_back", "wall_left", "wall_right", "floor", "ceiling", "trim", "window_wood", "tiles",
        "cupboards", "worktop", "oven", "towel", "cooking", "fridge", "dresser", "bench", "radiator", "chairs", "rug",
        "sill", "clock", "lawn", "terrace", "hills", "hedge", "crowns", "trunks", "window_glass",
    )  # fmt: skip
    small = Placement((0.0, 1.05, -0.45), scale=(0.08, 0.08, 0.08))
    return Scene(
        id="reach",
        glb="reach.glb",
        amplification=Amplification(parameter="gain", node="home"),
        nodes=(
            *(Node(id=name, mesh=name, casts_shadow=name not in UNSHADOWED) for name in static),
            Node(id="ceiling_lamp", mesh="ceiling_lamp", placement=Placement(LAMP_PLACE), casts_shadow=False),
            Node(
                id="table",
                mesh="table",
                placement=Placement((0.0, table.TABLE_M, 0.0)),
                behaviours=(table.RISES,),
            ),
            *(made(thing) for thing in table.THINGS for made in (table.node, table.shade)),
            Node(id="contact", placement=Placement((0.0, 0.8, -0.5))),
            Node(id="home", mesh="home", placement=Placement(PAD_PLACE), casts_shadow=False),
            Node(id="target", mesh="target", placement=small, tint=HIDDEN, casts_shadow=False),
            *(
                Node(
                    id=f"distractor_{i + 1}",
                    mesh="distractor",
                    placement=Placement((0.2 * i - 0.3, 1.05, -0.45), scale=small.scale),
                    tint=HIDDEN,
                    casts_shadow=False,
                )
                for i in range(DISTRACTORS)
            ),
            *model_sound.NODES,
        ),
        lights=_lights(),
        sky=Sky(zenith=linear("6f9fd0"), horizon=linear("cfdde4"), below=linear("a9b08f"), clouds=0.35),
        room=RoomLight(
            faces=(
                (0.4, 0.42, 0.44),
                (0.4, 0.38, 0.35),
                (0.5, 0.48, 0.44),
                (0.36, 0.32, 0.27),
                (0.62, 0.57, 0.49),
                (0.5, 0.52, 0.54),
            )
        ),
        exposure=1.8,
        sounds=model_sound.SOUNDS,
        interactables=(
            Interactable(id="target", node="target", radius_m=0.3, kinds=(Touching.TOUCH, Touching.POINT)),
            Interactable(id="home", node="home", radius_m=0.12, kinds=(Touching.TOUCH,)),
            *(
                Interactable(
                    id=thing.id, node=thing.id, radius_m=0.25, kinds=(Touching.TOUCH, Touching.GRASP)
                )
                for thing in table.THINGS
            ),
        ),
        anchors=(
            Anchor(id="panel", placement=Placement((0.0, 1.35, -1.25))),
            Anchor(id="stop_mark", placement=Placement((-0.42, 0.95, -0.34))),
            Anchor(id="home", placement=Placement(PAD_PLACE)),
            Anchor(id="targets", placement=Placement((0.0, 1.05, -0.45))),
        ),
        floor=(
            FloorArea(
                id="kitchen",
                corners=(
                    (-HALF_WIDTH_M, BACK_Z_M),
                    (HALF_WIDTH_M, BACK_Z_M),
                    (HALF_WIDTH_M, FRONT_Z_M + 0.62),
                    (-HALF_WIDTH_M, FRONT_Z_M + 0.62),
                ),
            ),
        ),
    )


def _lights() -> tuple[Light, ...]:
    return (
        Light(
            id="daylight",
            kind=LightKind.SKY,
            colour=(0.95, 0.97, 1.0),
            ground=(0.6, 0.56, 0.48),
            intensity=1.7,
        ),
        Light(
            id="sun",
            kind=LightKind.SUN,
            colour=(1.0, 0.92, 0.8),
            intensity=1.35,
            azimuth_deg=161.0,
            elevation_deg=22.0,
            shadows=True,
        ),
        Light(
            id="lamp",
            kind=LightKind.POINT,
            colour=(1.0, 0.82, 0.58),
            intensity=0.22,
            position=(LAMP_PLACE[0], LAMP_PLACE[1] - 0.66, LAMP_PLACE[2]),
            fixed=True,
        ),
    )
