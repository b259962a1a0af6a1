"""Fields that grains are made of: square arrays that join up with themselves across every edge.

Rows go up (v), columns to the right (u). Noise is white noise whose spectrum is shaped, so it is periodic by
nature; cells are a jittered grid wrapped into a ring both ways.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

SIZE = 512
"""Pixels along each side."""
Field: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]


class Surface(NamedTuple):
    """A grain before it is written: colour factors, height in pixels, roughness factors."""

    factor: Field
    """(SIZE, SIZE, 3), linear; whoever writes it brings the mean of each channel to 1."""
    height: Field
    rough: Field


class Cells(NamedTuple):
    """Which cell each pixel is in, and how far (in mean cell sizes) its two nearest cell points are."""

    which: Whole
    nearest: Field
    second: Field

    @property
    def inside(self) -> Field:
        """0 on the border between two cells, rising inward."""
        return self.second - self.nearest


def coordinates() -> tuple[Field, Field]:
    """u to the right and v up, each from 0 to 1, at the middles of the pixels."""
    line = (np.arange(SIZE) + 0.5) / SIZE
    u, v = np.meshgrid(line, line)
    return u, v


def noise(seed: int, low: float, high: float, fall: float = 1.0, u: float = 1.0, v: float = 1.0) -> Field:
    """Noise of mean 0 and deviation 1 with waves of `low` to `high` cycles a repetition.

    `fall` is the power of the frequency by which amplitudes fall. `u` and `v` stretch it along that axis: u=1, v=20
    makes streaks that run up.
    """
    white = np.random.default_rng(seed).standard_normal((SIZE, SIZE))
    across = np.fft.rfftfreq(SIZE, 1.0 / SIZE)[None, :] * u
    up = np.fft.fftfreq(SIZE, 1.0 / SIZE)[:, None] * v
    cycles = np.maximum(np.hypot(across, up), 1e-9)
    # Shoulders an octave wide instead of an edge, which would ring.
    shape = cycles**-fall * np.exp(-((low / cycles) ** 4)) * np.exp(-((cycles / high) ** 4))
    shape[0, 0] = 0.0
    made = np.fft.irfft2(np.fft.rfft2(white) * shape, s=(SIZE, SIZE))
    return np.asarray(made / made.std())


def blurred(field: Field, pixels: float) -> Field:
    """Softened by a bell of that deviation, around the edges too."""
    across = np.fft.rfftfreq(SIZE)[None, :]
    up = np.fft.fftfreq(SIZE)[:, None]
    bell = np.exp(-2.0 * (np.pi * pixels) ** 2 * (across**2 + up**2))
    return np.asarray(np.fft.irfft2(np.fft.rfft2(field) * bell, s=(SIZE, SIZE)))


def cells(seed: int, across: int, up: int, u: Field | None = None, v: Field | None = None) -> Cells:
    """Cells around one random point in each square of a grid; `u`, `v` may be bent coordinates (periodic)."""
    flat = coordinates()
    x = (flat[0] if u is None else u) * across
    y = (flat[1] if v is None else v) * up
    points = np.random.default_rng(seed).random((2, up, across))
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    nearest, second = np.full((SIZE, SIZE), 9.0), np.full((SIZE, SIZE), 9.0)
    which = np.zeros((SIZE, SIZE), dtype=np.int64)
    for right in (-1, 0, 1):
        for above in (-1, 0, 1):
            c, r = column + right, row + above
            index = (r % up) * across + c % across
            away = (c + points[0].ravel()[index] - x) ** 2 + (r + points[1].ravel()[index] - y) ** 2
            closer = away < nearest
            second = np.where(closer, nearest, np.minimum(second, away))
            which = np.where(closer, index, which)
            nearest = np.minimum(nearest, away)
    return Cells(which, np.sqrt(nearest), np.sqrt(second))


def each(seed: int, which: Whole, low: float = -1.0, high: float = 1.0) -> Field:
    """A random number between `low` and `high` for each cell, at its pixels."""
    drawn: Field = np.random.default_rng(seed).uniform(low, high, int(which.max()) + 1)
    return np.asarray(drawn[which])


def step(field: Field, start: float, end: float) -> Field:
    """0 up to `start`, 1 from `end` on, smooth between; the other way round for end < start."""
    share = np.clip((field - start) / (end - start), 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def toned(tone: Field, red: float = 1.0, green: float = 1.0, blue: float = 1.0) -> Field:
    """Colour factors of a tone: 0 for none, negative for darker; how strongly each channel follows."""
    factors: Field = np.exp(tone[..., None] * np.array([red, green, blue]))
    return factors


def mixed(one: Field, other: Field, share: Field) -> Field:
    """Colour factors between two, `share` of the other."""
    return one + (other - one) * share[..., None]


def dabs(
    seed: int, count: int, long: tuple[float, float], wide: tuple[float, float], lean: float = np.pi
) -> tuple[Whole, Field, Field]:
    """Long shapes strewn one over the other: which is uppermost (-1: none), place along and across it (-1 to 1).

    `long` and `wide` are the least and most half lengths in pixels; `lean` how far they turn from upright.
    """
    draw = np.random.default_rng(seed)
    which = np.full((SIZE, SIZE), -1, dtype=np.int64)
    along, aside = np.zeros((SIZE, SIZE)), np.zeros((SIZE, SIZE))
    middle = draw.uniform(0, SIZE, (count, 2))
    half = np.stack([draw.uniform(*long, count), draw.uniform(*wide, count)], axis=1)
    turn = draw.uniform(-lean, lean, count)
    reach = int(np.ceil(long[1])) + 1
    square = np.arange(-reach, reach + 1)
    for i in range(count):
        column, row = (int(p) for p in middle[i])
        x = square[None, :] - (middle[i, 0] - column)
        y = square[:, None] - (middle[i, 1] - row)
        cosine, sine = np.cos(turn[i]), np.sin(turn[i])
        a = (y * cosine + x * sine) / half[i, 0]
        b = (x * cosine - y * sine) / half[i, 1]
        covered = np.abs(b) < 1.0 - a * a  # pointed at both ends
        rows, columns = np.nonzero(covered)
        at = ((row + square[rows]) % SIZE, (column + square[columns]) % SIZE)
        which[at], along[at], aside[at] = i, a[covered], b[covered]
    return which, along, aside
