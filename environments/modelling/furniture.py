"""Pieces that furniture is made of: rounded blocks and bevelled planks, each with its underside where it is put."""

from __future__ import annotations

from environments.modelling.material import linear
from environments.modelling.mesh import Mesh, Rgb, bar, rounded_box

CLAY = linear("bf7f5f")


def block(
    size: tuple[float, float, float], at: tuple[float, float, float], rgb: Rgb, radius: float = 0.015
) -> Mesh:
    """A rounded box of (width, height, depth) whose underside is centred at `at`."""
    width, height, depth = size
    return (
        rounded_box(width, height, depth, radius, 1 if radius < 0.035 else 3)
        .moved(at[0], at[1] + height / 2, at[2])
        .coloured(rgb)
    )


def plank(
    size: tuple[float, float, float],
    at: tuple[float, float, float],
    rgb: Rgb,
    radius: float = 0.008,
    step_m: float = 0.4,
) -> Mesh:
    """Like `block`, cut across its longest side so that baked light can change along it; its grain runs along it."""
    width, height, depth = size
    longest = max(size)
    if width == longest:
        made = bar(width, height, depth, radius, step_m)
    elif height == longest:
        made = bar(height, width, depth, radius, step_m).turned("z", 90)
    else:
        made = bar(depth, height, width, radius, step_m).turned("y", 90)
    return made.moved(at[0], at[1] + height / 2, at[2]).coloured(rgb)
