"""An environment to test the stage with: a magenta wall, which is a colour the safe room never shows."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from environments.assets import Built, contents
from environments.behaviours import ByParameter, Channel, Curve
from environments.modelling.material import Material
from environments.modelling.mesh import Mesh, box, merged
from environments.modelling.model import Model
from environments.placement import Placement
from environments.scene import ColourCurve, FloorArea, Light, LightKind, Node, Scene, Sky, Sound

MAGENTA = Material("magenta", colour=(0.0, 0.0, 0.0, 1.0), emissive=(1.0, 0.0, 1.0))
GREEN = Material("green", colour=(0.0, 0.0, 0.0, 1.0), emissive=(0.0, 1.0, 0.0))
BLUE = Material("blue", colour=(0.0, 0.0, 0.0, 1.0), emissive=(0.0, 0.0, 1.0))
WHITE = Material("white")
BRIGHTNESS = "brightness"
SHIFT = "shift_m"


def wall(width_m: float, height_m: float) -> Mesh:
    """Thin, and facing everywhere."""
    return box(width_m, height_m, 0.02)


def model() -> Model:
    """A wall 3 m ahead with a green pole and beam before it, a box that a parameter shifts, one that rides on it."""
    light = Curve(parameter=BRIGHTNESS, points=((0.0, 0.0), (1.0, 1.0)))
    shade = ColourCurve(parameter=BRIGHTNESS, stops=((0.0, (0.0, 0.0, 0.0)), (1.0, (1.2, 1.2, 1.2))))
    shift = ByParameter(channel=Channel.X, curve=Curve(parameter=SHIFT, points=((-2.0, -2.0), (2.0, 2.0))))
    scene = Scene(
        id="magenta",
        glb="magenta.glb",
        nodes=(
            Node(id="wall", mesh="wall", placement=Placement((0.0, 1.2, -3.0))),
            Node(id="cross", mesh="cross", placement=Placement((0.0, 1.2, -2.9))),
            Node(id="floor", mesh="floor"),
            Node(id="shelf", mesh="small", placement=Placement((-0.8, 0.6, -2.0))),
            Node(id="book", mesh="small", parent="shelf", placement=Placement((0.0, 0.3, 0.0))),
            Node(id="slider", mesh="small", placement=Placement((0.0, 2.0, -2.0)), behaviours=(shift,)),
            Node(id="rider", mesh="small", parent="slider", placement=Placement((0.0, -0.3, 0.0))),
        ),
        lights=(Light(id="sky", kind=LightKind.SKY, colour=shade, ground=shade),),
        sky=Sky(zenith=shade, horizon=shade, below=shade),
        sounds=(
            Sound(id="tone", file="tone.wav", loop=True, gains=(light,)),
            Sound(id="beep", file="tone.wav", node="wall"),
        ),
        floor=(FloorArea(id="floor", corners=((-1.0, 1.0), (1.0, 1.0), (1.0, -1.0), (-1.0, -1.0))),),
    )
    cross = merged([wall(0.05, 4.0), wall(4.0, 0.05)])
    return Model(
        scene,
        {
            "wall": ((wall(2.4, 1.6), MAGENTA),),
            "cross": ((cross, GREEN),),
            "floor": ((box(20.0, 0.02, 20.0), WHITE),),
            "small": ((wall(0.2, 0.2), BLUE),),
        },
        {"tone.wav": 0.5 * np.sin(np.arange(44_100) * 2.0 * np.pi * 441.0 / 44_100.0)},
    )


def silent(made: Model) -> Model:
    """The same without its sounds."""
    return Model(made.scene.model_copy(update={"sounds": ()}), made.meshes, {})


def built(folder: Path, made: Model) -> Built:
    """A model's files in a folder."""
    files = contents(made)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return Built(made.scene, folder, dict.fromkeys(files, ""))


def magenta_share(picture: npt.NDArray[np.uint8]) -> float:
    """Share of the picture that has the wall's colour, however dark a blink has made it."""
    red, green, blue = (picture[:, :, i].astype(int) for i in range(3))
    return float(np.mean((np.minimum(red, blue) > 20) & (np.minimum(red, blue) > 3 * green)))


def green(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Where the picture is green."""
    red, strong, blue = (picture[:, :, i].astype(int) for i in range(3))
    return (strong > 60) & (strong > 2 * red) & (strong > 2 * blue)


def blue(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Where the picture is blue."""
    red, green, strong = (picture[:, :, i].astype(int) for i in range(3))
    return (strong > 60) & (strong > 2 * red) & (strong > 2 * green)
