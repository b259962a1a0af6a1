"""What stands, lies and hangs on the terrace: ball, stand, plank, keepsake, pennant, bench, plants, the other lift."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from environments.heights.model_terrace import (
    BRASS,
    CLEAR,
    GLASS_EDGE,
    PAINTED,
    POLISHED,
    RUBBER,
    TEAK,
    WARM,
    bolt,
    grained,
    of,
    parts,
    slat,
)
from environments.modelling import people
from environments.modelling.furniture import CLAY
from environments.modelling.material import Material, linear
from environments.modelling.mesh import (
    Mesh,
    Rgb,
    box,
    cylinder,
    floor,
    lathe,
    merged,
    quad,
    quads,
    rounded_box,
    sphere,
    torus,
)
from environments.modelling.model import Parts

PLANK_M = 0.05
SAG_M = 0.012
STAVES = 5

PINE = Material("plank", roughness=0.65, grain="wood", grain_m=0.6)
END_GRAIN = Material("end_grain", (*linear("7d5a3a"), 1.0), roughness=0.85, grain="bark", grain_m=0.4)
LEATHER = Material("ball_leather", roughness=0.55, grain="leather", grain_m=0.12)
FUR = Material("fur", roughness=0.95, grain="wool", grain_m=0.1)
CLOTH = Material("pennant_cloth", roughness=0.85, two_sided=True, grain="linen", grain_m=0.1)
PLANTER = Material("planter", (*linear("6a6660"), 1.0), roughness=0.8, grain="concrete", grain_m=0.9)
BLADES = Material("blades", roughness=0.6, two_sided=True)
SOIL = Material("soil", (*linear("3a2d22"), 1.0), roughness=1.0, grain="bark", grain_m=0.3)


def plank() -> Parts:
    """Staves 1 m by 1 m from z = 0 to -1, to be stretched to width and length; it sags a little towards its end."""
    random = np.random.default_rng(8)
    staves, ends = [], []
    wide, lengths = 1.0 / STAVES, np.linspace(0.0, -1.0, 7)
    sag = -SAG_M * lengths**2
    for i in range(STAVES):
        shade = 0.9 + 0.22 * float(random.random())
        rgb: Rgb = (0.39 * shade, 0.26 * shade, 0.15 * shade)
        x0, x1 = -0.5 + wide * i, -0.5 + wide * (i + 1)
        faces, uv = [], []
        for a, b, ya, yb in zip(lengths[:-1], lengths[1:], sag[:-1], sag[1:], strict=True):
            faces.append([(x0, ya, a), (x1, ya, a), (x1, yb, b), (x0, yb, b)])
            faces.append(
                [(x0, yb - PLANK_M, b), (x1, yb - PLANK_M, b), (x1, ya - PLANK_M, a), (x0, ya - PLANK_M, a)]
            )
            uv += [(0.6 * x0, a), (0.6 * x1, a), (0.6 * x1, b), (0.6 * x0, b)]
            uv += [(0.6 * x0, b), (0.6 * x1, b), (0.6 * x1, a), (0.6 * x0, a)]
            for x, first, side in ((x0, i == 0, -1), (x1, i == STAVES - 1, 1)):
                if first:
                    corners = [(x, ya - PLANK_M, a), (x, yb - PLANK_M, b), (x, yb, b), (x, ya, a)]
                    faces.append(corners if side > 0 else corners[::-1])
                    across = [(v - u, w) for (_, u, w), v in zip(corners, (0.3,) * 4, strict=True)]
                    uv += across if side > 0 else across[::-1]
        stave = quads(np.array(faces), np.ones((len(faces), 3)))
        staves.append(replace(stave, uv=np.array(uv) + np.array([0.0, 0.37 * i])).coloured(rgb))
        y = sag[-1]
        end = [[(x1, y - PLANK_M, -1.0), (x0, y - PLANK_M, -1.0), (x0, y, -1.0), (x1, y, -1.0)]]
        ends.append(quads(np.array(end), np.full((1, 3), 0.88 * shade)))
    return parts(of(PINE, staves), of(END_GRAIN, ends))


def ball_stand() -> Parts:
    """The ball lies in the ring on top, its middle 1.02 m up."""
    top = grained(cylinder(0.12, 0.024, 28, 0.006), "x").coloured(WARM).moved(y=0.858)
    foot = cylinder(0.16, 0.016, 28, 0.006).moved(y=-0.01)
    cup = torus(0.07, 0.011, 28, 8).moved(y=0.892)
    post = lathe([(0.05, 0.0), (0.022, 0.02), (0.018, 0.1), (0.018, 0.82), (0.04, 0.858)], 14)
    bolts = [
        bolt(0.125 * np.cos(a), 0.006, 0.125 * np.sin(a), 0.009) for a in np.arange(4) * np.pi / 2 + 0.78
    ]
    return parts((merged([foot, post]), PAINTED), (top, TEAK), (cup, RUBBER), of(POLISHED, bolts))


def ball() -> Parts:
    """A leather ball of 22 cm with dark seams."""
    body = sphere(0.11, 26, 15).boxed("y").coloured(linear("b5592c"))
    seams = [
        torus(0.1096, 0.0022, 36, 3).turned("z", 8),
        torus(0.1096, 0.0022, 36, 3).turned("z", 98),
        *(torus(0.0889, 0.0022, 30, 3).moved(y=s * 0.0645).turned("x", 90).turned("z", 8) for s in (-1, 1)),
    ]
    return parts((body, LEATHER), of(RUBBER, seams))


def keepsake() -> Parts:
    """A small cloth bear."""
    fur, pale = linear("b98d62"), linear("e3cba6")
    body = sphere(0.07, 18, 12).stretched(0.9, 1.1, 0.8).coloured(fur)
    tummy = sphere(0.045, 14, 8).moved(0.0, -0.005, 0.026).coloured(pale)
    head = sphere(0.055, 18, 12).moved(y=0.115).coloured(fur)
    muzzle = sphere(0.022, 12, 8).moved(0.0, 0.105, 0.046).coloured(pale)
    ears = [sphere(0.02, 10, 6).moved(x, 0.16, 0.0).coloured(fur) for x in (-0.042, 0.042)]
    inside = [sphere(0.012, 8, 5).moved(x, 0.16, 0.012).coloured(pale) for x in (-0.042, 0.042)]
    arms = [
        sphere(0.028, 10, 6).stretched(1.0, 1.7, 1.0).turned("z", a).moved(x, 0.03, 0.012).coloured(fur)
        for x, a in ((-0.072, -35), (0.072, 35))
    ]
    feet = [
        sphere(0.032, 10, 6).stretched(1.0, 0.9, 1.4).moved(x, -0.066, 0.036).coloured(fur)
        for x in (-0.042, 0.042)
    ]
    soles = [
        sphere(0.02, 8, 5).stretched(1.0, 1.0, 0.35).moved(x, -0.066, 0.08).coloured(pale)
        for x in (-0.042, 0.042)
    ]
    scarf = torus(0.042, 0.013, 20, 6).moved(y=0.068).coloured(CLAY)
    tail = rounded_box(0.026, 0.06, 0.012, 0.005, 1).turned("z", 14).moved(0.03, 0.035, 0.056).coloured(CLAY)
    bead = Material("bead", (*linear("1c1a19"), 1.0), roughness=0.12)
    eyes = [sphere(0.007, 10, 6).moved(x, 0.127, 0.05) for x in (-0.02, 0.02)]
    nose = sphere(0.008, 10, 6).moved(0.0, 0.112, 0.067)
    soft = [body, tummy, head, muzzle, *ears, *inside, *arms, *feet, *soles, scarf, tail]
    return parts(of(FUR, soft), of(bead, [*eyes, nose]))


def bracket() -> Parts:
    """A small tray held out past the edge; the keepsake's middle is 0.12 m above its origin."""
    arm = rounded_box(0.03, 0.03, 0.4, 0.006, 1).moved(0.0, -0.02, 0.17)
    tray = grained(cylinder(0.1, 0.016, 28, 0.005), "x").coloured(WARM)
    rim = torus(0.1, 0.006, 32, 6).moved(y=0.016)
    return parts((arm, PAINTED), (tray, TEAK), (rim, BRASS))


