"""Measuring a patient's eye height and comfortable reach, without buttons, with whichever hands there are.

Nothing here can block a visit: what cannot be measured in time is taken over from before or set to a cautious value.
"""

import enum
import math
from collections.abc import Sequence

from therapy.briefing import Calibration
from therapy.directives import Directive, Say, Vibrate
from therapy.prescription import Side
from therapy.sample import TICKS_PER_S, Pose, Sample
from therapy.words import N_

STILL_S = 1.5
"""Seconds a head or hand must rest to be measured."""
STILL_HEAD_M, STILL_HAND_M = 0.03, 0.04
"""How far each may drift meanwhile; a hand that trembles by two centimetres either way still counts as resting."""
LOOK_MOST_S, REACH_MOST_S, OTHER_HAND_S = 20, 40, 10
"""Seconds given to each part, and to the second hand once the first is measured."""
STRETCHED_M = 0.06
"""How much further ahead of the shoulder than at rest a hand must be: a hand in the lap is no reach."""
LEAST_REACH_M, CAUTIOUS_REACH_M = 0.25, 0.45
"""Nearer than the first is a resting hand; the second is assumed where nothing could be measured."""
CAUTIOUS_EYE_HEIGHT_M = 1.2
SHOULDER_OUT_M, SHOULDER_DOWN_M = 0.18, 0.25
"""Shoulder from the eyes, an average adult's (the project's own approximation)."""

LOOK = N_("Sit comfortably and look straight ahead for a moment.")
REACH = N_(
    "Stretch out an arm in front of you, only as far as feels good, and hold it there. One arm is enough."
)
THANKS = N_("Thank you, that's all we need.")


class Part(enum.Enum):
    """What is being measured."""

    LOOK = "look"
    REACH = "reach"
    DONE = "done"


class Rest:
    """Notices when a point has rested in one place."""

    def __init__(self, still_m: float) -> None:
        self._still_m = still_m
        self._from: Pose | None = None
        self._ticks = 0

    def step(self, pose: Pose | None) -> bool:
        """Whether `pose` has stayed in its place for STILL_S."""
        if pose is None or self._from is None or distance_m(pose, self._from) > self._still_m:
            self._from, self._ticks = pose, 0
            return False
        self._ticks += 1
        return self._ticks >= STILL_S * TICKS_PER_S


class Calibrator:
    """Measures once, at the start of a visit. `result` is None until it is done."""

    def __init__(self, *, side: Side, reach: bool, previous: Calibration | None) -> None:
        self._hands = {"left": side is not Side.RIGHT, "right": side is not Side.LEFT} if reach else {}
        self._previous = previous
        self._part = Part.LOOK
        self._ticks = 0
        self._rests = {
            "head": Rest(STILL_HEAD_M),
            "left": Rest(STILL_HAND_M),
            "right": Rest(STILL_HAND_M),
        }
        self._eye_height_m: float | None = None
        self._reach_m: dict[str, float] = {}
        self._least_out_m: dict[str, float] = {}
        self._last_head: Pose | None = None
        self.measured = True
        self.result: Calibration | None = None

    def step(self, sample: Sample) -> Sequence[Directive]:
        """One tick of looking on; what to tell the patient. Time in which nobody wears the headset does not count."""
        if not sample.worn:
            return ()
        self._ticks += 1
        self._last_head = sample.head or self._last_head
        if self._part is Part.LOOK:
            return self._look(sample)
        return self._stretch(sample) if self._part is Part.REACH else ()

    def _look(self, sample: Sample) -> Sequence[Directive]:
        said = (Say(text=LOOK),) if self._ticks == 1 else ()
        if self._rests["head"].step(sample.head) and sample.head is not None:
            self._eye_height_m = sample.head.y_m
        elif self._ticks < LOOK_MOST_S * TICKS_PER_S:
            return said
        else:
            self.measured = False
        self._ticks = 0
        if any(self._hands.values()):
            self._part = Part.REACH
            return (Say(text=REACH),)
        return self._finish()

    def _stretch(self, sample: Sample) -> Sequence[Directive]:
        found: list[Directive] = []
        for name, pose in (("left", sample.left), ("right", sample.right)):
            if not self._hands.get(name) or name in self._reach_m or self._last_head is None:
                continue
            rested = self._rests[name].step(pose)
            reach_m = 0.0 if pose is None else distance_m(pose, shoulder(self._last_head, name))
            out_m = 0.0 if pose is None else self._out_m(pose, name)
            if rested and reach_m >= LEAST_REACH_M and out_m >= self._least_out_m[name] + STRETCHED_M:
                self._reach_m[name] = min(reach_m, 1.1)
                self._ticks = max(self._ticks, (REACH_MOST_S - OTHER_HAND_S) * TICKS_PER_S)
                found.append(Vibrate(hand="left" if name == "left" else "right", seconds=0.2, strength=0.5))
        wanted = [name for name, used in self._hands.items() if used]
        if all(name in self._reach_m for name in wanted) or self._ticks >= REACH_MOST_S * TICKS_PER_S:
            return (*found, *self._finish())
        return found

    def _out_m(self, hand: Pose, name: str) -> float:
        """How far the hand is from the shoulder on the level, whatever its height; remembers the least."""
        if self._last_head is None:
            return 0.0
        from_shoulder = shoulder(self._last_head, name)
        x, z = hand.x_m - from_shoulder.x_m, hand.z_m - from_shoulder.z_m
        out_m = math.sqrt(x * x + z * z)
        self._least_out_m[name] = min(out_m, self._least_out_m.get(name, out_m))
        return out_m

    def _finish(self) -> Sequence[Directive]:
        self._part = Part.DONE
        before = self._previous
        height = self._eye_height_m or (before.eye_height_m if before else CAUTIOUS_EYE_HEIGHT_M)
        reach = {name: self._reach_m.get(name) for name in ("left", "right")}
        if self._hands and not self._reach_m:
            self.measured = False
            reach["left"] = before.left_reach_m if before else None
            reach["right"] = before.right_reach_m if before else None
            if reach["left"] is None and reach["right"] is None:
                reach = {name: CAUTIOUS_REACH_M if used else None for name, used in self._hands.items()}
        self.result = Calibration(
            eye_height_m=min(max(height, 0.6), 2.2), left_reach_m=reach["left"], right_reach_m=reach["right"]
        )
        return (Say(text=THANKS),)


def distance_m(a: Pose, b: Pose) -> float:
    """Metres between two poses."""
    x, y, z = a.x_m - b.x_m, a.y_m - b.y_m, a.z_m - b.z_m
    return math.sqrt(x * x + y * y + z * z)


def shoulder(head: Pose, side: str) -> Pose:
    """Where the shoulder of `side` is, for a patient who faces -z."""
    out = -SHOULDER_OUT_M if side == "left" else SHOULDER_OUT_M
    return Pose(head.x_m + out, head.y_m - SHOULDER_DOWN_M, head.z_m)
