"""What a patient would hear, recorded by OpenAL itself in a process of its own: its wave writer, with HRTF.

The recording is what the mixer makes before anything limits it: floats, so that too much shows as more than 1.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from environments.stage import bootstrap

RATE_HZ = 44_100
ROOT = Path(bootstrap.__file__).parents[2]
Ears = npt.NDArray[np.float64]
"""Samples of the left and the right ear."""


class Recording(NamedTuple):
    """What was heard, and at which of its seconds the script printed each word."""

    ears: Ears
    times: dict[str, float]

    def between(self, start: str, end: str, margin_s: float = 0.15) -> Ears:
        """What was heard between two words, without the moments around them."""
        a, b = self.times[start] + margin_s, self.times[end] - margin_s
        return self.ears[int(a * RATE_HZ) : int(b * RATE_HZ)]


def recorded(folder: Path, script: str, *arguments: str) -> Recording:
    """Run a script that prints lines "word time.monotonic()"; its first word is printed as its first sound begins."""
    file, settings = folder / "heard.wav", folder / "openal.conf"
    settings.write_text(
        "[general]\ndrivers=wave\nhrtf=true\nstereo-mode=headphones\nchannels=stereo\nsample-type=float32\n"
        f"output-limiter=false\nfrequency={RATE_HZ}\n[wave]\nfile={file}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder), *arguments],
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "ALSOFT_CONF": str(settings),
            "ALSOFT_DRIVERS": "wave",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    said = [line.split() for line in done.stdout.splitlines()]
    data = file.read_bytes()
    start = data.index(b"data") + 8  # OpenAL's extensible header is more than the wave module reads
    samples = np.frombuffer(data[start : start + (len(data) - start) // 8 * 8], "<f4").astype(float)
    ears = samples.reshape(-1, 2)
    first_s = float(np.flatnonzero(np.abs(ears).max(axis=1) > 1e-4)[0]) / RATE_HZ
    began_s = float(said[0][1])
    return Recording(ears, {word: first_s + float(at) - began_s for word, at in said})


def loudness(heard: Ears, window_s: float = 0.01) -> npt.NDArray[np.float64]:
    """Root mean square of both ears in each window."""
    size = int(window_s * RATE_HZ)
    whole = heard[: len(heard) // size * size].reshape(-1, size * heard.shape[1])
    level: npt.NDArray[np.float64] = np.sqrt((whole**2).mean(axis=1))
    return level


def db(heard: Ears) -> float:
    """Root mean square in dB of full scale."""
    return float(20.0 * np.log10(np.sqrt(np.mean(heard**2)) + 1e-12))