def pennant() -> Parts:
    """A long flag that shows the wind; the pole's foot is the origin, and the cloth hangs along +x."""
    pole = cylinder(0.011, 1.0, 10, 0.003)
    knob = sphere(0.02, 12, 8).moved(y=1.01)
    count = 10
    along = np.linspace(0.0, 1.0, count + 1)
    corners, bends = [], []
    for a, b in pairwise(along):
        high = [0.11 * (1.0 - 0.75 * share) for share in (a, b)]
        wave = [0.02 * np.sin(7.0 * share) * share for share in (a, b)]
        mid = [0.84 - 0.05 * share * share for share in (a, b)]
        xs = [0.012 + 0.46 * share for share in (a, b)]
        corners.append(
            [
                (xs[0], mid[0] - high[0], wave[0]),
                (xs[1], mid[1] - high[1], wave[1]),
                (xs[1], mid[1] + high[1], wave[1]),
                (xs[0], mid[0] + high[0], wave[0]),
            ]
        )
        bends += [0.07 * a, 0.07 * b, 0.07 * b, 0.07 * a]
    colours = np.array([linear("c8452f") if i % 4 < 2 else linear("efe6d6") for i in range(count)])
    cloth = replace(quads(np.array(corners), colours), bend=np.array(bends)[:, None])
    return parts((pole, PAINTED), (knob, BRASS), (cloth, CLOTH))


