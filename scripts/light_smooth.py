"""Evens baked light out among neighbours that face alike, and gives corners inside other things their neighbours'."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from light_rays import Floats, Whole
from light_solver import Gathered
from light_world import Receiver

BURIED = 0.3
"""Share of a corner's view that may be insides of things before its light counts for nothing."""
_PULLED_M, _PULLED = 0.012, 0.15
"""How far a corner looks from within its faces instead of from their rim, at most, and as a share of the way."""


def welded(receiver: Receiver) -> tuple[Receiver, Whole]:
    """With corners at one place that face alike as one, which saves half the rays; and which one each corner is."""
    keys = np.concatenate([np.round(receiver.points, 3), np.round(receiver.normals, 1)], axis=1) + 0.0
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    which = which.ravel()
    points, normals = receiver.points[first], receiver.normals[first]
    return replace(receiver, points=points, normals=normals, triangles=which[receiver.triangles]), which


def standpoints(receiver: Receiver) -> Floats:
    """Where each corner looks from: drawn a little into the faces around it, out of what touches their rim."""
    middles = receiver.points[receiver.triangles].mean(axis=1)
    total, count = np.zeros_like(receiver.points), np.zeros((len(receiver.points), 1), np.float32)
    for corner in receiver.triangles.T:
        np.add.at(total, corner, middles)
        np.add.at(count, corner, 1.0)
    inward = np.where(count > 0, total / np.maximum(count, 1.0) - receiver.points, 0.0) * _PULLED
    length = np.linalg.norm(inward, axis=1, keepdims=True)
    return np.asarray(
        receiver.points + inward * np.minimum(1.0, _PULLED_M / np.maximum(length, 1e-9)), np.float32
    )


class Spots(NamedTuple):
    """Places within faces, four a face, and which triangle each is in."""

    points: Floats
    normals: Floats
    triangles: Whole


_WITHIN = np.array(
    [(1 / 3, 1 / 3, 1 / 3), (0.7, 0.15, 0.15), (0.15, 0.7, 0.15), (0.15, 0.15, 0.7)], np.float32
)


def spots(receiver: Receiver, inside: Floats) -> Spots:
    """Where the faces of buried corners can be asked instead: a board whose rim is in a frame has only such corners."""
    which = np.nonzero((inside > BURIED)[receiver.triangles].any(axis=1))[0]
    corners = receiver.triangles[which]
    points = np.einsum("sk,tkc->tsc", _WITHIN, receiver.points[corners]).reshape(-1, 3)
    normals = np.einsum("sk,tkc->tsc", _WITHIN, receiver.normals[corners]).reshape(-1, 3)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    return Spots(points.astype(np.float32), normals.astype(np.float32), np.repeat(which, len(_WITHIN)))


def unburied(receiver: Receiver, corners: Gathered, asked: Spots, spots: Gathered) -> Gathered:
    """With what the open spots of their faces receive instead at buried corners, the larger face counting more."""
    a, b, c = receiver.points[receiver.triangles].transpose(1, 0, 2)
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    weight = np.where(spots.inside > BURIED, 0.0, area[asked.triangles] + 1e-9)
    light, inside = corners.light.copy(), corners.inside.copy()
    total, held = np.zeros(light.shape), np.zeros(len(light))
    for corner in receiver.triangles[asked.triangles].T:
        np.add.at(total, corner, weight[:, None] * spots.light)
        np.add.at(held, corner, weight)
    found = (inside > BURIED) & (held > 0.0)
    light[found] = (total / np.maximum(held, 1e-12)[:, None])[found]
    inside[found] = 0.0
    return Gathered(light, inside)


def smoothed(receiver: Receiver, light: Floats, inside: Floats, rounds: int = 2) -> Floats:
    """`light` (N, channels) without chance differences; corners at one place that face alike become one."""
    keys = np.concatenate([np.round(receiver.points, 3), np.round(receiver.normals * 2.0)], axis=1) + 0.0
    _, one, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    which = which.ravel()
    count = len(one)
    weight = np.where(inside > BURIED, 0.0, 1.0)
    held = np.bincount(which, weight, count)
    value: Floats = np.stack([np.bincount(which, weight * channel, count) for channel in light.T], axis=1)
    value = value / np.maximum(held, 1e-9)[:, None]
    known = held > 0
    ends = np.concatenate(
        [receiver.triangles[:, [0, 1]], receiver.triangles[:, [1, 2]], receiver.triangles[:, [2, 0]]]
    )
    ends = np.unique(np.sort(which[ends], axis=1), axis=0)
    ends = ends[ends[:, 0] != ends[:, 1]]
    a, b = np.concatenate([ends, ends[:, ::-1]]).T
    at, facing = receiver.points[one], receiver.normals[one]
    alike = np.maximum((facing[a] * facing[b]).sum(axis=1), 0.0) ** 4
    near = np.exp(-np.linalg.norm(at[a] - at[b], axis=1) / 0.25)

    def around(pull: Floats) -> tuple[Floats, Floats]:
        total = np.stack([np.bincount(a, pull * value[b, i], count) for i in range(value.shape[1])], axis=1)
        return total, np.bincount(a, pull, count)[:, None]

    for _ in range(40):
        if known.all():
            break
        total, pull = around((alike + 1e-3) * (near + 1e-3) * known[b])
        reached = ~known & (pull[:, 0] > 0)
        if not reached.any():
            break
        value[reached] = (total / np.maximum(pull, 1e-12))[reached]
        known |= reached
    for _ in range(rounds):
        total, pull = around(0.5 * alike * near * known[b])
        value = np.where(known[:, None], (value + total) / (1.0 + pull), value)
    return np.asarray(value[which], np.float32)
