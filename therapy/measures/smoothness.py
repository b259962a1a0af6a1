"""Smoothness of a movement as spectral arc length (SPARC), portable.

Balasubramanian, Melendez-Calderon, Roby-Brami and Burdet, J NeuroEng Rehabil 12:112 (2015): the length of the
normalised magnitude spectrum of the speed profile, up to the last frequency at which it still matters,
negated. About -1.4 for one smooth reach, more negative the more a movement consists of pieces; independent
of its size. `therapy.analysis.sparc` computes the same with numpy.
"""

import functools
import itertools
import math
from collections.abc import Generator, Sequence
from operator import add, mul, sub
from typing import Final, TypeVar

from therapy import arithmetic
from therapy.sample import TICKS_PER_S

Result = TypeVar("Result")

HIGHEST_HZ: Final = 20.0
"""Frequencies above are never looked at."""
THRESHOLD: Final = 0.05
"""The spectrum counts up to the last frequency at which it has this share of its largest magnitude."""
PADDING: Final = 16
"""Zero padding to this many times the next power of two: the published padding level 4."""


def sparc(speeds_mps: Sequence[float], rate_hz: float = TICKS_PER_S) -> float | None:
    """Spectral arc length of a speed profile, cut to the movement.

    None for fewer than two samples or no speed.
    """
    return finished(sparc_in_parts(speeds_mps, rate_hz))


def sparc_in_parts(
    speeds_mps: Sequence[float], rate_hz: float = TICKS_PER_S
) -> Generator[None, None, float | None]:
    """The same, yielding between its nine parts of about a tenth of the work, so that no frame waits."""
    if len(speeds_mps) < 2 or max(speeds_mps) <= 0.0:
        return None
    size = 1 << (len(speeds_mps) - 1).bit_length()
    magnitudes = [0.0] * (math.floor(HIGHEST_HZ * PADDING * size / rate_hz) + 1)
    for offset in range(PADDING // 2 + 1):
        _fill(magnitudes, speeds_mps, size, offset)
        yield
    largest = magnitudes[0]  # that of the sum: no frequency can pass it where no speed is negative
    last = max(at for at, magnitude in enumerate(magnitudes) if magnitude >= THRESHOLD * largest)
    width = 1.0 / last
    steps = ((b - a) / largest for a, b in itertools.pairwise(magnitudes[: last + 1]))
    return -math.fsum(math.sqrt(width * width + step * step) for step in steps)


def finished(parts: Generator[None, None, Result]) -> Result:
    """What a computation in parts comes to, done at once."""
    while True:
        try:
            next(parts)
        except StopIteration as end:
            result: Result = end.value
            return result


def _fill(magnitudes: list[float], values: Sequence[float], size: int, offset: int) -> None:
    """Fill in the magnitudes of the padded discrete Fourier transform at bins 16 k + offset, of either sign.

    They are the bins k of an unpadded transform, its input turned by offset / (16 size) of a turn a sample.
    The negative bins of an offset are the positive ones of 16 - offset, so that offsets 0..8 give all.
    """
    cosines, sines = _half_turn(PADDING * size)
    turns = [offset * n for n in range(len(values))]
    zeros = [0.0] * (size - len(values))
    re, im = _transform(
        [value * cosines[turn] for value, turn in zip(values, turns, strict=True)] + zeros,
        [-value * sines[turn] for value, turn in zip(values, turns, strict=True)] + zeros,
    )
    places = _places(size)
    highest = len(magnitudes) - 1
    for k in range(-((highest + offset) // PADDING), (highest - offset) // PADDING + 1):
        place = places[k]
        magnitudes[abs(PADDING * k + offset)] = math.sqrt(re[place] * re[place] + im[place] * im[place])


def _transform(re: list[float], im: list[float]) -> tuple[list[float], list[float]]:
    """Discrete Fourier transform of a power of two of samples; bin k comes out at `_places(size)[k]`.

    Every stage is the same few passes over whole lists (Pease, J. ACM 15, 1968), which Python runs fastest.
    """
    half = len(re) // 2
    for cosines, sines in _twiddles(len(re)):
        re_low, re_high, im_low, im_high = re[:half], re[half:], im[:half], im[half:]
        re[::2] = map(add, re_low, re_high)
        im[::2] = map(add, im_low, im_high)
        re_gap, im_gap = list(map(sub, re_low, re_high)), list(map(sub, im_low, im_high))
        re[1::2] = map(add, map(mul, re_gap, cosines), map(mul, im_gap, sines))
        im[1::2] = map(sub, map(mul, im_gap, cosines), map(mul, re_gap, sines))
    return re, im


@functools.lru_cache(maxsize=16)
def _twiddles(size: int) -> list[tuple[list[float], list[float]]]:
    """Cosines and sines that each stage of a transform multiplies with."""
    cosines, sines = _half_turn(size)
    stages = range(size.bit_length() - 1)
    turns = [[(at >> stage) << stage for at in range(size // 2)] for stage in stages]
    return [([cosines[turn] for turn in stage], [sines[turn] for turn in stage]) for stage in turns]


@functools.lru_cache(maxsize=16)
def _places(size: int) -> list[int]:
    """Where each bin comes out: its number with the bits in reverse order."""
    places = [0]
    while len(places) < size:
        places = [2 * place for place in places] + [2 * place + 1 for place in places]
    return places


@functools.lru_cache(maxsize=32)
def _half_turn(size: int) -> tuple[list[float], list[float]]:
    """Cosine and sine of the first half turn, in steps of one turn / size; size a power of two."""
    quarter = max(size // 4, 1)
    rising = [arithmetic.sin(0.5 * arithmetic.PI * n / quarter) for n in range(quarter + 1)]
    return rising[::-1] + [-sine for sine in rising[1:]], rising + rising[-2::-1]
