"""The heights environment: a terrace on a tower's face, and a town that sinks away below it.

The terrace stands on the patient's floor at every height; `height_m` moves the town down. `edge_distance_m` slides the
slab with its front edge under the standing patient, so that the tracked space never moves.
"""

from __future__ import annotations

from environments.heights import model_city as city
from environments.heights import model_light as light
from environments.heights import model_sound as sound
from environments.heights import model_terrace as terrace
from environments.heights import model_terrace_scene as stand
from environments.heights.passing import BIRD, LIFT
from environments.heights.spec import BALL_PLACE, KEEPSAKE_PLACE
from environments.modelling import people
from environments.modelling.light import lit
from environments.modelling.model import Model
from environments.placement import Placement
from environments.scene import Anchor, Interactable, Scene, Touching


def model() -> Model:
    described, meshes, pictures = lit("heights", scene(), {**city.meshes(), **stand.meshes()})
    clips = people.frames(*(clip.id for clip in described.clips))
    return Model(described, meshes, sound.files(), clips, pictures)


def scene() -> Scene:
    taken = (Touching.TOUCH, Touching.GRASP)
    return Scene(
        id="heights",
        glb="heights.glb",
        nodes=(*city.nodes(), *stand.nodes()),
        lights=(*city.lights(), *light.lights()),
        sky=light.SKY,
        fog=light.FOG,
        fixed_light=light.FIXED,
        exposure=light.EXPOSURE,
        wind=light.WIND,
        clips=(*city.clips(), *stand.CLIPS),
        sounds=sound.SOUNDS,
        interactables=(
            Interactable(id="ball", node="ball", radius_m=0.2, kinds=taken),
            Interactable(id="keepsake", node="keepsake", radius_m=0.2, kinds=taken),
            Interactable(id="exit", node="lift_door", radius_m=1.2, kinds=(Touching.POINT,)),
        ),
        anchors=(*city.anchors(), *_anchors()),
        floor=stand.floor(),
        segments=stand.segments(),
    )


def _anchors() -> tuple[Anchor, ...]:
    return (
        Anchor(id="panel", placement=Placement((0.0, 1.5, -1.3))),
        Anchor(id="stop_mark", placement=Placement((-0.5, 1.05, -0.45))),
        Anchor(id="mark", placement=Placement()),
        Anchor(id="ball_start", placement=Placement(BALL_PLACE)),
        Anchor(id="drop_place", node="edge", placement=Placement((0.4, 1.02, -0.4))),
        Anchor(id="keepsake_place", node="edge", placement=Placement(KEEPSAKE_PLACE)),
        Anchor(id="bird_from", placement=Placement(BIRD[0])),
        Anchor(id="bird_to", placement=Placement(BIRD[1])),
        Anchor(id="other_lift_from", placement=Placement(LIFT[0])),
        Anchor(id="other_lift_to", placement=Placement(LIFT[1])),
        Anchor(id="exit", placement=Placement((0.0, 1.1, terrace.DOOR_WALL_Z_M))),
    )
