"""What makes the safe room safe: a horizon at rest, slow and small motions, a breath to follow, a way out."""

import math

import numpy as np
import pytest

from environments.behaviours import Breathe, Loop, Pulse, evaluate
from environments.modelling.model import Model
from environments.placement import distance_m
from environments.safe_room import model_pacer, model_view, model_window
from environments.safe_room.model_room import BACK_Z_M, DOOR_M, DOOR_X_M, FRONT_Z_M, HALF_M, HEIGHT_M
from environments.scene import Node
from tests.environments import models

pytestmark = pytest.mark.slow  # the whole room is made
EYES = (0.0, 1.2, 0.0)
HORIZON = ("meadow", "lake", "hills", "trees", "jetty")


def model() -> Model:
    return models.model("safe_room")


def looped(prefix: str) -> list[Node]:
    found = [node for node in model().scene.nodes if node.id.startswith(prefix)]
    assert found
    return found


@pytest.mark.parametrize("node", HORIZON)
def test_the_horizon_is_at_rest(node: str) -> None:
    """Nothing ever moves it, and it lies below and beyond the window."""
    resting = model().scene.by_id[node]
    assert resting.behaviours == ()
    assert resting.parent is None
    z_m = np.concatenate([mesh.positions[:, 2] for mesh, _ in model().meshes[node]])
    assert z_m.max() < FRONT_Z_M + 1.7  # the meadow's edges lie beside the window, in front of the wall


def test_it_is_light() -> None:
    """It is in memory all the time, under every other place."""
    assert model().triangle_count <= 45_000


def test_what_moves_outside_is_slow_to_the_eye() -> None:
    """Birds cross less than two degrees a second, fine rain less than fifteen."""
    for prefix, most_deg in (("birds", 2.0), ("drizzle", 15.0)):
        for node in looped(prefix):
            for t_s in np.arange(0.0, 60.0, 1.5).tolist():
                (ax, ay, az), (bx, by, bz) = (
                    tuple(p - e for p, e in zip(evaluate(node, t, {}).position, EYES, strict=True))
                    for t in (t_s, t_s + 0.1)
                )
                if az > FRONT_Z_M or az > -1.0:
                    continue
                length = math.dist((0, 0, 0), (ax, ay, az)) * math.dist((0, 0, 0), (bx, by, bz))
                turned = math.degrees(math.acos(min(1.0, (ax * bx + ay * by + az * bz) / length)))
                assert turned * 10.0 <= most_deg, node.id


def test_what_moves_inside_is_slower_than_a_hand() -> None:
    """The lantern's skin moves less than ten centimetres a second, a drop less than two."""
    pacer = model().scene.by_id["pacer"]
    for t_s in np.arange(0.0, 10.0, 0.05).tolist():
        now, later = (evaluate(pacer, t, {}).scale[0] * model_pacer.FULL_M for t in (t_s, t_s + 0.05))
        assert abs(later - now) / 0.05 < 0.1
        for drop in looped("drop_"):
            here, there = (evaluate(drop, t, {}).position for t in (t_s, t_s + 0.05))
            assert distance_m(here, there) / 0.05 < 0.02


def test_rain_falls_outside_and_goes_back_unseen() -> None:
    """A sheet of it that rises is behind the house; under the ground or above the roof it turns round."""
    half_m = model_view.RAIN_M / 2.0
    for node in looped("drizzle"):
        for t_s in np.arange(0.0, 48.0, 0.2).tolist():
            (x, y, z), (_, later_y, _) = (evaluate(node, t, {}).position for t in (t_s, t_s + 0.05))
            in_the_house = y - half_m < HEIGHT_M and y + half_m > 0.0 and abs(x) < HALF_M + 7.5
            assert not (in_the_house and FRONT_Z_M - 2.2 < z < BACK_Z_M + 2.2), (t_s, y, z)
            if later_y > y + 1e-6:
                assert z > BACK_Z_M, (t_s, y, z)


def test_a_drop_that_rises_is_behind_the_frame() -> None:
    """It runs down the pane for minutes and back where nobody sees it."""
    for node in looped("drop_"):
        for t_s in np.arange(0.0, 600.0, 1.0).tolist():
            (x, y, _), (_, later_y, _) = (evaluate(node, t, {}).position for t in (t_s, t_s + 1.0))
            if later_y > y + 0.006:
                assert min(abs(x - post) for post in model_window.POSTS_X_M) < 0.03


def test_the_lantern_fills_its_ring_six_times_a_minute() -> None:
    """Full after four seconds, small after ten, and again; the ring is never touched."""
    pacer = model().scene.by_id["pacer"]
    (breath,) = pacer.behaviours
    assert isinstance(breath, Breathe)
    sizes = [evaluate(pacer, t_s, {}).scale[0] for t_s in (0.0, 4.0, 10.0, 14.0)]
    assert sizes == pytest.approx([breath.small, 1.0, breath.small, 1.0])
    ((skin, _),) = model().meshes["lantern"][1:]
    ring = model().meshes["ring"][0][0].positions - np.array(model_pacer.PLACE)
    nearest = np.linalg.norm(ring, axis=1).min()
    assert np.linalg.norm(skin.positions, axis=1).max() < nearest
    assert nearest < 1.1 * model_pacer.FULL_M


def test_nothing_but_the_far_shower_changes_its_brightness() -> None:
    """And that takes minutes to come and go."""
    pulsing = {
        node.id: behaviour
        for node in model().scene.nodes
        for behaviour in node.behaviours
        if isinstance(behaviour, Pulse)
    }
    assert set(pulsing) == {"shower"}
    assert pulsing["shower"].per_s < 0.01
    assert all(
        isinstance(behaviour, Loop | Pulse | Breathe) or behaviour.kind == "sway"
        for node in model().scene.nodes
        for behaviour in node.behaviours
    )


def test_a_way_out_is_behind() -> None:
    """A door as high as doors are, in the wall behind, with nothing in front of it."""
    assert DOOR_M[1] == pytest.approx(2.1)
    wood = model().meshes["door"][0][0].positions
    assert wood[:, 1].max() == pytest.approx(DOOR_M[1] + 0.09, abs=0.02)
    assert wood[:, 2].min() > BACK_Z_M - 0.08
    for name, parts in model().meshes.items():
        if name in ("door", "floor", "ceiling", "beams", "back_wall", "shell", "skirting", "pane"):
            continue
        if name not in model().scene.by_id or model().scene.by_id[name].is_dynamic:
            continue
        for mesh, _ in parts:
            x, y, z = mesh.positions.T
            on_the_way = (abs(x - DOOR_X_M) < 0.4) & (z > 0.9) & (y > 0.05)
            assert not on_the_way.any(), name


def test_five_things_to_see_are_there() -> None:
    """What the first grounding prompt asks for can be found from where one is."""
    things = {"armchair", "tea", "bookshelf", "tall_plant", "stove", "pictures", "curtains", "lamp"}
    assert things <= set(model().scene.by_id)
