"""Moments of a visit worth starting from, each walked to once and copied for every test."""

import functools
from typing import Any

from tests.journeys.tasks import Practice
from tests.therapy.practice import Tower, Walk, briefing
from therapy.briefing import Briefing
from therapy.commands import Actor, Calm, EndVisit, Next, Stop, StopVia
from therapy.observations import Scale
from therapy.prescription import Adaptation, Mode
from therapy.protocol import Phase, Purpose

DOCTOR, PATIENT, HOST = Actor.THERAPIST, Actor.PATIENT, Actor.HOST
MOMENTS = ("briefing", "baseline", "first_rung", "third_rung", "paused", "recovery", "debrief")


@functools.cache
def _moment(name: str, mode: Mode, adaptation: Adaptation, purpose: Purpose) -> Walk:
    def before(earlier: str) -> Walk:
        return _moment(earlier, mode, adaptation, purpose).copy()

    match name:
        case "briefing":
            plan = {"mode": mode, "adaptation": adaptation}
            moving = purpose is Purpose.REHABILITATION
            return visit(briefing(purpose, plan=plan), Practice if moving else None, ready=False).wait(1)
        case "baseline":
            walk = before("briefing")
            walk.ready = True
            walk.until(Phase.BASELINE, most_s=90)
            walk.ready = False
            return walk.wait(40)
        case "first_rung":
            walk = before("briefing")
            walk.ready = True
            return walk.on_the_ladder()
        case "third_rung":
            walk = before("first_rung")
            for _ in range(2):
                up(walk)
            return walk
        case "paused":
            walk = before("third_rung")
            walk.tick(Calm(by=PATIENT))
            return walk.wait(1)
        case "recovery":
            walk = before("third_rung")
            walk.tick(Stop(by=PATIENT, via=StopVia.BUTTON))
            return walk.wait(1)
        case "debrief":
            walk = before("recovery")
            walk.tick(EndVisit(by=DOCTOR))
            return walk.wait(1)
    raise KeyError(f"expected one of {', '.join(MOMENTS)}, got {name}")


def at(
    name: str,
    *,
    mode: Mode = Mode.SUPERVISED,
    adaptation: Adaptation = Adaptation.OFF,
    purpose: Purpose = Purpose.EXPOSURE,
) -> Walk:
    """A visit at one of MOMENTS. Its patient answers what is asked and takes no offer."""
    return _moment(name, mode, adaptation, purpose).copy()


def up(walk: Walk) -> Walk:
    """One rung up, by whoever may say so, and a minute and a half there."""
    level = walk.session.intensity
    if walk.session.briefing.prescription.mode is Mode.HOME:
        walk.ratings[Scale.SUDS] = 20
    else:
        walk.tick(Next(by=DOCTOR))
    walk.ready = True
    for _ in range(400):
        if walk.session.intensity > level:
            break
        walk.wait(1)
    assert walk.session.intensity > level, "expected the next rung"
    walk.ready = False
    walk.ratings[Scale.SUDS] = 40
    return walk.wait(90)


def visit(brief: Briefing | None = None, task: Any = None, **options: Any) -> Walk:
    """A visit with this briefing and task, not begun."""
    return Walk(brief, environment=Tower(task) if task is not None else None, **options)
