"""What the kitchen's surfaces are made of. Colours are the vertices' own."""

from __future__ import annotations

from environments.modelling.material import Material

PLASTER = Material("plaster", roughness=0.92, grain="plaster", grain_m=1.6)
CEILING = Material("ceiling", roughness=0.95, grain="plaster", grain_m=2.0)
BOARDS = Material("boards", roughness=0.5, grain="boards", grain_m=1.1)
TILES = Material("tiles", roughness=0.2, grain="tile", grain_m=0.6)
PAINT = Material("paint", roughness=0.48, grain="carpaint", grain_m=0.8)
TRIM = Material("trim", roughness=0.45)
WORKTOP = Material("worktop", roughness=0.3, grain="stone", grain_m=0.7)
WOOD = Material("wood", roughness=0.55, grain="wood", grain_m=0.7)
TABLE_TOP = Material("table_top", roughness=0.42, grain="wood", grain_m=0.6)
STEEL = Material(
    "steel", colour=(0.62, 0.63, 0.64, 1.0), metallic=0.9, roughness=0.32, grain="steel", grain_m=0.4
)
BRASS = Material("brass", colour=(0.62, 0.44, 0.2, 1.0), metallic=0.85, roughness=0.5)
LACQUER = Material("lacquer", roughness=0.3)
POLISHED = Material("polished", colour=(0.62, 0.63, 0.64, 1.0), metallic=0.9, roughness=0.3)
SHADE = Material("shade", roughness=1.0, blend=True)
ENAMEL = Material("enamel", roughness=0.28, grain="ceramic", grain_m=0.5)
GLAZE = Material("glaze", roughness=0.16, grain="ceramic", grain_m=0.22)
PEEL = Material("peel", roughness=0.38, grain="leather", grain_m=0.12)
WAXED = Material("waxed", roughness=0.27, grain="ceramic", grain_m=0.15)
CRUST = Material("crust", roughness=0.8, grain="crust", grain_m=0.2)
CLOTH = Material("cloth", roughness=0.95, grain="linen", grain_m=0.12)
WOOL = Material("wool", roughness=1.0, grain="wool", grain_m=0.25)
COVER = Material("cover", roughness=0.6, grain="linen", grain_m=0.08)
LEAVES = Material("leaves", roughness=0.6, two_sided=True)
CLEAR = Material("clear", colour=(1.0, 1.0, 1.0, 1.0), roughness=0.06, blend=True, two_sided=True)
PANE = Material("pane", colour=(0.85, 0.95, 0.95, 0.06), roughness=0.05, blend=True)
GLOWING = Material("glowing", emissive=(0.9, 0.72, 0.44))
LAWN = Material("lawn", roughness=1.0, grain="grass", grain_m=1.5)
FOLIAGE = Material("foliage", roughness=0.9, grain="leaf", grain_m=1.2)
PAVED = Material("paved", roughness=0.9, grain="paving", grain_m=2.0)
