"""What is heard: loops that follow parameters, short sounds that directives play, and silence at once."""

from __future__ import annotations

from collections.abc import Iterator

from panda3d.core import AudioManager, AudioSound, Filename, LVector3f, NodePath

from environments.assets import Built
from environments.scene import Sound
from therapy.parameter import Values


class Speaker:
    """The computer's sound output; silent where it has none."""

    def __init__(self) -> None:
        self._manager = AudioManager.create_AudioManager()
        self._manager.set_volume(1.0)

    @property
    def works(self) -> bool:
        """Whether anything can be heard at all."""
        return self._manager.is_valid()

    def sound(self, path: Filename, placed: bool) -> AudioSound:
        """A sound file, ready to play; from a place in the world or all around."""
        return self._manager.get_sound(path, placed)

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


class SceneSounds:
    """The sounds of one scene."""

    def __init__(self, built: Built, speaker: Speaker) -> None:
        self._built = built
        self._speaker = speaker
        self._heard: dict[str, tuple[Sound, AudioSound]] = {}
        self._on = False

    def loading(self) -> Iterator[None]:
        """Read the files, one between two frames."""
        for sound in self._built.scene.sounds:
            path = Filename.from_os_specific(str(self._built.sound(sound.id)))
            heard = self._speaker.sound(path, sound.node is not None)
            heard.set_loop(sound.loop)
            self._heard[sound.id] = (sound, heard)
            yield

    def start(self, values: Values) -> None:
        """The loops sound from now on."""
        self._on = True
        for sound, heard in self._heard.values():
            if sound.loop:
                heard.set_volume(sound.gain(values))
                heard.play()

    def follow(self, values: Values) -> None:
        """Loops as loud as the parameters say."""
        for sound, heard in self._heard.values():
            if sound.loop:
                heard.set_volume(sound.gain(values))

    def place(self, at: dict[str, NodePath], render: NodePath) -> None:
        """Sounds of nodes come from where the nodes are."""
        for sound, heard in self._heard.values():
            if sound.node is not None and sound.node in at:
                x, y, z = at[sound.node].get_pos(render)
                heard.set_3d_attributes(x, y, z, 0.0, 0.0, 0.0)

    def play(self, sound_id: str, values: Values) -> None:
        """Play a short sound once, from its beginning. Raises KeyError for one the scene does not have."""
        if sound_id not in self._heard:
            raise KeyError(f"expected one of the sounds {sorted(self._heard)}, got {sound_id}")
        if not self._on:
            return
        sound, heard = self._heard[sound_id]
        heard.set_volume(sound.gain(values))
        heard.play()

    @property
    def sounding(self) -> tuple[str, ...]:
        """The sounds of this scene that are playing now, however softly."""
        return tuple(name for name, (_, heard) in self._heard.items() if heard.status() == AudioSound.PLAYING)

    def silence(self) -> None:
        """Nothing of this scene is heard from now on."""
        self._on = False
        for _, heard in self._heard.values():
            heard.set_volume(0.0)
            heard.stop()
