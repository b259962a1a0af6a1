"""The safe room: a small warm room with a wide, still view, and a light to breathe with."""

from __future__ import annotations

import numpy as np

from environments.behaviours import Breathe
from environments.modelling import furniture, sound
from environments.modelling.furniture import CLAY, CREAM, LINEN, OAK, SAGE, block
from environments.modelling.material import MATT, SATIN, Material, linear
from environments.modelling.mesh import Mesh, merged, quad, quads, sphere
from environments.modelling.model import Model
from environments.placement import Placement
from environments.scene import (
    Anchor,
    FloorArea,
    Fog,
    Light,
    LightKind,
    Node,
    Scene,
    Sky,
    Sound,
)

WIDTH_M, DEPTH_M, HEIGHT_M = 4.8, 5.2, 2.6
FRONT_Z_M = -2.8
WINDOW_WIDTH_M, SILL_M, LINTEL_M = 2.8, 0.75, 2.2
PACER_PLACE = (0.0, 0.84, -1.9)

_GLOW = Material("lamp", roughness=0.6, emissive=(0.9, 0.66, 0.38), two_sided=True)
_PACER = Material("pacer", colour=(0.5, 0.72, 0.74, 1.0), roughness=0.35, emissive=(0.16, 0.3, 0.31))


def model() -> Model:
    stand, shade = furniture.floor_lamp()
    return Model(
        scene(),
        {
            "room": ((_room(), MATT),),
            "furniture": ((_furniture(stand), SATIN),),
            "lamp_shade": ((shade.moved(-1.75, 0.0, -1.7), _GLOW),),
            "view": ((_view(), MATT),),
            "pacer": ((sphere(0.2, 32, 20), _PACER),),
        },
        {"warm.wav": sound.warm_tone(), "cue.wav": sound.gentle_cue()},
    )


def scene() -> Scene:
    half, back = WIDTH_M / 2, FRONT_Z_M + DEPTH_M
    return Scene(
        id="safe_room",
        glb="safe_room.glb",
        nodes=(
            Node(id="view", mesh="view", casts_shadow=False),
            Node(id="room", mesh="room"),
            Node(id="furniture", mesh="furniture"),
            Node(id="lamp_shade", mesh="lamp_shade", casts_shadow=False),
            Node(
                id="pacer",
                mesh="pacer",
                placement=Placement(PACER_PLACE),
                casts_shadow=False,
                behaviours=(Breathe(breaths_per_min=6.0, in_share=0.4, small=0.55, large=1.0),),
            ),
        ),
        lights=(
            Light(
                id="daylight",
                kind=LightKind.SKY,
                colour=(0.94, 0.92, 0.88),
                ground=(0.66, 0.57, 0.48),
                intensity=0.78,
            ),
            Light(
                id="sun",
                kind=LightKind.SUN,
                colour=(1.0, 0.9, 0.74),
                intensity=0.5,
                azimuth_deg=28.0,
                elevation_deg=32.0,
                shadows=True,
            ),
            Light(
                id="lamp",
                kind=LightKind.POINT,
                colour=(1.0, 0.78, 0.52),
                intensity=0.9,
                position=(-1.75, 1.45, -1.7),
            ),
        ),
        sky=Sky(zenith=linear("8fb6d6"), horizon=linear("e9ddc8"), below=linear("a9b89a")),
        fog=Fog(colour=linear("dcd9cc"), density_per_m=0.004),
        sounds=(
            Sound(id="warm", file="warm.wav", loop=True),
            Sound(id="cue", file="cue.wav"),
        ),
        anchors=(
            Anchor(id="panel", placement=Placement((0.0, 1.45, -1.5))),
            Anchor(id="pacer", placement=Placement(PACER_PLACE)),
        ),
        floor=(
            FloorArea(
                id="room",
                corners=((-half, back), (half, back), (half, FRONT_Z_M), (-half, FRONT_Z_M)),
            ),
        ),
    )


