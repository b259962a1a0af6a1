"""Who somebody is: sex, age, build, face, colours and clothes, drawn from a seed."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from environments.modelling.material import linear
from environments.modelling.mesh import Floats, Rgb
from environments.modelling.people_base import shaped
from environments.modelling.people_rig import fitted, size_of

_SKIN = {
    "african": ("5c3a29", "7a4f38", "462b20"),
    "asian": ("d9ab84", "c69a76", "e2bc9a"),
    "caucasian": ("e0b494", "d3a384", "e8c3a6"),
}
_HAIR = ("1d1613", "2c1f18", "4a3323", "6b4a2e", "8c6a43", "241a16", "3a2418")
_GREY = ("8d8880", "b5b0a8", "6f6a64")
_EYES = ("4a2f1c", "39506b", "3b2414", "5a6b4a", "2e1c12")
TOPS = (
    "3f5568",
    "7d8b93",
    "a8553f",
    "b9b4a6",
    "55694f",
    "8a6f8c",
    "2f3a4d",
    "c8a15a",
    "6b2f35",
    "d9d6cf",
    "47708a",
)
COATS = ("4a4f55", "6a5a48", "2e3947", "7a6a52", "53604f", "5b4247")
TROUSERS = ("2b3340", "3a3f45", "4c5462", "5d5447", "22262c", "3d4f66", "6b6558")
SHOES = ("2a2320", "4b382b", "5f6468", "3a3f48", "8a8378")
_FACE = (
    ("nose/nose-hump-incr", "nose/nose-hump-decr"),
    ("nose/nose-scale-horiz-incr", "nose/nose-scale-horiz-decr"),
    ("nose/nose-scale-vert-incr", "nose/nose-scale-vert-decr"),
    ("nose/nose-point-up", "nose/nose-point-down"),
    ("nose/nose-width2-incr", "nose/nose-width2-decr"),
    ("chin/chin-width-incr", "chin/chin-width-decr"),
    ("chin/chin-height-incr", "chin/chin-height-decr"),
    ("chin/chin-prominent-incr", "chin/chin-prominent-decr"),
    ("mouth/mouth-scale-horiz-incr", "mouth/mouth-scale-horiz-decr"),
    ("mouth/mouth-upperlip-volume-incr", "mouth/mouth-upperlip-volume-decr"),
    ("mouth/mouth-lowerlip-volume-incr", "mouth/mouth-lowerlip-volume-decr"),
    ("head/head-oval", "head/head-square"),
    ("head/head-fat-incr", "head/head-fat-decr"),
    ("head/head-scale-vert-incr", "head/head-scale-vert-decr"),
    ("forehead/forehead-scale-vert-incr", "forehead/forehead-scale-vert-decr"),
    (
        "cheek/l-cheek-bones-incr cheek/r-cheek-bones-incr",
        "cheek/l-cheek-bones-decr cheek/r-cheek-bones-decr",
    ),
    (
        "cheek/l-cheek-volume-incr cheek/r-cheek-volume-incr",
        "cheek/l-cheek-volume-decr cheek/r-cheek-volume-decr",
    ),
    ("eyes/l-eye-scale-incr eyes/r-eye-scale-incr", "eyes/l-eye-scale-decr eyes/r-eye-scale-decr"),
    ("eyes/l-eye-corner2-up eyes/r-eye-corner2-up", "eyes/l-eye-corner2-down eyes/r-eye-corner2-down"),
    ("ears/l-ear-scale-incr ears/r-ear-scale-incr", "ears/l-ear-scale-decr ears/r-ear-scale-decr"),
)
_RISE = 0.55
"""The least height of a grown person as a share of what the data allow between small and tall."""


@dataclass(frozen=True)
class Looks:
    woman: bool
    old: float
    """0 in their twenties, 1 in their seventies."""
    shape: tuple[tuple[str, float], ...]
    skin: Rgb
    hair: Rgb
    eyes: Rgb
    style: str
    """"short", "crop", "receding", "bob", "long" or "bun"."""
    beard: float
    top: Rgb
    coat: Rgb | None
    """Of an open jacket over the top; None without one."""
    sleeves: str
    """"long" or "short"."""
    legs: str
    """"trousers" or "skirt"."""
    bottom: Rgb
    shoes: Rgb


@functools.cache
def looks(seed: int) -> Looks:
    rng = np.random.default_rng([71, seed])
    woman = bool(rng.random() < 0.5)
    old = float(np.clip(rng.beta(1.2, 1.9), 0.0, 0.95))
    race = str(rng.choice(["caucasian", "african", "asian"], p=[0.5, 0.25, 0.25]))
    mixed = float(rng.uniform(0.75, 1.0))
    shape = _shape(
        rng, woman, old, {race: mixed, "caucasian": 1.0 - mixed} if race != "caucasian" else {race: 1.0}
    )
    skin = _varied(rng, linear(str(rng.choice(_SKIN[race]))), 0.06)
    grey = rng.random() < (old - 0.35) * 1.6
    dark = _HAIR if race == "caucasian" else ("1a1412", "1d1613", "241a16")
    hair = _varied(rng, linear(str(rng.choice(_GREY if grey else dark))), 0.12)
    styles: tuple[str, ...]
    odds: tuple[float, ...]
    if woman:
        styles, odds = ("bob", "long", "bun", "short"), (0.34, 0.24, 0.26, 0.16)
        if race == "african":
            odds = (0.05, 0.05, 0.5, 0.4)
    else:
        styles, odds = ("short", "crop", "receding"), (0.6, 0.22, 0.18) if old > 0.35 else (0.72, 0.24, 0.04)
    style = str(rng.choice(styles, p=odds))
    beard = float(rng.uniform(0.3, 0.8)) if not woman and rng.random() < 0.4 else 0.0
    coat = _varied(rng, linear(str(rng.choice(COATS))), 0.12) if rng.random() < 0.4 else None
    return Looks(
        woman=woman,
        old=old,
        shape=tuple(sorted(shape.items())),
        skin=skin,
        hair=hair,
        eyes=linear(str(rng.choice(_EYES if race == "caucasian" else ("3b2414", "2e1c12")))),
        style=style,
        beard=beard,
        top=_varied(rng, linear(str(rng.choice(TOPS))), 0.12),
        coat=coat,
        sleeves="long" if coat is not None or rng.random() < 0.55 else "short",
        legs="skirt" if woman and rng.random() < 0.3 else "trousers",
        bottom=_varied(rng, linear(str(rng.choice(TROUSERS))), 0.12),
        shoes=_varied(rng, linear(str(rng.choice(SHOES))), 0.12),
    )


@functools.lru_cache(maxsize=32)
def body(seed: int) -> tuple[Floats, float]:
    """Somebody's vertices on the standard skeleton (N, 3), and how much taller than it they are."""
    own = shaped(dict(looks(seed).shape))
    return fitted(own), size_of(own)


