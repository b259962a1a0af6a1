"""Grains repeat without a seam, keep a material's colour true, and come out the same every time."""

import numpy as np
import pytest

from environments.modelling.grain import BRIGHTEST, SIZE, grain, names

pytestmark = pytest.mark.slow  # every grain is made


@pytest.mark.parametrize("name", names())
def test_a_grain_keeps_the_colour_and_the_flatness_of_what_it_lies_on(name: str) -> None:
    """Colour factors have a mean near 1, normals lean nowhere on the whole and nowhere as far as a cliff."""
    made = grain(name)
    assert made.colour.shape == (SIZE, SIZE, 3)
    assert made.relief.shape == (SIZE, SIZE, 4)
    factor = (made.colour[::2, ::2] / 255.0) ** 2 * BRIGHTEST
    assert factor.mean(axis=(0, 1)) == pytest.approx([1.0, 1.0, 1.0], abs=0.03)
    normal = made.relief[::2, ::2, :3] / 127.5 - 1.0
    assert np.abs(normal[..., :2].mean(axis=(0, 1))).max() < 0.02
    assert np.linalg.norm(normal, axis=-1) == pytest.approx(1.0, abs=0.02)
    slope = np.hypot(normal[..., 0], normal[..., 1]) / normal[..., 2]
    assert np.sqrt((slope**2).mean()) < 0.55
    assert made.relief[..., 3].mean() / 127.5 == pytest.approx(1.0, abs=0.08)


def test_grains_join_up_with_themselves() -> None:
    """The step across an edge is no larger than the largest between neighbours elsewhere, for every grain."""
    for name in names():
        made = grain(name)
        picture = np.concatenate([made.colour, made.relief], axis=-1).astype(np.int16)
        for axis in (0, 1):
            away = np.abs(picture - np.roll(picture, -1, axis)).mean(axis=(1 - axis, 2))
            assert away[-1] <= 1.25 * away[:-1].max() + 0.1, f"the seam of {name} along axis {axis} shows"


def test_a_grain_is_the_same_every_time_and_no_two_are_alike() -> None:
    """Made again from nothing, every byte of a grain repeats; another name gives another picture."""
    again = grain.__wrapped__("boards")
    assert np.array_equal(grain("boards").colour, again.colour)
    assert np.array_equal(grain("boards").relief, again.relief)
    assert len({grain(name).relief.tobytes() for name in names()}) == len(names())


def test_only_grains_that_there_are_can_be_had() -> None:
    """A name that no maker has is an error at once, not an even surface."""
    with pytest.raises(KeyError):
        grain("velvet")
