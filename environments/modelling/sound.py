"""Sounds made by numpy: loops without a seam, and short gentle signals, 44.1 kHz mono.

Loops are drawn in the frequency domain with whole numbers of cycles, so their end meets their beginning.
Levels are root mean square in dB below full scale: about -20 for a place, far less for a hush.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence

import numpy as np

from environments.modelling.mesh import Floats

RATE_HZ = 44_100


def wav_bytes(samples: Floats) -> bytes:
    """A 16-bit WAV file of samples between -1 and 1."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
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
    power = np.abs(np.fft.rfft(samples)) ** 2
    return float((np.fft.rfftfreq(len(samples), 1.0 / RATE_HZ) * power).sum() / power.sum())


def _noise(seconds: float, low_hz: float, high_hz: float, tilt: float, seed: int) -> Floats:
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


def _swell(seconds: float, waves: Sequence[tuple[int, float, float]]) -> Floats:
    """A slow rise and fall around 1: (whole cycles in the loop, depth, phase in turns)."""
    turn = np.arange(int(seconds * RATE_HZ)) / (seconds * RATE_HZ)
    swell = np.ones_like(turn)
    for cycles, depth, start in waves:
        swell += depth * np.sin(2 * np.pi * (cycles * turn + start))
    return swell


def wind() -> Floats:
    """Gusts around a tower's corner."""
    body = _noise(12.0, 180.0, 700.0, 0.5, 11) * _swell(12.0, ((1, 0.35, 0.1), (3, 0.2, 0.6)))
    whistle = _noise(12.0, 600.0, 1100.0, 0.2, 12) * _swell(12.0, ((2, 0.6, 0.35), (5, 0.3, 0.0)))
    return at_level(body + 0.25 * whistle, -20.0)


def gust() -> Floats:
    """One gust that comes and goes in four seconds."""
    share = np.linspace(0.0, 1.0, int(4.0 * RATE_HZ))
    rise = np.sin(np.pi * share**0.7) ** 2
    return at_level(_noise(4.0, 220.0, 900.0, 0.4, 13) * rise, -20.0)


def city() -> Floats:
    """Traffic far below."""
    hum = _noise(10.0, 110.0, 420.0, 0.8, 21) * _swell(10.0, ((1, 0.2, 0.0), (2, 0.15, 0.4)))
    hiss = _noise(10.0, 500.0, 1800.0, 0.6, 22) * _swell(10.0, ((3, 0.4, 0.2),))
    return at_level(hum + 0.3 * hiss, -20.0)


def room_tone() -> Floats:
    """The near-silence of a quiet kitchen."""
    return at_level(_noise(8.0, 120.0, 900.0, 0.9, 31), -34.0)


def warm_tone() -> Floats:
    """A very quiet, slow chord in a warm room (A major in the natural scale, A = 220 Hz)."""
    seconds = 12.0
    time = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    chord = np.zeros_like(time)
    for i, ratio in enumerate((1.0, 1.25, 1.5, 2.0)):
        cycles = round(220.0 * ratio * seconds)
        breath = _swell(seconds, ((1 + i % 2, 0.35, i * 0.27),))
        chord += breath * np.sin(2 * np.pi * cycles / seconds * time) / (1.0 + i)
    return at_level(chord / 4.0 + 0.15 * _noise(seconds, 150.0, 600.0, 0.8, 41), -32.0)


def lift_hum() -> Floats:
    """The motor of a slow lift."""
    seconds = 6.0
    time = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    motor = sum(
        np.sin(2 * np.pi * hertz * time + i) / (1.0 + i) for i, hertz in enumerate((120, 240, 360, 480))
    )
    return at_level(0.5 * motor + 0.6 * _noise(seconds, 200.0, 900.0, 0.6, 51), -24.0)


def _notes(notes: Sequence[tuple[float, float, float]], seconds: float, attack_s: float) -> Floats:
    """Soft struck notes: (start in s, frequency in Hz, decay in s), faded to silence at the end."""
    time = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    total = np.zeros_like(time)
    for start_s, hertz, decay_s in notes:
        since = np.maximum(time - start_s, 0.0)
        strength = np.minimum(since / attack_s, 1.0) * np.exp(-since / decay_s)
        for overtone, share in ((1.0, 1.0), (2.0, 0.25), (3.0, 0.08)):
            total += share * strength * np.sin(2 * np.pi * hertz * overtone * since)
    return total * np.minimum((seconds - time) / 0.05, 1.0)


def touch_chime() -> Floats:
    return at_level(_notes(((0.0, 659.26, 0.16), (0.05, 987.77, 0.2)), 0.9, 0.006), -20.0)


def gentle_cue() -> Floats:
    return at_level(_notes(((0.0, 440.0, 0.3), (0.28, 554.37, 0.4)), 1.6, 0.03), -22.0)


def soft_miss() -> Floats:
    """Says "not this time" without scolding."""
    return at_level(_notes(((0.0, 293.66, 0.15), (0.12, 261.63, 0.2)), 0.8, 0.02), -24.0)


def bird_call() -> Floats:
    """Two soft falling notes of a bird that passes."""
    time = np.arange(int(1.2 * RATE_HZ)) / RATE_HZ
    call = np.zeros_like(time)
    for start_s, low_hz in ((0.0, 1750.0), (0.42, 1600.0)):
        since = np.maximum(time - start_s, 0.0)
        swell = np.sin(np.pi * np.minimum(since / 0.34, 1.0)) ** 2
        call += swell * np.sin(2 * np.pi * (low_hz * since + 35.0 * (1.0 - np.exp(-since / 0.12))))
    return at_level(call, -26.0)


def thud() -> Floats:
    """A ball that lands far below."""
    time = np.arange(int(0.7 * RATE_HZ)) / RATE_HZ
    body = np.sin(2 * np.pi * (150.0 * time + 6.0 * (1.0 - np.exp(-time / 0.03)))) * np.exp(-time / 0.08)
    slap = _noise(0.7, 250.0, 1500.0, 0.5, 61) * np.exp(-time / 0.025)
    edges = np.minimum(time / 0.004, 1.0) * np.minimum((0.7 - time) / 0.05, 1.0)
    return at_level((body + 0.6 * slap) * edges, -20.0)
