"""Flashes counted in rendered frames, as WCAG 2.3.1 defines them."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from tests.environments.stage import magenta
from tests.environments.stage.conftest import Theatre
from therapy.directives import ChangeParameter, ShowEnvironment, ShowSafeRoom
from therapy.sample import TICKS_PER_S

Floats = npt.NDArray[np.float64]
STEP = 0.1
DARKER_BELOW = 0.8
TICKS_PER_FRAME = 3


def relative_luminance(picture: npt.NDArray[np.uint8]) -> Floats:
    """Of each pixel (WCAG 2.1, relative luminance)."""
    channel = picture.astype(float) / 255.0
    linear = np.where(channel <= 0.03928, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)
    weighted: Floats = linear @ np.array((0.2126, 0.7152, 0.0722))
    return weighted


def patches(picture: npt.NDArray[np.uint8]) -> Floats:
    """Mean luminance of 16 x 9 patches: each is smaller than a quarter of the ten degrees that the rule looks at."""
    light = relative_luminance(picture)
    height, width = light.shape[0] // 9, light.shape[1] // 16
    cut = light[: height * 9, : width * 16].reshape(9, height, 16, width)
    mean: Floats = cut.mean(axis=(1, 3)).reshape(-1)
    return mean


def flashes(levels: Floats) -> list[int]:
    """Frames in which a pair of opposing changes is complete: a tenth or more, the darker one below 0.8."""
    extreme, rising, found, opposing = levels[0], None, [], 0
    for frame, level in enumerate(levels):
        change = level - extreme
        if rising is not None and (change > 0) == rising:
            extreme = level
        elif abs(change) >= STEP and min(level, extreme) < DARKER_BELOW:
            opposing = opposing + 1 if rising is not None else 1
            rising, extreme = change > 0, level
            if opposing % 2 == 0:
                found.append(frame)
    return found


def most_in_a_second(found: list[int]) -> int:
    """The largest number of flashes in any second."""
    second = math.ceil(TICKS_PER_S / TICKS_PER_FRAME)
    return max((sum(f <= other < f + second for other in found) for f in found), default=0)


def worst_patch(frames: list[Floats]) -> int:
    """Flashes in the worst second of the worst patch of the picture."""
    series = np.array(frames)
    return max(most_in_a_second(flashes(series[:, patch])) for patch in range(series.shape[1]))


def draw(theatre: Theatre, frames: int) -> list[Floats]:
    """The patches of so many frames."""
    seen = []
    for _ in range(frames):
        theatre.draw(TICKS_PER_FRAME)
        seen.append(patches(theatre.stage.picture()))
    return seen


def jump(theatre: Theatre, name: str, start: float, end: float, blink: bool) -> None:
    """A change with no ramp at all."""
    now = theatre.tick
    theatre.obey(ChangeParameter(name=name, start=start, end=end, start_tick=now, end_tick=now, blink=blink))


def test_the_counting_itself_is_right() -> None:
    """Five full light-dark pairs in a second are five flashes; a slow rise and fall is one; a ripple is none."""
    strobe = np.array([0.7 if frame // 3 % 2 else 0.1 for frame in range(31)])
    assert most_in_a_second(flashes(strobe)) in (4, 5)
    slow = np.concatenate((np.linspace(0.1, 0.7, 30), np.linspace(0.7, 0.1, 30)))
    assert len(flashes(slow)) == 1
    assert flashes(0.5 + 0.04 * np.sin(np.arange(90.0))) == []


def test_blinks_one_after_the_other_flash_at_most_three_times_a_second(theatre: Theatre) -> None:
    """A change behind a blink is asked for in every frame for six seconds."""
    theatre.go_in()
    frames = []
    for i in range(180):
        jump(theatre, magenta.SHIFT, 0.0, 1.0 - 2.0 * (i % 2), blink=True)
        frames += draw(theatre, 1)
    assert 1 <= worst_patch(frames) <= 3


@pytest.mark.parametrize(
    "every", [1, pytest.param(3, marks=pytest.mark.slow), pytest.param(7, marks=pytest.mark.slow)]
)
def test_a_light_that_is_switched_on_and_off_is_held(theatre: Theatre, every: int) -> None:
    """Brightness jumps between its ends every few frames, through no fault of the stage: it is held all the same."""
    theatre.go_in()
    frames = []
    for i in range(120 // every):
        jump(theatre, magenta.BRIGHTNESS, i % 2, 1 - i % 2, blink=False)
        frames += draw(theatre, every)
    assert worst_patch(frames) <= 3


def test_in_and_out_as_fast_as_it_goes(theatre: Theatre) -> None:
    """Somebody goes in and out of exposure without a pause: the blink on the way in keeps it slow enough."""
    theatre.go_in()
    frames = []
    for i in range(60):
        if theatre.stage.exposure_attached:
            theatre.obey(ShowSafeRoom(why="a test"))
        elif i % 2 == 0:
            theatre.obey(ShowEnvironment(environment="magenta"))
        frames += draw(theatre, 1)
    assert worst_patch(frames) <= 3
