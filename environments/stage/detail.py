"""What is drawn only from near: fine things whose loss nobody sees from further away."""

from __future__ import annotations

from typing import NamedTuple

from panda3d.core import LPoint3f, NodePath

EVERY_TICKS = 6
LEAVES = 1.12
"""What has come near stays until it is this many times further away: nothing comes and goes as a head sways."""


class _Piece(NamedTuple):
    path: NodePath
    carrier: NodePath
    """Its middle is in this space."""
    middle: LPoint3f
    reach_m: float
    """From its middle to its farthest vertex."""
    within_m: float


class Detail:
    """The pieces of a scene that are drawn only from near."""

    def __init__(self, root: NodePath, share: float) -> None:
        """`share` of a piece's distance counts: the less, the sooner it is left out."""
        self._root = root
        self._share = share
        self._pieces: list[_Piece] = []
        self._tick: int | None = None

    def add(self, path: NodePath, carrier: NodePath, within_m: float) -> None:
        """Draw this piece, whose vertices are in the space of `carrier`, only from within so many metres."""
        bounds = path.get_tight_bounds(carrier)
        if bounds is None:
            return  # nothing to draw, from near or far
        low, high = bounds
        middle, reach_m = low + (high - low) / 2, (high - low).length() / 2
        self._pieces.append(_Piece(path, carrier, middle, reach_m, within_m * self._share))

    def update(self, tick: int, eye: tuple[float, float, float]) -> None:
        """Show what is near enough to an eye here (engine axes); looked at again every few ticks."""
        if self._tick is not None and 0 <= tick - self._tick < EVERY_TICKS:
            return
        self._tick = tick
        seen_from = LPoint3f(*eye)
        for path, carrier, middle, reach_m, within_m in self._pieces:
            there = self._root.get_relative_point(carrier, middle)
            away_m = (there - seen_from).length() - reach_m
            shown = not path.is_hidden()
            if shown and away_m > within_m * LEAVES:
                path.hide()
            elif not shown and away_m < within_m:
                path.show()
