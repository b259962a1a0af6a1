"""What our sounds are like in a patient's ears: side, distance, loops, loudness. Recorded, not computed."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from environments.modelling.sound import centroid_hz, noise
from tests.environments.stage.recording import RATE_HZ, Recording, db, loudness, recorded

PLAYED = """
import pathlib, sys, time
from importlib import import_module
import numpy as np
from panda3d.core import LQuaternionf, NodePath, loadPrcFileData
loadPrcFileData("hearing", "coordinate-system y-up-left")  # as Ursina has it
from environments.assets import Built
from environments.modelling.sound import noise, wav_bytes
from environments.placement import facing
from environments.scene import FloorArea, Node, Scene, Sky, Sound
from environments.stage.coordinates import engine_quaternion, mirrored_point
from environments.stage.sound import SceneSounds, Speaker

folder = pathlib.Path(sys.argv[1])
render = NodePath("render")
head = render.attach_new_node("head")
head.set_pos(*mirrored_point((0.0, 1.2, 0.0)))
speaker = Speaker()
tick = 0

def scene_of(files, sounds):
    for name, samples in files.items():
        (folder / name).write_bytes(wav_bytes(samples))
    nodes = tuple(Node(id=node) for node in sorted({s.node for s in sounds if s.node}))
    dark = Sky(zenith=(0, 0, 0), horizon=(0, 0, 0), below=(0, 0, 0))
    floor = FloorArea(id="floor", corners=((-1.0, 1.0), (1.0, 1.0), (1.0, -1.0)))
    scene = Scene(id="heard", glb="heard.glb", nodes=nodes, sky=dark, sounds=sounds, floor=(floor,))
    heard = SceneSounds(Built(scene, folder, {}), speaker)
    for _ in heard.loading():
        pass
    return heard, {node.id: render.attach_new_node(node.id) for node in nodes}

def at_ours(module):
    place = import_module(module)
    return scene_of(place.files(), place.SOUNDS)

def look(direction):
    head.set_quat(LQuaternionf(*engine_quaternion(facing(direction))))

def hear(sounds, at, values, seconds, frames_per_s=90):
    global tick
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        tick += 90 // frames_per_s
        sounds.follow(tick, values)
        sounds.place(at, render)
        speaker.hear(head, render)
        time.sleep(1 / frames_per_s)

def tell(word):
    print(word, time.monotonic(), flush=True)
"""

AROUND = """
sounds, at = scene_of({"noise.wav": 0.5 * noise(0.4, 200.0, 6000.0, 0.3, 1)},
    (Sound(id="noise", file="noise.wav", node="source", loop=True, reach_m=1.0),))
eyes = (0.0, 1.2, 0.0)
for word, place in dict(right=(4, 1.2, 0), left=(-4, 1.2, 0), ahead=(0, 1.2, -4), behind=(0, 1.2, 4), near=(0, 1.2, -1),
                        far=(0, 1.2, -8)).items():
    at["source"].set_pos(*mirrored_point(place))
    if word == "right":
        sounds.place(at, render)
        speaker.hear(head, render)
        sounds.start({})
        tell("start")
        hear(sounds, at, {}, 0.5)
    tell(word)
    hear(sounds, at, {}, 0.5)
at["source"].set_pos(*mirrored_point((4, 1.2, 0)))
look((1.0, 0.0, 0.0))
tell("faced")
hear(sounds, at, {}, 0.5)
tell("end")
sounds.silence()
smooth = noise(0.25, 200.0, 500.0, 0.5, 2)
loop, _ = scene_of({"smooth.wav": 0.4 * smooth}, (Sound(id="smooth", file="smooth.wav", loop=True),))
loop.start({})
hear(loop, {}, {}, 0.7)
tell("looping")
hear(loop, {}, {}, 1.0)
tell("looped")
speaker.close()
"""
LOUDEST = """
from environments.stage.speech import Speech
speech = Speech(speaker)
sounds, at = at_ours("environments.heights.model_sound")
for node, place in dict(bird=(1, 1.6, -2), other_lift=(4.3, 1, 2.9), ball=(0.4, 1, -0.3)).items():
    at[node].set_pos(*mirrored_point(place))
values = dict(wind=1.0, traffic=0.0, sound_level=1.0, time_of_day=20.0, height_m=3.0)
for height_m in (3.0, 20.0, 60.0):
    values["height_m"] = height_m
    sounds.silence()
    sounds.start(values)  # the same part of each loop
    if height_m == 3.0:
        tell("start")
    hear(sounds, at, values, 0.7)
    tell(f"wind_{height_m:.0f}")
    hear(sounds, at, values, 2.0)
    tell(f"after_{height_m:.0f}")
values |= dict(traffic=1.0, time_of_day=11.0)
for word, height_m in (("high", 60.0), ("low", 0.0)):
    values["height_m"] = height_m
    hear(sounds, at, values, 0.6)
    for sound in ("gust", "bird", "lift", "thud", "touch"):
        sounds.play(sound, values)
    speech.say("We go a step back. Feel your feet on the floor, and let your breath go out slowly.")
    tell(word)
    for _ in range(40):
        speech.update(tick, exposed=True)
        hear(sounds, at, values, 0.1)
    tell(f"{word}_end")
