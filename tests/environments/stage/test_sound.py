"""What is heard, recorded by OpenAL itself: exposure's sound, and silence after a stop."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from environments.assets import Built
from environments.stage import bootstrap
from environments.stage.bootstrap import Engine
from environments.stage.sound import SceneSounds, Speaker
from tests.environments.stage import magenta
from tests.environments.stage.conftest import Theatre

RATE_HZ = 44_100
CHANNELS = 2
VISIT = """
import pathlib, sys, time
from tests.environments.stage import magenta
from tests.environments.stage.conftest import Theatre
from environments.stage.stage import Stage
folder = pathlib.Path(sys.argv[1])
(folder / "silent").mkdir()
files = {
    "magenta": magenta.built(folder, magenta.model()),
    "safe_room": magenta.built(folder / "silent", magenta.silent(magenta.model())),
}
values = {magenta.BRIGHTNESS: 0.0, magenta.SHIFT: 0.0}
stage = Stage(folder, size=(64, 36), window=False, files=files.__getitem__, starting_values=lambda _: values)
theatre = Theatre(stage)
theatre.go_in()
from therapy.directives import ChangeParameter, PlaySound
theatre.obey(ChangeParameter(name=magenta.BRIGHTNESS, start=0, end=1, start_tick=0, end_tick=0))
theatre.obey(PlaySound(sound="beep"))
print("on", time.monotonic(), flush=True)
until = time.monotonic() + 0.7
while time.monotonic() < until:
    theatre.draw()
stage.safe_room_now("a test")
print("off", time.monotonic(), flush=True)
until = time.monotonic() + 0.7
while time.monotonic() < until:
    theatre.draw()
stage.close()
"""


def heard(recording: Path) -> npt.NDArray[np.float64]:
    """Loudness (root mean square) of each hundredth of a second."""
    data = recording.read_bytes()
    start = data.index(b"data") + 8  # OpenAL's extensible header is more than the wave module reads
    raw = np.frombuffer(data[start : start + (len(data) - start) // 4 * 4], "<i2").astype(float) / 32768.0
    frames = raw.reshape(-1, CHANNELS)
    whole = frames[: len(frames) // 441 * 441].reshape(-1, 441 * CHANNELS)
    loudness: npt.NDArray[np.float64] = np.sqrt((whole**2).mean(axis=1))
    return loudness


def test_after_a_stop_exposure_is_silent_within_a_tenth_of_a_second(tmp_path: Path) -> None:
    """The tone is in the recording for as long as exposure lasted, and gone for good with the stop."""
    recording = tmp_path / "heard.wav"
    settings = tmp_path / "openal.conf"
    settings.write_text(
        f"[general]\ndrivers=wave\nfrequency={RATE_HZ}\nsample-type=int16\nchannels=stereo\n[wave]\nfile={recording}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", VISIT, str(tmp_path)],
        env={
            "PYTHONPATH": str(Path(bootstrap.__file__).parents[2]),
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "ALSOFT_CONF": str(settings),
            "ALSOFT_DRIVERS": "wave",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    times = dict(line.split() for line in done.stdout.splitlines())
    lasted_s = float(times["off"]) - float(times["on"])
    loud = np.flatnonzero(heard(recording) > 0.003)
    sounded_s = (loud[-1] - loud[0] + 1) / 100.0
    assert lasted_s - 0.15 < sounded_s < lasted_s + 0.1
    assert len(heard(recording)) - loud[-1] > 50  # half a second and more of silence was recorded after it


def test_a_stage_without_a_sound_card_is_silent_and_works(theatre: Theatre) -> None:
    """Nothing here depends on being heard."""
    theatre.go_in()
    theatre.stage.safe_room_now("a test")
    assert theatre.draw().failed is None


def test_a_sound_that_the_scene_does_not_have_is_named(engine: Engine, files: dict[str, Built]) -> None:
    """Who asks for it learns what there is."""
    speaker = Speaker()
    sounds = SceneSounds(files["magenta"], speaker)
    for _ in sounds.loading():
        pass
    with pytest.raises(KeyError, match="beep"):
        sounds.play("trumpet", {magenta.BRIGHTNESS: 1.0})
    speaker.close()
