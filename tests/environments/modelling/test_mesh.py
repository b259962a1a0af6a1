"""Shapes: closed, facing outwards, as large as asked."""

from dataclasses import replace

import numpy as np
import pytest

from environments.modelling.mesh import (
    Mesh,
    box,
    capsule,
    cylinder,
    floor,
    lathe,
    merged,
    quads,
    rounded_box,
    sphere,
    torus,
)
from environments.modelling.town import BRICK, STYLES, Style, facade

CLOSED = {
    "box": (box(1.0, 2.0, 3.0), 6.0, 1e-9),
    "rounded_box": (rounded_box(1.0, 2.0, 3.0, 0.1, 3), 5.93, 0.01),
    "cylinder": (cylinder(0.5, 2.0, 64), np.pi * 0.5, 0.01),
    "bevelled": (cylinder(0.5, 2.0, 64, 0.02), np.pi * 0.5, 0.01),
    "sphere": (sphere(0.5, 48, 32), np.pi / 6.0, 0.01),
    "capsule": (capsule(0.25, 1.5, 48, 16), np.pi * 0.0625 * (1.0 + 1.0 / 3.0), 0.01),
    "torus": (torus(0.5, 0.1, 96, 32), 2 * np.pi**2 * 0.5 * 0.01, 0.01),
}


def volume_m3(mesh: Mesh) -> float:
    """By the divergence theorem: right only for a closed mesh whose triangles all face outwards."""
    a, b, c = (mesh.positions[mesh.triangles[:, i]] for i in range(3))
    return float((a * np.cross(b, c)).sum() / 6.0)


def backward_triangles(mesh: Mesh) -> int:
    """Triangles that wind against their normals."""
    a, b, c = (mesh.positions[mesh.triangles[:, i]] for i in range(3))
    facing = np.cross(b - a, c - a)
    return int(((facing * mesh.normals[mesh.triangles].sum(axis=1)).sum(axis=1) <= 0.0).sum())


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_a_closed_shape_holds_its_volume_and_faces_outwards(name: str) -> None:
    """Triangles wind with their unit normals, and enclose the volume known from geometry."""
    mesh, expected_m3, tolerance = CLOSED[name]
    assert volume_m3(mesh) == pytest.approx(expected_m3, rel=max(tolerance, 1e-9))
    assert backward_triangles(mesh) == 0
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1.0)


