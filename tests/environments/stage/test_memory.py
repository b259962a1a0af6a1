"""A visit has a hundred thousand frames: none may stay in memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from environments.assets import Built
from environments.stage import bootstrap

DRAW = """
import pathlib, resource, sys
from environments.stage.stage import Stage
from therapy.sample import NOTHING
stage = Stage(pathlib.Path(sys.argv[1]), size=(320, 180), window=False)
for frame in range(300):
    stage.draw(frame, NOTHING)
    if frame in (99, 299):
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
stage.close()
"""


@pytest.mark.slow
def test_two_hundred_frames_leave_nothing_behind(safe_room_files: Built, tmp_path: Path) -> None:
    """Mesa keeps 0.7 MB of each frame that nothing waits for, so two hundred would be 140 MB: allowed are 20."""
    done = subprocess.run(
        [sys.executable, "-c", DRAW, str(safe_room_files.folder.parents[1])],
        env={
            "PYTHONPATH": str(Path(bootstrap.__file__).parents[2]),
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    early, late = (int(line) / 1024.0 for line in done.stdout.split())
    assert late - early < 20.0
