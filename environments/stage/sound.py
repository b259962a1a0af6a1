"""What is heard: loops that follow parameters, short sounds that directives play, and silence at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from panda3d.core import (
    AudioManager,
    AudioSound,
    ConfigVariableDouble,
    ConfigVariableInt,
    Filename,
    LVector3f,
    NodePath,
)

from environments.assets import Built
from environments.scene import Sound
from therapy.parameter import Values
from therapy.sample import TICKS_PER_S

FADE_S: Final = 0.4
"""In this time a loop comes up from silence to its full loudness, and no gain changes faster."""
HUSHED_SHARE: Final = 0.5
"""Of their loudness, while somebody speaks: 6 dB less."""
LARGEST_LOOP_BYTES: Final = 8_000_000
"""Sounds up to this size are held whole, so that a loop's end meets its beginning to the sample."""
AHEAD_S: Final = 0.4
"""How much of a stream is read ahead; more of it would cost the frame in which it begins more than 4 ms."""


class Speaker:
    """The computer's sound output; silent where it has none."""

    def __init__(self) -> None:
        ConfigVariableInt("audio-preload-threshold").set_value(LARGEST_LOOP_BYTES)
        ConfigVariableDouble("audio-buffering-seconds").set_value(AHEAD_S)
        self._manager = AudioManager.create_AudioManager()
        self._manager.set_volume(1.0)
        # The inverse distance law, in metres, from each sound's own reach on.
        self._manager.audio_3d_set_distance_factor(1.0)
        self._manager.audio_3d_set_drop_off_factor(1.0)
        self._manager.audio_3d_set_doppler_factor(0.0)

    @property
    def works(self) -> bool:
        """Whether anything can be heard at all."""
        return self._manager.is_valid()

    def sound(self, path: Filename, placed: bool) -> AudioSound:
        """A sound file, ready to play; from a place in the world or all around."""
        return self._manager.get_sound(path, placed, AudioManager.SM_sample)

    def stream(self, path: Filename) -> AudioSound:
        """A sound file that is read while it plays, all around: nothing waits until all of it is unpacked."""
        return self._manager.get_sound(path, False, AudioManager.SM_stream)

    def hear(self, head: NodePath, render: NodePath) -> None:
        """The patient hears from where the head is."""
        x, y, z = head.get_pos(render)
        ahead_x, ahead_y, ahead_z = render.get_relative_vector(head, LVector3f(0.0, 0.0, 1.0))
        up_x, up_y, up_z = render.get_relative_vector(head, LVector3f(0.0, 1.0, 0.0))
        self._manager.audio_3d_set_listener_attributes(
            x, y, z, 0.0, 0.0, 0.0, ahead_x, ahead_y, ahead_z, up_x, up_y, up_z
        )
        self._manager.update()

    def close(self) -> None:
        self._manager.stop_all_sounds()
        self._manager.shutdown()


class Fader:
    """A sound whose loudness never jumps, but for silence."""

    def __init__(self, heard: AudioSound, fade_s: float = FADE_S) -> None:
        self.heard = heard
        self._step = 1.0 / (fade_s * TICKS_PER_S)
        self._gain = 0.0

    def play(self, gain: float) -> None:
        """From its beginning, this loud at once."""
        self._set(gain)
        self.heard.play()

    def follow(self, gain: float, ticks: int) -> None:
        """Come as near to this gain as so many ticks allow."""
        step = self._step * ticks
        self._set(max(self._gain - step, min(self._gain + step, gain)))

    def silence(self) -> None:
        """Nothing of it from now on."""
        self._set(0.0)
        self.heard.stop()

    @property
    def gain(self) -> float:
        """How loud it is now, 0 to 1."""
        return self._gain

    @property
    def playing(self) -> bool:
        """Whether it plays, however softly."""
        return bool(self.heard.status() == AudioSound.PLAYING)

    def _set(self, gain: float) -> None:
        if gain != self._gain:
            self._gain = gain
            self.heard.set_volume(gain)


class SceneSounds:
    """The sounds of one scene."""

    def __init__(self, built: Built, speaker: Speaker) -> None:
        self._built = built
        self._speaker = speaker
        self._heard: dict[str, tuple[Sound, Fader]] = {}
        self._on = False
        self._tick: int | None = None
        self.hushed = False
        """Whether the loops make room for somebody who speaks."""

    def loading(self) -> Iterator[None]:
        """Read the files, one between two frames."""
        for sound in self._built.scene.sounds:
            path = Filename.from_os_specific(str(self._built.sound(sound.id)))
            heard = self._speaker.sound(path, sound.node is not None)
            heard.set_loop(sound.loop)
            heard.set_volume(0.0)
            if sound.node is not None:
                heard.set_3d_min_distance(sound.reach_m)
            self._heard[sound.id] = (sound, Fader(heard))
            yield

    def start(self, values: Values) -> None:
        """The loops come up from now on; those that sound already go on."""
        self._on = True
        for sound, fader in self._heard.values():
            if sound.loop and not fader.playing:
                fader.play(0.0)
        self._tick = None

    def follow(self, tick: int, values: Values) -> None:
        """Loops as loud as the parameters say, smoothly."""
        ticks = 0 if self._tick is None else max(0, tick - self._tick)
        self._tick = tick
        if not self._on:
            return
        share = HUSHED_SHARE if self.hushed else 1.0
        for sound, fader in self._heard.values():
            if sound.loop:
                fader.follow(share * sound.gain(values), ticks)

    def place(self, at: dict[str, NodePath], render: NodePath) -> None:
        """Sounds of nodes come from where the nodes are."""
        for sound, fader in self._heard.values():
            if sound.node is not None and sound.node in at:
                x, y, z = at[sound.node].get_pos(render)
                fader.heard.set_3d_attributes(x, y, z, 0.0, 0.0, 0.0)

    def play(self, sound_id: str, values: Values) -> None:
        """Play a short sound once, from its beginning. Raises KeyError for one the scene does not have."""
        if sound_id not in self._heard:
            raise KeyError(f"expected one of the sounds {sorted(self._heard)}, got {sound_id}")
        if not self._on:
            return
        sound, fader = self._heard[sound_id]
        fader.play(sound.gain(values))

    def gain(self, sound_id: str) -> float:
        """How loud a sound is mixed now, 0 to 1. Raises KeyError for one the scene does not have."""
        return self._heard[sound_id][1].gain

    @property
    def sounding(self) -> tuple[str, ...]:
        """The sounds of this scene that are playing now, however softly."""
        return tuple(name for name, (_, fader) in self._heard.items() if fader.playing)

    def silence(self) -> None:
        """Nothing of this scene is heard from now on."""
        self._on = False
        for _, fader in self._heard.values():
            fader.silence()
