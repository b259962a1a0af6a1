"""Sounds: loud enough, audible on a headset, and without a seam where they repeat."""

import io
import wave
from collections.abc import Callable

import numpy as np
import pytest

from environments.modelling import sound
from environments.modelling.mesh import Floats

LOOPS = {
    sound.wind: (-20.0, 250.0, 900.0),
    sound.city: (-20.0, 180.0, 900.0),
    sound.room_tone: (-34.0, 180.0, 900.0),
    sound.warm_tone: (-32.0, 200.0, 600.0),
}
ONE_SHOTS = {
    sound.touch_chime: (-20.0, 500.0, 1500.0),
    sound.gentle_cue: (-22.0, 350.0, 900.0),
    sound.soft_miss: (-24.0, 200.0, 500.0),
    sound.thud: (-20.0, 150.0, 600.0),
    sound.gust: (-20.0, 250.0, 900.0),
    sound.lift_hum: (-24.0, 150.0, 900.0),
    sound.bird_call: (-26.0, 1400.0, 2200.0),
}
Make = Callable[[], Floats]


@pytest.mark.parametrize(("make", "expected"), [*LOOPS.items(), *ONE_SHOTS.items()])
def test_a_sound_has_its_level_and_can_be_heard(make: Make, expected: tuple[float, float, float]) -> None:
    """Level within half a decibel, peaks under full scale, its spectrum's middle where small speakers play."""
    level_db, lowest_hz, highest_hz = expected
    samples = make()
    assert sound.level_db(samples) == pytest.approx(level_db, abs=0.5)
    assert np.abs(samples).max() < 0.9
    assert lowest_hz < sound.centroid_hz(samples) < highest_hz


@pytest.mark.parametrize("make", LOOPS)
def test_a_loop_has_no_seam(make: Make) -> None:
    """The step from the last sample to the first is no larger than steps inside."""
    samples = make()
    inside = np.abs(np.diff(samples))
    assert abs(samples[0] - samples[-1]) <= np.quantile(inside, 0.999)
    assert abs(samples[0] - samples[-1]) < 0.054


@pytest.mark.parametrize("make", [make for make in ONE_SHOTS if make is not sound.lift_hum])
def test_a_signal_begins_and_ends_softly(make: Make) -> None:
    """No click: it starts near silence and has faded when it stops."""
    samples = make()
    assert np.abs(samples[:20]).max() < 0.25
    assert np.abs(samples[-20:]).max() < 0.01


def test_a_sound_comes_back_from_its_file() -> None:
    """One channel, 16 bits, 44.1 kHz, every sample."""
    samples = sound.touch_chime()
    with wave.open(io.BytesIO(sound.wav_bytes(samples))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767.0
    assert heard == pytest.approx(samples, abs=1e-4)


def test_a_sound_that_is_made_again_is_the_same() -> None:
    """Noise comes from a seed."""
    assert sound.wav_bytes(sound.wind()) == sound.wav_bytes(sound.wind())


def test_a_loud_wish_stops_at_full_scale() -> None:
    """A short peak keeps the whole under full scale rather than being cut."""
    spike = np.zeros(1000)
    spike[500] = 0.1
    assert np.abs(sound.at_level(spike, 0.0)).max() == pytest.approx(0.89)
