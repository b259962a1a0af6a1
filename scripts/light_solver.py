"""Follows light from surface to surface until it fades, then gathers what arrives at any point.

Surfaces are cut into pieces that each send back one light. Every piece looks around along the same directions, so
that what a bounce costs is one look-up a ray, and neighbours differ by what they see and not by chance: no noise.

Light is counted as the shading does: what a white matt surface shows. Indoors all of it is baked but the direct
light of the sun and of live lamps. Outdoors there are two: that of fixed lamps, and the share of the open sky.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from light_rays import Casting, Floats, Whole
from light_world import Lamp, Surfaces, World

_LAMP_RADIUS_M = 0.1
_FAINTEST = 0.004
"""Light of a lamp below which it is left out."""
_NEAREST_M2 = 0.04
"""Squared distance within which a lamp grows no brighter, as the shading has it."""
_AT_ONCE = 1_500_000
"""Rays sent together: some 100 MB."""


@dataclass(frozen=True)
class Effort:
    """How fine light is baked."""

    edge_m: float
    """Longest edge of a piece near the patient."""
    per_m: float
    """And further away, by the distance."""
    piece_rays: int
    corner_rays: int
    lamp_rays: int
    near_m: float
    """Parts no nearer to the patient get a quarter of the rays."""
    bounces: int


INDOORS = Effort(
    edge_m=0.22, per_m=0.06, piece_rays=96, corner_rays=1024, lamp_rays=16, near_m=4.5, bounces=6
)
OUTDOORS = Effort(edge_m=0.7, per_m=0.1, piece_rays=24, corner_rays=256, lamp_rays=6, near_m=15.0, bounces=2)


@dataclass(frozen=True)
class Gathered:
    """Red, green, blue and the share of the sky (N, 4); how much of the view is the inside of something (N,)."""

    light: Floats
    inside: Floats


class Solver:
    """The light of one world, worked out when it is made; then asked at points."""

    def __init__(self, world: World, indoors: bool, effort: Effort, cast: Casting) -> None:
        self._world, self._indoors, self._effort = world, indoors, effort
        self.pieces = world.surfaces.pieces(effort.edge_m, effort.per_m)
        self._normals = self.pieces.normals
        self.rays = cast(self.pieces.corners)
        casters = self.pieces.taken(np.nonzero(self.pieces.casts)[0])
        self._shadows = cast(casters.corners)
        # What each piece sends back and shines, then nothing for rays that meet the back of something.
        self._sent = np.zeros((len(self.pieces.corners) + 1, 4), np.float32)
        self._solve()

    def gathered(self, points: Floats, normals: Floats, rays: int) -> Gathered:
        """All light that arrives from surfaces and sky: no lamps."""
        light = np.zeros((len(points), 4), np.float32)
        inside = np.zeros(len(points), np.float32)
        for chunk in _chunks(len(points), rays):
            directions = _looks(normals[chunk], rays)
            origins = np.repeat(lifted(points[chunk], normals[chunk]), rays, axis=0)
            hit, backs = self._met(origins, directions)
            light[chunk] = self._seen(hit, directions).reshape(-1, rays, 4).mean(axis=1)
            inside[chunk] = backs.reshape(-1, rays).mean(axis=1)
        return Gathered(light, inside)

    def lamplight(self, points: Floats, normals: Floats, live: bool) -> Floats:
        """Direct light of lamps, through soft shadows (N, 3); with `live` that of live lamps and the sun too."""
        total = np.zeros((len(points), 3), np.float32)
        origins = lifted(points, normals)
        for lamp in self._world.lamps:
            if live or not lamp.live:
                self._add_lamp(total, origins, normals, lamp)
        sun = self._world.sun_light
        if live and self._indoors and sun.max() > 0.0:
            facing = normals @ self._world.sun_towards
            lit = np.nonzero(facing > 0.0)[0]
            far = np.tile(self._world.sun_towards * np.float32(1000.0), (len(lit), 1))
            free = self._shadows.free(origins[lit], far)
            total[lit] += (facing[lit] * free)[:, None] * sun
        return total

    def seen(self, origins: Floats, directions: Floats) -> Floats:
        """What an eye sees along these directions (N, 3), smoother than the pieces are."""
        hit, _ = self._met(origins, directions)
        seen = np.array(self._seen(hit, directions)[:, :3])
        solid = np.nonzero((hit >= 0) & (hit < len(self.pieces.corners)))[0]
        _, away = self.rays.first(origins[solid], directions[solid])
        which = hit[solid]
        points = origins[solid] + directions[solid] * away[:, None]
        towards = -np.sign(np.einsum("ij,ij->i", self._normals[which], directions[solid]))[:, None]
        normals = self._normals[which] * towards
        arriving = self.gathered(points, normals, 1024).light[:, :3] + self.lamplight(
            points, normals, live=True
        )
        seen[solid] = self.pieces.albedo[which] * arriving + self.pieces.emission[which]
        return seen

    def _solve(self) -> None:
        pieces, rays = self.pieces, self._effort.piece_rays
        count = len(pieces.corners)
        middles, sources = pieces.middles, np.zeros((count, 4), np.float32)
        sources[:, :3] = self.lamplight(middles, self._normals, live=True)
        met = np.empty((count, rays), np.int32)
        for chunk in _chunks(count, rays):
            directions = _looks(self._normals[chunk], rays, spun_from=chunk.start)
            origins = np.repeat(lifted(middles[chunk], self._normals[chunk]), rays, axis=0)
            hit, _ = self._met(origins, directions)
            met[chunk] = hit.reshape(-1, rays)
        arriving = sources
        for _ in range(self._effort.bounces):
            self._sent[:-1, :3] = pieces.albedo * arriving[:, :3] + pieces.emission
            self._sent[:-1, 3] = arriving[:, 3]
            after = sources.copy()
            for chunk in _chunks(count, rays):
                directions = _looks(self._normals[chunk], rays, spun_from=chunk.start)
                after[chunk] += self._seen(met[chunk].ravel(), directions).reshape(-1, rays, 4).mean(axis=1)
            arriving = after
        self._sent[:-1, :3] = pieces.albedo * arriving[:, :3] + pieces.emission
        self._sent[:-1, 3] = arriving[:, 3]

    def _met(self, origins: Floats, directions: Floats) -> tuple[Whole, npt.NDArray[np.bool_]]:
        """Which piece each ray meets: -1 for the sky; the number after the last for the back of something."""
        hit, _ = self.rays.first(origins, directions)
        back = np.einsum("ij,ij->i", self._normals[hit], directions) > 0.0
        back &= (hit >= 0) & ~self.pieces.two_sided[hit]
        return np.where(back, len(self.pieces.corners), hit), back

    def _seen(self, hit: Whole, directions: Floats) -> Floats:
        light = self._sent[hit]
        up = directions[:, 1]
        if self._indoors:
            out = np.nonzero(hit < 0)[0]
            share = np.clip(up[out, None] * 10.0 + 0.5, 0.0, 1.0)
            light[out, :3] = self._world.ground + (self._world.sky - self._world.ground) * share
            light[:, 3] = 0.0
        else:
            # Light of the ground is part of the open sky's light; walls send back about half of it.
            light[:, 3] *= 0.5 + 0.5 * np.clip(-up * 4.0, 0.0, 1.0)
            light[hit < 0] = (0.0, 0.0, 0.0, 1.0)
        return light

    def _add_lamp(self, total: Floats, origins: Floats, normals: Floats, lamp: Lamp) -> None:
        to = lamp.place - origins
        square = np.einsum("ij,ij->i", to, to)
        near = np.nonzero(
            (square < lamp.light.max() / _FAINTEST) & (np.einsum("ij,ij->i", to, normals) > -0.1)
        )[0]
        if not len(near):
            return
        free = np.zeros(len(near), np.float32)
        rays = self._effort.lamp_rays
        sphere = _LAMP_RADIUS_M * _on_sphere(rays)
        for chunk in _chunks(len(near), rays):
            ends = to[near[chunk], None, :] + sphere
            starts = np.repeat(origins[near[chunk]], rays, axis=0)
            open_ = self._shadows.free(starts, ends.reshape(-1, 3))
            free[chunk] = open_.reshape(-1, rays).mean(axis=1)
        facing = np.einsum("ij,ij->i", to[near], normals[near]) / np.sqrt(np.maximum(square[near], 1e-8))
        strength = np.maximum(facing, 0.0) / np.maximum(square[near], _NEAREST_M2) * free
        total[near] += strength[:, None] * lamp.light


def own_shade(surfaces: Surfaces, points: Floats, normals: Floats, rays: int, cast: Casting) -> Gathered:
    """The share of the sky that a thing alone in the open sees, where it folds over itself."""
    among, facing = cast(surfaces.corners), surfaces.normals
    light, inside = np.zeros((len(points), 4), np.float32), np.zeros(len(points), np.float32)
    for chunk in _chunks(len(points), rays):
        directions = _looks(normals[chunk], rays)
        hit, _ = among.first(np.repeat(lifted(points[chunk], normals[chunk]), rays, axis=0), directions)
        back = np.einsum("ij,ij->i", facing[hit], directions) > 0.0
        back &= (hit >= 0) & ~surfaces.two_sided[hit]
        share = np.where(hit < 0, np.float32(1.0), np.where(back, np.float32(0.0), np.float32(0.35)))
        light[chunk, 3] = share.reshape(-1, rays).mean(axis=1)
        inside[chunk] = back.reshape(-1, rays).mean(axis=1)
    return Gathered(light, inside)


def lifted(points: Floats, normals: Floats) -> Floats:
    """A little above the surface, more so far away, where things lie further over each other."""
    away = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points + normals * np.maximum(0.004, 0.0015 * away).astype(np.float32))


def _looks(normals: Floats, rays: int, spun_from: int | None = None) -> Floats:
    """Directions around each normal, close together where they count most (as its cosine): (N * rays, 3).

    With a number to begin from, each is spun by another angle: few rays would else draw pictures of bright lamps.
    """
    index = np.arange(rays, dtype=np.float32)
    share = (index + 0.5) / rays
    turn = index * np.float32(
        np.pi * (3.0 - np.sqrt(5.0))
    )  # golden: a sunflower's seeds fill the disc evenly
    flat = np.stack(
        [np.sqrt(share) * np.cos(turn), np.sqrt(share) * np.sin(turn), np.sqrt(1.0 - share)], axis=1
    )
    x, y, z = normals.T
    sign = np.where(z >= 0.0, np.float32(1.0), np.float32(-1.0))
    a = -1.0 / (sign + z)
    b = x * y * a
    across = np.stack([1.0 + sign * x * x * a, sign * b, -sign * x], axis=1)
    up = np.stack([b, sign + y * y * a, -y], axis=1)
    if spun_from is not None:
        spin = (np.arange(spun_from, spun_from + len(normals)) * 2.399963 % (2 * np.pi))[:, None]
        across, up = across * np.cos(spin) + up * np.sin(spin), up * np.cos(spin) - across * np.sin(spin)
    frames = np.stack([across, up, normals], axis=1).astype(np.float32)
    return np.asarray(flat.astype(np.float32) @ frames).reshape(-1, 3)


def _chunks(count: int, rays: int) -> list[slice]:
    size = max(1, _AT_ONCE // rays)
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


def _on_sphere(count: int) -> Floats:
    index = np.arange(count)
    height = 1.0 - (2.0 * index + 1.0) / count
    turn = index * np.pi * (3.0 - np.sqrt(5.0))
    flat = np.sqrt(1.0 - height * height)
    return np.stack([flat * np.cos(turn), height, flat * np.sin(turn)], axis=1).astype(np.float32)
