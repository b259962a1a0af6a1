"""Pictures on the graphics card: the grains of a scene in one array, and what its polished things mirror.

Reading files and making smaller copies takes a while, so it is done where no frame waits; what the engine gets
is whole, and only has to be handed to the driver.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from panda3d.core import CPTA_uchar, SamplerState, Texture
from PIL import Image

from environments.assets import Built
from environments.stage.quality import Measure

Bytes = npt.NDArray[np.uint8]
_COLOUR = re.compile(r"grain_([a-z0-9_]+)_colour\.png")
_PLAIN_COLOUR = (180, 180, 180)
"""Square root of one half, as grains write a factor of one."""
_PLAIN_RELIEF = (128, 128, 255, 128)


@dataclass(frozen=True)
class Pictures:
    """What a scene's surfaces are drawn with, read and ready."""

    layers: Mapping[str, int]
    """Where each grain lies in the arrays; layer 0 is even."""
    colour: Texture | None
    relief: Texture | None
    room: Texture | None
    room_blurs: int = 0
    """Smaller copies of the room's picture, each more blurred."""

    @property
    def all(self) -> tuple[Texture, ...]:
        return tuple(texture for texture in (self.colour, self.relief, self.room) if texture is not None)


NONE = Pictures({}, None, None, None)


def pictures(built: Built, measure: Measure) -> Pictures:
    """Those of a built environment."""
    names = sorted(found[1] for name in built.hashes if (found := _COLOUR.fullmatch(name)))
    layers = {name: i + 1 for i, name in enumerate(names)}
    colour = relief = None
    if names:
        files = tuple(built.folder / f"grain_{name}_colour.png" for name in names)
        colour = _array("grain_colour", files, _PLAIN_COLOUR, measure)
    if names and measure.detail:
        files = tuple(built.folder / f"grain_{name}_relief.png" for name in names)
        relief = _array("grain_relief", files, _PLAIN_RELIEF, measure)
    room = built.scene.room
    if room is None or room.picture is None:
        return Pictures(layers, colour, relief, None)
    panorama, blurs = _panorama(built.folder / room.picture)
    return Pictures(layers, colour, relief, panorama, blurs)


@functools.lru_cache(
    maxsize=6
)  # the safe room and an environment, of which a process shows many stages in tests
def _array(name: str, files: tuple[Path, ...], plain: tuple[int, ...], measure: Measure) -> Texture:
    channels, size, detail = len(plain), measure.grain_px, measure.detail
    chains = [_chain(np.full((size, size, channels), plain, np.uint8))]
    for path in files:
        with Image.open(path) as file:
            picture = np.asarray(file.convert("RGB" if channels == 3 else "RGBA"))[::-1]
        while picture.shape[0] > size:
            picture = _halved(picture)
        chains.append(_chain(picture))
    texture = Texture(name)
    texture.setup_2d_texture_array(
        size, size, len(chains), Texture.T_unsigned_byte, Texture.F_rgb8 if channels == 3 else Texture.F_rgba8
    )
    for level in range(len(chains[0])):
        data = b"".join(_engine_order(chain[level]).tobytes() for chain in chains)
        texture.set_ram_mipmap_image(level, _uploaded(data))
    if detail:
        texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    else:
        texture.set_minfilter(SamplerState.FT_nearest_mipmap_nearest)
    texture.set_magfilter(SamplerState.FT_linear if detail else SamplerState.FT_nearest)
    texture.set_anisotropic_degree(measure.anisotropy)
    return texture


def _chain(picture: Bytes) -> list[Bytes]:
    """The picture and its smaller copies, down to a single pixel."""
    chain = [picture]
    while chain[-1].shape[0] > 1:
        chain.append(_halved(chain[-1]))
    return chain


def _halved(picture: Bytes) -> Bytes:
    """Half as wide and high. What is averaged is the written number: its root, where a colour is written as one."""
    wide = picture.astype(np.uint16)
    four = wide[::2, ::2] + wide[1::2, ::2] + wide[::2, 1::2] + wide[1::2, 1::2]
    return ((four + 2) // 4).astype(np.uint8)


def _panorama(path: Path) -> tuple[Texture, int]:
    """A room all around: each smaller copy is what a rougher surface shows of it."""
    with Image.open(path) as file:
        light = (np.asarray(file.convert("RGB"))[::-1].astype(np.float32) / 255.0) ** 2
    texture = Texture("room_picture")
    height, width = light.shape[:2]
    texture.setup_2d_texture(width, height, Texture.T_unsigned_byte, Texture.F_rgb8)
    level = 0
    while True:
        root = np.round(np.sqrt(light) * 255.0).astype(np.uint8)
        texture.set_ram_mipmap_image(level, _uploaded(_engine_order(root).tobytes()))
        if min(light.shape[:2]) <= 1 and max(light.shape[:2]) <= 1:
            break
        light = _blurred(_half_light(light))
        level += 1
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    texture.set_wrap_u(SamplerState.WM_repeat)
    texture.set_wrap_v(SamplerState.WM_clamp)
    return texture, max(level - 3, 1)


def _half_light(light: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    if light.shape[0] > 1:
        light = (light[::2] + light[1::2]) * np.float32(0.5)
    if light.shape[1] > 1:
        light = (light[:, ::2] + light[:, 1::2]) * np.float32(0.5)
    return light


def _blurred(light: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """A little softer; around the room without an end."""
    around = (np.roll(light, 1, 1) + 2 * light + np.roll(light, -1, 1)) / 4
    padded = np.concatenate([around[:1], around, around[-1:]])
    soft: npt.NDArray[np.float32] = (padded[:-2] + 2 * around + padded[2:]) / 4
    return soft


def _uploaded(data: bytes) -> CPTA_uchar:
    """As the engine takes it; its type stubs do not know that it takes bytes."""
    taken: Any = data
    return CPTA_uchar(taken)


def _engine_order(picture: Bytes) -> Bytes:
    """Blue first, as the engine keeps its pictures."""
    if picture.shape[2] == 3:
        return np.ascontiguousarray(picture[:, :, ::-1])
    return np.ascontiguousarray(picture[:, :, [2, 1, 0, 3]])
