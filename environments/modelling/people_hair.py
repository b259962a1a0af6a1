"""Hair: a thickened scalp for short styles, a shell that falls from the crown for long ones."""

from __future__ import annotations

import numpy as np

from environments.modelling.mesh import Floats, Indices
from environments.modelling.people_dress import garment, hairline, triangles_of
from environments.modelling.people_looks import Looks
from environments.modelling.people_patch import normals_of, smoothed

_VOLUME_M = {"short": 0.017, "crop": 0.005, "receding": 0.009, "bun": 0.012}
_DROP_M = {"bob": 0.135, "long": 0.29}
_CROWN_M = 0.104
"""From the top of the head down to its middle."""


def hair(body: Floats, looks: Looks, level: str) -> list[tuple[Floats, Floats, Floats, Indices]]:
    """Pieces of (points, normals, colours, triangles) that sit on the head; the shell also lies on the shoulders."""
    if looks.style in _DROP_M:
        return _shell(body, looks, level)
    pieces = [_cap(body, looks, level)]
    if looks.style == "bun":
        pieces.append(_knot(body, looks, level))
    return pieces


def _cap(body: Floats, looks: Looks, level: str) -> tuple[Floats, Floats, Floats, Indices]:
    patch = garment("scalp", level, looks.style).patch
    field = patch.of(hairline(looks.style))
    rise = np.clip((field - 0.03) / 0.3, 0.0, 1.0)
    rise = rise * (2.0 - rise)  # quick at the edge, which lies on the skin
    skin, facing = patch.of(body), patch.of(normals_of(body, triangles_of("body")))
    x, y, z = skin.T
    locks = 1.0 + 0.16 * np.sin(260.0 * x + 90.0 * z) + 0.12 * np.sin(170.0 * z + 210.0 * y + 1.0)
    locks += 0.3 * np.clip((y - 1.62) / 0.06, 0.0, 1.0) * np.clip(-z / 0.08, 0.0, 1.0)
    points = skin + facing * (0.0008 + _VOLUME_M[looks.style] * rise * locks)[:, None]
    points = smoothed(points, patch.triangles, 1, np.where(field > 0.06, 0.3, 1.0))
    return points, normals_of(points, patch.triangles), _strands(points, body, looks), patch.triangles


def _scalp(body: Floats) -> tuple[Floats, Floats]:
    """The middle and the radii of a head's upper half."""
    some = body[hairline("bun") > 0.1]
    low, high = some.min(axis=0), some.max(axis=0)
    middle = np.array([0.0, high[1] - _CROWN_M, 0.5 * (low[2] + high[2])])
    return middle, np.array([0.5 * (high[0] - low[0]), _CROWN_M, 0.5 * (high[2] - low[2])])


