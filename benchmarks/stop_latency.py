"""Stop, measured: from the input to the first frame without exposure and to silence, for every way to stop."""

import json
import math
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import Result

if TYPE_CHECKING:
    from benchmarks.stage_rig import Act, Scene
    from therapy.sample import Sample

TITLE = "stop latency: the slowest of every way to stop, against the limit of half a second"
LIMIT_S = 0.5


def measure() -> Result:
    """Every way to stop, at rest and while another environment loads, on one real stage."""
    from benchmarks.stage_rig import StageRig
    from protocols import catalogue

    details: dict[str, float | str] = {}
    slowest = 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        StageRig(Path(folder), catalogue.load("graded-heights")) as rig,
    ):
        for loading in (None, "reach"):
            for name, act in ways().items():
                ran = rig.run(act(), loading)
                label = name if loading is None else f"{name}_while_loading"
                details[f"{label}_ms"] = round(ran.dark_s * 1000, 1)
                details[f"{label}_silent_ms"] = round(ran.silent_s * 1000, 1)
                slowest = max(slowest, ran.dark_s, ran.silent_s)
    return Result(round(slowest, 4), LIMIT_S, "s", "the limit of safety rule 2", True, details)


def ways() -> "dict[str, Callable[[], Act]]":
    """Every way to stop, each as something that is done in every tick from a moment on."""
    from therapy.commands import StopVia

    return {
        StopVia.LEFT_HAND: lambda: _raise_hand("left"),
        StopVia.RIGHT_HAND: lambda: _raise_hand("right"),
        StopVia.BUTTON: lambda: _press,
        StopVia.HEAD_POINTING: lambda: _look_at_mark,
        StopVia.HEADSET_OFF: lambda: _take_off,
        StopVia.THERAPIST: _therapist,
        StopVia.WINDOW_CLOSED: lambda: _close_window,
    }


def _raise_hand(side: str) -> "Act":
    from therapy.sample import Pose

    def act(scene: "Scene", sample: "Sample") -> "Sample":
        head = sample.head
        assert head is not None
        aside = -0.25 if side == "left" else 0.25
        hand = Pose(head.x_m + aside, head.y_m + 0.35, head.z_m - 0.15)
        return sample._replace(left=hand) if side == "left" else sample._replace(right=hand)

    return act


def _press(scene: "Scene", sample: "Sample") -> "Sample":
    from therapy.sample import Button

    return sample._replace(buttons=sample.buttons | Button.STOP)


def _look_at_mark(scene: "Scene", sample: "Sample") -> "Sample":
    from environments.controls import ControlKind
    from environments.placement import facing, multiply, subtract

    head = sample.head
    mark = next((one for one in scene.pointing.controls() if one.kind is ControlKind.STOP), None)
    if head is None or mark is None:
        return sample
    towards = subtract(mark.centre[:3], head[:3])
    pitch = math.atan2(towards[1], math.hypot(towards[0], towards[2]))
    turned = multiply(facing(towards), (math.sin(pitch / 2), 0.0, 0.0, math.cos(pitch / 2)))
    return sample._replace(head=head._replace(qx=turned[0], qy=turned[1], qz=turned[2], qw=turned[3]))


def _take_off(scene: "Scene", sample: "Sample") -> "Sample":
    from therapy.sample import NOTHING

    return NOTHING


def _therapist() -> "Act":
    """A console in a thread of its own, on the real line."""
    from therapy.commands import Actor, Stop, StopVia

    pressed = threading.Event()

    def console(scene: "Scene") -> None:
        with socket.create_connection(("127.0.0.1", scene.link.port)) as line:
            line.sendall(json.dumps({"token": "rig"}).encode() + b"\n")
            time.sleep(0.1)
            stop = Stop(by=Actor.THERAPIST, via=StopVia.THERAPIST).model_dump(mode="json")
            scene.input_ns = time.monotonic_ns()
            line.sendall(json.dumps({"n": 1, "command": stop}).encode() + b"\n")
            heard = b""
            # Whoever hangs up with something unread takes back what they said last.
            while b'"shown"' not in heard and (part := line.recv(65536)):
                heard += part

    def act(scene: "Scene", sample: "Sample") -> "Sample":
        if not pressed.is_set():
            pressed.set()
            threading.Thread(target=console, args=(scene,), daemon=True).start()
        return sample

    return act


def _close_window(scene: "Scene", sample: "Sample") -> "Sample":
    if scene.input_ns is None:
        scene.input_ns = time.monotonic_ns()
        scene.closing = True
    return sample
