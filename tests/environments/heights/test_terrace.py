"""The terrace as it is built: a rail that is as high as it says and closes the edge, and a floor that clears evenly."""

from itertools import pairwise

import numpy as np
import pytest

from environments.behaviours import evaluate
from environments.heights import model_terrace_rail as rails
from environments.heights import model_terrace_scene as terrace
from environments.heights.spec import SPEC
from environments.modelling.mesh import Floats
from environments.modelling.model import Parts

NODES = {node.id: node for node in terrace.nodes()}
OPENING_M = 0.11
"""No ball of this size goes through a railing that children may lean on."""


def corners(parts: Parts, node: str, **values: float) -> Floats:
    """Corners of a node's mesh in the slab's space."""
    state = evaluate(NODES[node], 0.0, SPEC.defaults() | values)
    everything = np.concatenate([mesh.positions for mesh, _ in parts])
    placed: Floats = everything * np.array(state.scale) + np.array(state.position)
    return placed


@pytest.mark.parametrize("rail_height_m", [0.6, 1.1, 1.3])
def test_the_bars_are_as_high_as_the_rail_is_said_to_be(rail_height_m: float) -> None:
    """Their highest line, where a hand lies, is within a centimetre of the parameter."""
    for node, parts in (("handrail", rails.handrail()), ("gate_bar", rails.gate_bar())):
        placed = corners(parts, node, rail_height_m=rail_height_m)
        assert placed[:, 1].max() == pytest.approx(rail_height_m, abs=0.01)


def test_the_closed_rail_has_no_gap_to_slip_through() -> None:
    """From side to side, from the floor to the lowest edge of the panes, and from their highest edge to the bars."""
    panes = corners(rails.clouded(), "rail", rail_height_m=1.1)
    gate = corners(rails.gate_clouded(), "gate", rail_height_m=1.1)
    bars = corners(rails.handrail(), "handrail", rail_height_m=1.1)
    for placed in (panes, gate):
        assert placed[:, 1].min() < OPENING_M
        assert bars[:, 1].min() - placed[:, 1].max() < OPENING_M
    ends = sorted({round(float(x), 3) for x in np.concatenate([panes, gate])[:, 0]})
    covered = [ends[0] + 3.0, 3.0 - ends[-1], *(b - a for a, b in list(pairwise(ends))[1::2])]
    assert max(covered) < OPENING_M


@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.5, 0.8, 1.0])
def test_the_floor_lets_through_the_share_that_the_parameter_says(share: float) -> None:
    """Nothing at 0 and everything at 1: what wood and milk let through is multiplied."""
    values = SPEC.defaults() | {"floor_transparency": share}
    through = 1.0
    for layer in ("floor_solid", "floor_milk"):
        state = evaluate(NODES[layer], 0.0, values)
        through *= 1.0 - state.tint[3] if state.visible else 1.0
    assert through == pytest.approx(share, abs=0.005)


def test_a_plank_that_goes_out_opens_the_gate_only() -> None:
    """The rest of the rail stays, and so do the rails at the sides."""
    values = SPEC.defaults() | {"plank_length_m": 1.0}
    shown = {node for node in NODES if evaluate(NODES[node], 0.0, values).visible}
    assert not shown & {"gate", "gate_glass", "gate_bar"}
    assert {"rail", "rail_posts", "handrail", "side_rails", "plank"} <= shown
