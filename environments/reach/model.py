"""The reaching environment: a light kitchen, a table to sit or stand at, and round targets in the air above it.

Left and right look alike, so that neither side draws the eye. `table_height_m` raises the table.
"""

from __future__ import annotations

import numpy as np

from environments.behaviours import Behaviour, ByParameter, Channel, Curve
from environments.modelling import furniture, sound
from environments.modelling.furniture import CHARCOAL, CLAY, CREAM, DUSK, OAK, SAGE, block
from environments.modelling.material import MATT, METAL, SATIN, Material, linear
from environments.modelling.mesh import Mesh, cylinder, lathe, merged, quads, rounded_box, sphere, torus
from environments.modelling.model import Model
from environments.placement import Colour, Placement, Vec3
from environments.scene import (
    Amplification,
    Anchor,
    FloorArea,
    Interactable,
    Light,
    LightKind,
    Node,
    Scene,
    Sky,
    Sound,
    Touching,
)

HIDDEN: Colour = (1.0, 1.0, 1.0, 0.0)
TABLE_M = 0.72
"""Height of the table where a scene begins, before any value of table_height_m."""
TABLE_WIDTH_M, TABLE_NEAR_Z_M, TABLE_FAR_Z_M = 1.6, -0.16, -0.98
HALF_WIDTH_M, BACK_Z_M, FRONT_Z_M, HEIGHT_M = 2.3, 2.0, -2.7, 2.6
COUNTER_M = 0.9
DISTRACTORS = 4
PAD_PLACE: Vec3 = (0.0, TABLE_M, -0.3)

_TARGET = Material("target", roughness=0.35, emissive=(0.16, 0.09, 0.01))
_BULB = Material("bulb", emissive=(0.95, 0.82, 0.6))
_BRUSHED = linear("b9bdc0")


def model() -> Model:
    lamp, bulb = furniture.pendant_lamp(0.62)
    return Model(
        scene(),
        {
            "room": ((_room(), MATT),),
            "kitchen": ((_cupboards(), SATIN), (_metal(), METAL)),
            "shelf": ((_shelf(), SATIN),),
            "lamp": ((lamp, SATIN), (bulb, _BULB)),
            "view": ((_view(), MATT),),
            "table": ((_table(), SATIN),),
            "mug": ((furniture.mug(DUSK), SATIN),),
            "bowl": ((_fruit_bowl(), SATIN),),
            "jar": ((furniture.jar(SAGE, 0.17), SATIN),),
            "cup": ((furniture.mug(CLAY), SATIN),),
            "book": ((_books(), SATIN),),
            "home": ((_pad(), SATIN),),
            "target": ((_target(), _TARGET),),
            "distractor": ((rounded_box(1.6, 1.6, 1.6, 0.35, 3).coloured(linear("7d93ad")), SATIN),),
        },
        {
            "room.wav": sound.room_tone(),
            "touch.wav": sound.touch_chime(),
            "cue.wav": sound.gentle_cue(),
            "miss.wav": sound.soft_miss(),
        },
    )