def _room() -> Mesh:
    """Floorboards, walls with a wide window ahead, ceiling, skirting."""
    half, back, middle = WIDTH_M / 2, FRONT_Z_M + DEPTH_M, FRONT_Z_M + DEPTH_M / 2
    wall, thick = linear("e9dfcf"), 0.14
    random = np.random.default_rng(7)
    boards = []
    for i in range(round(WIDTH_M / 0.16)):
        shade = 0.86 + 0.2 * random.random()
        rgb = (OAK[0] * shade, OAK[1] * shade, OAK[2] * shade)
        boards.append(block((0.157, 0.03, DEPTH_M), (-half + 0.08 + 0.16 * i, -0.03, middle), rgb, 0.003))
    side = (WIDTH_M - WINDOW_WIDTH_M) / 2
    front = FRONT_Z_M - thick / 2
    walls = [
        block((thick, HEIGHT_M, DEPTH_M + 2 * thick), (-half - thick / 2, 0.0, middle), wall, 0.004),
        block((thick, HEIGHT_M, DEPTH_M + 2 * thick), (half + thick / 2, 0.0, middle), wall, 0.004),
        block((WIDTH_M, HEIGHT_M, thick), (0.0, 0.0, back + thick / 2), wall, 0.004),
        block((side, HEIGHT_M, thick), (-half + side / 2, 0.0, front), wall, 0.004),
        block((side, HEIGHT_M, thick), (half - side / 2, 0.0, front), wall, 0.004),
        block((WINDOW_WIDTH_M, SILL_M, thick), (0.0, 0.0, front), wall, 0.004),
        block((WINDOW_WIDTH_M, HEIGHT_M - LINTEL_M, thick), (0.0, LINTEL_M, front), wall, 0.004),
    ]
    shaded = [part.shaded(0.72, 0.0, 0.9) for part in walls]
    ceiling = block((WIDTH_M + 2 * thick, 0.1, DEPTH_M + 2 * thick), (0.0, HEIGHT_M, middle), CREAM, 0.004)
    skirting = [
        block((0.02, 0.09, DEPTH_M), (-half + 0.01, 0.0, middle), CREAM, 0.006),
        block((0.02, 0.09, DEPTH_M), (half - 0.01, 0.0, middle), CREAM, 0.006),
        block((WIDTH_M, 0.09, 0.02), (0.0, 0.0, FRONT_Z_M + 0.01), CREAM, 0.006),
        block((WIDTH_M, 0.09, 0.02), (0.0, 0.0, back - 0.01), CREAM, 0.006),
    ]
    tall = LINTEL_M - SILL_M
    frame = [block((0.06, tall, 0.08), (x, SILL_M, front), CREAM, 0.012) for x in (-1.37, -0.45, 0.45, 1.37)]
    frame += [
        block((WINDOW_WIDTH_M, 0.06, 0.08), (0.0, LINTEL_M - 0.06, front), CREAM, 0.012),
        block((WINDOW_WIDTH_M + 0.16, 0.04, 0.26), (0.0, SILL_M - 0.02, FRONT_Z_M + 0.03), CREAM, 0.012),
    ]
    curtains = [_curtain(x) for x in (-1.62, 1.62)]
    rail = block((3.8, 0.025, 0.025), (0.0, 2.3, FRONT_Z_M + 0.1), furniture.WALNUT, 0.01)
    return merged([*boards, *shaded, ceiling, *skirting, *frame, *curtains, rail])


def _curtain(x: float) -> Mesh:
    """Linen that hangs in soft folds."""
    folds = np.linspace(0.0, 1.0, 41)
    xs, zs = x + (folds - 0.5) * 0.55, FRONT_Z_M + 0.1 + 0.03 * np.sin(folds * 2 * np.pi * 6)
    low, high = np.full(40, 0.06), np.full(40, 2.3)
    corners = np.stack(
        [
            np.stack([xs[:-1], low, zs[:-1]], axis=1),
            np.stack([xs[1:], low, zs[1:]], axis=1),
            np.stack([xs[1:], high, zs[1:]], axis=1),
            np.stack([xs[:-1], high, zs[:-1]], axis=1),
        ],
        axis=1,
    )
    depth = (zs[:-1] + zs[1:]) / 2 - FRONT_Z_M
    shade = 0.8 + (depth - 0.07) / 0.06 * 0.25
    return quads(corners, np.clip(np.array(LINEN) * shade[:, None], 0.0, 1.0))


