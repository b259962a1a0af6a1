"""What is heard in the kitchen: almost nothing, a fridge, a clock on the wall, and what the hand does."""

from __future__ import annotations

from collections.abc import Mapping

from environments.curve import Curve
from environments.modelling import sounds_indoors as indoors
from environments.modelling import sounds_touch as touching
from environments.modelling.mesh import Floats
from environments.placement import Placement
from environments.scene import Node, Sound

NODES = (
    Node(id="fridge_hum", placement=Placement((2.05, 0.9, -2.4))),
    Node(id="clock_tick", placement=Placement((2.38, 1.95, 0.85))),
)
"""Places that only sound."""


def files() -> Mapping[str, Floats]:
    """Samples of each file that `SOUNDS` names."""
    return {
        "room.wav": indoors.room_tone(),
        "fridge.wav": indoors.fridge(),
        "clock.wav": indoors.clock(),
        "touch.wav": touching.touch_chime(),
        "cue.wav": touching.gentle_cue(),
        "miss.wav": touching.soft_miss(),
        "take.wav": touching.take(),
        "set_down.wav": touching.set_down(),
        "ceramic.wav": touching.ceramic(),
        "glass.wav": touching.glass(),
        "paper.wav": touching.paper(),
        "drop.wav": touching.drop(),
    }


_LOUD = Curve(parameter="sound_level", points=((0.0, 0.0), (1.0, 1.0)))
_HAND = "target"
"""Where the hand's business is while it reaches."""
_THING = "contact"
"""Where a thing is touched or set down: the task takes it there first."""

SOUNDS = (
    Sound(id="room", file="room.wav", loop=True, gains=(_LOUD,)),
    Sound(
        id="fridge", file="fridge.wav", node="fridge_hum", loop=True, reach_m=1.5, level=0.8, gains=(_LOUD,)
    ),
    Sound(id="clock", file="clock.wav", node="clock_tick", loop=True, reach_m=2.0, gains=(_LOUD,)),
    Sound(id="touch", file="touch.wav", node=_HAND, gains=(_LOUD,)),
    Sound(id="cue", file="cue.wav", node=_HAND, gains=(_LOUD,)),
    Sound(id="miss", file="miss.wav", gains=(_LOUD,)),
    Sound(id="take", file="take.wav", node=_THING, gains=(_LOUD,)),
    Sound(id="set_down", file="set_down.wav", node=_THING, gains=(_LOUD,)),
    Sound(id="ceramic", file="ceramic.wav", node=_THING, gains=(_LOUD,)),
    Sound(id="glass", file="glass.wav", node=_THING, gains=(_LOUD,)),
    Sound(id="paper", file="paper.wav", node=_THING, gains=(_LOUD,)),
    Sound(id="drop", file="drop.wav", node=_THING, gains=(_LOUD,)),
)
