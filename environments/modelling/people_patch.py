"""Pieces of the body's surface, cut along clean lines and reduced: each serves every body, as shapes move the vertices.

A piece is cut and reduced once, on the neutral body. Reducing joins edges whose loss shows least, many at once
(quadric errors after Garland and Heckbert, "Surface simplification using quadric error metrics", 1997).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from environments.modelling.mesh import Floats, Indices


@dataclass(frozen=True)
class Patch:
    """Triangles over vertices that lie `share` of the way from the body's vertex `first` to its vertex `second`."""

    first: Indices
    second: Indices
    share: Floats
    triangles: Indices

    def of(self, values: Floats) -> Floats:
        """What the body's vertices have (N, ...), at the vertices of the piece."""
        share = self.share.reshape(-1, *(1,) * (values.ndim - 1))
        return np.asarray(values[self.first] * (1.0 - share) + values[self.second] * share)

    def reduced(self, positions: Floats, count: int, worth: Floats | None = None) -> Patch:
        """About `count` triangles are left; `worth` (N,) makes a body's vertex dearer to lose."""
        dear = np.ones(len(self.first)) if worth is None else self.of(worth)
        triangles = _joined(self.of(positions), self.triangles, count, dear)
        return _only(self.first, self.second, self.share, triangles)


def piece(triangles: Indices, field: Floats) -> Patch:
    """The part of some of the body's triangles where `field` (N, one number a vertex) is positive."""
    inside = field > 0.0
    count = inside[triangles].sum(axis=1)
    whole = triangles[count == 3]
    cuts: list[Indices] = []
    edges: list[Indices] = []
    for kept in (1, 2):
        some = triangles[count == kept]
        lone = np.argmax(inside[some] == (kept == 1), axis=1)
        a, b, c = (some[np.arange(len(some)), (lone + k) % 3] for k in range(3))  # a is alone on its side
        edges += [np.stack([a, b], axis=1), np.stack([a, c], axis=1)]
        cuts.append(np.stack([a, b, c], axis=1))
    keys = np.sort(np.concatenate(edges), axis=1)
    once, place = np.unique(keys, axis=0, return_inverse=True)
    place = place.ravel()
    body = np.unique(triangles)
    number = np.zeros(int(body.max()) + 1, np.int64)
    number[body] = np.arange(len(body))
    ends = np.split(place + len(body), np.cumsum([len(e) for e in edges])[:-1])
    tip, rest = cuts
    faces = [
        number[whole],
        np.stack([number[tip[:, 0]], ends[0], ends[1]], axis=1),
        np.stack([ends[2], number[rest[:, 1]], number[rest[:, 2]]], axis=1),
        np.stack([ends[2], number[rest[:, 2]], ends[3]], axis=1),
    ]
    share = field[once[:, 0]] / (field[once[:, 0]] - field[once[:, 1]])
    return _only(
        np.concatenate([body, once[:, 0]]),
        np.concatenate([body, once[:, 1]]),
        np.concatenate([np.zeros(len(body)), share]),
        np.concatenate(faces),
    )


def _only(first: Indices, second: Indices, share: Floats, triangles: Indices) -> Patch:
    used, corners = np.unique(triangles, return_inverse=True)
    return Patch(first[used], second[used], share[used], corners.reshape(-1, 3))


def normals_of(positions: Floats, triangles: Indices) -> Floats:
    """Unit normals (N, 3), larger triangles counting more."""
    corner = positions[triangles]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    normals = np.zeros_like(positions)
    for k in range(3):
        for axis in range(3):
            normals[:, axis] += np.bincount(triangles[:, k], across[:, axis], len(positions))
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def smoothed(positions: Floats, triangles: Indices, rounds: int, hold: Floats | None = None) -> Floats:
    """Each vertex nearer to the middle of its neighbours, as cloth that bridges what lies below; `hold` keeps some."""
    pairs = edges_of(triangles)[0]
    a, b = pairs.T
    count = np.bincount(a, minlength=len(positions)) + np.bincount(b, minlength=len(positions))
    move = (0.6 * (count > 0) * (1.0 if hold is None else 1.0 - hold))[:, None]
    for _ in range(rounds):
        middle = np.zeros_like(positions)
        for axis in range(3):
            middle[:, axis] += np.bincount(a, positions[b, axis], len(positions))
            middle[:, axis] += np.bincount(b, positions[a, axis], len(positions))
        positions = positions + move * (middle / np.maximum(count, 1)[:, None] - positions)
    return positions


