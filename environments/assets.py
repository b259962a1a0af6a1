"""Builds an environment's files into a data folder, once for each content, and finds them again.

The folder's name is a hash of every source file that could change what is built, so a changed model never
meets an old file. Files are written beside and moved into place whole; what is found is checked against its
manifest, and what does not fit is built again. The hashes of the files go into the record of a visit.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
from PIL import Image
from pydantic import ValidationError

import environments
from environments.modelling.glb import glb_bytes, grain_files
from environments.modelling.grain import grain
from environments.modelling.model import Model
from environments.modelling.sound import wav_bytes
from environments.scene import Scene
from therapy.frozen import canonical

MANIFEST = "manifest.json"
SCENE = "scene.json"


@dataclass(frozen=True)
class Built:
    """An environment on disk. `hashes` has the SHA-256 of each file by its name, scene included."""

    scene: Scene
    folder: Path
    hashes: Mapping[str, str]

    @property
    def glb(self) -> Path:
        return self.folder / self.scene.glb

    def sound(self, sound_id: str) -> Path:
        """Raises KeyError for a sound the scene does not have."""
        for sound in self.scene.sounds:
            if sound.id == sound_id:
                return self.folder / sound.file
        raise KeyError(f"expected one of the sounds {[s.id for s in self.scene.sounds]}, got {sound_id}")


def built(environment_id: str, data_folder: Path, module: str | None = None) -> Built:
    """The environment's files under `data_folder`, built if they are not there or not whole (seconds).

    `module` is the module with `model() -> Model`; by default `environments.<environment_id>.model`.
    """
    module = module or f"environments.{environment_id}.model"
    source = importlib.import_module(module)
    folder = data_folder / "environments" / f"{environment_id}-{_fingerprint(source)[:16]}"
    found = _found(folder)
    if found is None:
        model: Model = source.model()
        _write(folder, contents(model))
        found = _found(folder)
        if found is None:
            raise OSError(f"expected the files just built in {folder}, but they do not match their manifest")
    return found


def found(environment_id: str, data_folder: Path, module: str | None = None) -> Built | None:
    """The environment's files under `data_folder` if they are there and whole; builds nothing."""
    source = importlib.import_module(module or f"environments.{environment_id}.model")
    return _found(data_folder / "environments" / f"{environment_id}-{_fingerprint(source)[:16]}")


def contents(model: Model) -> dict[str, bytes]:
    """Every file of a built environment by its name; the same model gives the same bytes."""
    files = {model.scene.glb: glb_bytes(model), SCENE: model.scene.canonical()}
    files |= {name: wav_bytes(samples) for name, samples in model.sounds.items()}
    files |= {name: np.asarray(clip, "<f4").tobytes() for name, clip in model.clips.items()}
    files |= {name: _png(picture) for name, picture in model.pictures.items()}
    for name in model.grains:
        made = grain(name)
        files |= dict(zip(grain_files(name), (_png(made.colour), _png(made.relief)), strict=True))
    return files


def _png(picture: npt.NDArray[np.uint8]) -> bytes:
    """A picture file whose first row is the last of `picture`: files begin at the top."""
    file = io.BytesIO()
    Image.fromarray(picture[::-1]).save(file, "png", compress_level=1)
    return file.getvalue()


def _found(folder: Path) -> Built | None:
    """What lies in the folder, or None if it is not whole."""
    try:
        hashes = json.loads((folder / MANIFEST).read_bytes())
        if any(_sha256((folder / name).read_bytes()) != digest for name, digest in hashes.items()):
            return None
        scene = Scene.model_validate_json((folder / SCENE).read_bytes())
    except (OSError, ValueError, AttributeError, ValidationError):
        return None
    return Built(scene, folder, hashes)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in files.items():
            (beside / name).write_bytes(data)
        manifest = {name: _sha256(data) for name, data in files.items()}
        (beside / MANIFEST).write_bytes(canonical(manifest))
        if folder.exists():
            shutil.rmtree(folder)
        try:
            beside.rename(folder)
        except OSError:
            if _found(folder) is None:  # otherwise another process built the same files first
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _fingerprint(source: ModuleType) -> str:
    digest = hashlib.sha256(f"numpy {np.__version__}".encode())
    for path in _sources(source):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sources(source: ModuleType) -> Iterator[Path]:
    root = Path(os.fspath(environments.__path__[0]))
    yield from (
        root / name for name in ("placement.py", "curve.py", "motion.py", "behaviours.py", "scene.py")
    )
    yield from sorted((root / "modelling").rglob("*.py"))
    if source.__file__ is None:
        raise ValueError(f"expected {source.__name__} to come from a file")
    folder = Path(source.__file__).parent
    yield from sorted([*folder.glob("model*.py"), *folder.glob("spec.py"), *folder.glob("light.npz")])


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
