"""A prescription as a form: the fields a plan needs, what stands in them at first, and what was ordered with them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from clinician_console.form import YES, Form, Option
from clinician_console.terms import ADAPTATIONS, MODES, SIDES, Limit, limits
from therapy.ladder import prescribed
from therapy.ports import EnvironmentSpec
from therapy.prescription import Adaptation, Mode, Prescription, RangeLimits, Side
from therapy.protocol import Bounds, Protocol, Purpose
from therapy.safety import HARD_VISIT_MIN
from therapy.translation import translate
from therapy.words import N_

MOST_VISITS: Final = 60
WHO_LETTERS: Final = 40
ARCS: Final = ("arc1", "arc2")
"""Fields of the arcs in which no target may be."""

MODE, VISITS, WEEK = N_("Who is with the patient"), N_("Visits in all"), N_("Visits a week")
MINUTES, ADAPTATION = N_("Minutes a visit, at most"), N_("Adaptation")
START, HIGHEST, A_DAY = N_("Work begins at step"), N_("Highest step"), N_("Exposure visits a day, at most")
POSTURE, SIDE, SHARE = N_("Posture"), N_("Which hand"), N_("Share of the measured reach, at most (%)")
REACH, ELEVATION = N_("Reach from the shoulder, at most (m)"), N_("Height over the shoulder, at most (°)")
SPEED, FROM, TO = N_("Speed of the hand, at most (m/s)"), N_("No targets from (°)"), N_("No targets to (°)")
BY, ON = N_("Prescribed by"), N_("Day of the prescription")
SEATED, STANDING = "seated", "standing"


def suggested(plan: Protocol, *, by: str, on: date) -> Prescription:
    """What the plan suggests, led by a therapist in the room (field guide rule 15: adaptation is off then)."""
    return Prescription(
        id=plan.id,
        protocol_id=plan.id,
        mode=Mode.SUPERVISED,
        visits=plan.visits,
        visits_a_week=plan.visits_a_week,
        minutes=plan.limits.minutes,
        adaptation=Adaptation.OFF,
        prescribed_by=by,
        prescribed_on=on.isoformat(),
    )


def allowed(plan: Protocol, spec: EnvironmentSpec) -> list[Limit]:
    """Every limit that may be prescribed, inside what the plan allows."""
    within = prescribed(spec, plan, suggested(plan, by="", on=date.min))
    return limits(list(within.values()))


def filled_in(ordered: Prescription, plan: Protocol, spec: EnvironmentSpec, *, by: str, on: date) -> Form:
    """The form with what is ordered now, or suggested; signature and day are those of who changes it."""
    ranges = ordered.range_limits
    typed = {
        "mode": ordered.mode.value,
        "visits": str(ordered.visits),
        "visits_a_week": str(ordered.visits_a_week),
        "minutes": f"{ordered.minutes:g}",
        "adaptation": ordered.adaptation.value,
        "start_step": ordered.start_step or plan.steps[0].id,
        "highest_step": ordered.highest_step or plan.steps[-1].id,
        "sudden_events": _box(ordered.sudden_events),
        "exposures_a_day": str(ordered.exposures_a_day),
        "posture": SEATED if ordered.seated else STANDING,
        "support": _box(ordered.support_present_needed),
        "risk_blocks_home": _box(ordered.risk_blocks_home),
        "side": ordered.side.value,
        "reach_share": f"{ranges.reach_share_of_calibrated * 100:g}",
        "reach_m": _number(ranges.reach_m),
        "highest_deg": _number(ranges.highest_deg),
        "speed_mps": _number(ranges.speed_mps),
        "lean": _box(ranges.lean_allowed),
        "prescribed_by": by,
        "prescribed_on": on.isoformat(),
    }
    for name, (low, high) in zip(ARCS, ranges.no_go_arcs_deg, strict=False):
        typed |= {f"{name}_from": f"{low:g}", f"{name}_to": f"{high:g}"}
    for limit in allowed(plan, spec):
        value = limit.of(ordered.limits)
        if value is not None:
            typed[limit.field] = YES if limit.yes_or_no else f"{round(value * limit.factor, 4):g}"
    return Form(typed)


def ordered_with(form: Form, plan: Protocol, spec: EnvironmentSpec, day: date) -> Prescription | None:
    """What was ordered, as a first version; None where something is wrong, which is noted in the form."""
    steps = [step.id for step in plan.steps]
    modes = [mode.value for mode in Mode if plan.home or mode is not Mode.HOME]
    mode = Mode(form.choice("mode", MODE, modes))
    visits = form.whole("visits", VISITS, 1, MOST_VISITS)
    visits_a_week = form.whole("visits_a_week", WEEK, 1, 7)
    most = min(HARD_VISIT_MIN, plan.limits.minutes)
    minutes = form.number("minutes", MINUTES, 0, most, above=True)
    if minutes is None and not form.problem("minutes"):
        form.wrong("minutes", MINUTES, N_("Give a number above {lowest:g}, at most {highest:g}."),
                   lowest=0, highest=most)  # fmt: skip
    adaptation = Adaptation(form.choice("adaptation", ADAPTATION, [each.value for each in Adaptation]))
    start = form.choice("start_step", START, steps)
    highest = form.choice("highest_step", HIGHEST, steps)
    if steps.index(highest) < steps.index(start):
        form.wrong("highest_step", HIGHEST, N_("This step comes before the one at which work begins."))
    exposures = form.whole("exposures_a_day", A_DAY, 1, 3) if plan.purpose is Purpose.EXPOSURE else 1
    seated = form.choice("posture", POSTURE, (SEATED, STANDING)) == SEATED
    movement = plan.purpose is Purpose.REHABILITATION
    side = Side(form.choice("side", SIDE, [each.value for each in Side])) if movement else Side.EITHER
    ranges = _ranges(form) if movement else RangeLimits()
    bounds = _bounds(form, allowed(plan, spec))
    by = form.text("prescribed_by", BY, most=WHO_LETTERS)
    on = form.day("prescribed_on", ON, latest=day)
    if form.problems or minutes is None:
        return None
    return Prescription(
        id=plan.id,
        protocol_id=plan.id,
        mode=mode,
        visits=visits,
        visits_a_week=visits_a_week,
        minutes=minutes,
        adaptation=adaptation,
        start_step=None if start == steps[0] else start,
        highest_step=None if highest == steps[-1] else highest,
        limits=bounds,
        sudden_events=form.ticked("sudden_events"),
        exposures_a_day=exposures,
        seated=seated,
        support_present_needed=form.ticked("support"),
        side=side,
        range_limits=ranges,
        risk_blocks_home=form.ticked("risk_blocks_home"),
        prescribed_by=by,
        prescribed_on=on,
    )


def next_version(
    new: Prescription, versions: Sequence[Prescription], others: Sequence[str], *, completed: bool
) -> Prescription | None:
    """`new` as what it is to this patient: the next version of `versions`, or a course of its own.

    None where the last version says the same. `others` are ids that are taken; a completed course stays as it is.
    """
    last = versions[-1] if versions else None
    if last is None or last.protocol_id != new.protocol_id or completed:
        taken = sum(name == new.id or name.startswith(f"{new.id}-course-") for name in set(others))
        return new.model_copy(update={"id": f"{new.id}-course-{taken + 1}"}) if taken else new
    follows = new.model_copy(update={"id": last.id, "version": last.version + 1})
    signature = {"version": 0, "prescribed_by": "", "prescribed_on": ""}
    same = follows.model_copy(update=signature) == last.model_copy(update=signature)
    return None if same else follows


def options(plan: Protocol) -> dict[str, list[Option]]:
    """What there is to choose from, by field."""
    not_at_home = translate(N_("This plan is not made for visits at home."))
    steps = [
        Option(step.id, f"{number}. {translate(step.title)}") for number, step in enumerate(plan.steps, 1)
    ]
    return {
        "mode": [
            Option(value, translate(title), translate(hint),
                   not_at_home if value == Mode.HOME and not plan.home else "")
            for value, (title, hint) in MODES.items()
        ],
        "adaptation": [
            Option(value, translate(title), translate(hint)) for value, (title, hint) in ADAPTATIONS.items()
        ],
        "start_step": steps,
        "highest_step": steps,
        "posture": [
            Option(SEATED, translate(N_("Seated")), translate(N_("Everything can be done on a chair."))),
            Option(STANDING, translate(N_("Standing, or seated")), translate(N_("On a free floor."))),
        ],
        "side": [Option(value, translate(title)) for value, title in SIDES.items()],
        "exposures_a_day": [Option(str(number), str(number)) for number in (1, 2, 3)],
    }  # fmt: skip


def _ranges(form: Form) -> RangeLimits:
    share = form.number("reach_share", SHARE, 0, 100, above=True)
    arcs = []
    for name in ARCS:
        low = form.number(f"{name}_from", FROM, -180, 180)
        high = form.number(f"{name}_to", TO, -180, 180)
        if (low is None) != (high is None):
            missing, label = (f"{name}_from", FROM) if low is None else (f"{name}_to", TO)
            if not form.problem(missing):
                form.wrong(missing, label, N_("Give both ends, or leave both empty."))
        elif low is not None and high is not None:
            if low < high:
                arcs.append((low, high))
            else:
                form.wrong(f"{name}_to", TO, N_("The second end must be the larger one."))
    reach_m = form.number("reach_m", REACH, 0, 1, above=True)
    highest_deg = form.number("highest_deg", ELEVATION, -90, 90)
    speed_mps = form.number("speed_mps", SPEED, 0, 3, above=True)
    return RangeLimits(
        reach_share_of_calibrated=RangeLimits().reach_share_of_calibrated if share is None else share / 100,
        reach_m=reach_m,
        highest_deg=highest_deg,
        no_go_arcs_deg=tuple(arcs),
        speed_mps=speed_mps,
        lean_allowed=form.ticked("lean"),
    )


def _bounds(form: Form, ends: Sequence[Limit]) -> dict[str, Bounds]:
    found: dict[str, Bounds] = {}
    for limit in ends:
        value = _limit(form, limit)
        if value is not None:
            before = found.get(limit.parameter.name, Bounds())
            said = {"highest" if limit.highest else "lowest": value}
            found[limit.parameter.name] = before.model_copy(update=said)
    for limit in ends:
        both = found.get(limit.parameter.name, Bounds())
        if (
            limit.highest
            and both.lowest is not None
            and both.highest is not None
            and both.lowest > both.highest
        ):
            form.wrong(limit.field, limit.title, N_("This is below the lowest that you gave."))
    return found


def _limit(form: Form, limit: Limit) -> float | None:
    if limit.yes_or_no:
        return limit.parameter.gentlest if form.ticked(limit.field) else None
    rail, factor = limit.parameter.guardrail, limit.factor
    lowest, highest = rail.prescribed_lowest * factor, rail.prescribed_highest * factor
    typed = form.number(limit.field, limit.title, round(lowest, 4), round(highest, 4))
    return None if typed is None else typed / factor


def _box(ticked: bool) -> str:
    return YES if ticked else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
