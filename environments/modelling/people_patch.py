"""Pieces of the body's surface, cut along clean lines and reduced: each serves every body, as shapes move the vertices.

A piece is cut and reduced once, on the neutral body. Reducing joins edges whose loss shows least, many at once
(quadric errors after Garland and Heckbert, "Surface simplification using quadric error metrics", 1997).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from environments.modelling.mesh import Floats, Indices


@dataclass(frozen=True)
class Patch:
    """Triangles over n vertices; each is a mean of four of the body's, `corners` (n, 4), by `weights` (n, 4)."""

    corners: Indices
    weights: Floats
    triangles: Indices

    def of(self, values: Floats) -> Floats:
        """What the body's vertices have (N, ...), at the vertices of the piece."""
        found = values[self.corners]
        return np.asarray(
            np.sum(found * self.weights.reshape(*self.weights.shape, *(1,) * (values.ndim - 1)), axis=1)
        )

    def divided(self, field: Floats) -> Patch:
        """With a seam of edges along the line where `field` (N,) changes its sign."""
        values = self.of(field)
        inside = values > 0.0
        count = inside[self.triangles].sum(axis=1)
        even = self.triangles[count % 3 == 0]
        cut = self.triangles[count % 3 > 0]
        alone = np.argmax(inside[cut] == (count[count % 3 > 0] == 1)[:, None], axis=1)
        a, b, c = (cut[np.arange(len(cut)), (alone + k) % 3] for k in range(3))
        ends = np.sort(np.concatenate([np.stack([a, b], axis=1), np.stack([a, c], axis=1)]), axis=1)
        once, place = np.unique(ends, axis=0, return_inverse=True)
        ab, ac = np.split(len(self.corners) + place.ravel(), 2)
        first, second = once.T
        share = (values[first] / (values[first] - values[second]))[:, None]
        corners = np.concatenate([self.corners[first], self.corners[second]], axis=1)
        weights = np.concatenate([self.weights[first] * (1.0 - share), self.weights[second] * share], axis=1)
        most = np.argsort(-weights, axis=1, kind="stable")[:, :4]
        weights /= np.take_along_axis(weights, most, axis=1).sum(axis=1, keepdims=True)
        return Patch(
            np.concatenate([self.corners, np.take_along_axis(corners, most, axis=1)]),
            np.concatenate([self.weights, np.take_along_axis(weights, most, axis=1)]),
            np.concatenate([even, *(np.stack(t, axis=1) for t in ((a, ab, ac), (ab, b, c), (ab, c, ac)))]),
        )

    def kept(self, field: Floats) -> Patch:
        """The part of it where `field` (N,) is positive, cut along a clean line."""
        divided = self.divided(field)
        values = divided.of(field)
        return divided._only(divided.triangles[values[divided.triangles].sum(axis=1) > 0.0])

    def reduced(self, positions: Floats, count: int, worth: Floats | None = None) -> Patch:
        """About `count` triangles are left; `worth` (N,) makes a body's vertex dearer to lose."""
        dear = np.ones(len(self.corners)) if worth is None else self.of(worth)
        return self._only(_joined(self.of(positions), self.triangles, count, dear))

    def _only(self, triangles: Indices) -> Patch:
        used, numbers = np.unique(triangles, return_inverse=True)
        return Patch(self.corners[used], self.weights[used], numbers.reshape(-1, 3))


def whole(triangles: Indices) -> Patch:
    """Some of the body's triangles as they are."""
    used, numbers = np.unique(triangles, return_inverse=True)
    weights = np.zeros((len(used), 4))
    weights[:, 0] = 1.0
    return Patch(np.repeat(used[:, None], 4, axis=1), weights, numbers.reshape(-1, 3))


def normals_of(positions: Floats, triangles: Indices) -> Floats:
    """Unit normals (N, 3), larger triangles counting more."""
    corner = positions[triangles]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    normals = np.zeros_like(positions)
    for k in range(3):
        for axis in range(3):
            normals[:, axis] += np.bincount(triangles[:, k], across[:, axis], len(positions))
    unit: Floats = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return unit


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
        whole = _keeps_whole(pairs, triangles, source[chosen], target[chosen])
        refused.update((source[chosen] * len(positions) + target[chosen])[~whole].tolist())
        becomes = np.arange(len(positions))
        becomes[source[chosen][whole]] = target[chosen][whole]
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


def _keeps_whole(
    pairs: Indices, triangles: Indices, source: Indices, target: Indices
) -> npt.NDArray[np.bool_]:
    """Whether joining two vertices folds nothing: their common neighbours are just those of their triangles."""
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    start = np.searchsorted(ends[:, 0], np.arange(int(triangles.max()) + 2))
    sides = np.sort(
        np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1
    )
    width = int(triangles.max()) + 1
    keys, shared = np.unique(sides[:, 0] * width + sides[:, 1], return_counts=True)
    own = np.minimum(source, target) * width + np.maximum(source, target)
    sharing = shared[np.searchsorted(keys, own)]
    rim = np.zeros(width, bool)
    rim[np.stack([keys[shared == 1] // width, keys[shared == 1] % width])] = True
    common = [
        len(set(ends[start[a] : start[a + 1], 1].tolist()) & set(ends[start[b] : start[b + 1], 1].tolist()))
        for a, b in zip(source.tolist(), target.tolist(), strict=True)
    ]
    kept: npt.NDArray[np.bool_] = (np.array(common, int) == sharing) & ~(rim[source] & (sharing != 1))
    return kept


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
    _add(found, wall / np.maximum(long, 1e-14)[:, None], positions[ends[:, 0]], 40.0 * long**2, ends)
    return found


def _add(found: Floats, normals: Floats, points: Floats, weight: Floats, corners: Indices) -> None:
    plane = np.concatenate([normals, -np.sum(normals * points, axis=1, keepdims=True)], axis=1)
    squares = np.stack([plane[:, i] * plane[:, j] for i, j in _PAIRS], axis=1) * weight[:, None]
    for k in range(corners.shape[1]):
        np.add.at(found, corners[:, k], squares)