def bench() -> Parts:
    """A bench to sit on: slats on two steel trestles. Its seat is 0.45 m high, its front looks along -x."""
    slats = [
        slat((0.085, 0.035, 1.3), (-0.2 + 0.1 * i, 0.43, 0.0), (WARM[0] * k, WARM[1] * k, WARM[2] * k), "z")
        for i, k in enumerate((1.0, 0.92, 1.06, 0.97, 1.02))
    ]
    legs = [
        leg
        for z in (-0.48, 0.48)
        for leg in (
            rounded_box(0.5, 0.03, 0.05, 0.006, 1).moved(0.0, 0.397, z),
            *(rounded_box(0.03, 0.4, 0.05, 0.006, 1).moved(x, 0.2, z) for x in (-0.22, 0.22)),
            rounded_box(0.5, 0.02, 0.05, 0.006, 1).moved(0.0, 0.01, z),
        )
    ]
    return parts(of(TEAK, slats), of(PAINTED, legs))


def planter() -> Parts:
    """A trough 1.3 m long along z with tall grasses that bend in the wind, and lavender."""
    random = np.random.default_rng(17)
    sides = [rounded_box(0.04, 0.5, 1.3, 0.008, 1).moved(s * 0.2, 0.25, 0.0) for s in (-1, 1)] + [
        rounded_box(0.44, 0.5, 0.04, 0.008, 1).moved(0.0, 0.25, s * 0.63) for s in (-1, 1)
    ]
    soil = floor(0.36, 1.22).moved(y=0.46)
    tufts = []
    for i in range(9):
        centre = (0.18 * (random.random() - 0.5), 0.46, -0.55 + 1.1 * i / 8 + 0.06 * (random.random() - 0.5))
        lavender = i % 3 == 1
        tufts.append(_tuft(random, centre, lavender))
    return parts(of(PLANTER, sides), (soil, SOIL), of(BLADES, tufts))


