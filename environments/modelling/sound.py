"""What sounds are made of, by numpy: noise, swells, notes and knocks, their level, and WAV files, 44.1 kHz.

A sound is a row of samples, or two columns of them (left, right) where it comes from all around. Loops are drawn in
the frequency domain with whole numbers of cycles, or laid out on a circle, so their end meets their beginning.
Levels are root mean square in dB below full scale: about -20 for a place, far less for a hush.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from typing import Final

import numpy as np

from environments.modelling.mesh import Floats

RATE_HZ: Final = 44_100
SHARED: Final = 0.25
"""Share of a wide noise that both ears hear alike; without any it would seem to sit inside the head."""


def wav_bytes(samples: Floats) -> bytes:
    """A 16-bit WAV file of samples between -1 and 1."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(samples.shape[1] if samples.ndim == 2 else 1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2").tobytes())
    return out.getvalue()


def level_db(samples: Floats) -> float:
    """Root mean square in dB of full scale."""
    return float(20.0 * np.log10(np.sqrt(np.mean(samples**2)) + 1e-12))


def at_level(samples: Floats, db: float) -> Floats:
    """As loud as asked, or as the peaks allow at -1 dB of full scale."""
    gain = 10.0 ** ((db - level_db(samples)) / 20.0)
    peak = float(np.abs(samples).max())
    levelled: Floats = samples * min(gain, 0.89 / max(peak, 1e-9))
    return levelled


def centroid_hz(samples: Floats) -> float:
    """The mean frequency of the power spectrum: below about 150 Hz a headset plays next to nothing."""
    power = np.abs(np.fft.rfft(samples, axis=0)) ** 2
    power = power.reshape(len(power), -1).sum(axis=1)
    return float((np.fft.rfftfreq(len(samples), 1.0 / RATE_HZ) * power).sum() / power.sum())


def times(seconds: float) -> Floats:
    """The time of each sample, in s."""
    time: Floats = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return time


def noise(seconds: float, low_hz: float, high_hz: float, tilt: float, seed: int) -> Floats:
    """Seamless noise between two soft corner frequencies; its amplitude falls with frequency ** tilt."""
    count = int(seconds * RATE_HZ)
    frequency = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    frequency[0] = frequency[1]
    shape = frequency**-tilt / (1.0 + (low_hz / frequency) ** 4) / (1.0 + (frequency / high_hz) ** 4)
    phase = np.random.default_rng(seed).random(len(frequency)) * 2.0 * np.pi
    spectrum = shape * np.exp(1j * phase)
    spectrum[0] = 0.0
    samples: Floats = np.fft.irfft(spectrum, count)
    samples /= np.abs(samples).max()
    return samples


def wide_noise(seconds: float, low_hz: float, high_hz: float, tilt: float, seed: int) -> Floats:
    """`noise` from all around: each ear hears its own, and a part that both hear."""
    both, left, right = (noise(seconds, low_hz, high_hz, tilt, 3 * seed + i) for i in range(3))
    return np.stack((SHARED * both + (1 - SHARED) * left, SHARED * both + (1 - SHARED) * right), axis=1)


def swell(seconds: float, waves: Sequence[tuple[int, float, float]]) -> Floats:
    """A slow rise and fall around 1: (whole cycles in the loop, depth, phase in turns)."""
    turn = np.arange(int(seconds * RATE_HZ)) / (seconds * RATE_HZ)
    risen = np.ones_like(turn)
    for cycles, depth, start in waves:
        risen += depth * np.sin(2 * np.pi * (cycles * turn + start))
    return risen


def wide_swell(seconds: float, waves: Sequence[tuple[int, float, float]]) -> Floats:
    """`swell` that reaches one ear a little before the other."""
    later = [(cycles, depth, start + 0.12) for cycles, depth, start in waves]
    return np.stack((swell(seconds, waves), swell(seconds, later)), axis=1)


def notes(played: Sequence[tuple[float, float, float]], seconds: float, attack_s: float) -> Floats:
    """Soft struck notes: (start in s, frequency in Hz, decay in s), faded to silence at the end."""
    time = times(seconds)
    total = np.zeros_like(time)
    for start_s, hertz, decay_s in played:
        since = np.maximum(time - start_s, 0.0)
        strength = np.minimum(since / attack_s, 1.0) * np.exp(-since / decay_s)
        for overtone, share in ((1.0, 1.0), (2.0, 0.25), (3.0, 0.08)):
            total += share * strength * np.sin(2 * np.pi * hertz * overtone * since)
    return total * np.minimum((seconds - time) / 0.05, 1.0)


def knock(
    partials: Sequence[tuple[float, float, float]],
    seconds: float,
    rub: float,
    seed: int,
    attack_s: float = 0.002,
) -> Floats:
    """A thing that is struck: (frequency in Hz, decay in s, share) of each tone of its body, and the rub of contact."""
    time = times(seconds)
    body = np.zeros_like(time)
    for i, (hertz, decay_s, share) in enumerate(partials):
        body += share * np.exp(-time / decay_s) * np.sin(2 * np.pi * hertz * time + 1.7 * i)
    body += rub * noise(seconds, 400.0, 3500.0, 0.4, seed) * np.exp(-time / 0.012)
    edges: Floats = np.minimum(time / attack_s, 1.0) * np.minimum((seconds - time) / 0.03, 1.0)
    return body * edges


def laid(on: Floats, sound: Floats, at_s: float, left: float = 1.0, right: float = 1.0) -> None:
    """Add a short sound to a loop, in place; what reaches over its end goes on at its beginning."""
    where = (int(at_s * RATE_HZ) + np.arange(len(sound))) % len(on)
    on[where] += sound if on.ndim == 1 else np.stack((left * sound, right * sound), axis=1)


def fading(samples: Floats, in_s: float, out_s: float) -> Floats:
    """Rising at its beginning and falling at its end, as a sine does."""
    time = times(len(samples) / RATE_HZ)[: len(samples)]
    left_s = (len(samples) - 1) / RATE_HZ - time
    edge = np.sin(0.5 * np.pi * np.minimum(time / in_s, 1.0)) * np.sin(
        0.5 * np.pi * np.minimum(left_s / out_s, 1.0)
    )
    faded: Floats = samples * (edge if samples.ndim == 1 else edge[:, None])
    return faded
