"""What a model module hands over: a scene, the meshes its nodes name and the sounds its files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from environments.modelling.material import Material
from environments.modelling.mesh import Floats, Mesh
from environments.scene import Scene

Parts: TypeAlias = tuple[tuple[Mesh, Material], ...]
"""A mesh as it is drawn: one part for each material."""


@dataclass(frozen=True)
class Model:
    """Raises ValueError unless it has exactly the meshes and sounds that its scene names."""

    scene: Scene
    meshes: Mapping[str, Parts]
    sounds: Mapping[str, Floats]
    """Samples of each sound by its file name."""

    def __post_init__(self) -> None:
        for what, named, made in (
            ("meshes", {node.mesh for node in self.scene.nodes if node.mesh}, set(self.meshes)),
            ("sound files", {sound.file for sound in self.scene.sounds}, set(self.sounds)),
        ):
            if named != made:
                raise ValueError(
                    f"scene {self.scene.id}: expected the {what} it names, "
                    f"got {sorted(made - named)} too many and {sorted(named - made)} too few"
                )

    @property
    def triangle_count(self) -> int:
        """Triangles drawn when every node shows its mesh."""
        size = {name: sum(len(mesh.triangles) for mesh, _ in parts) for name, parts in self.meshes.items()}
        return sum(size[node.mesh] for node in self.scene.nodes if node.mesh)
