"""Bake the light of environments into environments/<name>/light.npz (minutes each; `make light`).

.venv/bin/python scripts/bake_light.py                    every environment
.venv/bin/python scripts/bake_light.py reach heights      these
.venv/bin/python scripts/bake_light.py --stale            those with a mesh that changed since
"""

import argparse
import importlib
import os
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from environments import catalogue
from environments.modelling.light import BakedLight, coded, path_of, shapes_of, stale, written
from environments.modelling.model import Model
from light_rays import Casting, Floats, embree
from light_smooth import smoothed, spots, standpoints, unburied, welded
from light_solver import INDOORS, OUTDOORS, Effort, Gathered, Solver, own_shade
from light_world import Receiver, World, world_of

SAFE_ROOM = "safe_room"
ROOMS = (SAFE_ROOM, "reach")
"""Environments with walls around: all their light is baked."""
BAKED_AT = {"heights": {"height_m": 20.0, "floor_transparency": 1.0}}
"""Values at which light is baked where defaults will not do: at 0 m the terrace lies on the street, and under its
boards what lies within the glass would be black."""
HEAD = np.array((0.0, 1.2, -0.2), np.float32)
"""Where a seated patient's head is."""
AROUND = (128, 256)
OWN_RAYS = 256


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("environments", nargs="*", metavar="NAME", help="all of them without a name")
    asked.add_argument("--stale", action="store_true", help="only those whose light no longer fits")
    args = asked.parse_args()
    if hasattr(os, "nice"):
        os.nice(10)
    for environment_id in args.environments or (SAFE_ROOM, *catalogue.OURS):
        model: Model = importlib.import_module(f"environments.{environment_id}.model").model()
        old = stale(environment_id, model.scene, model.meshes)
        if args.stale and not old:
            print(f"{environment_id}: all light fits", flush=True)
            continue
        started = time.monotonic()
        data = written(baked(environment_id, model, embree))
        path_of(environment_id).write_bytes(data)
        print(
            f"{environment_id}: {len(old)} parts were stale; {len(data) / 1e6:.2f} MB "
            f"in {time.monotonic() - started:.0f} s",
            flush=True,
        )


def baked(environment_id: str, model: Model, cast: Casting, effort: Effort | None = None) -> BakedLight:
    """All light of an environment; the same model gives the same light."""
    indoors = environment_id in ROOMS
    effort = effort or (INDOORS if indoors else OUTDOORS)
    world = world_of(_unlit(model), values_of(environment_id))
    solver = Solver(world, indoors, effort, cast)
    light = {}
    for whole in world.receivers:
        receiver, which = welded(whole)
        near = np.linalg.norm(receiver.points - HEAD, axis=1).min() < effort.near_m
        rays = effort.corner_rays if near else effort.corner_rays // 4
        ask = _asking(solver, world, receiver, rays, cast)
        found = ask(standpoints(receiver), receiver.normals)
        within = spots(receiver, found.inside)
        if len(within.points):
            found = unburied(receiver, found, within, ask(within.points, within.normals))
        even = smoothed(receiver, found.light, found.inside)[which]
        share = np.round(np.clip(even[:, 3:], 0.0, 1.0) * 255).astype(np.uint8)
        light[receiver.part] = np.concatenate([coded(even[:, :3]), share], axis=1)
    made = BakedLight(shapes_of(model.scene, model.meshes), light)
    return replace(made, faces=_faces(solver), around=coded(_around(solver))) if indoors else made


def _asking(
    solver: Solver, world: World, receiver: Receiver, rays: int, cast: Casting
) -> Callable[[Floats, Floats], Gathered]:
    """What says how much light arrives on a receiver's surface, given points and normals."""
    if not receiver.surrounded:
        own = world.own[receiver.part.rpartition("/")[0]]
        return lambda points, normals: own_shade(own, points, normals, OWN_RAYS, cast)

    def ask(points: Floats, normals: Floats) -> Gathered:
        found = solver.gathered(points, normals, rays)
        found.light[:, :3] += solver.lamplight(points, normals, live=False)
        return found

    return ask


def values_of(environment_id: str) -> dict[str, float]:
    """The values of its parameters that light is baked at."""
    if environment_id not in catalogue.OURS:
        return {}
    defaults = {p.name: p.default for p in catalogue.load(environment_id).spec.parameters}
    return defaults | BAKED_AT.get(environment_id, {})


def _unlit(model: Model) -> Model:
    """Without the light it has from an earlier time, which nothing here may depend on."""
    return replace(model, scene=model.scene.model_copy(update={"room": None}), pictures={})


def _faces(solver: Solver) -> Floats:
    """What reaches a small white cube at the patient's head, from each side."""
    normals = np.array([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)], np.float32)
    points = np.tile(HEAD, (6, 1))
    return np.asarray(
        solver.gathered(points, normals, 4096).light[:, :3] + solver.lamplight(points, normals, live=False)
    )


def _around(solver: Solver) -> Floats:
    """The panorama from the patient's head: straight ahead (-z) in its middle, right to the right, first row below."""
    height, width = AROUND
    up = (np.arange(height) + 0.5) / height * np.pi - np.pi / 2
    right = ((np.arange(width) + 0.5) / width - 0.5) * 2 * np.pi
    e, a = np.meshgrid(up, right, indexing="ij")
    towards = np.stack([np.sin(a) * np.cos(e), np.sin(e), -np.cos(a) * np.cos(e)], axis=-1)
    directions = towards.reshape(-1, 3).astype(np.float32)
    return solver.seen(np.tile(HEAD, (len(directions), 1)), directions).reshape(height, width, 3)


if __name__ == "__main__":
    main()
