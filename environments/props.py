"""The things that a task moves, and what each is doing, so that every directive carries on from the last.

A task names nodes of its scene by id and puts each where it wants it before anything else, so it needs no
built scene: the same code runs in a replay that has no assets.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from environments.behaviours import Behaviour, Glide, Tint, begin, evaluate, hold
from environments.placement import NO_ROTATION, ONE, Placement, Poses, Quaternion, Vec3
from environments.scene import Node
from therapy.directives import Begin
from therapy.parameter import Values
from therapy.sample import TICKS_PER_S, Pose

SHOWN = (1.0, 1.0, 1.0, 1.0)
HIDDEN = (1.0, 1.0, 1.0, 0.0)
NOWHERE: Mapping[str, Vec3] = MappingProxyType({})


class Props:
    """Nodes under a task's command. Times are session ticks."""

    __slots__ = ("_nodes",)

    def __init__(self, *ids: str, resting: Mapping[str, Vec3] = NOWHERE, nodes: Iterable[Node] = ()) -> None:
        """`ids` are hidden until the task shows them; `resting` ones are seen where the scene put them; `nodes` are
        as they are in the scene, for what follows a parameter from the start."""
        self._nodes = {node.id: node for node in nodes}
        self._nodes |= {node_id: Node(id=node_id, tint=HIDDEN) for node_id in ids}
        self._nodes |= {
            node_id: Node(id=node_id, placement=Placement(place)) for node_id, place in resting.items()
        }

    def put(
        self,
        node: str,
        position: Vec3,
        tick: int,
        values: Values,
        rotation: Quaternion = NO_ROTATION,
        size: float = 1.0,
    ) -> Begin:
        """Put it somewhere at once: for what nobody sees yet."""
        place = Placement(position, rotation, ONE if size == 1.0 else (size, size, size))
        return self.begin(node, Glide(to=place, ease_s=0.0), tick, values)

    def show(self, node: str, tick: int, values: Values, ease_s: float = 0.3) -> Begin:
        """Let it appear."""
        return self.begin(node, Tint(tint=SHOWN, ease_s=ease_s), tick, values)

    def hide(self, node: str, tick: int, values: Values, ease_s: float = 0.3) -> Begin:
        """Let it disappear."""
        return self.begin(node, Tint(tint=HIDDEN, ease_s=ease_s), tick, values)

    def take(self, node: str, hand: Literal["left", "right"], pose: Pose, tick: int, values: Values) -> Begin:
        """Let a hand carry it exactly as it lies in the hand now."""
        poses: Poses = {hand: pose}
        taken = hold(self._nodes[node], hand, tick / TICKS_PER_S, values, poses)
        return self._begun(node, taken)

    def begin(
        self, node: str, behaviour: Behaviour, tick: int, values: Values, poses: Poses | None = None
    ) -> Begin:
        """Let it begin `behaviour` from where it is. What a hand carries needs `poses` to be let go."""
        return self._begun(node, begin(self._nodes[node], behaviour, tick / TICKS_PER_S, values, poses or {}))

    def position(self, node: str, tick: int, values: Values, poses: Poses | None = None) -> Vec3:
        """Where it is now."""
        return self.placement(node, tick, values, poses).position

    def placement(self, node: str, tick: int, values: Values, poses: Poses | None = None) -> Placement:
        """Where it is now, and how it is turned."""
        return evaluate(self._nodes[node], tick / TICKS_PER_S, values, poses or {}).placement

    def _begun(self, node: str, behaviour: Behaviour) -> Begin:
        self._nodes[node] = self._nodes[node].with_behaviour(behaviour)
        return Begin(node=node, behaviour=behaviour.model_dump(mode="json"))
