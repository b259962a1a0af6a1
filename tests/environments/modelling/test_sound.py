"""Sounds: loud enough, audible on a headset, and without a seam where they repeat."""

import functools
import io
import wave
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from environments.heights import model_sound as heights
from environments.modelling import sound, sounds_touch
from environments.modelling.mesh import Floats
from environments.reach import model_sound as reach
from environments.safe_room import model_sound as safe_room

# Level in dB of full scale, then between what frequencies the spectrum's middle lies.
HEIGHTS = {
    "wind.wav": (-20.0, 200.0, 450.0),
    "whistle.wav": (-22.0, 700.0, 1500.0),
    "leaves.wav": (-24.0, 2000.0, 3500.0),
    "street.wav": (-21.0, 400.0, 900.0),
    "city.wav": (-20.0, 180.0, 350.0),
    "birds.wav": (-34.0, 2000.0, 3600.0),
    "gust.wav": (-20.0, 300.0, 900.0),
    "bird.wav": (-26.0, 1400.0, 2200.0),
    "lift.wav": (-24.0, 150.0, 500.0),
    "thud.wav": (-20.0, 150.0, 600.0),
    "take.wav": (-28.0, 150.0, 800.0),
    "set_down.wav": (-24.0, 150.0, 500.0),
    "touch.wav": (-20.0, 500.0, 1500.0),
    "cue.wav": (-22.0, 350.0, 900.0),
}
REACH = {
    "room.wav": (-36.0, 200.0, 600.0),
    "fridge.wav": (-30.0, 180.0, 500.0),
    "clock.wav": (-44.0, 1000.0, 2200.0),
    "touch.wav": (-20.0, 500.0, 1500.0),
    "cue.wav": (-22.0, 350.0, 900.0),
    "miss.wav": (-24.0, 200.0, 500.0),
    "take.wav": (-32.0, 600.0, 2000.0),
    "set_down.wav": (-24.0, 150.0, 500.0),
    "ceramic.wav": (-26.0, 900.0, 2200.0),
    "glass.wav": (-28.0, 1500.0, 3000.0),
    "paper.wav": (-30.0, 1400.0, 3200.0),
    "drop.wav": (-24.0, 150.0, 500.0),
}
SAFE_ROOM = {
    "warm.wav": (-34.0, 200.0, 450.0),
    "rain.wav": (-34.0, 500.0, 1200.0),
    "birds_far.wav": (-34.0, 2000.0, 3600.0),
    "cue.wav": (-22.0, 350.0, 900.0),
}
EXPECTED = (
    *((heights, name) for name in HEIGHTS),
    *((reach, name) for name in REACH),
    *((safe_room, name) for name in SAFE_ROOM),
)
LOOPS = [
    (place, sounded.file) for place in (heights, reach, safe_room) for sounded in place.SOUNDS if sounded.loop
]


@functools.cache
def made(place: ModuleType) -> dict[str, Floats]:
    return dict(place.files())


@pytest.mark.parametrize(("place", "name"), EXPECTED)
def test_a_sound_has_its_level_and_can_be_heard(place: ModuleType, name: str) -> None:
    """Level within half a decibel, peaks under full scale, its spectrum's middle where small speakers play."""
    expected = {heights: HEIGHTS, reach: REACH, safe_room: SAFE_ROOM}[place]
    level_db, lowest_hz, highest_hz = expected[name]
    samples = made(place)[name]
    assert sound.level_db(samples) == pytest.approx(level_db, abs=0.5)
    assert np.abs(samples).max() < 0.9
    assert lowest_hz < sound.centroid_hz(samples) < highest_hz


@pytest.mark.parametrize("place", [heights, reach, safe_room])
def test_a_place_has_exactly_the_files_that_its_sounds_name(place: ModuleType) -> None:
    """No sound without samples, no samples that nobody plays; what comes from a node is one channel."""
    files = made(place)
    assert set(files) == {sounded.file for sounded in place.SOUNDS}
    for sounded in place.SOUNDS:
        assert sounded.node is None or files[sounded.file].ndim == 1


@pytest.mark.parametrize(("place", "name"), LOOPS)
def test_a_loop_has_no_seam(place: ModuleType, name: str) -> None:
    """The step from the last sample to the first is no larger than steps inside."""
    samples = made(place)[name]
    inside = np.abs(np.diff(samples, axis=0))
    seam = np.abs(samples[0] - samples[-1]).max()
    assert seam <= np.quantile(inside, 0.999)
    assert seam < 0.054


@pytest.mark.parametrize(
    ("place", "name"), [(place, name) for place, name in EXPECTED if (place, name) not in LOOPS]
)
def test_a_signal_begins_and_ends_softly(place: ModuleType, name: str) -> None:
    """No click: it starts near silence and has faded when it stops."""
    samples = made(place)[name]
    assert np.abs(samples[:20]).max() < 0.1
    assert np.abs(samples[-20:]).max() < 0.01


def test_what_comes_from_all_around_differs_between_the_ears() -> None:
    """Two ears that heard the same wind would hear it inside the head; a little in common keeps it one wind."""
    left, right = made(heights)["wind.wav"].T
    assert 0.0 < np.corrcoef(left, right)[0, 1] < 0.4


@pytest.mark.parametrize("make", [sounds_touch.touch_chime, lambda: made(heights)["wind.wav"]])
def test_a_sound_comes_back_from_its_file(make: Callable[[], Floats]) -> None:
    """One channel or two, 16 bits, 44.1 kHz, every sample."""
    samples = make()
    with wave.open(io.BytesIO(sound.wav_bytes(samples))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (samples.ndim, 2, 44_100)
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767.0
    assert np.abs(heard.reshape(samples.shape) - samples).max() < 1e-4


def test_a_sound_that_is_made_again_is_the_same() -> None:
    """Noise comes from a seed."""
    again = safe_room.files()
    assert all(sound.wav_bytes(again[name]) == sound.wav_bytes(made(safe_room)[name]) for name in again)


def test_a_loud_wish_stops_at_full_scale() -> None:
    """A short peak keeps the whole under full scale rather than being cut."""
    spike = np.zeros(1000)
    spike[500] = 0.1
    assert np.abs(sound.at_level(spike, 0.0)).max() == pytest.approx(0.89)
