"""What a picture of the heights costs on this computer, at each height and wherever the patient looks."""

import math
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import Result

if TYPE_CHECKING:
    from environments.stage.stage import Stage
    from therapy.sample import Sample

TITLE = "frame time: the heights at 320 x 180, against the same pictures in the engine's own order of drawing"
SIZE = (320, 180)
HEIGHTS_M = (3.0, 10.0, 20.0, 40.0)
LOOKS_DEG = {"out": (0.0, 0.0), "down": (0.0, -60.0), "back": (180.0, 0.0)}
"""Yaw and pitch of the head."""
FRAMES = 90
"""Pictures of each view; the first ones, which prepare things, are not counted."""
_UNCOUNTED = 5


def measure() -> Result:
    """Host time of `Stage.draw`, its tick's behaviours included; both are means of the views' medians."""
    from panda3d.core import CullBinManager

    from environments.stage.stage import SAFE_ROOM, Stage
    from therapy.directives import ChangeParameter, LoadEnvironment, ShowEnvironment
    from therapy.events import Output
    from therapy.sample import TICKS_PER_S

    details: dict[str, float | str] = {}
    ours_ms, peers_ms, all_ms = [], [], []
    bins = CullBinManager.get_global_ptr()
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), size=SIZE, window=False)
        tick = FRAMES
        room_ms = _drawn_ms(stage, tick, _looking(0.0, 0.0))
        details[f"{SAFE_ROOM}_ms"] = round(statistics.median(room_ms), 2)
        stage.obey(Output(1, tick, LoadEnvironment(environment="heights")))
        while "heights" not in stage.draw(tick, _looking(0.0, 0.0)).loaded:
            time.sleep(0.001)
        stage.obey(Output(2, tick, ShowEnvironment(environment="heights")))
        for height_m in HEIGHTS_M:
            tick += TICKS_PER_S
            change = ChangeParameter(
                name="height_m", start=height_m, end=height_m, start_tick=tick, end_tick=tick + 1
            )
            stage.obey(Output(2 + int(height_m), tick, change))
            _drawn_ms(stage, tick, _looking(0.0, 0.0))  # the blink in which it is shown and lifted
            for name, look_deg in LOOKS_DEG.items():
                tick += FRAMES
                bins.set_bin_type("opaque", CullBinManager.BT_state_sorted)
                peers_ms.append(statistics.median(_drawn_ms(stage, tick, _looking(*look_deg))))
                tick += FRAMES
                bins.set_bin_type("opaque", CullBinManager.BT_front_to_back)
                view_ms = _drawn_ms(stage, tick, _looking(*look_deg))
                all_ms += view_ms
                ours_ms.append(statistics.median(view_ms))
                details[f"{height_m:g}_m_{name}_ms"] = round(ours_ms[-1], 2)
        stage.close()
    cuts_ms = statistics.quantiles(all_ms, n=100)
    details |= {"p90_ms": round(cuts_ms[89], 2), "p99_ms": round(cuts_ms[98], 2), "pictures": len(all_ms)}
    ours, peer = round(statistics.fmean(ours_ms), 2), round(statistics.fmean(peers_ms), 2)
    return Result(ours, peer, "ms", "sorted by state", True, details)


def _looking(yaw_deg: float, pitch_deg: float) -> "Sample":
    """A seated patient who turns and nods the head."""
    from therapy.sample import NOTHING, Pose

    yaw, pitch = math.radians(yaw_deg) / 2, math.radians(pitch_deg) / 2
    turned = (
        math.cos(yaw) * math.sin(pitch),
        math.sin(yaw) * math.cos(pitch),
        -math.sin(yaw) * math.sin(pitch),
        math.cos(yaw) * math.cos(pitch),
    )
    return NOTHING._replace(head=Pose(0.0, 1.3, 0.0, *turned))


def _drawn_ms(stage: "Stage", tick: int, sample: "Sample") -> list[float]:
    """Milliseconds of one picture after another from `tick` on."""
    took_ms = []
    for frame in range(FRAMES):
        began = time.perf_counter()
        stage.draw(tick + frame, sample)
        took_ms.append((time.perf_counter() - began) * 1000.0)
    return took_ms[_UNCOUNTED:]
