"""What a model module hands over: a scene, the meshes, sounds, clips and pictures that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

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
    clips: Mapping[str, Floats] = field(default_factory=dict)
    """Frames of each clip by its file name: (frames, joints, 3, 4)."""
    pictures: Mapping[str, npt.NDArray[np.uint8]] = field(default_factory=dict)
    """Pictures by their file names, first row at the bottom."""

    def __post_init__(self) -> None:
        room = self.scene.room
        for what, named, made in (
            ("meshes", {node.mesh for node in self.scene.nodes if node.mesh}, set(self.meshes)),
            ("sound files", {sound.file for sound in self.scene.sounds}, set(self.sounds)),
            ("clips", {clip.file for clip in self.scene.clips}, set(self.clips)),
            ("pictures", {room.picture} if room and room.picture else set(), set(self.pictures)),
        ):
            if named != made:
                raise ValueError(
                    f"scene {self.scene.id}: expected the {what} it names, "
                    f"got {sorted(made - named)} too many and {sorted(named - made)} too few"
                )

    @property
    def grains(self) -> tuple[str, ...]:
        """Names of the grains that its materials have."""
        named = {material.grain for parts in self.meshes.values() for _, material in parts}
        return tuple(sorted(name for name in named if name is not None))

    @property
    def triangle_count(self) -> int:
        """Triangles drawn when every node shows its mesh."""
        size = {name: sum(len(mesh.triangles) for mesh, _ in parts) for name, parts in self.meshes.items()}
        return sum(size[node.mesh] for node in self.scene.nodes if node.mesh)