def scene() -> Scene:
    rises = ByParameter(
        channel=Channel.Y, curve=Curve(parameter="table_height_m", points=((0.0, 0.0), (2.0, 2.0)))
    )
    loud = Curve(parameter="sound_level", points=((0.0, 0.0), (1.0, 1.0)))
    return Scene(
        id="reach",
        glb="reach.glb",
        amplification=Amplification(parameter="gain", node="home"),
        nodes=(
            Node(id="view", mesh="view", casts_shadow=False),
            Node(id="room", mesh="room"),
            Node(id="kitchen", mesh="kitchen"),
            Node(id="shelf", mesh="shelf"),
            Node(id="lamp", mesh="lamp", placement=Placement((0.0, HEIGHT_M, -1.5)), casts_shadow=False),
            Node(id="table", mesh="table", behaviours=(rises,)),
            _on_table("mug", "mug", (0.0, 0.0, -0.84)),
            _on_table("bowl", "bowl", (-0.52, 0.0, -0.72), _appears(0)),
            _on_table("jar", "jar", (0.52, 0.0, -0.72), _appears(1)),
            _on_table("cup", "cup", (-0.5, 0.0, -0.36), _appears(2)),
            _on_table("book", "book", (0.5, 0.0, -0.38), _appears(3)),
            Node(id="home", mesh="home", placement=Placement(PAD_PLACE), casts_shadow=False),
            Node(
                id="target",
                mesh="target",
                placement=Placement((0.0, 1.05, -0.45), scale=(0.08, 0.08, 0.08)),
                tint=HIDDEN,
                casts_shadow=False,
            ),
            *(
                Node(
                    id=f"distractor_{i + 1}",
                    mesh="distractor",
                    placement=Placement((0.2 * i - 0.3, 1.05, -0.45), scale=(0.08, 0.08, 0.08)),
                    tint=HIDDEN,
                    casts_shadow=False,
                )
                for i in range(DISTRACTORS)
            ),
        ),
        lights=(
            Light(
                id="daylight",
                kind=LightKind.SKY,
                colour=(0.95, 0.95, 0.94),
                ground=(0.66, 0.61, 0.55),
                intensity=0.8,
            ),
            Light(
                id="sun",
                kind=LightKind.SUN,
                colour=(1.0, 0.94, 0.84),
                intensity=0.4,
                azimuth_deg=170.0,
                elevation_deg=48.0,
                shadows=False,  # the sun is behind the house: only its evenness is wanted
            ),
            Light(
                id="lamp",
                kind=LightKind.POINT,
                colour=(1.0, 0.86, 0.68),
                intensity=0.5,
                position=(0.0, 1.85, -1.5),
            ),
        ),
        sky=Sky(zenith=linear("9fc0da"), horizon=linear("e6e4d6"), below=linear("a9b89a")),
        sounds=(
            Sound(id="room", file="room.wav", loop=True, gains=(loud,)),
            Sound(id="touch", file="touch.wav", node="target", gains=(loud,)),
            Sound(id="cue", file="cue.wav", node="target", gains=(loud,)),
            Sound(id="miss", file="miss.wav", gains=(loud,)),
        ),
        interactables=(
            Interactable(id="target", node="target", radius_m=0.3, kinds=(Touching.TOUCH, Touching.POINT)),
            Interactable(id="home", node="home", radius_m=0.12, kinds=(Touching.TOUCH,)),
        ),
        anchors=(
            Anchor(id="panel", placement=Placement((0.0, 1.35, -1.25))),
            Anchor(id="stop_mark", placement=Placement((-0.42, 0.95, -0.34))),
            Anchor(id="home", placement=Placement(PAD_PLACE)),
            Anchor(id="targets", placement=Placement((0.0, 1.05, -0.45))),
            Anchor(id="mug_place", node="table", placement=Placement((0.0, 0.0, -0.84))),
            Anchor(id="shelf_left", placement=Placement((-0.75, 1.62, FRONT_Z_M + 0.16))),
            Anchor(id="shelf_right", placement=Placement((0.75, 1.62, FRONT_Z_M + 0.16))),
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


def _on_table(node_id: str, mesh: str, place: Vec3, *behaviours: Behaviour) -> Node:
    return Node(id=node_id, mesh=mesh, parent="table", placement=Placement(place), behaviours=behaviours)


def _appears(number: int) -> ByParameter:
    """The things on the table appear one after another as clutter goes from 0 to 1."""
    points = ((number / 4.0, 0.0), ((number + 1.0) / 4.0, 1.0))
    return ByParameter(channel=Channel.OPACITY, curve=Curve(parameter="clutter", points=points))


def _room() -> Mesh:
    """Floor tiles, walls with a window over the counter, ceiling."""
    wall, thick = linear("ece6da"), 0.12
    depth, middle = BACK_Z_M - FRONT_Z_M, (BACK_Z_M + FRONT_Z_M) / 2
    random = np.random.default_rng(9)
    tiles, shades = [], []
    for i in range(10):
        for j in range(10):
            x0, z1 = -HALF_WIDTH_M + i * 0.46, BACK_Z_M - j * depth / 10
            x1, z0 = x0 + 0.455, z1 - depth / 10 + 0.005
            tiles.append([(x0, 0.0, z1), (x1, 0.0, z1), (x1, 0.0, z0), (x0, 0.0, z0)])
            shade = 0.9 + 0.12 * random.random()
            shades.append([channel * shade for channel in linear("c9bba6")])
    floor_tiles = quads(np.array(tiles), np.array(shades))
    joints = block((2 * HALF_WIDTH_M, 0.04, depth), (0.0, -0.043, middle), linear("a89c8a"), 0.004)
    front, half_window, sill, lintel = FRONT_Z_M - thick / 2, 0.8, 1.12, 2.1
    side = HALF_WIDTH_M - half_window
    walls = [
        block((thick, HEIGHT_M, depth + 2 * thick), (-HALF_WIDTH_M - thick / 2, 0.0, middle), wall, 0.004),
        block((thick, HEIGHT_M, depth + 2 * thick), (HALF_WIDTH_M + thick / 2, 0.0, middle), wall, 0.004),
        block((2 * HALF_WIDTH_M, HEIGHT_M, thick), (0.0, 0.0, BACK_Z_M + thick / 2), wall, 0.004),
        block((side, HEIGHT_M, thick), (-half_window - side / 2, 0.0, front), wall, 0.004),
        block((side, HEIGHT_M, thick), (half_window + side / 2, 0.0, front), wall, 0.004),
        block((2 * half_window, sill, thick), (0.0, 0.0, front), wall, 0.004),
        block((2 * half_window, HEIGHT_M - lintel, thick), (0.0, lintel, front), wall, 0.004),
    ]
    ceiling = block((2 * HALF_WIDTH_M, 0.08, depth), (0.0, HEIGHT_M, middle), CREAM, 0.004)
    frame = [block((0.05, lintel - sill, 0.07), (x, sill, front), CREAM, 0.01) for x in (-0.78, 0.0, 0.78)]
    frame += [
        block((2 * half_window, 0.05, 0.07), (0.0, lintel - 0.05, front), CREAM, 0.01),
        block((2 * half_window + 0.12, 0.035, 0.2), (0.0, sill - 0.02, FRONT_Z_M + 0.02), CREAM, 0.01),
    ]
    skirting = [
        block((0.02, 0.08, depth), (x, 0.0, middle), CREAM, 0.005)
        for x in (-HALF_WIDTH_M + 0.01, HALF_WIDTH_M - 0.01)
    ]
    shaded = [part.shaded(0.75, 0.0, 0.8) for part in walls]
    return merged([joints, floor_tiles, *shaded, ceiling, *frame, *skirting, _wall_tiles(half_window)])


def _wall_tiles(half_window: float) -> Mesh:
    """Glazed tiles between counter and shelf, beside the window and below it."""
    random = np.random.default_rng(10)
    tiles, shades = [], []
    size, z = 0.15, FRONT_Z_M + 0.006
    for i in range(-15, 15):
        for j in range(5):
            x, y = i * size, COUNTER_M + 0.03 + j * size
            if abs(x + size / 2) < half_window + 0.1 and y + size > 1.1:
                continue
            gap = 0.004
            tiles.append(
                [
                    (x + gap, y + gap, z),
                    (x + size - gap, y + gap, z),
                    (x + size - gap, y + size - gap, z),
                    (x + gap, y + size - gap, z),
                ]
            )
            shade = 0.92 + 0.1 * random.random()
            shades.append([channel * shade for channel in linear("dfe3dc")])
    return quads(np.array(tiles), np.clip(np.array(shades), 0.0, 1.0))


def _cupboards() -> Mesh:
    """Base units with a wooden worktop along the front wall."""
    z = FRONT_Z_M + 0.3
    sage = linear("92a394")
    parts = [
        block((2 * HALF_WIDTH_M, 0.1, 0.5), (0.0, 0.0, z - 0.03), CHARCOAL, 0.005),
        block((2 * HALF_WIDTH_M, COUNTER_M - 0.14, 0.56), (0.0, 0.1, z), sage, 0.008),
        block((2 * HALF_WIDTH_M, 0.04, 0.64), (0.0, COUNTER_M - 0.04, z + 0.02), OAK, 0.012),
    ]
    for i in range(8):
        x = -2.01 + i * 0.575
        parts.append(block((0.55, 0.53, 0.02), (x, 0.13, z + 0.285), sage, 0.009))
        parts.append(block((0.55, 0.15, 0.02), (x, 0.69, z + 0.285), sage, 0.009))
        parts.append(block((0.14, 0.014, 0.02), (x, 0.77, z + 0.305), CHARCOAL, 0.006))
        parts.append(block((0.14, 0.014, 0.02), (x, 0.6, z + 0.305), CHARCOAL, 0.006))
    return merged([part.shaded(0.7, 0.0, 0.5) for part in parts])


def _metal() -> Mesh:
    """Sink rim and tap in the middle, a kettle and a pan to the sides."""
    z, y = FRONT_Z_M + 0.34, COUNTER_M
    kettle = lathe([(0.0, 0.0), (0.085, 0.0), (0.09, 0.02), (0.075, 0.16), (0.03, 0.2), (0.0, 0.205)], 28)
    kettle_handle = torus(0.07, 0.009, 24, 8).turned("x", 90).moved(y=0.19)
    spout = lathe([(0.018, 0.0), (0.01, 0.1), (0.0, 0.1)], 12).turned("z", 40).moved(-0.075, 0.09, 0.0)
    pan = lathe([(0.0, 0.0), (0.1, 0.0), (0.11, 0.09), (0.105, 0.09), (0.095, 0.01), (0.0, 0.01)], 32)
    pan_handle = block((0.18, 0.016, 0.022), (0.19, 0.07, 0.0), _BRUSHED, 0.007)
    tap = merged(
        [
            cylinder(0.016, 0.24, 14),
            torus(0.07, 0.013, 28, 10).turned("z", 90).moved(0.0, 0.24, 0.07),
        ]
    )
    rim = merged(
        [
            block((0.56, 0.012, 0.03), (0.0, 0.0, 0.19), _BRUSHED, 0.005),
            block((0.56, 0.012, 0.03), (0.0, 0.0, -0.19), _BRUSHED, 0.005),
            block((0.03, 0.012, 0.4), (-0.27, 0.0, 0.0), _BRUSHED, 0.005),
            block((0.03, 0.012, 0.4), (0.27, 0.0, 0.0), _BRUSHED, 0.005),
        ]
    )
    return merged(
        [
            rim.moved(0.0, y, z),
            tap.moved(0.0, y, z - 0.22),
            merged([kettle, kettle_handle, spout]).moved(1.05, y, z - 0.02),
            merged([pan, pan_handle]).turned("y", 150).moved(-1.05, y, z - 0.02),
        ]
    )


def _shelf() -> Mesh:
    """Two open shelves beside the window with jars and bowls, mirrored about the middle."""
    parts = []
    for side in (-1.0, 1.0):
        x = side * 1.55
        parts.append(block((1.2, 0.035, 0.24), (x, 1.72, FRONT_Z_M + 0.13), OAK, 0.008))
        for i, height in enumerate((0.2, 0.16, 0.13)):
            jar = furniture.jar((SAGE, CREAM, CLAY)[i], height)
            parts.append(jar.moved(x + side * (0.42 - 0.19 * i), 1.755, FRONT_Z_M + 0.13))
        parts.append(furniture.bowl(0.1, CREAM).moved(x - side * 0.28, 1.755, FRONT_Z_M + 0.13))
        plant = furniture.potted_plant(0.5, 9, 4).stretched(0.45, 0.45, 0.45)
        parts.append(plant.moved(side * 0.55, 1.135, FRONT_Z_M + 0.03))
    return merged(parts)


def _table() -> Mesh:
    """Its top is at y = 0; the legs are long enough for every height and end in the floor."""
    depth, middle = TABLE_NEAR_Z_M - TABLE_FAR_Z_M, (TABLE_NEAR_Z_M + TABLE_FAR_Z_M) / 2
    pale = linear("cfae83")
    top = rounded_box(TABLE_WIDTH_M, 0.034, depth, 0.012, 3).moved(0.0, -0.017, middle).coloured(pale)
    apron = [
        block((TABLE_WIDTH_M - 0.16, 0.07, 0.02), (0.0, -0.104, z), OAK, 0.005)
        for z in (TABLE_NEAR_Z_M - 0.07, TABLE_FAR_Z_M + 0.07)
    ]
    legs = [
        block((0.06, 0.85, 0.06), (x, -0.884, z), OAK, 0.012)
        for x in (-TABLE_WIDTH_M / 2 + 0.07, TABLE_WIDTH_M / 2 - 0.07)
        for z in (TABLE_NEAR_Z_M - 0.07, TABLE_FAR_Z_M + 0.07)
    ]
    return merged([top, *apron, *legs])


def _fruit_bowl() -> Mesh:
    fruit = [
        furniture.apple(rgb).moved(x, y, z)
        for x, y, z, rgb in (
            (-0.035, 0.035, 0.02, linear("b8584a")),
            (0.045, 0.035, 0.015, linear("c9a84e")),
            (0.0, 0.04, -0.045, linear("8fa552")),
        )
    ]
    return merged([furniture.bowl(0.13, CREAM), *fruit])


def _books() -> Mesh:
    return merged(
        [
            block((0.17, 0.028, 0.24), (0.0, 0.0, 0.0), DUSK, 0.004).turned("y", 8),
            block((0.15, 0.022, 0.21), (0.0, 0.028, 0.0), CLAY, 0.004).turned("y", -6),
        ]
    )


def _pad() -> Mesh:
    """Where a hand rests between reaches; its underside is on the table."""
    disc = cylinder(0.1, 0.006, 40, 0.002).coloured(linear("7f9f95"))
    ring = torus(0.1, 0.005, 44, 8).moved(y=0.004).coloured(linear("e6efe9"))
    palm = cylinder(0.045, 0.001, 28).moved(y=0.006).coloured(linear("a9c4ba"))
    return merged([disc, ring, palm])


def _target() -> Mesh:
    """A ball of radius 1 with a lighter band, so that its middle and its size can be seen without colour."""
    ball = sphere(1.0, 32, 20).coloured(linear("e0a040"))
    band = torus(1.0, 0.05, 48, 8).coloured(linear("fff0cf"))
    return merged([ball, band, band.turned("x", 90)])


def _view() -> Mesh:
    """A quiet garden behind the window."""
    lawn = quads(
        np.array([[(-30, -0.6, -3.0), (30, -0.6, -3.0), (30, -0.6, -26.0), (-30, -0.6, -26.0)]], dtype=float),
        np.array([linear("9db57f")]),
    )
    random = np.random.default_rng(12)
    bushes = []
    for i in range(15):
        radius = 1.2 + 0.8 * random.random()
        shade = 0.85 + 0.3 * random.random()
        green = tuple(channel * shade for channel in linear("86a272"))
        bush = sphere(radius, 12, 8).stretched(1.25, 0.9, 1.0)
        bushes.append(
            bush.moved(-15.4 + 2.2 * i, -0.2, -16.0 - 2.0 * random.random()).coloured(
                (green[0], green[1], green[2])
            )
        )
    return merged([lawn, *[bush.shaded(0.7, -0.6, 1.2) for bush in bushes]])
