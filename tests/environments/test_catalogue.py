"""The catalogue finds environments by name, ours and other packages', without loading what nobody asked for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from environments import catalogue
from environments.heights.task import HEIGHTS
from therapy.errors import StepladderError


def offer(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, source: str) -> None:
    """Install a package called `meadow-1.0` that offers an environment."""
    (folder / "meadow.py").write_text(source, encoding="utf-8")
    info = folder / "meadow-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: meadow\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{catalogue.GROUP}]\n{name} = meadow:MEADOW\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "meadow", raising=False)


MEADOW = """
from environments.heights.task import Heights
from environments.heights.spec import SPEC

class Meadow(Heights):
    spec = SPEC.model_copy(update={"id": "meadow"})

MEADOW = Meadow()
"""


def test_ours_are_listed_and_loaded() -> None:
    """Both environments of this project are there under their own ids."""
    assert catalogue.ids() == ("heights", "reach")
    assert catalogue.load("heights") is HEIGHTS
    assert {name: spec.id for name, spec in catalogue.specs().items()} == {
        "heights": "heights",
        "reach": "reach",
    }


def test_listing_and_specs_need_neither_numpy_nor_a_model() -> None:
    """Listing imports no environment; knowing their specs imports nothing that draws."""
    watch = (
        "import sys, json; from environments import catalogue; catalogue.ids();"
        "listed = sorted(m for m in sys.modules if m.startswith('environments.'));"
        "catalogue.specs(); heavy = [m for m in sys.modules if m.split('.')[0] in ('numpy', 'panda3d', 'ursina')"
        " or m.endswith('.model')]; print(json.dumps([listed, heavy]))"
    )
    ended = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True)
    assert json.loads(ended.stdout) == [["environments.catalogue"], []]


def test_an_unknown_id_is_told_which_there_are() -> None:
    """The advice names the environments that can be chosen."""
    with pytest.raises(StepladderError) as caught:
        catalogue.load("moon")
    assert str(caught.value) == "There is no environment called moon. Choose one of these: heights, reach."


def test_another_package_adds_an_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An entry point is enough; its module is imported only when it is asked for."""
    offer(monkeypatch, tmp_path, "meadow", MEADOW)
    assert catalogue.ids() == ("heights", "meadow", "reach")
    assert "meadow" not in sys.modules
    assert catalogue.load("meadow").spec.id == "meadow"


def test_nobody_replaces_one_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package that offers an environment called heights is named and refused."""
    offer(monkeypatch, tmp_path, "heights", MEADOW)
    with pytest.raises(StepladderError, match=r"Two packages offer an environment called heights.*meadow"):
        catalogue.ids()


@pytest.mark.parametrize(
    ("name", "source", "what"),
    [
        ("meadow", "raise RuntimeError('no grass')", "cannot be loaded: RuntimeError: no grass"),
        ("meadow", "", "cannot be loaded: AttributeError"),
        ("pasture", MEADOW, "what it loads calls itself meadow"),
    ],
    ids=["raises", "has nothing", "another id"],
)
def test_a_broken_package_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, source: str, what: str
) -> None:
    """Whatever another package does wrong, the person learns whose it is and what to do."""
    offer(monkeypatch, tmp_path, name, source)
    with pytest.raises(StepladderError, match=what) as caught:
        catalogue.load(name)
    assert caught.value.inputs["package"] == "meadow"
    assert str(caught.value).endswith("Update or uninstall meadow.")
