"""A scene in the engine: merged where nothing moves, apart again as soon as something does."""

from pathlib import Path

import numpy as np
import pytest

from environments import catalogue
from environments.assets import Built, built
from environments.behaviours import Glide, Hold, Still, Tint
from environments.placement import Placement
from environments.reach.things import FLAT
from environments.stage.bootstrap import Engine
from environments.stage.coordinates import mirrored_point
from environments.stage.sound import Speaker
from environments.stage.world import World
from tests.environments.stage import magenta
from tests.environments.stage.conftest import Theatre
from therapy.directives import Begin, ChangeParameter
from therapy.sample import Pose


def begin(theatre: Theatre, node: str, behaviour: Glide | Tint | Still) -> None:
    """Something begins, long ago enough to have arrived."""
    theatre.obey(Begin(node=node, behaviour=behaviour.model_dump(mode="json")))
    theatre.draw()


def blue_middle(theatre: Theatre, left: bool) -> tuple[float, float]:
    """Middle (column, row) of what is blue in the left or right half, as shares of the picture."""
    blue = magenta.blue(theatre.stage.picture())
    half = blue.shape[1] // 2
    rows, columns = np.nonzero(blue[:, :half] if left else blue[:, half:])
    return float(columns.mean()) / blue.shape[1], float(rows.mean()) / blue.shape[0]


def test_static_nodes_are_drawn_together_and_moving_ones_apart(theatre: Theatre) -> None:
    """Cross, floor, shelf and book need one draw call; slider and rider have one each."""
    theatre.go_in()
    render = theatre.stage.engine.render
    assert render.find_all_matches("**/magenta/piece").get_num_paths() == 1
    assert render.find_all_matches("**/magenta/**/slider/**/piece").get_num_paths() == 2


def test_a_static_node_on_which_something_begins_moves_with_all_that_hangs_on_it(theatre: Theatre) -> None:
    """Shelf and book leave their old place together, and nothing of them stays behind."""
    theatre.go_in()
    before = magenta.blue(theatre.stage.picture())
    assert before[:, : before.shape[1] // 2].any()
    begin(theatre, "shelf", Glide(to=Placement((0.8, 0.6, -2.0)), begun_s=-10.0))
    after = magenta.blue(theatre.stage.picture())
    assert not after[:, : after.shape[1] * 9 // 20].any()
    assert after.sum() == pytest.approx(before.sum(), abs=0.1 * before.sum())


def test_children_follow_a_parameter_of_their_parent(theatre: Theatre) -> None:
    """The rider has no behaviour of its own and is where the slider is."""
    theatre.go_in()
    begin(theatre, "shelf", Tint(tint=(1.0, 1.0, 1.0, 0.0), begun_s=-10.0))
    theatre.obey(ChangeParameter(name=magenta.SHIFT, start=0, end=1, start_tick=0, end_tick=0))
    theatre.draw()
    right, row = blue_middle(theatre, left=False)
    theatre.obey(ChangeParameter(name=magenta.SHIFT, start=1, end=-1, start_tick=0, end_tick=0))
    theatre.draw()
    left, same_row = blue_middle(theatre, left=True)
    assert 0.5 + right == pytest.approx(1.0 - left, abs=0.01)
    assert row == pytest.approx(same_row, abs=0.01)


def test_opacity_zero_hides_a_node_and_white_shows_it_again(theatre: Theatre) -> None:
    """As the description language says."""
    theatre.go_in()
    assert theatre.magenta > 0.1
    begin(theatre, "wall", Tint(tint=(1.0, 1.0, 1.0, 0.0), begun_s=-10.0))
    assert theatre.magenta == 0.0
    begin(theatre, "wall", Tint(tint=(1.0, 1.0, 1.0, 1.0), begun_s=-10.0))
    assert theatre.magenta > 0.1


def test_loading_gives_the_frame_back_between_any_two_pieces(engine: Engine, files: dict[str, Built]) -> None:
    """No step of building handles more than one primitive, one draw call or one sound."""
    speaker = Speaker()
    world = World(files["magenta"], speaker)
    steps = sum(1 for _ in world.building(engine.gsg))
    meshes = len(files["magenta"].scene.nodes)
    assert steps >= meshes + len(files["magenta"].scene.sounds)
    world.root.remove_node()
    speaker.close()


def test_an_unknown_node_is_named(engine: Engine, files: dict[str, Built]) -> None:
    """Beginning something on a node that is not there raises."""
    speaker = Speaker()
    world = World(files["magenta"], speaker)
    for _ in world.building(engine.gsg):
        pass
    with pytest.raises(KeyError, match="nobody"):
        world.begin("nobody", {"kind": "still"})
    world.root.remove_node()
    speaker.close()


def test_a_hand_is_shown_where_it_counts(engine: Engine, tmp_path: Path) -> None:
    """With movement amplified by 1.2 in the kitchen, a hand 20 cm from the pad is shown 24 cm from it, with what it
    carries."""
    world = World(built("reach", tmp_path), Speaker())
    for _ in world.building(engine.gsg):
        pass
    pad = Placement((0.1, 0.75, -0.3))
    world.begin("home", Glide(to=pad, begun_s=-10.0).model_dump(mode="json"))
    hand = Pose(0.1, 0.95, -0.3)
    values = catalogue.load("reach").spec.defaults()
    for gain, shown_m in ((1.0, 0.95), (1.2, 0.99)):
        world.update(1, {**values, "gain": gain}, {})
        assert world.amplified(hand) == pytest.approx(Pose(0.1, shown_m, -0.3), abs=1e-6)
    held = Hold(hand="left", ease_s=0.0).model_dump(mode="json")
    world.begin("apple", held)
    world.begin("apple", FLAT.model_dump(mode="json"))
    world.update(2, {**values, "gain": 1.2}, {"left": hand})
    x, y, z = world.root.find("**/apple").get_pos(world.root)
    carried = mirrored_point((x, y, z))
    assert carried == pytest.approx((0.1, 0.99, -0.3), abs=1e-5)