def _shell(body: Floats, looks: Looks, level: str) -> list[tuple[Floats, Floats, Floats, Indices]]:
    middle, radii = _scalp(body)
    radii = radii * (1.03, 1.0, 1.04) + np.array([0.012, 0.015, 0.012])
    fine = level == "near"
    half = np.array(
        [0, 14, 28, 40, 48, 54, 60, 66, 73, 84, 100, 120, 140, 160, 180]
        if fine
        else [0, 45, 62, 90, 135, 180]
    )
    around = np.radians(np.concatenate([half, 360.0 - half[-2:0:-1]]))
    from_front = np.degrees(np.minimum(around, 2.0 * np.pi - around))
    drop = _DROP_M[looks.style]
    per_deg = 0.0021
    last = 90.0 + drop / per_deg
    ends = np.interp(from_front, (0, 28, 46, 58, 68, 84, 180), (44, 50, 64, 96, 0.82 * last, last, last))
    rows = np.linspace(0.02, 1.0, 13 if fine else 6)
    along = rows[:, None] * ends[None, :]
    sunk = np.maximum(along - 90.0, 0.0) * per_deg
    elevation = np.radians(90.0 - np.minimum(along, 90.0))
    narrow = 1.0 - 0.16 * np.clip(sunk / 0.14, 0.0, 1.0) + 0.05 * np.clip((sunk - 0.14) / 0.15, 0.0, 1.0)
    tip = np.clip((sunk - (drop - 0.04)) / 0.04, 0.0, 1.0)
    out = np.cos(elevation) * narrow * (1.0 - 0.10 * tip**2)
    wave = 1.0 + 0.012 * np.sin(9.0 * around[None, :] + 2.0) * np.clip(along / 60.0, 0.0, 1.0)
    fringe = np.clip((64.0 - from_front) / 12.0, 0.0, 1.0)  # in front it ends on the forehead
    out[-1] *= 1.0 - 0.13 * fringe
    points = np.stack(
        [
            np.sin(around)[None, :] * radii[0] * out * wave,
            np.sin(elevation) * radii[1] - sunk,
            -np.cos(around)[None, :] * radii[2] * out * wave + 0.012 * np.clip(sunk / 0.1, 0.0, 1.0),
        ],
        axis=-1,
    )
    points = points + middle
    crown = middle + np.array([0.0, radii[1], 0.0])
    count = len(around)
    flat = np.concatenate([[crown], points.reshape(-1, 3)])
    first = 1 + np.arange(count)
    after = np.roll(first, -1)
    faces = [np.stack([np.zeros(count, np.int64), first, after], axis=1)]
    for row in range(len(rows) - 1):
        a, b = first + row * count, after + row * count
        faces += [np.stack([a, a + count, b + count], axis=1), np.stack([a, b + count, b], axis=1)]
    triangles = np.concatenate(faces)
    if np.sum(normals_of(flat, triangles)[:, 1]) < 0.0:
        triangles = triangles[:, ::-1]
    normals = normals_of(flat, triangles)
    # Its edge is drawn twice, so that strands have a thickness.
    inward = np.ones(len(flat))
    inward[-count:] = 0.0
    inner = flat - normals * (0.008 * inward)[:, None]
    colours = _strands(flat, body, looks)
    hanging = triangles[flat[triangles][:, :, 1].min(axis=1) < middle[1] + 0.02]
    return [
        (flat, normals, colours, triangles),
        (inner, -normals, colours * 0.45, hanging[:, ::-1]),
    ]


def _knot(body: Floats, looks: Looks, level: str) -> tuple[Floats, Floats, Floats, Indices]:
    middle, radii = _scalp(body)
    rings, turns = (8, 12) if level == "near" else (4, 6)
    tilt, turn = np.meshgrid(
        np.linspace(-np.pi / 2, np.pi / 2, rings), 2 * np.pi * np.arange(turns) / turns, indexing="ij"
    )
    unit = np.stack(
        [np.cos(tilt) * np.sin(turn), np.sin(tilt), np.cos(tilt) * np.cos(turn)], axis=-1
    ).reshape(-1, 3)
    at = middle + np.array([0.0, 0.25 * radii[1], radii[2] + 0.024])
    number = np.arange(rings * turns).reshape(rings, turns)
    a, b = number[:-1], np.roll(number, -1, axis=1)[:-1]
    c, d = np.roll(number, -1, axis=1)[1:], number[1:]
    triangles = np.concatenate(
        [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    )
    points = at + unit * (0.042, 0.042, 0.034)
    corner = points[triangles]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    if np.sum(across * unit[triangles[:, 0]]) < 0.0:
        triangles = triangles[:, ::-1]
    return points, unit, _strands(points, body, looks), triangles


def _strands(points: Floats, body: Floats, looks: Looks) -> Floats:
    """Lighter and darker strands from the crown outwards."""
    middle, _ = _scalp(body)
    away = points - middle
    around = np.arctan2(away[:, 0], -away[:, 2])
    strands = np.sin(23.0 * around + 1.3) * 0.5 + np.sin(41.0 * around + 60.0 * away[:, 1]) * 0.5
    return np.array(looks.hair) * (1.0 + 0.22 * strands)[:, None]