def test_turning_and_stretching_keep_faces_outwards() -> None:
    """And move the corners where they belong."""
    mesh = rounded_box(1.0, 1.0, 1.0, 0.1).stretched(2.0, 1.0, 0.5).turned("y", 90.0).moved(y=3.0)
    assert backward_triangles(mesh) == 0
    assert mesh.positions.min(axis=0) == pytest.approx([-0.25, 2.5, -1.0])
    assert mesh.positions.max(axis=0) == pytest.approx([0.25, 3.5, 1.0])
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("axis", "start", "end"),
    [("x", (0, 1, 0), (0, 0, 1)), ("y", (0, 0, 1), (1, 0, 0)), ("z", (1, 0, 0), (0, 1, 0))],
)
def test_a_quarter_turn_is_counter_clockwise(
    axis: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    """Seen from the axis's positive end, as glTF has it."""
    point = floor(1.0, 1.0)
    point = Mesh(np.array([start], dtype=float), point.normals[:1], point.colours[:1], np.zeros((0, 3), int))
    assert point.turned(axis, 90.0).positions[0] == pytest.approx(end)


def test_a_lathe_keeps_edges_sharp_and_curves_smooth() -> None:
    """A right angle has two normals, a gentle bend one."""
    pot = lathe([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], 16)
    corner = np.isclose(pot.positions[:, 0], 1.0) & np.isclose(pot.positions[:, 1], 0.0)
    assert len(np.unique(np.round(pot.normals[corner], 6), axis=0)) == 2
    bend = lathe([(1.0, 0.0), (1.05, 1.0), (1.0, 2.0)], 16)
    middle = np.isclose(bend.positions[:, 0], 1.05)
    assert len(np.unique(np.round(bend.normals[middle], 6), axis=0)) == 1


def test_merging_keeps_every_triangle_on_its_own_vertices() -> None:
    """Two boxes side by side enclose twice the volume."""
    pair = merged([box(1.0, 1.0, 1.0), box(1.0, 1.0, 1.0).moved(x=2.0)])
    assert volume_m3(pair) == pytest.approx(2.0)
    assert len(pair.triangles) == 24


def test_colours_and_shade() -> None:
    """Shade darkens what is low and leaves opacity alone."""
    mesh = box(1.0, 2.0, 1.0).moved(y=1.0).coloured((0.8, 0.4, 0.2)).shaded(0.5, 0.0, 2.0)
    low, high = mesh.positions[:, 1] < 0.1, mesh.positions[:, 1] > 1.9
    assert mesh.colours[low] == pytest.approx(np.tile([0.4, 0.2, 0.1, 1.0], (low.sum(), 1)))
    assert mesh.colours[high] == pytest.approx(np.tile([0.8, 0.4, 0.2, 1.0], (high.sum(), 1)))


def test_what_stands_on_the_ground_lacks_its_bottom() -> None:
    """The other five faces of a box stay whole, and no vertex is left without a face."""
    mesh = box(1.0, 2.0, 3.0).coloured((0.5, 0.2, 0.1)).standing()
    assert len(mesh.triangles) == 10
    assert np.array_equal(np.unique(mesh.triangles), np.arange(20))
    assert mesh.normals[:, 1].min() >= 0.0
    assert np.ptp(mesh.positions, axis=0) == pytest.approx([1.0, 2.0, 3.0])
    assert mesh.colours[:, :3] == pytest.approx(np.tile((0.5, 0.2, 0.1), (20, 1)))
    assert backward_triangles(mesh) == 0


def test_merging_what_has_windows_with_what_has_none() -> None:
    """A wall keeps its windows, and the roof has none."""
    wall = facade(12.0, 20.0, BRICK)
    assert wall.windows is not None
    whole = merged([box(1.0, 1.0, 1.0), wall])
    assert whole.windows is not None
    assert not whole.windows[:24].any()
    assert np.array_equal(whole.windows[24:], wall.windows)


@pytest.mark.parametrize("style", STYLES)
def test_a_wall_has_whole_windows(style: Style) -> None:
    """Whatever its size: floors from the street to the top, window axes from corner to corner."""
    wall = facade(17.3, 21.9, style)
    assert wall.windows is not None
    places = wall.windows[:, :2]
    assert places.min(axis=0) == pytest.approx(places.min(axis=0).round())
    assert places.max(axis=0) == pytest.approx(places.max(axis=0).round())
    bays, floors = np.ptp(places, axis=0)
    assert 17.3 / bays == pytest.approx(style.bay_m, rel=0.2)
    assert 21.9 / floors == pytest.approx(style.floor_m, rel=0.2)


def test_many_faces_at_once() -> None:
    """Each keeps its own colour and faces its own way."""
    corners = np.array([floor(1.0, 1.0).positions, floor(1.0, 1.0).moved(y=1.0).positions])
    faces = quads(corners, np.array([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0)]))
    assert faces.normals == pytest.approx(np.tile([0.0, 1.0, 0.0], (8, 1)))
    assert faces.colours[0] == pytest.approx([1.0, 0.0, 0.0, 1.0])
    assert faces.colours[4] == pytest.approx([0.0, 1.0, 0.0, 1.0])
    assert backward_triangles(faces) == 0


@pytest.mark.parametrize("shape", [floor(3.0, 0.7), rounded_box(1.0, 0.4, 0.2), cylinder(0.3, 1.2)])
def test_a_finer_mesh_is_the_same_shape(shape: Mesh) -> None:
    """Its edges are short, its area, faces and outline stay, and it tears nowhere."""
    fine = shape.boxed().finer(0.15)
    corners = fine.positions[fine.triangles]
    assert np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=-1).max() <= 0.15
    assert area(fine) == pytest.approx(area(shape))
    assert backward_triangles(fine) == backward_triangles(shape)
    assert np.linalg.norm(fine.normals, axis=1) == pytest.approx(1.0)
    assert np.ptp(fine.positions, axis=0) == pytest.approx(np.ptp(shape.positions, axis=0))
    assert open_edges(fine) == pytest.approx(open_edges(shape))
    assert fine.uv is not None
    assert len(fine.uv) == len(fine.positions)


def test_a_mesh_fine_enough_stays_as_it_is() -> None:
    """Nothing is split where no edge is too long, and what is carried by joints is refused."""
    shape = floor(1.0, 1.0)
    assert shape.finer(1.5) is shape
    with pytest.raises(ValueError, match="without joints"):
        replace(shape, joints=np.zeros((4, 8))).finer(0.1)


def area(mesh: Mesh) -> float:
    a, b, c = mesh.positions[mesh.triangles].transpose(1, 0, 2)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def open_edges(mesh: Mesh) -> float:
    """Total length of edges that only one triangle has, corners at one place taken for one: a tear adds to it."""
    _, place = np.unique(np.round(mesh.positions, 7), axis=0, return_inverse=True)
    ends = np.stack([mesh.triangles, np.roll(mesh.triangles, -1, axis=1)], axis=-1).reshape(-1, 2)
    _, first, count = np.unique(
        np.sort(place.ravel()[ends], axis=1), axis=0, return_index=True, return_counts=True
    )
    once = mesh.positions[ends[first[count == 1]]]
    return float(np.linalg.norm(once[:, 0] - once[:, 1], axis=-1).sum())
