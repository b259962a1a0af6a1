"""Rays among triangles: who is hit first, who is seen. Embree does it here; anything that answers alike will do."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[Any]
"""Of 32 bits where there are many, as Embree wants them."""
Whole: TypeAlias = npt.NDArray[np.int32] | npt.NDArray[np.int64]
MISSING = """Baking light needs embreex, which nothing else does: install it with
    .venv/bin/python -m pip install --group light
(pip before 25.1: .venv/bin/python -m pip install embreex) and run this again."""


class Rays(Protocol):
    """Triangles that rays are sent among. Origins and directions are (N, 3); directions need no unit length."""

    def first(self, origins: Floats, directions: Floats) -> tuple[Whole, Floats]:
        """The triangle that each ray hits first (-1: none), and after how many lengths of its direction."""
        ...

    def free(self, origins: Floats, directions: Floats) -> npt.NDArray[np.bool_]:
        """Whether nothing lies within one length of the direction."""
        ...


class Casting(Protocol):
    def __call__(self, corners: Floats) -> Rays:
        """Rays among these triangles (N, 3, 3)."""
        ...


def embree(corners: Floats) -> Rays:
    return _Embree(corners)


class _Embree:
    def __init__(self, corners: Floats) -> None:
        try:
            from embreex.mesh_construction import TriangleMesh
            from embreex.rtcore_scene import EmbreeScene
        except ImportError as error:
            raise SystemExit(MISSING) from error
        self._scene = EmbreeScene()
        self._empty = not len(corners)
        if not self._empty:
            points = np.ascontiguousarray(corners.reshape(-1, 3), np.float32)
            TriangleMesh(self._scene, points, np.arange(len(points), dtype=np.int32).reshape(-1, 3))

    def first(self, origins: Floats, directions: Floats) -> tuple[Whole, Floats]:
        if self._empty:
            return np.full(len(origins), -1, np.int32), np.full(len(origins), np.inf, np.float32)
        answer = self._scene.run(_rows(origins), _rows(directions), output=True)
        return answer["primID"], answer["tfar"]

    def free(self, origins: Floats, directions: Floats) -> npt.NDArray[np.bool_]:
        if self._empty:
            return np.ones(len(origins), dtype=bool)
        reach = np.ones(len(origins), np.float32)
        answer = self._scene.run(_rows(origins), _rows(directions), dists=reach, query="OCCLUDED")
        return np.asarray(answer == -1)


def _rows(vectors: Floats) -> Floats:
    return np.ascontiguousarray(vectors, np.float32)
