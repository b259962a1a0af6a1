"""Starting Ursina: quietly, without developer's keys, running nothing that lies about."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from environments.stage import bootstrap
from environments.stage.bootstrap import Engine

START = """
import pathlib, sys
sys.argv[0] = str(pathlib.Path.cwd() / "start.py")
from environments.stage import bootstrap
engine = bootstrap.start((64, 36), window=False)
engine.step()
print("drawn", engine.output.get_x_size(), engine.output.get_y_size())
engine.close()
"""


def test_a_fresh_process_starts_off_screen_and_says_nothing_of_its_own(tmp_path: Path) -> None:
    """Nothing but our own line on stdout, nothing at all on stderr, and no settings file beside the script is run."""
    for name in ("settings.py", "ursina_settings.py"):
        (tmp_path / name).write_text("open('ran', 'w').close()\nprint('a stranger')\n")
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(Path(bootstrap.__file__).parents[2]),
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "drawn 64 36\n"
    assert done.stderr == ""
    assert not (tmp_path / "ran").exists()


def test_the_ursina_of_this_python_is_one_the_stage_knows(engine: Engine) -> None:
    """7.0 on Python 3.11, 8.x on newer ones; either draws."""
    assert version("ursina").split(".")[0] == ("7" if sys.version_info < (3, 12) else "8")
    engine.step()


@pytest.mark.parametrize("key", ["f5", "f6", "f7", "f9", "f10", "f11", "f12", "q", "escape"])
def test_developer_keys_do_nothing(engine: Engine, key: str) -> None:
    """No overlay, no wireframe, no reload, no sudden end."""
    from ursina import held_keys, window  # type: ignore[import-untyped]

    before = (window.render_mode, window.editor_ui.enabled)
    held_keys["shift"] = 1
    engine.base.input(key, is_raw=True)  # type: ignore[attr-defined]
    engine.step()
    held_keys["shift"] = 0
    assert (window.render_mode, window.editor_ui.enabled) == before
    assert not window.editor_ui.enabled


def test_missing_models_and_textures_raise(engine: Engine) -> None:
    """Ursina only warns by itself, and a patient would look at a hole."""
    from ursina import application

    assert application.raise_exception_on_missing_model
    assert application.raise_exception_on_missing_texture


def test_a_second_start_in_a_process_is_refused(engine: Engine) -> None:
    """There is one engine, and who asks for another is told."""
    with pytest.raises(RuntimeError, match="a second one"):
        bootstrap.start()
