"""The beat crosses a process boundary as plain memory."""

import subprocess
import sys
from pathlib import Path

from environments.stage.heartbeat import Beat, Heart, Pulse, State


def test_the_watcher_sees_each_beat(tmp_path: Path) -> None:
    """Frames count up, exposure shows before and after, and leaving clears it."""
    with Pulse(tmp_path / "beat") as pulse, Heart(tmp_path / "beat") as heart:
        assert pulse.read() == Beat(0, State.STARTING, False)
        heart.exposing(True)
        heart.beat()
        heart.beat()
        assert pulse.read() == Beat(2, State.BEATING, True)
        heart.leave()
        assert pulse.read() == Beat(2, State.LEAVING, False)


def test_another_process_is_seen_at_once(tmp_path: Path) -> None:
    """What another process wrote is there without any flush."""
    with Pulse(tmp_path / "beat") as pulse:
        program = (
            "import sys, pathlib; from environments.stage.heartbeat import Heart;"
            "Heart(pathlib.Path(sys.argv[1])).beat()"
        )
        root = Path(__file__).parents[3]
        subprocess.run([sys.executable, "-c", program, tmp_path / "beat"], check=True, cwd=root)
        assert pulse.read() == Beat(1, State.BEATING, False)


def test_nobody_reads_half_a_beat(tmp_path: Path) -> None:
    """While another process beats as fast as it can, frames never go back and the state is never that of a start."""
    program = (
        "import sys, pathlib; from environments.stage.heartbeat import Heart;"
        "heart = Heart(pathlib.Path(sys.argv[1]))\n"
        "for n in range(400_000): heart.beat(); heart.exposing(n % 2 == 0)"
    )
    root = Path(__file__).parents[3]
    with Pulse(tmp_path / "beat") as pulse:
        with subprocess.Popen([sys.executable, "-c", program, tmp_path / "beat"], cwd=root) as beating:
            frames = 0
            while beating.poll() is None:
                beat = pulse.read()
                assert beat.frames >= frames
                assert beat.state is State.BEATING or frames == beat.frames == 0
                frames = beat.frames
        assert beating.returncode == 0
        assert pulse.read().frames == 400_000
