"""Where a visit is, in the few numbers that a console shows between two events."""

import json
import math

import pytest

from environments.stage.whereabouts import looking_down, whereabouts
from tests.therapy.moments import at
from therapy.measures.gaze import GazeSource
from therapy.sample import NOTHING, Direction, Pose, Sample


def turned(axis: str, deg: float) -> Pose:
    """A head at eye height, turned about one axis."""
    half = math.radians(deg) / 2
    parts = {"qw": math.cos(half), f"q{axis}": math.sin(half)}
    return Pose(0.0, 1.2, 0.0, **{"qx": 0.0, "qy": 0.0, "qz": 0.0, **parts})


@pytest.mark.parametrize(
    ("axis", "deg", "down_deg"), [("x", -30, 30), ("x", 20, -20), ("y", 70, 0), ("z", 40, 0)]
)
def test_looking_down_is_what_the_head_does(axis: str, deg: float, down_deg: float) -> None:
    """Only nodding counts: neither turning the head nor tilting it."""
    seen, source = looking_down(NOTHING._replace(head=turned(axis, deg)))
    assert seen == pytest.approx(down_deg, abs=1e-6)
    assert source is GazeSource.HEAD


def test_eyes_come_before_the_head() -> None:
    """Where the headset tracks the eyes, they say it; where it sees nothing, nobody does."""
    eyes: Sample = NOTHING._replace(head=turned("x", 10), gaze=Direction(0.0, -math.sin(0.5), -math.cos(0.5)))
    down_deg, source = looking_down(eyes)
    assert down_deg == pytest.approx(math.degrees(0.5))
    assert source is GazeSource.EYES
    assert looking_down(NOTHING) == (None, None)


def test_what_a_console_is_told() -> None:
    """Everything in it is plain data, and the figures are the session's own."""
    walk = at("third_rung")
    told = json.loads(json.dumps(whereabouts(walk.session, walk.sample, 81.5, 72.04)))
    assert (told["tick"], told["phase"], told["exposed"]) == (walk.session.tick, "steps", True)
    assert told["values"] == {name: round(value, 3) for name, value in walk.session.values.items()}
    assert (told["heart_bpm"], told["frames_per_s"]) == (81.5, 72.0)
