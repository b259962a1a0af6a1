"""The chart of a course: SUDS peak and last of every visit, and under it the highest step reached."""

from typing import Final

from clinician_console.reports.drawing import GREY, Canvas, width_of
from clinician_console.reports.model import CourseReport, VisitLine
from clinician_console.reports.panels import (
    LEFT,
    RIGHT,
    RUNG,
    SUDS_HEIGHT,
    SUDS_TOP,
    WIDTH,
    frames,
    scales,
    suds_y,
)
from clinician_console.reports.vocabulary import MARKS
from therapy.translation import translate
from therapy.words import N_

MOST_DATES: Final = 16
"""More visits than this have a number under them and no date."""


def chart(report: CourseReport) -> str:
    """The picture as SVG."""
    visits, rungs = report.visits, max(1, report.steps)
    top = SUDS_TOP + SUDS_HEIGHT + 46
    bottom = top + rungs * RUNG
    canvas = Canvas(WIDTH, bottom + 84)
    wide = (WIDTH - LEFT - RIGHT) / max(1, len(visits))
    xs = [LEFT + wide * (number + 0.5) for number in range(len(visits))]
    _grid(canvas, rungs, top, bottom)
    for number, (x, visit) in enumerate(zip(xs, visits, strict=True), 1):
        if len(visits) <= 2 * MOST_DATES or number % 5 == 0 or number == 1:
            canvas.text(x, bottom + 17, str(number), anchor="middle")
        if len(visits) <= MOST_DATES:
            canvas.text(x, bottom + 31, visit.started_at[5:10], size=10.5, anchor="middle")
        if not visit.recorded:
            canvas.line([(x, suds_y(100)), (x, suds_y(0))], 1, "2 4", GREY)
        if visit.highest_step is not None:
            height = visit.highest_step * RUNG
            canvas.box(x - min(16, wide / 3), bottom - height, 2 * min(16, wide / 3), height, "#d0d0d0")
            canvas.text(x, bottom - height - 4, str(visit.highest_step), size=11, anchor="middle", bold=True)
        if visit.adverse:
            canvas.mark("adverse", x, suds_y(0) + 16)
            canvas.text(x + 9, suds_y(0) + 20, str(len(visit.adverse)), size=11)
    _suds(canvas, xs, visits)
    _key(canvas, bottom + 72, report)
    return canvas.svg(alternative(report))


def alternative(report: CourseReport) -> str:
    """What the picture shows, in words with all its figures."""
    told = [translate(N_("Chart of the highest and the last SUDS, and of the highest step, visit by visit."))]
    for number, visit in enumerate(report.visits, 1):
        day = visit.started_at[:10]
        if not visit.recorded:
            told.append(translate(N_("Visit {number}, {day}: not recorded here."), number=number, day=day))
            continue
        words = N_(
            "Visit {number}, {day}: SUDS at most {peak}, at last {last}, step {step}, adverse events {adverse}."
        )
        told.append(
            translate(
                words, number=number, day=day, peak=_or_none(visit.suds_peak), last=_or_none(visit.suds_last),
                step=_or_none(visit.highest_step), adverse=len(visit.adverse),
            )
        )  # fmt: skip
    return " ".join(told)


def _or_none(value: int | None) -> str:
    return translate(N_("none")) if value is None else str(value)


def _grid(canvas: Canvas, rungs: int, top: float, bottom: float) -> None:
    scales(canvas, rungs, translate(N_("Highest step")), top, bottom, stays=False)
    canvas.text(
        WIDTH - RIGHT, bottom + 46, translate(N_("Visits in order, with month and day")), anchor="end"
    )
    frames(canvas, top, bottom)


def _suds(canvas: Canvas, xs: list[float], visits: tuple[VisitLine, ...]) -> None:
    peaks = [
        (x, suds_y(one.suds_peak)) for x, one in zip(xs, visits, strict=True) if one.suds_peak is not None
    ]
    lasts = [
        (x, suds_y(one.suds_last)) for x, one in zip(xs, visits, strict=True) if one.suds_last is not None
    ]
    for way, dash in ((peaks, ""), (lasts, "6 4")):
        if len(way) > 1:
            canvas.line(way, 1.3, dash)
    for x, one in zip(xs, visits, strict=True):
        if one.suds_peak is not None and one.suds_last is not None:
            _peak(canvas, x, suds_y(one.suds_peak))
            canvas.text(
                x, suds_y(one.suds_peak) - 9, str(one.suds_peak), size=11.5, anchor="middle", bold=True
            )
            canvas.dot(x, suds_y(one.suds_last), filled=False)
            if one.suds_last != one.suds_peak:
                canvas.text(x, suds_y(one.suds_last) + 16, str(one.suds_last), size=11.5, anchor="middle")


def _peak(canvas: Canvas, x: float, y: float) -> None:
    canvas.shape([(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)])


def _key(canvas: Canvas, y: float, report: CourseReport) -> None:
    x = float(LEFT)
    _peak(canvas, x, y - 4)
    x = _named(canvas, x, y, translate(N_("highest SUDS")))
    canvas.dot(x, y - 4, filled=False)
    x = _named(canvas, x, y, translate(N_("last SUDS")))
    if any(not visit.recorded for visit in report.visits):
        canvas.line([(x, y - 11), (x, y + 3)], 1, "2 4", GREY)
        x = _named(canvas, x, y, translate(N_("made earlier or elsewhere, not recorded here")))
    if report.adverse:
        canvas.mark("adverse", x, y - 4)
        _named(canvas, x, y, translate(MARKS["adverse"]))


def _named(canvas: Canvas, x: float, y: float, words: str) -> float:
    canvas.text(x + 10, y, words, size=11.5)
    return x + 28 + width_of(words, 11.5)
