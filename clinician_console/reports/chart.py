"""The chart of one visit: SUDS over time, what happened to safety, and under it the step of the ladder.

Both panels have the same time axis, so that a rating stands over the step on which it was given.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from clinician_console.reports.drawing import GREY, Canvas, width_of
from clinician_console.reports.model import Mark, Rating, VisitReport
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
from clinician_console.reports.sheet import at, lasting
from clinician_console.reports.vocabulary import MARKS
from therapy.observations import HIGHEST, Scale
from therapy.translation import translate
from therapy.words import N_

LANE: Final = 18
LANES: Final = 3
"""Rows in which labels of happenings may stand beside each other; a sign without room for its label stands alone."""
MOST_LABELS: Final = 40
"""More ratings than this are drawn without their figures, which the table has."""
SHOWN: Final = ("stop", "pause", "adverse", "flag", "fault")


class Axis(NamedTuple):
    """Session time across the picture."""

    seconds: float

    def x(self, at_s: float) -> float:
        """Where a moment stands."""
        return LEFT + (WIDTH - LEFT - RIGHT) * min(at_s, self.seconds) / self.seconds

    @property
    def minutes(self) -> list[int]:
        """Whole minutes that get a line: six to a dozen of them."""
        every = next((step for step in (1, 2, 5) if self.seconds / 60 / step <= 12), 10)
        return list(range(0, int(self.seconds // 60) + 1, every))


class Place(NamedTuple):
    """Where a happening stands in the strip between the panels."""

    mark: Mark
    x: float
    lane: int
    words: str
    before: bool
    """Its words stand before the sign: after it, they would leave the picture."""


def chart(report: VisitReport) -> str:
    """The picture as SVG."""
    marks = [mark for mark in report.marks if mark.kind in SHOWN]
    rungs = max([report.ordered.highest_step or report.plan.steps, *(stay.step for stay in report.stays)])
    axis = Axis(max([60.0, 60 * report.minutes, *(stay.until_s for stay in report.stays)]))
    places = _placed(axis, marks)
    strip_top = SUDS_TOP + SUDS_HEIGHT + 8
    ladder_top = strip_top + LANE * max((place.lane + 1 for place in places), default=0) + 26
    bottom = ladder_top + rungs * RUNG
    canvas = Canvas(WIDTH, bottom + 66)
    _grid(canvas, axis, rungs, ladder_top, bottom)
    for place in places:
        canvas.line([(place.x, suds_y(HIGHEST[Scale.SUDS])), (place.x, bottom)], 1, "2 3", GREY)
    _happenings(canvas, places, strip_top)
    _ladder(canvas, axis, report, bottom)
    _suds(canvas, axis, [one for one in report.ratings if one.scale is Scale.SUDS])
    _key(canvas, bottom + 52, {mark.kind for mark in marks})
    return canvas.svg(alternative(report))


def alternative(report: VisitReport) -> str:
    """What the picture shows, in words with all its figures."""
    suds = [one for one in report.ratings if one.scale is Scale.SUDS]
    told = [
        translate(
            N_("Chart of SUDS from 0 to 100 and of the step of the ladder over the minutes of the visit.")
        )
    ]
    if suds:
        ratings = ", ".join(f"{at(one.at_s)} {one.value}" for one in suds)
        told.append(translate(N_("SUDS by time: {ratings}."), ratings=ratings))
    else:
        told.append(translate(N_("SUDS was not rated.")))
    if report.stays:
        words = N_("step {step} from {begin} to {end}")
        stays = ", ".join(
            translate(words, step=stay.step, begin=at(stay.from_s), end=at(stay.until_s))
            for stay in report.stays
        )
        told.append(translate(N_("Ladder: {stays}."), stays=stays))
    else:
        told.append(translate(N_("No step was entered.")))
    marks = ", ".join(f"{at(one.at_s)} {label(one)}" for one in report.marks if one.kind in SHOWN)
    told.append(
        translate(N_("Marked: {marks}."), marks=marks)
        if marks
        else translate(N_("No stop, pause, flag, fault or adverse event is marked."))
    )
    return " ".join(told)


def label(mark: Mark) -> str:
    """A mark in one to three words."""
    kind = translate(MARKS[mark.kind])
    return f"{kind} {lasting(mark.lasted_s)}" if mark.lasted_s is not None else kind


def _grid(canvas: Canvas, axis: Axis, rungs: int, ladder_top: float, bottom: float) -> None:
    scales(canvas, rungs, translate(N_("Step")), ladder_top, bottom, stays=True)
    for minute in axis.minutes:
        x = axis.x(60 * minute)
        canvas.line([(x, suds_y(0)), (x, suds_y(0) + 4)], 1)
        canvas.line([(x, bottom), (x, bottom + 5)], 1)
        canvas.text(x, bottom + 18, str(minute), anchor="middle")
    canvas.text(WIDTH - RIGHT, bottom + 32, translate(N_("Minutes of the visit")), anchor="end")
    frames(canvas, ladder_top, bottom)


def _suds(canvas: Canvas, axis: Axis, suds: Sequence[Rating]) -> None:
    way: list[tuple[float, float]] = []
    for one in suds:
        x, y = axis.x(one.at_s), suds_y(one.value)
        if way:
            way.append((x, way[-1][1]))
        way.append((x, y))
    if len(way) > 1:
        canvas.line(way, 1.3)
    before = 0
    for one in suds:
        x, y = axis.x(one.at_s), suds_y(one.value)
        canvas.dot(x, y, filled=one.step is not None)
        if len(suds) <= MOST_LABELS:  # under a fall, over a rise: where the line is not
            y += 16 if before > one.value >= 10 else -8
            canvas.text(x, y, str(one.value), size=11.5, anchor="middle", bold=True, clear=True)
        before = one.value


def _placed(axis: Axis, marks: Sequence[Mark]) -> list[Place]:
    free = [0.0] * LANES
    places = []
    for mark in marks:
        x, words = axis.x(mark.at_s), label(mark)
        wide = width_of(words, 11.5)
        lane = next((lane for lane in range(LANES) if free[lane] <= x - 9), None)
        if lane is None:
            lane, words, wide = free.index(min(free)), "", 0.0
        before = x + 10 + wide > WIDTH
        if before and free[lane] > x - 12 - wide:
            words, wide, before = "", 0.0, False
        free[lane] = x + (10 if before else 14 + wide)
        places.append(Place(mark, x, lane, words, before))
    return places


def _happenings(canvas: Canvas, places: Sequence[Place], top: float) -> None:
    for place in places:
        y = top + place.lane * LANE + LANE / 2
        canvas.mark(place.mark.kind, place.x, y)
        x = place.x + (-10 if place.before else 10)
        anchor = "end" if place.before else "start"
        canvas.text(x, y + 4, place.words, size=11.5, anchor=anchor, clear=True)


def _ladder(canvas: Canvas, axis: Axis, report: VisitReport, bottom: float) -> None:
    for stay in report.stays:
        x, end = axis.x(stay.from_s), axis.x(stay.until_s)
        fill = "#ffffff" if stay.warm_up else GREY
        canvas.box(x, bottom - stay.step * RUNG + 3, max(1.5, end - x), RUNG - 6, fill)


def _key(canvas: Canvas, y: float, kinds: set[str]) -> None:
    x = float(LEFT)
    for filled, words in ((True, N_("rated in the exposure")), (False, N_("rated outside it"))):
        canvas.dot(x, y - 4, filled=filled)
        x = _named(canvas, x, y, translate(words))
    for kind in SHOWN:
        if kind in kinds:
            canvas.mark(kind, x, y - 4)
            x = _named(canvas, x, y, translate(MARKS[kind]))


def _named(canvas: Canvas, x: float, y: float, words: str) -> float:
    canvas.text(x + 10, y, words, size=11.5)
    return x + 28 + width_of(words, 11.5)
