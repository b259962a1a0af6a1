"""What one tick of a visit costs: session, task, rules, controls and a simulated patient, without a picture."""

import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from benchmarks import Result

if TYPE_CHECKING:
    from environments.stage.tick import Ticked

TITLE = "tick cost: a whole 25-minute visit on one core, against the time a 90 Hz headset gives for a tick"
MINUTES = 25.0


def measure() -> Result:
    """CPU time a tick over whole visits of an improving patient; percentiles over seconds of session time."""
    from clinician_console.demo import demo_visit
    from environments import catalogue
    from environments.panel import Pointing
    from environments.stage.headset.rehearsal import rehearse
    from environments.stage.headset.simulated import SimulatedHeadset
    from protocols import catalogue as protocols
    from therapy.adaptation.therapist_rule import TherapistRule
    from therapy.clock import now
    from therapy.sample import TICKS_PER_S
    from therapy.session import Session
    from therapy.twin.patients import Patient
    from therapy.twin.traits import Kind

    seconds_us: list[float] = []

    def watch_from(began_ns: list[int]) -> "Callable[[Ticked], None]":
        def watch(ticked: "Ticked") -> None:
            if ticked.tick % TICKS_PER_S == 0:
                now_ns = time.thread_time_ns()
                seconds_us.append((now_ns - began_ns[0]) / 1000 / TICKS_PER_S)
                began_ns[0] = now_ns

        return watch

    ticks = 0
    began_s = time.thread_time()
    for seed in (1, 2, 3):
        briefing = demo_visit(
            protocols.load("graded-heights"), now(), session_id=f"tick-cost-{seed}", seed=seed, minutes=MINUTES,
            headset="simulated", compressed=True, assets={},
        ).briefing  # fmt: skip
        environment = catalogue.load("heights")
        session, pointing = Session(briefing, environment), Pointing()
        headset = SimulatedHeadset(
            Patient(Kind.IMPROVES, seed), pointing, environment.intensity, environment.spec.gentlest(), seed
        )
        watch = watch_from([time.thread_time_ns()])
        rehearse(session, headset, pointing, TherapistRule(), watch=watch)
        ticks += session.tick
    mean_us = (time.thread_time() - began_s) / ticks * 1e6
    ordered = sorted(seconds_us)
    details: dict[str, float | str] = {
        "median_us": round(statistics.median(ordered), 1),
        "p99_us": round(ordered[int(len(ordered) * 0.99)], 1),
        "worst_second_us": round(ordered[-1], 1),
        "ticks": ticks,
        "visit_of_25_minutes_s": round(mean_us * MINUTES * 60 * TICKS_PER_S / 1e6, 2),
    }
    frame_us = 1e6 / TICKS_PER_S
    return Result(round(mean_us, 1), round(frame_us, 1), "us", "one frame at 90 Hz", True, details)
