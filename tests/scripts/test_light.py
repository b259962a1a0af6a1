"""Baked light follows the laws it claims: energy, the share of the sky, shadows, and nothing left to chance."""

from dataclasses import replace

import numpy as np
import pytest

from bake_light import baked
from environments.modelling.light import read, shapes_of, written
from environments.modelling.material import Material
from environments.modelling.mesh import Mesh, box, floor, merged, quad
from environments.modelling.model import Model
from environments.placement import Placement
from environments.scene import FloorArea, Light, LightKind, Node, Scene, Sky
from light_rays import Floats, Whole
from light_solver import Effort, Gathered, Solver, own_shade
from light_world import Lamp, Surfaces, World

WHITE = Material("white", colour=(0.5, 0.5, 0.5, 1.0))
COARSE = Effort(edge_m=1.1, per_m=0.0, piece_rays=48, corner_rays=64, lamp_rays=4, near_m=9.0, bounces=10)
ROUGH = Effort(edge_m=1.5, per_m=0.0, piece_rays=8, corner_rays=32, lamp_rays=2, near_m=9.0, bounces=1)


class Plain:
    """Rays among a few triangles, each tried on every one (Moeller and Trumbore 1997)."""

    def __init__(self, corners: Floats) -> None:
        self._a = corners[:, 0].astype(float)
        self._ab, self._ac = corners[:, 1] - self._a, corners[:, 2] - self._a

    def first(self, origins: Floats, directions: Floats) -> tuple[Whole, Floats]:
        if not len(self._a):
            return np.full(len(origins), -1), np.full(len(origins), np.inf)
        which, away = [], []
        for start in range(0, len(origins), 4000):
            o, d = origins[start : start + 4000, None], directions[start : start + 4000, None].astype(float)
            across = np.cross(d, self._ac)
            flat = (self._ab * across).sum(axis=-1)
            scale = 1.0 / np.where(np.abs(flat) < 1e-12, np.inf, flat)
            to = o - self._a
            u = (to * across).sum(axis=-1) * scale
            over = np.cross(to, self._ab)
            v = (d * over).sum(axis=-1) * scale
            t = (self._ac * over).sum(axis=-1) * scale
            t = np.where((u >= 0) & (v >= 0) & (u + v <= 1) & (t > 1e-6) & (scale != 0), t, np.inf)
            nearest = t.argmin(axis=1)
            reached = t[np.arange(len(t)), nearest]
            which.append(np.where(np.isfinite(reached), nearest, -1))
            away.append(reached)
        return np.concatenate(which).astype(np.int32), np.concatenate(away)

    def free(self, origins: Floats, directions: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        _, away = self.first(origins, directions)
        return np.asarray(away > 1.0)


def surfaces(mesh: Mesh, albedo: float) -> Surfaces:
    count = len(mesh.triangles)
    corners = mesh.positions[mesh.triangles].astype(np.float32)
    no = np.zeros(count, bool)
    return Surfaces(corners, np.full((count, 3), albedo), np.zeros((count, 3)), no, ~no)


def world(of: Surfaces, *lamps: Lamp) -> World:
    dark = np.zeros(3, np.float32)
    return World(of, (), {}, lamps, np.array((0.0, 1.0, 0.0), np.float32), dark, dark, dark)


def inside_out(mesh: Mesh) -> Mesh:
    return replace(mesh, triangles=mesh.triangles[:, ::-1], normals=-mesh.normals)


def arriving(solver: Solver, points: Floats, normals: Floats) -> Floats:
    found: Gathered = solver.gathered(points, normals, 64)
    return found.light[:, :3] + solver.lamplight(points, normals, live=False)


def test_a_closed_box_keeps_the_energy_of_its_lamp() -> None:
    """Light on the walls is what the lamp sends through a sphere around it, over what the walls swallow."""
    lamp = Lamp(np.zeros(3, np.float32), np.array((1.0, 1.0, 0.5), np.float32), live=False)
    solver = Solver(world(surfaces(inside_out(box(2.0, 2.0, 2.0)), 0.5), lamp), True, COARSE, Plain)
    line = (np.arange(4) + 0.5) / 2.0 - 1.0
    a, b = (x.ravel() for x in np.meshgrid(line, line))
    total = np.zeros(3)
    for axis in range(3):
        for side in (-1.0, 1.0):
            points, normals = np.zeros((16, 3), np.float32), np.zeros((16, 3), np.float32)
            points[:, axis], normals[:, axis] = side, -side
            points[:, (axis + 1) % 3], points[:, (axis + 2) % 3] = a, b
            total += arriving(solver, points, normals).mean(axis=0) / 6.0
    expected = 4.0 * np.pi / (24.0 * (1.0 - 0.5))
    assert total == pytest.approx(np.array((1.0, 1.0, 0.5)) * expected, rel=0.08)


def test_what_stands_at_a_wall_sees_half_the_sky() -> None:
    """Half of it is hidden; what the wall sends back of the rest comes on top, and stays below the open sky's."""
    wall = quad([(0.0, -500.0, 500.0), (0.0, -500.0, -500.0), (0.0, 500.0, -500.0), (0.0, 500.0, 500.0)])
    point, up = np.array([(0.01, 0.0, 0.0)], np.float32), np.array([(0.0, 1.0, 0.0)], np.float32)
    sent = replace(COARSE, edge_m=2000.0)
    half = Solver(world(surfaces(wall, 0.5)), False, replace(sent, bounces=0), Plain)
    assert half.gathered(point, up, 512).light[0, 3] == pytest.approx(0.5, abs=0.02)
    more = Solver(world(surfaces(wall, 0.5)), False, sent, Plain)
    assert 0.6 < more.gathered(point, up, 512).light[0, 3] < 0.85
    open_ = own_shade(surfaces(floor(2.0, 2.0), 0.5), point, up, 64, Plain)
    assert open_.light[0, 3] == 1.0


def test_a_shadow_lies_behind_what_stands_before_a_lamp() -> None:
    """Straight behind a board no light of the lamp arrives, beside it all."""
    board = box(0.6, 0.6, 0.05)
    lamp = Lamp(np.array((0.0, 0.0, 1.0), np.float32), np.ones(3, np.float32), live=False)
    solver = Solver(world(surfaces(board, 0.5), lamp), False, COARSE, Plain)
    points = np.array([(0.0, 0.0, -1.0), (3.0, 0.0, -1.0)], np.float32)
    light = solver.lamplight(points, np.tile(np.array((0.0, 0.0, 1.0), np.float32), (2, 1)), live=False)
    assert light[0] == pytest.approx(0.0)
    assert light[1] == pytest.approx(2.0 / 13.0**1.5, rel=0.02)


def scene_of(lamp_y: float) -> Model:
    """A board let into a frame on the ground, a lamp above, and a ball that a hand may take."""
    frame = merged([box(0.3, 0.2, 1.4).moved(x=x, y=0.1) for x in (-0.6, 0.6)])
    frame = merged([frame, *(box(1.5, 0.2, 0.3).moved(z=z, y=0.1) for z in (-0.6, 0.6))])
    meshes = {"frame": frame, "board": box(1.2, 0.1, 1.2).moved(y=0.05), "floor": floor(4.0, 4.0)}
    scene = Scene(
        id="heights",
        glb="heights.glb",
        nodes=tuple(Node(id=name, mesh=name, placement=Placement((0.0, 0.0, -1.0))) for name in meshes),
        lights=(Light(id="lamp", kind=LightKind.POINT, position=(0.0, lamp_y, -1.0), fixed=True),),
        sky=Sky(zenith=(1.0, 1.0, 1.0), horizon=(1.0, 1.0, 1.0), below=(1.0, 1.0, 1.0)),
        floor=(FloorArea(id="floor", corners=((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0))),),
    )
    return Model(scene, {name: ((mesh, WHITE),) for name, mesh in meshes.items()}, {})


def test_a_board_in_a_frame_is_not_black() -> None:
    """All its corners are inside the frame, and yet it has the light of its middle; and two bakes are the same."""
    model = scene_of(1.5)
    made = baked("heights", model, Plain, ROUGH)
    board = made.light["board/0"][model.meshes["board"][0][0].normals[:, 1] > 0.5]
    assert (board[:, :3] > 60).all()
    assert (board[:, 3] > 100).all()
    assert written(made) == written(baked("heights", model, Plain, ROUGH))


def test_what_was_baked_comes_back_from_its_bytes_and_tells_what_it_fits() -> None:
    """The file holds every part's light and shape; a mesh moved by a centimetre is another shape."""
    model = scene_of(1.5)
    made = baked("heights", model, Plain, ROUGH)
    again = read(written(made))
    assert again.light.keys() == made.light.keys()
    assert all(np.array_equal(again.light[part], made.light[part]) for part in made.light)
    moved = {**model.meshes, "board": ((model.meshes["board"][0][0].moved(x=0.01), WHITE),)}
    now = shapes_of(model.scene, moved)
    assert {part for part, shape in now.items() if not again.shapes[part].fits(shape)} == {"board/0"}