speaker.close()
"""
CALM = """
sounds, at = at_ours("environments.safe_room.model_sound")
at["window_rain"].set_pos(*mirrored_point((0.0, 1.4, -2.7)))
sounds.place(at, render)
speaker.hear(head, render)
sounds.start({})
tell("start")
hear(sounds, at, {}, 14.0)
tell("end")
speaker.close()
"""


pytestmark = pytest.mark.slow  # each recording takes its time


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """A hissing thing on every side of the patient, one after the other."""
    return recorded(tmp_path_factory.mktemp("around"), PLAYED + AROUND)


SIDES = ("right", "left", "ahead", "behind", "near", "far", "faced", "end")
AFTER = dict(itertools.pairwise(SIDES))


def ears_db(around: Recording, word: str) -> tuple[float, float]:
    left, right = around.between(word, AFTER[word]).T
    return db(left[:, None]), db(right[:, None])


def test_a_sound_on_the_right_is_louder_in_the_right_ear(around: Recording) -> None:
    """4 m to a side is told apart by several dB, the same to both sides; what is ahead or behind is in the middle."""
    left, right = ears_db(around, "right")
    assert right - left > 4.0
    assert ears_db(around, "left") == pytest.approx((right, left), abs=1.0)
    for middle in ("ahead", "behind", "near", "far"):
        left, right = ears_db(around, middle)
        assert right == pytest.approx(left, abs=1.0)


def test_who_turns_to_a_sound_hears_it_ahead(around: Recording) -> None:
    """The world stays where it is when the head turns to its right."""
    left, right = ears_db(around, "faced")
    assert right == pytest.approx(left, abs=1.0)
    assert right == pytest.approx(ears_db(around, "ahead")[1], abs=1.0)


def test_a_sound_behind_is_not_the_one_ahead(around: Recording) -> None:
    """As loud, but of another colour: the ear's shell dampens what comes from behind."""
    ahead, behind = (around.between(word, AFTER[word]) for word in ("ahead", "behind"))
    assert abs(db(ahead) - db(behind)) < 4.0
    assert abs(np.log2(centroid_hz(ahead) / centroid_hz(behind))) > 0.05


def test_a_sound_at_twice_the_distance_is_half_as_loud(around: Recording) -> None:
    """6 dB for each doubling, from its reach on: 1 m, 4 m, 8 m."""
    near, ahead, far = (db(around.between(word, AFTER[word])) for word in ("near", "ahead", "far"))
    assert near - ahead == pytest.approx(12.0, abs=1.5)
    assert ahead - far == pytest.approx(6.0, abs=1.0)


def test_a_loop_repeats_without_a_click(around: Recording) -> None:
    """Four turns of a smooth quarter of a second: nowhere does the recording step further than the sound itself."""
    smooth = 0.4 * noise(0.25, 200.0, 500.0, 0.5, 2)
    widest = np.abs(np.diff(np.append(smooth, smooth[0]))).max()
    heard = around.between("looping", "looped", margin_s=0.05)
    scale = np.sqrt(np.mean(heard**2) / np.mean(smooth**2))
    assert len(heard) > 3 * len(smooth)
    assert np.abs(np.diff(heard, axis=0)).max() < 1.2 * scale * widest


def test_the_wind_grows_with_the_height_and_nothing_clips(tmp_path: Path) -> None:
    """Louder and brighter from 3 to 60 m; with every sound of the terrace and a voice at once there is still room."""
    heard = recorded(tmp_path, PLAYED + LOUDEST)
    winds = [heard.between(f"wind_{height}", f"after_{height}") for height in (3, 20, 60)]
    assert db(winds[1]) - db(winds[0]) > 3.0
    assert db(winds[2]) - db(winds[0]) > 6.0
    assert centroid_hz(winds[2]) > 1.2 * centroid_hz(winds[1])
    for word in ("high", "low"):
        everything = heard.between(word, f"{word}_end")
        assert -24.0 < db(everything) < -14.0
        assert np.abs(everything).max() < 0.98


def test_the_safe_room_is_calm(tmp_path: Path) -> None:
    """Soft, with no silence and nothing sudden, over the end of its loops; it comes up from nothing by a fade."""
    heard = recorded(tmp_path, PLAYED + CALM)
    room = heard.ears[int((heard.times["start"] + 0.6) * RATE_HZ) : int(heard.times["end"] * RATE_HZ)]
    assert -46.0 < db(room) < -34.0
    assert np.abs(room).max() < 0.12
    level_db = 20.0 * np.log10(loudness(room, 0.05))
    assert np.diff(level_db).max() < 6.0
    assert level_db.max() - np.median(level_db) < 8.0
    coming = heard.ears[int(heard.times["start"] * RATE_HZ) :][: int(0.6 * RATE_HZ)]
    assert loudness(coming, 0.05)[0] < 0.4 * loudness(coming, 0.05)[-1]
