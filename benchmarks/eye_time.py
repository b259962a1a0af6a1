"""What both eyes of a headset cost at its own resolution, in the heights where most lies in view."""

import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import Result

if TYPE_CHECKING:
    from panda3d.core import GraphicsOutput

    from environments.stage.stage import Stage

TITLE = "eye time: both eyes at 2064 x 2208, against one frame at 90 Hz (a processor draws an eighth of each side)"
EYE = (2064, 2208)
FIELD_DEG = (104.0, 96.0)
"""What an eye of a current standalone headset sees, across and up (rounded)."""
APART_M = 0.063
"""Between the pupils: the middle adult (Dodgson, Stereoscopic Displays and Virtual Reality Systems XI, 2004)."""
FRAME_MS = 1000.0 / 90.0
FRAMES, UNCOUNTED = 240, 20
VIEWS = {"out": (0.0, -10.0), "left": (60.0, -10.0), "down": (0.0, -60.0)}
"""Yaw and pitch of the head."""
HEIGHTS_M = (3.0, 12.0, 40.0)


def measure() -> Result:
    """Host time of a whole tick's drawing, both eyes finished, over all views; p50 against the frame it must fit."""
    from environments.stage.quality import Quality, is_processor
    from environments.stage.stage import Stage
    from environments.stage.still import looking
    from therapy.directives import ChangeParameter, LoadEnvironment, ShowEnvironment
    from therapy.events import Output
    from therapy.sample import NOTHING

    all_ms: list[float] = []
    details: dict[str, float | str] = {}
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), size=(64, 64), window=False, quality=Quality.DESKTOP)
        slow = is_processor(stage.engine.driver)
        size = (EYE[0] // 8, EYE[1] // 8) if slow else EYE
        eyes = _eyes(stage, size)
        sample = NOTHING._replace(head=looking())
        tick = 1
        stage.obey(Output(1, tick, LoadEnvironment(environment="heights")))
        while "heights" not in stage.draw(tick, sample).loaded:
            time.sleep(0.001)
        stage.obey(Output(2, tick, ShowEnvironment(environment="heights")))
        for number, height_m in enumerate(HEIGHTS_M):
            change = ChangeParameter(
                name="height_m", start=height_m, end=height_m, start_tick=tick, end_tick=tick
            )
            stage.obey(Output(3 + number, tick, change))
            for name, look in VIEWS.items():
                sample = NOTHING._replace(head=looking(*look))
                took_ms = []
                for _ in range(FRAMES // (8 if slow else 1)):
                    tick += 1
                    began = time.perf_counter()
                    stage.draw(tick, sample)
                    took_ms.append((time.perf_counter() - began) * 1000.0)
                counted = took_ms[UNCOUNTED // (4 if slow else 1) :]
                all_ms += counted
                details[f"{height_m:g}_m_{name}_ms"] = round(statistics.median(counted), 2)
        details |= {"driver": stage.engine.driver, "eye": f"{size[0]}x{size[1]}", "pictures": len(all_ms)}
        for eye in eyes:
            stage.engine.base.graphics_engine.remove_window(eye)
        stage.close()
    cuts_ms = statistics.quantiles(all_ms, n=100)
    details |= {"p50_ms": round(cuts_ms[49], 2), "p99_ms": round(cuts_ms[98], 2)}
    return Result(round(cuts_ms[49], 2), round(FRAME_MS, 2), "ms", "one frame at 90 Hz", True, details)


def _eyes(stage: "Stage", size: tuple[int, int]) -> "list[GraphicsOutput]":
    """A buffer for each eye, smoothed fourfold, before and behind which the same world lies."""
    from panda3d.core import (
        Camera,
        FrameBufferProperties,
        GraphicsOutput,
        GraphicsPipe,
        PerspectiveLens,
        Texture,
        WindowProperties,
    )

    from environments.stage.eye import FAR_M, NEAR_M

    base = stage.engine.base
    head = base.render.find("head")
    made: list[GraphicsOutput] = []
    for side in (-0.5, 0.5):
        lens = PerspectiveLens()
        lens.set_near_far(NEAR_M, FAR_M)
        lens.set_fov(*FIELD_DEG)
        eye = head.attach_new_node(Camera("one eye", lens))
        eye.set_x(side * APART_M)
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        wanted.set_multisamples(4)
        window = WindowProperties()
        window.set_size(*size)
        buffer = base.graphics_engine.make_output(
            base.win.get_pipe(), "one eye", -20, wanted, window, GraphicsPipe.BF_refuse_window, base.win.gsg,
            base.win,
        )  # fmt: skip
        if buffer is None:
            raise RuntimeError("expected a buffer with four samples a pixel for each eye, got none")
        buffer.add_render_texture(Texture("one eye"), GraphicsOutput.RTM_bind_or_copy)
        buffer.make_display_region().set_camera(eye)
        made.append(buffer)
    return made
