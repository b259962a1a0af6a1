"""The sky around everything: coloured by direction, with the sun and slow clouds; it never comes nearer."""

from __future__ import annotations

import functools

import numpy as np
from panda3d.core import (
    CullBinManager,
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    GeomVertexWriter,
    NodePath,
    OmniBoundingVolume,
    SamplerState,
    Texture,
)

from environments.stage.program import sky_shader

BIN = "sky"
"""Drawn after everything solid, so that no light is worked out for a sky that a house hides, but before glass."""
_CLOUDS_PX = 256


def sky_around(root: NodePath) -> NodePath:
    """A cube around the head; its colours are inputs of `root`."""
    data = GeomVertexData("sky", GeomVertexFormat.get_v3(), GeomEnums.UH_static)
    writer = GeomVertexWriter(data, "vertex")
    for corner in range(8):
        writer.add_data3(*(4.0 if corner >> axis & 1 else -4.0 for axis in range(3)))
    triangles = GeomTriangles(GeomEnums.UH_static)
    for a, b, c, d in ((0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5)):
        triangles.add_vertices(a, b, c)
        triangles.add_vertices(a, c, d)
    geom = Geom(data)
    geom.add_primitive(triangles)
    node = GeomNode("sky")
    node.add_geom(geom)
    node.set_bounds(OmniBoundingVolume())
    node.set_final(True)
    sky = root.attach_new_node(node)
    sky.set_shader(sky_shader())
    sky.set_shader_input("cloud_shapes", _cloud_shapes())
    sky.set_two_sided(True)
    sky.set_depth_write(False)
    bins = CullBinManager.get_global_ptr()
    if bins.find_bin(BIN) < 0:
        bins.add_bin(BIN, CullBinManager.BT_fixed, 25)  # solid things are 20, see-through ones 30
    sky.set_bin(BIN, 0)
    return sky


@functools.cache
def _cloud_shapes() -> Texture:
    """How thick clouds are over a square of sky that repeats: noise whose waves weaken as they shorten, 0-1."""
    size = _CLOUDS_PX
    random = np.random.default_rng(41)
    along = np.fft.fftfreq(size) * size
    waves = np.hypot(along[:, None], along[None, :])
    waves[0, 0] = 1.0
    strength = np.where(waves < 2.0, 0.3, waves**-1.75)
    strength[0, 0] = 0.0
    heaps = np.fft.ifft2(np.fft.fft2(random.standard_normal((size, size))) * strength).real
    order = np.argsort(np.argsort(heaps, axis=None)).reshape(size, size) / (size * size - 1)
    texture = Texture("cloud_shapes")
    texture.setup_2d_texture(size, size, Texture.T_unsigned_byte, Texture.F_red)
    texture.set_ram_image(np.round(order * 255).astype(np.uint8).tobytes())
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    return texture
