"""The two panels that every chart has: SUDS above, and the ladder under it on the same axis."""

from typing import Final

from clinician_console.reports.drawing import HAIR, Canvas
from therapy.observations import HIGHEST, Scale
from therapy.translation import translate
from therapy.words import N_

WIDTH: Final = 720
LEFT, RIGHT = 52, 12
SUDS_TOP, SUDS_HEIGHT = 30, 190
RUNG: Final = 15


def suds_y(suds: float) -> float:
    """Where a rating stands."""
    return SUDS_TOP + SUDS_HEIGHT * (1 - suds / HIGHEST[Scale.SUDS])


def scales(canvas: Canvas, rungs: int, ladder: str, top: float, bottom: float, *, stays: bool) -> None:
    """Lines and numbers of both. `ladder`: title of the lower one, whose rungs are `stays` between lines, or lines."""
    end = WIDTH - RIGHT
    canvas.text(8, 16, translate(N_("SUDS (0 to 100)")), bold=True)
    for value in range(0, HIGHEST[Scale.SUDS] + 1, 20):
        canvas.line([(LEFT, suds_y(value)), (end, suds_y(value))], 0.7, ink=HAIR)
        canvas.text(LEFT - 7, suds_y(value) + 4, str(value), anchor="end")
    canvas.text(8, top - (8 if stays else 12), ladder, bold=True)
    for rung in range(rungs + 1):
        canvas.line([(LEFT, bottom - rung * RUNG), (end, bottom - rung * RUNG)], 0.7, ink=HAIR)
    for rung in range(1, rungs + 1):
        middle = rung - 0.5 if stays else rung
        canvas.text(LEFT - 7, bottom - middle * RUNG + 4, str(rung), size=11, anchor="end")


def frames(canvas: Canvas, top: float, bottom: float) -> None:
    """The axes, over all that was drawn so far."""
    for high, low in ((suds_y(HIGHEST[Scale.SUDS]), suds_y(0)), (top, bottom)):
        canvas.line([(LEFT, high), (LEFT, low), (WIDTH - RIGHT, low)], 1.2)
