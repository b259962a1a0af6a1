"""What a session says is spoken: every sentence, clearly, at one level, one at a time, and not where it is off."""

import json
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from panda3d.core import Datagram, Filename, MovieAudio

import spoken
from environments.modelling.mesh import Floats
from environments.stage.bootstrap import Engine
from environments.stage.sound import Speaker
from environments.stage.speech import EXPOSED_GAIN, SAFE_ROOM_GAIN, VOICE, Speech
from therapy.conversation import WORDS
from therapy.observations import Scale
from therapy.translation import use_locale
from therapy.visit import PAUSE_TEXT, RECOVERY_TEXT

RATE_HZ = 24_000
SENTENCES = spoken.sentences()


@cache
def said(sentence: str) -> Floats:
    """The samples of a spoken sentence, as the engine reads them."""
    file = Filename.from_os_specific(str(VOICE / f"{spoken.key(sentence)}.ogg"))
    cursor = MovieAudio.get(file).open()
    assert (cursor.audio_rate(), cursor.audio_channels()) == (RATE_HZ, 1)
    read = Datagram()
    cursor.read_samples(round(cursor.length() * RATE_HZ), read)
    return np.frombuffer(read.get_message(), "<i2") / 32_768.0


def test_everything_a_session_says_is_spoken() -> None:
    """`make speech` mends it: fixed sentences, questions, offers, and the steps of both plans; nothing is left over."""
    index = json.loads((VOICE / "sentences.json").read_text(encoding="utf-8"))
    assert index == {spoken.key(sentence): sentence for sentence in SENTENCES}
    assert {file.stem for file in VOICE.glob("*.ogg")} == set(index)
    assert {RECOVERY_TEXT, PAUSE_TEXT, *(words.prompt for words in WORDS.values())} <= set(SENTENCES)
    assert sum(file.stat().st_size for file in VOICE.iterdir()) < 3e6


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_spoken_clearly(sentence: str) -> None:
    """Calm pace, -20 dB of full scale, no peak cut, no silence around it, in the middle of what an ear hears best."""
    samples = said(sentence)
    words = len(spoken.spoken_words(sentence).split())
    assert 0.18 < len(samples) / RATE_HZ / words < 0.6
    assert 20.0 * np.log10(np.sqrt(np.mean(samples**2))) == pytest.approx(-20.0, abs=1.0)
    assert np.abs(samples).max() < 0.95
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    assert loud[0] < 0.15 * RATE_HZ
    assert len(samples) - loud[-1] < 0.2 * RATE_HZ
    assert np.abs(samples[:20]).max() < 0.01
    power = np.abs(np.fft.rfft(samples)) ** 2
    assert 250.0 < float((np.fft.rfftfreq(len(samples), 1 / RATE_HZ) * power).sum() / power.sum()) < 1500.0


def test_what_stands_in_a_placeholder_is_left_to_the_caption() -> None:
    """The question about a feared outcome is spoken as a question; numbers inside a sentence cannot be."""
    prompt = WORDS[Scale.EXPECTANCY].prompt
    assert spoken.spoken_words(prompt) == "How sure are you that this will happen?"
    with pytest.raises(ValueError, match="placeholder"):
        spoken.spoken_words("You have done {count} of them.")


@pytest.fixture
def speech(engine: Engine) -> Iterator[Speech]:
    """A voice at the beginning of a visit."""
    speaker = Speaker()
    yield Speech(speaker)
    use_locale("en")
    speaker.close()


def test_a_new_sentence_takes_the_place_of_the_old(speech: Speech) -> None:
    """The old one fades within 50 ms; what is asked waits for what is said."""
    speech.say(RECOVERY_TEXT)
    speech.then(PAUSE_TEXT)
    speech.update(1, exposed=False)
    assert speech.gains == (SAFE_ROOM_GAIN,)
    speech.say(PAUSE_TEXT)
    speech.update(3, exposed=False)
    assert len(speech.gains) == 2
    speech.update(6, exposed=True)
    assert speech.gains == (EXPOSED_GAIN,)


def test_one_control_mutes_it_at_once(speech: Speech) -> None:
    """Off means off, for what is being said and for what follows, until it is on again."""
    speech.say(RECOVERY_TEXT)
    speech.on = False
    assert not speech.speaking
    speech.say(RECOVERY_TEXT)
    speech.then(PAUSE_TEXT)
    speech.update(9, exposed=False)
    assert not speech.speaking
    speech.on = True
    speech.say(RECOVERY_TEXT)
    assert speech.speaking


def test_what_nobody_recorded_stays_a_caption(speech: Speech) -> None:
    """A plan's own words, and every language but the one it was spoken in."""
    speech.say("Words of a plan that a clinic wrote itself.")
    assert not speech.speaking
    use_locale("en-XA")
    speech.say(RECOVERY_TEXT)
    assert not speech.speaking