def edges_of(triangles: Indices) -> tuple[Indices, Indices]:
    """Every edge once (E, 2), and how many triangles have it."""
    sides = np.sort(
        np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1
    )
    width = int(triangles.max()) + 1
    keys, count = np.unique(sides[:, 0] * width + sides[:, 1], return_counts=True)
    return np.stack([keys // width, keys % width], axis=1), count


def rim_of(triangles: Indices) -> Indices:
    """The edges (E, 2) that only one triangle has, in that triangle's sense."""
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    low, high = np.sort(sides, axis=1).T
    _, place, count = np.unique(low * (int(high.max()) + 1) + high, return_inverse=True, return_counts=True)
    return np.asarray(sides[count[place.ravel()] == 1])


def _joined(positions: Floats, triangles: Indices, count: int, dear: Floats) -> Indices:
    quadrics = _quadrics(positions, triangles) * dear[:, None]
    homogeneous = np.concatenate([positions, np.ones((len(positions), 1))], axis=1)
    terms = np.stack([homogeneous[:, i] * homogeneous[:, j] * (2 - (i == j)) for i, j in _PAIRS], axis=1)
    refused: set[int] = set()
    while len(triangles) > count:
        pairs, _ = edges_of(triangles)
        both = quadrics[pairs[:, 0]] + quadrics[pairs[:, 1]]
        short = 1e-5 * np.sum((positions[pairs[:, 0]] - positions[pairs[:, 1]]) ** 2, axis=1)
        stays = [np.sum(both * terms[pairs[:, k]], axis=1) for k in (0, 1)]
        to_second = stays[1] < stays[0]
        cost = np.where(to_second, stays[1], stays[0]) + short
        source = np.where(to_second, pairs[:, 0], pairs[:, 1])
        target = np.where(to_second, pairs[:, 1], pairs[:, 0])
        if refused:
            keys = source * len(positions) + target
            cost = np.where(np.isin(keys, np.fromiter(refused, np.int64)), np.inf, cost)
        rank = np.empty(len(pairs), np.int64)
        rank[np.argsort(cost, kind="stable")] = np.arange(len(pairs))
        least = np.full(len(positions), len(pairs))
        for end in pairs.T:
            np.minimum.at(least, end, rank)
        around = least.copy()
        for a, b in (pairs.T, pairs.T[::-1]):
            np.minimum.at(around, a, least[b])
        chosen = (rank == around[pairs[:, 0]]) & (rank == around[pairs[:, 1]]) & np.isfinite(cost)
        chosen &= rank < max(8, (len(triangles) - count) // 2)
        if not chosen.any():
            break
        becomes = np.arange(len(positions))
        becomes[source[chosen]] = target[chosen]
        moved = becomes[triangles]
        flat = (moved[:, 0] == moved[:, 1]) | (moved[:, 1] == moved[:, 2]) | (moved[:, 2] == moved[:, 0])
        changed = (moved != triangles).any(axis=1) & ~flat
        before, after = (_across(positions, faces[changed]) for faces in (triangles, moved))
        size = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
        wrong = np.sum(before * after, axis=1) < 0.25 * size + 1e-14
        bad = np.unique(triangles[changed][wrong][moved[changed][wrong] != triangles[changed][wrong]])
        if len(bad):
            refused.update((bad * len(positions) + becomes[bad]).tolist())
            becomes[bad] = bad
            moved = becomes[triangles]
            flat = (moved[:, 0] == moved[:, 1]) | (moved[:, 1] == moved[:, 2]) | (moved[:, 2] == moved[:, 0])
        gone = np.flatnonzero(becomes != np.arange(len(positions)))
        np.add.at(quadrics, becomes[gone], quadrics[gone])
        triangles = moved[~flat]
    return triangles


_PAIRS = [(i, j) for i in range(4) for j in range(i, 4)]


def _across(positions: Floats, triangles: Indices) -> Floats:
    corner = positions[triangles]
    return np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])


def _quadrics(positions: Floats, triangles: Indices) -> Floats:
    """Ten numbers a vertex: squares of the distances to its triangles' planes, and to walls along the rim."""
    across = _across(positions, triangles)
    area = np.linalg.norm(across, axis=1)
    unit = across / np.maximum(area, 1e-14)[:, None]
    found = np.zeros((len(positions), 10))
    _add(found, unit, positions[triangles[:, 0]], area, triangles)
    sides = np.sort(
        np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1
    )
    width = len(positions)
    _, place, count = np.unique(sides[:, 0] * width + sides[:, 1], return_inverse=True, return_counts=True)
    rim = count[place.ravel()] == 1
    face = np.tile(np.arange(len(triangles)), 3)[rim]
    ends = sides[rim]
    along = positions[ends[:, 1]] - positions[ends[:, 0]]
    wall = np.cross(along, unit[face])
    long = np.linalg.norm(wall, axis=1)
    _add(found, wall / np.maximum(long, 1e-14)[:, None], positions[ends[:, 0]], 8.0 * long**2, ends)
    return found


def _add(found: Floats, normals: Floats, points: Floats, weight: Floats, corners: Indices) -> None:
    plane = np.concatenate([normals, -np.sum(normals * points, axis=1, keepdims=True)], axis=1)
    squares = np.stack([plane[:, i] * plane[:, j] for i, j in _PAIRS], axis=1) * weight[:, None]
    for k in range(corners.shape[1]):
        np.add.at(found, corners[:, k], squares)
