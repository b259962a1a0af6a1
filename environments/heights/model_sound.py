"""What is heard on the terrace: wind that grows with the height, a city that sinks away below, what comes by.

Near the ground there are cars one by one, leaves and birds, and of the wind only its body. Higher up the single cars
and the leaves fade out by 20 m, the hum of the whole city stays, and the wind grows louder and brighter.
"""

from __future__ import annotations

from collections.abc import Mapping

from environments.curve import Curve
from environments.modelling import sounds_outdoors as outdoors
from environments.modelling import sounds_touch as touching
from environments.modelling.mesh import Floats
from environments.scene import Sound


def files() -> Mapping[str, Floats]:
    """Samples of each file that `SOUNDS` names."""
    return {
        "wind.wav": outdoors.wind(),
        "whistle.wav": outdoors.whistle(),
        "leaves.wav": outdoors.leaves(),
        "street.wav": outdoors.street(),
        "city.wav": outdoors.city(),
        "birds.wav": outdoors.birds(),
        "gust.wav": outdoors.gust(),
        "bird.wav": outdoors.bird_call(),
        "lift.wav": outdoors.lift_hum(),
        "thud.wav": outdoors.thud(),
        "take.wav": outdoors.ball_take(),
        "set_down.wav": touching.set_down(),
        "touch.wav": touching.touch_chime(),
        "cue.wav": touching.gentle_cue(),
    }


def _by(parameter: str, *points: tuple[float, float]) -> Curve:
    return Curve(parameter=parameter, points=points)


# An ear hears ratios: what is in the middle of a scale of shares is louder than half.
_LOUD = _by("sound_level", (0.0, 0.0), (0.4, 0.6), (1.0, 1.0))
_BREEZE = _by("wind", (0.0, 0.06), (0.1, 0.25), (0.4, 0.6), (1.0, 1.0))
_BUSY = _by("traffic", (0.0, 0.1), (0.3, 0.5), (1.0, 1.0))
_BY_DAY = _by("time_of_day", (6.0, 0.6), (8.0, 1.0), (17.0, 0.8), (19.5, 0.0))

SOUNDS = (
    Sound(
        id="wind",
        file="wind.wav",
        loop=True,
        level=0.6,
        gains=(_BREEZE, _by("height_m", (0.0, 0.2), (3.0, 0.3), (20.0, 0.75), (60.0, 1.0)), _LOUD),
    ),
    Sound(
        id="whistle",
        file="whistle.wav",
        loop=True,
        level=0.55,
        gains=(
            _by("wind", (0.0, 0.0), (0.3, 0.15), (1.0, 1.0)),
            _by("height_m", (0.0, 0.0), (8.0, 0.1), (20.0, 0.3), (40.0, 0.8), (60.0, 1.0)),
            _LOUD,
        ),
    ),
    Sound(
        id="leaves",
        file="leaves.wav",
        loop=True,
        level=0.28,
        gains=(_BREEZE, _by("height_m", (0.0, 1.0), (5.0, 0.6), (18.0, 0.0)), _LOUD),
    ),
    Sound(
        id="street",
        file="street.wav",
        loop=True,
        level=0.6,
        gains=(_BUSY, _by("height_m", (0.0, 1.0), (3.0, 0.75), (10.0, 0.3), (20.0, 0.0)), _LOUD),
    ),
    Sound(
        id="city",
        file="city.wav",
        loop=True,
        level=0.4,
        gains=(_BUSY, _by("height_m", (0.0, 0.5), (20.0, 1.0), (60.0, 0.7)), _LOUD),
    ),
    Sound(
        id="birds",
        file="birds.wav",
        loop=True,
        level=0.7,
        gains=(_BY_DAY, _by("height_m", (0.0, 1.0), (12.0, 0.5), (40.0, 0.0)), _LOUD),
    ),
    Sound(id="gust", file="gust.wav", level=0.6, gains=(_LOUD,)),
    Sound(id="bird", file="bird.wav", node="bird", reach_m=6.0, gains=(_LOUD,)),
    Sound(id="lift", file="lift.wav", node="other_lift", reach_m=4.0, level=0.8, gains=(_LOUD,)),
    Sound(id="thud", file="thud.wav", node="ball", reach_m=6.0, level=0.8, gains=(_LOUD,)),
    Sound(id="take", file="take.wav", node="ball", gains=(_LOUD,)),
    Sound(id="set_down", file="set_down.wav", node="ball", gains=(_LOUD,)),
    Sound(id="cue", file="cue.wav", level=0.7, gains=(_LOUD,)),
    Sound(id="touch", file="touch.wav", level=0.7, gains=(_LOUD,)),
)
