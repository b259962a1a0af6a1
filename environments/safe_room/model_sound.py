"""What is heard in the safe room: a warm calm tone, soft rain behind the glass, birds far away; nothing sudden."""

from __future__ import annotations

from collections.abc import Mapping

from environments.modelling import sounds_indoors as indoors
from environments.modelling import sounds_outdoors as outdoors
from environments.modelling import sounds_touch as touching
from environments.modelling.mesh import Floats
from environments.placement import Placement
from environments.scene import Node, Sound

NODES = (Node(id="window_rain", placement=Placement((0.0, 1.4, -2.7))),)
"""Places that only sound."""


def files() -> Mapping[str, Floats]:
    """Samples of each file that `SOUNDS` names."""
    return {
        "warm.wav": indoors.warm_tone(),
        "rain.wav": indoors.rain(),
        "birds_far.wav": outdoors.birds(seed=67, calls=4, seconds=24.0),
        "cue.wav": touching.gentle_cue(),
    }


SOUNDS = (
    Sound(id="warm", file="warm.wav", loop=True, level=0.5),
    Sound(id="rain", file="rain.wav", node="window_rain", loop=True, reach_m=2.5, level=0.5),
    Sound(id="birds_far", file="birds_far.wav", loop=True, level=0.15),
    Sound(id="cue", file="cue.wav", level=0.5),
)
