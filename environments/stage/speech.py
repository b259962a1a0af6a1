"""Speaks what the session says, beside the captions that show it: in front of the patient, calm, one thing at a time.

The sentences were rendered to speech beforehand (`make speech`, the folder `voice`). Words without a rendering, such
as a plan's own or another language's, stay captions.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from panda3d.core import Filename

from environments.stage.sound import Fader, Speaker
from therapy.translation import locale_in_use
from therapy.words import SOURCE_LANGUAGE

VOICE: Final = Path(__file__).parent / "voice"
EXPOSED_GAIN: Final = 0.8
SAFE_ROOM_GAIN: Final = 0.5
"""The safe room's own words are spoken softly."""
FADE_S: Final = 0.05
"""What is replaced by something else ends in this time."""


class Speech:
    """The voice of one stage."""

    def __init__(self, speaker: Speaker, folder: Path = VOICE) -> None:
        self._speaker, self._folder = speaker, folder
        self._known: dict[str, str] = json.loads((folder / "sentences.json").read_text(encoding="utf-8"))
        self._speaking: Fader | None = None
        self._ending: list[Fader] = []
        self._next: str | None = None
        self._gain = SAFE_ROOM_GAIN
        self._tick = 0
        self._on = True

    @property
    def on(self) -> bool:
        """Whether anything is spoken. Captions do not depend on it."""
        return self._on

    @on.setter
    def on(self, on: bool) -> None:
        self._on = on
        if not on:
            self.silence()

    def say(self, sentence: str) -> None:
        """Speak this now, in place of what is being spoken. `sentence` is the English template."""
        self._next = None
        if self._speaking is not None:
            self._ending.append(self._speaking)
        self._speaking = self._begun(sentence)

    def then(self, sentence: str) -> None:
        """Speak this once nothing is being spoken any more: what is asked does not cut off what is said."""
        self._next = sentence

    def no_longer(self) -> None:
        """What waits to be spoken is asked no more."""
        self._next = None

    def silence(self) -> None:
        """Nothing is spoken from now on, until something new is said."""
        self._next = None
        if self._speaking is not None:
            self._ending.append(self._speaking)
        for fader in self._ending:
            fader.silence()
        self._ending, self._speaking = [], None

    def update(self, tick: int, *, exposed: bool) -> None:
        """Once a frame."""
        ticks, self._tick = max(0, tick - self._tick), tick
        self._gain = EXPOSED_GAIN if exposed else SAFE_ROOM_GAIN
        for fader in self._ending:
            fader.follow(0.0, ticks)
            if fader.gain == 0.0:
                fader.silence()
        self._ending = [fader for fader in self._ending if fader.gain > 0.0]
        if self._speaking is not None and self._speaking.playing:
            self._speaking.follow(self._gain, ticks)
        elif self._next is not None:
            sentence, self._next = self._next, None
            self._speaking = self._begun(sentence)

    @property
    def speaking(self) -> bool:
        """Whether words are being spoken, or still fade out."""
        return bool(self._ending) or (self._speaking is not None and self._speaking.playing)

    @property
    def gains(self) -> tuple[float, ...]:
        """How loud everything is mixed that is being spoken or still fades out, oldest first."""
        return tuple(fader.gain for fader in (*self._ending, self._speaking) if fader is not None)

    def _begun(self, sentence: str) -> Fader | None:
        """The sentence, from its first word on; None for one that stays a caption."""
        name = hashlib.sha256(sentence.encode()).hexdigest()[:16]
        if not self._on or name not in self._known or locale_in_use() != SOURCE_LANGUAGE:
            return None
        path = Filename.from_os_specific(str(self._folder / f"{name}.ogg"))
        fader = Fader(self._speaker.stream(path), FADE_S)
        fader.play(self._gain)
        return fader