def _tuft(random: np.random.Generator, centre: tuple[float, float, float], lavender: bool) -> Mesh:
    """Blades that rise from one place and hang over, each of four narrow pieces."""
    count = 14 if lavender else 18
    turn = 2 * np.pi * random.random(count)
    lean = 0.12 + (0.25 if lavender else 0.55) * random.random(count)
    tall = (0.32 if lavender else 0.55) * (0.65 + 0.5 * random.random(count))
    wide = (0.007 if lavender else 0.01) * (0.8 + 0.5 * random.random(count))
    steps = np.linspace(0.0, 1.0, 4)
    out = lean[:, None] * tall[:, None] * steps**2
    up = tall[:, None] * (steps - 0.35 * lean[:, None] * steps**2.5)
    root = 0.05 * random.random(count)
    ahead = np.stack([np.cos(turn), np.zeros(count), np.sin(turn)], axis=1)
    aside = np.stack([-np.sin(turn), np.zeros(count), np.cos(turn)], axis=1)
    spine = np.array(centre) + ahead[:, None] * (root[:, None] + out)[..., None]
    spine[..., 1] += up
    half = wide[:, None] * (1.0 - 0.85 * steps**2)
    left, right = spine - aside[:, None] * half[..., None], spine + aside[:, None] * half[..., None]
    corners = np.stack([left[:, :-1], right[:, :-1], right[:, 1:], left[:, 1:]], axis=2)
    low, high = (linear("4c6140"), linear("8fa678")) if lavender else (linear("4a5f2e"), linear("a8b463"))
    tip = linear("7a68b0") if lavender else linear("d0bd84")
    shares = np.repeat((steps[:-1] + 0.12)[None], count, axis=0)[..., None]
    colours = np.array(low) * (1 - shares) + np.array(high) * shares
    colours[:, -1] = 0.25 * colours[:, -1] + 0.75 * np.array(tip)
    colours *= (0.8 + 0.4 * random.random(count))[:, None, None]
    made = quads(corners.reshape(-1, 4, 3), np.minimum(colours, 1.0).reshape(-1, 3))
    upward = np.array(made.normals) * np.where(made.normals[:, 1:2] < 0, -1.0, 1.0)
    flipped = made.normals[:, 1] < 0
    triangles = made.triangles.copy()
    backwards = flipped[triangles[:, 0]]
    triangles[backwards] = triangles[backwards][:, ::-1]
    bend = (0.06 * np.stack([steps[:-1], steps[:-1], steps[1:], steps[1:]], axis=1) ** 2)[None]
    return replace(
        made,
        normals=upward,
        triangles=triangles,
        bend=np.repeat(bend, count, axis=0).reshape(-1, 1),
    )


def lift_cabin() -> Parts:
    """The other lift: a lit glass cabin with somebody in it, which rides along the tower's face."""
    copper = Material("copper", (*linear("9a6a4c"), 1.0), metallic=0.6, roughness=0.4)
    lit = Material("lift_lamp", (1.0, 0.96, 0.88, 1.0), emissive=(1.1, 1.0, 0.8))
    shells = [rounded_box(1.34, 0.16, 1.24, 0.03, 1).moved(y=y) for y in (0.08, 2.34)]
    shells.append(rounded_box(1.1, 0.1, 0.9, 0.03, 1).moved(y=2.46))
    posts = [box(0.05, 2.1, 0.05).moved(x, 1.21, z) for x in (-0.6, 0.6) for z in (-0.55, 0.55)]
    bars = [rounded_box(1.16, 0.04, 0.04, 0.012, 1).moved(0.0, 1.0, -0.52)]
    bars += [rounded_box(0.04, 0.04, 1.06, 0.012, 1).moved(x, 1.0, 0.0) for x in (-0.57, 0.57)]
    back = grained(box(1.16, 2.1, 0.03), "y").moved(0.0, 1.21, 0.55).coloured((0.4, 0.28, 0.18))
    low, high = 0.16, 2.26
    glass = [quad([(0.57, low, -0.57), (-0.57, low, -0.57), (-0.57, high, -0.57), (0.57, high, -0.57)])]
    glass += [
        quad([(x, low, 0.52), (x, low, -0.52), (x, high, -0.52), (x, high, 0.52)]) for x in (-0.62, 0.62)
    ]
    rider = [
        (mesh.moved(0.1, 0.16, 0.1), material) for mesh, material in people.person(31, "far", "standing")
    ]
    edges = [box(0.012, 2.1, 0.014).moved(x, 1.21, -0.575) for x in (-0.575, 0.575)]
    lamp = cylinder(0.3, 0.01, 24).moved(y=2.245)
    return parts(
        of(copper, shells), of(PAINTED, posts), of(POLISHED, bars), (back, TEAK), (lamp, lit),
        of(GLASS_EDGE, edges), *rider, of(CLEAR, glass),
    )  # fmt: skip