def _furniture(lamp_stand: Mesh) -> Mesh:
    picture = merged(
        [
            block((0.03, 0.6, 0.8), (0.0, 0.0, 0.0), OAK, 0.008),
            block((0.012, 0.52, 0.72), (-0.014, 0.04, 0.0), CREAM, 0.004),
            block((0.012, 0.2, 0.5), (-0.02, 0.14, 0.0), SAGE, 0.004),
            block((0.012, 0.12, 0.5), (-0.019, 0.3, 0.0), linear("d8b48a"), 0.004),
        ]
    )
    return merged(
        [
            furniture.round_rug(1.5, (CLAY, CREAM, SAGE, CREAM, linear("d9c3a5"), linear("e4d4bb"))),
            furniture.armchair().turned("y", 38).moved(1.55, 0.0, -1.45),
            furniture.side_table(0.3, 0.5).moved(0.0, 0.0, -1.9),
            furniture.side_table(0.2, 0.5).moved(-1.45, 0.0, -1.3),
            furniture.mug(CREAM).moved(-1.42, 0.5, -1.26),
            lamp_stand.moved(-1.75, 0.0, -1.7),
            furniture.potted_plant(1.1, 18).moved(1.95, 0.0, -2.35),
            furniture.potted_plant(0.42, 11, 8).stretched(0.6, 0.6, 0.6).moved(-0.95, SILL_M + 0.02, -2.72),
            furniture.bookshelf().turned("y", 90).moved(-2.24, 0.0, -0.1),
            picture.moved(2.385, 1.2, -0.2),
            picture.turned("y", -90).stretched(0.8, 0.8, 1.0).moved(-0.9, 1.35, FRONT_Z_M + DEPTH_M - 0.02),
            _door().moved(0.9, 0.0, FRONT_Z_M + DEPTH_M),
            furniture.potted_plant(0.8, 14, 6).moved(-2.0, 0.0, FRONT_Z_M + DEPTH_M - 0.4),
        ]
    )


def _door() -> Mesh:
    """A plain door in the wall behind, so that there is a way out in sight."""
    panel = linear("dcd0bb")
    parts = [block((0.86, 2.04, 0.04), (0.0, 0.0, -0.01), panel, 0.008)]
    parts += [
        block((0.6, height, 0.02), (0.0, y, -0.03), CREAM, 0.009) for y, height in ((0.2, 0.75), (1.1, 0.75))
    ]
    parts += [block((0.08, 2.12, 0.06), (x, 0.0, -0.02), CREAM, 0.01) for x in (-0.47, 0.47)]
    parts.append(block((1.02, 0.08, 0.06), (0.0, 2.06, -0.02), CREAM, 0.01))
    parts.append(block((0.13, 0.02, 0.02), (0.33, 1.02, -0.07), furniture.WALNUT, 0.009))
    return merged(parts)


def _view() -> Mesh:
    """Meadow, lake and hills that fade into the haze; nothing in it moves."""
    ground = -2.5
    near = quad([(-70, ground, -3.2), (70, ground, -3.2), (70, ground - 1, -60), (-70, ground - 1, -60)])
    lake = quad(
        [(-260, ground - 2, -58), (260, ground - 2, -58), (400, ground - 2, -300), (-400, ground - 2, -300)]
    )
    parts = [near.coloured(linear("93a878")), lake.coloured(linear("a9c0c8"))]
    hills = (
        (90.0, 5.0, linear("7f9a70"), 0.3),
        (170.0, 17.0, linear("8fa58f"), 1.7),
        (260.0, 34.0, linear("a8b8b4"), 3.1),
    )
    for distance, height, rgb, phase in hills:
        x = np.linspace(-distance * 1.6, distance * 1.6, 61)
        wave = 0.55 + 0.3 * np.sin(x / distance * 4 + phase) + 0.15 * np.sin(x / distance * 11 + 2 * phase)
        crest = ground + height * wave * np.clip(np.abs(x) / distance * 1.4 + 0.25, 0.0, 1.0)
        low = np.full_like(x, ground - 3)
        z = np.full_like(x, -distance)
        corners = np.stack(
            [
                np.stack([x[:-1], low[:-1], z[:-1]], axis=1),
                np.stack([x[1:], low[1:], z[1:]], axis=1),
                np.stack([x[1:], crest[1:], z[1:] - height], axis=1),
                np.stack([x[:-1], crest[:-1], z[:-1] - height], axis=1),
            ],
            axis=1,
        )
        parts.append(quads(corners, np.tile(np.array(rgb), (60, 1))))
    return merged(parts)