def _shape(rng: np.random.Generator, woman: bool, old: float, race: dict[str, float]) -> dict[str, float]:
    sex = "female" if woman else "male"
    heavy, strong, tall = (
        rng.uniform(-0.5, 0.75),
        rng.uniform(-0.4, 0.5),
        rng.uniform(-0.25, 0.5 if woman else 0.35),
    )
    weight = {"averageweight": 1.0 - abs(heavy), "maxweight" if heavy > 0.0 else "minweight": abs(heavy)}
    muscle = {"averagemuscle": 1.0 - abs(strong), "maxmuscle" if strong > 0.0 else "minmuscle": abs(strong)}
    height = "maxheight" if tall > 0.0 else "minheight"
    shape: dict[str, float] = {}
    for age, aged in (("young", 1.0 - old), ("old", old)):
        for name, part in race.items():
            shape[f"macrodetails/{name}-{sex}-{age}"] = part * aged
        for m, muscled in muscle.items():
            for w, weighed in weight.items():
                amount = aged * muscled * weighed
                shape[f"macrodetails/universal-{sex}-{age}-{m}-{w}"] = amount
                shape[f"macrodetails/height/{sex}-{age}-{m}-{w}-{height}"] = amount * abs(tall) * _RISE
    for number in rng.choice(len(_FACE), 9, replace=False):
        for name in str(_FACE[number][int(rng.integers(2))]).split():
            shape[name] = float(rng.uniform(0.15, 0.6))
    shape["mouth/mouth-angles-up"] = float(rng.uniform(0.1, 0.5))  # nobody looks grim
    return shape


def _varied(rng: np.random.Generator, colour: Rgb, by: float) -> Rgb:
    factor = rng.uniform(1.0 - by, 1.0 + by) * rng.uniform(1.0 - 0.3 * by, 1.0 + 0.3 * by, 3)
    red, green, blue = (float(c * f) for c, f in zip(colour, factor, strict=True))
    return red, green, blue
