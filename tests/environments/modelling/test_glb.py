"""GLB files: valid, the same each time, and read back as they were written."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from environments.modelling.glb import glb_bytes
from environments.modelling.glb_reader import read
from environments.modelling.material import GLASS, MATT, SATIN, Material, linear
from environments.modelling.mesh import box, floor, sphere
from environments.modelling.model import Model
from environments.placement import Placement
from environments.scene import FloorArea, Node, Scene, Sky, Sound
from tests.environments.modelling.validator import issues

GLOW = Material("glow", emissive=(0.5, 0.25, 0.0), roughness=0.3, two_sided=True)


@pytest.fixture
def model() -> Model:
    """A ball on a table, and a pane of glass that hangs on the ball; the table's floor has windows drawn on it."""
    pane = floor(1.0, 1.0).moved(y=1.0)
    pane = replace(pane, windows=np.arange(28.0).reshape(4, 7) / 8.0)
    scene = Scene(
        id="still_life",
        glb="still_life.glb",
        nodes=(
            Node(id="table", mesh="table"),
            Node(id="group", parent="table", placement=Placement((0.0, 1.0, 0.0), (0.0, 0.6, 0.0, 0.8))),
            Node(id="ball", mesh="ball", parent="group", placement=Placement(scale=(2.0, 2.0, 2.0))),
            Node(id="second_ball", mesh="ball"),
        ),
        sky=Sky(zenith=(0, 0, 1), horizon=(1, 1, 1), below=(0, 0, 0)),
        floor=(FloorArea(id="floor", corners=((0, 0), (1, 0), (0, 1))),),
    )
    meshes = {
        "table": (
            (box(1.0, 0.1, 1.0).coloured((0.5, 0.25, 0.125)), MATT),
            (pane, GLASS),
        ),
        "ball": ((sphere(0.2), GLOW), (sphere(0.1), SATIN)),
    }
    return Model(scene, meshes, {})


def test_the_validator_finds_nothing(model: Model, tmp_path: Path) -> None:
    """No error, no warning, not even a hint."""
    path = tmp_path / "still_life.glb"
    path.write_bytes(glb_bytes(model))
    found = issues(path)
    assert (found["numErrors"], found["numWarnings"], found["numInfos"]) == (0, 0, 0), found["messages"]


def test_the_validator_does_find_what_is_wrong(model: Model, tmp_path: Path) -> None:
    """A file whose triangles point past its vertices is not waved through."""
    data = glb_bytes(model)
    start = data.index(b"BIN\0") + 4
    path = tmp_path / "broken.glb"
    path.write_bytes(data[:start] + b"\xff" * (len(data) - start))
    assert issues(path)["numErrors"] != 0


def test_the_same_model_gives_the_same_bytes(model: Model) -> None:
    """So that an asset's hash says what it is."""
    assert glb_bytes(model) == glb_bytes(model)


def test_meshes_come_back_as_they_were_written(model: Model, tmp_path: Path) -> None:
    """Positions, normals, colours, triangles and materials, mesh by mesh."""
    path = tmp_path / "still_life.glb"
    path.write_bytes(glb_bytes(model))
    glb = read(path)
    assert glb.meshes == ("ball", "table")
    for name, parts in model.meshes.items():
        for (mesh, material), primitive in zip(parts, glb.primitives(name), strict=True):
            back, made = primitive.triangles, mesh.triangles
            assert primitive.positions[back] == pytest.approx(mesh.positions[made], abs=1e-5)
            assert primitive.normals[back] == pytest.approx(mesh.normals[made], abs=1e-4)
            assert primitive.material == material
            if primitive.colours is None:
                assert np.all(mesh.colours == 1.0)
            else:
                assert primitive.colours[back] == pytest.approx(mesh.colours[made], abs=1e-4)
            assert (primitive.windows is None) == (mesh.windows is None)
            if primitive.windows is not None and mesh.windows is not None:
                assert primitive.windows[back] == pytest.approx(mesh.windows[made], abs=1e-4)


def test_corners_that_are_alike_are_written_once(model: Model, tmp_path: Path) -> None:
    """A ball's rings share their corners; a box keeps four of its own for each face."""
    path = tmp_path / "still_life.glb"
    path.write_bytes(glb_bytes(model))
    ball, _ = read(path).primitives("ball")
    table, _ = read(path).primitives("table")
    assert len(np.unique(ball.positions.round(4), axis=0)) <= len(ball.positions) < len(sphere(0.2).positions)
    assert len(table.positions) == 24


def test_every_node_of_the_scene_is_a_node_of_the_file(model: Model, tmp_path: Path) -> None:
    """With its place in the tree, so that any viewer shows the scene at rest."""
    path = tmp_path / "still_life.glb"
    path.write_bytes(glb_bytes(model))
    nodes = read(path).document["nodes"]
    assert [node["name"] for node in nodes] == ["table", "group", "ball", "second_ball"]
    assert nodes[0]["children"] == [1]
    assert nodes[1] == {
        "name": "group",
        "translation": [0.0, 1.0, 0.0],
        "rotation": [0.0, 0.6, 0.0, 0.8],
        "children": [2],
    }
    assert nodes[2]["mesh"] == nodes[3]["mesh"]


@pytest.mark.parametrize("cut", [0, 8, 40, -1])
def test_half_a_file_is_refused(cut: int, model: Model, tmp_path: Path) -> None:
    """Whatever is missing, and it says which file."""
    path = tmp_path / "half.glb"
    path.write_bytes(glb_bytes(model)[:cut])
    with pytest.raises(ValueError, match=r"half\.glb: expected a whole glTF 2 binary"):
        read(path)


def test_an_unknown_mesh_is_named_with_the_known_ones(model: Model, tmp_path: Path) -> None:
    """So that a slip of the pen is found at once."""
    path = tmp_path / "still_life.glb"
    path.write_bytes(glb_bytes(model))
    with pytest.raises(KeyError, match=r"ball.*chair"):
        list(read(path).primitives("chair"))


def test_a_model_has_exactly_what_its_scene_names(model: Model) -> None:
    """A mesh nobody draws and a sound nobody made are refused, by name."""
    with pytest.raises(ValueError, match="'spare'"):
        Model(model.scene, {**model.meshes, "spare": model.meshes["ball"]}, {})
    loud = model.scene.model_copy(update={"sounds": (Sound(id="hum", file="hum.wav"),)})
    with pytest.raises(ValueError, match=r"hum\.wav"):
        Model(loud, model.meshes, {})


def test_colours_are_linear() -> None:
    """Mid-grey on a screen is a fifth of the light (IEC 61966-2-1)."""
    assert linear("808080") == pytest.approx((0.2158605,) * 3, abs=1e-6)
    assert linear("000aff") == pytest.approx((0.0, 0.0030353, 1.0), abs=1e-6)
