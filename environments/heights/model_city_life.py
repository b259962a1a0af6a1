"""What moves in the town."""

from __future__ import annotations

from environments.behaviours import Loop
from environments.heights.model_city_plan import ACROSS, lap
from environments.modelling import town
from environments.modelling.material import SATIN
from environments.modelling.model import Parts
from environments.scene import Node


def nodes() -> list[Node]:
    return [Node(id=f"car_{i+1}", mesh="car", parent="city", casts_shadow=False, behaviours=(Loop(path=lap(*ACROSS), speed_mps=5.0, start_m=i*27.0, turn_m=2.6),)) for i in range(8)]


def meshes() -> dict[str, Parts]:
    return {"car": ((town.car((0.5, 0.1, 0.1)), SATIN),)}
