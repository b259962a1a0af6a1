"""What is heard of a visit, recorded by OpenAL itself: exposure's sound, words, and silence after a stop."""

import numpy as np
import pytest

from environments.assets import Built
from environments.stage.bootstrap import Engine
from environments.stage.sound import FADE_S, SceneSounds, Speaker
from tests.environments.stage import magenta
from tests.environments.stage.conftest import Theatre
from tests.environments.stage.recording import Recording, db, loudness, recorded
from therapy.sample import TICKS_PER_S

VISIT = """
import math, pathlib, sys, time
from tests.environments.stage import magenta
from tests.environments.stage.conftest import Theatre
from environments.stage.stage import Stage
from therapy.directives import ChangeParameter, PlaySound, Say, ShowEnvironment
from therapy.sample import Pose
from therapy.visit import PAUSE_TEXT, RECOVERY_TEXT

folder = pathlib.Path(sys.argv[1])
(folder / "silent").mkdir()
files = {
    "magenta": magenta.built(folder, magenta.model()),
    "safe_room": magenta.built(folder / "silent", magenta.silent(magenta.model())),
}
values = {magenta.BRIGHTNESS: 0.0, magenta.SHIFT: 0.0}
stage = Stage(folder, size=(64, 36), window=False, files=files.__getitem__, starting_values=lambda _: values)
theatre = Theatre(stage)
theatre.go_in()

def tell(word):
    print(word, time.monotonic(), flush=True)

def draw(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        theatre.draw()

def bright(share):
    theatre.obey(ChangeParameter(name=magenta.BRIGHTNESS, start=share, end=share, start_tick=0, end_tick=0))

bright(1)
theatre.obey(PlaySound(sound="beep"))
tell("on")
draw(0.7)
stage.safe_room_now("a test")
tell("off")
draw(0.5)
theatre.obey(Say(text=RECOVERY_TEXT))
tell("said")
draw(1.0)
stage.speech_on = False
tell("muted")
draw(0.4)
theatre.obey(Say(text=PAUSE_TEXT))
draw(0.4)
stage.speech_on = True
bright(0)
theatre.obey(ShowEnvironment(environment="magenta"))
draw(0.5)
theatre.head = Pose(0.0, 1.2, 0.0, 0.0, math.sin(math.pi / 4), 0.0, math.cos(math.pi / 4))
theatre.draw()
theatre.obey(PlaySound(sound="beep"))
tell("turned")
draw(1.2)
tell("there")
theatre.obey(Say(text=RECOVERY_TEXT))
draw(0.6)
theatre.obey(Say(text=PAUSE_TEXT))
draw(0.6)
stage.safe_room_now("a test")
tell("stopped")
draw(0.5)
tell("end")
stage.close()
"""


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Exposure, a stop, words in the safe room, exposure again, words there, a stop."""
    return recorded(tmp_path_factory.mktemp("visit"), VISIT)


def test_after_a_stop_exposure_is_silent_within_a_tenth_of_a_second(visit: Recording) -> None:
    """The tone is in the recording for as long as exposure lasted, and gone for good with the stop."""
    times = visit.times
    heard = loudness(visit.ears[int(times["on"] * 44_100) : int((times["said"] - 0.05) * 44_100)])
    loud = np.flatnonzero(heard > 0.003)
    lasted_s, sounded_s = times["off"] - times["on"], (loud[-1] - loud[0] + 1) / 100.0
    assert lasted_s - 0.15 < sounded_s < lasted_s + 0.1
    assert len(heard) - loud[-1] > 30  # a third of a second and more of silence was recorded after it


def test_what_is_said_is_heard_until_speech_is_turned_off(visit: Recording) -> None:
    """Softly in the safe room; with the control off it is silent within a tenth of a second, and stays so."""
    assert -36.0 < db(visit.between("said", "muted")) < -22.0
    assert db(visit.between("muted", "turned", margin_s=0.1)) < -90.0


def test_a_stop_takes_the_words_away_too(visit: Recording) -> None:
    """Speech of the exposure is louder than the safe room's, and gone within a tenth of a second."""
    words = db(visit.between("there", "stopped"))
    assert words > db(visit.between("said", "muted"))
    assert words > -30.0
    assert db(visit.between("stopped", "end", margin_s=0.1)) < -90.0


def test_a_thing_ahead_is_on_the_right_of_who_turns_left(visit: Recording) -> None:
    """The stage gives ears to the head that the pictures are drawn from, with the engine's own axes."""
    left, right = visit.between("turned", "there").T
    assert db(right[:, None]) - db(left[:, None]) > 4.0


def test_a_stage_without_a_sound_card_is_silent_and_works(theatre: Theatre) -> None:
    """Nothing here depends on being heard."""
    theatre.go_in()
    theatre.stage.safe_room_now("a test")
    assert theatre.draw().failed is None


def test_a_sound_that_the_scene_does_not_have_is_named(engine: Engine, files: dict[str, Built]) -> None:
    """Who asks for it learns what there is."""
    speaker = Speaker()
    sounds = SceneSounds(files["magenta"], speaker)
    for _ in sounds.loading():
        pass
    with pytest.raises(KeyError, match="beep"):
        sounds.play("trumpet", {magenta.BRIGHTNESS: 1.0})
    speaker.close()


def test_no_gain_jumps_but_to_silence(engine: Engine, files: dict[str, Built]) -> None:
    """A loop comes up over `FADE_S` and follows a parameter that jumps no faster; it makes room for words."""
    speaker = Speaker()
    sounds = SceneSounds(files["magenta"], speaker)
    for _ in sounds.loading():
        pass
    heard = []

    def follow(ticks: range, brightness: float) -> None:
        for tick in ticks:
            sounds.follow(tick, {magenta.BRIGHTNESS: brightness})
            heard.append(sounds.gain("tone"))

    sounds.start({magenta.BRIGHTNESS: 1.0})
    fade = round(FADE_S * TICKS_PER_S)
    follow(range(fade + 2), 1.0)
    assert heard[0] == 0.0
    assert heard[-1] == 1.0
    follow(range(fade + 2, fade + 12), 0.0)
    sounds.hushed = True
    follow(range(fade + 12, 2 * fade + 12), 1.0)
    assert heard[-1] == 0.5
    assert np.abs(np.diff(heard)).max() <= 1.0 / fade + 1e-9
    sounds.silence()
    assert sounds.gain("tone") == 0.0
    speaker.close()
