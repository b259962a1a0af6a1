"""One scene in the engine: its nodes, light and sound, each moment as its description says.

The scene is built step by step, so that loading never holds up a frame, under a root that the stage attaches or
detaches.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from panda3d.core import GraphicsOutput, GraphicsStateGuardian, LPoint3f, LQuaternionf, LVecBase3f, NodePath

from environments.assets import Built
from environments.behaviours import BEHAVIOUR, evaluate
from environments.modelling.glb_reader import Glb, read
from environments.placement import WHITE, Colour, NodeState, Placement, Poses, amplified, within
from environments.scene import Node
from environments.stage import geometry, textures
from environments.stage.coarse import away_m, coarse, pieces_of
from environments.stage.comfort import FlashGovernor
from environments.stage.coordinates import engine_quaternion, mirrored_point
from environments.stage.detail import Detail
from environments.stage.geometry import Batch, Kind, Member
from environments.stage.program import Variant
from environments.stage.quality import Measure, Quality
from environments.stage.shading import Lighting
from environments.stage.shadow import CASTERS
from environments.stage.skinning import Clips
from environments.stage.sound import SceneSounds, Speaker
from environments.stage.textures import Pictures
from environments.stage.warming import warming
from therapy.parameter import Values
from therapy.sample import TICKS_PER_S, Pose


class World:
    """A scene under `root`. Built by `building`, then asked for each frame by `update`."""

    def __init__(
        self,
        built: Built,
        speaker: Speaker,
        measure: Measure = Quality.SOFTWARE.measure,
        pictures: Pictures | None = None,
        onto: GraphicsOutput | None = None,
    ) -> None:
        """Drawn `onto` a window or buffer; without one, nothing is prepared and the sun throws no shadows.

        `pictures` are those of `built` at this measure, where they have been read already.
        """
        self.scene = built.scene
        self.root = NodePath(built.scene.id)
        self.sounds = SceneSounds(built, speaker)
        self.nodes: dict[str, Node] = dict(built.scene.by_id)
        self._built = built
        self._pictures = textures.pictures(built, measure) if pictures is None else pictures
        self._lighting = Lighting(self.root, built.scene, measure, self._pictures, onto)
        self._onto = onto
        self._measure = measure
        self._variants: dict[Variant, NodePath] = {}
        """A piece of each."""
        self._detail = Detail(self.root, measure.within)
        self._clips = Clips(built.scene.clips, built.folder)
        self._clips.bind(self.root)
        self._governor = FlashGovernor()
        self._glb: Glb | None = None
        self._own: dict[str, NodePath] = {}
        self._surfaces: dict[str, NodePath] = {}
        self._tints: dict[str, Colour] = {}
        self._members: dict[str, list[Member]] = {}
        self._due: set[str] = set()
        self._values: dict[str, float] = {}
        self._unlit = True
        self._sunlit: Values | None = None
        """The values that sun and sky are shown for: those of now, or older ones while a flash is held back."""
        self._shadows_moved = True

    def building(self, gsg: GraphicsStateGuardian) -> Iterator[bool]:
        """Build it; each `yield` gives a frame back, after about 2 ms. After a True a frame must have been drawn."""
        self._glb = read(self._built.glb)
        yield False
        for texture in self._pictures.all:
            texture.prepare(gsg.prepared_objects)
            yield False
        batches: dict[Hashable, Batch] = {}
        for node in self.scene.nodes:
            if self._moves(node):
                self._own[node.id] = self._parent(node).attach_new_node(node.id)
                self._due.add(node.id)
            if node.mesh is None:
                continue
            if node.id in self._own:
                for path in self._draw(node, self._glb):
                    path.prepare_scene(gsg)
                    yield False
                continue
            for primitive in self._glb.primitives(node.mesh):
                mesh = geometry.mesh_of(primitive, self._pictures.layers)
                carrier, placement = self._carried(node)
                mesh = mesh.placed(placement, node.tint)
                if not node.visible:
                    continue
                mesh = self._coarse(mesh, carrier, False)
                casts = node.casts_shadow and not mesh.kind.blend
                within_m = node.within_m
                alone = node.id if mesh.kind.blend else ""  # what is seen through is sorted by distance
                for cell, part in self._parts(mesh, within_m):
                    key = (carrier, mesh.kind, casts, within_m, cell, alone)
                    batch = batches.setdefault(key, Batch(carrier, mesh.kind, casts, within_m))
                    if batch.size and batch.size + len(part.vertices) > geometry.LARGEST_PIECE:
                        self._make(batch, gsg)
                        batch = batches[key] = Batch(carrier, mesh.kind, casts, within_m)
                    batch.add(node.id, part)
                yield False
        for batch in _gathered(batches) if self._measure.joined else batches.values():
            self._make(batch, gsg)
            yield False
        for _ in self.sounds.loading():
            yield False
        if self._onto is not None:
            yield from warming(self._onto, self.root, (self._lighting.sky, *self._variants.values()))

    def begin(self, node_id: str, behaviour: Mapping[str, Any]) -> None:
        """A node begins a behaviour, given as plain data. Raises KeyError for an unknown node."""
        node = self.nodes[node_id]
        self.nodes[node_id] = node.with_behaviour(BEHAVIOUR.validate_python(dict(behaviour)))
        self._take_out(node_id)
        self._due.add(node_id)

    def close(self) -> None:
        """Take it away for good."""
        self._lighting.close()
        self.root.remove_node()

    def rest(self) -> None:
        """Every node as described, as if nothing had ever begun."""
        self.nodes = dict(self.scene.by_id)
        self._due = set(self._own)

    def update(self, tick: int, values: Values, poses: Poses) -> None:
        """Place, tint and light everything for this tick."""
        t_s = tick / TICKS_PER_S
        # What a hand carries is where the hand is shown, which may be further out than it is.
        poses = {name: pose if name == "head" else self.amplified(pose) for name, pose in poses.items()}
        changed = {name for name, value in values.items() if self._values.get(name) != value}
        due = self._due
        if changed:
            due = due | {node_id for node_id in self._own if self.nodes[node_id].parameters & changed}
        self._due = set()
        for node_id in due:
            node = self.nodes[node_id]
            self._place(node_id, evaluate(node, t_s, values, poses))
            if node.settles_at_s > t_s:
                self._due.add(node_id)
        self._values = dict(values)
        self._lighting.keep_time(t_s)
        head = poses.get("head")
        if head is not None:
            self._detail.update(tick, mirrored_point((head.x_m, head.y_m, head.z_m)))
        self._clips.at(t_s)
        self._unlit = self._unlit or bool(changed & self.scene.parameters)
        if self._unlit and self._governor.allows(tick, self._lighting.luminance(values)):
            self._lighting.apply(self.nodes, t_s, values)
            self._unlit = False
            self._sunlit = values
        if self._sunlit is not None:
            self._lighting.shade(self._sunlit, self._shadows_moved)
            self._shadows_moved = False
        self.sounds.follow(tick, values)
        self.sounds.place(self._own, self.root)

    def light(self, path: NodePath, kind: Kind) -> None:
        """Light what is no part of the scene, such as hands, as this scene's own."""
        self._lighting.fit(path, kind)

    @property
    def shadows_drawn(self) -> int:
        """How often the sun's map has been asked for."""
        return self._lighting.shadows_drawn

    def amplified(self, hand: Pose) -> Pose:
        """A tracked hand where this scene shows it."""
        how = self.scene.amplification
        gain = 1.0 if how is None else self._values.get(how.parameter, 1.0)
        if how is None or gain == 1.0 or how.node not in self._own:
            return hand
        x, y, z = self._own[how.node].get_pos(self.root)
        about = mirrored_point((x, y, z))
        return Pose(*amplified((hand.x_m, hand.y_m, hand.z_m), about, gain), *hand[3:])

    def _moves(self, node: Node) -> bool:
        """Whether a node is kept apart: it can change, or a directive is likely to change it."""
        return (
            node.is_dynamic
            or not node.visible
            or node.tint[3] < 1.0
            or node.clip is not None
            or any(touched.node == node.id for touched in self.scene.interactables)
            or any(sound.node == node.id for sound in self.scene.sounds)
        )

    def _casts(self, node_id: str) -> bool:
        """Whether it throws a shadow; what moves by itself does not, for the sun's map stays as it is meanwhile."""
        node = self.nodes[node_id]
        above: Node | None = node
        while above is not None:
            if math.isinf(above.settles_at_s) or any(
                behaviour.kind == "hold" for behaviour in above.behaviours
            ):
                return False
            above = self.nodes[above.parent] if above.parent else None
        return node.casts_shadow and node.clip is None

    def _carried(self, node: Node) -> tuple[str, Placement]:
        """The nearest node above that is kept apart ('' for the root), and this one's resting place in it."""
        placement = node.placement
        above = node.parent
        while above is not None and above not in self._own:
            placement = within(self.nodes[above].placement, placement)
            above = self.nodes[above].parent
        return above or "", placement

    def _parent(self, node: Node) -> NodePath:
        """Where a node kept apart hangs: below its carrier, at the resting place of what lies between."""
        if node.parent is None:
            return self.root
        if node.parent in self._own:
            return self._own[node.parent]
        carrier, placement = self._carried(self.nodes[node.parent])
        between = self._path(carrier).attach_new_node(node.parent)
        _set_placement(between, placement)
        return between

    def _path(self, carrier: str) -> NodePath:
        return self._own[carrier] if carrier else self.root

    def _surface(self, node_id: str) -> NodePath:
        """What is drawn of a node kept apart, without its children: the part that its tint colours."""
        surface = self._surfaces.get(node_id)
        if surface is None:
            surface = self._surfaces[node_id] = self._own[node_id].attach_new_node("surface")
            if self._casts(node_id):
                surface.show_through(CASTERS)
        return surface

    def _draw(self, node: Node, glb: Glb) -> Iterator[NodePath]:
        """Draw a node kept apart, one piece for each kind of what its mesh is made of."""
        kinds: dict[Kind, list[geometry.Mesh]] = {}
        for primitive in glb.primitives(node.mesh) if node.mesh else ():
            mesh = geometry.mesh_of(primitive, self._pictures.layers)
            kinds.setdefault(mesh.kind, []).append(mesh)
        touched = any(touched.node == node.id for touched in self.scene.interactables)
        for kind, meshes in kinds.items():
            whole = geometry.joined(meshes)
            if not touched:
                whole = self._coarse(whole, node.id, True)
            path = geometry.attach(self._surface(node.id), whole)
            self._variants.setdefault(self._lighting.fit(path, kind), path)
            if node.within_m is not None:
                self._detail.add(path, self._own[node.id], node.within_m)
            if kind.joints and node.clip is not None:
                positions, joints = whole.vertices[:, :3], whole.vertices[:, -8:]
                self._clips.play(path, positions, joints, node.clip, node.clip_start)
            yield path

    def _parts(
        self, mesh: geometry.Mesh, within_m: float | None
    ) -> Iterable[tuple[tuple[int, int], geometry.Mesh]]:
        """A static mesh as it is drawn, with the cell that each part of it lies in."""
        if self._measure.joined and not mesh.kind.blend:
            return pieces_of(mesh)
        return ((geometry.cell_of(mesh, within_m), mesh),)

    def _coarse(self, mesh: geometry.Mesh, above: str, moves: bool) -> geometry.Mesh:
        """As fine as can be told apart from the patient's place at this quality."""
        if not self._measure.joined:
            return mesh
        share = self._measure.joined * (1.0 if self.scene.room is None else 0.5)
        return coarse(mesh, share, away_m(mesh, self.scene.by_id, above, moves))

    def _make(self, batch: Batch, gsg: GraphicsStateGuardian) -> None:
        path, members = batch.piece(self._path(batch.carrier))
        self._variants.setdefault(self._lighting.fit(path, batch.kind), path)
        if batch.within_m is not None:
            self._detail.add(path, self._path(batch.carrier), batch.within_m)
        if batch.casts:
            path.show_through(CASTERS)
        path.prepare_scene(gsg)
        for owner, member in members:
            self._members.setdefault(owner, []).append(member)

    def _take_out(self, node_id: str) -> None:
        """Keep a node apart from now on, and everything that hangs below it."""
        if node_id in self._own:
            return
        if self._glb is None:
            raise RuntimeError(f"expected {self.scene.id} to be built before something begins in it")
        for node in self.scene.nodes:
            if node.id != node_id and (node.parent not in self._own or node.id in self._own):
                continue
            if node.id != node_id and not self._is_below(node, node_id):
                continue
            for member in self._members.pop(node.id, ()):
                member.take_out()
            self._own[node.id] = self._parent(node).attach_new_node(node.id)
            self._due.add(node.id)
            for _ in self._draw(node, self._glb):
                pass

    def _is_below(self, node: Node, node_id: str) -> bool:
        above = node.parent
        while above is not None and above != node_id:
            above = self.nodes[above].parent
        return above is not None

    def _place(self, node_id: str, state: NodeState) -> None:
        path = self._own[node_id]
        if not state.visible:
            self._shadows_moved |= not path.is_hidden() and self._casts(node_id)
            path.hide()
            return
        self._shadows_moved |= self._casts(node_id)
        path.show()
        _set_placement(path, state.placement)
        if self._tints.get(node_id, WHITE) == state.tint:
            return
        self._tints[node_id] = state.tint
        surface = self._surface(node_id)
        if state.tint == WHITE:
            surface.clear_color_scale()
        else:
            geometry.tint(surface, state.tint)
        if state.tint[3] < 1.0:
            geometry.see_through(surface)
        else:
            surface.clear_transparency()
            surface.clear_depth_write()
        if self._casts(node_id):
            if state.tint[3] < 0.5:
                surface.hide(CASTERS)
            else:
                surface.show_through(CASTERS)


def _gathered(batches: Mapping[Hashable, Batch]) -> list[Batch]:
    """The batches, the small ones of one kind together: a draw call costs more than what they would leave out."""
    made: list[Batch] = []
    rest: dict[Hashable, Batch] = {}
    for batch in batches.values():
        key = (batch.carrier, batch.kind, batch.casts, batch.within_m)
        if batch.kind.blend or batch.size >= geometry.SMALL_PIECE:
            made.append(batch)
        elif key not in rest or rest[key].size + batch.size > geometry.LARGEST_PIECE:
            rest[key] = batch
            made.append(batch)
        else:
            for owner, mesh in zip(batch.owners, batch.meshes, strict=True):
                rest[key].add(owner, mesh)
    return made


def _set_placement(path: NodePath, placement: Placement) -> None:
    path.set_pos_quat_scale(
        LPoint3f(*mirrored_point(placement.position)),
        LQuaternionf(*engine_quaternion(placement.rotation)),
        LVecBase3f(*placement.scale),
    )
