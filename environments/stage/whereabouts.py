"""Where a visit is now, for whoever watches from a console: a few numbers, a few times a second."""

import math
from typing import Any

from therapy.measures.gaze import GazeSource
from therapy.sample import Sample
from therapy.session import Session


def whereabouts(
    session: Session, sample: Sample, heart_bpm: float | None, frames_per_s: float
) -> dict[str, Any]:
    """Plain data: tick, phase, values of every parameter, minutes left, where the patient looks, heart rate."""
    down_deg, source = looking_down(sample)
    return {
        "tick": session.tick,
        "exposed": session.exposed,
        "phase": session.phase.value,
        "intensity": round(session.intensity, 2),
        "minutes_left": round(session.minutes_left, 2),
        "values": {name: round(value, 3) for name, value in session.values.items()},
        "gaze_down_deg": None if down_deg is None else round(down_deg, 1),
        "gaze_from": None if source is None else source.value,
        "heart_bpm": heart_bpm,
        "frames_per_s": round(frames_per_s, 1),
    }


def looking_down(sample: Sample) -> tuple[float | None, GazeSource | None]:
    """Degrees below the horizon, and whether eyes or the head's direction say so; None where neither is seen."""
    if sample.gaze is not None:
        return _down_deg(sample.gaze.y), GazeSource.EYES
    if sample.head is not None:
        head = sample.head
        # The y of (0, 0, -1) turned by the head's quaternion.
        return _down_deg(2.0 * (head.qw * head.qx - head.qy * head.qz)), GazeSource.HEAD
    return None, None


def _down_deg(up: float) -> float:
    return -math.degrees(math.asin(max(-1.0, min(1.0, up))))
